"""The log-odds axis: ticks say where they stand, and no two labels touch."""

import math
from itertools import pairwise

import pytest
from hypothesis import given, settings, strategies as st

from consilience.charts.drawing.axis import axis, ticks
from consilience.charts.drawing.layout import Page
from consilience.charts.drawing.theme import SIZES, Width
from consilience.charts.drawing.typography import text_width

domains = st.tuples(st.floats(-18.4, 10), st.floats(2.0, 28.0)).map(lambda pair: (pair[0], sum(pair)))
widths = st.sampled_from(["column", "full"])


def page(width: Width, domain: tuple[float, float], left: int = 80) -> Page:
    return Page(SIZES[width], domain, left=left, right=12)


@settings(deadline=None)
@given(widths, domains)
def test_a_tick_says_where_it_stands(width: Width, domain: tuple[float, float]) -> None:
    for tick in ticks(page(width, domain)):
        percent = float(tick.lines[0].removesuffix("%"))
        assert tick.logit == pytest.approx(math.log(percent) - math.log(100 - percent), abs=1e-6)
        for line in tick.lines[1:]:
            assert float(line.removeprefix("1 in ").replace(",", "")) == pytest.approx(100 / percent)


@settings(deadline=None)
@given(widths, domains, st.integers(8, 120))
def test_no_two_labels_touch_and_none_leaves_the_page(width: Width, domain: tuple[float, float], left: int) -> None:
    drawn = page(width, domain, left)
    size = drawn.sizes.small
    for line in (0, 1):
        spans = [
            (drawn.px(tick.logit) - half, drawn.px(tick.logit) + half)
            for tick in ticks(drawn)
            if len(tick.lines) > line
            for half in [text_width(tick.lines[line], size) / 2]
        ]
        assert all(one[1] + 2 < other[0] for one, other in pairwise(spans))
        assert all(-drawn.left <= start and end <= drawn.plot + drawn.right for start, end in spans)


@pytest.mark.parametrize("width", ["column", "full"])
def test_from_one_in_ten_thousand_to_99_percent_it_is_evenly_read(width: Width) -> None:
    """Case 36: symlog bunches, log drops zeros and is wrong for shares; this axis has its decades."""
    said = [tick.lines[0] for tick in ticks(page(width, (-9.5, 4.8)))]
    assert {"0.01%", "0.1%", "1%", "10%", "50%", "90%", "99%"} <= set(said)


def test_the_full_width_says_one_in_n_up_to_half_and_never_above() -> None:
    lines = {tick.lines[0]: tick.lines[1:] for tick in ticks(page("full", (-9.5, 4.8)))}
    assert lines["0.01%"] == ("1 in 10,000",)
    assert lines["50%"] == ("1 in 2",)
    assert lines["99%"] == ()


def test_a_narrow_domain_still_has_ticks() -> None:
    # 5% to 20%: no power of ten but one.
    said = [tick.lines[0] for tick in ticks(page("full", (-2.95, -1.38)))]
    assert {"5%", "10%", "20%"} <= set(said)
    assert len(said) >= 5


def test_labels_are_looked_up_without_a_minus_sign_of_the_number_format() -> None:
    """Vega's format() writes U+2212, so a key with a hyphen would never match."""
    expression = axis(page("column", (-9.5, 4.8))).labelExpr
    assert "format(" not in expression
    assert "'k-45951':['1%']" in expression


@settings(deadline=None)
@given(widths, st.floats(-8.0, 8.0))
def test_the_axis_of_a_single_number_has_two_ticks_at_the_least(width: Width, logit: float) -> None:
    # Names and values take the most room that they may.
    assert len(ticks(page(width, (logit - 0.9, logit + 0.9), left=70))) >= 2
