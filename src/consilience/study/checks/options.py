"""Exclusive options of one question: what a forecaster gives them must sum to 1."""

from collections import defaultdict
from collections.abc import Iterator
from math import isnan

from consilience.notation import Layout, Point, Quantiles, Survey, layout
from consilience.problems import Problem
from consilience.study.estimate import Estimate, Speaker
from consilience.study.naming import conditional
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import percent, plain, quoted

# Sums of rounded decimal fractions are not exact in binary.
_TOLERANCE = 1e-9


def incoherent_options(reading: Reading) -> Iterator[Problem]:
    """Find forecasters whose standing estimates of the options no rounding makes sum to 1."""
    said: dict[tuple[str, Speaker], dict[str, Estimate]] = defaultdict(dict)
    for row in reading.study.standing:
        if row.option is not None and row.option in reading.study.questions[row.asked].options:
            said[conditional(row.asked, row.state), row.speaker][row.option] = row
    for (asked, (_, forecaster, _)), rows in said.items():
        options = reading.study.question(asked).options
        gap = _gap(rows, is_all=len(rows) == len(options))
        if gap is not None:
            total, excess = gap
            some = "the" if len(rows) == len(options) else f"{len(rows)} of the {len(options)}"
            sign = "+" if excess > 0 else "−"
            why = (
                f"{quoted(forecaster)} gives {some} exclusive options of {quoted(asked)} {percent(total, 4)}"
                f" in sum: {sign}{plain(100 * abs(excess), 4)} points"
            )
            last = max(rows.values(), key=lambda row: (row.file, row.line))
            yield at_row(last, why, "correct the estimates; they are used as said, not normalised", said=last.said)


def _gap(rows: dict[str, Estimate], *, is_all: bool) -> tuple[float, float] | None:
    """Sum the options and tell how far that is from 1; ``None`` where the cells leave room for a sum of 1."""
    laid = [_summed(row) for row in rows.values()]
    cells = [out.forgiving for out in laid if out and out.forgiving is not None]
    if len(cells) < len(laid):
        return None
    low, high = (sum(edges) for edges in zip(*cells, strict=True))
    best = sum(out.best for out in laid if out)
    if low > 1 + _TOLERANCE:
        total = low if isnan(best) else best
    elif is_all and high < 1 - _TOLERANCE:
        total = high if isnan(best) else best
    else:
        return None
    return total, total - 1


def _summed(row: Estimate) -> Layout | None:
    """Lay out what must sum to 1 over the options: of a survey its mean, since quantiles of its answers need not."""
    if isinstance(row.value, Survey):
        return layout(Point(row.value.mean)) if row.value.mean else None
    if isinstance(row.value, Quantiles) and row.kind in ("survey", "aggregate"):
        return None
    return layout(row.value)
