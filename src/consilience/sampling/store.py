"""A fit on disk: NetCDF with the draws, the diagnostics and where they came from."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from consilience.history.statements import as_stated, weighed_in
from consilience.sampling.fit import Diagnostic, Fit, Reweighted
from consilience.sampling.model import Model
from consilience.sampling.update import taken
from consilience.study import Study

FIT_FILE = "fit.nc"
REWEIGHTED = "reweighted"
# What a fit may have or not, each a group of the file.
_OPTIONAL = ("after_evidence", "sample_stats", "spreads")
_OF_REWEIGHTED = ("pareto_k", "efficiency", "kept")
_ENGINE = "h5netcdf"


def write_fit(fit: Fit, path: Path) -> None:
    """Write a fit as a NetCDF file: groups ``posterior``, ``answers`` ….

    Parameters
    ----------
    fit : Fit
    path : Path
        The file; its folder exists.
    """
    import xarray as xr

    # What was sampled, with what was said then: whatever comes later is reweighted from that.
    full = fit.full
    record: dict[str, object] = {
        "checks": [asdict(check) for check in full.checks],
        "provenance": dict(full.provenance),
        "statements": weighed_in(full.study),
    }
    datasets = {"posterior": full.posterior, "answers": full.answers}
    datasets |= {name: of for name in _OPTIONAL if (of := getattr(full, name)) is not None}
    if (how := fit.reweighted) is not None:
        record[REWEIGHTED] = {name: getattr(how, name) for name in _OF_REWEIGHTED} | {
            "provenance": fit.provenance,
            "statements": weighed_in(fit.study),
        }
        datasets[REWEIGHTED] = xr.Dataset({"places": ("place", how.places.astype("int32"))})
    tree = xr.DataTree.from_dict(datasets)
    tree.attrs["consilience"] = json.dumps(record, ensure_ascii=False)
    # Not compressed: of draws a thirtieth would be gained, at four times the time.
    tree.to_netcdf(path, engine=_ENGINE)


def read_fit(path: Path, study: Study, models: Callable[[Mapping[str, Any]], Model]) -> Fit:
    """Read a fit back.

    Parameters
    ----------
    path : Path
        Written by :func:`write_fit`.
    study : Study
        The study that was fitted; its texts are not kept in the file.
    models : callable
        From the provenance of a fit to its model.

    Returns
    -------
    Fit
    """
    full, record, places = _read(path, study, models)
    if REWEIGHTED not in record:
        return full
    return _taken(full, record[REWEIGHTED], places, study)


def _taken(full: Fit, how: Mapping[str, Any], places: NDArray[np.int64], study: Study) -> Fit:
    told = {name: how[name] for name in _OF_REWEIGHTED}
    kept = {name: tuple(map(tuple, keys)) for name, keys in told["kept"].items()}
    reweighted = Reweighted(full, places, **told | {"kept": kept})
    posterior = full.model.follow(full.posterior, full.study, study).posterior
    return replace(taken(study, reweighted, posterior), provenance=how["provenance"])


def read_earlier(
    path: Path, study: Study, models: Callable[[Mapping[str, Any]], Model]
) -> tuple[Fit, Callable[[], Fit]]:
    """Read back the fit that was sampled, and with it the one that was published, whatever was said since.

    Parameters
    ----------
    path, study, models
        As for :func:`read_fit`; the study may have got other statements since.

    Returns
    -------
    Fit
        What was sampled, of the study as it stood then.
    callable
        Gives what was published: that, or what was reweighted from it, of the study as that stood.
    """
    full, record, places = _read(path, study, models)
    if REWEIGHTED not in record:
        return full, lambda: full
    how = record[REWEIGHTED]
    return full, lambda: _taken(full, how, places, as_stated(study, how["statements"]))


def _read(
    path: Path, study: Study, models: Callable[[Mapping[str, Any]], Model]
) -> tuple[Fit, Mapping[str, Any], NDArray[np.int64]]:
    import xarray as xr

    with xr.open_datatree(path, engine=_ENGINE) as tree:
        record = json.loads(tree.attrs["consilience"])
        datasets = {name: node.to_dataset().load() for name, node in tree.children.items()}
    checks = tuple(Diagnostic(**check) for check in record["checks"])
    posterior, answers = datasets["posterior"], datasets["answers"]
    optional = {name: datasets.get(name) for name in _OPTIONAL}
    model, then = models(record["provenance"]), as_stated(study, record["statements"])
    full = Fit(then, model, posterior, answers, checks, record["provenance"], **optional)
    places = datasets[REWEIGHTED]["places"].values if REWEIGHTED in datasets else np.arange(0)
    return full, record, places.astype("int64")
