"""Every importer of the table against its own sample: whole, a second time, renamed, damaged, in another encoding."""

import shutil
from pathlib import Path

import pytest

from consilience.importers import IMPORTERS, Imported, import_study
from consilience.problems import StudyError
from consilience.study import check_study, read_study
from consilience.study.resolutions import read_resolutions
from tests.builders.files import bytes_below
from tests.importers.samples import FOLDER, Change, changes, files_of, sample

EVERY = pytest.mark.parametrize("format", sorted(IMPORTERS))


def test_every_importer_has_a_sample() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(IMPORTERS)


@pytest.fixture
def copied(tmp_path: Path):
    def copy(format: str) -> Path:
        return Path(shutil.copytree(FOLDER / format, tmp_path / "files"))

    return copy


def imported(format: str, files: list[Path], study: Path, **options: str) -> Imported:
    mapping = files[0].parent / "map.toml"
    return import_study(format, files, study, map=mapping if mapping.exists() else None, **options)


@pytest.fixture(scope="module")
def wholes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The study that each sample becomes as it stands, to be read."""
    root = tmp_path_factory.mktemp("wholes")
    return {format: imported(format, files_of(FOLDER / format), root / format).study for format in IMPORTERS}


def content(study: Path) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """What a study says, without the places of its rows."""
    rows = [
        (row.question, row.forecaster, row.date_said, row.said, row.kind, row.group) for row in read_study(study).rows
    ]
    return rows, [(of.question, of.outcome, of.date) for of in read_resolutions(study, [])]


@EVERY
def test_a_file_becomes_a_study_without_errors(format: str, tmp_path: Path) -> None:
    expected = sample(format)
    done = imported(format, files_of(FOLDER / format), tmp_path / "study")
    assert done.is_new
    assert not done.left_behind
    assert (done.estimates, done.outcomes) == (expected["estimates"], expected["outcomes"])
    assert not [problem for problem in check_study(done) if problem.severity == "error"]
    study = read_study(done)
    assert len(study.rows) == expected["estimates"]
    assert {of.question.partition("=")[0] for of in read_resolutions(done.study, [])} <= study.questions.keys()
    assert all(row.source for row in study.rows)


@EVERY
def test_a_second_time_nothing_is_added(format: str, tmp_path: Path) -> None:
    done = imported(format, files_of(FOLDER / format), tmp_path / "study")
    before = bytes_below(tmp_path)
    again = imported(format, files_of(FOLDER / format), done.study)
    assert (again.is_new, again.questions, again.estimates, again.outcomes) == (False, 0, 0, 0)
    assert bytes_below(tmp_path) == before


@pytest.mark.parametrize("change", changes("renamed"), ids=str)
def test_a_column_that_was_renamed_is_named(change: Change, copied, tmp_path: Path) -> None:
    folder = copied(change.format)
    # In JSON every record has its own.
    replaced(folder / change.file, change, count=-1 if change.file.endswith(".json") else 1)
    try:
        problems = imported(change.format, files_of(folder), tmp_path / "study").problems
    except StudyError as error:
        problems = error.problems
    refused = any(problem.severity == "error" for problem in problems)
    assert any(change.names in problem.why and change.file in problem.where for problem in problems)
    assert (tmp_path / "study").exists() is not refused


@pytest.mark.parametrize("change", changes("damaged"), ids=str)
def test_a_damaged_record_is_named_and_the_rest_imported(change: Change, copied, tmp_path: Path, wholes) -> None:
    folder = copied(change.format)
    replaced(folder / change.file, change)
    if change.lost == "all":
        with pytest.raises(StudyError, match=change.names):
            imported(change.format, files_of(folder), tmp_path / "study")
        assert not (tmp_path / "study").exists()
        return
    done = imported(change.format, files_of(folder), tmp_path / "study")
    [told] = done.left_behind
    assert change.names in str(told)
    assert change.file in told.where
    assert done.estimates == sample(change.format)["estimates"] - int(change.lost)
    # Mended, it is imported, and nothing twice.
    again = imported(change.format, files_of(FOLDER / change.format), done.study)
    assert not again.left_behind
    assert again.estimates == change.lost
    assert sorted(content(again.study)[0]) == sorted(content(wholes[change.format])[0])


def replaced(file: Path, change: Change, count: int = 1) -> None:
    text = file.read_text("utf-8")
    assert change.before in text
    file.write_text(text.replace(change.before, change.after, count), "utf-8")


@EVERY
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_an_encoding_that_is_marked_is_read(format: str, encoding: str, copied, tmp_path: Path, wholes) -> None:
    folder = copied(format)
    for file in files_of(folder):
        file.write_bytes(file.read_text("utf-8").encode(encoding))
    done = imported(format, files_of(folder), tmp_path / "study")
    assert content(done.study) == content(wholes[format])


@EVERY
def test_another_encoding_is_named_and_read_once_it_is_said(format: str, copied, tmp_path: Path, wholes) -> None:
    folder = copied(format)
    for file in files_of(folder):
        file.write_bytes(file.read_text("utf-8").encode("windows-1252"))
    with pytest.raises(StudyError, match=r"not UTF-8.*windows-1252"):
        imported(format, files_of(folder), tmp_path / "study")
    assert not (tmp_path / "study").exists()
    done = imported(format, files_of(folder), tmp_path / "study", encoding="windows-1252")
    assert content(done.study) == content(wholes[format])


@EVERY
def test_people_get_other_names_that_stay(format: str, tmp_path: Path, wholes) -> None:
    files, secret = files_of(FOLDER / format), tmp_path / "secret"
    done = imported(format, files, tmp_path / "study", pseudonyms=str(secret))
    rows = read_study(done).rows
    plain = read_study(wholes[format]).rows
    hidden = {row.forecaster: other.forecaster for row, other in zip(plain, rows, strict=True) if row.kind == "person"}
    assert all(name.startswith("P-") for name in hidden.values())
    assert len(set(hidden.values())) == len(hidden)
    assert secret.stat().st_mode & 0o077 == 0
    text = (tmp_path / "study" / "estimates").joinpath(rows[0].file.rpartition("/")[2]).read_text("utf-8")
    assert not any(f",{name}," in text for name in hidden)
    assert imported(format, files, done.study, pseudonyms=str(secret)).estimates == 0


@EVERY
def test_the_table_says_what_is_read(format: str) -> None:
    importer = IMPORTERS[format]
    assert importer.name == format
    assert importer.title
    assert importer.reads
    assert importer.platform
