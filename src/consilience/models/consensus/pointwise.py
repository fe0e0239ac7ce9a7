"""Log likelihood of every statement and log prior of every draw of a consensus."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.pointwise import (
    base_rate_log_likelihood,
    log_likelihood as of_voices,
    says_something,
)
from consilience.models.consensus.data import rows_of
from consilience.models.voices import populations_of
from consilience.notation import BaseRate
from consilience.sampling.answers import flat
from consilience.sampling.reweight import OutOfReachError
from consilience.study import Estimate, Study
from consilience.study.speakers import said_anew

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]


def statements(study: Study) -> tuple[Estimate, ...]:
    """What the consensus weighs, question after question, less what tells of no credence (">0%").

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of Estimate
    """
    return tuple(row for row in rows_of(study) if says_something(row.value))


def log_likelihood(posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> Array:
    """Log likelihood of statements under every draw.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a consensus: see :class:`consilience.sampling.fit.Fit`.
    study : Study
        Not read: every row is given the population of its question and group alone.
    rows : sequence of Estimate
        Statements on questions and by groups that were fitted; they need not have been.

    Returns
    -------
    ndarray of shape (draws, rows)
        Chain after chain.
    """
    questions = {str(name): place for place, name in enumerate(posterior["question"].values)}
    mu, nu = flat(posterior["mu"]), flat(posterior["nu"])
    found = np.zeros((len(nu), len(rows)))
    rates = [place for place, row in enumerate(rows) if isinstance(row.value, BaseRate)]
    if rates:
        counts = [row.value for row in rows if isinstance(row.value, BaseRate)]
        log_odds = mu[:, [questions[rows[place].question] for place in rates]]
        found[:, rates] = base_rate_log_likelihood(counts, log_odds, flat(posterior["reference_class"]))
    voices = [place for place, row in enumerate(rows) if not isinstance(row.value, BaseRate)]
    if voices:
        spoken = [rows[place] for place in voices]
        of, pair = populations_of(posterior, spoken)
        found[:, voices] = of_voices([row.value for row in spoken], pair, of, nu)
    return found


def log_ratio(posterior: "xr.Dataset", before: Study, after: Study) -> Array:
    """Log density of the posterior of one study over that of another, under every draw, up to a constant.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of ``before``.
    before, after : Study

    Returns
    -------
    ndarray of shape (draws,)
        Log likelihood of the statements that came less that of those that went; of one that changed, both.

    Raises
    ------
    OutOfReachError
        If the two studies have not the same populations.
    """
    old, new = rows_of(before), rows_of(after)
    if _populations(old) != _populations(new):
        raise OutOfReachError("a question, or a group that answers it, came or went")
    came, went = said_anew(old, new), said_anew(new, old)
    found = log_likelihood(posterior, before, [*came, *went])
    return np.asarray(found[:, : len(came)].sum(axis=1) - found[:, len(came) :].sum(axis=1))


def _populations(rows: Sequence[Estimate]) -> tuple[set[str], set[tuple[str, str]]]:
    """Questions, and groups that answer them."""
    return {row.question for row in rows}, {(row.question, row.group or "") for row in rows if row.kind != "base_rate"}
