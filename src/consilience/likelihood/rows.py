"""Statements as arrays: what the consensus model takes in, padded so that studies of one size share a compilation."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil

import numpy as np
from scipy.special import logit

from consilience.likelihood.counts import COLUMNS, MOST_EDGES, apart_in_ci95, apart_in_quartiles, counts_of, edge_of
from consilience.likelihood.heaping import heaped_cell
from consilience.likelihood.means import HEAD, MOST_PINS, PIN, mean_row
from consilience.likelihood.spreads import SPREAD_POINTS, spread_points
from consilience.notation import BaseRate, Bounds, Inequality, Number, Point, Quantiles, Range, Survey, Value, Words

# The columns of each kind of observation. One array a kind: each array of a model costs seconds of compilation.
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "cell": ("pair", "low", "high", "low_open", "high_open", "count"),
    "spread": ("pair", "at"),
    "median": ("pair", "n", "low", "high", "low_open", "high_open"),
    "width": ("pair", "n", "ranks", "lower_low", "lower_high", "upper_low", "upper_high", "touching"),
    "count": ("pair", "n", "whole", "at"),
    "mean": ("pair", *HEAD, "at"),
    "rate": ("question", "trials", "events"),
}
# Columns of what has several numbers: a forecaster's own spread, edges with their counts, edges that part a mean.
_SEVERAL = {"spread": SPREAD_POINTS, "count": MOST_EDGES * len(COLUMNS), "mean": MOST_PINS * PIN}
BLOCK_WIDTHS = {block: len(names) - (block in _SEVERAL) + _SEVERAL.get(block, 0) for block, names in BLOCKS.items()}

type Row = tuple[float | np.ndarray, ...]
type Observation = tuple[str, Row]


def observations(value: Value) -> Iterator[Observation]:
    """What one statement contributes to the likelihood: block and columns after the index, in the order of BLOCKS."""
    yield from ENCODERS[type(value)](value)


def _cell(low: float, high: float) -> Observation:
    """A credence between two probabilities; edges at 0 and 1 are open."""
    low_open, high_open = low <= 0, high >= 1
    lo = logit(high) - 1 if low_open else logit(low)
    hi = logit(low) + 1 if high_open else logit(high)
    return "cell", (lo, hi, float(low_open), float(high_open), 1.0)


def _point(value: Point) -> Iterator[Observation]:
    yield _cell(value.number.low, value.number.high)


def _inequality(value: Inequality) -> Iterator[Observation]:
    at = value.bound.value
    low, high = (0.0, at) if value.relation in ("<", "<=") else (at, 1.0)
    # ">0%" and "<100%" rule out a single point: true of every credence on the log-odds scale.
    if low > 0 or high < 1:
        yield _cell(low, high)


def _range(value: Range) -> Iterator[Observation]:
    # A range from 0% or to 100% has one end only: what was said is an inequality, unless it is said how sure.
    if _has_one_end(value):
        if value.low.value > 0 or value.high.value < 1:
            yield _cell(value.low.value, value.high.value)
        return
    yield "spread", (spread_points(value),)


def _has_one_end(value: Range) -> bool:
    low, high = value.low.value <= 0, value.high.value >= 1
    return (low and high) or ((low or high) and value.coverage is None)


def _bounds(value: Bounds) -> Iterator[Observation]:
    yield "spread", (spread_points(value),)


def _quantiles(value: Quantiles) -> Iterator[Observation]:
    yield "spread", (spread_points(value),)


def _words(value: Words) -> Iterator[Observation]:
    yield from observations(value.meaning)


def of_one_credence(value: Value) -> Iterator[Observation]:
    """What one statement says of a single credence: cells and spreads; a survey is read by its median.

    Parameters
    ----------
    value : Value

    Yields
    ------
    (str, tuple)
        Block and columns after the index.
    """
    match value:
        case Survey(n=n, median=None, mean=Number() as mean, shares=()) if (n or 1) < 2:
            # The mean of one voice is what that voice said.
            yield _cell(mean.low, mean.high)
        case Survey(median=None):
            return
        case Survey(n=n, median=Number() as median) if (n or 1) < 2:
            yield from _point(Point(median))
        case Survey(median=median):
            yield from _cells_of_median(median)
        case Words():
            yield from of_one_credence(value.meaning)
        case _:
            yield from observations(value)


def _survey(value: Survey) -> Iterator[Observation]:
    """Median, spread, shares and mean of a survey; one whose size is unknown counts as one voice."""
    n = value.n or 1
    if value.shares:
        # What a row says of counts it says together; without shares its median and its widths are nearly independent.
        yield "count", counts_of(value).row
    elif n < 2:
        yield from of_one_credence(value)
    else:
        for _, (*cell, _) in of_one_credence(value):
            yield "median", (float(n), *cell)
        if value.ci95 is not None:
            yield _width(n, apart_in_ci95(n), *value.ci95)
        if value.quartiles is not None:
            yield _width(n, apart_in_quartiles(n), *value.quartiles)
    if n > 1 and value.mean is not None:
        yield "mean", mean_row(value)


def _cells_of_median(median: Number | Inequality | None) -> Iterator[Observation]:
    match median:
        case Inequality():
            yield from _inequality(median)
        case Number():
            yield _cell(*heaped_cell(median))


def _width(n: int, ranks: float, lower: Number, upper: Number) -> Observation:
    cells = *heaped_cell(lower), *heaped_cell(upper)
    return "width", (float(n), ranks, *logit(np.clip(cells, 1e-12, 1 - 1e-12)), float(cells[2] <= cells[1]))


def _base_rate(value: BaseRate) -> Iterator[Observation]:
    yield "rate", (value.trials, value.events)


ENCODERS: Mapping[type, Callable[..., Iterator[Observation]]] = {
    Point: _point,
    Inequality: _inequality,
    Range: _range,
    Bounds: _bounds,
    Quantiles: _quantiles,
    Words: _words,
    Survey: _survey,
    BaseRate: _base_rate,
}


def stated_log_odds(value: Value) -> float:
    """One number for a statement: its best where one was said, otherwise the middle of what it admits.

    Parameters
    ----------
    value : Value

    Returns
    -------
    float
        Log odds, finite: "0%" and "<1%" stand at the middle of their cells in probability, a range at the middle of
        the forecaster's own spread, a survey at its median or mean, or where a logistic population of scale one that
        has its shares would have its median; "0 of 66" at half an event more (Haldane, 1956).

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [round(float(stated_log_odds(parse(said))), 2) for said in ("50%", "<1%", "10-20%", "5% [1%, 30%]")]
    [0.0, -5.29, -1.79, -2.94]
    """
    match value:
        case Words():
            return stated_log_odds(value.meaning)
        case BaseRate():
            return float(logit((value.events + 0.5) / (value.trials + 1)))
        case Point(number) | Bounds(number) | Survey(median=Number() as number) | Survey(mean=Number() as number):
            return _middle(number.low, number.high) if number.value in (0, 1) else float(logit(number.value))
        case Inequality():
            return _middle(*((0, value.bound.value) if value.relation in ("<", "<=") else (value.bound.value, 1)))
        case Range(low, high) if _has_one_end(value):
            return _middle(low.value, high.value)
        case Range() | Quantiles():
            return float(np.median(spread_points(value)))
        case Survey(median=Inequality() as bound, quartiles=None, ci95=None):
            return stated_log_odds(bound)
        case Survey(median=Inequality()):
            return _middle(*(number.value for number in value.quartiles or value.ci95 or ()))
        case Survey():
            return _middle_of_logistic(value)


def _middle_of_logistic(value: Survey) -> float:
    n = value.n or 1
    below = [(sum(share.below) / 2 * n + 0.5) / (n + 1) for share in value.shares]
    return float(np.mean([edge_of(share.bound) - logit(part) for share, part in zip(value.shares, below, strict=True)]))


def _middle(low: float, high: float) -> float:
    return float(logit((max(low, 0) + min(high, 1)) / 2))


def pack_blocks(blocks: Mapping[str, list[Row]]) -> dict[str, np.ndarray]:
    """Write the rows of each kind of observation as one matrix; a cell said by many of one group is a row with a count.

    Parameters
    ----------
    blocks : mapping of str to list of tuple
        Rows by the names of :data:`BLOCKS`.

    Returns
    -------
    dict of str to ndarray of shape (rows, columns)
    """
    counts: dict[Row, float] = defaultdict(float)
    for *cell, count in blocks.get("cell", []):
        counts[tuple(cell)] += float(count)
    merged = dict(blocks) | {"cell": [(*cell, count) for cell, count in counts.items()]}
    return {
        block: np.array([np.hstack(row) for row in merged.get(block, [])], dtype="float64").reshape(-1, columns)
        for block, columns in BLOCK_WIDTHS.items()
    }


def rung(size: int, ladder: Sequence[int]) -> int:
    """Padded size of an array: what studies have in common who share a compilation.

    Parameters
    ----------
    size : int
        How much there is.
    ladder : sequence of int
        Sizes from small to large; beyond the last, its multiples.

    Returns
    -------
    int
        The smallest rung that holds it, and never none.
    """
    return next((step for step in ladder if size <= step), ladder[-1] * ceil(size / ladder[-1]))
