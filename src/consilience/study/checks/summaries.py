"""Published summaries that no answers can have, rounding allowed for: shares, quantiles, means and spreads."""

from collections.abc import Iterator
from itertools import pairwise
from math import ceil, floor, sqrt

from consilience.notation import Inequality, Number, Survey
from consilience.problems import Problem
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import percent

# Numbers are said in decimals, which binary fractions do not hold exactly.
_SLACK = 1e-9

type _Limit = tuple[float, float, float]


def impossible_summaries(reading: Reading) -> Iterator[Problem]:
    """Find medians and means of probabilities that so many answers cannot have, rounding allowed for."""
    for row in reading.study.rows:
        value = row.value
        if not isinstance(value, Survey) or reading.study.questions[row.asked].unit is not None or value.mean is None:
            continue
        if not isinstance(value.median, Number):
            continue
        least, most = _means_about(value.median, value.n)
        if value.mean.high < least * (1 - _SLACK) or value.mean.low > most * (1 + _SLACK):
            answers = f"{value.n} answers" if value.n else "answers"
            bound = f"at least {percent(least)}" if value.mean.high < least else f"at most {percent(most)}"
            why = f"{answers} between 0% and 100% with that median have a mean of {bound}"
            yield at_row(row, why, "correct median, mean or n", said=row.said)


def _means_about(median: Number, n: int | None) -> tuple[float, float]:
    """Least and greatest mean of ``n`` fractions with a median: half of the others at 0, or half of them at 1."""
    if n is None:
        return median.low / 2, (1 + median.high) / 2
    half = (n - 1) // 2
    middle = n - 2 * half
    return (half + middle) * median.low / n, (half + (half + middle) * median.high) / n


def impossible_shares(reading: Reading) -> Iterator[Problem]:
    """Find shares, quantiles, means and standard deviations of probabilities that no answers have together."""
    for row in reading.study.rows:
        value = row.value
        if not isinstance(value, Survey) or reading.study.questions[row.asked].unit is not None:
            continue
        for why, remedy in _faults(value):
            yield at_row(row, why, remedy, said=row.said)
            break


def _faults(value: Survey) -> Iterator[tuple[str, str]]:
    """What is impossible in a summary, the plainest first."""
    for share in value.shares:
        least, most = share.below
        if value.n and ceil(value.n * least - _SLACK) > floor(value.n * most + _SLACK):
            yield (
                f"no number of {value.n} answers is {share.low.written} of them, rounded as said",
                "correct n, which may be of the whole survey, or give the range that the share lies in",
            )
    limits = _limits(value)
    for place, (_, low, _) in enumerate(limits):
        for _, _, high in limits[place + 1 :]:
            if low > high + _SLACK:
                yield (
                    "no answers have both these shares and that median or those quartiles",
                    "correct one of them; a share says how many of the answers lie beyond its bound",
                )
    if value.mean is not None and (value.shares or value.quartiles):
        least, most = _means(limits)
        if value.mean.high < least - _SLACK or value.mean.low > most + _SLACK:
            bound = f"at least {percent(least)}" if value.mean.high < least else f"at most {percent(most)}"
            yield (f"answers with these shares or quartiles have a mean of {bound}", "correct the mean or the others")
    yield from _faults_of_spread(value, limits)


def _faults_of_spread(value: Survey, limits: list[_Limit]) -> Iterator[tuple[str, str]]:
    number, n = value.sd or value.se, value.n
    if number is None or value.mean is None or n is None:
        return
    name, times = ("standard deviation", 1.0) if value.sd else ("standard error", sqrt(n))
    # The variance of fractions is greatest where each is 0 or 1.
    mean = min(max(0.5, value.mean.low), value.mean.high)
    of_sample = n / max(n - 1, 1)
    most = sqrt(max(mean * (1 - mean), 0.0) * of_sample)
    if number.low * times > most + _SLACK:
        why = f"answers between 0% and 100% with that mean have a {name} of at most {percent(most / times)}"
        yield why, "correct mean, spread or n; an interval is no standard deviation"
    # Whether it was divided by n or by n - 1 is seldom said.
    variance = (number.high * times) ** 2
    for place, low, high in limits:
        for part, beyond in ((low, value.mean.low - place), (1 - high, place - value.mean.high)):
            # Cantelli's inequality: how many answers can lie so far to one side of their mean.
            if beyond > 0 and part > variance / (variance + beyond**2) + _SLACK:
                why = f"with that {name} not so many answers lie that far from their mean"
                yield why, "correct the spread, the mean, or the median and shares beside them"


def _limits(value: Survey) -> list[_Limit]:
    """Places on the scale of answers, with the least and greatest part of the answers below each."""
    found: list[tuple[float, bool, float, float]] = [(*share.place, *share.below) for share in value.shares]
    quantiles = [(0.5, value.median), *zip((0.25, 0.75), value.quartiles or (), strict=False)]
    for level, number in quantiles:
        slack = 1 / value.n if value.n and level != 0.5 else 0.0
        if isinstance(number, Number):
            found += [(number.low, False, 0.0, level + slack), (number.high, True, level - slack, 1.0)]
        elif isinstance(number, Inequality):
            at, upper = number.bound.value, number.is_upper
            found.append((at, upper, level if upper else 0.0, 1.0 if upper else level))
    return [(place, low, high) for place, _, low, high in sorted(found)]


def _means(limits: list[_Limit]) -> tuple[float, float]:
    """Least and greatest mean: all as low as the parts below each place allow, or as high."""
    places = [0.0, *(min(max(place, 0.0), 1.0) for place, _, _ in limits), 1.0]
    below, above = [0.0], [1.0]
    for _, low, _ in limits:
        below.append(max(below[-1], low))
    for _, _, high in reversed(limits):
        above.append(min(above[-1], high))
    above = above[:0:-1]
    wide = [high - low for low, high in pairwise(places)]
    # Between two places as many lie below any point as below the upper one, or no more than below the lower.
    least = sum(width * (1 - most) for width, most in zip(wide, [*above, 1.0], strict=True))
    greatest = sum(width * (1 - fewest) for width, fewest in zip(wide, below, strict=True))
    return least, greatest
