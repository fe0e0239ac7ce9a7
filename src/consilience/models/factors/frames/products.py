"""Why pooled premises must not be multiplied: the pool of everybody's products beside the product of the pools."""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from consilience.frames.answers import SUMMARY_TITLES
from consilience.frames.intervals import ENDS, frame_of, quantiles
from consilience.frames.memory import remembered
from consilience.frames.titles import title_of
from consilience.measures.summaries import SUMMARIES
from consilience.models.factors.frames.forecasters import Array, drawn_forecasters, groups_of, members_of, needs_factors
from consilience.network import Network, network_of
from consilience.notation import format_interval, format_probability
from consilience.problems import WrongValueError
from consilience.sampling.fit import Fit
from consilience.study.texts import plain

if TYPE_CHECKING:
    import pandas as pd

type Pair = tuple[Array, Array]

COLUMNS = (
    *("question", "title", "group", "summary", "summary_title"),
    *("pool_of_products", "pool_of_products_low", "pool_of_products_high", "pool_label"),
    *("product_of_pools", "product_of_pools_low", "product_of_pools_high", "product_label"),
    *("covariance", "covariance_low", "covariance_high", "covariance_label"),
    *("ratio", "ratio_low", "ratio_high", "says"),
)


# Less than anybody would notice in a forecast.
_ALIKE = 1.05


@remembered
def products_frame(fit: Fit, outcome: str | None = None) -> "pd.DataFrame":
    """An outcome as every forecaster's own factors have it, pooled; and as the pooled factors have it.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    outcome : str, optional
        An event that follows from factors. Default: that of the study.

    Returns
    -------
    pandas.DataFrame
        A row a group ("all" over the groups) and summary (median, mean, geometric mean of odds): ``question``,
        ``title``, ``group``, ``summary``, ``summary_title``; ``pool_of_products``, the network worked out for every
        forecaster and then pooled; ``product_of_pools``, every factor pooled and then the network worked out;
        ``covariance``, the first less the second, of means E[∏p] − ∏E[p], and ``ratio``, the first over the second;
        all as fractions with ``_low`` and ``_high`` (90% interval), the first three with a ``…_label`` (that of the
        covariance in points of percent); and ``says``, in a sentence.

    Raises
    ------
    KeyError
        If there is no such event.
    ValueError
        If no outcome is named or declared, it follows from no factors, or the fit is not of a factor study.

    Notes
    -----
    Both are worked out from the same forecasters, drawn from the population as for the published answer, which is the
    pool of products. So their difference is how factors go together, and no noise of simulation.
    """
    needs_factors(fit)
    network = network_of(fit.study)
    outcome = _outcome(fit, network, outcome)
    return frame_of(
        (
            {"question": outcome, "title": title_of(fit.study, outcome), "group": group, **_record(summary, both)}
            for (group, summary), both in _both(fit, network, outcome).items()
        ),
        COLUMNS,
    )


def _outcome(fit: Fit, network: Network, outcome: str | None) -> str:
    chosen = outcome or fit.study.outcome
    if chosen is None or not network.question_of(chosen).refers_to:
        able = ", ".join(event for event in network.events if network.question_of(event).refers_to)
        what = "no outcome is declared or named" if chosen is None else f"{chosen} follows from no other question"
        remedy = f"name one of {able}" if able else "add a gate to the study, or a question with parents"
        raise WrongValueError.told(f"{what}, so that there is nothing to multiply. To mend it: {remedy}")
    return chosen


def _both(fit: Fit, network: Network, outcome: str) -> dict[tuple[str, str], Pair]:
    """Pool of products and product of pools, log odds draw by draw, of each group and summary."""
    groups = groups_of(fit)
    parts: dict[tuple[str, str], list[Pair]] = {(group, summary): [] for group in groups for summary in SUMMARIES}
    for panel in drawn_forecasters(fit):
        products = network.log_odds(panel, *network.asked(outcome))
        for (group, summary), found in parts.items():
            pool = SUMMARIES[summary]
            pooled = pool(members_of(fit, panel, group, outcome))
            found.append(
                (pool(members_of(fit, products, group, outcome)), network.log_odds(pooled, *network.asked(outcome)))
            )
    return {key: (_joined(found, 0), _joined(found, 1)) for key, found in parts.items()}


def _joined(parts: Sequence[Pair], side: int) -> Array:
    return np.concatenate([part[side] for part in parts])


def _record(summary: str, both: Pair) -> dict[str, object]:
    shown = dict(zip(("pool_of_products", "product_of_pools"), map(_fractions, both), strict=True))
    pooled, multiplied = map(expit, both)
    compared = {"covariance": quantiles(pooled - multiplied), "ratio": quantiles(pooled / multiplied)}
    pool, product = shown.values()
    return {
        "summary": summary,
        "summary_title": SUMMARY_TITLES[summary],
        **{f"{name}{end}": found[key] for name, found in (shown | compared).items() for end, key in ENDS.items()},
        "pool_label": format_interval(pool["value"], pool["low"], pool["high"]),
        "product_label": format_interval(product["value"], product["low"], product["high"]),
        "covariance_label": _points(compared["covariance"]),
        "says": _says(summary, pool["value"], product["value"], compared["covariance"]),
    }


# What doubles leave of two ways to work out one probability.
_ROUNDING = 1e-12
NONE = "0 points"


def _fractions(draws: Array) -> dict[str, float]:
    return {name: float(expit(logit)) for name, logit in quantiles(draws).items()}


def _points(found: Mapping[str, float]) -> str:
    if max(abs(found["low"]), abs(found["high"])) < _ROUNDING:
        return NONE
    places = max(0, -math.floor(math.log10(10 * (found["high"] - found["low"])))) if found["high"] > found["low"] else 2
    value, low, high = (f"{100 * found[name]:+.{places}f}" for name in ("value", "low", "high"))
    if found["low"] > 0 or found["high"] < 0:
        # Which way it goes is known, also of what would round to nought.
        value, low, high = (
            said if float(said) else f"{100 * found[name]:+.1g}"
            for name, said in (("value", value), ("low", low), ("high", high))
        )
    shown = [said if float(said) else "0" for said in (value, low, high)]
    return f"{shown[0]} points [{shown[1]}, {shown[2]}]".replace("-", "−")


def _says(summary: str, pooled: float, multiplied: float, difference: Mapping[str, float]) -> str:
    """Say how far the product of pools misses the pool of products, and whether it is known which way."""
    times = max(pooled, multiplied) / min(pooled, multiplied)
    way = "low" if multiplied < pooled else "high"
    if times < _ALIKE:
        verdict = "about the same"
    else:
        verdict = f"too {way} by a factor of {plain(times, 2)}"
        if difference["low"] < 0 < difference["high"]:
            verdict = f"off by a factor of {plain(times, 2)}, and it is not certain which way"
    title = SUMMARY_TITLES[summary].lower()
    return (
        f"Pooled after each forecaster's own factors are put together ({title}): {format_probability(pooled)}. "
        f"Put together from pooled factors: {format_probability(multiplied)}, {verdict}."
    )
