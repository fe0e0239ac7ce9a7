"""What the statements changed: the prior of the median forecaster against its posterior."""

from typing import TYPE_CHECKING

import numpy as np

from consilience.frames.answers import answer_draws
from consilience.frames.log_odds import FARTHEST
from consilience.measures.densities import kernel_density, log_student_t
from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd

POINTS = 240
# So many of them where the posterior is: on an even grid a narrow peak has corners.
AT_PEAK = 140


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

    draws = answer_draws(fit, question, "median")
    entry = fit.study.question(question)
    location, scale, freedom = fit.model.prior_of(fit.study, question)
    low = max(min(draws.min(), location - 2.5 * scale), -FARTHEST)
    high = min(max(draws.max(), location + 2.5 * scale), FARTHEST)
    grid = _grid(low, high, draws)
    prior = np.exp(log_student_t(grid, location, scale, freedom))
    curves = {"prior": prior, "posterior": kernel_density(draws, grid)}
    about = {"question": question, "question_title": entry.title, "quantity": "median forecaster", "logit": grid}
    return pd.concat(
        [pd.DataFrame(about | {"curve": curve, "density": density}) for curve, density in curves.items()],
        ignore_index=True,
    )


def _grid(low: float, high: float, draws: np.ndarray) -> np.ndarray:
    """Log odds from end to end, close together where nearly all draws are."""
    first, last = np.quantile(draws, (0.002, 0.998))
    peak = np.linspace(first, last, AT_PEAK)
    even = np.linspace(low, high, POINTS - AT_PEAK)
    return np.sort(np.concatenate([even, peak]))
