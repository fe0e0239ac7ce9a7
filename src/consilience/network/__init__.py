"""Exact inference in networks of binary factors."""

from consilience.network.network import Network, network_of
from consilience.network.scenarios import Scenarios

__all__ = ["Network", "Scenarios", "network_of"]
