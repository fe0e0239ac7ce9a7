"""Networks of binary factors: exact inference, evidence, sensitivity."""

from consilience.network.burden import floor, frontier, required_sensitivity, required_trials
from consilience.network.evidence import record_likelihood
from consilience.network.scenarios import Scenarios
from consilience.network.structure import Network, network_of

__all__ = [
    "Network",
    "Scenarios",
    "floor",
    "frontier",
    "network_of",
    "record_likelihood",
    "required_sensitivity",
    "required_trials",
]
