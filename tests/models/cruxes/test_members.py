"""Members of skewed populations by hand: derivatives by differences, members and densities by SciPy."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from consilience.likelihood.skew import skewed, standardised, steepness
from consilience.models.cruxes.members_op import place, pull_back

MEMBERS, STEP = 6, 1e-6
NUS = (8.0, np.inf)
OF = np.array([[0, 0, 0], [1, 2, 1], [3, 1, 0], [2, 2, 1], [0, 1, 1], [3, 0, 0]], dtype=float)


def inputs(seed: int) -> list[NDArray[np.float64]]:
    rng = np.random.default_rng(seed)
    raw, centre, precision, at = rng.normal(size=(4, MEMBERS))
    own, whole = np.exp(rng.normal(size=(2, 2)))
    return [raw, centre, precision**2, 3 * at, rng.normal(size=3), own, whole, rng.normal(size=4)]


@pytest.mark.parametrize("nu", NUS)
def test_derivatives_are_differences(nu: float) -> None:
    rng, given = np.random.default_rng(1), inputs(2)
    by_value, by_standard, by_density = rng.normal(size=MEMBERS), rng.normal(size=MEMBERS), 0.7

    def total(arguments: list[NDArray[np.float64]]) -> float:
        value, standard, density = place(*arguments, OF, nu)
        return float(by_value @ value + by_standard @ standard + by_density * density)

    found = pull_back(*given, OF, nu, by_value, by_standard, by_density)
    for which, derivatives in enumerate(found):
        for at in range(derivatives.size):
            moved = [[each.copy() for each in given] for _ in range(2)]
            for arguments, step in zip(moved, (STEP, -STEP), strict=True):
                arguments[which][at] += step
            expected = (total(moved[0]) - total(moved[1])) / (2 * STEP)
            assert derivatives[at] == pytest.approx(expected, rel=1e-6, abs=1e-6), (which, at)


@pytest.mark.parametrize("nu", NUS)
@pytest.mark.parametrize("known", [True, False])
def test_the_parameters_density_is_that_of_the_population(nu: float, known: bool) -> None:
    """By the change of variables from a member, whose density is the skewed population's, to its parameter."""
    raw, centre, precision, at, location, own, whole, skew = inputs(3)
    given = [raw, centre, precision * known, at, location, own, whole, skew]
    value, standard, density = place(*given, OF, nu)
    turned, pair, group = OF.astype(int).T
    x = (value - location[pair]) / whole[group]
    straight = whole[group] * standardised(x, skew[turned])
    assert straight == pytest.approx(centre + own[group] * standard, rel=1e-9, abs=1e-9)
    assert value == pytest.approx(location[pair] + whole[group] * skewed(straight / whole[group], skew[turned]))
    of_member = stats.t.logpdf(straight, nu, centre, own[group]) + np.log(steepness(x, skew[turned]))
    moved = [place(raw + step, *given[1:], OF, nu)[0] for step in (STEP, -STEP)]
    stretch = np.log((moved[0] - moved[1]) / (2 * STEP))
    constant = MEMBERS * (stats.t.logpdf(0, nu) if np.isfinite(nu) else stats.norm.logpdf(0))
    assert density == pytest.approx(float(np.sum(of_member + stretch)) - constant, abs=1e-6)


def test_a_member_of_which_nothing_is_known_is_its_parameter() -> None:
    given = inputs(5)
    given[2][:] = 0.0
    _, standard, _ = place(*given, OF, 8.0)
    assert np.array_equal(standard, given[0])


def test_what_is_known_of_the_complement_is_the_complement() -> None:
    raw, centre, precision, at, location, own, whole, skew = inputs(6)
    value, standard, density = place(raw, centre, precision, at, location, own, whole, skew, OF, 8.0)
    turned = place(-raw, -centre, precision, -at, -location, own, whole, -skew, OF, 8.0)
    assert turned[0] == pytest.approx(-value, rel=1e-9)
    assert turned[1] == pytest.approx(-standard, rel=1e-9)
    assert turned[2] == pytest.approx(density, rel=1e-9)
