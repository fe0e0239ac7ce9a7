"""What is typed into a field of percent or of chances: read by the notation, and refused in its words."""

import pytest

from consilience.notation import Usage
from consilience.notebook.widgets.hearing import Reader, hear


@pytest.mark.parametrize(
    ("text", "form", "written", "other"),
    [
        ("5", "percent", "5%", "1 in 20"),
        ("5.", "percent", "5%", "1 in 20"),
        ("5 %", "percent", "5%", "1 in 20"),
        ("0.5%", "percent", "0.5%", "1 in 200"),
        ("about 5%", "percent", "~5%", "1 in 20"),
        ("1/6", "percent", "1 in 6", "1 in 6"),
        ("5‰", "percent", "5‰", "1 in 200"),
        ("6", "chance", "1 in 6", "about 17%"),
        ("1,000", "chance", "1 in 1000", "0.1%"),
        ("9 in 10", "chance", "9 in 10", "90%"),
        ("one in six", "chance", "1 in 6", "about 17%"),
        ("20%", "chance", "20%", "20%"),
    ],
)
def test_a_number_is_shown_in_both_forms(text: str, form: str, written: str, other: str) -> None:
    heard = hear(text, form, "typed", Reader())
    assert heard is not None
    assert (heard.fault, heard.written) == ("", written)
    shown = heard.page["shown"]
    assert shown[form] == text
    assert shown[{"percent": "chance", "chance": "percent"}[form]] == other


@pytest.mark.parametrize(
    ("text", "form", "told"),
    [
        ("0.5", "percent", "two readings: 0.5% or 50%"),
        (".05", "percent", "two readings: .05% or 5%"),
        ("1e-5", "percent", "two readings: 1e-5% or 0.001%"),
        ("0,5", "percent", "two readings: 0.5% or 50%"),
        ("1,5", "percent", "Write 1.5%"),
        ("0,5 %", "percent", "Write 0.5 %"),
        ("105", "percent", "more than certain"),
        ("-3", "percent", "two readings"),
        ("<1%", "percent", "One number goes here"),
        ("10-20%", "percent", "One number goes here"),
        ("fifty", "percent", "two readings: 50% or 1 in 50"),
        ("likely", "percent", "no lexicon"),
        ("<script>", "percent", "not a word that is known"),
        ("0", "chance", "at least 1"),
        ("1.5", "chance", "Write 1.5%"),
        ("1,5", "chance", "two readings"),
        ("6:1", "chance", "Write 6:1 on or 1:6"),
    ],
)
def test_what_has_two_readings_or_none_is_refused_in_words(text: str, form: str, told: str) -> None:
    heard = hear(text, form, "typed", Reader())
    assert heard is not None
    assert heard.point is None
    assert told in heard.fault
    assert heard.page["shown"] == {form: text}


def test_nothing_is_not_zero() -> None:
    assert hear("  ", "percent", "typed", Reader()) is None


def test_certainty_has_no_place_on_the_scale() -> None:
    heard = hear("0", "percent", "typed", Reader())
    assert heard is not None
    assert heard.written == "0%"
    assert heard.stop is None


@pytest.mark.parametrize(
    ("text", "by", "written", "fault"),
    [
        ("2,5", "typed", "2.5%", ""),
        ("2,5%", "typed", "2.5%", ""),
        ("0.3%", "pointer", "0.3%", ""),
        ("0,5", "typed", "", "two readings"),
    ],
)
def test_a_file_with_decimal_commas_is_spelled_so(text: str, by: str, written: str, fault: str) -> None:
    heard = hear(text, "percent", by, Reader(usage=Usage(decimal=",")))
    assert heard is not None
    assert heard.written == written
    assert fault in heard.fault
