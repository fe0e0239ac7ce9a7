"""Whose number leads on a single event of a tree: what voices said of it, or the population's."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from consilience.frames.answers import answers_frame
from consilience.frames.headline import Headline, headline_of
from consilience.frames.medians import beside_voices
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd

LED = ("leads", "said", "detail")
_POPULATION = {"leads": "population", "said": "", "detail": ""}


def led_by_voices(fit: Fit, events: Sequence[str], group: str = ALL_GROUPS) -> dict[str, Headline]:
    """The events that voices lead, whatever the outcome leads with: under three spoke, or all leave a side open.

    Parameters
    ----------
    fit : Fit
    events : sequence of str
        Events or components; of those that the fit does not answer nobody was asked.
    group : str
        Whose answers.

    Returns
    -------
    dict of str to Headline
    """
    frame = answers_frame(fit)
    answered = set(frame[frame["group"] == group]["question"])
    found = {event: headline_of(fit, event, group) for event in events if event in answered}
    return {event: headline for event, headline in found.items() if headline.leads == "voices"}


def told_of(headline: Headline | None, label: str) -> dict[str, str]:
    """Whose number leads on an event, in the columns :data:`LED`; ``label`` is the population's."""
    if headline is None:
        return _POPULATION
    return {"leads": "voices", "said": headline.numbers, "detail": beside_voices(headline, label)}


def who_said(headline: Headline) -> str:
    """What was said of an event, and by whom, where nothing is inferred beside it."""
    return headline.cell if headline.voices else headline.numbers


def in_brief(headline: Headline, label: str) -> str:
    """What was said of an event within a sentence, where there is room for numbers only; of nobody what is inferred."""
    if not headline.voices:
        return f"inferred {label}"
    return "; ".join(said.partition(" [")[0] for said in headline.numbers.split("; "))


def with_voices(fit: Fit, frame: "pd.DataFrame", inferred: str) -> "pd.DataFrame":
    """Add to rows of factors ``detail``: what was said where the voices lead, and what else is ``inferred``; else "".

    Parameters
    ----------
    fit : Fit
    frame : pandas.DataFrame
        With ``question``.
    inferred : str
        In words.

    Returns
    -------
    pandas.DataFrame
    """
    few = led_by_voices(fit, frame["question"].tolist())
    said = {event: f"{who_said(headline)}; {inferred}" for event, headline in few.items()}
    return frame.assign(detail=[said.get(event, "") for event in frame["question"]])
