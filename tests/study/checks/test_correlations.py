"""Correlations that people state: the conditional probabilities that mean the same, from tables of two events."""

from math import sqrt
from pathlib import Path

import pytest
from hypothesis import assume, given, strategies as st

from consilience.problems import Problem
from consilience.study import check_study
from consilience.study.checks.correlations import bounds_of, conditionals_of

SAME = "80% for 'flood | war' and 42.5% for 'flood | not war' (Ada)"
START = 'title = "T"\n{top}\n[question.war]\ntitle = "War"\n{war}\n[question.flood]\ntitle = "Flood"\n{flood}\n{end}\n'


@given(st.tuples(*[st.floats(1e-3, 1)] * 4))
def test_they_are_those_of_the_table_of_two_events(weights):
    """The phi coefficient of a table of two events, and its conditional probabilities, both by definition."""
    both, given_alone, event_alone, neither = (weight / sum(weights) for weight in weights)
    chance, event = both + given_alone, both + event_alone
    correlation = (both * neither - given_alone * event_alone) / sqrt(chance * (1 - chance) * event * (1 - event))
    found = conditionals_of(chance, event, correlation)
    assert found == (pytest.approx(both / chance), pytest.approx(event_alone / (1 - chance)))
    least, most = bounds_of(chance, event)
    assert least - 1e-9 <= correlation <= most + 1e-9


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99), st.floats(-1, 1))
def test_there_are_none_just_where_the_correlation_is_out_of_reach(chance, event, correlation):
    least, most = bounds_of(chance, event)
    assume(min(abs(correlation - least), abs(correlation - most)) > 1e-9)
    found = conditionals_of(chance, event, correlation)
    assert all(0 <= one <= 1 for one in found) is (least <= correlation <= most)


def told(folder: Path, *, top: str = "", war: str = "", flood: str = "", end: str = "", rows: tuple[str, ...] = ()):
    (folder / "estimates").mkdir()
    (folder / "study.toml").write_text(START.format(top=top, war=war, flood=flood, end=end), "utf-8")
    said = ["question,forecaster,date,estimate,source", "war,Ada,2026-01-01,20%,s", "flood,Ada,2026-01-01,50%,s", *rows]
    (folder / "estimates/a.csv").write_text("\n".join(said) + "\n", "utf-8")
    return [problem for problem in check_study(folder) if problem.severity == "error"]


@pytest.mark.parametrize(
    "stated",
    [
        {"flood": "correlation = { war = 0.3 }"},
        {"flood": 'correlation = "0.3 with war"'},
        {"flood": 'correlation = { with = "war", value = 0.3 }'},
        {"flood": 'correlations = [["war", 0.3]]'},
        {"flood": 'correlation = { war = "30%" }'},
        {"flood": "correlated_with = { war = 0.3 }"},
        {"flood": "rho = { war = 0.3 }"},
        {"flood": "phi = { war = 0.3 }"},
        {"top": "correlation = { flood = { war = 0.3 } }"},
        {"top": 'correlations = [["flood", "war", 0.3]]'},
        {"end": "[correlation]\nflood_war = 0.3"},
        {"end": "[correlation.flood]\nwar = 0.3"},
        {"end": '[[correlation]]\nbetween = ["flood", "war"]\nvalue = 0.3'},
        {"rows": ("flood,Ada,2026-02-01,correlated 0.3 with war,s",)},
        {"rows": ("flood,Ada,2026-02-01,r=0.3 with war,s",)},
        {"rows": ("flood,Ada,2026-02-01,ρ = 0.3 (war),s",)},
        {"rows": ("flood,Ada,2026-02-01,correlated with war at +0.3,s",)},
        {"rows": ('flood,Ada,2026-02-01,"50%, correlation 0.3 with war",s',)},
        {"rows": ('"corr(flood, war)",Ada,2026-02-01,0.30,s',)},
    ],
)
def test_one_message_says_what_means_the_same_however_it_is_stated(tmp_path, stated):
    (problem,) = told(tmp_path, **stated)
    assert problem.check == "correlation"
    assert SAME in problem.remedy


def test_what_the_remedy_says_is_read(tmp_path):
    """Followed, it leaves nothing to tell, and the total as it was: 0.2 × 80% + 0.8 × 42.5% is 50%."""
    rows = ('"flood | war",Ada,2026-02-01,80%,s', '"flood | not war",Ada,2026-02-01,42.5%,s')
    assert told(tmp_path, flood='parents = ["war"]', rows=rows) == []


@pytest.mark.parametrize(
    ("stated", "why", "remedy"),
    [
        ({"flood": "correlation = { war = 1.5 }"}, "1.5 is no correlation", "correct it, or take it out"),
        ({"flood": "correlation = { war = 0.9 }"}, "which leaves correlations from −0.5 to 0.5 only", "correct the"),
        ({"flood": "correlation = { war = 0 }"}, "events are independent unless", "take the correlation out"),
        ({"flood": 'copula = "gaussian"'}, "is not weighed", "take it out, or declare what 'flood' hangs on"),
        ({"flood": "given = { war = true }\ncorrelation = { war = 0.3 }"}, "'flood' follows from 'war'", "take the"),
        ({"end": '[question.any]\nany_of = ["war", "flood"]\nrho = { war = 0.3 }'}, "'any' follows from 'war'", "take"),
        ({"rows": ("flood,Ada,2026-02-01,strongly correlated with war,s",)}, "is not weighed", "rows of 'flood | war'"),
        ({"rows": ("flood,Ada,2026-02-01,independent of war,s",)}, "events are independent unless", "take the"),
        ({"rows": ("flood,Ada,2026-02-01,rho=0.3,s",)}, "is not weighed", "what 'flood' hangs on"),
    ],
)
def test_where_no_numbers_mean_the_same_the_message_says_why(tmp_path, stated, why, remedy):
    (problem,) = told(tmp_path, **stated)
    assert isinstance(problem, Problem)
    assert why in problem.why
    assert remedy in problem.remedy
