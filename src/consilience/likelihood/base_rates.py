"""Base rates: events in trials of a reference class, as evidence on a question."""

from typing import Any

import pymc as pm
import pytensor.tensor as pt


def base_rates_log_likelihood(rows: Any, mu: Any, reference_class: Any) -> Any:
    """Events in trials of a reference class whose rate is near the question's, by a beta-binomial.

    Parameters
    ----------
    rows : tensor of shape (base rates, 3)
        Question, trials and events of each.
    mu : tensor of shape (questions,)
        Median forecaster's log odds.
    reference_class : scalar tensor
        The concentration: how many trials of the question itself the class is worth at most.

    Returns
    -------
    scalar tensor
    """
    question, trials, events = (rows[:, place].astype("int64") for place in range(3))
    rate = pt.sigmoid(mu[question])
    counts = pm.BetaBinomial.dist(rate * reference_class, (1 - rate) * reference_class, trials)
    return pt.sum(pm.logp(counts, events))
