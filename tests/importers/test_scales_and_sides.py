"""A number on another scale, of the other side or between crossed prices is named, and never read as what is asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from consilience.importers import Imported, import_study
from consilience.study import read_study

FETCHED = {"fetched": "2025-05-01T09:30:00Z"}


def brought_in(tmp_path: Path, format: str, content: object, mapping: str = "") -> Imported:
    file = tmp_path / "file.json"
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    if mapping:
        (tmp_path / "map.toml").write_text(mapping, "utf-8")
    return import_study(format, file, tmp_path / "study", map=tmp_path / "map.toml" if mapping else None)


def said(done: Imported) -> list[str]:
    return [row.said for row in read_study(done).rows]


# Something whose price is sound stands beside each.
SOUND = {"ticker": "SOUND", "title": "Sound?", "status": "active", "yes_bid": 4, "yes_ask": 6}


@pytest.mark.parametrize(
    ("prices", "expected"),
    [
        ({"yes_bid": 34, "yes_ask": 38}, "36%"),
        ({"yes_bid": "34", "yes_ask": "38"}, "36%"),
        ({"yes_bid": 34.0, "yes_ask": 38.0}, "36%"),
        ({"yes_bid_dollars": "0.34", "yes_ask_dollars": "0.38"}, "36%"),
        ({"yes_bid_dollars": "0.0034", "yes_ask_dollars": "0.0038"}, "0.36%"),
        ({"yes_bid_dollars": "0.34", "yes_ask_dollars": "0.34"}, "34%"),
        # Dollars under the name of cents, and the other way.
        ({"yes_bid": 0.34, "yes_ask": 0.38}, ""),
        ({"yes_bid": 34, "yes_ask": "0.5"}, ""),
        ({"yes_bid_dollars": "34", "yes_ask_dollars": "38"}, ""),
        ({"yes_bid_dollars": "0.40", "yes_ask_dollars": "0.30"}, ""),
        ({"yes_bid": 40, "yes_ask": 39}, ""),
    ],
)
def test_prices_in_cents_and_dollars(tmp_path: Path, prices: dict[str, Any], expected: str) -> None:
    market = {"ticker": "K", "title": "Will it?", "status": "active", **prices}
    done = brought_in(tmp_path, "kalshi", {"markets": [SOUND, market]}, f'fetched = "{FETCHED["fetched"]}"\n')
    assert said(done) == ["5%", *([expected] if expected else [])]
    assert len(done.left_behind) == (0 if expected else 1)


@pytest.mark.parametrize(
    ("confidence", "expected"),
    [(70, "70%"), ("70", "70%"), (1, "1%"), (0, "0%"), (70.0, "70%"), (0.7, ""), ("0.70", ""), (99.5, ""), (101, "")],
)
def test_a_wager_is_in_whole_percent(tmp_path: Path, confidence: object, expected: str) -> None:
    wagers = [
        {"user_label": who, "confidence": said, "created_at": "2025-01-01T00:00:00Z"}
        for who, said in (("ada", 50), ("bo", confidence))
    ]
    prediction = {"id": 1, "description_with_group": "Rain", "outcome": None, "responses": wagers}
    done = brought_in(tmp_path, "predictionbook", [prediction])
    assert said(done) == ["50%", *([expected] if expected else [])]
    assert len(done.left_behind) == (0 if expected else 1)


@pytest.mark.parametrize("name", ["No", "no", " NO "])
def test_an_event_whose_only_answer_is_no_is_left_behind(tmp_path: Path, name: str) -> None:
    def asked(id: int, answer: str) -> dict[str, Any]:
        return {"id": id, "name": f"Question {id}?", "answers": [{"id": 10 * id, "name": answer, "probability": "0.6"}]}

    def answered(id: int) -> dict[str, Any]:
        prediction = {"answer_id": 10 * id, "forecasted_probability": "0.6", "filled_at": "2025-02-01T00:00:00Z"}
        return {"id": id, "membership_id": 7, "question_id": id, "predictions": [prediction]}

    for file, content in (
        ("questions.json", {"questions": [asked(1, "Yes"), asked(2, name)]}),
        ("sets.json", {"prediction_sets": [answered(1), answered(2)]}),
    ):
        (tmp_path / file).write_text(json.dumps(content), "utf-8")
    files = [tmp_path / "questions.json", tmp_path / "sets.json"]
    done = import_study("infer", files, tmp_path / "study")
    assert [(row.question, row.said) for row in read_study(done).rows] == [("question_1", "60%")]
    assert any("its only answer is No" in problem.why for problem in done.left_behind)


@pytest.mark.parametrize("note", ["sep=;", '"sep=;"', "SEP=;", "\ufeffsep=;"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_spreadsheets_note_of_the_separator_is_no_header(tmp_path: Path, note: str, end: str) -> None:
    mapping = 'person = "Name"\ndate = "Date"\n[questions]\n"A, B" = "a"\n'
    text = end.join([note, "Name;Date;A, B", "Ada;2025-01-03;10%", "Bo;2025-01-03;wibble", ""])
    done = brought_in(tmp_path, "survey", text, mapping)
    assert said(done) == ["10%"]
    assert [problem.line for problem in done.left_behind] == [4]


def test_a_separator_that_is_noted_is_the_separator(tmp_path: Path) -> None:
    text = "sep=|\nquestion|forecaster|timestamp|probability\na|Ada, Bo; Cy|2025-01-01|0.2\n"
    assert [row.forecaster for row in read_study(brought_in(tmp_path, "resolved-forecasts", text)).rows] == [
        "Ada, Bo; Cy"
    ]


def test_a_field_without_a_value_is_not_asked_for_under_its_own_name(tmp_path: Path) -> None:
    sound = {"conditionId": "0x2", "question": "B?", "outcomes": ["Yes", "No"], "outcomePrices": ["0.2", "0.8"]}
    when = {"closed": False, "updatedAt": "2025-05-01T09:30:00Z"}
    done = brought_in(tmp_path, "polymarket", [sound | when, {**sound, "conditionId": "0x1", "outcomePrices": None}])
    (problem,) = done.left_behind
    assert "it lacks outcomePrices" in problem.why
    assert "did you mean" not in problem.why


@pytest.mark.parametrize(
    ("cells", "decimal", "lines"),
    [
        (["10", "12", "0.05"], ".", [4]),
        (["10%", "0.05", ".02", "1e-3"], ".", [3, 4, 5]),
        (["10", "0,05"], ",", [3]),
        # Nothing shows that the others are percent; one place is what percentages below one have; a sign is a sign.
        (["0.05", "0.02"], ".", []),
        (["10", "0.5", "0.05%", "1 in 20", "<0.01%"], ".", []),
        (["10", "3.05"], ".", []),
    ],
)
def test_fractions_among_answers_in_percent_are_listed(
    tmp_path: Path, cells: list[str], decimal: str, lines: list[int]
) -> None:
    mapping = f'person = "Who"\nunit = "percent"\ndecimal = "{decimal}"\n[questions]\n"A" = "a"\n'
    text = "Who;A\n" + "".join(f"P{at};{cell}\n" for at, cell in enumerate(cells))
    done = brought_in(tmp_path, "survey", text, mapping)
    told = [problem for problem in done.problems if "is in percent, and" in problem.why]
    assert [problem.line for problem in told] == lines[:1]
    assert all(str(line) in problem.why for problem in told for line in lines)
    assert len(said(done)) == len(cells)


def test_what_is_posted_and_is_no_question_is_left_out(tmp_path: Path) -> None:
    latest = {"start_time": 1741000000, "end_time": None, "centers": [0.3]}
    told = {"recency_weighted": {"history": [], "latest": latest}}
    question = {"id": 2, "title": "Will it?", "type": "binary", "aggregations": told}
    page = {"results": [{"id": 1, "question": question}, {"id": 3, "title": "Essay", "notebook": {"id": 4}}, {"id": 5}]}
    done = brought_in(tmp_path, "metaculus", page)
    assert said(done) == ["30%"]
    assert [("'3'" in problem.why, problem.severity) for problem in done.problems] == [
        (True, "warning"),
        (False, "error"),
    ]
