"""The ways to ask for a number and its doubt: which fields, in which order, and what they are written as.

Limits, quartiles and tertiles as SHELF asks for them (Oakley and O'Hagan, *SHELF: the Sheffield Elicitation Framework*,
version 4): the limits first, so that what is said next is not said too narrowly.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from consilience.notebook.widgets.hearing import Heard

Mark = Literal["low", "best", "high", "edge"]
type Said = Mapping[str, Heard]

COVERAGES = ("", "50%", "80%", "90%", "95%")


@dataclass(frozen=True, slots=True)
class Field:
    """A number that is asked for.

    Parameters
    ----------
    name, label, hint : str
        Its key, what it is called, and what it means in a few words.
    mark : {"low", "best", "high", "edge"}
        Its handle on the scale.
    """

    name: str
    label: str
    hint: str
    mark: Mark


@dataclass(frozen=True)
class Method:
    """A way to ask.

    Parameters
    ----------
    title : str
        As it is called in a note.
    fields : tuple of Field
        From the lowest to the highest.
    order : tuple of str
        In which they are asked.
    write : callable
        Fields that are well and the coverage → the estimate, or "" and what is still to be said.
    coverage : bool
        Whether it is asked how sure one is of the bounds.
    """

    title: str
    fields: tuple[Field, ...]
    order: tuple[str, ...]
    write: Callable[[Said, str], tuple[str, str]] = field(repr=False)
    coverage: bool = False


def _bounds(said: Said, coverage: str) -> tuple[str, str]:
    sure = f" @{coverage}" if coverage else ""
    match [said[name].written if name in said else "" for name in ("low", "best", "high")]:
        case ["", best, ""] if best:
            return best, "How far up and down might it be?" if not coverage else "Say the bounds of which you are sure."
        case [low, "", high] if low and high:
            return f"{low} to {high}{sure}", ""
        case [low, best, high] if low and best and high:
            return f"{best} [{low}, {high}]{sure}", ""
        case ["", "", ""]:
            return "", "Nothing said yet. Click on the scale, or type."
    return "", "Say the other bound too."


def _levels(*levels: tuple[str, str]) -> Callable[[Said, str], tuple[str, str]]:
    """Write quantiles: each field with the level that it stands for."""

    def write(said: Said, coverage: str) -> tuple[str, str]:
        missing = [label for name, label in _LABELS.items() if name in dict(levels) and name not in said]
        if missing:
            return "", f"Still to be said: {', '.join(missing)}."
        return " ".join(f"q{level}={said[name].written}" for name, level in levels), ""

    return write


def out_of_order(method: Method, said: Said) -> str:
    """Say which numbers fall where they should rise."""
    known = [(part, said[part.name]) for part in method.fields if part.name in said]
    for (lower, low), (upper, high) in pairwise(known):
        if low.number is not None and high.number is not None and low.number > high.number:
            return f"{lower.label} is {low.written}, {upper.label.lower()} {high.written}: correct one of them."
    return ""


_LEAST = Field("least", "Lowest plausible", "below it would surprise you much", "edge")
_MOST = Field("most", "Highest plausible", "above it would surprise you much", "edge")
_LABELS = {
    "q25": "the lower quartile",
    "t1": "the lower tertile",
    "median": "the median",
    "q75": "the upper quartile",
    "t2": "the upper tertile",
}
_MEDIAN = Field("median", "Median", "as likely below as above", "best")

METHODS: Mapping[str, Method] = {
    "bounds": Method(
        "best value and bounds",
        (
            Field("low", "Lowest plausible", "", "low"),
            Field("best", "Best value", "", "best"),
            Field("high", "Highest plausible", "", "high"),
        ),
        ("low", "high", "best"),
        _bounds,
        coverage=True,
    ),
    "quartiles": Method(
        "quartiles",
        (
            _LEAST,
            Field("q25", "Lower quartile", "as likely below as from here to the median", "low"),
            _MEDIAN,
            Field("q75", "Upper quartile", "as likely above as from the median to here", "high"),
            _MOST,
        ),
        ("least", "most", "median", "q25", "q75"),
        _levels(("q25", "25"), ("median", "50"), ("q75", "75")),
    ),
    "tertiles": Method(
        "tertiles",
        (
            _LEAST,
            Field("t1", "Lower tertile", "one in three below", "low"),
            _MEDIAN,
            Field("t2", "Upper tertile", "one in three above", "high"),
            _MOST,
        ),
        ("least", "most", "median", "t1", "t2"),
        _levels(("t1", "33.3"), ("median", "50"), ("t2", "66.7")),
    ),
}
