"""A fit as the DataTree that ArviZ reads: posterior, statements' log likelihoods, log priors, predictive draws."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from consilience.likelihood.rows import stated_log_odds
from consilience.study import Estimate

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

# The variable and its dimension in ``log_likelihood``, ``observed_data`` and the predictive groups.
STATEMENTS, STATEMENT = "statements", "statement"
# Prior and posterior are "groups" to ArviZ, which lays them along a dimension of that name.
_NAMES = {"group": "of_group"}


def trace_tree(
    posterior: "xr.Dataset",
    rows: Sequence[Estimate],
    *,
    log_likelihood: Array,
    log_prior: Mapping[str, Array],
    sample_stats: "xr.Dataset | None" = None,
    posterior_predictive: Array | None = None,
    prior: "xr.Dataset | None" = None,
    prior_predictive: Array | None = None,
) -> "xr.DataTree":
    """Lay a fit out as ArviZ expects it: ``az.loo``, ``az.psense_summary`` and predictive plots take it as it is.

    Parameters
    ----------
    posterior : xarray.Dataset
        By ``chain`` and ``draw``.
    rows : sequence of Estimate
        The statements that the fit weighed.
    log_likelihood : ndarray of shape (draws, rows)
        Chain after chain.
    log_prior : mapping of str to ndarray of shape (draws,)
        By parameter.
    sample_stats : xarray.Dataset, optional
        Of the sampler.
    posterior_predictive : ndarray of shape (draws, rows), optional
        What was simulated in the forms of the rows, in log odds, chain after chain; beside what was said
        (:func:`consilience.likelihood.rows.stated_log_odds`).
    prior : xarray.Dataset, optional
        Parameters drawn from the prior, by ``chain`` and ``draw``.
    prior_predictive : ndarray of shape (draws of the prior, rows), optional
        What was simulated from these.

    Returns
    -------
    xarray.DataTree
        Draws of a parameter that do not vary (a correlation of a factor with itself) or are nobody's (views of a crux
        that somebody was not asked about) are left out of ``posterior``: nothing can be told of them.
    """
    import xarray as xr

    labels = {
        "question": (STATEMENT, [row.question for row in rows]),
        "forecaster": (STATEMENT, [row.forecaster for row in rows]),
    }

    def of_statements(values: Array, *dims: str) -> "xr.Dataset":
        return xr.Dataset({STATEMENTS: ((*dims, STATEMENT), values)}, coords=labels | {STATEMENT: np.arange(len(rows))})

    def by_draw(values: Array, of: "xr.Dataset") -> "xr.Dataset":
        return of_statements(values.reshape(of.sizes["chain"], of.sizes["draw"], len(rows)), "chain", "draw")

    groups = {
        "posterior": varying(posterior),
        "log_likelihood": by_draw(log_likelihood, posterior),
        "log_prior": xr.Dataset(
            {
                name: (("chain", "draw"), values.reshape(posterior.sizes["chain"], posterior.sizes["draw"]))
                for name, values in log_prior.items()
            }
        ),
        "observed_data": of_statements(np.array([stated_log_odds(row.value) for row in rows])),
    }
    if sample_stats is not None:
        groups["sample_stats"] = sample_stats
    if posterior_predictive is not None:
        groups["posterior_predictive"] = by_draw(posterior_predictive, posterior)
    if prior is not None:
        groups["prior"] = varying(prior)
        if prior_predictive is not None:
            groups["prior_predictive"] = by_draw(prior_predictive, prior)
    with_draws = {name: _numbered(group) for name, group in groups.items()}
    return xr.DataTree.from_dict({f"/{name}": group for name, group in with_draws.items()})


def _numbered(group: "xr.Dataset") -> "xr.Dataset":
    """Chains and draws by number, as ArviZ labels them."""
    return group.assign_coords({dim: np.arange(group.sizes[dim]) for dim in ("chain", "draw") if dim in group.sizes})


def varying(posterior: "xr.Dataset") -> "xr.Dataset":
    """What of a posterior is somebody's and varies from draw to draw, in the labels that ArviZ can stack.

    Parameters
    ----------
    posterior : xarray.Dataset

    Returns
    -------
    xarray.Dataset
        One label an element of each dimension, those of several coordinates joined ("flood, river"); groups along
        ``of_group``. A variable some of whose elements are constant or missing has the others in a row, along a
        dimension named after it.
    """
    import xarray as xr

    posterior = posterior.rename({dim: name for dim, name in _NAMES.items() if dim in posterior.dims})
    labels = {str(dim): _labels(posterior, str(dim)) for dim in posterior.sizes if dim not in ("chain", "draw")}
    found = {}
    for name, values in posterior.data_vars.items():
        kept = (values.std(("chain", "draw"), skipna=False) > 0).values
        if not kept.any():
            continue
        dims = [str(dim) for dim in values.dims[2:]]
        drawn, of_each = values.values, {dim: labels[dim] for dim in dims}
        if not kept.all():
            of = zip(*(labels[dim][place] for dim, place in zip(dims, np.nonzero(kept), strict=True)), strict=True)
            drawn, dims = drawn[:, :, kept], [f"{name}_of"]
            of_each = {dims[0]: np.array([", ".join(map(str, parts)) for parts in of], dtype=str)}
        found[str(name)] = xr.DataArray(drawn, dims=("chain", "draw", *dims), coords=of_each)
    return xr.Dataset(found)


def _labels(posterior: "xr.Dataset", dim: str) -> NDArray[np.str_]:
    if dim in posterior.indexes:
        return np.asarray(posterior.indexes[dim].astype(str), dtype=str)
    along = [coordinate.values for coordinate in posterior.coords.values() if coordinate.dims == (dim,)]
    names = [", ".join(map(str, filter(None, parts))) for parts in zip(*along, strict=True)]
    # Rounds of one forecaster are told apart by their order.
    if not names or len(set(names)) < len(names):
        names = [f"{name} {place}".strip() for place, name in enumerate(names or [""] * posterior.sizes[dim])]
    return np.array(names, dtype=str)


def spread_draws(posterior: "xr.Dataset", draws: int) -> "xr.Dataset":
    """So many draws of a posterior, evenly over its chains, each once as long as there are enough.

    Parameters
    ----------
    posterior : xarray.Dataset
    draws : int

    Returns
    -------
    xarray.Dataset
        One chain of them.
    """
    import xarray as xr

    chains, each = posterior.sizes["chain"], posterior.sizes["draw"]
    chain, draw = np.divmod(np.arange(draws) * chains * each // draws, each)
    taken = posterior.isel(chain=xr.DataArray(chain, dims="taken"), draw=xr.DataArray(draw, dims="taken"))
    return taken.drop_vars(["chain", "draw"], errors="ignore").rename(taken="draw").expand_dims("chain")
