"""What stands for nutpie in tests that neither compile nor sample."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from consilience.sampling import compile as compiling, machine_code


@dataclass(frozen=True)
class Compiled:
    """What nutpie would have compiled, holding the data that it was given."""

    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
    initial_point_func: Callable[[int], np.ndarray] | None = None
    n_dim: int = 0
    shape_info: tuple = ((), (), ())

    def with_data(self, **arrays: np.ndarray) -> "Compiled":
        return replace(self, arrays=arrays)


def keep_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that holds no compiled model, finds no machine code and leaves none."""

    def doubtful(*_: object) -> None:
        raise machine_code.DoubtfulCodeError

    monkeypatch.setattr(compiling, "_HELD", {})
    monkeypatch.setattr(machine_code, "read", doubtful)
    monkeypatch.setattr(machine_code, "contents_of", doubtful)
