"""The HTML of what a cell shows: text escaped, tables that fit a narrow window, and what was left out said.

Whatever came from a study is kept from MathJax too, which would set the dollars of a title as a formula. Colours are
those of the page around, so that light and dark themes both suit; a viewer that takes the style away, as JupyterLab
does with a notebook that it does not trust, leaves plain tables that say the same.
"""

from collections.abc import Iterable, Sequence
from html import escape

# So many rows are shown of a table: a screen or two.
SHOWN = 60

# The class twice: JupyterLab has rules of its own for tables.
_STYLE = """<style>
.consilience-view{max-width:70em;container-type:inline-size;overflow-wrap:break-word}
.consilience-view.consilience-view .said{margin:.35em 0}
.consilience-view.consilience-view h4{margin:.9em 0 .2em;font-size:1.05em;font-weight:600}
.consilience-view.consilience-view h4.name{margin-top:0;font-size:1.2em}
.consilience-view.consilience-view .quiet{opacity:.75}
.consilience-view.consilience-view .warn{border-left:4px solid #d4a72c;padding-left:.6em}
.consilience-view.consilience-view table{border-collapse:collapse;margin:.3em 0;font-variant-numeric:tabular-nums}
.consilience-view.consilience-view :is(th,td){text-align:left;vertical-align:top;padding:.25em .7em;white-space:normal}
.consilience-view.consilience-view .scrolls{overflow-x:auto}
.consilience-view.consilience-view td code{font-size:.9em;opacity:.75;background:none;padding:0;overflow-wrap:anywhere}
.consilience-view.consilience-view td .day{white-space:nowrap}
.consilience-view.consilience-view td .long{overflow-wrap:anywhere}
.consilience-view.consilience-view td svg{display:block;color:inherit;max-width:100%}
.consilience-view.consilience-view details{margin:.35em 0}
.consilience-view.consilience-view summary{cursor:pointer}
@container (max-width:36em){
.consilience-view.consilience-view table.wide td .long{display:inline}
.consilience-view.consilience-view table.wide thead{display:none}
.consilience-view.consilience-view table.wide :is(tbody,tr,td){display:block}
.consilience-view.consilience-view table.wide tr{border-top:1px solid;border-color:rgba(128,128,128,.5);padding:.35em 0}
.consilience-view.consilience-view table.wide td{padding:.05em .2em}
.consilience-view.consilience-view table.wide td:empty{display:none}
.consilience-view.consilience-view table.wide td[data-label]::before{content:attr(data-label) ": ";opacity:.7}
}
</style>"""


class Markup(str):
    """HTML of our own making that stands in a cell of a table as it is: never text of a study."""

    __slots__ = ()


def block(*parts: str) -> str:
    """Put the parts of a display together.

    Parameters
    ----------
    *parts : str
        HTML; empty ones are left out.
    """
    inside = "".join(filter(None, parts))
    return f'<div class="consilience-view tex2jax_ignore mathjax_ignore">{_STYLE}{inside}</div>'


def heading(text: str, *, first: bool = False) -> str:
    """A heading over a part, or the name of the whole."""
    return f"<h4{' class="name"' if first else ''}>{escape(text)}</h4>"


def said(text: str, kind: str = "") -> str:
    """A sentence of plain text; of the kinds "quiet" and "warn"."""
    return f'<div class="{f"said {kind}".strip()}">{escape(text)}</div>' if text else ""


def fold(summary: str, *inside: str, opened: bool = False) -> str:
    """What is shown when it is asked for."""
    return f"<details{' open' if opened else ''}><summary>{escape(summary)}</summary>{''.join(inside)}</details>"


def table(
    header: Sequence[str], rows: Iterable[Sequence[str]], *, shown: int = SHOWN, whole: str = "", wide: bool = False
) -> str:
    """Write a table of text, escaped cell by cell; what exceeds ``shown`` rows is counted instead.

    Parameters
    ----------
    header : sequence of str
    rows : iterable of sequence of str
    shown : int
        Most rows.
    whole : str
        What to write in a cell for all of them.
    wide : bool
        Whether in a narrow window each row becomes a block of lines, each with the name of its column.
    """
    listed = list(rows)
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    labels = [
        f' data-label="{escape(name, quote=True)}"' if wide and place else "" for place, name in enumerate(header)
    ]
    labels = labels or [""] * max(map(len, listed), default=0)
    body = "".join(
        f"<tr>{''.join(f'<td{label}>{_cell(cell)}</td>' for label, cell in zip(labels, row, strict=True))}</tr>"
        for row in listed[:shown]
    )
    top = f"<thead><tr>{head}</tr></thead>" if header else ""
    rest = (
        said(f"and {len(listed) - shown:,} more{f': {whole}' if whole else ''}", "quiet") if len(listed) > shown else ""
    )
    inside = f"<table{' class="wide"' if wide else ''}>{top}<tbody>{body}</tbody></table>"
    return f'<div class="scrolls">{inside}</div>{rest}'


def named(title: str, name: str) -> Markup:
    """A title with the name that calls it under it."""
    return Markup(f"{escape(title)}<br><code>{escape(name)}</code>")


def days(when: str) -> Markup:
    """Days, which no line breaks into pieces."""
    return Markup(" to ".join(f'<span class="day">{escape(day)}</span>' for day in when.split(" to ")) if when else "")


def kept_together(label: str) -> str:
    """Let a line end between value and interval only."""
    return label.replace(", ", ",\N{NO-BREAK SPACE}")


def long(text: str) -> Markup:
    """Text that may break anywhere: addresses, lists of names."""
    return Markup(f'<div class="long">{escape(text)}</div>') if text else Markup()


def _cell(cell: str) -> str:
    return cell if isinstance(cell, Markup) else escape(cell)
