"""Pool of products against product of pools: the term that separates them, against simulation of its own."""

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy.special import expit, logit

from consilience.frames.answers import answers_frame
from consilience.models.factors.frames.products import COLUMNS, _points, products_frame
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import synthetic_fit, write_study
from tests.examples import examples

TOML = """\
title = "Two locks"
outcome = "open"

[question.first]
title = "The first lock is open"

[question.second]
title = "The second lock is open"

[question.open]
title = "Both are open"
all_of = ["first", "second"]

[question.ajar]
title = "One is open"
any_of = ["first", "second"]
"""
ROWS = "first,ada,2025-01-15,40%,,,s,\nsecond,ada,2025-01-15,20%,,,s,\n"
LOCATION = np.array([-0.5, -1.5])
SCALE, NU = 1.5, 12.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory):
    return write_study(tmp_path_factory.mktemp("forecasts") / "locks", TOML, ROWS)


def locks(folder, correlation: float, **more) -> Fit:
    loading = np.sqrt(abs(correlation)) * np.array([1.0, np.sign(correlation)])
    options = {"location": LOCATION, "scale": SCALE, "nu": NU, "jitter": 0.0, "draws": 50} | more
    return panel_fit(folder, loading=loading, **options)


def population(correlation: float, size: int = 400_000) -> np.ndarray:
    """Forecasters of the same population by plain simulation: a multivariate t, as NumPy draws it."""
    rng = np.random.default_rng(20)
    normal = rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], size)
    return expit(LOCATION + SCALE * normal / np.sqrt(rng.chisquare(NU, size) / NU)[:, None])


@pytest.mark.parametrize("correlation", [-0.7, 0.0, 0.8])
def test_the_covariance_is_that_of_the_population(folder, correlation):
    chances = population(correlation)
    covariance = np.cov(chances.T)[0, 1]
    row = products_frame(locks(folder, correlation)).set_index("summary").loc["mean"]
    assert row["covariance"] == pytest.approx(covariance, abs=0.002)
    assert row["pool_of_products"] == pytest.approx((chances[:, 0] * chances[:, 1]).mean(), abs=0.002)
    assert row["product_of_pools"] == pytest.approx(chances.mean(axis=0).prod(), abs=0.002)
    assert np.sign(row["covariance_low"]) == np.sign(row["covariance_high"]) or correlation == 0


@pytest.mark.parametrize("correlation", [-0.7, 0.8])
def test_medians_and_geometric_means_of_products_are_those_of_the_population(folder, correlation):
    chances = population(correlation)
    frame = products_frame(locks(folder, correlation)).set_index("summary")
    product = chances.prod(axis=1)
    assert frame.loc["median", "pool_of_products"] == pytest.approx(np.median(product), rel=0.05)
    assert frame.loc["geometric_mean_odds", "pool_of_products"] == pytest.approx(expit(logit(product).mean()), rel=0.05)
    for summary in ("median", "geometric_mean_odds"):
        assert frame.loc[summary, "product_of_pools"] == pytest.approx(expit(LOCATION).prod(), rel=0.05)


def test_where_factors_go_together_any_of_them_is_less_likely(folder):
    fit = locks(folder, 0.8)
    both, either = (products_frame(fit, event).set_index("summary").loc["mean"] for event in ("open", "ajar"))
    # P(A or B) = P(A) + P(B) − P(A and B): what the covariance adds to one it takes from the other.
    assert either["covariance"] == pytest.approx(-both["covariance"], rel=1e-6)
    assert both["says"].endswith(f"too low by a factor of {both['ratio']:.2g}.")
    assert "too high" in either["says"]


@settings(max_examples=examples(20), deadline=None)
@given(st.lists(st.floats(-4, 4), min_size=2, max_size=2))
def test_without_spread_there_is_nothing_to_separate_them(tmp_path_factory, location):
    folder = write_study(tmp_path_factory.mktemp("forecasts") / "locks", TOML, ROWS)
    frame = products_frame(locks(folder, 0.5, location=location, scale=1e-9, draws=2))
    assert frame["pool_of_products"].tolist() == pytest.approx([float(expit(location).prod())] * 3, rel=1e-6)
    assert frame["covariance"].tolist() == pytest.approx([0.0] * 3, abs=1e-8)
    assert frame["says"].str.endswith("about the same.").all()


def test_every_group_has_its_rows_and_the_pool_of_products_is_the_published_answer(tmp_path):
    fit = panel_fit(write_panel_study(tmp_path / "town"))
    frame = products_frame(fit)
    assert tuple(frame.columns) == COLUMNS
    assert frame[["group", "summary"]].to_numpy().tolist() == [
        [group, summary] for group in ("all", "river", "coast") for summary in ("median", "mean", "geometric_mean_odds")
    ]
    answers = answers_frame(fit).query("question == 'flood'").set_index(["group", "summary"])
    for row in frame.to_dict("records"):
        published = answers.loc[row["group"], row["summary"]]
        assert row["pool_of_products"] == pytest.approx(published["value"], rel=1e-12)
        assert row["pool_label"] == published["label"]
        said = float(row["covariance_label"].partition(" points [")[0].replace("−", "-"))
        width = 100 * (row["covariance_high"] - row["covariance_low"])
        assert said == pytest.approx(100 * row["covariance"], abs=width / 20)


def test_a_difference_whose_sign_is_not_known_is_said_to_be(tmp_path):
    fit = panel_fit(write_panel_study(tmp_path / "town"), scale=2.0, seed=4)
    frame = products_frame(fit)
    unsure = frame[(frame["covariance_low"] < 0) & (frame["covariance_high"] > 0)]
    assert len(unsure)
    sayings = unsure["says"]
    assert (sayings.str.endswith("and it is not certain which way.") | sayings.str.endswith("about the same.")).all()


def test_what_follows_from_nothing_is_refused_with_what_does(folder, tmp_path):
    with pytest.raises(ValueError, match=r"first follows from no other question.*name one of open, ajar"):
        products_frame(locks(folder, 0.0, draws=2), "first")
    undeclared = TOML.replace('outcome = "open"\n', "")
    with pytest.raises(ValueError, match=r"no outcome is declared or named.*open, ajar"):
        products_frame(locks(write_study(tmp_path / "locks", undeclared, ROWS), 0.0, draws=2))
    with pytest.raises(KeyError, match="no event 'third'"):
        products_frame(locks(folder, 0.0, draws=2), "third")
    with pytest.raises(ValueError, match=r"floods has no credences.*fit a study with gates"):
        products_frame(_with_gate(synthetic_fit(write_study(tmp_path / "floods"))), "any")


def _with_gate(fit: Fit) -> Fit:
    """A fit of questions each for itself, over which somebody later put a gate."""
    from dataclasses import replace

    from consilience.study import Question

    gate = Question("any", "Any", gate="any_of", of=("flood", "drought"))
    return replace(fit, study=replace(fit.study, questions={**fit.study.questions, "any": gate}))


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((-0.013, -0.072, -0.00039), "−1.3 points [−7.2, −0.04]"),
        ((-0.00096, -0.027, 0.021), "−0.1 points [−2.7, +2.1]"),
        ((0.00004, -0.0025, 0.0031), "0 points [−0.25, +0.31]"),
        ((0.12, 0.011, 0.34), "+12 points [+1, +34]"),
        ((0.0, 0.0, 0.0), "0 points"),
    ],
)
def test_a_difference_has_the_digits_that_its_interval_leaves_a_meaning(
    ends: tuple[float, float, float], said: str
) -> None:
    assert _points(dict(zip(("value", "low", "high"), ends, strict=True))) == said
