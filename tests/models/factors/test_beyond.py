"""An answer for forecasters like the voices that lies beyond all of these is said to, with the reason."""

from pathlib import Path

import pytest

from consilience.models.factors.beyond import beyond_everybody
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import write_study

FACTORS = [f"step{place}" for place in range(6)]
TOML = 'title = "Steps"\noutcome = "all"\n' + "".join(f'[question.{name}]\ntitle = "{name}"\n' for name in FACTORS)
TOML += f'[question.all]\ntitle = "All"\nall_of = {FACTORS}\n'.replace("'", '"')


def rows(*said: tuple[str, str]) -> str:
    return "".join(f"{name},{who},2025-01-15,{number},,,s,\n" for who, number in said for name in FACTORS)


def sentences(folder: Path, said: str, location: float, scale: float = 0.01, headline: str = "median") -> list[str]:
    toml = TOML.replace("[question.step0]", f'[study]\nheadline = "{headline}"\n[question.step0]', 1)
    study = write_study(folder / "s", toml, said)
    return list(beyond_everybody(panel_fit(study, draws=20, location=location, scale=scale, jitter=0.01)))


# 0.8⁶ = 26%, with the rounding of each 25–27%; 0.9⁶ = 53%, 51–55%.
BOTH = rows(("ada", "80%"), ("bo", "90%"))


@pytest.mark.parametrize(("location", "side"), [(1.0, "below"), (3.0, "above")])
def test_beyond_both_is_said(tmp_path: Path, location: float, side: str) -> None:
    (said,) = sentences(tmp_path, BOTH, location)
    assert f"put {side} everybody's own factors, which imply 25% to 55%: " in said
    assert "over 6 factors that adds up" in said


def test_between_the_two_nothing_is_said(tmp_path: Path) -> None:
    assert sentences(tmp_path, BOTH, 1.75) == []


def test_whoever_states_the_whole_or_leaves_a_factor_out_has_a_say_of_their_own(tmp_path: Path) -> None:
    assert sentences(tmp_path / "total", BOTH + "all,cem,2025-01-15,3%,,,s,\n", 1.0) == []
    assert sentences(tmp_path / "part", BOTH + "step1,cem,2025-01-15,3%,,,s,\n", 1.0) == []
    assert sentences(tmp_path / "none", "all,cem,2025-01-15,3%,,,s,\n", 1.0) == []


def test_of_a_mean_above_everybody_the_reason_is_another(tmp_path: Path) -> None:
    (said,) = sentences(tmp_path, rows(("ada", "5%"), ("bo", "6%")), -2.9, 3.0, headline="mean")
    assert "a mean is carried by those of them who think every factor likely" in said


def test_a_voice_alone_is_named(tmp_path: Path) -> None:
    (said,) = sentences(tmp_path, rows(("ada", "80%")), 1.0)
    assert said.startswith("Forecasters like ada are put below ada's own factors, which imply 25% to 27%: ")


def test_what_the_simulation_cannot_tell_from_their_factors_is_not_beyond_them(tmp_path: Path) -> None:
    # Just below 25%: of few draws that vary, the median is known no better.
    study = write_study(tmp_path / "s", TOML, rows(("ada", "80%")))
    near = panel_fit(study, draws=20, location=1.44, scale=0.01, jitter=0.5)
    assert list(beyond_everybody(near)) == []
