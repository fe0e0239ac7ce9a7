"""What an answer would be under other priors, worked out from the draws: how far the prior moves it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit

from consilience.frames.answers import answer_draws, headlined
from consilience.frames.headline import headline_of
from consilience.frames.memory import kept, remembered
from consilience.frames.titles import title_of
from consilience.measures.summaries import INTERVAL, bounded, weighted_quantiles
from consilience.notation import format_interval
from consilience.sampling.fit import Fit
from consilience.sampling.reweight import good_k, smoothed_weights
from consilience.study.texts import plain

type Array = NDArray[np.float64]

AS_FITTED = "as fitted"
# A prior matters that moves an answer by so much of its own standard deviation: where power-scaling has its threshold,
# too (Kallioinen, Paananen, Bürkner and Vehtari, 2024). A factor below the least would not be seen in print.
MATTERS, LEAST_FACTOR = 0.3, 1.1

_COLUMNS = ["question", "question_title", "prior", "value", "low", "high", "label", "factor", "pareto_k", "reliable"]


@dataclass(frozen=True, slots=True)
class PriorMoves:
    """How far other priors move an answer.

    Parameters
    ----------
    factor : float
        In odds, up or down: by the one of them that moves it most.
    at_least : bool
        Whether that of another cannot be told from the draws.
    """

    factor: float
    at_least: bool

    def __str__(self) -> str:
        return f"×{plain(self.factor, 2)}{' or more' if self.at_least else ''}"


@remembered
def other_priors_frame(fit: Fit, question: str) -> pd.DataFrame:
    """The headlined answer to a question under other priors.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    pandas.DataFrame
        A row a prior, the one it was fitted with first: ``prior`` in words; ``value``, ``low`` and ``high`` as
        fractions and as a ``label``; ``factor``, by which its odds differ, one or more; ``pareto_k`` of the weights
        that make draws of one posterior those of the other, and whether that is ``reliable``. Empty where the model
        cannot tell.
    """
    ratios = fit.model.other_priors(fit.posterior, fit.study, question)
    if not ratios:
        return pd.DataFrame(columns=_COLUMNS)
    draws = bounded(answer_draws(fit, question, headlined(fit, question)))
    weights, pareto_k = smoothed_weights(np.column_stack([np.zeros_like(draws), *ratios.values()]))
    rows = []
    for prior, column, k in zip([AS_FITTED, *ratios], weights.T, pareto_k, strict=True):
        ends = dict(zip(INTERVAL, weighted_quantiles(draws, column, list(INTERVAL.values())), strict=True))
        fractions = {name: float(expit(end)) for name, end in ends.items()}
        rows.append({"prior": prior, "logit": ends["value"], "pareto_k": k, **fractions})
    frame = pd.DataFrame(rows).assign(question=question, question_title=title_of(fit.study, question))
    frame["label"] = [
        format_interval(value, low, high)
        for value, low, high in zip(frame["value"], frame["low"], frame["high"], strict=True)
    ]
    frame["factor"] = np.exp(np.abs(frame["logit"] - frame["logit"].iloc[0]))
    frame["reliable"] = frame["pareto_k"] <= good_k(len(draws))
    return frame[_COLUMNS]


@kept
def prior_moves(fit: Fit, question: str) -> PriorMoves | None:
    """How far other priors move the answer that leads on a question.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    PriorMoves or None
        ``None`` where it does not matter, where the voices' own numbers lead, which no prior moves, and where the model
        cannot tell.
    """
    if headline_of(fit, question).leads == "voices":
        return None
    frame = other_priors_frame(fit, question)
    told = frame[frame["reliable"]]
    if len(told) < 2:
        return None
    factor = float(told["factor"].max())
    spread = float(bounded(answer_draws(fit, question, headlined(fit, question))).std())
    if factor < LEAST_FACTOR or np.log(factor) < MATTERS * spread:
        return None
    return PriorMoves(factor, at_least=not frame["reliable"].all())


@kept
def moved_by_priors(fit: Fit) -> dict[str, PriorMoves]:
    """Those questions, in the order of the study, whose leading answer hangs on the prior, and how far."""
    asked = dict.fromkeys(fit.answers["question"].values.tolist())
    found = {question: prior_moves(fit, question) for question in asked}
    return {question: moves for question, moves in found.items() if moves is not None}
