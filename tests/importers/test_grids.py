"""Workbooks, Parquet files and data frames by the same mapping as text: what their cells say, and what goes wrong."""

import datetime as dt
import sys
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import csv, parquet as pq

from consilience.importers import Imported, import_study
from consilience.importers.kit.grids import grid_of_frame, grids_of
from consilience.problems import StudyError, WrongValueError
from consilience.study import read_study
from tests.importers.samples import FOLDER, files_of

MAP = 'person = "Who"\ndate = "When"\ngroup = "Where"\nunit = "fraction"\n[questions]\nEvent = "event"\n'
HEAD = ["Who", "When", "Event", "Where"]
ROWS: list[list[Any]] = [
    ["Zoë", dt.date(2025, 2, 13), 0.05, "Málaga"],
    ["田中", dt.date(2025, 2, 1), "0.5-0.7", "Oslo"],
    ["Cem", dt.date(2025, 2, 2), None, "Oslo"],
    ["Dee", dt.datetime(2025, 2, 3, 14, 5), "1 in 20", None],
]
SAID = [("Zoë", "2025-02-13", "5%"), ("田中", "2025-02-01", "50%-70%"), ("Dee", "2025-02-03T14:05:00Z", "1 in 20")]
CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body></office:document-content>"""


def xlsx(path: Path, rows: list[list[Any]], *, sheet: str = "Answers", **others: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for name, content in {sheet: rows, **others}.items():
        page = book.create_sheet(name)
        for row in content:
            page.append(row)
    del book["Sheet"]
    book.save(path)
    return path


def ods(path: Path, rows: list[list[Any]], *, sheet: str = "Answers", tail: str = "") -> Path:
    """As LibreOffice writes it: empty cells and rows to the end of the sheet repeated, comments within cells."""
    body = "".join(f"<table:table-row>{''.join(map(cell, row))}{EMPTY.format(16000)}</table:table-row>" for row in rows)
    body = f"<table:table-column/>{body}<table:table-row table:number-rows-repeated='1048000'>{EMPTY.format(16384)}"
    content = f"<table:table table:name='{sheet}'>{body}</table:table-row></table:table>{tail}"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", CONTENT.format(sheets=content))
    return path


EMPTY = "<table:table-cell table:number-columns-repeated='{}'/>"


def cell(value: Any) -> str:
    kind = {float: "float", int: "float", dt.date: "date", dt.datetime: "date"}.get(type(value), "string")
    if value is None:
        return "<table:table-cell/>"
    if kind == "string":
        comment = "<office:annotation><text:p>who wrote this?</text:p></office:annotation>"
        said = str(value).replace("1 in", "1<text:s/>in")
        return f"<table:table-cell office:value-type='string'>{comment}<text:p>{said}</text:p></table:table-cell>"
    said = value.isoformat() if kind == "date" else value
    name = "date-value" if kind == "date" else "value"
    inner = "<text:p>5,00E-2</text:p></table:table-cell>"
    return f"<table:table-cell office:value-type='{kind}' office:{name}='{said}'>{inner}"


def pandas_frame(rows: list[list[Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=HEAD)


def polars_frame(rows: list[list[Any]]) -> pl.DataFrame:
    texts = [[None if value is None else str(value).replace(" ", "T") if isinstance(value, dt.date) else str(value)
              for value in row] for row in rows]  # fmt: skip
    return pl.DataFrame(texts, schema=HEAD, orient="row")


def parquet(path: Path, head: list[str], rows: list[list[Any]]) -> Path:
    polars_frame(rows).rename(dict(zip(HEAD, head, strict=True))).write_parquet(path)
    return path


MAKERS = {
    "xlsx": lambda folder, head, rows: xlsx(folder / "answers.xlsx", [head, *rows]),
    "ods": lambda folder, head, rows: ods(folder / "answers.ods", [head, *rows]),
    "parquet": lambda folder, head, rows: parquet(folder / "answers.parquet", head, rows),
    "pandas": lambda folder, head, rows: pandas_frame(rows).set_axis(head, axis=1),
    "polars": lambda folder, head, rows: polars_frame(rows).rename(dict(zip(HEAD, head, strict=True))),
    "arrow": lambda folder, head, rows: pa.table(polars_frame(rows)).rename_columns(head),
}
EVERY = pytest.mark.parametrize("kind", MAKERS)


@pytest.fixture
def bring(tmp_path: Path):
    (tmp_path / "map.toml").write_text(MAP, "utf-8")

    def imported(kind: str, head: list[str] = HEAD, rows: list[list[Any]] = ROWS) -> Imported:
        table = MAKERS[kind](tmp_path, head, rows)
        return import_study("survey", table, tmp_path / "study", map=tmp_path / "map.toml")

    return imported


def said(done: Imported) -> list[tuple[str, str, str]]:
    return [(row.forecaster, row.date_said, row.said) for row in read_study(done).rows]


@EVERY
def test_a_table_is_read_by_the_mapping(kind: str, bring) -> None:
    done = bring(kind)
    assert said(done) == SAID
    assert not done.left_behind
    assert bring(kind).estimates == 0


@EVERY
def test_a_column_that_was_renamed_is_named(kind: str, bring) -> None:
    with pytest.raises(StudyError, match=r"'Event' not found.*did you mean 'Event 1'"):
        bring(kind, ["Who", "When", "Event 1", "Where"])


@EVERY
def test_a_damaged_record_is_named_and_the_rest_imported(kind: str, bring) -> None:
    rows = [*ROWS[:1], ["田中", dt.date(2025, 2, 1), "5-7", "Oslo"], *ROWS[2:]]
    done = bring(kind, rows=rows)
    [told] = done.left_behind
    # A frame has no header row to count.
    assert told.line == (2 if kind in ("pandas", "polars", "arrow") else 3)
    assert "answers" in told.where or told.where.startswith("frame 1")
    assert done.estimates == 2
    assert bring(kind).estimates == 1


def test_what_cells_say(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.active
    said = [
        (0.05, "General", "0.05"),
        (0.1 + 0.2, "General", "0.3"),
        (0.05, "0%", "5%"),
        (0.053, '0.0%;"below"', "5.3%"),
        (1e-7, "General", "0.0000001"),
        (5, '0" %"', "5"),
        (5.0, "0.0", "5"),
        (True, "General", "TRUE"),
        (dt.time(1, 9), "h:mm", "01:09"),
        (dt.datetime(2025, 1, 20), "d-mmm", "2025-01-20"),
        ("  ", "General", "  "),
        ("=A1*2", "General", "=A1*2"),
        ("#N/A", "General", "#N/A"),
    ]
    for place, (value, number_format, _) in enumerate(said, start=1):
        page.cell(1, place, value).number_format = number_format
    book.save(tmp_path / "a.xlsx")
    grids = grids_of("a.xlsx", (tmp_path / "a.xlsx").read_bytes())
    assert grids == {"Sheet": ((1, tuple(text for _, _, text in said)),)}


def test_what_frames_say() -> None:
    frame = pd.DataFrame(
        {
            "half": np.array([0.05, np.nan], np.float32),
            "whole": [5, None],
            "mixed": [0.5, "1 in 6"],
            "when": pd.to_datetime(["2025-01-02", None]),
            "zoned": [pd.Timestamp("2025-01-02 10:00", tz="Europe/Berlin"), pd.NaT],
            "kind": pd.Categorical(["a", None]),
            "flag": pd.array([True, None], "boolean"),
        },
        index=pd.Index(["Ada", "Bo"], name="who"),
    )
    assert grid_of_frame(frame) == (
        (0, ("who", "half", "whole", "mixed", "when", "zoned", "kind", "flag")),
        (1, ("Ada", "0.05", "5", "0.5", "2025-01-02", "2025-01-02T10:00:00+01:00", "a", "TRUE")),
        (2, ("Bo", "", "", "1 in 6", "", "", "", "")),
    )
    single = pl.DataFrame({"p": pl.Series([0.05, None], dtype=pl.Float32), "n": pl.Series([1, None])})
    assert grid_of_frame(single) == ((0, ("p", "n")), (1, ("0.05", "1")))


def test_a_column_of_a_frame_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(WrongValueError, match="no table of columns"):
        import_study("survey", pl.Series([1, 2]), tmp_path / "study")


def test_which_sheet_is_asked_for_where_there_are_several(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS], Notes=[["What we did"]], Empty=[])
    (tmp_path / "map.toml").write_text(MAP, "utf-8")
    with pytest.raises(StudyError, match=r"several sheets: 'Answers'.*'Notes'.*sheet = "):
        import_study("survey", file, tmp_path / "study", map=tmp_path / "map.toml")
    for name, told in (("answers", None), ("Anwers", "no sheet 'Anwers'")):
        (tmp_path / "map.toml").write_text(f'sheet = "{name}"\n{MAP}', "utf-8")
        if told:
            with pytest.raises(StudyError, match=told):
                import_study("survey", file, tmp_path / "study", map=tmp_path / "map.toml")
        else:
            assert said(import_study("survey", file, tmp_path / "study", map=tmp_path / "map.toml")) == SAID


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
def test_a_damaged_workbook_is_refused(name: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("content.xml", "<broken")
        archive.writestr("[Content_Types].xml", "<broken")
    with pytest.raises(StudyError, match="damaged"):
        import_study("survey", tmp_path / name, tmp_path / "study")
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize("what", ["columns", "rows"])
def test_more_cells_than_any_sheet_has_are_damage(what: str, tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", [["who", "q"], ["ada", "5%"]])
    with zipfile.ZipFile(path) as archive:
        told = archive.read("content.xml").decode()
    part = {"columns": "table-cell", "rows": "table-row"}[what]
    with zipfile.ZipFile(path, "w") as archive:
        many = f'<table:{part} table:number-{what}-repeated="10000000000"'
        archive.writestr("content.xml", told.replace(f"<table:{part}", many, 1))
    with pytest.raises(StudyError, match="damaged"):
        import_study("survey", path, tmp_path / "study")


def test_a_library_that_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(StudyError, match=r"openpyxl, which reads it, is not installed.*consilience\[spreadsheets\]"):
        import_study("survey", file, tmp_path / "study")


def test_a_format_of_text_says_that_a_sheet_is_none(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "a.xlsx", [HEAD, *ROWS])
    with pytest.raises(StudyError, match="a table of cells"):
        import_study("manifold", file, tmp_path / "study")


def test_submissions_come_as_parquet(tmp_path: Path) -> None:
    sample = FOLDER / "hubverse"
    for file in files_of(sample):
        parquet_of = csv.read_csv(file)
        pq.write_table(parquet_of, tmp_path / f"{file.stem}.parquet")
    plain = import_study("hubverse", files_of(sample), tmp_path / "plain", map=sample / "map.toml")
    files = sorted(tmp_path.glob("*.parquet"))
    done = import_study("hubverse", files, tmp_path / "study", map=sample / "map.toml")
    assert said(done) == said(plain)
    assert (done.outcomes, done.left_behind) == (plain.outcomes, ())


def test_a_frame_is_read_by_every_format_of_tables(tmp_path: Path) -> None:
    [file] = files_of(FOLDER / "resolved-forecasts")
    plain = import_study("resolved-forecasts", file, tmp_path / "plain")
    done = import_study("resolved-forecasts", pl.read_csv(file, infer_schema=False), tmp_path / "study")
    assert said(done) == said(plain)
    frames = [pl.read_csv(file, infer_schema=False).head(1), pd.read_csv(file, dtype=str).tail(1)]
    assert import_study("resolved-forecasts", frames, tmp_path / "two").estimates == 2
