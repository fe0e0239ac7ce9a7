"""Any one value of a sample replaced by something odd: a study without errors, or a refusal that names the file."""

import copy
import csv
import io
import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from consilience.importers import IMPORTERS, import_study
from consilience.problems import Problem, StudyError
from consilience.study import check_study
from tests.importers.samples import FOLDER, files_of

_IN_JSON = [None, [], {}, "", "x", -1, 10**40, True, "2025-13-45", [None], "\x00\u202e", "NaN", {"a": 1}, ["a"], 1e308]
_IN_CSV = ["", "x", "-1", "2", "1e999", "NaN", "NA", "[", "[0.1, 'a']", "2025-13-45", "\x07", "0,5", "=1+1", "9" * 60]
_TRIES = 15


@pytest.mark.parametrize("format", sorted(IMPORTERS))
def test_odd_values(format: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER / format, tmp_path / "files")
    files = files_of(tmp_path / "files")
    mapping = tmp_path / "files" / "map.toml"
    chance = random.Random(format)
    for file in files:
        before = file.read_bytes()
        for changed in chance.sample(list(_changed(file)), _TRIES):
            file.write_text(changed(), "utf-8")
            study = tmp_path / "study"
            try:
                import_study(format, files, study, map=mapping if mapping.exists() else None)
                refused: tuple[Problem, ...] = ()
            except StudyError as error:
                refused = error.problems
            assert all(problem.remedy for problem in refused)
            assert not any((problem.file or "").startswith(str(study)) for problem in refused)
            assert study.exists() is not bool(refused)
            if not refused:
                assert not [problem for problem in check_study(study) if problem.severity == "error"]
                shutil.rmtree(study)
        file.write_bytes(before)


def _changed(file: Path) -> Iterator[Any]:
    """Every change of one value to an odd one, as what writes the file."""
    text = file.read_text("utf-8")
    if file.suffix == ".json":
        document = json.loads(text)
        for place in _places(document):
            for odd in _IN_JSON:
                yield lambda place=place, odd=odd: json.dumps(_put(document, place, odd))
    elif file.suffix == ".csv":
        rows = list(csv.reader(io.StringIO(text, newline="")))
        for row in range(1, len(rows)):
            for column in range(len(rows[row])):
                for odd in _IN_CSV:
                    yield lambda row=row, column=column, odd=odd: _written(rows, row, column, odd)
    else:
        lines = text.splitlines(keepends=True)
        for line in range(len(lines)):
            for odd in _IN_CSV:
                yield lambda line=line, odd=odd: "".join([*lines[:line], f"{odd}\n", *lines[line + 1 :]])


def _places(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if place:
        yield place
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _places(value[key], (*place, key))


def _put(document: Any, place: tuple[Any, ...], odd: Any) -> Any:
    changed = copy.deepcopy(document)
    inner = changed
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = odd
    return changed


def _written(rows: list[list[str]], row: int, column: int, odd: str) -> str:
    changed = [list(cells) for cells in rows]
    changed[row][column] = odd
    text = io.StringIO()
    csv.writer(text).writerows(changed)
    return text.getvalue()
