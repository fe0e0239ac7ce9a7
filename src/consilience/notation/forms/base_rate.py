"""``12 of 400``: events in trials of a reference class."""

from dataclasses import dataclass
from math import nan

from consilience.notation.layout import Layout
from consilience.notation.numerals import count
from consilience.notation.spoken import counted
from consilience.notation.tokens import Reader, Token

_JOINTS = (("of",), ("in",), ("out", "of"), ("/",))
_BEGIN = {words[0] for words in _JOINTS}


@dataclass(frozen=True, slots=True)
class BaseRate:
    """``12 of 400``: events in trials of a reference class; data, not opinion."""

    events: int
    trials: int


def read(reader: Reader) -> BaseRate | None:
    """Read events in trials of a reference class, if two counts come next.

    .. code-block:: text

        base_rate = NUMBER "of" NUMBER
                  | NUMBER ("in" | "out" "of" | SLASH) NUMBER      where the row is a base rate
    """
    tokens = reader.ahead(4)
    if tokens[1].text not in _BEGIN:
        return None
    joint = next((words for words in _JOINTS[: None if reader.usage.counts else 1] if _joined(tokens, words)), None)
    # "1 in 400" is a rate that somebody rounded, whatever the row is; counts say how many there were.
    rounded = joint in (("in",), ("/",)) and tokens[0].text == "1"
    if reader.scale.name != "probability" or joint is None or rounded:
        return None
    events, trials = tokens[0], tokens[len(joint) + 1]
    reader.skip(len(joint) + 2)
    found = BaseRate(count(reader, events), count(reader, trials, least=1))
    if found.events > found.trials:
        raise reader.fault(
            f"{found.events:,} events are more than the {counted(found.trials, 'trial')}",
            "correct the counts: the events first, then the trials",
            events.start,
            trials.end,
        )
    reader.end("base rate")
    return found


def _joined(tokens: list[Token], words: tuple[str, ...]) -> bool:
    between = tuple(token.text for token in tokens[1 : len(words) + 1])
    return tokens[0].kind == tokens[len(words) + 1].kind == "NUMBER" and between == words


def canonical(value: BaseRate) -> str:
    """Write counts: ``12 of 400``."""
    return f"{value.events} of {value.trials}"


def describe(value: BaseRate, unit: str | None) -> str:
    """Say counts in words."""
    return f"a base rate of {counted(value.events, 'event')} in {counted(value.trials, 'trial')}"


def layout(value: BaseRate) -> Layout:
    """Lay counts out by their share; data bind no number that somebody holds."""
    return Layout("base_rate", nan, value.events / value.trials, nan, n=value.trials)
