"""Sums of products of tables: an order of summation found once, followed for every block of draws."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import Any

import numpy as np

from consilience.network.potentials import Array, Scope

type Table = tuple[Scope, Array]


@dataclass(frozen=True)
class Step:
    """One or two tables become one.

    Parameters
    ----------
    places : tuple of int
        Of the tables that are joined; what comes of them is put last.
    scope : tuple of str
        Variables that it has: the others are summed over.
    """

    places: tuple[int, ...]
    scope: Scope


@dataclass(frozen=True)
class Plan:
    """How a sum of products is computed.

    Parameters
    ----------
    steps : tuple of Step
        In turn; the last leaves one table, of what is kept.
    largest, operations, held : int
        Entries, for one draw, of the largest product, of all products, and of the tables themselves.
    """

    steps: tuple[Step, ...]
    largest: int
    operations: int
    held: int

    def sum(self, tables: Iterable[Table]) -> Array:
        """The sum for one block of draws, which are the last axis of every table that hangs on them."""
        left = list(tables)
        for step in self.steps:
            joined = [left[place] for place in step.places]
            left = [table for place, table in enumerate(left) if place not in step.places]
            left.append((step.scope, product(joined, step.scope)))
        return left[-1][1]


def product(tables: Sequence[Table], scope: Scope) -> Array:
    """Sum the product of tables over all variables but some, in the order of these; the draws stay the last axis.

    They are what memory is to be walked along: einsum takes fifty times as long where it walks in twos.

    Parameters
    ----------
    tables : sequence of (tuple of str, ndarray)
        Variables of each, an axis each, and after them the draws if it hangs on these.
    scope : tuple of str
        All of them variables of some table.

    Returns
    -------
    ndarray
    """
    places = {name: place for place, name in enumerate(dict.fromkeys(name for of, _ in tables for name in of))}
    operands: list[Any] = []
    for of, table in tables:
        operands += [table, [*(places[name] for name in of), Ellipsis]]
    return np.asarray(np.einsum(*operands, [*(places[name] for name in scope), Ellipsis]))


@lru_cache(maxsize=512)
def elimination_order(
    scopes: tuple[Scope, ...], sizes: tuple[tuple[str, int], ...], keep: Scope = ()
) -> tuple[str, ...]:
    """Put the variables in an order in which to sum over them.

    Parameters
    ----------
    scopes : tuple of tuple of str
        Variables of each table.
    sizes : tuple of (str, int)
        States of each variable.
    keep : tuple of str
        Variables that are not summed over.

    Returns
    -------
    tuple of str

    Notes
    -----
    The next variable is the one whose elimination joins the fewest pairs not yet joined, weighted by their states
    (min-weighted-fill; Kjærulff, 1990, *Triangulation of graphs*, R 90-09, Aalborg).
    """
    states = dict(sizes)
    neighbours: dict[str, set[str]] = {}
    for scope in scopes:
        for variable in scope:
            neighbours.setdefault(variable, set()).update(scope)
    for variable, near in neighbours.items():
        near.discard(variable)

    def fill(variable: str) -> tuple[int, int, str]:
        near = sorted(neighbours[variable])
        missing = sum(
            states[one] * states[other]
            for place, one in enumerate(near)
            for other in near[:place]
            if other not in neighbours[one]
        )
        return missing, len(near), variable

    costs = {variable: fill(variable) for variable in neighbours if variable not in set(keep)}
    order = []
    while costs:
        variable = min(costs.values())[-1]
        order.append(variable)
        near = neighbours.pop(variable)
        for one in near:
            neighbours[one] |= near
            neighbours[one] -= {one, variable}
        del costs[variable]
        touched = near.union(*(neighbours[one] for one in near))
        costs.update({one: fill(one) for one in touched if one in costs})
    return tuple(order)


@lru_cache(maxsize=512)
def plan(scopes: tuple[Scope, ...], sizes: tuple[tuple[str, int], ...], keep: Scope) -> Plan:
    """Find how to compute the sum, over all variables but a few, of the product of tables.

    The tables of each variable are joined in turn, smallest first; what no other table has is summed over at once.

    Parameters
    ----------
    scopes : tuple of tuple of str
        Variables of each table.
    sizes : tuple of (str, int)
        States of each variable.
    keep : tuple of str
        Axes of the result, before that of draws.

    Returns
    -------
    Plan
    """
    states = dict(sizes)
    left = list(scopes)
    steps: list[Step] = []
    counted = [1]

    def entries(scope: Iterable[str]) -> int:
        return prod(states[name] for name in scope)

    def join(places: Sequence[int]) -> None:
        joined = dict.fromkeys(name for place in places for name in left[place])
        for place in sorted(places, reverse=True):
            del left[place]
        wanted = set(keep).union(*left)
        left.append(tuple(name for name in joined if name in wanted) if left else keep)
        steps.append(Step(tuple(sorted(places)), left[-1]))
        counted.append(entries(joined))

    def smallest(places: Iterable[int]) -> list[int]:
        return sorted(places, key=lambda place: (entries(left[place]), place))[:2]

    for variable in elimination_order(scopes, sizes, keep):
        while places := [place for place, scope in enumerate(left) if variable in scope]:
            join(smallest(places))
    # Even a single table is joined, with none, so that the last step leaves what is kept.
    while len(left) > 1 or not steps:
        join(smallest(range(len(left))))
    return Plan(tuple(steps), max(counted), sum(counted), sum(map(entries, scopes)))
