"""Fits made of draws of numpy: whatever does not need the sampler's numbers is tested on these, in no time."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
import xarray as xr

from consilience.api import read_study
from consilience.api.fits import with_methods
from consilience.api.study_fit import StudyFit
from consilience.charts import ChartOptions, Width
from consilience.charts.figure import Figure
from consilience.frames import SUMMARY_TITLES
from consilience.models.consensus.data import encode_study
from consilience.models.figures import StudyFigures
from consilience.models.registry import model_for, model_of
from consilience.report.page import figures_for_page
from consilience.sampling.fit import DEFAULT_SEED, Diagnostic, Fit, Progress
from consilience.sampling.fitting import fit as fit_model
from consilience.sampling.model import Model
from consilience.study import Study

HEADER = "question,forecaster,date,estimate,group,kind,source,note\n"
TOML = """\
title = "Floods"
horizon = 2100-12-31
outcome = "flood"
threshold = "10%"

[question.flood]
title = "A flood"

[question.drought]
title = "A drought"
"""
ROWS = """\
flood,ada,2025-01-15,10%,river,,a letter,
flood,bo,2025-01-16,2-5%,river,,a talk,
flood,cem,2025-01-17,<1%,coast,,a talk,
flood,dee,2025-01-18,0%,coast,,a talk,
flood,a platform,2025-01-19,7%,,aggregate,the web,
drought,ada,2025-01-15,30%,river,,a letter,
drought,cem,2025-01-17,"20% [5%, 40%] @80%",coast,,a talk,
"""

CHECKS = (
    Diagnostic("r_hat", 1.002, 1.01, True, "flood, all, median", "the chains agree"),
    Diagnostic("divergences", 0.0, 0, True, "", "no part of the posterior was missed"),
)
FAILED = (Diagnostic("r_hat", 1.2, 1.01, False, "flood, all, median", "the chains agree"), CHECKS[1])


def write_study(folder: Path, toml: str = TOML, rows: str = ROWS) -> Path:
    """Write a study of one file of estimates: by default two questions, two groups, every kind of mark."""
    (folder / "estimates").mkdir(parents=True)
    (folder / "study.toml").write_text(toml, "utf-8", newline="\n")
    (folder / "estimates" / "a.csv").write_text(HEADER + rows, "utf-8", newline="\n")
    return folder


def provenance(seed: int, draws: int, *, tune: int = 1000, target_accept: float = 0.8) -> dict[str, object]:
    """What a fit says of where it came from, the same on every machine and day."""
    return {
        "seed": seed,
        "sampler": "numpy",
        "chains": 4,
        "tune": tune,
        "draws": draws,
        "target_accept": target_accept,
        "versions": {"python": "3.13.0", "numpy": "2.0.0"},
        "fitted": "2025-02-01T12:00:00+00:00",
    }


def fit_of(
    study: Study,
    posterior: xr.Dataset,
    answers: xr.Dataset,
    *,
    checks: Sequence[Diagnostic] = CHECKS,
    provenance: Mapping[str, object],
    after_evidence: xr.Dataset | None = None,
    model: Model | None = None,
) -> StudyFit:
    """Put an invented fit together: the one place in the tests where a fit is made of its parts."""
    model = model or model_for(study)
    told = {"model": model.name, **provenance}
    return with_methods(Fit(study, model, posterior, answers, tuple(checks), told, after_evidence))


def fit_study(study: Study, *, seed: int = DEFAULT_SEED, progress: Progress | None = None) -> StudyFit:
    """Fit a study in earnest with the model that it asks for."""
    return with_methods(fit_model(model_for(study), study, seed=seed, progress=progress))


def report_only(patch: pytest.MonkeyPatch, *charts: str) -> None:
    """Reports, results and papers with these charts alone: a tenth of the time."""
    only = "consilience.exporters.paper.pictures.one_by_one"
    patch.setattr(only, lambda figures: [getattr(figures, chart)() for chart in charts])
    patch.setattr("consilience.report.page.one_by_one", lambda figures: [getattr(figures, chart)() for chart in charts])


def figures_of(fit: Fit, width: Width = "full") -> StudyFigures:
    """The charts of a fit."""
    return model_of(fit).figures(fit, ChartOptions(width=width))


def synthetic_fit(
    study: Study | Path, *, seed: int = 1, draws: int = 100, checks: Sequence[Diagnostic] = CHECKS
) -> StudyFit:
    """Invent a fit of a study: normal draws around −3, −2.5, … log odds, in the shape that sampling gives."""
    study = study if isinstance(study, Study) else read_study(study)
    data = encode_study(study)
    rng = np.random.default_rng(seed)
    shape = (4, draws)
    keys, values = [], []
    for place, question in enumerate(data.question_names):
        groups = [group for asked, group in data.pair_names if asked == question]
        for offset, group in enumerate(["all", *groups] if len(groups) > 1 else ["all"]):
            centre = rng.normal(-3 + 0.5 * place + 0.1 * offset, 0.3, shape)
            keys += [(question, group, name) for name in ("median", "mean", "geometric_mean_odds", "new_forecaster")]
            values += [centre, centre + 0.5, centre - 0.1, centre + rng.normal(0, 1.5, shape)]
    sizes = {"question": len(data.question_names), "pair": len(data.pair_names)}
    return fit_of(
        study,
        posterior=_posterior(rng, shape, sizes).assign_coords(
            question=list(data.question_names),
            pair_question=("pair", [question for question, _ in data.pair_names]),
            pair_group=("pair", [group for _, group in data.pair_names]),
        ),
        answers=xr.Dataset(
            {"value": (("chain", "draw", "answer"), np.stack(values, axis=-1))},
            coords={
                name: ("answer", [key[place] for key in keys])
                for place, name in enumerate(("question", "group", "summary"))
            },
        ),
        checks=checks,
        provenance=provenance(seed, draws, target_accept=0.95),
    )


def floods(folder: Path) -> StudyFit:
    """The invented fit of the study that :func:`write_study` writes by default."""
    return synthetic_fit(write_study(folder / "floods"))


@cache
def made_once(make: Callable[..., StudyFit], *given: str) -> StudyFit:
    """What ``make(*given, folder)`` invents, one fit for all who ask, with every frame found of it: only to be read."""
    with TemporaryDirectory() as folder:
        return make(*given, Path(folder))


@cache
def drawn_once(make: Callable[..., StudyFit], *given: str) -> Sequence[Figure]:
    """The figures of its report, in both widths, each picture drawn once for all who look at it."""
    return tuple(figures_for_page(made_once(make, *given)))


def bare_fit(study: Study, *, centre: float = -2.0, passed: bool = True) -> StudyFit:
    """Invent a fit of a study of one event, named "event": draws around ``centre`` for every summary."""
    keys = [
        (group, summary)
        for group in ("all", *dict.fromkeys(str(row.group) for row in study.rows))
        for summary in SUMMARY_TITLES
    ]
    draws = np.random.default_rng(1).normal(centre, 0.5, (4, 250, len(keys)))
    coordinates = {
        "question": ("answer", ["event"] * len(keys)),
        "group": ("answer", [group for group, _ in keys]),
        "summary": ("answer", [summary for _, summary in keys]),
    }
    answers = xr.Dataset({"value": (("chain", "draw", "answer"), draws)}, coords=coordinates)
    posterior = xr.Dataset({"mu": (("chain", "draw", "question"), draws[:, :, :1])}, coords={"question": ["event"]})
    check = Diagnostic("r_hat", 1.0 if passed else 1.2, 1.01, passed, f"{study.title}, all, median", "the chains agree")
    return fit_of(study, posterior, answers, checks=(check,), provenance={})


def _posterior(rng: np.random.Generator, shape: tuple[int, int], sizes: Mapping[str, int]) -> xr.Dataset:
    dims = {"mu": "question", "tau": "question", "skew": "question", "location": "pair", "scale": "pair"}
    located = {name: (("chain", "draw", dim), rng.normal(-3, 0.3, (*shape, sizes[dim]))) for name, dim in dims.items()}
    shared = ("nu", "group_scale", "reference_class")
    posterior = xr.Dataset({**located, **{name: (("chain", "draw"), rng.gamma(2, 1, shape)) for name in shared}})
    return posterior.assign(
        **{name: np.exp(posterior[name] + 3.4) for name in ("tau", "scale")},
        skew=posterior["skew"] + 3,
        nu=1 + posterior["nu"],
    )
