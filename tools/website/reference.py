"""The pages of the reference, made of docstrings: the public names in the order in which they are needed."""

from collections.abc import Callable, Iterable, Mapping
from html import escape

import consilience as cs

# Each page with its names. Every public name stands on one of them: tests/website holds that.
PAGES: Mapping[str, tuple[str, ...]] = {
    "Text to estimate": ("parse", "describe", "canonical", "NotationError"),
    "Studies": (
        "read_study",
        "check_study",
        "new_study",
        "add_estimate",
        "import_study",
        "Study",
        "Question",
        "Estimate",
        "Problem",
        "StudyError",
    ),
    "Fits": ("fit", "read_fit", "ConsensusFit", "FactorFit", "CruxFit"),
    "Priors": ("ConsensusPriors", "FactorPriors", "CruxPriors"),
    "Comparing and pooling": ("compare", "Comparison", "pool"),
    "Figures": ("figure", "pick"),
    "Runs and exports": (
        "run",
        "Run",
        "runs",
        "Published",
        "diff",
        "Difference",
        "watch",
        "Watch",
        "export",
        "Exported",
    ),
}
# What is behind ``fit.charts`` is reached by Tab and has no public name of its own.
CHARTS = {
    "Charts of every fit": "consilience.models.figures.StudyFigures",
    "Of questions that stand for themselves": "consilience.models.consensus.figures.ConsensusFigures",
    "Of factors, gates and evidence": "consilience.models.factors.figures.FactorFigures",
    "Of cruxes": "consilience.models.cruxes.figures.CruxFigures",
    "The options of every chart": "consilience.charts.ChartOptions",
}
# What a report asks of charts, and Tab does not list.
_FOR_REPORTS = "own|pooled|of_question|of_any_question"
TABLES = "Tables"
TABLES_OF: Mapping[str, tuple[Mapping[str, object], Callable[[object], str]]] = {
    "IMPORTERS": (cs.IMPORTERS, lambda entry: str(getattr(entry, "title", ""))),
    "EXPORTERS": (cs.EXPORTERS, lambda entry: str(getattr(entry, "title", ""))),
    "POOLS": (cs.POOLS, lambda entry: str(getattr(entry, "meaning", ""))),
}


def pages() -> Iterable[tuple[str, str]]:
    """Path and Markdown of each page."""
    for title, names in PAGES.items():
        yield path_of(title), "\n\n".join([f"# {title}", *(f"::: consilience.{name}" for name in names)]) + "\n"
    shown = f"    options:\n      filters: ['!^_', '!^({_FOR_REPORTS})$']"
    entries = [f"## {title}\n\n::: {name}\n{shown}" for title, name in CHARTS.items()]
    yield path_of("Charts"), "\n\n".join(["# Charts", "What `fit.charts` has.", *entries]) + "\n"
    yield path_of(TABLES), "\n\n".join([f"# {TABLES}", *map(_table, TABLES_OF)]) + "\n"


def path_of(title: str) -> str:
    """Where a page lies among the sources."""
    return f"reference/{title.lower().replace(' ', '-')}.md"


def _table(name: str) -> str:
    table, said = TABLES_OF[name]
    rows = [f"| `{key}` | {escape(said(entry)).replace('|', chr(92) + '|')} |" for key, entry in table.items()]
    heading = f"## `cs.{name}` {{ #consilience.{name} }}"
    return "\n".join([heading, "", "| name | what it is |", "| --- | --- |", *rows])
