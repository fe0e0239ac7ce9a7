"""What if: an answer had some of what it rests on been otherwise. Numbers in, numbers out, and no page.

What comes of it is never a headline: nobody said it, and nothing was fitted to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from consilience.frames.answers import SUMMARY_TITLES, answer_draws_of, headlined, latest_answers, tells_of_mean
from consilience.frames.other_priors import AS_FITTED
from consilience.frames.titles import title_of
from consilience.measures.summaries import LEVELS, bounded, weighted_quantiles
from consilience.notation import format_interval
from consilience.problems import UnknownNameError
from consilience.sampling.fit import Fit
from consilience.sampling.reweight import good_k, smoothed_weights
from consilience.study.texts import unknown_name

type Array = NDArray[np.float64]

# Whose numbers are moved, where it is not one person's.
POPULATION = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A number that can be moved.

    Parameters
    ----------
    name, title : str
    z : float
        Where it starts, in log odds.
    assumed : bool
        Whether nobody who counts said anything of it, so that it starts at its prior.
    """

    name: str
    title: str
    z: float
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Test:
    """What a test is taken to be.

    Parameters
    ----------
    name, title, on : str
    sensitivity, false_positive_rate : float or None
        In log odds, by the middle of what was elicited; ``None`` where the test is known by its likelihood ratio.
    trials, positives : int
    used : bool
    """

    # No test of this package, whatever pytest makes of its name.
    __test__ = False

    name: str
    title: str
    on: str
    sensitivity: float | None
    false_positive_rate: float | None
    trials: int
    positives: int
    used: bool = True


@dataclass(frozen=True)
class Setting:
    """What is otherwise than it was fitted.

    Parameters
    ----------
    moved : mapping of str to float
        Where factors are put, in log odds.
    tests : mapping of str to Test
        Tests that are other than the study declares.
    pool : str
        How forecasters are summarised; "" as the study headlines.
    prior : str
        One of the engine's priors; "" as fitted.
    """

    moved: Mapping[str, float] = field(default_factory=dict)
    tests: Mapping[str, Test] = field(default_factory=dict)
    pool: str = ""
    prior: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer: its levels in log odds, and how sure the weights are that make it.

    Parameters
    ----------
    levels : mapping of str to float
        ``low``, ``low50``, ``value``, ``high50``, ``high``: posterior median, 50% and 90% intervals.
    below : float or None
        Probability that it lies below the study's threshold.
    pareto_k, good : float or None
        Of weights that another prior needed, and up to which they can be relied upon.
    """

    levels: Mapping[str, float]
    below: float | None = None
    pareto_k: float | None = None
    good: float | None = None

    @property
    def label(self) -> str:
        """In words: "2.6% [0.9%, 6.1%]"."""
        value, low, high = (float(expit(self.levels[name])) for name in ("value", "low", "high"))
        return format_interval(value, low, high)

    @property
    def reliable(self) -> bool:
        """Whether its weights can be relied upon."""
        return self.pareto_k is None or self.good is None or self.pareto_k <= self.good


class WhatIfEngine:
    """The answer to one question of a fit, as fitted and otherwise.

    Parameters
    ----------
    fit : Fit
    question : str
        One that the fit answers.

    Attributes
    ----------
    factors, tests
        What can be moved; none where the model has none.
    events
        Names that a test can be of; none where the model has no tests.
    """

    factors: Sequence[Factor] = ()
    tests: Sequence[Test] = ()
    events: Sequence[str] = ()
    # Whether only one factor is moved at a time, and what has to be said of the factors.
    alone = False
    factors_say = ""

    def __init__(self, fit: Fit, question: str) -> None:
        self.fit, self.question = fit, question
        self.title = title_of(fit.study, question)

    @property
    def starts_from(self) -> str:
        """Whose numbers it starts from, in a sentence."""
        from consilience.frames.headline import headline_of

        headline = headline_of(self.fit, self.question)
        if not headline.voices:
            return f"{headline.inferred}."
        if headline.leads == "voices":
            return f"{headline.inferred}: {headline.why}. What they said themselves is not this."
        return f"Forecasters like those who spoke ({headline.heard}), as the model infers them."

    @property
    def origin(self) -> str:
        """What the answer is where nothing is moved: "fitted"; of one person "said", "implied" or "predicted"."""
        return "fitted"

    def own(self, label: str) -> str:
        """One person's answer with nothing moved, as a part of a sentence: whose, and where it comes from."""
        raise NotImplementedError

    @property
    def people(self) -> Sequence[str]:
        """Whose own numbers can be moved in place of the population's."""
        return ()

    @property
    def pools(self) -> Mapping[str, str]:
        """How forecasters can be summarised, by name and title."""
        left_out = {"new_forecaster"} | (set() if tells_of_mean(self.fit, self.question) else {"mean"})
        return MappingProxyType({name: title for name, title in SUMMARY_TITLES.items() if name not in left_out})

    @property
    def pool(self) -> str:
        """The pool where none is chosen: what the study headlines."""
        return headlined(self.fit, self.question)

    @property
    def priors(self) -> Sequence[str]:
        """Priors that the draws tell of, that of the fit first."""
        return [AS_FITTED, *self._ratios()]

    def outcome(self, setting: Setting) -> Outcome:
        """The answer under a setting.

        Parameters
        ----------
        setting : Setting

        Returns
        -------
        Outcome

        Raises
        ------
        KeyError
            If the setting names a factor, a test, a pool or a prior that there is not.
        """
        known("pool", setting.pool, ["", *self.pools])
        known("prior", setting.prior, ["", *self.priors])
        for name in setting.moved:
            known("factor", name, [factor.name for factor in self.factors])
        draws = bounded(self.draws(setting))
        if setting.prior in ("", AS_FITTED):
            return self._told(draws, None, setting)
        ratio = self._ratios()[setting.prior]
        weights, (k,) = smoothed_weights(ratio[:, None])
        return self._told(draws, weights[:, 0], setting, float(k))

    def draws(self, setting: Setting) -> Array:
        """Draws of the answer under a setting, in log odds; all of the fit's where its priors are asked about."""
        return answer_draws_of(latest_answers(self.fit), self.question, summary=setting.pool or self.pool)

    def shift(self, setting: Setting) -> Mapping[str, float]:
        """What is added to each level: nothing where the draws are the fit's own."""
        return dict.fromkeys(LEVELS, 0.0)

    def as_fitted(self, draws: Array, setting: Setting) -> Array:
        """Draws under a setting as they lie about the fit's own answer, each at its rank."""
        return draws

    @staticmethod
    def moved_along(whole: Array, few: Array, moved: Array) -> Array:
        """All draws of the fit, each moved by as much as a few of them move at its rank."""
        ranks = np.linspace(0, 1, len(whole))
        return np.sort(whole) + np.quantile(moved, ranks) - np.quantile(few, ranks)

    @staticmethod
    def apart(whole: Array, few: Array) -> Mapping[str, float]:
        """How far the fit's own answer lies from that of a few of its draws, level by level."""
        levels = list(LEVELS.values())
        return dict(zip(LEVELS, (np.quantile(whole, levels) - np.quantile(few, levels)).tolist(), strict=True))

    def _told(self, draws: Array, weights: Array | None, setting: Setting, k: float | None = None) -> Outcome:
        at = (
            np.quantile(draws, list(LEVELS.values()))
            if weights is None
            else weighted_quantiles(draws, weights, list(LEVELS.values()))
        )
        shift = self.shift(setting)
        levels = {name: float(level) + shift[name] for name, level in zip(LEVELS, at, strict=True)}
        limit = self.fit.study.threshold
        below = None
        if limit is not None:
            is_below = self.as_fitted(draws, setting) < logit(limit)
            below = float(is_below.mean()) if weights is None else min(float(weights[is_below].sum()), 1.0)
        return Outcome(levels, below, k, None if k is None else good_k(len(draws)))

    def _ratios(self) -> Mapping[str, Array]:
        if not hasattr(self, "_of_priors"):
            fit = self.fit
            self._of_priors = dict(fit.model.other_priors(fit.posterior, fit.study, self.question))
        return self._of_priors


def known(what: str, name: str, names: Sequence[str]) -> None:
    """Refuse a name that is not among some."""
    if name not in names:
        raise UnknownNameError(unknown_name(name, filter(None, names), what))
