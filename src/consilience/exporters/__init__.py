"""Answers for others to use: one table of what can be written."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from consilience.arguments import PATH, takes, writing_to
from consilience.exporters.bibtex import bibtex_entries
from consilience.exporters.content import Content, Exported
from consilience.exporters.histogram import distribution
from consilience.exporters.hubverse import hubverse_csv
from consilience.exporters.metaculus import metaculus_csv
from consilience.exporters.squiggle import squiggle_code, squigglepy_code
from consilience.exporters.tables import html_table, latex_table, markdown_table
from consilience.exporters.tidy import tidy_csv, tidy_parquet
from consilience.problems import DiagnosticsError, WrongValueError
from consilience.sampling.fit import Fit
from consilience.study.texts import unknown_name
from consilience.study.writing.whole import write_whole


@dataclass(frozen=True, slots=True)
class Exporter:
    """One kind of file that can be written.

    Parameters
    ----------
    name : str
        As typed: ``consilience export STUDY NAME FILE``, ``fit.exports.NAME(file)``.
    title : str
        What the file holds.
    function : callable
        From a fit to the file.
    """

    name: str
    title: str
    function: Callable[[Fit], Content]


# What is a folder and no file.
PAPER = "paper"
EXPORTERS: Mapping[str, Exporter] = {
    exporter.name: exporter
    for exporter in (
        Exporter("csv", "every answer with its owner, a row each: CSV", tidy_csv),
        Exporter("parquet", "the same table with types: Parquet", tidy_parquet),
        Exporter("hubverse", "quantiles, mean and median of each question, as a hub's model output: CSV", hubverse_csv),
        Exporter("squiggle", "the answers as distributions in Squiggle's language", squiggle_code),
        Exporter("squigglepy", "the answers as distributions in Python, for squigglepy", squigglepy_code),
        Exporter("metaculus", "a probability a question, within what Metaculus takes: CSV", metaculus_csv),
        Exporter("bibtex", "every source quoted, and the software", bibtex_entries),
        Exporter("latex", "a table of the answers, with booktabs", latex_table),
        Exporter("markdown", "a table of the answers in Markdown", markdown_table),
        Exporter("html", "a table of the answers that a word processor opens", html_table),
    )
}


FORMATS: Mapping[str, str] = {
    **{exporter.name: exporter.title for exporter in EXPORTERS.values()},
    PAPER: "a folder for a write-up: charts, tables, methods, references, a draft for LaTeX and one for Sphinx",
}


@takes(file=PATH)
def export_fit(fit: Fit, format: str, file: str | os.PathLike[str], **options: float) -> Exported:
    """Write the answers of a fit as another program's file, or as the folder of a paper.

    Parameters
    ----------
    fit : Fit
    format : str
        A key of :data:`FORMATS`.
    file : str or PathLike
        Written whole or not at all; what was there before is replaced.
    **options : float
        Of a paper: see :func:`consilience.exporters.paper.export_paper`.

    Returns
    -------
    Exported
        Its ``path``, and in ``remarks`` what was left out or changed.

    Raises
    ------
    ValueError
        If there is no exporter of that name.
    DiagnosticsError
        If the fit failed its diagnostics: nothing of it is published.
    OSError
        If the file cannot be written.
    """
    if format not in FORMATS:
        raise WrongValueError(unknown_name(format, FORMATS, "format"))
    if not fit.passed:
        raise DiagnosticsError(f"the fit of {fit.study.name} failed its diagnostics and is not exported")
    if format == PAPER:
        # Not above: it comes with charts, which importing the package does without.
        from consilience.exporters.paper import export_paper

        with writing_to(file):
            return export_paper(fit, file, **options)
    content, target = EXPORTERS[format].function(fit), Path(file)
    with writing_to(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content.data)
    return Exported(target, content.remarks)


class Exports:
    """What a fit can be written as: ``fit.exports.csv("answers.csv")`` and others, which a cell lists.

    Parameters
    ----------
    fit : Fit
    """

    def __init__(self, fit: Fit) -> None:
        self._fit = fit

    def __getattr__(self, name: str) -> Callable[[str | os.PathLike[str]], Exported]:
        if name.startswith("_") or name not in FORMATS:
            msg = f"there is no export {name!r}; there are {', '.join(FORMATS)}"
            raise AttributeError(msg)

        def write(file: str | os.PathLike[str]) -> Exported:
            return export_fit(self._fit, name, file)

        write.__doc__ = f"Write {FORMATS[name]}."
        return write

    def __dir__(self) -> list[str]:
        return list(FORMATS)

    def __repr__(self) -> str:
        return "\n".join(f"fit.exports.{name}(file)  {title}" for name, title in FORMATS.items())


__all__ = ["EXPORTERS", "FORMATS", "Exported", "Exporter", "Exports", "distribution", "export_fit"]
