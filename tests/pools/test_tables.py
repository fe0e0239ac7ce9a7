"""Pools of a study's table: which rows enter, and with which number."""

import math
from pathlib import Path

import pytest

from consilience.pools import pool
from consilience.study import read_study
from tests.builders.fits import write_study

TOML = 'title = "t"\n\n[question.q]\ntitle = "Q"\n\n[question.other]\ntitle = "O"\n'


def table(folder: Path, rows: str, toml: str = TOML):
    return read_study(write_study(folder / "study", toml, rows)).estimates


def test_ranges_enter_by_their_middle_in_log_odds(tmp_path):
    pooled = pool(table(tmp_path, "q,ada,2025-01-01,1-50%,,,s,\n"), "linear")
    middle = (math.log(1 / 99) + math.log(1)) / 2
    assert pooled.value == pytest.approx(1 / (1 + math.exp(-middle)))
    assert (pooled.used, pooled.left_out) == (1, 0)


def test_a_best_value_goes_before_its_bounds(tmp_path):
    assert pool(table(tmp_path, 'q,ada,2025-01-01,"5% [1%, 60%]",,,s,\n'), "linear").value == pytest.approx(0.05)


def test_quantiles_enter_by_their_median_or_else_their_middle(tmp_path):
    with_median = table(tmp_path, "q,ada,2025-01-01,q5=1% q50=7% q95=30%,,,s,\n")
    assert pool(with_median, "linear").value == pytest.approx(0.07)
    without = table(tmp_path / "b", "q,ada,2025-01-01,q10=20% q90=80%,,,s,\n")
    assert pool(without, "linear").value == pytest.approx(0.5)


def test_inequalities_are_left_out_and_counted(tmp_path):
    rows = "q,ada,2025-01-01,10%,,,s,\nq,bo,2025-01-01,<1%,,,s,\nq,cem,2025-01-01,>=50%,,,s,\n"
    pooled = pool(table(tmp_path, rows), "linear")
    assert (pooled.value, pooled.used, pooled.left_out) == (pytest.approx(0.1), 1, 2)


def test_a_range_from_zero_has_no_middle_in_log_odds(tmp_path):
    rows = "q,ada,2025-01-01,10%,,,s,\nq,bo,2025-01-01,0-2%,,,s,\n"
    pooled = pool(table(tmp_path, rows), "linear")
    assert (pooled.value, pooled.left_out) == (pytest.approx(0.1), 1)


def test_a_survey_counts_once_by_its_median(tmp_path):
    rows = "q,ada,2025-01-01,20%,,,s,\nq,aii,2025-01-01,n=738 median=10% mean=14.4%,,survey,s,\n"
    pooled = pool(table(tmp_path, rows), "linear")
    assert (pooled.value, pooled.used) == (pytest.approx(0.15), 2)


def test_a_survey_whose_median_is_a_bound_is_left_out_whatever_stands_beside_it(tmp_path):
    rows = 'q,ada,2025-01-01,20%,,,s,\nq,xpt,2025-01-01,"n=88 median=<1% ci95=[0.1%, 0.8%]",,survey,s,\n'
    pooled = pool(table(tmp_path, rows), "linear")
    assert (pooled.value, pooled.used, pooled.left_out) == (pytest.approx(0.2), 1, 1)


def test_aggregates_models_base_rates_and_what_was_replaced_are_not_counted(tmp_path):
    rows = (
        "q,ada,2025-01-01,90%,,,s,\nq,ada,2025-02-01,20%,,,s,\n"
        "q,platform,2025-01-01,80%,,aggregate,s,\nq,bot,2025-01-01,80%,,model,s,\n"
        "q,years,2025-01-01,1 of 2,,base_rate,s,\n"
    )
    pooled = pool(table(tmp_path, rows), "linear")
    assert (pooled.value, pooled.used, pooled.left_out) == (pytest.approx(0.2), 1, 0)


def test_words_enter_by_what_the_lexicon_says(tmp_path):
    folder = write_study(tmp_path / "forecasts" / "study", TOML, "q,ada,2025-01-01,10%,,,s,\n")
    rows = read_study(folder).estimates
    rows.loc[0, ["form", "low", "best", "high"]] = ["words", 0.6, math.nan, 0.9]
    middle = (math.log(0.6 / 0.4) + math.log(9)) / 2
    assert pool(rows, "linear").value == pytest.approx(1 / (1 + math.exp(-middle)))


def test_several_questions_are_refused(tmp_path):
    rows = table(tmp_path, "q,ada,2025-01-01,20%,,,s,\nother,ada,2025-01-01,90%,,,s,\n")
    with pytest.raises(ValueError, match="a pool is of one question, and these rows are about 2"):
        pool(rows)
    assert pool(rows[rows["question"] == "q"]).value == pytest.approx(0.2)


def test_rows_without_a_voice_are_no_answer(tmp_path):
    rows = table(tmp_path, "q,ada,2025-01-01,20%,,,s,\nother,p,2025-01-01,9%,,aggregate,s,\n")
    assert math.isnan(pool(rows[rows["question"] == "other"]).value)


def cases(shared: Path, name: str, tmp_path: Path, question: str) -> Path:
    """A study of one file of real cases."""
    body = (shared / "cases" / "files" / name).read_text("utf-8-sig")
    folder = write_study(tmp_path / "study", f'title = "t"\n\n[question.{question}]\ntitle = "Q"\n', "")
    (folder / "estimates" / "a.csv").write_text(body, "utf-8")
    return folder


@pytest.mark.parametrize(("method", "percent"), [("linear", 1.1), ("geometric_mean_odds", 0.8358), ("median", 0.9)])
def test_14_as_a_study(shared, tmp_path, method, percent):
    estimates = read_study(cases(shared, "14_nuclear_four.csv", tmp_path, "nuclear_war_year")).estimates
    assert round(100 * pool(estimates, method).value, 4) == percent


def test_15_as_a_study(shared, tmp_path):
    folder = cases(shared, "15_panel_with_zeros.csv", tmp_path, "extinction")
    with (folder / "study.toml").open("a") as settings:
        settings.write('\n[dialect."a.csv"]\ngrid = "1%"\n')
    estimates = read_study(folder).estimates
    linear, odds = pool(estimates, "linear"), pool(estimates)
    assert (round(100 * linear.value, 3), linear.used, linear.left_out) == (1.737, 11, 1)
    assert odds.note == f"undefined: 0% and 100% have no odds, and {odds.certain} are so certain"
    assert odds.certain == "r01 (0%), r02 (0%) and 2 more"
    assert round(100 * pool(estimates, clip=0.01).value, 3) == 1.532
