"""The log density of the very code that is sampled: a tenth of a millisecond, where Python walks a graph for tens."""

import ctypes
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pytest

from consilience.models.factors import data as encoding
from consilience.sampling import machine_code

# Padded sizes of forecasts/doom-paths, whose model every checkout compiles ahead.
AHEAD = {"COMPONENTS": 16, "PAIRS": 32, "ENTRIES": 32, "TOTALS": 16}


@contextmanager
def padded_as_ahead() -> Iterator[None]:
    """Give panels of factors the size of one whose model is there already, so that none is compiled for them."""
    with pytest.MonkeyPatch.context() as patch:
        for name, size in AHEAD.items():
            patch.setattr(encoding, name, (size,))
        yield


def log_density_of(model: Any, point: Mapping[str, np.ndarray]) -> float:
    """Up to a constant, at unconstrained parameters by their names, of a compiled model that holds data."""
    at = np.zeros(model.n_dim)
    for name, place, _ in zip(*model.shape_info, strict=True):
        if place.stop <= model.n_dim:
            at[place] = np.ravel(point[name])
    gradient, found = np.empty_like(at), np.zeros(1)
    pointers = [array.ctypes.data for array in (at, gradient, found, model.user_data)]
    fault = machine_code._callable(model.compiled_logp_func, ctypes.c_uint64)(at.size, *pointers)
    assert fault >= 0, f"calling the density fails: {fault}"
    return float(found[0]) if fault == 0 else -np.inf
