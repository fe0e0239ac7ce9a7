"""Where things go on a page: columns, wrapped text, the finished chart with title, source and description.

Layout only: positions come from log odds that the frame already holds and from measured text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING, Any, Self

import altair as alt

from consilience.charts.drawing.altair_import import uncopied
from consilience.charts.drawing.language import locale, phrase
from consilience.charts.drawing.theme import HAIR, PAPER, QUIET, SOFT, TICK, Sizes, config
from consilience.charts.drawing.typography import clean, wrap
from consilience.problems import ConsilienceError

if TYPE_CHECKING:
    import pandas as pd

MOST_ROWS = 5_000
# In chart units, 92 mm: from the top of a higher plot an eye loses its way down to the axis.
TALL = 260
UPPER = "upper-axis"

Record = dict[str, Any]


class ChartError(ConsilienceError, ValueError):
    """A chart was asked for that cannot be drawn, or that not everyone could read."""


@dataclass(frozen=True, slots=True)
class ChartText:
    """The words around a chart.

    Parameters
    ----------
    title : str
        The finding, as a sentence.
    description : str
        What the picture shows, for those who cannot see it (alt text). Required: a blank one raises.
    subtitle : str
        Question, population, date.
    source : str
        Where the numbers come from, printed at the bottom.
    titled : bool
        Whether the title is drawn.

    Raises
    ------
    ChartError
        If title or description is blank.

    Examples
    --------
    >>> ChartText("Half of the panel says less than 5%", "Dot plot of 12 statements.").source
    ''
    >>> ChartText("A finding", " ")
    Traceback (most recent call last):
    consilience.charts.drawing.layout.ChartError: a chart needs a description (alt text). To mend it: say what it is
    """

    title: str
    description: str
    subtitle: str = ""
    source: str = ""
    titled: bool = True

    def __post_init__(self) -> None:
        if not clean(self.title):
            raise ChartError("a chart needs a title. To mend it: say the finding")
        if not clean(self.description):
            raise ChartError("a chart needs a description (alt text). To mend it: say what it is")


@dataclass(frozen=True, slots=True)
class Page:
    """The columns of one chart, in chart units: ``left`` for names, the plot, ``right`` for values.

    Parameters
    ----------
    sizes : Sizes
        Of :attr:`consilience.charts.drawing.options.ChartOptions.sizes`.
    domain : tuple of float
        Ends of the axis in natural log odds.
    left, right : int
        Room beside the plot.
    """

    sizes: Sizes
    domain: tuple[float, float]
    left: int
    right: int

    @property
    def narrow(self) -> bool:
        """Whether names and values stand above their marks, as on the column of a journal."""
        return self.sizes.narrow

    @property
    def plot(self) -> int:
        """Width of the plot."""
        return self.sizes.inner - self.left - self.right

    def px(self, logit: float) -> float:
        """Turn log odds into units from the left edge of the plot."""
        low, high = self.domain
        return (logit - low) / (high - low) * self.plot

    def within(self, logit: float) -> float:
        """Move log odds beyond an end of the axis to that end."""
        low, high = self.domain
        return min(max(logit, low), high)

    def logit_at(self, px: float) -> float:
        """Turn units from the left edge of the plot into log odds, the inverse of :meth:`px` to 0.01 unit.

        With it a key or a label outside the plot shares the one x scale of the chart.
        """
        low, high = self.domain
        # A hair inside: rounding must not put a label of the left margin outside of it.
        return round(low + (px + 0.005) / self.plot * (high - low), 6)


def records(frame: "pd.DataFrame", columns: Sequence[str], *, what: str, most: int = MOST_ROWS) -> list[Record]:
    """Take the rows of a frame, in the columns that a chart knows, with text made showable.

    Parameters
    ----------
    frame : pandas.DataFrame
        A tidy frame with at least ``columns``.
    columns : sequence of str
        Names of the columns; others are left out, so that no unknown name reaches a specification.
    what : str
        What the frame is, for messages.
    most : int
        So many rows can be drawn.

    Returns
    -------
    list of dict
        One per row.

    Raises
    ------
    ChartError
        If a column is missing, there is no row, or there are too many.
    """
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        raise ChartError(f"the {what} frame lacks {', '.join(missing)}. To mend it: take it from summaries")
    if not 0 < len(frame) <= most:
        raise ChartError(
            f"a chart shows from 1 to {most:,} rows and the {what} frame has {len(frame):,}. "
            "To mend it: summarise it first, or split it"
        )
    return [
        {str(name): _shown(value, str(name)) for name, value in row.items()}
        for row in frame[list(columns)].to_dict("records")
    ]


# What somebody wrote, and what the package makes of numbers and counts: these words have a language.
_WRITTEN = frozenset(
    {
        *("question", "question_title", "forecaster", "group", "role", "date", "form", "source", "summary", "family"),
        *("curve", "quantity", "title", "kind", "target", "said", "crux", "camp", "leads"),
    }
)
_MADE = frozenset(
    {
        *("label", "summary_title", "method_title", "note", "bounded", "rule", "state", "stage", "detail", "gap_label"),
        *("factor_label", "after_label", "factor_low_label", "factor_high_label", "base_label"),
        *("first_order_label", "total_label"),
    }
)


def _shown(value: Any, name: str) -> Any:
    """Make a text showable; a missing one, which pandas holds as NaN, is empty."""
    if name not in _WRITTEN and name not in _MADE:
        return value
    text = clean(value) if isinstance(value, str) else ""
    return phrase(text) if name in _MADE else text


def finite(rows: Sequence[Record], columns: Sequence[str], *, what: str) -> None:
    """Refuse rows that lack a number where the chart needs one; the :exc:`ChartError` names row and column."""
    for i, row in enumerate(rows, 1):
        missing = [name for name in columns if not isfinite(row[name])]
        if missing:
            raise ChartError(
                f"row {i} of the {what} frame has no finite number for {', '.join(missing)}. "
                "To mend it: leave the row out, or take the frame from summaries"
            )


def one_question(rows: Sequence[Record], *, what: str) -> str:
    """Give the title of the only question among the rows; more than one raises :exc:`ChartError`."""
    names = list(dict.fromkeys(str(row["question"]) for row in rows))
    if len(names) > 1:
        raise ChartError(f"the {what} frame holds {len(names)} questions. To mend it: draw one chart for each")
    return str(rows[0]["question_title"])


class _Rows(alt.InlineData):  # type: ignore[misc]
    """Rows that the copies of a chart share: Altair makes three of every chart, each with each of its rows."""

    def __deepcopy__(self, memo: object) -> Self:
        return self


def data(rows: Sequence[Mapping[str, Any]]) -> alt.InlineData:
    """Put rows into a specification as they are: values, never expressions or field names."""
    return _Rows(values=[dict(row) for row in rows])


def text_layer(rows: Sequence[Record], x: Any, **mark: Any) -> alt.Chart:
    """Draw ``text`` at height ``y`` for each row; a screen reader reads the hover strips instead."""
    chart = alt.Chart(data(rows)).mark_text(aria=False, **{"baseline": "middle", "align": "left", **mark})
    return chart.encode(x=x, y=pixel("y"), text=alt.Text("text:N"))


def haloed(rows: Sequence[Record], x: Any, **mark: Any) -> list[alt.Chart]:
    """Draw texts twice, first as a paper-coloured outline: legible on a band or a grid line."""
    outline = {"stroke": PAPER, "strokeWidth": 1.8, "strokeOpacity": 0.85, "strokeJoin": "round"}
    return [text_layer(rows, x, **mark, **outline), text_layer(rows, x, **mark)]


def pixel(field: str) -> alt.Y:
    """Encode a vertical position that is already in chart units."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def across(field: str) -> alt.X:
    """Encode a horizontal position that is already in chart units, counted from the left edge of the plot."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def finish(
    layers: Sequence[alt.Chart],
    page: Page,
    height: float,
    foot: float,
    text: ChartText,
    *,
    upper: Sequence[tuple[float, str]] = (),
) -> alt.LayerChart:
    """Put layers on a page: title, source, description, exact width.

    Parameters
    ----------
    layers : sequence of altair.Chart
        From back to front.
    page : Page
        The columns.
    height : float
        Height of the plot in chart units.
    foot : float
        Height already taken under the plot by the axis and a key; the source goes below it.
    text : ChartText
        The words around the chart.
    upper : sequence of tuple, optional
        What the axis says and where, in chart units: above a tall plot it is said again.

    Returns
    -------
    altair.LayerChart
        As wide as the page says, title and labels included.
    """
    sizes = page.sizes
    source = wrap(phrase(text.source), sizes.inner, sizes.small)
    step = sizes.small * 1.2
    lines = [{"text": line, "y": height + foot + 4 + step * (i + 0.5)} for i, line in enumerate(source)]
    # An invisible strip from margin to margin: the picture is as wide as the page, whatever the labels are.
    bounds = alt.Chart(data([{"y": 0}])).mark_rect(opacity=0, aria=False)
    left = alt.XValue(-page.left)
    over = _upper_axis(upper, page) if upper and height > TALL else []
    parts = [
        bounds.encode(x=left, x2=alt.X2Value(page.plot + page.right), y=alt.YValue(0), y2=alt.Y2Value(height)),
        *over,
        *layers,
    ]
    if lines:
        parts.append(text_layer(lines, left, fontSize=sizes.small, color=QUIET))
    about = {"width": page.plot, "height": round(height, 1), "description": clean(text.description)}
    # Vega leaves room for a title or a subtitle that is an empty list.
    title = wrap(text.title, sizes.inner, sizes.title, bold=True) if text.titled else []
    subtitle = wrap(text.subtitle, sizes.inner, sizes.subtitle)
    if title or subtitle:
        # Nearer to what is small and grey than to a plot.
        near = {"offset": 4} if over else {}
        about["title"] = alt.TitleParams(text=title, subtitle=subtitle or alt.Undefined, **near)
    # Not as properties, for which the whole chart would be copied.
    with uncopied(*parts):
        chart = alt.layer(*parts, **about)
    # A copy, since a user may change the chart's.
    chart.config = _config(sizes).copy()
    written = locale()
    if written is not None:
        chart.config.locale = written
    return chart


def _upper_axis(upper: Sequence[tuple[float, str]], page: Page) -> list[alt.Chart]:
    """Draw above the plot, in the look of the axis below it, what that says."""
    small = page.sizes.small
    # Vega moves an axis and its grid by half a unit.
    upper = [(round(px + 0.5, 2), text) for px, text in upper]
    rules = [{"px": px, "px2": px, "y": -TICK, "y2": 0.0} for px, _ in upper]
    rules.append({"px": 0.0, "px2": float(page.plot), "y": 0.0, "y2": 0.0})
    drawn = alt.Chart(data(rules)).mark_rule(aria=False, color=QUIET, strokeWidth=HAIR)
    said = [{"text": text, "px": px, "y": round(-TICK - small * 0.7, 2)} for px, text in upper]
    labels = text_layer(said, across("px"), align="center", fontSize=small, color=SOFT)
    labels.name = UPPER
    return [drawn.encode(x=across("px"), x2=alt.X2("px2:Q"), y=pixel("y"), y2=alt.Y2("y2:Q")), labels]


def above(chart: alt.LayerChart) -> float:
    """Height that the upper axis of a plot takes, below the title."""
    return max((TICK + layer.mark.fontSize * 1.2 for layer in chart.layer if layer.name == UPPER), default=0.0)


@cache
def _config(sizes: Sizes) -> alt.Config:
    return alt.Config.from_dict(config(sizes))
