"""Probabilities on a scale of log odds: the numbers that people say, and how each is said twice.

A slider goes from one such number to the next, so that whatever it is moved to is something to say.
"""

from dataclasses import dataclass
from functools import cache
from math import isclose, log
from typing import Any

from consilience.notation import format_one_in, format_probability

# A scale that begins at one in ten thousand leaves the middle half of its length.
DECADES = 4
_FEWEST, _MOST = 2, 9


@dataclass(frozen=True, slots=True)
class Stop:
    """A number on the scale.

    Parameters
    ----------
    z : float
        Log odds.
    said : str
        As it is written: ``0.3%``.
    chance : str
        The same as a chance: ``1 in 330``.
    """

    z: float
    said: str
    chance: str

    @classmethod
    def of(cls, p: float, said: str = "") -> "Stop":
        """The stop of a probability strictly between 0 and 1."""
        return cls(log(p) - log(1 - p), said or format_probability(p), chance_of(p))

    @property
    def page(self) -> list[Any]:
        """As a page reads it."""
        return [self.z, self.said, self.chance]


def chance_of(p: float) -> str:
    """Say a probability as a chance, and "about" where that is rounded.

    Examples
    --------
    >>> chance_of(0.1), chance_of(0.15), chance_of(0.999)
    ('1 in 10', 'about 1 in 7', '999 in 1,000')
    """
    chance = format_one_in(p).removeprefix("about ")
    part, _, whole = chance.replace(",", "").partition(" in ")
    exact = whole.isdigit() and isclose(int(part) / int(whole), p, rel_tol=1e-9)
    return chance if exact else format_one_in(p)


@cache
def stops(decades: int = DECADES) -> tuple[Stop, ...]:
    """Every number of a scale, from ``10**-decades`` to what that leaves: whole percents, and one digit beyond.

    Examples
    --------
    >>> [stop.said for stop in stops(3)[:3]], [stop.said for stop in stops(3)[-2:]]
    (['0.1%', '0.2%', '0.3%'], ['99.8%', '99.9%'])
    """
    small = [digit * 10.0**-place for place in range(decades, 2, -1) for digit in range(1, 10)]
    rarer = [Stop.of(p) for p in small]
    middle = [Stop.of(percent / 100, f"{percent}%") for percent in range(1, 100)]
    return (*rarer, *middle, *(Stop.of(1 - p) for p in reversed(small)))


@cache
def ticks(decades: int = DECADES) -> tuple[Stop, ...]:
    """The numbers that stand below a scale."""
    small = [10.0**-place for place in range(decades, 1, -1)]
    return tuple(Stop.of(p) for p in (*small, 0.1, 0.5, 0.9, *(1 - p for p in reversed(small))))


def scale_page(decades: int = DECADES) -> dict[str, Any]:
    """A scale as a page reads it."""
    return {
        "stops": [stop.page for stop in stops(decades)],
        "ticks": [tick.page for tick in ticks(decades)],
    }


def decades_for(*probabilities: float) -> int:
    """How far a scale has to reach to show probabilities strictly between 0 and 1.

    Examples
    --------
    >>> decades_for(0.2), decades_for(2e-6, 0.5), decades_for(1e-30)
    (4, 6, 9)
    """
    rarest = min((min(p, 1 - p) for p in probabilities), default=0.5)
    reach = next((place for place in range(_FEWEST, _MOST) if 10.0**-place <= rarest * (1 + 1e-9)), _MOST)
    return max(reach, DECADES)
