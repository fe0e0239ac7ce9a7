"""``pytest tests/charts --save-charts DIR`` writes the gallery to a folder, for a person to look at."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consilience.charts import save_chart

type LookAt = Callable[[Callable[[], Any], str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--save-charts", metavar="DIR", default=None, help="write the chart gallery to this folder")


@pytest.fixture(scope="session")
def look_at(request: pytest.FixtureRequest) -> LookAt:
    """``look_at(draw, "its name")`` writes a picture to the folder that was asked for, if one was."""
    # The option is known only where this folder is named on the command line.
    asked = request.config.getoption("--save-charts", default=None)

    def save(draw: Callable[[], Any], name: str) -> None:
        if asked:
            save_chart(draw(), Path(asked), name, ["png"])

    return save
