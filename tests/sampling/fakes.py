"""What stands for nutpie in tests that neither compile nor sample."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np


@dataclass(frozen=True)
class Compiled:
    """What nutpie would have compiled, holding the data that it was given."""

    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
    initial_point_func: Callable[[int], np.ndarray] | None = None
    n_dim: int = 0
    shape_info: tuple = ((), (), ())

    def with_data(self, **arrays: np.ndarray) -> "Compiled":
        return replace(self, arrays=arrays)
