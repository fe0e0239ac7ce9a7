"""Rows of a study from what was said."""

from datetime import date

from consilience.notation import BaseRate, Survey, parse
from consilience.study import Estimate


def estimate(question: str, said: str, forecaster: str = "f", group: str | None = None) -> Estimate:
    """A row whose kind follows from what is said."""
    value = parse(said)
    match value:
        case Survey():
            kind = "survey"
        case BaseRate():
            kind = "base_rate"
        case _:
            kind = "person"
    return Estimate(question, forecaster, date(2024, 1, 1), said, value, group=group, kind=kind)


def panel(question: str, *said: str, groups: tuple[str, ...] = ("",)) -> list[Estimate]:
    """One row per statement, the groups taken in turn."""
    return [
        estimate(question, text, f"f{place}", groups[place % len(groups)] or None) for place, text in enumerate(said)
    ]
