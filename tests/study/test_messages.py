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


@pytest.fixture(scope="module")
def told():
    """What is said of each fixture study that is at fault."""
    return {name: check_study(FIXTURES / name, today=TODAY) for name in FAULTY}


def test_each_fixture_shows_the_fault_it_is_named_after(told):
    severities = {check.name: check.severity for check in CHECKS}
    wanted = {name: name.partition("__")[0] for name in told}
    found = {
        name: {problem.severity for problem in problems if problem.check == wanted[name]}
        for name, problems in told.items()
    }
    assert found == {name: {severities[wanted[name]]} for name in told}


def test_every_check_has_a_fixture():
    assert {name.partition("__")[0] for name in FAULTY} == {check.name for check in CHECKS}


def test_names_of_checks_are_unique():
    assert len({check.name for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("good_")])
def test_good_studies_are_read_without_a_word(name):
    assert check_study(FIXTURES / name, today=TODAY) == ()
    assert read_study(FIXTURES / name, today=TODAY).warnings == ()


def test_reading_raises_all_errors_and_keeps_all_warnings(told):
    for name, problems in told.items():
        errors = tuple(problem for problem in problems if problem.severity == "error")
        if errors:
            with pytest.raises(StudyError) as caught:
                read_study(FIXTURES / name, today=TODAY)
            assert caught.value.problems == errors
        else:
            assert read_study(FIXTURES / name, today=TODAY).warnings == problems


def test_every_problem_names_its_file_and_what_would_be_right(told):
    for problem in (problem for problems in told.values() for problem in problems):
        assert problem.file
        assert problem.why
        assert problem.remedy
        assert not problem.why.endswith(".")
        assert not problem.remedy.endswith(".")
        assert str(problem).isprintable() or "\n" in str(problem)
