"""A number beyond everybody's own is nobody's answer: theirs lead, and what is inferred is a what-if."""

from datetime import date
from math import nan
from pathlib import Path

import pytest

from consilience.frames import headline_frame, headline_of
from consilience.frames.everybody import own_numbers_beside
from consilience.notation import parse
from consilience.report.lead import lead_sentences
from consilience.study import Estimate
from tests.builders.factor_fits import panel_fit, write_panel_study


def said(*texts: str, kind: str = "person") -> list[Estimate]:
    names = ("ada", "bo", "cy", "di")
    return [
        Estimate("flood", who, date(2025, 1, 1), text, parse(text), kind=kind)
        for who, text in zip(names, texts, strict=False)
    ]


@pytest.mark.parametrize(
    ("value", "texts", "beside"),
    [
        (0.95, ("20%", "30%", "30%"), "20% to 30%"),
        (0.001, ("20%", "30%"), "20% to 30%"),
        # Within the rounding of 30% and a tenth in odds; just beyond it.
        (0.32, ("20%", "30%"), ""),
        (0.34, ("20%", "30%"), "20% to 30%"),
        (0.14, ("8.5%", "8%", "11%"), "8% to 11%"),
        (0.25, ("20%", "30%"), ""),
        # A bound leaves all beyond it open, an interval all within.
        (0.95, ("20%", ">80%"), ""),
        (0.5, ("20%", "<30%"), "0% to 30%"),
        (0.39, ("1% [0.1%, 40%]", "2%"), ""),
        (0.9, ("<1%", "<2%"), "0% to 2%"),
        (0.9, ("5%", "5%"), "5%"),
    ],
)
def test_a_number_lies_among_what_was_said_or_beyond_it(value: float, texts: tuple[str, ...], beside: str) -> None:
    assert own_numbers_beside(value, "flood", said(*texts), {}) == beside


def test_so_do_numbers_that_follow_from_factors() -> None:
    rows = said("20%", "30%")
    of = {rows[0].speaker: (nan, 0.9, nan)}
    assert own_numbers_beside(0.95, "flood", rows, of) == "20% to 90%"
    assert own_numbers_beside(0.905, "flood", rows, of) == ""


def test_surveys_and_whoever_left_the_whole_open_speak_for_more() -> None:
    assert own_numbers_beside(0.95, "flood", [*said("20%"), *said("median=30% n=9", kind="survey")], {}) == ""
    assert own_numbers_beside(0.95, "rain", said("20%"), {}) == ""
    assert own_numbers_beside(0.95, "flood", [], {}) == ""


CAUSES = 'title = "Doom"\noutcome = "doom"\n' + "".join(
    f'[question.c{number}]\ntitle = "Cause {number}"\n' for number in range(8)
)
GATE = f'[question.doom]\ntitle = "Doom"\nany_of = {[f"c{number}" for number in range(8)]}\n'


@pytest.mark.parametrize(
    ("people", "says"), [("abc", "the factors of a imply 7.7%"), ("abcdef", "6 voices say or imply 7.7%")]
)
def test_many_causes_do_not_add_up_to_an_answer_that_nobody_gave(people: str, says: str, tmp_path: Path) -> None:
    rows = "".join(f"c{number},{who},2025,1%,,,s,\n" for number in range(8) for who in people)
    fit = panel_fit(write_panel_study(tmp_path / "doom", CAUSES + GATE, rows), draws=10, location=-2.0)
    headline = headline_of(fit, "doom")
    assert (headline.leads, headline.beside, headline.people) == ("voices", "7.7%", len(people))
    assert headline.says.startswith(says)
    assert headline_frame(fit).loc["doom", "voices"].startswith(says)
    first, second, *_ = lead_sentences(fit)
    assert first.startswith(f"Doom: {says}")
    assert second.startswith(f"Forecasters like them, inferred from {len(people)} voices: median forecaster 76%")
    # Of one question alone, which is asked as it stands, the population answers.
    assert headline_of(fit, "c0").leads == "population"
    near = panel_fit(fit.study, draws=10, location=-5.0)
    assert headline_of(near, "doom").leads == "population"
