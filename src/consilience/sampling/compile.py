"""Compiled models, kept for the process: studies of one size share one, and new data enter without compiling."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from consilience.sampling.fit import Progress
from consilience.sampling.model import Data

_HELD: dict[tuple[str, tuple[int, ...]], Any] = {}


def compiled[D: Data](name: str, build: Callable[[D], Any], data: D, tell: Progress | None = None) -> Any:
    """The compiled model holding a study's data.

    Parameters
    ----------
    name : str
        The model.
    build : callable
        From data to a ``pymc.Model``, called only if it must be compiled.
    data : Data
        The study's statements as arrays.
    tell : callable, optional
        Told where the model has to be compiled, which takes a while.

    Returns
    -------
    nutpie compiled model
    """
    key = name, data.size
    if key not in _HELD:
        import nutpie

        if tell is not None:
            tell(f"compiling the {name} model", None)
        _HELD[key] = nutpie.compile_pymc_model(build(data), freeze_model=False)
    held = _HELD[key].with_data(**data.arrays)
    # with_data keeps the starting points of the study that was compiled first.
    return replace(held, initial_point_func=initial_points(held, data.start))


def initial_points(compiled: Any, start: Mapping[str, float | np.ndarray]) -> Callable[[int], np.ndarray]:
    """Starting points of chains, from a study and a chain's seed alone.

    Parameters
    ----------
    compiled : nutpie compiled model
    start : mapping of str to float or ndarray
        About where, by the names of unconstrained parameters; zero where none is named.

    Returns
    -------
    callable
        From a seed to an array of all unconstrained parameters, each up to one from where it was said.
    """
    centre = np.zeros(compiled.n_dim)
    for name, place, _ in zip(*compiled.shape_info, strict=True):
        if name in start:
            centre[place] = start[name]
    return lambda seed: centre + np.random.default_rng(seed).uniform(-1, 1, centre.size)
