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
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np
from scipy.special import erf, erfc, logit, ndtri, stdtr

from consilience.likelihood.counts import COLUMNS
from consilience.likelihood.means import HEAD, MOST_PINS, NEAR_HALF, PIN as A_PIN
from consilience.models.priors import HEAVY

type Array = np.ndarray

# Voices from which on a group is pinned: the location is then known to half a scale, about what effects are. Whoever
# says where a question's only group lies pins it: its prior is wider than any one voice's population.
PINNING_VOICES = 12.0
# Of fewer voices than these the tails of one credence are those of where a group lies. The parameter is given those of
# forty degrees of freedom: with a normal's chains stayed out for long (3 of 24 fits of ai-catastrophe; now none of 72),
# with those of eight twice as many lone statements, those far out above all, needed smaller steps.
FEW_VOICES = 4.0
TUKEY_H = 1 / 40
# Persons from which on a group's own scale is known better from them than from its question's.
TELLING_VOICES = 12.0
# Standard error of a median of n forecasters whose scale is one, times √n; and the scale that the prior expects.
ERROR_OF_ONE, EXPECTED_SCALE = 1.3, 1.5
# Its tanh is nearest to a normal's cumulative probability, from minus one to one.
NORMAL = 0.851
# Log odds of a normal's cumulative probability for each of its standard deviations, about even.
LOGISTIC = 1.6
# Groups so many times as far apart as differences are known to within do differ.
CLEARLY = 3.0

# Columns of an array. Of a group, whether it is pinned, one by the number of its question's groups that are as it is in
# that, nought in the padding, how far it moves with the question's standard effect, its standard error where the
# population's scale is one, and half the width of its cell. Of the pinned groups of its question, the middle, how well
# that is known by such standard errors and by cells, how far this group lies from it, and how well such differences are
# known by standard errors and by both; the group's weight in the middle times the number of groups, and its part of the
# dimensions of their differences, and whether few spoke. Of a question, whether any group is pinned, and how far its
# median moves.
PIN = (
    "pinned",
    "share",
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
    "few",
)
(
    PINNED,
    SHARE,
    SHIFT,
    ERROR,
    HALF_CELL,
    MIDDLE,
    MIDDLE_ERROR,
    MIDDLE_CELL,
    APART,
    APART_ERROR,
    APART_KNOWN_TO,
    WEIGHT,
    DIMENSIONS,
    FEW,
) = range(len(PIN))
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
        ``pin`` and ``anchor``, and ``told``: one for groups whose own scale is known from what they say, else nought.
    """
    pin, anchor = np.zeros((of_pair.size, len(PIN))), np.zeros((questions, len(ANCHOR)))
    pin[:, [ERROR, MIDDLE_ERROR, APART_ERROR]] = 1.0
    known = _known(blocks)
    for question in range(questions):
        members = np.flatnonzero(of_pair[:pairs] == question)
        enough = PINNING_VOICES if members.size > 1 else 1
        pinned = [pair for pair in members.tolist() if pair in known and known[pair].voices >= enough]
        free = np.setdiff1d(members, pinned)
        if free.size:
            pin[free, SHARE] = 1 / free.size
        if pinned:
            shift = np.sqrt(1 / len(pinned) - 1 / members.size)
            anchor[question] = 1.0, shift
            pin[free, SHIFT] = -shift * len(pinned) / max(free.size, 1)
            pin[pinned] = _pins(*np.transpose([known[pair] for pair in pinned]))
    told = np.zeros(of_pair.size)
    told[telling(known, blocks)] = 1.0
    return {"pin": pin, "anchor": anchor, "told": told}


def _pins(voices: np.ndarray, at: np.ndarray, error: np.ndarray, half_cell: np.ndarray) -> np.ndarray:
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
        "share": ones / at.size,
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
        "few": 1.0 * (voices < FEW_VOICES),
    }
    return np.stack([columns[name] for name in PIN], axis=1)


class Known(NamedTuple):
    """What statements tell of where a group lies: how many voices, their middle, its standard error, half a cell."""

    voices: float
    at: float
    error: float
    half_cell: float


def telling(known: Mapping[int, Known], blocks: Mapping[str, np.ndarray]) -> list[int]:
    """Groups whose own scale is known from what they say: many persons, or a survey that publishes its spread."""
    surveys = {int(pair) for block in ("median", "count", "mean") for pair in blocks[block][:, 0]}
    persons = [pair for pair, what in known.items() if what.voices >= TELLING_VOICES and pair not in surveys]
    spread = [row[0] for row in blocks["mean"] if not np.isinf(row[1 + HEAD.index("square_high")])]
    shared = [row[0] for row in blocks["count"] if np.count_nonzero(~np.isinf(row[3 :: len(COLUMNS)])) > 1]
    return [*map(int, (*blocks["width"][:, 0], *spread, *shared)), *persons]


def _known(blocks: Mapping[str, np.ndarray]) -> dict[int, Known]:
    """Groups of which something is known, without what bounds a credence on one side alone."""
    voices: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    counted = set(blocks["count"][:, 0])
    for pair, low, high, low_open, high_open, count in blocks["cell"]:
        if not (low_open or high_open):
            voices[int(pair)].append(((low + high) / 2, high - low, count))
    for pair, *points in blocks["spread"]:
        voices[int(pair)].append((float(np.mean(points)), 0.0, 1.0))
    for pair, n, low, high, low_open, high_open in blocks["median"]:
        if not (low_open or high_open):
            voices[int(pair)].append(((low + high) / 2, high - low, n))
    for pair, n, _, *limits in blocks["count"]:
        if (cell := _cell_of_median(n, np.reshape(limits, (-1, len(COLUMNS))))) is not None:
            voices[int(pair)].append((*cell, n))
    for pair, n, mean, *rest in blocks["mean"]:
        # What else a survey publishes says where its middle lies better than its mean does.
        if np.isinf(rest[-MOST_PINS * A_PIN]) and pair not in counted:
            voices[int(pair)].append((float(logit(np.clip(mean, 1e-12, 1 - 1e-12))), 0.0, n))
    found = {}
    for pair, said in voices.items():
        at, cell, count = np.transpose(said)
        middle, width = np.average([at, cell], weights=count, axis=1)
        total = count.sum()
        found[pair] = Known(float(total), float(middle), float(ERROR_OF_ONE / total**0.5), float(width / 2))
    return found


def _cell_of_median(n: float, limits: Array) -> tuple[float, float] | None:
    """Middle and width of where counts leave the median, or about a share near one half; ``None`` where neither is."""
    limits = limits[~np.isinf(limits[:, 0])]
    edges, least, most = limits.T
    below, above = edges[most <= n / 2], edges[least >= n / 2]
    if below.size and above.size:
        return float(below.max() + above.min()) / 2, float(above.min() - below.max())
    part = (least + most) / 2 / n
    nearest = int(np.argmin(abs(part - 0.5)))
    if abs(part[nearest] - 0.5) > NEAR_HALF:
        return None
    return float(edges[nearest] - EXPECTED_SCALE * logit(part[nearest]) / LOGISTIC), 0.0


def median_of_prior(raw: Array, prior: Array) -> Array:
    """Median forecasters from parameters that are standard normal before anything was said.

    Parameters
    ----------
    raw : ndarray of shape (..., questions)
    prior : ndarray of shape (questions, 3)
        Centre, scale and degrees of freedom of a Student t: four, or infinitely many, which is a normal.

    Returns
    -------
    ndarray of shape (..., questions)
        Log odds. With u the normal's cumulative probability and ``sin 3a = 2u − 1``, four degrees of freedom have the
        quantile ``4 sin a √(cos a / cos 3a)``: Shaw's (2006, *J. Computational Finance* 9(4), 37–73, section 2.3.3)
        ``±2√(q − 1)``, ``q = cos a / cos 3a``, without its cancellation about even.
    """
    centre, scale, freedom = prior.T
    x = raw / np.sqrt(2)
    a = np.arcsin(erf(x)) / 3
    place = 4 * np.sin(a) * np.sqrt(np.cos(a) / np.sqrt(erfc(x) * erfc(-x)))
    return np.asarray(centre + scale * np.where(np.isinf(freedom), raw, place))


def raw_of_median(median: Array, centre: Array, scale: Array) -> Array:
    """Parameters from median forecasters of whom the study declares nothing: the other way round.

    Parameters
    ----------
    median : ndarray of shape (..., questions)
        Log odds.
    centre, scale : ndarray of shape (questions,)
        Of a Student t with four degrees of freedom.

    Returns
    -------
    ndarray of shape (..., questions)
    """
    place = (median - centre) / scale
    return np.asarray(-np.sign(place) * ndtri(stdtr(HEAVY, -abs(place))))


def located(
    mu_raw: Array,
    group_raw: Array,
    group_scale: Array | float,
    scale: Array,
    arrays: Mapping[str, Array],
    of_pair: Array,
) -> tuple[Array, Array]:
    """Medians of the questions and locations of their groups, from draws of a model's parameters.

    Parameters
    ----------
    mu_raw : ndarray of shape (..., questions)
    group_raw : ndarray of shape (..., pairs)
    group_scale : float or ndarray
        Broadcasts against both.
    scale : ndarray of shape (..., pairs)
        Of each population about its median.
    arrays : mapping of str to ndarray
        ``prior`` and what :func:`location_arrays` makes.
    of_pair : ndarray of shape (pairs,)

    Returns
    -------
    mu : ndarray of shape (..., questions)
        Log odds.
    location : ndarray of shape (..., pairs)
        Log odds.
    """
    anchored, anchor_shift = arrays["anchor"].T
    pin = arrays["pin"].T
    pinned, share = pin[PINNED], pin[SHARE]
    averages = share[:, None] * (of_pair[:, None] == np.arange(len(anchored)))
    reached = reach(group_raw, pin[FEW])[0]
    common = ((pinned * pin[WEIGHT] * reached) @ averages)[..., of_pair]
    said = pinned * said_by_pinned(reached, common, group_scale, scale, pin)[0]
    pinned_median = said @ averages - group_scale * anchor_shift * mu_raw
    mu = anchored * pinned_median + (1 - anchored) * median_of_prior(mu_raw, arrays["prior"])
    mean_effect = (((1 - pinned) * group_raw) @ averages)[..., of_pair]
    effect = group_scale * ((share > 0) * (group_raw - mean_effect) + pin[SHIFT] * mu_raw[..., of_pair])
    return mu, said + (1 - pinned) * (mu[..., of_pair] + effect)


def reach(raw: Any, few: Any) -> tuple[Any, Any]:
    """How far from what was said, in steps, and the log of its slope: with heavy tails where few said it.

    Parameters
    ----------
    raw : float or ndarray
        The parameter.
    few : float or ndarray
        One where few spoke, else nought. The sampler's kernel calls this as well as NumPy.

    Returns
    -------
    tuple of float or ndarray
        ``x exp(h x²/2)``, which turns a normal into what has the tails of 1/h degrees of freedom (Tukey, 1977, *Modern
        Techniques in Data Analysis*), and the log of its derivative.
    """
    stretch = few * TUKEY_H * raw**2
    return raw * np.exp(stretch / 2), np.log1p(stretch) + stretch / 2


def said_by_pinned(raw: Any, common: Any, group_scale: Any, scale: Any, pin: Any) -> tuple[Any, ...]:
    """Location of a pinned group, from parameters that are about standard normal whatever is known of it.

    The pinned groups of a question have a common part and differences. Were what surveys tell of the differences a
    normal of standard deviation e, then, given the scale s of the effects, these were normals ``w = s²/(s² + e²)`` of
    the way from nought to what the surveys say. Within a cell all places are alike: what surveys tell is about that of
    an even distribution added to a normal, into which a sigmoid added to a line turns a standard normal.

    Parameters
    ----------
    raw, common : float or ndarray
        The group's parameter, and the common part of its question's.
    group_scale, scale : float or ndarray
    pin : ndarray
        By column first: a group's row of ``pin``, or all of them transposed. The sampler's kernel calls this as well
        as NumPy.

    Returns
    -------
    tuple of float or ndarray
        The location, and what it is made of: the weight w, the steps by differences and by the common
        part, the bend, and the sigmoid.
    """
    known = group_scale**2 / (group_scale**2 + pin[APART_KNOWN_TO] ** 2)
    error = scale * pin[APART_ERROR]
    step = group_scale * error / np.sqrt(group_scale**2 + error**2)
    middle_step = np.sqrt((scale * pin[MIDDLE_ERROR]) ** 2 + ((1 - known) * pin[MIDDLE_CELL]) ** 2)
    # Less than half the cell, since the line alone reaches two standard errors beyond it.
    bend = known * pin[HALF_CELL] ** 2 / (pin[HALF_CELL] + 2 * scale * pin[ERROR])
    turned = np.tanh(NORMAL * raw)
    location = pin[MIDDLE] + known * pin[APART] + step * raw + bend * turned + (middle_step - step) * common
    return location, known, step, middle_step, bend, turned


def sampled_locations(
    given: Mapping[str, Any],
    of_pair: Any,
    group_scale: Any,
    scale: Any,
    size: tuple[int, int],
    medians: Callable[[Any], Any] | None = None,
) -> tuple[Any, Any]:
    """Add medians and groups' locations to the model at hand.

    Parameters
    ----------
    given : mapping of str to tensor
        As for :func:`located`.
    of_pair : tensor of shape (pairs,)
    group_scale : scalar tensor
    scale : tensor of shape (pairs,)
    size : (int, int)
        Padded numbers of questions and pairs.
    medians : callable, optional
        From the groups' effects, up to what those of a question have in common, to the parameters of the medians, each
        standard normal before anything was said; by default these are added as well.

    Returns
    -------
    tuple of tensors
        As of :func:`located`.
    """
    import pymc as pm

    from consilience.models.locations_op import Locations

    # In either order, since draws of a seed hang on the order of the parameters.
    if medians:
        group_raw = pm.Normal("group_raw", shape=size[1])
        mu_raw = medians(group_scale * group_raw)
    else:
        mu_raw = pm.Normal("mu_raw", shape=size[0])
        group_raw = pm.Normal("group_raw", shape=size[1])
    arrays = given["prior"], given["pin"], given["anchor"], of_pair
    mu, location, log_density = Locations()(mu_raw, group_raw, group_scale, scale, *arrays)
    pm.Potential("pinned_groups", log_density)
    return mu, location
