"""The log-odds axis: where the ticks stand, what they say, and how many fit.

Positions are natural log odds. Ticks come from a ladder of round probabilities, powers of ten first, then 5
and 25, then 2 …, mirrored above 50%, and are thinned until no two labels touch.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log
from typing import NamedTuple

import altair as alt

from consilience.charts.drawing.language import number, word
from consilience.charts.drawing.layout import Page
from consilience.charts.drawing.typography import text_width

AXIS_TITLE = "Probability (log-odds scale)"

# Percentages by rank: a tick of a later rank is set only where the earlier ones have left room. Even powers
# of ten come before odd ones, so that a narrow axis keeps evenly spaced decades.
_EVEN = ("50", "1", "0.01", "0.0001", "0.000001", "0.00000001")
_ODD = ("10", "0.1", "0.001", "0.00001", "0.0000001")
_FIVES = ("5", "25")
_TWOS = ("0.5", "2", "20", "40", "0.05", "0.2", "0.02", "0.002")
_SMALL = tuple(f"{digit}E-{zeros}" for zeros in range(3, 9) for digit in ("5", "2") if (digit, zeros) != ("2", 3))
_FINE = ("3", "7", "15", "30", "35", "45", "4", "6", "8", "12", "18")
# With so many ticks, a lone 3% among the powers of ten would only look like a mistake.
ENOUGH = 5
_LADDER = (_EVEN, _ODD, _FIVES, _TWOS, _SMALL, _FINE)


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick of the log-odds axis.

    Parameters
    ----------
    logit : float
        Where it stands, in natural log odds.
    lines : tuple of str
        What it says: percent, and below it "1 in N" where that is shown and N is whole.
    """

    logit: float
    lines: tuple[str, ...]


def ticks(page: Page, *, plain: bool = False) -> tuple[Tick, ...]:
    """Choose the ticks that fit a page, in increasing order.

    Parameters
    ----------
    page : Page
        Domain in logits, widths in chart units, font sizes.
    plain : bool
        50% and powers of ten alone: in a small panel an 8% between them would only look like a mistake.

    Returns
    -------
    tuple of Tick
        The full width adds "1 in N" up to 50%, thinned on its own; the column has room for percent alone.

    Examples
    --------
    >>> from consilience.charts.drawing.layout import Page
    >>> from consilience.charts.drawing.theme import SIZES
    >>> page = Page(SIZES["column"], (-9.3, 4.7), left=60, right=10)
    >>> [" ".join(tick.lines) for tick in ticks(page)]
    ['0.01%', '0.1%', '1%', '10%', '50%', '90%', '99%']
    """
    size = page.sizes.small
    placed: list[_Placed] = []
    for rank, written, logit in _candidates(page.domain):
        if (rank in (_TWOS, _SMALL, _FINE) and len(placed) >= ENOUGH) or (plain and rank not in (_EVEN, _ODD)):
            break
        said = number(f"{written.normalize():f}%")
        at, half = page.px(logit), text_width(said, size) / 2
        if _inside(at, half, page) and _free(at, half, placed, size * 0.6):
            placed.append(_Placed(at, half, Tick(logit, (said,)), _one_in(written)))
    if page.narrow:
        return tuple(entry.tick for entry in sorted(placed, key=lambda entry: entry.at))
    second: list[_Placed] = []
    for entry in placed:
        half = text_width(entry.one_in, size) / 2
        if entry.one_in and _inside(entry.at, half, page) and _free(entry.at, half, second, size * 0.9):
            tick = Tick(entry.tick.logit, (*entry.tick.lines, entry.one_in))
            second.append(_Placed(entry.at, half, tick, entry.one_in))
    both = {entry.at: entry.tick for entry in (*placed, *second)}
    return tuple(both[at] for at in sorted(both))


class _Placed(NamedTuple):
    """A tick, its place and half the width of its label in chart units, and what a second line would say."""

    at: float
    half: float
    tick: Tick
    one_in: str


def _inside(at: float, half: float, page: Page) -> bool:
    return 1 - page.left <= at - half and at + half <= page.plot + page.right - 1


def _free(at: float, half: float, placed: Sequence[_Placed], gap: float) -> bool:
    return all(abs(at - other.at) >= half + other.half + gap for other in placed)


def _candidates(domain: tuple[float, float]) -> Iterator[tuple[tuple[str, ...], Decimal, float]]:
    """Run down the ladder: rank, percentage and log odds of every tick within the domain."""
    low, high = domain
    for rank in _LADDER:
        for written in rank:
            below = Decimal(written)
            for percent in dict.fromkeys((below, 100 - below)):
                logit = log(percent / (100 - percent))
                if low <= logit <= high:
                    yield rank, percent, logit


def _one_in(percent: Decimal) -> str:
    """Say "1 in N" up to 50% where N is whole; nothing elsewhere."""
    times = 100 / percent
    if percent > 50 or times != times.to_integral_value():
        return ""
    return word("1 in {}", number(f"{int(times):,}"))


def axis(page: Page, *, title: str = AXIS_TITLE) -> alt.Axis:
    """Build the bottom axis of a page.

    Parameters
    ----------
    page : Page
        Domain in logits, widths in chart units, font sizes.
    title : str
        Title under the axis.

    Returns
    -------
    altair.Axis
        With its own tick values and labels.
    """
    chosen = ticks(page)
    # Keys are whole ten-thousandths because Vega's number format would write U+2212 for minus.
    labels = ",".join(f"'k{round(tick.logit * 1e4)}':{list(tick.lines)!r}" for tick in chosen)
    return alt.Axis(
        values=[tick.logit for tick in chosen],
        labelExpr=f"{{{labels}}}['k'+round(datum.value*10000)]",
        labelOverlap=False,
        labelFlush=False,
        # Vega drops every other value of its own accord where there are more than tickCount.
        tickCount=len(chosen),
        title=word(title),
        grid=True,
    )


def upper(page: Page) -> list[tuple[float, str]]:
    """What a tall plot says above it, and where: per cent alone."""
    return [(page.px(tick.logit), tick.lines[0]) for tick in ticks(page)]


def axis_height(page: Page) -> float:
    """Height of the bottom axis below the plot, title included, in chart units."""
    lines = max((len(tick.lines) for tick in ticks(page)), default=1)
    return 5 + page.sizes.small * (1.15 * lines + 1.15) + 4


def scale(page: Page) -> alt.Scale:
    """Build the linear scale over log odds that every layer of a page shares."""
    return alt.Scale(domain=list(page.domain), nice=False, zero=False)
