"""Who said what, when, how sure, and what is missing: counted by hand."""

from pathlib import Path

import pandas as pd
import pytest

from consilience.api import Study, read_study
from consilience.frames import overview
from tests.builders.factor_fits import write_panel_study
from tests.builders.fits import write_study

ROWS = """\
flood,ada,2023,10%,river,,a letter,
flood,ada,2025-01-15,12%,river,,a letter,
flood,bo,2025-01-16,2-5%,river,,a talk,
flood,cem,,<1%,coast,,hearsay,
flood,a poll,2024-05,n=88 median=3%,,survey,the web,
drought,ada,2025-01-15,12%,river,,a letter,
drought,bo,2025-01-16,12%,river,,a talk,
"""


@pytest.fixture
def study(tmp_path: Path) -> Study:
    return read_study(write_study(tmp_path / "floods", rows=ROWS))


@pytest.fixture
def panel(tmp_path: Path) -> Study:
    return read_study(write_panel_study(tmp_path / "town"))


def test_each_question_has_its_ends_their_owners_and_how_many_are_how_sure(study: Study) -> None:
    row = study.said().loc["flood"]
    assert row[["voices", "statements", "bounds", "sure", "left_open"]].tolist() == [4, 5, 1, 1, 0]
    # "2–5%" lies at 3.2%, above the poll's 3%.
    assert (row["lowest"], row["lowest_by"]) == ("88 people: median 3%", "a poll")
    assert (row["highest"], row["highest_by"]) == ("12%", "ada")
    assert row["when"] == "2023 to 2025-01-16"
    other = study.said().loc["drought"]
    assert (other["lowest_by"], other["highest_by"], other["left_open"]) == ("2 voices", "2 voices", 1)


def test_a_date_of_which_the_year_alone_is_known_is_no_day(study: Study) -> None:
    when = study.speakers().set_index("forecaster")["when"]
    assert when.to_dict() == {"cem": "", "ada": "2023 to 2025-01-15", "bo": "2025-01-16", "a poll": "2024-05"}


def test_who_left_what_open_is_told_of_people_alone(study: Study, panel: Study) -> None:
    assert study.missing()[["question", "forecaster", "missing"]].to_numpy().tolist() == [
        ["drought", "cem", overview.LEFT_OPEN]
    ]
    missing = panel.missing()
    # Totals need not be stated; what nobody answered comes first, with the prior that stands in.
    assert missing.iloc[0][["question", "forecaster", "missing"]].tolist() == ["pumps_fail", "", overview.PRIOR_ALONE]
    assert missing[missing["forecaster"] == "bo"]["question"].tolist() == ["breach", "loss | flood", "loss | not flood"]
    assert not {"flood", "calm", "harm"} & set(missing["question"])
    assert overview.unanswered(panel) == ["pumps_fail"]


def test_those_who_do_not_count_are_told_apart(panel: Study) -> None:
    speakers = panel.speakers()
    assert speakers["voice"].tolist() == [True, True, True, True, False]
    assert speakers.iloc[-1][["forecaster", "kind", "answered"]].tolist() == ["a platform", "aggregate", 4]
    assert panel.groups()[["voices", "statements", "questions"]].to_numpy().tolist() == [[2, 6, 5], [2, 5, 4]]


def test_sources_are_counted(study: Study) -> None:
    sources = study.sources()
    assert sources["statements"].to_dict() == {"a letter": 3, "a talk": 2, "hearsay": 1, "the web": 1}
    assert sources.loc["a letter", "speakers"] == 1


def test_questions_and_statements_are_tables(study: Study, panel: Study) -> None:
    frame = panel.questions.to_frame()
    assert frame.loc["flood", ["kind", "follows_from"]].tolist() == ["all_of", "storm, breach, pumps_fail"]
    assert frame.loc["pumps_fail", "prior"] == "10% to 90% @90%"
    table = study.estimates
    own = table[table["voice"]].drop(columns=["standing", "voice"])
    found = study.voices.to_frame()
    key = ["question", "forecaster", "group", "estimate"]
    pd.testing.assert_frame_equal(found.sort_values(key, ignore_index=True), own.sort_values(key, ignore_index=True))
    assert len(study.voices[1:3].to_frame()) == 2
    assert study.voices == tuple(study.voices)


def test_nothing_said_is_no_error(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path / "quiet", rows="flood,a platform,2025-01-19,7%,,aggregate,the web,\n"))
    assert study.missing()["missing"].tolist() == [overview.NOBODY, overview.NOBODY]
    assert study.groups().empty
    assert study._repr_html_()


def test_thousands_of_statements_are_shown_in_a_moment_and_what_is_left_is_said(tmp_path: Path) -> None:
    rows = "".join(
        f"{question},person {who:03d},2025-01-{day:02d},{(who * 7 + day) % 98 + 1}%,group {who % 3},,round {day},\n"
        for who in range(300)
        for question in ("flood", "drought")
        for day in range(1, 11)
    )
    html = read_study(write_study(tmp_path / "large", rows=rows))._repr_html_()
    assert "6,000 statements on 2 questions" in html
    assert "and 275 more: study.speakers()" in html
    assert len(html) < 60_000
