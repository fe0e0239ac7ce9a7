"""A fit on disk: NetCDF with the draws, the diagnostics and where they came from."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from consilience.sampling.fit import Diagnostic, Fit
from consilience.sampling.model import Model
from consilience.study import Study

FIT_FILE = "fit.nc"
AFTER_EVIDENCE, SAMPLE_STATS = "after_evidence", "sample_stats"
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

    record = {"checks": [asdict(check) for check in fit.checks], "provenance": dict(fit.provenance)}
    datasets = {"posterior": fit.posterior, "answers": fit.answers}
    if fit.after_evidence is not None:
        datasets[AFTER_EVIDENCE] = fit.after_evidence
    if fit.sample_stats is not None:
        datasets[SAMPLE_STATS] = fit.sample_stats
    tree = xr.DataTree.from_dict(datasets)
    tree.attrs["consilience"] = json.dumps(record, ensure_ascii=False)
    compressed = {"zlib": True, "complevel": 4}
    encoding = {f"/{name}": dict.fromkeys(dataset.data_vars, compressed) for name, dataset in datasets.items()}
    tree.to_netcdf(path, engine=_ENGINE, encoding=encoding)


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
    import xarray as xr

    with xr.open_datatree(path, engine=_ENGINE) as tree:
        record = json.loads(tree.attrs["consilience"])
        datasets = {name: node.to_dataset().load() for name, node in tree.children.items()}
    checks = tuple(Diagnostic(**check) for check in record["checks"])
    posterior, answers = datasets["posterior"], datasets["answers"]
    after, stats = (datasets.get(name) for name in (AFTER_EVIDENCE, SAMPLE_STATS))
    model = models(record["provenance"])
    return Fit(study, model, posterior, answers, checks, record["provenance"], after, stats)
