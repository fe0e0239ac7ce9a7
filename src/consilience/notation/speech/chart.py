"""A recogniser for the grammar of phrases: every way in which all of a text can be read, none in which a part can.

A rule is a line of symbols and what to make of them. A symbol in capitals is a class of the vocabulary, one in quotes
a word or sign, any other the name of further rules. ``?`` after a symbol says that it may be missing, ``*`` that it
may be repeated. What a symbol means is passed on, but for classes, signs, and names that begin with an underscore.
"""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple

from consilience.notation.speech.lexer import Piece

type Found = tuple[int, Hashable]
type Builtin = Callable[["Chart", int], Iterator[Found]]
# More readings of one symbol at one place than any text that people write has.
_MOST = 60


class Rule(NamedTuple):
    """Symbols in order, and what to make of what they mean; ``None`` where they do not go together."""

    symbols: tuple[str, ...]
    make: Callable[..., Hashable] = lambda *_: ()


type Table = Mapping[str, Sequence[Rule]]


type Line = tuple[str, str, Callable[..., Hashable]] | tuple[str, str]


def table(*rules: Line) -> dict[str, list[Rule]]:
    """Gather rules by the name of what they read.

    Examples
    --------
    >>> list(table(("unit", "PERCENT", lambda: "%"), ("unit", "PERMILLE", lambda: "‰")))
    ['unit']
    """
    found: dict[str, list[Rule]] = {}
    for name, line, *make in rules:
        found.setdefault(name, []).append(Rule(tuple(line.split()), *make))
    return found


class Chart:
    """The readings of every symbol at every place of one text.

    Parameters
    ----------
    pieces : sequence of Piece
        The text.
    rules : mapping
        The grammar.
    vocabulary : mapping
        By class and first word, the words of its entries.
    builtins : mapping
        Symbols that look at the pieces themselves.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        rules: Table,
        vocabulary: Mapping[str, Mapping[str, Sequence[tuple[str, ...]]]],
        builtins: Mapping[str, Builtin],
    ) -> None:
        self.pieces, self._rules, self._vocabulary, self._builtins = pieces, rules, vocabulary, builtins
        self._texts = tuple(piece.text for piece in pieces)
        self._known: dict[tuple[str, int], tuple[Found, ...]] = {}

    def whole(self, symbol: str) -> list[Hashable]:
        """Every meaning of the text as this symbol."""
        return [value for end, value in self.at(symbol, 0) if end == len(self.pieces)]

    def at(self, symbol: str, start: int) -> tuple[Found, ...]:
        """Where a symbol that begins here may end, with what it means."""
        key = symbol, start
        if key not in self._known:
            # A symbol that begins with itself finds nothing at the second look.
            self._known[key] = ()
            self._known[key] = tuple(dict.fromkeys(self._find(symbol, start)))[:_MOST]
        return self._known[key]

    def _find(self, symbol: str, start: int) -> Iterator[Found]:
        if symbol[0] == "'":
            if start < len(self._texts) and self._texts[start] == symbol[1:-1]:
                yield start + 1, None
        elif symbol.isupper():
            entries = self._vocabulary[symbol].get(self._texts[start], ()) if start < len(self._texts) else ()
            for words in entries:
                if self._texts[start : start + len(words)] == words:
                    yield start + len(words), None
        elif symbol in self._builtins:
            yield from self._builtins[symbol](self, start)
        else:
            for rule in self._rules[symbol]:
                for end, meant in self._sequence(rule.symbols, start):
                    value = rule.make(*meant)
                    if value is not None:
                        yield end, value

    def _sequence(self, symbols: Sequence[str], start: int) -> list[tuple[int, tuple[Hashable, ...]]]:
        states: list[tuple[int, tuple[Hashable, ...]]] = [(start, ())]
        for symbol in symbols:
            name = symbol.rstrip("?*")
            silent = name[0] in "'_" or name.isupper()
            found: dict[tuple[int, tuple[Hashable, ...]], None] = {}
            for at, meant in states:
                if symbol.endswith("*"):
                    found.update(dict.fromkeys((end, meant) for end in self._repeated(name, at)))
                    continue
                if symbol.endswith("?"):
                    found[at, meant if silent else (*meant, None)] = None
                for end, value in self.at(name, at):
                    found[end, meant if silent else (*meant, value)] = None
            states = list(found)[:_MOST]
            if not states:
                break
        return states

    def _repeated(self, name: str, start: int) -> list[int]:
        ends = [start]
        for end in ends:
            ends.extend(new for new, _ in self.at(name, end) if new not in ends)
        return ends
