"""The tables of factor studies: what frames hold, nothing empty, and nothing a study says taken for mark-up."""

import re
from pathlib import Path

import pytest

from consilience.frames.contradictions import contradictions_frame
from consilience.models.cruxes.frames.views import disagreement_frame
from consilience.models.factors.frames.coherence import bias_frame, coherence_frame
from consilience.models.factors.frames.credences import implied_frame
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.products import products_frame
from consilience.models.tables import Table
from consilience.notation import format_interval
from consilience.report import page
from consilience.sampling.fit import Fit
from tests.builders.crux_fits import ROWS as CRUX_ROWS, crux_fit, write_crux_study
from tests.builders.factor_fits import ROWS, TOML, panel_fit, write_panel_study
from tests.builders.fits import floods, made_once, synthetic_fit, write_study
from tests.builders.named_fits import CAMPS, PANELS, cruxes, panel

PRIORS = TOML.replace("given = { storm = true }\n", 'given = { storm = true }\nprior = "10-90% @90%"\n').replace(
    'title = "A storm comes"', 'title = "A storm comes"\nprior = "10-90% @90%"'
)
IMPLIED = "What each forecaster's factors imply"
PRODUCTS = "Pools of products and products of pools"
TOGETHER = "How answers go together"
TOTALS = "Stated totals"
BIAS = "Bias and noise of stated totals"
EVIDENCE = "Evidence"
CRUXES = "Cruxes of the disagreement"
CONTRADICTIONS = "Answers that contradict each other"

PRIORS_OTHER = "Under other priors"

EVERYTHING = [IMPLIED, PRODUCTS, TOGETHER, TOTALS, BIAS, EVIDENCE, PRIORS_OTHER]
LEFT_OUT = {
    "no evidence": {EVIDENCE},
    "no stated total": {TOTALS},
    "one voice": {TOGETHER, PRIORS_OTHER},
    "outcome that evidence makes certain": {PRODUCTS},
    "surveys alone": {TOGETHER, TOTALS},
    "outcome that is a factor": {PRODUCTS},
    "outcome among options": {PRODUCTS},
    "no outcome": {PRODUCTS, EVIDENCE},
    "a single factor": {PRODUCTS, TOGETHER, TOTALS, PRIORS_OTHER},
}


@pytest.fixture
def town() -> Fit:
    return made_once(panel, "everything")


@pytest.fixture
def famine() -> Fit:
    return made_once(cruxes, "two camps")


def tables_of(fit: Fit) -> dict[str, Table]:
    return {table.title: table for table in page.tables_of(fit)}


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_has_the_tables_that_are_not_empty(name: str) -> None:
    tables = page.tables_of(made_once(panel, name))
    # Elsewhere fewer than three people stated totals beside their factors.
    left_out = LEFT_OUT.get(name, set()) | (set() if name == "enough people" else {BIAS})
    assert [table.title for table in tables] == [title for title in EVERYTHING if title not in left_out]
    for table in tables:
        assert table.rows
        assert all(len(row) == len(table.header) for row in table.rows)
        assert all(isinstance(cell, str) for row in table.rows for cell in row)
        assert not {"nan", "None"} & {cell for row in table.rows for cell in row}


def test_implied_totals_are_those_of_the_frame(town: Fit) -> None:
    rows = tables_of(town)[IMPLIED].rows
    frame = implied_frame(town)
    assert [row[0] for row in rows] == frame["title"].tolist()
    assert [row[4].partition("; ")[0] for row in rows] == frame["label"].tolist()
    people = [row for row in rows if row[2]]
    # A number that rests on what the model predicts of somebody is not theirs.
    assert [row[4].partition("; ")[2] for row in people[:3]] == [f"{left} of 3 predicted" for left in (1, 2, 1)]
    assert not any("predicted" in row[4] for row in rows if not row[2])
    assert [row[1] for row in people] == ["ada", "bo", "cem", "dee"] * 3
    # Ada answered two of the three factors of the flood, Bo one; both totals stand.
    assert [row[1:4] for row in people[:3]] == [("ada", "2 of 3", "5%"), ("bo", "1 of 3", ""), ("cem", "2 of 3", "1%")]
    # Two people of each group speak, and only two of all have a number for the whole.
    assert [row[1] for row in rows[4:7]] == [f"what-if: median of {group}" for group in ("all", "river", "coast")]


def test_a_group_without_a_name_is_said_to_have_none(town: Fit) -> None:
    unnamed = tables_of(made_once(panel, "no group"))[IMPLIED].rows
    assert {row[1] for row in unnamed if not row[2]} == {"what-if: median of all"}
    assert {row[1] for row in tables_of(town)[IMPLIED].rows if not row[2]} == {
        "what-if: median of all",
        "what-if: median of river",
        "what-if: median of coast",
    }


def test_pools_of_products_are_those_of_the_frame(town: Fit) -> None:
    rows = tables_of(town)[PRODUCTS].rows
    frame = products_frame(town)
    assert len(rows) == 3 * 3
    assert [row[0] for row in rows[::3]] == ["what-if: over the groups", "what-if: river", "what-if: coast"]
    for row, record in zip(rows, frame.to_dict("records"), strict=True):
        assert row[1:] == tuple(
            record[name] for name in ("summary_title", "pool_label", "product_label", "covariance_label")
        )


def test_stated_totals_are_those_of_the_frame_and_flags_are_said(town: Fit) -> None:
    rows = tables_of(town)[TOTALS].rows
    frame = coherence_frame(town)
    assert [row[:4] for row in rows] == [
        ("ada", "2025-01-15", "The town is flooded", "5%"),
        ("cem", "2025-01-17", "The town is flooded", "1%"),
        ("a platform", "2025-01-19", "The town is flooded", "8%"),
    ]
    for row, record in zip(rows, frame.to_dict("records"), strict=True):
        assert row[4] == format_interval(record["implied"], record["implied_low"], record["implied_high"])
        assert row[5].startswith(record["gap_label"])
        assert row[5].endswith("(no rounding closes the gap)") == record["flagged"]
    # 40% of 10% of 50% is 2%, a quarter of the 8% that the platform stated.
    assert "stated 4 times what the factors give" in rows[2][5]


@pytest.mark.parametrize(("more", "shown"), [([], []), (["dee"], []), (["dee", "eve"], [0, 2])])
def test_bias_is_said_where_three_people_stated_totals_beside_their_factors(
    more: list[str], shown: list[int], tmp_path: Path
) -> None:
    rows = ROWS + "".join(f"{on},{who},2025-01-18,20%,river,,s,\n" for who in more for on in ("storm", "flood"))
    fit = panel_fit(write_panel_study(tmp_path / "town", rows=rows), draws=25)
    table = tables_of(fit).get(BIAS)
    says = bias_frame(fit)["says"]
    # Over both groups cem, of the coast, is one more.
    wanted = [*shown] if len(more) != 1 else [2]
    assert [row for (row,) in (table.rows if table else ())] == says.iloc[wanted].tolist()


def test_who_gave_no_factor_has_nothing_that_their_factors_give(tmp_path: Path) -> None:
    total = "flood,eli,2025-01-15,35%,hills,,s,\n"
    tables = tables_of(panel_fit(write_panel_study(tmp_path / "town", rows=ROWS + total), draws=25))
    assert "eli" not in {row[0] for row in tables[TOTALS].rows}
    assert BIAS not in tables
    # What was stated is shown all the same, without a number that nobody gave.
    assert [row[2:] for row in tables[IMPLIED].rows if row[1] == "eli"] == [("0 of 3", "35%", "no factor answered")]
    silent = "".join(f"loss | {state},zoe,2025-01-15,10%,moon,,s,\n" for state in ("flood", "not flood"))
    tables = tables_of(panel_fit(write_panel_study(tmp_path / "moon", rows=ROWS + silent), draws=25))
    of_flood = {row[1] for row in tables[IMPLIED].rows if row[0] == "The town is flooded"}
    assert not of_flood & {"zoe", "median of moon"}
    assert "moon" not in {row[0] for row in tables[PRODUCTS].rows}
    alone = "flood,eli,2025-01-15,35%,,,s,\n" + silent
    assert not {TOTALS, BIAS} & set(
        tables_of(panel_fit(write_panel_study(tmp_path / "alone", PRIORS, alone), draws=25))
    )


def test_a_total_within_what_is_not_known_is_no_gap(tmp_path: Path) -> None:
    rows = "storm,ada,2025-01-15,40%,,,s,\nflood,ada,2025-01-15,8%,,,s,\n"
    rows += "".join(f"loss | {state},ada,2025-01-15,10%,,,s,\n" for state in ("flood", "not flood"))
    fit = panel_fit(write_panel_study(tmp_path / "town", PRIORS, rows), scale=2.0)
    (row,) = tables_of(fit)[TOTALS].rows
    assert row[5] == "stated within what the factors give"


def test_a_group_that_stated_no_total_has_no_bias_to_show(tmp_path: Path) -> None:
    rows = "".join(f"{row}\n" for row in ROWS.splitlines() if not row.startswith("flood,cem"))
    fit = panel_fit(write_panel_study(tmp_path / "town", rows=rows), draws=25)
    frame = bias_frame(fit)
    assert frame["totals"].tolist() == [1, 0, 1]
    assert BIAS not in tables_of(fit)


def test_evidence_is_that_of_the_frame_over_the_groups(town: Fit) -> None:
    rows = tables_of(town)[EVIDENCE].rows
    frame = evidence_frame(town).query("group == 'all'")
    assert [row[0] for row in rows] == frame["title"].tolist()
    # Two people have a number for the flood; of the wall three spoke.
    before, after, *wall = frame["label"]
    said = "ada says 5%; cem says 1%; 2 others answer parts of it"
    assert [row[3] for row in rows] == [f"{said}; what-if: {before}", f"what-if: {after}", *wall]
    assert [row[1] for row in rows] == ["Before any evidence", "An inspection of the wall"] * 2
    # Three clean trials: 0.4 to the third, over 0.95 to the third.
    assert [row[2] for row in rows] == ["", f"{0.4**3 / 0.95**3:.2g}"] * 2
    assert rows[1][4] == "3 clean trials, sensitivity 60%, false-positive rate 5%"


def test_evidence_of_several_tests_has_a_row_a_stage() -> None:
    rows = tables_of(made_once(panel, "tests of two factors"))[EVIDENCE].rows
    stages = ["Before any evidence", "An inspection of the wall", "A gauge of the river"]
    assert [row[1] for row in rows] == stages * 3
    assert [row[0] for row in rows[::3]] == ["The town is flooded", "The wall breaks", "A storm comes"]


def test_cruxes_of_the_disagreement_are_those_of_the_frame(famine: Fit) -> None:
    rows = tables_of(famine)[CRUXES].rows
    frame = disagreement_frame(famine)
    assert [row[0] for row in rows] == frame["title"].tolist()
    assert {row[1] for row in rows} == {"north and south"}
    for row, record in zip(rows, frame.to_dict("records"), strict=True):
        numbers = [float(part) for part in re.findall(r"[-.0-9]+", row[2].replace("−", "-"))]
        assert numbers == pytest.approx([record[name] for name in ("value", "low", "high")], abs=5.1e-4)
        assert row[3].startswith(f"{record['share']:.0%}".replace("-", "−"))
    # A share may be negative, and a hyphen is no minus; nought has no sign.
    cells = [cell for row in rows for cell in row[2:]]
    assert any("−" in cell for cell in cells)
    assert not any("-" in cell or "−0.000" in cell for cell in cells)


@pytest.mark.parametrize("name", CAMPS)
def test_a_disagreement_is_between_two_camps(name: str) -> None:
    tables = tables_of(made_once(cruxes, name))
    assert (CRUXES in tables) == (name in ("two camps", "one camp without a name"))
    # Bo's answers on the blight, whoever he sides with.
    assert CONTRADICTIONS in tables
    if name == "one camp without a name":
        assert {row[1] for row in tables[CRUXES].rows} == {"north and no group stated"}


def test_answers_that_contradict_each_other_are_listed_with_their_place(famine: Fit) -> None:
    (row,) = tables_of(famine)[CONTRADICTIONS].rows
    (found,) = contradictions_frame(famine.study).to_dict("records")
    assert row == ("bo", f"a.csv:{found['line']}", found["why"])
    # P(U) is at least P(C) P(U|C): 10% against half of 40%, less what rounding allows.
    assert "10% for 'famine', 50% for 'blight', 40% for 'famine | blight'" in row[2]


def test_contradictions_of_a_consensus_are_listed_too(tmp_path: Path) -> None:
    toml = 'title = "t"\n\n[question.first]\ntitle = "Who is first"\noptions = ["lab", "state"]\n'
    rows = "first=lab,ada,2025-01-15,80%,,,s,\nfirst=state,ada,2025-01-15,70%,,,s,\n"
    fit = synthetic_fit(write_study(tmp_path / "first", toml, rows))
    (table,) = page.tables_of(fit)
    assert table.title == CONTRADICTIONS
    assert table.rows[0][0] == "ada"


def test_a_consensus_without_contradictions_has_no_such_tables() -> None:
    (table,) = page.tables_of(made_once(floods))
    assert table.title == PRIORS_OTHER


def test_a_bayes_factor_of_millions_is_written_out() -> None:
    rows = tables_of(made_once(panel, "evidence that makes certain"))[EVIDENCE].rows
    # Three positives of 60% against a rate rounded to 0%, whose third power is a quarter of 0.5%³ on average.
    assert [row[2] for row in rows] == ["", "6,900,000"] * 2
    assert rows[-1][3].startswith("99.9999")


def test_camps_that_were_asked_about_other_cruxes_have_none_in_common(tmp_path: Path) -> None:
    asked = {"north": "blight", "south": "war"}
    rows = "".join(
        f"{row}\n"
        for row in CRUX_ROWS.splitlines()
        if row.startswith("famine,") or asked[row.split(",")[4]] in row.partition(",")[0]
    )
    fit = crux_fit(write_crux_study(tmp_path / "famine", rows=rows), jitter=0.1)
    assert disagreement_frame(fit).empty
    assert CRUXES not in tables_of(fit)
