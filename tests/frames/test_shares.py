"""Groups count alike; the same answer with each group as large as the people who spoke for it."""

from pathlib import Path

import numpy as np
import pytest

from consilience.frames.shares import by_people, people_by_group
from consilience.models.factors.frames.forecasters import median_in_shares as of_panel
from consilience.models.populations import median_in_shares, mixture_median
from consilience.report.lead import lead_sentences
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import TOML, figures_of, synthetic_fit, write_study

DROUGHT = "drought,ada,2025-01-15,30%,river,,s,\n"
ALIKE = "".join(f"flood,{name},2025-01-15,10%,{group},,s,\n" for name, group in zip("abcd", "xxyy", strict=True))
UNLIKE = ALIKE + "flood,them,2025-01-15,n=400 median=1%,y,survey,s,\n"


def test_people_of_each_group_and_when_it_matters(tmp_path: Path) -> None:
    alike = synthetic_fit(write_study(tmp_path / "alike", TOML, ALIKE + DROUGHT))
    assert people_by_group(alike, "flood") == {"x": 2, "y": 2}
    assert by_people(alike, "flood") == by_people(alike, "drought") == ""
    assert not any("count alike" in sentence for sentence in lead_sentences(alike))
    unlike = synthetic_fit(write_study(tmp_path / "unlike", TOML, UNLIKE + DROUGHT))
    assert people_by_group(unlike, "flood") == {"x": 2, "y": 402}
    label = by_people(unlike, "flood")
    says = f"Its groups count alike; each by its people, the median forecaster would be {label}."
    assert lead_sentences(unlike)[1] == says
    caption = figures_of(unlike).groups("flood").caption
    assert f"; in “all” they count alike, and by their people it would be {label}" in caption
    # Two people of one group speak, and 402 of the other.
    assert "(y); of no other group are three people known to have answered. " in caption


def test_the_median_in_shares_is_that_of_the_mixture(tmp_path: Path) -> None:
    posterior = synthetic_fit(write_study(tmp_path / "floods", TOML, UNLIKE + DROUGHT)).posterior
    place = posterior["question"].values.tolist().index("flood")
    of_flood = posterior["pair_question"].values == "flood"
    location, scale = (posterior[name].values[:, :, of_flood].reshape(-1, 2) for name in ("location", "scale"))
    shared = posterior["skew"].values[:, :, place].ravel(), posterior["nu"].values.ravel()
    # Alike it is the published median; as a group counted thrice it is that of four groups; alone, that group's own.
    even = median_in_shares(posterior, "flood", {"x": 0.5, "y": 0.5})
    assert even == pytest.approx(mixture_median(location, scale, *shared), abs=1e-6)
    skewed = median_in_shares(posterior, "flood", {"x": 0.25, "y": 0.75})
    assert skewed == pytest.approx(mixture_median(location[:, [0, 1, 1, 1]], scale[:, [0, 1, 1, 1]], *shared), abs=1e-6)
    assert median_in_shares(posterior, "flood", {"y": 1.0}) == pytest.approx(location[:, 1], abs=1e-6)


def test_a_panels_median_in_shares_lies_with_the_larger_group(tmp_path: Path) -> None:
    fit = panel_fit(write_panel_study(tmp_path / "town"), draws=10, location=[[-4.0], [4.0]], scale=0.3, jitter=0.0)
    assert of_panel(fit, "storm", {"river": 0.9, "coast": 0.1}) == pytest.approx(-4.0, abs=0.5)
    assert of_panel(fit, "storm", {"river": 0.1, "coast": 0.9}) == pytest.approx(4.0, abs=0.5)
    assert np.isfinite(of_panel(fit, "flood", {"river": 0.5, "coast": 0.5})).all()
