"""What the user is told about every kind of fault, frozen: one fixture study per check."""

from pathlib import Path

import pytest

from consilience.problems import StudyError
from consilience.study import CHECKS, check_study, read_study
from tests.study.conftest import TODAY

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = sorted(path.name for path in FIXTURES.iterdir())
FAULTY = [name for name in NAMES if not name.startswith("good_")]


@pytest.mark.parametrize("name", NAMES)
def test_messages(name, snapshot, monkeypatch):
    monkeypatch.chdir(FIXTURES.parent)
    problems = check_study(Path("fixtures", name), today=TODAY)
    assert "\n".join(f"[{problem.check}] {problem}" for problem in problems) == snapshot


@pytest.mark.parametrize("name", FAULTY)
def test_each_fixture_shows_the_fault_it_is_named_after(name):
    wanted = name.partition("__")[0]
    problems = [problem for problem in check_study(FIXTURES / name, today=TODAY) if problem.check == wanted]
    severity = next(check.severity for check in CHECKS if check.name == wanted)
    assert problems
    assert {problem.severity for problem in problems} == {severity}


def test_every_check_has_a_fixture():
    assert {name.partition("__")[0] for name in FAULTY} == {check.name for check in CHECKS}


def test_names_of_checks_are_unique():
    assert len({check.name for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("good_")])
def test_good_studies_are_read_without_a_word(name):
    assert check_study(FIXTURES / name, today=TODAY) == ()
    assert read_study(FIXTURES / name, today=TODAY).warnings == ()


@pytest.mark.parametrize("name", FAULTY)
def test_reading_raises_all_errors_and_keeps_all_warnings(name):
    problems = check_study(FIXTURES / name, today=TODAY)
    errors = tuple(problem for problem in problems if problem.severity == "error")
    if errors:
        with pytest.raises(StudyError) as caught:
            read_study(FIXTURES / name, today=TODAY)
        assert caught.value.problems == errors
    else:
        assert read_study(FIXTURES / name, today=TODAY).warnings == problems


@pytest.mark.parametrize("name", FAULTY)
def test_every_problem_names_its_file_and_what_would_be_right(name):
    for problem in check_study(FIXTURES / name, today=TODAY):
        assert problem.file
        assert problem.why
        assert problem.remedy
        assert not problem.why.endswith(".")
        assert not problem.remedy.endswith(".")
        assert str(problem).isprintable() or "\n" in str(problem)
