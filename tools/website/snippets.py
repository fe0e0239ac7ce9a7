"""The code of a page, run from top to bottom as its reader would, with what each piece shows written below it."""

import ast
import io
import re
import shlex
import traceback
from collections.abc import Iterator, Mapping
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from consilience.cli import app

# What is shown of a long table, and of a long text.
MOST_ROWS, MOST_LINES = 12, 40
FENCE = re.compile(r"^```(python|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# A file of a study that a page writes, by its title.
FILE = r'^```(?:toml|csv) title="([^"]+)"\n(.*?)^```$'
PIECE = re.compile(f"{FENCE.pattern}|{FILE}", re.MULTILINE | re.DOTALL)
_TERMINAL = {"COLUMNS": "84", "NO_COLOR": "1"}
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class SnippetError(Exception):
    """Code of a page that fails: the page, the line, and what it said."""


@dataclass
class Page:
    """One page whose code is run.

    Parameters
    ----------
    name : str
    folder : Path
        Where its code runs: a copy that it may write into.
    names : dict
        What its code has defined so far.
    """

    name: str
    folder: Path
    names: dict[str, Any] = field(default_factory=dict)

    def executed(self, markdown: str) -> str:
        """The page with what its code shows below each piece."""

        def with_result(found: re.Match[str]) -> str:
            line = markdown.count("\n", 0, found.start()) + 1
            kind, code, file, content = found.groups()
            if file is not None:
                self._write(file, content)
                return found[0]
            if kind == "console":
                return f"```console\n{self._commands(code, line)}```"
            shown = self._python(code, line)
            return f"{found[0]}\n\n{shown}" if shown else found[0]

        return PIECE.sub(with_result, markdown)

    def _write(self, file: str, content: str) -> None:
        target = self.folder / file
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, "utf-8", newline="\n")

    def _python(self, code: str, line: int) -> str:
        printed = io.StringIO()
        try:
            tree = ast.parse(code)
            last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
            with chdir(self.folder), redirect_stdout(printed):
                exec(compile(tree, self.name, "exec"), self.names)
                value = eval(compile(ast.Expression(last.value), self.name, "eval"), self.names) if last else None
            return "\n\n".join(filter(None, [_text(printed.getvalue()), shown(value)]))
        except Exception as error:
            raise SnippetError(f"{self.name}:{line}: {code}\n{traceback.format_exc(limit=-3)}") from error

    def _commands(self, code: str, line: int) -> str:
        return "".join(f"{command}\n{self._command(command, line)}\n" for command in commands(code))

    def _command(self, command: str, line: int) -> str:
        program, *words = shlex.split(command.removeprefix("$ "))
        if program != "consilience":
            raise SnippetError(f"{self.name}:{line}: only consilience is called here, and not {program}")
        with chdir(self.folder):
            done = CliRunner().invoke(app, words, env=_TERMINAL, prog_name=program)
        if done.exit_code not in (0, 1) or not isinstance(done.exception, SystemExit | None):
            raise SnippetError(f"{self.name}:{line}: {command}\n{done.stdout}{done.stderr}") from done.exception
        return _ANSI.sub("", _shortened(f"{done.stdout}{done.stderr}".strip()))


def fences(markdown: str) -> Iterator[tuple[str, str]]:
    """Kind and code of every piece of a page."""
    for found in FENCE.finditer(markdown):
        yield found[1], found[2]


def commands(code: str) -> list[str]:
    """The commands of a piece for a terminal: its lines after a prompt."""
    return [line for line in code.splitlines() if line.startswith("$ ")]


def shown(value: object) -> str:
    """What a notebook would show of a value, as HTML that needs no script."""
    import pandas as pd

    from consilience.charts.figure import Figure

    if value is None:
        return ""
    if isinstance(value, Figure):
        return picture(value)
    if isinstance(value, pd.Series):
        value = value.to_frame()
    if isinstance(value, pd.DataFrame):
        return _table(value)
    if (drawn := _still_picture(value)) is not None:
        return drawn
    html = getattr(value, "_repr_html_", None)
    return _block(html()) if callable(html) else _text(repr(value))


def picture(figure: Any) -> str:
    """A chart as SVG with its description, and the narrow form of it for a telephone."""
    from consilience.charts import Drawing

    wide = Drawing(figure.chart).labelled_svg
    narrow = Drawing(figure.with_options(width="column").chart).labelled_svg if figure.options else ""
    forms = f'<div class="wide">{wide}</div>' + (f'<div class="narrow">{narrow}</div>' if narrow else "")
    return _block(f'<figure class="chart">{forms}</figure>')


def _still_picture(value: object) -> str | None:
    """What stands for a widget in a saved notebook."""
    if not hasattr(value, "_repr_mimebundle_"):
        return None
    found: Any = value._repr_mimebundle_()
    bundle: Mapping[str, Any] = found[0] if isinstance(found, tuple) else found or {}
    for kind in ("text/html", "image/svg+xml"):
        if kind in bundle:
            return _block(bundle[kind])
    return _text(str(bundle.get("text/plain", repr(value))))


def _table(frame: Any) -> str:
    # An index with a name is a column like others: its name above it, and not on a line of its own.
    named = any(frame.index.names)
    first = (frame.reset_index() if named else frame).head(MOST_ROWS)
    labelled = not named and frame.index.dtype.kind not in "iu"
    html = first.to_html(index=labelled, border=0, justify="left", float_format="{:.4g}".format, na_rep="")
    more = len(frame) - len(first)
    note = f'<p class="more">and {more} more rows</p>' if more > 0 else ""
    return _block(f'<div class="table" tabindex="0">{html}</div>{note}')


def _text(text: str) -> str:
    return (
        _block(f'<pre class="printed" tabindex="0">{escape(_shortened(text.rstrip()))}</pre>') if text.strip() else ""
    )


def _shortened(text: str) -> str:
    lines = text.splitlines()
    return "\n".join(lines if len(lines) <= MOST_LINES else [*lines[:MOST_LINES], "…"])


def _block(html: str) -> str:
    """HTML that Markdown leaves alone: without an empty line, and not indented as code."""
    return '<div class="shown">' + re.sub(r"\n\s*\n", "\n", html) + "</div>"
