"""Classical opinion pools over point probabilities, one table of them."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]

EXTREMIZING_EXPONENT = 1.5
TRIMMED_SHARE = 0.2
SHOWN_CLIPS = (0.01, 0.001, 1e-6)


@dataclass(frozen=True, slots=True)
class Pool:
    """A classical pool: its name, what it is called in a chart, how it is computed.

    Parameters
    ----------
    name, title : str
    of : callable
        Maps probabilities of shape (forecasters,) to one probability.
    needs_odds : bool
        Whether answers of exactly 0% or 100% leave it undefined.
    meaning : str
        What it does, in a sentence.
    """

    name: str
    title: str
    of: Callable[[Array], float]
    needs_odds: bool
    meaning: str


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pooled probability, or why there is none.

    Parameters
    ----------
    value : float
        A fraction; NaN where the pool is undefined.
    used, left_out : int
        Statements that entered, and those that have no single number.
    note : str
        In words, why the pool is undefined; else empty.
    clipped : mapping of float to float
        What an undefined pool would be with its answers clipped at each of :data:`SHOWN_CLIPS`: the answer of a
        constant, not of the forecasters. Empty where the pool is defined.
    """

    value: float
    used: int
    left_out: int
    note: str = ""
    clipped: Mapping[float, float] = field(default_factory=dict)


def linear(probabilities: Array) -> float:
    """Arithmetic mean (Stone, 1961, *Annals of Mathematical Statistics* 32, 1339–1342)."""
    return float(np.mean(probabilities))


def median(probabilities: Array) -> float:
    """Middle answer; the mean of the middle two where their number is even."""
    return float(np.median(probabilities))


def geometric_mean_odds(probabilities: Array) -> float:
    """Odds whose logarithm is the mean log odds (Genest and Zidek, 1986, *Statistical Science* 1, 114–135)."""
    return _from_log_odds(float(np.mean(_log_odds(probabilities))))


def logarithmic(probabilities: Array) -> float:
    """Normalised geometric mean of the probabilities of yes and of no (Genest and Zidek, 1986, eq. 3.12).

    For an event with two outcomes and equal weights this is the geometric mean of odds.
    """
    yes, no = (np.exp(np.mean(np.log(p))) for p in (probabilities, 1 - probabilities))
    return float(yes / (yes + no))


def geometric_mean(probabilities: Array) -> float:
    """Geometric mean of the probabilities themselves: not coherent, since yes and no do not sum to one.

    A single 0% makes it 0, whatever the others say.
    """
    with np.errstate(divide="ignore"):
        return float(np.exp(np.mean(np.log(probabilities))))


def extremized(probabilities: Array) -> float:
    """Geometric mean of odds, raised to a power above one (Satopää et al., 2014, *IJF* 30, 344–356)."""
    return _from_log_odds(EXTREMIZING_EXPONENT * float(np.mean(_log_odds(probabilities))))


def trimmed(probabilities: Array) -> float:
    """Mean after a fifth of the answers at either end is left out (Jose and Winkler, 2008, *IJF* 24, 163–169)."""
    cut = int(TRIMMED_SHARE * probabilities.size)
    return float(np.mean(np.sort(probabilities)[cut : probabilities.size - cut]))


def _log_odds(probabilities: Array) -> Array:
    return np.log(probabilities) - np.log1p(-probabilities)


def _from_log_odds(value: float) -> float:
    # Far below even odds the exponential overflows to infinity, and the probability is rightly 0.
    with np.errstate(over="ignore"):
        return float(1 / (1 + np.exp(-value)))


POOLS: Mapping[str, Pool] = {
    pool.name: pool
    for pool in (
        Pool("linear", "Mean", linear, False, "the arithmetic mean of the probabilities"),
        Pool("trimmed", "Trimmed mean", trimmed, False, "the mean without the lowest and highest fifth"),
        Pool("median", "Median", median, False, "the middle answer"),
        Pool("geometric_mean_odds", "Geometric mean of odds", geometric_mean_odds, True, "the mean in log odds"),
        Pool("logarithmic", "Logarithmic", logarithmic, True, "the normalised geometric mean of yes and no"),
        Pool("extremized", "Extremized ×1.5", extremized, True, "the mean in log odds, pushed from even odds by 1.5"),
        Pool("geometric_mean", "Geometric mean", geometric_mean, False, "the geometric mean of the probabilities"),
    )
}

# Shown side by side by default; the geometric mean of probabilities only where it is asked for by name.
SHOWN_POOLS = ("linear", "trimmed", "median", "geometric_mean_odds", "logarithmic", "extremized")


def pool(
    estimates: "ArrayLike | pd.DataFrame", method: str = "geometric_mean_odds", *, clip: float | None = None
) -> Pooled:
    """Combine stated probabilities into one by a classical pool.

    Parameters
    ----------
    estimates : array_like of shape (forecasters,) or pandas.DataFrame
        Probabilities as fractions, or rows of :attr:`Study.estimates` about one question, of which the standing voices
        are pooled: points as said, ranges by their middle in log odds, surveys by their median, each row once.
        Inequalities have no single number and are left out.
    method : str
        A name in :data:`POOLS`.
    clip : float, optional
        Replace answers below ``clip`` and above ``1 - clip``; between 0 and 0.5. By default nothing is clipped, and a
        pool that a 0% or 100% leaves undefined says so.

    Returns
    -------
    Pooled

    Raises
    ------
    ValueError
        If the method is unknown, a probability lies outside 0 to 1, ``clip`` outside 0 to 0.5, or the table is about
        several questions.

    Examples
    --------
    >>> round(pool([0.9, 0.6, 0.1]).value, 4)
    0.5337
    >>> pool([0.0, 0.2], "linear").value
    0.1
    >>> pool([0.0, 0.2]).note
    'undefined: 1 of 2 answers is 0% or 100%, which has no odds'
    """
    if method not in POOLS:
        msg = f"no pool is called {method!r}; there are: {', '.join(POOLS)}"
        raise ValueError(msg)
    if clip is not None and not 0 < clip < 0.5:
        msg = f"clip cuts off both ends, so it lies between 0 and 0.5, and {clip:g} does not"
        raise ValueError(msg)
    probabilities = _points(estimates)
    stated = probabilities[~np.isnan(probabilities)]
    if np.any((stated < 0) | (stated > 1)):
        msg = f"a probability is a fraction from 0 to 1, and {stated[(stated < 0) | (stated > 1)][0]:g} is not"
        raise ValueError(msg)
    left_out = probabilities.size - stated.size
    chosen = POOLS[method]
    if stated.size == 0:
        return Pooled(np.nan, 0, left_out, "undefined: no statement has a single number")
    if clip is not None:
        stated = np.clip(stated, clip, 1 - clip)
    certain = int(np.sum((stated == 0) | (stated == 1)))
    if chosen.needs_odds and certain:
        clipped = {constant: chosen.of(np.clip(stated, constant, 1 - constant)) for constant in SHOWN_CLIPS}
        verbs = ("is", "has") if certain == 1 else ("are", "have")
        note = f"undefined: {certain} of {stated.size} answers {verbs[0]} 0% or 100%, which {verbs[1]} no odds"
        return Pooled(np.nan, stated.size, left_out, note, clipped)
    return Pooled(chosen.of(stated), stated.size, left_out)


def _points(estimates: "ArrayLike | pd.DataFrame") -> Array:
    """The numbers to pool; NaN for a statement without one."""
    # Only who passes a table has pandas loaded.
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(estimates, pandas.DataFrame):
        return _table_points(estimates)
    return np.asarray(estimates, dtype=float)


def _table_points(table: "pd.DataFrame") -> Array:
    """One number a row: the best value, else the middle of the interval in log odds, else NaN."""
    rows = table[table["standing"] & table["voice"]]
    if (questions := rows["question"].nunique()) > 1:
        msg = f"a pool is of one question, and these rows are about {questions}: filter the table first"
        raise ValueError(msg)
    best, low, high = (rows[name].to_numpy(float) for name in ("best", "low", "high"))
    interval = ~rows["form"].isin(["at_most", "at_least"]).to_numpy() & (low > 0) & (high < 1)
    middle = np.full(best.shape, np.nan)
    odds = [_log_odds(edge[interval]) for edge in (low, high)]
    middle[interval] = 1 / (1 + np.exp(-(odds[0] + odds[1]) / 2))
    return np.where(np.isnan(best), middle, best)
