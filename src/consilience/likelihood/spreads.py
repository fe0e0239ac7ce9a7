"""A forecaster's own spread as equally likely points: what an interval says of one credence."""

from collections.abc import Sequence

import numpy as np
from scipy.special import logit, ndtr, ndtri

from consilience.notation import Bounds, Number, Quantiles, Range

SPREAD_POINTS = 40

# A range whose coverage was not stated may be anything from "as likely in as out" to "certainly in".
UNSTATED_COVERAGES = (0.55, 0.65, 0.75, 0.85, 0.95)

_MIDS = (np.arange(SPREAD_POINTS) + 0.5) / SPREAD_POINTS


def spread_points(value: Range | Bounds | Quantiles) -> np.ndarray:
    """Equally likely credences of a forecaster who stated an interval.

    A range is a normal on the log-odds scale, best-with-bounds a normal with two half-widths joined at the best value
    (the split normal of Wallis, 2014, *Statistical Science* 29, 106–112), quantiles a distribution with even density
    between them and exponential tails of the density next to them.

    Parameters
    ----------
    value : Range, Bounds or Quantiles
        As parsed.

    Returns
    -------
    ndarray of shape (SPREAD_POINTS,)
        Log odds in increasing order.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> points = spread_points(parse("10-20% @80%"))
    >>> float(round(np.mean((points > np.log(1 / 9)) & (points < np.log(1 / 4))), 2))
    0.8
    """
    match value:
        case Range():
            low, high = interior_logits((value.low, value.high))
            if value.coverage is not None and (value.low.value <= 0 or value.high.value >= 1):
                return _one_sided(low, high, value.coverage, from_below=value.low.value <= 0)
            return _split_normal((low + high) / 2, low, high, value.coverage)
        case Bounds():
            low, best, high = interior_logits((value.low, value.best, value.high))
            return _split_normal(best, low, high, value.coverage)
        case Quantiles():
            return _from_quantiles(np.array(value.levels), interior_logits(value.numbers))


def bandwidths(points: np.ndarray) -> np.ndarray:
    """Distance between neighbours: as smooth as equally likely points can stand for a density.

    Parameters
    ----------
    points : ndarray
        Increasing.

    Returns
    -------
    ndarray
        One a point.
    """
    gaps = np.diff(points)
    between = (np.hstack([gaps[:1], gaps]) + np.hstack([gaps, gaps[-1:]])) / 2
    return np.asarray(np.maximum(between, 1e-3))


def interior_logits(numbers: Sequence[Number]) -> np.ndarray:
    """Log odds of increasing numbers, an end at 0% or 100% read as the middle of what is left beside its neighbour.

    A bound of exactly 0% is a rounded number like any other: it stands for half its own cell, or half the next number
    where that is smaller.
    """
    values = np.array([number.value for number in numbers])
    inside = values[(values > 0) & (values < 1)]
    least = inside.min() if inside.size else 0.5
    most = inside.max() if inside.size else 0.5
    for i, number in enumerate(numbers):
        if number.value <= 0:
            values[i] = min(number.high, least) / 2
        elif number.value >= 1:
            values[i] = 1 - min(1 - number.low, 1 - most) / 2
    return logit(values)


def _split_normal(best: float, low: float, high: float, coverage: float | None) -> np.ndarray:
    coverages = np.array(UNSTATED_COVERAGES if coverage is None else (coverage,))
    reach = ndtri((1 + coverages) / 2)
    # A best value on its own bound leaves no width on that side; a hundredth of the whole keeps the density finite.
    least = max(high - low, 1e-3) / 100
    below, above = max(best - low, least) / reach, max(high - best, least) / reach
    lower = np.linspace(best - 6 * below.max(), best, 600)
    grid = np.concatenate([lower[:-1], np.linspace(best, best + 6 * above.max(), 600)])
    side = np.where(grid[:, None] < best, below, above)
    share = below / (below + above)
    tail = ndtr((grid[:, None] - best) / side)
    cdf = np.where(grid[:, None] < best, 2 * share * tail, share + (1 - share) * (2 * tail - 1)).mean(axis=1)
    return np.asarray(np.interp(_MIDS, cdf, grid))


def _one_sided(low: float, high: float, coverage: float, *, from_below: bool) -> np.ndarray:
    """A range from 0% or to 100%: all that it leaves out lies beyond its other end, and it is as wide as it says."""
    width = (high - low) / (2 * ndtri((1 + coverage) / 2))
    middle = high - ndtri(coverage) * width if from_below else low + ndtri(coverage) * width
    return np.asarray(middle + width * ndtri(_MIDS))


def _from_quantiles(levels: np.ndarray, at: np.ndarray) -> np.ndarray:
    points = np.interp(_MIDS, levels, at)
    density_low = (levels[1] - levels[0]) / max(at[1] - at[0], 1e-3)
    density_high = (levels[-1] - levels[-2]) / max(at[-1] - at[-2], 1e-3)
    in_low, in_high = levels[0] > _MIDS, levels[-1] < _MIDS
    points[in_low] = at[0] + levels[0] / density_low * np.log(_MIDS[in_low] / levels[0])
    rest = 1 - levels[-1]
    points[in_high] = at[-1] - rest / density_high * np.log((1 - _MIDS[in_high]) / rest)
    return np.asarray(points)
