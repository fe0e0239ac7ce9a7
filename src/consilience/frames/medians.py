"""The median forecaster as a row of a chart tells it: what was said where voices lead, and beside it a what-if."""

from typing import TYPE_CHECKING

from consilience.frames.answers import answers_frame
from consilience.frames.headline import Headline, headline_of
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
        As :func:`consilience.frames.answers_frame`, a row a question, with ``leads`` ("voices" or "population") and
        ``detail``, who stands behind the answer. Where the voices lead ``label`` is what they said, and what is
        inferred of others stands in ``detail``, where it names itself.
    """
    frame = answers_frame(fit)
    rows = frame[(frame["group"] == ALL_GROUPS) & (frame["summary"] == "median")]
    told = [(headline_of(fit, str(name)), label) for name, label in zip(rows["question"], rows["label"], strict=True)]
    return rows.assign(
        leads=[headline.leads for headline, _ in told],
        detail=[_who(headline, label) for headline, label in told],
        label=[label if headline.leads == "population" else headline.numbers for headline, label in told],
    )


def _who(headline: Headline, label: str) -> str:
    """Who stands behind an answer, and where they lead what is inferred of others."""
    if headline.leads == "population":
        return headline.cell
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
