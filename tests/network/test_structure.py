"""Names of components and events, what bears on what, and what is refused."""

from pathlib import Path

import pytest

from consilience.network import Network, network_of
from consilience.study import Question, Study


def network(*questions: Question) -> Network:
    return Network({question.name: question for question in questions})


def test_components_are_spelled_as_rows_are() -> None:
    built = network(
        Question("extinction", "", parents=("misaligned", "regulated")),
        Question("misaligned", ""),
        Question("regulated", "", given={"misaligned": True}),
        Question("either", "", gate="any_of", of=("misaligned", "regulated")),
        Question("first", "", options=("lab", "state")),
    )
    # "not misaligned, regulated" is left out: it is regulated only if misaligned.
    assert built.components == (
        "extinction | misaligned, regulated",
        "extinction | misaligned, not regulated",
        "extinction | not misaligned, not regulated",
        "misaligned",
        "regulated",
        "first=lab",
        "first=state",
    )
    assert built.events.index("misaligned") < built.events.index("regulated") < built.events.index("extinction")
    assert set(built.events) == {"extinction", "misaligned", "regulated", "either", "first=lab", "first=state"}
    assert built.gates == ("either",)
    assert built.components_of("extinction") == built.components[:3]
    assert built.components_of("either") == ()
    assert built.components_of("first") == ("first=lab", "first=state")
    assert built.ancestors("either") == ("misaligned", "regulated")
    assert built.ancestors("extinction") == built.components[:5]


@pytest.mark.parametrize("event", ["nothing", "first", "first=nobody"])
def test_unknown_events_are_named_with_the_known_ones(event: str) -> None:
    built = network(Question("rain", ""), Question("first", "", options=("lab", "state")))
    with pytest.raises(KeyError, match=rf"no event '{event}'\. To mend it: name one of rain, first=lab, first=state"):
        built.log_odds([0.0, 0.0, 0.0], event)
    with pytest.raises(KeyError, match="no event"):
        built.log_odds([0.0, 0.0, 0.0], "rain", {event: True})
    with pytest.raises(KeyError, match="no event"):
        built.log_odds([0.0, 0.0, 0.0], "rain", likelihoods={event: (0.1, 0.2)})
    with pytest.raises(KeyError, match="no event"):
        built.diagram(event)


def test_every_reference_must_be_an_event() -> None:
    with pytest.raises(ValueError, match="a refers to b; c refers to d: no such event; events are: a, c"):
        network(Question("a", "", parents=("b",)), Question("c", "", gate="not", of=("d",)))


def test_circles_are_refused() -> None:
    with pytest.raises(ValueError, match=r"in a circle: (a → b → a|b → a → b)"):
        network(Question("a", "", parents=("b",)), Question("b", "", given={"a": True}))


def test_quantities_are_left_out_and_cannot_be_referred_to() -> None:
    when, rain = Question("when", "", unit="date"), Question("rain", "")
    study = Study("s", "S", Path(), {"when": when, "rain": rain}, ())
    assert network_of(study).events == ("rain",)
    gate = Question("gate", "", gate="not", of=("when",))
    with pytest.raises(ValueError, match="gate refers to when"):
        network_of(Study("s", "S", Path(), {"when": when, "gate": gate}, ()))


def test_a_crux_is_no_parent() -> None:
    built = network(Question("out", "", cruxes=("crux",)), Question("crux", "", cruxes=("out",)))
    assert built.components == ("out", "crux")
    assert built.ancestors("out") == ("out",)
