"""Where the groups of a question lie: sampled by standard effects, or by location where many voices pin a group.

A survey of thousands knows its group's location to a few hundredths, and of the median forecaster it knows little.
Sampled as median plus effect, the two lie on a ridge as narrow as the survey is large. Such a group's location is then
the parameter itself, and what the question's other groups and its median are is drawn about it. The prior is the same
in both: the effects b of G groups are zero-sum normal, so that those of a pinned groups have the mean
``N(0, s² (1/a − 1/G))``, about which they are zero-sum normal, as are the rest about ``−a/(G − a)`` times that mean.

How far several pinned groups of a question lie apart is known from the surveys where groups differ much, and from the
scale s of the effects where they hardly do: a parameter that suits one of these makes a funnel of the other. Theirs is
standardised by both, as if each were a normal: see :func:`located`.
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

# Columns of an array: of a group, whether it is pinned and how far it moves with the question's standard effect; of the
# pinned groups of its question, the middle and how well that is known, how far this group lies from there and how well
# such differences are known, its weight in the middle times the number of them, and its part of their differences'
# dimensions. Of a question, whether any group is pinned, and how far its median moves.
PIN = ("pinned", "shift", "middle", "middle_by", "from_middle", "from_middle_by", "weight", "dimensions")
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
    pin[:, PIN.index("from_middle_by")] = 1.0
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


def _pins(at: np.ndarray, by: np.ndarray) -> np.ndarray:
    """Rows of ``pin`` of the pinned groups of one question, by where each lies to within how much."""
    weight = by**-2 / np.sum(by**-2)
    middle = weight @ at
    ones = np.ones(at.size)
    # The weighed mean of standard normals has their weights' length for a standard deviation.
    middle_by = np.sum(by**-2) ** -0.5 / np.linalg.norm(weight)
    columns = {
        "pinned": ones,
        "shift": 0 * ones,
        "middle": middle * ones,
        "middle_by": middle_by * ones,
        "from_middle": at - middle,
        "from_middle_by": np.mean(by**2) ** 0.5 * ones,
        "weight": weight * at.size,
        "dimensions": ones - 1 / at.size,
    }
    return np.stack([columns[name] for name in PIN], axis=1)


def _pinned(blocks: Mapping[str, np.ndarray]) -> dict[int, tuple[float, float]]:
    """Groups in which enough speak, each with the middle of what they say and how well it is known."""
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
            # A rounded median lies anywhere in its cell, give or take the survey's standard error.
            variance = SPREAD_OF_ONE**2 / count.sum() + np.average(cell**2, weights=count) / 12
            found[pair] = float(np.average(at, weights=count)), max(variance**0.5, LEAST_SPREAD)
    return found


def located(mu_raw: Any, group_raw: Any, group_scale: Any, arrays: Mapping[str, Any], of_pair: Any) -> tuple[Any, Any]:
    """Medians of the questions and locations of their groups, from a model's parameters or from draws of them.

    The pinned groups of a question have a common parameter, which is a weighed mean of their own, and differences from
    it. Were what surveys tell of these differences a normal of standard deviation e, they would be, given the scale s
    of the effects, normals that lie ``w = s²/(s² + e²)`` of the way from nought to what the surveys say, with standard
    deviation ``e √w``. So they are standardised.

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
    column = {name: pin[:, place] for place, name in enumerate(PIN)}
    known = group_scale**2 / (group_scale**2 + column["from_middle_by"] ** 2)
    common = ((group_raw * column["weight"]) @ arrays["average"].T)[..., of_pair]
    apart = known * column["from_middle"] + known**0.5 * column["from_middle_by"] * (group_raw - common)
    said = column["pinned"] * (column["middle"] + column["middle_by"] * common + apart)
    anchored = said @ arrays["average"].T - group_scale * anchor[:, 1] * mu_raw
    mu = anchor[:, 0] * anchored + (1 - anchor[:, 0]) * (prior[:, 0] + prior[:, 1] * mu_raw)
    effect = group_scale * (group_raw @ arrays["contrast"].T + column["shift"] * mu_raw[..., of_pair])
    return mu, said + (1 - column["pinned"]) * (mu[..., of_pair] + effect)


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
    prior, anchored = given["prior"], given["anchor"][:, 0]
    pinned, by, dimensions = (given["pin"][:, PIN.index(name)] for name in ("pinned", "from_middle_by", "dimensions"))
    apart = pinned * (location - (given["average"] @ location)[of_pair])
    effects = pt.sum((apart / group_scale) ** 2 - pinned * group_raw**2) / 2
    # The normal's density divides by the scale, and the differences' standardisation multiplies by e √w.
    stretch = pt.sum(dimensions * pt.log1p((group_scale / by) ** 2)) / 2
    medians = pt.sum(anchored * ((mu - prior[:, 0]) / prior[:, 1]) ** 2) / 2
    pm.Potential("pinned_groups", -effects - stretch - medians)
    return mu, location
