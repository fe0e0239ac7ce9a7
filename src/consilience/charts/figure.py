"""One chart of a report with the words around it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import altair as alt

    from consilience.charts import Drawing


@dataclass(frozen=True)
class Figure:
    """One chart of a report, shown by a cell of a notebook as the chart.

    Parameters
    ----------
    name : str
        Name of its files.
    question : str or None
        What it is about; ``None`` for the whole study.
    caption : str
        Its title and subtitle as one text.
    chart : altair.LayerChart
    narrow : altair.LayerChart, optional
        The same at the width of a column, which a page shows on a narrow screen.
    """

    name: str
    question: str | None
    caption: str
    chart: "alt.LayerChart" = field(repr=False)
    narrow: "alt.LayerChart | None" = field(repr=False, default=None)

    @cached_property
    def drawing(self) -> "Drawing":
        """The chart compiled, once for its files and the report."""
        from consilience.charts import Drawing

        return Drawing(self.chart)

    @cached_property
    def narrow_drawing(self) -> "Drawing":
        """The chart for a narrow screen compiled; the wide one where there is none."""
        from consilience.charts import Drawing

        return self.drawing if self.narrow is None else Drawing(self.narrow)

    def save(self, folder: Path | str = "charts", formats: Sequence[str] | None = None) -> tuple[Path, ...]:
        """Write the chart as files; see :func:`consilience.charts.save_chart`.

        Parameters
        ----------
        folder : path
            Made where it is missing.
        formats : sequence of str, optional
            Default: svg, png at 300 dpi, pdf, html that opens offline, and vl.json.

        Returns
        -------
        tuple of Path
        """
        from consilience.charts import FORMATS, save_chart

        return save_chart(self.drawing, folder, self.name, FORMATS if formats is None else formats)
