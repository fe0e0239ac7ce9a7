"""A best value inside its own interval."""

from consilience.notation import Bounds, Layout, layout, parse
from tests.notation.alike import alike, read_alike


@alike(
    ("12% [5%, 30%]", "12% (5%–30%)", "12%[5%-30%]", "12% [5, 30]%", "12% [5–30%]", "12% [5%; 30%]"),
    ("12% [5%, 30%] @80%", "12% (5 to 30%) @0.8"),
    ("0.2 [0.0, 0.5]", "0.2 [0, 0.5]", ".2 (0-.5)"),
)
def test_said_alike(first: str, other: str) -> None:
    read_alike(first, other)
    assert type(parse(first)) is Bounds


def test_they_share_the_sign_after_the_bracket() -> None:
    value = parse("12% [5, 30]% @80%")
    assert (value.best.written, value.low.written, value.high.written) == ("12%", "5%", "30%")
    assert value.coverage == 0.8


def test_they_may_touch_the_best_value() -> None:
    assert parse("1% [1%, 5%]").best.value == 0.01


def test_what_they_admit_is_the_best_value_as_rounded() -> None:
    laid = layout(parse("60% [40%, 70%] @90%"))
    assert laid == Layout("bounds", 0.4, 0.6, 0.7, (0.595, 0.605), 0.9)
    assert laid.number == 0.6
