"""``12 of 400``: events in trials of a reference class."""

from dataclasses import dataclass
from math import nan

from consilience.notation.layout import Layout
from consilience.notation.numerals import count
from consilience.notation.tokens import Reader


@dataclass(frozen=True, slots=True)
class BaseRate:
    """``12 of 400``: events in trials of a reference class; data, not opinion."""

    events: int
    trials: int


def read(reader: Reader) -> BaseRate | None:
    """Read events in trials of a reference class, if two counts come next.

    .. code-block:: text

        base_rate = NUMBER "of" NUMBER
    """
    events, of, trials = reader.ahead(3)
    if reader.scale.name != "probability" or (events.kind, of.text, trials.kind) != ("NUMBER", "of", "NUMBER"):
        return None
    reader.skip(3)
    found = BaseRate(count(reader, events), count(reader, trials, least=1))
    if found.events > found.trials:
        raise reader.fault(
            f"{found.events} events are more than the {found.trials} trials",
            "write events of trials, such as 12 of 400",
            events.start,
            trials.end,
        )
    reader.end("base rate")
    return found


def canonical(value: BaseRate) -> str:
    """Write counts: ``12 of 400``."""
    return f"{value.events} of {value.trials}"


def describe(value: BaseRate, unit: str | None) -> str:
    """Say counts in words."""
    return f"a base rate of {value.events:,} events in {value.trials:,} trials"


def layout(value: BaseRate) -> Layout:
    """Lay counts out by their share; data bind no number that somebody holds."""
    return Layout("base_rate", nan, value.events / value.trials, nan, n=value.trials)
