"""The token table of the notation and the cursor that its forms read from."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple
from unicodedata import decimal

from consilience.notation.cells import Reading
from consilience.notation.usage import PLAIN, Usage
from consilience.problems import NotationError, Problem

if TYPE_CHECKING:
    from consilience.notation.lexicon import Lexicon

# Longer than anything a person says about one question; keeps work on hostile input bounded.
LONGEST = 500

# One character for one, so that a span in the normalised text is a span in what was said.
_SAME: dict[str, str] = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2043\u2212\ufe58\ufe63",
    "~": "≈≃≅∼∿⁓",
    " ": "\t\n\r\v\f\u200b\u200e\u200f\u2060\ufeff"
    + "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    + "\u2028\u2029\u202f\u205f\u3000",
    '"': "“”„‟«»",
    "'": "‘’‚‛",
    "/": "\u2044\u2215",
    ":": "\u2236",
    "%": "\u066a\ufe6a",
    ".": "\u066b",
    "<": "≪",
    ">": "≫",
    "≤": "≦⩽≲⪅",
    "≥": "≧⩾≳⪆",
}


class _Folded(dict[int, str]):
    """Characters and what they are folded to; digits of every script are those of ASCII."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = str(decimal(char)) if char.isdecimal() else char
        self[code] = folded
        return folded


_NORMAL = _Folded(
    {ord(char): plain for plain, chars in _SAME.items() for char in chars}
    | {code: chr(code - 0xFF01 + 0x21) for code in range(0xFF01, 0xFF5F)}
    | {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    | {0xFF21 + i: chr(ord("a") + i) for i in range(26)}
)

RULES: dict[str, str] = {
    "SPACE": r"\ +",
    "NUMBER": r"(?:[0-9]+(?:[.,'_][0-9]+)*|\.[0-9]+)(?:e[+-]?[0-9]+)?",
    "QUANTILE": r"[qp]\ ?[0-9]+(?:\.[0-9]+)?%?(?=\ *=)",
    "KEY": r"(?:n|median|mean|sd|se|ci95|quartiles|iqr|grid)(?=\ *=)",
    "SHARE": r"share(?=\ *\()",
    "PERCENT": r"%|per\ ?cent\b|pct\b",
    "PERMILLE": r"‰|per\ ?mille\b",
    "BPS": r"bps?\b|basis\ points?\b",
    "RELATION": r"<=|>=|[<>≤≥]",
    "ABOUT": r"~|(?:about|around|approximately|roughly|circa)\b|approx\b\.?|ca\.",
    "COLON": r":",
    "SLASH": r"/",
    "DASH": r"-",
    "PLUS": r"\+",
    "AT": r"@",
    "EQUALS": r"=",
    "OPEN": r"[\[(]",
    "CLOSE": r"[\])]",
    "COMMA": r"[,;]",
    "WORD": r"[^\W\d_]+",
    "OTHER": r".",
}
_TOKEN = re.compile("|".join(f"(?P<{name}>{rule})" for name, rule in RULES.items()), re.DOTALL)


_MISPLACED = {
    "@": ("a coverage belongs to a range or to bounds", "leave it out, or give the interval in front of it"),
    "grid": ("a grid belongs to a point", "leave it out"),
}


class OfferingError(NotationError):
    """A refusal with whole texts that may be what was meant; they are read before they are shown."""

    def __init__(self, problem: Problem, offers: tuple[str, ...]) -> None:
        super().__init__(problem)
        self.offers = offers

    def checked(self, is_read: Callable[[str], bool], decimal: str) -> Problem:
        """The problem, with those of the texts that are read, spelled with the decimal sign of their file."""
        sound = " or ".join(offer.strip().replace(".", decimal) for offer in self.offers if is_read(offer))
        if sound:
            return replace(self.problem, remedy=self.problem.remedy.replace("{}", sound))
        _, declare, what = self.problem.remedy.partition(", or declare ")
        return replace(self.problem, remedy=f"declare {what}" if declare else "say it so that it has one reading")


class Token(NamedTuple):
    """A piece of the text: its rule in :data:`RULES` (or ``END``), its normalised text and its place."""

    kind: str
    text: str
    start: int
    end: int


class Amount(NamedTuple):
    """A number as said; without a reading where its meaning depends on the numbers beside it.

    Parameters
    ----------
    reading : Reading or None
        ``None`` for a number without a unit.
    text : str
        The digits, normalised.
    digits : Fraction
        The number that the digits show, before any unit.
    step : Fraction
        The place of the last digit said.
    unit : str or None
        Sign that the digits carry; empty for none; ``None`` for chances, odds, quantities and dates.
    start, end : int
        Place in the text.
    """

    reading: Reading | None
    text: str
    digits: Fraction
    step: Fraction
    unit: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Scale:
    """What the numbers of a question are.

    Parameters
    ----------
    name : {"probability", "quantity", "date"}
        For the few rules that differ.
    amount : callable
        Reads one number.
    settle : callable
        Gives a meaning to the numbers of one estimate, once all of them are known.
    forms : str
        What to write, for texts that are none of the forms.
    """

    name: Literal["probability", "quantity", "date"]
    amount: "Callable[[Reader], Amount]"
    settle: "Callable[[Reader, list[Amount]], list[Reading]]"
    forms: str


def normalised(said: str) -> str:
    """Fold dashes, spaces, quotes, full-width forms and ASCII capitals, one character for one.

    Examples
    --------
    >>> normalised("１０—２０％")
    '10-20%'
    """
    # Most texts have nothing to fold but capitals, and cost a tenth so.
    return said.lower() if said.isascii() and said.isprintable() else said.translate(_NORMAL)


_WORD = re.compile(RULES["WORD"])
# Every word that any form or scale of probabilities takes.
_TAKEN = """
per cent percent pct mille permille bp bps basis point points about around approximately roughly circa approx ca
n median mean sd se ci quartiles iqr share grid q p e in out of to against on less than under below at most up more
greater over above least one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
sixteen seventeen eighteen nineteen twenty
"""
_WORDS = frozenset(_TAKEN.split())


def is_foreign(text: str) -> bool:
    """Whether a normalised text has a word that the notation has no use for, so that it refuses the text.

    Examples
    --------
    >>> is_foreign("a 10% chance"), is_foreign("at least 10 per cent")
    (True, False)
    """
    return not _WORDS.issuperset(_WORD.findall(text))


class Reader:
    """A cursor over the tokens of one text, which knows how the question's numbers are read.

    Parameters
    ----------
    said : str
        The text, verbatim.
    text : str
        The same, normalised.
    scale : Scale
        What its numbers are.
    grid : Reading, optional
        Grid of the file's points.
    lexicon : Lexicon, optional
        What words mean.
    usage : Usage
        How texts of split usage are meant.
    """

    __slots__ = ("_index", "_lead", "grid", "lexicon", "said", "scale", "text", "tokens", "usage")

    def __init__(
        self,
        said: str,
        text: str,
        scale: Scale,
        grid: Reading | None = None,
        lexicon: "Lexicon | None" = None,
        usage: Usage = PLAIN,
    ) -> None:
        self.said, self.text, self.scale, self.grid, self.lexicon = said, text, scale, grid, lexicon
        self.usage = usage
        self._lead: tuple[Token | None, Amount] | None = None
        self.tokens = [
            Token(kind, match[0], *match.span())
            for match in _TOKEN.finditer(text)
            if (kind := match.lastgroup or "") != "SPACE"
        ]
        end = self.tokens[-1].end if self.tokens else 0
        self.tokens.append(Token("END", "", end, end))
        self._index = 0

    @property
    def next(self) -> Token:
        """The token under the cursor."""
        return self.tokens[self._index]

    @property
    def last(self) -> Token:
        """The token before the cursor."""
        return self.tokens[max(self._index - 1, 0)]

    def ahead(self, count: int) -> list[Token]:
        """Look at the next tokens; ``END`` is repeated at the end."""
        found = self.tokens[self._index : self._index + count]
        return found if len(found) == count else found + [self.tokens[-1]] * (count - len(found))

    def skip(self, count: int) -> None:
        """Move past tokens that were looked at."""
        self._index = min(self._index + count, len(self.tokens) - 1)

    def at(self, kind: str, *texts: str) -> bool:
        """Whether the next token is of this kind, and one of these texts if any are given."""
        token = self.tokens[self._index]
        return token.kind == kind and (not texts or token.text in texts)

    def take(self, kind: str, *texts: str) -> Token | None:
        """Move past the next token if it is of this kind, and one of these texts if any are given."""
        token = self.tokens[self._index]
        if token.kind != kind or (texts and token.text not in texts):
            return None
        self.skip(1)
        return token

    def expect(self, kind: str, why: str, remedy: str) -> Token:
        """Move past the next token, which has to be of this kind."""
        return self.take(kind) or self._refuse_next(why, remedy)

    def end(self, form: str, remedy: str | None = None) -> None:
        """Refuse what is left over after a complete form: nothing is read as its first part."""
        if self.at("END"):
            return
        start, end = self.next.start, self.tokens[-1].end
        if self.next.text in _MISPLACED:
            raise self.fault(*_MISPLACED[self.next.text], start, end)
        if self.at("RELATION"):
            raise self.fault("a sign of comparison stands before its number", "put the sign in front", start, end)
        head, rest = self.said[: self.last.end].strip(), self.said[start:end]
        if remedy is None:
            remedy = (
                "nothing is read in part: say it in the notation alone, and keep in the note what changes no number"
            )
        raise self.fault(f"after the {form} {head} nothing can be made of {rest!r}", remedy, start, end)

    def amount(self) -> Amount:
        """Read one number."""
        self.refuse_bound("a number", "write a number; a bound is read alone, or as the median of a survey")
        return self.scale.amount(self)

    def lead(self) -> tuple[Token | None, Amount]:
        """Read the number that an estimate begins with, and "about" before it; read once for all forms that ask."""
        if self._lead is None:
            self._lead = self.take("ABOUT"), self.amount()
        return self._lead

    def refuse_about(self) -> None:
        """Refuse an "about" before a number that turned out to have an interval of its own."""
        about, _ = self.lead()
        if about is not None:
            raise self.fault(
                f"{self.said[about.start : about.end]!r} belongs to a point, and this is an interval",
                "leave it out: the interval says how uncertain the number is",
                about.start,
                about.end,
            )

    def refuse_bound(self, what: str, remedy: str) -> None:
        """Refuse a sign of comparison where only a number can be read: it is never dropped."""
        if self.at("RELATION"):
            sign = self.next
            self.skip(1)
            number, unit = self.ahead(2)
            end = max(sign.end, unit.end if unit.kind in ("PERCENT", "PERMILLE", "BPS") else number.end)
            why = f"{self.said[sign.start : end]} is a bound, and {what} is read here"
            raise self.fault(why, remedy, sign.start, end)

    def settle(self, *amounts: Amount) -> list[Reading]:
        """Give a meaning to the numbers of one estimate, or refuse them together."""
        return self.scale.settle(self, list(amounts))

    def fault(self, why: str, remedy: str, start: int, end: int, *offers: str) -> NotationError:
        """Build the error that marks these characters; ``{}`` in a remedy stands for the text with an offer there."""
        problem = Problem(why, remedy, said=self.said, span=(start, max(start, end)))
        if not offers:
            return NotationError(problem)
        return OfferingError(problem, tuple(self.text[:start] + offer + self.text[end:] for offer in offers))

    def _refuse_next(self, why: str, remedy: str) -> Token:
        raise self.fault(why, remedy, self.next.start, self.next.end)
