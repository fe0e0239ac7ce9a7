"""What may happen, as disjoint paths over the components that decide it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from consilience.network.gates import rule_of
from consilience.network.potentials import HAPPENS
from consilience.network.structure import Structure
from consilience.study import Question, conditional

# Beyond this the paths are no longer something to add up, and `Network.log_odds` needs none.
_PATHS = 20_000


@dataclass(frozen=True, eq=False)
class Scenarios:
    """Disjoint paths on which an event happens, and on which it does not.

    Parameters
    ----------
    holds, fails : ndarray of int8, shape (paths, components)
        1 where the path has the component true, -1 where false, 0 where it does not look at it.

    Notes
    -----
    The probability of a path is the product of its components' probabilities, or of their contraries; that of the
    event is the sum over ``holds``. Where nothing is given, ``holds`` and ``fails`` sum to 1.
    """

    holds: NDArray[np.int8]
    fails: NDArray[np.int8]


def scenarios(network: Structure, event: str, given: Mapping[str, bool] | None = None) -> Scenarios:
    """Expand an event over its components, one at a time, until it is decided; see :meth:`Network.scenarios`.

    Raises
    ------
    KeyError
        If the network has no such event.
    ValueError
        If it hangs on a question with options, or on more than 20,000 paths.

    Notes
    -----
    Shannon's expansion (1938, *Trans. AIEE* 57, 713–723). A gate that one member decides looks at no further ones,
    so all or any of n independent components have n + 1 paths; at least k of n have as many as there are ways to
    get there, which grows fast with the smaller of k and n - k.
    """
    given = dict(given or {})
    questions = [network.questions[name] for name in network.relevant([event, *given])]
    exclusive = [question.name for question in questions if question.options]
    if exclusive:
        msg = f"{event} hangs on questions with options, which have no such paths: {', '.join(exclusive)}"
        raise ValueError(msg)
    paths: dict[bool, list[NDArray[np.int8]]] = {True: [], False: []}
    open_paths = [np.zeros(len(network.components), dtype=np.int8)]
    while open_paths:
        path = open_paths.pop()
        found = _Look(network, path).condition(event, given)
        if isinstance(found, str):
            for state in (-1, 1):
                branch = path.copy()
                branch[network.positions[found]] = state
                open_paths.append(branch)
        elif found is not None:
            paths[found].append(path)
        if len(open_paths) + len(paths[True]) + len(paths[False]) > _PATHS:
            msg = f"{event} has more than {_PATHS:,} paths; its probability, Network.log_odds, needs none of them"
            raise ValueError(msg)
    none = np.zeros((0, len(network.components)), dtype=np.int8)
    return Scenarios(*(np.stack(paths[state]) if paths[state] else none for state in (True, False)))


class _Look:
    """Events as far as one path decides them: true, false, or the component to look at next."""

    def __init__(self, network: Structure, path: NDArray[np.int8]) -> None:
        self.network = network
        self.path = path
        self.known: dict[str, bool | str] = {}

    def condition(self, event: str, given: Mapping[str, bool]) -> bool | str | None:
        """State of the event, ``None`` where what is given fails."""
        met = self._all_met(given)
        if met is True:
            return self.state(event)
        return met or None

    def state(self, event: str) -> bool | str:
        """State of an event, each looked at once."""
        if event not in self.known:
            question = self.network.questions[event]
            self.known[event] = self._chance(event) if question.gate is None else self._gate(event)
        return self.known[event]

    def _all_met(self, states: Mapping[str, bool]) -> bool | str:
        found = [(self.state(event), holds) for event, holds in states.items()]
        if any(isinstance(state, bool) and state is not holds for state, holds in found):
            return False
        return next((state for state, _ in found if isinstance(state, str)), True)

    def _chance(self, event: str) -> bool | str:
        question = self.network.questions[event]
        asked = self._all_met(question.given or {})
        if asked is not True:
            return asked
        if question.influence:
            return self._influenced(question)
        parents = {parent: self.state(parent) for parent in question.parents}
        for state in parents.values():
            if isinstance(state, str):
                return state
        component = conditional(event, {parent: state is True for parent, state in parents.items()})
        # A state that gates rule out has a component all the same; one that `given` rules out has none.
        value = int(self.path[self.network.positions[component]])
        return component if value == 0 else value > 0

    def _influenced(self, question: Question) -> bool | str:
        """Look at parents one by one until what one of them does by itself decides the event."""
        bears = question.influence == "noisy_or"
        for text, (of, parent) in self.network.influences.items():
            if of is not question:
                continue
            state = bears if parent is None else self.state(parent)
            if isinstance(state, str):
                return state
            if state is bears:
                value = int(self.path[self.network.positions[text]])
                if value == 0:
                    return text
                if (value > 0) is bears:
                    return bears
        return not bears

    def _gate(self, event: str) -> bool | str:
        rule = rule_of(self.network.questions[event])
        found = [(self.state(member), counted == HAPPENS) for member, counted in rule.literals]
        met = sum(state is counted for state, counted in found)
        unknown = [state for state, _ in found if isinstance(state, str)]
        if met >= rule.cap:
            return rule.reached
        return unknown[0] if met + len(unknown) >= rule.cap else not rule.reached
