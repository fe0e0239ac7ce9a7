"""Track records of ../shared/data, end to end: into a study with outcomes, without errors, once."""

import csv
import gzip
import io
import time
from collections import defaultdict
from pathlib import Path

import pytest

from consilience.importers import import_study
from consilience.models.checking import check_study
from consilience.study import read_resolutions, read_study
from tests.builders.files import bytes_below


def table(path: Path) -> list[dict[str, str]]:
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return list(csv.DictReader(io.StringIO(text.decode("utf-8"), newline="")))


# Four wagers of PredictionBook are there twice, to the second; fourteen of Good Judgment name nobody.
@pytest.mark.parametrize(
    ("name", "forecasts", "questions", "people", "nameless"),
    [
        pytest.param("predictionbook.csv.gz", 9468, 3660, 679, 0, marks=pytest.mark.slow),
        ("gjp_year1_excerpt.csv", 3213, 14, 536, 14),
    ],
)
def test_a_track_record_becomes_a_study(
    name: str, forecasts: int, questions: int, people: int, nameless: int, shared: Path, tmp_path: Path
) -> None:
    source = shared / "data" / name
    start = time.process_time()
    done = import_study("resolved-forecasts", source, tmp_path / "study")
    assert time.process_time() - start < 10
    assert (done.estimates, done.questions, done.forecasters) == (forecasts, questions, people)
    assert [problem.why for problem in done.left_behind] == nameless * ["the row has no forecaster; it was left behind"]
    assert not [problem for problem in check_study(done.study) if problem.severity == "error"]
    rows = table(source)
    study = read_study(done)
    # The last of each person and question stands, as a fraction.
    last: dict[tuple[str, str], tuple[str, float]] = {}
    for row in rows:
        key = row["question"], row["forecaster"].removesuffix(".0")
        if row["forecaster"] and row["timestamp"] >= last.get(key, ("", 0))[0]:
            last[key] = row["timestamp"], float(row["probability"])
    standing = {
        ((row.source or "").removeprefix("Track record "), row.forecaster): float(row.said.removesuffix("%")) / 100
        for row in study.standing
    }
    assert standing.keys() == last.keys()
    assert all(standing[key] == pytest.approx(chance) for key, (_, chance) in last.items())
    known = {of.source.removeprefix("Track record "): of.outcome for of in read_resolutions(done.study, [])}
    assert known == {row["question"]: {"1": "yes", "0": "no"}[row["outcome"]] for row in rows}
    before = bytes_below(tmp_path)
    again = import_study("resolved-forecasts", source, done)
    assert (again.questions, again.estimates, again.outcomes) == (0, 0, 0)
    assert bytes_below(tmp_path) == before


def test_a_newer_file_adds_only_what_is_new(shared: Path, tmp_path: Path) -> None:
    """The track record as it was at the end of each half of its years, then whole."""
    rows = table(shared / "data" / "predictionbook.csv.gz")[:1200]
    study = tmp_path / "study"
    total = 0
    for end in (400, 800, 1200):
        with (tmp_path / "file.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows[:end])
        total += import_study("resolved-forecasts", tmp_path / "file.csv", study).estimates
    whole = import_study("resolved-forecasts", tmp_path / "file.csv", tmp_path / "whole")
    assert total == whole.estimates
    assert bytes_below(study / "estimates") == bytes_below(whole.study / "estimates")
    grown = defaultdict(set)
    for folder in (study, whole.study):
        grown[folder] = {(of.question, of.outcome) for of in read_resolutions(folder, [])}
    assert grown[study] == grown[whole.study]
