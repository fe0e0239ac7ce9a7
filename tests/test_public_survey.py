"""The XPT public survey, 482 respondents with impossible answers and thousands of zeros: check, drop, fit, pass."""

import arviz as az
import numpy as np
import pandas as pd
import pytest

from benchmarks.xpt import SURVEY, impossible_answers, write_public_survey
from consilience.frames import answers_frame
from consilience.models.consensus.pointwise import log_likelihood, statements
from consilience.models.log_densities import of_populations
from consilience.sampling.fit import Fit
from consilience.sampling.trace import trace_tree
from consilience.study import check_study, read_study
from tests.builders.fits import fit_study


def test_check_lists_every_impossible_row(tmp_path, shared):
    survey = shared / "data/xpt_public_survey.csv"
    study = write_public_survey(tmp_path, survey)
    problems = [problem for problem in check_study(study) if problem.severity == "error"]
    lines = (study / "estimates/respondents.csv").read_text("utf-8").splitlines()
    above = {n for n, line in enumerate(lines[1:], start=2) if float(line.split(",")[3].rstrip("%")) > 100}
    assert {problem.line for problem in problems} == above
    assert len(problems) == impossible_answers(survey) == 18


@pytest.fixture(scope="module")
def fit(tmp_path_factory, shared) -> Fit:
    """Of the possible answers."""
    folder = tmp_path_factory.mktemp("survey")
    return fit_study(read_study(write_public_survey(folder, shared / "data/xpt_public_survey.csv", possible_only=True)))


@pytest.mark.slow
@pytest.mark.certified("consensus")
def test_no_answer_moves_the_consensus_so_far_that_leaving_it_out_needs_another_fit(fit):
    rows = statements(fit.study)
    likely = log_likelihood(fit.posterior, fit.study, rows)
    priors = of_populations(fit.posterior, fit.study, fit.model.priors)
    found = az.loo(trace_tree(fit.posterior, rows, log_likelihood=likely, log_prior=priors))
    assert len(rows) > 3000
    assert found.pareto_k.max() < 0.7
    assert np.isfinite(found.elpd)


@pytest.mark.slow
@pytest.mark.certified("consensus")
def test_the_possible_answers_fit_and_pass_the_gate(fit):
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]
    # Its own medians (../shared/data/xpt_t1.csv, xpt_t2.csv): answers heap on 1%, 5% and 10%, so the population's
    # median may lie within the heap's neighbours, not on it.
    medians = answers_frame(fit).query("group == 'all' and summary == 'median'").set_index("question")["value"]
    assert 0.01 < medians["ai_extinction"] < 0.03
    assert 0.03 < medians["ai_catastrophe"] < 0.06
    assert 0.08 < medians["nuclear_catastrophe"] < 0.13
    assert 0.03 < medians["total_extinction_risk"] < 0.06


@pytest.mark.slow
@pytest.mark.certified("consensus")
def test_the_mean_forecaster_is_the_mean_of_hundreds(fit):
    frame = answers_frame(fit).query("group == 'all' and summary == 'mean'").set_index("question")
    for name, said in pd.read_csv(SURVEY).items():
        answers = said[said <= 100].dropna() / 100
        answer = frame.loc[str(name).lower().replace(" ", "_").replace("-", "_"), "value"]
        # A symmetric population's lies three to seven standard errors above, where most say little.
        assert abs(answer - answers.mean()) < 2 * answers.std() / len(answers) ** 0.5, name
