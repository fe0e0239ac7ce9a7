"""A group that said nothing of a question has no part in its answer over all."""

from pathlib import Path

import numpy as np
import pytest

from consilience.frames import answers_frame
from consilience.models.factors.frames.products import products_frame
from consilience.models.factors.frames.waterfall import waterfall_frame
from consilience.models.factors.heard import heard
from consilience.network import network_of
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import panel_fit, write_panel_study

# Two trees in one study: a fire that starts and spreads, and a theft.
TOML = """\
title = "A barn"
outcome = "burnt"

[question.starts]
title = "A fire starts"

[question.spreads]
title = "It spreads"
given = { starts = true }
prior = "10-90% @90%"

[question.burnt]
title = "The barn burns down"
all_of = ["starts", "spreads"]

[question.theft]
title = "The horse is stolen"

[question.lost]
title = "The horse is lost"
any_of = ["burnt", "theft"]
"""
FARM = "".join(f"starts,{name},2025-01-15,10%,farm,,s,\n" for name in ("ada", "bo", "cem"))
TOWN = "".join(f"theft,{name},2025-01-15,50%,town,,s,\n" for name in ("dee", "eve", "fay"))
# What more is said; which groups then speak of starts, spreads, burnt, theft, lost.
SAID = {
    "": (["farm"], ["farm", "town"], ["farm"], ["town"], ["farm", "town"]),
    "burnt,dee,2025-01-15,5%,town,,s,\n": (["farm", "town"], ["town"], ["farm", "town"], ["town"], ["farm", "town"]),
    "spreads,ada,2025-01-15,5%,farm,,s,\n": (["farm"], ["farm"], ["farm"], ["town"], ["farm", "town"]),
    # A statement on the whole bears on every part of it; an aggregate bears on nothing.
    "lost,ada,2025-01-15,50%,farm,,s,\nstarts,site,2025-01-15,5%,town,aggregate,s,\n": (
        ["farm"],
        ["farm"],
        ["farm"],
        ["farm", "town"],
        ["farm", "town"],
    ),
}


def barn(folder: Path, more: str = "") -> Fit:
    study = write_panel_study(folder / "barn", TOML, FARM + TOWN + more)
    return panel_fit(study, draws=20, location=[[-3.0], [3.0]], scale=0.1, jitter=0.05)


@pytest.mark.parametrize("more", SAID)
def test_who_spoke_of_what(more: str, tmp_path: Path) -> None:
    study = barn(tmp_path, more).study
    groups = ["farm", "town"]
    for event, spoke in zip(("starts", "spreads", "burnt", "theft", "lost"), SAID[more], strict=True):
        assert [groups[place] for place in heard(study, network_of(study), event, groups)] == spoke


def test_the_silent_have_no_part_in_any_picture_of_all(tmp_path: Path) -> None:
    fit = barn(tmp_path)
    medians = answers_frame(fit).query("summary == 'median'").set_index(["question", "group"])["logit_value"]
    # The farm is at one in twenty throughout, the town at its complement.
    for question, group in {"starts": "farm", "burnt": "farm", "theft": "town"}.items():
        assert medians[question, "all"] == pytest.approx(medians[question, group], abs=0.1)
    assert abs(medians["starts", "all"] - medians["starts", "town"]) > 5
    last = waterfall_frame(fit).iloc[-1]["after"]
    products = products_frame(fit).set_index(["group", "summary"])["pool_of_products"]
    assert products["all", "median"] == pytest.approx(products["farm", "median"], rel=0.1)
    assert last == pytest.approx(float(products["all", "median"]), rel=0.01)
    assert np.log(last) == pytest.approx(2 * np.log(1 / (1 + np.exp(3))), abs=0.2)
