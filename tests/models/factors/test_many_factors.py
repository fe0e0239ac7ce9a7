"""Two people on twenty-five factors: published in seconds, and what is put beyond both of them is explained."""

from math import prod
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit

from benchmarks.factors_large import simulated
from consilience.models.factors.beyond import beyond_everybody
from consilience.notation import layout
from consilience.sampling.precision import answer_errors
from consilience.study import ALL_GROUPS
from tests.builders.fits import fit_study


# Compiled for a panel of this size alone: a minute.
@pytest.mark.slow
@pytest.mark.certified("factors")
def test_two_people_on_25_factors_are_published_and_an_answer_beyond_both_is_explained(tmp_path: Path) -> None:
    study = simulated(25, 2, 0.0, tmp_path)
    fit = fit_study(study)
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]
    known = fit.answers
    here = (known["question"] == "all") & (known["group"] == ALL_GROUPS) & (known["summary"] == "median")
    median = float(np.median(expit(known["value"].values[..., here.values])))
    cells = {who: [layout(row.value).cell for row in study.rows if row.forecaster == who] for who in ("p0", "p1")}
    assert all(len(said) == 25 for said in cells.values())
    # The rounding of twenty-five numbers, all one way, and what the draws leave open: no answer within can be told from
    # theirs.
    near = 1 + 2 * answer_errors(fit)["all"]["median"]["value"]
    low = min(prod(cell[0] for cell in said if cell) for said in cells.values())
    high = max(prod(cell[1] for cell in said if cell) for said in cells.values())
    assert low / near <= median <= high * near or list(beyond_everybody(fit))
