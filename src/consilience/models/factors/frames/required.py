"""The burden of proof, turned round: which clean record of tests would bring a risk below a threshold.

The risk is that of the median forecaster, draw by draw, as it is wherever an answer is published. A clean record
multiplies every forecaster's odds of the tested factor by one ratio, the same for all, so that each is convinced up to
a ratio of their own, and the median forecaster is once half of them are. So in each draw one forecaster decides, and
their joint credence in outcome and factor is what :mod:`consilience.evidence.burden` is given. Whoever declares the
record that is found as evidence gets the answer that was asked for; the mean of the joint credences would not do, as
the mean of updated forecasters is not the update of their mean.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.evidence.burden import MOST_TRIALS, floor, frontier, required_sensitivity, required_trials
from consilience.evidence.elicited import elicited_values, likelihoods_of
from consilience.evidence.record import record_likelihood
from consilience.frames.answers import answer_draws_of, fraction, latest_answers, outcome_of
from consilience.frames.titles import title_of
from consilience.models.factors.frames.evidence import joint_of
from consilience.models.factors.frames.forecasters import drawn_forecasters
from consilience.network import Network, network_of
from consilience.notation import counted, format_probability, parse
from consilience.problems import UnknownNameError, WrongValueError
from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]
# A fraction, or a text as in study.toml: "5%", "60% [30%, 85%]", "3 of 4".
type Rate = float | str

# Numbers of trials that a frontier goes through: more are a programme and not a test.
SHOWN_TRIALS = 30


@dataclass(frozen=True, eq=False)
class RequiredEvidence:
    """The clean record that would bring a risk down far enough, or that there is none.

    Attributes
    ----------
    outcome, on : str
        What is at risk, and the factor that is tested.
    threshold, confidence : float
        The risk that must not be exceeded, and the share of the draws in which it must not be.
    risk : float
        What the median forecaster's risk does not exceed, with that confidence, as things stand.
    floor : float
        What is left of it by the best record there can be: the lowest threshold that tests of this kind can meet.
    trials : int or None
        Independent clean trials: those that are needed where a sensitivity was given, those given where a
        sensitivity is asked for, ``None`` otherwise.
    sensitivity : float or None
        The sensitivity that is needed where trials were given, a fraction.
    frontier : pandas.DataFrame or None
        Where neither was given, the sensitivity for each number of trials: ``trials``, ``sensitivity`` (NaN where not
        even 100% is enough), ``common_failure`` and ``label``; without a common failure, and with the one given.
    possible : bool
        Whether there is such a record.
    says : str
        All of it in a sentence or two.
    """

    outcome: str
    on: str
    threshold: float
    confidence: float
    risk: float
    floor: float
    trials: int | None
    sensitivity: float | None
    frontier: "pd.DataFrame | None"
    possible: bool
    says: str

    def __str__(self) -> str:
        return self.says


def required_evidence(
    fit: Fit,
    outcome: str | None = None,
    threshold: Rate | None = None,
    confidence: Rate = 0.9,
    *,
    on: str | None = None,
    sensitivity: Rate | None = None,
    trials: int | None = None,
    false_positive_rate: Rate = 0.0,
    common_failure: Rate = 0.0,
) -> RequiredEvidence:
    """Find what clean record of tests would bring a risk to a threshold or below, beside the evidence there is.

    Parameters
    ----------
    fit : Fit
        Of a factor study. Evidence that its study declares counts first.
    outcome : str, optional
        Event whose risk must come down; by default the study's.
    threshold : float or str, optional
        A fraction, or a text such as ``"1%"``; by default the study's.
    confidence : float or str
        Share of the posterior draws in which the median forecaster's risk must end at or below the threshold.
    on : str, optional
        Event whose state the tests can tell; by default the one that the study's evidence is about.
    sensitivity : float or str, optional
        P(positive | true) of one trial: then the number of trials is found. A text may be elicited, as in
        study.toml: the trials share what is uncertain of it.
    trials : int, optional
        How many, all clean: then the sensitivity is found. With neither, the frontier of both.
    false_positive_rate, common_failure : float or str
        Of one trial, and of a flaw that makes all of them read negative whatever is true.

    Returns
    -------
    RequiredEvidence

    Raises
    ------
    ValueError
        If both ``sensitivity`` and ``trials`` are given, a probability is none, ``on`` or the threshold is left out
        and the study does not say, or the fit is not of a factor study.
    KeyError
        If there is no such outcome or factor.
    NotationError
        If a text cannot be read, or has two readings.

    Notes
    -----
    Forecasters who hold that the outcome is likelier where the factor is false see the risk raised by a clean
    record. Where a panel is of two minds on this, they are counted as convinced last, so that what is found is never
    too little.
    """
    if sensitivity is not None and trials is not None:
        msg = "sensitivity and trials are both given, and one of them is to be found. To mend it: leave one out"
        raise WrongValueError.told(msg)
    outcome = outcome_of(fit, outcome)
    limit, share = _limit(fit, threshold), fraction("confidence", confidence)
    rates = {"false_positive_rate": _values(false_positive_rate), "common_failure": _values(common_failure)}
    tested = _tested(fit, outcome, on)
    at_limit, at_best = _deciding(fit, outcome, tested, limit, _best_ratio(rates))
    risk = np.quantile(expit(answer_draws_of(latest_answers(fit), outcome)), share, method="inverted_cdf")
    best = required_trials(at_limit, limit, share, 1.0, **rates)
    if sensitivity is not None:
        found = _Found(trials=required_trials(at_limit, limit, share, _values(sensitivity), **rates))
    elif trials is not None:
        # Where a test that tells nothing is enough, and there are no false positives, minus nought comes out.
        needed = required_sensitivity(at_limit, limit, share, trials, **rates)
        found = _Found(trials=trials, sensitivity=None if needed is None else abs(needed))
    else:
        found = _Found(frontier=_frontier(at_limit, limit, share, rates))
    asked = found.sensitivity if trials is not None else (found.trials if sensitivity is not None else best)
    left, alone = floor(at_best, share, **rates), {"false_positive_rate": rates["false_positive_rate"]}
    is_shared = best is None and required_trials(at_limit, limit, share, 1.0, **alone) is not None
    case = _Case(fit, outcome, tested, limit, share, float(risk), left, sensitivity, false_positive_rate, is_shared)
    return RequiredEvidence(
        outcome,
        tested,
        limit,
        share,
        float(risk),
        left,
        found.trials,
        found.sensitivity,
        found.frontier,
        asked is not None,
        case.needless() if best == 0 else (case.impossible(found) if asked is None else case.possible(found)),
    )


@dataclass(frozen=True, eq=False)
class _Found:
    trials: int | None = None
    sensitivity: float | None = None
    frontier: "pd.DataFrame | None" = None


def _limit(fit: Fit, threshold: Rate | None) -> float:
    chosen = fit.study.threshold if threshold is None else threshold
    if chosen is None:
        msg = f'{fit.study.name} declares no threshold. To mend it: name one, such as threshold="1%"'
        raise WrongValueError.told(msg)
    return fraction("threshold", chosen)


def _values(said: Rate) -> Array:
    """Equally likely values of a probability: one, or those of what was elicited."""
    if not isinstance(said, str):
        return np.array([float(said)])
    try:
        return elicited_values(parse(said))
    except TypeError as error:
        msg = f'{said!r} leaves open how probable this is. To mend it: write one such as "5%" or "60% [30%, 85%]"'
        raise WrongValueError.told(msg) from error


def _tested(fit: Fit, outcome: str, on: str | None) -> str:
    """The tested factor: the one named, or the only one that the study's evidence is about."""
    network = network_of(fit.study)
    event = network.asked(outcome)[0]
    bearing = {*network.relevant([event])}
    factors = [name for name in network.followed if network.question_of(name).name in bearing and name != event]
    declared = list(dict.fromkeys(test.on for test in fit.study.evidence.values()))
    if on is None and len(declared) == 1:
        return declared[0]
    if on is None:
        told = f"its evidence is about {' and '.join(declared)}" if declared else "it declares no evidence"
        msg = f"what is tested is not named, and {told}. To mend it: name as on=… one of {', '.join(factors)}"
        raise WrongValueError.told(msg)
    if on not in network.events:
        msg = f"the study has no event {on!r} to test. To mend it: name one of {', '.join(factors)}"
        raise UnknownNameError.told(msg)
    return on


def _best_ratio(rates: dict[str, Array]) -> float:
    """Likelihood ratio of one clean trial that misses nothing: no record tells more."""
    true, false = record_likelihood(1.0, rates["false_positive_rate"], trials=1, common_failure=rates["common_failure"])
    return true / false if false else 1.0


def _deciding(fit: Fit, outcome: str, tested: str, limit: float, best: float) -> tuple[Array, Array]:
    """Joint credence of who decides in each draw: for the threshold, and for what the best record leaves.

    Returns
    -------
    tuple of ndarray of shape (draws, 2, 2)
    """
    network: Network = network_of(fit.study)
    declared = likelihoods_of(fit.study)
    parts = []
    for panel in drawn_forecasters(fit):
        joint = joint_of(network, panel.reshape(len(panel), -1, panel.shape[-1]), outcome, tested, declared)
        parts.append((_middle(joint, convinced_up_to(joint, limit)), _middle(joint, -_least_risk(joint, best))))
    at_limit, at_best = (np.concatenate(found) for found in zip(*parts, strict=True))
    return at_limit, at_best


def _middle(joint: Array, readiness: Array) -> Array:
    """Joint of the forecaster whom half and one more of a draw's forecasters are at least as ready as."""
    order = np.argsort(readiness, axis=1, kind="stable")
    chosen = order[:, (readiness.shape[1] - 1) // 2]
    return np.asarray(joint[np.arange(len(joint)), chosen])


def convinced_up_to(joint: Array, limit: float) -> Array:
    """Greatest ratio of a record at which each forecaster's risk is at the threshold or below.

    Parameters
    ----------
    joint : ndarray of shape (..., 2, 2)
        Probability of outcome and factor, up to a factor; index 0 where it happens, outcome first.
    limit : float
        The threshold, a fraction.

    Returns
    -------
    ndarray of shape (...)
        Infinite where every ratio does, -inf where none does. Where the risk is low enough from some ratio on, as a
        clean record raises it, a number below -1 that falls with that ratio.

    Notes
    -----
    Solves P(O,X) λ + P(O,¬X) = t (P(X) λ + P(¬X)) for λ.

    Examples
    --------
    Odds of 1 must come down to 1 in 99:

    >>> float(convinced_up_to(np.array([[0.5, 0.0], [0.0, 0.5]]), 0.01).round(6))
    0.010101
    """
    excess = (1 - limit) * joint[..., 0, :] - limit * joint[..., 1, :]
    slope, room = excess[..., 0], -excess[..., 1]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = room / slope
    rising = np.where(room < 0, -np.inf, ratio)
    return np.where(slope > 0, rising, np.where(room < 0, -1 - ratio, np.inf))


def _least_risk(joint: Array, best: float) -> Array:
    """Least risk of each forecaster after any record from one that tells nothing to the best."""
    both = np.stack([joint @ np.array([ratio, 1.0]) for ratio in (best, 1.0)])
    with np.errstate(invalid="ignore"):
        best_risk, risk = both[..., 0] / both.sum(axis=-1)
    # Where the factor is certain, a record that rules it out cannot be.
    return np.asarray(np.fmin(best_risk, risk))


def _frontier(joint: Array, limit: float, confidence: float, rates: dict[str, Array]) -> "pd.DataFrame":
    import pandas as pd

    numbers = np.arange(1, SHOWN_TRIALS + 1)
    flaw = float(rates["common_failure"].mean())
    parts = []
    for share in dict.fromkeys((0.0, flaw)):
        found = frontier(joint, limit, confidence, numbers, **{**rates, "common_failure": np.array([share])})
        label = f"common failure {format_probability(share)}" if share else "no common failure"
        columns = {"trials": numbers, "sensitivity": np.abs(found), "common_failure": share, "label": label}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def _said(rate: Rate) -> str:
    return rate if isinstance(rate, str) else format_probability(rate)


@dataclass(frozen=True, eq=False)
class _Case:
    """What is asked, for saying what was found."""

    fit: Fit
    outcome: str
    on: str
    limit: float
    confidence: float
    risk: float
    floor: float
    sensitivity: Rate | None
    false_positive_rate: Rate
    shared_flaw: bool

    @property
    def _goal(self) -> str:
        """The risk and how far it must come down, as the object of a sentence."""
        title = title_of(self.fit.study, self.outcome)
        limit, confidence = format_probability(self.limit), format_probability(self.confidence)
        return f"the median forecaster's risk of “{title}” to {limit} or below with {confidence} confidence"

    @property
    def _now(self) -> str:
        return f"As things stand it is at {format_probability(self.risk)} or below with that confidence."

    @property
    def _test(self) -> str:
        return f"“{title_of(self.fit.study, self.on)}”"

    @property
    def _power(self) -> str:
        return _said(self.sensitivity or 0.0)

    @property
    def _alarms(self) -> str:
        """What a clean record is worth hangs on how often a test is positive for nothing."""
        rate = self.false_positive_rate
        return f"with false positives at {_said(rate)}" if rate else "without false positives"

    def needless(self) -> str:
        """Say that the risk is low enough already."""
        return f"No further evidence is needed to bring {self._goal}. {self._now}"

    def possible(self, found: _Found) -> str:
        """Say which record is enough."""
        if found.frontier is not None:
            last = found.frontier.dropna(subset="sensitivity").query("common_failure == common_failure.max()")
            ends = [
                f"{counted(int(row['trials']), 'clean trial')} of sensitivity {format_probability(row['sensitivity'])}"
                for row in last.iloc[[0, -1]].to_dict("records")
            ]
            record = " or ".join(dict.fromkeys(ends))
        else:
            power = self._power if found.sensitivity is None else format_probability(found.sensitivity)
            record = f"{counted(found.trials or 0, 'clean trial')} of sensitivity {power}"
        return f"{record} on {self._test}, {self._alarms}, would bring {self._goal}. {self._now}"

    def impossible(self, found: _Found) -> str:
        """Say that no record is enough, and why."""
        if self.floor > self.limit:
            left = f"However sensitive the tests and however many, {format_probability(self.floor)} would remain"
            why = (
                "one flaw may hide everything from all of them"
                if self.shared_flaw
                else "it is not about what they test"
            )
            return f"No clean record of tests on {self._test} can bring {self._goal}. {left}: {why}. {self._now}"
        if self.sensitivity is not None:
            record = f"No number of clean trials up to {MOST_TRIALS:,} of sensitivity {self._power}"
        else:
            record = f"No sensitivity of {counted(found.trials or 0, 'clean trial')}"
        other = "a more sensitive test" if self.sensitivity is not None else "fewer trials"
        return f"{record} on {self._test} can bring {self._goal}, though {other} could. {self._now}"
