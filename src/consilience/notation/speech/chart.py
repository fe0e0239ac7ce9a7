"""A recogniser for the grammar of phrases: every way in which all of a text can be read, none in which a part can.

A rule is a line of symbols and what to make of them. A symbol in capitals is a class of the vocabulary, one in quotes
a word or sign, any other the name of further rules. ``?`` after a symbol says that it may be missing, ``*`` that it
may be repeated. What a symbol means is passed on, but for classes, signs, and names that begin with an underscore.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import reduce
from itertools import product
from operator import or_
from typing import NamedTuple

from consilience.notation.speech.lexer import Piece

type Found = tuple[int, Hashable]
type Part = tuple[str, int, int]
type Parts = tuple[Part | None, ...]
type Made = tuple[Callable[..., Hashable], Parts]
type Entries = Mapping[str, Sequence[tuple[str, ...]]]
# More readings of one symbol at one place than any text that people write has.
_MOST = 60
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
    """One symbol of a rule, as it is walked through, and the bit of the words that it may begin with."""

    name: str
    silent: bool
    optional: bool
    repeated: bool
    first: int


class Walked(NamedTuple):
    """A rule with the bit of what it may begin with, and those of what else has to stand somewhere in a phrase."""

    steps: tuple[Step, ...]
    make: Callable[..., Hashable]
    first: int
    needed: int


type Table = Mapping[str, Sequence[Rule]]
type Line = tuple[str, str, Callable[..., Hashable]] | tuple[str, str]


def same(found: Hashable) -> Hashable:
    """Make of a symbol what its one part means."""
    return found


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
        self._rules, self._first = rules, {name: builtin.first for name, builtin in builtins.items()}
        # Whether words are of a set is asked a million times for every thousand phrases: of an integer, whose bits are
        # the sets, it is one operation for all of them.
        self._bits: dict[frozenset[str], int] = {}
        self._of_word: dict[str, int] = {}
        self.rules = {name: [self._walked(rule) for rule in entries] for name, entries in rules.items()}

    def sets_of(self, word: str) -> int:
        """Bits of the sets that a word is of."""
        if word not in self._of_word:
            self._of_word[word] = sum(bit for words, bit in self._bits.items() if word in words)
        return self._of_word[word]

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

    def _begins(self, rule: Rule) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for symbol in rule.symbols:
            found |= self.first(symbol.rstrip("?*"))
            if symbol[-1] not in "?*":
                break
        return found

    def _bit(self, words: frozenset[str]) -> int:
        return self._bits.setdefault(words, 1 << len(self._bits))

    def _walked(self, rule: Rule) -> Walked:
        steps = tuple(map(self._step, rule.symbols))
        needed = reduce(or_, (step.first for step in steps if not (step.optional or step.repeated)), 0)
        return Walked(steps, rule.make, self._bit(self._begins(rule)), needed)

    def _step(self, symbol: str) -> Step:
        name = symbol.rstrip("?*")
        silent = name[0] in "'_" or name.isupper()
        return Step(name, silent, symbol[-1] == "?", symbol[-1] == "*", self._bit(self.first(name)))


class Node(NamedTuple):
    """What a builtin finds between two places of a phrase, or what rules make of other nodes."""

    builtin: Builtin | None
    start: int
    end: int
    made: tuple[tuple[Callable[..., Hashable], tuple[int, ...]], ...] = ()


class Forest:
    """Every way in which phrases of one pattern can be taken apart, without what their numbers are.

    Parameters
    ----------
    nodes : sequence of Node
        Each behind those that it is made of, which are counted from 1: 0 stands for what is missing where it may be.
    whole : int
        Which of them is the whole phrase.
    """

    def __init__(self, nodes: Sequence[Node], whole: int) -> None:
        self._nodes, self._whole = nodes, whole

    def meanings(self, pieces: Sequence[Piece]) -> Sequence[Hashable]:
        """Everything that a phrase of this pattern means.

        Parameters
        ----------
        pieces : sequence of Piece
            The phrase.
        """
        found: list[Sequence[Hashable]] = [(None,)]
        for builtin, start, end, made in self._nodes:
            if builtin is not None:
                found.append([value for at, value in builtin.find(pieces, start) if at == end])
                continue
            values = [make(*meant) for make, parts in made for meant in product(*[found[part] for part in parts])]
            values = [value for value in values if value is not None]
            found.append(values if len(values) < 2 else list(dict.fromkeys(values))[:_MOST])
        return found[self._whole]


class Chart:
    """Takes one phrase apart: every symbol at every place, whatever its numbers come to.

    Parameters
    ----------
    pieces : sequence of Piece
        The phrase.
    grammar : Grammar
        What may be read.
    """

    def __init__(self, pieces: Sequence[Piece], grammar: Grammar) -> None:
        self._pieces, self._grammar = pieces, grammar
        self._texts = tuple(piece.text for piece in pieces)
        # By place, the sets that its piece is of: of none where the phrase ends.
        self._begins = [*(grammar.sets_of(piece.text) | grammar.sets_of(f"#{piece.kind}") for piece in pieces), 0]
        self._absent = ~reduce(or_, self._begins)
        self._known: dict[tuple[str, int], dict[int, list[Made]]] = {}

    def forest(self, symbol: str) -> Forest | None:
        """Every way in which all of the phrase is this symbol, ``None`` where there is none."""
        whole = symbol, 0, len(self._pieces)
        if whole[2] not in self._at(symbol, 0):
            return None
        nodes: dict[Node, int] = {}
        place = self._add(whole, {None: 0}, nodes)
        return Forest(tuple(nodes), place)

    def _add(self, part: Part | None, places: dict[Part | None, int], nodes: dict[Node, int]) -> int:
        """Put a part behind those that it is made of; what is made alike of the same is made once."""
        if part is not None and part not in places:
            symbol, start, end = part
            made = dict.fromkeys(
                (make, tuple(self._add(child, places, nodes) for child in parts))
                for make, parts in self._known[symbol, start][end]
            )
            (make, parts), *more = made or ((None, ()),)
            if make is same and not more:
                places[part] = parts[0]
            else:
                builtin = self._grammar.builtins.get(symbol)
                node = Node(builtin, *((start, end) if builtin else (0, 0)), tuple(made))
                places[part] = nodes.setdefault(node, len(nodes) + 1)
        return places[part]

    def _at(self, symbol: str, start: int) -> Mapping[int, list[Made]]:
        """Where a symbol may end that may begin here, with what it is made of."""
        key = symbol, start
        if key not in self._known:
            # A symbol that begins with itself finds nothing at the second look.
            self._known[key] = {}
            self._known[key] = self._find(symbol, start)
        return self._known[key]

    def _find(self, symbol: str, start: int) -> dict[int, list[Made]]:
        grammar = self._grammar
        if symbol[0] == "'":
            return {start + 1: []}
        if symbol in grammar.builtins:
            return {end: [] for end, _ in grammar.builtins[symbol].find(self._pieces, start)}
        if symbol.isupper():
            spellings = grammar.vocabulary[symbol][self._texts[start]]
            return {start + len(words): [] for words in spellings if self._texts[start : start + len(words)] == words}
        found: dict[int, list[Made]] = {}
        begins, absent = self._begins[start], self._absent
        for steps, make, first, needed in grammar.rules[symbol]:
            if first & begins and not needed & absent:
                for end, parts in self._sequence(steps, start):
                    found.setdefault(end, []).append((make, parts))
        return found

    def _sequence(self, steps: Sequence[Step], start: int) -> list[tuple[int, Parts]]:
        states: list[tuple[int, Parts]] = [(start, ())]
        for name, silent, optional, repeated, first in steps:
            found: dict[tuple[int, Parts], None] = {}
            for at, parts in states:
                if repeated:
                    found.update(dict.fromkeys((end, parts) for end in self._repeated(name, first, at)))
                    continue
                if optional:
                    found[at, parts if silent else (*parts, None)] = None
                if first & self._begins[at]:
                    for end in self._at(name, at):
                        found[end, parts if silent else (*parts, (name, at, end))] = None
            states = list(found)[:_MOST]
            if not states:
                break
        return states

    def _repeated(self, name: str, first: int, start: int) -> list[int]:
        ends = [start]
        for end in ends:
            if first & self._begins[end]:
                ends.extend(new for new in self._at(name, end) if new not in ends)
        return ends
