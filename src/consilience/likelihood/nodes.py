"""Quadrature nodes: constants of every integral over a density of log odds."""

import numpy as np

_nodes, _weights = np.polynomial.legendre.leggauss(16)

# Inside a unit interval.
INSIDE_AT, INSIDE_WEIGHT = (_nodes + 1) / 2, _weights / 2

_nodes, _weights = np.polynomial.legendre.leggauss(20)
_v = (_nodes + 1) / 2

# Beyond an edge, in units of the decay there. The substitution x = edge + scale (1/v² − 1) turns a polynomial tail
# x^-(ν+1) into v^(2ν−1), smooth from ν = 1 on.
TAIL_STEP = 1 / _v**2 - 1
TAIL_WEIGHT = _weights / _v**3
