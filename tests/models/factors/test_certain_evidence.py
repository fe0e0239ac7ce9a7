"""What evidence makes certain, or rules out, neither stops a fit nor counts against its diagnostics."""

import numpy as np
import xarray as xr

from consilience.models.factors.unpack import credences_in
from consilience.network import Network
from consilience.sampling.answers import uncertain
from consilience.study import Question

CHAIN = Network(
    {
        "rain": Question("rain", "It rains"),
        "breach": Question("breach", "The dyke gives way", given={"rain": True}),
        "flood": Question("flood", "A flood", gate="all_of", of=("rain", "breach")),
    }
)


def test_a_factor_whose_condition_is_ruled_out_stays_as_it_was_asked() -> None:
    panel = np.array([[-1.0, 2.0], [0.5, -3.0]])
    # A clean record of a perfect test: it does not rain.
    ruled_out = {"rain": (0.0, 1.0)}
    breach, rain, flood = credences_in(CHAIN, panel, ["breach", "rain", "flood"], ruled_out)
    assert breach.tolist() == [2.0, -3.0]
    assert rain.tolist() == flood.tolist() == [-np.inf, -np.inf]


def test_certain_answers_have_no_diagnostics_and_others_keep_theirs() -> None:
    value = np.random.default_rng(1).normal(size=(4, 100, 2))
    value[:, :, 1] = -np.inf
    answers = xr.Dataset(
        {"value": (("chain", "draw", "answer"), value)}, coords={"question": ("answer", ["breach", "flood"])}
    )
    assert uncertain(answers)["question"].values.tolist() == ["breach"]
