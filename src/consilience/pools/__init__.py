"""Classical opinion pools, each by its name in the literature."""

from consilience.pools.pooling import POOLS, SHOWN_POOLS, Pool, Pooled, pool

__all__ = ["POOLS", "SHOWN_POOLS", "Pool", "Pooled", "pool"]
