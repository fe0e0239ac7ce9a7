"""Every export of every kind of fit: whose number each is, and nothing that may not be told."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import consilience as cs
from consilience.api.study_fit import StudyFit
from consilience.frames import answers_frame, headline_of
from consilience.problems import DiagnosticsError, WrongValueError
from tests.builders.factor_fits import TOML as PANEL, panel_fit, write_panel_study
from tests.builders.fits import FAILED, ROWS, TOML, bare_fit, made_once, synthetic_fit, write_study
from tests.builders.named_fits import PANELS, cruxes, hostile_cruxes, hostile_panel, panel

FITS: dict[str, Callable[[Path], StudyFit]] = {
    "consensus": lambda folder: synthetic_fit(write_study(folder / "floods")),
    "cruxes": lambda folder: cruxes("two camps", folder),
    "hostile": hostile_panel,
    "hostile cruxes": hostile_cruxes,
    **{name: lambda folder, name=name: panel(name, folder) for name in PANELS},
}


def floods(folder: Path, rows: str = ROWS, toml: str = TOML) -> StudyFit:
    return synthetic_fit(write_study(folder / "floods", toml, rows))


def text_of(fit: StudyFit, format: str) -> str:
    return cs.EXPORTERS[format].function(fit).data.decode()


def table_of(fit: StudyFit, format: str = "csv") -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text_of(fit, format)), keep_default_na=True)


@pytest.mark.parametrize("name", FITS)
def test_every_format_writes_every_fit_and_no_population_where_voices_lead(name: str, tmp_path: Path) -> None:
    fit = FITS[name](tmp_path)
    led = {str(question): headline_of(fit, str(question)).leads for question in answers_frame(fit)["question"]}
    for format, column in (("csv", "question"), ("hubverse", "target"), ("metaculus", "question")):
        table = table_of(fit, format)
        of_population = table["whose"].str.startswith("population")
        assert {led[question] for question in table[of_population][column]} <= {"population"}, format
        assert {led[question] for question in table[~of_population][column]} <= {"voices"}, format
    for format, exporter in cs.EXPORTERS.items():
        written = getattr(fit.exports, format)(tmp_path / "out" / f"answer.{format}")
        assert written.path.read_bytes() == exporter.function(fit).data
        assert all(remark.endswith(".") for remark in written.remarks)


def test_the_tidy_table_has_each_voice_by_name_and_the_population_where_it_leads(tmp_path: Path) -> None:
    fit = floods(tmp_path)
    table = table_of(fit)
    leading = table[table["leads"]]
    assert leading[["question", "whose", "who", "basis"]].to_numpy().tolist() == [
        ["flood", "population", "inferred from 4 voices", "median"],
        ["drought", "voice", "ada", "stated"],
        ["drought", "voice", "cem", "stated"],
    ]
    cem = leading.iloc[2]
    assert (cem["value"], cem["low"], cem["high"], cem["coverage"]) == (0.2, 0.05, 0.4, 0.8)
    assert cem["said"] == "20% [5%, 40%], 80% sure"
    told = answers_frame(fit).set_index(["question", "group", "summary"])["value"]
    assert leading.iloc[0]["value"] == pytest.approx(told["flood", "all", "median"], rel=1e-12)


def test_a_group_is_told_of_from_three_people_on(tmp_path: Path) -> None:
    assert set(table_of(floods(tmp_path / "two"))["group"].dropna()) == {"all"}
    three = floods(tmp_path / "three", ROWS + "flood,eve,2025-01-19,3%,river,,,\n")
    assert set(table_of(three)["group"].dropna()) == {"all", "river"}


def test_a_factor_study_tells_of_before_and_after_the_evidence() -> None:
    table = table_of(made_once(panel, "enough people"))
    of_all = table[table["whose"] == "population"]
    assert set(of_all["after_evidence"]) == {True, False}
    assert not table[table["leads"]]["after_evidence"].any()


def test_a_voice_whose_factors_imply_the_whole_is_not_said_to_have_stated_it(tmp_path: Path) -> None:
    said = {"storm": "50%", "breach": "20%", "pumps_fail": "10%", "flood": "3%"}
    said |= {"loss | flood": "9%", "loss | not flood": "1%"}
    rows = "".join(f"{name},ada,2025-01-15,{number},,,,\n" for name, number in said.items())
    table = table_of(panel_fit(write_panel_study(tmp_path / "town", PANEL, rows), draws=25))
    flood = table[table["question"] == "flood"]
    assert flood["basis"].tolist() == ["stated", "implied"]
    assert flood["value"].tolist() == pytest.approx([0.03, 0.01])
    assert flood["said"].fillna("").tolist() == ["3%", ""]


def test_parquet_holds_the_same_table_with_types(tmp_path: Path) -> None:
    fit = floods(tmp_path)
    file = fit.exports.parquet(tmp_path / "answers.parquet").path
    table = pd.read_parquet(file)
    assert table["leads"].dtype == bool
    np.testing.assert_allclose(table["value"], table_of(fit)["value"])


def test_hubverse_quantiles_rise_and_a_range_without_coverage_has_none(tmp_path: Path) -> None:
    fit = floods(tmp_path, ROWS.replace('"20% [5%, 40%] @80%"', "20-30%"))
    table = table_of(fit, "hubverse")
    quantiles = table[(table["target"] == "flood") & (table["output_type"] == "quantile")]
    assert len(quantiles) == 23
    assert quantiles["value"].is_monotonic_increasing
    assert set(table["output_type"]) == {"quantile", "mean", "median"}
    assert table[table["output_type"] != "quantile"]["output_type_id"].isna().all()
    assert set(table["target_end_date"]) == {"2100-12-31"}
    assert set(table["reference_date"]) == {"2025-01-18"}
    assert set(table[table["target"] == "drought"]["whose"]) == {"voice: ada"}


def test_a_survey_of_a_median_is_one_median_and_no_spread(tmp_path: Path) -> None:
    fit = floods(tmp_path, 'flood,them,2025-01-15,"n=2 median=5% ci95=[1%, 9%]",,survey,,\n')
    table = table_of(fit, "hubverse")
    assert table[["output_type", "value"]].to_numpy().tolist() == [["median", 0.05]]
    of_means = floods(tmp_path / "means", 'flood,them,2025-01-15,"n=2 mean=5%",,survey,,\n')
    assert table_of(of_means, "hubverse").empty
    assert table_of(of_means)["value"].tolist() == [0.05]


def test_quantiles_that_somebody_stated_are_exported_as_they_are(tmp_path: Path) -> None:
    fit = floods(tmp_path, "flood,ada,2025-01-15,q5=1% q50=5% q95=30%,,,,\n")
    assert table_of(fit)["coverage"].tolist() == [0.9]
    table = table_of(fit, "hubverse").fillna({"output_type_id": 0.5})
    assert table[["output_type_id", "value"]].to_numpy().tolist() == [[0.05, 0.01], [0.5, 0.05], [0.95, 0.3]]


def test_what_metaculus_does_not_take_is_clipped_and_said(tmp_path: Path) -> None:
    rows = "flood,ada,2025-01-15,1 in a million,,,,\ndrought,bo,2025-01-15,<1%,,,,\n"
    fit = floods(tmp_path, rows)
    written = fit.exports.metaculus(tmp_path / "m.csv")
    [row] = table_of(fit, "metaculus").to_dict("records")
    assert (row["probability_yes"], row["before_clipping"]) == (0.001, pytest.approx(1e-6))
    assert row["note"] == "clipped from 0.0001%: the platform takes 0.1% to 99.9%"
    assert written.remarks == (
        "1 of 1 clipped to what Metaculus takes, 0.1% to 99.9%.",
        "Left out, since it was answered by bounds alone: A drought.",
    )


def test_the_middle_of_a_range_is_said_to_be_that(tmp_path: Path) -> None:
    [row] = table_of(floods(tmp_path, "flood,ada,2025-01-15,10-20%,,,,\n"), "metaculus").to_dict("records")
    assert row["note"] == "the middle in log odds of 10-20%"
    assert row["probability_yes"] == pytest.approx(1 / 7)


def test_a_question_that_nobody_answered_whole_is_left_out_by_name(tmp_path: Path) -> None:
    written = panel("one voice", tmp_path).exports.csv(tmp_path / "a.csv")
    [remark] = written.remarks
    assert remark.startswith("Left out, since nobody answered the whole")
    assert "The pumps fail" in remark


def test_a_fit_that_failed_is_not_exported(tmp_path: Path) -> None:
    failed = synthetic_fit(write_study(tmp_path / "floods"), checks=FAILED)
    with pytest.raises(DiagnosticsError, match="failed its diagnostics"):
        failed.exports.csv(tmp_path / "a.csv")
    assert not (tmp_path / "a.csv").exists()


def test_what_was_said_is_text_in_every_markup(tmp_path: Path) -> None:
    fit = hostile_panel(tmp_path)
    html, latex = text_of(fit, "html"), text_of(fit, "latex")
    assert not re.search(r"<(script|img|b)\b", html.lower())
    assert not re.search(r"(?<!\\)[%#$]", latex.partition("\n")[2])
    for line in text_of(fit, "squigglepy").splitlines():
        assert re.match(r"(#|import squigglepy|\w+ = sq\.|$)", line), line
    compile(text_of(fit, "squigglepy"), "code", "exec")


def test_variables_are_each_its_own_and_none_of_a_voice_looks_like_the_populations(tmp_path: Path) -> None:
    rows = {"flood": ["Чехов", "李"], "drought": ["Ada", "ada!"]}
    said = "".join(f"{question},{who},2025-01-15,10%,,,,\n" for question, names in rows.items() for who in names)
    code = text_of(floods(tmp_path, said), "squiggle")
    assert re.findall(r"(?m)^(\w+) = ", code) == ["flood_voice", "flood_voice_2", "drought_ada", "drought_ada_2"]


def test_there_is_no_other_export(tmp_path: Path) -> None:
    fit = bare_fit(floods(tmp_path).study)
    assert set(dir(fit.exports)) == {*cs.EXPORTERS, "paper"}
    assert "fit.exports.bibtex(file)" in repr(fit.exports)
    with pytest.raises(AttributeError, match="there are csv"):
        _ = fit.exports.excel
    with pytest.raises(WrongValueError, match="csv"):
        cs.export(tmp_path / "floods", "cvs", tmp_path / "x")
