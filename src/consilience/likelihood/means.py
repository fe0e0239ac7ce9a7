"""What a published mean and standard deviation say of the population, given how many answers lie where.

The mean of n answers is nearly normal, the mean of their squared distances from it nearly lognormal, and the two go
together by the third moment (Cramér, 1946, *Mathematical Methods of Statistics*, section 27; the logarithm of a
variance is nearer to a normal than the variance, Bartlett and Kendall, 1946, *Suppl. J. R. Statist. Soc.* 8, 128–138).
A standard error of the mean is a standard deviation by another name.

Where the row also publishes a median or shares, that panel's answers are not free to lie anywhere. Given the number of
answers on each side of an edge, those in each cell are independent draws of the population there (David and Nagaraja,
2003, *Order Statistics*, theorem 2.5), so means and covariances are those of a sample stratified by the cells. A share
published to more than a standard error or two, or as a range, parts nothing; the median is left out where a share says
nearly the same, since how far into its rounding cell it lies is not known.
"""

from math import log, sqrt
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.likelihood.counts import counts_of, edge_of
from consilience.likelihood.intervals import Student, log_mass
from consilience.likelihood.nodes import INSIDE_AT, INSIDE_WEIGHT, NARROW_DROP, NOBODY, TAIL_STEP, TAIL_WEIGHT
from consilience.likelihood.skew import skewed
from consilience.likelihood.spreads import interior_logits
from consilience.notation import Number, Survey
from consilience.notation.shares import MOST_SHARES

if TYPE_CHECKING:
    from consilience.likelihood.pointwise import Populations

type Array = NDArray[np.float64]
type Pin = tuple[float, float, float]

# A pin: an edge, how many of the answers lie below it, and how many at it.
MOST_PINS, PIN = MOST_SHARES + 1, 3
HEAD = ("n", "value", "grid", "square_low", "square_high")
# How far mean and spread go together at most. Where the same few answers make both they do so by curves and not by a
# line: held to the line, surveys lie where they hardly can too often (python -m benchmarks.spreads).
MOST_TIED = 0.7
# Of the mean square, in parts of its own square: answers that are all alike have one, of which no cell is too narrow.
LEAST_VARIANCE = 1e-9
# A share this near to one half, in parts of the answers, says nearly what the median does.
NEAR_HALF = 0.15


def mean_row(value: Survey) -> tuple[float | Array, ...]:
    """A survey's mean as a row of the likelihood.

    Parameters
    ----------
    value : Survey
        Of several answers, with a mean.

    Returns
    -------
    tuple
        By the names of :data:`HEAD`: answers, the mean, its grid, and in logs between what the mean square about it
        lies, both infinite where no spread was published; then the pins, infinite where there is none.
    """
    assert value.n is not None
    assert value.mean is not None
    square_low, square_high = _square(value, value.n)
    pins = np.full((MOST_PINS, PIN), np.inf)
    found = _pins(value, value.n)
    pins[: len(found)] = np.array(found).reshape(-1, PIN)
    return float(value.n), value.mean.value, value.mean.high - value.mean.low, square_low, square_high, pins.ravel()


def _square(value: Survey, n: int) -> tuple[float, float]:
    """Logs of both ends of the mean square: by the answers' own deviation or by the standard error of their mean."""
    number, times = (value.sd, 1.0) if value.sd is not None else (value.se, sqrt(n))
    if number is None:
        return np.inf, np.inf
    low, high = (times**2 * max(end, 0.0) ** 2 * (n - 1) / n for end in (number.low, number.high))
    return log(low) if low > 0 else -np.inf, log(high)


def _pins(value: Survey, n: int) -> list[Pin]:
    """Where the answers are parted, in the order of the edges."""
    found: list[Pin] = []
    if value.shares:
        known = counts_of(value)
        of_shares = {edge_of(share.bound, heaped=heaped) for share in value.shares for heaped in (True, False)}
        for edge, least, most in zip(known.edges, known.least, known.most, strict=True):
            if most - least <= max(1.0, sqrt(n)) and np.isclose(edge, list(of_shares), atol=1e-8).any():
                found.append((float(edge), float(least + most) / 2 * n / known.n, 0.0))
    if isinstance(value.median, Number):
        edge, half = float(interior_logits((value.median,))[0]), (n - 1) / 2
        near = any(abs(below / n - 0.5) < NEAR_HALF for _, below, _ in found)
        if not near and all(below <= half if at < edge else below > half for at, below, _ in found):
            found.append((edge, half, 1.0))
    return sorted(found)


def log_likelihood(rows: Array, t: Student, of: "Populations") -> Array:
    """Log likelihood of published means, row by row.

    Parameters
    ----------
    rows : ndarray of shape (rows, columns)
        As of :func:`mean_row`.
    t : Student
    of : Populations

    Returns
    -------
    ndarray of shape (draws, rows)
    """
    found = np.empty(of.location.shape)
    for place, row in enumerate(rows):
        density = t if t.nu.shape[1] == 1 else Student(*(part[:, [place]] for part in (t.nu, t.log_norm, t.mode)))
        found[:, [place]] = _mean(row, density, of.among(slice(None), [place]))
    return found


def _mean(row: Array, t: Student, of: "Populations") -> Array:
    n, stated, grid, square_low, square_high = row[: len(HEAD)]
    pins = row[len(HEAD) :].reshape(-1, PIN)
    pins = pins[~np.isinf(pins[:, 0])]
    middle = [edge for edge, _, at in pins if at > 0]
    centre = np.asarray(expit(middle[0] if middle else of.location), dtype="float64")
    has_square = not np.isinf(square_high)
    expected = sum((at / n * (expit(edge) - centre) for edge, _, at in pins), np.zeros_like(centre))
    about = centre - stated
    second = sum((at / n * (expit(edge) - stated) ** 2 for edge, _, at in pins), np.zeros_like(centre))
    spread, together, of_second = (
        np.full(expected.shape, grid**2 / 12),
        np.zeros_like(expected),
        np.zeros_like(expected),
    )
    for count, (m1, m2, m3, m4) in _strata(n, pins, t, of, centre, 4 if has_square else 2):
        weight, variance = count / n, np.maximum(m2 - m1**2, 0)
        expected = expected + weight * m1
        spread = spread + weight / n * variance
        if has_square:
            mixed, fourth = m3 - m1 * m2, np.maximum(m4 - m2**2, 0)
            second = second + weight * (m2 + 2 * about * m1 + about**2)
            together = together + weight / n * (mixed + 2 * about * variance)
            of_second = of_second + weight / n * (fourth + 4 * about * mixed + 4 * about**2 * variance)
    miss = stated - centre - expected
    of_mean = -(np.log(2 * np.pi * spread) + miss**2 / spread) / 2
    if not has_square:
        return np.asarray(of_mean)
    second = np.maximum(second, 1e-300)
    # Mean and variance of a lognormal's logarithm, by those of the lognormal.
    by = np.log1p(np.maximum(of_second / second**2, LEAST_VARIANCE))
    most = MOST_TIED * np.sqrt(spread * by)
    tied = np.clip(together / second, -most, most)
    # The mean square is in its cell, about where the mean has it.
    about, width = np.log(second) - by / 2 + tied / spread * miss, np.sqrt(by - tied**2 / spread)
    low, high = (square_low - about) / width, (square_high - about) / width
    return np.asarray(of_mean + log_mass(low, high, bool(np.isinf(square_low)), False))


def _strata(
    n: float, pins: Array, t: Student, of: "Populations", centre: Array, most: int
) -> list[tuple[float, Array]]:
    """How many answers lie between neighbouring pins, and the moments of the population there about the centre."""
    at, size, found = of.location, len(pins), []
    for place in range(size + 1):
        start = pins[place - 1][1] + pins[place - 1][2] if place > 0 else 0.0
        count = (pins[place][1] if place < size else n) - start
        low = np.full(at.shape, pins[place - 1][0]) if place > 0 else None
        high = np.full(at.shape, pins[place][0]) if place < size else None
        # In two parts, each on one side of the location.
        parts = np.zeros((2, most + 1, *at.shape))
        for part, side in enumerate((-1.0, 1.0)):
            near, far = (high, low) if side < 0 else (low, high)
            start_at = at if near is None else (np.minimum(near, at) if side < 0 else np.maximum(near, at))
            if far is None:
                parts[part] = _moments_beyond(t, start_at, side, of, centre, most)
                continue
            some = side * far > side * start_at
            parts[part] = np.where(some, _moments_between(t, start_at, far, side, of, centre, most), 0.0)
        middle = np.mean([expit(edge) for edge in (low, high) if edge is not None] or [centre], axis=0)
        found.append((count, _normalised(parts.sum(axis=0), middle - centre)))
    return found


def _normalised(moments: Array, where: Array) -> Array:
    """The first four moments of a stratum; where nobody is left in it, those of who stands at its edge."""
    somebody = moments[0] >= NOBODY
    found = np.zeros((4, *moments.shape[1:]))
    for power in range(1, len(moments)):
        found[power - 1] = np.where(somebody, moments[power] / np.where(somebody, moments[0], 1), where**power)
    return found


def _moments_beyond(t: Student, edge: Array, side: float, of: "Populations", centre: Array, most: int) -> Array:
    """Integrals of the powers of Y over the credences beyond an edge; Y is the probability less ``centre``."""
    start, moments = of.before(edge), np.zeros((most + 1, *of.location.shape))
    for step, weight in zip(TAIL_STEP, TAIL_WEIGHT, strict=True):
        moments += _at_node(t, start + side * step, weight, of, centre, most)
    return moments


def _moments_between(
    t: Student, near: Array, far: Array, side: float, of: "Populations", centre: Array, most: int
) -> Array:
    """The same between two edges on one side of the location: as a difference where hardly anybody is left beyond."""
    first, last = of.before(near), of.before(far)
    inside = np.zeros((most + 1, *of.location.shape))
    for u, weight in zip(INSIDE_AT, INSIDE_WEIGHT, strict=True):
        inside += _at_node(t, first + (last - first) * u, weight * abs(last - first), of, centre, most)
    apart = _moments_beyond(t, near, side, of, centre, most) - _moments_beyond(t, far, side, of, centre, most)
    return np.where(abs(t.log_density(last) - t.log_density(first)) > NARROW_DROP, apart, inside)


def _at_node(t: Student, y: Array, weight: Array | float, of: "Populations", centre: Array, most: int) -> Array:
    less = expit(of.location + of.scale * skewed(y, of.skew)) - centre
    return np.asarray(weight * np.exp(t.log_density(y)) * np.stack([less**power for power in range(most + 1)]))
