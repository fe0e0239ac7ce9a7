"""Odds of many events in the light of the same evidence: the sum of products run forwards once, and once back.

The derivative of the sum by an entry of a table, times that entry, is the joint probability of the table's variables
(Darwiche, 2003, A differential approach to inference in Bayesian networks, *J. ACM* 50, 280–305, section 4).
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import ArrayLike

from consilience.network.assembly import assemble
from consilience.network.contraction import Step, Table, plan, product
from consilience.network.inference import CHEAP, ENTRIES, Likelihoods, draws_of, log_odds, of_components, scaled
from consilience.network.potentials import FAILS, HAPPENS, Array, Factor, Scope
from consilience.network.structure import Structure

type Asked = tuple[str, Mapping[str, bool]]


def log_odds_of(
    network: Structure, credences: ArrayLike, asked: Sequence[Asked], likelihoods: Likelihoods
) -> list[Array]:
    """Log odds of several events; see :meth:`Network.log_odds_of`."""
    events = {event for event, given in asked for event in (event, *given)}
    factors, sizes = _factors(network, events, likelihoods)
    scopes = tuple(factor.scope for factor in factors)
    found = plan(scopes, sizes, ())
    holders = [_holder(scopes, *query) for query in asked]
    if found.operations > CHEAP:
        holders = [None] * len(asked)
    said = of_components(network, credences)
    shape, flat = said.shape[:-1], said.reshape(-1, said.shape[-1])
    seen = {
        event: np.stack([np.broadcast_to(np.asarray(one, dtype=float), shape).reshape(-1) for one in pair])
        for event, pair in scaled(likelihoods).items()
    }
    answers = [np.zeros(0) if holder is None else np.empty(len(flat)) for holder in holders]
    block = max(1, ENTRIES // (2 * (found.operations + found.held)))
    for start in range(0, len(flat) if any(holder is not None for holder in holders) else 0, block):
        part = slice(start, start + block)
        draws = draws_of(flat[part], {event: pair[:, part] for event, pair in seen.items()})
        tables = [factor.on(draws) if callable(factor.entries) else factor.on(draws)[..., None] for factor in factors]
        joints = _joints(list(zip(scopes, tables, strict=True)), found.steps, dict(sizes))
        for (event, given), holder, answer in zip(asked, holders, answers, strict=True):
            if holder is not None:
                both = _marginal(scopes[holder], joints[holder], event, given)
                with np.errstate(divide="ignore", invalid="ignore"):
                    answer[part] = np.log(both[HAPPENS]) - np.log(both[FAILS])
    return [
        answer.reshape(shape) if holder is not None else log_odds(network, said, event, given, likelihoods)
        for (event, given), holder, answer in zip(asked, holders, answers, strict=True)
    ]


def _factors(
    network: Structure, events: Iterable[str], likelihoods: Likelihoods
) -> tuple[list[Factor], tuple[tuple[str, int], ...]]:
    model = assemble(network, {*events, *likelihoods}, tuple(likelihoods))
    used = {name for factor in model.factors for name in factor.scope}
    return list(model.factors), tuple((name, size) for name, size in model.sizes.items() if name in used)


def _holder(scopes: Sequence[Scope], event: str, given: Mapping[str, bool]) -> int | None:
    """The smallest table that has an event and all that it is asked given."""
    able = [place for place, scope in enumerate(scopes) if {event, *given} <= {*scope}]
    return min(able, key=lambda place: len(scopes[place]), default=None)


def _joints(tables: Sequence[Table], steps: Iterable[Step], sizes: Mapping[str, int]) -> list[Array]:
    """Each table times the sum, over all else, of the product of the others."""
    nodes = list(tables)
    made: list[tuple[int, tuple[int, ...]]] = []
    left = list(range(len(nodes)))
    for step in steps:
        parts = tuple(left[place] for place in step.places)
        left = [node for place, node in enumerate(left) if place not in step.places]
        left.append(len(nodes))
        made.append((len(nodes), parts))
        nodes.append((step.scope, product([nodes[part] for part in parts], step.scope)))
    around: dict[int, Array] = {len(nodes) - 1: np.ones_like(nodes[-1][1])}
    for node, parts in reversed(made):
        for part in parts:
            others = [nodes[other] for other in parts if other != part]
            around[part] = _spread([(nodes[node][0], around[node]), *others], nodes[part][0], sizes)
    return [table * around[place] for place, (_, table) in enumerate(tables)]


def _spread(tables: Sequence[Table], scope: Scope, sizes: Mapping[str, int]) -> Array:
    """Sum a product over all variables but some, of which those that no table has change nothing."""
    known = {name for of, _ in tables for name in of}
    found = product(tables, tuple(name for name in scope if name in known))
    places = tuple(slice(None) if name in known else None for name in scope)
    return np.broadcast_to(found[places], (*(sizes[name] for name in scope), found.shape[-1]))


def _marginal(scope: Scope, joint: Array, event: str, given: Mapping[str, bool]) -> Array:
    known = {name: HAPPENS if holds else FAILS for name, holds in given.items() if name != event}
    index = tuple(known.get(name, slice(None)) for name in scope)
    kept = [name for name in scope if name not in known]
    both = joint[index].sum(axis=tuple(place for place, name in enumerate(kept) if name != event))
    if event in given:
        both[FAILS if given[event] else HAPPENS] = 0
    return np.asarray(both)
