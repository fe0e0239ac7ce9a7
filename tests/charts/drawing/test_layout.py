"""What a chart refuses, and that what people wrote stays data."""

import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from consilience import charts
from consilience.charts import ChartError, ChartText
from consilience.charts.drawing.layout import Page
from consilience.charts.drawing.theme import SIZES
from tests.builders.frames import (
    DOMAIN,
    HOSTILE,
    MIXED,
    answers_frame,
    density_frame,
    point,
    statements_frame,
)
from tests.builders.specs import spec_as_drawn
from tests.charts.gallery import COLUMN, GALLERY, spec_of, words
from tests.examples import examples

TEXT = words("A finding")


@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_a_chart_without_a_description_or_title_is_an_error(blank: str) -> None:
    with pytest.raises(ChartError, match="needs a description"):
        ChartText("A finding", blank)
    with pytest.raises(ChartError, match="needs a title"):
        ChartText(blank, "What it shows")


@pytest.mark.parametrize("name", GALLERY)
def test_the_description_travels_with_the_chart(name: str) -> None:
    assert spec_of(name, COLUMN)["description"].endswith("Chart made for a test.")


def test_too_many_rows_are_an_error_that_counts_them() -> None:
    frame = pd.concat([density_frame()] * 13)
    with pytest.raises(ChartError, match=r"from 1 to 5,000 rows and the density frame has 5,226"):
        charts.prior_posterior(frame, domain=DOMAIN, text=TEXT)


def test_an_empty_frame_is_an_error() -> None:
    with pytest.raises(ChartError, match="has 0"):
        charts.statements(statements_frame(MIXED)[:0], None, domain=DOMAIN, text=TEXT)


def test_missing_columns_are_all_named() -> None:
    frame = statements_frame(MIXED).drop(columns=["label", "open_low"])
    with pytest.raises(ChartError, match="lacks open_low, label"):
        charts.statements(frame, None, domain=DOMAIN, text=TEXT)


def test_two_questions_in_one_chart_are_an_error() -> None:
    frame = pd.concat([answers_frame(), answers_frame().assign(question="other")])
    with pytest.raises(ChartError, match="holds 2 questions"):
        charts.groups(frame, domain=DOMAIN, text=TEXT)


def test_a_consensus_without_the_median_is_an_error() -> None:
    frame = answers_frame().query("summary == 'mean'")
    with pytest.raises(ChartError, match="holds no median"):
        charts.groups(frame, domain=DOMAIN, text=TEXT)
    with pytest.raises(ChartError, match="holds no median over all groups"):
        charts.overview(frame, domain=DOMAIN, text=TEXT)


def test_an_unknown_width_is_an_error_that_names_the_widths() -> None:
    with pytest.raises(ChartError, match=r'"column" \(85 mm\), "full" \(174 mm\), or a number of millimetres'):
        charts.ChartOptions(width="wide")  # type: ignore[arg-type]


def strings_outside_data(spec: Any) -> list[str]:
    """Every key and text of a specification that is not a row of data."""
    if isinstance(spec, dict):
        kept = {key: value for key, value in spec.items() if key not in ("datasets", "values")}
        return [*kept, *(text for value in kept.values() for text in strings_outside_data(value))]
    if isinstance(spec, list):
        return [text for value in spec for text in strings_outside_data(value)]
    return [spec] if isinstance(spec, str) else []


@settings(deadline=None, max_examples=examples(30))
@given(st.lists(st.text(min_size=1), min_size=1, max_size=5))
def test_names_and_sources_are_only_ever_data(names: list[str]) -> None:
    marked = [f"§{name}" for name in names]
    rows = [point(name, name, name, 0.1, source=name, date=name) for name in marked]
    spec = spec_as_drawn(charts.statements(statements_frame(rows), None, domain=DOMAIN, text=TEXT))
    assert not [text for text in strings_outside_data(spec) if "§" in text]
    assert "§" in json.dumps(spec, ensure_ascii=False)


@pytest.mark.parametrize("name", GALLERY)
def test_nothing_links_or_loads(name: str) -> None:
    spec = json.dumps(spec_of(name, COLUMN))
    assert '"href"' not in spec
    assert '"url"' not in spec


def test_a_title_that_looks_like_an_expression_is_a_text() -> None:
    text = ChartText("datum.value + {'signal': 'width'}", HOSTILE, subtitle="{expr: 1}", source="[x](y)")
    spec = charts.groups(answers_frame(), domain=DOMAIN, text=text).to_dict()
    assert spec["title"]["text"] == ["datum.value + {'signal': 'width'}"]
    assert spec["description"] == HOSTILE


def test_missing_texts_are_empty_not_nan() -> None:
    frame = statements_frame([point("a", "", "5%", 0.05)]).assign(source=float("nan"), group=float("nan"))
    assert "NaN" not in json.dumps(charts.statements(frame, None, domain=DOMAIN, text=TEXT).to_dict())


@settings(deadline=None)
@given(st.floats(-120, 360))
def test_units_and_log_odds_are_each_other_s_inverse(px: float) -> None:
    page = Page(SIZES["full"], DOMAIN, left=120, right=10)
    assert page.px(page.logit_at(px)) == pytest.approx(px, abs=0.02)
