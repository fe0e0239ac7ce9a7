"""How well a model predicts statements that it has not seen."""

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import xarray as xr


def leave_one_out(trace: "xr.DataTree") -> Any:
    """Leave-one-out cross-validation of the statements, by Pareto-smoothed importance sampling.

    Parameters
    ----------
    trace : xarray.DataTree
        As of :func:`consilience.sampling.trace.trace_tree`.

    Returns
    -------
    arviz_stats.ELPDData
        Pointwise (Vehtari, Gelman and Gabry, 2017, *Statistics and Computing* 27, 1413–1432): each statement has a
        Pareto k̂, and where it is above ``good_k`` the posterior without it cannot be had from these draws.
    """
    from arviz_stats.loo import loo

    with warnings.catch_warnings():
        # What it warns of is the k̂ of single statements, which the result has.
        warnings.simplefilter("ignore", UserWarning)
        return loo(trace, pointwise=True)
