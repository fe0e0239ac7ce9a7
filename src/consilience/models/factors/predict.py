"""What a factor study would hold if it were made again: statements drawn from their prior or from a fit."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.predicted import predicted, predicted_base_rates, predicted_readings
from consilience.models.factors.data import FactorData, encode_factors
from consilience.models.factors.pointwise import Panel
from consilience.models.factors.priors import FactorPriors
from consilience.models.factors.simulate import FactorParameters, draw_factor_credences, draw_factor_prior
from consilience.notation import BaseRate
from consilience.sampling.answers import flat
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

DIMS = {
    "mu": ("question",),
    "tau": ("question",),
    "skew": ("question",),
    "loading": ("question", "outlook"),
    "slope_mean": (),
    "slope_spread": (),
    "nu": (),
    "panel_scale": (),
    "group_scale": (),
    "kappa": (),
    "delta": ("group",),
}


def prior(study: Study, priors: FactorPriors, draws: int, seed: int) -> "xr.Dataset":
    """Draw the parameters of a panel from their prior.

    Parameters
    ----------
    study : Study
        Its factors, groups and declared priors, and of which factors people spoke; not what they said.
    priors : Priors
    draws, seed : int

    Returns
    -------
    xarray.Dataset
        One chain, laid out as a posterior is, less the credences of its people.
    """
    import xarray as xr

    data, rng = encode_factors(study, priors), np.random.default_rng(seed)
    drawn = [draw_factor_prior(data, rng) for _ in range(draws)]
    components, groups = list(data.network.components), list(data.groups)
    by_name = {name: np.array([[getattr(each, name) for each in drawn]]) for name in DIMS}
    by_pair = {name: np.array([[getattr(each, name).T.ravel() for each in drawn]]) for name in ("location", "scale")}
    return xr.Dataset(
        {
            **{name: (("chain", "draw", *DIMS[name]), values) for name, values in by_name.items()},
            **{name: (("chain", "draw", "pair"), values) for name, values in by_pair.items()},
            "reference_class": (("chain", "draw"), rng.lognormal(*priors.reference_class, size=(1, draws))),
        },
        coords={
            "question": components,
            "group": groups,
            "pair_question": ("pair", [name for name in components for _ in groups]),
            "pair_group": ("pair", groups * len(components)),
        },
    )


def predict(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> Array:
    """What another panel of the same groups would say in the forms of a study's statements, under each draw.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a fit, or of :func:`prior`.
    study : Study
        What was fitted.
    rows : sequence of Estimate
        Statements of the study.
    seed : int

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds: see :func:`consilience.likelihood.rows.stated_log_odds`. The people are new ones, each of whom speaks
        of all factors with the same credences.
    """
    rng = np.random.default_rng(seed)
    panel = Panel(_with_people(posterior, encode_factors(study), rng), study)

    def persons(rows: Sequence[Estimate]) -> Array:
        credence = np.stack([panel.followed_from(row)[:, panel.place[row.question]] for row in rows], axis=1)
        return predicted_readings([row.value for row in rows], credence, np.zeros(len(panel.nu)), rng)

    return _said(panel, rows, persons, rng)


def replicate(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> Array:
    """What might have been said where each statement was, given what its log likelihood is given.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a fit.
    study : Study
        What was fitted.
    rows : sequence of Estimate
        Statements of the study.
    seed : int

    Returns
    -------
    ndarray of shape (draws, rows)
        Log odds. What a person says of a factor is given their credences in the others, a total what theirs imply: see
        :func:`consilience.models.factors.pointwise.log_likelihood`.
    """
    rng, panel = np.random.default_rng(seed), Panel(posterior, study)

    def persons(rows: Sequence[Estimate]) -> Array:
        return predicted([row.value for row in rows], range(len(rows)), *panel.given_others(rows), rng)

    return _said(panel, rows, persons, rng)


def _said(
    panel: Panel, rows: Sequence[Estimate], persons: Callable[[Sequence[Estimate]], Array], rng: np.random.Generator
) -> Array:
    """Statements of a panel, those of persons on factors as told."""

    def surveys(rows: Sequence[Estimate]) -> Array:
        return predicted([row.value for row in rows], range(len(rows)), panel.panels(rows), panel.nu, rng)

    def totals(rows: Sequence[Estimate]) -> Array:
        read = np.stack([panel.read(row, panel.followed_from(row)) for row in rows], axis=1)
        return predicted_readings([row.value for row in rows], read, panel.kappa, rng)

    def base_rates(rows: Sequence[Estimate]) -> Array:
        counts = [row.value for row in rows if isinstance(row.value, BaseRate)]
        log_odds = panel.mu[:, [panel.place[row.question] for row in rows]]
        return predicted_base_rates(counts, log_odds, panel.reference_class, rng)

    found = np.empty((len(panel.nu), len(rows)))
    for kind, say in {"persons": persons, "surveys": surveys, "totals": totals, "base_rates": base_rates}.items():
        places = [place for place, row in enumerate(rows) if panel.kind(row) == kind]
        if places:
            found[:, places] = say([rows[place] for place in places])
    return found


def _with_people(posterior: "xr.Dataset", data: FactorData, rng: np.random.Generator) -> "xr.Dataset":
    """Draws of a panel whose people are new ones."""
    chains, draws = posterior.sizes["chain"], posterior.sizes["draw"]
    parts: dict[str, Any] = {name: flat(posterior[name]) for name in (*DIMS, "location", "scale")}
    for name in ("location", "scale"):
        by_pair = parts[name].reshape(-1, len(data.network.components), len(data.groups))
        parts[name] = np.swapaxes(by_pair, 1, 2)
    credence = draw_factor_credences(data, FactorParameters(**parts), rng)
    dims = ("chain", "draw", "forecaster", "question")
    kept = posterior.drop_vars([name for name in ("credence", "forecaster") if name in posterior.variables])
    return kept.assign(credence=(dims, credence.reshape(chains, draws, *credence.shape[1:])))
