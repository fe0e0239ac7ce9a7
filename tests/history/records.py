"""Published answers made of numbers."""

from collections.abc import Mapping, Sequence

from consilience.history.moved import answer_record

ERROR = 0.02


def said(forecaster: str, read: str, question: str = "flood", **other: str) -> dict[str, str]:
    """A statement as a record."""
    plain = {"question": question, "kind": "person", "forecaster": forecaster, "group": "", "said": read}
    return {**plain, "read": read, "date": "2025-01-15", "source": "", **other}


def record(
    answers: Mapping[str, float],
    statements: Sequence[Mapping[str, str]] = (),
    *,
    leads: str = "population",
    **told: str,
) -> Mapping[str, object]:
    """An answer: the median forecaster of each question, with an interval from half to twice as much."""
    questions = [
        {
            "question": name,
            "title": name.capitalize(),
            "leads": leads,
            "voices": told.get("voices", "9 people"),
            "summaries": {"mean": None, "median": {"value": at, "low": at / 2, "high": min(2 * at, (1 + at) / 2)}},
        }
        for name, at in answers.items()
    ]
    summary = {"title": "Floods", "outcome": None, "headline": told.get("headline", "median"), "questions": questions}
    errors = {name: {"median": dict.fromkeys(("low", "value", "high"), ERROR)} for name in answers}
    return answer_record(summary, list(statements), errors, {"inputs": {}})
