"""Files that are declared to have decimal commas."""

import pytest
from hypothesis import given, strategies as st

from consilience.notation import from_decimal_comma, parse
from consilience.problems import NotationError


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("12,50%", 0.125),
        ("0,02", 0.02),
        ("1,00E-03", 0.001),
        ("2,5 %", 0.025),
        ("10%", 0.1),
        ("1,000%", 0.01),
    ],
)
def test_points(said, value):
    # Cases 08 and 10: 12.5%, 2%, 0.1%.
    assert parse(from_decimal_comma(said)).number.value == value


@pytest.mark.parametrize(
    ("said", "same"),
    [
        ("0,1-2%", "0.1-2%"),
        ("5,5% [0,1%, 20,5%]", "5.5% [0.1%, 20.5%]"),
        ("0,2 [0,1; 0,3]", "0.2 [0.1, 0.3]"),
        ("5,5% [0,1; 20,5]%", "5.5% [0.1, 20.5]%"),
        ("q2,5=0,1% q50=1%", "q2.5=0.1% q50=1%"),
        ("n=88 median=0,375% ci95=[0,1%; 0,8%]", "n=88 median=0.375% ci95=[0.1%, 0.8%]"),
        ("10% grid=2,5%", "10% grid=2.5%"),
    ],
)
def test_lists_and_decimals_in_one_text(said, same):
    assert parse(from_decimal_comma(said)) == parse(same)


@pytest.mark.parametrize(
    ("said", "readings"),
    [("1.000", "1,000 or 1000"), ("1.234,5", "1234,5"), ("01.06.2025", "a date"), ("0.5%", "0,5")],
)
def test_a_point_is_refused(said, readings):
    with pytest.raises(NotationError) as caught:
        from_decimal_comma(said)
    assert readings in caught.value.problem.why
    start, end = caught.value.problem.span
    assert said[start:end] == said.removesuffix("%")


@pytest.mark.parametrize("said", ["1,000", "1 in 1,000", "[5,30]%", "5% [1,20]%", "1,5,3%"])
def test_what_stays_ambiguous_is_refused_after_it(said):
    with pytest.raises(NotationError):
        parse(from_decimal_comma(said))


@given(st.text(alphabet="0123456789,; %[]-e", max_size=30))
def test_places_stay_where_they_are(text):
    assert len(from_decimal_comma(text)) == len(text)
