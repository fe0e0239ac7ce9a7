"""What stands beside a group's answer: who of it spoke, how far it lies apart, and that silence is predicted."""

from pathlib import Path

import numpy as np
import pytest

from consilience.frames.groups import group_said, spread_of
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import TOML, figures_of, synthetic_fit, write_study
from tests.builders.specs import spec_as_drawn

ROWS = (
    "".join(f"flood,{name},2025-01-15,10%,river,,s,\n" for name in "abc")
    + "flood,them,2025-01-15,n=477 median=1%,town,survey,s,\n"
    + "".join(f"flood,{name},2025-01-15,3%,coast,,s,\n" for name in "de")
    + "".join(f"drought,{name},2025-01-15,30%,hills,,s,\n" for name in "fgh")
)


def test_a_group_of_three_people_or_more_has_its_spread(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods", TOML, ROWS))
    assert group_said(fit, "flood", "river").startswith("3 people, spread ×÷")
    # Medians and their intervals do not tell how far answers lie apart; quartiles do.
    assert group_said(fit, "flood", "town") == "a survey of 477"
    assert group_said(fit, "flood", "coast") == "2 people"
    told = ROWS.replace("n=477 median=1%", '"n=477 median=1% quartiles=[0.1%, 9%]"')
    with_quartiles = synthetic_fit(write_study(tmp_path / "quartiles", TOML, told))
    assert group_said(with_quartiles, "flood", "town").startswith("a survey of 477, spread ×÷")
    figure = figures_of(fit).groups("flood")
    details = str(spec_as_drawn(figure.chart))
    # Of two people what they said leads, and what is inferred of others is said to be a what-if.
    assert "'3%; 3%'" in details
    assert "2 people" not in details
    assert "coast: d: 3%; e: 3%. What-if of others like them: " in details
    assert figure.caption.startswith("From ")
    assert "coast" not in figure.caption
    assert "in grey where it is a what-if" in figure.caption
    assert "5 voices and a survey of 477" in details
    assert "1 statement'" not in details
    assert "×÷: the factor in odds" in figures_of(fit).groups("flood").caption


def test_a_spread_is_the_groups_own_scale(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods", TOML, ROWS))
    place = list(zip(*(fit.posterior[f"pair_{name}"].values for name in ("question", "group")), strict=True))
    scale = fit.posterior["scale"].values[:, :, place.index(("flood", "river"))]
    found = spread_of(fit, "flood", "river")
    assert found is not None
    assert np.log([found[name] for name in ("low", "value", "high")]) == pytest.approx(
        np.quantile(scale, [0.05, 0.5, 0.95])
    )


def test_a_group_that_said_nothing_is_predicted_and_what_follows_has_no_scale_of_its_own(tmp_path: Path) -> None:
    rows = "".join(f"{on},ada,2025-01-15,10%,river,,s,\n" for on in ("storm", "breach", "pumps_fail"))
    rows += "".join(f"loss | {state},bo,2025-01-15,10%,coast,,s,\n" for state in ("flood", "not flood"))
    fit = panel_fit(write_panel_study(tmp_path / "town", rows=rows), draws=25)
    assert group_said(fit, "flood", "coast") == "nobody of it answered: predicted"
    assert group_said(fit, "flood", "river") == "1 person"
    assert spread_of(fit, "storm", "river") is not None
    assert spread_of(fit, "flood", "river") is None
    details = str(spec_as_drawn(figures_of(fit).groups("flood").chart))
    assert "'nobody answered'" in details
    assert "coast: Inferred without a voice: " in details
