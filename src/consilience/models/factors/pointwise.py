"""Log likelihood of every statement and log prior of every draw of the model of factors."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consilience.likelihood.pointwise import (
    Populations,
    base_rate_log_likelihood,
    log_likelihood as of_population,
    reading_log_likelihood,
    says_something,
)
from consilience.likelihood.skew import standardised
from consilience.models import log_densities
from consilience.models.factors.data import encode_factors
from consilience.models.factors.medians import HEARD, medians_together
from consilience.models.factors.outlook import own_ways, told_of_outlook
from consilience.models.factors.priors import FactorPriors
from consilience.models.locations import raw_of_median
from consilience.models.voices import ranks_in_populations
from consilience.network import Network, network_of
from consilience.notation import BaseRate, Survey
from consilience.sampling.answers import flat
from consilience.study import Estimate, Speaker, Study
from consilience.study.speakers import speakers_of

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

# Location, scale, skew, shift and stretch of a population, and degrees of freedom.
_GIVEN_OTHERS = 6


def statements(study: Study) -> tuple[Estimate, ...]:
    """What the model of factors weighs, less what tells of no credence (">0%").

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of Estimate
    """
    network = network_of(study)
    known = {*network.components, *network.events}
    return tuple(row for row in study.weighed if row.question in known and says_something(row.value))


def log_likelihood(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> Array:
    """Log likelihood of statements under every draw.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a factor study: see :class:`consilience.sampling.fit.Fit`.
    study : Study
        What was fitted: it tells what else each speaker said.
    rows : sequence of Estimate
        Statements of the study.

    Returns
    -------
    ndarray of shape (draws, rows)
        Chain after chain. What a person said of a factor is given their credences in the other factors that they
        spoke of: a Student t, the conditional of the panel's (Ding, 2016, *American Statistician* 70, 293–295, eq. 2).
        What their total adds to that is left out. A stated total is a reading of what the credences imply, given the
        group's bias; a survey or a base rate is given the population.
    """
    return Panel(posterior, study).log_likelihood(rows)


class Panel:
    """Draws of a panel, with the places of those who speak.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a factor study: see :class:`consilience.sampling.fit.Fit`.
    study : Study
        What was fitted. Of another, whose speakers are of the same groups, populations and totals can be told, and
        nothing that is told of by the credences of its people.
    """

    def __init__(self, posterior: "xr.Dataset", study: Study) -> None:
        self.network: Network = network_of(study)
        known = {*self.network.components, *self.network.events}
        voices = [row for row in study.voices if row.question in known]
        persons = [row for row in voices if not isinstance(row.value, Survey)]
        named = speakers_of(persons)[0]
        self.people, self.names = list(named), tuple(named.values())
        self.groups = groups = [str(name) for name in posterior["group"].values]
        self.group = {speaker: groups.index(group) for speaker, group in speakers_of(voices)[1].items()}
        self.place = self.network.positions
        self.spoken: dict[Speaker, list[int]] = {speaker: [] for speaker in self.people}
        for row in persons:
            if row.question in self.place and says_something(row.value):
                self.spoken[row.speaker].append(self.place[row.question])
        self.mu, self.skew, self.nu = (flat(posterior[name]) for name in ("mu", "skew", "nu"))
        self.location, self.scale = (
            flat(posterior[name]).reshape(*self.mu.shape, len(groups)) for name in ("location", "scale")
        )
        self.credence, self.loading = flat(posterior["credence"]), flat(posterior["loading"])
        self.delta, self.kappa = flat(posterior["delta"]), flat(posterior["kappa"])
        self.reference_class = flat(posterior["reference_class"])

    def log_likelihood(self, rows: Sequence[Estimate]) -> Array:
        """Log likelihood of statements under every draw: see :func:`log_likelihood`."""
        found = np.zeros((len(self.nu), len(rows)))
        kinds: dict[str, list[int]] = {}
        for place, row in enumerate(rows):
            kinds.setdefault(self.kind(row), []).append(place)
        for kind, places in kinds.items():
            found[:, places] = getattr(self, kind)([rows[place] for place in places])
        return found

    def kind(self, row: Estimate) -> str:
        """The name of the method that weighs a row."""
        if isinstance(row.value, BaseRate):
            return "base_rates"
        if row.question not in self.place:
            return "totals"
        return "surveys" if isinstance(row.value, Survey) else "persons"

    def group_named(self, row: Estimate) -> str:
        """The group of a row's speaker, who may have named it in another row."""
        return self.groups[self.group[row.speaker]]

    def base_rates(self, rows: Sequence[Estimate]) -> Array:
        """What was counted of reference classes, given the median forecaster of all groups."""
        values = [row.value for row in rows if isinstance(row.value, BaseRate)]
        log_odds = self.mu[:, [self.place[row.question] for row in rows]]
        return base_rate_log_likelihood(values, log_odds, self.reference_class)

    def surveys(self, rows: Sequence[Estimate]) -> Array:
        """What surveys found of factors, given the population of their group."""
        return of_population([row.value for row in rows], range(len(rows)), self.panels(rows), self.nu)

    def panels(self, rows: Sequence[Estimate]) -> Populations:
        """The population of the group of each row's speaker, on its factor."""
        component = [self.place[row.question] for row in rows]
        group = [self.group[row.speaker] for row in rows]
        return Populations(self.location[:, component, group], self.scale[:, component, group], self.skew[:, component])

    def totals(self, rows: Sequence[Estimate]) -> Array:
        """Stated totals, given what they follow from."""
        return np.stack([self.total(row, self.followed_from(row)) for row in rows], axis=1)

    def followed_from(self, row: Estimate) -> Array:
        """Credences in the factors that a stated total follows from, of shape (draws, components)."""
        # What a survey's median forecaster says follows from the location of the group.
        if isinstance(row.value, Survey):
            return self.location[:, :, self.group[row.speaker]]
        return self.credence[:, self.people.index(row.speaker)]

    def total(self, row: Estimate, credence: Array) -> Array:
        """Log likelihood of a stated total, given credences in the factors, of shape (draws, components)."""
        read = self.read(row, credence)[:, None]
        return reading_log_likelihood([row.value], read, self.kappa, smoothed=True)[:, 0]

    def read(self, row: Estimate, credence: Array) -> Array:
        """What a stated total reads: what credences in the factors imply, and the bias of the group."""
        implied = self.network.log_odds(credence, *self.network.asked(row.question))
        return np.asarray(implied + self.delta[:, self.group[row.speaker]])

    def persons(self, rows: Sequence[Estimate]) -> Array:
        """What persons said of factors, each given their credences in the others that they spoke of."""
        of, nu = self.given_others(rows)
        return of_population([row.value for row in rows], range(len(rows)), of, nu)

    def given_others(self, rows: Sequence[Estimate]) -> tuple[Populations, Array]:
        """The population of what each person may think of a factor, given their others, and its degrees of freedom."""
        of_speaker: dict[Speaker, list[int]] = {}
        for place, row in enumerate(rows):
            of_speaker.setdefault(row.speaker, []).append(place)
        found = np.empty((_GIVEN_OTHERS, len(self.nu), len(rows)))
        for speaker, places in of_speaker.items():
            asked = [self.spoken[speaker].index(self.place[rows[place].question]) for place in places]
            for part, values in zip(found, self._given_others(speaker, asked), strict=True):
                part[:, places] = values
        *parts, nu = found
        return Populations(*parts), nu

    def _given_others(self, speaker: Speaker, asked: list[int]) -> tuple[Array, ...]:
        """Population of some stated credences, each given the speaker's others, and its degrees of freedom."""
        spoken, group = self.spoken[speaker], self.group[speaker]
        margins = self.location[:, spoken, group], self.scale[:, spoken, group], self.skew[:, spoken]
        x = (self.credence[:, self.people.index(speaker)][:, spoken] - margins[0]) / margins[1]
        residual = standardised(x, margins[2])
        loading = self.loading[:, spoken]
        others = [told_of_outlook(np.delete(residual, at, 1), np.delete(loading, at, 1)) for at in asked]
        outlook, root, distance = (np.stack(part, axis=1) for part in zip(*others, strict=True))
        freedom = self.nu[:, None] + len(spoken) - 1
        loading = loading[:, asked]
        left = own_ways(loading) ** 2 + np.sum(np.einsum("daj,daji->dai", loading, root) ** 2, axis=2)
        return (
            *(margin[:, asked] for margin in margins),
            np.sum(loading * outlook, axis=2),
            np.sqrt((self.nu[:, None] + distance) / freedom * left),
            np.broadcast_to(freedom, left.shape),
        )


def ranks_of(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> tuple[Array, Array] | None:
    """Where voices lie among forecasters like them, under every draw.

    Parameters
    ----------
    posterior : xarray.Dataset
    study : Study
        What was fitted.
    rows : sequence of Estimate
        Voices of the study.

    Returns
    -------
    (ndarray, ndarray) of shape (draws, rows), or None
        Both ends of each rank in the population of its factor and group, whatever its author said of other factors: see
        :func:`consilience.likelihood.ranks.ranks`. ``None`` where one of them is a total, of which there is none.
    """
    speakers = Panel(posterior, study)
    if any(row.question not in speakers.place for row in rows):
        return None
    voices = [row if row.group in speakers.groups else replace(row, group=speakers.group_named(row)) for row in rows]
    return ranks_in_populations(posterior, voices)


def medians_alike(study: Study) -> Array:
    """One for each factor whose median is like the others', else nought, as the model has it."""
    data = encode_factors(study)
    return np.asarray(data.arrays["heard"][: len(data.network.components), HEARD.index("alike")])


def of_medians_together(
    posterior: "xr.Dataset", study: Study, priors: FactorPriors, alike: Array, times: ArrayLike = 1.0
) -> Array:
    """Log prior density of medians over what it were, were they independent.

    Parameters
    ----------
    posterior : xarray.Dataset
    study : Study
        Declares the priors of its questions.
    priors : FactorPriors
        All others.
    alike : ndarray of shape (components,)
        As of :func:`medians_alike`.
    times : array_like, broadcasting to (components,)
        By what their scales are multiplied.

    Returns
    -------
    ndarray of shape (draws,)
    """
    centre, scale, _ = log_densities.of_medians(posterior["question"].values, study, priors)
    raw = raw_of_median(flat(posterior["mu"]), centre, np.asarray(times) * scale)
    return np.asarray(medians_together(raw, alike, priors.median_correlation))


def log_prior(posterior: "xr.Dataset", study: Study, priors: FactorPriors) -> dict[str, Array]:
    """Log prior density of every draw, by parameter.

    Parameters
    ----------
    posterior : xarray.Dataset
    study : Study
        Declares the priors of its questions.
    priors : FactorPriors
        All others.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        Of the parameters at the top; groups' effects, loadings and credences are the population's: see
        :func:`consilience.models.log_densities.of_populations`.
    """
    # Given the panel's spread, those of the factors are the population's.
    of_top = {name: of for name, of in log_densities.of_populations(posterior, study, priors).items() if name != "tau"}
    return {
        **of_top,
        "mu": of_top["mu"] + of_medians_together(posterior, study, priors, medians_alike(study)),
        "panel_scale": log_densities.lognormal(flat(posterior["panel_scale"]), *priors.scale),
        "slope_mean": log_densities.half_normal(flat(posterior["slope_mean"]), priors.slope),
        "slope_spread": log_densities.lognormal(flat(posterior["slope_spread"]), *priors.slope_spread),
        "kappa": log_densities.lognormal(flat(posterior["kappa"]), *priors.reading),
        "delta": log_densities.normal(flat(posterior["delta"]), 0.0, priors.bias),
    }
