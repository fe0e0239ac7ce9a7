"""Log densities of priors against SciPy."""

import numpy as np
import pytest
from scipy import integrate, stats

from consilience.models import log_densities


def test_they_are_scipys_summed_over_a_draw() -> None:
    rng = np.random.default_rng(1)
    x, mean, sd = rng.gamma(2, 1, (5, 3)), np.array([-3.0, 0.0, 1.0]), np.array([3.0, 0.5, 1.0])
    expected = {
        "normal": stats.norm(mean, sd).logpdf(x),
        "lognormal": stats.lognorm(0.6, scale=1.5).logpdf(x),
        "half_normal": stats.halfnorm(scale=0.5).logpdf(x),
    }
    given = {"normal": (mean, sd), "lognormal": (np.log(1.5), 0.6), "half_normal": (0.5,)}
    for name, density in expected.items():
        found = getattr(log_densities, name)
        np.testing.assert_allclose(found(x, *given[name]), density.sum(axis=1), rtol=1e-12)
        if name != "normal":
            np.testing.assert_allclose(found(x[:, 0], *given[name]), density[:, 0], rtol=1e-12)


def test_two_correlated_variables_have_the_power_of_a_parabola() -> None:
    r = np.array([-0.9, 0.0, 0.5])
    matrices = np.array([[[1, each], [each, 1]] for each in r])
    np.testing.assert_allclose(log_densities.lkj(matrices, 3.0), 2 * np.log(1 - r**2), atol=1e-12)
    whole = integrate.quad(lambda each: (1 - each**2) ** 2, -1, 1)[0]
    assert whole == pytest.approx(16 / 15)
