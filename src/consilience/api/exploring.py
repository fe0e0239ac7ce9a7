"""Picking rows from charts."""

from typing import TYPE_CHECKING

from consilience.api.composing import is_figure
from consilience.arguments import Kind, takes
from consilience.notebook.widgets import require_anywidget

if TYPE_CHECKING:
    from consilience.charts.figure import Figure
    from consilience.notebook.widgets.pick import Pick


@takes(figure=Kind("a chart", "fit.charts.statements()", is_figure))
def pick(figure: "Figure") -> "Pick":
    """Show a chart whose rows can be picked by dragging over them, and read them as a DataFrame.

    Parameters
    ----------
    figure : Figure
        Any chart of a fit that has rows: ``statements()``, ``groups()``, ``overview()``, ``tree()`` and others.

    Returns
    -------
    Pick
        ``picked = cs.pick(fit.charts.statements())`` in one cell, and after dragging over the chart ``picked.rows`` in
        another; ``picked.estimates(study)`` gives the same rows of the study's estimates.

    Raises
    ------
    ValueError
        If the chart has no rows.
    ImportError
        Without anywidget: it comes with ``pip install "consilience[lab]"``.
    """
    require_anywidget()
    from consilience.notebook.widgets.pick import Pick

    return Pick(figure)
