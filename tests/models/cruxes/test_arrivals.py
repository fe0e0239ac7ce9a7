"""Views that follow what was said since, where those who speak have them already."""

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from consilience.api import read_study
from consilience.models.cruxes import Cruxes
from consilience.models.cruxes.pointwise import statements
from consilience.notation import parse
from consilience.sampling.reweight import OutOfReachError
from consilience.study import Estimate
from tests.builders.crux_fits import crux_fit, write_crux_study


@pytest.fixture(scope="module")
def fit(tmp_path_factory):
    study = read_study(write_crux_study(tmp_path_factory.mktemp("views") / "famine"))
    return crux_fit(study, jitter=0.5, draws=100)


def row(question, forecaster, said, group="north", day=dt.date(2025, 1, 15)):
    return Estimate(question, forecaster, day, said, parse(said), group=group)


def without(study, *gone):
    rows = tuple(made for made in study.rows if (made.question, made.forecaster) not in gone)
    return replace(study, rows=rows)


def whole(fit, posterior, study):
    return Cruxes().log_likelihood(posterior, study, statements(study)).sum(axis=1)


CHANGES = {
    "thinks again of a crux": lambda study: replace(study, rows=(*study.rows, row("war", "bo", "30%"))),
    "thinks again of the outcome given a crux": lambda study: replace(
        study, rows=(*study.rows, row("famine | blight", "bo", "60%", day=dt.date(2025, 3, 1)))
    ),
    "takes back the outcome given a crux": lambda study: without(study, ("famine | war", "bo")),
    "takes back all of a crux": lambda study: without(study, ("famine | war", "bo"), ("war", "bo")),
    "answers the other branch": lambda study: replace(study, rows=(*study.rows, row("famine | not war", "bo", "5%"))),
    "goes": lambda study: replace(study, rows=tuple(made for made in study.rows if made.forecaster != "dee")),
    "orders the rows otherwise": lambda study: replace(study, rows=tuple(reversed(study.rows))),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_read_anew_is_weighed_by_the_views(fit, change):
    after = CHANGES[change](fit.study)
    found = Cruxes().follow(fit.posterior, fit.study, after)
    expected = whole(fit, found.posterior, after) - whole(fit, fit.posterior, fit.study)
    np.testing.assert_allclose(found.log_ratio, expected, atol=1e-6)
    assert ("dee" in found.posterior["forecaster"].values) == (change != "goes")
    views = found.posterior.sel(forecaster="bo", crux="war")["base"]
    assert bool(np.isnan(views).all()) == (change == "takes back all of a crux")


REFUSED = {
    "somebody came": [row("famine", "eve", "3%")],
    "somebody came with a group": [row("famine", "eve", "3%", "west")],
    "somebody changed group": [row("famine", "dee", "1%", "north", dt.date(2025, 3, 1))],
    "a crux that somebody was not asked": [row("war", "dee", "3%", "south")],
    "a further round": [
        row("famine", "bo", "3%", day=dt.date(2025, 3, 1)),
        row("famine | war", "bo", "9%", day=dt.date(2025, 3, 1)),
    ],
}


@pytest.mark.parametrize("said", REFUSED)
def test_views_that_were_not_sampled_are_out_of_reach(fit, said):
    after = replace(fit.study, rows=(*fit.study.rows, *REFUSED[said]))
    with pytest.raises(OutOfReachError, match=r"came|asked"):
        Cruxes().follow(fit.posterior, fit.study, after)


def test_a_group_that_came_is_said_plainly(fit):
    after = replace(fit.study, rows=(*fit.study.rows, *REFUSED["somebody came with a group"]))
    with pytest.raises(OutOfReachError, match=r"^a group came or went, or others than before answered twice$"):
        Cruxes().follow(fit.posterior, fit.study, after)
