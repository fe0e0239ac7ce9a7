"""The answers as code in Squiggle and in squigglepy: uniform between their own quantiles."""

import keyword
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan

import numpy as np

from consilience.exporters.content import Content
from consilience.exporters.histogram import COARSE, FINE, pieces
from consilience.exporters.leading import Leading, leading, unanswered
from consilience.sampling.fit import Fit

_CHECKED = tuple(place / 100 for place in range(1, 100))
# Percentage points.
_NEAR = 0.4
# Of a piece's width.
_STEP = 1e-6
_RESERVED = {*keyword.kwlist, "sq", "true", "false", "fn", "export", "then"}


@dataclass(frozen=True, slots=True)
class Language:
    """How one of the two writes what is needed: a comment, what comes first, a number, and pieces."""

    comment: str
    head: tuple[str, ...]
    point: Callable[[str], str]
    pieces: Callable[[Sequence[float], Sequence[float]], str]


def _density(edges: Sequence[float], shares: Sequence[float]) -> str:
    """Steps of a density, both ends of each: Squiggle's own mixtures of uniforms are a point of percent off."""
    points = []
    for (low, high), share in zip(pairwise(edges), shares, strict=True):
        height = _number(share / (high - low))
        # Two points at one place are refused.
        points += [f"{{x: {low + _STEP * (high - low):.15g}, y: {height}}}", f"{{x: {high:.15g}, y: {height}}}"]
    return f"PointSet.makeContinuous([{', '.join(points)}])"


def _mixture(edges: Sequence[float], shares: Sequence[float]) -> str:
    parts = [f"sq.uniform({_number(low)}, {_number(high)})" for low, high in pairwise(edges)]
    return f"sq.mixture([{', '.join(parts)}], weights=[{', '.join(map(_number, shares))}])"


_SQUIGGLE = Language("//", (), lambda number: f"pointMass({number})", _density)
_SQUIGGLEPY = Language("#", ("import squigglepy as sq", ""), lambda number: f"sq.const({number})", _mixture)


def squiggle_code(fit: Fit) -> Content:
    """Code for Squiggle, a variable an answer."""
    return _code(fit, _SQUIGGLE)


def squigglepy_code(fit: Fit) -> Content:
    """Code for squigglepy, a variable an answer."""
    return _code(fit, _SQUIGGLEPY)


def _code(fit: Fit, language: Language) -> Content:
    found = leading(fit)
    names = _names(found)
    evidence = " before the evidence that the study declares" if fit.study.evidence else ""
    lines = [
        f"{language.comment} {_one_line(fit.study.title)}",
        f"{language.comment} A population's answer is its posterior{evidence}, uniform between its quantiles.",
        *language.head,
    ]
    for answer, name in zip(found, names, strict=True):
        lines += [f"{language.comment} {line}" for line in _about(answer)]
        lines += [""] if isnan(answer.number) else [f"{name} = {_value(answer, language)}", ""]
    return Content("\n".join(lines).encode(), unanswered(fit, found))


def _about(answer: Leading) -> Iterator[str]:
    yield _one_line(answer.title)
    said = f", as said: {answer.said}" if answer.said else ""
    yield _one_line(f"{answer.owner}{said}")
    if answer.draws is not None:
        points = _up(_distance(answer, *_written(answer)))
        yield f"Its percentiles from the 1st to the 99th are within {points} percentage points of the answer's."
    elif isnan(answer.number):
        yield "A bound, and no number: there is nothing to write."
    elif isnan(answer.value):
        yield "The middle of it in log odds:"


def _value(answer: Leading, language: Language) -> str:
    if answer.draws is None:
        return language.point(_number(answer.number))
    edges, shares = _written(answer)
    if len(edges) == 1:
        return language.point(_number(edges[0]))
    return language.pieces(edges, shares)


def _written(answer: Leading) -> tuple[list[float], list[float]]:
    """Edges and shares of the pieces as printed: in finer steps where coarse ones are seen to be."""
    coarse = _pieces(answer, COARSE)
    return coarse if _distance(answer, *coarse) <= _NEAR else _pieces(answer, FINE)


def _pieces(answer: Leading, levels: Sequence[float]) -> tuple[list[float], list[float]]:
    edges, shares = pieces([float(_number(quantile)) for quantile in answer.at(levels)], levels)
    return edges.tolist(), shares.tolist()


def _distance(answer: Leading, edges: Sequence[float], shares: Sequence[float]) -> float:
    """How far percentiles of what is written are from the answer's at their farthest, in percentage points."""
    written = np.interp(_CHECKED, np.cumsum([0.0, *shares]), edges)
    return 100 * float(np.abs(written - answer.at(_CHECKED)).max())


def _up(points: float) -> str:
    """Rounded so that it stays a bound."""
    return f"{max(np.ceil(points * 1000) / 1000, 0.001):g}"


def _number(value: float) -> str:
    return f"{value:.6g}"


def _one_line(text: str) -> str:
    """Text that cannot end a comment, nor steer what shows it."""
    return " ".join("".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in text).split())


def _ascii(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


def _names(found: Sequence[Leading]) -> list[str]:
    """A name a variable, as both languages allow: of ASCII letters, and each its own."""
    names: list[str] = []
    for answer in found:
        # A voice whose name has no such letter is not to be taken for the population.
        who = [] if answer.whose == "population" else [_ascii(answer.who) or answer.whose]
        tail = ["implied"] if answer.basis == "implied" else []
        name = "_".join([_ascii(answer.question), *who, *tail])
        name = name if name[:1].isalpha() and name not in _RESERVED else f"answer_{name}".rstrip("_")
        taken = sum(other == name or re.fullmatch(rf"{name}_\d+", other) is not None for other in names)
        names.append(f"{name}_{taken + 1}" if taken else name)
    return names
