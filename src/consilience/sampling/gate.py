"""The diagnostics gate: a number is published only if the chains agree on it and know it precisely enough.

Thresholds: R-hat and effective sample sizes after Vehtari, Gelman, Simpson, Carpenter and Bürkner (2021, *Bayesian
Analysis* 16, 667–718), E-BFMI after Betancourt (2016, arXiv:1604.00695), with RStan's threshold
(``check_energy``). Worked out for all answers at once, to the last digits of ArviZ, which takes them one by one and
half a second to import.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from consilience.measures.summaries import INTERVAL
from consilience.sampling.answers import alike
from consilience.sampling.fit import Diagnostic
from consilience.sampling.quantile_errors import effective_sizes, halves, quantiles_of

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

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
# Shares of the draws below where ArviZ judges the tails.
_TAILS = (1 - 0.89, 0.89)
# Answers judged at a time by each thread.
_AT_ONCE = 16
# What more draws can mend; above this R-hat chains disagree by more than so few draws explain.
LENGTH_CHECKS = frozenset({"r_hat", "ess_bulk", "ess_tail", "mcse"})
R_HAT_SHORT = 1.05


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
    value = _distinct(answers["value"])
    names = [
        f"{question}, {group}, {summary}"
        for question, group, summary in zip(
            value["question"].values, value["group"].values, value["summary"].values, strict=True
        )
    ]
    diverging = sample_stats["diverging"].values
    noise, apart, centres, tails = _told(_by_answer(value))
    if value.sizes["chain"] < 2:
        apart = np.full_like(apart, np.nan)
    return (
        _largest("r_hat", apart, R_HAT_BOUND, names, "the chains agree"),
        _smallest("ess_bulk", centres, ESS_BOUND, names, "the centre is known"),
        _smallest("ess_tail", tails, ESS_BOUND, names, "the interval's ends are known"),
        _largest("mcse", noise, MCSE_BOUND, names, "simulation noise is small beside the 90% interval"),
        _largest("divergences", [diverging.sum()], STRAY * diverging.size, None, "no part of the posterior was missed"),
        _smallest("bfmi", _bfmi(sample_stats["energy"]), BFMI_BOUND, None, "the tails were reached"),
    )


def _told(draws: Array) -> Array:
    """As of :func:`_told_of_some`, side by side: what is told of one answer is none of another's."""
    parts = np.array_split(draws, max(len(draws) // _AT_ONCE, 1))
    with ThreadPoolExecutor() as threads:
        return np.concatenate([*threads.map(_told_of_some, parts)], axis=1)


def _told_of_some(draws: Array) -> Array:
    """Noise as a share of the 90% interval, R-hat, and effective sizes of bulk and tails, of shape (4, answers)."""
    # Of what is certain to all the digits of a double there is no width, and the check fails without a warning.
    with np.errstate(invalid="ignore", divide="ignore"):
        quantiles = quantiles_of(draws, [*INTERVAL.values(), *_TAILS])
        at, errors = quantiles.at[: len(INTERVAL)], quantiles.errors[: len(INTERVAL)]
        noise = np.max(errors, axis=0) / (at[-1] - at[0])
        split = halves(draws)
        ranked, folded = _ranked(split), _ranked(np.abs(split - np.median(split, axis=(1, 2), keepdims=True)))
        # Where the median is certain nothing lies to both sides of it, and the draws as they are tell all.
        apart = np.fmax(_r_hats(ranked), _r_hats(folded))
        return np.stack([noise, apart, effective_sizes(ranked), quantiles.sizes[len(INTERVAL) :].min(axis=0)])


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
    return dict(zip(INTERVAL, quantiles_of(_by_answer(value), [*INTERVAL.values()]).errors, strict=True))


def _by_answer(value: "xr.DataArray") -> Array:
    return np.asarray(value.transpose("answer", "chain", "draw").values)


def _ranked(draws: Array) -> Array:
    """Normal scores of the ranks of each answer's draws (Blom, 1958)."""
    flat = draws.reshape(len(draws), -1)
    order = np.argsort(flat, axis=1)
    ranks = np.empty_like(flat)
    np.put_along_axis(ranks, order, _ranks(np.take_along_axis(flat, order, axis=1)), axis=1)
    return np.asarray(ndtri((ranks - 3 / 8) / (ranks.shape[1] + 1 / 4)).reshape(draws.shape))


def _ranks(in_order: Array) -> Array:
    """Ranks of draws in order, row by row: those that are alike have the average of theirs."""
    places = np.arange(1.0, in_order.shape[1] + 1)
    edge, rises = np.ones((len(in_order), 1), dtype=bool), in_order[:, 1:] != in_order[:, :-1]
    first = np.maximum.accumulate(np.where(np.hstack([edge, rises]), places, 0), axis=1)
    last = np.minimum.accumulate(np.where(np.hstack([rises, edge]), places, np.inf)[:, ::-1], axis=1)[:, ::-1]
    return np.where(np.isnan(in_order), np.nan, (first + last) / 2)


def _r_hats(draws: Array) -> Array:
    """Of each answer, how much wider all draws lie than those of a chain (Gelman and Rubin, 1992)."""
    size = draws.shape[2]
    between, within = np.var(draws.mean(axis=2), axis=1, ddof=1), np.var(draws, axis=2, ddof=1).mean(axis=1)
    return np.asarray(np.sqrt((size - 1) / size + between / within))


def _bfmi(energy: "xr.DataArray") -> Array:
    """Of each chain: how far a step of its energy goes beside how far that lies apart."""
    draws = energy.transpose("chain", "draw").values
    return np.asarray(np.mean(np.diff(draws, axis=1) ** 2, axis=1) / np.var(draws, axis=1, ddof=1))


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
