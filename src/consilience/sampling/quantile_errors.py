"""Monte Carlo standard errors of quantiles, for all answers at once: ArviZ has them answer by answer."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import betaincinv

type Array = NDArray[np.float64]

# Cumulative probabilities of a normal a standard deviation below and above its mean.
_BELOW, _ABOVE = 0.1586553, 0.8413447
_LEAST_DRAWS = 4


class Quantiles(NamedTuple):
    """Quantiles of draws, and how well chains know them.

    Parameters
    ----------
    at : ndarray of shape (levels, answers)
    sizes : ndarray of shape (levels, answers)
        How many independent draws those of the chains are worth for the share of them below; NaN where it cannot be
        told.
    errors : ndarray of shape (levels, answers)
        Standard errors: half of what lies between the order statistics that a standard error lies between (Vehtari,
        Gelman, Simpson, Carpenter and Bürkner, 2021, *Bayesian Analysis* 16, 667–718, section 4.4); NaN where it
        cannot be told.
    """

    at: Array
    sizes: Array
    errors: Array


def quantiles_of(draws: Array, levels: Sequence[float]) -> Quantiles:
    """Quantiles of draws, with their Monte Carlo errors.

    Parameters
    ----------
    draws : ndarray of shape (answers, chains, draws)
    levels : sequence of float

    Returns
    -------
    Quantiles
    """
    answers, _, size = draws.shape
    if size < _LEAST_DRAWS or not answers:
        return Quantiles(*np.full((3, len(levels), answers), np.nan))
    in_order = np.sort(draws.reshape(answers, -1), axis=1)
    at = _quantiles(in_order, np.asarray(levels))
    below = (draws <= at[:, :, None, None]).reshape(-1, *draws.shape[1:])
    sizes = effective_sizes(halves(below)).reshape(at.shape)
    sizes[:, np.isnan(in_order[:, -1])] = np.nan
    errors = np.stack([_between(in_order, *each) for each in zip(np.nan_to_num(sizes, nan=1.0), levels, strict=True)])
    return Quantiles(at, sizes, np.where(np.isnan(sizes), np.nan, errors))


def _quantiles(in_order: Array, levels: Array) -> Array:
    """As NumPy has them, which would put them in order once more."""
    places = levels * (in_order.shape[1] - 1)
    first = np.floor(places).astype(int)
    low, high = in_order[:, first], in_order[:, np.minimum(first + 1, in_order.shape[1] - 1)]
    # Between two of the same infinity lies no other.
    with np.errstate(invalid="ignore"):
        return np.where(low == high, low, low + (high - low) * (places - first)).T


def _between(in_order: Array, effective: Array, level: float) -> Array:
    """Half of what lies between the order statistics of a level, of shape (answers,)."""
    sizes = effective[:, None]
    ends = betaincinv(sizes * level + 1, sizes * (1 - level) + 1, np.array([_BELOW, _ABOVE]))
    last = in_order.shape[1] - 1
    low, high = (ends * in_order.shape[1] - 1).T
    places = [np.floor(np.maximum(low, 0)), np.ceil(np.minimum(high, last))]
    first, end = (np.take_along_axis(in_order, place.astype(int)[:, None], axis=1)[:, 0] for place in places)
    with np.errstate(invalid="ignore"):
        # Two of the same infinity leave no number.
        return np.asarray(end - first) / 2


def halves(draws: NDArray[Any]) -> Array:
    """Each chain as two: of shape (answers, 2 chains, draws)."""
    half = draws.shape[-1] // 2
    return np.concatenate([draws[..., :half], draws[..., -half:]], axis=-2).astype(float)


def effective_sizes(draws: Array) -> Array:
    """How many independent draws those of chains are worth for their mean, by Geyer's initial monotone sequence.

    Parameters
    ----------
    draws : ndarray of shape (answers, chains, draws)

    Returns
    -------
    ndarray of shape (answers,)
        NaN where it cannot be told.
    """
    answers, chains, size = draws.shape
    total_draws = chains * size
    if size < _LEAST_DRAWS:
        return np.full(answers, np.nan)
    found = np.where(np.isnan(draws).any(axis=(1, 2)), np.nan, float(total_draws))
    varies = np.ptp(draws, axis=(1, 2)) >= np.finfo(float).resolution
    draws = draws[varies]
    covariance = _autocovariance(draws)
    within = covariance[:, :1] * size / (size - 1)
    between = np.var(draws.mean(axis=2), axis=1, ddof=1) if chains > 1 else np.zeros(len(draws))
    correlation = 1 - (within - covariance) / (covariance[:, 0] + between)[:, None]
    correlation[:, 0] = 1.0
    even, odd = correlation[:, 0::2], correlation[:, 1::2]
    # Of pairs as far as these nothing is told by so few draws.
    most = (size - 3) // 2
    pairs = even[:, :most] + odd[:, :most]
    ended = np.concatenate([pairs <= 0, np.ones((len(pairs), 1), dtype=bool)], axis=1).argmax(axis=1)
    last = np.maximum(np.take_along_axis(even, ended[:, None], axis=1)[:, 0], 0.0)
    kept = np.arange(pairs.shape[1]) < ended[:, None]
    time = -1 + 2 * np.where(kept, np.minimum.accumulate(pairs, axis=1), 0.0).sum(axis=1) + last
    found[varies] = total_draws / np.maximum(time, 1 / np.log10(total_draws))
    return found


def _autocovariance(draws: Array) -> Array:
    """Of each answer, averaged over its chains, by lag."""
    size = draws.shape[-1]
    length = next_fast_len(2 * size, real=True)
    spectrum = rfft(draws - draws.mean(axis=-1, keepdims=True), n=length, axis=-1)
    power = (spectrum.real**2 + spectrum.imag**2).mean(axis=1)
    return np.asarray(irfft(power, n=length, axis=-1)[..., :size] / size)
