"""One estimate asked for in a cell: a number with its doubt, in two forms, and the text that will be written."""

from typing import ClassVar

from traitlets import Dict, Unicode

from consilience.notation import Bounds, Point, Range
from consilience.notebook.widgets.hearing import By, Form, Heard, hear
from consilience.notebook.widgets.kit import Actions, Still, refused
from consilience.notebook.widgets.methods import COVERAGES, METHODS, out_of_order
from consilience.notebook.widgets.record import Record
from consilience.notebook.widgets.scale import Stop, decades_for, scale_page, ticks
from consilience.notebook.widgets.statement import Statement
from consilience.problems import NotationError


class Elicit(Statement, page=("statement", "elicit")):
    """A number with its doubt on a scale of log odds, or typed."""

    scale = Dict().tag(sync=True)
    coverage = Unicode("").tag(sync=True)
    whole = Unicode("", help="The estimate as typed whole; empty where it comes from the fields.").tag(sync=True)

    def __init__(self, record: Record, question: str, method: str = "bounds") -> None:
        self.method = METHODS[method]
        self._said: dict[str, Heard] = {}
        super().__init__(record, question, method)
        self.about = self.about | {
            "fields": [
                {"name": part.name, "label": part.label, "hint": part.hint, "mark": part.mark}
                for part in self.method.fields
            ],
            "order": list(self.method.order),
            "coverages": list(COVERAGES) if self.method.coverage else [],
            "whole": method == "bounds",
        }
        self._tell()

    def say(self, field: str, text: str, form: Form, by: By) -> None:
        """Hear what was put into a field; an empty text takes it back."""
        heard = hear(text, form if self.unit is None else "number", by, self._read)
        # Their order is the order in which they were said.
        self._said = {name: said for name, said in self._said.items() if name != field or heard is not None}
        if heard is not None:
            self._said[field] = heard
        self.whole = ""
        self._tell()

    def say_whole(self, text: str) -> None:
        """Hear an estimate typed whole, as people say it; its numbers go into the fields where they fit."""
        self.whole = text
        self._said = {}
        self.coverage = ""
        if text.strip():
            self._spread_out(text)
        self._tell()

    def choose_coverage(self, coverage: str) -> None:
        """Keep how sure somebody is of the bounds."""
        if coverage not in (*COVERAGES, self.coverage):
            raise refused("nobody asked for this", f"write one of {', '.join(COVERAGES[1:])}", coverage)
        self.coverage = coverage
        self.whole = ""
        self._tell()

    def clear(self) -> None:
        """Take everything back that is not saved."""
        self._said, self.whole, self.coverage, self.reason = {}, "", "", ""
        self._tell()

    ACTIONS: ClassVar[Actions] = {
        "say": say,
        "say_whole": say_whole,
        "choose_coverage": choose_coverage,
        "give_reason": Statement.give_reason,
        "clear": clear,
        "save": Statement.save,
        "undo": Statement.undo,
    }

    def how(self) -> str:
        """How it was elicited: with what, and in which order."""
        if self.whole:
            return "elicited in a notebook, typed whole"
        labels = {part.name: part.label.lower() for part in self.method.fields}
        ways = {"typed": "typed", "pointer": "on a scale", "keys": "by keys"}
        said = ", ".join(f"{labels[name]} {heard.written} {ways[heard.by]}" for name, heard in self._said.items())
        return f"elicited in a notebook by {self.method.title}: {said}, in this order"

    def still(self) -> Still:
        """The scale with what was said, and whether it is saved."""
        picture = self._picture()
        if self.unit is None:
            at: dict[str, Stop | None] = {
                part.mark: self._said[part.name].stop for part in self.method.fields if part.name in self._said
            }
            picture.scale(ticks(self._decades()), at)
        return self._still_of(picture)

    def _plausible(self) -> tuple[float, float]:
        limits = {name: self._said[name].number for name in ("least", "most") if name in self._said}
        least, most = limits.get("least"), limits.get("most")
        return 0.0 if least is None else least, 1.0 if most is None else most

    def _spread_out(self, text: str) -> None:
        try:
            value = self._read(text)
        except NotationError:
            return
        match value:
            case Point(number=best):
                found = {"best": best}
            case Range(low=low, high=high):
                found = {"low": low, "high": high}
            case Bounds(best=best, low=low, high=high):
                found = {"low": low, "best": best, "high": high}
            case _:
                return
        for name, number in found.items():
            form: Form = "number" if self.unit else "chance" if " in " in number.written else "percent"
            heard = hear(self._read.spelled(number.written), form, "typed", self._read)
            if heard and heard.point:
                self._said[name] = heard
        if isinstance(value, Range | Bounds) and value.coverage is not None:
            self.coverage = f"{100 * value.coverage:g}%"

    def _tell(self) -> None:
        well = {name: heard for name, heard in self._said.items() if heard.point}
        if self.whole.strip():
            text, missing, fault = self.whole.strip(), "", ""
        else:
            text, missing = self.method.write(well, self.coverage)
            faulty = len(well) < len(self._said)
            fault = "Correct what is marked." if faulty else out_of_order(self.method, well)
        read = self._understand("" if fault else text if self.whole.strip() else self._read.spelled(text))
        if self.unit is None:
            self.scale = scale_page(self._decades())
        self.reading = read | {
            "fields": {name: heard.page for name, heard in self._said.items()},
            "missing": missing,
            "fault": fault or read["fault"],
        }

    def _decades(self) -> int:
        said = [heard.number for heard in self._said.values() if heard.stop and heard.number is not None]
        return decades_for(*said)
