"""A recogniser for the grammar of phrases: every way in which all of a text can be read, none in which a part can.

A rule is a line of symbols and what to make of them. A symbol in capitals is a class of the vocabulary, one in quotes
a word or sign, any other the name of further rules. ``?`` after a symbol says that it may be missing, ``*`` that it
may be repeated. What a symbol means is passed on, but for classes, signs, and names that begin with an underscore.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from consilience.notation.speech.lexer import Piece

type Found = tuple[int, Hashable]
type Entries = Mapping[str, Sequence[tuple[str, ...]]]
# More readings of one symbol at one place than any text that people write has.
_MOST = 60
_PATTERNS = 1000
NUMBER, WORD = "#number", "#word"


class Rule(NamedTuple):
    """Symbols in order, and what to make of what they mean; ``None`` where they do not go together."""

    symbols: tuple[str, ...]
    make: Callable[..., Hashable] = lambda *_: ()


class Builtin(NamedTuple):
    """A symbol that looks at the pieces itself, and what it may begin with: words, or any number or word."""

    find: Callable[[Sequence[Piece], int], Iterable[Found]]
    first: frozenset[str]


class Step(NamedTuple):
    """One symbol of a rule, as it is walked through."""

    name: str
    silent: bool
    optional: bool
    repeated: bool


type Usable = tuple[tuple[Step, ...], Callable[..., Hashable], frozenset[str]]
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


class Grammar:
    """Rules, vocabulary and builtins, with what every symbol may begin with: most rules are left at their first word.

    Parameters
    ----------
    rules : mapping
        By name.
    vocabulary : mapping
        By class and first word, the words of its entries.
    builtins : mapping
        By name.
    """

    def __init__(self, rules: Table, vocabulary: Mapping[str, Entries], builtins: Mapping[str, Builtin]) -> None:
        self.vocabulary, self.builtins = vocabulary, builtins
        self._usable: dict[frozenset[str], dict[str, list[Usable]]] = {}
        self._rules, self._first = rules, {name: builtin.first for name, builtin in builtins.items()}
        self.rules = {
            name: [(tuple(map(_step, rule.symbols)), rule.make, *self._needs(rule)) for rule in entries]
            for name, entries in rules.items()
        }

    def usable(self, present: frozenset[str]) -> Callable[[str], list[Usable]]:
        """The rules of a name that these words leave a chance; phrases of one pattern have the same."""
        if len(self._usable) > _PATTERNS:
            self._usable.clear()
        known = self._usable.setdefault(present, {})

        def find(name: str) -> list[Usable]:
            if name not in known:
                known[name] = [
                    (steps, make, first)
                    for steps, make, first, needed in self.rules[name]
                    if not any(words.isdisjoint(present) for words in needed)
                ]
            return known[name]

        return find

    def first(self, name: str) -> frozenset[str]:
        """What a symbol may begin with."""
        if name not in self._first:
            if name[0] == "'":
                self._first[name] = frozenset((name[1:-1],))
            elif name.isupper():
                self._first[name] = frozenset(self.vocabulary[name])
            else:
                # A symbol that begins with itself adds nothing.
                self._first[name] = frozenset()
                self._first[name] = frozenset().union(*(self._begins(rule) for rule in self._rules[name]))
        return self._first[name]

    def _needs(self, rule: Rule) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
        """What a rule may begin with, and what else has to stand somewhere: one of each set."""
        steps = map(_step, rule.symbols)
        needed = {self.first(step.name) for step in steps if not (step.optional or step.repeated)}
        return self._begins(rule), tuple(sorted(needed, key=len))

    def _begins(self, rule: Rule) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for symbol in rule.symbols:
            step = _step(symbol)
            found |= self.first(step.name)
            if not (step.optional or step.repeated):
                break
        return found


def _step(symbol: str) -> Step:
    name = symbol.rstrip("?*")
    return Step(name, name[0] in "'_" or name.isupper(), symbol.endswith("?"), symbol.endswith("*"))


class Chart:
    """The readings of every symbol at every place of one text.

    Parameters
    ----------
    pieces : sequence of Piece
        The text.
    grammar : Grammar
        What may be read.
    """

    def __init__(self, pieces: Sequence[Piece], grammar: Grammar) -> None:
        self._pieces, self._grammar = pieces, grammar
        self._texts = tuple(piece.text for piece in pieces)
        # Of numbers only those that a rule names matter to which rules may apply.
        words = {piece.text for piece in pieces if piece.kind != "number" or len(piece.text) < 3}
        self._rules = grammar.usable(frozenset((*words, *(f"#{piece.kind}" for piece in pieces))))
        self._known: dict[tuple[str, int], tuple[Found, ...]] = {}

    def whole(self, symbol: str) -> list[Hashable]:
        """Every meaning of the text as this symbol."""
        return [value for end, value in self.at(symbol, 0) if end == len(self._pieces)]

    def at(self, symbol: str, start: int) -> tuple[Found, ...]:
        """Where a symbol that begins here may end, with what it means."""
        if start >= len(self._texts):
            return ()
        key = symbol, start
        if key not in self._known:
            # A symbol that begins with itself finds nothing at the second look.
            self._known[key] = ()
            if self._may_begin(self._grammar.first(symbol), start):
                self._known[key] = tuple(dict.fromkeys(self._find(symbol, start)))[:_MOST]
        return self._known[key]

    def _may_begin(self, first: frozenset[str], start: int) -> bool:
        piece = self._pieces[start]
        return piece.text in first or f"#{piece.kind}" in first

    def _find(self, symbol: str, start: int) -> Iterator[Found]:
        grammar = self._grammar
        if symbol[0] == "'":
            yield start + 1, None
        elif symbol in grammar.builtins:
            yield from grammar.builtins[symbol].find(self._pieces, start)
        elif symbol.isupper():
            for words in grammar.vocabulary[symbol][self._texts[start]]:
                if self._texts[start : start + len(words)] == words:
                    yield start + len(words), None
        else:
            for steps, make, first in self._rules(symbol):
                if not self._may_begin(first, start):
                    continue
                for end, meant in self._sequence(steps, start):
                    value = make(*meant)
                    if value is not None:
                        yield end, value

    def _sequence(self, steps: Sequence[Step], start: int) -> list[tuple[int, tuple[Hashable, ...]]]:
        states: list[tuple[int, tuple[Hashable, ...]]] = [(start, ())]
        for name, silent, optional, repeated in steps:
            found: dict[tuple[int, tuple[Hashable, ...]], None] = {}
            for at, meant in states:
                if repeated:
                    found.update(dict.fromkeys((end, meant) for end in self._repeated(name, at)))
                    continue
                if optional:
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
