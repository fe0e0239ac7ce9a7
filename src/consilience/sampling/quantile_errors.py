"""Monte Carlo standard errors of quantiles, in NumPy: what ArviZ has too, which takes a second to import."""

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import betaincinv

type Array = NDArray[np.float64]

# Cumulative probabilities of a normal a standard deviation below and above its mean.
_BELOW, _ABOVE = 0.1586553, 0.8413447
_LEAST_DRAWS = 4


def quantile_error(draws: Array, level: float) -> float:
    """Standard error of a quantile of draws.

    Parameters
    ----------
    draws : ndarray of shape (chains, draws)
    level : float

    Returns
    -------
    float
        Half of what lies between the order statistics that a standard error lies between (Vehtari, Gelman, Simpson,
        Carpenter and Bürkner, 2021, *Bayesian Analysis* 16, 667–718, section 4.4); NaN where it cannot be told.
    """
    # A mean may be certain to all the digits of a double in a draw; the quantiles stand all the same.
    if draws.shape[1] < _LEAST_DRAWS or np.isnan(draws).any():
        return float("nan")
    with np.errstate(invalid="ignore"):
        at = np.quantile(draws, level)
    effective = effective_size(_halves(draws <= at))
    ends = betaincinv(effective * level + 1, effective * (1 - level) + 1, np.array([_BELOW, _ABOVE]))
    in_order = np.sort(draws.ravel())
    low, high = ends * in_order.size - 1
    first, last = int(np.floor(max(low, 0))), int(np.ceil(min(high, in_order.size - 1)))
    if np.isinf(in_order[last]) and in_order[first] == in_order[last]:
        return float("nan")
    return float(in_order[last] - in_order[first]) / 2


def _halves(draws: NDArray[np.bool_]) -> Array:
    half = draws.shape[1] // 2
    return np.vstack([draws[:, :half], draws[:, -half:]]).astype(float)


def effective_size(draws: Array) -> float:
    """How many independent draws those of chains are worth for their mean, by Geyer's initial monotone sequence.

    Parameters
    ----------
    draws : ndarray of shape (chains, draws)

    Returns
    -------
    float
    """
    chains, size = draws.shape
    if np.ptp(draws) < np.finfo(float).resolution:
        return float(draws.size)
    covariance = _autocovariance(draws).mean(axis=0)
    within = covariance[0] * size / (size - 1)
    total = covariance[0] + (np.var(draws.mean(axis=1), ddof=1) if chains > 1 else 0.0)
    correlation = 1 - (within - covariance) / total
    correlation[0] = 1.0
    even, odd = correlation[0::2], correlation[1::2]
    pairs = even[: len(odd)] + odd
    # Of pairs as far as these nothing is told by so few draws.
    most = (size - 3) // 2
    ended = np.flatnonzero(pairs[:most] <= 0)
    kept = int(ended[0]) if ended.size else most
    last = max(float(even[kept]), 0.0)
    time = -1 + 2 * np.minimum.accumulate(pairs[:kept]).sum() + last
    return float(draws.size / max(time, 1 / np.log10(draws.size)))


def _autocovariance(draws: Array) -> Array:
    size = draws.shape[1]
    length = next_fast_len(2 * size, real=True)
    spectrum = rfft(draws - draws.mean(axis=1, keepdims=True), n=length, axis=1)
    return np.asarray(irfft(np.abs(spectrum) ** 2, n=length, axis=1)[:, :size] / size)
