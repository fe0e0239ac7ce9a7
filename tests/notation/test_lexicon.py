"""Lexicons, and words only where one is named."""

from pathlib import Path

import pytest

from consilience.notation import Lexicon, Number, Point, Range, Words, canonical, describe, parse
from consilience.problems import NotationError, StudyError

SHIPPED = Path(__file__).parents[2] / "data" / "verbal_probability.csv"
NAMES = ("ICD-203", "PHIA", "NATO", "EFSA", "IPCC-AR5", "Kent-1964", "zonination", "Mauboussin", "CAPphrase")


def test_likely_of_icd_203():
    # ICD 203, Analytic Standards (2015): likely, probable: 55–80%.
    value = parse('"likely"', lexicon=Lexicon.read(SHIPPED, "ICD-203"))
    assert value == Words(
        "likely", "ICD-203", Range(Number("55%", 0.55, 0.545, 0.555), Number("80%", 0.8, 0.795, 0.805))
    )


def test_a_central_value_makes_a_point_whose_cell_is_the_range():
    # Kent (1964), Words of estimative probability: probable is 75%, give or take about 12%.
    value = parse("probable", lexicon=Lexicon.read(SHIPPED, "Kent-1964"))
    assert value.meaning == Point(Number("75%", 0.75, 0.63, 0.87))


def test_a_term_without_width_keeps_the_cell_of_its_digits():
    value = parse("impossible", lexicon=Lexicon.read(SHIPPED, "Kent-1964"))
    assert value.meaning == Point(Number("0%", 0.0, 0.0, 0.005))


@pytest.mark.parametrize("said", ["likely", '"likely"', "“Likely”", "'LIKELY'", "  likely "])
def test_quotes_and_case_do_not_matter(said):
    assert parse(said, lexicon=Lexicon.read(SHIPPED, "NATO")).term == "likely"


@pytest.mark.parametrize("name", NAMES)
def test_every_term_round_trips(name):
    lexicon = Lexicon.read(SHIPPED, name)
    for term in lexicon.terms:
        value = parse(term, lexicon=lexicon)
        assert parse(canonical(value), lexicon=lexicon) == value
        assert term in describe(value)


def test_terms_win_over_the_notation_words_they_begin_with():
    lexicon = Lexicon("other", {"about even": (0.45, 0.55, 0.5), "more likely than not": (0.5, 1, None)})
    assert parse("about even", lexicon=lexicon).term == "about even"
    assert parse("more likely than not", lexicon=lexicon).term == "more likely than not"


def test_numbers_are_read_beside_a_lexicon():
    assert parse("one in six", lexicon=Lexicon.read(SHIPPED, "NATO")) == parse("1 in 6")


def test_an_unknown_term_lists_near_ones():
    with pytest.raises(NotationError, match='"very likely"'):
        parse("verry likely", lexicon=Lexicon.read(SHIPPED, "ICD-203"))


def test_a_lexicon_does_not_follow_its_source():
    terms = {"likely": (0.55, 0.8, None)}
    lexicon = Lexicon("own", terms)
    terms.clear()
    assert parse("likely", lexicon=lexicon).term == "likely"


def problems(tmp_path, text, name="own"):
    path = tmp_path / "lexicon.csv"
    path.write_text(text, encoding="utf-8-sig")
    with pytest.raises(StudyError) as caught:
        Lexicon.read(path, name)
    return [(problem.line, problem.why) for problem in caught.value.problems]


def test_every_fault_of_the_file_is_told_at_once(tmp_path):
    text = (
        "lexicon,term,low,high,central\nown,likely,0.8,0.55,\nown,rare,1%,5%,\nown,even,0.4,0.6,0.7\n"
        "own,ok,0.1,0.2,\nown,OK,0.1,0.2,\nother,broken,,,\nown,nan,nan,nan,\n"
    )
    found = problems(tmp_path, text)
    assert [line for line, _ in found] == [2, 3, 4, 6, 8]
    assert "twice" in found[3][1]


def test_an_unknown_lexicon_lists_the_known(tmp_path):
    with pytest.raises(StudyError) as caught:
        Lexicon.read(SHIPPED, "ICD203")
    assert "ICD-203" in caught.value.problems[0].remedy


def test_missing_columns_are_named(tmp_path):
    ((line, why),) = problems(tmp_path, "lexicon,term,low\n")
    assert line == 1
    assert "high, central" in why


def test_a_file_that_is_not_there_or_not_text(tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(StudyError, match="cannot be read"):
            Lexicon.read(path, "own")
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StudyError, match="cannot be read"):
        Lexicon.read(binary, "own")


def test_a_short_row_is_a_fault_and_not_a_crash(tmp_path):
    ((line, _),) = problems(tmp_path, "lexicon,term,low,high,central\nown,likely\n")
    assert line == 2
