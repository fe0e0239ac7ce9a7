"""What every form of the notation comes to: which number, which edges."""

from dataclasses import dataclass
from math import isnan, nan, sqrt


@dataclass(frozen=True, slots=True)
class Layout:
    """A value laid out, the same for every form.

    Parameters
    ----------
    form : str
        point, range, bounds, at_most, at_least, quantiles, survey, base_rate or words.
    low, best, high : float
        As said: fractions, or the quantity in its unit. NaN where the form has none; infinite on the side that an
        inequality leaves open. For a point, the edges of its rounding cell around it.
    cell : (float, float) or None
        Least and greatest number that is admitted as the one meant, once rounding is allowed for; a bound is taken as
        said, as the likelihood takes it. ``None`` for counts, which are data.
    coverage : float
        Probability that low to high is said to hold; NaN where that was not said.
    n : int or None
        Answers in a survey, trials of a base rate.
    loose : (float, float) or None
        Of a bound alone, the cell if its number was rounded too.
    """

    form: str
    low: float
    best: float
    high: float
    cell: tuple[float, float] | None = None
    coverage: float = nan
    n: int | None = None
    loose: tuple[float, float] | None = None

    @property
    def forgiving(self) -> tuple[float, float] | None:
        """The cell as a check of coherence takes it, which forgives every rounding, that of a bound's number too."""
        return self.loose or self.cell

    @property
    def number(self) -> float:
        """The one probability that a statement comes to; NaN where it has none.

        Its best value, or the middle in log odds of an interval that was said without one. A bound has none, and
        neither has an interval from 0% or to 100%. What is published beside a survey's median is about the median, and
        no substitute for it.

        Examples
        --------
        >>> round(Layout("range", 0.1, nan, 0.2).number, 3)
        0.143
        """
        if not isnan(self.best) or self.form == "survey" or not 0 < self.low <= self.high < 1:
            return self.best
        odds = sqrt(self.low / (1 - self.low)) * sqrt(self.high / (1 - self.high))
        return min(max(odds / (1 + odds), self.low), self.high)

    @property
    def leaves_open(self) -> tuple[bool, bool]:
        """Whether it leaves open how low the one probability lies that it is about, and how high.

        A bound does on its other side, an interval from 0% or to 100% there; and 0% or 100%, which somebody rounded.

        Examples
        --------
        >>> Layout("at_most", 0.0, nan, 0.01).leaves_open, Layout("point", 0.005, 0.01, 0.015).leaves_open
        ((True, False), (False, False))
        """
        if isnan(number := self.number):
            return not self.low > 0, not self.high < 1
        return number <= 0, number >= 1

    @property
    def span(self) -> tuple[float, float] | None:
        """Between what the one probability lies that a statement comes to; ``None`` where it says nothing of it.

        Both ends are :attr:`number` where there is one. A bound leaves all beyond it open, and so does an interval from
        0% or to 100%.

        Examples
        --------
        >>> Layout("at_most", 0.0, nan, 0.01).span, Layout("range", 0.0, nan, 1.0).span
        ((0.0, 0.01), None)
        """
        if not isnan(number := self.number):
            return number, number
        # Of a survey without a number an interval is that of its median; a bound has no coverage.
        if isnan(self.low) or isnan(self.high) or (self.form == "survey" and not isnan(self.coverage)):
            return None
        low, high = max(self.low, 0.0), min(self.high, 1.0)
        return (low, high) if low > 0 or high < 1 else None
