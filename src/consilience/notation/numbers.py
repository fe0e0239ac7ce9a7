"""One number as said: the piece that every form of the notation is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """One number as said, with the cell of values that are rounded to it.

    Parameters
    ----------
    written : str
        Canonical spelling: ``"15%"``, ``"0.15"``, ``"1 in 6"``, ``"1:9"``, ``"5‰"``.
    value : float
        The probability as a fraction, or the quantity in its unit (a date as its proleptic ordinal day).
    low, high : float
        Edges of the rounding cell: the midpoints to the neighbours on the grid that the digits show. A cell
        that reaches 0 or 1 is half-open on the logit scale.
    """

    written: str
    value: float
    low: float
    high: float

    @property
    def cell(self) -> tuple[float, float]:
        """Both edges of the rounding cell."""
        return self.low, self.high
