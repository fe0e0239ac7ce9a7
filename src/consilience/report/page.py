"""The report: one HTML page that opens offline and carries everything it shows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources import files

from consilience.charts.figure import Figure
from consilience.frames import SUMMARY_TITLES, few_note, headline_frame, pools_frame, statements_frame
from consilience.frames.other_priors import moved_by_priors
from consilience.models.figures import one_by_one
from consilience.models.registry import model_of
from consilience.models.tables import Table, contradictions, other_priors
from consilience.report.lead import lead_sentences
from consilience.report.methods import methods_text
from consilience.report.tables import PRIOR_MOVES
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

    from consilience.charts import bundle, figure_css, figure_html, starter
    from consilience.charts.drawing.page import POLICY

    model = model_of(fit)
    charts = model.figures(fit)
    drawn = list(figures_for_page(fit)) if figures is None else figures
    template = files("consilience.report").joinpath("templates/report.html.j2").read_text("utf-8")
    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(template)
    answers = headline_frame(fit)
    return page.render(
        study=fit.study,
        lead=lead_sentences(fit),
        moved=moved,
        answers=answers,
        few=few_note(answers),
        moves=moved_by_priors(fit),
        prior_moves=PRIOR_MOVES,
        summaries=SUMMARY_TITLES,
        figures=[
            {
                "figure": figure,
                "html": Markup(figure_html(f"chart-{place}", figure.drawing, figure.narrow and figure.narrow_drawing)),
            }
            for place, figure in enumerate(drawn)
        ],
        tables=tables_of(fit),
        pools={question: pools_frame(fit, question) for question in charts.pooled},
        statements=[statements_frame(fit.study, name) for name in _asked(fit)],
        checks=fit.checks,
        assumptions=model.assumptions(fit),
        methods=methods_text(fit),
        provenance=fit.provenance,
        policy=POLICY,
        css=Markup(figure_css()),
        scripts=[Markup(bundle()), Markup(starter())],
    )


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


def _asked(fit: Fit) -> list[str]:
    """Questions and options with a standing statement, in the order of the study."""
    order = {name: place for place, name in enumerate(fit.study.questions)}
    said = dict.fromkeys(row.question for row in fit.study.standing)
    return sorted(said, key=lambda name: order[name_of(name)])
