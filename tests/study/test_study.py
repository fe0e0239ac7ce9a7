"""Which estimates stand, which of them count, and how they look as a table."""

import datetime as dt
import math
import subprocess
import sys

import pandas as pd
import pytest

from consilience.study import read_study
from tests.study.conftest import HEADER, TODAY, TOML

TREE = """title = "t"
[question.flood]
title = "A flood"
[question.power]
title = "Power"
unit = "GWh"
[question.first]
title = "First"
options = ["lab", "state"]
"""
DAY = dt.date.fromisoformat


def standing(study, as_of=TODAY):
    return [(row.forecaster, row.said) for row in study.as_of(as_of).standing]


def test_the_latest_stands_whatever_the_order_of_rows(make_study):
    rows = [
        "flood,ada,2024-03-01,30%,,,,s,",
        "flood,ada,2024-01-01,10%,,,,s,",
        "flood,ada,,5%,,,,s,",
        "flood,ada,2024-02,20%,,,,s,",
    ]
    study = read_study(make_study(a=HEADER + "\n".join(rows)), today=TODAY)
    assert standing(study) == [("ada", "30%")]
    assert standing(study, DAY("2024-02-10")) == [("ada", "20%")]
    assert standing(study, DAY("2024-01-15")) == [("ada", "10%")]
    assert standing(study, DAY("2023-01-01")) == [("ada", "5%")]


def test_withdrawn_forecasts_end(make_study):
    """Case 01: bo's forecast ended on 2025-03-01; as of April only ada is left."""
    rows = "flood,ada,2025-01-01,<=0.1%,,,,s,\nflood,bo,2025-01-04T23:30-08:00,62%,,,2025-03-01,s,\n"
    study = read_study(make_study(a=HEADER + rows), today=TODAY)
    assert study.rows[1].date == DAY("2025-01-05")
    assert standing(study, DAY("2025-02-15")) == [("ada", "<=0.1%"), ("bo", "62%")]
    assert standing(study, DAY("2025-03-01")) == [("ada", "<=0.1%")]
    assert standing(study, DAY("2025-04-01")) == [("ada", "<=0.1%")]


def test_of_one_day_the_later_instant_stands_and_without_times_the_later_row(make_study):
    rows = [
        "flood,ada,2024-01-01T18:00,20%,,,,s,",
        "flood,ada,2024-01-01T09:00,10%,,,,s,",
        "flood,bo,2024-01-01,10%,,,,s,",
        "flood,bo,2024-01-01,20%,,,,s,",
    ]
    study = read_study(make_study(a=HEADER + "\n".join(rows)), today=TODAY)
    assert standing(study) == [("ada", "20%"), ("bo", "20%")]


def test_kinds_and_surveyed_groups_stand_side_by_side_and_a_person_once(make_study):
    rows = [
        "flood,XPT,2024-01-01,n=10 median=1%,experts,survey,,s,",
        "flood,XPT,2024-01-01,n=20 median=2%,public,survey,,s,",
        "flood,XPT,2024-01-01,3%,,aggregate,,s,",
        "flood,bot,2024-01-01,4%,,model,,s,",
        "flood,rate,2024-01-01,5 of 100,,base_rate,,s,",
        "flood,ada,2024-01-01,6%,a,,,s,",
        "flood,ada,2024-02-01,7%,b,,,s,",
    ]
    path = make_study(a=HEADER + "\n".join(rows))
    study = read_study(path, today=TODAY)
    assert [said for _, said in standing(study)] == [
        "n=10 median=1%",
        "n=20 median=2%",
        "3%",
        "4%",
        "5 of 100",
        "7%",
    ]
    assert [row.said for row in study.voices] == ["n=10 median=1%", "n=20 median=2%", "7%"]
    (path / "study.toml").write_text("include_models = true\n" + TOML, "utf-8")
    assert "4%" in [row.said for row in read_study(path, today=TODAY).voices]


FORMS = {
    "15%": ("point", 0.145, 0.15, 0.155, None, None),
    "10-20% @80%": ("range", 0.1, None, 0.2, 0.8, None),
    "12% [5%, 30%]": ("bounds", 0.05, 0.12, 0.3, None, None),
    "<1%": ("at_most", 0, None, 0.01, None, None),
    ">=50%": ("at_least", 0.5, None, 1, None, None),
    "q5=1% q50=5% q95=30%": ("quantiles", 0.01, 0.05, 0.3, 0.9, None),
    "q5=1% q95=30%": ("quantiles", 0.01, None, 0.3, 0.9, None),
    "n=88 median=0.375% ci95=[0.1%, 0.8%]": ("survey", 0.001, 0.00375, 0.008, 0.95, 88),
    "n=88 mean=5% quartiles=[1%, 8%]": ("survey", 0.01, 0.05, 0.08, 0.5, 88),
    "12 of 400": ("base_rate", None, 0.03, None, None, 400),
}
KINDS = {"survey": "survey", "base_rate": "base_rate"}


@pytest.mark.parametrize(("said", "form"), FORMS.items())
def test_forms_in_the_table(make_study, said, form):
    name = KINDS.get(form[0], "")
    study = read_study(make_study(a=HEADER + f'flood,ada,2024-01-01,"{said}",,{name},,s,\n'), today=TODAY)
    row = study.estimates.iloc[0]
    assert row["form"] == form[0]
    for column, right in zip(("low", "best", "high", "coverage"), form[1:5], strict=True):
        assert row[column] == pytest.approx(math.nan if right is None else right, nan_ok=True)
    assert (None if pd.isna(row["n"]) else row["n"]) == form[5]


def test_columns_of_the_table(make_study):
    rows = "flood,ada,2024,10%,,,,s,\nflood,bo,,1%,g,,2024-01-01,s,n\nfirst=lab,ada,2024-01-01,5%,,,,s,\n"
    rows += "power,ada,2024-01-01,<100,,,,s,\n"
    table = read_study(make_study(TREE, a=HEADER + rows), today=TODAY).estimates
    assert list(table.columns) == [
        *(
            "question",
            "forecaster",
            "group",
            "kind",
            "date",
            "until",
            "estimate",
            "form",
            "low",
            "best",
            "high",
        ),
        *("coverage", "n", "standing", "voice", "source", "note", "file", "line"),
    ]
    assert table["date"][0] == pd.Timestamp("2024-01-01")
    assert pd.isna(table["date"][1])
    assert pd.isna(table["group"][0])
    assert list(table["standing"]) == [True, False, True, True]
    assert list(table["line"]) == [2, 3, 4, 5]
    # A quantity has no 0 below it.
    assert math.isnan(table["low"][3])


def test_a_table_of_no_estimates(make_study):
    table = read_study(make_study(a=HEADER), today=TODAY).estimates
    assert table.empty
    assert table["low"].dtype == float
    assert table["date"].dtype.kind == "M"


def test_options_and_vague_dates_are_kept_as_said(make_study):
    study = read_study(make_study(TREE, a=HEADER + "first=lab,ada,2022-12,5%,,,,s,\n"), today=TODAY)
    (row,) = study.rows
    assert (row.asked, row.option, row.date, row.date_said) == ("first", "lab", DAY("2022-12-01"), "2022-12")


def test_settings_are_read(fixture_study):
    study = fixture_study("good_tree")
    assert (study.title, study.horizon, study.outcome) == (
        "Takeover by misaligned AI",
        DAY("2100-12-31"),
        "takeover",
    )
    assert (study.headline, study.threshold, study.timezone) == ("mean", 0.01, "UTC")
    assert list(study.questions) == ["capable", "attempts", "succeeds", "takeover"]
    assert study.questions["succeeds"].given == {"capable": True, "attempts": True}
    assert study.questions["succeeds"].prior.best.value == 0.1
    takeover = study.questions["takeover"]
    assert (takeover.gate, takeover.of) == ("all_of", ("capable", "attempts", "succeeds"))
    probe = study.evidence["reward_hacking_probe"]
    assert (probe.on, probe.positives, probe.trials, probe.title) == ("attempts", 0, 3, "reward_hacking_probe")
    assert (probe.sensitivity.best.value, probe.false_positive_rate.number.value) == (0.6, 0.05)


def test_declared_dialects_are_read_as_declared(fixture_study):
    rows = {row.forecaster: row for row in fixture_study("good_dialects").rows}
    values = {name: row.value.number.value for name, row in rows.items()}
    assert values == {
        "p1": 0.1,
        "p2": 0.005,
        "p3": 0.005,
        "f1": 0.1,
        "f2": 1,
        "f3": 0,
        "g1": 0.125,
        "g2": 0.005,
        "z1": 0,
        "z2": 0.1,
    }
    # Half past midnight in Berlin's summer is the day before in UTC.
    assert rows["g1"].date == DAY("2024-04-02")
    assert rows["f3"].value.number.high == 0.005


def test_words_are_read_where_the_study_opts_in(fixture_study):
    study = fixture_study("good_words")
    assert study.lexicon == "tiny"
    assert (study.estimates["form"][0], study.estimates["low"][0], study.estimates["high"][0]) == (
        "words",
        0.55,
        0.8,
    )


def test_importing_the_layer_stays_light():
    heavy = "{'pandas', 'numpy', 'pydantic', 'scipy', 'pymc', 'altair', 'typer', 'rich'}"
    code = f"import sys, consilience.study; print({heavy} & set(sys.modules))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.strip() == "set()"


def test_as_of_a_day_the_study_is_what_was_known_then(make_study):
    rows = "flood,ada,2024-01-01,10%,,,2024-03-01,s,\nflood,ada,2024-02-01,20%,,,,s,\nflood,bo,,5%,,,,s,\n"
    study = read_study(make_study(a=HEADER + rows), today=TODAY)
    then = study.as_of("2024-01-15")
    assert then.day == DAY("2024-01-15")
    assert [row.said for row in then.rows] == ["10%", "5%"]
    assert [row.said for row in then.voices] == ["10%", "5%"]
    assert then.estimates["standing"].tolist() == [True, True]
    assert [row.said for row in study.voices] == ["20%", "5%"]


def test_nothing_is_known_of_days_after_the_reading(make_study):
    study = read_study(make_study(a=HEADER), today=TODAY)
    with pytest.raises(ValueError, match="is not known"):
        study.as_of(TODAY + dt.timedelta(days=1))


def test_only_the_warnings_of_what_was_known_then_are_kept(make_study):
    rows = "flood,ada,2024-01-01,10%,,,,,\nflood,bo,2024-05-01,12%,,,,,\n"
    study = read_study(make_study(a=HEADER + rows), today=TODAY)
    lines = {problem.line for problem in study.as_of("2024-02-01").warnings if problem.line}
    assert 3 not in lines
