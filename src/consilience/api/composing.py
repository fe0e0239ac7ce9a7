"""Several charts as one figure of a paper."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consilience.arguments import Kind, takes

if TYPE_CHECKING:
    from consilience.charts import Width
    from consilience.charts.drawing.language import Language
    from consilience.charts.figure import Figure


def _are_figures(value: object) -> bool:
    # Not above: charts come with Altair, which importing the package does without.
    from consilience.charts.figure import Figure

    return isinstance(value, Iterable) and all(isinstance(one, Figure) for one in value)


_FIGURES = Kind("a list of charts", "[fit.charts.statements(), fit.charts.groups()]", _are_figures)


@takes(figures=_FIGURES)
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
    return composed(list(figures), columns, name, named | others)
