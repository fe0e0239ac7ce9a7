"""Small pictures within a table: where the numbers of a row lie on the axis that its rows share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import isfinite

from consilience.notation import format_probability
from consilience.notebook.html import Markup

WIDTH, HEIGHT, EDGE = 130, 14, 5
# Wide bars of a histogram; up to so many numbers are dots instead.
BAR, MOST_DOTS = 3.0, 40

type Domain = tuple[float, float]


def around(logits: Iterable[float]) -> Domain:
    """The axis of a column: from one round number to another, with all of these between."""
    from scipy.special import logit

    tails = [10.0**-power for power in range(9, 0, -1)]
    return ends_among([float(end) for end in logit([*tails, *(1 - tail for tail in reversed(tails))])], logits)


def ends_among(places: Sequence[float], logits: Iterable[float]) -> Domain:
    """The two of some rising places with all of these between, and a little room."""
    found = [value for value in logits if isfinite(value)]
    low = max((end for end in places if end <= min(found, default=0) - 0.05), default=places[0])
    high = min((end for end in places if end >= max(found, default=0) + 0.05), default=places[-1])
    return low, high


def ends_of(domain: Domain) -> str:
    """Say which numbers the ends of the axis are, for the head of the column."""
    from scipy.special import expit

    low, high = (format_probability(float(end)) for end in expit(domain))
    return f"{low} to {high}"


def dots(logits: Sequence[float], domain: Domain) -> Markup:
    """A dot for each number, or bars as high as there are many where dots would hide each other."""
    places = [round(_place(logit, domain), 1) for logit in logits]
    if len(places) > MOST_DOTS:
        return _bars(places)
    # Lines of no length with round ends are dots, all in one short path.
    path = "".join(f"M{place:g} 7h0" for place in places)
    return _picture(f'<path d="{path}" stroke="currentColor" stroke-width="6" stroke-linecap="round" opacity=".45"/>')


def _bars(places: Iterable[float]) -> Markup:
    counts = Counter(int((place - EDGE) // BAR) for place in places)
    most = max(counts.values())
    path = "".join(
        f"M{EDGE + (bar + 0.5) * BAR:g} {HEIGHT - 1}v{-max(1.0, (HEIGHT - 2) * count / most):.1f}"
        for bar, count in sorted(counts.items())
    )
    return _picture(f'<path d="{path}" stroke="currentColor" stroke-width="{BAR - 0.5:g}" opacity=".6"/>', HEIGHT - 1)


def interval(numbers: Sequence[float], domain: Domain) -> Markup:
    """An interval within an interval around a dot.

    Parameters
    ----------
    numbers : sequence of 5 floats
        Both ends of the outer and of the inner interval and the middle, in rising order; log odds.
    domain : tuple of float
    """
    low, low50, middle, high50, high = (round(_place(number, domain), 1) for number in numbers)
    return _picture(
        f'<path d="M{low:g} 7H{high:g}" stroke="currentColor" stroke-width="1.5" opacity=".8"/>'
        f'<path d="M{low50:g} 7H{high50:g}" stroke="currentColor" stroke-width="4.5" opacity=".55"/>'
        f'<path d="M{middle:g} 7h0" stroke="currentColor" stroke-width="8" stroke-linecap="round"/>'
    )


def _picture(marks: str, axis_at: int = 7) -> Markup:
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    # The numbers stand beside it as text.
    axis = f'<path d="M{EDGE} {axis_at}H{WIDTH - EDGE}" stroke="currentColor" stroke-width="1" opacity=".2"/>'
    return Markup(f'<svg {size} aria-hidden="true" fill="none">{axis}{marks}</svg>')


def _place(logit: float, domain: Domain) -> float:
    low, high = domain
    share = min(max((logit - low) / (high - low), 0.0), 1.0)
    return EDGE + share * (WIDTH - 2 * EDGE)
