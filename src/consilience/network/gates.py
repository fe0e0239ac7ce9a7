"""Gates as small factors: counting members in steps of two, in the order in which they are summed over."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from consilience.network.contraction import elimination_order
from consilience.network.potentials import FAILS, HAPPENS, Factor, Scope
from consilience.study import Question


@dataclass(frozen=True)
class Rule:
    """An event that follows from how many literals are met.

    Parameters
    ----------
    name : str
        The event.
    literals : tuple of (str, int)
        Events, and the state of each that counts.
    cap : int
        Where counting stops.
    reached : bool
        Whether the event happens where the cap is reached, or where it is not.
    """

    name: str
    literals: tuple[tuple[str, int], ...]
    cap: int
    reached: bool


@dataclass(frozen=True)
class _Count:
    """A variable and how many literals are met in each of its states."""

    variable: str
    counts: tuple[int, ...]


def rule_of(question: Question) -> Rule:
    """Count, for a gate, what is met or what is missed, whichever settles it sooner.

    Examples
    --------
    >>> rule_of(Question("both", "Both", gate="all_of", of=("one", "other")))
    Rule(name='both', literals=(('one', 1), ('other', 1)), cap=1, reached=False)
    """
    members = question.of
    if question.gate == "not":
        return Rule(question.name, tuple((member, HAPPENS) for member in members), 1, False)
    needed = {"all_of": len(members), "any_of": 1}.get(question.gate or "", question.k or 0)
    spare = max(len(members) - needed + 1, 0)
    if spare < needed:
        return Rule(question.name, tuple((member, FAILS) for member in members), spare, False)
    return Rule(question.name, tuple((member, HAPPENS) for member in members), needed, True)


def rule_factors(rules: Sequence[Rule], scopes: Iterable[Scope], sizes: dict[str, int]) -> list[Factor]:
    """Make the factors of rules.

    A rule over n literals as one factor has 2^(n + 1) entries. Counting in steps needs small ones only, and widens
    no sum by more than the counts so far if the steps follow the order in which the literals are summed over.

    Parameters
    ----------
    rules : sequence of Rule
    scopes : iterable of tuple of str
        Variables of the network's other factors.
    sizes : dict of str to int
        States of each variable; those of the counts are added.

    Returns
    -------
    list of Factor
    """
    steps = _Steps(sizes)
    small = [rule for rule in rules if len(rule.literals) <= 2]
    large = [rule for rule in rules if len(rule.literals) > 2]
    for rule in small:
        steps.close(rule, [_leaf(literal) for literal in rule.literals])
    if large:
        _arrange(large, [*scopes, *(factor.scope for factor in steps.factors)], steps)
    return steps.factors


def _arrange(rules: Sequence[Rule], scopes: Sequence[Scope], steps: "_Steps") -> None:
    """Follow the summation of everything else, and count what each sum has met."""
    waiting = {rule.name: [_leaf(literal) for literal in rule.literals] for rule in rules}
    sums: list[tuple[frozenset[str], dict[str, _Count]]] = [(frozenset(scope), {}) for scope in scopes]
    for variable in elimination_order(tuple(scopes), tuple(steps.sizes.items())):
        here = [part for part in sums if variable in part[0]]
        sums = [part for part in sums if variable not in part[0]]
        so_far: dict[str, _Count] = {}
        for rule in rules:
            met = [counts[rule.name] for _, counts in here if rule.name in counts]
            met += [leaf for leaf in waiting[rule.name] if leaf.variable == variable]
            if met:
                so_far[rule.name] = steps.fold(rule, met, 1)[0]
                waiting[rule.name] = [leaf for leaf in waiting[rule.name] if leaf.variable != variable]
        sums.append((frozenset[str]().union(*(scope for scope, _ in here)) - {variable}, so_far))
    for rule in rules:
        left = [counts[rule.name] for _, counts in sums if rule.name in counts]
        steps.close(rule, [*left, *waiting[rule.name]])


def _leaf(literal: tuple[str, int]) -> _Count:
    event, counted = literal
    return _Count(event, (int(counted == HAPPENS), int(counted == FAILS)))


class _Steps:
    """Collects the factors in which counts are added up."""

    def __init__(self, sizes: dict[str, int]) -> None:
        self.sizes = sizes
        self.factors: list[Factor] = []

    def fold(self, rule: Rule, counts: Sequence[_Count], number: int) -> list[_Count]:
        """Add counts in pairs until so many are left."""
        queue = list(counts)
        while len(queue) > number:
            queue.sort(key=lambda count: len(count.counts))
            first, second, *rest = queue
            total = _total([first, second], rule.cap)
            values = np.unique(total)
            added = _Count(f"{rule.name} {len(self.factors)}", tuple(values.tolist()))
            self.sizes[added.variable] = len(values)
            hot = (total[..., None] == values).astype(float)
            self.factors.append(Factor((first.variable, second.variable, added.variable), hot))
            queue = [*rest, added]
        return queue

    def close(self, rule: Rule, counts: Sequence[_Count]) -> None:
        """Let the event follow from the counts."""
        last = self.fold(rule, counts, 2)
        happens = (_total(last, rule.cap) >= rule.cap) == rule.reached
        scope = (*(count.variable for count in last), rule.name)
        self.factors.append(Factor(scope, np.stack([happens, ~happens], axis=-1).astype(float)))


def _total(counts: Sequence[_Count], cap: int) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    total = np.zeros((), dtype=np.int64)
    for count in counts:
        total = total[..., None] + np.array(count.counts, dtype=np.int64)
    return np.minimum(total, cap)
