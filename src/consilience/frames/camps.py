"""Whether a published number lies between two camps: nobody's own number near it, many far below and many far above."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, log

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit

from consilience.frames.everybody import Numbers
from consilience.likelihood.rows import stated_log_odds
from consilience.notation import format_probability, layout
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Estimate, Speaker

type Array = NDArray[np.float64]

# A camp has so many voices, and so large a share of them: one voice or two of twenty lie apart, and are no camp.
FEWEST, SHARE = 2, 0.2
# Who lies within a factor of two in odds of a number is near it: round numbers (1, 2, 5, 10) lie as far apart.
NEAR = log(2)
# What round numbers leave open, in log odds: no camp counts as closer together than that.
LEAST_SPREAD = 0.5
# A gap counts from a factor of seven in odds on, and from so many standard deviations of the voices inside the camps:
# the more, the fewer they are, since four of one population fall into two pairs easily.
LEAST_GAP = 2.0
MANY, MORE_OF_FEW = 2.5, 14.0
# Where a few lie between two clusters fewer than this share of the voices may lie near the number.
MOST_NEAR = 0.1


@dataclass(frozen=True, slots=True)
class Camps:
    """Two camps of voices on either side of a number.

    Parameters
    ----------
    below, above : int
        Voices in each.
    low, high : str
        Where each lies: "1%", "70% to 90%", "5% or below".
    inside : int
        The few that lie between them, if any.
    """

    below: int
    above: int
    low: str
    high: str
    inside: int = 0

    @property
    def sides(self) -> str:
        """Who lies where, behind a count of all: "5 at 1% and 5 at 70% to 90%"."""
        return f"{self.below:,} at {self.low} and {self.above:,} at {self.high}"

    @property
    def between(self) -> str:
        """What follows a number that lies between them."""
        few = f", and {self.inside} between" if self.inside else ""
        return f"between two camps: {self.below:,} voices at {self.low} and {self.above:,} at {self.high}{few}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a voice's own number on a question lies.

    Parameters
    ----------
    low, high : float
        In log odds, and the same but of a bound, which leaves all beyond it open.
    said : (float, float)
        The number as a fraction, twice; of an interval without a best value its ends, of a bound the bound twice.
    """

    low: float
    high: float
    said: tuple[float, float]


def camps_of(
    fit: Fit, question: str, group: str, value: float, bearing: Sequence[Estimate], implied: Mapping[Speaker, Numbers]
) -> Camps | None:
    """Find the two camps between which a published number lies.

    Parameters
    ----------
    fit : Fit
    question, group : str
        Whose number it is.
    value : float
        The number, in log odds.
    bearing : sequence of Estimate
        Standing statements that bear on it.
    implied : mapping of speaker to (float, float, float)
        What voices' own factors come to, as fractions: for who stated nothing of the whole.

    Returns
    -------
    Camps or None
        None where the number lies near somebody's own, or the voices do not part there.

    Notes
    -----
    The voices part where none lies between the two that are next to the number, neither within a factor of two in odds
    of it; where each side has two voices at least, and a fifth of them; and where the gap between the sides is wider
    than seven in odds and than 2.5 + 14/n standard deviations inside the sides, of which none is below 0.5 in log odds.
    In simulation that is so of at most 2 in 100 panels drawn from one population for 4 or 5 voices, and of fewer than 1
    in 200 from 7 on (``tests/frames/test_camps.py``). A survey is a voice at its median. A bound that reaches across
    the number may be anything there, and so may a survey without a number; nothing is said then, nor where a base rate
    lies between the sides. Of eight persons and more a gap with a few of them in it counts as well, where the check of
    their population finds two clusters.
    """
    own = [row for row in bearing if row.question == question]
    placed = {row.speaker: _place(row) for row in own if row.kind != "base_rate"}
    placed |= {voice: _at(numbers) for voice, numbers in implied.items() if voice not in placed}
    places = [place for place in placed.values() if place is not None]
    records = [place for row in own if row.kind == "base_rate" and (place := _place(row)) is not None]
    if any(row.kind == "survey" and placed[row.speaker] is None for row in own):
        return None
    found = parted(places, value)
    if found is None:
        return _clusters(fit, question, group, value, places)
    low, high = found
    edges = max(place.high for place in low), min(place.low for place in high)
    if any(place.low < edges[1] and place.high > edges[0] for place in records):
        return None
    return Camps(len(low), len(high), _where(low, "below"), _where(high, "above"))


def parted(places: Iterable[Place], value: float) -> tuple[list[Place], list[Place]] | None:
    """Part places into those below a number and those above it; ``None`` where they do not part there.

    Parameters
    ----------
    places : iterable of Place
    value : float
        In log odds.

    Returns
    -------
    tuple of two lists of Place, or None

    Examples
    --------
    >>> from scipy.special import logit
    >>> at = [Place(logit(said), logit(said), (said, said)) for said in (0.01, 0.01, 0.9, 0.95)]
    >>> [[place.said[0] for place in side] for side in parted(at, logit(0.2))]
    [[0.01, 0.01], [0.9, 0.95]]
    >>> at = [Place(logit(said), logit(said), (said, said)) for said in (0.01, 0.03, 0.1, 0.3)]
    >>> parted(at, logit(0.06)) is None
    True
    """
    listed = list(places)
    low = [place for place in listed if place.high < value - NEAR]
    high = [place for place in listed if place.low > value + NEAR]
    count = len(listed)
    if len(low) + len(high) < count or min(len(low), len(high)) < max(FEWEST, SHARE * count):
        return None
    below, above = np.array([place.high for place in low]), np.array([place.low for place in high])
    within = sum(float(((side - side.mean()) ** 2).sum()) for side in (below, above)) / (count - 2)
    spread = max(within**0.5, LEAST_SPREAD)
    gap = float(above.min() - below.max())
    return (low, high) if gap >= max(LEAST_GAP, (MANY + MORE_OF_FEW / count) * spread) else None


def _clusters(fit: Fit, question: str, group: str, value: float, places: Sequence[Place]) -> Camps | None:
    """The two clusters that a check finds, where a number lies in the gap between them and hardly anybody near it."""
    # Not above: an answer is read, and told, without them.
    from consilience.frames.misfit import misfit_of
    from consilience.frames.predictive_checks import failed_check

    near = sum(place.low < value + NEAR and place.high > value - NEAR for place in places)
    sides = sum(place.high <= value for place in places), sum(place.low >= value for place in places)
    # The ranks of all voices take a while: only where there may be something to be found.
    if group != ALL_GROUPS or near >= MOST_NEAR * len(places) or min(sides) < SHARE * len(places):
        return None
    failed = failed_check(fit, question)
    found = misfit_of(fit, failed) if failed and failed.group == ALL_GROUPS else None
    if found is None or not found.clusters or not logit(found.low) + NEAR < value < logit(found.high) - NEAR:
        return None
    low, high = format_probability(found.low), format_probability(found.high)
    return Camps(found.below, found.above, f"{low} or below", f"{high} or above", found.inside)


def _place(row: Estimate) -> Place | None:
    laid = layout(row.value)
    if not isnan(laid.number):
        at = stated_log_odds(row.value)
        # Nobody said the middle of an interval.
        return Place(at, at, (laid.low, laid.high) if isnan(laid.best) else (laid.best, laid.best))
    if laid.span is None:
        return None
    low, high = laid.span
    bound = high if low <= 0 else low
    return Place(
        -np.inf if low <= 0 else float(logit(low)), np.inf if high >= 1 else float(logit(high)), (bound, bound)
    )


def _at(numbers: Numbers) -> Place | None:
    best = numbers[1]
    if isnan(best):
        return None
    at = float(logit(min(max(best, 1e-9), 1 - 1e-9)))
    return Place(at, at, (best, best))


def _where(side: Sequence[Place], beyond: str) -> str:
    """Where a camp lies; of one with a bound in it the end that all of it keeps to."""
    least, most = min(place.said[0] for place in side), max(place.said[1] for place in side)
    if any(place.low != place.high for place in side):
        return f"{format_probability(most if beyond == 'below' else least)} or {beyond}"
    return " to ".join(dict.fromkeys(map(format_probability, (least, most))))
