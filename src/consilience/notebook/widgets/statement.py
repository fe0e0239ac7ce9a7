"""What every widget has that ends in one estimate: whom it asks what, what will be written, saving and undo."""

from collections.abc import Iterator
from math import isclose
from typing import Any

from traitlets import Dict, Unicode

from consilience.charts.drawing.theme import SOFT
from consilience.notation import Bounds, Quantiles, Range, Value, describe, format_probability, layout
from consilience.notebook.widgets.hearing import reader_of, shortly
from consilience.notebook.widgets.kit import Still, Widget, refused
from consilience.notebook.widgets.picture import Picture
from consilience.notebook.widgets.record import Record
from consilience.notebook.widgets.spread import implied
from consilience.problems import NotationError
from consilience.study import Study

# Which numbers are told that nobody was asked.
_TAILS = (0.05, 0.95)


class Statement(Widget):
    """What every widget has that ends in one estimate: who is asked what, what will be written, saving and undo.

    Attributes
    ----------
    text : str
        The estimate that will be written; "" until there is one.
    study : Study
        The study as its folder has it now.
    """

    about = Dict(help="Who is asked what.").tag(sync=True)
    reading = Dict(help="What was said, as it is read.").tag(sync=True)
    saved = Dict(help="The lines that saving printed, and how often it can be undone.").tag(sync=True)
    reason = Unicode("", help="What would make it half as likely.").tag(sync=True)

    def __init__(self, record: Record, question: str, method: str, **given: Any) -> None:
        self._record = record
        self.question = record.about(question)
        self.unit = record.study.question(question).unit
        self._read = reader_of(record.study, self.question, record.file)
        self._value: Value | None = None
        self.text = ""
        super().__init__(about=_about(record, self.question, method), **given)

    @property
    def study(self) -> Study:
        """The study as its folder has it now."""
        return self._record.read()

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
        if self.saved.get("text") == self.text:
            raise refused("this is written already", "change what is said, or undo it", self.text)
        note = self.how() + (f"; half as likely if: {self.reason.strip()}" if self.reason.strip() else "")
        lines = self._record.save({self.question: self.text}, note)
        self.saved = {"text": self.text, "lines": lines}
        self._keep_still()

    def undo(self) -> None:
        """Take the row that was saved last out of its file again, if the file is as it was left.

        Raises
        ------
        StudyError
            If somebody changed the file since; it is then left alone.
        """
        if not self.saved:
            raise refused("nothing was written that could be taken back", "save an estimate first")
        self._record.undo(1)
        self.saved = {}
        self._keep_still()

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

    def _picture(self) -> Picture:
        """The head of a still, to which a method adds its scale."""
        picture = Picture()
        picture.text(self.about["title"], 14, bold=True)
        picture.text(self.about["by"], 11, colour=SOFT)
        picture.gap(10)
        return picture

    def _still_of(self, picture: Picture) -> Still:
        picture.gap(8)
        said = f"{self.text}: {self.reading.get('read_as', '')}" if self.text else "Nothing that could be written yet."
        state = "\n".join(self.saved["lines"]) if self.saved else "A draft: not saved."
        picture.text(said, 12)
        picture.gap(2)
        picture.text(state, 10, colour=SOFT)
        return Still(picture.svg(), f"{self.about['title']} ({self.about['by']}). {said}. {state}")


def _about(record: Record, question: str, method: str) -> dict[str, Any]:
    asked = record.study.question(question)
    condition = question.partition(" | ")[2]
    option = question.partition(" | ")[0].partition("=")[2]
    given = [part for part in (f"Given: {condition}" if condition else "", _given(asked.given)) if part]
    return {
        "title": f"{asked.title}: {option}" if option else asked.title,
        "question": question,
        "description": asked.description or "",
        "given": "; ".join(given),
        "by": f"{record.forecaster} ({record.group})" if record.group else record.forecaster,
        "unit": asked.unit or "",
        "method": method,
        "file": record.file,
    }


def _given(states: Any) -> str:
    return "Given: " + ", ".join(name if holds else f"not {name}" for name, holds in states.items()) if states else ""


def _levels_said(value: Range | Bounds | Quantiles) -> tuple[float, float]:
    if isinstance(value, Quantiles):
        return value.levels[0], value.levels[-1]
    coverage = value.coverage or 0.0
    return (1 - coverage) / 2, (1 + coverage) / 2


def _half(value: Value) -> str:
    p = layout(value).number
    return format_probability(p / 2) if 0 < p < 1 else ""
