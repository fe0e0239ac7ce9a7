"""What each test changed: the outcome and the tested questions before any evidence, and after every test in turn."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.evidence.elicited import Likelihood, likelihood_of, likelihoods_of
from consilience.frames.answers import answer_draws_of, outcome_of
from consilience.frames.intervals import interval
from consilience.frames.memory import remembered
from consilience.frames.titles import title_of
from consilience.measures.summaries import bounded
from consilience.models.factors.frames.forecasters import drawn_forecasters, groups_of, heard_of, needs_factors
from consilience.models.factors.frames.led import led_by_voices
from consilience.models.factors.unpack import credences_in
from consilience.models.words import rates_of, unsure
from consilience.network import Network, network_of
from consilience.notation import counted
from consilience.problems import WrongValueError
from consilience.sampling.answers import summaries_of
from consilience.sampling.fit import Fit
from consilience.study import Evidence
from consilience.study.texts import plain

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]


@remembered
def evidence_frame(fit: Fit, outcome: str | None = None) -> "pd.DataFrame":
    """Median forecaster before any evidence and after each test, for the outcome and every tested question.

    Parameters
    ----------
    fit : Fit
        Of a factor study that declares evidence.
    outcome : str, optional
        Event that the evidence bears on; by default the study's.

    Returns
    -------
    pandas.DataFrame
        A row for each question, group and stage, stages in the order of study.toml and cumulative: ``order``,
        ``stage``, ``question``, ``title``, ``group`` ("all" over the groups), ``value``, ``low``, ``high`` (fractions,
        90% interval), the same as ``logit_…``, ``label``, ``bayes_factor`` of the test (P(record | true) over
        P(record | false), NaN before any), ``detail``, the test in a sentence, and ``leads``, whose number leads on the
        question in that group: "voices" or "population". A question asked ``given`` others is shown given them.

    Raises
    ------
    ValueError
        If the fit is not of a factor study, that declares no evidence, or neither it nor the call names an outcome.
    KeyError
        If the fit has no answer to the outcome.

    Notes
    -----
    The first stage is :attr:`Fit.answers` and the last :attr:`Fit.after_evidence`. Between them each drawn forecaster
    is followed through the network with the record so far, the same ones as for the last.
    """
    import pandas as pd

    needs_factors(fit)
    if not fit.study.evidence or fit.after_evidence is None:
        msg = f"{fit.study.name} was fitted without evidence. To mend it: declare a test under [evidence.NAME]"
        raise WrongValueError.told(msg)
    tests = list(fit.study.evidence.values())
    questions = list(dict.fromkeys([outcome_of(fit, outcome), *(test.on for test in tests)]))
    between = _between(fit, questions)
    stages = [_stage(None), *map(_stage, tests)]
    rows = []
    few = {group: led_by_voices(fit, questions, group) for group in groups_of(fit)}
    for question in questions:
        for group in groups_of(fit):
            draws = [
                answer_draws_of(fit.answers, question, group),
                *(found[question, group, "median"] for found in between),
                answer_draws_of(fit.after_evidence, question, group),
            ]
            named = {"question": question, "title": title_of(fit.study, question), "group": group}
            named["leads"] = "voices" if question in few[group] else "population"
            rows += [
                {"order": order, **named, **stage, **interval(bounded(values))}
                for order, (stage, values) in enumerate(zip(stages, draws, strict=True))
            ]
    return pd.DataFrame(rows)[list(_COLUMNS)]


_COLUMNS = (
    *("order", "stage", "question", "title", "group", "value", "low", "high"),
    *("logit_value", "logit_low", "logit_high", "label", "bayes_factor", "detail", "leads"),
)


def _stage(test: Evidence | None) -> dict[str, object]:
    if test is None:
        return {"stage": "Before any evidence", "bayes_factor": np.nan, "detail": ""}
    given_true, given_false = likelihood_of(test)
    factor = given_true / given_false if given_false else (np.inf if given_true else np.nan)
    return {"stage": test.title or test.name, "bayes_factor": factor, "detail": _detail(test)}


def _detail(test: Evidence) -> str:
    """A test in words: what was observed, and how well it tells."""
    if test.likelihood_ratio is not None:
        return f"likelihood ratio {plain(test.likelihood_ratio, 3)}"
    if test.positives == 0:
        record = counted(test.trials, "clean trial")
    elif test.positives == test.trials:
        record = counted(test.trials, "positive trial")
    else:
        record = f"{test.positives} of {test.trials} trials positive"
    return ", ".join([record + unsure(test), *rates_of(test)])


def _between(fit: Fit, questions: Sequence[str]) -> list[dict[tuple[str, str, str], Array]]:
    """Answers after the first test, the first two and so on, up to all but the last."""
    network, tests = network_of(fit.study), list(fit.study.evidence.items())
    records = [likelihoods_of(replace(fit.study, evidence=dict(tests[:number]))) for number in range(1, len(tests))]
    if not records:
        return []
    groups = fit.posterior["group"].values.tolist()
    parts: list[list[dict[tuple[str, str, str], Array]]] = [[] for _ in records]
    for panel in drawn_forecasters(fit):
        for record, found in zip(records, parts, strict=True):
            answers: dict[tuple[str, str, str], Array] = {}
            for question, members in zip(questions, credences_in(network, panel, questions, record), strict=True):
                answers |= summaries_of(question, members, groups, np.random.default_rng(0), heard_of(fit, question))
            found.append(answers)
    return [{key: np.concatenate([part[key] for part in found]) for key in found[0]} for found in parts]


def joint_of(
    network: Network, credences: Array, outcome: str, factor: str, likelihoods: Mapping[str, Likelihood]
) -> Array:
    """Joint probability of an outcome and a factor, where the outcome is asked and with what was observed.

    Parameters
    ----------
    network : Network
    credences : ndarray of shape (..., components)
        Log odds.
    outcome : str
        An event, or a component, which is asked in its state.
    factor : str
        An event, which may be the outcome itself.
    likelihoods : mapping of str to (float, float)
        Evidence.

    Returns
    -------
    ndarray of shape (..., 2, 2)
        Index 0 where it happens, outcome first. Sums to the probability of what was observed.
    """
    event, given = network.asked(outcome)
    known = dict(likelihoods)
    for state, holds in given.items():
        true, false = known.get(state, (1.0, 1.0))
        known[state] = (true, 0.0) if holds else (0.0, false)
    if event == factor:
        return np.asarray(network.joint(credences, [event], known)[..., None] * np.eye(2))
    return network.joint(credences, [event, factor], known)
