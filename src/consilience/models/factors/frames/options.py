"""Exclusive options of one question: what each speaker gives them, and what the sum is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import expit

from consilience.frames.intervals import frame_of
from consilience.frames.titles import title_of
from consilience.models.factors.frames.stated import Span
from consilience.study import Estimate, Speaker, Study, conditional

if TYPE_CHECKING:
    import pandas as pd

OPTIONS = (
    *("question", "title", "option", "forecaster", "group", "kind", "said", "value"),
    *("sum", "excess", "complete", "incoherent"),
)


def options_frame(study: Study, normalised: bool = False) -> "pd.DataFrame":
    """What each speaker gives the exclusive options of a question, and how far that is from 1 in sum.

    Parameters
    ----------
    study : Study
    normalised : bool
        Divide by the sum. As a rule estimates are used as said.

    Returns
    -------
    pandas.DataFrame
        A row a standing estimate of an option: ``question`` (with the state it is asked in), ``title``, ``option``,
        ``forecaster``, ``group``, ``kind``, ``said``, ``value`` (fraction, NaN where only a bound was said); of what
        the speaker said of all options together, ``sum``, ``excess`` over 1 in points of percent, ``complete`` (every
        option has an estimate; where not, there is no excess unless there is one already, and nothing to normalise),
        and ``incoherent``: no rounding makes it 1.
    """
    return frame_of((row for rows in _by_speaker(study) for row in _options(study, rows, normalised)), OPTIONS)


def _by_speaker(study: Study) -> list[dict[str, Estimate]]:
    """Standing estimates of the options of one question in one state, of each who gave any, by option."""
    said: dict[tuple[str, Speaker], dict[str, Estimate]] = defaultdict(dict)
    for row in sorted(study.standing, key=lambda row: row.order):
        if row.option is not None:
            said[conditional(row.asked, row.state), row.speaker][row.option] = row
    return list(said.values())


def _options(study: Study, rows: Mapping[str, Estimate], normalised: bool) -> Iterator[dict[str, object]]:
    spans = {option: Span.of(row.value) or Span(-np.inf, np.nan, np.inf) for option, row in rows.items()}
    least, total, most = (
        float(sum(expit(getattr(span, end)) for span in spans.values())) for end in ("low", "best", "high")
    )
    asked = next(iter(rows.values()))
    complete = len(rows) == len(study.question(asked.asked).options)
    question = conditional(asked.asked, asked.state)
    # Sums of decimal fractions are not exact in binary.
    excess = round(100 * (total - 1), 9)
    for option, row in rows.items():
        value = float(expit(spans[option].best))
        yield {
            "question": question,
            "title": title_of(study, question),
            "option": option,
            "forecaster": row.forecaster,
            "group": row.group or "",
            "kind": row.kind,
            "said": row.said,
            "value": (value / total if complete and total else np.nan) if normalised else value,
            "sum": total,
            "excess": excess if complete or excess > 0 else np.nan,
            "complete": complete,
            "incoherent": least > 1 + 1e-9 or (complete and most < 1 - 1e-9),
        }
