"""The one place where the options of a chart are applied, around the function that draws it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, wraps
from math import inf
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from consilience.charts.drawing.altair_import import alt, unchecked
from consilience.charts.drawing.language import speaking, word
from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import PLAIN, SORTINGS, ChartOptionError, ChartOptions
from consilience.charts.drawing.themes import theme_named, themed
from consilience.problems import Problem
from consilience.study.texts import excerpt, unknown_name

if TYPE_CHECKING:
    import pandas as pd

_NO_ROWS = "it has no rows to choose from"


@dataclass(frozen=True, slots=True)
class Offers:
    """Which options a chart can honour.

    Parameters
    ----------
    name : str
        What the chart is called.
    rows : tuple of str
        Columns of its first frame by which a row may be named; the first is what the chart writes.
    value : str
        Column of the number that rows may be sorted by.
    refuses : mapping of str to str
        Options that make no sense of it, and why.
    """

    name: str
    rows: tuple[str, ...]
    value: str
    refuses: Mapping[str, str]

    def check(self, options: ChartOptions) -> None:
        """Refuse what was chosen and cannot be honoured."""
        for name in options.chosen:
            if name in self.refuses:
                why = f"the chart {self.name} takes no {name}: {self.refuses[name]}"
                raise ChartOptionError(Problem(why, f"leave {name} out", said=f"{name}={getattr(options, name)!r}"))
        if options.order in ("rising", "falling") and not self.value:
            why = f"the rows of the chart {self.name} have no one number to be sorted by"
            raise ChartOptionError(Problem(why, 'write order="name", or a list of names', said=str(options.order)))


# By the name of the chart: filled as the modules of the charts are imported.
_OFFERS: dict[str, Offers] = {}
OFFERS: Mapping[str, Offers] = MappingProxyType(_OFFERS)


def chart[**P](
    *, rows: Sequence[str] = (), value: str = "", **refuses: str
) -> Callable[[Callable[P, alt.LayerChart]], Callable[P, alt.LayerChart]]:
    """Make a chart of a function that draws one: it then takes every option that it does not refuse.

    Parameters
    ----------
    rows : sequence of str
        Columns of the first frame by which a row may be named; none where there are no rows to choose from.
    value : str
        Column by whose number rows may be sorted.
    **refuses : str
        By the name of an option, why the chart cannot honour it.

    Returns
    -------
    callable
        Of a function ``(frame, …, *, text, options)``, with ``domain`` where its axis may be chosen, the same with the
        options applied: rows chosen and sorted, axis, words and sizes as asked, and the picture in the theme's colours.
    """
    missing = {} if rows else {"order": _NO_ROWS, "only": _NO_ROWS}

    def made(draw: Callable[P, alt.LayerChart]) -> Callable[P, alt.LayerChart]:
        name = getattr(draw, "__name__", "")
        offers = Offers(name, tuple(rows), value, MappingProxyType({**missing, **refuses}))
        _OFFERS[name] = offers
        return cast("Callable[P, alt.LayerChart]", unchecked(_with_options(draw, offers)))

    return made


def _with_options(draw: Callable[..., alt.LayerChart], offers: Offers) -> Callable[..., alt.LayerChart]:
    @wraps(draw)
    def drawn(*frames: Any, text: ChartText, options: ChartOptions = PLAIN, **given: Any) -> alt.LayerChart:
        offers.check(options)
        if options.domain is not None:
            given["domain"] = options.domain
        with speaking(options.language):
            first, note = _chosen(frames[0], options, offers)
            words = worded(text, options)
            if note:
                words = replace(words, source=f"{words.source} {note}.".strip())
            return themed(draw(first, *frames[1:], text=words, options=options, **given), theme_named(options.theme))

    return drawn


def rows_drawn(draw: "partial[alt.LayerChart]", options: ChartOptions) -> "pd.DataFrame":
    """The rows that a chart will draw of its first frame: what its words may speak of.

    Parameters
    ----------
    draw : functools.partial
        Of a chart function, with its frames.
    options : ChartOptions

    Returns
    -------
    pandas.DataFrame
        As many as ``only`` leaves, in the order of ``order``.

    Raises
    ------
    ChartOptionError
        If the chart cannot honour an option, or has no row of a name.
    """
    offers = OFFERS[draw.func.__name__]
    offers.check(options)
    return _chosen(draw.args[0], options, offers)[0]


def worded(text: ChartText, options: ChartOptions) -> ChartText:
    """The words around a chart with the title and subtitle of the options, where they have some."""
    subtitle = text.subtitle if options.subtitle is None else options.subtitle
    if options.title == "":
        return replace(text, subtitle=subtitle, titled=False)
    return replace(text, subtitle=subtitle, title=options.title or text.title)


def _chosen(frame: "pd.DataFrame", options: ChartOptions, offers: Offers) -> tuple["pd.DataFrame", str]:
    """The rows that are wanted, in the order that is wanted, and what the source line says of the rest."""
    names = [column for column in offers.rows if column in frame.columns]
    if not names or (options.only is None and options.order is None):
        return frame, ""
    note = ""
    if options.only is not None:
        wanted = _found(options.only, frame, names, offers)
        kept = frame[frame[names].isin(wanted).any(axis=1)]
        note = word("{} of {} rows shown", str(_count(kept, names)), str(_count(frame, names)))
        frame = kept
    if options.order is None:
        return frame, note
    frame = frame.iloc[_sorted(frame, options.order, names, offers)]
    return (frame.assign(order=range(len(frame))) if "order" in frame.columns else frame), note


def _count(frame: "pd.DataFrame", names: Sequence[str]) -> int:
    return len(frame[list(names)].drop_duplicates())


def _found(asked: Sequence[str], frame: "pd.DataFrame", names: Sequence[str], offers: Offers) -> Sequence[str]:
    known = list(dict.fromkeys(str(value) for column in names for value in frame[column]))
    for name in asked:
        if name not in known:
            raise ChartOptionError(unknown_name(name, [excerpt(each) for each in known], "row", f" of {offers.name}"))
    return asked


def _sorted(frame: "pd.DataFrame", order: str | Sequence[str], names: Sequence[str], offers: Offers) -> list[int]:
    """Places of the rows in the order that is wanted: equal ones as they were."""
    places = range(len(frame))
    if order == "name":
        said = frame[names[0]].astype(str).str.casefold().tolist()
        return sorted(places, key=lambda place: said[place])
    if order in SORTINGS:
        sign = 1 if order == "rising" else -1
        numbers = [float(number) for number in frame[offers.value]]
        # What has no number comes last, whichever way.
        return sorted(places, key=lambda place: sign * numbers[place] if numbers[place] == numbers[place] else inf)
    wanted = list(_found(order, frame, names, offers))
    rows = frame[list(names)].astype(str).to_numpy().tolist()
    ranks = [min((wanted.index(name) for name in row if name in wanted), default=len(wanted)) for row in rows]
    return sorted(places, key=lambda place: ranks[place])
