"""Names that stand for something else: of groups, of questions, of persons; and a horizon that had passed."""

import pytest

from consilience.study import check_study
from tests.study.conftest import HEADER, TODAY, TOML


def told(make_study, check: str, rows: str, toml: str = TOML) -> list[str]:
    problems = check_study(make_study(toml, a=HEADER + rows), today=TODAY)
    return [problem.why for problem in problems if problem.check == check]


@pytest.mark.parametrize("group", ["median", "Prior", "MEAN", "consensus", "All", "forecaster", "posterior"])
def test_a_group_called_like_a_summary_is_told(make_study, group):
    rows = f"flood,ada,2025-01-15,10%,{group},,,s,\nflood,bo,2025-01-15,10%,{group},,,s,\n"
    (why,) = told(make_study, "summary_group", rows)
    assert repr(group) in why


@pytest.mark.parametrize("group", ["", "experts", "median voters", "priors lab", "general public", "Consensus Ltd"])
def test_a_panel_that_only_looks_so_is_not(make_study, group):
    assert not told(make_study, "summary_group", f"flood,ada,2025-01-15,10%,{group},,,s,\n")


def test_the_answer_over_all_groups_is_told_once(make_study):
    assert not told(make_study, "summary_group", "flood,ada,2025-01-15,10%,all,,,s,\n")


@pytest.mark.parametrize(
    ("name", "influence", "is_told"),
    [
        ("none", "", True),
        ("None", "noisy_or", True),
        ("leak", "noisy_or", True),
        ("leak", "noisy_and", False),
        ("all", "noisy_and", True),
        ("all", "", False),
        ("leak", "", False),
        ("oil leak", "noisy_or", False),
    ],
)
def test_a_question_called_like_a_word_of_conditions_is_told(make_study, name, influence, is_told):
    toml = f'title = "t"\n[question."{name}"]\n[question.a]\n[question.b]\n'
    toml += f'{influence} = ["a"]\n' if influence else ""
    assert bool(told(make_study, "condition_word", "a,ada,2025-01-15,10%,,,,s,\n", toml)) is is_told


@pytest.mark.parametrize(
    ("kinds", "is_told"),
    [
        (("", "survey"), True),
        (("survey", "person"), True),
        (("person", "aggregate"), True),
        (("survey", "survey"), False),
        (("person", "base_rate"), False),
        (("aggregate", "survey"), False),
        (("", "person"), False),
    ],
)
def test_one_name_of_a_person_and_a_survey_is_told(make_study, kinds, is_told):
    said = {"survey": "n=9 median=5%", "base_rate": "12 of 400"}
    rows = "".join(
        f"flood,Ada,2025-0{month}-15,{said.get(kind, '5%')},,{kind},,s,\n" for month, kind in enumerate(kinds, 1)
    )
    found = told(make_study, "person_and_survey", rows)
    assert bool(found) is is_told
    assert not found or "(line 2)" in found[0]


@pytest.mark.parametrize(
    ("horizon", "dates", "is_told"),
    [
        ("2020-12-31", ("2025-01-15", "2025-02-15"), True),
        ("2025-01-20", ("2025-01-15", "2025-02-15"), False),
        ("2025-01-15", ("2025-01-15",), False),
        ("2100-12-31", ("2025-01-15",), False),
        ("2020-12-31", ("",), False),
    ],
)
def test_a_horizon_before_every_statement_is_told(make_study, horizon, dates, is_told):
    rows = "".join(f"flood,p{at},{date},10%,,,,s,\n" for at, date in enumerate(dates))
    found = told(make_study, "past_horizon", rows, f"horizon = {horizon}\n{TOML}")
    assert bool(found) is is_told
