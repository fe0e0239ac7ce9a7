"""Of a factor on which under three people spoke what they said leads, whatever the outcome leads with."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from consilience.frames.answers import answers_frame
from consilience.frames.headline import headline_of
from consilience.models.factors.frames.tree import tree_frames
from consilience.models.factors.frames.waterfall import waterfall_frame
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import panel_fit, write_panel_study

TOML = """\
title = "A box"
outcome = "open"

[question.found]
title = "It is found"

[question.forced]
title = "It is forced"
given = { found = true }

[question.kept]
title = "Somebody keeps watch"

[question.silent]
title = "Nobody spoke of this"

[question.open]
title = "It is open"
all_of = ["found", "forced", "unwatched", "silent"]

[question.unwatched]
title = "Nobody keeps watch"
not = "kept"
"""
TOTALS = {"ada": "1%", "bo": "2%", "cem": "4%"}
FIVE = ("ada", "bo", "cem", "dee", "eve")


def box(folder: Path, toml: str = TOML, **said: dict[str, str]) -> Fit:
    """Five on the first, two on the second, one on the third, nobody on the last; and three totals."""
    spoken = {
        "found": dict.fromkeys(FIVE, "60%"),
        "forced": {"ada": "50%", "bo": "30%"},
        "kept": {"cem": "12% [5%, 30%]"},
        "open": TOTALS,
    } | said
    rows = "".join(
        f'{question},{who},2025-01-15,"{value}",,,s,\n'
        for question, by_name in spoken.items()
        for who, value in by_name.items()
    )
    return panel_fit(write_panel_study(folder / "box", toml, rows), draws=25)


@pytest.fixture(scope="module")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return box(tmp_path_factory.mktemp("forecasts"))


def population(fit: Fit, question: str) -> str:
    frame = answers_frame(fit).query("group == 'all' and summary == 'median'").set_index("question")
    return str(frame.loc[question, "label"])


def test_a_node_says_what_was_said_and_keeps_what_is_inferred(fit: Fit) -> None:
    nodes = tree_frames(fit)[0].set_index("question")
    assert headline_of(fit, "open").leads == "population"
    assert nodes["said"].to_dict() == {
        "found": "",
        "open": "",
        "forced": "50%; 30%",
        "kept": "12% [5%, 30%]",
        "unwatched": headline_of(fit, "unwatched").numbers,
        "silent": "nobody answered",
    }
    assert nodes.loc["unwatched", "said"].startswith("implied 88%")
    for question in ("forced", "kept", "silent", "found", "open"):
        assert nodes.loc[question, "label"] == population(fit, question)
    assert (
        nodes.loc["forced", "detail"] == f"ada: 50%; bo: 30%. What-if of others like them: {population(fit, 'forced')}"
    )
    assert nodes.loc["silent", "detail"] == f"Inferred without a voice: {population(fit, 'silent')}"
    assert (nodes["leads"] == "voices").equals(nodes["said"] != "")


def test_three_people_are_enough(tmp_path: Path) -> None:
    nodes, _ = tree_frames(box(tmp_path, forced={"ada": "50%", "bo": "30%", "cem": "40%"}))
    assert nodes.set_index("question").loc["forced", ["leads", "said", "detail"]].tolist() == ["population", "", ""]


def test_a_survey_counts_as_those_whom_it_asked(tmp_path: Path) -> None:
    toml = TOML
    rows = "forced,them,2025-01-15,n=400 median=40%,,survey,s,\nfound,ada,2025-01-15,50%,,,s,\n"
    nodes, _ = tree_frames(panel_fit(write_panel_study(tmp_path / "box", toml, rows), draws=10))
    assert nodes.set_index("question").loc["forced", "said"] == ""


def test_a_record_is_said_where_nobody_spoke(tmp_path: Path) -> None:
    rows = "silent,a log,2025-01-15,12 of 400,,base_rate,s,\nfound,ada,2025-01-15,50%,,,s,\n"
    nodes, _ = tree_frames(panel_fit(write_panel_study(tmp_path / "box", TOML, rows), draws=10))
    assert nodes.set_index("question").loc["silent", "said"] == "a base rate of 12 events in 400 trials (a log)"


def test_what_is_left_is_a_what_if_from_the_first_step_of_few_on(fit: Fit) -> None:
    frame = waterfall_frame(fit).set_index("question")
    assert frame["leads"].to_dict() == {
        "found": "population",
        "forced": "voices",
        "unwatched": "voices",
        "silent": "voices",
        "open": "population",
    }
    details = frame["detail"].to_dict()
    assert details["forced"] == "ada: 50%; bo: 30%"
    assert details["silent"] == "nobody answered"
    assert details["found"] == details["open"] == ""
    # The numbers that multiply are those of the population, as before.
    assert np.prod(frame["factor"].dropna()) == pytest.approx(frame["after"].iloc[-1])


def test_of_an_outcome_that_voices_lead_the_last_row_is_theirs(tmp_path: Path) -> None:
    last = waterfall_frame(box(tmp_path, open={"ada": "1%"})).iloc[-1]
    assert (last["leads"], last["said"]) == ("voices", "1%")
    assert last["detail"].endswith(f"What-if of others like them: {last['after_label']}")


def test_a_step_that_must_not_happen_is_told_by_what_was_asked(tmp_path: Path) -> None:
    toml = TOML.replace('"unwatched", "silent"]', '"silent"]').replace("{ found = true }", "{ kept = false }")
    frame = waterfall_frame(box(tmp_path, toml)).set_index("question")
    assert frame.loc["not kept", "detail"] == "on “Somebody keeps watch” cem: 12% [5%, 30%]"


def test_causes_of_a_noisy_or_are_told_as_few_said_them(tmp_path: Path) -> None:
    causes = "".join(f'[question.{name}]\ntitle = "{name}"\n' for name in ("rain", "surge"))
    last = '[question.flood]\ntitle = "Flood"\nnoisy_or = ["rain", "surge"]\n'
    toml = f'title = "A flood"\noutcome = "flood"\n{causes}{last}'
    said = {"rain": 3, "surge": 3, "flood | rain alone": 2, "flood | surge alone": 3, "flood | none": 1}
    rows = "".join(f"{name},{who},2025-01-15,40%,,,s,\n" for name, many in said.items() for who in FIVE[:many])
    nodes, edges = tree_frames(panel_fit(write_panel_study(tmp_path / "flood", toml, rows), draws=10))
    states = edges.set_index("source")["state"]
    assert states["rain"] == "40%; 40% alone"
    assert states["surge"] != "40%; 40%; 40% alone"
    assert nodes.set_index("question").loc["flood", "rule"] == "noisy-or, 40% with none"


def test_frames_of_a_group_are_led_by_its_own_voices(tmp_path: Path) -> None:
    rows = "".join(
        f"{name},{who},2025-01-15,40%,{'x' if who in FIVE[:3] else 'y'},,s,\n"
        for name in ("found", "forced")
        for who in FIVE
    )
    fit = panel_fit(write_panel_study(tmp_path / "box", TOML, rows), draws=10)

    def leads(group: str) -> pd.Series:
        return tree_frames(fit, group=group)[0].set_index("question")["leads"]

    assert (leads("x")["found"], leads("y")["found"], leads("all")["found"]) == ("population", "voices", "population")
