"""What statements tell of a view by themselves, against views that they are readings of."""

import numpy as np
import pytest
from scipy.special import logit

from consilience.models.cruxes.known import OPEN, known_views, middle_and_rounding
from consilience.models.cruxes.population import implied_credences
from consilience.notation import parse

NOTHING = np.nan
OUTCOME, BASE, ASSOCIATION, OF_CRUX, _, OF_ASSOCIATION, _, _, SPREAD = range(9)


def told(outcome: float, *said: float, rounding: float = 0.0) -> np.ndarray:
    return known_views(np.array([outcome]), np.array([said]), np.full((1, 3), rounding))[0]


@pytest.mark.parametrize("view", [(-2.0, -1.0, 1.0), (0.5, 1.0, -2.0), (-6.0, 0.3, 0.0)])
def test_coherent_answers_lie_at_the_view_that_they_are_readings_of(view: tuple[float, float, float]) -> None:
    crux, given, given_not = (float(part) for part in implied_credences(*(np.array(part) for part in view)))
    found = told(view[0], crux, given, given_not)
    # Give or take how wide views are thought to lie about even.
    assert found[:3] == pytest.approx(view, abs=0.35)
    assert found[OF_CRUX] > 0.5
    assert found[OF_ASSOCIATION] > 0.05


def test_of_a_rare_outcome_the_crux_is_what_was_said_of_it_and_the_association_unknown() -> None:
    found = told(-9.0, -1.0, NOTHING, NOTHING)
    assert found[BASE] == pytest.approx(-1.0, abs=0.05)
    assert found[OF_CRUX] == pytest.approx(1.0, abs=1e-3)
    assert found[OF_ASSOCIATION] == pytest.approx(0.0, abs=1e-6)


def test_where_nothing_was_said_of_the_crux_nothing_is_known() -> None:
    found = told(-2.0, NOTHING, NOTHING, NOTHING)
    assert found[[OF_CRUX, OF_ASSOCIATION]].tolist() == [0, 0]
    assert np.isfinite(found).all()


def test_incoherent_answers_have_a_nearest_view() -> None:
    """P(U and C) would be 40%, above the 20% of U."""
    found = told(*logit([0.2, 0.5, 0.8]), NOTHING)
    assert np.isfinite(found).all()
    assert found[ASSOCIATION] > 1


def test_the_sharpest_statement_says_how_far_rounding_spreads() -> None:
    sharp = known_views(np.array([-2.0]), np.array([[-1.0, -0.5, NOTHING]]), np.array([[0.1, 2.0, NOTHING]]))[0]
    assert sharp[SPREAD] == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("said", "middle", "spread"),
    [
        ("50%", 0.0, (logit(0.505) - logit(0.495)) / 12**0.5),
        ("<1%", logit(0.005), OPEN),
        ("0%", logit(0.0025), OPEN),
        (">0%", 0.0, np.inf),
        ("n=400 median=50%", 0.0, None),
        ("40-60% @90%", 0.0, None),
    ],
)
def test_middle_and_rounding_of_statements(said: str, middle: float, spread: float | None) -> None:
    at, by = middle_and_rounding(parse(said))
    assert at == pytest.approx(middle, abs=1e-6)
    if spread is None:
        assert 0.05 < by < 0.5
    else:
        assert by == pytest.approx(spread)
