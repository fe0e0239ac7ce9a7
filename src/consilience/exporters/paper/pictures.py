"""The charts of an answer as files of a paper: vectors with their letters drawn, pages, pixels with their alt text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from consilience.charts.figure import Figure
from consilience.exporters.paper.words import slug
from consilience.models.figures import one_by_one
from consilience.models.registry import model_of
from consilience.report.parts import in_order
from consilience.sampling.fit import Fit

FOLDER = "figures"


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart at both printed widths, with its words.

    Parameters
    ----------
    name : str
        Of its files, without ending; at the width of a column ``-column`` follows.
    label : str
        To refer to it by: letters, digits and hyphens after ``fig-``.
    caption, alt : str
        Plain text: what is printed below it, and what it shows for those who cannot see it.
    files : mapping of str to bytes
        By name.
    """

    name: str
    label: str
    caption: str
    alt: str
    files: Mapping[str, bytes]


def pictures(fit: Fit, dpi: float) -> Iterator[Picture]:
    """Draw every chart of the report for a paper: without its title, which the caption has.

    Parameters
    ----------
    fit : Fit
    dpi : float
        Pixels to the inch.

    Yields
    ------
    Picture
    """
    from consilience.charts import ChartOptions

    for figure in in_order(list(one_by_one(model_of(fit).figures(fit, ChartOptions(title="", subtitle=""))))):
        drawn = {figure.name: figure, f"{figure.name}-column": figure.with_options(width="column")}
        files = {name: file for stem, picture in drawn.items() for name, file in _files(stem, picture, dpi).items()}
        caption = f"{figure.caption.rstrip('. ')}."
        yield Picture(figure.name, f"fig-{slug(figure.name)}", caption, figure.drawing.description, files)


def _files(stem: str, figure: Figure, dpi: float) -> dict[str, bytes]:
    from consilience.charts.drawing.conversion import pdf_of, png_of
    from consilience.charts.drawing.outlines import outlined
    from consilience.charts.drawing.pixels import packed

    drawing = figure.drawing
    return {
        f"{stem}.svg": outlined(drawing.labelled_svg).encode(),
        f"{stem}.pdf": pdf_of(drawing.svg),
        f"{stem}.png": packed(png_of(drawing.drawn_svg, ppi=dpi), drawing.description),
    }
