"""The answers that lead as a table for a paper: LaTeX, Markdown, and HTML that Word takes over."""

from html import escape
from math import isnan

from consilience.exporters.bibtex import escaped
from consilience.exporters.content import Content
from consilience.exporters.leading import Leading, leading, unanswered
from consilience.frames import SUMMARY_TITLES
from consilience.notation import format_interval, format_probability
from consilience.sampling.fit import Fit

_HEADER = ("Question", "Whose answer", "Answer")


def latex_table(fit: Fit) -> Content:
    """A tabular with booktabs' rules in a table with its caption."""
    found = leading(fit)
    rows = [" & ".join(map(escaped, row)) + r" \\" for row in _rows(found)]
    lines = [
        r"% Needs \usepackage{booktabs}.",
        r"\begin{table}",
        rf"\caption{{{escaped(_caption(fit))}}}",
        r"\begin{tabular}{p{0.4\linewidth}p{0.3\linewidth}l}",
        r"\toprule",
        " & ".join(_HEADER) + r" \\",
        r"\midrule",
        *rows,
        r"\bottomrule",
        r"\end{tabular}",
        r"\end{table}",
    ]
    return _content(lines, fit, found)


def markdown_table(fit: Fit) -> Content:
    """A table of Markdown's, with its caption before it."""
    # Not above: a report comes with charts, which importing the package does without.
    from consilience.report.tables import markdown_text

    found = leading(fit)
    rows = [[markdown_text(cell) for cell in row] for row in _rows(found)]
    table = [_HEADER, ("---",) * len(_HEADER), *rows]
    return _content([markdown_text(_caption(fit)), "", *(f"| {' | '.join(row)} |" for row in table)], fit, found)


def html_table(fit: Fit) -> Content:
    """A page with one plain table, which a word processor opens or takes from the clipboard."""
    found = leading(fit)
    cells = "".join(f"<th scope=col>{name}</th>" for name in _HEADER)
    rows = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in _rows(found)]
    lines = [
        "<!doctype html>",
        f"<html lang=en><meta charset=utf-8><title>{escape(fit.study.title)}</title>",
        "<table border=1 cellpadding=4 style='border-collapse:collapse'>",
        f"<caption>{escape(_caption(fit))}</caption>",
        f"<thead><tr>{cells}</tr></thead>",
        *["<tbody>", *rows, "</tbody>"],
        "</table></html>",
    ]
    return _content(lines, fit, found)


def _content(lines: list[str], fit: Fit, found: tuple[Leading, ...]) -> Content:
    return Content(("\n".join(lines) + "\n").encode(), unanswered(fit, found))


def _caption(fit: Fit) -> str:
    before = " Before the evidence that the study declares." if fit.study.evidence else ""
    return (
        f"{fit.study.title}. Of populations the posterior median with its 90% interval; where under three people "
        f"answered, their own numbers.{before}"
    )


def _rows(found: tuple[Leading, ...]) -> list[tuple[str, str, str]]:
    return [(answer.title, _whose(answer), _number(answer)) for answer in found]


def _whose(answer: Leading) -> str:
    if answer.whose == "population":
        return f"{SUMMARY_TITLES[answer.basis]}, {answer.who}"
    return f"{answer.who}, {answer.basis}"


def _number(answer: Leading) -> str:
    if answer.said:
        return answer.said
    if answer.whose == "population":
        return format_interval(answer.value, answer.low, answer.high)
    ends = "" if isnan(answer.low) else f"{format_probability(answer.low)} to {format_probability(answer.high)}"
    if isnan(answer.value):
        return ends
    return format_probability(answer.value) + (f" ({ends})" if ends else "")
