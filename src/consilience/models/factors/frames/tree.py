"""The factor tree: every question that bears on an outcome, its probability, and where it stands in a picture."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from consilience.frames.answers import after_evidence_frame, answers_frame
from consilience.frames.intervals import frame_of
from consilience.frames.titles import title_of
from consilience.models.factors.frames.forecasters import Stage, assumed, known_group, likelihoods_at, outcomes_of
from consilience.models.factors.frames.led import LED, in_brief, led_by_voices, told_of
from consilience.network import Network, network_of
from consilience.problems import WrongValueError
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Question, name_of
from consilience.study.texts import unknown_name

if TYPE_CHECKING:
    import pandas as pd

type Links = dict[tuple[str, str], str]

NODES = ("question", "title", "kind", "rule", "assumption", "value", "low", "high", "label", *LED, "depth", "row")
EDGES = ("source", "target", "state", "depth", "row", "to_depth", "to_row")
_SHOWN = ("value", "low", "high", "label")
_STATES = {True: "given", False: "given not"}
# Enough for the order of a few dozen questions to settle; the best on the way is kept.
_SWEEPS = 12


def tree_frames(
    fit: Fit,
    outcome: str | None = None,
    group: str = ALL_GROUPS,
    stage: Stage = "before",
    summary: str = "median",
) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Lay out the questions that bear on an outcome, with their probabilities.

    Parameters
    ----------
    fit : Fit
    outcome : str, optional
        An event. Default: that of the study, or else every event from which nothing follows.
    group : str
        Whose answers.
    stage : {"before", "after"}
        Before or after the evidence that the study declares.
    summary : str
        A key of :data:`consilience.frames.SUMMARY_TITLES`.

    Returns
    -------
    nodes : pandas.DataFrame
        A row an event: ``question``, ``title``, ``kind`` ("factor", "gate" or "outcome"), ``rule`` of a gate,
        ``assumption`` (nobody who counts says anything, so that it is nothing but its prior), ``value``, ``low``,
        ``high`` (fractions, 90% interval) and ``label``; ``leads``, "voices" where their own numbers lead and
        "population" elsewhere, and where voices lead ``said``, their numbers, and ``detail``, who they are and what is
        inferred of others ("" elsewhere); ``depth``, the longest way to an outcome, and ``row``, the place within that
        level. A question asked only ``given`` others has its conditional probability; one asked in every state of its
        parents has that of the whole.
    edges : pandas.DataFrame
        ``source`` (the premise), ``target``, ``state`` ("given", "given not", what it does by itself to a noisy-or or
        noisy-and, as "40% alone" or "5% without", or "" where both states count),
        ``depth``, ``row``, ``to_depth``, ``to_row``. A condition that another one implies has no edge of its own.

    Raises
    ------
    KeyError
        If there is no such event.
    ValueError
        If the fit has no answers of that group, or there is no such stage or summary.

    Notes
    -----
    Levels are put in order by barycentres (Sugiyama, Tagawa and Toda, 1981, *IEEE Trans. Systems, Man, and
    Cybernetics* 11, 109–125), ways across several levels with a place in each.
    """
    network = network_of(fit.study)
    ends = (outcome,) if outcome is not None else outcomes_of(fit.study)[: 1 if fit.study.outcome else None]
    links = _links(network, ends)
    depths = _depths(network, ends, links)
    rows = _rows(depths, links)
    answers = _answers(fit, group, stage, summary)
    labels = {event: str(answer["label"]).partition(" ")[0] for event, answer in answers.items()}
    few = led_by_voices(fit, list(answers), group)
    labels |= {event: in_brief(headline, labels[event]) for event, headline in few.items()}
    silent = assumed(fit.study, network)
    nodes = [
        {
            "question": event,
            "title": title_of(fit.study, event),
            "kind": _kind(network, event, ends),
            "rule": rule_of(network, event, labels),
            "assumption": event in silent,
            **answers.get(event, _unanswered(network.question_of(event))),
            **told_of(few.get(event), str(answers[event]["label"]) if event in answers else ""),
            "depth": depths[event],
            "row": rows[event],
        }
        for event in sorted(depths, key=lambda event: (-depths[event], rows[event]))
    ]
    edges = [
        {
            "source": source,
            "target": target,
            "state": state or strength_of(network, source, target, labels),
            "depth": depths[source],
            "row": rows[source],
            "to_depth": depths[target],
            "to_row": rows[target],
        }
        for (source, target), state in links.items()
    ]
    return frame_of(nodes, NODES), frame_of(edges, EDGES)


def _answers(fit: Fit, group: str, stage: Stage, summary: str) -> dict[str, dict[str, object]]:
    frame = after_evidence_frame(fit) if likelihoods_at(fit, stage) else answers_frame(fit)
    known_group(group, frame["group"])
    if summary not in set(frame["summary"]):
        raise WrongValueError(unknown_name(summary, dict.fromkeys(frame["summary"]), "summary", " of the fit"))
    chosen = frame[(frame["group"] == group) & (frame["summary"] == summary)]
    return {row["question"]: {name: row[name] for name in _SHOWN} for row in chosen.to_dict("records")}


def _unanswered(question: Question) -> dict[str, object]:
    label = "unanswered" if question.fixed is None else f"fixed {str(question.fixed).lower()}"
    return {"value": np.nan, "low": np.nan, "high": np.nan, "label": label}


def _kind(network: Network, event: str, ends: Sequence[str]) -> str:
    if event in ends:
        return "outcome"
    return "gate" if event in network.gates else "factor"


def rule_of(network: Network, event: str, labels: Mapping[str, str]) -> str:
    """How a gate follows from its members, or a noisy one from its parents and its leak, in words.

    Parameters
    ----------
    network : Network
    event : str
    labels : mapping of str to str
        Probabilities in words, by event.

    Returns
    -------
    str
        Empty of an event that follows from nothing.
    """
    question = network.question_of(event)
    if question.influence:
        rule = question.influence.replace("_", "-")
        leaks = (text for text, (of, parent) in network.influences.items() if of is question and parent is None)
        leak = labels.get(next(leaks))
        state = "none" if question.influence == "noisy_or" else "all"
        return f"{rule}, {leak} with {state}" if leak else f"{rule} of"
    if question.gate is None or question.fixed is not None:
        return ""
    return f"at least {question.k} of" if question.gate == "at_least" else question.gate.replace("_", " ")


def strength_of(network: Network, source: str, target: str, labels: Mapping[str, str]) -> str:
    """How probable a parent by itself makes what follows from it by noisy-or, or leaves it by noisy-and, in words.

    Parameters
    ----------
    network : Network
    source, target : str
        The parent, and what follows from it.
    labels : mapping of str to str
        Probabilities in words, by event.

    Returns
    -------
    str
        Empty where the parent is none of a noisy-or or noisy-and.
    """
    for text, (question, parent) in network.influences.items():
        if parent == source and question.name == target and text in labels:
            return f"{labels[text]} {'alone' if question.influence == 'noisy_or' else 'without'}"
    return ""


def _links(network: Network, ends: Sequence[str]) -> Links:
    """What each event that bears on the ends follows from, and in which state of it."""
    links: Links = {}
    waiting = list(ends)
    seen: set[str] = set()
    while waiting:
        event = waiting.pop()
        if event not in seen:
            seen.add(event)
            premises = _premises(network, event)
            links |= {(premise, event): state for premise, state in premises.items()}
            waiting.extend(premises)
    return links


def _premises(network: Network, event: str) -> dict[str, str]:
    question = network.question_of(event)
    given = question.given or {}
    implied = {
        literal
        for premise, holds in given.items()
        if holds
        for literal in _implied(network, premise)
        if literal != (premise, holds)
    }
    conditions = {premise: _STATES[holds] for premise, holds in given.items() if (premise, holds) not in implied}
    return dict.fromkeys((*question.parents, *question.of), "") | conditions


def _implied(network: Network, event: str) -> set[tuple[str, bool]]:
    """What has to hold where an event happens."""
    given = network.question_of(event).given or {}
    return set(given.items()).union(*(_implied(network, premise) for premise, holds in given.items() if holds))


def _depths(network: Network, ends: Sequence[str], links: Links) -> dict[str, int]:
    """Longest way from each event to an end."""
    rank = {name: place for place, name in enumerate(network.order)}
    events = dict.fromkeys([*ends, *(event for link in links for event in link)])
    depths = dict.fromkeys(events, 0)
    # Whatever an event feeds comes after it in that order, so that its own depth is final by then.
    for event in sorted(events, key=lambda event: -rank[name_of(event)]):
        targets = [target for source, target in links if source == event]
        depths[event] = max((depths[target] + 1 for target in targets), default=0)
    return depths


def _rows(depths: Mapping[str, int], links: Links) -> dict[str, float]:
    """Place of each event within its level: in an order with few crossings, near to what it hangs together with."""
    levels = _in_order(depths, links)
    targets, sources = defaultdict(list), defaultdict(list)
    for source, target in links:
        targets[source].append(target)
        sources[target].append(source)
    rows = {event: float(place) for level in levels for place, event in enumerate(level)}
    for _ in range(_SWEEPS):
        # Premises level with what they feed, as far as they leave each other room; then that in their middle.
        for near, sweep in ((targets, levels), (sources, levels[::-1])):
            for level in sweep:
                wanted = [float(np.mean([rows[other] for other in near[event]] or [rows[event]])) for event in level]
                rows |= zip(level, _apart(wanted), strict=True)
    top = min(rows.values())
    return {event: round(row - top, 3) for event, row in rows.items()}


def _apart(wanted: Sequence[float]) -> list[float]:
    """Rows nearest to those wanted that keep the order and are one apart at the least."""
    from scipy.optimize import isotonic_regression

    steps = np.arange(len(wanted))
    placed: list[float] = (isotonic_regression(np.asarray(wanted) - steps).x + steps).tolist()
    return placed


def _in_order(depths: Mapping[str, int], links: Links) -> list[list[str]]:
    """Events of each level, outcomes first, in the best order that sweeping to and fro finds."""
    levels: list[list[str]] = [[] for _ in range(max(depths.values()) + 1)]
    for event, depth in depths.items():
        levels[depth].append(event)
    steps: list[tuple[str, str]] = []
    for source, target in links:
        # A way across several levels takes a place in each of those between.
        between = [f"{source} | {target} | {depth}" for depth in range(depths[source] - 1, depths[target], -1)]
        for depth, place in zip(range(depths[source] - 1, depths[target], -1), between, strict=True):
            levels[depth].append(place)
        steps.extend(pairwise([source, *between, target]))
    best, fewest = levels, _crossings(levels, steps)
    for sweep in range(_SWEEPS):
        levels = _swept(levels, steps, outwards=sweep % 2 == 0)
        crossings = _crossings(levels, steps)
        if crossings < fewest:
            best, fewest = levels, crossings
    return [[event for event in level if event in depths] for level in best]


def _swept(levels: Sequence[Sequence[str]], steps: Sequence[tuple[str, str]], *, outwards: bool) -> list[list[str]]:
    """Sort each level by where, on average, its neighbours in the level before stand."""
    near: dict[str, list[str]] = defaultdict(list)
    for source, target in steps:
        near[source if outwards else target].append(target if outwards else source)
    swept: list[list[str]] = []
    before: dict[str, int] = {}
    for level in levels if outwards else reversed(levels):
        own = {event: place for place, event in enumerate(level)}
        centre = {event: float(np.mean([before[other] for other in near[event]] or [own[event]])) for event in level}
        swept.append(sorted(level, key=lambda event, centre=centre: centre[event]))  # type: ignore[misc]
        before = {event: place for place, event in enumerate(swept[-1])}
    return swept if outwards else swept[::-1]


def _crossings(levels: Sequence[Sequence[str]], steps: Sequence[tuple[str, str]]) -> int:
    place = {event: (depth, row) for depth, level in enumerate(levels) for row, event in enumerate(level)}
    lines = [(*place[source], place[target][1]) for source, target in steps]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for index, one in enumerate(lines)
        for other in lines[:index]
    )
