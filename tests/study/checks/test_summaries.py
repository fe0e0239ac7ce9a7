"""Shares, quartiles and spreads that no answers have together, against bounds known in closed form."""

import pytest

from consilience.study import check_study
from tests.study.conftest import HEADER, TODAY

TOML = 'title = "t"\n\n[question.doom]\ntitle = "Doom"\n'


def told(make_study, said: str) -> list[str]:
    rows = f'doom,panel,2025-01-15,"{said}",,survey,,s,\n'
    return [
        problem.why
        for problem in check_study(make_study(TOML, a=HEADER + rows), today=TODAY)
        if problem.check in ("impossible_shares", "impossible_summary")
    ]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        # Of four people none, one, two …: 25%, 50%.
        ("n=4 share(>=10%)=38%", "no number of 4 answers is 38%"),
        # Half of them are at 5% or less, so at most half at 10% or more.
        ("n=50 median=5% share(>=10%)=70%", "no answers have both"),
        ("n=50 median=>=50% share(<20%)=60%", "no answers have both"),
        ("n=60 median=5% quartiles=[1%, 20%] share(>=30%)=40%", "no answers have both"),
        # A fifth of them at one half or more is a mean of a tenth or more.
        ("n=50 mean=2% share(>=50%)=20%", "a mean of at least 9.75%"),
        ("n=50 mean=95% share(<10%)=40%", "a mean of at most 64.5%"),
        # sd² ≤ mean (1 − mean) n / (n − 1), here 0.015 × 0.985 × 50 / 49.
        ("n=50 mean=1% sd=40%", "a standard deviation of at most 12.3%"),
        ("n=100 mean=1% se=4%", "a standard error of at most 1.22%"),
        # No median is further from the mean than one standard deviation (Hotelling and Solomons, 1932).
        ("n=500 median=5% mean=20% sd=10%", "not so many answers lie that far"),
    ],
)
def test_what_no_answers_have_is_told(make_study, said: str, why: str) -> None:
    assert why in told(make_study, said)[0]


@pytest.mark.parametrize(
    "said",
    [
        "n=738 median=5% mean=14% share(>=10%)=48%",
        "n=2778 median=5% mean=14.4% share(>=10%)=37.8–51.4%",
        "n=97 share(>=10%)=37 in 97",
        "n=2 mean=50% sd=70.7%",
        "n=100 median=10% share(>=10%)=60% share(>10%)=38%",
        "n=100 median=5% mean=14% sd=20% quartiles=[1%, 20%] share(<1%)=20% share(>50%)=9%",
        "share(>=10%)=48%",
        "n=738 mean=16.2% se=0.9%",
    ],
)
def test_what_answers_can_have_is_not(make_study, said: str) -> None:
    assert told(make_study, said) == []
