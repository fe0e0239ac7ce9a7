"""The table of a published answer, from what summary.json holds of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consilience.notation import format_interval

# The column with what is inferred where the voices lead. Where nobody spoke there are no others like them.
OTHERS = "What-if: median forecaster"
_SUMMARIES = {"median": "Median forecaster", "mean": "Mean forecaster", "geometric_mean_odds": "Geom. mean of odds"}


def answer_columns(summary: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Who answers each question, and the answers: where the voices lead no population's, but a what-if beside them.

    Parameters
    ----------
    summary : mapping
        As in summary.json.
    questions : sequence of mapping
        Those of its questions that are to be told.

    Returns
    -------
    list of list of str
        Columns, each under its title: the questions' names, their voices, numbers, where there is any.
    """
    return [
        ["Question", *(one["question"] for one in questions)],
        ["Voices", *(one["voices"] for one in questions)],
        *(column for column in _numbers(summary, questions) if any(column[1:])),
    ]


def _numbers(summary: Mapping[str, Any], questions: Sequence[Mapping[str, Any]]) -> Iterator[list[str]]:
    def of(name: str, leads: str) -> list[str]:
        return [
            _interval(one["summaries"][name], summary["untold"]) if one["leads"] == leads else "" for one in questions
        ]

    for name, title in _SUMMARIES.items():
        yield [f"{title}, 90%", *of(name, "population")]
    yield [f"{OTHERS}, 90%", *of("median", "voices")]


def _interval(told: Mapping[str, float] | None, untold: str) -> str:
    return untold if told is None else format_interval(told["value"], told["low"], told["high"])
