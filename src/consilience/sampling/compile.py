"""Compiled models: held by the process, else loaded as machine code, else compiled and kept for every later process.

Studies of one size share a compiled model, and data enter it without compiling.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from consilience.sampling import machine_code
from consilience.sampling.fit import Progress
from consilience.sampling.model import Data

_KERNELS = Path(__file__).parents[1] / "likelihood"

# Hundreds of answers have a second mode, of no mass, far out in skew and spread: of chains that start up to one from
# the middle of the priors one in fifty stays there.
_NEAR = 1 / 3

_HELD: dict[Path, Any] = {}
_ONE_AT_A_TIME = Lock()


def compiled[D: Data](name: str, build: Callable[[D], Any], data: D, tell: Progress | None = None) -> Any:
    """The compiled model holding a study's data.

    Parameters
    ----------
    name : str
        The model.
    build : callable
        From data to a ``pymc.Model``, called only if it must be compiled: import PyMC in it, not around it. Code is
        kept as long as the folder of the module that defines it, and that folder's parent, keep their sources.
    data : Data
        The study's statements as arrays.
    tell : callable, optional
        Told where the model has to be compiled, which takes a while.

    Returns
    -------
    nutpie compiled model
        Its chains start where the study says.
    """
    file = file_of(name, build, data)
    with _ONE_AT_A_TIME:
        model = _HELD.get(file) or _loaded(file, data)
        if model is None:
            if tell is not None:
                tell(f"compiling the {name} model", None)
            model = _compile(file, build, data)
        _HELD[file] = model
    return _holding(model, data)


def file_of[D: Data](name: str, build: Callable[[D], Any], data: D) -> Path:
    """Where the machine code of a model of this size is kept, whether or not it is.

    Parameters
    ----------
    name, build, data
        As of :func:`compiled`.

    Returns
    -------
    Path
    """
    types = {array: (values.ndim, values.dtype.str) for array, values in data.arrays.items()}
    return machine_code.file_of(name, _sources(build), (name, data.size, sorted(types.items())))


def _sources(build: Callable[..., Any]) -> Iterator[Path]:
    wing = Path(inspect.getfile(build)).parent
    for folder in (wing, wing.parent, _KERNELS):
        yield from folder.glob("*.py")


def _loaded(file: Path, data: Data) -> Any:
    try:
        return _tried(machine_code.read(file), data)
    except machine_code.DoubtfulCodeError:
        return None


def _tried(contents: machine_code.Contents, data: Data) -> Any:
    try:
        model = machine_code.model_of(contents)
        holding = _holding(model, data)
        fine = machine_code.works(holding, holding.initial_point_func(0))
    # numba, LLVM and nutpie fail each in its own ways.
    except Exception as failure:
        raise machine_code.DoubtfulCodeError(str(failure)) from failure
    if not fine:
        raise machine_code.DoubtfulCodeError("calling it fails")
    return model


def _compile[D: Data](file: Path, build: Callable[[D], Any], data: D) -> Any:
    from consilience.sampling.nutpie_import import nutpie

    model = nutpie.compile_pymc_model(build(data), freeze_model=False)
    try:
        contents = machine_code.contents_of(model)
        # Run as every later process will: linked otherwise, the same code gives other last digits and other draws.
        loaded = _tried(contents, data)
    # Another version may have other innards: what cannot be kept was compiled all the same.
    except Exception:
        return model
    machine_code.write(file, _sources(build), contents)
    return loaded


def _holding(model: Any, data: Data) -> Any:
    # with_data keeps the starting points of the study that was compiled first.
    return replace(model.with_data(**data.arrays), initial_point_func=initial_points(model, data.start))


def initial_points(model: Any, start: Mapping[str, float | np.ndarray]) -> Callable[[int], np.ndarray]:
    """Starting points of chains, from a study and a chain's seed alone.

    Parameters
    ----------
    model : nutpie compiled model
    start : mapping of str to float or ndarray
        About where, by the names of unconstrained parameters; zero where none is named.

    Returns
    -------
    callable
        From a seed to an array of all unconstrained parameters, each up to one from nought, or a third from where it
        was said.
    """
    centre, reach = np.zeros(model.n_dim), np.ones(model.n_dim)
    for name, place, _ in zip(*model.shape_info, strict=True):
        if name in start:
            centre[place], reach[place] = start[name], _NEAR
    return lambda seed: centre + reach * np.random.default_rng(seed).uniform(-1, 1, centre.size)
