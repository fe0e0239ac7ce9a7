"""Chips in bins: what they are written as, and what becomes of them when the limits change."""

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from consilience.api.study import Study
from consilience.notebook.widgets.roulette import Roulette


def spin(study: Study, question: str = "rain", *, low: str = "1%", high: str = "60%", **given: int) -> Roulette:
    widget = study.elicit(question, "ada", method="roulette", source="call", **given)
    assert isinstance(widget, Roulette)
    for which, text in (("low", low), ("high", high)):
        widget.act({"do": "limit", "which": which, "text": text})
    assert widget.trouble == ""
    return widget


def lay(widget: Roulette, chips: Sequence[int]) -> None:
    for place, count in enumerate(chips):
        widget.act({"do": "put", "place": place, "count": count})


def test_there_are_no_bins_before_there_are_limits(study: Study) -> None:
    widget = study.elicit("rain", "ada", method="roulette")
    assert (widget.grid, widget.text, widget.reading["missing"]) == ({}, "", "Say the limits first.")
    widget.act({"do": "limit", "which": "low", "text": "1%"})
    assert widget.grid == {}


def test_edges_are_numbers_that_people_say(study: Study) -> None:
    assert spin(study).grid == {
        "edges": ["1%", "2%", "3%", "6%", "11%", "19%", "30%", "45%", "60%"],
        "chips": [0] * 8,
    }
    assert spin(study, "height", low="0", high="4").grid["edges"] == [
        *("0", "0.5", "1", "1.5", "2", "2.5", "3", "3.5", "4"),
    ]
    years = spin(study, "when", low="2030", high="2110").grid["edges"]
    assert (years[0], years[1], years[-1]) == ("2030", "2040", "2110")


def test_chips_are_written_as_shares_below_the_edges(study: Study) -> None:
    widget = spin(study)
    lay(widget, [0, 1, 3, 6, 5, 3, 2, 0])
    # 1, 4, 10, 15 and 18 of 20 chips lie below 3%, 6%, 11%, 19% and 30%.
    assert widget.text == "q5=3% q20=6% q50=11% q75=19% q90=30%"
    widget.save()
    with (Path(study.path) / "estimates" / "added.csv").open(encoding="utf-8", newline="") as opened:
        (row,) = csv.DictReader(opened)
    assert row["estimate"] == widget.text
    assert "plausible from 1% to 60%; chips 0, 1, 3, 6, 5, 3, 2, 0 between 1%, 2%, 3%" in row["note"]


@pytest.mark.parametrize(
    ("chips", "told"),
    [
        ([0, 1, 3, 6], "10 of 20 chips to be placed, each 5%."),
        ([0, 10, 0, 10], "The bin between 3% and 6% is empty"),
        ([0, 10, 10], "three bins at least"),
        ([20], "three bins at least"),
    ],
)
def test_what_says_too_little_is_told(study: Study, chips: list[int], told: str) -> None:
    widget = spin(study)
    lay(widget, chips)
    assert widget.text == ""
    assert told in widget.reading["missing"]


def test_more_chips_than_there_are_is_refused(study: Study) -> None:
    widget = spin(study)
    lay(widget, [10, 9])
    widget.act({"do": "put", "place": 2, "count": 2})
    assert "there are 20 chips, and 1 left" in widget.trouble
    assert widget.grid["chips"][:3] == [10, 9, 0]
    widget.act({"do": "put", "place": 9, "count": 1})
    assert "no such bin" in widget.trouble


@pytest.mark.parametrize(
    ("low", "high", "edges", "chips"),
    [
        # The bins that are there stay, and so do the chips in them.
        ("0.1%", "60%", ["0.1%", "0.2%", "0.3%", "0.6%", "1%", "2%"], [0, 0, 0, 0, 0, 2]),
        ("2%", "60%", ["2%", "3%", "6%"], [2, 3]),
        ("1.5%", "60%", ["1.5%", "2%", "3%"], [0, 2]),
        ("1%", "90%", ["1%", "2%", "3%"], [0, 2]),
        ("1%", "40%", ["1%", "2%", "3%", "6%", "11%", "19%", "30%", "40%"], [0, 2, 3, 6, 5, 4, 0]),
    ],
)
def test_other_limits_leave_chips_where_they_are(
    study: Study, low: str, high: str, edges: list[str], chips: list[int]
) -> None:
    widget = spin(study)
    lay(widget, [0, 2, 3, 6, 5, 4])
    for which, text in (("low", low), ("high", high)):
        widget.act({"do": "limit", "which": which, "text": text})
    assert widget.trouble == ""
    assert widget.grid["edges"][: len(edges)] == edges
    assert widget.grid["chips"][: len(chips)] == chips
    assert (widget.grid["edges"][0], widget.grid["edges"][-1]) == (low, high)
    assert sum(widget.grid["chips"]) == 20
    assert len(widget.grid["edges"]) == len(widget.grid["chips"]) + 1


@pytest.mark.parametrize(
    ("which", "text", "told"),
    [
        ("low", "3%", "2 chips lie in bins that reach below 3%"),
        ("low", "2.5%", "2 chips lie in bins that reach below 2.5%"),
        ("high", "25%", "4 chips lie in bins that reach above 25%"),
        ("high", "0.5%", "is not below the highest"),
        ("high", "100%", "leaves no room"),
    ],
)
def test_limits_that_would_move_chips_are_refused(study: Study, which: str, text: str, told: str) -> None:
    widget = spin(study)
    lay(widget, [0, 2, 3, 6, 5, 4])
    before = dict(widget.grid)
    widget.act({"do": "limit", "which": which, "text": text})
    assert told in widget.trouble
    assert widget.grid == before


@pytest.mark.parametrize(("low", "high"), [("60%", "1%"), ("5%", "5%"), ("5%", "6%")])
def test_limits_without_room_are_refused(study: Study, low: str, high: str) -> None:
    widget = study.elicit("rain", "ada", method="roulette")
    widget.act({"do": "limit", "which": "low", "text": low})
    widget.act({"do": "limit", "which": "high", "text": high})
    assert widget.trouble
    assert widget.grid == {}


def test_what_lies_beyond_the_limits_is_told(study: Study) -> None:
    widget = spin(study, low="1%", high="20%", bins=4)
    lay(widget, [2, 9, 9])
    assert widget.text
    assert any("called plausible" in note for note in widget.reading["notes"])


def test_clearing_takes_the_chips_back(study: Study) -> None:
    widget = spin(study)
    lay(widget, [1, 2, 3])
    widget.act({"do": "clear"})
    assert widget.grid == {}
    assert widget.reading["limits"] == {}
    assert widget.still().words.endswith("A draft: not saved.")


def test_the_picture_says_the_share_of_each_bin_and_how_many_chips_are_left(study: Study) -> None:
    widget = spin(study)
    lay(widget, [0, 1, 3, 6])
    texts = re.findall(r">([^<]+)</text>", widget.still().svg)
    assert texts.count("5%") == texts.count("15%") == texts.count("30%") - 1 == 1
    assert "Each chip is 5%; 10 of 20 placed." in texts


def test_the_curve_holds_as_many_chips_as_the_bins_it_runs_over(study: Study) -> None:
    widget = spin(study)
    lay(widget, [0, 1, 3, 6, 5, 3, 1])
    assert widget.reading["curve"] == []
    lay(widget, [0, 1, 3, 6, 5, 3, 2])
    places, heights = np.array(widget.reading["curve"]).T
    held = [
        np.trapezoid(heights[inside], places[inside])
        for inside in ((places >= place) & (places <= place + 1) for place in range(8))
    ]
    # Between two quantiles lie as many as were put there; what lies in the outermost bins used has tails beyond them.
    assert held[2:6] == pytest.approx([3, 6, 5, 3], abs=0.4)
    assert 0.4 < held[1] < 1
    assert min(held[0], held[7]) > 0.1
    assert sum(held) == pytest.approx(20, abs=0.5)
    assert "what they are read as" in widget.still().svg
    lay(height := spin(study, "height", low="0", high="4"), [5, 10, 5])
    assert height.text
    assert height.reading["curve"] == []


def test_few_of_a_hundred_chips_are_percentiles_and_no_quartiles(study: Study) -> None:
    widget = spin(study, chips=100)
    lay(widget, [1, 49, 50])
    assert widget.text == "q1%=2% q50=3%"
    lay(widget, [1, 2, 97])
    assert widget.text == "q1%=2% q3%=3%"
    assert widget.reading["fault"] == ""
