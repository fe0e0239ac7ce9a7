"""On which line of a TOML file each table and key stands: the standard library's reader does not tell."""

import re
import tomllib
from bisect import bisect_right

_TOKEN = re.compile(
    r'''
    (?P<comment>\#[^\n]*)
    | (?P<text>"""(?:\\.|[^\\])*?"{3,5} | \'\'\'.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
    | (?P<newline>\n)
    | (?P<open>[\[{])
    | (?P<close>[\]}])
    | (?P<equals>=)
    | (?P<bare>[^\s\[\]{}=.\#"',]+)
    | (?P<other>.)
    ''',
    re.VERBOSE | re.DOTALL,
)

type Keys = tuple[str, ...]


class TomlLines:
    r"""Lines of the tables and keys of a TOML text that is known to be well formed.

    Parameters
    ----------
    text : str
        The whole file.

    Examples
    --------
    >>> lines = TomlLines('title = "t"\n\n[question.a]\ngiven = { b = true }\n')
    >>> lines.at(("question", "a")), lines.at(("question", "a", "given", "b"))
    (3, 4)
    """

    def __init__(self, text: str) -> None:
        self._text = text.split("\n")
        self._lines = _locate(text)

    def at(self, keys: Keys) -> int:
        """Find the line of a key, or of the innermost table around it; the first line where there is none.

        A key of the top level may also stand in ``[study]``.
        """
        if keys not in self._lines and ("study", *keys) in self._lines:
            return self._lines["study", *keys]
        for length in range(len(keys), 0, -1):
            if keys[:length] in self._lines:
                return self._lines[keys[:length]]
        return 1

    def has(self, keys: Keys) -> bool:
        """Tell whether a key is there; one of the top level may also stand in ``[study]``."""
        return keys in self._lines or ("study", *keys) in self._lines

    def said(self, keys: Keys) -> str:
        """Quote the line of a key."""
        return self._text[self.at(keys) - 1].strip()


def _locate(text: str) -> dict[Keys, int]:
    lines: dict[Keys, int] = {}
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    table: Keys = ()
    keys: list[str] = []
    depth, in_header, in_value = 0, False, False
    for token in _TOKEN.finditer(text):
        kind, word = token.lastgroup, token[0]
        line = bisect_right(starts, token.start())
        if kind == "newline" and (depth == 0 or not in_value):
            keys, depth, in_header, in_value = [], 0, False, False
        elif in_value:
            depth += (kind == "open") - (kind == "close")
        elif kind == "open":
            in_header = True
        elif kind == "close" and in_header and keys:
            table, in_header = tuple(keys), False
            _note(lines, table, line)
            keys = []
        elif kind in ("bare", "text"):
            keys.append(_unquoted(word))
        elif kind == "equals":
            _note(lines, (*table, *keys), line)
            in_value = True
    return lines


def _note(lines: dict[Keys, int], keys: Keys, line: int) -> None:
    """Note where a key stands, and with it the tables that it is the first sign of."""
    for length in range(1, len(keys) + 1):
        lines.setdefault(keys[:length], line)


def _unquoted(word: str) -> str:
    if word[0] not in "\"'":
        return word
    (key,) = tomllib.loads(f"{word} = 1")
    return key
