"""What one forecaster says of several factors together, against SciPy's multivariate t and against rejection."""

import numpy as np
import pytest
from scipy import stats
from scipy.special import log_ndtr, logit

from consilience.likelihood.pointwise import Populations, log_likelihood
from consilience.likelihood.rows import of_one_credence
from consilience.models.factors.outlook_nodes import Margins, Together
from consilience.notation import parse

NU = 6.0
SKEW, SCALE, LOCATION, LOADING = (
    np.array(of) for of in ([0.4, -0.3, 0.0], [1.2, 0.8, 1.5], [-1.0, 0.5, -2.0], [[0.8], [-0.5], [0.95]])
)
SAID = {
    "numbers": ("15%", "60%", "10%"),
    "bounds beside numbers": ("<5%", "60%", ">30%"),
    "bounds alone": ("<20%", ">50%", "<10%"),
    "what nobody like them says": ("95%", "2%", "0.1%"),
    "an end of the scale": ("0%", "100%", "12%"),
}


def margins(draws: int = 1, of: slice = slice(None)) -> Margins:
    return Margins(*(np.repeat(part[None, of], draws, axis=0) for part in (LOCATION, SCALE, SKEW, LOADING)))


def omega() -> np.ndarray:
    return LOADING @ LOADING.T + np.diag(1 - (LOADING**2).sum(axis=1))


def cell(said: str, place: int) -> tuple[float, float]:
    _, (low, high, low_open, high_open, _) = next(iter(of_one_credence(parse(said))))
    of = margins().at([place])
    low, high = (of.standardised(np.array([[edge]])).item() for edge in (low, high))
    return (-np.inf if low_open else low), (np.inf if high_open else high)


def by_brute_force(said: tuple[str, ...]) -> float:
    """The same integral by trapezoids on a grid far finer and wider than it needs."""
    low, high = np.transpose([cell(text, place) for place, text in enumerate(said)])
    outlook, log_narrow = np.linspace(-30, 30, 1501), np.linspace(-14, 4, 250)
    total = 0.0
    for root in np.exp(log_narrow / 2):
        log_density = stats.norm.logpdf(outlook) + stats.gamma.logpdf(root**2, NU / 2, scale=2 / NU) + 2 * np.log(root)
        for ends, loading in zip(zip(low, high, strict=True), LOADING[:, 0], strict=True):
            near, far = np.sort([(end * root - loading * outlook) / np.sqrt(1 - loading**2) for end in ends], axis=0)
            turned = near + far > 0
            near, far = np.where(turned, -far, near), np.where(turned, -near, far)
            log_density += log_ndtr(far) + np.log1p(-np.exp(log_ndtr(near) - log_ndtr(far)))
        total += np.exp(log_density).sum()
    return float(np.log(total * (outlook[1] - outlook[0]) * (log_narrow[1] - log_narrow[0])))


@pytest.mark.parametrize("said", SAID)
def test_several_statements_have_the_probability_of_their_box(said):
    values = [parse(text) for text in SAID[said]]
    found = Together(values, margins(), np.empty((1, 0)), np.empty((1, 0, 1)), np.array([NU])).log_likelihood().item()
    assert found == pytest.approx(by_brute_force(SAID[said]), abs=0.03)


# Of four outlooks, the last of which the statements say nothing of.
FURTHER = np.array([[0.6, 0.4, 0.2, 0.0], [-0.4, 0.5, -0.3, 0.0], [0.5, -0.3, 0.6, 0.0]])


@pytest.mark.parametrize(
    ("said", "given"), [("numbers", False), ("numbers", True), ("bounds beside numbers", False), ("bounds alone", True)]
)
def test_several_statements_of_someone_of_four_outlooks_have_the_probability_of_their_box(said, given):
    values, of = [parse(text) for text in SAID[said]], margins()
    of = Margins(of.location, of.scale, of.skew, FURTHER[None])
    known, loading = np.empty((1, 0)), np.empty((1, 0, 4))
    shape = FURTHER @ FURTHER.T + np.diag(1 - (FURTHER**2).sum(axis=1))
    mean, freedom = np.zeros(3), NU
    if given:
        # Ding (2016), eq. 2, of a credence 1.3 that goes with the outlooks as these loadings say.
        known, loading = np.array([[1.3]]), np.array([[[0.3, 0.5, -0.2, 0.4]]])
        together = FURTHER @ loading[0, 0]
        mean, freedom = together * 1.3, NU + 1
        shape = (shape - np.outer(together, together)) * (NU + 1.3**2) / freedom
    found = Together(values, of, known, loading, np.array([NU])).log_likelihood().item()
    low, high = np.transpose([cell(text, place) for place, text in enumerate(SAID[said])])
    t = stats.multivariate_t(mean, shape, df=freedom)
    expected = t.cdf(high, lower_limit=low, maxpts=500_000, random_state=1)
    assert found == pytest.approx(np.log(expected), abs=0.05)


@pytest.mark.parametrize("said", ["15%", "<5%", "0%", "10-30%", "5% [1%, 40%]", "99.9%"])
@pytest.mark.parametrize("given", [False, True])
def test_one_statement_has_the_probability_that_is_known_of_it(said, given):
    known = np.array([[1.3]]) if given else np.empty((1, 0))
    loading = LOADING[None, 1:2] if given else np.empty((1, 0, 1))
    value = parse(said)
    found = Together([value], margins(of=slice(0, 1)), known, loading, np.array([NU])).log_likelihood().item()
    freedom, shift, stretch = NU, 0.0, 1.0
    if given:
        correlation = omega()[0, 1]
        freedom, shift = NU + 1, correlation * 1.3
        stretch = np.sqrt((NU + 1.3**2) / freedom * (1 - correlation**2))
    one = (part[None, :1] for part in (LOCATION, SCALE, SKEW))
    of = Populations(*one, np.array([[shift]]), np.array([[stretch]]))
    assert found == pytest.approx(log_likelihood([value], [0], of, np.array([freedom])).item(), abs=0.03)


@pytest.mark.parametrize("said", [("15%", "<70%"), ("<5%", ">50%"), ("<20%", ">0.1%")])
def test_draws_are_those_that_a_population_has_in_the_cells(said):
    draws, rng = 4000, np.random.default_rng(3)
    values = [parse(text) for text in said]
    of = slice(0, 2)
    nothing = np.empty((draws, 0)), np.empty((draws, 0, 1))
    found = Together(values, margins(draws, of), *nothing, np.full(draws, NU)).draw(rng)
    t = stats.multivariate_t(shape=omega()[:2, :2], df=NU, seed=2).rvs(2_000_000)
    weight = np.ones(len(t), dtype=bool)
    for place, text in enumerate(said):
        low, high = cell(text, place)
        weight &= (t[:, place] > low) & (t[:, place] < high)
    kept = np.flatnonzero(weight)[:4000]
    behind = margins(draws, of).standardised(found)
    for place, text in enumerate(said):
        assert stats.ks_2samp(behind[:, place], t[kept, place]).pvalue > 1e-3
        low, high = cell(text, place)
        assert np.all((behind[:, place] >= low - 1e-9) & (behind[:, place] <= high + 1e-9))


def test_draws_of_a_range_are_those_of_its_points():
    draws = 4000
    nothing, wide = (np.empty((draws, 0)), np.empty((draws, 0, 1))), margins(draws, slice(0, 1))
    # Hardly told by the population, the forecaster's own distribution stands.
    wide = Margins(wide.location, 50 * wide.scale, 0 * wide.skew, wide.loading)
    found = Together([parse("10-30%")], wide, *nothing, np.full(draws, NU)).draw(np.random.default_rng(1))
    share = [np.mean(found < edge) for edge in logit([0.1, 0.3])]
    assert share == pytest.approx([0.25, 0.75], abs=0.2)
    assert sum(share) == pytest.approx(1, abs=0.03)
