"""What a cell shows of fits of factors and cruxes, and the charts that it lists of each."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from consilience.api.study_fit import StudyFit
from consilience.frames import few_note, headline_frame
from consilience.history.told import OTHERS
from consilience.notebook.charts import PAGE, PICTURE, PIXELS, VEGA
from tests.builders.fits import made_once, synthetic_fit, write_study
from tests.builders.hostile import HOSTILE
from tests.builders.named_fits import PANELS, cruxes, hostile_cruxes, hostile_panel, panel
from tests.notebook.test_displays import ALLOWED, Page, Show

MAKERS: dict[str, Callable[[Path], StudyFit]] = {
    "panel": lambda folder: panel("everything", folder),
    "cruxes": lambda folder: cruxes("two camps", folder),
    "consensus": lambda folder: synthetic_fit(write_study(folder / "floods")),
}
OF_QUESTIONS = [f"fit.charts.{kind}(question)" for kind in ("statements", "groups", "pools")]
CALLS = {
    "panel": [
        *OF_QUESTIONS,
        "fit.charts.overview()",
        "fit.charts.tree(outcome)",
        "fit.charts.waterfall(outcome)",
        "fit.charts.factors()",
        "fit.charts.coherence()",
        "fit.charts.evidence_steps(outcome)",
        "fit.charts.frontier(outcome)",
        "fit.charts.tornado(outcome)",
        "fit.charts.sensitivity(outcome)",
        "fit.charts.history(question)",
    ],
    "cruxes": [*OF_QUESTIONS, "fit.charts.overview()", "fit.charts.crux_map()", "fit.charts.history(question)"],
    "consensus": [
        *OF_QUESTIONS,
        "fit.charts.predictive(question)",
        "fit.charts.prior_posterior(question)",
        "fit.charts.overview()",
        "fit.charts.history(question)",
    ],
}


@pytest.fixture(scope="module")
def fits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StudyFit]:
    folder = tmp_path_factory.mktemp("forecasts")
    return {model: make(folder) for model, make in MAKERS.items()}


@pytest.mark.parametrize("model", MAKERS)
def test_a_cell_lists_the_charts_that_a_fit_has(fits: dict[str, StudyFit], model: str, show: Show) -> None:
    rows = Page(show(fits[model].charts)["text/html"]).rows
    end = rows.index(["Question", "Title", "Statements"])
    assert rows[0] == ["Chart", "Shows"]
    assert [row[0] for row in rows[1:end]] == CALLS[model]
    assert all(row[1].endswith(".") for row in rows[1:end])


@pytest.mark.parametrize("model", MAKERS)
def test_every_chart_that_is_listed_is_there_and_can_be_called_so(fits: dict[str, StudyFit], model: str) -> None:
    figures = fits[model].charts
    for call in CALLS[model]:
        name, _, argument = call.removeprefix("fit.charts.").rstrip(")").partition("(")
        if name == "history" and model != "consensus":
            # Answers of earlier days are sampled there, which takes a minute.
            assert callable(figures.history)
            continue
        asked = {"question": figures.statements().question, "outcome": fits[model].study.outcome}
        figure = getattr(figures, name)(**({argument: asked[argument]} if argument else {}))
        assert figure.name


@pytest.mark.parametrize("model", MAKERS)
def test_questions_that_can_be_named_are_listed_with_their_states(
    fits: dict[str, StudyFit], model: str, show: Show
) -> None:
    page = Page(show(fits[model].charts)["text/html"])
    frame = headline_frame(fits[model])
    end = page.rows.index(["Question", "Title", "Statements"])
    listed = page.rows[end + 1 :]
    assert listed == [[str(name), row["title"], str(row["statements"])] for name, row in frame.iterrows()]
    assert f"Without a question: {fits[model].study.outcome}." in page.text
    if model != "consensus":
        assert any(" | not " in row[0] and row[1].startswith("If not ") for row in listed)


@pytest.mark.parametrize("name", ["no outcome", "surveys alone", "a single factor"])
def test_charts_that_a_study_cannot_have_are_not_listed(name: str, show: Show) -> None:
    rows = Page(show(made_once(panel, name).charts)["text/html"]).rows
    listed = {row[0].removeprefix("fit.charts.").partition("(")[0] for row in rows if row[0].startswith("fit.charts.")}
    assert listed == {"statements", "groups", "pools", "overview", "history", *PANELS[name][2]}


@pytest.mark.parametrize("model", MAKERS)
def test_a_fit_shows_the_answer_to_every_question_and_state(fits: dict[str, StudyFit], model: str, show: Show) -> None:
    fit = fits[model]
    page = Page(show(fit)["text/html"])
    frame = fit.summary()
    shown = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row] for row in page.rows[1 : 1 + len(frame)]]
    assert [row[0] for row in shown] == frame["title"].tolist()
    assert [row[1] for row in shown] == frame["answer"].tolist()
    # What is inferred of others, where the voices lead, is there and told apart.
    assert {row[-1] for row in shown} >= {*frame["inferred"]} - {""}
    assert (OTHERS in page.rows[0]) == (frame["leads"] == "voices").any()
    assert few_note(frame) in page.text
    failed = Page(show(replace(fit, checks=(replace(fit.checks[0], passed=False),)))["text/html"])
    assert "Not to be published" in failed.text
    assert frame["answer"].iloc[0] not in failed.text


@pytest.mark.parametrize(("model", "questions"), [("panel", 9), ("cruxes", 7)])
def test_a_terminal_is_told_in_a_line(fits: dict[str, StudyFit], model: str, questions: int) -> None:
    pretty = pytest.importorskip("IPython.lib.pretty").pretty
    name = fits[model].study.name
    assert pretty(fits[model]) == f"Fit of {name}: {questions} questions, all diagnostics passed"


@pytest.mark.parametrize("make", [hostile_panel, hostile_cruxes])
def test_texts_of_a_study_stay_texts(make: Callable[[Path], StudyFit], tmp_path: Path, show: Show) -> None:
    fit = make(tmp_path)
    for thing in (fit, fit.charts, fit.study):
        page = Page(show(thing)["text/html"])
        assert page.open == []
        assert page.tags <= ALLOWED
        assert HOSTILE["script"] in page.text


@pytest.mark.parametrize(("model", "kind"), [("panel", "tree"), ("panel", "frontier"), ("cruxes", "crux_map")])
def test_charts_of_factors_are_drawn_by_jupyterlab_and_have_a_picture(
    fits: dict[str, StudyFit], model: str, kind: str, show: Show
) -> None:
    data = show(getattr(fits[model].charts, kind)())
    assert set(data) == {VEGA, PICTURE, PIXELS, PAGE, "text/plain"}
    assert data[PICTURE].startswith("<svg")
