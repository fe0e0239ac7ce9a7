"""What the draws of the consensus model are of."""

from typing import TYPE_CHECKING

from consilience.models.consensus.data import ConsensusData
from consilience.models.margins import SAMPLED, margins_of

if TYPE_CHECKING:
    import xarray as xr


def unpack(raw: "xr.Dataset", data: ConsensusData) -> "xr.Dataset":
    """Drop the padding of the draws and name what is left.

    Parameters
    ----------
    raw : xarray.Dataset
        Draws of the model's parameters.
    data : ConsensusData

    Returns
    -------
    xarray.Dataset
        By ``chain`` and ``draw``: ``mu``, ``tau`` and ``skew`` by ``question``, ``location`` and ``scale`` by ``pair``
        (question and group), ``nu``, ``group_scale`` and ``reference_class``, in log odds where they are locations or
        scales.
    """
    import xarray as xr

    questions, pairs = len(data.question_names), len(data.pair_names)
    sampled = {name: raw[name].values for name in SAMPLED}
    found = margins_of(sampled, data.arrays, data.arrays["pair_question"], data.priors)
    return xr.Dataset(
        {
            **{
                name: (("chain", "draw", "question"), getattr(found, name)[:, :, :questions])
                for name in ("mu", "tau", "skew")
            },
            **{name: (("chain", "draw", "pair"), getattr(found, name)[:, :, :pairs]) for name in ("location", "scale")},
            "nu": (("chain", "draw"), found.nu),
            **{name: (("chain", "draw"), raw[name].values) for name in ("group_scale", "reference_class")},
        },
        coords={
            "question": list(data.question_names),
            "pair_question": ("pair", [question for question, _ in data.pair_names]),
            "pair_group": ("pair", [group for _, group in data.pair_names]),
        },
    )
