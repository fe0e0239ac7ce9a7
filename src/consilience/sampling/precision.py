"""How well chains agree and how precisely they know each quantity, for all quantities at once.

After Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021, *Bayesian Analysis* 16, 667–718), to the last digits but
rounding what ArviZ gives, which takes the quantities one by one: half a second for those of a study.
"""

from collections.abc import Iterable

import numpy as np
from scipy.fft import irfft, next_fast_len, rfft
from scipy.special import betaincinv, ndtri
from scipy.stats import rankdata

type Array = np.ndarray

# Between which quantiles a normal is within one standard deviation.
_ONE_DEVIATION = np.array([0.1586553, 0.8413447])


class Precision:
    """Diagnostics of many quantities.

    Parameters
    ----------
    draws : ndarray of shape (quantities, chains, draws)
        Finite; at least two chains of four draws.
    """

    def __init__(self, draws: Array) -> None:
        self._draws = draws
        self._sorted = np.sort(draws.reshape(draws.shape[0], -1), axis=1)
        self._ranks = _normal_scores(_halves(draws))

    def r_hat(self) -> Array:
        """The larger of R-hat of the ranks and of the ranks of distances from the median."""
        halves = _halves(self._draws)
        folded = np.abs(halves - np.median(halves, axis=(1, 2), keepdims=True))
        return np.asarray(np.maximum(_r_hat(self._ranks), _r_hat(_normal_scores(folded))))

    def ess_bulk(self) -> Array:
        """Effective sample size for the centre."""
        return effective_sizes(self._ranks)

    def ess_tail(self, probabilities: Iterable[float]) -> Array:
        """Least effective sample size for quantiles."""
        return np.min([self._ess_quantile(probability) for probability in probabilities], axis=0)

    def quantile_error(self, probability: float) -> Array:
        """Monte Carlo standard error of a quantile."""
        size = self._sorted.shape[1]
        ess = self._ess_quantile(probability)[:, None]
        share = betaincinv(ess * probability + 1, ess * (1 - probability) + 1, _ONE_DEVIATION)
        place = share * size - 1
        places = np.clip(np.stack([np.floor(place[:, 0]), np.ceil(place[:, 1])], axis=1), 0, size - 1).astype(int)
        low, high = np.take_along_axis(self._sorted, places, axis=1).T
        return np.asarray((high - low) / 2)

    def _ess_quantile(self, probability: float) -> Array:
        quantile = np.quantile(self._sorted, probability, axis=1)
        return effective_sizes(_halves((self._draws <= quantile[:, None, None]).astype(float)))


def _halves(draws: Array) -> Array:
    half = draws.shape[-1] // 2
    return np.concatenate([draws[..., :half], draws[..., -half:]], axis=1)


def _normal_scores(draws: Array) -> Array:
    flat = draws.reshape(draws.shape[0], -1)
    # Fractional offset after Blom (1958).
    return np.asarray(ndtri((rankdata(flat, axis=1) - 3 / 8) / (flat.shape[1] + 1 / 4))).reshape(draws.shape)


def _r_hat(draws: Array) -> Array:
    size = draws.shape[-1]
    between = size * draws.mean(axis=2).var(axis=1, ddof=1)
    within = draws.var(axis=2, ddof=1).mean(axis=1)
    return np.asarray(np.sqrt((between / within + size - 1) / size))


def effective_sizes(draws: Array) -> Array:
    """Effective sample sizes for means, by Geyer's initial monotone sequence.

    Parameters
    ----------
    draws : ndarray of shape (quantities, chains, draws)

    Returns
    -------
    ndarray of shape (quantities,)
    """
    _, chains, size = draws.shape
    covariance = _autocovariance(draws)
    within = covariance[:, 0] * size / (size - 1)
    total = covariance[:, 0] + draws.mean(axis=2).var(axis=1, ddof=1)
    constant = np.ptp(draws, axis=(1, 2)) < np.finfo(float).resolution
    correlation = 1 - (within[:, None] - covariance) / np.where(constant, 1, total)[:, None]
    correlation[:, 0] = 1
    even, odd = correlation[:, : size // 2 * 2 : 2], correlation[:, 1::2]
    pairs = even + odd
    # Where the sum of two neighbours is no longer positive, or the draws end.
    ended = (pairs <= 0) | (1 + 2 * np.arange(pairs.shape[1]) >= size - 3)
    end = np.argmax(ended, axis=1)
    falling = np.minimum.accumulate(pairs, axis=1)
    summed = np.where(np.arange(pairs.shape[1]) < end[:, None], falling, 0).sum(axis=1)
    last, last_pair = (np.take_along_axis(values, end[:, None], axis=1)[:, 0] for values in (even, pairs))
    time = 2 * summed - 1 + np.where((last > 0) | (last_pair >= 0), last, 0)
    found = chains * size / np.maximum(time, 1 / np.log10(chains * size))
    return np.asarray(np.where(constant, chains * size, found))


def _autocovariance(draws: Array) -> Array:
    """By lag, averaged over the chains."""
    size = draws.shape[-1]
    length = next_fast_len(2 * size, real=True)
    spectrum = rfft(draws - draws.mean(axis=2, keepdims=True), n=length, axis=2)
    power = (spectrum.real**2 + spectrum.imag**2).mean(axis=1)
    return np.asarray(irfft(power, n=length, axis=1)[:, :size] / size)
