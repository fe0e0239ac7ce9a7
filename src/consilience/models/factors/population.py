"""Forecasters of a panel, draw by draw: those who spoke, with what they left out, and new ones of every group.

Plain numpy: what is published can be worked out from a stored fit without PyMC.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, gammaincinv, ndtri, softplus

from consilience.likelihood.skew import skewed, standardised
from consilience.models.factors.outlook import own_ways, told_of_outlook
from consilience.models.lattice import even, shifted
from consilience.models.margins import Margins
from consilience.sampling.answers import flat

if TYPE_CHECKING:
    import xarray as xr

# Stands for the logarithm of zero.
_NEVER = -1e9

type Array = NDArray[np.float64]

# New forecasters drawn of each group in each draw: on a lattice, so that so few give means to a few parts in a hundred
# of the spread between forecasters, far less than the posterior's own width.
FORECASTERS = 128
# Drawn credences go no farther: a heavy tail's odds of one to e^1000 would leave nothing, in floats, of a condition
# that twenty of them have to meet. One in ten million millions is as good as never.
FARTHEST = 30.0
# Draws worked on at a time, to keep arrays in memory small.
CHUNK = 250


def complete_credences(
    known: Array,
    answered: NDArray[np.bool_],
    location: Array,
    scale: Array,
    skew: Array,
    loading: Array,
    nu: Array,
    seed: int,
) -> Array:
    """Draw what a forecaster would say of the factors that they left out, given those that they answered.

    The conditional of a multivariate t (Ding, 2016, *American Statistician* 70, 293–295, eq. 2); each margin is skewed.

    Parameters
    ----------
    known : ndarray of shape (draws, components)
        Credences in log odds; whatever stands where nothing was answered is not read.
    answered : ndarray of bool of shape (components,)
    location, scale, skew : ndarray of shape (draws, components)
    loading : ndarray of shape (draws, components, outlooks)
    nu : ndarray of shape (draws,)
    seed : int

    Returns
    -------
    ndarray of shape (draws, components)
        Log odds.
    """
    left = ~answered
    if not left.any():
        return known
    rng = np.random.default_rng(seed)
    missing = int(left.sum())
    residual = standardised((known - location) / scale, skew)[:, answered]
    outlook, root, distance = told_of_outlook(residual, loading[:, answered])
    # Of a multivariate t, given the answers, a normal stretched by one chi-square.
    stretch = np.sqrt((nu + distance) / rng.chisquare(nu + answered.sum()))
    shared = outlook + stretch[:, None] * np.einsum("dij,dj->di", root, rng.normal(size=outlook.shape))
    own = stretch[:, None] * rng.normal(size=(len(known), missing))
    drawn = np.einsum("dkj,dj->dk", loading[:, left], shared) + own_ways(loading[:, left]) * own
    completed = known.copy()
    placed = location[:, left] + scale[:, left] * skewed(drawn, skew[:, left])
    completed[:, left] = np.clip(placed, -FARTHEST, FARTHEST)
    return completed


def draw_forecasters(
    location: Array, scale: Array, skew: Array, loading: Array, nu: Array, *, seed: int
) -> Iterator[Array]:
    """New forecasters of every group, some draws at a time.

    Parameters
    ----------
    location, scale : ndarray of shape (draws, groups, components)
        Of each group, in log odds.
    skew : ndarray of shape (draws, components)
    loading : ndarray of shape (draws, components, outlooks)
    nu : ndarray of shape (draws,)
    seed : int

    Yields
    ------
    ndarray of shape (chunk, groups, FORECASTERS, components)
        Credences in log odds; the same standardised forecasters in every group, so that groups differ by location and
        scale alone. A Sobol' sequence, shifted at random for each draw (Cranley and Patterson, 1976, *SIAM J. Numerical
        Analysis* 13, 904–914).
    """
    rng = np.random.default_rng(seed)
    components, outlooks = loading.shape[1:]
    lattice = even(FORECASTERS, 1 + outlooks + components, rng)
    own = own_ways(loading)
    for start in range(0, len(nu), CHUNK):
        part = slice(start, start + CHUNK)
        uniform = shifted(lattice, len(nu[part]), rng)
        half = nu[part, None] / 2
        stretch = np.sqrt(half / gammaincinv(half, uniform[:, :, 0]))
        normal = ndtri(uniform[:, :, 1:])
        # What differs most in its effect on the outcome has the lattice's first coordinates.
        shared, apart = normal[:, :, :outlooks], normal[:, :, outlooks:]
        together = shared @ loading[part].transpose(0, 2, 1) + own[part, None] * apart
        drawn = stretch[:, :, None] * together
        placed = skewed(drawn, skew[part, None])
        credences = location[part, :, None] + scale[part, :, None] * placed[:, None]
        yield np.clip(credences, -FARTHEST, FARTHEST)


def by_group(posterior: "xr.Dataset") -> tuple[Array, Array, Array, Array, Array]:
    """Populations of a panel as :func:`draw_forecasters` takes them, from a fit.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a factor study: see :class:`consilience.sampling.fit.Fit`.

    Returns
    -------
    tuple of ndarray
        Location and scale of shape (draws, groups, components), skew, loadings and degrees of freedom.
    """
    skew, groups = flat(posterior["skew"]), posterior.sizes["group"]
    location, scale = (
        flat(posterior[name]).reshape(*skew.shape, groups).transpose(0, 2, 1) for name in ("location", "scale")
    )
    return location, scale, skew, flat(posterior["loading"]), flat(posterior["nu"])


def stated_credences(raw: Array, margins: Margins, entry: Array) -> Array:
    """Credences from the unbounded parameters that the sampler moves, as the model of factors has them.

    Parameters
    ----------
    raw : ndarray of shape (draws, entries)
    margins : Margins
        Draws of them.
    entry : ndarray of shape (entries, 8)
        Columns :data:`consilience.models.factors.readings.ENTRY`.

    Returns
    -------
    ndarray of shape (draws, entries)
        Log odds.
    """
    _, component, pair, *reading = entry.T
    pair, component = pair.astype(int), component.astype(int)
    location, scale = margins.location[:, pair], margins.scale[:, pair]
    unsaid = location + scale * skewed(raw, margins.skew[:, component])
    return np.where(reading[-1] > 0, unsaid, _said(raw, *reading[:-1], about=location, scale=scale))


def _said(raw: Array, base: Array, logistic: Array, soft: Array, linear: Array, *, about: Array, scale: Array) -> Array:
    beyond = soft * scale * softplus(raw + soft * (about - base) / scale)
    return np.asarray(base + logistic * expit(raw) + beyond + linear * raw)


def stated_totals(raw: Array, implied: Array, kappa: Array, total: Array) -> Array:
    """Stated totals from their unbounded parameters, as the model of factors has them.

    Parameters
    ----------
    raw : ndarray of shape (draws, totals)
    implied : ndarray of shape (draws, totals)
        What follows from the credences, in log odds.
    kappa : ndarray of shape (draws,)
        Standard deviation of one reading.
    total : ndarray of shape (totals, 7)
        Columns :data:`consilience.models.factors.readings.TOTAL`.

    Returns
    -------
    ndarray of shape (draws, totals)
        Log odds.
    """
    return _said(raw, *total.T[2:6], about=implied, scale=kappa[:, None])


def implied_totals(credence: Array, arrays: Mapping[str, Array]) -> Array:
    """Totals that follow from credences by a network's decisions, as the model of factors has them.

    Parameters
    ----------
    credence : ndarray of shape (draws, entries + pairs)
        Every forecaster's credences, then the locations of every component and group, in log odds.
    arrays : mapping of str to ndarray
        ``follows``, ``decision`` and ``span`` of :class:`consilience.models.factors.data.FactorData`.

    Returns
    -------
    ndarray of shape (draws, totals)
        Log odds.
    """
    at = credence[:, arrays["follows"].astype(int)]
    happens, fails = -softplus(-at), -softplus(at)
    found = np.zeros((len(at), len(arrays["span"])))
    for total, (first, end, holds, lacks) in enumerate(arrays["span"].tolist()):
        known = [np.full(len(at), _NEVER), np.zeros(len(at))]
        for component, then, otherwise in arrays["decision"][first:end].tolist():
            on, off = happens[:, total, component] + known[then], fails[:, total, component] + known[otherwise]
            known.append(np.logaddexp(on, off))
        found[:, total] = known[holds] - known[lacks]
    return found


def group_biases(gaps: Array, kappa: Array, bias: float, arrays: Mapping[str, Array], seed: int) -> Array:
    """Draw how far each group's stated totals lie above what its factors imply, given the gaps of its members.

    Parameters
    ----------
    gaps : ndarray of shape (draws, totals)
        Stated less implied, in log odds.
    kappa : ndarray of shape (draws,)
        Standard deviation of one reading.
    arrays : mapping of str to ndarray
        ``total`` and ``bias`` of :class:`consilience.models.factors.data.FactorData`.
    seed : int

    Returns
    -------
    ndarray of shape (draws, padded groups)
        Log odds; normal, by conjugacy with the prior N(0, bias).
    """
    real = arrays["total"][:, 1] * (1 - arrays["total"][:, -1])
    counts, sums = arrays["bias"] @ real, (gaps * real) @ arrays["bias"].T
    shared = kappa[:, None] ** 2 + counts * bias**2
    spread = bias * kappa[:, None] / np.sqrt(shared)
    return np.asarray(bias**2 * sums / shared + spread * np.random.default_rng(seed).normal(size=shared.shape))
