"""Rows picked from a chart with the pointer or by keys: ``picked.rows`` is a DataFrame of them."""

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from traitlets import Float, List, Unicode

from consilience.notation import counted
from consilience.notebook.widgets.kit import Still, Widget, refused

if TYPE_CHECKING:
    import pandas as pd

    from consilience.charts.figure import Figure
    from consilience.study import Study

# What a strip carries to be drawn by, and nobody asks for.
_PLACES = ("spoken", "y", "y2", "px", "px2", "logit", "shape", "stroke", "fill")
_MARKED = "#0072b2"


class Pick(Widget, page="pick"):
    """A chart whose rows can be picked: drag over them, click one, or walk them with the arrow keys.

    Parameters
    ----------
    figure : Figure
        Any chart of ours with rows: ``fit.charts.statements()``, ``overview()``, ``tree()`` and others.

    Attributes
    ----------
    places : list of int
        Which rows of :attr:`every` are picked; may be set from Python.

    Raises
    ------
    ValueError
        If the chart has no rows.
    """

    image = Unicode(help="The chart as the address of an image.").tag(sync=True)
    title = Unicode(help="What the chart says, for a screen reader.").tag(sync=True)
    size = List(Float(), help="Width and height of the chart, in its units.").tag(sync=True)
    plot = List(Float(), help="From where to where across the chart its axis lies.").tag(sync=True)
    boxes: List[Any] = List(
        help="Of each row x, y, width, height, words, and where its marks lie across the chart."
    ).tag(sync=True)
    places: List[int] = List(help="Which rows are picked.").tag(sync=True)

    def __init__(self, figure: "Figure") -> None:
        drawing = figure.drawing
        layer, rows = _strips(drawing.spec)
        if not rows:
            raise refused(
                f"the chart {figure.name!r} has no rows to pick", "pick from statements, groups, overview or the like"
            )
        scene = _scene(drawing.spec)
        boxes, plot = _boxes(scene, layer)
        self._every = [{name: value for name, value in row.items() if name not in _PLACES} for row in rows]
        self._svg, self._question = drawing.labelled_svg, figure.question
        super().__init__(
            image=f"data:image/svg+xml;base64,{b64encode(_with_font(self._svg).encode()).decode('ascii')}",
            title=drawing.description,
            size=[float(scene["width"]), float(scene["height"])],
            plot=plot,
            boxes=boxes,
        )

    @property
    def every(self) -> "pd.DataFrame":
        """All rows of the chart, in its order, with what their tooltips say."""
        import pandas as pd

        return pd.DataFrame(self._every)

    @property
    def rows(self) -> "pd.DataFrame":
        """The rows that are picked; none where nothing is."""
        return self.every.iloc[sorted(self.places)]

    def estimates(self, study: "Study") -> "pd.DataFrame":
        """The statements of a study that are picked.

        Parameters
        ----------
        study : Study
            Which the chart is of.

        Returns
        -------
        pandas.DataFrame
            Those rows of ``study.estimates``.

        Raises
        ------
        ValueError
            If the chart's rows are no statements.
        """
        keys = ["forecaster", "group"]
        if self._question is None or not set(keys) <= set(self._every[0]):
            raise refused(
                "the rows of this chart are no statements", "pick from fit.charts.statements(), or read .rows"
            )
        table = study.estimates
        standing = table[table["standing"] & (table["question"] == self._question)].fillna({"group": ""})
        wanted = {tuple(row) for row in self.rows[keys].itertuples(index=False)}
        chosen = [tuple(row) in wanted for row in standing[keys].itertuples(index=False)]
        return table.loc[standing.index[chosen]]

    def _chosen(self, places: Iterable[int]) -> None:
        self.places = sorted({int(place) for place in places if 0 <= int(place) < len(self._every)})

    ACTIONS: ClassVar = {"pick": _chosen}

    def still(self) -> Still:
        """The chart with what is picked marked."""
        marks = "".join(
            f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="{_MARKED}" opacity=".16"/>'
            for x, y, width, height, *_ in (self.boxes[place] for place in self.places)
        )
        of = f"{counted(len(self.places), 'row')} of {len(self.boxes)} picked"
        return Still(self._svg.removesuffix("</svg>") + marks + "</svg>", f"{self.title} {of}.")


def _strips(spec: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Which layer holds a strip or mark for each row, with the row's words; and these rows."""
    for place, layer in enumerate(spec.get("layer", ())):
        if "description" in layer.get("encoding", {}):
            data = layer["data"]
            return f"layer_{place}_marks", data.get("values") or spec["datasets"][data["name"]]
    return "", []


def _scene(spec: dict[str, Any]) -> dict[str, Any]:
    import vl_convert

    from consilience.charts.drawing.conversion import register_fonts

    register_fonts()
    scene: dict[str, Any] = vl_convert.vega_to_scenegraph(vl_convert.vegalite_to_vega(spec))
    return scene


def _boxes(scene: Mapping[str, Any], layer: str) -> tuple[list[Any], list[float]]:
    """Where each row lies, and where its marks do; and from where to where the plot lies."""
    left, top = scene["origin"]
    frame = scene["scenegraph"]["items"][0]
    marks = [mark for mark in frame["items"] if mark.get("role") == "mark"]
    strips = next(mark["items"] for mark in marks if mark.get("name") == layer)
    width = float(frame["width"])
    spots = [spot for mark in marks if mark.get("name") != layer for spot in _spots(mark)]
    # A line all the way is a guide for the eye.
    spots = [spot for spot in spots if spot[1] - spot[0] < width]
    boxes = []
    for strip in strips:
        x, y, x2, y2 = _extent(strip)
        within = [[left + one, left + two] for one, two, at in spots if y <= at <= y2 and x <= one and two <= x2]
        boxes.append([left + x, top + y, x2 - x, y2 - y, str(strip.get("description", "")), within])
    return boxes, [left, left + width]


def _extent(item: Mapping[str, Any]) -> tuple[float, float, float, float]:
    x, y = float(item.get("x", 0)), float(item.get("y", 0))
    x2, y2 = float(item.get("x2", x + item.get("width", 0))), float(item.get("y2", y + item.get("height", 0)))
    if (x, y) == (x2, y2):
        return x - 4, y - 4, x + 4, y + 4
    return min(x, x2), min(y, y2), max(x, x2), max(y, y2)


def _spots(mark: Mapping[str, Any]) -> Iterator[tuple[float, float, float]]:
    """From where to where each mark with a place on the axis lies, and at what height."""
    if mark["marktype"] not in ("symbol", "rule"):
        return
    for item in mark["items"]:
        x, y = float(item.get("x", 0)), float(item.get("y", 0))
        x2, y2 = float(item.get("x2", x)), float(item.get("y2", y))
        # Lines across the rows are the axis, or a band.
        if y == y2:
            yield min(x, x2), max(x, x2), y


def _with_font(svg: str) -> str:
    from consilience.charts.drawing.embedded import font_style

    head, rest = svg.split(">", 1)
    return f"{head}>{font_style(rest)}{rest}"
