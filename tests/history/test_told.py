"""The table of an answer: numbers of a population where it leads, what was said and a what-if where voices do."""

from typing import Any

import pytest

from consilience.history.told import OTHERS, answer_columns

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
