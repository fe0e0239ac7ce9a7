"""The median forecaster as a row of a chart tells it: what was said where voices lead, and beside it a what-if."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from consilience.frames.answers import answers_frame
from consilience.frames.groups import group_said
from consilience.frames.headline import FEW, Headline, headline_of
from consilience.frames.memory import remembered
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd


@remembered
def medians_frame(fit: Fit) -> "pd.DataFrame":
    """The median forecaster over all groups on every question, with whose number leads.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        As :func:`consilience.frames.answers_frame`, a row a question, with ``leads`` ("voices" or "population"),
        ``detail``, who stands behind the answer, and whether under three people are known to: ``few``. Where the voices
        lead ``label`` is what they said, and what is inferred of others stands in ``detail``, where it names itself.
    """
    frame = answers_frame(fit)
    rows = frame[(frame["group"] == ALL_GROUPS) & (frame["summary"] == "median")]
    headlines = [headline_of(fit, str(name)) for name in rows["question"]]
    return _told(rows, headlines, [headline.cell for headline in headlines])


def group_medians_frame(fit: Fit, question: str) -> "pd.DataFrame":
    """The median forecaster of every group on one question and over all of them, with whose number leads in each.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    pandas.DataFrame
        As :func:`medians_frame`, a row a group. ``detail`` tells how far the forecasters of a group lie apart where its
        population leads.
    """
    frame = answers_frame(fit)
    rows = frame[(frame["question"] == question) & (frame["summary"] == "median")]
    headlines = [headline_of(fit, question, group) for group in rows["group"]]
    whole = [
        headline.answering if group == ALL_GROUPS else group_said(fit, question, group)
        for group, headline in zip(rows["group"], headlines, strict=True)
    ]
    return _told(rows, headlines, whole)


def _told(rows: "pd.DataFrame", headlines: Sequence[Headline], whole: Sequence[str]) -> "pd.DataFrame":
    """Answers with whose number leads in each; of a population that leads, who stands behind it."""
    told = list(zip(headlines, rows["label"], whole, strict=True))
    return rows.assign(
        leads=[headline.leads for headline in headlines],
        few=[headline.people <= FEW for headline in headlines],
        detail=[
            who if headline.leads == "population" else beside_voices(headline, label) for headline, label, who in told
        ],
        label=[label if headline.leads == "population" else headline.numbers for headline, label, _ in told],
    )


def beside_voices(headline: Headline, label: str) -> str:
    """Who leads, and what is inferred of others, where the voices lead."""
    return f"{headline.cell}. {headline.what_if}: {label}" if headline.voices else f"{headline.inferred}: {label}"


def read_out(medians: "pd.DataFrame", by: str) -> str:
    """Rows of :func:`medians_frame` in words: of whose number leads, and of no other but as a what-if.

    Parameters
    ----------
    medians : pandas.DataFrame
    by : str
        The column that names a row.

    Returns
    -------
    str
    """
    return "; ".join(
        f"{row[by]}: {row['detail']}" if row["leads"] == "voices" else f"{row[by]} {row['label']}"
        for row in medians.to_dict("records")
    )


def in_grey(medians: "pd.DataFrame") -> str:
    """What a subtitle adds where some rows of :func:`medians_frame` are a what-if."""
    few = (medians["leads"] == "voices").any()
    return ", in grey where it is a what-if beside what was said" if few else ""
