"""What if a factor were likelier, or a test better: the whole panel moved, and followed through the network again."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from consilience.evidence.elicited import Likelihood, elicited_values
from consilience.evidence.record import record_likelihood
from consilience.frames.answers import answer_draws_of, latest_answers
from consilience.frames.titles import title_of
from consilience.measures.summaries import SUMMARIES, bounded, thinned
from consilience.models.factors.frames.forecasters import assumed, heard_of, needs_factors
from consilience.models.factors.population import by_group, draw_forecasters
from consilience.models.factors.switches import Switches, suited
from consilience.models.what_if import POPULATION, Factor, Setting, Test, WhatIfEngine, known
from consilience.network import network_of
from consilience.notation import Value, brief, layout
from consilience.problems import WrongValueError
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Evidence
from consilience.study.speakers import speakers_of

type Array = NDArray[np.float64]

# Draws, and forecasters of them all, whose outcomes come within a twentieth of a second: the same ones at every
# setting, so that what moves is what was moved.
DRAWS, MEMBERS = 256, 96
# Where so many factors bear on it that each state cannot be written out.
DRAWS_OF_MANY, MEMBERS_OF_MANY = 96, 48
# Of one person there is nobody to pool.
DRAWS_OF_ONE = 1000
PRODUCT = "product"
_PRODUCT_TITLE = "Median of each factor first, then their product"


class FactorWhatIf(WhatIfEngine):
    """A factor study's outcome with its factors and its tests otherwise.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    question : str
        An event, or a component.
    basis : str
        The person whose own numbers are moved; "" for the population that the model infers.

    Notes
    -----
    Moving a factor moves the median forecaster to that number and everybody else by as much in log odds: the population
    keeps its spread, and each forecaster is followed through the network. As fitted it gives the fit's own answer: the
    few draws that it is worked out from tell by how far each level moves from there.
    """

    def __init__(self, fit: Fit, question: str, basis: str = POPULATION) -> None:
        super().__init__(fit, question)
        needs_factors(fit)
        self.basis = basis
        who = basis or "the median forecaster"
        self.factors_say = f"A slider stands where {who} does; the mark on it is where it started."
        known("person", basis, [POPULATION, *self.people])
        self.network = network_of(fit.study)
        self.events = tuple(self.network.followed)
        self._event, self._given = self.network.asked(question)
        self._evidence = fit.study.evidence
        self._panel = self._of_population() if basis == POPULATION else self._of_person(self.people.index(basis))
        self.factors = self._factors()
        self.tests = tuple(map(_test, self._evidence.values()))
        self._start = {factor.name: factor.z for factor in self.factors}
        self._switches: dict[tuple[str, ...], Switches] = {}
        self._own: dict[str, tuple[Array, Array]] = {}

    @property
    def starts_from(self) -> str:
        """Whose numbers it starts from, in a sentence."""
        if self.basis == POPULATION:
            return f"{super().starts_from} A slider moves their median, and keeps how far they differ."
        left = [factor.name for factor in self.factors if factor.name not in self._said]
        if len(left) == len(self.factors):
            return f"Predicted of {self.basis}, who said nothing that bears on it."
        open_ones = f" Left open, and taken from the model: {', '.join(left)}." if left else ""
        tests = " The answer is what they imply after the tests." if self._tests_tell else ""
        return f"{self.basis}'s own numbers, as said.{open_ones}{tests}"

    @property
    def origin(self) -> str:
        """What the answer is where nothing is moved: a number is said only by whoever said that number."""
        if self.basis == POPULATION:
            return super().origin
        if any(name not in self._said for name in self._rests_on):
            return "predicted"
        row = self._said.get(self.question)
        is_number = row is not None and layout(row.value).form == "point" and not self._is_option(self.question)
        return "said" if is_number and self._rests_on == (self.question,) else "implied"

    def own(self, label: str) -> str:
        """One person's answer with nothing moved, as a part of a sentence: whose, and where it comes from."""
        if self.origin == "said":
            return f"{self.basis}: {label}, as said"
        rests_on = self._rests_on
        left = [name for name in rests_on if name not in self._said]
        if len(left) == len(rests_on):
            return f"{label} is predicted of {self.basis}, who said nothing that bears on it"
        if rests_on == (self.question,) and not self._is_option(self.question):
            row = self._said[self.question]
            return f"{self.basis} said {brief(row.value, row.said)}, read as {label}"
        how = [f"{len(left)} of {len(rests_on)} predicted"] if left else []
        how += ["after the tests"] if self._tests_tell else []
        return f"{self.basis}'s factors{f', {" and ".join(how)},' if how else ''} imply {label}"

    @property
    def people(self) -> list[str]:
        """Everybody who spoke of a factor."""
        return [str(name) for name in self.fit.posterior["forecaster"].values]

    @property
    def pools(self) -> Mapping[str, str]:
        """How forecasters can be summarised; of one person there is nothing to pool."""
        return MappingProxyType({**super().pools, PRODUCT: _PRODUCT_TITLE} if self.basis == POPULATION else {})

    @property
    def priors(self) -> list[str]:
        """None but that of the fit: its draws are thinned here."""
        return []

    def draws(self, setting: Setting) -> Array:
        """Draws of the outcome under a setting.

        Parameters
        ----------
        setting : Setting

        Returns
        -------
        ndarray of shape (draws,)
            Log odds, without the shift to the fit's own answer.

        Raises
        ------
        ValueError
            If what was observed cannot be under the setting.
        """
        panel = self._panel
        if setting.moved:
            panel = panel.copy()
            for name, z in setting.moved.items():
                panel[..., self.network.positions[name]] += z - self._start[name]
        pool = setting.pool or (self.pool if self.basis == POPULATION else "median")
        if pool == PRODUCT:
            panel = np.median(panel, axis=1, keepdims=True)
        members = self._log_odds(panel, self._likelihoods(setting))
        if np.isnan(members).any():
            msg = "what the tests observed cannot be under this setting. To mend it: change a test, or leave it out"
            raise WrongValueError.told(msg)
        return np.asarray(SUMMARIES["median" if pool == PRODUCT else pool](bounded(members)))

    def shift(self, setting: Setting) -> Mapping[str, float]:
        """How far the fit's own answer lies from that of the few draws, as fitted, level by level."""
        own = self._own_draws(setting)
        return super().shift(setting) if own is None else self.apart(*own)

    def as_fitted(self, draws: Array, setting: Setting) -> Array:
        """All draws of the fit, each moved by as much as the few draws are at its rank."""
        own = self._own_draws(setting)
        return super().as_fitted(draws, setting) if own is None else self.moved_along(*own, draws)

    def _own_draws(self, setting: Setting) -> tuple[Array, Array] | None:
        """All draws of the fit's own answer, and the few as fitted; ``None`` where the fit has no such answer."""
        pool = setting.pool or self.pool
        if self.basis != POPULATION or pool == PRODUCT:
            return None
        if pool not in self._own:
            whole = bounded(answer_draws_of(latest_answers(self.fit), self.question, summary=pool))
            self._own[pool] = whole, bounded(self.draws(Setting(pool=pool)))
        return self._own[pool]

    def _log_odds(self, panel: Array, likelihoods: Mapping[str, Likelihood]) -> Array:
        bearing = self._bearing(likelihoods)
        if not suited(self.network, bearing):
            return self.network.log_odds(panel, self._event, self._given, likelihoods)
        if bearing not in self._switches:
            self._switches[bearing] = Switches(self.network, self._event, self._given, bearing)
        return self._switches[bearing].log_odds(panel, likelihoods)

    def _bearing(self, observed: Iterable[str]) -> tuple[str, ...]:
        """Components that bear on the outcome, or on what was observed."""
        reached = {one for name in (self._event, *self._given, *observed) for one in self.network.ancestors(name)}
        return tuple(name for name in self.network.components if name in reached)

    @cached_property
    def _said(self) -> Mapping[str, Estimate]:
        """What the person said, by what it is about."""
        names, _ = speakers_of(self.fit.study.voices)
        return {row.question: row for row in self.fit.study.voices if names.get(row.speaker) == self.basis}

    @cached_property
    def _tests_tell(self) -> bool:
        """Whether the answer would be another without the tests that the study declares."""
        without = Setting(tests={test.name: replace(test, used=False) for test in self.tests})
        return bool(self.tests) and not np.allclose(self.draws(Setting()), self.draws(without), atol=1e-9)

    @cached_property
    def _rests_on(self) -> tuple[str, ...]:
        """Components that the person's answer follows from: itself, where it is one that no test tells of."""
        alone = self.question in self.network.positions and not self._is_option(self.question)
        if self._tests_tell:
            return self._bearing(self._tested())
        return (self.question,) if alone else self._bearing([])

    def _of_population(self) -> Array:
        """Forecasters of the groups that bear on the outcome, equally many of each: draws × members × components."""
        groups = heard_of(self.fit, self.question)
        few = suited(self.network, self._bearing(self._tested()))
        draws, members = (DRAWS, MEMBERS) if few else (DRAWS_OF_MANY, MEMBERS_OF_MANY)
        parts = tuple(thinned(part, draws) for part in by_group(self.fit.posterior))
        panel = np.concatenate(list(draw_forecasters(*parts, seed=0)))
        # The first points of the lattice are spread as evenly as all of them.
        some = panel[:, groups, : max(members // len(groups), 8)]
        return np.ascontiguousarray(some.reshape(len(panel), -1, panel.shape[-1]))

    def _of_person(self, place: int) -> Array:
        credences = thinned(flat(self.fit.posterior["credence"]), DRAWS_OF_ONE)
        return np.ascontiguousarray(credences[:, place : place + 1], dtype=float)

    def _factors(self) -> tuple[Factor, ...]:
        silent = assumed(self.fit.study, self.network)
        # Exclusive options are shares of their sum: what one is moved to is not what it would come to.
        free = [name for name in self._bearing(self._tested()) if not self._is_option(name)]
        return tuple(Factor(name, title_of(self.fit.study, name), self._median(name), name in silent) for name in free)

    def _tested(self) -> list[str]:
        return [test.on for test in self._evidence.values()]

    def _is_option(self, component: str) -> bool:
        return self.network.asked(component)[0] in self.network.exclusive

    def _median(self, component: str) -> float:
        if self.basis == POPULATION:
            return float(np.median(bounded(answer_draws_of(self.fit.answers, component))))
        return float(np.median(self._panel[:, 0, self.network.positions[component]]))

    def _likelihoods(self, setting: Setting) -> dict[str, Likelihood]:
        found: dict[str, Likelihood] = {}
        for name, test in self._settings_of_tests(setting).items():
            if test.used:
                known("event", test.on, self.network.events)
                true, false = _likelihood(test, self._evidence.get(name))
                before = found.get(test.on, (1.0, 1.0))
                found[test.on] = before[0] * true, before[1] * false
        return found

    def _settings_of_tests(self, setting: Setting) -> dict[str, Test]:
        return {test.name: test for test in self.tests} | dict(setting.tests)


def _test(evidence: Evidence) -> Test:
    return Test(
        evidence.name,
        evidence.title or evidence.name,
        evidence.on,
        _middle(evidence.sensitivity),
        _middle(evidence.false_positive_rate),
        evidence.trials,
        evidence.positives,
    )


def _middle(value: Value | None) -> float | None:
    return None if value is None else float(np.median(_logits(elicited_values(value))))


def _likelihood(test: Test, declared: Evidence | None) -> Likelihood:
    """Probability of a test's record in either state: its power moved as a whole, with how unsure it is."""
    if declared is None:
        assert test.sensitivity is not None
        assert test.false_positive_rate is not None
        rates = np.array([expit(test.sensitivity)]), np.array([expit(test.false_positive_rate)])
        return record_likelihood(*rates, trials=test.trials, positives=test.positives)
    ratio = declared.likelihood_ratio
    if ratio is not None:
        return min(ratio, 1.0), min(1 / ratio, 1.0)
    start = _test(declared)
    moved = []
    for value, at, began in (
        (declared.sensitivity, test.sensitivity, start.sensitivity),
        (declared.false_positive_rate, test.false_positive_rate, start.false_positive_rate),
    ):
        assert value is not None
        assert at is not None
        assert began is not None
        values = elicited_values(value)
        moved.append(values if at == began else expit(_logits(values) + at - began))
    return record_likelihood(
        *moved,
        trials=test.trials,
        positives=test.positives,
        common_failure=0.0 if declared.common_failure is None else elicited_values(declared.common_failure),
        certainty=declared.certainty,
    )


def _logits(values: Array) -> Array:
    return bounded(logit(values))
