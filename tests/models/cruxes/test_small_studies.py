"""Studies of cruxes as people have them: a few people, a few cruxes, asked once."""

import pytest
from scipy.special import expit

from tests.builders.fits import fit_study
from tests.models.cruxes.test_data import said, study
from tests.models.factors.test_fit import answer

# Outcome, and of two cruxes each the crux and the outcome given it.
FIVE = (
    ("10%", "30%", "25%", "50%", "12%"),
    ("2%", "20%", "8%", "60%", "1%"),
    ("5%", "50%", "8%", "40%", "10%"),
    ("20%", "10%", "60%", "30%", "30%"),
    ("1%", "5%", "10%", "70%", "1.2%"),
)
ASKED = ("doom", "shot", "doom | shot", "pause", "doom | pause")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1, 4))
def test_five_people_and_two_cruxes_are_published_whatever_the_seed(seed: int) -> None:
    rows = [
        said(name, text, f"f{person}")
        for person, answers in enumerate(FIVE)
        for name, text in zip(ASKED, answers, strict=True)
    ]
    fit = fit_study(study(*rows), seed=seed)
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]
    # Nobody answered twice: nothing drifts, and nothing is said of how far.
    assert not fit.posterior["drift"].any()
    # Half of the five say less than 5%, and half say more.
    median = expit(answer(fit.answers, "doom", "median"))
    assert 0.015 < median.mean() < 0.12
