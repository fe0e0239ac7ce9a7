"""Sums of products of tables: an order of summation found once, followed for every block of draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from consilience.network.potentials import Array, Scope

if TYPE_CHECKING:
    from opt_einsum.contract import ContractExpression


@dataclass(frozen=True)
class Plan:
    """How a sum of products is computed.

    Parameters
    ----------
    expression : opt_einsum expression
        Takes the tables in the order of their scopes; the draws are each table's last axis.
    path : tuple of tuple of int
        Places of the tables that are joined in turn; what comes of them is put last.
    largest, operations, held : int
        Entries, for one draw, of the largest product, of all products, and of the tables themselves.
    """

    expression: "ContractExpression"
    path: tuple[tuple[int, ...], ...]
    largest: int
    operations: int
    held: int

    def sum(self, tables: Sequence[Array]) -> Array:
        """The sum for one block of draws, which are its last axis."""
        return np.asarray(self.expression(*tables))


def elimination_order(scopes: Iterable[Scope], sizes: Mapping[str, int], keep: Iterable[str] = ()) -> list[str]:
    """Put the variables in an order in which to sum over them.

    Parameters
    ----------
    scopes : iterable of tuple of str
        Variables of each table.
    sizes : mapping of str to int
        States of each variable.
    keep : iterable of str
        Variables that are not summed over.

    Returns
    -------
    list of str

    Notes
    -----
    The next variable is the one whose elimination joins the fewest pairs not yet joined, weighted by their states
    (min-weighted-fill; Kjærulff, 1990, *Triangulation of graphs*, R 90-09, Aalborg).
    """
    neighbours: dict[str, set[str]] = {}
    for scope in scopes:
        for variable in scope:
            neighbours.setdefault(variable, set()).update(scope)
    for variable, near in neighbours.items():
        near.discard(variable)

    def fill(variable: str) -> tuple[int, int, str]:
        near = sorted(neighbours[variable])
        missing = sum(
            sizes[one] * sizes[other]
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
    return order


@lru_cache(maxsize=512)
def plan(scopes: tuple[Scope, ...], drawn: tuple[bool, ...], sizes: tuple[tuple[str, int], ...], keep: Scope) -> Plan:
    """Find how to compute the sum, over all variables but a few, of the product of tables.

    Parameters
    ----------
    scopes : tuple of tuple of str
        Variables of each table.
    drawn : tuple of bool
        Whether a table has an axis of draws, its last.
    sizes : tuple of (str, int)
        States of each variable.
    keep : tuple of str
        Axes of the result, before that of draws.

    Returns
    -------
    Plan
    """
    import opt_einsum

    symbols = {variable: opt_einsum.get_symbol(place + 1) for place, (variable, _) in enumerate(sizes)}
    draws = opt_einsum.get_symbol(0)
    states = dict(sizes)
    path, largest, operations = _path(scopes, states, keep)
    terms = ["".join(symbols[name] for name in scope) + draws * own for scope, own in zip(scopes, drawn, strict=True)]
    result = "".join(symbols[name] for name in keep) + draws
    # The path is given, so the number of draws is of no consequence here; the expression takes any.
    shapes = [(*(states[name] for name in scope), *([2] * own)) for scope, own in zip(scopes, drawn, strict=True)]
    expression = opt_einsum.contract_expression(f"{','.join(terms)}->{result}", *shapes, optimize=path)
    held = sum(prod(states[name] for name in scope) for scope in scopes)
    return Plan(expression, tuple(path), largest, operations, held)


def _path(scopes: Sequence[Scope], sizes: Mapping[str, int], keep: Scope) -> tuple[list[tuple[int, ...]], int, int]:
    """Join the tables of each variable in turn, smallest first; what no other table has is summed over at once."""
    tables = [frozenset(scope) for scope in scopes]
    path: list[tuple[int, ...]] = []
    counted = [1]

    def contract(places: Sequence[int]) -> None:
        joined = frozenset[str]().union(*(tables[place] for place in places))
        for place in sorted(places, reverse=True):
            del tables[place]
        tables.append(joined & frozenset(keep).union(*tables))
        path.append(tuple(sorted(places)))
        counted.append(prod(sizes[name] for name in joined))

    def smallest(places: Iterable[int]) -> list[int]:
        return sorted(places, key=lambda place: (prod(sizes[name] for name in tables[place]), place))[:2]

    for variable in elimination_order(scopes, sizes, keep):
        while places := [place for place, table in enumerate(tables) if variable in table]:
            contract(smallest(places))
    # Even a single table is a contraction: opt_einsum has no expression for none.
    while len(tables) > 1 or not path:
        contract(smallest(range(len(tables))))
    return path, max(counted), sum(counted)
