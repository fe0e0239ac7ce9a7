"""A study whose every text is hostile, and a fit of it made of draws, since what is shown needs no sampler."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from consilience.api import Fit, parse
from consilience.frames import SUMMARY_TITLES
from consilience.problems import Problem
from consilience.sampling.fit import Check
from consilience.study import Estimate, Question, Study

HOSTILE = "<img src=x onerror=alert(1)> $5 & \"more\" 'still' $"
SAID = ("10%", "<1%", "5–20%")


@pytest.fixture
def study() -> Study:
    rows = tuple(
        Estimate(
            question="event",
            forecaster=f"{HOSTILE} {number}",
            date=dt.date(2024, 1, 1),
            said=said,
            value=parse(said),
            group=f"{HOSTILE} {number % 2}",
            source=HOSTILE,
            note=HOSTILE,
        )
        for number, said in enumerate(SAID)
    )
    warning = Problem(HOSTILE, "mend it", file=HOSTILE, line=1)
    questions = {"event": Question("event", HOSTILE)}
    return Study(HOSTILE, HOSTILE, Path("study"), questions, rows, outcome="event", warnings=(warning,))


def make_fit(study: Study, *, centre: float = -2.0, passed: bool = True) -> Fit:
    """Draws around ``centre`` for every summary, over all groups and for each."""
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
    check = Check("r_hat", 1.0 if passed else 1.2, 1.01, passed, f"{HOSTILE}, all, median", "the chains agree")
    return Fit(study, posterior, answers, (check,), {})


@pytest.fixture
def fit(study: Study) -> Fit:
    return make_fit(study)
