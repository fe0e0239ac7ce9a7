"""An event as a function of independent switches: every state of a few factors written out once, then only weighed.

Following a panel through a network by contraction takes a tenth of a second; a slider that is dragged asks for it many
times a second, and each time of the same event.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.evidence.elicited import Likelihood
from consilience.network import Network

type Array = NDArray[np.float64]

# Factors up to which every state of them is written out.
MOST = 10
# Points at a time: tables that stay near the processor.
_POINTS = 1024


class Switches:
    """Log odds of one event in the light of evidence on any, by summing over the states of its components.

    Parameters
    ----------
    network : Network
    event : str
    given : mapping of str to bool
        States of other events, known to hold.
    components : sequence of str
        Those that bear on the event or on what evidence may be on; the others are taken not to.

    Notes
    -----
    Components are independent switches given the credences in them, and events are functions of their states: of
    exclusive options this does not hold, see :func:`suited`.
    """

    def __init__(self, network: Network, event: str, given: Mapping[str, bool], components: Sequence[str]) -> None:
        self.network = network
        self.places = [network.positions[name] for name in components]
        size = len(components)
        # Component 0 is the fastest: in the order in which `log_odds` doubles.
        bits = (np.arange(2**size)[:, None] >> np.arange(size)) & 1
        self._states = np.full((2**size, len(network.components)), -np.inf)
        self._states[:, self.places] = np.where(bits == 1, np.inf, -np.inf)
        holds = self._truth(event)
        known = np.ones(2**size, dtype=bool)
        for other, state in given.items():
            known &= self._truth(other) == state
        self._happens, self._fails = (holds & known).astype(float), (~holds & known).astype(float)
        self._events: dict[str, NDArray[np.bool_]] = {}

    def log_odds(self, credences: Array, likelihoods: Mapping[str, Likelihood]) -> Array:
        """As :meth:`consilience.network.Network.log_odds` of the event.

        Parameters
        ----------
        credences : ndarray of shape (..., components of the network)
        likelihoods : mapping of str to (float, float)

        Returns
        -------
        ndarray of shape (...)
        """
        weight = np.ones(len(self._states))
        for event, (true, false) in likelihoods.items():
            if event not in self._events:
                self._events[event] = self._truth(event)
            weight = weight * np.where(self._events[event], true, false)
        flat = credences.reshape(-1, credences.shape[-1])[:, self.places].T
        sides = np.stack([self._happens * weight, self._fails * weight])
        both = np.concatenate(
            [sides @ _chances(flat[:, start : start + _POINTS]) for start in range(0, flat.shape[1], _POINTS)], axis=1
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            happens, fails = np.log(both)
            return np.asarray((happens - fails).reshape(credences.shape[:-1]))

    def _truth(self, event: str) -> NDArray[np.bool_]:
        """In which states an event happens."""
        return np.asarray(self.network.probability(self._states, event) > 0.5)


def _chances(credences: Array) -> Array:
    """Probability of every state, shape (states, points), from log odds of shape (components, points)."""
    chance = np.ones((1, credences.shape[1]))
    for z in credences:
        # Either for itself: 1 - p would lose the digits of what is all but certain.
        chance = np.concatenate([chance * expit(-z), chance * expit(z)])
    return chance


def suited(network: Network, components: Sequence[str]) -> bool:
    """Whether these are few enough, and switches of their own."""
    return 0 < len(components) <= MOST and not any(network.asked(name)[0] in network.exclusive for name in components)
