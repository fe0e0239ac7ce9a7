"""Every forecaster's probability of every factor, said or predicted, and of what follows from them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from consilience.frames.answers import answers_frame
from consilience.frames.intervals import frame_of, interval
from consilience.frames.memory import remembered
from consilience.frames.titles import title_of
from consilience.models.factors.frames.forecasters import Array, groups_of, needs_factors, outcomes_of
from consilience.network import Network, network_of
from consilience.notation import Survey, brief
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Estimate, Study

if TYPE_CHECKING:
    import pandas as pd

_SHOWN = ("value", "low", "high", "logit_value", "logit_low", "logit_high", "label")
FACTORS = ("question", "title", "forecaster", "group", "answered", "said", *_SHOWN)
IMPLIED = ("question", "title", "level", "forecaster", "group", "answered", "needed", "stated", *_SHOWN)


@remembered
def factors_frame(fit: Fit) -> "pd.DataFrame":
    """Posterior credence of every forecaster in every factor.

    Parameters
    ----------
    fit : Fit
        Of a factor study.

    Returns
    -------
    pandas.DataFrame
        A row a factor (a question, in each state of its parents) and forecaster: ``question``, ``title``,
        ``forecaster``, ``group``, ``answered`` (else it is a prediction from their other answers and their group),
        ``said`` ("" if not), ``value``, ``low``, ``high`` (fractions, 90% interval), the same as ``logit_…``, and
        ``label``.

    Raises
    ------
    ValueError
        If the fit is not of a factor study.
    """
    needs_factors(fit)
    credence = flat(fit.posterior["credence"])
    said = said_of(fit.study)
    rows = []
    for place, component in enumerate(fit.posterior["question"].values.tolist()):
        for person, (forecaster, group) in enumerate(_people(fit)):
            row = said.get((forecaster, component))
            rows.append(
                {
                    "question": component,
                    "title": title_of(fit.study, component),
                    "forecaster": forecaster,
                    "group": group,
                    "answered": row is not None,
                    "said": row.said if row else "",
                    **interval(credence[:, person, place]),
                }
            )
    return frame_of(rows, FACTORS)


@remembered
def implied_frame(fit: Fit, outcomes: Sequence[str] | None = None) -> "pd.DataFrame":
    """What follows from every forecaster's factors, also of those who skipped some, and from every group's.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    outcomes : sequence of str, optional
        Events. Default: the study's outcome, and every other that follows from factors and from which nothing follows.

    Returns
    -------
    pandas.DataFrame
        A row an outcome and forecaster, after them one a group: ``question``, ``title``, ``level`` ("forecaster" or
        "group", whose row is its median forecaster, "all" over the groups), ``forecaster`` ("" for groups),
        ``group``, ``answered`` of the ``needed`` factors that bear on it, ``stated`` (the forecaster's own total as
        said, "" if there is none), ``value``, ``low``, ``high`` (fractions, 90% interval), ``logit_…``, ``label``.
        Stated totals have been taken into account, and evidence has not.

    Raises
    ------
    KeyError
        If there is no such event.
    ValueError
        If the fit is not of a factor study.
    """
    needs_factors(fit)
    network = network_of(fit.study)
    rows = [
        row
        for outcome in (outcomes_of(fit.study) if outcomes is None else outcomes)
        for row in (*_of_people(fit, network, outcome), *_of_groups(fit, network, outcome))
    ]
    return frame_of(rows, IMPLIED)


def _of_people(fit: Fit, network: Network, outcome: str) -> Iterator[dict[str, object]]:
    said = said_of(fit.study)
    needed = network.ancestors(outcome)
    implied = implied_draws(fit, network, outcome)
    for person, (forecaster, group) in enumerate(_people(fit)):
        total = said.get((forecaster, outcome))
        yield {
            "question": outcome,
            "title": title_of(fit.study, outcome),
            "level": "forecaster",
            "forecaster": forecaster,
            "group": group,
            "answered": sum((forecaster, component) in said for component in needed),
            "needed": len(needed),
            "stated": brief(total.value, total.said) if total else "",
            **interval(implied[:, person]),
        }


def _of_groups(fit: Fit, network: Network, outcome: str) -> Iterator[dict[str, object]]:
    frame = answers_frame(fit)
    chosen = frame[(frame["question"] == outcome) & (frame["summary"] == "median")]
    medians = {row["group"]: {name: row[name] for name in _SHOWN} for row in chosen.to_dict("records")}
    needed = network.ancestors(outcome)
    for group in groups_of(fit):
        answered = {row.question for row in fit.study.voices if group in (ALL_GROUPS, row.group or "")}
        yield {
            "question": outcome,
            "title": title_of(fit.study, outcome),
            "level": "group",
            "forecaster": "",
            "group": group,
            "answered": len(answered.intersection(needed)),
            "needed": len(needed),
            "stated": "",
            **medians[group],
        }


def implied_draws(fit: Fit, network: Network, event: str) -> Array:
    """Log odds of an event as every forecaster's own factors have it, draw by draw.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    network : Network
        Of its study.
    event : str
        A question asked given others is taken given them.

    Returns
    -------
    ndarray of shape (draws, forecasters)
    """
    return network.log_odds(flat(fit.posterior["credence"]), *network.asked(event))


def said_of(study: Study) -> dict[tuple[str, str], Estimate]:
    """Standing estimates that a panel takes for a forecaster's own, by forecaster and question."""
    return {(row.forecaster, row.question): row for row in study.voices if not isinstance(row.value, Survey)}


def _people(fit: Fit) -> list[tuple[str, str]]:
    posterior = fit.posterior
    return list(
        zip(posterior["forecaster"].values.tolist(), posterior["forecaster_group"].values.tolist(), strict=True)
    )
