"""Sampling a compiled model, in smaller steps where it diverges."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from consilience.inference.fit import Progress
from consilience.inference.provenance import versions

if TYPE_CHECKING:
    import xarray as xr

SAMPLER = {"chains": 4, "tune": 500, "draws": 1000}
# A divergence is answered by smaller steps, as Stan's guide to warnings advises; what still diverges fails the gate.
TARGET_ACCEPTS = (0.8, 0.95, 0.99)


def sample(
    compiled: Any,
    seed: int,
    tell: Progress,
    settings: Mapping[str, int] = SAMPLER,
    target_accepts: Sequence[float] = TARGET_ACCEPTS,
) -> tuple["xr.DataTree", dict[str, object]]:
    """Draw from the posterior of a compiled model.

    Parameters
    ----------
    compiled : nutpie compiled model
        Holding a study's data.
    seed : int
        The same model, data and seed give the same draws.
    tell : callable
        Told what is being done and the share done.
    settings : mapping
        ``chains``, ``tune`` and ``draws``.
    target_accepts : sequence of float
        Tried one after another until nothing diverges.

    Returns
    -------
    trace : xarray.DataTree
        Groups ``posterior`` and ``sample_stats``.
    provenance : dict
        Seed, settings, versions and time.
    """
    for target_accept in target_accepts:
        trace = _sample(compiled, seed, target_accept, tell, settings)
        if not trace["sample_stats"]["diverging"].any():
            break
        tell("sampling again in smaller steps", None)
    return trace, {
        "seed": seed,
        "sampler": "nutpie NUTS",
        **settings,
        "target_accept": target_accept,
        "versions": versions(),
        "fitted": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _sample(
    compiled: Any, seed: int, target_accept: float, tell: Progress, settings: Mapping[str, int]
) -> "xr.DataTree":
    import nutpie

    def report(chains: list[Any]) -> None:
        total = sum(chain.total_draws for chain in chains)
        tell("sampling", sum(chain.finished_draws for chain in chains) / total if total else None)

    sampler = nutpie.sample(
        compiled,
        seed=seed,
        target_accept=target_accept,
        progress_bar=False,
        progress_callback=report,
        save_warmup=False,
        blocking=False,
        **settings,
    )
    # Waited for here, because nutpie answers an interrupt with the draws it has: half a fit, passed off as a whole one.
    try:
        return sampler.wait()
    except BaseException:
        sampler.cancel()
        raise
