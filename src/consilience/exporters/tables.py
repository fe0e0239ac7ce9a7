"""The answers that lead as a table for a paper: LaTeX, Markdown, and HTML that Word takes over."""

import csv
import io
import re
from dataclasses import dataclass
from html import escape
from math import isnan

from consilience.exporters.bibtex import escaped, with_addresses
from consilience.exporters.content import Content
from consilience.exporters.leading import Leading, leading, unanswered
from consilience.frames import SUMMARY_TITLES
from consilience.notation import format_interval, format_probability
from consilience.sampling.fit import Fit

_HEADER = ("Question", "Whose answer", "Answer")
# Letters from which on a text has a wide column anyhow.
_LONG = 120
# Of the line: what is between two columns, and what a letter takes.
_GAP, _LETTER = 0.035, 0.0105
# Letters that are kept on one line.
_SHORT = 24
_CITATION = re.compile(r"\[@[\w-]+\]")
_MOST_ON_A_PAGE = 30


@dataclass(frozen=True, slots=True)
class Texts:
    """A table of plain text.

    Parameters
    ----------
    caption : str
    header : tuple of str
        Columns; all empty where they need no names.
    rows : tuple of tuple of str
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def latex_table(fit: Fit) -> Content:
    """A table with booktabs' rules and its caption."""
    found = leading(fit)
    return _content(as_latex(answers_table(fit, found), "tbl-answers"), fit, found)


def markdown_table(fit: Fit) -> Content:
    """A table of Markdown's, with its caption before it."""
    found = leading(fit)
    return _content(as_markdown(answers_table(fit, found)), fit, found)


def html_table(fit: Fit) -> Content:
    """A page with one plain table, which a word processor opens or takes from the clipboard."""
    found = leading(fit)
    return _content(as_html(answers_table(fit, found)), fit, found)


def answers_table(fit: Fit, found: "tuple[Leading, ...] | None" = None) -> Texts:
    """The answers that lead, with whose each is.

    Parameters
    ----------
    fit : Fit
    found : tuple of Leading, optional
        Default: all of them.

    Returns
    -------
    Texts
    """
    return Texts(_caption(fit), _HEADER, tuple(_rows(leading(fit) if found is None else found)))


def as_latex(table: Texts, label: str) -> str:
    r"""Write a table with booktabs' rules: a float, or from some thirty rows on one that may go over several pages.

    Parameters
    ----------
    table : Texts
    label : str
        For ``\ref``.

    Returns
    -------
    str
        It needs the packages array, booktabs, longtable and url.
    """
    columns = "".join(rf">{{\raggedright\arraybackslash}}p{{{share:.3f}\linewidth}}" for share in _shares(table))
    head = [" & ".join(map(escaped, table.header)) + r" \\", r"\midrule"] if any(table.header) else []
    rows = [" & ".join(map(with_addresses, row)) + r" \\" for row in table.rows]
    # Around a table the gaps between its columns would stand out of the text.
    begun = rf"@{{}}{columns}@{{}}"
    titled = rf"\caption{{{escaped(table.caption)}}}\label{{{label}}}"
    if len(table.rows) <= _MOST_ON_A_PAGE:
        inside = [r"\toprule", *head, *rows, r"\bottomrule", r"\end{tabular}"]
        lines = [r"\begin{table}[htbp]", r"\small", titled, rf"\begin{{tabular}}{{{begun}}}", *inside, r"\end{table}"]
    else:
        again = [r"\endfirsthead", r"\toprule", *head, r"\endhead"]
        inside = [r"\toprule", *head, *again, *rows, r"\bottomrule", r"\end{longtable}", r"\endgroup"]
        lines = [r"\begingroup\small", rf"\begin{{longtable}}{{{begun}}}", titled + r"\\", *inside]
    return "\n".join(["% Needs \\usepackage{array,booktabs,longtable,url}.", *lines]) + "\n"


def as_markdown(table: Texts) -> str:
    """Write a table as Markdown, its caption before it."""
    # Not above: a report comes with charts, which importing the package does without.
    from consilience.report.tables import markdown_text

    header = table.header if any(table.header) else ("",) * len(table.header)
    lines = [markdown_text(table.caption), ""]
    for row in (header, ("---",) * len(header), *table.rows):
        cells = row if row and row[0] == "---" else [markdown_text(cell) for cell in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def as_html(table: Texts) -> str:
    """Write a page with one plain table, which a word processor opens or takes from the clipboard."""
    cells = "".join(f"<th scope=col>{escape(name)}</th>" for name in table.header)
    rows = ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in table.rows]
    lines = [
        "<!doctype html>",
        f"<html lang=en><meta charset=utf-8><title>{escape(table.caption)}</title>",
        "<table border=1 cellpadding=4 style='border-collapse:collapse'>",
        f"<caption>{escape(table.caption)}</caption>",
        *([f"<thead><tr>{cells}</tr></thead>"] if any(table.header) else []),
        *["<tbody>", *rows, "</tbody>"],
        "</table></html>",
    ]
    return "\n".join(lines) + "\n"


def as_csv(table: Texts) -> str:
    """Write a table for a spreadsheet, whose cells no spreadsheet takes for a formula."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerows([_inert(cell) for cell in row] for row in (table.header, *table.rows))
    return file.getvalue()


def _inert(cell: str) -> str:
    """A cell that begins as formulas do, behind the mark with which spreadsheets keep it a text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _shares(table: Texts) -> list[float]:
    """Widths of the columns: short texts on one line, and what is left to long ones, more to the longer."""
    columns = list(zip(table.header, *table.rows, strict=True))
    # A citation is set as its number.
    longest = [max(len(_CITATION.sub("[00]", cell)) for cell in column) for column in columns]
    room = 1 - _GAP * (len(columns) - 1)
    short = {place: length * _LETTER for place, length in enumerate(longest) if length <= _SHORT}
    # Where all are short, or the short ones too many, each has its share.
    if len(short) == len(columns) or sum(short.values()) > 2 / 3 * room:
        short = {}
    weights = [min(length, _LONG) ** 0.75 for length in longest]
    left = room - sum(short.values())
    others = sum(weight for place, weight in enumerate(weights) if place not in short)
    return [short.get(place, left * weight / others) for place, weight in enumerate(weights)]


def _content(text: str, fit: Fit, found: tuple[Leading, ...]) -> Content:
    return Content(text.encode(), unanswered(fit, found))


def _caption(fit: Fit) -> str:
    before = " Before the evidence that the study declares." if fit.study.evidence else ""
    return (
        f"{fit.study.title}. Of populations the posterior median with its 90% interval; where the voices' own "
        f"numbers are the answer, these.{before}"
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
