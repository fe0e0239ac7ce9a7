"""Where one voice stated every factor, the pictures are of its own numbers, and say so; else they say what-if."""

from pathlib import Path

import pytest

from consilience.frames import answers_frame, headline_of
from consilience.models.factors.frames.own import OwnNumbers
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import figures_of
from tests.builders.specs import spec_as_drawn

# Water comes over the wall, or through it and not over it; then the cellar is full unless somebody pumps.
TOML = """\
title = "A cellar"
outcome = "full"

[question.over]
title = "Water comes over the wall"

[question.through]
title = "Water comes through the wall"
given = { over = false }

[question.wet]
title = "Water comes"
any_of = ["over", "through"]

[question.pumped]
title = "Somebody pumps"
given = { wet = true }

[question.dry_pump]
title = "The pump runs dry"
given = { wet = true, pumped = true }

[question.full]
title = "The cellar is full all the same"
all_of = ["wet", "pumped", "dry_pump"]
"""
SAID = {"over": "20%", "through": "1:3", "pumped": "90%", "dry_pump": "5%"}


def cellar(folder: Path, **said: str) -> Fit:
    rows = "".join(f"{name},ada,2025-01-15,{value},,,s,\n" for name, value in (SAID | said).items())
    return panel_fit(write_panel_study(folder / "cellar", TOML, rows), draws=10)


def own(fit: Fit) -> OwnNumbers | None:
    return OwnNumbers.of(fit, headline_of(fit, "full"))


def test_what_one_voice_said_multiplies_down_the_waterfall(tmp_path: Path) -> None:
    numbers = own(cellar(tmp_path))
    assert numbers is not None
    frame = numbers.waterfall()
    # 20% and a quarter of the other 80% are 40%; nine tenths of that are 36%, and a twentieth of these 1.8%.
    assert frame["after"].tolist() == pytest.approx([0.4, 0.36, 0.018, 0.018])
    assert frame["factor"].tolist()[:3] == pytest.approx([0.4, 0.9, 0.05])
    assert frame["after_label"].tolist() == ["40%", "36%", "1.8%", "1.8%"]
    assert frame["after_low"].tolist() == frame["after"].tolist() == frame["after_high"].tolist()


def test_its_tree_has_what_was_said_and_what_follows(tmp_path: Path) -> None:
    fit = cellar(tmp_path)
    numbers = own(fit)
    assert numbers is not None
    nodes, _ = numbers.tree(fit)
    labels = dict(zip(nodes["question"], nodes["label"], strict=True))
    assert labels == {**SAID, "wet": "40%", "full": "1.8%"}


def test_a_range_gives_the_ends_that_it_implies(tmp_path: Path) -> None:
    numbers = own(cellar(tmp_path, dry_pump="4-6%"))
    assert numbers is not None
    last = numbers.waterfall().iloc[-1]
    # 36% of the ends.
    assert (last["after_low"], last["after_high"]) == pytest.approx((0.36 * 0.04, 0.36 * 0.06))


def test_pictures_of_one_voice_have_no_number_of_the_population(tmp_path: Path) -> None:
    fit = cellar(tmp_path, full="3%")
    figures = figures_of(fit)
    populations = set(answers_frame(fit)["label"])
    for figure in (figures.tree(), figures.waterfall()):
        assert "ada says 3%, and their factors imply 1.8%" in figure.caption
        assert "ada's own numbers" in figure.caption
        assert "What-if" not in figure.caption
        drawn = str(spec_as_drawn(figure.chart))
        assert not any(label in drawn for label in populations)
    # How a population would hang on its factors is no number of hers.
    assert ". What-if of others like ada: " in figures.tornado().caption


@pytest.mark.parametrize("said", [{"over": "0%"}, {"pumped": ">90%"}, {"dry_pump": ""}])
def test_what_cannot_be_multiplied_is_a_what_if(said: dict[str, str], tmp_path: Path) -> None:
    left = {name: value for name, value in (SAID | said).items() if value}
    rows = "".join(f"{name},ada,2025-01-15,{value},,,s,\n" for name, value in left.items())
    toml = TOML.replace('runs dry"\n', 'runs dry"\nprior = "10-90% @90%"\n')
    fit = panel_fit(write_panel_study(tmp_path / "cellar", toml, rows), draws=10)
    assert own(fit) is None
    for figure in (figures_of(fit).tree(), figures_of(fit).waterfall()):
        assert ". What-if of others like ada: " in figure.caption
        assert "forecaster by forecaster" in figure.caption


def test_a_second_voice_makes_it_nobodys_own(tmp_path: Path) -> None:
    rows = "".join(f"{name},{who},2025-01-15,{value},,,s,\n" for name, value in SAID.items() for who in ("ada", "bo"))
    assert own(panel_fit(write_panel_study(tmp_path / "cellar", TOML, rows), draws=10)) is None
