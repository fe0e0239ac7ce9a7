"""Answers of one forecaster that no probability distribution has."""

from typing import TYPE_CHECKING

from consilience.frames.intervals import frame_of
from consilience.study import CHECKS, Study

if TYPE_CHECKING:
    import pandas as pd

CONTRADICTIONS = ("check", "meaning", "forecaster", "question", "said", "file", "line", "why", "remedy")
# Checks of what one forecaster says against the axioms of probability.
_AXIOMS = ("incoherent_crux", "total_below_part", "options_sum")


def contradictions_frame(study: Study) -> "pd.DataFrame":
    """What forecasters say against the axioms of probability, as the checks of a study found it.

    Parameters
    ----------
    study : Study
        As read.

    Returns
    -------
    pandas.DataFrame
        A row a finding: ``check`` ("incoherent_crux": P(U) outside what P(C) and P(U | C) allow; "total_below_part": a
        total on the wrong side of its parts; "options_sum": exclusive options that do not sum to 1), ``meaning``,
        ``forecaster``, ``question``, ``said``, ``file``, ``line``, ``why`` and ``remedy``. No rounding explains them.
    """
    meanings = {check.name: check.meaning for check in CHECKS if check.name in _AXIOMS}
    rows = {(row.file, row.line): row for row in study.rows}
    found = [problem for problem in study.warnings if problem.check in meanings]
    places = [rows.get((problem.file or "", problem.line or 0)) for problem in found]
    return frame_of(
        (
            {
                "check": problem.check,
                "meaning": meanings[problem.check or ""],
                "forecaster": row.forecaster if row else "",
                "question": row.question if row else "",
                "said": row.said if row else "",
                "file": problem.file,
                "line": problem.line,
                "why": problem.why,
                "remedy": problem.remedy,
            }
            for problem, row in zip(found, places, strict=True)
        ),
        CONTRADICTIONS,
    )
