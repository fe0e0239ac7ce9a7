"""What a table tells of an answer, and the table of a published one, from what summary.json holds of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from consilience.notation import format_interval

# The column with what is inferred where the voices lead. Where nobody spoke there are no others like them.
OTHERS, _OTHERS = "What-if: median forecaster", "others"
_SUMMARIES = {"median": "Median forecaster", "mean": "Mean forecaster", "geometric_mean_odds": "Geom. mean of odds"}


def numbers_told(leads: str, numbers: Mapping[str, str]) -> dict[str, str]:
    """The numbers that a table tells of one answer: the population's where it leads, else one of them, as a what-if.

    Parameters
    ----------
    leads : str
        ``"population"`` or ``"voices"``.
    numbers : mapping of str to str
        The population's, by summary.

    Returns
    -------
    dict of str to str
        By column, those of the summaries and ``"others"``; "" where nothing is told.

    Examples
    --------
    >>> numbers_told("voices", {"median": "30%", "mean": "35%"})
    {'median': '', 'mean': '', 'others': '30%'}
    """
    if leads == "population":
        return {**numbers, _OTHERS: ""}
    return {**dict.fromkeys(numbers, ""), _OTHERS: numbers["median"]}


def titles_told(told: Sequence[Mapping[str, str]], titles: Mapping[str, str]) -> dict[str, str]:
    """Titles of the columns that tell anything.

    Parameters
    ----------
    told : sequence of mapping
        Of :func:`numbers_told`, a row of the table each.
    titles : mapping of str to str
        What each summary is called.

    Returns
    -------
    dict of str to str
    """
    columns = {**titles, _OTHERS: OTHERS}
    return {name: title for name, title in columns.items() if any(row[name] for row in told)}


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
    told = [
        numbers_told(one["leads"], {name: _interval(one["summaries"][name], summary["untold"]) for name in _SUMMARIES})
        for one in questions
    ]
    return [
        ["Question", *(one["question"] for one in questions)],
        ["Voices", *(one["voices"] for one in questions)],
        *([f"{title}, 90%", *(row[name] for row in told)] for name, title in titles_told(told, _SUMMARIES).items()),
    ]


def _interval(told: Mapping[str, float] | None, untold: str) -> str:
    return untold if told is None else format_interval(told["value"], told["low"], told["high"])
