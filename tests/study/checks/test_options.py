"""Exclusive options: every form that names a number or its ends is summed."""

import pytest

from consilience.study import check_study
from tests.study.conftest import HEADER, TODAY

TOML = 'title = "t"\n\n[question.first]\ntitle = "Who is first"\noptions = ["lab", "state"]\n'


def told(make_study, lab: str, state: str, kind: str = "") -> list[str]:
    rows = f'first=lab,ada,2025-01-15,"{lab}",,{kind},,s,\nfirst=state,ada,2025-01-15,"{state}",,{kind},,s,\n'
    problems = check_study(make_study(TOML, a=HEADER + rows), today=TODAY)
    assert {problem.check for problem in problems} <= {"options_sum", "uncounted_survey"}
    return [problem.why for problem in problems if problem.check == "options_sum"]


@pytest.mark.parametrize(
    ("lab", "state", "total"),
    [
        ("q5=50% q50=70% q95=90%", "40%", "110%"),
        ("60-80%", "50%", "109%"),
        ("n=9 mean=70% median=50%", "n=9 mean=50% median=50%", "120%"),
        ("70% [50%, 90%]", ">=40%", "109%"),
    ],
)
def test_what_cannot_sum_to_1_is_told(make_study, lab, state, total):
    (why,) = told(make_study, lab, state, "survey" if "n=" in lab else "")
    assert f"{total} in sum" in why


@pytest.mark.parametrize(
    ("lab", "state", "kind"),
    [
        ("q10=50% q90=90%", "40%", ""),
        ("n=9 median=70%", "n=9 median=70%", "survey"),
        ("n=9 median=70% quartiles=[50%, 80%]", "n=9 share(>=60%)=78%", "survey"),
        ("q25=60% q50=70% q75=80%", "q25=60% q50=70% q75=80%", "survey"),
        ("<=30%", "q5=40% q50=70% q95=90%", ""),
        ("3 of 4", "3 of 4", "base_rate"),
    ],
)
def test_what_may_sum_to_1_is_not(make_study, lab, state, kind):
    assert told(make_study, lab, state, kind) == []
