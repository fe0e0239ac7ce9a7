"""How answers go together: products of loadings, told of from three people of several answers on."""

from pathlib import Path

import numpy as np
import pytest

from consilience.models.factors.frames.together import correlation_frame, people_of_several
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import write_study

TOML = 'title = "Three"\noutcome = "all"\n' + "".join(f'[question.{q}]\ntitle = "Step {q}"\n' for q in "abc")
TOML += '[question.all]\ntitle = "All"\nall_of = ["a", "b", "c"]\n'
LOADING = np.array([0.9, 0.5, -0.4])


def fit_of(folder: Path, people: int) -> Fit:
    said = "".join(f"{q},f{person},2025-01-15,20%,,,s,\n" for person in range(people) for q in "ab")
    # Whoever spoke of one factor, or of the whole, tells nothing of how factors go together.
    more = "c,dee,2025-01-15,20%,,,s,\nall,dee,2025-01-15,1%,,,s,\n"
    return panel_fit(write_study(folder / "s", TOML, said + more), draws=5, loading=LOADING)


def test_correlations_are_products_of_loadings(tmp_path: Path) -> None:
    fit = fit_of(tmp_path, 3)
    frame = correlation_frame(fit)
    pairs = np.outer(LOADING, LOADING)
    with_others = (pairs.sum(axis=1) - np.diag(pairs)) / 2
    assert frame["title"].tolist() == ["Any two factors", "Step a", "Step b", "Step c"]
    assert frame["value"].to_numpy() == pytest.approx([with_others.mean(), *with_others])
    assert frame["label"].iloc[-1] == "−0.28 [−0.28, −0.28]"
    assert "How factors go together" not in dict(fit.model.assumptions(fit))


def test_of_two_people_they_are_assumed_and_not_told(tmp_path: Path) -> None:
    fit = fit_of(tmp_path, 2)
    assert people_of_several(fit.study) == 2
    assert correlation_frame(fit).empty
    said = dict(fit.model.assumptions(fit))["How factors go together"]
    assert said == "assumed, not found: 2 people spoke of two factors or more"
