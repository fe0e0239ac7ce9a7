"""From premise to outcome: what is left of a panel's probability after each step of a conjunction."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from consilience.evidence.elicited import Likelihood
from consilience.frames.answers import headlined
from consilience.frames.headline import Headline
from consilience.frames.intervals import ENDS, frame_of, interval
from consilience.frames.memory import remembered
from consilience.frames.ranking import chances_of_first
from consilience.frames.titles import title_of
from consilience.measures.summaries import LEVELS, SUMMARIES
from consilience.models.factors.frames.forecasters import (
    Array,
    Stage,
    assumed,
    drawn_forecasters,
    known_summary,
    likelihoods_at,
    members_of,
)
from consilience.models.factors.frames.led import LED, led_by_voices, told_of, who_said
from consilience.network import Network, network_of
from consilience.network.potentials import FAILS, HAPPENS
from consilience.notation import format_within
from consilience.problems import WrongValueError
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.naming import spelled

if TYPE_CHECKING:
    import pandas as pd

type Literals = dict[str, bool]

COLUMNS = (
    *("order", "question", "title", "assumption", "factor", "factor_low", "factor_high", "factor_label"),
    *("before", "after", "after_low", "after_high", "after_label", *LED, "first"),
)


@remembered
def waterfall_frame(
    fit: Fit,
    outcome: str | None = None,
    summary: str | None = None,
    *,
    group: str = ALL_GROUPS,
    stage: Stage = "before",
) -> "pd.DataFrame":
    """Probability that all steps so far hold, step by step down to an outcome that needs all of them.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    outcome : str, optional
        A gate of all its members, or a question asked given others. Default: that of the study.
    summary : {"median", "mean", "geometric_mean_odds"}, optional
        How forecasters are pooled. Default: the study's headline.
    group : str
        Whose forecasters.
    stage : {"before", "after"}
        Before or after the evidence that the study declares.

    Returns
    -------
    pandas.DataFrame
        A row a step, each after those that it is asked given, and last the outcome: ``order``, ``question`` (with
        "not" before what must not happen), ``title``, ``assumption`` (nothing but a prior); ``after``, the
        probability that this step and all earlier ones hold, with ``after_low`` and ``after_high`` (90% interval)
        and ``after_label``; ``before``; and ``factor``, the step's own share ``after / before``, so that those shown
        multiply to the outcome, with the interval of what it is draw by draw and ``factor_label``; ``first``, the
        posterior probability that no step leaves a smaller share. NaN and empty for the outcome. Where voices
        lead a step ``said`` and ``detail`` are what they said, "" elsewhere; from there on ``leads`` is "voices", else
        "population", since what is left is a what-if beside what was said. Of the outcome all three are its own.

    Raises
    ------
    KeyError
        If there is no such event.
    ValueError
        If the outcome is no conjunction; the message names those that are. If the fit is not of a factor study, or has
        no such summary, group or stage.

    Notes
    -----
    Each forecaster's own product is pooled after every step, draw by draw; for a gate the last is the fit's published
    answer. Pooling first and multiplying then gives something else: see
    :func:`consilience.models.factors.frames.products.products_frame`.
    """
    network = network_of(fit.study)
    outcome = outcome or fit.study.outcome
    steps = steps_of(network, outcome)
    summary = summary or headlined(fit, str(outcome))
    known_summary(summary)
    left = _left(fit, network, str(outcome), steps, summary, group, stage)
    silent = assumed(fit.study, network)
    few = led_by_voices(fit, [*steps, str(outcome)], group)
    so_far = expit(np.column_stack([np.full(len(left[0]), np.inf), *left]))
    shares = so_far[:, 1:] / so_far[:, :-1]
    first = chances_of_first(-shares)
    records = []
    before, leads = 1.0, "population"
    for order, (event, holds) in enumerate(steps.items()):
        after = interval(left[order])
        factor = float(after["value"]) / before
        low, high = np.quantile(shares[:, order], [LEVELS["low"], LEVELS["high"]]).tolist()
        title = title_of(fit.study, event)
        leads = "voices" if event in few else leads
        records.append(
            {
                "question": spelled(event, holds),
                "title": title if holds else f"Not: {title}",
                "assumption": event in silent,
                "factor": factor,
                "factor_low": low,
                "factor_high": high,
                "factor_label": format_within(factor, low, high),
                "before": before,
                **{f"after{name}": after[key] for name, key in ENDS.items()},
                "after_label": format_within(*(float(after[name]) for name in ENDS.values())),
                "leads": leads,
                **_said_of(few.get(event), "" if holds else f"on “{title}” "),
                "first": first[order],
            }
        )
        before = float(after["value"])
    whole = {"question": outcome, "title": title_of(fit.study, str(outcome)), "assumption": False}
    none = {"factor": np.nan, "factor_low": np.nan, "factor_high": np.nan, "factor_label": "", "first": np.nan}
    told = {"before": before, "after_label": after["label"], **told_of(few.get(str(outcome)), str(after["label"]))}
    records.append({**records[-1], **whole, **none, **told})
    return frame_of(({"order": order, **record} for order, record in enumerate(records)), COLUMNS)


def _said_of(headline: Headline | None, of: str) -> dict[str, str]:
    """What was said of a step that voices lead; ``of`` what, where that is not the step itself."""
    if headline is None:
        return {"said": "", "detail": ""}
    return {"said": headline.numbers, "detail": f"{of}{who_said(headline)}"}


def steps_of(network: Network, outcome: str | None) -> Literals:
    """List what has to hold for an outcome, each after what it is asked given.

    Parameters
    ----------
    network : Network
    outcome : str or None

    Returns
    -------
    dict of str to bool
        Events, and whether they have to happen or not to.

    Raises
    ------
    ValueError
        If the outcome is no conjunction; the message names those that are.
    """
    literals = _conjunction(network, outcome) if outcome is not None else {}
    if len(literals) < 2:
        able = [event for event in network.events if len(_conjunction(network, event)) > 1]
        remedy = (
            f"name one of {', '.join(able)}" if able else "add a gate all_of to the study, or a question given others"
        )
        what = f"{outcome} is" if outcome is not None else "the study declares no outcome, and none is named, which is"
        raise WrongValueError.told(
            f"{what} no conjunction of steps, down which a waterfall could lead. To mend it: {remedy}"
        )
    rank = {event: place for place, event in enumerate(network.events)}
    return dict(sorted(literals.items(), key=lambda literal: rank[literal[0]]))


def _conjunction(network: Network, event: str) -> Literals:
    """Literals that hold together exactly where the event happens, gates of all their members taken apart."""
    question = network.question_of(event)
    if question.gate == "all_of":
        literals: Literals = {}
        for member in question.of:
            literals |= _conjunction(network, member)
        return literals
    literals = {event: True}
    for premise, holds in (question.given or {}).items():
        literals |= _conjunction(network, premise) if holds else {premise: False}
    return literals


def _left(
    fit: Fit, network: Network, outcome: str, steps: Literals, summary: str, group: str, stage: Stage
) -> list[Array]:
    """Pooled log odds, after each step, that it and all before it hold; one array of draws a step."""
    evidence = likelihoods_at(fit, stage)
    parts: list[list[Array]] = [[] for _ in steps]
    for panel in drawn_forecasters(fit):
        credences = members_of(fit, panel, group, outcome)
        for place, left in enumerate(chances_left(network, credences, steps, evidence)):
            parts[place].append(SUMMARIES[summary](left))
    return [np.concatenate(part) for part in parts]


def chances_left(
    network: Network, credences: Array, steps: Literals, evidence: Mapping[str, Likelihood]
) -> Iterator[Array]:
    """Work out, after each step, how probable it is that it and all before it hold, given the evidence.

    Parameters
    ----------
    network : Network
    credences : ndarray of shape (..., components)
        Log odds.
    steps : dict of str to bool
        As :func:`steps_of` gives them.
    evidence : mapping of str to (float, float)

    Yields
    ------
    ndarray of shape (...)
        Log odds.
    """
    # That an event holds is as good as an observation that is impossible where it does not.
    seen = dict(evidence)
    failed: Array | float = 0.0
    for event, holds in steps.items():
        both = network.joint(credences, [event], seen)
        held, failed = both[..., HAPPENS if holds else FAILS], failed + both[..., FAILS if holds else HAPPENS]
        yield np.log(held) - np.log(failed)
        true, false = seen.get(event, (1.0, 1.0))
        seen[event] = (true, 0.0) if holds else (0.0, false)
