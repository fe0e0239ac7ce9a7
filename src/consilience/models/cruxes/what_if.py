"""What if a crux were likelier: the outcome as the views of the population put it together again."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_expit

from consilience.frames.answers import answer_draws_of
from consilience.frames.titles import title_of
from consilience.measures.summaries import SUMMARIES, bounded, thinned
from consilience.models.cruxes.population import CruxPosterior, implied_credences, new_forecasters
from consilience.models.what_if import Factor, Setting, WhatIfEngine
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit

type Array = NDArray[np.float64]

DRAWS = 400


class CruxWhatIf(WhatIfEngine):
    """The outcome of a study of cruxes had one crux been likelier, or less.

    Parameters
    ----------
    fit : Fit
        Of a study of cruxes.
    question : str
        Only of the outcome itself can cruxes be moved.

    Notes
    -----
    P(U) = P(C) P(U|C) + (1 − P(C)) P(U|¬C), forecaster by forecaster: what each thinks given the crux and given its
    absence stays. Nobody was asked about two cruxes together, so that one is moved at a time.
    """

    alone = True

    def __init__(self, fit: Fit, question: str) -> None:
        super().__init__(fit, question)
        outcome = next(one for one in fit.study.questions.values() if one.cruxes)
        self.factors_say = (
            "A slider stands where the median forecaster does; the mark on it is where it started. One crux at a time: "
            "nobody was asked about two together."
        )
        cruxes = [str(name) for name in fit.posterior["crux"].values] if question == outcome.name else []
        self.factors = tuple(
            Factor(crux, title_of(fit.study, crux), float(np.median(answer_draws_of(fit.answers, crux))))
            for crux in cruxes
        )
        # Views of the same forecasters, crux after crux: made when one is moved.
        self._views: list[tuple[Array, Array, Array]] = []

    def draws(self, setting: Setting) -> Array:
        """Draws of the outcome under a setting; where a crux is moved thinned, without the shift to the fit's own."""
        if not setting.moved:
            return super().draws(setting)
        ((crux, z),) = setting.moved.items()
        return self._with(crux, z, setting.pool or self.pool)

    def shift(self, setting: Setting) -> Mapping[str, float]:
        """How far the fit's own answer lies from that of the few draws, level by level, with the crux where it is."""
        return self.apart(*self._own_draws(setting)) if setting.moved else super().shift(setting)

    def as_fitted(self, draws: Array, setting: Setting) -> Array:
        """All draws of the fit, each moved by as much as the few draws are at its rank."""
        moved = setting.moved
        return self.moved_along(*self._own_draws(setting), draws) if moved else super().as_fitted(draws, setting)

    def _own_draws(self, setting: Setting) -> tuple[Array, Array]:
        """All draws of the fit's own answer, and the few with the crux that is moved where it is."""
        (crux,) = setting.moved
        start = next(factor.z for factor in self.factors if factor.name == crux)
        whole = bounded(super().draws(Setting(pool=setting.pool)))
        return whole, self._with(crux, start, setting.pool or self.pool)

    @property
    def priors(self) -> list[str]:
        """None but that of the fit."""
        return []

    def _with(self, crux: str, z: float, pool: str) -> Array:
        place = [factor.name for factor in self.factors].index(crux)
        if not self._views:
            self._views = list(_views(self.fit))
        base, given, given_not = self._views[place]
        moved = base + z - self.factors[place].z
        # In logs, and either end for itself: no digits are lost where the outcome is all but certain.
        holds = np.logaddexp(log_expit(moved) + log_expit(given), log_expit(-moved) + log_expit(given_not))
        fails = np.logaddexp(log_expit(moved) + log_expit(-given), log_expit(-moved) + log_expit(-given_not))
        return np.asarray(SUMMARIES[pool](bounded(holds - fails)))


def _views(fit: Fit) -> list[tuple[Array, Array, Array]]:
    """Of every crux what new forecasters think of it, and of the outcome given it and given its absence."""
    posterior = fit.posterior

    def some(name: str) -> Array:
        return thinned(flat(posterior[name]), DRAWS).astype(float)

    drawn = CruxPosterior(
        outcome=some("outcome_location"),
        base=some("base_location"),
        association=some("association_location"),
        tau_outcome=some("tau_outcome"),
        tau_base=some("tau_base"),
        tau_association=some("tau_association"),
        forecaster_scale=some("forecaster_scale"),
        correlation=some("correlation"),
    )
    members = new_forecasters(drawn, fit.model.priors, seed=0)
    flattened = ((part.reshape(len(part), -1) for part in parts) for parts in members)
    return [implied_credences(*parts) for parts in flattened]
