"""A conditional tree answered node by node: what its parts come to, beside what is said of the whole."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from traitlets import Dict, List, Unicode

from consilience.charts.drawing.theme import SOFT
from consilience.network import network_of
from consilience.notation import Value, describe, format_probability, layout
from consilience.notebook.widgets.hearing import reader_of, shortly
from consilience.notebook.widgets.kit import Actions, Still, refused
from consilience.notebook.widgets.record import Record, text_of
from consilience.notebook.widgets.saving import Saving
from consilience.notebook.widgets.scale import Stop, chance_of, decades_for, scale_page, ticks
from consilience.problems import NotationError
from consilience.study import Estimate
from consilience.study.naming import name_of
from consilience.study.texts import listed


class Tree(Saving, page=("statement", "tree")):
    """Every part of an outcome, each in the state it is asked in, and the outcome itself.

    Attributes
    ----------
    said : dict
        Estimates by question, as they were said.
    implied : float or None
        What the parts come to, once all of them were answered.
    study : Study
        The study as its folder has it now.
    """

    nodes: List[dict[str, Any]] = List(help="What is asked, the outcome last.").tag(sync=True)
    scale = Dict().tag(sync=True)
    unfolded = Unicode("", help="Which node has its scale open.").tag(sync=True)

    def __init__(self, record: Record, outcome: str | None = None) -> None:
        from consilience.models.factors.frames.stated import is_total

        name = outcome or record.study.outcome
        if name is None:
            raise refused("the study names no outcome", 'write outcome="the question that follows from the others"')
        self.outcome = record.about(name)
        self._network = network_of(record.study)
        if not is_total(self._network, self.outcome):
            why = f"{self.outcome} does not follow from other questions"
            raise refused(why, "name one that does, or ask for it alone with study.elicit", outcome or name)
        self.parts = self._network.ancestors(self.outcome)
        self._read = {part: reader_of(record.study, part, record.file) for part in (*self.parts, self.outcome)}
        self._typed: dict[str, tuple[str, str]] = {}
        self._values: dict[str, Value] = {}
        self.implied: float | None = None
        about = {"title": record.study.title, "given": "", "description": "", "outcome": self.outcome}
        super().__init__(record, about)
        self.nodes = [self._node(part) for part in (*self.parts, self.outcome)]
        self._tell()

    @property
    def said(self) -> dict[str, str]:
        """Estimates that are well, by question, in the order in which they were said."""
        return {name: text for name, (text, _) in self._typed.items() if name in self._values}

    def say(self, node: str, text: str, by: str) -> None:
        """Hear what is said of a node, in any form; an empty text takes it back."""
        if node not in self._read:
            raise refused("the tree has no such node", f"name one of {', '.join(self._read)}", node)
        self._typed = {name: said for name, said in self._typed.items() if name != node or text.strip()}
        if text.strip():
            self._typed[node] = (text.strip() if by == "typed" else self._read[node].spelled(text), by)
        self._tell()

    def unfold(self, node: str) -> None:
        """Open the scale of a node."""
        self.unfolded = node

    def clear(self) -> None:
        """Take everything back that is not saved."""
        self._typed = {}
        self._tell()

    def save(self) -> None:
        """Append a row for each node that was answered, all of them or none.

        Raises
        ------
        StudyError
            With every error that the study would have; nothing is written.
        """
        if not self.said or len(self._values) < len(self._typed):
            raise refused("there is nothing to be written yet", "answer a node, and correct what is marked")
        ways = {by for _, by in self._typed.values()}
        how = " and ".join({"typed": "typed", "pointer": "on a scale", "keys": "by keys"}[by] for by in sorted(ways))
        self._append(self.said, f"elicited in a notebook, node by node, {how}")

    ACTIONS: ClassVar[Actions] = {"say": say, "unfold": unfold, "clear": clear, "save": save, "undo": Saving.undo}

    def still(self) -> Still:
        """What was said node by node, and what it comes to."""
        picture = self._picture()
        lines = [
            f"{node['number']}{'. ' if node['number'] else ''}{node['title']}: "
            f"{self.said.get(node['name'], 'not answered')}"
            for node in self.nodes
        ]
        lines += [line for line in (self.reading["implied_text"], self.reading["note"]) if line]
        state = self._record.state(text_of(self.said))
        picture.text("\n".join(lines), 12)
        if whole := self._stops().get(self.outcome):
            picture.scale(ticks(self._decades()), {"best": whole})
        picture.gap(4)
        picture.text(state, 10, colour=SOFT)
        return Still(picture.svg(), f"{self.about['title']} ({self.about['by']}). {'; '.join(lines)}. {state}")

    def _tell(self) -> None:
        self._values = {}
        told: dict[str, dict[str, Any]] = {}
        for name, (text, _) in self._typed.items():
            unit = self._record.study.question(name).unit
            try:
                self._values[name] = self._read[name](text)
                told[name] = {"text": text, "read_as": describe(self._values[name], unit=unit), "fault": ""}
            except NotationError as error:
                told[name] = {"text": text, "read_as": "", "fault": shortly(error.problem)}
        for name, stop in self._stops().items():
            told[name]["stop"] = stop.page
        self.scale = scale_page(self._decades())
        missing = [part for part in self.parts if part not in self._values]
        self.reading = {
            "nodes": told,
            "whole": text_of(self.said),
            "ready": bool(self.said) and len(told) == len(self._values),
            "left": f"{len(self.parts) - len(missing)} of {len(self.parts)} parts answered",
            **self._whole(missing),
        }

    def _whole(self, missing: list[str]) -> dict[str, Any]:
        """What the parts come to, and where that is not what was said of the whole."""
        from scipy.special import expit

        from consilience.models.factors.frames.stated import Span, implied_span, record

        self.implied = None
        nothing = {"implied": None, "implied_text": "", "note": "", "parted": False}
        span = None if missing else implied_span(self._network, self.outcome, self._values)
        if span is None:
            return nothing
        low, best, high = (float(expit(at)) for at in (span.low, span.best, span.high))
        self.implied = best if 0 < best < 1 else None
        if self.implied is None:
            return nothing | {"implied_text": f"The parts come to between {_said(low)} and {_said(high)}."}
        ends = f" ({_said(low)} to {_said(high)} as rounded)" if low < best < high else ""
        told: dict[str, Any] = {
            "implied": Stop.of(best).page,
            "implied_text": f"The parts come to {format_probability(best)}, {chance_of(best)}{ends}.",
            "note": "",
            "parted": False,
        }
        total = self._values.get(self.outcome)
        if total is not None and (stated := Span.of(total)) is not None:
            row = Estimate(self.outcome, self._record.forecaster, dt.date.today(), self.said[self.outcome], total)
            gap = record(self._record.study, row, stated, span, standing=True, basis="as stated")
            label = str(gap["gap_label"])
            told |= {"note": f"{label[:1].upper()}{label[1:]}.", "parted": bool(gap["flagged"])}
        return told

    def _stops(self) -> dict[str, Stop]:
        numbers = {name: layout(value).number for name, value in self._values.items()}
        return {name: Stop.of(p) for name, p in numbers.items() if 0 < p < 1}

    def _decades(self) -> int:
        numbers = [layout(value).number for value in self._values.values()]
        known = [p for p in (*numbers, self.implied or 0.5) if 0 < p < 1]
        return decades_for(*known)

    def _node(self, name: str) -> dict[str, Any]:
        event, given = self._network.asked(name)
        question = self._record.study.question(name_of(event))
        option = event.partition("=")[2]
        return {
            "name": name,
            "number": "" if name == self.outcome else f"{self.parts.index(name) + 1}",
            "title": f"{question.title}: {option}" if option else question.title,
            "given": self._given(given),
            "is_whole": name == self.outcome,
        }

    def _given(self, states: Mapping[str, bool]) -> str:
        """The states that a node is asked in: of other nodes by their number."""
        numbers = {part: str(place) for place, part in enumerate(self.parts, 1)}
        said = [f"{'' if holds else 'not '}{numbers.get(name) or self._title(name)}" for name, holds in states.items()]
        return f"Given {listed(said)}" if said else ""

    def _title(self, event: str) -> str:
        return f"“{self._record.study.question(name_of(event)).title}”"


def _said(p: float) -> str:
    return format_probability(p) if 0 < p < 1 else f"{p:.0%}"
