"""Classical opinion pools, each by its name in the literature."""

from consilience.pools.pooling import Pooled, between, pool
from consilience.pools.table import POOLS, SHOWN_POOLS, Pool

__all__ = ["POOLS", "SHOWN_POOLS", "Pool", "Pooled", "between", "pool"]
