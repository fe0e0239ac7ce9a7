"""What one forecaster said about one question on one date."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal, get_args

from consilience import arguments
from consilience.arguments import KINDS, TEXT, among, hold_fields, maybe, one_of
from consilience.notation import Value, forms
from consilience.study.naming import event_of, name_of, state_of

Kind = Literal["person", "survey", "aggregate", "model", "base_rate"]
VALUE = arguments.Kind("an estimate as cs.parse gives it", 'cs.parse("5%")', lambda value: type(value) in forms.FORMS)
_FIELDS = {
    **{name: KINDS[name] for name in ("question", "forecaster")},
    "said": TEXT.such_as('"5%"'),
    "value": VALUE,
    "date": maybe(one_of(dt.date, "a date", "datetime.date(2025, 1, 31)")),
    **{name: maybe(KINDS[name]) for name in ("group", "source", "note")},
    "kind": among(get_args(Kind)),
}


# Kind, forecaster and, but for persons, group.
type Speaker = tuple[str, str, str | None]

# Year, month and day of a date, each a number or a name; and all of them written together.
_PARTS, _TOGETHER = re.compile(r"\d+|[^\W\d_]{3,}"), re.compile(r"(?<![Qq])\d{5}")


@dataclass(frozen=True, slots=True)
class Estimate:
    """What one forecaster said about one question on one date, as said, with its source.

    Parameters
    ----------
    question : str
        What it is about, in its canonical spelling: ``"question"``; ``"question=option"`` for one of exclusive
        options; ``"question | parent, not other"`` in a state of the question's parents or of one crux.
    date : datetime.date or None
        Day (UTC) of the statement. Where only the month or year is known it is the first day of it, and
        ``date_said`` keeps what was said. ``None`` is an unknown date.
    said : str
        The estimate, verbatim.
    value : Value
        What the notation reads it as.
    until : datetime.date, optional
        First day on which the forecast no longer stands.
    date_said : str
        The date, verbatim; empty where none was given.
    instant : datetime.datetime, optional
        In UTC, where a time of day was given: orders several statements of one day.
    file, line : str and int
        Where the row begins.

    Examples
    --------
    >>> from datetime import date
    >>> from consilience.notation import parse
    >>> row = Estimate("first=lab | treaty", "ada", date(2024, 1, 1), "10%", parse("10%"))
    >>> row.asked, row.option, row.state
    ('first', 'lab', {'treaty': True})
    """

    question: str
    forecaster: str
    date: dt.date | None
    said: str
    value: Value
    group: str | None = None
    kind: Kind = "person"
    until: dt.date | None = None
    source: str | None = None
    note: str | None = None
    file: str = ""
    line: int = 0
    date_said: str = ""
    instant: dt.datetime | None = None

    def __post_init__(self) -> None:
        hold_fields(self, **_FIELDS)

    @property
    def when(self) -> str:
        """Its date as far as it is known: "2022", "2022-05" or "2022-05-01"; "" where none is."""
        if self.date is None:
            return ""
        # Of a month or a year the first day stands, and it is said in fewer parts than a day has.
        vague = self.date.day == 1 and self.instant is None and 0 < len(_PARTS.findall(self.date_said)) < 3
        return self.date_said if vague and not _TOGETHER.search(self.date_said) else self.date.isoformat()

    @property
    def asked(self) -> str:
        """Name of the question without option and state."""
        return name_of(self.question)

    @property
    def option(self) -> str | None:
        """The option that was forecast, ``None`` where the question has none."""
        return event_of(self.question).partition("=")[2] or None

    @property
    def state(self) -> dict[str, bool]:
        """State of other questions in which it was asked, in canonical order; empty where unconditional."""
        return state_of(self.question)

    @property
    def speaker(self) -> Speaker:
        """Who holds the credence: a person in whatever group; of surveys and others each group for itself."""
        return self.kind, self.forecaster, None if self.kind == "person" else self.group

    @property
    def order(self) -> tuple[str, str, str, str, dt.datetime, str]:
        """What puts estimates in one order wherever they stand in the files."""
        return self.question, self.forecaster, self.group or "", self.kind, self.moment, self.said

    @property
    def moment(self) -> dt.datetime:
        """When it was said, for putting statements in order: unknown dates first, bare ones at midnight."""
        if self.instant is not None:
            return self.instant
        return dt.datetime.combine(self.date or dt.date.min, dt.time(), dt.UTC)
