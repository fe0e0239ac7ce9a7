"""The diagnostics gate: a number is published only if the chains agree on it and know it precisely enough.

Thresholds: R-hat and effective sample sizes after Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021, *Bayesian
Analysis* 16, 667–718), E-BFMI after Betancourt (2016, arXiv:1604.00695), with
RStan's threshold (``check_energy``).
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtri

from consilience.measures.summaries import INTERVAL
from consilience.sampling import quantile_errors as of_draws
from consilience.sampling.answers import alike
from consilience.sampling.fit import Diagnostic

if TYPE_CHECKING:
    import xarray as xr

R_HAT_BOUND = 1.01
ESS_BOUND = 400.0
# Betancourt's own rule of thumb, 0.3, is also where two opposed camps of experts lie (0.31 ± 0.03 a chain), all else in
# order: there it refuses by chance.
BFMI_BOUND = 0.2
# What an effective sample size of 400 leaves of a quantile far out in heavy tails; of a normal's it leaves 0.03.
MCSE_BOUND = 0.1
# One or two divergences in thousands of draws, all else in order, are steps into a wall. What hides a part of the
# posterior diverges whenever it comes near.
STRAY = 0.0005
# What more draws can mend; above this R-hat chains disagree by more than so few draws explain.
LENGTH_CHECKS = frozenset({"r_hat", "ess_bulk", "ess_tail", "mcse"})
R_HAT_SHORT = 1.05


def get_ready() -> None:
    """Import what judges, which takes as long as judging."""
    import arviz_stats.sampling_diagnostics  # noqa: F401


def check_answers(answers: "xr.Dataset", sample_stats: "xr.Dataset") -> tuple[Diagnostic, ...]:
    """Judge a fit by the quantities that would be published.

    Parameters
    ----------
    answers : xarray.Dataset
        ``value`` by (chain, draw, answer), log odds, with coordinates question, group and summary.
    sample_stats : xarray.Dataset
        ``diverging`` and ``energy`` by (chain, draw).

    Returns
    -------
    tuple of Diagnostic
        R-hat, bulk and tail effective sample size, Monte Carlo error of the published quantiles as a share of the
        width of the 90% interval, divergences, BFMI.
    """
    from arviz_stats.sampling_diagnostics import bfmi, ess, rhat

    value = _distinct(answers["value"])
    names = [
        f"{question}, {group}, {summary}"
        for question, group, summary in zip(
            value["question"].values, value["group"].values, value["summary"].values, strict=True
        )
    ]
    diverging = sample_stats["diverging"].values
    # Of what is certain to all the digits of a double there is no width, and the check fails without a warning.
    with np.errstate(invalid="ignore"):
        low, high = np.quantile(value.values.reshape(-1, value.sizes["answer"]), [0.05, 0.95], axis=0)
        noise = np.max(list(quantile_errors(value).values()), axis=0) / (high - low)
        # What `rhat` and `ess` would do answer by answer, each anew: rank-normalise halves of chains.
        halves = _halves(value)
        ranked, folded = _ranked(halves), _ranked(np.abs(halves - halves.median(("chain", "draw"), skipna=False)))
        # Where the median is certain nothing lies to both sides of it, and the draws as they are tell all.
        apart = np.fmax(rhat(ranked, method="identity").values, rhat(folded, method="identity").values)
        tails = ess(value, method="tail").values
    if value.sizes["chain"] < 2:
        apart = np.full_like(apart, np.nan)
    return (
        _largest("r_hat", apart, R_HAT_BOUND, names, "the chains agree"),
        _smallest("ess_bulk", ess(ranked, method="identity").values, ESS_BOUND, names, "the centre is known"),
        _smallest("ess_tail", tails, ESS_BOUND, names, "the interval's ends are known"),
        _largest("mcse", noise, MCSE_BOUND, names, "simulation noise is small beside the 90% interval"),
        _largest("divergences", [diverging.sum()], STRAY * diverging.size, None, "no part of the posterior was missed"),
        _smallest("bfmi", bfmi(sample_stats["energy"]).values, BFMI_BOUND, None, "the tails were reached"),
    )


def quantile_errors(value: "xr.DataArray") -> "dict[str, np.ndarray]":
    """Standard errors of the simulation of the published quantiles.

    Parameters
    ----------
    value : xarray.DataArray
        By (chain, draw, answer), log odds.

    Returns
    -------
    dict of str to ndarray of shape (answers,)
        Of ``low``, ``value`` and ``high``.
    """
    by_answer = value.transpose("answer", "chain", "draw").values
    return dict(zip(INTERVAL, of_draws.quantile_errors(by_answer, [*INTERVAL.values()]), strict=True))


def _halves(value: "xr.DataArray") -> "xr.DataArray":
    """Each chain as two."""
    from xarray import concat

    half = value.sizes["draw"] // 2
    bare = value.drop_vars(("chain", "draw"), errors="ignore")
    return concat([bare.isel(draw=slice(half)), bare.isel(draw=slice(-half, None))], "chain")


def _ranked(value: "xr.DataArray") -> "xr.DataArray":
    """Normal scores of the ranks of each answer's draws (Blom, 1958), all answers at once."""
    from scipy.stats import rankdata

    places = (value.sizes["chain"], value.sizes["draw"], value.sizes["answer"])
    draws = value.transpose("chain", "draw", "answer").values.reshape(-1, places[-1])
    scores = ndtri((rankdata(draws, axis=0) - 3 / 8) / (len(draws) + 1 / 4))
    return value.transpose("chain", "draw", "answer").copy(data=scores.reshape(places))


def _distinct(value: "xr.DataArray") -> "xr.DataArray":
    """Answers without repetitions, which are a quarter: of one group, the median is the geometric mean of odds."""
    return value.isel(answer=alike(np.moveaxis(value.values, -1, 0))[0])


def is_short(checks: Iterable[Diagnostic]) -> bool:
    """Whether nothing is wrong with the draws but that they are too few: more of the same would tell.

    Parameters
    ----------
    checks : iterable of Diagnostic
        As of :func:`check_answers`.

    Returns
    -------
    bool
        False where every check passed, where another than of agreement and precision failed, where chains are so far
        apart that they saw different posteriors, and where nothing could be computed.
    """
    return _only_length_fails(checks, apart=False)


def is_apart(checks: Iterable[Diagnostic]) -> bool:
    """Whether nothing is wrong with the draws but that chains are far apart: one may not have found its way yet.

    Parameters
    ----------
    checks : iterable of Diagnostic
        As of :func:`check_answers`.

    Returns
    -------
    bool
    """
    return _only_length_fails(checks, apart=True)


def _only_length_fails(checks: Iterable[Diagnostic], *, apart: bool) -> bool:
    failed = [check for check in checks if not check.passed]
    of_length = all(np.isfinite(check.worst) and check.name in LENGTH_CHECKS for check in failed)
    is_far = any(check.name == "r_hat" and check.worst >= R_HAT_SHORT for check in failed)
    return bool(failed) and of_length and is_far is apart


def _largest(
    name: str, values: "np.typing.ArrayLike", bound: float, names: list[str] | None, meaning: str
) -> Diagnostic:
    values = np.atleast_1d(values).astype(float)
    # A diagnostic that cannot be computed counts as failed, and is the worst.
    place = int(np.argmax(np.where(np.isnan(values), np.inf, values)))
    worst = float(values[place])
    return Diagnostic(name, worst, bound, bool(worst <= bound), names[place] if names else "", meaning)


def _smallest(
    name: str, values: "np.typing.ArrayLike", bound: float, names: list[str] | None, meaning: str
) -> Diagnostic:
    values = np.atleast_1d(values).astype(float)
    place = int(np.argmin(np.where(np.isnan(values), -np.inf, values)))
    worst = float(values[place])
    return Diagnostic(name, worst, bound, bool(worst >= bound), names[place] if names else "", meaning)
