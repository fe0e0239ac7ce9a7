"""The table of pools: a line each, with what it is called, what it needs and what it does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consilience.pools.geometric import geometric_mean
from consilience.pools.linear import linear, median, trimmed
from consilience.pools.odds import extremized, geometric_mean_odds, logarithmic

type Array = NDArray[np.float64]


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

# Shown side by side by default. Only where asked for by name: the geometric mean of probabilities, and the logarithmic
# pool, which for one event is the geometric mean of odds.
SHOWN_POOLS = ("linear", "trimmed", "median", "geometric_mean_odds", "extremized")
