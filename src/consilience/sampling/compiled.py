"""Compiled models, kept for the process: studies of one size share one, and new data enter without compiling."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from consilience.models.consensus.data import ConsensusData, encode
from consilience.models.cruxes.data import CruxData
from consilience.models.factors.data import FactorData, encode_rows
from consilience.network import Network

type Data = ConsensusData | FactorData | CruxData

_COMPILED: dict[tuple[type, tuple[int, ...]], Any] = {}


def is_compiled(data: Data) -> bool:
    """Whether a study of this size was compiled in this process: fitting then takes seconds, not half a minute."""
    return (type(data), data.size) in _COMPILED


def compiled_consensus(data: ConsensusData) -> Any:
    """The compiled consensus model holding a study's data.

    Parameters
    ----------
    data : ConsensusData
        The study's statements as arrays.

    Returns
    -------
    nutpie compiled model
    """
    from consilience.models.consensus.model import consensus_model

    return _compiled(consensus_model, data)


def compiled_factors(data: FactorData) -> Any:
    """The compiled panel model holding a factor study's data.

    Parameters
    ----------
    data : FactorData
        The study's statements as arrays.

    Returns
    -------
    nutpie compiled model
    """
    from consilience.models.factors.model import factor_model

    return _compiled(factor_model, data)


def compiled_cruxes(data: CruxData) -> Any:
    """The compiled model of cruxes holding a study's data.

    Parameters
    ----------
    data : CruxData
        The study's statements as arrays.

    Returns
    -------
    nutpie compiled model
    """
    from consilience.models.cruxes.model import crux_model

    return _compiled(crux_model, data)


def _compiled[D: Data](build: Callable[[D], Any], data: D) -> Any:
    key = type(data), data.size
    if key not in _COMPILED:
        import nutpie

        _COMPILED[key] = nutpie.compile_pymc_model(build(data), freeze_model=False)
    compiled = _COMPILED[key].with_data(**data.arrays)
    # with_data keeps the starting points of the study that was compiled first.
    return replace(compiled, initial_point_func=initial_points(compiled, data.start))


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


def compile_ahead() -> None:
    """Compile the models of ordinary studies, so that the first run finds them in PyTensor's cache.

    Data enter a compiled model afterwards, so that of a study without any will do.
    """
    compiled_consensus(encode([]))
    compiled_factors(encode_rows((), Network({}), {}))


if __name__ == "__main__":
    compile_ahead()
