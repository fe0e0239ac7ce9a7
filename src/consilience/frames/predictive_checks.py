"""Whether a question's population looks like its voices: the rank of each among forecasters inferred without it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from consilience.frames.memory import kept, remembered
from consilience.frames.titles import title_of
from consilience.measures.uniformity import departure, farthest_by_chance, shares_at
from consilience.sampling.fit import Fit
from consilience.sampling.reweight import good_k, smoothed_weights
from consilience.study import ALL_GROUPS, Estimate

# Of so few voices nothing is said: what would be striking among them is not there to be seen.
FEWEST = 8
# Of questions whose voices are drawn from their population, so many are said to be unlike them, at most.
LEVEL = 0.01
# Hundreds of voices show departures that change no answer: up to so many of them elsewhere is no matter.
MATERIAL = 0.08

_COLUMNS = [
    *("question", "question_title", "group", "forecaster", "kind", "said"),
    *("rank_low", "rank", "rank_high", "pareto_k", "reliable"),
]


@dataclass(frozen=True, slots=True)
class PredictiveCheck:
    """Whether the ranks of the voices on a question, or of one of its groups, are spread evenly.

    Parameters
    ----------
    question, group : str
        The group is ``"all"`` over the groups.
    voices : int
        Persons with a rank.
    departure : float
        How far their ranks depart from an even spread, wherever within their ends they lie.
    bound : float
        How far the ranks of as many depart that are drawn from the population, but for one in a hundred questions; at
        least by what is no matter.
    """

    question: str
    group: str
    voices: int
    departure: float
    bound: float

    @property
    def passed(self) -> bool:
        """Whether the voices look like draws of the population."""
        return self.departure <= self.bound


@remembered
def predictive_checks_frame(fit: Fit) -> pd.DataFrame:
    """The rank of every voice among forecasters like it, inferred without it.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        A row a voice: ``question``, ``question_title``, ``group``, ``forecaster``, ``kind``, ``said``; ``rank_low`` and
        ``rank_high``, the share of its group's population below either end of what the statement leaves open (a round
        number half of the way to the next round numbers, an interval its middle half, a survey its median among medians
        of as many), and ``rank`` between them; ``pareto_k`` of leaving it out, and whether that is ``reliable``.

    Notes
    -----
    Leave-one-out probability integral transforms (Gelfand, Dey and Chang, 1992), by Pareto-smoothed importance sampling
    (Vehtari, Gelman and Gabry, 2017). Where the voices are drawn from the population they are spread evenly.
    """
    asked = dict.fromkeys(row.question for row in fit.model.statements(fit.study) if row.kind != "base_rate")
    frames = [ranks_frame(fit, question) for question in asked]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=_COLUMNS)


@remembered
def ranks_frame(fit: Fit, question: str) -> pd.DataFrame:
    """As :func:`predictive_checks_frame`, of one question."""
    rows = [row for row in fit.model.statements(fit.study) if row.question == question and row.kind != "base_rate"]
    ends = fit.model.ranks(fit.posterior, fit.study, rows) if rows else None
    if ends is None:
        return pd.DataFrame(columns=_COLUMNS)
    weights, pareto_k = smoothed_weights(-fit.model.log_likelihood(fit.posterior, fit.study, rows))
    low, high = (np.clip((weights * end).sum(axis=0), 0.0, 1.0) for end in ends)
    frame = pd.DataFrame(
        {
            "question": question,
            "question_title": title_of(fit.study, question),
            "group": [row.group or "" for row in rows],
            "forecaster": [row.forecaster for row in rows],
            "kind": [row.kind for row in rows],
            "said": [row.said for row in rows],
            "rank_low": low,
            "rank": (low + high) / 2,
            "rank_high": high,
            "pareto_k": pareto_k,
            "reliable": pareto_k <= good_k(len(weights)),
        }
    )
    return frame[_COLUMNS]


def ranked_persons(fit: Fit, question: str) -> pd.DataFrame:
    """Those rows of :func:`ranks_frame` that a check looks at: a survey speaks for many, a bound may have no rank."""
    frame = ranks_frame(fit, question)
    return frame[(frame["kind"] != "survey") & frame["rank"].notna()]


@kept
def predictive_checks(fit: Fit, question: str) -> tuple[PredictiveCheck, ...]:
    """Whether the population of a question looks like its voices: over the groups, and group by group.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    tuple of PredictiveCheck
        None where fewer than eight persons have a rank. Surveys are not among them: each speaks for many.
    """
    # Asked of every question of a run: where there are too few no rank is worked out.
    if not enough_to_check(fit, question):
        return ()
    ranked = ranked_persons(fit, question)
    sizes = ranked["group"].value_counts()
    groups = [str(group) for group in sizes.index[sizes >= FEWEST]] if len(sizes) > 1 else []
    scopes = [(ALL_GROUPS, ranked), *((group, ranked[ranked["group"] == group]) for group in sorted(groups))]
    return tuple(
        PredictiveCheck(
            question,
            group,
            len(members),
            departure(members["rank_low"], members["rank_high"]),
            _bound(len(members), len(scopes), of_group=group != ALL_GROUPS),
        )
        for group, members in scopes
        if len(members) >= FEWEST
    )


def enough_to_check(fit: Fit, question: str) -> bool:
    """Whether so many persons answered a question that it can be told whether their population looks like them."""
    return sum(map(_single, _on(fit, question))) >= FEWEST


@kept
def questions_checked(fit: Fit) -> tuple[PredictiveCheck, ...]:
    """The checks of all questions that have any, in the order of the study."""
    asked = dict.fromkeys(fit.answers["question"].values.tolist())
    return tuple(check for question in asked for check in predictive_checks(fit, question))


def _bound(voices: int, checks: int, *, of_group: bool = False) -> float:
    return max(farthest_by_chance(voices, LEVEL / checks, shrunk=of_group), MATERIAL)


def _on(fit: Fit, question: str) -> Sequence[Estimate]:
    return [row for row in fit.study.voices if row.question == question]


def _single(row: Estimate) -> bool:
    return row.kind != "survey"


def failed_check(fit: Fit, question: str) -> PredictiveCheck | None:
    """The check of a question that its voices fail by most; ``None`` where they fail none."""
    failed = [check for check in predictive_checks(fit, question) if not check.passed]
    return max(failed, key=lambda check: check.departure / check.bound, default=None)


@remembered
def shares_frame(fit: Fit, question: str) -> pd.DataFrame:
    """How many of the answers to a question lie below each rank, beside how many are expected to.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    pandas.DataFrame
        By ``rank`` from 0 to 1: ``least`` and ``most``, the share of the answers that may lie at or below it, and
        ``expected_low`` and ``expected_high``, between which it lies all along where the check over all groups passes.
    """
    ranked = ranked_persons(fit, question)
    low, high = ranked["rank_low"].to_numpy(), ranked["rank_high"].to_numpy()
    ends = np.unique(np.concatenate([[0.0, 1.0], low, high]))
    # Each step from both of its sides.
    at = np.repeat(ends, 2)
    least, most = shares_at(low, high, ends)
    before = shares_at(low, high, np.nextafter(ends, -1.0))
    # Beside what its check allows: of several checks each has its part of the level.
    reach = _bound(len(ranked), max(1, len(predictive_checks(fit, question))))
    return pd.DataFrame(
        {
            "rank": at,
            "least": np.column_stack([before[0], least]).ravel(),
            "most": np.column_stack([before[1], most]).ravel(),
            "expected_low": np.clip(at - reach, 0.0, 1.0),
            "expected_high": np.clip(at + reach, 0.0, 1.0),
        }
    )
