"""What the draws of the consensus model are of."""

from typing import TYPE_CHECKING

from consilience.models.consensus.data import ConsensusData
from consilience.models.locations import located

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
        By ``chain`` and ``draw``: ``mu`` and ``tau`` by ``question``, ``location`` by ``pair`` (question and group),
        ``nu``, ``group_scale`` and ``reference_class``, in log odds where they are locations or scales.
    """
    import xarray as xr

    questions, pairs = len(data.question_names), len(data.pair_names)
    mu_raw, group_raw = raw["mu_raw"].values, raw["group_raw"].values
    group_scale, of_pair = raw["group_scale"].values[..., None], data.arrays["pair_question"]
    mu, location = located(mu_raw, group_raw, group_scale, raw["tau"].values, data.arrays, of_pair)
    return xr.Dataset(
        {
            "mu": (("chain", "draw", "question"), mu[:, :, :questions]),
            "tau": (("chain", "draw", "question"), raw["tau"].values[:, :, :questions]),
            "location": (("chain", "draw", "pair"), location[:, :, :pairs]),
            "nu": (("chain", "draw"), 1 + raw["nu_above_one"].values),
            **{name: (("chain", "draw"), raw[name].values) for name in ("group_scale", "reference_class")},
        },
        coords={
            "question": list(data.question_names),
            "pair_question": ("pair", [question for question, _ in data.pair_names]),
            "pair_group": ("pair", [group for _, group in data.pair_names]),
        },
    )
