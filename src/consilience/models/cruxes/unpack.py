"""What the draws of the model of cruxes are of, and what the views imply."""

from typing import TYPE_CHECKING

import numpy as np

from consilience.models.cruxes.correlation import correlation_of_partials
from consilience.models.cruxes.data import CruxData
from consilience.models.cruxes.population import CruxPosterior, implied_credences, new_forecasters
from consilience.sampling.answers import Answers, flat, summaries_of
from consilience.study import conditional

if TYPE_CHECKING:
    import xarray as xr


def population_of(raw: "xr.Dataset", data: CruxData) -> CruxPosterior:
    """Draws of everything that new forecasters' views follow from."""
    groups, cruxes = len(data.groups), len(data.cruxes)
    located = {name: flat(raw[f"{name}_location"])[:, :, :groups] for name in ("outcome", "base", "association")}
    return CruxPosterior(
        outcome=located["outcome"][:, 0],
        base=located["base"][:, :cruxes],
        association=located["association"][:, :cruxes],
        tau_outcome=flat(raw["tau_outcome"]),
        tau_base=flat(raw["tau_base"]),
        tau_association=flat(raw["tau_association"]),
        forecaster_scale=flat(raw["forecaster_scale"]),
        correlation=correlation_of_partials(flat(raw["partial_raw"]), 3),
    )


def answers_of(drawn: CruxPosterior, data: CruxData, seed: int) -> Answers:
    """Summaries of the outcome, of every crux, and of the outcome given each, draw by draw."""
    rng = np.random.default_rng(seed)
    found: Answers = {}
    for crux, (outcome, base, association) in zip(data.cruxes, new_forecasters(drawn, data.priors, seed), strict=True):
        if not found:
            found |= summaries_of(data.outcome, outcome, data.groups, rng)
        names = crux, conditional(data.outcome, {crux: True}), conditional(data.outcome, {crux: False})
        for name, members in zip(names, implied_credences(outcome, base, association), strict=True):
            found |= summaries_of(name, members, data.groups, rng)
    return found


def unpack(raw: "xr.Dataset", population: CruxPosterior, data: CruxData) -> "xr.Dataset":
    """Drop the padding of the draws and name what is left.

    Parameters
    ----------
    raw : xarray.Dataset
        Draws of the model's parameters.
    population : CruxPosterior
        What new forecasters' views follow from, of the same draws.
    data : CruxData

    Returns
    -------
    xarray.Dataset
        By ``chain`` and ``draw``, in log odds: by ``forecaster`` the ``outcome`` as each last said it; by
        ``forecaster`` and ``crux`` ``base`` and ``association``, NaN where nobody asked, of which
        :func:`consilience.models.cruxes.population.implied_credences` makes credences, with ``outcome_asked``, the
        outcome in the round of that crux, and ``outcome_round`` by ``round``; and what they are drawn from: over the
        groups ``mu_*`` and of each ``*_location``, spreads ``tau_*`` and between groups ``*_group_scale``,
        ``forecaster_scale`` and ``correlation`` of what belongs to a forecaster, ``kappa`` and ``drift``.
    """
    import xarray as xr

    chains = raw["kappa"].shape
    people, cruxes = len(data.people), len(data.cruxes)
    person, crux = np.array(data.entries, dtype=int).reshape(-1, 2).T
    asked_in = list(data.entry_round)
    # The last round of each person is where they stand.
    last = {of: place for place, of in enumerate(data.rounds)}
    outcome_asked = flat(raw["outcome_asked"])

    def by_entry(values: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
        # Single precision: hundreds of views of thousands of draws, known to a few parts in a hundred.
        table = np.full((len(values), people, cruxes), np.nan, dtype="float32")
        table[:, person, crux] = values[:, : len(data.entries)]
        return ("chain", "draw", "forecaster", "crux"), table.reshape(*chains, people, cruxes)

    outcome = outcome_asked[:, [last[place] for place in range(people)]]
    return xr.Dataset(
        {
            "outcome": (("chain", "draw", "forecaster"), outcome.reshape(*chains, people)),
            "outcome_asked": by_entry(outcome_asked[:, asked_in]),
            "base": by_entry(flat(raw["base"])),
            "association": by_entry(flat(raw["association"])),
            "outcome_round": (
                ("chain", "draw", "round"),
                outcome_asked[:, : len(data.rounds)].reshape(*chains, -1).astype("float32"),
            ),
            **_population_variables(raw, population, data),
        },
        coords={
            "forecaster": list(data.people),
            "forecaster_group": ("forecaster", [data.groups[place] for place in data.person_group]),
            "crux": list(data.cruxes),
            "group": list(data.groups),
            "round_forecaster": ("round", [data.people[place] for place in data.rounds]),
        },
    )


def _population_variables(
    raw: "xr.Dataset", population: CruxPosterior, data: CruxData
) -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """What the views are drawn from: priors and new forecasters follow from it."""
    chains, cruxes = raw["kappa"].shape, len(data.cruxes)
    scalars = ["tau_outcome", "tau_base", "tau_association", "kappa"]
    scalars += [f"{name}_group_scale" for name in ("outcome", "base", "association")]
    located: dict[str, tuple[tuple[str, ...], np.ndarray]] = {
        "mu_outcome": ((), flat(raw["mu_outcome"])[:, 0]),
        # Where nobody answered twice nothing drifts, and what was sampled is the prior.
        "drift": ((), flat(raw["drift"]) * data.drifts),
        "mu_base": (("crux",), flat(raw["mu_base"])[:, :cruxes]),
        "mu_association": (("crux",), flat(raw["mu_association"])[:, :cruxes]),
        "outcome_location": (("group",), population.outcome),
        "base_location": (("crux", "group"), population.base),
        "association_location": (("crux", "group"), population.association),
        "forecaster_scale": (("shift",), population.forecaster_scale),
        "correlation": (("own", "other_own"), population.correlation),
    }
    return {
        **{name: (("chain", "draw"), raw[name].values) for name in scalars},
        **{
            name: (("chain", "draw", *dims), values.reshape(*chains, *values.shape[1:]))
            for name, (dims, values) in located.items()
        },
    }
