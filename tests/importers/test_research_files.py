"""Files of research: EXCALIBUR's panels and hubs' submissions, cases 18 and 07 of ../shared/cases."""

from pathlib import Path

import pytest

from consilience.importers import Imported, import_study
from consilience.problems import StudyError
from consilience.study import read_study
from consilience.study.resolutions import read_resolutions


@pytest.fixture
def case(shared: Path):
    return lambda start: sorted((shared / "cases" / "files").glob(f"{start}_*"))


@pytest.fixture
def bring(tmp_path: Path):
    """Import files with a mapping file of some text."""

    def done(format: str, files: list[Path], mapping: str = "", **options: str) -> Imported:
        (tmp_path / "map.toml").write_text(mapping, "utf-8")
        return import_study(format, files, tmp_path / "study", map=tmp_path / "map.toml", **options)

    return done


def test_two_experts_and_ten_seeds(bring, case) -> None:
    done = bring("excalibur", case("18"), 'unit = "units"')
    assert (done.questions, done.estimates, done.forecasters, done.outcomes) == (10, 20, 2, 10)
    said = {(row.question, row.forecaster): row.said for row in read_study(done).rows}
    assert said["seed01", "Wide"] == "q5=5 q50=12 q95=20"
    assert said["seed10", "Narrow"] == "q5=50 q50=60 q95=70"
    assert [of.outcome for of in read_resolutions(done.study, [])][:3] == ["10", "20", "30"]


def test_items_that_nobody_calls_probabilities_are_said_and_left_out(bring, case) -> None:
    with pytest.raises(StudyError, match=r"whether these items are probabilities.*Seed01"):
        bring("excalibur", case("18"))
    done = bring("excalibur", case("18"), '[units]\nSeed01 = "percent"')
    rows = read_study(done).rows
    assert [(row.forecaster, row.said) for row in rows] == [
        ("Wide", "q5=5% q50=12% q95=20%"),
        ("Narrow", "q5=20% q50=25% q95=30%"),
    ]
    # How often something happened is no outcome of whether it will.
    assert done.outcomes == 0
    assert any("left out: 'Seed02', 'Seed03'" in problem.why for problem in done.problems)


def test_a_quantile_above_certainty_is_no_probability(bring, case) -> None:
    done = bring("excalibur", case("18"), 'unit = "percent"')
    assert {problem.line for problem in done.left_behind} == {8, 9, 11, 20}
    assert done.estimates == 16


def test_two_panels_at_once_are_refused(bring, case, tmp_path: Path) -> None:
    [dtt, _] = case("18")
    other = tmp_path / "other.dtt"
    other.write_bytes(dtt.read_bytes())
    with pytest.raises(StudyError, match="2 panels"):
        bring("excalibur", [dtt, other], 'unit = "units"')
    with pytest.raises(StudyError, match="no file of experts' quantiles"):
        bring("excalibur", case("18")[1:], 'unit = "units"')


def test_an_expert_whose_name_was_cut_does_not_speak_twice(bring, case, tmp_path: Path) -> None:
    [dtt, _] = case("18")
    other = tmp_path / "cut.dtt"
    other.write_text(dtt.read_text("utf-8").replace("  Narrow ", "    Wide "), "utf-8")
    done = bring("excalibur", [other], 'unit = "units"')
    assert (done.estimates, len(done.left_behind)) == (10, 10)


@pytest.mark.slow
def test_every_panel_of_the_data_base_is_read(shared: Path, tmp_path: Path) -> None:
    panels = sorted((shared / "data" / "cooke").glob("*.dtt"))
    if not panels:
        pytest.skip("../shared/data/cooke is not here")
    mapping = tmp_path / "map.toml"
    mapping.write_text('unit = "units"', "utf-8")
    for panel in panels:
        files = [panel, panel.with_suffix(".rls")]
        done = import_study("excalibur", files, tmp_path / panel.stem, map=mapping, encoding="windows-1252")
        assert not done.left_behind
        assert done.outcomes


@pytest.fixture
def submission(case, tmp_path: Path) -> Path:
    [file] = case("07")
    copy = tmp_path / file.name.removeprefix("07_")
    copy.write_bytes(file.read_bytes())
    return copy


def test_levels_are_numbers_and_ids_are_text(bring, submission: Path) -> None:
    done = bring("hubverse", [submission], '[units]\n"wk inc sample hosp" = "admissions"')
    study = read_study(done)
    [hosp] = [row for row in study.rows if row.option is None]
    assert hosp.said == "q5=90 q25=120 q50=145 q75=180 q95=260"
    assert (hosp.forecaster, hosp.kind, hosp.group, hosp.date_said) == ("teamA-modelB", "model", "teamA", "2025-01-11")
    assert study.questions[hosp.question].title.endswith("location 01")
    classes = [(row.option, row.said) for row in study.rows if row.option]
    assert classes == [
        ("large_decrease", "5%"),
        ("decrease", "20%"),
        ("stable", "50%"),
        ("increase", "20%"),
        ("large_increase", "4%"),
    ]


def test_quantiles_that_contradict_are_named_by_both_lines(bring, submission: Path) -> None:
    done = bring("hubverse", [submission], '[units]\n"wk inc sample hosp" = "admissions"')
    [told] = done.left_behind
    # Its row of the median, 40 on line 8, and its quantile at one half, 31 on line 11, are two answers already.
    assert (told.line, "on line 8" in told.why) == (11, True)
    assert any("sum to 99%" in problem.why for problem in done.problems)


def test_quantiles_that_fall_are_named_by_both_lines(bring, submission: Path) -> None:
    submission.write_text(submission.read_text("utf-8").replace("median,nan,40", "median,nan,31"), "utf-8")
    done = bring("hubverse", [submission], '[units]\n"wk inc sample hosp" = "admissions"')
    [told] = done.left_behind
    assert "0.5 (31) contradicts that at 0.25 (35) on line 10" in told.why


def test_without_a_unit_only_classes_are_read(bring, submission: Path) -> None:
    done = bring("hubverse", [submission])
    assert done.estimates == 5
    assert any("in which unit these targets are" in problem.why for problem in done.problems)


def test_a_file_that_names_no_model_is_refused(bring, submission: Path) -> None:
    with pytest.raises(StudyError, match="the model is named neither"):
        bring("hubverse", [submission.rename(submission.with_name("output.csv"))])
    with_column = submission.with_name("all.csv")
    head, *rows = submission.with_name("output.csv").read_text("utf-8").splitlines()
    lines = [f"model_id,{head}", *(f"teamC-modelD,{row}" for row in rows)]
    with_column.write_text("\n".join(lines), "utf-8")
    assert {row.forecaster for row in read_study(bring("hubverse", [with_column])).rows} == {"teamC-modelD"}
