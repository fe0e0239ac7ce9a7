"""A noisy-or through every frame of a factor study: its strengths are factors, its causes bear on it."""

import numpy as np
import pytest
from scipy.special import expit

from consilience.frames.answers import after_evidence_frame, answers_frame
from consilience.models.factors.data import encode_factors
from consilience.models.factors.frames.coherence import held_totals
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.products import products_frame
from consilience.models.factors.frames.sensitivity import tornado_frame, value_of_information_frame
from consilience.models.factors.frames.tree import tree_frames
from consilience.models.factors.frames.waterfall import waterfall_frame
from consilience.models.factors.simulate import draw_factor_credences, draw_factor_prior, simulate_factors
from consilience.study import read_study
from tests.builders.factor_fits import panel_fit, write_panel_study

TOML = """\
title = "A flood"
outcome = "loss"
[question.rain]
title = "Rain"
[question.breach]
title = "A breach"
[question.flood]
title = "The town is flooded"
noisy_or = ["rain", "breach"]
[question.home]
title = "People are at home"
[question.loss]
title = "Lives are lost"
all_of = ["flood", "home"]
[evidence.gauge]
title = "A gauge"
on = "flood"
observed = "negative"
sensitivity = "80%"
false_positive_rate = "5%"
"""
SAID = {
    "rain": "20%",
    "breach": "10%",
    "flood | rain alone": "40%",
    "flood | breach alone": "90%",
    "flood | none": "2%",
    "home": "50%",
    "flood": "25%",
}
ROWS = "".join(f"{name},{who},2025-01-15,{said},,,a talk,\n" for who in ("ada", "bo") for name, said in SAID.items())


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    return panel_fit(write_panel_study(tmp_path_factory.mktemp("noisy") / "s", TOML, ROWS))


@pytest.fixture(scope="module")
def sure(tmp_path_factory):
    """A panel of people who all hold exactly 50%."""
    folder = write_panel_study(tmp_path_factory.mktemp("sure") / "s", TOML, ROWS)
    return panel_fit(folder, location=0.0, scale=1e-9, jitter=0.0)


def test_answers_are_the_closed_form_before_and_after_evidence(sure):
    flood = 1 - 0.5 * 0.75**2
    for frame, on_flood in ((answers_frame(sure), (1, 1)), (after_evidence_frame(sure), (0.2, 0.95))):
        found = frame[frame["summary"] == "median"].set_index("question")["value"]
        seen = flood * on_flood[0] + (1 - flood) * on_flood[1]
        assert found["flood"] == pytest.approx(flood * on_flood[0] / seen, abs=1e-6)
        assert found["loss"] == pytest.approx(0.5 * flood * on_flood[0] / seen, abs=1e-6)
        # The strength of rain where it rains: P(alone, record | rain) over P(record | rain).
        of_rain = 1 - 0.5 * 0.5 * 0.75
        alone = 0.5 * on_flood[0] / (of_rain * on_flood[0] + (1 - of_rain) * on_flood[1])
        assert found["flood | rain alone"] == pytest.approx(alone, abs=1e-6)


def test_the_tree_has_the_strengths_on_its_edges(fit):
    nodes, edges = tree_frames(fit)
    rules = dict(zip(nodes["question"], nodes["rule"], strict=True))
    # Two people spoke: a strength is what they said.
    flood = "noisy-or, 2%; 2% with none"
    assert rules == {"rain": "", "breach": "", "flood": flood, "home": "", "loss": "all of"}
    states = {(row["source"], row["target"]): row["state"] for row in edges.to_dict("records")}
    assert states == {
        ("rain", "flood"): "40%; 40% alone",
        ("breach", "flood"): "90%; 90% alone",
        ("flood", "loss"): "",
        ("home", "loss"): "",
    }


def test_strengths_of_which_many_spoke_are_those_of_the_population(tmp_path):
    rows = "".join(ROWS.replace(",ada,", f",{who},").replace(",bo,", f",{who} too,") for who in ("ada", "cem"))
    fit = panel_fit(write_panel_study(tmp_path / "s", TOML, rows), draws=10)
    nodes, edges = tree_frames(fit)
    found = answers_frame(fit).query("summary == 'median'").drop_duplicates("question").set_index("question")["label"]
    number = found.str.partition(" ")[0]
    assert nodes.set_index("question").loc["flood", "rule"] == f"noisy-or, {number['flood | none']} with none"
    assert edges.set_index("source").loc["rain", "state"] == f"{number['flood | rain alone']} alone"


def test_every_strength_moves_the_outcome(fit):
    frame = tornado_frame(fit)
    assert set(frame["question"]) == {name for name in SAID if name != "flood"}
    assert (frame["logit_high"] > frame["logit_low"]).all()
    titles = dict(zip(frame["question"], frame["title"], strict=True))
    assert titles["flood | none"] == "If none of its causes: The town is flooded"
    assert set(value_of_information_frame(fit)["question"]) == {"rain", "breach", "flood", "home"}


def test_other_frames_know_of_it(fit):
    assert set(waterfall_frame(fit)["question"]) == {"flood", "home", "loss"}
    assert len(evidence_frame(fit))
    assert len(products_frame(fit))
    # 1 - 0.98 (1 - 0.2 · 0.4) (1 - 0.1 · 0.9) is 18%, and 25% was said.
    assert set(held_totals(fit)["question"]) == {"flood"}


def test_a_simulated_panel_says_totals_of_its_own_strengths(tmp_path):
    study = read_study(write_panel_study(tmp_path / "s", TOML, ROWS))
    data, rng = encode_factors(study), np.random.default_rng(3)
    assert data.network.components == tuple(name for name in SAID if name != "flood")
    credences = draw_factor_credences(data, draw_factor_prior(data, rng), rng)
    said = simulate_factors(study.rows, data, draw_factor_prior(data, rng), credences, rng)
    assert [row.question for row in said] == [row.question for row in study.rows]
    rain, breach, *strengths, leak, _ = expit(credences).T
    fails = (1 - leak) * (1 - rain * strengths[0]) * (1 - breach * strengths[1])
    assert expit(data.network.log_odds(credences, "flood")) == pytest.approx(1 - fails)
