"""A number between two camps of voices is told as one, wherever it leads; an ordinary spread is not."""

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit, logit

from consilience.exporters.leading import leading
from consilience.frames import headline_of
from consilience.frames.camps import Place, parted
from consilience.frames.moved import answers_of
from consilience.frames.summary import summary_frame
from consilience.report.lead import lead_sentences
from consilience.report.tables import summary_json
from consilience.sampling.fit import Fit
from tests.builders.fits import figures_of, synthetic_fit, write_study

TOML = 'title = "Floods"\noutcome = "flood"\n\n[question.flood]\ntitle = "A flood"\n'
# Round numbers, as people say them.
SAID = logit(np.array([0.1, 0.5, 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 85, 90, 95, 98, 99]) / 100)
# What was said, about a number near 5%, and who lies where.
CAMPS = {
    ("0.1%", "0.1%", "90%", "95%"): "2 voices at 0.1% and 2 at 90% to 95%",
    ("0.1%", "0.2%", "0.1%", "0.2%", "0.1%", "80%", "75%", "80%"): "5 voices at 0.1% to 0.2% and 3 at 75% to 80%",
    ("<0.1%", "0.05%", "<0.2%", ">80%", "90%"): "3 voices at 0.2% or below and 2 at 80% or above",
    ("0%", "0%", "100%", "99%"): "2 voices at 0% and 2 at 99% to 100%",
    ("0.1-0.2%", "0.1% [0.01%, 1%]", "70-90%", "80% [50%, 95%]"): "2 voices at 0.1% to 0.2% and 2 at 70% to 90%",
    ("1 in 1000", "1 in 500", "9:1 on", "4:1 on"): "2 voices at 0.1% to 0.2% and 2 at 80% to 90%",
}
ORDINARY = [
    ("1%", "3%", "10%", "30%"),
    ("0.5%", "1%", "5%", "20%", "60%"),
    # One voice is no camp, and of three there are no two.
    ("0.1%", "0.1%", "90%"),
    ("0.1%", "80%", "85%", "90%"),
    # Somebody near the number; somebody who may be anywhere; camps as wide as what parts them.
    ("0.1%", "0.1%", "5%", "90%", "90%"),
    ("0.1%", "0.1%", "<95%", "90%", "90%"),
    ("0.001%", "0.1%", "1.5%", "30%", "90%", "99.9%"),
    # Apart, but by too little.
    ("3%", "3%", "15%", "15%"),
]


def fit_to(folder: Path, said: tuple[str, ...], more: str = "") -> Fit:
    rows = "".join(f'flood,f{place},2025-01-15,"{answer}",,,s,\n' for place, answer in enumerate(said))
    return synthetic_fit(write_study(folder / "floods", TOML, rows + more))


@pytest.mark.parametrize("said", CAMPS)
def test_every_headline_says_between_whom_it_lies(said: tuple[str, ...], tmp_path: Path) -> None:
    fit = fit_to(tmp_path, said)
    headline, where = headline_of(fit, "flood"), CAMPS[said]
    assert headline.camps is not None
    assert headline.camps.between == f"between two camps: {where}"
    assert lead_sentences(fit)[0] == f"A flood: {headline.answer}, {headline.chance}, between two camps: {where}."
    assert summary_frame(fit)["answer"].iloc[0].endswith(f"], between two camps: {where}")
    heard = f"{len(said)} voices, {where.replace(' voices', '')}"
    assert (headline.heard, headline.answering, headline.cell) == (heard, heard, heard)
    figures = figures_of(fit)
    for figure in (figures.statements("flood"), figures.prior_posterior("flood")):
        assert f"], between two camps, inferred from {heard}. A flood. " in figure.caption
    assert leading(fit)[0].who == f"inferred from {heard}"
    assert answers_of(fit)["flood"].between == json.loads(summary_json(fit))["questions"][0]["between"]
    assert answers_of(fit)["flood"].label == f"{headline.answer}, between two camps: {where}"


@pytest.mark.parametrize("said", ORDINARY)
def test_an_ordinary_spread_has_no_camps(said: tuple[str, ...], tmp_path: Path) -> None:
    fit = fit_to(tmp_path, said)
    assert headline_of(fit, "flood").camps is None
    assert "between" not in json.loads(summary_json(fit))["questions"][0]
    assert not any("camps" in line for line in lead_sentences(fit))


@pytest.mark.parametrize(("published", "camps"), [("5%", False), ("0.1%", True)])
def test_a_survey_that_lies_between_is_not_passed_over(published: str, camps: bool, tmp_path: Path) -> None:
    fit = fit_to(tmp_path, ("0.1%", "0.1%", "90%", "90%"), f"flood,them,2025,n=9 median={published},,survey,s,\n")
    found = headline_of(fit, "flood")
    assert (found.camps is not None) == camps
    if camps:
        assert found.heard == "4 voices and a survey of 9, 3 at 0.1% and 2 at 90%"


@pytest.mark.parametrize(("counts", "camps"), [("1 of 20", False), ("1 of 5000", True)])
def test_a_record_between_speaks_for_the_number(counts: str, camps: bool, tmp_path: Path) -> None:
    fit = fit_to(tmp_path, ("0.1%", "0.1%", "90%", "90%"), f"flood,past,2025,{counts},,base_rate,s,\n")
    assert (headline_of(fit, "flood").camps is not None) == camps


def test_an_overview_counts_what_lies_between_camps(tmp_path: Path) -> None:
    toml = TOML + '\n[question.drought]\ntitle = "A drought"\n'
    rows = "".join(
        f"{question},f{place},2025-01-15,{said},,,s,\n"
        for question, answers in {"flood": ("0.1%", "0.1%", "90%", "90%"), "drought": ("1%", "3%", "10%")}.items()
        for place, said in enumerate(answers)
    )
    caption = figures_of(synthetic_fit(write_study(tmp_path / "floods", toml, rows))).overview().caption
    assert " across 2 questions; 1 of 2 between two camps of voices. " in caption


def test_of_a_group_its_own_voices_part(tmp_path: Path) -> None:
    answers = {"coast": ("0.1%", "0.1%", "90%", "95%"), "river": ("1%", "3%", "10%", "30%")}
    rows = "".join(
        f"flood,{group}{place},2025-01-15,{said},{group},,s,\n"
        for group, all_said in answers.items()
        for place, said in enumerate(all_said)
    )
    fit = synthetic_fit(write_study(tmp_path / "floods", TOML, rows))
    parting = {group: headline_of(fit, "flood", group).camps is not None for group in ("coast", "river", "all")}
    assert parting == {"coast": True, "river": False, "all": False}


def parts(at: np.ndarray) -> bool:
    # Of a small panel a published median lies between that of its voices and their mean.
    value = (np.median(at) + at.mean()) / 2
    near = SAID[np.abs(at[:, None] - SAID).argmin(axis=1)]
    return parted([Place(place, place, (float(expit(place)),) * 2) for place in near], value) is not None


@pytest.mark.parametrize(("voices", "most"), [(4, 0.02), (5, 0.02), (7, 0.005), (10, 0.005), (20, 0.005)])
@pytest.mark.parametrize("tails", ["normal", "heavy", "skewed"])
def test_panels_of_one_population_seldom_part(voices: int, most: float, tails: str) -> None:
    rng, panels = np.random.default_rng(1), 3000
    draw = {"normal": rng.standard_normal, "heavy": lambda size: rng.standard_t(3, size)}
    of_one = draw.get(tails, lambda size: rng.gumbel(size=size))((panels, voices))
    scale, middle = np.exp(rng.normal(0.25, 0.35, (panels, 1))), rng.normal(-1.5, 1.5, (panels, 1))
    assert np.mean([parts(panel) for panel in middle + scale * of_one]) <= most


@pytest.mark.parametrize("ends", [(0.01, 0.8), (0.05, 0.9), (0.001, 0.3)])
@pytest.mark.parametrize("voices", [4, 6, 10, 20])
def test_clear_camps_nearly_always_part(ends: tuple[float, float], voices: int) -> None:
    rng = np.random.default_rng(2)
    middles = np.repeat(logit(np.array(ends)), voices // 2)
    assert np.mean([parts(middles + 0.3 * rng.standard_normal(voices)) for _ in range(500)]) >= 0.97
