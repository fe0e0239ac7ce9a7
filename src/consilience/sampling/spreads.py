"""How far forecasters of a group lie apart, draw by draw, laid out as answers are."""

from typing import TYPE_CHECKING

from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import xarray as xr

# What stands in the place of a summary.
SPREAD = "spread"


def spreads_of(fit: Fit) -> "xr.Dataset | None":
    """The spread of every group on every question that it has one of its own on.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    xarray.Dataset or None
        ``value`` by (chain, draw, answer): the log of a factor on the odds; as published, where it stands. ``None``
        where the model has one spread for all.
    """
    import xarray as xr

    if fit.spreads is not None:
        return fit.spreads
    if "scale" not in fit.posterior or "pair_group" not in fit.posterior["scale"].coords:
        return None
    scale = fit.posterior["scale"]
    labels = {"question": scale["pair_question"].values, "group": scale["pair_group"].values}
    coords = {name: ("answer", of) for name, of in labels.items()}
    told = ("answer", [SPREAD] * scale.sizes["pair"])
    return xr.Dataset({"value": (("chain", "draw", "answer"), scale.values)}, coords={**coords, "summary": told})
