"""A fit that follows what was said since: draws of the last full fit, reweighted where they reach so far."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.history.moved import NOISE
from consilience.measures.summaries import CERTAIN, INTERVAL, bounded
from consilience.sampling.answers import Key
from consilience.sampling.fit import Diagnostic, Fit, Reweighted
from consilience.sampling.gate import ESS_BOUND, MCSE_BOUND, quantile_errors
from consilience.sampling.reweight import OutOfReachError, TooFewLeftError, good_k, weights_within_reach
from consilience.sampling.standing import ANSWERS, in_order, keys_of, numbers_of, stands_since, untouched
from consilience.study import Study, settings_digest

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

# Log densities that differ by less are one: "15%" and "0.15" said, or sums in another order.
_SAME = 1e-9


def reweight(full: Fit, study: Study) -> Fit:
    """Fit a study by the draws of an earlier fit of it.

    Parameters
    ----------
    full : Fit
        One that was sampled.
    study : Study
        The same study, in which statements came, went or changed.

    Returns
    -------
    Fit
        Its draws are those of the full fit, each as often as its Pareto-smoothed weight has it (Vehtari et al., 2024,
        *J. Machine Learning Research* 25, 72). It passed what a fit is asked for: enough effective draws left, and
        simulation noise small beside the interval.

    Raises
    ------
    OutOfReachError
        Where k̂ does not allow it, or the study asks for another model than was fitted.
    TooFewLeftError
        Where too few effective draws are left: it has the fit that these make.
    """
    if full.provenance.get("settings") != settings_digest(study):
        raise OutOfReachError("what the study asks or declares has changed")
    followed = full.model.follow(full.posterior, full.study, study)
    ratio, draws = followed.log_ratio, len(followed.log_ratio)
    if np.isfinite(ratio).all() and np.ptp(ratio) < _SAME:
        return taken(study, Reweighted(full, np.arange(draws), None, 1.0, {}), followed.posterior)
    weights, k = weights_within_reach(ratio)
    efficiency = float(1 / (weights**2).sum() / draws)
    reweighted = Reweighted(full, _resampled(weights), k, efficiency, {})
    reweighted = replace(reweighted, kept=dict(_unmoved(full, study, reweighted)))
    found = taken(study, reweighted, followed.posterior)
    if not found.passed:
        raise TooFewLeftError(found)
    return found


def _resampled(weights: Array) -> NDArray[np.int64]:
    """As many draws by their weights: each as often as its weight has it, to the whole number above or below."""
    steps = (np.arange(len(weights)) + 0.5) / len(weights)
    # Ends on one, whatever rounding did on the way.
    ends = np.cumsum(weights)
    return np.asarray(np.searchsorted(ends / ends[-1], steps), dtype="int64")


def checks_left(checks: Collection[Diagnostic], efficiency: float) -> Iterator[Diagnostic]:
    """The diagnostics of a fit of whose effective draws a share is left.

    Parameters
    ----------
    checks : collection of Diagnostic
    efficiency : float

    Yields
    ------
    Diagnostic
        Those of precision with what is left of it, the others as they are: they are of the chains.
    """
    for check in checks:
        if check.name in ("ess_bulk", "ess_tail"):
            left = check.worst * efficiency
            yield replace(check, worst=left, passed=left >= ESS_BOUND)
        elif check.name == "mcse":
            error = check.worst / efficiency**0.5
            yield replace(check, worst=error, passed=error <= MCSE_BOUND)
        else:
            yield check


def _unmoved(full: Fit, study: Study, reweighted: Reweighted) -> Iterator[tuple[str, tuple[Key, ...]]]:
    """Answers that nothing new bears on and that are, within simulation noise, what they were."""
    asked = untouched(full, study)
    for name, answers in numbers_of(full).items():
        still = _still(answers["value"], reweighted)
        keys = zip(keys_of(answers), still, strict=True)
        yield name, tuple(key for key, same in keys if same and key[0] in asked)


def _still(value: "xr.DataArray", reweighted: Reweighted) -> NDArray[np.bool_]:
    """Which answers the weights do not move beyond simulation noise."""
    flat = bounded(value.values.reshape(-1, value.sizes["answer"]))
    levels = list(INTERVAL.values())
    moved = np.abs(np.quantile(flat[reweighted.places], levels, axis=0) - np.quantile(flat, levels, axis=0))
    errors = quantile_errors(value.clip(-CERTAIN, CERTAIN))
    # What never varies has no error, and does not move.
    allowed = np.nan_to_num(np.stack([errors[name] for name in INTERVAL])) * NOISE / reweighted.efficiency**0.5
    return np.asarray((moved <= allowed).all(axis=0))


def taken(study: Study, reweighted: Reweighted, posterior: "xr.Dataset") -> Fit:
    """The fit that is made of draws of a full one.

    Parameters
    ----------
    study : Study
        What it is a fit of.
    reweighted : Reweighted
        Which draws.
    posterior : xarray.Dataset
        The draws of the full fit, with what was said anew: see :class:`consilience.sampling.model.Followed`.

    Returns
    -------
    Fit
    """
    full, places = reweighted.full, reweighted.places
    found = {
        name: in_order(of, _at(of, places), reweighted.kept.get(name, ())) for name, of in numbers_of(full).items()
    }
    checks = tuple(checks_left(full.checks, reweighted.efficiency))
    if reweighted.pareto_k is not None:
        bound = good_k(len(places))
        passed = reweighted.pareto_k <= bound
        checks += (Diagnostic("pareto_k", reweighted.pareto_k, bound, passed, "", "the draws reach the new answer"),)
    provenance = {
        **full.provenance,
        **_stand_still(reweighted),
        "as_of": study.day.isoformat() if study.day else None,
        "how": how_in_words(reweighted),
        "updated": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return Fit(
        study=study,
        model=full.model,
        posterior=_at(posterior, places),
        checks=checks,
        provenance=provenance,
        sample_stats=full.sample_stats,
        reweighted=reweighted,
        **found,
    )


def _stand_still(reweighted: Reweighted) -> dict[str, object]:
    """Which of the answers that stood from before the full fit do so still."""
    full = reweighted.full
    if "stand" not in full.provenance or reweighted.pareto_k is None:
        return {}
    still = {
        name: [[*key, since] for key, since in stands_since(full, name).items() if key in reweighted.kept.get(name, ())]
        for name in ANSWERS
    }
    return {"stand": still}


def how_in_words(reweighted: Reweighted) -> str:
    """How an answer was had without sampling, in a sentence.

    Parameters
    ----------
    reweighted : Reweighted

    Returns
    -------
    str
    """
    when = reweighted.full.provenance.get("fitted")
    if reweighted.pareto_k is None:
        return f"The draws are those of the full fit of {when}: nothing that counts has changed since."
    left = [check for check in checks_left(reweighted.full.checks, reweighted.efficiency) if check.name[:3] == "ess"]
    fewest = f", {min(check.worst for check in left):,.0f} effective draws are left" if left else ""
    return f"Reweighted from the full fit of {when}, without sampling: Pareto k̂ {reweighted.pareto_k:.2f}{fewest}."


def _at(dataset: "xr.Dataset", places: NDArray[np.int64]) -> "xr.Dataset":
    """A data set at some of its draws, in as many chains."""
    found = dataset.copy()
    for name, values in dataset.data_vars.items():
        if values.dims[:2] == ("chain", "draw"):
            flat = values.values.reshape(-1, *values.shape[2:])
            found[name] = (values.dims, flat[places].reshape(values.shape))
    return found
