"""Exact inference in networks of binary factors."""

from consilience.network.diagrams import Diagram
from consilience.network.network import Network, network_of

__all__ = ["Diagram", "Network", "network_of"]
