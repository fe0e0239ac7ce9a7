"""Summaries of populations and of draws."""

import numpy as np

from consilience.measures.summaries import thinned


def test_thinned_draws_are_evenly_spaced() -> None:
    assert list(thinned(np.arange(10), 5)) == [0, 2, 4, 6, 8]
    assert list(thinned(np.arange(3), 5)) == [0, 1, 2]
