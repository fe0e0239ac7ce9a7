"""``pytest tests/charts --save-charts DIR`` writes the gallery to a folder, for a person to look at."""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save-charts", metavar="DIR", default=None, help="write the chart gallery to this folder")


@pytest.fixture(scope="session")
def gallery_folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the gallery goes: the folder asked for, a temporary one otherwise."""
    # The option is known only where this folder is named on the command line.
    asked = request.config.getoption("--save-charts", default=None)
    folder = Path(asked) if asked else tmp_path_factory.mktemp("gallery")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
