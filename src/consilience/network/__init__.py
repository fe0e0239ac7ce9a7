"""Exact inference in networks of binary factors."""

from consilience.network.scenarios import Scenarios
from consilience.network.structure import Network, network_of

__all__ = ["Network", "Scenarios", "network_of"]
