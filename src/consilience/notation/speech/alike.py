"""Which pieces of a phrase the grammar cannot tell apart: phrases that differ in no others are taken apart alike."""

from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache
from typing import Final

from consilience.notation.speech import amounts, bounds, doubtful, numerals, statements, summaries, sums
from consilience.notation.speech.lexer import VULGAR, Piece
from consilience.notation.speech.vocabulary import NAMED, is_open

_QUOTED: Final = frozenset(
    symbol.rstrip("?*")[1:-1]
    for rules in (amounts.RULES, statements.RULES, bounds.RULES, summaries.RULES, doubtful.RULES, sums.RULES)
    for entries in rules.values()
    for rule in entries
    for symbol in rule.symbols
    if symbol.startswith("'")
)
_REPRESENTATIVES: dict[Hashable, Piece] = {}


def pattern(said: Iterable[Piece], *, comma: bool) -> tuple[Piece, ...]:
    """A phrase with every piece exchanged for the first one that plays its part.

    Parameters
    ----------
    said : iterable of Piece
        The phrase.
    comma : bool
        Whether its decimals have a comma.

    Examples
    --------
    >>> from consilience.notation.speech.lexer import pieces
    >>> rain, frost, other = (pattern(pieces(said), comma=False) for said in ("7.5% rain", "40% frost", "4,000% frost"))
    >>> rain == frost, frost == other
    (True, False)
    """
    return tuple([_like(piece, comma) for piece in said])


@lru_cache(maxsize=2**15)
def _like(piece: Piece, comma: bool) -> Piece:
    if piece.text in _QUOTED or piece.text in NAMED:
        return piece
    if piece.kind == "number":
        return _REPRESENTATIVES.setdefault((comma, *amounts.kinds_of(piece.text, comma=comma)), piece)
    if piece.kind == "word" and is_open(piece.text):
        return _REPRESENTATIVES.setdefault(_CONTEXTS.get(piece.text, frozenset()), piece)
    return piece


def _contexts() -> dict[str, frozenset[Hashable]]:
    """Of every number word, the numbers that it is part of, with a gap in its place."""
    found: dict[str, set[Hashable]] = {}
    for kind, language, spelling in _spelled():
        words = spelling.casefold().replace("-", " ").split()
        for place, word in enumerate(words):
            # A size or a part has a sense of its own.
            gap = "" if kind in ("cardinal", "mixed") else word
            found.setdefault(word, set()).add((kind, language, *words[:place], gap, *words[place + 1 :]))
    return {word: frozenset(contexts) for word, contexts in found.items()}


def _spelled() -> Iterator[tuple[str, str, str]]:
    for kind, tables in (("cardinal", numerals.CARDINALS), ("mixed", numerals.MIXED), ("size", numerals.SIZES)):
        for language, entries in tables.items():
            yield from ((kind, language, spelling) for spelling in entries)
    yield from (("part", "", spelling) for spelling in numerals.PARTS)
    yield from (("vulgar", "", char) for char in VULGAR)


_CONTEXTS: Final = _contexts()
