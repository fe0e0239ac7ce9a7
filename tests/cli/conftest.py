"""The command line in a folder of its own, with the sampler of the api's tests behind it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from consilience.cli import app
from tests.api.conftest import Sampler, sampler
from tests.builders.fits import write_study

__all__ = ["Sampler", "sampler"]

type Command = Callable[..., Result]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which commands are typed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path


@pytest.fixture
def floods(project: Path) -> Path:
    return write_study(project / "forecasts" / "floods")


@pytest.fixture
def command(project: Path) -> Command:
    """``command("check", "floods")``: exit code, output and what went to standard error."""
    runner = CliRunner()

    def invoke(*arguments: str) -> Result:
        result = runner.invoke(app, arguments, prog_name="consilience")
        # A traceback would have come out as an exception that is no SystemExit.
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


def plain(text: str) -> str:
    """Take colours away."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
