"""One chart of a report with the words around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from consilience.arguments import PATH, takes, writing_to
from consilience.charts.drawing.layout import ChartError
from consilience.charts.drawing.options import ChartChoices, ChartOptions, changes_options

if TYPE_CHECKING:
    import altair as alt
    import pandas as pd

    from consilience.charts import ChartText, Drawing

    # A chart function with its frames; it is given the words and the options.
    type Draw = partial[alt.LayerChart]
    # What to say of the rows that are drawn; as it is, where that hangs on no choice of rows.
    type Words = ChartText | Callable[[pd.DataFrame], ChartText]


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
    chart : altair.LayerChart or altair.VConcatChart
    narrow : altair.LayerChart, optional
        The same at the width of a column, which a page shows on a narrow screen.
    options : ChartOptions, optional
        Those that it was drawn with.
    kind : str
        Which chart it is.
    title : str
        The title that is drawn.
    """

    name: str
    question: str | None
    caption: str
    chart: "alt.LayerChart | alt.VConcatChart" = field(repr=False)
    narrow: "alt.LayerChart | alt.VConcatChart | None" = field(repr=False, default=None)
    options: ChartOptions | None = field(repr=False, default=None)
    kind: str = ""
    title: str = field(repr=False, default="")
    _draw: "Callable[[ChartOptions], Figure] | None" = field(repr=False, default=None, compare=False)

    @classmethod
    def of(
        cls,
        name: str,
        question: str | None,
        words: "Words",
        draw: "Draw",
        options: ChartOptions,
        kind: str = "",
    ) -> "Figure":
        """Draw a chart with its words and options.

        Parameters
        ----------
        name : str
        question : str or None
        words : ChartText or callable
            The words around it, or what gives them of those rows of the first frame that are drawn.
        draw : functools.partial
            A chart function with its frames; it is given ``text`` and ``options``.
        options : ChartOptions
        kind : str
            Which chart it is.

        Returns
        -------
        Figure
            A title or subtitle that is left out of the picture stays in the caption, where journals want it.
        """
        from consilience.charts.drawing.drawn import rows_drawn

        text = words(rows_drawn(draw, options)) if callable(words) else words
        title, subtitle = options.title or text.title, options.subtitle or text.subtitle
        return cls(
            name,
            question,
            f"{title}. {subtitle}",
            draw(text=text, options=options),
            options=options,
            kind=kind,
            title="" if options.title == "" else title,
            _draw=lambda other: cls.of(name, question, words, draw, other, kind),
        )

    @changes_options
    def with_options(self, **options: Unpack[ChartChoices]) -> "Figure":
        """Draw the same chart with other options, those that are not named as they are.

        Returns
        -------
        Figure

        Raises
        ------
        ChartOptionError
            If there is no such option, its value cannot be, or this chart cannot honour it.
        """
        if self._draw is None:
            raise ChartError("this figure cannot be drawn again. To mend it: take one from fit.charts")
        return self._draw((self.options or ChartOptions()).but(**options))

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

    @takes(folder=PATH.such_as('"charts"'))
    def save(self, folder: Path | str = "charts", formats: Sequence[str] | None = None) -> tuple[Path, ...]:
        """Write the chart as files; see :func:`consilience.charts.save_chart`.

        Parameters
        ----------
        folder : path
            Made where it is missing. A path that ends with a format, such as ``figure-1.pdf``, is that one file.
        formats : sequence of str, optional
            Default: svg, png at 300 dpi, pdf, html that opens offline, and vl.json. An ``outlined.svg`` looks the same
            in programs that have not got the chart's font.

        Returns
        -------
        tuple of Path

        Raises
        ------
        ChartError
            If a format is unknown, or the path is one file and other formats are asked for.
        """
        from consilience.charts import FORMATS, format_of, save_chart

        path = Path(folder)
        with writing_to(path):
            one = "" if path.is_dir() else format_of(path.name)
            if not one:
                return save_chart(self.drawing, path, self.name, FORMATS if formats is None else formats)
            if formats is not None and [one] != list(formats):
                raise ChartError(f"{path.name} is one file. To mend it: give a folder for several formats")
            return save_chart(self.drawing, path.parent, path.name.removesuffix(f".{one}"), [one])
