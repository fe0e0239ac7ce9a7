"""The multivariate t of whoever answered what, against SciPy, and its derivatives against differences."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import integrate, stats

from consilience.models.factors.joint_credences import joint_density_with_gradient

COMPONENTS = 4


def case(seed: int) -> tuple[np.ndarray, np.ndarray, float, np.ndarray, np.ndarray]:
    """Three people of one to four outlooks, each with some answers in any order, and padding."""
    rng = np.random.default_rng(seed)
    answered = [rng.permutation(COMPONENTS)[: rng.integers(1, COMPONENTS + 1)] for _ in range(3)]
    person = np.concatenate([*(np.full(each.size, place) for place, each in enumerate(answered)), [-1, -1]])
    component = np.concatenate([*answered, [0, 0]])
    slope = rng.normal(0.8, 1, (COMPONENTS, 1 + seed % 4))
    return rng.normal(0, 1.5, person.size), slope, float(1 + rng.gamma(2, 5)), person, component


def correlations(slope: np.ndarray) -> np.ndarray:
    """Of credences that have variance one and, but for the outlooks, nothing in common."""
    covariance = slope @ slope.T + np.eye(len(slope))
    scale = np.sqrt(np.diag(covariance))
    return covariance / np.outer(scale, scale)


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_the_density_is_scipys_of_what_each_answered(seed: int) -> None:
    standardised, slope, nu, person, component = case(seed)
    expected = stats.norm.logpdf(standardised[-2:]).sum() + np.log(2 * np.pi)
    for one in range(3):
        mine = component[person == one]
        shape = correlations(slope)[np.ix_(mine, mine)]
        expected += stats.multivariate_t.logpdf(standardised[person == one], shape=shape, df=nu)
    assert joint_density_with_gradient(*case(seed))[0] == pytest.approx(expected, rel=1e-11, abs=1e-11)


@pytest.mark.parametrize("nu", [1.5, 6.0])
def test_leaving_an_answer_out_is_integrating_it_out(nu: float) -> None:
    slope = np.array([[1.2], [-0.8]])
    both, one = np.zeros(2, dtype="int64"), np.zeros(1, dtype="int64")

    def together(second: float) -> float:
        said = np.array([1.3, second])
        return float(np.exp(joint_density_with_gradient(said, slope, nu, both, np.arange(2))[0]))

    alone = np.exp(joint_density_with_gradient(np.array([1.3]), slope, nu, one, one)[0])
    assert integrate.quad(together, -np.inf, np.inf)[0] == pytest.approx(alone, rel=1e-7)


@pytest.mark.parametrize("seed", range(8))
def test_derivatives_are_those_of_the_density(seed: int) -> None:
    standardised, slope, nu, person, component = case(seed)
    _, by_credence, by_slope, by_nu = joint_density_with_gradient(*case(seed))
    step = 1e-6

    def change(credence: np.ndarray | float = 0.0, along: np.ndarray | float = 0.0, freedom: float = 0.0) -> float:
        up, down = (
            joint_density_with_gradient(
                standardised + sign * credence, slope + sign * along, nu + sign * freedom, person, component
            )[0]
            for sign in (step, -step)
        )
        return float((up - down) / (2 * step))

    for place, unit in enumerate(np.eye(standardised.size)):
        assert by_credence[place] == pytest.approx(change(credence=unit), rel=1e-5, abs=1e-6)
    for place in np.ndindex(slope.shape):
        unit = np.zeros_like(slope)
        unit[place] = 1
        assert by_slope[place] == pytest.approx(change(along=unit), rel=1e-5, abs=1e-6)
    assert by_nu == pytest.approx(change(freedom=1.0), rel=1e-5, abs=1e-6)
