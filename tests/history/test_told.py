"""The table of an answer: numbers of a population where it leads, what was said and a what-if where voices do."""

from pathlib import Path
from typing import Any

import pytest

from consilience.frames import SUMMARY_TITLES, headline_frame, told_frame
from consilience.history.told import OTHERS, answer_columns, numbers_told
from tests.builders.fits import synthetic_fit, write_study

SAID = {"value": 0.12, "low": 0.05, "high": 0.25}
LONE = {"value": 0.3, "low": 0.04, "high": 0.8}


def told(*leads: str) -> list[list[str]]:
    questions: list[dict[str, Any]] = [
        {
            "question": f"q{place}",
            "voices": "ada: 30%" if who == "voices" else "4 voices",
            "leads": who,
            "summaries": dict.fromkeys(("median", "geometric_mean_odds"), LONE if who == "voices" else SAID)
            | {"mean": None},
        }
        for place, who in enumerate(leads)
    ]
    return answer_columns({"untold": "not told by medians"}, questions)


def test_beside_what_one_person_said_stands_no_number_of_a_population() -> None:
    columns = {title: cells for title, *cells in told("population", "voices")}
    assert columns == {
        "Question": ["q0", "q1"],
        "Voices": ["4 voices", "ada: 30%"],
        "Median forecaster, 90%": ["12% [5%, 25%]", ""],
        "Mean forecaster, 90%": ["not told by medians", ""],
        "Geom. mean of odds, 90%": ["12% [5%, 25%]", ""],
        f"{OTHERS}, 90%": ["", "30% [4%, 80%]"],
    }


@pytest.mark.parametrize(
    ("leads", "numbers"),
    [
        ("population", ["Median forecaster, 90%", "Mean forecaster, 90%", "Geom. mean of odds, 90%"]),
        ("voices", [f"{OTHERS}, 90%"]),
    ],
)
def test_a_column_without_numbers_is_left_out(leads: str, numbers: list[str]) -> None:
    assert [title for title, *_ in told(leads, leads)[2:]] == numbers


def test_a_frame_tells_in_each_column_what_the_table_of_a_run_does(tmp_path: Path) -> None:
    rows = "".join(f"flood,{who},2025-01-15,10%,,,s,\n" for who in ("ada", "bo", "cem")) + "drought,ada,,30%,,,s,\n"
    fit = synthetic_fit(write_study(tmp_path / "floods", rows=rows))
    whole = headline_frame(fit)
    frame, columns = told_frame(fit)
    assert list(columns.values()) == [*SUMMARY_TITLES.values(), OTHERS]
    for question, leads in whole["leads"].items():
        told = numbers_told(leads, {name: whole.loc[question, name] for name in SUMMARY_TITLES})
        assert frame.loc[question, list(told)].to_dict() == told
        assert bool(told["others"]) == (leads == "voices")
