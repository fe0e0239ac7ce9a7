"""Factors of a product over the states of a few variables, fixed ones and those that each draw has for itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Array = NDArray[np.float64]
type Scope = tuple[str, ...]

# Of the two states of an event the first is that it happens.
HAPPENS, FAILS = 0, 1


@dataclass(frozen=True)
class Draws:
    """Probabilities of one block of draws.

    Parameters
    ----------
    true, false : ndarray, shape (components + 1, draws)
        Probability of each component and of its contrary, each with its own digits. The last row is a component
        that cannot be: a state that is never asked about.
    observed : mapping of str to ndarray, shape (2, draws)
        Likelihoods of what was observed about events.
    """

    true: Array
    false: Array
    observed: Mapping[str, Array]


@dataclass(frozen=True)
class Factor:
    """One factor of the product.

    Parameters
    ----------
    scope : tuple of str
        Its variables, one axis each.
    entries : ndarray or callable
        Fixed entries; or what makes them from a block of draws, whose axis is then the last.
    """

    scope: Scope
    entries: Array | Callable[[Draws], Array]

    def fixing(self, states: Mapping[str, int]) -> "Factor":
        """The part of the table in which some variables are known."""
        if states.keys().isdisjoint(self.scope):
            return self
        index = tuple(states.get(name, slice(None)) for name in self.scope)
        entries = self.entries
        rest = tuple(name for name in self.scope if name not in states)
        return Factor(rest, (lambda draws: entries(draws)[index]) if callable(entries) else entries[index])

    def on(self, draws: Draws) -> Array:
        """Its entries for a block of draws."""
        return self.entries(draws) if callable(self.entries) else self.entries
