"""Studies of cruxes as people have them, a few people, a few cruxes, asked once; and the same of the complements."""

import pytest
from scipy.special import expit

from consilience.api.study_fit import StudyFit
from consilience.sampling.answers import flat
from tests.builders.fits import fit_study
from tests.models.cruxes.test_complement import ASKED, name_of, turned_round
from tests.models.factors.test_fit import answer

pytestmark = [pytest.mark.slow, pytest.mark.certified("cruxes")]

# Of five people: the outcome, and of two cruxes each the crux and the outcome given it, in percent.
FIVE = (
    (10, 30, 25, 50, 12),
    (2, 20, 8, 60, 1),
    (5, 50, 8, 40, 10),
    (20, 10, 60, 30, 30),
    (1, 5, 10, 70, 1.2),
)
FAMINE, BLIGHT, WAR, GIVEN_BLIGHT, _, GIVEN_WAR, _ = ASKED
# Signs of outcome and cruxes: as it was said, the whole turned round, the outcome alone.
AS_SAID, *TURNED = SIDES = [(1, 1), (-1, -1), (-1, 1)]

type Fits = dict[tuple[int, int], StudyFit]


@pytest.fixture(scope="module")
def fits(tmp_path_factory: pytest.TempPathFactory) -> Fits:
    """Each side with a seed of its own."""
    folder = tmp_path_factory.mktemp("studies")
    rows = [
        (asked, f"f{person}", (f"{percent:g}%", f"{100 - percent:g}%"))
        for person, percents in enumerate(FIVE)
        for asked, percent in zip((FAMINE, BLIGHT, GIVEN_BLIGHT, WAR, GIVEN_WAR), percents, strict=True)
    ]
    return {
        signs: fit_study(turned_round(folder, rows, *signs), seed=seed) for seed, signs in enumerate(SIDES, start=1)
    }


@pytest.mark.parametrize("signs", SIDES)
def test_five_people_and_two_cruxes_are_published_whatever_the_seed(fits: Fits, signs: tuple[int, int]) -> None:
    fit = fits[signs]
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]
    # Nobody answered twice: nothing drifts, and nothing is said of how far.
    assert not fit.posterior["drift"].any()
    # Half of the five say less than 5%, and half say more.
    median = expit(signs[0] * answer(fit.answers, "famine", "median"))
    assert 0.015 < median.mean() < 0.12


@pytest.mark.parametrize("signs", TURNED)
def test_a_whole_study_turned_round_is_answered_the_other_way_round(fits: Fits, signs: tuple[int, int]) -> None:
    draws = []
    for side in (AS_SAID, signs):
        answers = fits[side].answers
        keys = zip(*(answers[name].values.tolist() for name in ("question", "group", "summary")), strict=True)
        draws.append(dict(zip(keys, flat(answers["value"]).T, strict=True)))
    outcome, cruxes = signs
    for (question, group, summary), values in draws[0].items():
        name, _, state = question.partition(" | ")
        sign = outcome if name == "famine" else cruxes
        apart = sign * draws[1][name_of((name, state), cruxes), group, summary].mean() - values.mean()
        # Two or three thousand effective draws a side: four standard errors of the difference, and a little.
        assert abs(apart) < 0.15 * values.std(), (question, group, summary)
