"""A new study reads without a word, and overwrites nothing."""

import re

import pytest

from consilience.problems import StudyError
from consilience.study import append_estimate, check_study, new_study, read_study
from tests.builders.fits import fit_study
from tests.study.conftest import TODAY


def test_the_skeleton_reads(tmp_path):
    path = new_study(tmp_path / "forecasts", "ai-takeover", today=TODAY)
    assert path == tmp_path / "forecasts" / "ai-takeover"
    (silence,) = check_study(path, today=TODAY)
    assert (silence.severity, silence.check) == ("warning", "nothing_said")
    assert "consilience add ai-takeover event" in silence.remedy
    study = read_study(path, today=TODAY)
    assert (study.title, study.outcome, len(study.rows)) == ("Ai takeover", "event", 0)
    assert sorted(file.name for file in path.parent.iterdir()) == ["ai-takeover"]


def test_the_skeleton_has_no_voice(tmp_path):
    path = new_study(tmp_path, "study", today=TODAY)
    study = read_study(path, today=TODAY)
    assert study.weighed == ()
    with pytest.raises(StudyError, match=r"nothing was said yet.*consilience add study event"):
        fit_study(study)


def test_the_row_that_the_comments_show_is_one(tmp_path):
    path = new_study(tmp_path, "my study", today=TODAY)
    (row,) = re.findall("^# (event,.*)$", (path / "study.toml").read_text("utf-8"), re.MULTILINE)
    with (path / "estimates" / "round1.csv").open("a", encoding="utf-8") as file:
        file.write(f"{row}\n")
    assert [row.forecaster for row in read_study(path, today=TODAY).voices] == ["Ada Lovelace"]
    assert {problem.check for problem in check_study(path, today=TODAY)} == {"unstated"}


def test_what_the_comments_of_the_skeleton_propose_reads_as_well(tmp_path):
    path = new_study(tmp_path, "study", today=TODAY)
    settings = path / "study.toml"
    proposed = [
        line.removeprefix("# ") if line.startswith(("# [", "# given", "# title", "# all_of", "# de", "# da")) else line
        for line in settings.read_text("utf-8").replace("# prior", "prior").splitlines()
    ]
    settings.write_text("\n".join(proposed), "utf-8")
    assert {problem.check for problem in check_study(path, today=TODAY)} == {
        "silent_factor",
        "idle_dialect",
        "nothing_said",
    }


def test_it_takes_estimates(tmp_path):
    path = new_study(tmp_path, "study", today=TODAY)
    append_estimate(path, "event", "ada", "1 in 6", date=TODAY, source="call", today=TODAY)
    assert len(read_study(path, today=TODAY).rows) == 1
    assert {problem.check for problem in check_study(path, today=TODAY)} == {"unstated"}


def test_nothing_is_overwritten(tmp_path):
    path = new_study(tmp_path, "study", today=TODAY)
    before = (path / "study.toml").read_bytes()
    with pytest.raises(StudyError, match="such a study already"):
        new_study(tmp_path, "study", today=TODAY)
    assert (path / "study.toml").read_bytes() == before


@pytest.mark.parametrize("name", ["", " ", "..", ".hidden", "a/b", "a\\b", "a\0b", 'a"b', "a\u202eb"])
def test_names_that_are_no_folder(tmp_path, name):
    with pytest.raises(StudyError, match="cannot be the name of a folder"):
        new_study(tmp_path, name)
    assert list(tmp_path.iterdir()) == []
