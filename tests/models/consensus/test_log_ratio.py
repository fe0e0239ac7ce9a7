"""What came over what went, against all that was said over all that was said."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from consilience.models.consensus import Consensus
from consilience.models.consensus.data import rows_of
from consilience.notation import parse
from consilience.sampling.reweight import OutOfReachError
from consilience.study import Estimate
from tests.builders.fits import synthetic_fit, write_study


def row(question, forecaster, said, group=None, kind="person"):
    return Estimate(question, forecaster, dt.date(2025, 2, 1), said, parse(said), group=group, kind=kind)


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    return synthetic_fit(write_study(tmp_path_factory.mktemp("a") / "floods"))


REACHED = {
    "a point": [row("flood", "eve", "3%", "coast")],
    "a range": [row("flood", "eve", "3-9%", "river")],
    "a bound": [row("drought", "eve", "<1%", "coast")],
    "quantiles": [row("flood", "eve", "q5=1% q50=5% q95=30%", "coast")],
    "a survey": [row("flood", "them", "n=40 median=4% ci95=[2%, 8%]", "coast", "survey")],
    "a base rate": [row("flood", "record", "12 of 400", None, "base_rate")],
    "nothing": [row("flood", "eve", ">0%", "coast")],
    "a change of mind": [row("flood", "ada", "40%", "river")],
    "a change of group": [row("flood", "ada", "10%", "coast")],
    "several": [
        row("flood", "eve", "3%", "coast"),
        row("drought", "ada", "2%", "river"),
        row("flood", "bo", "9%", "river"),
    ],
    "an aggregate": [row("flood", "market", "50%", None, "aggregate")],
}


@pytest.mark.parametrize("said", REACHED)
def test_only_what_came_and_went_is_weighed(fit, said):
    after = replace(fit.study, rows=(*fit.study.rows, *REACHED[said]))
    found = Consensus().follow(fit.posterior, fit.study, after).log_ratio
    whole = [
        Consensus().log_likelihood(fit.posterior, study, rows_of(study)).sum(axis=1) for study in (fit.study, after)
    ]
    np.testing.assert_allclose(found, whole[1] - whole[0], atol=1e-9)
    back = Consensus().follow(fit.posterior, after, fit.study).log_ratio
    np.testing.assert_allclose(back, -found, atol=1e-9)


OUT_OF_REACH = {
    "a group": [row("flood", "eve", "3%", "hill")],
    "a person of no group": [row("flood", "eve", "3%")],
    "a group's only voice on a question changes group": [row("drought", "cem", "3%", "river")],
}


@pytest.mark.parametrize("said", OUT_OF_REACH)
def test_a_group_that_comes_or_goes_is_out_of_reach(fit, said):
    after = replace(fit.study, rows=(*fit.study.rows, *OUT_OF_REACH[said]))
    with pytest.raises(OutOfReachError, match="a question, or a group that answers it"):
        Consensus().follow(fit.posterior, fit.study, after)


def test_a_question_that_nobody_answers_any_more_is_out_of_reach(fit):
    left = replace(fit.study, rows=tuple(row for row in fit.study.rows if row.question == "flood"))
    for one, other in ((fit.study, left), (left, fit.study)):
        with pytest.raises(OutOfReachError, match="a question, or a group that answers it"):
            Consensus().follow(fit.posterior, one, other)
