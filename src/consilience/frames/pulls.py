"""Who moved an answer: what it would be had one of the statements that came, went or changed not done so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from consilience.frames.answers import answer_draws, headlined
from consilience.history.moved import NOISE
from consilience.history.statements import Change, changes_between, weighed_in
from consilience.measures.summaries import bounded, weighted_quantiles
from consilience.notation import format_probability
from consilience.sampling.fit import Fit
from consilience.sampling.reweight import OutOfReachError, weights_within_reach
from consilience.study import Estimate, Study

# Of more changes at once than this nobody asks who moved the answer.
MOST_CHANGES = 40
# A pull below this, in log odds, moves no printed digit.
_LEAST = 0.01


@dataclass(frozen=True, slots=True)
class Pull:
    """How far one change moved an answer.

    Parameters
    ----------
    change : Change
    without : float or None
        The answer had it not happened, as a fraction; ``None`` where the draws cannot tell.
    by : float
        How far it moved the answer, in log odds: nought within simulation noise, infinite where the draws do not reach.
    """

    change: Change
    without: float | None
    by: float

    def __str__(self) -> str:
        what = {"came": "had not come", "went": "had not gone", "changed": "had not changed"}[self.change.what]
        who = f"{self.change['forecaster']}’s {self.change['said']}"
        if self.without is None:
            return f"What the answer would be if {who} {what}, the draws do not reach to tell."
        return f"If {who} {what}, the answer would be {format_probability(self.without)}."


@dataclass(frozen=True, slots=True)
class GroupPull:
    """How far all changes of one group together moved an answer; see :class:`Pull`."""

    group: str
    changes: int
    without: float | None
    by: float


def pulls(fit: Fit, before: Study, question: str) -> list[Pull]:
    """What each change since an earlier answer did to the answer that leads on a question.

    Parameters
    ----------
    fit : Fit
        Of the study as it is now.
    before : Study
        As it was: see :func:`consilience.history.statements.as_stated`.
    question : str

    Returns
    -------
    list of Pull
        The strongest first: by Pareto-smoothed importance sampling, for one change at a time. Those of which the draws
        cannot tell come first, since it is the strongest that are beyond them; those that moved nothing beyond
        simulation noise come last, by nought.
    """
    changes = _changes(fit, before, question)
    if len(changes) > MOST_CHANGES:
        return []
    told = [Pull(change, *_without(fit, before, [change], question)) for change in changes]
    return sorted(told, key=lambda pull: -abs(pull.by))


def group_pulls(fit: Fit, before: Study, question: str) -> list[GroupPull]:
    """What the changes of each group did together, where several groups changed.

    Parameters
    ----------
    fit, before, question
        As for :func:`pulls`.

    Returns
    -------
    list of GroupPull
        The strongest first.
    """
    by_group: dict[str, list[Change]] = {}
    for change in _changes(fit, before, question):
        by_group.setdefault(change["group"], []).append(change)
    # Of a single change the change itself tells.
    if len(by_group) < 2 or all(len(changes) == 1 for changes in by_group.values()):
        return []
    told = [
        GroupPull(group, len(changes), *_without(fit, before, changes, question)) for group, changes in by_group.items()
    ]
    return sorted(told, key=lambda pull: -abs(pull.by))


def _changes(fit: Fit, before: Study, question: str) -> list[Change]:
    """Those that bear on a question."""
    bearing = {
        (row.question, row.speaker)
        for row in (*fit.model.bearing(before, question), *fit.model.bearing(fit.study, question))
    }
    found = changes_between(weighed_in(before), weighed_in(fit.study))
    return [change for change in found if change.of in bearing]


def _without(fit: Fit, before: Study, changes: Sequence[Change], question: str) -> tuple[float | None, float]:
    """The answer had some changes not happened, and how far they moved it."""
    undone_of = {change.of for change in changes}

    def of(row: Estimate) -> bool:
        return (row.question, row.speaker) in undone_of

    was = [replace(row, until=None) for row in before.weighed if of(row)]
    undone = replace(fit.study, rows=(*(row for row in fit.study.rows if not of(row)), *was))
    draws = bounded(answer_draws(fit, question, headlined(fit, question)))
    now = float(np.median(draws))
    try:
        weights, _ = weights_within_reach(fit.model.follow(fit.posterior, fit.study, undone).log_ratio)
    except OutOfReachError:
        return None, np.inf
    without = float(weighted_quantiles(draws, weights, 0.5))
    # Weights that have nothing to do with the answer move its median too, by chance.
    excess = weights - 1 / len(draws)
    beyond = abs(excess[draws <= now].sum()) > NOISE * 0.5 * np.sqrt((excess**2).sum())
    if beyond and abs(now - without) >= _LEAST:
        return float(expit(without)), now - without
    return float(expit(now)), 0.0
