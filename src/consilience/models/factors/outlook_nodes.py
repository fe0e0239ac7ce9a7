"""Several statements of one forecaster together, given what else is known of their credences, draw by draw.

Given a forecaster's outlooks and how far out they lie, each credence is normal by itself, so that the chance of all
statements is an integral over these alone. It is taken about where the statements themselves put them, by nodes of the
outlooks (Gauss–Hermite's of one, points spread evenly of several) and Gauss–Legendre nodes of the stretch's
probability: what is left to integrate is how a statement differs from a point, which is flat.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv, gammaln, log_ndtr, logsumexp, ndtri, ndtri_exp, softmax

from consilience.likelihood.intervals import log_mass
from consilience.likelihood.rows import Row, of_one_credence
from consilience.likelihood.skew import skewed, standardised, steepness
from consilience.likelihood.spreads import bandwidths
from consilience.models.factors.outlook import own_ways, told_of_outlook
from consilience.models.lattice import even
from consilience.notation import Value

type Array = NDArray[np.float64]

LOG_ROOT_2PI = np.log(2 * np.pi) / 2
# Nodes of one outlook, of several, and of the stretch.
_OUTLOOK, _OUTLOOKS, _STRETCHES = 15, 128, 10
# Nodes of the stretch lie closer where forecasters lie far out, of whom a bound far out is.
_TOWARDS_FAR = 4


@dataclass(frozen=True)
class Margins:
    """Margins of some components under each draw.

    Parameters
    ----------
    location, scale, skew : ndarray of shape (draws, components)
        The first two in log odds.
    loading : ndarray of shape (draws, components, outlooks)
    """

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


@dataclass(frozen=True)
class _Nodes:
    """Outlooks and stretches of a forecaster under each draw.

    Parameters
    ----------
    outlook : ndarray of shape (draws, outlooks)
        About which they lie.
    root : ndarray of shape (draws, outlooks, outlooks)
        Of the covariance where the precision is one.
    normal : ndarray of shape (draws, nodes, outlooks)
    precision : ndarray of shape (draws, nodes)
        Of whatever is normal given the stretch.
    """

    outlook: Array
    root: Array
    normal: Array
    precision: Array

    def middle(self, loading: Array) -> Array:
        """Where a component of these loadings lies in the middle, of shape (draws, nodes)."""
        along = np.einsum("dj,dji->di", loading, self.root)
        away = np.einsum("di,dni->dn", along, self.normal) / np.sqrt(self.precision)
        return np.asarray(np.sum(loading * self.outlook, axis=1)[:, None] + away)

    def chosen(self, node: NDArray[np.int64]) -> "_Nodes":
        """One node of each draw."""
        rows = np.arange(len(node))
        return _Nodes(self.outlook, self.root, self.normal[rows, node][:, None], self.precision[rows, node][:, None])


def _normal_nodes(outlooks: int) -> tuple[Array, Array]:
    """Standard normal nodes, of shape (nodes, outlooks), and their weights."""
    if outlooks > 1:
        return ndtri(even(_OUTLOOKS, outlooks, 0)), np.full(_OUTLOOKS, 1 / _OUTLOOKS)
    at, weight = np.polynomial.hermite_e.hermegauss(_OUTLOOK)
    return at[:, None], weight / weight.sum()


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
    loading : ndarray of shape (draws, others, outlooks)
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
    def _nodes(self) -> tuple[_Nodes, Array]:
        """Outlooks and stretches, and log weights of these."""
        outlook, root, distance = told_of_outlook(*self._known_with_points)
        shape, rate = (self.nu + self._known_with_points[0].shape[1]) / 2, (self.nu + distance) / 2
        at, weight = np.polynomial.legendre.leggauss(_STRETCHES)
        at, weight = (at + 1) / 2, weight / 2
        narrow = gammaincinv(shape[:, None], at**_TOWARDS_FAR) / rate[:, None]
        normal, of_normal = _normal_nodes(outlook.shape[1])
        log_weight = np.log(weight * _TOWARDS_FAR * at ** (_TOWARDS_FAR - 1))[:, None] + np.log(of_normal)
        precision = np.repeat(narrow, len(normal), axis=1)
        normals = np.broadcast_to(np.tile(normal, (_STRETCHES, 1)), (*precision.shape, normal.shape[1]))
        return _Nodes(outlook, root, normals, precision), np.broadcast_to(log_weight.ravel(), precision.shape)

    @cached_property
    def _at_nodes(self) -> Array:
        nodes, log_weight = self._nodes
        total = log_weight.copy()
        for one in self.statements:
            total += one.log_likelihood(nodes)
            if one.middle is not None:
                [of_middle] = one.log_densities([one.middle], nodes)
                total -= of_middle
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
        below = np.cumsum(softmax(self._at_nodes, axis=1), axis=1)
        node = (below < rng.uniform(size=(len(below), 1)) * below[:, -1:]).sum(axis=1)
        chosen = self._nodes[0].chosen(node)
        return np.hstack([one.draw(chosen, rng) for one in self.statements])


def _log_density(residual: Array, loading: Array, nu: Array) -> Array:
    """Log density of a multivariate t: see :mod:`consilience.models.factors.joint_credences`."""
    size = residual.shape[1]
    _, root, distance = told_of_outlook(residual, loading)
    log_det = 2 * (np.log(own_ways(loading)).sum(axis=1) - np.log(np.diagonal(root, axis1=1, axis2=2)).sum(axis=1))
    half = (nu + size) / 2
    of_t = gammaln(half) - gammaln(nu / 2) - size / 2 * np.log(nu * np.pi)
    return np.asarray(of_t - log_det / 2 - half * np.log1p(distance / nu))


class _Statement:
    """One statement, given outlooks and stretches."""

    middle: Array | None

    def __init__(self, margins: Margins) -> None:
        self.margins, self.loading = margins, margins.loading

    def places(self, residuals: Iterable[Array], nodes: _Nodes) -> list[Array]:
        """In standard deviations from where the outlooks have it, each of shape (draws, nodes)."""
        middle, by = nodes.middle(self.loading), np.sqrt(nodes.precision) / own_ways(self.loading)[:, None]
        return [np.asarray((residual[:, None] - middle) * by) for residual in residuals]

    def log_densities(self, residuals: Iterable[Array], nodes: _Nodes) -> list[Array]:
        """Of standardised credences, each of shape (draws, nodes)."""
        by = np.log(nodes.precision) / 2 - np.log(own_ways(self.loading))[:, None]
        return [np.asarray(by - place**2 / 2 - LOG_ROOT_2PI) for place in self.places(residuals, nodes)]

    def log_likelihood(self, nodes: _Nodes) -> Array:
        raise NotImplementedError

    def draw(self, nodes: _Nodes, rng: np.random.Generator) -> Array:
        raise NotImplementedError


class _Cell(_Statement):
    """A number that was rounded, or a bound."""

    def __init__(self, columns: Row, margins: Margins) -> None:
        super().__init__(margins)
        low, high, low_open, high_open, _ = columns
        self.open = bool(low_open), bool(high_open)
        self.ends = margins.standardised(np.asarray(low)), margins.standardised(np.asarray(high))
        self.middle = None if any(self.open) else margins.standardised(np.asarray((low + high) / 2))

    def log_likelihood(self, nodes: _Nodes) -> Array:
        low, high = self.places(self.ends, nodes)
        return log_mass(low, high, *self.open)

    def draw(self, nodes: _Nodes, rng: np.random.Generator) -> Array:
        low, high = self.places(self.ends, nodes)
        low = np.full_like(low, -np.inf) if self.open[0] else low
        high = np.full_like(high, np.inf) if self.open[1] else high
        # In the lower tail, where probabilities keep their digits.
        turned = low + high > 0
        near, far = np.where(turned, -low, high), np.where(turned, -high, low)
        share = rng.uniform(size=near.shape)
        log_below = log_ndtr(near) + np.log(share + (1 - share) * np.exp(log_ndtr(far) - log_ndtr(near)))
        normal = np.where(turned, -1, 1) * ndtri_exp(log_below)
        before = nodes.middle(self.loading) + own_ways(self.loading)[:, None] / np.sqrt(nodes.precision) * normal
        part = self.margins
        return np.asarray(part.location[:, None] + part.scale[:, None] * skewed(before, part.skew[:, None]))


class _Spread(_Statement):
    """A range, bounds or quantiles: equally likely points of the forecaster's own distribution."""

    def __init__(self, points: Array, margins: Margins) -> None:
        super().__init__(margins)
        self.points = points
        self.middle = margins.standardised(np.asarray(np.median(points)))

    def _of_points(self, nodes: _Nodes) -> Array:
        """Log density in log odds at each point, of shape (points, draws, nodes)."""
        part = self.margins
        slopes = (np.log(steepness((at - part.location) / part.scale, part.skew) / part.scale) for at in self.points)
        residuals = (part.standardised(np.asarray(at)) for at in self.points)
        each = zip(self.log_densities(residuals, nodes), slopes, strict=True)
        return np.stack([density + slope[:, None] for density, slope in each])

    def log_likelihood(self, nodes: _Nodes) -> Array:
        return np.asarray(logsumexp(self._of_points(nodes), axis=0) - np.log(len(self.points)))

    def draw(self, nodes: _Nodes, rng: np.random.Generator) -> Array:
        below = np.cumsum(softmax(self._of_points(nodes), axis=0), axis=0)
        chosen = (below < rng.uniform(size=below.shape[1:]) * below[-1]).sum(axis=0)
        return np.asarray(self.points[chosen] + bandwidths(self.points)[chosen] * rng.normal(size=chosen.shape))
