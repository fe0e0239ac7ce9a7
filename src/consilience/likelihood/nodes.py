"""Quadrature nodes and thresholds: constants of every integral over a density of log odds."""

import numpy as np

_nodes, _weights = np.polynomial.legendre.leggauss(16)

# Inside a unit interval.
INSIDE_AT, INSIDE_WEIGHT = (_nodes + 1) / 2, _weights / 2

# Six integrate to ten digits what is narrow beside the distance to the poles of Student's t (at least one) and hardly
# falls, and so do four what is narrower still: the cells of most rounded numbers.
_nodes, _weights = np.polynomial.legendre.leggauss(6)
INSIDE_AT_FEW, INSIDE_WEIGHT_FEW = (_nodes + 1) / 2, _weights / 2
FEW_WIDTH, FEW_DROP = 0.5, 1.0
_nodes, _weights = np.polynomial.legendre.leggauss(4)
INSIDE_AT_FEWER, INSIDE_WEIGHT_FEWER = (_nodes + 1) / 2, _weights / 2
FEWER_WIDTH = 0.17

_nodes, _weights = np.polynomial.legendre.leggauss(20)
_v = (_nodes + 1) / 2

# Beyond an edge, in units of the decay there. The substitution x = edge + scale (1/v² − 1) turns a polynomial tail
# x^-(ν+1) into v^(2ν−1), smooth from ν = 1 on.
TAIL_STEP = 1 / _v**2 - 1
TAIL_WEIGHT = _weights / _v**3

# How far the log density may fall inside an interval for its nodes to integrate it to 1e-6; beyond it the tails differ
# by enough to be subtracted without loss. Across the mode the poles of Student's t at ±i√ν come closer.
NARROW_DROP = 3.0
NARROW_DROP_ACROSS_MODE = 1.5

# The table of tails has its nodes evenly in asinh(x), the last beyond a thousand scales.
TABLE_NODES, TABLE_STEP = 32, 0.25

# Shares of a population below this have no digits left to take a mean of.
NOBODY = 1e-250
