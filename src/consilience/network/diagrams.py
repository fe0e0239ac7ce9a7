"""Events as decisions: which component to look at next, until it is settled whether the event happens."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from consilience.network.gates import rule_of
from consilience.network.potentials import HAPPENS
from consilience.network.structure import Structure
from consilience.study import Question, conditional

# Beyond this the decisions are no longer something to add up, and `Network.log_odds` needs none.
_DECISIONS = 20_000
NEVER, ALWAYS = 0, 1


@dataclass(frozen=True, eq=False)
class Diagram:
    """Decisions on components, in an order in which each comes after those that it leads to.

    Parameters
    ----------
    decisions : ndarray of int64, shape (decisions, 3)
        Place of a component, and where it leads if that happens and if not: 0 is never, 1 always, and what is above is
        the decision so many places after 2.
    holds, fails : int
        Where to begin for what is asked to happen, and not to.

    Notes
    -----
    The probability of getting from a decision to *always* is that of its component times that from where it leads, and
    the same of the contrary: sums of positive products, one for each decision. Where nothing is given, those of
    ``holds`` and ``fails`` sum to 1.
    """

    decisions: NDArray[np.int64]
    holds: int
    fails: int


def diagram(network: Structure, event: str, given: Mapping[str, bool] | None = None) -> Diagram:
    """Decide an event by its components, one after another; see :meth:`Network.diagram`.

    Raises
    ------
    KeyError
        If the network has no such event.
    ValueError
        If it hangs on a question with options, or takes more than 20,000 decisions.

    Notes
    -----
    Reduced ordered binary decision diagrams (Bryant, 1986, *IEEE Trans. Computers* C-35, 677–691), in the order in
    which the event looks at its components: of n causes that are there or not by themselves it takes some 2n decisions,
    of at least k of n events k (n − k).
    """
    given = dict(given or {})
    questions = [network.questions[name] for name in network.relevant([event, *given])]
    if exclusive := [question.name for question in questions if question.options]:
        msg = f"{event} hangs on questions with options, which are not decided one by one: {', '.join(exclusive)}"
        raise ValueError(msg)
    known = _Events(network)
    try:
        met = known.all_of(known.literal(name, holds) for name, holds in given.items())
        happens = known.state(event)
        holds, fails = known.both(met, happens), known.both(met, known.contrary(happens))
    # They follow one another as deep as there are components.
    except (_TooManyError, RecursionError):
        msg = f"{event} takes more than {_DECISIONS:,} decisions; its probability, Network.log_odds, needs none of them"
        raise ValueError(msg) from None
    return _kept(known.decisions, holds, fails)


def _kept(decisions: list[tuple[int, int, int]], holds: int, fails: int) -> Diagram:
    """Those decisions that can be got to, in their order."""
    reached, waiting = set[int](), [holds, fails]
    while waiting:
        place = waiting.pop()
        if place > ALWAYS and place not in reached:
            reached.add(place)
            waiting += decisions[place - 2][1:]
    new = {NEVER: NEVER, ALWAYS: ALWAYS} | {place: at for at, place in enumerate(sorted(reached), start=2)}
    rows = [(decisions[place - 2][0], *(new[then] for then in decisions[place - 2][1:])) for place in sorted(reached)]
    return Diagram(np.array(rows, dtype=np.int64).reshape(-1, 3), new[holds], new[fails])


class _TooManyError(Exception):
    """The diagram grows beyond what is added up."""


class _Events:
    """Decisions of one network, each made once, with what every event comes to."""

    def __init__(self, network: Structure) -> None:
        self.network = network
        self.decisions: list[tuple[int, int, int]] = []
        self._unique: dict[tuple[int, int, int], int] = {}
        self._chosen: dict[tuple[int, int, int], int] = {}
        self._states: dict[str, int] = {}
        self._rank: dict[int, int] = {}

    def state(self, event: str) -> int:
        """Where an event is decided, looked at once."""
        if event not in self._states:
            question = self.network.questions[event]
            self._states[event] = self._chance(question) if question.gate is None else self._gate(question)
        return self._states[event]

    def literal(self, event: str, holds: bool) -> int:
        """An event, or its contrary."""
        return self.state(event) if holds else self.contrary(self.state(event))

    def all_of(self, parts: Iterable[int]) -> int:
        """All of them happen."""
        found = ALWAYS
        for part in parts:
            found = self.both(found, part)
        return found

    def both(self, one: int, other: int) -> int:
        """Both happen."""
        return self.choose(one, other, NEVER)

    def contrary(self, event: int) -> int:
        """It does not happen."""
        return self.choose(event, NEVER, ALWAYS)

    def choose(self, if_: int, then: int, otherwise: int) -> int:
        """One decision where something happens, and another where it does not."""
        if if_ <= ALWAYS or then == otherwise:
            return then if if_ != NEVER else otherwise
        if (then, otherwise) == (ALWAYS, NEVER):
            return if_
        key = if_, then, otherwise
        if key not in self._chosen:
            if len(self._chosen) > 20 * _DECISIONS:
                raise _TooManyError
            component = min((self._component(place) for place in key if place > ALWAYS), key=self._rank.__getitem__)
            happens, fails = zip(*(self._follow(place, component) for place in key), strict=True)
            self._chosen[key] = self._decide(component, self.choose(*happens), self.choose(*fails))
        return self._chosen[key]

    def _component(self, place: int) -> int:
        return self.decisions[place - 2][0]

    def _follow(self, place: int, component: int) -> tuple[int, int]:
        if place <= ALWAYS or self._component(place) != component:
            return place, place
        _, happens, fails = self.decisions[place - 2]
        return happens, fails

    def _decide(self, component: int, happens: int, fails: int) -> int:
        if happens == fails:
            return happens
        key = component, happens, fails
        if key not in self._unique:
            if len(self.decisions) >= _DECISIONS:
                raise _TooManyError
            self.decisions.append(key)
            self._unique[key] = len(self.decisions) + 1
        return self._unique[key]

    def _of(self, component: str) -> int:
        """A component by itself; those that were looked at before come first in every decision."""
        place = self.network.positions[component]
        self._rank.setdefault(place, len(self._rank))
        return self._decide(place, ALWAYS, NEVER)

    def _chance(self, question: Question) -> int:
        asked = self.all_of(self.literal(name, holds) for name, holds in (question.given or {}).items())
        if question.influence:
            return self.both(asked, self._influenced(question))
        parents = {parent: self.state(parent) for parent in question.parents}
        return self.both(asked, self._in_every_state(question.name, list(parents.items()), {}))

    def _in_every_state(self, event: str, parents: list[tuple[str, int]], states: dict[str, bool]) -> int:
        if not parents:
            component = conditional(event, states)
            # A state that `given` rules out has none.
            return self._of(component) if component in self.network.positions else NEVER
        (parent, happens), *rest = parents
        found = [self._in_every_state(event, rest, {**states, parent: holds}) for holds in (True, False)]
        return self.choose(happens, *found)

    def _influenced(self, question: Question) -> int:
        """It happens where one of the causes is there and does it, or fails where one of the conditions lacks."""
        bears = question.influence == "noisy_or"
        found = NEVER
        for text, parent in self._influences(question):
            there = ALWAYS if parent is None else self.literal(parent, bears)
            does = self._of(text) if bears else self.contrary(self._of(text))
            found = self.choose(found, ALWAYS, self.both(there, does))
        return found if bears else self.contrary(found)

    def _influences(self, question: Question) -> Iterator[tuple[str, str | None]]:
        for text, (of, parent) in self.network.influences.items():
            if of is question:
                yield text, parent

    def _gate(self, question: Question) -> int:
        rule = rule_of(question)
        literals = [self.literal(member, counted == HAPPENS) for member, counted in rule.literals]
        # How many more are needed by the literals that follow, from the last one on.
        needed = [ALWAYS, *[NEVER] * rule.cap]
        for literal in reversed(literals):
            needed = [ALWAYS, *(self.choose(literal, *pair) for pair in pairwise(needed))]
        return needed[-1] if rule.reached else self.contrary(needed[-1])
