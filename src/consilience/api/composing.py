"""Several charts as one figure of a paper."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consilience.arguments import Kind, refused, takes

if TYPE_CHECKING:
    from consilience.charts import Width
    from consilience.charts.drawing.language import Language
    from consilience.charts.figure import Figure


def is_figure(value: object) -> bool:
    """Tell a chart from anything else."""
    # Not above: charts come with Altair, which importing the package does without.
    from consilience.charts.figure import Figure

    return isinstance(value, Figure)


_FIGURES = Kind(
    "a list of charts",
    "[fit.charts.statements(), fit.charts.groups()]",
    lambda value: isinstance(value, list) and all(map(is_figure, value)),
)


@takes()
def figure(
    figures: "Iterable[Figure]",
    columns: int | None = None,
    *,
    name: str = "figure",
    width: "Width | float" = "full",
    font_size: float | None = None,
    theme: str | None = None,
    language: "Language | None" = None,
    **others: object,
) -> "Figure":
    """Put charts side by side as one figure, with the letters a, b, c before their titles.

    Parameters
    ----------
    figures : iterable of Figure
        ``[fit.charts.statements(), fit.charts.groups()]``, or what a comparison draws.
    columns : int, optional
        So many side by side; by default two, where they have room.
    name : str
        Name of its files.
    width : {"full", "column"} or float
        Of them together: 174 mm, 85 mm, or so many millimetres.
    font_size : float, optional
        Of names and values, in points.
    theme : str, optional
        As for a chart; by default the first one's.
    language : {"en", "de", "fr", "es"}, optional
        Of axes, keys and the fixed words of rows; by default the first one's.
    **others : object
        Refused: whatever else can be chosen of a chart is to be chosen of each.

    Returns
    -------
    Figure
        Its ``save("folder")`` writes it as one file of each format.

    Raises
    ------
    ChartOptionError
        If there is no such option, or too little room.
    """
    from consilience.charts.composed import composed

    chosen = {"width": width, "font_size": font_size, "theme": theme, "language": language}
    named = {option: value for option, value in chosen.items() if value is not None}
    # Gone through once, whatever it is.
    panels = list(figures) if isinstance(figures, Iterable) else None
    if not _FIGURES.holds(panels):
        raise refused("figures", _FIGURES, figures)
    return composed(panels, columns, name, named | others)
