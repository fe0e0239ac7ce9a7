"""What the statements changed: the prior of the median forecaster against its posterior."""

from typing import TYPE_CHECKING

import numpy as np

from consilience.frames.answers import answer_draws
from consilience.frames.log_odds import FARTHEST
from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd

POINTS = 240


def density_frame(fit: Fit, question: str) -> "pd.DataFrame":
    """Prior and posterior density of the median forecaster's log odds.

    Parameters
    ----------
    fit : Fit
    question : str
        A question of a consensus, or a factor: what follows from others has no prior of its own.

    Returns
    -------
    pandas.DataFrame
        ``question``, ``question_title``, ``curve`` ("prior" or "posterior"), ``quantity``, ``logit`` and ``density``
        (per unit of log odds), 240 rows a curve.
    """
    import pandas as pd
    from scipy.stats import gaussian_kde, t

    draws = answer_draws(fit, question, "median")
    entry = fit.study.question(question)
    location, scale, freedom = fit.model.prior_of(fit.study, question)
    low = max(min(draws.min(), location - 2.5 * scale), -FARTHEST)
    high = min(max(draws.max(), location + 2.5 * scale), FARTHEST)
    grid = np.linspace(low, high, POINTS)
    curves = {"prior": t.pdf(grid, freedom, location, scale), "posterior": gaussian_kde(draws)(grid)}
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "question": question,
                    "question_title": entry.title,
                    "curve": curve,
                    "quantity": "median forecaster",
                    "logit": grid,
                    "density": density,
                }
            )
            for curve, density in curves.items()
        ],
        ignore_index=True,
    )
