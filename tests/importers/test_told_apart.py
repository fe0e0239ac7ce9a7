"""Questions of one heading are told apart, lists keep to their options, and another scale is said to be one."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from consilience.importers import Imported, import_study
from consilience.importers.kit import with_part
from consilience.problems import StudyError
from consilience.study import read_study

SAMPLES = Path(__file__).with_name("samples")


def written(folder: Path, name: str, content: object) -> Path:
    file = folder / name
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return file


def titles(done: Imported) -> list[str]:
    return [question.title for question in read_study(done).questions.values()]


def said(done: Imported) -> list[tuple[str, str]]:
    return [(row.question, row.said) for row in read_study(done).rows]


def crowd(**values: Any) -> dict[str, Any]:
    latest = {"start_time": 1741000000, "end_time": None, "forecaster_count": 9, **values}
    return {"recency_weighted": {"history": [], "latest": latest}}


def export(folder: Path, *questions: tuple[str, str]) -> list[Path]:
    """An export of Metaculus with questions of these titles and labels."""
    files = []
    for name, changes in (
        ("question_data", {"Question ID": "1", "Question Title": "", "Label": "", "Question Type": "binary"}),
        ("forecast_data", {"Question ID": "1", "Forecaster Username": "ada", "Probability Yes": "0.2"}),
    ):
        with (SAMPLES / "metaculus" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            heading = next(csv.reader(file))
        files.append(folder / f"{name}.csv")
        with files[-1].open("w", encoding="utf-8", newline="") as file:
            table = csv.DictWriter(file, heading, restval="")
            table.writeheader()
            for id, (title, label) in enumerate(questions, start=1):
                told = {"Question Title": title, "Label": label} if name == "question_data" else {}
                table.writerow({**changes, "Question ID": id, **told} | _when(name))
    return files


def _when(name: str) -> dict[str, str]:
    return {"Start Time": "2025-01-03 09:00:00+00:00"} if name == "forecast_data" else {}


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        ((("Which will open?", "Solar"), ("Which will open?", "Wind")), ["(Solar)", "(Wind)"]),
        # The heading has both: they tell nothing apart.
        ((("Solar or wind?", "Solar"), ("Solar or wind?", "wind")), ["(Solar)", "(wind)"]),
        ((("Which? (Solar)", "Solar"), ("Which? (Wind)", "Wind")), ["Which? (Solar)", "Which? (Wind)"]),
        ((("Will Oslo flood?", "Oslo"), ("Will Bergen flood?", "Bergen")), ["Oslo flood?", "Bergen flood?"]),
        ((("Who paid?", "AI"), ("Who said so?", "AI")), ["Who paid? (AI)", "Who said so? (AI)"]),
        ((("", "2030"), ("Alone", "")), ["2030", "Alone"]),
    ],
)
def test_a_question_of_a_group_is_called_by_its_label(
    tmp_path: Path, questions: tuple[tuple[str, str], ...], expected: list[str]
) -> None:
    done = import_study("metaculus", export(tmp_path, *questions), tmp_path / "study")
    found = titles(done)
    assert all(title.endswith(end) for title, end in zip(found, expected, strict=True)), found
    assert len(set(found)) == len(found)


def test_a_group_of_the_api_is_called_by_its_post(tmp_path: Path) -> None:
    asked = [
        {"id": 1, "title": "", "label": "France", "type": "binary", "aggregations": crowd(centers=[0.3])},
        {"id": 2, "title": "Per country?", "label": "Spain", "type": "binary", "aggregations": crowd(centers=[0.2])},
        {"id": 3, "label": "", "type": "binary", "aggregations": crowd(centers=[0.1])},
    ]
    post = {"id": 9, "title": "Per country?", "group_of_questions": {"questions": asked}}
    done = import_study("metaculus", written(tmp_path, "post.json", post), tmp_path / "study")
    assert titles(done) == ["Per country? (France)", "Per country? (Spain)", "Per country?"]


@pytest.mark.parametrize(
    ("title", "part", "expected"),
    [
        ("Who wins?", "Bob", "Who wins? (Bob)"),
        ("Will Bob win?", "Bob", "Will Bob win?"),
        ("Rate cut?", "3.25% or less", "Rate cut? (3.25% or less)"),
        ("Above 13%?", "3%", "Above 13%? (3%)"),
        ("Who paid?", "AI", "Who paid? (AI)"),
        ("", "Bob", "Bob"),
        ("Who wins?", "", "Who wins?"),
    ],
)
def test_a_part_is_said_unless_it_is(title: str, part: str, expected: str) -> None:
    assert with_part(title, part) == expected


def test_markets_of_one_event_are_told_apart(tmp_path: Path) -> None:
    def market(id: str, part: str, price: str) -> dict[str, Any]:
        prices = {"outcomes": '["Yes", "No"]', "outcomePrices": json.dumps([price, "0.5"])}
        when = {"updatedAt": "2025-05-01T09:30:00Z", "closed": False}
        return {"conditionId": id, "question": "Who wins?", "groupItemTitle": part, **prices, **when}

    event = [{"id": "9", "title": "Who wins?", "markets": [market("a", "Ann", "0.7"), market("b", "Bob", "0.2")]}]
    done = import_study("polymarket", written(tmp_path, "event.json", event), tmp_path / "study")
    assert said(done) == [("who_wins_ann", "70%"), ("who_wins_bob", "20%")]


def test_questions_of_the_same_words_are_said(tmp_path: Path) -> None:
    done = import_study("metaculus", export(tmp_path, ("Will it?", ""), ("will IT?", "")), tmp_path / "study")
    (problem,) = [problem for problem in done.problems if problem.check == "titles"]
    assert problem.severity == "warning"
    assert "'will_it', 'will_it_2' are asked in the same words: Will it?" in problem.why


def test_two_of_the_same_words_are_not_one_question_of_the_study(tmp_path: Path) -> None:
    study = tmp_path / "study"
    (study / "estimates").mkdir(parents=True)
    (study / "study.toml").write_text('title = "T"\n[question.will_it]\ntitle = "Will it?"\n', "utf-8")
    (study / "estimates" / "a.csv").write_text(
        "question,forecaster,date,estimate\nwill_it,Bo,2025-01-01,4%\n", encoding="utf-8"
    )
    done = import_study("metaculus", export(tmp_path, ("Will it?", ""), ("Will it?", "")), study)
    assert [question for question, _ in said(done)] == ["will_it", "will_it", "will_it_2"]


@pytest.mark.parametrize(
    ("fields", "values", "expected"),
    [
        # Blue was taken out; what was said of it keeps its place.
        ({"all_options_ever": ["Red", "Blue", "Other"]}, [0.2, None, 0.8], [("who=Red", "20%"), ("who=Other", "80%")]),
        ({}, [0.3, 0.7], [("who=Red", "30%"), ("who=Other", "70%")]),
        # Nothing tells of which option the third is.
        ({}, [0.2, 0.1, 0.7], []),
        ({"all_options_ever": ["Red", "Blue", "Other"]}, [0.3, 0.7], []),
    ],
)
def test_a_list_of_chances_is_of_all_options_or_of_none(
    tmp_path: Path, fields: dict[str, Any], values: list[float], expected: list[tuple[str, str]]
) -> None:
    asked = {"id": 1, "title": "Who?", "type": "multiple_choice", "options": ["Red", "Other"], **fields}
    told = {"resolution": "Other", "aggregations": crowd(forecast_values=values)}
    file = written(tmp_path, "post.json", {"id": 9, "title": "Who?", "question": {**asked, **told}})
    done = import_study("metaculus", file, tmp_path / "study")
    assert said(done) == expected
    assert bool(expected) != any("probabilities stand for" in problem.why for problem in done.left_behind)


def test_bets_without_their_market_are_left_behind(tmp_path: Path) -> None:
    market = {
        "id": "a",
        "question": "A?",
        "outcomeType": "BINARY",
        "probability": 0.4,
        "lastUpdatedTime": 1746091800000,
    }
    bets = [{"id": id, "contractId": id, "createdTime": 1746000000000, "probAfter": 0.3} for id in ("a", "b", "c")]
    files = [written(tmp_path, "markets.json", [market]), written(tmp_path, "bets.json", bets)]
    done = import_study("manifold", files, tmp_path / "study", map={"c": "c"})
    assert sorted(said(done)) == [("a", "30%"), ("a", "40%"), ("c", "30%")]
    assert ["'b'" in problem.why for problem in done.left_behind] == [True]


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.8, 0.9])
@pytest.mark.parametrize("format", ["metaculus", "polymarket", "infer"])
def test_a_file_that_was_cut_off_is_said_to_be(tmp_path: Path, format: str, cut: float) -> None:
    whole = json.dumps({"id": 1, "title": "Will the dam hold?", "question": {"id": 2, "title": "A long question"}})
    with pytest.raises(StudyError, match="is cut off: it ends in"):
        import_study(format, written(tmp_path, "page.json", whole[: int(len(whole) * cut)]), tmp_path / "study")
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize(
    ("format", "own", "other"),
    [
        ("fatebook", "Forecast (scale = 0-1)", "Forecast (scale = 0-100)"),
        ("fatebook", "Forecast (scale = 0-1)", "Forecast (scale = 1-10)"),
        ("resolved-forecasts", "probability", "probability (%)"),
        ("resolved-forecasts", "probability", "probability_percent"),
        ("resolved-forecasts", "probability", "probability in %"),
    ],
)
def test_a_column_of_another_scale_is_not_offered_in_its_place(
    tmp_path: Path, format: str, own: str, other: str
) -> None:
    file = next((SAMPLES / format).glob("*.csv"))
    text = file.read_text("utf-8-sig").replace(own, other, 1)
    with pytest.raises(StudyError) as error:
        import_study(format, written(tmp_path, "file.csv", text), tmp_path / "study")
    (problem,) = error.value.problems
    assert f"'{other}' is on another scale" in problem.why
    assert "[columns]" not in problem.remedy


@pytest.mark.parametrize("heading", ["Timestamp", "Zeitstempel", "Horodateur", "Marca temporal", "タイムスタンプ"])
def test_a_form_says_when_in_the_language_of_its_owner(tmp_path: Path, heading: str) -> None:
    mapping = written(tmp_path, "map.toml", 'person = "Who"\n[questions]\n"A?" = "a"\n')
    file = written(tmp_path, "form.csv", f"{heading},Who,A?\n2025/03/13 09:05:11,Ada,5%\n")
    assert said(import_study("google-forms", file, tmp_path / "study", map=mapping)) == [("a", "5%")]
