"""The bins of a roulette: edges that somebody could say, kept where they are whatever becomes of the limits."""

import datetime as dt
from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from consilience.notation import layout, parse
from consilience.notebook.widgets.kit import refused
from consilience.notebook.widgets.scale import Stop, decades_for, stops

_FEWEST = 3
_PERCENTILES = 5


@dataclass(frozen=True, slots=True)
class Edge:
    """A number between two bins.

    Parameters
    ----------
    at : float
        A fraction or a quantity, or the ordinal of a day.
    said : str
        As it is written.
    """

    at: float
    said: str


@dataclass(frozen=True)
class Grid:
    """Bins between limits, each as wide as the others in log odds, or in the quantity's unit.

    Parameters
    ----------
    edges : tuple of Edge
        Rising, limits first and last.
    chips : tuple of int
        In each bin.
    """

    edges: tuple[Edge, ...]
    chips: tuple[int, ...]

    def put(self, place: int, count: int, total: int) -> "Grid":
        """Put so many chips into a bin; more than there are is refused."""
        if not 0 <= place < len(self.chips) or count < 0:
            raise refused("there is no such bin", "choose one that is shown", place)
        elsewhere = sum(self.chips) - self.chips[place]
        if elsewhere + count > total:
            left = total - elsewhere - self.chips[place]
            raise refused(f"there are {total} chips, and {left} left", "take some from another bin first", count)
        return Grid(self.edges, (*self.chips[:place], count, *self.chips[place + 1 :]))

    def within(self, low: Edge, high: Edge, unit: str | None) -> "Grid":
        """The same chips between other limits: bins are added, and taken away where they are empty."""
        grid = self._raised(low) if low.at >= self.edges[0].at else self._added(low, unit, below=True)
        return grid._lowered(high) if high.at <= grid.edges[-1].at else grid._added(high, unit, below=False)

    def _raised(self, low: Edge) -> "Grid":
        first = next(place for place, edge in enumerate(self.edges[1:]) if edge.at > low.at)
        gone = self.chips[: first + (self.edges[first].at < low.at)]
        self._refuse(gone, f"below {low.said}")
        return Grid((low, *self.edges[first + 1 :]), self.chips[first:])

    def _lowered(self, high: Edge) -> "Grid":
        last = next(place for place in reversed(range(len(self.chips))) if self.edges[place].at < high.at)
        gone = self.chips[last + (self.edges[last + 1].at <= high.at) :]
        self._refuse(gone, f"above {high.said}")
        return Grid((*self.edges[: last + 1], high), self.chips[: last + 1])

    def _refuse(self, gone: tuple[int, ...], where: str) -> None:
        if any(gone):
            said = f"{sum(gone)} {'chip lies' if sum(gone) == 1 else 'chips lie'} in bins that reach {where}"
            raise refused(said, "move them first, or leave the limit where it was")

    def _added(self, limit: Edge, unit: str | None, *, below: bool) -> "Grid":
        places = [_place(edge, unit) for edge in self.edges]
        step = (places[-1] - places[0]) / len(self.chips)
        outer = self.edges[0] if below else self.edges[-1]
        bins = max(1, round(abs(_place(limit, unit) - _place(outer, unit)) / step))
        new = _edges(*((limit, outer) if below else (outer, limit)), bins, unit)
        empty = (0,) * (len(new) - 1)
        if below:
            return Grid((*new, *self.edges[1:]), (*empty, *self.chips))
        return Grid((*self.edges, *new[1:]), (*self.chips, *empty))


def new_grid(low: Edge, high: Edge, bins: int, unit: str | None) -> Grid:
    """Empty bins between two limits.

    Parameters
    ----------
    low, high : Edge
    bins : int
        Fewer come where there are not so many numbers to say between the limits.
    unit : str or None
        Of a quantity, "date" for days; ``None`` for a probability.
    """
    if low.at >= high.at:
        raise refused(f"the lowest, {low.said}, is not below the highest, {high.said}", "correct one of them")
    edges = _edges(low, high, bins, unit)
    if len(edges) <= _FEWEST:
        raise refused(f"{low.said} and {high.said} are too near to each other for bins", "set the limits farther apart")
    return Grid(edges, (0,) * (len(edges) - 1))


def _place(edge: Edge, unit: str | None) -> float:
    return Stop.of(edge.at).z if unit is None else edge.at


def _edges(low: Edge, high: Edge, bins: int, unit: str | None) -> tuple[Edge, ...]:
    first, last = _place(low, unit), _place(high, unit)
    inner = (first + (last - first) * step / bins for step in range(1, bins))
    sayable = (
        _sayable(at, unit, decades_for(low.at, high.at) if unit is None else 0, (last - first) / bins) for at in inner
    )
    edges = [low]
    for edge in sayable:
        if edges[-1].at < edge.at < high.at:
            edges.append(edge)
    return (*edges, high)


def _sayable(at: float, unit: str | None, decades: int, step: float) -> Edge:
    """The nearest number that people say."""
    if unit is None:
        known = stops(decades)
        place = bisect_left([stop.z for stop in known], at)
        stop = min(known[max(place - 1, 0) : place + 1], key=lambda near: abs(near.z - at))
        # Read as somebody who types the same number is read, so that the two are one.
        return Edge(layout(parse(stop.said)).best, stop.said)
    if unit == "date":
        day = dt.date.fromordinal(round(at))
        if step >= 366:
            year = dt.date(day.year, 7, 2).toordinal()
            return Edge(year, f"{day.year}")
        return Edge(day.toordinal(), day.isoformat())
    said = f"{float(f'{at:.3g}'):.12g}" if abs(at) > 10 * step else f"{round(at, _digits(step)):.12g}"
    return Edge(float(said), said)


def _digits(step: float) -> int:
    """Decimals that leave a step two digits."""
    return max(0, 1 - int(f"{step:e}".partition("e")[2]))


def quantiles(grid: Grid, total: int) -> tuple[str, str]:
    """Write where the chips lie as quantiles at the edges between them, or say what is still to be done.

    Returns
    -------
    str and str
        The estimate or "", and what is missing or "".
    """
    left = total - sum(grid.chips)
    if left:
        return "", f"{left} of {total} chips to be placed, each {100 / total:g}%."
    used = [place for place, count in enumerate(grid.chips) if count]
    for before, after in pairwise(used):
        if after > before + 1:
            gap = f"{grid.edges[before + 1].said} and {grid.edges[after].said}"
            return "", f"The bin between {gap} is empty, with chips on both sides. Put one there, or close the gap."
    if len(used) < _FEWEST:
        return "", "Put chips into three bins at least, so that something is said of how wide it is."
    levels, so_far = [], 0
    for place in used[:-1]:
        so_far += grid.chips[place]
        level = 100 * so_far / total
        # Without their sign the first of them may be quartiles.
        levels.append(f"q{level:g}{'%' if level < _PERCENTILES else ''}={grid.edges[place + 1].said}")
    return " ".join(levels), ""
