"""Rounding cells: which values would have been said as a number, exactly.

A number said stands for everything nearer to it than to its neighbours on the grid it was rounded to: rounded
data are interval-censored (Heitjan and Rubin, 1991, *The Annals of Statistics* 19, 2244–2253). Edges are
computed in rational arithmetic and rounded to floats once, at the end.
"""

from fractions import Fraction
from typing import NamedTuple, Self

from consilience.notation.numbers import Number

_HALF = Fraction(1, 2)
# "About" is read as good to a quarter of the probability, or of what it leaves: a modelling choice.
ABOUT = Fraction(1, 4)
# Even odds are a choice between 40, 50 and 60 in 100 as people use them: a modelling choice.
EVEN = (Fraction(45, 100), Fraction(55, 100))


class Reading(NamedTuple):
    """A number with its rounding cell, in exact arithmetic.

    Examples
    --------
    >>> digits("15%", Fraction(15, 100), Fraction(1, 100)).clipped().number()
    Number(written='15%', value=0.15, low=0.145, high=0.155)
    """

    written: str
    value: Fraction
    low: Fraction
    high: Fraction

    def clipped(self) -> Self:
        """Keep the part of the cell between 0 and 1."""
        if self.low >= 0 and self.high <= 1:
            return self
        return self._replace(low=max(self.low, Fraction(0)), high=min(self.high, Fraction(1)))

    def widened(self, by: Fraction) -> Self:
        """Make the cell at least this wide on either side of the value."""
        return self._replace(low=min(self.low, self.value - by), high=max(self.high, self.value + by))

    def on_grid(self, grid: Fraction, written: str) -> Self:
        """Round the number to a stated grid, which its spelling then keeps."""
        spelling = f"{self.written} grid={written}"
        return self._replace(written=spelling, low=self.value - grid / 2, high=self.value + grid / 2)

    def number(self) -> Number:
        """Round to floats."""
        value, low, high = (edge.numerator / edge.denominator for edge in self[1:])
        return Number(self.written, value, low, high)

    @property
    def fits_floats(self) -> bool:
        """Whether floats still tell the value from 0 and 1, and the edges from each other."""
        value = float(self.value)
        certain = (value == 0) != (self.value == 0) or (value == 1) != (self.value == 1)
        return not certain and float(self.low) < float(self.high)


def digits(written: str, value: Fraction, step: Fraction) -> Reading:
    """Give a number the cell of its last digit said.

    Parameters
    ----------
    written : str
        Canonical spelling.
    value : Fraction
        The number.
    step : Fraction
        The place of the last digit, on the same scale.

    Returns
    -------
    Reading
        Half a step to either side, not clipped.

    Examples
    --------
    >>> digits("0.0%", Fraction(0), Fraction(1, 1000)).clipped().number()
    Number(written='0.0%', value=0.0, low=0.0, high=0.0005)
    """
    return Reading(written, value, value - step / 2, value + step / 2)


def one_in(written: str, count: int) -> Reading:
    """Read ``1 in N``: N lies between the midpoints to its neighbours of as many significant digits.

    Zeros at the end of N are not significant: the neighbours of 200 are 100 and 300, of 10 they are 9 and 20.

    Examples
    --------
    >>> one_in("1 in 6", 6).number() == Number("1 in 6", 1 / 6, 1 / 6.5, 1 / 5.5)
    True
    """
    least, most = _count_cell(count)
    return Reading(written, Fraction(1, count), 1 / most, 1 / least).clipped()


def several_in(written: str, events: int, trials: int) -> Reading:
    """Read ``k in N`` for k other than one: k was rounded to a whole number, N is the scale.

    Examples
    --------
    >>> several_in("6 in 1000", 6, 1000).number()
    Number(written='6 in 1000', value=0.006, low=0.0055, high=0.0065)
    """
    low, high = (Fraction(2 * events + half, 2 * trials) for half in (-1, 1))
    return Reading(written, Fraction(events, trials), low, high).clipped()


def odds(written: str, favour: int, against: int) -> Reading:
    """Read ``a:b``, a for and b against.

    With one on the smaller side the larger side is a count, rounded as in ``1 in N``; otherwise the smaller
    side was rounded to a whole number. Equal sides are even odds, from 45% to 55%.

    Examples
    --------
    >>> odds("1:9", 1, 9).number() == Number("1:9", 0.1, 1 / 10.5, 1 / 9.5)
    True
    """
    if favour == against:
        return Reading(written, _HALF, *EVEN)
    small, large = sorted((favour, against))
    if small == 1:
        least, most = _count_cell(large)
        low, high = 1 / (1 + most), 1 / (1 + least)
    else:
        low, high = ((small + half) / (small + half + large) for half in (-_HALF, _HALF))
    if favour > against:
        low, high = 1 - high, 1 - low
    return Reading(written, Fraction(favour, favour + against), low, high)


def about(reading: Reading) -> Reading:
    """Widen a probability's cell to a quarter of it, or of what it leaves, where the digits say less.

    Examples
    --------
    >>> about(digits("10%", Fraction(1, 10), Fraction(1, 100))).number()
    Number(written='10%', value=0.1, low=0.075, high=0.125)
    """
    return reading.widened(ABOUT * min(reading.value, 1 - reading.value))


def _count_cell(count: int) -> tuple[Fraction, Fraction]:
    """Find the midpoints from a count to its neighbours of as many significant digits."""
    step = 1
    while count % (step * 10) == 0:
        step *= 10
    # Below 1, 10, 100 … the next count of one significant digit is nearer: 9, 90 … and none below 1.
    below = step if count != step else step // 10
    return count - Fraction(below, 2), count + Fraction(step, 2)
