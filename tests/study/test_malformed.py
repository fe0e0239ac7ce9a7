"""Malformed, mistaken and hostile studies: each ends in messages, frozen here, and none in a traceback."""

import re

import pytest

from consilience.models.checking import check_study
from tests.study.conftest import TODAY
from tests.study.malformed import CASES
from tests.study.malformed.kit import write

_LONGEST = 400
# What is at fault in none of them: the rows are read as their author meant.
READ = {
    "alphabets: lines that end in CR CR LF",
    "alphabets: form feeds and vertical tabs",
    "alphabets: a name with a dot",
    "alphabets: a name of Windows",
    "alphabets: settings with a mark",
    "alphabets: digits of Arabic, Persian and Devanagari",
    "csv: a header in capitals",
    "csv: a header in title case with blanks",
    "csv: empty columns at the right",
    "csv: a quote within a field",
    "csv: lines that end in CR only",
    "dates: seconds and milliseconds since 1970",
    "dates: as people write them",
    "dates: a name of a month in another language",
    "files: what programs leave behind",
    "models: evidence on a gate",
}


def told(tmp_path, name, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return check_study(write(tmp_path / "forecasts" / "floods", CASES[name]), today=TODAY)


@pytest.mark.parametrize("name", CASES)
def test_what_is_said_of_it(name, tmp_path, monkeypatch, snapshot):
    problems = told(tmp_path, name, monkeypatch)
    text = "\n".join(f"[{problem.check}] {problem}" for problem in problems)
    assert "\n".join(line[:_LONGEST] for line in text.splitlines()) == snapshot
    assert bool(problems) is (name not in READ)
    assert_each_names_a_file_and_what_would_be_right(problems, tmp_path)


def assert_each_names_a_file_and_what_would_be_right(problems, tmp_path):
    for problem in problems:
        assert problem.file
        assert (tmp_path / problem.file).parent.is_relative_to(tmp_path / "forecasts" / "floods")
        assert problem.why[:1] != problem.why[:1].upper() or not problem.why[:1].isalpha() or problem.said
        assert problem.remedy
        assert not re.search(r"Traceback|object at 0x|<class ", str(problem))
