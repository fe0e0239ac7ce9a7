"""Several statements of one forecaster together, given what else is known of their credences, draw by draw.

Given a forecaster's outlook and how far out they lie, each credence is normal by itself, so that the chance of all
statements is an integral over these two alone. It is taken about where the statements themselves put them, by
Gauss–Hermite nodes of the outlook and Gauss–Legendre nodes of the stretch's probability: what is left to integrate is
how a statement differs from a point, which is flat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, gammaln, log_ndtr, logsumexp, ndtri_exp, softmax

from consilience.likelihood.intervals import log_mass
from consilience.likelihood.rows import Row, of_one_credence
from consilience.likelihood.skew import skewed, standardised, steepness
from consilience.likelihood.spreads import bandwidths
from consilience.models.factors.outlook import own_ways, told_of_outlook
from consilience.notation import Value

type Array = NDArray[np.float64]

LOG_ROOT_2PI = np.log(2 * np.pi) / 2
# Nodes of the outlook and of the stretch.
_OUTLOOKS, _STRETCHES = 15, 10
# Nodes of the stretch lie closer where forecasters lie far out, of whom a bound far out is.
_TOWARDS_FAR = 4


@dataclass(frozen=True)
class Margins:
    """Margins of some components under each draw, each of shape (draws, components); location and scale in log odds."""

    location: Array
    scale: Array
    skew: Array
    loading: Array

    def at(self, place: int | Sequence[int]) -> "Margins":
        """Those of some components, or of one."""
        parts = (self.location, self.scale, self.skew, self.loading)
        return Margins(*(part[:, place] for part in parts))

    def standardised(self, credence: Array) -> Array:
        """Where credences lie in the multivariate t behind the margins."""
        return standardised((credence - self.location) / self.scale, self.skew)


class Together:
    """What a forecaster says of some components, given their credences in others.

    Parameters
    ----------
    values : sequence of Value
        What is said, one a component, that tells of a credence.
    margins : Margins
        Of these components.
    known : ndarray of shape (draws, others)
        Standardised credences that are given.
    loading : ndarray of shape (draws, others)
        Of what these are about.
    nu : ndarray of shape (draws,)
        Degrees of freedom.
    """

    def __init__(self, values: Sequence[Value], margins: Margins, known: Array, loading: Array, nu: Array) -> None:
        said = [next(iter(of_one_credence(value))) for value in values]
        self.statements = [
            _Spread(np.asarray(columns[0]), margins.at(place))
            if block == "spread"
            else _Cell(columns, margins.at(place))
            for place, (block, columns) in enumerate(said)
        ]
        self.given, self.nu = (known, loading), nu

    @cached_property
    def _known_with_points(self) -> tuple[Array, Array]:
        """What is given, with the middles of what is bounded on both sides."""
        middles = [(one.middle[:, None], one.loading[:, None]) for one in self.statements if one.middle is not None]
        return tuple(np.hstack(parts) for parts in zip(self.given, *middles, strict=True))  # type: ignore[return-value]

    @cached_property
    def _nodes(self) -> tuple[Array, Array, Array]:
        """Outlooks and precisions at the nodes, and log weights of these."""
        outlook, precision, distance = told_of_outlook(*self._known_with_points)
        shape, rate = (self.nu + self._known_with_points[0].shape[1]) / 2, (self.nu + distance) / 2
        at, weight = np.polynomial.legendre.leggauss(_STRETCHES)
        at, weight = (at + 1) / 2, weight / 2
        narrow = gammaincinv(shape[:, None], at**_TOWARDS_FAR) / rate[:, None]
        normal, of_normal = np.polynomial.hermite_e.hermegauss(_OUTLOOKS)
        outlooks = outlook[:, None, None] + normal / np.sqrt(narrow * precision[:, None])[:, :, None]
        log_weight = np.log(weight * _TOWARDS_FAR * at ** (_TOWARDS_FAR - 1))[:, None] + np.log(
            of_normal / of_normal.sum()
        )
        count = len(self.nu)
        precisions = np.repeat(narrow, _OUTLOOKS, axis=1)
        return outlooks.reshape(count, -1), precisions, np.broadcast_to(log_weight.ravel(), precisions.shape)

    @cached_property
    def _at_nodes(self) -> Array:
        outlook, precision, total = self._nodes
        total = total.copy()
        for one in self.statements:
            total += one.log_likelihood(outlook, precision)
            if one.middle is not None:
                total -= one.log_density_of_middle(outlook, precision)
        return total

    def log_likelihood(self) -> Array:
        """Log likelihood of all that is said, of shape (draws,)."""
        if not self.statements:
            return np.zeros(len(self.nu))
        points = _log_density(*self._known_with_points, self.nu) - _log_density(*self.given, self.nu)
        return np.asarray(points + logsumexp(self._at_nodes, axis=1))

    def draw(self, rng: np.random.Generator) -> Array:
        """Credences given all that is said, in log odds, of shape (draws, statements)."""
        if not self.statements:
            return np.zeros((len(self.nu), 0))
        outlook, precision, _ = self._nodes
        below = np.cumsum(softmax(self._at_nodes, axis=1), axis=1)
        node = (below < rng.uniform(size=(len(below), 1)) * below[:, -1:]).sum(axis=1)
        rows = np.arange(len(below))
        chosen = outlook[rows, node][:, None], precision[rows, node][:, None]
        return np.hstack([one.draw(*chosen, rng) for one in self.statements])


def _log_density(residual: Array, loading: Array, nu: Array) -> Array:
    """Log density of a multivariate t: see :mod:`consilience.models.factors.joint_credences`."""
    size = residual.shape[1]
    _, precision, distance = told_of_outlook(residual, loading)
    log_det = np.log(precision) + 2 * np.log(own_ways(loading)).sum(axis=1)
    half = (nu + size) / 2
    of_t = gammaln(half) - gammaln(nu / 2) - size / 2 * np.log(nu * np.pi)
    return np.asarray(of_t - log_det / 2 - half * np.log1p(distance / nu))


class _Statement:
    """One statement, given outlooks and precisions of shape (draws, nodes)."""

    middle: Array | None

    def __init__(self, margins: Margins) -> None:
        self.margins, self.loading = margins, margins.loading

    def place(self, residual: Array, outlook: Array, precision: Array) -> Array:
        """In standard deviations from where the outlook has it."""
        own, loading = own_ways(self.loading)[:, None], self.loading[:, None]
        return np.asarray((residual[:, None] - loading * outlook) / own * np.sqrt(precision))

    def log_density(self, residual: Array, outlook: Array, precision: Array) -> Array:
        """Of a standardised credence."""
        away = self.place(residual, outlook, precision)
        by = np.log(precision) / 2 - np.log(own_ways(self.loading))[:, None]
        return np.asarray(by - away**2 / 2 - LOG_ROOT_2PI)

    def log_density_of_middle(self, outlook: Array, precision: Array) -> Array:
        assert self.middle is not None, "what is bounded on one side has no middle"
        return self.log_density(self.middle, outlook, precision)

    def log_likelihood(self, outlook: Array, precision: Array) -> Array:
        raise NotImplementedError

    def draw(self, outlook: Array, precision: Array, rng: np.random.Generator) -> Array:
        raise NotImplementedError


class _Cell(_Statement):
    """A number that was rounded, or a bound."""

    def __init__(self, columns: Row, margins: Margins) -> None:
        super().__init__(margins)
        low, high, low_open, high_open, _ = columns
        self.open = bool(low_open), bool(high_open)
        self.ends = margins.standardised(np.asarray(low)), margins.standardised(np.asarray(high))
        self.middle = None if any(self.open) else margins.standardised(np.asarray((low + high) / 2))

    def log_likelihood(self, outlook: Array, precision: Array) -> Array:
        low, high = (self.place(end, outlook, precision) for end in self.ends)
        return log_mass(low, high, *self.open)

    def draw(self, outlook: Array, precision: Array, rng: np.random.Generator) -> Array:
        low, high = (self.place(end, outlook, precision) for end in self.ends)
        low = np.full_like(low, -np.inf) if self.open[0] else low
        high = np.full_like(high, np.inf) if self.open[1] else high
        # In the lower tail, where probabilities keep their digits.
        turned = low + high > 0
        near, far = np.where(turned, -low, high), np.where(turned, -high, low)
        share = rng.uniform(size=near.shape)
        log_below = log_ndtr(near) + np.log(share + (1 - share) * np.exp(log_ndtr(far) - log_ndtr(near)))
        normal = np.where(turned, -1, 1) * ndtri_exp(log_below)
        own, loading = own_ways(self.loading)[:, None], self.loading[:, None]
        before = loading * outlook + own / np.sqrt(precision) * normal
        part = self.margins
        return np.asarray(part.location[:, None] + part.scale[:, None] * skewed(before, part.skew[:, None]))


class _Spread(_Statement):
    """A range, bounds or quantiles: equally likely points of the forecaster's own distribution."""

    def __init__(self, points: Array, margins: Margins) -> None:
        super().__init__(margins)
        self.points = points
        self.middle = margins.standardised(np.asarray(np.median(points)))

    def _of_points(self, outlook: Array, precision: Array) -> Array:
        """Log density in log odds at each point, of shape (points, draws, nodes)."""
        part = self.margins
        slopes = (np.log(steepness((at - part.location) / part.scale, part.skew) / part.scale) for at in self.points)
        residuals = (part.standardised(np.asarray(at)) for at in self.points)
        each = zip(residuals, slopes, strict=True)
        return np.stack([self.log_density(at, outlook, precision) + slope[:, None] for at, slope in each])

    def log_likelihood(self, outlook: Array, precision: Array) -> Array:
        return np.asarray(logsumexp(self._of_points(outlook, precision), axis=0) - np.log(len(self.points)))

    def draw(self, outlook: Array, precision: Array, rng: np.random.Generator) -> Array:
        below = np.cumsum(softmax(self._of_points(outlook, precision), axis=0), axis=0)
        chosen = (below < rng.uniform(size=below.shape[1:]) * below[-1]).sum(axis=0)
        return np.asarray(self.points[chosen] + bandwidths(self.points)[chosen] * rng.normal(size=chosen.shape))
