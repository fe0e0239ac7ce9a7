"""A phrase in pieces: words, numbers and signs, with the marks of print taken away that mean nothing."""

import re
from typing import NamedTuple

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
_RAISED = re.compile("(?<=[0-9])([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
# How LaTeX writes what is read here.
_TEX = (
    (re.compile(r"\\\((.*)\\\)"), r"\1"),
    (re.compile(r"\$([^$]*)\$"), r"\1"),
    (re.compile(r"\\(?:times|cdot)\b"), "x"),
    (re.compile(r"\\(?:approx|sim)\b"), "~"),
    (re.compile(r"\\le(?:q)?\b"), "<="),
    (re.compile(r"\\ge(?:q)?\b"), ">="),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\{:\}"), ":"),
    (re.compile(r"\^ ?[{(] ?([+-]?[0-9]+) ?[)}]"), r"^\1"),
    (re.compile(r"\.{2,}"), ".."),
)
_MARKED = re.compile(r"[\\$^]|\.\.")
_PIECE = re.compile(
    r"(?P<number>0[.,][0-9]{3}(?: [0-9]{3})+(?: [0-9]{1,2})?(?![0-9])"
    r"|(?:[0-9]+(?:[.,'][0-9]+)*(?: [0-9]{3}(?![0-9]))*(?:[.,][0-9]+)?|\.[0-9]+)(?:e[+-]?[0-9]+(?![0-9a-z]))?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)"
    r"|(?P<sign><<|>>|<=|>=|=<|=>|->|\*\*|\.\.+|[^\s])"
)
_ELIDED = re.compile(r"(d|l|qu|jusqu)'(.+)")
_SIGNS = {"…": "..", "→": "->", "×": "x", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=", "·": "x"}


class Piece(NamedTuple):
    """A word, number or sign, as it is compared, and whether blanks stand around it."""

    kind: str
    text: str
    tight_before: bool = False
    tight_after: bool = False


def pieces(text: str) -> list[Piece]:
    """Take a normalised text apart.

    Hyphens that only tie words together are dropped, and so are quotation marks.

    Examples
    --------
    >>> [piece.text for piece in pieces("one-in-six")], [piece.text for piece in pieces('"10⁻⁶"')]
    (['one', 'in', 'six'], ['10', '^', '-', '6'])
    """
    found: list[Piece] = []
    plain = _plain(text.casefold())
    for match in _PIECE.finditer(plain):
        before, after = plain[match.start() - 1 : match.start()], plain[match.end() : match.end() + 1]
        tight = bool(before.strip()), bool(after.strip())
        kind = match.lastgroup or ""
        elided = _ELIDED.fullmatch(match[0]) if kind == "word" else None
        parts = elided.groups() if elided else (_SIGNS.get(match[0], match[0]),)
        found.extend(Piece("word" if part == "x" else kind, part, *tight) for part in parts)
    return [piece for place, piece in enumerate(found) if not _is_tie(found, place) and piece.text != '"']


def _plain(text: str) -> str:
    if _MARKED.search(text):
        for pattern, said in _TEX:
            text = pattern.sub(said, text)
    text = re.sub(r"(?<=[0-9])·(?=[0-9])", ".", text)
    text = _RAISED.sub(lambda raised: f"^{raised[1].translate(_SUPERSCRIPTS)} ", text)
    return "".join(" {}/{} ".format(*_FRACTIONS[char]) if char in _FRACTIONS else char for char in text)


def _is_tie(found: list[Piece], place: int) -> bool:
    piece = found[place]
    if piece.text != "-" or not (piece.tight_before and piece.tight_after) or not 0 < place < len(found) - 1:
        return False
    return "word" in (found[place - 1].kind, found[place + 1].kind) and "x" not in (
        found[place - 1].text,
        found[place + 1].text,
    )
