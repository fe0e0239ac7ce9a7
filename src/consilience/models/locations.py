"""Where the groups of a question lie: sampled by standard effects, or by location where many voices pin a group.

A survey of thousands knows its group's location to a few hundredths, and of the median forecaster it knows little.
Sampled as median plus effect, the two lie on a ridge as narrow as the survey is large. Such a group's location is then
the parameter itself, and what the question's other groups and its median are is drawn about it. The prior is the same
in both: the effects b of G groups are zero-sum normal, so that those of a pinned groups have the mean
``N(0, s² (1/a − 1/G))``, about which they are zero-sum normal, as are the rest about ``−a/(G − a)`` times that mean.

How far several pinned groups of a question lie apart is known from the surveys where groups differ much, and from the
scale s of the effects where they hardly do: a parameter that suits one of these makes a funnel of the other. Theirs is
standardised by both, as if each were a normal. And a rounded median may lie anywhere in its cell, whose walls are as
steep as the survey is large and the population narrow: the parameter is bent, so that it never meets them.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import logit

# Voices from which on a group is pinned: the location is then known to a fifth, and effects are of the order of one.
PINNING_VOICES = 100.0
# Standard error of a median of n forecasters whose scale is one, times √n; and the scale that the prior expects.
ERROR_OF_ONE, EXPECTED_SCALE = 1.3, 1.5
# Its tanh is nearest to a normal's cumulative probability, from minus one to one.
NORMAL = 0.851
# Groups so many times as far apart as differences are known to within do differ.
CLEARLY = 3.0

# Columns of an array. Of a group, whether it is pinned, how far it moves with the question's standard effect, its
# standard error where the population's scale is one, and half the width of its cell. Of the pinned groups of its
# question, the middle, how well that is known by such standard errors and by cells, how far this group lies from it,
# and how well such differences are known by standard errors and by both; the group's weight in the middle times the
# number of groups, and its part of the dimensions of their differences. Of a question, whether any group is pinned,
# and how far its median moves.
PIN = (
    "pinned",
    "shift",
    "error",
    "half_cell",
    "middle",
    "middle_error",
    "middle_cell",
    "apart",
    "apart_error",
    "apart_known_to",
    "weight",
    "dimensions",
)
ANCHOR = ("anchored", "shift")


def location_arrays(
    questions: int, of_pair: np.ndarray, pairs: int, blocks: Mapping[str, np.ndarray]
) -> dict[str, Any]:
    """Arrays by which the model places the groups of each question.

    Parameters
    ----------
    questions : int
        Padded number.
    of_pair : ndarray of int
        Question of each pair of question and group, with the padding.
    pairs : int
        Pairs before the padding.
    blocks : mapping of str to ndarray
        Statements about pairs, by the names of :data:`consilience.likelihood.rows.BLOCKS`.

    Returns
    -------
    dict of str to ndarray
        ``contrast`` of shape (pairs, pairs), ``average`` of shape (questions, pairs), ``pin`` and ``anchor``.
    """
    contrast, average = np.zeros((of_pair.size, of_pair.size)), np.zeros((questions, of_pair.size))
    pin, anchor = np.zeros((of_pair.size, len(PIN))), np.zeros((questions, len(ANCHOR)))
    pin[:, [PIN.index("error"), PIN.index("middle_error"), PIN.index("apart_error")]] = 1.0
    known = _pinned(blocks)
    for question in range(questions):
        members = np.flatnonzero(of_pair[:pairs] == question)
        is_pinned = np.isin(members, list(known))
        pinned, free = members[is_pinned], members[~is_pinned]
        if free.size:
            contrast[np.ix_(free, free)] = np.eye(free.size) - 1 / free.size
        if pinned.size:
            average[question, pinned] = 1 / pinned.size
            shift = np.sqrt(1 / pinned.size - 1 / members.size)
            anchor[question] = 1.0, shift
            pin[free, 1] = -shift * pinned.size / max(free.size, 1)
            pin[pinned] = _pins(*np.transpose([known[pair] for pair in pinned]))
    return {"contrast": contrast, "average": average, "pin": pin, "anchor": anchor}


def _pins(at: np.ndarray, error: np.ndarray, half_cell: np.ndarray) -> np.ndarray:
    """Rows of ``pin`` of the pinned groups of one question, by what is known of each."""
    variance = (error * EXPECTED_SCALE) ** 2 + half_cell**2 / 3
    weight = variance**-1 / np.sum(variance**-1)
    middle = weight @ at
    ones = np.ones(at.size)
    # The weighed mean of standard normals has their weights' length for a standard deviation.
    length = np.linalg.norm(weight)
    known_to = np.mean(variance) ** 0.5
    columns = {
        "pinned": ones,
        "shift": 0 * ones,
        "error": error,
        "half_cell": half_cell,
        "middle": middle * ones,
        "middle_error": np.linalg.norm(weight * error) / length * ones,
        "middle_cell": np.linalg.norm(weight * half_cell) / np.sqrt(3) / length * ones,
        "apart": at - middle,
        "apart_error": np.mean(error**2) ** 0.5 * ones,
        # Where groups clearly differ, as where there is one, the effects' scale is not small enough to tell of them.
        "apart_known_to": (known_to if at.size > 1 and np.ptp(at) < CLEARLY * known_to else 0) * ones,
        "weight": weight * at.size,
        "dimensions": ones - 1 / at.size,
    }
    return np.stack([columns[name] for name in PIN], axis=1)


def _pinned(blocks: Mapping[str, np.ndarray]) -> dict[int, tuple[float, float, float]]:
    """Groups in which enough speak, each with the middle of what they say, its standard error and half its cell."""
    voices: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    for pair, low, high, _, _, count in blocks["cell"]:
        voices[int(pair)].append(((low + high) / 2, high - low, count))
    for pair, *points in blocks["spread"]:
        voices[int(pair)].append((float(np.mean(points)), 0.0, 1.0))
    for pair, n, low, high, *_ in blocks["median"]:
        voices[int(pair)].append(((low + high) / 2, high - low, n))
    for pair, n, mean, _, _, has_median in blocks["mean"]:
        if not has_median:
            voices[int(pair)].append((float(logit(np.clip(mean, 1e-12, 1 - 1e-12))), 0.0, n))
    found = {}
    for pair, said in voices.items():
        at, cell, count = np.transpose(said)
        if count.sum() >= PINNING_VOICES:
            middle, width = np.average([at, cell], weights=count, axis=1)
            found[pair] = float(middle), float(ERROR_OF_ONE / count.sum() ** 0.5), float(width / 2)
    return found


def located(
    mu_raw: Any, group_raw: Any, group_scale: Any, tau: Any, arrays: Mapping[str, Any], of_pair: Any
) -> tuple[Any, Any]:
    """Medians of the questions and locations of their groups, from a model's parameters or from draws of them.

    Parameters
    ----------
    mu_raw : array or tensor of shape (..., questions)
    group_raw : array or tensor of shape (..., pairs)
    group_scale : array or tensor
        Broadcasts against both.
    tau : array or tensor of shape (..., questions)
    arrays : mapping of str to array or tensor
        ``prior`` and what :func:`location_arrays` makes.
    of_pair : array or tensor of shape (pairs,)

    Returns
    -------
    mu : array or tensor of shape (..., questions)
        Log odds.
    location : array or tensor of shape (..., pairs)
        Log odds.
    """
    prior, pin, anchor = arrays["prior"], arrays["pin"], arrays["anchor"]
    said, _, _ = _said(group_raw, group_scale, tau[..., of_pair], arrays, of_pair)
    anchored = said @ arrays["average"].T - group_scale * anchor[:, 1] * mu_raw
    mu = anchor[:, 0] * anchored + (1 - anchor[:, 0]) * (prior[:, 0] + prior[:, 1] * mu_raw)
    effect = group_scale * (group_raw @ arrays["contrast"].T + pin[:, 1] * mu_raw[..., of_pair])
    return mu, said + (1 - pin[:, 0]) * (mu[..., of_pair] + effect)


def _said(raw: Any, group_scale: Any, tau: Any, arrays: Mapping[str, Any], of_pair: Any) -> tuple[Any, Any, Any]:
    """Locations of pinned groups, from parameters that are about standard normal whatever is known of them.

    They have a common part and differences. Were what surveys tell of the differences a normal of standard deviation e,
    then, given the scale s of the effects, these were normals ``w = s²/(s² + e²)`` of the way from nought to what the
    surveys say. Within a cell all places are alike: what surveys tell is about that of an even distribution added to a
    normal, into which a sigmoid added to a line turns a standard normal.

    Returns
    -------
    said : array or tensor of shape (..., pairs)
        Zero where a group is not pinned.
    own, common : array or tensor of shape (..., pairs)
        Derivatives by the group's own parameter, and by the common part beyond that.
    """
    column = {name: arrays["pin"][:, place] for place, name in enumerate(PIN)}
    known = group_scale**2 / (group_scale**2 + column["apart_known_to"] ** 2)
    error = tau * column["apart_error"]
    step = group_scale * error / (group_scale**2 + error**2) ** 0.5
    middle_step = ((tau * column["middle_error"]) ** 2 + ((1 - known) * column["middle_cell"]) ** 2) ** 0.5
    # Less than half the cell, since the line alone reaches two standard errors beyond it.
    bend = known * column["half_cell"] ** 2 / (column["half_cell"] + 2 * tau * column["error"])
    common = ((raw * column["weight"]) @ arrays["average"].T)[..., of_pair]
    turned = np.tanh(NORMAL * raw)
    within = step * raw + bend * turned
    said = column["middle"] + known * column["apart"] + within + (middle_step - step) * common
    return column["pinned"] * said, step + bend * NORMAL * (1 - turned**2), middle_step - step


def sampled_locations(given: Mapping[str, Any], of_pair: Any, group_scale: Any, tau: Any, size: tuple[int, int]) -> Any:
    """Add medians and groups' locations to the model at hand.

    Parameters
    ----------
    given : mapping of str to tensor
        As for :func:`located`.
    of_pair : tensor of shape (pairs,)
    group_scale : scalar tensor
    tau : tensor of shape (questions,)
    size : (int, int)
        Padded numbers of questions and pairs.

    Returns
    -------
    tuple of tensors
        As of :func:`located`.
    """
    import pymc as pm
    import pytensor.tensor as pt

    mu_raw = pm.Normal("mu_raw", shape=size[0])
    group_raw = pm.Normal("group_raw", shape=size[1])
    mu, location = located(mu_raw, group_raw, group_scale, tau, given, of_pair)
    prior, anchored = given["prior"], given["anchor"][:, 0]
    pinned, weight, dimensions = (given["pin"][:, PIN.index(name)] for name in ("pinned", "weight", "dimensions"))
    apart = pinned * (location - (given["average"] @ location)[of_pair])
    effects = pt.sum((apart / group_scale) ** 2 - pinned * group_raw**2) / 2 + pt.sum(dimensions) * pt.log(group_scale)
    # Of a diagonal and a matrix of rank one.
    _, own, common = _said(group_raw, group_scale, tau[of_pair], given, of_pair)
    volume = pt.sum(pinned * pt.log(own)) + pt.sum(pt.log1p(given["average"] @ (weight * common / own)))
    medians = pt.sum(anchored * ((mu - prior[:, 0]) / prior[:, 1]) ** 2) / 2
    pm.Potential("pinned_groups", volume - effects - medians)
    return mu, location
