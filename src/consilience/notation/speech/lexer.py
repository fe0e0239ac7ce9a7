"""A phrase in pieces: words, numbers and signs, with the marks of print taken away that mean nothing."""

import re
from fractions import Fraction
from typing import NamedTuple

from consilience.notation.speech.vocabulary import NAMED, is_of

_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_FRACTIONS = {
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
    "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8),
    "⅑": (1, 9), "⅒": (1, 10),
}  # fmt: skip
VULGAR = {char: Fraction(*parts) for char, parts in _FRACTIONS.items()}
_FRACTION = re.compile(f"[{''.join(_FRACTIONS)}]")
_UNIT = "(?:%|‰|per ?cent|pct|bps|basis|prozent|pour|por|promille|ppm|ppb)"
_JOINED = "(?:-|to|and|or|bis|und|à|et|a|y)"
_OF_A_UNIT = re.compile(
    f" ?(?:(?:of (?:a|one|1) ?)?{_UNIT}|in |out of )"
    f"| ?{_JOINED} ?(?:[0-9][0-9.,]*)? ?(?:[{''.join(VULGAR)}]|one|two)? ?{_UNIT}"
)
_RAISED = re.compile("(?<=[0-9])([⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
# How LaTeX writes what is read here.
_TEX = (
    (re.compile(r"\\\((.*)\\\)"), r"\1"),
    (re.compile(r"\$([^$]*)\$"), r"\1"),
    (re.compile(r"\\[,;: ]"), " "),
    (re.compile(r"\\(?:times|cdot)(?![a-z])"), "x"),
    (re.compile(r"\\(?:approx|sim|textasciitilde)(?![a-z])(?:\{\})?"), "~"),
    (re.compile(r"\\le(?:q|qslant)?(?![a-z])"), "<="),
    (re.compile(r"\\ge(?:q|qslant)?(?![a-z])"), ">="),
    (re.compile(r"\\(?:lt|ll|textless)(?![a-z])(?:\{\})?"), "<"),
    (re.compile(r"\\(?:gt|gg|textgreater)(?![a-z])(?:\{\})?"), ">"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\{([:,.~]|<=|>=)\}"), r"\1"),
    (re.compile(r"(?<!-)--(?!-)"), "-"),
    (re.compile(r"\^ ?[{(] ?([+-]?[0-9]+) ?[)}]"), r"^\1"),
    (re.compile(r"\.{2,}"), ".."),
)
_SPECIAL = re.compile(f"[·⁰¹²³⁴⁵⁶⁷⁸⁹{''.join(_FRACTIONS)}]")
# A word of doubt behind dots takes back what stands before them, as it does behind a comma.
_TAKEN_BACK = re.compile(
    r" ?(?:\.{2,}|…) ?(?=(?:maybe|perhaps|possibly|probably|about|around|roughly|more like|say|vielleicht|eher|etwa"
    r"|wohl|peut-être|plutôt|environ|quizás?|tal vez)\b[^0-9]{0,15}[0-9])"
)
# As The Lancet prints decimals; before a power of ten it multiplies.
_MIDDLE_POINT = re.compile(
    r"(?<=[0-9])·(?=[0-9])"
    r"(?!10(?:[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]| ?\^| ?\*\*|-[0-9](?![·.,0-9]| ?(?:%|‰|per))))"
)
# Any other letter without a blank before digits is one that was mistyped: "l0%" is ten percent; "about10%" is not.
_BEFORE_DIGITS = ("p", "q", "x")
# Between two numbers a tilde joins them, as in East Asia; behind a letter the first is part of a name, such as "p5".
_WAVE = re.compile(r"(?<![^\W_:/.,])([0-9][0-9.,]*(?: ?[%‰])?)( ?)[~〜]\2(?=[0-9.]+(?! ?[0-9.,:/]))")
# Behind a word a dash with blanks parts it from what it names.
_PARTED = re.compile(r"(?<=[^\W\d_]|[)\]]) - (?=[^ ])")
_WITH_SIGN = ("ppm", "ppb", "percent", "pct", "prozent", "bp", "bps", "micromorts", "cent")
_TIGHT = re.compile(r"\S-\S")
_MARKED = re.compile(r"[\\$^{]|\.\.|--")
_PIECE = re.compile(
    r"(?P<number>0[.,][0-9]{3}(?: [0-9]{3})+(?: [0-9]{1,2})?(?![0-9])"
    r"|(?:[0-9]+(?:[.,'][0-9]+)*(?: [0-9]{3}(?![0-9]))*(?:[.,][0-9]+)?|\.[0-9]+)(?:e[+-]?[0-9]+(?![0-9a-z]))?)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)?)"
    r"|(?P<sign><<|>>|<=|>=|=<|=>|->|\*\*|\.\.+|[^\s])"
)
_ELIDED = re.compile(r"(d|l|qu|jusqu)'(.+)")
_SIGNS = {"…": "..", "→": "->", "×": "x", "≤": "<=", "≥": ">=", "=<": "<=", "=>": ">=", "·": "x"}


class Piece(NamedTuple):
    """A word, number or sign, as it is compared."""

    kind: str
    text: str


def pieces(text: str) -> list[Piece]:
    """Take a normalised text apart.

    Hyphens that only tie words together are dropped, and so are quotation marks.

    Examples
    --------
    >>> [piece.text for piece in pieces("one-in-six")], [piece.text for piece in pieces('"10⁻⁶"')]
    (['one', 'in', 'six'], ['10', '^', '-', '6'])
    """
    found: list[Piece] = []
    dropped: list[int] = []
    end = -1
    plain = _plain(text.casefold())
    for match in _PIECE.finditer(plain):
        kind, said = match.lastgroup or "", match[0]
        if kind == "word":
            if "'" in said and (elided := _ELIDED.fullmatch(said)):
                found.append(Piece(kind, elided[1]))
                said = elided[2]
        elif kind == "sign":
            said = _SIGNS.get(said, said)
            if said == '"' or (said == "-" and _TIGHT.match(plain, match.start() - 1)):
                dropped.append(len(found))
        elif match.start() == end and _is_mistyped(found[-1]):
            kind, said = "sign", found.pop().text + said
        end = match.end()
        found.append(Piece("word" if said == "x" else kind, said))
    if not dropped:
        return found
    ties = {place for place in dropped if found[place].text == '"' or _is_tie(found, place)}
    return [piece for place, piece in enumerate(found) if place not in ties]


def is_missing(said: list[Piece]) -> bool:
    """Whether "null" is what programs write for no value: where no other word is German, it is not that for zero."""
    words = {piece.text for piece in said if piece.kind == "word"}
    return "null" in words and not any(is_of(word, "de") for word in words - {"null"})


def _is_mistyped(before: Piece) -> bool:
    text = before.text
    return before.kind == "word" and text not in _BEFORE_DIGITS and (len(text) == 1 or text not in NAMED)


def _plain(text: str) -> str:
    if ".." in text or "…" in text:
        text = _TAKEN_BACK.sub(", ", text)
    if _MARKED.search(text):
        for pattern, said in _TEX:
            text = pattern.sub(said, text)
    if " - " in text:
        text = _PARTED.sub(" – ", text)
    if "~" in text or "〜" in text:
        text = _WAVE.sub(r"\1 〜 ", text)
    if _SPECIAL.search(text):
        text = _MIDDLE_POINT.sub(".", text)
        text = _RAISED.sub(lambda raised: f"^{raised[1].translate(_SUPERSCRIPTS)} ", text)
        text = _FRACTION.sub(_fraction, text)
    return text


def _fraction(match: re.Match[str]) -> str:
    """One over two as it is typed; half of a percent, and the half behind two, stay one piece."""
    char, text = match[0], match.string
    if char in VULGAR and (text[: match.start()].rstrip()[-1:].isdigit() or _OF_A_UNIT.match(text, match.end())):
        return f" {char} "
    return " {}/{} ".format(*_FRACTIONS[char])


def _is_tie(found: list[Piece], place: int) -> bool:
    """Whether a hyphen without blanks around it stands beside a word that is no sign of multiplication."""
    if not 0 < place < len(found) - 1:
        return False
    before, after = found[place - 1], found[place + 1]
    if before.text in _WITH_SIGN and after.kind == "number":
        return False
    return "word" in (before.kind, after.kind) and "x" not in (before.text, after.text)
