"""Where the groups of a question lie: sampled by standard effects, or by location where many voices pin a group.

A survey of thousands knows its group's location to a few hundredths, and of the median forecaster it knows little.
Sampled as median plus effect, the two lie on a ridge as narrow as the survey is large. Such a group's location is then
the parameter itself, and what the question's other groups and its median are is drawn about it. The prior is the same
in both: the effects b of G groups are zero-sum normal, so that those of a pinned groups have the mean
``N(0, s² (1/a − 1/G))``, about which they are zero-sum normal, as are the rest about ``−a/(G − a)`` times that mean.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
from scipy.special import logit

# Voices from which on a group is pinned: the location is then known to a fifth, and effects are of the order of one.
PINNING_VOICES = 100.0
# Standard error of a median of n forecasters whose scale is the prior's, times √n; and the least that counts.
SPREAD_OF_ONE, LEAST_SPREAD = 2.0, 0.05

# Columns of an array: of a group, whether it is pinned, where about and to within how much, and how far it moves with
# the question's standard effect; of a question, whether any group is pinned, and how far its median moves.
PIN = ("pinned", "at", "by", "shift")
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
    pin[:, 2] = 1.0
    for pair, (at, by) in _pinned(blocks).items():
        pin[pair, :3] = 1.0, at, by
    for question in range(questions):
        members = np.flatnonzero(of_pair[:pairs] == question)
        pinned, free = members[pin[members, 0] > 0], members[pin[members, 0] == 0]
        if free.size:
            contrast[np.ix_(free, free)] = np.eye(free.size) - 1 / free.size
        if pinned.size:
            average[question, pinned] = 1 / pinned.size
            shift = np.sqrt(1 / pinned.size - 1 / members.size)
            anchor[question] = 1.0, shift
            pin[free, 3] = -shift * pinned.size / max(free.size, 1)
    return {"contrast": contrast, "average": average, "pin": pin, "anchor": anchor}


def _pinned(blocks: Mapping[str, np.ndarray]) -> dict[int, tuple[float, float]]:
    """Groups in which enough speak, each with the middle of what they say and its standard error."""
    voices: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for pair, low, high, _, _, count in blocks["cell"]:
        voices[int(pair)].append(((low + high) / 2, count))
    for pair, *points in blocks["spread"]:
        voices[int(pair)].append((float(np.mean(points)), 1.0))
    for pair, n, low, high, *_ in blocks["median"]:
        voices[int(pair)].append(((low + high) / 2, n))
    for pair, n, mean, _, _, has_median in blocks["mean"]:
        if not has_median:
            voices[int(pair)].append((float(logit(np.clip(mean, 1e-12, 1 - 1e-12))), n))
    found = {}
    for pair, said in voices.items():
        at, count = np.transpose(said)
        if count.sum() >= PINNING_VOICES:
            found[pair] = float(np.average(at, weights=count)), max(SPREAD_OF_ONE / count.sum() ** 0.5, LEAST_SPREAD)
    return found


def located(mu_raw: Any, group_raw: Any, group_scale: Any, arrays: Mapping[str, Any], of_pair: Any) -> tuple[Any, Any]:
    """Medians of the questions and locations of their groups, from a model's parameters or from draws of them.

    Parameters
    ----------
    mu_raw : array or tensor of shape (..., questions)
    group_raw : array or tensor of shape (..., pairs)
    group_scale : array or tensor
        Broadcasts against both.
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
    said = pin[:, 0] * (pin[:, 1] + pin[:, 2] * group_raw)
    anchored = said @ arrays["average"].T - group_scale * anchor[:, 1] * mu_raw
    mu = anchor[:, 0] * anchored + (1 - anchor[:, 0]) * (prior[:, 0] + prior[:, 1] * mu_raw)
    effect = group_scale * (group_raw @ arrays["contrast"].T + pin[:, 3] * mu_raw[..., of_pair])
    return mu, said + (1 - pin[:, 0]) * (mu[..., of_pair] + effect)


def sampled_locations(given: Mapping[str, Any], of_pair: Any, group_scale: Any, size: tuple[int, int]) -> Any:
    """Add medians and groups' locations to the model at hand.

    Parameters
    ----------
    given : mapping of str to tensor
        As for :func:`located`.
    of_pair : tensor of shape (pairs,)
    group_scale : scalar tensor
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
    mu, location = located(mu_raw, group_raw, group_scale, given, of_pair)
    prior, pinned, anchored = given["prior"], given["pin"][:, 0], given["anchor"][:, 0]
    apart = pinned * (location - (given["average"] @ location)[of_pair])
    effects = pt.sum((apart / group_scale) ** 2 - pinned * group_raw**2) / 2
    stretch = (pt.sum(pinned) - pt.sum(anchored)) * pt.log(group_scale)
    medians = pt.sum(anchored * ((mu - prior[:, 0]) / prior[:, 1]) ** 2) / 2
    pm.Potential("pinned_groups", -effects - stretch - medians)
    return mu, location
