"""Whatever the outcome leads with, a picture claims no number of the population for a factor of which few spoke."""

from pathlib import Path
from typing import Any

import pytest

from consilience.charts.figure import Figure
from consilience.frames.answers import answers_frame
from consilience.models.factors.frames.waterfall import waterfall_frame
from consilience.models.factors.tables import factor_tables
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import figures_of
from tests.builders.specs import spec_as_drawn

TEST = """
[evidence.probe]
title = "A probe"
on = "forced"
observed = "negative"
trials = 2
sensitivity = "60%"
false_positive_rate = "5%"
"""
TOML = f"""\
title = "A box"
outcome = "open"

[question.found]
title = "It is found"

[question.forced]
title = "It is forced"
given = {{ found = true }}

[question.silent]
title = "Nobody spoke of this"

[question.open]
title = "It is open"
all_of = ["found", "forced", "silent"]
{TEST}"""
WIDTHS = ("full", "column")
FEW, MANY = ("ada", "bo"), ("ada", "bo", "cem")


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares of the variance from few points: nothing here is about their digits."""
    monkeypatch.setattr("consilience.models.factors.frames.sensitivity._SAMPLES", 32)


def box(folder: Path, forced: tuple[str, ...], silent: tuple[str, ...] = ()) -> Fit:
    spoken = {"found": MANY, "forced": forced, "silent": silent, "open": MANY}
    numbers = {"ada": "50%", "bo": "30%", "cem": "20%"}
    # What is inferred of the whole lies among these.
    whole = {"ada": "50%", "bo": "8%", "cem": "5%"}
    rows = "".join(
        f"{name},{who},2025-01-15,{(whole if name == 'open' else numbers)[who]},,,s,\n"
        for name, many in spoken.items()
        for who in many
    )
    return panel_fit(write_panel_study(folder / "box", TOML, rows), draws=25, location=[[0.0, -1.0, 2.0]])


@pytest.fixture(scope="module")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return box(tmp_path_factory.mktemp("forecasts"), FEW)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return box(tmp_path_factory.mktemp("many"), MANY, MANY)


def written(figure: Figure) -> dict[str, str]:
    """The looks, colour and weight, of each text that a picture writes."""
    spec = spec_as_drawn(figure.chart)
    found: dict[str, str] = {}
    for layer in spec["layer"]:
        rows: list[dict[str, Any]] = layer["data"].get("values") or spec["datasets"][layer["data"]["name"]]
        mark = layer["mark"]
        if mark["type"] == "text" and "stroke" not in mark:
            found |= {str(row["text"]): f"{mark.get('color')} {mark.get('fontWeight')}" for row in rows}
    return found


def median(fit: Fit, question: str) -> str:
    frame = answers_frame(fit).query("group == 'all' and summary == 'median'").set_index("question")
    return str(frame.loc[question, "label"])


@pytest.mark.parametrize("width", WIDTHS)
def test_a_box_leads_with_what_was_said(fit: Fit, width: str) -> None:
    looks = written(figures_of(fit, width).tree())
    number, interval = median(fit, "found").split(" ", 1)
    bold, grey = looks[number], looks[interval]
    assert bold.endswith("bold")
    assert bold != grey
    assert looks["50%; 30%"] == looks["nobody answered"] == bold
    for question in ("forced", "silent"):
        assert looks[f"inferred {median(fit, question)}"] == grey
        assert median(fit, question).partition(" ")[0] not in looks


def test_the_words_of_a_tree_say_whose_each_number_is(fit: Fit) -> None:
    figure = figures_of(fit).tree()
    assert figure.caption.startswith(
        f"It is open: {median(fit, 'open')}. Median forecaster with 90% intervals, in grey "
    )
    spoken = spec_as_drawn(figure.chart)["description"]
    assert f"It is forced: ada: 50%; bo: 30%. What-if of others like them: {median(fit, 'forced')}" in spoken
    assert f"Nobody spoke of this: Inferred without a voice: {median(fit, 'silent')}" in spoken
    assert f"It is found {median(fit, 'found')}" in spoken


@pytest.mark.parametrize("width", WIDTHS)
def test_a_step_of_few_is_inferred_beside_what_was_said(fit: Fit, width: str) -> None:
    figure, frame = figures_of(fit, width).waterfall(), waterfall_frame(fit).set_index("question")
    looks = written(figure)
    assert {"ada: 50%; bo: 30%", f"× {frame.loc['found', 'factor_label']}"} <= set(looks)
    for question in ("forced", "silent"):
        assert f"× {frame.loc[question, 'factor_label']} inferred" in looks
    claimed, left = (looks[frame.loc[question, "after_label"]] for question in ("found", "forced"))
    assert claimed != left
    assert looks[frame.loc["open", "after_label"]] == claimed
    spoken = spec_as_drawn(figure.chart)["description"]
    assert f"It is forced (ada: 50%; bo: 30%) {frame.loc['forced', 'after_label']} inferred" in spoken
    assert "in grey where it is a what-if beside what was said" in figure.caption


def test_a_tornado_names_who_spoke_of_a_factor(fit: Fit) -> None:
    texts = " ".join(written(figures_of(fit).tornado()))
    assert "ada: 50%; bo: 30%; its ends are inferred" in texts
    assert "nobody answered; its ends" in texts


def test_evidence_on_what_few_spoke_of_moves_a_what_if(fit: Fit) -> None:
    looks = written(figures_of(fit).evidence_steps())
    assert any(text.startswith("ada: 50%; bo: 30%. What-if of others") for text in looks)
    assert looks[median(fit, "forced")] != looks[median(fit, "open")]
    rows = next(table for table in factor_tables(fit) if table.title == "Evidence").rows
    found = {(row[0], row[1]): row[3] for row in rows}
    before = "Before any evidence"
    assert found["It is forced", before] == f"ada: 50%; bo: 30%; what-if: {median(fit, 'forced')}"
    assert found["It is forced", "A probe"].startswith("what-if: ")
    assert found["It is open", before] == median(fit, "open")


def test_of_three_people_nothing_is_a_what_if(many: Fit) -> None:
    figures = figures_of(many)
    for draw in (figures.tree, figures.waterfall, figures.tornado, figures.evidence_steps):
        figure = draw()
        words = " ".join([*written(figure), figure.caption, spec_as_drawn(figure.chart)["description"]])
        assert "inferred" not in words
        assert "hat-if" not in words
