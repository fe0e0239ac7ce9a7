"""How well what was said tells of each view by itself: by this the sampler's parameters are chosen, and nothing else.

A view that was stated is known to within the noise of statements, one that was not from its population alone. What is
known is worked out once, before sampling, about the views that the statements come nearest to.
"""

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.rows import of_one_credence, stated_log_odds
from consilience.models.cruxes.population import implied_credences
from consilience.notation import Value

type Array = NDArray[np.float64]

# Standard deviation taken of a statement that bounds a credence on one side alone: it tells of that side, and little.
OPEN = 2.0
# Noise at which statements are weighed against each other, and how wide views are thought to lie about even.
NOISE, WIDTH = 0.5, np.array([6.0, 4.0, 2.0])
STEPS, LONGEST_STEP, DIFFERENCE = 40, 1.0, 1e-5
# Fewer readings than these tell of nothing.
LEAST = 1e-9


def middle_and_rounding(value: Value) -> tuple[float, float]:
    """Where a statement lies in log odds, and how far its rounding or range spreads.

    Parameters
    ----------
    value : Value

    Returns
    -------
    (float, float)
        The latter a standard deviation; infinite of what tells of no credence.
    """
    for block, columns in of_one_credence(value):
        if block == "spread":
            return float(np.mean(columns[0])), float(np.std(columns[0]))
        low, high, low_open, high_open, _ = columns
        open_ = bool(low_open or high_open)
        return stated_log_odds(value), OPEN if open_ else float(high - low) / 12**0.5
    return 0.0, np.inf


def known_views(outcome: Array, said: Array, rounding: Array) -> Array:
    """What statements about a crux tell of two coordinates of a joint view: the crux, and its association.

    Parameters
    ----------
    outcome : ndarray of shape (entries,)
        Log odds of the outcome where it was said, NaN where not.
    said, rounding : ndarray of shape (entries, 3)
        Log odds of the crux, of the outcome given it and given its absence, NaN where nothing was said; and how far
        each one's rounding spreads.

    Returns
    -------
    ndarray of shape (entries, 9)
        In columns the view that the statements come nearest to: outcome, crux, and association. How many
        readings of the crux the statements are worth, and how far they move it down for each unit that the outcome
        moves up; how many of the association, and how far down that moves with outcome and crux; and the variance of
        the rounding.
    """
    readings = np.column_stack([outcome, said])
    has = ~np.isnan(readings)
    variance = NOISE**2 + np.column_stack([np.zeros(len(outcome)), np.where(has[:, 1:], rounding, 0.0) ** 2])
    weight = has / variance
    view = np.zeros((len(outcome), 3))
    view[:, 0] = np.where(has[:, 0], readings[:, 0], 0.0)
    for _ in range(STEPS):
        slope = _slopes(view)
        gap = np.where(has, readings - _read(view), 0.0)
        curvature = np.einsum("erv,er,erw->evw", slope, weight, slope) + np.diag(WIDTH**-2)
        uphill = np.einsum("erv,er->ev", slope, weight * gap) - view / WIDTH**2
        step = np.linalg.solve(curvature, uphill[..., None])[..., 0]
        view += step * np.minimum(1, LONGEST_STEP / np.maximum(np.linalg.norm(step, axis=1, keepdims=True), 1e-12))
    # As many readings as sharp as the sharpest: with less noise the others would still be as blunt.
    sharpest = np.min(np.where(has[:, 1:], rounding, np.inf), axis=1, initial=OPEN) ** 2
    worth = weight[:, 1:] * (NOISE**2 + sharpest)[:, None]
    slope = _slopes(view)[:, 1:]
    told = np.einsum("erv,er,erw->evw", slope, worth, slope)
    association = told[:, 2, 2]
    # Less what the association makes of it, before which the crux is drawn.
    share = told[:, 2] / (association + (NOISE / WIDTH[2]) ** 2)[:, None]
    of_crux = told[:, 1] - told[:, 1, 2, None] * share
    return np.column_stack(
        [
            view,
            of_crux[:, 1],
            _ratio(of_crux[:, 0], of_crux[:, 1]),
            association,
            _ratio(told[:, 2, 0], association),
            _ratio(told[:, 2, 1], association),
            sharpest,
        ]
    )


def _ratio(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > LEAST)


def _read(view: Array) -> Array:
    """What is read of views: the outcome, the crux, and the outcome given it and given its absence."""
    return np.stack([view[:, 0], *implied_credences(*view.T)], axis=1)


def _slopes(view: Array) -> Array:
    """Derivatives of what is read, of shape (entries, readings, coordinates)."""
    moved = [_read(view + DIFFERENCE * unit) - _read(view - DIFFERENCE * unit) for unit in np.eye(3)]
    return np.stack(moved, axis=2) / (2 * DIFFERENCE)
