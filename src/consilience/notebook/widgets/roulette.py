"""Chips in bins: a distribution as somebody lays it out (SHELF's roulette method)."""

from typing import Any, ClassVar

import numpy as np
from traitlets import Dict

from consilience.notation import Quantiles
from consilience.notebook.widgets.grid import Edge, Grid, new_grid, quantiles
from consilience.notebook.widgets.hearing import Form, Heard, hear
from consilience.notebook.widgets.kit import Actions, Still, refused
from consilience.notebook.widgets.record import Record
from consilience.notebook.widgets.scale import Stop
from consilience.notebook.widgets.spread import density
from consilience.notebook.widgets.statement import Statement

_BINS = (4, 20)
# So that the share of any number of chips is short to write.
_THOUSAND = 1000
_CHIPS = (5, 100)
# Places of the curve over one bin.
_FINE = 16


class Roulette(Statement, page=("statement", "roulette")):
    """Limits first, then chips, each as probable as the others."""

    grid = Dict(help="Edges of the bins, and the chips in each.").tag(sync=True)

    def __init__(self, record: Record, question: str, *, chips: int = 20, bins: int = 8) -> None:
        _refuse_number("chips", chips, _CHIPS)
        _refuse_number("bins", bins, _BINS)
        if _THOUSAND % chips:
            raise refused(f"a chip would be {100 / chips:g}% each", "give 5, 10, 20, 25, 40, 50 or 100 chips", chips)
        self.chips, self.bins = chips, bins
        self._limits: dict[str, Heard] = {}
        self._grid: Grid | None = None
        super().__init__(record, question, "roulette")
        self.about = self.about | {"chips": chips, "each": f"{100 / chips:g}%"}
        self._tell()

    def limit(self, which: str, text: str, form: Form = "percent") -> None:
        """Hear the lowest or the highest plausible number; chips stay where they are, or the change is refused."""
        heard = hear(text, form if self.unit is None else "number", "typed", self._read)
        known = {name: said for name, said in self._limits.items() if name != which}
        self._limits = known | ({which: heard} if heard else {})
        try:
            self._set_limits()
        finally:
            self._tell()

    def put(self, place: int, count: int) -> None:
        """Put so many chips into a bin."""
        if self._grid is not None:
            self._grid = self._grid.put(place, count, self.chips)
            self._tell()

    def clear(self) -> None:
        """Take everything back that is not saved."""
        self._limits, self._grid, self.reason = {}, None, ""
        self._tell()

    ACTIONS: ClassVar[Actions] = {
        "limit": limit,
        "put": put,
        "give_reason": Statement.give_reason,
        "clear": clear,
        "save": Statement.save,
        "undo": Statement.undo,
    }

    def how(self) -> str:
        """How it was elicited: the limits and the chips."""
        if self._grid is None:
            return "elicited in a notebook by roulette"
        first, *_, last = self._grid.edges
        placed = ", ".join(map(str, self._grid.chips))
        edges = ", ".join(edge.said for edge in self._grid.edges)
        limits = f"plausible from {first.said} to {last.said}"
        return f"elicited in a notebook by roulette: {limits}; chips {placed} between {edges}"

    def still(self) -> Still:
        """The chips as they lie, and whether they are saved."""
        picture = self._picture()
        if self._grid is not None:
            picture.chips([edge.said for edge in self._grid.edges], self._grid.chips, self.chips, self.reading["curve"])
        return self._still_of(picture)

    def _plausible(self) -> tuple[float, float]:
        return (self._grid.edges[0].at, self._grid.edges[-1].at) if self._grid else (0.0, 1.0)

    def _set_limits(self) -> None:
        low, high = (self._edge(which) for which in ("low", "high"))
        if low is None or high is None:
            return
        if self._grid is None or not any(self._grid.chips):
            self._grid = None
            self._grid = new_grid(low, high, self.bins, self.unit)
        elif low.at >= high.at:
            raise refused(f"the lowest, {low.said}, is not below the highest, {high.said}", "correct one of them")
        else:
            self._grid = self._grid.within(low, high, self.unit)

    def _edge(self, which: str) -> Edge | None:
        heard = self._limits.get(which)
        if heard is None or heard.number is None:
            return None
        if self.unit is None and not 0 < heard.number < 1:
            raise refused(f"{heard.written} leaves no room on a scale of odds", "say a number between 0% and 100%")
        return Edge(heard.number, heard.written)

    def _tell(self) -> None:
        text, missing = quantiles(self._grid, self.chips) if self._grid else ("", "Say the limits first.")
        self.grid = (
            {"edges": [edge.said for edge in self._grid.edges], "chips": list(self._grid.chips)} if self._grid else {}
        )
        limits = {name: heard.page for name, heard in self._limits.items()}
        understood = self._understand(self._read.spelled(text))
        self.reading = understood | {"missing": missing, "limits": limits, "curve": self._curve()}

    def _curve(self) -> list[tuple[float, float]]:
        """What the chips are read as: places, in bins from the first edge, and the chips that such a bin would hold."""
        if self._grid is None or self.unit is not None or not isinstance(self._value, Quantiles):
            return []
        from scipy.interpolate import PchipInterpolator

        # Bins are drawn alike, however far their edges lie apart.
        edges = [Stop.of(edge.at).z for edge in self._grid.edges]
        log_odds = PchipInterpolator(np.arange(len(edges)), edges)
        places = np.arange(_FINE * (len(edges) - 1) + 1) / _FINE
        chips = self.chips * density(self._value, log_odds(places)) * log_odds(places, 1)
        return [(float(place), round(float(height), 3)) for place, height in zip(places, chips, strict=True)]


def _refuse_number(name: str, number: Any, allowed: tuple[int, int]) -> None:
    low, high = allowed
    if isinstance(number, bool) or not isinstance(number, int) or not low <= number <= high:
        raise refused(f"{name} has to be a whole number from {low} to {high}", f"write {name}={low} or more", number)
