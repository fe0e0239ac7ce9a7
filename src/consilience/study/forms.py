"""What every form of the notation has in common: a name, and a low, best and high number."""

from dataclasses import dataclass
from math import inf, nan

from consilience.notation import BaseRate, Bounds, Inequality, Number, Point, Quantiles, Range, Survey, Value, Words


@dataclass(frozen=True, slots=True)
class Form:
    """A value laid out for a table.

    Parameters
    ----------
    form : str
        point, range, bounds, at_most, at_least, quantiles, survey, base_rate or words.
    low, best, high : float
        Fractions, or the quantity in its unit; NaN where the form has none. For a point, the edges of its
        rounding cell around it.
    coverage : float
        Probability that low to high is said to hold; NaN where that was not said.
    n : int or None
        Answers in a survey, trials of a base rate.
    """

    form: str
    low: float
    best: float
    high: float
    coverage: float = nan
    n: int | None = None


def form_of(value: Value, *, is_event: bool = True) -> Form:
    """Lay a value out for a table.

    Parameters
    ----------
    value : Value
        As parsed.
    is_event : bool
        Whether it is a probability, which an inequality bounds on the other side by 0 or 1.

    Returns
    -------
    Form

    Examples
    --------
    >>> from consilience.notation import parse
    >>> form_of(parse("<1%"))
    Form(form='at_most', low=0.0, best=nan, high=0.01, coverage=nan, n=None)
    """
    match value:
        case Point(number):
            return Form("point", number.low, number.value, number.high)
        case Range(low, high, coverage):
            return Form("range", low.value, nan, high.value, nan if coverage is None else coverage)
        case Bounds(best, low, high, coverage):
            return Form("bounds", low.value, best.value, high.value, nan if coverage is None else coverage)
        case Inequality("<" | "<=", bound):
            return Form("at_most", 0.0 if is_event else nan, nan, bound.value)
        case Inequality(_, bound):
            return Form("at_least", bound.value, nan, 1.0 if is_event else nan)
        case Quantiles(levels, numbers):
            medians = [number.value for level, number in zip(levels, numbers, strict=True) if level == 0.5]
            median = medians[0] if medians else nan
            return Form("quantiles", numbers[0].value, median, numbers[-1].value, levels[-1] - levels[0])
        case Survey():
            return _survey(value, is_event)
        case BaseRate(events, trials):
            return Form("base_rate", nan, events / trials, nan, n=trials)
        case Words():
            meant = form_of(value.meaning)
            return Form("words", meant.low, meant.best, meant.high, meant.coverage)


def _survey(survey: Survey, is_event: bool) -> Form:
    best = survey.median or survey.mean
    low, middle, high = nan, nan, nan
    if isinstance(best, Inequality):
        bound = form_of(best, is_event=is_event)
        low, high = bound.low, bound.high
    elif best:
        middle = best.value
    if interval := survey.ci95 or survey.quartiles:
        coverage = 0.95 if survey.ci95 else 0.5
        return Form("survey", interval[0].value, middle, interval[1].value, coverage, survey.n)
    return Form("survey", low, middle, high, n=survey.n)


def cell_of(value: Value) -> tuple[float, float, float] | None:
    """Lowest, best and highest number that a value admits once rounding is allowed for.

    Parameters
    ----------
    value : Value
        As parsed.

    Returns
    -------
    tuple of float or None
        The best is NaN where none was said; ``None`` for data and summaries, which bind no single number.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [round(edge, 3) for edge in cell_of(parse("60% [40%, 70%]"))]
    [0.595, 0.6, 0.605]
    """
    match value:
        case Point(number) | Bounds(number):
            return number.low, number.value, number.high
        case Range(low, high):
            return low.low, nan, high.high
        case Inequality("<" | "<=", bound):
            return -inf, nan, bound.high
        case Inequality(_, bound):
            return bound.low, nan, inf
        case Words():
            return cell_of(value.meaning)
        case Survey(mean=Number() as mean):
            return mean.low, mean.value, mean.high
        case _:
            return None
