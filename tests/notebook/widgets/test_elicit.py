"""One estimate elicited: what will be written, saving it as `consilience add` does, and taking it back."""

import csv
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from consilience.api.study import Study
from consilience.notebook.widgets.elicit import Elicit
from consilience.problems import StudyError, UnknownNameError, WrongValueError
from tests.builders.files import bytes_below
from tests.notebook.widgets.conftest import HEADER, TOML

type Make = Callable[..., Study]


def said(widget: Elicit, **fields: str) -> Elicit:
    for name, text in fields.items():
        widget.act({"do": "say", "field": name, "text": text, "form": "percent", "by": "typed"})
    return widget


def rows(study: Study, file: str = "added.csv") -> list[dict[str, str]]:
    path = Path(study.path) / "estimates" / file
    with path.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def elicit(study: Study, question: str = "rain", forecaster: str = "ada", **given: Any) -> Elicit:
    widget = study.elicit(question, forecaster, **given)
    assert isinstance(widget, Elicit)
    return widget


@pytest.mark.parametrize(
    ("fields", "coverage", "text"),
    [
        ({"best": "5"}, "", "5%"),
        ({"best": "5"}, "80%", "5%"),
        ({"low": "1", "high": "20"}, "", "1% to 20%"),
        ({"low": "1", "high": "20"}, "90%", "1% to 20% @90%"),
        ({"low": "1", "best": "5", "high": "20"}, "", "5% [1%, 20%]"),
        ({"low": "1", "best": "1 in 6", "high": "20"}, "50%", "1 in 6 [1%, 20%] @50%"),
    ],
)
def test_fields_are_written_in_the_notation(study: Study, fields: dict[str, str], coverage: str, text: str) -> None:
    widget = said(elicit(study), **fields)
    widget.act({"do": "choose_coverage", "coverage": coverage})
    assert widget.text == text
    assert widget.reading["text"] == text
    assert widget.reading["read_as"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "Nothing said yet"),
        ({"low": "1"}, "Say the other bound too"),
        ({"low": "1", "best": "5"}, "Say the other bound too"),
        ({"low": "20", "high": "1"}, "Lowest plausible is 20%, highest plausible 1%"),
        ({"low": "1", "best": "30", "high": "20"}, "Best value is 30%, highest plausible 20%"),
        ({"low": "1", "best": "1", "high": "1"}, "Write the point alone"),
        ({"low": "x", "best": "30", "high": "20"}, "Correct what is marked"),
    ],
)
def test_what_is_not_whole_is_told_and_cannot_be_saved(study: Study, fields: dict[str, str], told: str) -> None:
    widget = said(elicit(study), **fields)
    assert widget.text == ""
    assert told in widget.reading["fault"] + widget.reading["missing"]
    widget.act({"do": "save"})
    assert "nothing to be written yet" in widget.trouble
    assert not (Path(study.path) / "estimates" / "added.csv").exists()


def test_nothing_is_said_before_somebody_says_it(study: Study) -> None:
    for method in ("bounds", "quartiles", "tertiles"):
        widget = elicit(study, method=method)
        assert widget.reading["fields"] == {}
        assert widget.text == ""


def test_what_is_typed_whole_goes_into_the_fields(study: Study) -> None:
    widget = elicit(study)
    widget.act({"do": "say_whole", "text": "5% [1%, 1 in 5] @80%"})
    assert widget.text == "5% [1%, 1 in 5] @80%"
    assert widget.coverage == "80%"
    assert {name: part["shown"]["percent"] for name, part in widget.reading["fields"].items()} == {
        "low": "1%",
        "best": "5%",
        "high": "20%",
    }
    widget.act({"do": "say_whole", "text": "<1%"})
    assert (widget.text, widget.reading["fields"]) == ("<1%", {})
    assert widget.reading["read_as"] == "a bound: less than 1%"
    widget.act({"do": "say_whole", "text": "1,5%"})
    assert widget.text == ""
    assert "Write 1.5%" in widget.reading["fault"]
    said(widget, best="7")
    assert (widget.text, widget.whole) == ("7%", "")


def test_saving_appends_a_row_that_says_how_it_was_elicited(study: Study) -> None:
    before = bytes_below(Path(study.path))
    widget = said(elicit(study, group="coast", source="workshop", note="round 1"), low="1", high="20")
    widget.act({"do": "say", "field": "best", "text": "5%", "form": "percent", "by": "pointer"})
    widget.act({"do": "give_reason", "text": "a second dyke"})
    widget.act({"do": "save"})
    assert widget.trouble == ""
    (row,) = rows(study)
    assert row == {
        "question": "rain",
        "forecaster": "ada",
        "date": str(dt.date.today()),
        "estimate": "5% [1%, 20%]",
        "group": "coast",
        "kind": "",
        "until": "",
        "source": "workshop",
        "note": "round 1; elicited in a notebook by best value and bounds: lowest plausible 1% typed, "
        "highest plausible 20% typed, best value 5% on a scale, in this order; half as likely if: a second dyke",
    }
    (line,) = widget.saved["lines"]
    assert line.endswith(
        "added.csv:2: ada on rain: 5% [1%, 20%], a best value of 5% between 1% and 20%, coverage not stated"
    )
    assert [row.said for row in widget.study.standing] == ["10%", "5% [1%, 20%]"]
    assert isinstance(widget.study, Study)
    widget.act({"do": "save"})
    assert "written already" in widget.trouble
    widget.act({"do": "undo"})
    assert (widget.trouble, widget.saved) == ("", {})
    assert bytes_below(Path(study.path)) == before


def test_what_is_saved_twice_is_taken_back_twice(study: Study) -> None:
    widget = said(elicit(study, source="call"), best="5")
    widget.save()
    said(widget, best="7")
    assert "Changed since it was saved, and a draft. Saved was:" in widget.still().words
    widget.save()
    assert [row["estimate"] for row in rows(study)] == ["5%", "7%"]
    assert "Changed since" not in widget.still().words
    widget.undo()
    assert [row["estimate"] for row in rows(study)] == ["5%"]
    assert widget.saved["text"] == "rain: 5%"
    widget.undo()
    assert widget.saved == {}


def test_a_coverage_that_is_not_offered_is_kept(study: Study) -> None:
    widget = elicit(study)
    widget.act({"do": "say_whole", "text": "5% [1%, 20%] @85%"})
    said(widget, best="6")
    assert widget.text == "6% [1%, 20%] @85%"
    widget.act({"do": "choose_coverage", "coverage": "77%"})
    assert "nobody asked for this" in widget.trouble


def test_the_states_that_it_is_asked_in_are_said_by_their_titles(study: Study) -> None:
    assert elicit(study, "breach").about["given"] == "Given “Heavy rain”"


def test_what_it_replaces_is_told(make_study: Make) -> None:
    study = make_study(a=HEADER + "rain,ada,2024-01-01,10%,,,,call,\n")
    widget = said(elicit(study, source="call"), best="5")
    widget.save()
    assert "It supersedes 10% of 2024-01-01" in widget.saved["lines"][1]


def test_undo_takes_back_that_row_alone(study: Study) -> None:
    first, second = said(elicit(study), best="5"), said(elicit(study, forecaster="eve"), best="7")
    first.save()
    second.save()
    second.undo()
    assert [row["forecaster"] for row in rows(study)] == ["ada"]
    first.undo()
    assert not (Path(study.path) / "estimates" / "added.csv").exists()
    with pytest.raises(WrongValueError, match="nothing was written"):
        first.undo()


def test_a_file_that_was_changed_since_is_left_alone(study: Study) -> None:
    widget = said(elicit(study), best="5")
    widget.save()
    path = Path(study.path) / "estimates" / "added.csv"
    path.write_text(path.read_text("utf-8") + "rain,eve,2024-01-01,3%,,,,call,\n", "utf-8")
    kept = path.read_bytes()
    widget.act({"do": "undo"})
    assert "the file was changed since the row was added" in widget.trouble
    assert path.read_bytes() == kept
    assert widget.saved
    path.unlink()
    with pytest.raises(StudyError, match="changed since"):
        widget.undo()


def test_a_study_at_fault_is_told_and_nothing_is_written(study: Study) -> None:
    widget = said(elicit(study), best="5")
    broken = Path(study.path) / "estimates" / "b.csv"
    broken.write_text(HEADER + "rain,bo,2024-01-01,150%,,,,call,\n", "utf-8")
    before = bytes_below(Path(study.path))
    widget.act({"do": "save"})
    assert "b.csv:2: error" in widget.trouble
    assert bytes_below(Path(study.path)) == before


def test_a_file_of_another_dialect_is_read_as_it_will_be(make_study: Make) -> None:
    dialect = '[dialect."german.csv"]\ndelimiter = ";"\ndecimal = ","\n'
    german = HEADER.replace(",", ";") + "rain;bo;2024-01-01;1,5%;;;;call;\n"
    study = make_study(TOML + dialect, german=german)
    widget = said(elicit(study, file="german.csv", source="call"), best="2,5")
    assert widget.text == "2,5%"
    said(widget, low="0,5%", high="20")
    assert widget.text == "2,5% [0,5%, 20%]"
    assert widget.reading["read_as"].startswith("a best value of 2.5% between 0.5% and 20%")
    widget.act({"do": "say_whole", "text": "2,5%"})
    assert widget.reading["fields"]["best"]["stop"][1] == "2.5%"
    widget.save()
    text = (Path(study.path) / "estimates" / "german.csv").read_text("utf-8")
    assert f"rain;ada;{dt.date.today()};2,5%;;;;call;" in text
    assert widget.study.standing[-1].value.number.value == 0.025


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"best": "5"}, ["The chance that it does not happen is then 95%"]),
        ({"low": "10", "high": "20"}, ["not happen is then 86%", "below 9%, and 1 in 20 that it is above 22%"]),
    ],
)
def test_prompts_ask_whether_it_is_meant(study: Study, fields: dict[str, str], told: list[str]) -> None:
    widget = said(elicit(study), **fields)
    widget.choose_coverage("80%")
    for part in told:
        assert any(part in note for note in widget.reading["notes"]), widget.reading["notes"]


@pytest.mark.parametrize(
    ("method", "fields", "text"),
    [
        ("quartiles", {"q25": "5", "median": "10", "q75": "20"}, "q25=5% q50=10% q75=20%"),
        ("tertiles", {"t1": "5", "median": "10", "t2": "20"}, "q33.3=5% q50=10% q66.7=20%"),
    ],
)
def test_quartiles_and_tertiles_are_quantiles(study: Study, method: str, fields: dict[str, str], text: str) -> None:
    widget = said(elicit(study, method=method, source="call"), least="1", most="25")
    assert "Still to be said: the" in widget.reading["missing"]
    said(widget, **fields)
    assert widget.text == text
    assert any("higher than the highest that you called plausible" in note for note in widget.reading["notes"])
    widget.save()
    assert "lowest plausible 1% typed" in rows(study)[0]["note"]
    said(widget, most="15")
    assert "highest plausible 15%: correct one of them" in widget.reading["fault"]


def test_quantities_and_dates_are_typed(study: Study) -> None:
    widget = elicit(study, "height", source="call")
    said(widget, low="1.5", best="2", high="4")
    assert widget.text == "2 [1.5, 4]"
    assert widget.reading["notes"] == []
    widget.save()
    assert rows(study)[0]["estimate"] == "2 [1.5, 4]"
    dates = said(elicit(study, "when", method="quartiles"), q25="2030", median="2040", q75="2060-06")
    assert dates.text == "q25=2030 q50=2040 q75=2060-06"
    assert elicit(study, "when").still().words.endswith("A draft: not saved.")


@pytest.mark.parametrize(
    ("given", "error", "told"),
    [
        ({"question": "reign"}, UnknownNameError, "no question is called 'reign'"),
        ({"question": "first=king"}, UnknownNameError, "king"),
        ({"question": "rain | breach"}, UnknownNameError, "rain"),
        ({"question": "never"}, WrongValueError, "false by design"),
        ({"forecaster": " "}, WrongValueError, "who speaks"),
        ({"forecaster": 3}, WrongValueError, "forecaster takes text"),
        ({"forecaster": "xxxx"}, StudyError, "nobody's name"),
        ({"forecaster": "a\nb"}, StudyError, "invisible characters"),
        ({"file": "../a.csv"}, StudyError, "not the name of a file"),
        ({"file": "a.csv", "note": "x"}, StudyError, "no column for note"),
        ({"source": None}, WrongValueError, "source takes text"),
        ({"method": "dots"}, WrongValueError, "bounds, quartiles, tertiles, roulette"),
        ({"chips": 10}, WrongValueError, "only a roulette has chips"),
        ({"method": "roulette", "chips": 7}, WrongValueError, "14.2857% each"),
        ({"method": "roulette", "chips": True}, WrongValueError, "chips takes a whole number"),
        ({"method": "roulette", "bins": 2}, WrongValueError, "whole number from 4 to 20"),
    ],
)
def test_bad_input_is_refused_in_words(study: Study, given: dict[str, Any], error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        study.elicit(**{"question": "rain", "forecaster": "ada"} | given)


def test_a_file_without_notes_keeps_the_number_alone_and_says_so(study: Study) -> None:
    widget = said(elicit(study, file="a.csv", source="call"), best="5")
    widget.save()
    assert rows(study, "a.csv")[-1] == {
        "question": "rain",
        "forecaster": "ada",
        "date": str(dt.date.today()),
        "estimate": "5%",
        "source": "call",
    }
    assert widget.saved["lines"][-1] == "a.csv has no column note, so that how it was elicited is not kept."


def test_a_study_of_an_earlier_day_is_not_written_to(study: Study) -> None:
    with pytest.raises(WrongValueError, match="as of 2024-02-01"):
        study.as_of("2024-02-01").elicit("rain", "ada")


def test_a_message_that_asks_for_nothing_known_is_an_error(study: Study) -> None:
    with pytest.raises(KeyError):
        elicit(study).act({"do": "delete_everything"})


def test_what_a_saved_notebook_shows(study: Study) -> None:
    widget = said(elicit(study), low="1", best="5", high="20")
    data, _ = widget._repr_mimebundle_()
    assert set(data) == {
        "application/vnd.jupyter.widget-view+json",
        "text/html",
        "image/png",
        "text/plain",
    }
    assert "A flood" not in data["text/plain"]
    read = "a best value of 5% between 1% and 20%, coverage not stated"
    assert data["text/plain"] == f"Heavy rain (ada). 5% [1%, 20%]: {read}. A draft: not saved."
    assert 'alt="Heavy rain (ada). 5% [1%, 20%]' in data["text/html"]
    widget.save()
    assert "added.csv:2: ada on rain" in widget._repr_mimebundle_()[0]["text/plain"]
