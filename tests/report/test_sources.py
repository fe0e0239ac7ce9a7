"""What computed an answer, in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from consilience.models.factors.frames.together import _row
from consilience.report.sources import computed_by
from tests.builders.fits import synthetic_fit, write_study

STAND = {
    "answers": [
        ["capable", "all", "median", "2025-02-01T12:00:00+00:00"],
        ["capable", "all", "mean", "2025-02-01T12:00:00+00:00"],
        ["drought", "all", "median", "2024-01-01T12:00:00+00:00"],
    ],
    "after_evidence": [["capable", "all", "median", "2025-02-01T12:00:00+00:00"]],
}


@pytest.mark.parametrize(
    ("stand", "told"),
    [
        (STAND, "1 number sampled on 2024-01-01; 3 numbers sampled on 2025-02-01"),
        ({"answers": STAND["answers"][:1]}, "1 number sampled on 2025-02-01"),
    ],
)
def test_numbers_that_stand_are_counted_by_when_they_were_sampled(stand: dict, told: str, tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods"))
    rows = dict(computed_by(replace(fit, provenance={**fit.provenance, "stand": stand, "asked": {"flood": "3fa"}})))
    assert rows["Numbers kept from earlier fits"] == told
    assert rows["Digest of each question"] == "flood 3fa"
    assert "Stand" not in rows


def test_a_correlation_has_no_minus_nought() -> None:
    import numpy as np

    assert _row("", "Any two factors", np.linspace(-0.001, 0.9, 1001))["label"].startswith("0.45 [0.04, ")
    assert _row("", "Any two factors", np.full(9, -0.001))["label"] == "0.00 [0.00, 0.00]"
