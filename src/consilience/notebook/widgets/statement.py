"""What every widget has that ends in one estimate: whom it asks what, what will be written, saving and undo."""

from collections.abc import Iterator, Mapping
from math import isclose
from typing import Any

from traitlets import Unicode

from consilience.charts.drawing.theme import SOFT
from consilience.notation import Bounds, Quantiles, Range, Value, describe, format_probability, layout
from consilience.notebook.widgets.hearing import reader_of, shortly
from consilience.notebook.widgets.kit import Still, refused
from consilience.notebook.widgets.picture import Picture
from consilience.notebook.widgets.record import Record, text_of
from consilience.notebook.widgets.saving import Saving
from consilience.notebook.widgets.spread import implied
from consilience.problems import NotationError
from consilience.study import Study
from consilience.study.naming import event_of, state_of

# Which numbers are told that nobody was asked.
_TAILS = (0.05, 0.95)


class Statement(Saving):
    """What every widget has that ends in one estimate: who is asked what, what will be written, saving and undo.

    Attributes
    ----------
    text : str
        The estimate that will be written; "" until there is one.
    study : Study
        The study as its folder has it now.
    """

    reason = Unicode("", help="What would make it half as likely.").tag(sync=True)

    def __init__(self, record: Record, question: str, method: str, **given: Any) -> None:
        self.question = record.about(question)
        self.unit = record.study.question(question).unit
        self._read = reader_of(record.study, self.question, record.file)
        self._value: Value | None = None
        self.text = ""
        super().__init__(record, _about(record, self.question, method), **given)

    @property
    def value(self) -> Value | None:
        """What the estimate is read as; ``None`` until there is one."""
        return self._value

    def how(self) -> str:
        """How it was elicited, for the note of the row."""
        raise NotImplementedError

    def save(self) -> None:
        """Append what was said to the study, if it is without errors afterwards.

        Raises
        ------
        StudyError
            With every error that the study would have; nothing is written.
        """
        if not self.text:
            raise refused("there is nothing to be written yet", "say an estimate first")
        note = self.how() + (f"; half as likely if: {self.reason.strip()}" if self.reason.strip() else "")
        self._append({self.question: self.text}, note, self.text)

    def give_reason(self, text: str) -> None:
        """Keep what would make it half as likely."""
        self.reason = text

    def _understand(self, text: str) -> dict[str, Any]:
        """Read what will be written: the text with its reading, or why there is none."""
        self.text, self._value, fault = "", None, ""
        if text:
            try:
                self._value = self._read(text)
                self.text = text
            except NotationError as error:
                fault = shortly(error.problem)
        value = self._value
        return {
            "text": text,
            "whole": text_of({self.question: text}),
            "read_as": describe(value, unit=self.unit) if value else "",
            "fault": fault,
            "notes": list(self._notes(value)) if value and self.unit is None else [],
            "half": _half(value) if value and self.unit is None else "",
        }

    def _notes(self, value: Value) -> Iterator[str]:
        p = layout(value).number
        if 0 < p < 1:
            yield f"The chance that it does not happen is then {format_probability(1 - p)}: would you have said so?"
        if isinstance(value, Quantiles) or (isinstance(value, Range | Bounds) and value.coverage is not None):
            yield from self._implied(value)

    def _implied(self, value: Range | Bounds | Quantiles) -> Iterator[str]:
        """Numbers that nobody was asked, and whether they lie beyond what was called plausible."""
        said = _levels_said(value)
        low, high = implied(value, _TAILS)
        least, most = self._plausible()
        tails = []
        if not isclose(said[0], _TAILS[0]):
            beyond = " (lower than the lowest that you called plausible)" if low < least else ""
            tails.append(f"1 in 20 that it is below {format_probability(low)}{beyond}")
        if not isclose(said[1], _TAILS[1]):
            beyond = " (higher than the highest that you called plausible)" if high > most else ""
            tails.append(f"1 in 20 that it is above {format_probability(high)}{beyond}")
        if tails:
            yield f"Not asked, but implied: {', and '.join(tails)}."

    def _plausible(self) -> tuple[float, float]:
        """Limits that were asked for by themselves; everything where they were not."""
        return 0.0, 1.0

    def _still_of(self, picture: Picture) -> Still:
        picture.gap(8)
        said = f"{self.text}: {self.reading.get('read_as', '')}" if self.text else "Nothing that could be written yet."
        state = self._record.state(text_of({self.question: self.text}))
        picture.text(said, 12)
        picture.gap(2)
        picture.text(state, 10, colour=SOFT)
        return Still(picture.svg(), f"{self.about['title']} ({self.about['by']}). {said.removesuffix('.')}. {state}")


def _about(record: Record, question: str, method: str) -> dict[str, Any]:
    asked = record.study.question(question)
    option = event_of(question).partition("=")[2]
    given = _given({**(asked.given or {}), **state_of(question)}, record.study)
    return {
        "title": f"{asked.title}: {option}" if option else asked.title,
        "question": question,
        "description": asked.description or "",
        "given": given,
        "unit": asked.unit or "",
        "method": method,
        "file": record.file,
    }


def _given(states: Mapping[str, bool], study: Study) -> str:
    """The states of others that a question is asked in, by their titles."""
    said = []
    for event, holds in states.items():
        option = event.partition("=")[2]
        title = study.question(event).title + (f": {option}" if option else "")
        said.append(f"“{title}”" if holds else f"not “{title}”")
    return f"Given {', '.join(said)}" if said else ""


def _levels_said(value: Range | Bounds | Quantiles) -> tuple[float, float]:
    if isinstance(value, Quantiles):
        return value.levels[0], value.levels[-1]
    coverage = value.coverage or 0.0
    return (1 - coverage) / 2, (1 + coverage) / 2


def _half(value: Value) -> str:
    p = layout(value).number
    return format_probability(p / 2) if 0 < p < 1 else ""
