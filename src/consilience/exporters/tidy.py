"""A tidy table: a row an answer, each with its owner."""

import io
from math import isnan
from typing import TYPE_CHECKING, Any, cast

from consilience.exporters.content import Content
from consilience.exporters.leading import Leading, leading, unanswered
from consilience.frames import after_evidence_frame, answers_frame
from consilience.frames.headline import headline_of
from consilience.frames.owners import owned
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = ("value", "low", "high", "coverage", "low50", "high50")
COLUMNS = (
    *("study", "question", "title", "group", "whose", "who", "basis", "leads", "after_evidence"),
    *_NUMBERS,
    "said",
)


def tidy_csv(fit: Fit) -> Content:
    """The table as CSV: fractions at full precision, empty where there is no number."""
    found = leading(fit)
    return Content(tidy_frame(fit, found).to_csv(index=False, lineterminator="\n").encode(), unanswered(fit, found))


def tidy_parquet(fit: Fit) -> Content:
    """The same table as Parquet, with the types of its columns."""
    found, file = leading(fit), io.BytesIO()
    tidy_frame(fit, found).to_parquet(file, index=False, engine="pyarrow")
    return Content(file.getvalue(), unanswered(fit, found))


def tidy_frame(fit: Fit, found: tuple[Leading, ...]) -> "pd.DataFrame":
    """What leads, and of a population that leads every other summary, its groups, and all after the evidence.

    Parameters
    ----------
    fit : Fit
    found : tuple of Leading

    Returns
    -------
    pandas.DataFrame
        No population's number of a question that voices lead, nor of a group that they lead.
    """
    import pandas as pd

    voices: list[dict[str, Any]] = [
        {
            **{name: getattr(answer, name) for name in ("question", "title", "whose", "who", "basis")},
            **{name: getattr(answer, name) for name in ("value", "low", "high", "coverage", "said")},
            "group": "",
            "leads": True,
            "after_evidence": False,
        }
        for answer in found
        if answer.whose != "population"
    ]
    led = {answer.question: answer for answer in found if answer.whose == "population"}
    frames = [(answers_frame(fit), False), (after_evidence_frame(fit), True)]
    populations = [row for frame, after in frames for row in _of_populations(fit, frame, led, after=after)]
    order = list(dict.fromkeys(frames[0][0]["question"]))
    rows = sorted([*voices, *populations], key=lambda row: order.index(row["question"]))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).assign(study=fit.study.name)
    # A column in which nobody has a number is one of numbers all the same.
    return table.astype(dict.fromkeys(_NUMBERS, float))


def _of_populations(fit: Fit, frame: "pd.DataFrame", led: dict[str, Leading], *, after: bool) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for row in cast("list[dict[str, Any]]", owned(fit, frame).to_dict("records")):
        answer = led.get(row["question"])
        if answer is None or isnan(row["value"]) or not _may_be_told(fit, row["question"], row["group"]):
            continue
        rows.append(
            {
                **{
                    name: row[name]
                    for name in ("question", "group", "whose", "who", "value", "low", "high", "low50", "high50")
                },
                "title": answer.title,
                "basis": row["summary"],
                "coverage": answer.coverage,
                "said": "",
                "leads": row["leads"] and not after,
                "after_evidence": after,
            }
        )
    return rows


def _may_be_told(fit: Fit, question: str, group: str) -> bool:
    return group == ALL_GROUPS or headline_of(fit, question, group).leads == "population"
