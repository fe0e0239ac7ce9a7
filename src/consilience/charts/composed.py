"""Several charts as one figure: panels with letters, as wide together as a page."""

from collections.abc import Mapping, Sequence
from itertools import batched
from math import floor
from string import ascii_lowercase
from typing import Any

import altair as alt

from consilience.charts.drawing.altair_import import uncopied
from consilience.charts.drawing.layout import above, data
from consilience.charts.drawing.options import NARROWEST, OPTIONS, ChartOptionError, ChartOptions
from consilience.charts.drawing.theme import MARGIN, MM_PER_INCH, UNITS_PER_INCH
from consilience.charts.figure import Figure
from consilience.problems import Problem
from consilience.study.texts import unknown_name

# Between panels side by side, and below each other, in sizes of the label.
BESIDE, BELOW = 2.0, 2.4
# What the panels share; the rest is for each to have its own way.
SHARED = ("width", "font_size", "theme", "language")
# As Vega sets them: so much between the lines of a title, and before its subtitle.
_LEADING, _APART = 2, 3


def composed(figures: Sequence[Figure], columns: int | None, name: str, chosen: dict[str, object]) -> Figure:
    """Put figures side by side and below each other, with letters before their titles.

    Parameters
    ----------
    figures : sequence of Figure
        Of ``fit.charts`` or of a comparison, at most 26.
    columns : int or None
        So many side by side; as many as have room, where not said, two at the most.
    name : str
        Of the files.
    chosen : dict
        Options that all panels share; those that are not named are the first figure's.

    Returns
    -------
    Figure

    Raises
    ------
    ChartOptionError
        If there is no figure, too many, too little room, or an option that is for each panel to have.
    """
    _check(figures, chosen)
    first = figures[0].options or ChartOptions()
    shared = {option: getattr(first, option) for option in SHARED if option != "width"} | chosen
    return _drawn(tuple(figures), columns, name, ChartOptions().but(**shared))


def _check(figures: Sequence[Figure], chosen: dict[str, object]) -> None:
    if not 0 < len(figures) <= len(ascii_lowercase):
        why = f"a figure has from 1 to {len(ascii_lowercase)} charts, and was given {len(figures)}"
        raise ChartOptionError(Problem(why, "name some of fit.charts, or make several figures"))
    for option, value in chosen.items():
        if option in SHARED:
            continue
        if option in OPTIONS:
            why = f"a figure of several charts takes no {option}: each chart has its own"
            remedy = f"give it to the chart, as in fit.charts.statements({option}=…)"
            raise ChartOptionError(Problem(why, remedy, said=f"{option}={value!r}"))
        raise ChartOptionError(unknown_name(option, ("columns", "name", *SHARED), "option", " of figures"))


def _drawn(figures: tuple[Figure, ...], columns: int | None, name: str, options: ChartOptions) -> Figure:
    size = options.sizes.label
    beside = _columns(len(figures), columns, options)
    inner = floor((options.sizes.inner - BESIDE * size * (beside - 1)) / beside)
    # What rounding leaves goes between them, so that all are as wide as the page.
    gap = (options.sizes.inner - inner * beside) / max(beside - 1, 1)
    width = (inner + 2 * MARGIN) / UNITS_PER_INCH * MM_PER_INCH
    shared = {option: getattr(options, option) for option in SHARED} | {"width": width}
    panels = [
        figure.with_options(**shared, title=_lettered(figure, letter))
        for figure, letter in zip(figures, ascii_lowercase, strict=False)
    ]
    config = panels[0].chart.config
    for panel in panels:
        # Vega knows one configuration for all, and these are alike.
        panel.chart.config = alt.Undefined
    look = config.to_dict(validate=False)["title"]
    rows = [_beside(_aligned([panel.chart for panel in row], look), gap) for row in batched(panels, beside)]
    apart = dict.fromkeys(("color", "stroke", "fill", "shape"), "independent")
    told = [f"({letter}) {panel.chart.description}" for letter, panel in zip(ascii_lowercase, panels, strict=False)]
    about = {"spacing": round(BELOW * size), "config": config, "description": " ".join(told)}
    with uncopied(*rows):
        # Not by its method, for which the whole figure would be copied.
        chart = alt.vconcat(*rows, resolve=alt.Resolve(scale=alt.ScaleResolveMap(**apart)), **about)
    return Figure(
        name,
        None,
        " ".join(f"{panel.caption}." for panel in panels),
        chart,
        options=options,
        kind=name,
        _draw=lambda other: composed(figures, columns, name, {each: getattr(other, each) for each in other.chosen}),
    )


def _columns(count: int, asked: int | None, options: ChartOptions) -> int:
    total = options.sizes.total / UNITS_PER_INCH * MM_PER_INCH
    most = max(1, int(total // NARROWEST))
    if asked is None:
        return min(count, most, 2)
    if isinstance(asked, bool) or not isinstance(asked, int) or not 1 <= asked <= most:
        why = f"in {total:.0f} mm there is room for at most {most} of the charts side by side"
        raise ChartOptionError(Problem(why, f"write columns from 1 to {most}, or a greater width", said=repr(asked)))
    return asked


def _lettered(figure: Figure, letter: str) -> str:
    return f"({letter}) {figure.title}".rstrip()


def _aligned(charts: Sequence[alt.LayerChart], look: Mapping[str, Any]) -> list[alt.LayerChart]:
    """Raise each title to the height of the tallest, so that the letters of a row stand on one line."""
    tops = [_height(chart, look) for chart in charts]
    for chart, top in zip(charts, tops, strict=True):
        chart.title.offset = look["offset"] + round(max(tops) - top, 1)
    return list(charts)


def _beside(charts: Sequence[alt.LayerChart], gap: float) -> alt.HConcatChart:
    flush = [_flush(chart) for chart in charts]
    with uncopied(*flush):
        return alt.hconcat(*flush, spacing=gap)


def _flush(chart: alt.LayerChart) -> alt.HConcatChart:
    """Put a strip of no width before a chart: Vega lines up what comes first, and would else line up the plots."""
    strip = alt.Chart(data([{}])).mark_rect(opacity=0, aria=False).properties(width=0, height=1)
    with uncopied(strip, chart):
        return alt.hconcat(strip, chart, spacing=0)


def _height(chart: alt.LayerChart, look: Mapping[str, Any]) -> float:
    title = chart.title
    lines = len(title.text) * (look["fontSize"] + _LEADING)
    below = len(title.subtitle) if isinstance(title.subtitle, list) else 0
    return above(chart) + float(lines + (_APART + below * (look["subtitleFontSize"] + _LEADING) if below else 0))
