"""Fits next to each other: one question, all of them, a chart, and several structures of one outcome."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import consilience as cs
from consilience.charts.drawing.theme import INK, QUIET
from consilience.frames import SUMMARY_TITLES
from consilience.history.told import OTHERS
from consilience.models.factors.frames.structures import distances_frame, structures_frame
from tests.builders.fits import bare_fit, synthetic_fit, write_study
from tests.builders.hostile import MARKUP
from tests.builders.named_fits import cruxes, panel
from tests.builders.specs import spec_as_drawn

# Of a flood enough speak, of a drought too few.
LABELS = {"flood": ["Voices", *SUMMARY_TITLES.values()], "drought": ["Voices", OTHERS]}


@pytest.fixture(scope="module")
def floods(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("forecasts") / "floods")


@pytest.fixture(scope="module")
def both(floods: Path) -> cs.Comparison:
    """Two seeds of one study of two questions."""
    return cs.compare(one=synthetic_fit(floods, seed=1), other=synthetic_fit(floods, seed=2))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> cs.FactorFit:
    return panel("everything", tmp_path_factory.mktemp("forecasts"))


@pytest.fixture(scope="module")
def famine(tmp_path_factory: pytest.TempPathFactory) -> cs.CruxFit:
    return cruxes("two camps", tmp_path_factory.mktemp("forecasts"))


@pytest.fixture
def event(floods: Path) -> cs.Study:
    """A study of one question, named as :func:`bare_fit` has it."""
    question = cs.Question("event", MARKUP)
    rows = tuple(cs.Estimate("event", who, None, "10%", cs.parse("10%"), group="g") for who in ("ada", "bo", "cem"))
    return cs.Study("events", "Events", floods, {"event": question}, rows, outcome="event")


def over_all(fit: Any, question: str) -> list[str]:
    return list(fit.summary(full=True).query("question == @question and group == 'all'")["label"])


def test_of_one_question_there_is_a_column_a_fit_and_a_row_a_summary(event: cs.Study) -> None:
    before, after = bare_fit(event), bare_fit(event, centre=0.0)
    table = cs.compare(before=before, after=after).table("event")

    assert list(table.columns) == ["before", "after"]
    assert list(table.index[:2]) == ["Voices", "Median forecaster"]
    for name, fit in (("before", before), ("after", after)):
        assert list(table[name].iloc[1:]) == over_all(fit, "event")
    assert table.loc["Voices", "after"] == "3 voices"


def test_of_what_nobody_answered_whole_the_table_says_who_answers_parts(tmp_path: Path) -> None:
    fit = panel("no stated total", tmp_path)
    table = cs.compare(before=fit, after=fit).table("flood")
    assert list(table.index) == ["Voices", OTHERS]
    assert list(table.loc["Voices"]) == ["4 voices answer parts of it, none the whole"] * 2


def test_of_all_questions_each_has_the_rows_that_it_has_alone(both: cs.Comparison) -> None:
    table = both.table()
    assert list(table.index) == [(question, label) for question in LABELS for label in LABELS[question]]
    for question in ("flood", "drought"):
        assert_frame_equal(table.loc[question], both.table(question), check_names=False)
        for name, fit in both.fits.items():
            assert list(table.loc[question, name].iloc[1:]) == over_all(fit, question)[: len(LABELS[question]) - 1]


def test_where_under_three_spoke_the_table_says_what_they_said_and_the_rest_is_a_what_if(tmp_path: Path) -> None:
    lone = synthetic_fit(write_study(tmp_path / "lone", rows="flood,ada,2025-01-15,5%,,,s,\n"))
    crowd = synthetic_fit(write_study(tmp_path / "crowd"), seed=2)
    table = cs.compare(before=lone, after=crowd).table("flood")
    assert list(table.index) == ["Voices", *SUMMARY_TITLES.values(), OTHERS]
    assert list(table["before"]) == ["ada: 5%", *[""] * len(SUMMARY_TITLES), over_all(lone, "flood")[0]]
    assert list(table["after"].iloc[1:]) == [*over_all(crowd, "flood"), ""]


def test_a_question_that_only_some_answer_is_left_out_of_the_table_of_all(
    both: cs.Comparison, floods: Path, tmp_path: Path
) -> None:
    toml = (floods / "study.toml").read_text("utf-8").replace("drought", "heat")
    rows = (floods / "estimates" / "a.csv").read_text("utf-8").partition("\n")[2].replace("drought,", "heat,")
    other = synthetic_fit(write_study(tmp_path / "others", toml, rows))
    table = cs.compare(one=both.fits["one"], other=other).table()
    assert list(dict.fromkeys(table.index.get_level_values("question"))) == ["flood"]


def test_a_question_that_was_not_fitted_is_named(event: cs.Study) -> None:
    found = cs.compare(before=bare_fit(event))
    for ask in (found.table, found.chart):
        with pytest.raises(KeyError, match=r"no question of the fit 'before' is called 'evnt'.*questions are event"):
            ask("evnt")


def test_fits_without_a_common_question_say_so(both: cs.Comparison, famine: cs.CruxFit) -> None:
    found = cs.compare(flood=both.fits["one"], famine=famine)
    for ask in (found.table, found.chart):
        with pytest.raises(KeyError, match="no question that all of these fits answer"):
            ask()


def test_nothing_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match=r"nothing to compare.*To mend it: name the fits"):
        cs.compare()


def test_fits_alone_are_compared(both: cs.Comparison) -> None:
    with pytest.raises(ValueError, match=r"'other' is no fit. To mend it: give fits alone"):
        cs.compare(one=both.fits["one"], other=3)  # type: ignore[arg-type]


def test_a_chart_has_a_row_a_fit_and_says_their_medians(both: cs.Comparison) -> None:
    figure = both.chart("drought")
    assert (figure.name, figure.question) == ("drought-comparison", "drought")
    said = figure.chart.to_dict()["description"]
    for name, fit in both.fits.items():
        assert f"What-if of others like them: {over_all(fit, 'drought')[0]}" in said
        assert name in figure.drawing.labelled_svg
    assert "A drought" in figure.caption


def test_where_under_three_spoke_the_chart_says_what_they_said_and_the_rest_is_a_grey_what_if(tmp_path: Path) -> None:
    lone = synthetic_fit(write_study(tmp_path / "lone", rows="flood,ada,2025-01-15,5%,,,s,\n"))
    crowd = synthetic_fit(write_study(tmp_path / "crowd"), seed=2)
    figure = cs.compare(before=lone, after=crowd).chart("flood")
    (guessed,), (answer, *_) = over_all(lone, "flood")[:1], over_all(crowd, "flood")
    spec = spec_as_drawn(figure.chart)
    marks = [row for rows in spec["datasets"].values() for row in rows]

    assert [mark["stroke"] for mark in marks if mark.get("shape") == "circle"] == [QUIET, INK]
    texts = [mark["text"] for mark in marks if "text" in mark]
    assert "5%" in texts
    assert answer in texts
    # The number of nobody is no value of a row, and wherever it stands it says what it is.
    assert guessed not in texts
    said = f"ada: 5%. What-if of others like ada: {guessed}"
    assert said in re.sub(r"\s+", " ", " ".join(texts))
    assert f"before: {said}; after {answer}" in spec["description"]
    assert "in grey where it is a what-if beside what was said" in figure.caption
    assert "in grey" not in cs.compare(after=crowd).chart("flood").caption


def test_without_a_question_the_chart_is_of_the_first_that_all_answer(both: cs.Comparison) -> None:
    assert both.chart().question == "flood"


def test_fits_of_different_models_stand_side_by_side(event: cs.Study, town: cs.FactorFit) -> None:
    found = cs.compare(before=town, again=town)
    assert found.table("flood")["before"].tolist() == found.table("flood")["again"].tolist()
    assert found.chart("flood").question == "flood"


STRUCTURES: dict[str, Callable[[cs.Comparison], pd.DataFrame]] = {
    "structures": lambda found: found.structures({"town": "flood", "floods": "flood"}),
    "weighted": lambda found: found.structures("flood", {"town": 0.25, "floods": 0.75}, summary="mean"),
    "distances": lambda found: found.distances("flood"),
}


@pytest.mark.parametrize("name", STRUCTURES)
def test_structures_and_distances_are_those_of_their_frames(name: str, both: cs.Comparison, town: cs.FactorFit) -> None:
    fits = {"town": town, "floods": both.fits["one"]}
    frames = {
        "structures": lambda: structures_frame(fits, {"town": "flood", "floods": "flood"}),
        "weighted": lambda: structures_frame(fits, "flood", {"town": 0.25, "floods": 0.75}, "mean"),
        "distances": lambda: distances_frame(fits, "flood"),
    }
    found = STRUCTURES[name](cs.compare(**fits))
    assert len(found) > 0
    assert_frame_equal(found, frames[name]())


def test_names_with_spaces_are_columns_too(both: cs.Comparison) -> None:
    one, other = both.fits.values()
    assert list(cs.compare(**{"one seed": one, "another": other}).table().columns) == ["one seed", "another"]


def test_a_terminal_is_told_whose_fits_they_are(both: cs.Comparison) -> None:
    assert repr(both) == "Comparison(one=floods, other=floods)"


def test_a_fit_of_any_name_keeps_it_and_its_place_in_the_chart(both: cs.Comparison) -> None:
    # Frames call the answer over all groups "all"; a name is the caller's.
    one, other = both.fits.values()
    names = ["all", MARKUP, "other"]
    picture = cs.compare(**dict.fromkeys(names, one) | {"other": other}).chart().drawing.labelled_svg
    shown = ["".join(text.itertext()) for text in ElementTree.fromstring(picture).iter() if text.tag.endswith("}text")]
    assert [text for text in shown if text in names] == names
    assert "All groups" not in shown
