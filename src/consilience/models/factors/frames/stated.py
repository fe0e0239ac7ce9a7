"""Stated totals against what the same speaker's stated factors give, by arithmetic alone: no model."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from math import inf, isfinite, nan
from typing import TYPE_CHECKING, Self

import numpy as np
from scipy.special import expit, logit

from consilience.frames.intervals import frame_of
from consilience.frames.log_odds import FARTHEST
from consilience.frames.titles import title_of
from consilience.network import Network, network_of
from consilience.notation import Value, brief, layout
from consilience.study import Estimate, Study
from consilience.study.texts import plain

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    *("forecaster", "group", "kind", "question", "title", "date", "standing", "said"),
    *("stated", "stated_low", "stated_high", "implied", "implied_low", "implied_high"),
    *("logit_stated", "logit_stated_low", "logit_stated_high"),
    *("logit_implied", "logit_implied_low", "logit_implied_high", "gap", "gap_label", "flagged", "basis", "predicted"),
    "of_complement",
)
# So many factors have 4,096 corners between them.
MOST_FACTORS = 12
# Products of decimal fractions are not exact in binary.
_TOLERANCE = 1e-9
_ALIKE = 1.05
# What a total is held against: its factors, or the same question the other way round.
FACTORS, COMPLEMENT = "the factors give", "its complement gives"


@dataclass(frozen=True, slots=True)
class Span:
    """A probability in log odds: what it may be at the least and at the most, and its best value, NaN where none."""

    low: float
    best: float
    high: float

    @classmethod
    def of(cls, value: Value) -> Self | None:
        """What a statement admits once rounding is allowed for, and the one number it comes to; ``None`` for counts.

        Examples
        --------
        >>> from consilience.notation import parse
        >>> span = Span.of(parse("10-20%"))
        >>> [round(float(expit(at)), 3) for at in (span.low, span.best, span.high)]
        [0.095, 0.143, 0.205]
        """
        said = layout(value)
        if said.cell is None:
            return None
        low, high = said.cell
        return cls(*logit([max(low, 0.0), said.number, min(high, 1.0)]).tolist())

    @classmethod
    def stated(cls, value: Value) -> Self | None:
        """The ends that were said, in place of those that rounding admits; both ends of a single number are that.

        Examples
        --------
        >>> from consilience.notation import parse
        >>> span = Span.stated(parse("12% [5%, 30%]"))
        >>> [round(float(expit(at)), 3) for at in (span.low, span.best, span.high)]
        [0.05, 0.12, 0.3]
        """
        said = layout(value)
        if said.cell is None:
            return None
        low, high = (said.number, said.number) if said.form == "point" else (said.low, said.high)
        return cls(*logit([max(low, 0.0), said.number, min(high, 1.0)]).tolist())


ANYTHING = Span(-inf, nan, inf)


def stated_coherence(study: Study) -> "pd.DataFrame":
    """Every stated total beside what the numbers that its speaker gave for the factors come to.

    Parameters
    ----------
    study : Study

    Returns
    -------
    pandas.DataFrame
        A row for each total of a speaker (of any kind but base rates) who stated every factor that it follows from;
        superseded and withdrawn ones are not ``standing``. ``forecaster``, ``group``, ``kind``, ``question``,
        ``title``, ``date`` and ``said`` as given; ``stated`` and ``implied`` as fractions with the ends that rounding
        allows, the same as ``logit_…``, which are finite; ``gap`` (log odds, stated less implied) and ``gap_label`` in
        words; ``flagged``: no rounding closes the gap; ``basis`` ("as stated"); ``predicted`` ("", for nothing is);
        ``of_complement``: what is implied comes from the same question the other way round, and from no factors. The
        ends are NaN, and the row is not flagged, where the total follows from more than 12 factors or from exclusive
        options.

    Notes
    -----
    Factors are the speaker's latest up to the total. The best of a range, or of quantiles without a median, is the
    middle in log odds. A total is a sum of products in which each factor occurs once at most, so that its extremes
    over the rounding cells are at their corners. A bound is taken as said, as the model does. Where only a bound was
    said, or 0% or 100%, the admitted value nearest to the other side is taken: the gap is then the least that there
    can be.
    """
    network = network_of(study)
    rows = []
    standing = {id(row) for row in study.standing}
    for row in sorted(study.rows, key=lambda row: row.order):
        if row.kind != "base_rate" and is_total(network, row.question):
            stated, implied = Span.of(row.value), _implied(study, network, row)
            if stated is not None and implied is not None:
                rows.append(record(study, row, stated, implied, standing=id(row) in standing, basis="as stated"))
    return frame_of(rows, COLUMNS)


def is_total(network: Network, question: str) -> bool:
    """Whether a row is about something that follows from others: a gate, or a question with parents as a whole."""
    return question in network.followed and question not in network.positions


def _implied(study: Study, network: Network, total: Estimate) -> Span | None:
    """What a speaker's factors come to, ``None`` unless all of them were stated."""
    own = total.kind == "person"
    speaker = replace(study, rows=tuple(row for row in study.rows if own or row.group == total.group))
    found = {component: speaker.beside(total, component) for component in network.ancestors(total.question)}
    return implied_span(network, total.question, {name: row.value for name, row in found.items() if row})


def implied_span(
    network: Network,
    event: str,
    values: Mapping[str, Value],
    read: Callable[[Value], Span | None] = Span.of,
    left_out: Span | None = None,
) -> Span | None:
    """What one speaker's factors come to, by arithmetic.

    Parameters
    ----------
    network : Network
    event : str
        One that follows from others.
    values : mapping of str to Value
        What was said, by component; others are left alone.
    read : callable
        :meth:`Span.of`, or :meth:`Span.stated` where the ends are to be those that were said.
    left_out : Span, optional
        What a component may be that was not stated: :data:`ANYTHING` for what the others leave open.

    Returns
    -------
    Span or None
        ``None`` unless every component that bears on the event was stated or may be left out. The ends are NaN where
        it follows from more than 12 components or from exclusive options.
    """
    spans: dict[int, Span] = {}
    for component in network.ancestors(event):
        span = (read(values[component]) if component in values else None) or left_out
        if span is None:
            return None
        spans[network.positions[component]] = span
    asked = np.zeros(len(network.components))
    asked[list(spans)] = [span.best for span in spans.values()]
    best = float(network.log_odds(np.nan_to_num(asked), *network.asked(event))) if not np.isnan(asked).any() else nan
    ends = list(_corners(network, event, spans))
    return Span(min(ends, default=nan), best, max(ends, default=nan))


def _corners(network: Network, event: str, spans: dict[int, Span]) -> Iterator[float]:
    exclusive = any(network.questions[name].options for name in network.relevant([event]))
    if exclusive or len(spans) > MOST_FACTORS:
        return
    corners = np.zeros((2 ** len(spans), len(network.components)))
    corners[:, list(spans)] = list(product(*((span.low, span.high) for span in spans.values())))
    yield from network.log_odds(corners, *network.asked(event)).tolist()


def record(
    study: Study,
    row: Estimate,
    stated: Span,
    implied: Span,
    *,
    standing: bool,
    basis: str,
    allowed: Span | None = None,
    predicted: str = "",
) -> dict[str, object]:
    """One row of a frame of coherence.

    Parameters
    ----------
    study : Study
    row : Estimate
        The stated total.
    stated, implied : Span
    standing : bool
        Whether it is what its speaker says now.
    basis : str
        "as stated", or "posterior" where what is implied comes from a fit.
    allowed : Span, optional
        Where a part of what is implied was predicted, as far as the rest alone leaves it open: of only that it can be
        said that the speaker contradicts themselves.
    predicted : str
        How many factors were, "2 of 5".

    Returns
    -------
    dict
        By the names of :data:`COLUMNS`.
    """
    at, other = _nearest(stated, implied)
    sides = {"stated": replace(stated, best=at), "implied": replace(implied, best=other)}
    fields: dict[str, object] = {}
    for name, span in sides.items():
        for end, value in (("", span.best), ("_low", span.low), ("_high", span.high)):
            fields[f"{name}{end}"] = float(expit(value))
            fields[f"logit_{name}{end}"] = float(np.clip(span.best if np.isnan(value) else value, -FARTHEST, FARTHEST))
    apart, of_complement = _apart(stated, allowed or implied), _is_complement(study, row.question)
    gives = COMPLEMENT if of_complement else FACTORS
    if apart and allowed:
        label = _gap_label(*_nearest(stated, allowed), gives, bounded=True, within=False, apart=True)
    else:
        bounded = not (isfinite(stated.best) and isfinite(implied.best))
        within = (isfinite(implied.low) or isfinite(implied.high)) and not _apart(stated, implied)
        label = _gap_label(at, other, gives, bounded=bounded, within=within, apart=apart)
        if allowed and not within:
            label = f"{label}, {predicted} predicted"
    return {
        "forecaster": row.forecaster,
        "group": row.group or "",
        "kind": row.kind,
        "question": row.question,
        "title": title_of(study, row.question),
        "date": row.date_said or (row.date.isoformat() if row.date else ""),
        "standing": standing,
        "said": brief(row.value, row.said),
        **fields,
        "gap": at - other,
        "gap_label": label,
        "flagged": apart,
        "basis": basis,
        "predicted": predicted,
        "of_complement": of_complement,
    }


def _is_complement(study: Study, question: str) -> bool:
    """Whether a question is the negation of one that follows from nothing."""
    asked = study.question(question)
    return asked.gate == "not" and not any(study.question(other).refers_to for other in asked.refers_to)


def _nearest(stated: Span, implied: Span) -> tuple[float, float]:
    """Best values of both sides; of one that has none, or 0% or 100%, the admitted one nearest to the other side."""
    has_stated, has_implied = isfinite(stated.best), isfinite(implied.best)
    if has_stated and has_implied:
        return stated.best, implied.best
    if has_implied:
        return _within(stated, implied.best), implied.best
    if has_stated:
        return stated.best, _within(implied, stated.best)
    low, high = max(stated.low, implied.low), min(stated.high, implied.high)
    middle = float((np.clip(low, -FARTHEST, FARTHEST) + np.clip(high, -FARTHEST, FARTHEST)) / 2)
    return _within(stated, middle), _within(implied, middle)


def _within(span: Span, at: float) -> float:
    # Where the ends are not known, anything is admitted.
    return float(np.fmin(np.fmax(at, span.low), span.high))


def _apart(stated: Span, implied: Span) -> bool:
    """Whether no value is admitted on both sides; comparing with an end that is not known is never true."""
    (low, high), (least, most) = ((expit(span.low), expit(span.high)) for span in (stated, implied))
    return bool(high < least * (1 - _TOLERANCE) or low > most * (1 + _TOLERANCE))


def _gap_label(at: float, other: float, gives: str, *, bounded: bool, within: bool, apart: bool = False) -> str:
    """Say a gap in log odds, stated and implied, as a ratio; where ratios say nothing, in points.

    What is implied is what something ``gives``: :data:`FACTORS` or :data:`COMPLEMENT`.

    Where it lies ``within`` what rounding or not knowing leaves open, it is no gap; where it is ``apart`` from
    that it is one, however small.
    """
    stated, implied = float(expit(at)), float(expit(other))
    least = "at least " if bounded else ""
    same = "stated and implied agree within what was said" if bounded else f"stated as {gives}"
    smaller, larger = sorted((stated, implied))
    points, certain = 100 * (larger - smaller), larger > 0.5
    is_small = points < 1 if certain else larger < _ALIKE * smaller
    if larger == smaller or (is_small and not apart):
        return same
    if within:
        return f"stated within what {gives}"
    if certain or is_small:
        return f"stated {least}{plain(points, 2)} points {'above' if stated > implied else 'below'} what {gives}"
    times = plain(larger / smaller, 2) if smaller else "∞"
    if stated > implied:
        return f"stated {least}{times} times what {gives}"
    return f"{gives} {least}{times} times what is stated"
