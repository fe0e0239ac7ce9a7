"""A fit of a study without factors."""

import pytest

from consilience.sampling.fit import Fit
from tests.builders.fits import synthetic_fit, write_study


@pytest.fixture(scope="session")
def fit(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return synthetic_fit(write_study(tmp_path_factory.mktemp("forecasts") / "floods"))
