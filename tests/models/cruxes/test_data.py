"""Who said what of which crux, in which round, on small cases."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy.special import logit

from consilience.models.cruxes.data import ENTRY, CruxData, encode_cruxes
from consilience.models.cruxes.priors import DEFAULTS
from consilience.models.priors import HEAVY
from consilience.notation import parse
from consilience.study import Estimate, Question, Study
from tests.models.rows import estimate

CRUXES = ("shot", "pause")


def study(*rows: Estimate, **changes: Question) -> Study:
    questions = {"doom": Question("doom", "", cruxes=CRUXES), **{name: Question(name, "") for name in CRUXES}}
    return Study("s", "", Path(), questions | changes, rows)


def said(question: str, text: str, who: str = "ada", day: int = 1, group: str | None = None) -> Estimate:
    return replace(estimate(question, text, who, group), date=dt.date(2024, 1, day))


def entry(data: CruxData) -> list[dict[str, int]]:
    places = data.arrays["entry"][: len(data.entries), :4].astype(int).tolist()
    return [dict(zip(ENTRY[:4], row, strict=True)) for row in places]


def places(data: CruxData) -> list[int]:
    return sorted(data.arrays["cell"][:, 0].astype(int).tolist())


def test_every_kind_of_row_reads_its_own_credence() -> None:
    data = encode_cruxes(
        study(
            said("doom", "10%"),
            said("pause", "20%"),
            said("doom | pause", "30%"),
            said("doom | not pause", "<40%"),
            said("shot", "10-20% @80%"),
        )
    )
    cruxes, groups, people, rounds, entries = data.size
    assert (cruxes, groups, people, rounds, entries) == (8, 4, 8, 16, 32)
    assert data.entries == ((0, 1), (0, 0))
    cell = {int(row[0]): row[1:].tolist() for row in data.arrays["cell"]}
    first = {"outcome": 0, "crux": rounds, "given": rounds + entries, "given not": rounds + 2 * entries}
    assert cell[first["outcome"]] == pytest.approx([logit(0.095), logit(0.105), 0, 0, 1])
    assert cell[first["crux"]] == pytest.approx([logit(0.195), logit(0.205), 0, 0, 1])
    assert cell[first["given"]] == pytest.approx([logit(0.295), logit(0.305), 0, 0, 1])
    assert cell[first["given not"]][2:] == [1, 0, 1]
    assert cell[first["given not"]][1] == pytest.approx(logit(0.4))
    assert data.arrays["spread"][:, 0].tolist() == [rounds + 1]


def test_what_was_said_in_a_round_reads_the_outcome_of_that_round() -> None:
    data = encode_cruxes(
        study(
            said("doom", "10%", day=1),
            said("shot", "20%", day=1),
            said("doom", "30%", day=2),
            said("doom | pause", "40%", day=2),
        )
    )
    assert data.rounds == (0, 0)
    assert data.drifts
    assert sorted((row["crux"], row["round"]) for row in entry(data)) == [(0, 0), (1, 1)]
    # The outcome of both rounds counts, each read by its own.
    at = {int(row[0]): row[1] for row in data.arrays["cell"]}
    assert (at[0], at[1]) == pytest.approx((logit(0.095), logit(0.295)))


def test_an_outcome_that_was_thought_over_and_nothing_said_beside_counts_once() -> None:
    data = encode_cruxes(study(said("doom", "10%", day=1), said("doom", "30%", day=2), said("shot", "20%", day=2)))
    assert len(data.rounds) == 1
    assert not data.drifts
    assert places(data) == [0, 16]


def test_who_never_spoke_of_the_outcome_has_a_round_all_the_same() -> None:
    data = encode_cruxes(study(said("shot", "10%", "ada"), said("doom", "10%", "bo"), said("shot", "20%", "bo")))
    assert sorted(data.rounds) == [0, 1]
    of = {data.people[row["person"]]: row["round"] for row in entry(data)}
    assert {data.people[data.rounds[place]] for place in of.values()} == {"ada", "bo"}
    assert [data.rounds[of[name]] for name in data.people] == [0, 1]
    # Nothing was read of an outcome that was not said, and nobody has said it twice.
    assert not data.drifts
    assert sum(place < 16 for place in places(data)) == 1


def test_groups_and_their_contrasts() -> None:
    rows = [said("doom", "10%", f"f{place}", group="abc"[place % 3]) for place in range(4)]
    data = encode_cruxes(study(*rows, said("shot", "10%", "f1", group="b")))
    assert data.groups == ("a", "b", "c")
    assert data.person_group.tolist() == [0, 1, 2, 0]
    assert data.arrays["person_group"].tolist() == [0, 1, 2, 0, 0, 0, 0, 0]
    assert entry(data)[0]["pair"] == 0 * 4 + 1
    contrast = data.arrays["group_contrast"]
    # Independent effects along them are together what zero-sum effects of three groups are.
    assert contrast @ contrast.T == pytest.approx(np.diag([1, 1, 1, 0]) - np.outer([1, 1, 1, 0], [1, 1, 1, 0]) / 3)
    alone = encode_cruxes(study(said("doom", "10%"), said("shot", "10%")))
    assert not alone.arrays["group_contrast"].any()


def test_a_survey_counts_as_one_voice_and_a_base_rate_as_none() -> None:
    data = encode_cruxes(
        study(
            said("doom", "n=400 median=10%", "poll"),
            said("shot", "n=400 median=20%", "poll"),
            said("shot", "3 of 40", "records"),
        )
    )
    assert data.people == ("poll",)
    cell = data.arrays["cell"][data.arrays["cell"][:, 0] == 0]
    # Of many answers 10% is a heap: halfway, in log odds, to 5% and to 15%.
    low, high = logit([0.05, 0.1]).mean(), logit([0.1, 0.15]).mean()
    assert cell[:, 1:].tolist() == [pytest.approx([low, high, 0, 0, 1])]


def test_questions_that_are_no_crux_are_left_out() -> None:
    data = encode_cruxes(study(said("doom", "10%"), said("flood", "50%"), flood=Question("flood", "")))
    assert places(data) == [0]
    assert data.cruxes == CRUXES


def test_one_of_exclusive_options_is_a_crux_and_the_others_are_not() -> None:
    first = Question("first", "", options=("lab", "state"))
    rows = [said("doom", "10%"), said("first=lab", "30%"), said("first=state", "70%"), said("doom | first=lab", "20%")]
    asked = {"doom": Question("doom", "", cruxes=("first=lab",)), "first": first}
    data = encode_cruxes(Study("s", "", Path(), asked, tuple(rows)))
    assert data.cruxes == ("first=lab",)
    assert places(data) == [0, 16, 16 + 32]


def test_sizes_grow_by_steps() -> None:
    rows = [said(name, "10%", f"f{place}") for place in range(17) for name in ("doom", *CRUXES)]
    assert encode_cruxes(study(*rows)).size == (8, 4, 24, 32, 64)


def test_priors_are_the_declared_ones_or_those_of_any_question() -> None:
    declared = Question("pause", "", prior=parse("20-40% @90%"))
    data = encode_cruxes(study(said("doom", "10%"), said("pause", "5%"), pause=declared))
    assert data.arrays["prior"][:2].tolist() == [[*DEFAULTS.location, HEAVY]] * 2
    assert data.arrays["prior"][2, [0, 2]] == pytest.approx([logit([0.2, 0.4]).mean(), np.inf])
    assert data.arrays["prior"][3:].tolist() == [[0.0, 1.0, np.inf]] * 6
