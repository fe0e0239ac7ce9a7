"""Laws of the notation, over generated texts."""

import re
import time
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import assume, example, given, settings, strategies as st

from consilience.notation import Number, Value, canonical, describe, format_one_in, format_probability, parse
from consilience.problems import NotationError
from tests.examples import examples
from tests.notation.strategies import (
    DASHES,
    FORMS,
    dates,
    estimates,
    fractions,
    grids,
    mutated,
    ordered,
    points,
    quantities,
    signed,
)


def numbers_of(value: object) -> Iterator[Number]:
    if isinstance(value, Number):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from numbers_of(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from numbers_of(getattr(value, field.name))


def read(text: str, **how: object) -> Value | None:
    """The value, ``None`` for a refusal that is told as it should be; nothing else may be raised."""
    try:
        return parse(text, **how)
    except NotationError as error:
        problem = error.problem
        assert problem.why
        assert problem.remedy
        assert problem.said is not None
        assert problem.span is not None
        start, end = problem.span
        assert 0 <= start <= end <= len(problem.said)
        assert str(problem)
        return None


@pytest.mark.parametrize("form", FORMS)
@given(data=st.data())
def test_say_parse_say(form, data):
    value = parse(data.draw(FORMS[form]))
    said = canonical(value)
    assert parse(said) == value
    assert canonical(parse(said)) == said


@given(points(), grids)
def test_a_file_grid_stays_with_the_value(text, grid):
    value = parse(text, grid=grid)
    assert parse(canonical(value)) == value
    assert parse(canonical(value), grid="3%") == value or " grid=" not in canonical(value)


@given(estimates)
def test_cells_hold_their_values_and_stay_within_probabilities(text):
    value = parse(text)
    for number in numbers_of(value):
        assert 0 <= number.low <= number.value <= number.high <= 1
        assert number.low < number.high
    assert "\n" not in describe(value)


@given(quantities())
def test_quantities_round_trip(text):
    value = parse(text, unit="GW")
    assert parse(canonical(value), unit="GW") == value
    for number in numbers_of(value):
        assert number.low <= number.value <= number.high
    assert describe(value, unit="GW")


@given(dates())
def test_dates_round_trip(text):
    value = parse(text, unit="date")
    assert parse(canonical(value), unit="date") == value
    for number in numbers_of(value):
        assert number.low <= number.value < number.high
    assert describe(value, unit="date")


@given(ordered(2), st.lists(st.sampled_from(DASHES), min_size=2, max_size=2))
def test_dashes_and_spaces_agree(ends, dashes):
    low, high = ends
    first, second = (parse(f"{low}%{dash}{high}%") for dash in dashes)
    assert first == second
    assert parse(f" {low} %{dashes[0]}{high}\u202f% ") == first


@given(signed())
def test_full_width_digits_agree(text):
    wide = text.translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"} | {ord("%"): "％"})
    assert parse(wide) == parse(text)


@given(st.text(max_size=60), st.sampled_from([None, "date", "GW", "%", ""]))
@example("١٥%", None)
@example("İ%", None)
@example("\x00", None)
@example("\ud800%", None)
@example("10%\u2028", None)
@example("²", None)
@example("1" * 499 + "%", None)
@example("0e-300", None)
@example("0-1e-300", None)
def test_any_text_is_read_or_refused(text, unit):
    value = read(text, unit=unit)
    if value is not None:
        assert parse(canonical(value), unit=unit) == value


@given(mutated())
@settings(max_examples=examples(500))
def test_a_damaged_text_is_read_whole_or_refused(text):
    value = read(text)
    if value is not None:
        assert parse(canonical(value)) == value


@given(estimates, st.sampled_from([" maybe", "§", " 5%", ")", "%%", "\u00a0x", " xyz", " per year", " if so", " 5"]))
def test_nothing_is_read_as_its_first_part(text, rest):
    assert read(text + rest) is None


@given(points(), st.sampled_from([" or so", "?", "-ish"]))
def test_doubt_behind_a_number_is_about_it(text, rest):
    value, doubted = read(text), read(text + rest)
    if doubted is not None:
        assert doubted == read("~" + text.lstrip("~≈ ").removeprefix("about "))
        assert (doubted.number.low, doubted.number.high) != (value.number.low, value.number.high) or doubted.approximate


RELATIONS = ("<", ">", "≤", "≥", "<=", ">=", "=<", "=>", "＜", "＞")
DOUBLED = re.compile("[<＜] ?[<＜]|[>＞] ?[>＞]")
SIGN = re.compile("[<>≤≥＜＞]=?|=(?=[<>＜＞])")


@given(estimates, st.sampled_from(RELATIONS), st.data())
@settings(max_examples=examples(1000))
@example("median=1%", "<", None)
def test_a_sign_of_comparison_is_never_dropped(text, sign, data):
    """Wherever one is put in, at a number's start most of all, the text is refused or means something else."""
    places = [match.start() for match in re.finditer(r"(?<![\d.])[\d.]|$", text)]
    # Doubled, it says the same: far below is below.
    for at in places if data is None else [data.draw(st.one_of(st.sampled_from(places), st.integers(0, len(text))))]:
        put = text[:at] + sign + text[at:]
        value = read(put)
        assert value is None or value not in (read(text), read(SIGN.sub("", text))) or DOUBLED.search(put)


@given(st.text("<>=≤≥ 0123456789.%,-[]@~qn", max_size=25), st.sampled_from(["", "n=", "median=", "q5=", "n=9 median="]))
@settings(max_examples=examples(1000))
def test_nothing_with_a_sign_is_read_as_without(rest, key):
    value = read(key + rest)
    if value is not None and re.search("[<>≤≥]", rest) and not DOUBLED.search(rest):
        assert value not in (read(SIGN.sub("", key + rest)), read(re.sub("[<>≤≥]", "", key + rest)))
        assert parse(canonical(value)) == value


@given(st.floats(1e-300, 1, exclude_max=True))
def test_formatted_probabilities_are_read(p):
    number = parse(format_probability(p)).number
    rarer, read_rarer = min(p, 1 - p), min(number.value, 1 - number.value)
    assume(rarer > 1e-13)
    assert read_rarer == pytest.approx(rarer, rel=0.051)
    assert format_one_in(p).startswith(("about ", "less than", "all but"))


@given(fractions())
def test_a_fraction_and_its_percentage_are_one_probability(text):
    value = parse(text).number
    if "e" not in text:
        digits = text.removeprefix("0.").ljust(2, "0")
        percentage = parse(f"{digits[:2]}.{digits[2:]}%" if digits[2:] else f"{digits}%").number
        assert percentage.value == value.value


@pytest.mark.parametrize(
    "hostile",
    ["9" * 500, "1," * 250, "(" * 500, "1-" * 250, "q5=" * 166, "in " * 166, "between " + "a and " * 80,
     "~" * 500, "the " * 125,
     "about " * 83, "chance " * 70, "( " * 250, "a third to " * 45,
     "5% or " * 80, "1 in " * 100, "e-" * 250, "10 000" + " 000" * 120, "5 " * 250, "." * 500],
)  # fmt: skip
def test_hostile_texts_are_refused_in_no_time(hostile):
    start = time.perf_counter()
    assert read(hostile) is None
    assert time.perf_counter() - start < 0.5
