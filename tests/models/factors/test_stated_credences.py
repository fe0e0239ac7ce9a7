"""The loop over stated credences: SciPy's density of what they come to, and derivatives against differences."""

import numpy as np
import pytensor
import pytensor.tensor as pt
import pytest
from pytensor.compile.mode import Mode

from consilience.models.factors.joint_credences import joint_density_with_gradient
from consilience.models.factors.population import stated_credences as of_draws
from consilience.models.factors.stated_credences import credences_with_gradient, stated_credences
from consilience.models.margins import Margins

COMPONENTS, GROUPS, STEP = 3, 2, 1e-6
PYTHON = Mode(linker="py", optimizer=None)
# Base, sigmoid, softplus, line, free: a cell, both bounds, a spread of one's own, and nothing.
READINGS = np.array([(-2, 0.7, 0, 0, 0), (-1, 0, -1, 0, 0), (2, 0, 1, 0, 0), (-1, 0, 0, 0.6, 0), (0, 0, 0, 0, 1.0)])
PADDING = (-1, 0, 0, 0, 0, 0, 0, 1)

type Inputs = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]


def case(seed: int) -> tuple[Inputs, np.ndarray]:
    """Five people of two groups and one outlook or four, each with some answers in any form, and padding."""
    rng = np.random.default_rng(seed)
    rows = [
        (person, component, component * GROUPS + person % GROUPS, *rng.choice(READINGS))
        for person in range(5)
        for component in rng.permutation(COMPONENTS)[: rng.integers(1, COMPONENTS + 1)]
    ]
    entry = np.array([*rows, PADDING], dtype=float)
    pairs = COMPONENTS * GROUPS
    population = rng.normal(-1, 1, pairs), rng.lognormal(0, 0.5, pairs), rng.normal(0, 0.8, COMPONENTS)
    top = rng.normal(0.8, 1, (COMPONENTS, 1 + 3 * (seed % 2))), np.array(1 + rng.gamma(2, 5))
    return (rng.normal(0, 1.5, len(entry)), *population, *top), entry


def evaluated(inputs: Inputs, entry: np.ndarray) -> tuple:
    *arrays, nu = inputs
    return credences_with_gradient(*arrays, float(nu), entry)


@pytest.mark.parametrize("seed", range(6))
def test_the_density_is_that_of_the_credences_by_what_they_move(seed: int) -> None:
    (raw, location, scale, skew, slope, nu), entry = case(seed)
    inputs = raw, location, scale, skew, slope, nu
    credence, log_density, *_ = evaluated(inputs, entry)
    margins = Margins(None, None, skew[None], location[None], scale[None], nu[None])
    assert credence[:-1] == pytest.approx(of_draws(raw[None], margins, entry)[0, :-1], abs=1e-12)
    # Each in one piece, as those that are compiled for elsewhere.
    person, component, pair = np.ascontiguousarray(entry[:, :3].astype(int).T)
    free = entry[:, -1] > 0

    def before(credence: np.ndarray) -> np.ndarray:
        turned = np.arcsinh((credence - location[pair]) / scale[pair]) + skew[component]
        return np.where(free, raw, np.sinh(turned) - np.sinh(skew[component]))

    def moved(by: float) -> np.ndarray:
        return before(evaluated((raw + by, *inputs[1:]), entry)[0])

    # A sigmoid's length of cell and a line's slope are constants, which a density leaves out.
    slopes = np.where(free, 1, (moved(STEP) - moved(-STEP)) / 2 / STEP)
    constants = np.where(entry[:, 4] > 0, entry[:, 4], 1) * np.where(entry[:, 6] > 0, entry[:, 6], 1)
    expected = joint_density_with_gradient(before(credence), slope, float(nu), person, component)[0]
    assert log_density == pytest.approx(expected + np.log(abs(slopes) / constants).sum(), abs=1e-5)


@pytest.mark.parametrize("seed", range(4))
def test_pytensor_passes_the_derivatives_on(seed: int) -> None:
    inputs, entry = case(seed)
    weights = np.random.default_rng(seed).normal(size=len(entry)) * (entry[:, 0] >= 0)
    symbols = [pt.tensor(dtype="float64", shape=(None,) * each.ndim) for each in inputs]
    credence, log_density = stated_credences(*symbols, entry)
    # What comes from above is neither one nor of the density alone.
    value = 2 * log_density + pt.sum(weights * pt.sin(credence))
    run = pytensor.function(symbols, [value, *pt.grad(value, symbols)], mode=PYTHON)
    found, *derivatives = run(*inputs)

    def change(place: int, along: np.ndarray) -> float:
        up, down = (
            evaluated((*inputs[:place], inputs[place] + sign * along, *inputs[place + 1 :]), entry)
            for sign in (STEP, -STEP)
        )
        of_credences = weights @ (np.sin(up[0]) - np.sin(down[0]))
        return float(2 * (up[1] - down[1]) + of_credences) / (2 * STEP)

    credences, log_density, *_ = evaluated(inputs, entry)
    assert found == pytest.approx(2 * log_density + weights @ np.sin(credences))
    for place, derivative in enumerate(derivatives):
        size = np.size(derivative)
        expected = [change(place, unit.reshape(np.shape(derivative))) for unit in np.eye(size)]
        assert np.ravel(derivative) == pytest.approx(np.array(expected), rel=1e-5, abs=1e-5)


def test_far_out_nothing_overflows() -> None:
    (raw, location, scale, skew, slope, nu), entry = case(0)
    for far in (-300.0, 300.0):
        _, log_density, *derivatives = evaluated((raw * 0 + far, location, scale, skew, slope, nu), entry)
        assert np.isfinite(log_density)
        assert all(np.isfinite(each).all() for each in derivatives)
