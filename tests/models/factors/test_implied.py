"""What a voice's own factors come to: by hand from what was said, with the ends that were said."""

from pathlib import Path

import pytest

import consilience as cs
from consilience.models.factors.implied import implied
from tests.builders.fits import write_study

TOML = """\
title = "Rain"
outcome = "both"
[question.a]
title = "A"
[question.b]
title = "B"
[question.dry]
title = "No A"
not = "a"
[question.both]
title = "Both"
all_of = ["a", "b"]
"""


@pytest.mark.parametrize(
    ("a", "b", "dry", "both"),
    [
        # 12% of 50% is 6%, 5% of it 2.5%, 30% of it 15%; what is not so is so much less than 1.
        ("12% [5%, 30%]", "50%", "88% (70% to 95%)", "6% (2.5% to 15%)"),
        ("20%", "50% [40%, 60%]", "80%", "10% (8% to 12%)"),
        # The middle in log odds of a range, √(1/9 · 1/4) = 1/6 in odds.
        ("10-20%", "100% [99%, 100%]", "86% (80% to 90%)", "14% (9.9% to 20%)"),
        ("q5=1% q50=4% q95=20%", "q5=40% q50=50% q95=60%", "96% (80% to 99%)", "2% (0.4% to 12%)"),
        ("20%", "50%", "80%", "10%"),
    ],
)
def test_the_ends_are_those_that_were_said(tmp_path: Path, a: str, b: str, dry: str, both: str) -> None:
    rows = "".join(f'{question},ada,2025-01-15,"{said}",,,s,\n' for question, said in (("a", a), ("b", b)))
    study = cs.read_study(write_study(tmp_path / "s", TOML, rows))
    assert [*implied(study, "dry").values()] == [dry]
    assert [*implied(study, "both").values()] == [both]
