"""What the answer hangs on: moving one factor at a time, shares of the variance, and what knowing a factor is worth."""

from collections.abc import Callable
from functools import partial
from math import isnan
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.evidence.elicited import likelihoods_of
from consilience.frames.answers import answer_draws_of, latest_answers, outcome_of
from consilience.frames.headline import headline_of
from consilience.frames.intervals import frame_of, quantiles
from consilience.frames.memory import remembered
from consilience.frames.ranking import chances_of_first
from consilience.frames.titles import title_of
from consilience.measures.indices import Indices, Tornado, sobol_indices, tornado
from consilience.measures.information import coherent_value_of_information, maximum_value_of_information
from consilience.measures.summaries import INTERVAL, bounded, thinned
from consilience.models.factors.frames.evidence import joint_of
from consilience.models.factors.frames.forecasters import assumed, heard_of, needs_factors
from consilience.models.factors.frames.led import with_voices
from consilience.models.factors.population import by_group, draw_forecasters
from consilience.network import Network, network_of
from consilience.notation import format_shares_within, format_within
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]

# Lattices of forecasters followed through the network for a bar; forecasters of each group, and points for each
# component, for an index; points followed at a time.
_LATTICES, _MEMBERS, _SAMPLES, _POINTS = 8, 64, 512, 512
# Draws that tell a probability to two points or so.
_REACHED = 250


@remembered
def tornado_frame(fit: Fit, outcome: str | None = None) -> "pd.DataFrame":
    """Median forecaster's outcome with one factor of the population at either end of its 90% interval.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    outcome : str, optional
        Event that the factors bear on; by default the study's.

    Returns
    -------
    pandas.DataFrame
        A row for each component that bears on the outcome, that which moves it furthest first: ``question`` (the
        component), ``title``, ``assumption`` (nobody's estimate of it counts: it is a prior), ``low``, ``high``,
        ``base`` (the outcome with the component at its low end, at its high end, and all at their medians; fractions),
        the same as ``logit_…``, ``base_label`` (to the digits of the answer itself), ``factor_low_label``,
        ``factor_high_label``, ``first_order``, ``total`` (shares of the variance that the components give the outcome's
        log odds, NaN where there is none), the 90% Monte Carlo interval of either as ``…_low`` and ``…_high``, both in
        words as ``…_label``, ``first`` (posterior probability that its bar is the longest of all, with the other
        factors where they are in a draw), ``order``, ``leads`` (whose number leads on the outcome, "voices" or
        "population") and ``detail``: of a factor that voices lead, what they said.

    Raises
    ------
    ValueError
        If neither the study nor the call names an outcome, or the fit is not of a factor study.
    KeyError
        If the fit has no answer to the outcome.

    Notes
    -----
    The intervals are those of the median forecaster's factors, over the groups and as estimated. The whole population
    moves with its median and keeps its spread, each forecaster is followed through the network and the evidence that
    the study declares, and the outcome is that of the median one: one forecaster who held every median would be
    another answer, as a product of pools is. Indices are of the same outcome, with the dependence that the factors have
    in the draws: see :func:`consilience.measures.indices.sobol_indices`.
    """
    import pandas as pd

    needs_factors(fit)
    network, likelihoods, name = network_of(fit.study), likelihoods_of(fit.study), outcome_of(fit, outcome)
    event, given = network.asked(name)
    bearing = bearing_on(fit, name)
    places = [network.positions[component] for component in bearing]
    medians = np.column_stack([answer_draws_of(fit.answers, component) for component in network.components])
    many = _deviations(fit, medians, heard_of(fit, name))
    # A share of the variance needs thousands of points, and no more forecasters than tell its digits.
    few = many[: _MEMBERS * len(heard_of(fit, name))]

    def evaluate(points: Array, others: Array = few) -> Array:
        parts = []
        for start in range(0, len(points), _POINTS):
            part = points[start : start + _POINTS]
            credences = np.broadcast_to(others, (len(part), *others.shape)).copy()
            credences[:, :, places] += part[:, None]
            parts.append(np.median(network.log_odds(credences, event, given, likelihoods), axis=1))
        return np.concatenate(parts)

    draws, silent = medians[:, places], assumed(fit.study, network)
    moved = tornado(partial(evaluate, others=many), draws)
    low, high, base = (bounded(ends) for ends in (moved.low, moved.high, moved.base))
    shares = sobol_indices(evaluate, draws, _SAMPLES)
    answer = {
        end: float(expit(at)) for end, at in quantiles(bounded(answer_draws_of(latest_answers(fit), name))).items()
    }
    frame = pd.DataFrame(
        {
            "question": bearing,
            "title": [title_of(fit.study, component) for component in bearing],
            "assumption": [component in silent for component in bearing],
            "low": expit(low),
            "high": expit(high),
            "base": expit(base),
            "base_label": format_within(float(expit(base)), answer["low"], answer["high"]),
            "logit_low": low,
            "logit_high": high,
            "logit_base": base,
            **{f"factor_{end}_label": _end_labels(moved, end) for end in ("low", "high")},
            **_shares(shares),
            "first": chances_of_first(_reaches(evaluate, draws, moved)),
        }
    )
    reach = (frame["logit_high"] - frame["logit_low"]).abs()
    frame = frame.loc[reach.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    ranked = frame.assign(order=range(len(frame)), leads=headline_of(fit, name).leads)
    return with_voices(fit, ranked, "its ends are inferred")


def bearing_on(fit: Fit, outcome: str) -> list[str]:
    """Components that bear on an outcome; of what evidence is on too, through what it is a sign of."""
    network = network_of(fit.study)
    events = (network.asked(outcome)[0], *likelihoods_of(fit.study))
    reached = {component for event in events for component in network.ancestors(event)}
    return [component for component in network.components if component in reached]


def _shares(found: Indices) -> dict[str, object]:
    names = "first_order", "total"
    columns = {f"{name}{end}": getattr(found, f"{name}{end}") for name in names for end in ("", "_low", "_high")}
    by_name = (np.column_stack([columns[f"{name}{end}"] for end in ("", "_low", "_high")]).tolist() for name in names)
    said = [
        ("", "") if isnan(first[0]) else format_shares_within(tuple(first), tuple(total))
        for first, total in zip(*by_name, strict=True)
    ]
    labels = {f"{name}_label": [pair[place] for pair in said] for place, name in enumerate(names)}
    return columns | labels


def _end_labels(moved: Tornado, end: Literal["low", "high"]) -> list[str]:
    low, high = expit(moved.component_low).tolist(), expit(moved.component_high).tolist()
    at = low if end == "low" else high
    return [format_within(*numbers) for numbers in zip(at, low, high, strict=True)]


def _reaches(evaluate: Callable[[Array], Array], draws: Array, moved: Tornado) -> Array:
    """How far each component moves the outcome from one end to the other, with the others as in each draw."""
    points = thinned(draws, _REACHED)
    reaches = np.empty_like(points)
    for place in range(points.shape[1]):
        ends = []
        for end in (moved.component_low[place], moved.component_high[place]):
            at = points.copy()
            at[:, place] = end
            ends.append(bounded(evaluate(at)))
        reaches[:, place] = np.abs(ends[1] - ends[0])
    return reaches


def _deviations(fit: Fit, medians: Array, groups: list[int]) -> Array:
    """Forecasters of a typical population of these groups, less its medians.

    Returns
    -------
    ndarray of shape (forecasters, components)
        Log odds; equally many of every group, who take turns.
    """
    location, scale, skew, loading, nu = by_group(fit.posterior)
    location, scale = location[:, groups], scale[:, groups]
    # The same population several times, for a lattice shifted each time.
    around, spread, lean, together, freedom = (
        np.repeat(np.median(part, axis=0, keepdims=True), _LATTICES, axis=0)
        for part in (location - medians[:, None], scale, skew, loading, nu)
    )
    panel = next(draw_forecasters(around, spread, lean, together, freedom, seed=0))
    return np.asarray(panel.transpose(0, 2, 1, 3).reshape(-1, panel.shape[-1]))


def value_of_information_frame(fit: Fit, outcome: str | None = None, base: float = 10.0) -> "pd.DataFrame":
    """What each forecaster would learn about the outcome from knowing each factor.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    outcome : str, optional
        Event that the factors bear on; by default the study's.
    base : float
        Of the logarithm: 10, the convention of the Forecasting Research Institute, gives bans; 2 gives bits.

    Returns
    -------
    pandas.DataFrame
        A row for each factor and forecaster, the factor that tells most first: ``question``, ``title``,
        ``forecaster``, ``group``, ``value``, ``low``, ``high`` (posterior median and 90% interval), ``share`` of what
        knowing the outcome itself would tell (NaN where it is certain) and ``order`` of the factor.

    Raises
    ------
    ValueError
        If the fit is not of a factor study, neither it nor the call names an outcome, or the base is not above 1.
    KeyError
        If the fit has no answer to the outcome.

    Notes
    -----
    The mutual information of outcome and factor in the forecaster's own network, as
    :func:`consilience.measures.information.value_of_information` has it for cruxes; declared evidence is known before.
    A factor counts as an event of its own: one asked ``given`` others is false where they fail.
    """
    needs_factors(fit)
    network, likelihoods, name = network_of(fit.study), likelihoods_of(fit.study), outcome_of(fit, outcome)
    posterior = fit.posterior["credence"]
    credences = thinned(flat(posterior))
    rows = []
    for factor in _factors(network, name):
        joint = joint_of(network, credences, name, factor, likelihoods)
        value, share = _information_of(joint, base)
        low, middle, high = np.quantile(value, list(INTERVAL.values()), axis=0)
        for place, forecaster in enumerate(posterior["forecaster"].values.tolist()):
            rows.append(
                {
                    "question": factor,
                    "title": title_of(fit.study, factor),
                    "forecaster": forecaster,
                    "group": str(posterior["forecaster_group"].values[place]),
                    "value": middle[place],
                    "low": low[place],
                    "high": high[place],
                    "share": np.median(share[:, place]),
                }
            )
    columns = ("question", "title", "forecaster", "group", "value", "low", "high", "share")
    frame = frame_of(rows, columns)
    most = frame.groupby("question", sort=False)["value"].median().sort_values(ascending=False, kind="stable")
    frame["order"] = frame["question"].map({question: order for order, question in enumerate(most.index)})
    return frame.sort_values("order", kind="stable").reset_index(drop=True)


def _factors(network: Network, outcome: str) -> list[str]:
    """Events that may go either way and bear on the outcome where it is asked."""
    event, given = network.asked(outcome)
    bearing = {*network.relevant([event])}
    return [
        name
        for name in network.events
        if name not in {event, *given} and network.question_of(name).name in bearing and name not in network.gates
    ]


def _information_of(joint: Array, base: float) -> tuple[Array, Array]:
    """Value of information and its share of the most there is, from joint probabilities up to a factor."""
    joint = joint / joint.sum(axis=(-2, -1), keepdims=True)
    u, c = joint[..., 0, :].sum(axis=-1), joint[..., :, 0].sum(axis=-1)
    yes, no = (
        np.divide(joint[..., 0, place], of, out=u.copy(), where=of > 0)
        for place, of in enumerate((c, joint[..., :, 1].sum(axis=-1)))
    )
    # Sums of the same numbers in another order may come out a hair above 1.
    u, c, yes, no = (np.minimum(p, 1.0) for p in (u, c, yes, no))
    value, most = coherent_value_of_information(u, c, yes, no, base), maximum_value_of_information(u, base)
    return value, value / np.where(most > 0, most, np.nan)
