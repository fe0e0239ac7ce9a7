"""What a study asks, and the observations that tell of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from consilience.arguments import KINDS, TEXT, Kind, among, hold_fields, maybe, one_of
from consilience.notation import Value
from consilience.study.estimate import VALUE
from consilience.study.naming import name_of

type Speaker = tuple[str, str, str | None]


# In place of a group's name: the answer over all groups of a question.
ALL_GROUPS = "all"

# The title of the question in a new study, until somebody writes what is asked.
UNSTATED = "State here what must have happened by the horizon"

_NAMES = Kind("a tuple of names", '("flood",)', lambda value: isinstance(value, tuple) and all(map(TEXT.holds, value)))
_FIELDS = {
    "name": TEXT,
    "title": TEXT.such_as('"A flood"'),
    "description": maybe(TEXT),
    "given": maybe(one_of(Mapping, "a mapping", '{"flood": True}')),
    "gate": maybe(among(("all_of", "any_of", "at_least", "not"))),
    **dict.fromkeys(("of", "options", "parents", "cruxes"), _NAMES),
    "k": maybe(Kind("a whole number", "2", lambda value: isinstance(value, int))),
    "prior": maybe(VALUE.such_as('cs.parse("1-10%")')),
    "unit": maybe(KINDS["unit"]),
    "influence": maybe(among(("noisy_or", "noisy_and"))),
}


@dataclass(frozen=True, slots=True)
class Question:
    """A binary event, perhaps given the states of others; a gate over others; or a quantity with a unit.

    Parameters
    ----------
    given : mapping of str to bool
        States of other questions in which alone this one is asked.
    gate : {"all_of", "any_of", "at_least", "not"}, optional
        How the question follows from ``of``; ``None`` for a chance question. All of nothing is true by design, any of
        nothing false: see :attr:`fixed`.
    k : int, optional
        How many of ``of`` an ``at_least`` gate needs.
    options : tuple of str
        Exclusive options, forecast as ``question=option``.
    prior : Value, optional
        Declared prior, shown as an assumption wherever the answer is shown. It holds in every state of the
        parents.
    unit : str, optional
        Unit of a quantity; ``"date"`` for by-when questions; ``None`` for an event.
    parents : tuple of str
        Events in every state of which this one is asked, as ``question | parent, not other``.
    cruxes : tuple of str
        Events that would move this one. It is asked by itself, and given one crux at a time.
    influence : {"noisy_or", "noisy_and"}, optional
        That each of ``parents`` bears on this one by itself, so that each needs one number instead of each of their
        states: see :func:`consilience.study.naming.influences`.
    """

    name: str
    title: str
    description: str | None = None
    given: Mapping[str, bool] | None = None
    gate: Literal["all_of", "any_of", "at_least", "not"] | None = None
    of: tuple[str, ...] = ()
    k: int | None = None
    options: tuple[str, ...] = ()
    prior: Value | None = None
    unit: str | None = None
    parents: tuple[str, ...] = ()
    cruxes: tuple[str, ...] = ()
    influence: Literal["noisy_or", "noisy_and"] | None = None

    def __post_init__(self) -> None:
        hold_fields(self, **_FIELDS)

    @property
    def fixed(self) -> bool | None:
        """Whether the event is true or false by design; ``None`` where that is a question."""
        return self.gate == "all_of" if self.gate and not self.of else None

    @property
    def refers_to(self) -> tuple[str, ...]:
        """Questions that this one follows from: in ``given``, ``parents`` or a gate, without options, each once."""
        return tuple(dict.fromkeys(map(name_of, (*(self.given or ()), *self.parents, *self.of))))


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation whose elicited power updates what is believed about one question's state.

    Parameters
    ----------
    on : str
        Event whose state the test can tell.
    trials : int
        How many trials there were.
    positives : int
        How many of them were positive.
    sensitivity, false_positive_rate : Value, optional
        P(positive | state true) and P(positive | state false) of one trial, as elicited; both or, where the likelihood
        ratio is stated, neither.
    common_failure : Value, optional
        Probability that a flaw which the trials share makes every one of them negative whatever the truth.
    certainty : float
        Probability that a trial came out as is said.
    likelihood_ratio : float, optional
        P(what was observed | state true) over P(it | state false), in place of rates and trials.
    title : str
        The test in words, its name where study.toml gives none.
    source, note : str, optional
        Where its numbers come from, and what should be known about them.
    """

    name: str
    on: str
    trials: int
    positives: int
    sensitivity: Value | None = None
    false_positive_rate: Value | None = None
    common_failure: Value | None = None
    certainty: float = 1.0
    likelihood_ratio: float | None = None
    title: str | None = None
    source: str | None = None
    note: str | None = None
