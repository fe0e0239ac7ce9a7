"""Probabilities in words for people."""

import datetime as dt
import math
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=60)
# Below this a percentage is a row of zeros.
_SMALLEST_PERCENT = 1e-7
_SMALLEST_CHANCE = 1e-12
# How far a chance in small whole numbers may lie from a percentage beside it, in odds.
_NEAR = 0.1
# Digits beyond those that have a meaning by themselves, at most, to tell an end from the number between.
_MOST_FINER = 3
_SMALLEST_FACTOR = 1e-4
# Beyond this a row of noughts is read less well than a power of ten.
_LARGEST_WRITTEN_OUT = 1e9
# Digits of the edges of a rounding cell: as many more as it takes to tell them apart.
_EDGE, _FINEST_EDGE = 4, 17
# Of shares, in points of percent, and what is less than any of their digits.
_STEPS = (10, 5, 1)
_LAST = 1e-9
# An end of an interval beyond this is the tail of a prior, unless the number itself lies there.
_FARTHEST_END = 1e-6
# Below this only that is said: draws reach no further.
_SMALLEST_ANSWER = Decimal("1e-16")


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
    """Write a probability with its interval, to the digits that the interval leaves a meaning.

    Parameters
    ----------
    value, low, high : float
        Fractions from 0 to 1.

    Returns
    -------
    str

    Notes
    -----
    A digit is meant where its step is at most a tenth of the interval's width in log odds at that number, which is
    more than the Monte Carlo error of a fit that passed its diagnostics: 400 effective draws know the ends of a 90%
    interval to a thirtieth of its width. At most two significant digits of the smaller of a number and its complement
    are written, and at least the first, or two where that is a 1; in between whole percents. Where an end would be said
    like the number between, all three have a digit more. Of an end beyond one in a million, beside a number that is
    not, only that is said: nobody can tell such a tail from another.

    Examples
    --------
    >>> format_interval(0.124, 0.05, 0.2731)
    '12% [5%, 27%]'
    >>> format_interval(0.0082, 0.00018, 0.064), format_interval(0.0039, 0.0024, 0.0061)
    ('0.8% [0.018%, 6%]', '0.39% [0.24%, 0.61%]')
    >>> format_interval(0.84, 0.49, 0.9928), format_interval(0.008, 1.1e-9, 0.48)
    ('84% [49%, 99.3%]', '0.8% [<0.0001%, 48%]')
    >>> format_interval(1.2e-12, 4.2e-18, 2e-8), format_interval(0.2, 0.195, 0.205)
    ('1.2e-12 [<1e-16, 2e-8]', '20% [19.5%, 20.5%]')
    """
    numbers = _meant_together(value, low, high)
    if _rarer(value) > _FARTHEST_END:
        said = [_in_percent(numbers[0]), *(_end(p, number) for p, number in zip((low, high), numbers[1:], strict=True))]
    else:
        # One with an exponent among percents would be taken for a percentage.
        small = any(0 < number < _SMALLEST_PERCENT for number in numbers)
        said = [_tiny(number) if small else _in_percent(number) for number in numbers]
    return f"{said[0]} [{said[1]}, {said[2]}]"


def _tiny(number: Decimal) -> str:
    return f"<{_as_fraction(_SMALLEST_ANSWER)}" if 0 < number < _SMALLEST_ANSWER else _as_fraction(number)


def format_within(value: float, low: float, high: float) -> str:
    """Write a probability alone as :func:`format_interval` writes it beside its interval.

    Examples
    --------
    >>> format_within(0.9928, 0.9, 0.9996)
    '99.3%'
    """
    return _in_percent(_meant_together(value, low, high)[0])


def _rarer(p: float) -> float:
    return min(p, 1 - p)


def _end(p: float, meant: Decimal) -> str:
    if p in (0, 1) or _rarer(p) >= _FARTHEST_END:
        return _in_percent(meant)
    return f"<{percent(_FARTHEST_END)}" if p < 0.5 else f">{percent(1 - _FARTHEST_END)}"


def _log_odds(p: float) -> float:
    _check(p)
    return math.copysign(math.inf, p - 0.5) if p in (0, 1) else math.log(p / (1 - p))


def _meant_together(value: float, low: float, high: float) -> tuple[Decimal, Decimal, Decimal]:
    """Round a probability and its interval to the digits that have a meaning and tell the ends from what is between."""
    width = _log_odds(high) - _log_odds(low)
    for finer in range(_MOST_FINER):
        said, *ends = (_meant(p, width, finer) for p in (value, low, high))
        if not any(end == said and p != value for p, end in zip((low, high), ends, strict=True)):
            break
    return said, ends[0], ends[1]


def _meant(p: float, width: float, finer: int = 0) -> Decimal:
    """Round a probability to the digits that an interval of that width in log odds leaves a meaning, or to more."""
    _check(p)
    exact = Decimal(repr(float(p)))
    rarer = min(exact, _EXACT.subtract(Decimal(1), exact))
    if not rarer:
        return exact
    first = rarer.adjusted()
    resolution = width / 10 * p * (1 - p)
    finest, coarsest = first - 1, first - (rarer.scaleb(-first) < 2)
    place = math.floor(math.log10(resolution)) if 0 < resolution < math.inf else (first if resolution else finest)
    return exact.quantize(_unit(min(max(place, finest), coarsest, -2) - finer), ROUND_HALF_EVEN, _EXACT)


def format_share(share: float) -> str:
    """Say a share in whole percents, one that is neither all nor none never as all or none.

    Examples
    --------
    >>> [format_share(share) for share in (0, 0.004, 0.125, 0.996, 1)]
    ['0%', '<1%', '12%', '>99%', '100%']
    """
    said = f"{share:.0%}"
    if share not in (0, 1) and said in ("0%", "100%"):
        return "<1%" if share < 0.5 else ">99%"
    return said


def format_shares_within(*shares: tuple[float, float, float]) -> list[str]:
    """Say shares that stand side by side, each with the interval of its Monte Carlo error.

    Parameters
    ----------
    *shares : (float, float, float)
        Fractions: share, low, high.

    Returns
    -------
    list of str
        Shares in steps of 1, 5 or 10 points of percent, the largest that half of the narrowest interval holds: in
        steps of their own a smaller one might be said to be larger. Ends are rounded outwards to whole percents.

    Examples
    --------
    >>> format_shares_within((0.424, 0.352, 0.493)), format_shares_within((0.997, 0.93, 1), (0.004, 0, 0.01))
    (['40% [35%, 50%]'], ['>99% [93%, 100%]', '<1% [0%, 1%]'])
    """
    half = 50 * min(high - low for _, low, high in shares)
    step = next((step for step in _STEPS if step <= half + _LAST), 1)
    return [_in_steps(step, *share) for share in shares]


def _in_steps(step: int, share: float, low: float, high: float) -> str:
    # An end that is a whole percent but for its last binary digit is that percent.
    least, most = math.floor(100 * low + _LAST), math.ceil(100 * high - _LAST)
    nearest = step * round(100 * share / step)
    said = f"{min(max(nearest, least), most)}%"
    if nearest in (0, 100) and share not in (0, 1):
        said = f"<{step}%" if nearest == 0 else f">{100 - step}%"
    return f"{said} [{least}%, {most}%]"


def counted(number: int, noun: str) -> str:
    """Count things in words: ``counted(1, "statement")`` is "1 statement"."""
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def format_one_in(p: float, low: float | None = None, high: float | None = None) -> str:
    """Say a probability as a chance in small whole numbers.

    Parameters
    ----------
    p : float
        A fraction from 0 to 1.
    low, high : float, optional
        Its interval: no digits are then said that it leaves no meaning, as in :func:`format_interval`.

    Returns
    -------
    str
        At most 10 in the denominator between 1 in 10 and 9 in 10; two significant digits outside. Within a tenth of the
        odds of the percentage that is printed, or as near as so few digits come.

    Raises
    ------
    ValueError
        If ``p`` is not a probability.

    Examples
    --------
    >>> [format_one_in(p) for p in (0.12, 0.37, 0.000836, 0.99)]
    ['about 1 in 8', 'about 3 in 8', 'about 1 in 1,200', 'about 99 in 100']
    >>> format_one_in(0.149, 0.0016, 0.86), format_one_in(0.0427, 0.0005, 0.45), format_one_in(0.0114, 0.009, 0.014)
    ('about 1 in 7', 'about 1 in 25', 'about 1 in 91')
    """
    _check(p)
    if p in (0, 1):
        return "no chance" if p == 0 else "certain"
    if _rarer(p) < _SMALLEST_CHANCE:
        return ("less than" if p < 0.5 else "all but less than") + " 1 in 1,000,000,000,000"
    width = 0.0 if low is None or high is None else _log_odds(high) - _log_odds(low)
    # It says again what is printed: 4% of which the digits go on stays 1 in 25.
    said = Fraction(_meant(p, 0) if low is None or high is None else _meant_together(p, low, high)[0])
    rarer = min(said, 1 - said)
    if rarer >= Fraction(1, 10):
        share = _simplest(said, min(width / 20, _NEAR) * float(said * (1 - said)))
        return f"about {share.numerator} in {share.denominator}"
    count = int(_said_in(Decimal(round(1 / rarer)), width))
    if abs(count * rarer - 1) > _NEAR:
        count = int(_said_in(Decimal(round(1 / rarer)), 0.0))
    return f"about 1 in {count:,}" if p <= 0.5 else f"about {count - 1:,} in {count:,}"


def format_factor(value: float, low: float, high: float) -> str:
    """Write a factor of one or more with its interval, to the digits that this leaves a meaning.

    Examples
    --------
    >>> format_factor(23.2, 3.8, 757), format_factor(2.94, 2.81, 3.08)
    ('20 [4, 800]', '2.9 [2.8, 3.1]')
    """
    said = [f"{_said_in(Decimal(repr(at)), math.log(high / low)):f}" for at in (value, low, high)]
    return f"{said[0]} [{said[1]}, {said[2]}]"


def format_bayes_factor(factor: float) -> str:
    """Write a Bayes factor with two significant digits, one far below 1 as one in so many.

    Examples
    --------
    >>> [format_bayes_factor(factor) for factor in (0.064, 99.6, 6_914_160, 0.0000612, 1e30, math.inf)]
    ['0.064', '100', '6,900,000', '1 in 16,000', '1e+30', '∞']
    """
    if 0 < factor < _SMALLEST_FACTOR:
        return f"1 in {format_bayes_factor(1 / factor)}"
    digits = f"{factor:.2g}"
    if factor == math.inf:
        return "∞"
    return f"{float(digits):,.0f}" if 10 <= factor < _LARGEST_WRITTEN_OUT else digits


def _simplest(p: Fraction, within: float) -> Fraction:
    """The share of the smallest whole so near to a probability, or the nearest of at most ten."""
    shares = (Fraction(round(p * whole), whole) for whole in range(2, 11))
    near = (share for share in shares if 0 < share < 1 and abs(share - p) <= within)
    return next(near, p.limit_denominator(10))


def _said_in(count: Decimal, width: float) -> Decimal:
    """Round a count or a factor to the digits that an interval of that width in logarithms leaves a meaning."""
    first = count.adjusted()
    step = float(count) * width / 10
    coarsest = first - (count.scaleb(-first) < 2)
    place = coarsest if math.isinf(step) else math.floor(math.log10(step)) if step else first - 1
    return count.quantize(_unit(min(max(place, first - 1), coarsest)), ROUND_HALF_EVEN, _EXACT)


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
        exact = exact.quantize(_unit(rarer.adjusted() - significant + 1), ROUND_HALF_EVEN, _EXACT)
    return _in_percent(exact)


def _in_percent(exact: Decimal) -> str:
    if 0 < exact < Decimal(_SMALLEST_PERCENT):
        return _as_fraction(exact)
    return f"{_EXACT.multiply(exact, Decimal(100)).normalize(_EXACT):f}%"


def _as_fraction(exact: Decimal) -> str:
    if exact >= Decimal("0.001"):
        return f"{exact.normalize(_EXACT):f}"
    mantissa, exponent = f"{exact.normalize(_EXACT):e}".split("e")
    return f"{mantissa}e{int(exponent)}" if exact else "0"


def _check(p: float) -> None:
    if not 0 <= p <= 1:
        raise ValueError(f"{p} is not a probability: it has to lie between 0 and 1")


def _unit(place: int) -> Decimal:
    return Decimal(1).scaleb(place)


def between(cell: tuple[float, float], unit: str | None) -> str:
    """Say the edges of a cell: "9.5% and 10.5%", dates and quantities in their unit."""
    if unit is not None or cell[0] == cell[1]:
        low, high = (_edge(edge, unit) for edge in cell)
        return f"{low} and {high}"
    said = ((percent(cell[0], places), percent(cell[1], places)) for places in range(_EDGE, _FINEST_EDGE))
    low, high = next((pair for pair in said if pair[0] != pair[1]), (percent(cell[0]), percent(cell[1])))
    return f"{low} and {high}"


def _edge(edge: float, unit: str | None) -> str:
    if unit is None:
        return percent(edge, significant=_EDGE)
    if unit == "date":
        # The year after the last of the calendar has no name.
        return dt.date.fromordinal(min(int(edge), dt.date.max.toordinal())).isoformat()
    return f"{edge:.10g} {unit}"
