"""How Metaculus keeps answers: positions on a scale, distributions, the ends of sliders, resolutions."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from consilience.importers.kit import AMBIGUOUS, ANNULLED, number, plain, with_part, within_floor

METHODS = (
    "recency_weighted",
    "unweighted",
    "single_aggregation",
    "metaculus_prediction",
    "geometric_mean",
    "medalists",
)
CONTINUOUS = ("numeric", "date", "discrete")
FLOOR, EARLIER_FLOOR = Decimal("0.001"), Decimal("0.01")
# The slider went from 1% to 99% in 2020, and from 0.1% to 99.9% in 2024 (Metaculus/metaculus#607): 1% is taken as its
# end only as far as that is known.
_EARLIER = "2021"
_NO_OUTCOME = {"annulled": ANNULLED, "ambiguous": AMBIGUOUS}
LEVELS = (Decimal(5), Decimal(25), Decimal(50), Decimal(75), Decimal(95))
# Values lie on a grid of 200 steps: what stands behind these digits is how they were interpolated.
_VALUE_DIGITS = 6
# Levels of more digits than the platform keeps of its masses say nothing.
_MASS_DIGITS = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Scale:
    """The range of a question's slider.

    Parameters
    ----------
    low, high : Decimal
        Its ends: values, or seconds since 1970 of dates.
    zero_point : Decimal, optional
        Of a logarithmic scale; ``None`` of a linear one: 0 is not the same.
    dates : bool
    steps : tuple of float
        Values at equal steps of position, where the zero point is not told; empty where it is.
    """

    low: Decimal
    high: Decimal
    zero_point: Decimal | None = None
    dates: bool = False
    steps: tuple[float, ...] = ()

    def value(self, position: float) -> float:
        """Value at a position from 0 to 1.

        Examples
        --------
        >>> Scale(Decimal(0), Decimal(500)).value(0.5)
        250.0
        >>> round(Scale(Decimal(1), Decimal(100), Decimal(0)).value(0.5), 6)
        10.0
        """
        if len(self.steps) > 1:
            place = min(int(position * (len(self.steps) - 1)), len(self.steps) - 2)
            before, after = self.steps[place : place + 2]
            return before + (after - before) * (position * (len(self.steps) - 1) - place)
        low, high = float(self.low), float(self.high)
        if self.zero_point is None:
            return low + (high - low) * position
        zero = float(self.zero_point)
        ratio = (high - zero) / (low - zero)
        return low + (high - low) * float(ratio**position - 1) / (ratio - 1)

    def spelled(self, value: float | Decimal) -> str:
        """Spell a value: a number without the noise of doubles, or a day."""
        if self.dates:
            return dt.datetime.fromtimestamp(float(value), dt.UTC).date().isoformat()
        return plain(value if isinstance(value, Decimal) else Decimal(repr(float(value))), _VALUE_DIGITS)


def quantiles_of(cdf: Sequence[float], scale: Scale) -> str:
    """Spell a distribution that is known by its cumulative probabilities at equal steps of position.

    Parameters
    ----------
    cdf : sequence of float
        From the lower end to the upper; what is missing of 1 lies above, what it begins with below.
    scale : Scale

    Returns
    -------
    str
        Quantiles in the notation. Levels that lie beyond an end have in their stead the level of the end itself.

    Raises
    ------
    ValueError
        If it is no distribution, or too little of it lies within the scale.

    Examples
    --------
    >>> quantiles_of([0.0, 0.25, 0.5, 0.75, 0.9], Scale(Decimal(0), Decimal(40)))
    'q5=2 q25=10 q50=20 q75=30 q90=40'
    """
    if len(cdf) < 2 or any(after < before for before, after in pairwise(cdf)) or not 0 <= cdf[0] <= cdf[-1] <= 1:
        raise ValueError("its cumulative probabilities do not rise from 0 to 1")
    found = {level: scale.value(_position(cdf, float(level) / 100)) for level in LEVELS}
    below, above = Decimal(repr(cdf[0])), 1 - Decimal(repr(cdf[-1]))
    return spelled_quantiles({level: scale.spelled(value) for level, value in found.items()}, below, above, scale)


def _position(cdf: Sequence[float], level: float) -> float:
    """Where a cumulative probability is reached, 0 or 1 where that is beyond an end."""
    place = bisect_left(cdf, level)
    if place == 0:
        return 0.0
    if place == len(cdf):
        return 1.0
    before, after = cdf[place - 1], cdf[place]
    return (place - 1 + (level - before) / (after - before)) / (len(cdf) - 1)


def spelled_quantiles(said: dict[Decimal, str], below: Decimal, above: Decimal, scale: Scale) -> str:
    """Spell quantiles; those beyond an end of the scale are known only as that.

    Parameters
    ----------
    said : dict of Decimal to str
        By level in percent.
    below, above : Decimal
        Probability of what is below and above the scale.
    scale : Scale

    Returns
    -------
    str
        In the notation. In the stead of levels beyond an end stands the level of the end itself: of that much is known
        that it lies within.

    Raises
    ------
    ValueError
        If fewer than two levels are left.
    """
    low, high = below * 100, (1 - above) * 100
    kept = {level: value for level, value in said.items() if low < level < high}
    ends = {}
    if low >= LEVELS[0]:
        ends[low] = scale.spelled(scale.low)
    if high <= LEVELS[-1]:
        ends[high] = scale.spelled(scale.high)
    whole = {**kept, **{level: end for level, end in ends.items() if 0 < level < 100}}
    if len(whole) < 2:
        end = f">{scale.spelled(scale.high)}" if high <= LEVELS[2] else f"<{scale.spelled(scale.low)}"
        if low < LEVELS[2] < high:
            raise ValueError("too little is said of where it lies within the scale")
        return end
    return " ".join(f"q{_level(level)}={whole[level]}" for level in sorted(whole))


def _level(level: Decimal) -> str:
    rounded = plain(level.quantize(_MASS_DIGITS))
    # A level below one could be read as a fraction.
    return rounded if level >= 1 else f"{rounded}%"


def outcome_of(said: str, kind: str, scale: Scale | None) -> str:
    """Read a resolution as an outcome; empty where the question is open.

    Raises
    ------
    ValueError
        If it is none of a question of this kind.
    """
    word = said.strip().lower()
    if word in _NO_OUTCOME or not word:
        return _NO_OUTCOME.get(word, "")
    if scale is None:
        if kind == "binary" and word not in ("yes", "no"):
            raise ValueError(f"{said!r} is no outcome of an event")
        return word if kind == "binary" else said.strip()
    if word in ("below_lower_bound", "above_upper_bound"):
        return f"<{scale.spelled(scale.low)}" if word[0] == "b" else f">{scale.spelled(scale.high)}"
    if scale.dates:
        return said.strip()
    value = number(said)
    return "" if value is None else plain(value)


def bounded(chance: Decimal, start: str) -> str:
    """Spell a probability; at the ends of the slider of its time it is a bound.

    Examples
    --------
    >>> bounded(Decimal("0.001"), "2025-02-01"), bounded(Decimal("0.01"), "2019-02-01")
    ('<=0.1%', '<=1%')
    """
    return within_floor(chance, EARLIER_FLOOR if start[:4] < _EARLIER else FLOOR)


def titled(title: str, label: str, id: str, *, shared: bool) -> str:
    """Title of a question; one of a group has a label, which its title may lack.

    Parameters
    ----------
    title, label : str
        The question's.
    id : str
        Stands where nothing else does.
    shared : bool
        Whether another question has the same title: a label within it then names all of them.

    Examples
    --------
    >>> titled("Which will open?", "Solar", "1", shared=True)
    'Which will open? (Solar)'
    >>> titled("Will Solar open?", "Solar", "1", shared=False)
    'Will Solar open?'
    """
    return with_part(title, label, always=shared) or f"Question {id}"


def of_how_many(count: str) -> str:
    """Note how many forecasters an aggregate is of.

    Examples
    --------
    >>> of_how_many("3"), of_how_many("1"), of_how_many("")
    ('of 3 forecasters', 'of 1 forecaster', '')
    """
    return f"of {count} forecaster{'' if count == '1' else 's'}" if count else ""
