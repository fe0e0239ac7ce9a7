"""The density of the model of cruxes, added up by hand with SciPy."""

from collections.abc import Callable

import numpy as np
import pytensor.tensor as pt
import pytest
from pytensor.compile.mode import Mode
from scipy import stats
from scipy.special import expit, log_ndtr, logit

from consilience.models.correlation import correlation_of_partials
from consilience.models.cruxes.data import CruxData, encode_cruxes
from consilience.models.cruxes.model import _implied, crux_model
from consilience.models.cruxes.population import implied_credences
from consilience.models.cruxes.priors import DEFAULTS
from tests.models.cruxes.test_data import said, study

PYTHON = Mode(linker="py", optimizer=None)
Point = dict[str, np.ndarray]

STUDY = study(
    said("doom", "10%", "ada", 1, "a"),
    said("shot", "20%", "ada", 1, "a"),
    said("doom | shot", "40%", "ada", 1, "a"),
    said("doom", "20%", "ada", 2, "a"),
    said("doom | not pause", "5%", "ada", 2, "a"),
    said("doom", "<1%", "bo", 1, "b"),
    said("pause", "60%", "bo", 1, "b"),
    said("doom", "3%", "cem", 1, "b"),
)


@pytest.fixture(scope="module")
def data() -> CruxData:
    return encode_cruxes(STUDY)


@pytest.fixture(scope="module")
def log_density(data: CruxData) -> Callable[[Point], float]:
    run = crux_model(data).compile_logp(mode=PYTHON)
    return lambda point: float(run(point))


def random_point(data: CruxData, seed: int) -> Point:
    rng = np.random.default_rng(seed)
    cruxes, groups, people, rounds, entries = data.size
    shapes = {
        "mu_outcome": (),
        "mu_base": (cruxes,),
        "mu_association": (cruxes,),
        "outcome_group_raw": (1, groups),
        "base_group_raw": (cruxes, groups),
        "association_group_raw": (cruxes, groups),
        "outcome": (people,),
        "outcome_asked": (rounds,),
        "forecaster_shift": (people, 2),
        "partial_raw": (3,),
        "base": (entries,),
        "association_raw": (entries,),
        **dict.fromkeys(("tau_outcome_log__", "tau_base_log__", "tau_association_log__"), ()),
        **dict.fromkeys(("kappa_log__", "drift_log__"), ()),
        "forecaster_scale_log__": (2,),
        **{f"{name}_group_scale_log__": () for name in ("outcome", "base", "association")},
    }
    return {name: np.asarray(rng.normal(0, 0.7, shape)) for name, shape in shapes.items()}


def by_hand(point: Point, data: CruxData) -> float:
    """Priors as the documentation states them; parameters of the padding are in it like the others."""
    at = {name.removesuffix("_log__"): np.exp(value) if "_log__" in name else value for name, value in point.items()}
    arrays, total = data.arrays, 0.0
    for name, middle, spread in (
        ("tau_outcome", np.log(1.5), 0.6),
        ("tau_base", np.log(1.5), 0.6),
        ("tau_association", 0.0, 0.6),
        ("kappa", np.log(0.5), 0.5),
        ("drift", np.log(0.3), 0.8),
        ("forecaster_scale", np.log(0.7), 0.6),
    ):
        total += stats.norm.logpdf(point[f"{name}_log__"], middle, spread).sum()
    effects = {}
    for name in ("outcome", "base", "association"):
        scale = at[f"{name}_group_scale"]
        total += stats.halfnorm.logpdf(scale) + np.log(scale) + stats.norm.logpdf(at[f"{name}_group_raw"]).sum()
        raw = at[f"{name}_group_raw"][:, :2]
        effects[name] = scale * (raw - raw.mean(axis=1, keepdims=True))
    total += stats.norm.logpdf(at["mu_outcome"], *arrays["prior"][0])
    total += stats.norm.logpdf(at["mu_base"], *arrays["prior"][1:].T).sum()
    total += stats.norm.logpdf(at["mu_association"], 0, 1.5).sum()

    # Of partial correlations: beta variables on (-1, 1), of shapes 2.5, 2.5 and 2, seen through tanh.
    partial = np.tanh(at["partial_raw"])
    shape = np.array([2.5, 2.5, 2.0])
    total += np.sum(stats.beta.logpdf((partial + 1) / 2, shape, shape) + np.log1p(-(partial**2)))

    location = at["mu_outcome"] + effects["outcome"][0, arrays["person_group"]]
    scales = np.array([at["tau_outcome"], *at["forecaster_scale"]])
    covariance = correlation_of_partials(at["partial_raw"], 3) * np.outer(scales, scales)
    own = np.column_stack([at["outcome"] - location, at["forecaster_shift"]])
    total += stats.multivariate_normal.logpdf(own, cov=covariance).sum()
    total += stats.norm.logpdf(at["outcome_asked"], at["outcome"][arrays["round_person"]], at["drift"]).sum()

    person, crux, _, asked_in = arrays["entry"].T
    group = arrays["person_group"][person]
    base, association = (
        at[f"mu_{name}"][crux] + effects[name][crux, group] + at["forecaster_shift"][person, place]
        for place, name in enumerate(("base", "association"))
    )
    total += (
        stats.t.logpdf(at["base"], DEFAULTS.view_nu, base, at["tau_base"]).sum()
        + stats.t.logpdf(at["association_raw"], DEFAULTS.view_nu).sum()
    )
    at["association"] = association + at["tau_association"] * at["association_raw"]
    implied = np.concatenate([at["outcome_asked"], *views(at, asked_in)])
    for place, low, high, low_open, high_open, count in arrays["cell"]:
        below, above = (np.array([low, high]) - implied[int(place)]) / at["kappa"]
        total += count * log_chance(-np.inf if low_open else below, np.inf if high_open else above)
    return float(total)


def log_chance(low: float, high: float) -> float:
    """Of a standard normal between two edges, taken in the tail where they lie."""
    if low + high > 0:
        low, high = -high, -low
    return float(log_ndtr(high) + np.log1p(-np.exp(log_ndtr(low) - log_ndtr(high))))


def views(at: Point, asked_in: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The crux, the outcome given it and given its absence, by Bayes' theorem in probabilities."""
    u, given_not, given_u = (
        expit(at["outcome_asked"][asked_in]),
        expit(at["base"]),
        expit(at["base"] + at["association"]),
    )
    c = u * given_u + (1 - u) * given_not
    return logit(c), logit(u * given_u / c), logit(u * (1 - given_u) / (1 - c))


def test_the_density_is_the_one_that_the_documentation_states(
    data: CruxData, log_density: Callable[[Point], float]
) -> None:
    found, expected = (
        np.array([density(random_point(data, seed)) for seed in range(6)])
        for density in (log_density, lambda point: by_hand(point, data))
    )
    # Constants are left out of a density.
    assert found - expected == pytest.approx(np.full(6, found[0] - expected[0]), abs=1e-6)


def test_padding_says_nothing_of_the_rest(data: CruxData, log_density: Callable[[Point], float]) -> None:
    """An unused crux moves nothing but its own terms: the same shift of both gives the same difference everywhere."""
    differences = []
    for seed in (1, 2):
        point = random_point(data, seed)
        point["mu_base"][5] = 0.3
        moved = {**point, "mu_base": point["mu_base"].copy()}
        moved["mu_base"][5] = 1.7
        differences.append(log_density(moved) - log_density(point))
    assert differences == pytest.approx([stats.norm.logpdf(1.7) - stats.norm.logpdf(0.3)] * 2, abs=1e-8)


def test_the_tensors_of_the_model_are_the_numbers_of_its_summaries() -> None:
    views = np.random.default_rng(1).normal(0, 10, (3, 200))
    inputs = [pt.dvector() for _ in range(3)]
    outputs = _implied(*inputs)
    for output, expected in zip(outputs, implied_credences(*views), strict=True):
        found = output.eval(dict(zip(inputs, views, strict=True)), mode=PYTHON, on_unused_input="ignore")
        assert found == pytest.approx(expected, rel=1e-11, abs=1e-11)
