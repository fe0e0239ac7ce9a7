"""Files as they come: line ends, marks, broken ones, strange ones, many and long ones."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from consilience.problems import StudyError
from consilience.study import check_study, read_study
from consilience.study.files import lexicon_file
from consilience.study.reading.csv_file import read_rows
from tests.study.conftest import HEADER, TODAY, TOML

ROOT = Path(__file__).parents[2]
ROW = "flood,ada,2024-01-01,10%,,,,call,\n"
TWO_LINES = 'flood,bo,2024-01-02,"5% [1%, 20%]",,,,"a call,\nthen a letter","said\n\nso"\n'
BODY = HEADER + ROW + "\n" + TWO_LINES + ",,,,,,,,\n" + ROW.replace("ada", "cem")


def told(path):
    return {(problem.check, problem.file.rpartition("/")[2]) for problem in check_study(path, today=TODAY)}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("is_ended", [True, False])
def test_line_ends_and_marks_do_not_matter(make_study, newline, bom, is_ended):
    body = bom + (BODY if is_ended else BODY.rstrip("\n"))
    study = read_study(make_study(a=body.replace("\n", newline).encode()), today=TODAY)
    assert [(row.forecaster, row.line) for row in study.rows] == [("ada", 2), ("bo", 4), ("cem", 9)]
    assert study.rows[1].source.replace(newline, "\n") == "a call,\nthen a letter"
    assert study.warnings == ()


def test_settings_with_mark_and_crlf(make_study):
    path = make_study(a=HEADER + ROW)
    (path / "study.toml").write_bytes(("\ufeff" + TOML).replace("\n", "\r\n").encode())
    assert check_study(path, today=TODAY) == ()


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=8).map(str.strip),
            min_size=9,
            max_size=9,
        ),
        max_size=6,
    )
)
def test_rows_are_what_a_csv_writer_wrote(rows):
    import csv
    import io

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(HEADER.strip().split(","))
    writer.writerows(rows)
    problems = []
    read = read_rows(file.getvalue(), "a.csv", "a.csv", ",", problems)
    assert problems == []
    assert [list(row.cells.values()) for row in read] == [[row[i] for i in range(9)] for row in rows if any(row)]


def test_files_are_read_by_name_and_hidden_ones_left_alone(make_study):
    path = make_study(b=HEADER + ROW, a=HEADER + ROW.replace("ada", "bo"))
    (path / "estimates" / ".~lock.a.csv").write_text("not read", "utf-8")
    (path / "estimates" / "README.md").write_text("not read", "utf-8")
    (path / "estimates" / "c.CSV").write_text(HEADER + ROW.replace("ada", "cem"), "utf-8")
    assert [row.forecaster for row in read_study(path, today=TODAY).rows] == ["bo", "ada", "cem"]


def test_a_folder_that_is_not_there(tmp_path):
    assert told(tmp_path / "none") == {("file", "none")}
    with pytest.raises(StudyError, match="no such study folder"):
        read_study(tmp_path / "none")


@pytest.mark.parametrize("name", ["a\0b", "\udcff", "x" * 5000])
def test_impossible_paths_are_problems(name):
    (problem,) = check_study(name)
    assert problem.check == "file"
    assert str(problem).isprintable()


def test_a_file_for_a_folder_and_a_folder_for_a_file(make_study, tmp_path):
    (tmp_path / "file").write_text("x", "utf-8")
    assert told(tmp_path / "file") == {("file", "file")}
    path = make_study(a=HEADER + ROW)
    (path / "study.toml").unlink()
    assert told(path) == {("file", "study.toml")}
    (path / "study.toml").mkdir()
    assert told(path) == {("file", "study.toml")}


def test_estimates_that_are_a_file(make_study):
    path = make_study()
    (path / "estimates").rmdir()
    (path / "estimates").write_text("x", "utf-8")
    assert told(path) == {("file", "estimates")}


def test_links_that_go_round_or_nowhere(make_study, tmp_path):
    path = make_study(a=HEADER + ROW)
    (path / "estimates" / "round.csv").symlink_to("round.csv")
    (path / "estimates" / "nowhere.csv").symlink_to("gone.csv")
    assert told(path) == {("file", "round.csv"), ("file", "nowhere.csv")}
    (tmp_path / "loop").symlink_to("loop")
    assert told(tmp_path / "loop") == {("file", "loop")}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes on this system")
def test_a_pipe_does_not_hang(make_study):
    path = make_study(a=HEADER + ROW)
    os.mkfifo(path / "estimates" / "pipe.csv")
    assert told(path) == {("file", "pipe.csv")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x = [" * 5000,
        "x = " + "9" * 5000,
        "a.b = 1\na = 2",
        'title = "\x00"',
        "question = 3",
        "study = 3\ntitle='t'",
    ],
)
def test_settings_that_are_no_settings(make_study, text):
    problems = check_study(make_study(text, a=HEADER + ROW), today=TODAY)
    assert any(problem.severity == "error" for problem in problems)
    assert all(problem.file for problem in problems)


def test_a_very_long_field(make_study):
    body = HEADER + ROW.replace("call", "x" * 200_000) + ROW
    (problem,) = check_study(make_study(a=body), today=TODAY)
    assert (problem.check, problem.line) == ("cells", 2)
    assert len(str(problem)) < 500


def test_a_very_long_estimate_is_shown_short(make_study):
    (problem,) = check_study(make_study(a=HEADER + ROW.replace("10%", "9" * 10_000)), today=TODAY)
    assert problem.check == "estimate"
    assert len(str(problem)) < 800


def test_terminal_codes_do_not_reach_the_message(make_study):
    body = HEADER + ROW.replace("10%", "\x1b[2J10%") + ROW.replace("flood", "fl\x1b[31mood")
    for problem in check_study(make_study(a=body), today=TODAY):
        assert "\x1b" not in str(problem)


def test_paths_below_the_current_folder_are_shown_relative(make_study, tmp_path, monkeypatch):
    path = make_study(a=HEADER + ROW.replace("10%", "1,5%"))
    monkeypatch.chdir(tmp_path)
    (problem,) = check_study(path, today=TODAY)
    assert problem.where == "forecasts/study/estimates/a.csv:2"
    (problem,) = check_study("forecasts/study", today=TODAY)
    assert problem.where == "forecasts/study/estimates/a.csv:2"
    monkeypatch.chdir(path / "estimates")
    (problem,) = check_study(path, today=TODAY)
    assert problem.where == "a.csv:2"
    monkeypatch.chdir("/")
    (problem,) = check_study(path, today=TODAY)
    assert problem.where.endswith("/forecasts/study/estimates/a.csv:2")


def test_every_error_of_every_file_at_once(make_study):
    path = make_study(
        TOML + "foo = 1\n",
        a=HEADER + ROW.replace("10%", '"1,5%"'),
        b=HEADER + ROW.replace("2024-01-01", "2024-13-01"),
        c="question,forecaster,date\n",
    )
    with pytest.raises(StudyError) as caught:
        read_study(path, today=TODAY)
    found = [(problem.check, problem.file.rpartition("/")[2]) for problem in caught.value.problems]
    assert found == [
        ("settings", "study.toml"),
        ("estimate", "a.csv"),
        ("date", "b.csv"),
        ("columns", "c.csv"),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("first", ["p", "Ada "])
def test_ten_thousand_rows_take_about_a_second(make_study, first):
    """Names that share a word are many, and each is looked up among the others."""
    names = [first + "".join("abcdefghij"[int(digit)] for digit in f"{place:05}") for place in range(10_000)]
    rows = [f"flood,{name},2024-01-{i % 28 + 1:02},{i % 99 + 1}.{i % 10}%,,,,call,\n" for i, name in enumerate(names)]
    path = make_study(a=HEADER + "".join(rows))
    start = time.process_time()
    study = read_study(path, today=TODAY)
    # Generous, for slow machines; what is guarded against is a quadratic check.
    assert time.process_time() - start < 5
    assert len(study.rows) == 10_000


def test_words_are_read_by_the_studys_own_table_else_by_the_one_that_comes_with_consilience(tmp_path: Path) -> None:
    folder = tmp_path / "forecasts" / "floods"
    assert lexicon_file(folder).read_bytes() == (ROOT / "data" / "verbal_probability.csv").read_bytes()
    own = tmp_path / "data" / "verbal_probability.csv"
    own.parent.mkdir()
    own.write_text("")
    assert lexicon_file(folder) == own
