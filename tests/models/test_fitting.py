"""Which model a study gets, and which studies get none."""

from dataclasses import replace
from pathlib import Path

import pytest

from consilience.models.registry import model_for
from consilience.problems import StudyError
from consilience.sampling import fitting
from consilience.sampling.fit import DEFAULT_SEED
from consilience.study import Study, read_study
from tests.builders import crux_fits, factor_fits
from tests.builders.fits import ROWS, TOML, write_study

STORM = '\n[question.storm]\ntitle = "A storm"\n'
TEST = """
[evidence.gauge]
on = "flood"
observed = "negative"
trials = 1
sensitivity = "60%"
false_positive_rate = "5%"
"""
GIVEN = TOML.replace('title = "A flood"', 'title = "A flood"\ngiven = { storm = true }') + STORM
STORMY = "storm,ada,2025-01-15,50%,,,s,\n"

STUDIES = {
    "questions alone": (TOML, ROWS, "consensus"),
    "a condition, from which nothing follows": (GIVEN, ROWS + STORMY, "consensus"),
    "exclusive options": (
        TOML + '\n[question.first]\ntitle = "Who is first"\noptions = ["lab", "state"]\n',
        ROWS + "first=lab,ada,2025-01-15,60%,,,s,\n",
        "consensus",
    ),
    "a gate": (TOML + '\n[question.both]\ntitle = "Both"\nall_of = ["flood", "drought"]\n', ROWS, "factors"),
    "a negation": (TOML + '\n[question.dry]\ntitle = "Dry"\nnot = "flood"\n', ROWS, "factors"),
    "parents": (
        TOML + '\n[question.loss]\ntitle = "A loss"\nparents = ["flood"]\n',
        ROWS + "loss | flood,ada,2025-01-15,50%,,,s,\nloss | not flood,ada,2025-01-15,1%,,,s,\n",
        "factors",
    ),
    "evidence": (TOML + TEST, ROWS, "factors"),
    "a factor study": (factor_fits.TOML, factor_fits.ROWS, "factors"),
    "cruxes": (crux_fits.TOML, crux_fits.ROWS, "cruxes"),
}


@pytest.fixture
def fitted(monkeypatch: pytest.MonkeyPatch) -> list[tuple]:
    """Which model was asked to fit what; nothing is compiled, and nothing sampled."""
    asked: list[tuple] = []

    def draw_fit(model, study, data, compiled, seed, tell):
        assert compiled == (model.name, model.build, data, tell)
        asked.append((model.name, study, seed, tell))
        return model.name

    monkeypatch.setattr(fitting, "compiled", lambda *asked_for: asked_for)
    monkeypatch.setattr(fitting, "draw_fit", draw_fit)
    return asked


def fit_study(study: Study, **settings: object) -> object:
    return fitting.fit(model_for(study), study, **settings)


def study_of(folder: Path, toml: str, rows: str):
    return read_study(write_study(folder / "study", toml, rows))


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_gets_the_model_that_it_asks_for(name: str, fitted: list[tuple], tmp_path: Path) -> None:
    toml, rows, model = STUDIES[name]
    study = study_of(tmp_path, toml, rows)

    def progress(what: str, share: float | None) -> None:
        """Nothing to tell."""

    assert fit_study(study, seed=7, progress=progress) == model
    assert fitted == [(model, study, 7, progress)]


def test_the_seed_is_the_same_unless_another_is_named(fitted: list[tuple], tmp_path: Path) -> None:
    fit_study(study_of(tmp_path, TOML, ROWS))
    _, _, seed, tell = fitted[0]
    assert seed == DEFAULT_SEED
    # Whoever asked to be told nothing is told nothing.
    assert tell("sampling", 0.5) is None


QUANTITY = '\n[question.cost]\ntitle = "Cost"\nunit = "million dollars"\n'


@pytest.mark.parametrize(
    ("toml", "rows"),
    [
        (TOML, "flood,a platform,2025-01-15,10%,,aggregate,s,\n"),
        (TOML, "flood,a machine,2025-01-15,10%,,model,s,\n"),
        (TOML + QUANTITY, "cost,ada,2025-01-15,100-300,,,s,\n"),
    ],
    ids=["aggregates", "models", "quantities"],
)
def test_a_study_that_nobody_speaks_in_gets_no_model(toml: str, rows: str, fitted: list[tuple], tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no estimate of a person or a survey stands on any event") as caught:
        fit_study(study_of(tmp_path, toml, rows))
    assert "consilience add" in str(caught.value)
    assert fitted == []


@pytest.mark.parametrize(
    ("toml", "row"),
    [
        (f"include_models = true\n{TOML}", "flood,a machine,2025-01-15,10%,,model,s,\n"),
        (TOML, "flood,years,2025-01-15,3 of 40,,base_rate,s,\n"),
        (TOML, "flood,them,2025-01-15,n=20 median=5%,,survey,s,\n"),
    ],
    ids=["models that count", "base rates", "surveys"],
)
def test_whoever_counts_is_enough(toml: str, row: str, fitted: list[tuple], tmp_path: Path) -> None:
    assert fit_study(study_of(tmp_path, toml, row)) == "consensus"


@pytest.mark.parametrize("toml", [TOML, TOML + TEST], ids=["consensus", "factors"])
def test_a_group_called_all_is_refused_with_every_row(toml: str, fitted: list[tuple], tmp_path: Path) -> None:
    study = study_of(tmp_path, toml, ROWS)
    # From a file it does not come this far.
    rows = tuple(replace(row, group="all") if row.group == "coast" else row for row in study.rows)
    with pytest.raises(StudyError) as caught:
        fit_study(replace(study, rows=rows))
    found = caught.value.problems
    assert [problem.line for problem in found] == [row.line for row in rows if row.group == "all"]
    assert len(found) == 3
    assert all(problem.said == "all" and "another name" in problem.remedy for problem in found)
    assert fitted == []
