"""Small studies on disk."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from consilience.study import Study, read_study

TODAY = dt.date(2025, 6, 1)
HEADER = "question,forecaster,date,estimate,group,kind,until,source,note\n"
TOML = 'title = "t"\n\n[question.flood]\ntitle = "A flood"\n'

type MakeStudy = Callable[..., Path]


@pytest.fixture
def today() -> dt.date:
    return TODAY


@pytest.fixture
def make_study(tmp_path: Path) -> MakeStudy:
    """Write a study of one question; keyword arguments are files of estimates without their suffix."""

    def make(toml: str = TOML, *, folder: str = "forecasts/study", **files: str | bytes) -> Path:
        path = tmp_path / folder
        (path / "estimates").mkdir(parents=True)
        (path / "study.toml").write_text(toml, "utf-8", newline="\n")
        for name, body in files.items():
            data = body if isinstance(body, bytes) else body.encode()
            (path / "estimates" / f"{name}.csv").write_bytes(data)
        return path

    return make


@pytest.fixture
def fixture_study() -> Callable[[str], Study]:
    """Read a committed fixture by name."""
    return lambda name: read_study(Path(__file__).parent / "fixtures" / name, today=TODAY)
