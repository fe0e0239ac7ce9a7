"""Log probabilities of intervals on whole arrays: the quadratures of :mod:`consilience.likelihood.quadrature` in numpy.

The compiled kernels sum over statements, with derivatives, for one draw at a time; here every draw and statement keeps
its own value and needs no compiler. The rules, thresholds and nodes are the same, so that the two agree to rounding.
"""

from dataclasses import dataclass
from math import sinh
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaln, log_ndtr

from consilience.likelihood.nodes import (
    INSIDE_AT,
    INSIDE_WEIGHT,
    NARROW_DROP,
    NARROW_DROP_ACROSS_MODE,
    TABLE_NODES,
    TABLE_STEP,
    TAIL_STEP,
    TAIL_WEIGHT,
)

type Array = NDArray[np.float64]
type Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Student:
    """Student's t around zero with scale one, an element each.

    Parameters
    ----------
    nu, log_norm, mode : ndarray
        Degrees of freedom (at least 1), log of the normalising constant, and zero.
    """

    nu: Array
    log_norm: Array
    mode: Array

    @classmethod
    def of(cls, nu: Array) -> Self:
        """With its constant worked out."""
        return cls(nu, gammaln((nu + 1) / 2) - gammaln(nu / 2) - np.log(nu * np.pi) / 2, np.zeros_like(nu))

    def log_density(self, x: Array) -> Array:
        """Log density at ``x``."""
        return np.asarray(self.log_norm - (self.nu + 1) / 2 * np.log1p(x * x / self.nu))

    def decay(self, edge: Array) -> Array:
        """Distance over which the density decays beyond an edge."""
        radius = np.sqrt(self.nu + edge * edge)
        core = np.sqrt(self.nu) / radius
        polynomial = radius / (1 + core * abs(edge))
        return np.asarray(np.minimum(polynomial, 3 / (core + (self.nu + 1) * abs(edge) / (radius * radius))))

    def among(self, mask: Mask) -> Self:
        """The elements that a mask picks."""
        return type(self)(*(np.broadcast_to(part, mask.shape)[mask] for part in (self.nu, self.log_norm, self.mode)))


@dataclass(frozen=True, slots=True)
class Rank:
    """Log odds of a Beta(a, b) variable, an element each."""

    a: Array
    b: Array
    log_norm: Array
    mode: Array

    @classmethod
    def of(cls, a: Array, b: Array) -> Self:
        """With its constant worked out."""
        return cls(a, b, gammaln(a + b) - gammaln(a) - gammaln(b), np.log(a / b))

    def log_density(self, x: Array) -> Array:
        """Log density at ``x``."""
        return np.asarray(self.log_norm + self.a * x - (self.a + self.b) * np.logaddexp(0, x))

    def decay(self, edge: Array) -> Array:
        """Distance over which the density decays beyond an edge."""
        total = self.a + self.b
        return np.asarray(3 / (np.sqrt(self.a * self.b / total) + abs(total * expit(edge) - self.a)))

    def among(self, mask: Mask) -> Self:
        """The elements that a mask picks."""
        parts = self.a, self.b, self.log_norm, self.mode
        return type(self)(*(np.broadcast_to(part, mask.shape)[mask] for part in parts))


type Density = Student | Rank


def log_beyond(density: Density, edge: Array, side: Array | float) -> Array:
    """Log probability of lying beyond an edge, seen from the mode.

    Parameters
    ----------
    density : Student or Rank
    edge : ndarray
        At or above the mode for ``side`` 1.0 (the mass above it), at or below it for ``side`` -1.0.
    side : ndarray or float

    Returns
    -------
    ndarray
    """
    reach, at_edge = side * density.decay(edge), density.log_density(edge)
    total = np.zeros(np.broadcast_shapes(reach.shape, at_edge.shape))
    for step, weight in zip(TAIL_STEP, TAIL_WEIGHT, strict=True):
        total += weight * np.exp(density.log_density(edge + reach * step) - at_edge)
    return np.asarray(at_edge + np.log(abs(reach) * total))


def log_between(density: Density, low: Array, high: Array, low_open: Mask, high_open: Mask) -> Array:
    """Log probability of an interval at any width and distance from the mode.

    Parameters
    ----------
    density : Student or Rank
    low, high : ndarray
        Edges, ``low < high``; an open edge is not read.
    low_open, high_open : ndarray of bool
        Whether the interval runs to minus or plus infinity.

    Returns
    -------
    ndarray
    """
    low, high, low_open, high_open = np.broadcast_arrays(low, high, low_open, high_open)
    above, below = ~low_open & (low >= density.mode), ~high_open & (high <= density.mode)
    across = ~(above | below)
    at_low, at_high = density.log_density(low), density.log_density(high)
    highest = np.where(across, density.log_density(density.mode), np.maximum(at_low, at_high))
    drop = np.where(across, NARROW_DROP_ACROSS_MODE, NARROW_DROP)
    narrow = ~(low_open | high_open) & (highest - np.minimum(at_low, at_high) < drop)
    value = np.empty(narrow.shape)
    value[narrow] = _log_inside(density.among(narrow), low[narrow], high[narrow], highest[narrow])
    wide = ~narrow
    tail_low = _tail(density, low, np.where(above, 1.0, -1.0), wide & ~low_open)
    tail_high = _tail(density, high, np.where(below, -1.0, 1.0), wide & ~high_open)
    value[wide] = _between_tails(tail_low[wide], tail_high[wide], above[wide], below[wide])
    return value


def _log_inside(density: Density, low: Array, high: Array, highest: Array) -> Array:
    total = np.zeros_like(low)
    for at, weight in zip(INSIDE_AT, INSIDE_WEIGHT, strict=True):
        total += weight * np.exp(density.log_density(low + (high - low) * at) - highest)
    return np.asarray(highest + np.log((high - low) * total))


def _tail(density: Density, edge: Array, side: Array, mask: Mask) -> Array:
    """Log probability beyond the edges that a mask picks; elsewhere nothing lies beyond."""
    tail = np.full(mask.shape, -np.inf)
    tail[mask] = log_beyond(density.among(mask), edge[mask], side[mask])
    return tail


def _between_tails(tail_low: Array, tail_high: Array, above: Mask, below: Mask) -> Array:
    """What two tails leave over; on one side of the mode the nearer less the farther."""
    near, far = np.where(above, tail_low, tail_high), np.where(above, tail_high, tail_low)
    one_side = above | below
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        inside = near + np.log1p(-np.exp(far - near))
        return np.where(one_side, inside, np.log1p(-(np.exp(tail_low) + np.exp(tail_high))))


@dataclass(frozen=True, slots=True)
class Tails:
    """Tails of Student's t, tabulated evenly in asinh(x): what the kernels interpolate for surveys.

    Parameters
    ----------
    density : Student
    ratio, slope : ndarray of shape (..., TABLE_NODES)
        Log of the tail over the density, and its slope a node.
    """

    density: Student
    ratio: Array
    slope: Array

    @classmethod
    def of(cls, density: Student) -> Self:
        """Tabulate the tails of each element."""
        each = Student(density.nu[..., None], density.log_norm[..., None], density.mode[..., None])
        place = np.arange(TABLE_NODES) * TABLE_STEP
        x = np.broadcast_to(np.array([sinh(at) for at in place]), (*density.nu.shape, TABLE_NODES))
        tail, at = log_beyond(each, x, 1.0), each.log_density(x)
        slope = (each.nu + 1) * x / (each.nu + x * x) - np.exp(at - tail)
        return cls(density, tail - at, slope * np.cosh(place) * TABLE_STEP)

    def log_tail(self, x: Array) -> Array:
        """Log probability of exceeding ``abs(x)``, by cubic interpolation."""
        place = np.arcsinh(abs(x)) / TABLE_STEP
        node = np.minimum(place.astype(int), TABLE_NODES - 2)
        u = place - node
        rest = 1 - u
        low, low_slope, high, high_slope = (
            np.take_along_axis(np.broadcast_to(column, (*x.shape, TABLE_NODES)), at[..., None], -1)[..., 0]
            for at in (node, node + 1)
            for column in (self.ratio, self.slope)
        )
        ratio = rest * rest * ((1 + 2 * u) * low + u * low_slope)
        ratio += u * u * ((1 + 2 * rest) * high - rest * high_slope)
        tail = self.density.log_density(x) + ratio
        beyond = place >= TABLE_NODES - 1
        tail[beyond] = log_beyond(self.density.among(beyond), abs(x[beyond]), 1.0)
        return np.asarray(tail)

    def logit_below(self, x: Array) -> Array:
        """Log odds of the probability below ``x``."""
        tail = self.log_tail(x)
        return np.where(x >= 0, 1.0, -1.0) * (np.log1p(-np.exp(tail)) - tail)

    def logit_between(self, low: Array, high: Array) -> Array:
        """Log odds of the probability between two edges, finite however little lies between or outside them."""
        tail_low, tail_high = self.log_tail(low), self.log_tail(high)
        above, below = low >= 0, high <= 0
        near, far = np.where(above, tail_low, tail_high), np.where(above, tail_high, tail_low)
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            inside = near + np.log1p(-np.exp(far - near))
            one_side = inside - np.log1p(-np.exp(inside))
            # Across the mode a sliver of an interval leaves all of it outside but for the quadrature's error.
            outside = np.minimum(np.logaddexp(tail_low, tail_high), -1e-9)
            return np.where(above | below, one_side, np.log1p(-np.exp(outside)) - outside)


def log_mass(low: Array, high: Array, low_open: bool, high_open: bool) -> Array:
    """Log standard normal probability of a cell; an open edge lies infinitely far out.

    Parameters
    ----------
    low, high : ndarray
    low_open, high_open : bool

    Returns
    -------
    ndarray
    """
    if low_open or high_open:
        return np.asarray(log_ndtr(high) if low_open else log_ndtr(-low))
    # Taken in the upper tail, where a difference of two probabilities keeps its digits.
    mirrored = low + high < 0
    near, far = np.where(mirrored, -high, low), np.where(mirrored, -low, high)
    inside = log_ndtr(-near)
    return np.asarray(inside + np.log1p(-np.exp(log_ndtr(-far) - inside)))
