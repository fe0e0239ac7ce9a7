"""Sampling a compiled model: chains side by side, told of from the thread that waits, going on where they stand."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.sampling.fit import Progress
from consilience.sampling.model import Settings

if TYPE_CHECKING:
    import xarray as xr

# Seconds between two looks at the chains: short beside the shortest fit.
POLL = 0.1
# Warm-up of chains that go on: they stand in the posterior, and have only their steps to find again.
TUNE_AGAIN = 300

_WHERE = "unconstrained_draw"
# Of a draw: what fits are judged by, and where a chain goes on.
_STATISTICS = "diverging", "energy", _WHERE

type Columns = dict[str, np.ndarray]


class DivergedError(Exception):
    """More draws diverged than whoever asked for them has a use for."""


def sample(
    compiled: Any,
    seed: Sequence[int],
    target_accept: float,
    tell: Progress,
    settings: Settings,
    *,
    most_diverging: float = inf,
) -> "xr.DataTree":
    """Draw from the posterior of a compiled model.

    Parameters
    ----------
    compiled : nutpie compiled model
        Holding a study's data.
    seed : sequence of int
        The same model, data and seed give the same draws.
    target_accept : float
        Average acceptance that the length of the steps aims at.
    tell : callable
        Told what is being done and the share done, from the calling thread alone.
    settings : mapping
        ``chains``, ``tune`` and ``draws``.
    most_diverging : float
        Share of the draws: where more of them diverge none is wanted, and no others are waited for.

    Returns
    -------
    xarray.DataTree
        Groups ``posterior`` and ``sample_stats``.

    Raises
    ------
    DivergedError
        If more were seen to diverge; what diverges last is only seen in the draws.
    """
    return _sample([compiled] * settings.chains, seed, target_accept, tell, settings, most_diverging)


def sample_on(
    compiled: Any,
    trace: "xr.DataTree",
    seed: Sequence[int],
    target_accept: float,
    tell: Progress,
    settings: Settings,
    *,
    most_diverging: float = inf,
) -> "xr.DataTree":
    """Draw as many further draws, every chain from where it stands after a short warm-up.

    Parameters
    ----------
    trace : xarray.DataTree
        The draws so far.
    compiled, seed, target_accept, tell, settings, most_diverging
        As of :func:`sample`, errors too; the number of draws is that of the trace.

    Returns
    -------
    xarray.DataTree
        The further draws.
    """
    ends = trace["sample_stats"][_WHERE].values[:, -1]
    models = [replace(compiled, initial_point_func=lambda seed, end=end: end.copy()) for end in ends]
    again = replace(settings, tune=TUNE_AGAIN, draws=trace["posterior"].sizes["draw"])
    return _sample(models, seed, target_accept, tell, again, most_diverging)


def joined(trace: "xr.DataTree", further: "xr.DataTree") -> "xr.DataTree":
    """Draws and further draws of each chain as one.

    Parameters
    ----------
    trace, further : xarray.DataTree
        Of the same chains.

    Returns
    -------
    xarray.DataTree
    """
    import xarray as xr

    draws = sum(part["posterior"].sizes["draw"] for part in (trace, further))
    return xr.DataTree.from_dict(
        {
            name: xr.concat([trace[name].to_dataset(), further[name].to_dataset()], "draw").assign_coords(
                draw=np.arange(draws)
            )
            for name in ("posterior", "sample_stats")
        }
    )


def _sample(
    models: Sequence[Any],
    seed: Sequence[int],
    target_accept: float,
    tell: Progress,
    settings: Settings,
    most_diverging: float,
) -> "xr.DataTree":
    """One sampler a chain, so that each may start elsewhere."""
    from consilience.sampling.nutpie_import import nutpie

    # nutpie calls back from ever new threads, each of which costs a notebook's kernel a socket if it prints: they only
    # leave word here.
    latest = [(0, 1)] * len(models)
    diverging = [0] * len(models)

    def note(chain: int, progress: Sequence[Any]) -> None:
        latest[chain] = progress[0].finished_draws, progress[0].total_draws
        # Counted from the first of the warm-up, where divergences mean nothing.
        diverging[chain] = sum(place >= settings.tune for place in progress[0].divergent_draws)

    def enough() -> bool:
        return sum(diverging) > most_diverging * len(models) * settings.draws

    samplers: list[Any] = []
    try:
        for chain, of_chain in enumerate(np.random.SeedSequence(seed).generate_state(len(models))):
            samplers.append(
                nutpie.sample(
                    models[chain],
                    chains=1,
                    cores=1,
                    tune=settings.tune,
                    draws=settings.draws,
                    seed=int(of_chain),
                    target_accept=target_accept,
                    progress_bar=False,
                    progress_callback=lambda progress, chain=chain: note(chain, progress),
                    save_warmup=False,
                    store_unconstrained=True,
                    return_raw_trace=True,
                    blocking=False,
                )
            )
        chains = [_wait(sampler, latest, tell, enough) for sampler in samplers]
    # nutpie itself answers an interrupt with the draws it has: half a fit, passed off as a whole one.
    except BaseException:
        for sampler in samplers:
            sampler.cancel()
        raise
    return _tree(chains)


def _tree(chains: Sequence[tuple[Columns, Columns]]) -> "xr.DataTree":
    import xarray as xr

    def dataset(columns: Sequence[Columns]) -> xr.Dataset:
        found = {name: np.stack([chain[name] for chain in columns]) for name in columns[0]}
        return xr.Dataset(
            {
                name: (("chain", "draw", *(f"{name}_dim_{place}" for place in range(values.ndim - 2))), values)
                for name, values in found.items()
            }
        ).pipe(lambda data: data.assign_coords({name: np.arange(data.sizes[name]) for name in ("chain", "draw")}))

    posterior, stats = zip(*chains, strict=True)
    return xr.DataTree.from_dict({"posterior": dataset(posterior), "sample_stats": dataset(stats)})


def _columns(trace: Any) -> tuple[Columns, Columns]:
    """Draws and what is kept of their statistics, without the warm-up, from what nutpie gives of one chain.

    By itself it makes a tree of each chain with some thirty statistics: a tenth of a second, in which the chains still
    sampling wait for Python.
    """
    import pyarrow as pa

    def read(batch: Any, names: Sequence[str]) -> Columns:
        found = {}
        for name in names:
            column = batch.column(name)
            shape = [int(size) for size in column.field.metadata.get(b"shape", b"").split(b",") if size]
            values = pa.array(column)
            flat = (values.flatten() if shape else values).to_numpy(zero_copy_only=False)
            found[name] = flat.reshape(batch.num_rows, *shape)
        return found

    (draws,), (stats,) = trace.get_arrow_trace()
    kept = ~read(stats, ["tuning"])["tuning"]
    posterior, statistics = read(draws, draws.column_names), read(stats, _STATISTICS)
    return _rows(posterior, kept), _rows(statistics, kept)


def _rows(columns: Columns, kept: np.ndarray) -> Columns:
    return {name: values[kept] for name, values in columns.items()}


def _wait(
    sampler: Any, latest: Sequence[tuple[int, int]], tell: Progress, enough: Callable[[], bool]
) -> tuple[Columns, Columns]:
    while True:
        try:
            return _columns(sampler.wait(timeout=POLL))
        except TimeoutError:
            if enough():
                raise DivergedError from None
            tell("sampling", sum(done for done, _ in latest) / sum(total for _, total in latest))
