"""The report: one HTML page that opens offline and carries everything it shows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from consilience.charts.figure import Figure
from consilience.frames import few_note, pools_frame, statements_frame, told_frame
from consilience.frames.other_priors import moved_by_priors
from consilience.frames.overview import span_of
from consilience.frames.pools import CERTAIN
from consilience.models.figures import one_by_one
from consilience.models.registry import model_of
from consilience.models.tables import Table, contradictions, other_priors
from consilience.report.dark import DARK_PAPER, dark_css
from consilience.report.lead import lead_sentences
from consilience.report.methods import methods_text
from consilience.report.parts import PARTS, by_part, foremost, part_of
from consilience.report.sources import computed_by, files_read, linked, warned
from consilience.report.tables import ONE_MORE, PRIOR_MOVES
from consilience.sampling.fit import Fit
from consilience.study import name_of


def report_html(fit: Fit, figures: Sequence[Figure] | None = None, moved: Sequence[str] = ()) -> str:
    """Write the report of a fit as one self-contained HTML page.

    Parameters
    ----------
    fit : Fit
    figures : sequence of Figure, optional
        Default: all that the model of the fit has.
    moved : sequence of str
        What moved since the answer that was published before.

    Returns
    -------
    str
        HTML whose charts are interactive and need no network. Whatever a study says is escaped.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    from consilience.charts import bundle, figure_css, starter
    from consilience.charts.drawing.page import POLICY
    from consilience.charts.drawing.typography import clean

    model = model_of(fit)
    drawn = list(figures_for_page(fit)) if figures is None else figures
    template = files("consilience.report").joinpath("templates/report.html.j2").read_text("utf-8")
    pages = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    pages.tests["interval"] = is_interval
    page = pages.from_string(template)
    answers, columns = told_frame(fit)
    inputs, of_inputs = files_read(fit)
    return page.render(
        study=fit.study,
        parts=PARTS,
        lead=lead_sentences(fit),
        moved=moved,
        answers=answers,
        few=few_note(answers),
        moves=moved_by_priors(fit),
        prior_moves=PRIOR_MOVES,
        one_more=ONE_MORE,
        columns=columns,
        **_placed(drawn),
        tables=by_part((table.part, table) for table in tables_of(fit)),
        certain=CERTAIN,
        pools={question: pools_frame(fit, question) for question in model.figures(fit).pooled},
        statements=[statements_frame(fit.study, name) for name in _asked(fit)],
        checks=fit.checks,
        assumptions=model.assumptions(fit),
        methods=methods_text(fit),
        dated=span_of(fit.study.standing),
        fitted=_minute(fit.provenance.get("fitted")),
        provenance=fit.provenance,
        inputs=inputs,
        of_inputs=of_inputs,
        computed=list(computed_by(fit)),
        linked=linked,
        printed=clean,
        warned=warned,
        policy=POLICY,
        css=Markup(figure_css()),
        dark=Markup(dark_css()),
        dark_paper=DARK_PAPER,
        scripts=[Markup(bundle()), Markup(starter())],
    )


def _placed(drawn: Sequence[Figure]) -> dict[str, Any]:
    """The figures as HTML: the one that the report begins with, and the others by their part."""
    from markupsafe import Markup

    from consilience.charts import figure_html

    first = foremost(drawn)
    shown = {
        figure.name: Markup(figure_html(f"chart-{place}", figure.drawing, figure.narrow and figure.narrow_drawing))
        for place, figure in enumerate(drawn)
    }
    others = by_part((part_of(figure), shown[figure.name]) for figure in drawn if figure is not first)
    return {"first": first and shown[first.name], "figures": others}


def figures_for_page(fit: Fit) -> Iterator[Figure]:
    """All figures of a report, each with its picture for a narrow screen, drawn when the last one has been taken.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    iterator of Figure
    """
    for figure in one_by_one(model_of(fit).figures(fit)):
        yield replace(figure, narrow=figure.with_options(width="column").chart)


def tables_of(fit: Fit) -> list[Table]:
    """The tables of a report beside those of single questions, without empty ones."""
    return [table for table in (*model_of(fit).tables(fit), other_priors(fit), contradictions(fit)) if table.rows]


def is_interval(cell: object) -> bool:
    """Whether a cell of a table is a number with its interval, which is not to be broken between the ends.

    Parameters
    ----------
    cell : object

    Returns
    -------
    bool

    Examples
    --------
    >>> is_interval("46% [45%, 47%]"), is_interval("−0.5 points [−4.7, +0.4]"), is_interval("3 people [of 5]")
    (True, True, False)
    """
    return re.fullmatch(r"[^\[\]]{0,14}\[[^\[\] ]*\d[^\[\] ]*, [^\[\] ]*\d[^\[\] ]*\]", str(cell)) is not None


def _minute(fitted: object) -> str:
    """When a fit was made, as people write it."""
    moment = datetime.fromisoformat(str(fitted)).astimezone(UTC)
    return f"{moment:%Y-%m-%d, %H:%M} UTC"


def _asked(fit: Fit) -> list[str]:
    """Questions and options with a standing statement, in the order of the study."""
    order = {name: place for place, name in enumerate(fit.study.questions)}
    said = dict.fromkeys(row.question for row in fit.study.standing)
    return sorted(said, key=lambda name: order[name_of(name)])
