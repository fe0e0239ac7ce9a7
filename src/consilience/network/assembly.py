"""A question about a network, as tables whose product is summed: components, gates, conditions, observations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from consilience.network.gates import Rule, rule_factors, rule_of
from consilience.network.potentials import FAILS, HAPPENS, Array, Draws, Factor
from consilience.network.structure import Structure
from consilience.study import Question, conditional


@dataclass(frozen=True)
class Assembly:
    """Tables of the questions that bear on some events, and the states of each variable."""

    factors: tuple[Factor, ...]
    sizes: Mapping[str, int]


def assemble(network: Structure, events: Iterable[str], observed: Iterable[str]) -> Assembly:
    """Gather the tables of every question that bears on some events.

    Parameters
    ----------
    network : Structure
    events : iterable of str
        All that are asked about, conditioned on or observed.
    observed : iterable of str
        Those with a likelihood.

    Returns
    -------
    Assembly
        Ancestors only: what follows from the events sums to 1 and is left out.
    """
    factors: list[Factor] = []
    rules: list[Rule] = []
    sizes: dict[str, int] = {}
    for name in network.relevant(events):
        question = network.questions[name]
        sizes[name] = 2
        if question.gate is not None:
            rules.append(rule_of(question))
            continue
        if question.influence:
            rules.extend(_influence_rules(network, question, sizes))
            factors.extend(_influences(network, question))
            continue
        guard = {event: holds for event, holds in (question.given or {}).items() if event not in question.parents}
        if len(guard) > 1:
            asked = f"{name} asked"
            sizes[asked] = 2
            rules.append(Rule(asked, tuple((event, int(holds)) for event, holds in guard.items()), 1, False))
            guard = {asked: True}
        if question.options:
            sizes[name] = len(question.options) + bool(question.given)
            factors.extend(_options(question, sizes))
        factors.append(_chance(network, question, guard))
    factors.extend(_observation(event) for event in observed)
    factors.extend(rule_factors(rules, [factor.scope for factor in factors], sizes))
    return Assembly(tuple(factors), sizes)


def _observation(event: str) -> Factor:
    return Factor((event,), lambda draws: draws.observed[event])


def _options(question: Question, sizes: dict[str, int]) -> list[Factor]:
    """One event for each option, which follows from the question's variable."""
    factors = []
    for place, option in enumerate(question.options):
        event = f"{question.name}={option}"
        happens = np.arange(sizes[question.name]) == place
        sizes[event] = 2
        factors.append(Factor((question.name, event), np.stack([happens, ~happens], axis=1).astype(float)))
    return factors


def _influences(network: Structure, question: Question) -> list[Factor]:
    """One event for each parent, that it bears on the question by itself, and one for the leak.

    The question follows from these events with certainty (independence of causal influence; Heckerman and Breese,
    1996, *IEEE Trans. Systems, Man, and Cybernetics A* 26, 826–831), so that no table has all of its parents.
    """
    return [
        _influence(network.positions[text], text, parent, bears=question.influence == "noisy_or")
        for text, (of, parent) in network.influences.items()
        if of is question
    ]


def _influence(place: int, text: str, parent: str | None, *, bears: bool) -> Factor:
    if parent is None:
        return Factor((text,), lambda draws: np.stack([draws.true[place], draws.false[place]]))

    def entries(draws: Draws) -> Array:
        works = np.stack([draws.true[place], draws.false[place]])
        idle = np.zeros_like(works)
        idle[FAILS if bears else HAPPENS] = 1
        return np.stack([works, idle] if bears else [idle, works])

    return Factor((parent, text), entries)


def _influence_rules(network: Structure, question: Question, sizes: dict[str, int]) -> list[Rule]:
    """That any of its influences is enough for the question, or all of them needed, where it is asked."""
    texts = [text for text, (of, _) in network.influences.items() if of is question]
    sizes.update(dict.fromkeys(texts, 2))
    bears = question.influence == "noisy_or"
    met = tuple((text, HAPPENS if bears else FAILS) for text in texts)
    if not question.given:
        return [Rule(question.name, met, 1, bears)]
    whole = f"{question.name} where asked"
    sizes[whole] = 2
    missed = tuple((event, FAILS if holds else HAPPENS) for event, holds in question.given.items())
    return [Rule(whole, met, 1, bears), Rule(question.name, (*missed, (whole, FAILS)), 1, False)]


def _chance(network: Structure, question: Question, guard: Mapping[str, bool]) -> Factor:
    """Conditional probabilities of a question in every state of its parents, nothing happening where not asked."""
    states = product((True, False), repeat=len(question.parents))
    events = [f"{question.name}={option}" for option in question.options] or [question.name]
    texts = [
        [conditional(event, dict(zip(question.parents, state, strict=True))) for event in events] for state in states
    ]
    places = np.array([[network.positions.get(text, -1) for text in row] for row in texts])

    def entries(draws: Draws) -> Array:
        rows = _exclusive(places, question, draws) if question.options else _binary(places[:, 0], draws)
        table = rows.reshape(*[2] * len(question.parents), *rows.shape[1:])
        if not guard:
            return table
        nothing = np.zeros_like(table)
        nothing[..., -1, :] = 1
        (asked,) = guard.values()
        return np.stack([table, nothing] if asked else [nothing, table])

    return Factor((*guard, *question.parents, question.name), entries)


def _binary(places: NDArray[np.intp], draws: Draws) -> Array:
    return np.stack([draws.true[places], draws.false[places]], axis=1)


def _exclusive(places: NDArray[np.intp], question: Question, draws: Draws) -> Array:
    chances = draws.true[places]
    possible = places[:, :1, None] >= 0
    shares = np.where(possible, chances, 0) / np.where(possible, chances.sum(axis=1, keepdims=True), 1)
    if not question.given:
        return shares
    none = np.broadcast_to(np.where(possible, 0.0, 1.0), (len(shares), 1, shares.shape[2]))
    return np.concatenate([shares, none], axis=1)
