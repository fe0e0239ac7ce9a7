"""Exact probabilities of events, draw by draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from consilience.network.assembly import assemble
from consilience.network.contraction import Plan, plan
from consilience.network.gates import rule_of
from consilience.network.potentials import FAILS, HAPPENS, Array, Draws, Factor
from consilience.network.structure import Structure

type Likelihoods = Mapping[str, tuple[ArrayLike, ArrayLike]]

# Entries of the tables that are in memory at a time: some 64 MB, and what einsum needs beside them.
ENTRIES = 2**23
# Entries for one draw beyond which no machine that this is meant for has the memory.
_MOST = 2**26
# Entries a draw up to which looking for another way costs more than it saves.
CHEAP = 2**14


@dataclass(frozen=True)
class _Term:
    """One sum of products.

    Parameters
    ----------
    place : tuple
        Where in the joint table the sum belongs.
    plan : Plan
    factors : tuple of Factor
    """

    place: tuple[int | slice, ...]
    plan: Plan
    factors: tuple[Factor, ...]


def log_odds(
    network: Structure,
    credences: ArrayLike,
    event: str,
    given: Mapping[str, bool] | None = None,
    likelihoods: Likelihoods | None = None,
) -> Array:
    """Log odds of an event; see :meth:`Network.log_odds`."""
    both = _table(network, credences, (event,), given or {}, scaled(likelihoods or {}))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.log(both[..., HAPPENS]) - np.log(both[..., FAILS]))


def probability(
    network: Structure,
    credences: ArrayLike,
    event: str,
    given: Mapping[str, bool] | None = None,
    likelihoods: Likelihoods | None = None,
) -> Array:
    """Probability of an event; see :meth:`Network.probability`."""
    both = _table(network, credences, (event,), given or {}, scaled(likelihoods or {}))
    with np.errstate(invalid="ignore"):
        return np.asarray(both[..., HAPPENS] / (both[..., HAPPENS] + both[..., FAILS]))


def joint(
    network: Structure, credences: ArrayLike, events: Sequence[str], likelihoods: Likelihoods | None = None
) -> Array:
    """Joint probabilities of events; see :meth:`Network.joint`."""
    if len(set(events)) < len(events):
        msg = f"an event is named twice: {', '.join(events)}"
        raise ValueError(msg)
    return _table(network, credences, tuple(events), {}, likelihoods or {})


def scaled(likelihoods: Likelihoods) -> Likelihoods:
    """Divide both of a pair by the greater one, so that several tiny ones do not underflow together."""
    scaled = {}
    for event, pair in likelihoods.items():
        true, false = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in pair))
        greater = np.maximum(true, false)
        greater = np.where(greater > 0, greater, 1)
        scaled[event] = (true / greater, false / greater)
    return scaled


def _table(
    network: Structure,
    credences: ArrayLike,
    events: tuple[str, ...],
    given: Mapping[str, bool],
    likelihoods: Likelihoods,
) -> Array:
    """Joint probabilities of events, of what is given and of what was observed, shape (..., 2, 2, …)."""
    said = of_components(network, credences)
    shape = said.shape[:-1]
    flat = said.reshape(-1, said.shape[-1])
    observed = {
        event: np.stack([np.broadcast_to(np.asarray(one, dtype=float), shape).reshape(-1) for one in pair])
        for event, pair in likelihoods.items()
    }
    fixed = {event: HAPPENS if holds else FAILS for event, holds in given.items()}
    terms = _terms(network, events, fixed, tuple(observed))
    result = np.zeros((*[2] * len(events), len(flat)))
    held = max(term.plan.largest + term.plan.held for term in terms)
    if held > _MOST:
        msg = (
            f"{', '.join(events)} hangs on too many events at once: tables of {held:,} entries a draw; "
            "leave out parents or members, or condition on some"
        )
        raise ValueError(msg)
    block = max(1, ENTRIES // held)
    for start in range(0, len(flat), block):
        part = slice(start, start + block)
        draws = draws_of(flat[part], {event: pair[:, part] for event, pair in observed.items()})
        for term in terms:
            result[(*term.place, ..., part)] += term.plan.sum(
                (factor.scope, factor.on(draws)) for factor in term.factors
            )
    return np.moveaxis(result, -1, 0).reshape((*shape, *[2] * len(events)))


def of_components(network: Structure, credences: ArrayLike) -> Array:
    """Credences as numbers, once there is one for each component; else a ValueError says how many there are."""
    said = np.asarray(credences, dtype=float)
    if said.ndim == 0 or said.shape[-1] != len(network.components):
        size = said.shape[-1] if said.ndim else "no"
        msg = f"credences have {size} components on their last axis and the network {len(network.components)}"
        raise ValueError(msg)
    return said


def draws_of(credences: Array, observed: Mapping[str, Array]) -> Draws:
    """Probabilities of components, shape (draws, components), and likelihoods of what was observed."""
    turned = np.ascontiguousarray(credences.T)
    ends = np.zeros((1, turned.shape[1])), np.ones((1, turned.shape[1]))
    # The contrary of a likely component is computed from its own log odds: 1 - p would lose its digits. Twice as fast
    # as SciPy's expit, and as exact down to 1e-308.
    with np.errstate(over="ignore"):
        true, false = (
            np.concatenate([1 / (1 + np.exp(-sign * turned)), end]) for sign, end in zip((1, -1), ends, strict=True)
        )
    return Draws(true, false, observed)


def _terms(
    network: Structure, events: tuple[str, ...], fixed: Mapping[str, int], observed: tuple[str, ...]
) -> list[_Term]:
    """Find the sums that make up the joint table: one, or several that are cheaper together."""
    every: tuple[int | slice, ...] = (slice(None),) * len(events)
    direct = [_term(network, every, events, fixed, observed)]
    cost = direct[0].plan.operations
    if cost <= CHEAP:
        return direct
    for place, event in enumerate(events):
        if event in network.gates and event not in fixed and event not in observed:
            others = events[:place] + events[place + 1 :]
            split = []
            for state, literals in _split(network, event):
                if all(fixed.get(member, value) == value for member, value in literals.items()):
                    here = (*every[:place], state, *every[place + 1 :])
                    split.append(_term(network, here, others, {**fixed, **literals}, observed))
                if sum(term.plan.operations for term in split) >= cost:
                    break
            else:
                if split:
                    return split
    return direct


def _split(network: Structure, gate: str) -> Iterator[tuple[int, dict[str, int]]]:
    """Split what a gate of all or of any of its members depends on into disjoint states of these.

    None of the literals is met; or the first, or the second but not the first, and so on. Each is a network with
    many events known, which is far easier to sum over than one that counts.
    """
    rule = rule_of(network.questions[gate])
    if rule.cap != 1:
        return
    rank = {event: place for place, event in enumerate(network.events)}
    literals = sorted(dict(rule.literals).items(), key=lambda literal: rank[literal[0]])
    unmet = {event: 1 - counted for event, counted in literals}
    yield (FAILS if rule.reached else HAPPENS), unmet
    for place, (event, counted) in enumerate(literals):
        before = dict(list(unmet.items())[:place])
        yield (HAPPENS if rule.reached else FAILS), {**before, event: counted}


def _term(
    network: Structure,
    place: tuple[int | slice, ...],
    events: tuple[str, ...],
    fixed: Mapping[str, int],
    observed: tuple[str, ...],
) -> _Term:
    """The sum over everything but some events, with others known."""
    model = assemble(network, {*events, *fixed, *observed}, observed)
    # Every draw has a result, even where nothing that differs between draws bears on it.
    factors = [Factor((), lambda draws: np.ones(draws.true.shape[1]))]
    known = {event: state for event, state in fixed.items() if event not in events}
    factors += [factor.fixing(known) for factor in model.factors]
    factors += [
        Factor((event,), (np.arange(2) == state).astype(float)) for event, state in fixed.items() if event in events
    ]
    scopes = tuple(factor.scope for factor in factors)
    used = {name for scope in scopes for name in scope}
    sizes = tuple((name, size) for name, size in model.sizes.items() if name in used)
    found = plan(scopes, sizes, events)
    return _Term(place, found, tuple(factors))
