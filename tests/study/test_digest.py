"""The digest changes with every input and with nothing else."""

import shutil

import pytest

from consilience.study import input_digest, input_files
from tests.study.conftest import HEADER, TOML

ROW = "flood,ada,2024-01-01,10%,,,,call,\n"


def test_the_files_that_count(make_study, tmp_path):
    path = make_study(b=HEADER, a=HEADER + ROW)
    (path / "estimates" / ".draft.csv").write_text("x", "utf-8")
    (path / "notes.md").write_text("x", "utf-8")
    lexicon = tmp_path / "data" / "verbal_probability.csv"
    lexicon.parent.mkdir()
    lexicon.write_text("x", "utf-8")
    assert [file.name for file in input_files(path)] == ["study.toml", "a.csv", "b.csv"]
    (path / "study.toml").write_text('lexicon = "ICD-203"\n' + TOML, "utf-8")
    assert input_files(path)[-1] == lexicon
    (path / "study.toml").write_text(TOML + '[study]\nlexicon = "ICD-203"\n', "utf-8")
    assert input_files(path)[-1] == lexicon
    before = input_digest(path)
    lexicon.write_text("y", "utf-8")
    assert input_digest(path) != before


@pytest.mark.parametrize(
    "change",
    [
        lambda path: (path / "study.toml").write_text(TOML + "\n", "utf-8"),
        lambda path: (path / "estimates" / "a.csv").write_text(HEADER, "utf-8"),
        lambda path: (path / "estimates" / "a.csv").rename(path / "estimates" / "c.csv"),
        lambda path: (path / "estimates" / "b.csv").unlink(),
        lambda path: (path / "estimates" / "new.csv").touch(),
    ],
)
def test_every_change_shows(make_study, change):
    path = make_study(a=HEADER + ROW, b=HEADER)
    before = input_digest(path)
    change(path)
    assert input_digest(path) != before


def test_bytes_moved_between_files_show(make_study):
    one = make_study(a=HEADER + ROW, b=HEADER)
    two = make_study(a=HEADER, b=HEADER + ROW, folder="forecasts/two")
    assert input_digest(one) != input_digest(two)


def test_the_place_and_other_files_do_not_show(make_study, tmp_path):
    path = make_study(a=HEADER + ROW)
    before = input_digest(path)
    (path / "notes.md").write_text("x", "utf-8")
    shutil.copytree(path, tmp_path / "copy")
    assert input_digest(tmp_path / "copy") == input_digest(path) == before


def test_a_broken_study_has_a_digest(tmp_path):
    assert input_files(tmp_path / "none") == ()
    (tmp_path / "study.toml").write_text("x = [", "utf-8")
    assert len(input_digest(tmp_path)) == 64
