"""One more row: checked first, written whole, every byte before it kept."""

import datetime as dt
import os
import stat

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.problems import StudyError
from consilience.study import append_estimate, check_study, read_study
from consilience.study.checks.people import stand_in
from consilience.study.columns import COLUMNS
from tests.examples import examples
from tests.study.conftest import HEADER, TODAY, TOML

ROW = "flood,ada,2024-01-01,10%,,,,call,\n"
NEW = {"date": dt.date(2024, 5, 1), "source": "call", "today": TODAY}


def test_the_default_file_is_made_with_the_full_header(make_study):
    path = make_study(a=HEADER + ROW)
    file, line = append_estimate(path, "flood", "bo", "5%", **NEW)
    assert file == path / "estimates" / "added.csv"
    assert line == 2
    assert file.read_bytes() == (",".join(COLUMNS) + "\nflood,bo,2024-05-01,5%,,,,call,\n").encode()


def test_the_first_row_of_a_study_makes_the_folder(make_study):
    path = make_study()
    (path / "estimates").rmdir()
    append_estimate(path, "flood", "bo", "5%", **NEW)
    assert [row.forecaster for row in read_study(path, today=TODAY).rows] == ["bo"]


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (HEADER + ROW, "flood,bo,2024-05-01,5%,,,,call,\n"),
        (HEADER + ROW.rstrip(), "\nflood,bo,2024-05-01,5%,,,,call,\n"),
        ((HEADER + ROW).replace("\n", "\r\n"), "flood,bo,2024-05-01,5%,,,,call,\r\n"),
        ((HEADER + ROW).replace("\n", "\r\n").rstrip(), "\r\nflood,bo,2024-05-01,5%,,,,call,\r\n"),
        ("\ufeff" + HEADER + ROW, "flood,bo,2024-05-01,5%,,,,call,\n"),
        ("source,estimate,date,forecaster,question\n", "call,5%,2024-05-01,bo,flood\n"),
        (HEADER + 'flood,ada,2024-01-01,10%,,,,call,"two\nlines"\n', "flood,bo,2024-05-01,5%,,,,call,\n"),
    ],
)
def test_every_byte_is_kept(make_study, before, added):
    path = make_study(a=before)
    file, line = append_estimate(path, "flood", "bo", "5%", file="a.csv", **NEW)
    assert file.read_bytes() == (before + added).encode()
    read = read_study(path, today=TODAY).rows[-1]
    assert (read.forecaster, read.line) == ("bo", line)


def test_the_declared_dialect_is_kept(make_study):
    toml = TOML + '\n[dialect."a.csv"]\ndelimiter = ";"\ndecimal = ","\ndate = "day.month.year"\n'
    before = "question;forecaster;date;estimate;source\r\nflood;ada;03.04.2024;12,5%;call\r\n"
    path = make_study(toml, a=before)
    file, line = append_estimate(path, "flood", "bo", "7,5%", file="a.csv", **NEW)
    assert file.read_bytes() == (before + "flood;bo;2024-05-01;7,5%;call\r\n").encode()
    assert line == 3
    assert read_study(path, today=TODAY).rows[-1].value.number.value == 0.075


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"estimate": "1,5%"}, "estimate"),
        ({"question": "flod"}, "unknown_question"),
        ({"forecaster": ""}, "cells"),
        ({"forecaster": "a\x1b[2Jb"}, "control_characters"),
        ({"forecaster": "a\0b"}, "encoding"),
        ({"forecaster": "a\udcffb"}, "encoding"),
        ({"date": dt.date(2025, 6, 2)}, "future_date"),
        ({"kind": "base_rate"}, "kind_form"),
        ({"until": "2024-04-30"}, "withdrawn_before"),
        ({"file": "../a.csv"}, "file"),
        ({"file": "a/b.csv"}, "file"),
        ({"file": ".hidden.csv"}, "file"),
        ({"file": "a.xlsx"}, "file"),
        ({"file": "narrow.csv", "note": "why"}, "columns"),
    ],
)
def test_a_faulty_row_is_refused_and_nothing_written(make_study, change, check):
    path = make_study(a=HEADER + ROW, narrow="question,forecaster,date,estimate,source\n")
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    arguments = {"question": "flood", "forecaster": "bo", "estimate": "5%", **NEW} | change
    with pytest.raises(StudyError) as caught:
        append_estimate(path, **arguments)
    assert check in {problem.check for problem in caught.value.problems}
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before


def test_a_study_with_errors_takes_no_row(make_study):
    path = make_study(a=HEADER + ROW + "flod,ada,2024-01-01,10%,,,,call,\n")
    with pytest.raises(StudyError, match="unknown question 'flod'"):
        append_estimate(path, "flood", "bo", "5%", **NEW)
    assert not (path / "estimates" / "added.csv").exists()


def test_the_mode_of_the_file_and_a_link_to_it_are_kept(make_study, tmp_path):
    path = make_study()
    real = tmp_path / "elsewhere.csv"
    real.write_text(HEADER + ROW, "utf-8")
    real.chmod(0o640)
    link = path / "estimates" / "a.csv"
    link.symlink_to(real)
    append_estimate(path, "flood", "bo", "5%", file="a.csv", **NEW)
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert real.read_text("utf-8").endswith("flood,bo,2024-05-01,5%,,,,call,\n")


def test_a_failed_write_leaves_the_file_as_it_was(make_study, monkeypatch):
    path = make_study(a=HEADER + ROW)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        append_estimate(path, "flood", "bo", "5%", file="a.csv", **NEW)
    assert (path / "estimates" / "a.csv").read_text("utf-8") == HEADER + ROW
    assert [file.name for file in (path / "estimates").iterdir()] == ["a.csv"]


def test_a_change_by_another_hand_meanwhile_is_not_overwritten(make_study, monkeypatch):
    path = make_study(a=HEADER + ROW)
    file = path / "estimates" / "a.csv"
    from consilience.study.writing import append

    examine = append.examine

    def slow(*args, **kwargs):
        file.write_text(HEADER + ROW + "flood,cem,2024-01-01,10%,,,,call,\n", "utf-8")
        return examine(*args, **kwargs)

    monkeypatch.setattr(append, "examine", slow)
    with pytest.raises(StudyError, match="changed by someone else"):
        append_estimate(path, "flood", "bo", "5%", file="a.csv", **NEW)
    assert "cem" in file.read_text("utf-8")


# Any text that a cell may hold: no controls, and no blanks at its ends, which are not kept.
NAMES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1).filter(
    lambda s: s == s.strip() and not stand_in(s)
)
NOTES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), include_characters="\n\r\t")).map(str.strip)
DATES = st.dates(dt.date(1981, 1, 1), TODAY)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    forecaster=NAMES,
    group=st.just("") | NAMES,
    source=NAMES,
    note=NOTES,
    date=DATES,
    estimate=st.sampled_from(["10%", "10–20%", "12% [5%, 30%] @80%", "<1%", "1 in 6", "q5=1% q50=5% q95=30%"]),
    newline=st.sampled_from(["\n", "\r\n"]),
    bom=st.sampled_from(["", "\ufeff"]),
    is_ended=st.booleans(),
)
def test_what_is_appended_is_read_back(
    tmp_path_factory, forecaster, group, source, note, date, estimate, newline, bom, is_ended
):
    path = tmp_path_factory.mktemp("study")
    (path / "estimates").mkdir()
    (path / "study.toml").write_text(TOML, "utf-8")
    before = bom + HEADER.strip().replace("\n", newline) + (newline if is_ended else "")
    (path / "estimates" / "a.csv").write_bytes(before.encode())
    _, line = append_estimate(
        path,
        "flood",
        forecaster,
        estimate,
        date=date,
        group=group,
        source=source,
        note=note,
        file="a.csv",
        today=TODAY,
    )
    (row,) = read_study(path, today=TODAY).rows
    assert (row.forecaster, row.group or "", row.source, row.note or "") == (forecaster, group, source, note)
    assert (row.said, row.date, row.line) == (estimate, date, line)
    assert {problem.check for problem in check_study(path, today=TODAY)} <= {"garbled"}


def test_a_formula_is_kept_as_text(make_study):
    path = make_study(a=HEADER + ROW)
    append_estimate(path, "flood", "=HYPERLINK(1)", "5%", note="@SUM(A1)", **NEW)
    added = next(row for row in read_study(path, today=TODAY).rows if row.file.endswith("added.csv"))
    assert (added.forecaster, added.note) == ("=HYPERLINK(1)", "@SUM(A1)")
