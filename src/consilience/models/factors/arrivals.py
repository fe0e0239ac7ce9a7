"""A panel that follows what was said since: how much likelier every draw became, and what those think who spoke anew.

What a person says of factors is weighed by its probability given their other credences, all of it together; credences
in what they said anew are drawn from their conditional given the population, these others and the new words. So are
those of somebody new, of whom nothing is given but the population. Drawn from exactly that, they need no weight of
their own: only a total that is stated beside, a reading of all credences, is weighed by the old ones and by the new. In
the terms of Del Moral, Doucet and Jasra (2006, *J. Royal Statistical Society B* 68, 411–436) the backward kernel of
the old credences is their conditional without the total.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.models.factors.heard import heard
from consilience.models.factors.outlook import outlooks_of
from consilience.models.factors.outlook_nodes import Margins, Together
from consilience.models.factors.pointwise import Panel, medians_alike, of_medians_together, statements
from consilience.models.factors.population import complete_credences
from consilience.models.factors.priors import FactorPriors
from consilience.network import network_of
from consilience.notation import Survey, Value
from consilience.sampling.model import Followed
from consilience.sampling.reweight import OutOfReachError
from consilience.study import Estimate, Speaker, Study
from consilience.study.speakers import speakers_of

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]


def follow(posterior: "xr.Dataset", before: Study, after: Study, priors: FactorPriors) -> Followed:
    """The panel after statements came, went or changed.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of ``before``: see :func:`consilience.models.factors.unpack.unpack`.
    before, after : Study
    priors : FactorPriors

    Returns
    -------
    Followed

    Raises
    ------
    OutOfReachError
        If a group came or went, or a question is answered by other groups than before: what they think is not known. If
        the panel became so large that its forecasters have further outlooks, or ceased to be.
    """
    heard_before, heard_after = (_groups_heard(posterior, study) for study in (before, after))
    if heard_before != heard_after:
        raise OutOfReachError("a question, or a group that answers it, came or went")
    old, new = _Said(posterior, before), _Said(posterior, after)
    spoken = [len(components) for components in new.panel.spoken.values()]
    if outlooks_of(spoken, len(new.panel.place)) != posterior.sizes["outlook"]:
        raise OutOfReachError("how many people answered several factors is not as it was: they go together otherwise")
    ratio = new.of_populations_beside(old) - old.of_populations_beside(new)
    were, are = medians_alike(before), medians_alike(after)
    # Of a factor that nobody had spoken of the median was by itself.
    if not np.array_equal(were, are):
        ratio += of_medians_together(posterior, after, priors, are)
        ratio -= of_medians_together(posterior, after, priors, were)
    rng = np.random.default_rng(0)
    credences = []
    for speaker in dict.fromkeys([*new.panel.people, *old.panel.people]):
        change = _Change(speaker, old, new, rng)
        ratio = ratio + change.log_ratio
        if speaker in new.panel.people:
            credences.append(change.credence)
    return Followed(ratio, _with_people(posterior, new, credences))


def _groups_heard(posterior: "xr.Dataset", study: Study) -> tuple[set[str], Mapping[str, Sequence[int]]]:
    """Groups that speak, and those that bear on each event and component, by their places."""
    network = network_of(study)
    known = {*network.components, *network.events}
    groups = [str(group) for group in posterior["group"].values]
    speak = {*speakers_of(row for row in study.voices if row.question in known)[1].values()}
    if not speak <= {*groups}:
        return speak, {}
    return speak, {event: heard(study, network, event, groups) for event in known}


class _Said:
    """What a panel says: of populations, and person by person of factors and of totals."""

    def __init__(self, posterior: "xr.Dataset", study: Study) -> None:
        self.panel = Panel(posterior, study)
        self.of_populations: dict[tuple[str, Speaker], Estimate] = {}
        self.factors: dict[Speaker, dict[int, Value]] = defaultdict(dict)
        self.totals: dict[Speaker, dict[str, Estimate]] = defaultdict(dict)
        for row in statements(study):
            kind = self.panel.kind(row)
            if kind == "persons":
                self.factors[row.speaker][self.panel.place[row.question]] = row.value
            elif kind == "totals" and not isinstance(row.value, Survey):
                self.totals[row.speaker][row.question] = row
            else:
                self.of_populations[row.question, row.speaker] = row

    def of_populations_beside(self, other: "_Said") -> Array:
        """Log likelihood of what surveys and base rates say that the other does not have."""
        rows = [row for of, row in self.of_populations.items() if self._value(row) != other._value_of(of)]
        return self.panel.log_likelihood(rows).sum(axis=1)

    def _value_of(self, of: tuple[str, Speaker]) -> tuple[Value, int | None] | None:
        row = self.of_populations.get(of)
        return None if row is None else self._value(row)

    def _value(self, row: Estimate) -> tuple[Value, int | None]:
        return row.value, self.panel.group.get(row.speaker)

    def totals_given(self, speaker: Speaker, credence: Array) -> Array:
        """Log likelihood of the totals that a person states, given their credences in the factors."""
        found = np.zeros(len(credence))
        for row in self.totals[speaker].values():
            found += self.panel.total(row, credence)
        return found

    def together(self, speaker: Speaker, components: Sequence[int], given: Sequence[int], credence: Array) -> Together:
        """What a person says of some components, given their credences in others."""
        known = self.margins(speaker, given).standardised(credence[:, given])
        values, of = [self.factors[speaker][place] for place in components], self.margins(speaker, components)
        return Together(values, of, known, self.panel.loading[:, given], self.panel.nu)

    def margins(self, speaker: Speaker, components: Sequence[int]) -> Margins:
        """Those of some components in a person's group."""
        panel, group = self.panel, self.panel.group.get(speaker, 0)
        location, scale = (part[:, components, group] for part in (panel.location, panel.scale))
        return Margins(location, scale, panel.skew[:, components], panel.loading[:, components])


class _Change:
    """What became of one person: how much likelier each draw is for it, and their credences from then on.

    Attributes
    ----------
    log_ratio : ndarray of shape (draws,)
    credence : ndarray of shape (draws, components)
    """

    def __init__(self, speaker: Speaker, old: _Said, new: _Said, rng: np.random.Generator) -> None:
        self.speaker, self.old, self.new = speaker, old, new
        draws, size = old.panel.mu.shape
        self.before = np.zeros((draws, size))
        if speaker in old.panel.people:
            self.before = old.panel.credence[:, old.panel.people.index(speaker)]
        was, now = old.factors[speaker], new.factors[speaker]
        if self._stays:
            changed = sorted(place for place in {*was, *now} if was.get(place) != now.get(place))
            # A total is told of by all credences; else what was left out is best left to be drawn anew.
            known = range(size) if old.totals[speaker] or new.totals[speaker] else sorted({*was, *now})
            given = [place for place in known if place not in changed]
        else:
            changed, given = sorted({*was, *now}), []
        self.log_ratio, self.credence = np.zeros(draws), self.before
        if changed or not self._stays:
            self._say_anew(changed, given, rng)
        if changed or not self._stays or self._totals(old) != self._totals(new):
            self.log_ratio = self.log_ratio + new.totals_given(speaker, self.credence)
            self.log_ratio -= old.totals_given(speaker, self.before)

    @property
    def _stays(self) -> bool:
        """Whether this is one of the same group before and after."""
        old, new = (said.panel.group.get(self.speaker) for said in (self.old, self.new))
        return old is not None and old == new

    def _totals(self, said: _Said) -> dict[str, Value]:
        return {question: row.value for question, row in said.totals[self.speaker].items()}

    def _say_anew(self, changed: Sequence[int], given: Sequence[int], rng: np.random.Generator) -> None:
        of_each = [[place for place in changed if place in said.factors[self.speaker]] for said in (self.old, self.new)]
        old, new = (
            said.together(self.speaker, of, given, self.before)
            for said, of in zip((self.old, self.new), of_each, strict=True)
        )
        self.log_ratio = new.log_likelihood() - old.log_likelihood()
        known, answered = self.before.copy(), np.zeros(self.before.shape[1], dtype=bool)
        known[:, of_each[1]] = new.draw(rng)
        answered[[*given, *of_each[1]]] = True
        of = self.new.margins(self.speaker, range(len(answered)))
        margins = of.location, of.scale, of.skew, of.loading
        self.credence = complete_credences(known, answered, *margins, self.new.panel.nu, int(rng.integers(1 << 31)))


def _with_people(posterior: "xr.Dataset", said: _Said, credences: Sequence[Array]) -> "xr.Dataset":
    """Draws of a panel with the credences of those who speak now."""
    panel, (chains, draws) = said.panel, posterior["nu"].shape
    credence = np.zeros((chains, draws, len(credences), panel.mu.shape[1]))
    for place, of_one in enumerate(credences):
        credence[:, :, place] = of_one.reshape(chains, draws, -1)
    return (
        posterior.drop_dims("forecaster")
        .assign(credence=(("chain", "draw", "forecaster", "question"), credence))
        .assign_coords(
            forecaster=list(panel.names),
            forecaster_group=("forecaster", [panel.groups[panel.group[speaker]] for speaker in panel.people]),
        )
    )
