"""A study whose every text is hostile, and a fit of it made of draws, since what is shown needs no sampler."""

import datetime as dt
from pathlib import Path

import pytest

from consilience.api import Fit, parse
from consilience.problems import Problem
from consilience.study import Estimate, Question, Study
from tests.builders.fits import bare_fit
from tests.builders.hostile import MARKUP

SAID = ("10%", "<1%", "5–20%")


@pytest.fixture
def study() -> Study:
    rows = tuple(
        Estimate(
            question="event",
            forecaster=f"{MARKUP} {number}",
            date=dt.date(2024, 1, 1),
            said=said,
            value=parse(said),
            group=f"{MARKUP} {number % 2}",
            source=MARKUP,
            note=MARKUP,
        )
        for number, said in enumerate(SAID)
    )
    warning = Problem(MARKUP, "mend it", file=MARKUP, line=1)
    questions = {"event": Question("event", MARKUP)}
    return Study(MARKUP, MARKUP, Path("study"), questions, rows, outcome="event", warnings=(warning,))


@pytest.fixture
def fit(study: Study) -> Fit:
    return bare_fit(study)


@pytest.fixture
def new_jupyter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels that know nothing of whoever runs the tests: the only one is that of this environment."""
    for variable in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable.lower()))
