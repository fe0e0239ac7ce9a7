"""Probabilities in words for people."""

import datetime as dt
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=60)
# Below this a percentage is a row of zeros.
_SMALLEST_PERCENT = 1e-7
_SMALLEST_CHANCE = 1e-12


def format_probability(p: float) -> str:
    """Say a probability as a percentage, to two significant digits of the smaller of ``p`` and ``1 − p``.

    Parameters
    ----------
    p : float
        A fraction from 0 to 1.

    Returns
    -------
    str
        Text that :func:`~consilience.notation.parse` reads, down to about 1e-300.

    Raises
    ------
    ValueError
        If ``p`` is not a probability.

    Examples
    --------
    >>> [format_probability(p) for p in (0.12, 0.003742, 0.00004, 0.9996)]
    ['12%', '0.37%', '0.004%', '99.96%']
    """
    return percent(p, significant=2)


def format_interval(value: float, low: float, high: float) -> str:
    """Write a probability with its interval.

    Parameters
    ----------
    value, low, high : float
        Fractions from 0 to 1.

    Returns
    -------
    str

    Examples
    --------
    >>> format_interval(0.124, 0.05, 0.2731)
    '12% [5%, 27%]'
    """
    return f"{format_probability(value)} [{format_probability(low)}, {format_probability(high)}]"


def counted(number: int, noun: str) -> str:
    """Count things in words: ``counted(1, "statement")`` is "1 statement"."""
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def format_one_in(p: float) -> str:
    """Say a probability as a chance in small whole numbers.

    Parameters
    ----------
    p : float
        A fraction from 0 to 1.

    Returns
    -------
    str
        At most 10 in the denominator between 1 in 10 and 9 in 10; two significant digits outside.

    Raises
    ------
    ValueError
        If ``p`` is not a probability.

    Examples
    --------
    >>> [format_one_in(p) for p in (0.12, 0.37, 0.000836, 0.99)]
    ['about 1 in 8', 'about 3 in 8', 'about 1 in 1,200', 'about 99 in 100']
    """
    _check(p)
    if p in (0, 1):
        return "no chance" if p == 0 else "certain"
    rarer = Fraction(p) if p <= 0.5 else 1 - Fraction(p)
    if rarer < _SMALLEST_CHANCE:
        return ("less than" if p < 0.5 else "all but less than") + " 1 in 1,000,000,000,000"
    if rarer >= Fraction(1, 10):
        share = Fraction(p).limit_denominator(10)
        return f"about {share.numerator} in {share.denominator}"
    count = int(_rounded(Decimal(round(1 / rarer)), 2))
    return f"about 1 in {count:,}" if p <= 0.5 else f"about {count - 1:,} in {count:,}"


def percent(p: float, significant: int | None = None) -> str:
    """Say a fraction as a percentage, to all its digits or to so many of the smaller of ``p`` and ``1 − p``.

    Examples
    --------
    >>> percent(0.145), percent(2 / 13, significant=4)
    ('14.5%', '15.38%')
    """
    _check(p)
    exact = Decimal(repr(float(p)))
    if 0 < p < 1 and significant:
        rarer = min(exact, _EXACT.subtract(Decimal(1), exact))
        exact = exact.quantize(Decimal(1).scaleb(rarer.adjusted() - significant + 1), ROUND_HALF_EVEN, _EXACT)
    if 0 < exact < Decimal(_SMALLEST_PERCENT):
        mantissa, exponent = f"{exact.normalize(_EXACT):e}".split("e")
        return f"{mantissa}e{int(exponent)}"
    return f"{_EXACT.multiply(exact, Decimal(100)).normalize(_EXACT):f}%"


def _check(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is not a probability: it has to lie between 0 and 1")


def _rounded(number: Decimal, significant: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(number.adjusted() - significant + 1), ROUND_HALF_EVEN, _EXACT)


def between(cell: tuple[float, float], unit: str | None) -> str:
    """Say the edges of a cell: "9.5% and 10.5%", dates and quantities in their unit."""
    low, high = (_edge(edge, unit) for edge in cell)
    return f"{low} and {high}"


def _edge(edge: float, unit: str | None) -> str:
    if unit is None:
        return percent(edge, significant=4)
    if unit == "date":
        # The year after the last of the calendar has no name.
        return dt.date.fromordinal(min(int(edge), dt.date.max.toordinal())).isoformat()
    return f"{edge:.10g} {unit}"
