"""Stated totals against what factors imply, by a fit: of every forecaster, and how far groups stray."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from consilience.frames.intervals import ENDS, frame_of, quantiles
from consilience.frames.memory import remembered
from consilience.models.factors.frames.credences import implied_draws, said_of
from consilience.models.factors.frames.forecasters import needs_factors
from consilience.models.factors.frames.stated import (
    ANYTHING,
    COLUMNS,
    Span,
    implied_span,
    is_total,
    record,
    stated_coherence,
)
from consilience.network import Network, network_of
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit
from consilience.study import Estimate
from consilience.study.texts import plain

if TYPE_CHECKING:
    import pandas as pd

BIAS = ("quantity", "group", "totals", "value", "low", "high", "times", "times_low", "times_high", "label", "says")


@remembered
def coherence_frame(fit: Fit) -> "pd.DataFrame":
    """Every stated total beside what the same speaker's factors imply.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        With the columns of :func:`consilience.models.factors.frames.stated.stated_coherence`. For what a forecaster
        states now, ``basis`` is "posterior": ``implied`` is the posterior of what follows from that forecaster's
        factors, skipped ones predicted, with its 90% interval, and ``flagged`` says that no rounding of the total lies
        within it, nor, where factors were skipped, within what the others leave open, these being anything;
        ``predicted`` says how many were, as "2 of 5". What aggregates and surveys state, and what forecasters stated
        before, is held against the numbers alone: "as stated".

    Notes
    -----
    The posterior uses both: of factors that a forecaster left open it makes what the stated total asks for, as far as
    the others who answered them let it. Only what their own numbers rule out is a contradiction of theirs.
    """
    stated = stated_coherence(fit.study)
    if "credence" not in fit.posterior:
        return stated
    network = network_of(fit.study)
    people = fit.posterior["forecaster"].values.tolist()
    said = said_of(fit.study)
    totals = [row for key, row in said.items() if is_total(network, row.question) and key[0] in people]
    rows = []
    for row in totals:
        span = Span.of(row.value)
        found = quantiles(implied_draws(fit, network, row.question)[:, people.index(row.forecaster)])
        if span is not None:
            implied = Span(found["low"], found["value"], found["high"])
            own = _own_part(network, row, said)
            rows.append(record(fit.study, row, span, implied, standing=True, basis="posterior", **own))
    fitted = {(row.kind, row.forecaster, row.question) for row in totals}
    beside = [
        row
        for row in cast("list[dict[str, object]]", stated.to_dict("records"))
        if not (row["standing"] and (row["kind"], row["forecaster"], row["question"]) in fitted)
    ]
    return frame_of([*rows, *beside], COLUMNS)


def _own_part(network: Network, total: Estimate, said: Mapping[tuple[str, str], Estimate]) -> dict[str, Any]:
    """What a forecaster's own factors leave open for a total, and of how many nothing was said, if of any."""
    asked = list(network.ancestors(total.question))
    values = {name: row.value for name in asked if (row := said.get((total.forecaster, name)))}
    if len(values) == len(asked):
        return {}
    predicted = f"{len(asked) - len(values)} of {len(asked)}"
    return {"allowed": implied_span(network, total.question, values, left_out=ANYTHING), "predicted": predicted}


def held_totals(fit: Fit) -> "pd.DataFrame":
    """Stated totals that stand and can be held against something that the same speaker said.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        As :func:`coherence_frame`, without totals that their speakers replaced or withdrew, which nobody holds any
        more, and without those of forecasters who answered none of the factors: what is predicted of them is nothing
        that their factors give.
    """
    frame = coherence_frame(fit)
    frame = frame[frame["standing"].astype(bool)]
    network = network_of(fit.study)
    said = said_of(fit.study)
    kept = [
        row["basis"] == "as stated"
        or any((row["forecaster"], component) in said for component in network.ancestors(row["question"]))
        for row in frame.to_dict("records")
    ]
    return frame[np.array(kept, dtype=bool)].reset_index(drop=True)


def bias_frame(fit: Fit) -> "pd.DataFrame":
    """How far each group's stated totals lie above what its factors imply, and how far single ones stray.

    Parameters
    ----------
    fit : Fit
        Of a factor study.

    Returns
    -------
    pandas.DataFrame
        A row a group, ``quantity`` "delta", and last one for all, "kappa": ``group`` ("" for kappa), ``totals`` (how
        many it rests on), ``value``, ``low``, ``high`` (log odds, 90% interval), the same as factors on the odds,
        ``times`` …, a ``label`` of these, and ``says``, in a sentence.

    Raises
    ------
    ValueError
        If the fit is not of a factor study.
    """
    needs_factors(fit)
    network = network_of(fit.study)
    totals = [row.group or "" for row in fit.study.voices if is_total(network, row.question)]
    groups = fit.posterior["group"].values.tolist()
    delta = flat(fit.posterior["delta"])
    rows = [
        _bias("delta", group, totals.count(group), quantiles(delta[:, place])) for place, group in enumerate(groups)
    ]
    rows.append(_bias("kappa", "", len(totals), quantiles(flat(fit.posterior["kappa"]))))
    return frame_of(rows, BIAS)


def _bias(quantity: str, group: str, totals: int, found: Mapping[str, float]) -> dict[str, object]:
    times = {name: float(np.exp(value)) for name, value in found.items()}
    value, low, high = (plain(times[name], 2) for name in ("value", "low", "high"))
    label = f"{value} [{low}, {high}]"
    whose = f"of {group}" if group else "of forecasters"
    if quantity == "kappa":
        says = f"A stated total strays from what the same forecaster's factors imply by a factor of {label} in odds"
    else:
        says = f"Stated totals {whose} have {label} times the odds that their factors imply"
    return {
        "quantity": quantity,
        "group": group,
        "totals": totals,
        **found,
        **{f"times{end}": times[name] for end, name in ENDS.items()},
        "label": label,
        "says": f"{says}{'' if totals else '; nobody stated one, and this is the prior'}.",
    }
