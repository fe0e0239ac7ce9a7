"""Tornado and value of information of factors: closed forms for panels of one mind, brute force for others."""

import math
from dataclasses import replace

import numpy as np
import pytest

from consilience.measures.information import (
    maximum_value_of_information,
    value_of_information,
)
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.sensitivity import (
    tornado_frame,
    value_of_information_frame,
)
from consilience.network import network_of
from consilience.study import read_study
from tests.builders.factor_fits import TOML, panel_fit, write_panel_study
from tests.builders.factor_frames import tornado_frame as frame_of_the_chart

CENTRES = [0.5, -0.5, 0.0, 1.0, -2.0]


def fraction(at: float) -> float:
    return 1 / (1 + math.exp(-at))


def study(folder, evidence: bool = False):
    return write_panel_study(folder / "s", TOML if evidence else TOML.partition("[evidence")[0])


@pytest.fixture(scope="module")
def minds(tmp_path_factory):
    """Draws of people who all hold the same, without evidence."""
    return panel_fit(study(tmp_path_factory.mktemp("one")), location=CENTRES, scale=1e-9, jitter=0.3)


@pytest.fixture(scope="module")
def frame(minds):
    return tornado_frame(minds)


def medians(fit) -> dict[str, np.ndarray]:
    chosen = (fit.answers["group"] == "all") & (fit.answers["summary"] == "median")
    draws = fit.answers["value"].values[..., chosen.values]
    names = fit.answers["question"].values[chosen.values]
    return {name: draws[..., place].ravel() for place, name in enumerate(names)}


def test_a_chain_moves_as_its_product(minds, frame):
    at = medians(minds)
    chain = ("storm", "breach", "pumps_fail")
    base = math.prod(fraction(np.median(at[name])) for name in chain)
    rows = frame.set_index("question")
    assert set(rows.index) == set(chain)
    for name in chain:
        others = math.prod(fraction(np.median(at[other])) for other in chain if other != name)
        row = rows.loc[name]
        assert row["base"] == pytest.approx(base, rel=1e-6)
        for end, level in (("low", 0.05), ("high", 0.95)):
            wanted = others * fraction(np.quantile(at[name], level))
            assert row[end] == pytest.approx(wanted, rel=1e-6)
            assert row[f"logit_{end}"] == pytest.approx(math.log(wanted / (1 - wanted)), rel=1e-6)
    assert rows.loc["storm", "factor_low_label"] == f"{fraction(np.quantile(at['storm'], 0.05)):.0%}"


def test_the_widest_bar_is_first_and_assumptions_are_marked(frame):
    assert list(frame["order"]) == [0, 1, 2]
    assert (np.diff((frame["logit_high"] - frame["logit_low"]).abs()) <= 0).all()
    assert dict(zip(frame["question"], frame["assumption"], strict=True)) == {
        "storm": False,
        "breach": False,
        "pumps_fail": True,
    }
    # Whose number leads the figure adds.
    assert set(frame_of_the_chart().columns) == set(frame.columns)


def test_shares_of_the_variance_are_those_of_the_draws(minds, frame):
    # Independent factors, whose log odds add up nearly: shares are those of squared slopes, and sum to about 1.
    reach = ((frame["logit_high"] - frame["logit_low"]) ** 2).to_numpy()
    assert frame["total"].to_numpy() == pytest.approx(reach / reach.sum(), abs=0.1)
    assert frame["first_order"].sum() == pytest.approx(1, abs=0.25)
    assert frame["first_order"].idxmax() == frame["total"].idxmax()


def test_a_factor_that_lowers_the_outcome_has_its_ends_the_other_way(minds):
    frame = tornado_frame(minds, "calm")
    assert (frame["low"] > frame["high"]).all()


def test_components_in_states_are_told_apart(minds):
    frame = tornado_frame(minds, "loss").set_index("question")
    assert frame.loc["loss | flood", "title"] != frame.loc["loss | not flood", "title"]


def test_the_base_is_the_median_forecasters_and_not_that_of_every_median(tmp_path):
    # Wide disagreement: one who holds every median is far above the median of the products.
    fit = panel_fit(study(tmp_path), location=1.0, scale=2.5, jitter=0.0)
    base = tornado_frame(fit)["base"].iloc[0]
    median = fraction(np.median(medians(fit)["flood"]))
    assert base == pytest.approx(median, rel=0.1)
    assert fraction(1.0) ** 3 > 2 * base


def test_declared_evidence_counts(tmp_path):
    fit = panel_fit(study(tmp_path, evidence=True), location=CENTRES, scale=0.5, jitter=0.0)
    steps = evidence_frame(fit).query("question == 'flood' and group == 'all'")
    assert tornado_frame(fit)["base"].iloc[0] == pytest.approx(steps["value"].iloc[-1], rel=0.05)
    assert steps["value"].iloc[0] > 2 * steps["value"].iloc[-1]


def held(fit, credences):
    """The same fit, of forecasters who hold certain credences in all draws."""
    posterior = fit.posterior.copy()
    posterior["credence"] = posterior["credence"] * 0 + np.asarray(credences, dtype=float)
    return replace(fit, posterior=posterior)


def test_information_of_a_chain_in_closed_form(minds):
    one, two, three = (fraction(at) for at in CENTRES[:3])
    frame = value_of_information_frame(held(minds, CENTRES)).set_index(["question", "forecaster"])
    u = one * two * three
    wanted = {
        "storm": value_of_information(u, one, two * three),
        "breach": value_of_information(u, one * two, three),
        # The last step happens where the outcome does, and nowhere else.
        "pumps_fail": maximum_value_of_information(u),
    }
    assert list(dict.fromkeys(frame.index.get_level_values(0))) == ["pumps_fail", "breach", "storm"]
    for question, value in wanted.items():
        row = frame.loc[question, "bo"]
        assert [row["low"], row["value"], row["high"]] == pytest.approx([float(value)] * 3, rel=1e-9)
        assert row["share"] == pytest.approx(float(value / maximum_value_of_information(u)), rel=1e-9)
    assert frame.loc[("storm", "cem"), "group"] == "coast"


def test_information_in_bits(minds):
    bans, bits = (value_of_information_frame(minds, base=base) for base in (10, 2))
    assert bits["value"].to_numpy() == pytest.approx((bans["value"] * math.log2(10)).to_numpy())
    assert bits["share"].to_numpy() == pytest.approx(bans["share"].to_numpy())


def test_information_is_the_mutual_information_of_the_network(tmp_path):
    fit = panel_fit(study(tmp_path, evidence=True), location=CENTRES, jitter=0.5, draws=3)
    frame = value_of_information_frame(fit, "harm").set_index(["question", "forecaster"])
    network = network_of(fit.study)
    pair = {"breach": (0.4**3, 0.95**3)}
    credences = fit.posterior["credence"].sel(forecaster="ada").values.reshape(-1, 5)
    for factor in ("storm", "breach", "pumps_fail", "loss"):
        joint = network.joint(credences, ["harm", factor], pair)
        joint = joint / joint.sum(axis=(1, 2), keepdims=True)
        apart = joint.sum(axis=2, keepdims=True) * joint.sum(axis=1, keepdims=True)
        terms = np.where(joint > 0, joint * np.log10(np.where(joint > 0, joint, 1) / apart), 0)
        assert frame.loc[(factor, "ada"), "value"] == pytest.approx(np.median(terms.sum(axis=(1, 2))), rel=1e-9)


def test_an_outcome_asked_given_others_is_taken_where_it_is_asked(minds):
    frame = value_of_information_frame(held(minds, CENTRES), "pumps_fail")
    assert frame.empty


def test_only_panels_have_factors(fit, tmp_path):
    for made in (tornado_frame, value_of_information_frame):
        with pytest.raises(ValueError, match="gates, parents or evidence"):
            made(fit)
        with pytest.raises(KeyError, match="no answer to 'doom'"):
            made(panel_fit(read_study(study(tmp_path / made.__name__))), "doom")
