"""Compiled models, kept for the process: studies of one size share one, and new data enter without compiling."""

from typing import Any

from consilience.models.encoding import ConsensusData, encode

_COMPILED: dict[tuple[int, int], Any] = {}


def is_compiled(data: ConsensusData) -> bool:
    """Whether a study of this size was compiled in this process: fitting then takes seconds, not half a minute."""
    return (data.questions, data.pairs) in _COMPILED


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
    size = (data.questions, data.pairs)
    if size not in _COMPILED:
        import nutpie

        from consilience.models.consensus import consensus_model

        _COMPILED[size] = nutpie.compile_pymc_model(consensus_model(data), freeze_model=False)
    return _COMPILED[size].with_data(**data.arrays)


def compile_ahead() -> None:
    """Compile the model of ordinary studies, so that the first run finds it in PyTensor's cache.

    Data enter a compiled model afterwards, so that of a study without any will do.
    """
    compiled_consensus(encode([]))


if __name__ == "__main__":
    compile_ahead()
