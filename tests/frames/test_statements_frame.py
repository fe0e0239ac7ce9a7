"""The frame of statements: one row a mark, in order, with finite places on the axis."""

import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.frames import axis_domain, statements_frame
from consilience.frames.log_odds import FARTHEST, LEAST_SPAN, log_odds
from consilience.study import read_study
from tests.builders.fits import write_study
from tests.examples import examples

TOML = 'title = "t"\n\n[question.q]\ntitle = "Quakes"\n'
LOGITS = ["logit_low", "logit_best", "logit_high"]
COLUMNS = [
    *("question", "question_title", "forecaster", "group", "kind", "role", "date", "date_said", "said", "form"),
    *("low", "best", "high", "logit_low", "logit_best", "logit_high", "open_low", "open_high"),
    *("source", "label", "order"),
]


@pytest.fixture
def frame_of(tmp_path):
    """The frame of question q, its rows given as cells after the question."""

    def build(*rows: str, domain=None):
        body = "".join(f"q,{row}\n" for row in rows)
        return statements_frame(read_study(write_study(tmp_path / "study", TOML, body)), "q", domain)

    return build


def test_it_has_the_columns_that_charts_take(fit):
    frame = statements_frame(fit.study, "flood")
    assert list(frame.columns) == COLUMNS
    assert set(frame["question"]) == {"flood"}
    assert set(frame["question_title"]) == {"A flood"}


def test_voices_come_first_by_group_from_low_to_high(fit):
    frame = statements_frame(fit.study, "flood")
    assert list(frame["forecaster"]) == ["dee", "cem", "bo", "ada", "a platform"]
    assert list(frame["role"]) == ["voice"] * 4 + ["beside"]
    assert list(frame["order"]) == [0, 1, 2, 3, 4]
    assert list(frame["said"]) == list(frame["label"]) == ["0%", "<1%", "2-5%", "10%", "7%"]


def test_base_rates_count_and_models_stand_beside(frame_of):
    frame = frame_of("ada,2025-01-01,5%,,,s,", "years,2025-01-01,3 of 40,,base_rate,s,", "bot,2025-01-01,9%,,model,s,")
    assert dict(zip(frame["kind"], frame["role"], strict=True)) == {
        "person": "voice",
        "base_rate": "voice",
        "model": "beside",
    }


def test_only_what_stands_is_shown(frame_of):
    frame = frame_of("ada,2025-01-01,5%,,,s,", "ada,2025-02-01,6%,,,s,")
    assert list(frame["said"]) == ["6%"]


def test_dates_are_iso_days_and_missing_texts_are_empty(frame_of):
    frame = frame_of("ada,2025-01-15,5%,,,,", "bo,,6%,,,s,")
    assert list(frame["date"]) == ["2025-01-15", ""]
    assert list(frame["group"]) == ["", ""]
    assert list(frame["source"]) == ["", "s"]


def test_41_a_group_called_none_stays_a_text(frame_of):
    frame = frame_of("NA,2025-01-15,5%,None,,nan,")
    assert frame.loc[0, ["forecaster", "group", "source"]].to_list() == ["NA", "None", "nan"]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("0%", True, False),
        ("100%", False, True),
        ("<1%", True, False),
        (">=50%", False, True),
        ("0-2%", True, False),
        ("5%", False, False),
        ("0.0000001%", True, False),
        ("10-20%", False, False),
        ('"5% [1%, 40%]"', False, False),
        ("q5=1% q50=5% q95=30%", False, False),
    ],
)
def test_a_mark_is_open_where_it_runs_past_the_axis(frame_of, said, low, high):
    row = frame_of(f"ada,2025-01-15,{said},,,s,").loc[0]
    assert (bool(row["open_low"]), bool(row["open_high"])) == (low, high)


@pytest.mark.parametrize(
    ("said", "kind", "low", "high"),
    [
        ("0 of 40", "base_rate", True, False),
        ("40 of 40", "base_rate", False, True),
        ("n=20 median=0%", "survey", True, False),
        ("n=20 median=100%", "survey", False, True),
        ("n=20 median=5%", "survey", False, False),
    ],
)
def test_a_single_number_at_the_end_is_open_too(frame_of, said, kind, low, high):
    row = frame_of(f"them,2025-01-15,{said},,{kind},s,").loc[0]
    assert (bool(row["open_low"]), bool(row["open_high"])) == (low, high)


def test_the_places_are_the_log_odds_of_what_was_said(frame_of):
    row = frame_of('ada,2025-01-15,"5% [1%, 40%]",,,s,').loc[0]
    assert [row[name] for name in LOGITS] == pytest.approx([math.log(p / (1 - p)) for p in (0.01, 0.05, 0.4)])
    assert [row[name] for name in ("low", "best", "high")] == [0.01, 0.05, 0.4]


def test_a_range_without_a_best_value_has_its_mark_in_the_middle(frame_of):
    row = frame_of("ada,2025-01-15,10-20%,,,s,").loc[0]
    assert math.isnan(row["best"])
    assert row["logit_best"] == pytest.approx((row["logit_low"] + row["logit_high"]) / 2)


def test_marks_are_cut_at_a_given_axis(frame_of):
    frame = frame_of("ada,2025-01-15,0.001%,,,s,", "bo,2025-01-15,99%,,,s,", domain=(-3.0, 1.0))
    assert frame[LOGITS].to_numpy().min() == -3.0
    assert frame[LOGITS].to_numpy().max() == 1.0
    assert list(frame["open_low"]) == [True, False]
    assert list(frame["open_high"]) == [False, True]


SAID = st.sampled_from(
    (
        *("0%", "100%", "0.0%", "<0.1%", ">99.9%", "1 in 6", "1e-9", "0-100%", "0-2%", "10-20% @80%", "99.9999%"),
        *("5% [0%, 40%]", "q5=0% q50=5% q95=30%", "50%", "~10%", "1:9"),
    )
)
SURVEY = st.sampled_from(["n=9 median=0%", "median=5%", "n=88 median=0% ci95=[0%, 0.8%]", "n=5 mean=3%"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=examples(40))
@given(said=st.lists(SAID, max_size=6), surveys=st.lists(SURVEY, min_size=1, max_size=2))
def test_no_nan_and_nothing_infinite_reaches_the_axis(tmp_path_factory, said, surveys):
    rows = "".join(f'q,p{i},2025-01-01,"{text}",,,s,\n' for i, text in enumerate(said))
    rows += "".join(f'q,s{i},2025-01-01,"{text}",,survey,s,\n' for i, text in enumerate(surveys))
    study = read_study(write_study(tmp_path_factory.mktemp("any") / "study", TOML, rows))
    frame = statements_frame(study, "q")
    places = frame[LOGITS].to_numpy(float)
    assert np.isfinite(places).all()
    assert (places[:, 0] <= places[:, 1] + 1e-9).all()
    assert (places[:, 1] <= places[:, 2] + 1e-9).all()
    assert frame[["open_low", "open_high"]].dtypes.tolist() == [bool, bool]


def test_15_a_panel_with_zeros_has_twelve_marks(shared, tmp_path):
    body = (shared / "cases" / "files" / "15_panel_with_zeros.csv").read_text("utf-8")
    toml = 'title = "t"\n\n[question.extinction]\ntitle = "E"\n\n[dialect."a.csv"]\ngrid = "1%"\n'
    folder = write_study(tmp_path / "study", toml)
    (folder / "estimates" / "a.csv").write_text(body, "utf-8")
    frame = statements_frame(read_study(folder), "extinction").set_index("forecaster")
    assert len(frame) == 12
    assert set(frame.index[frame["open_low"]]) == {"r01", "r02", "r03", "r04", "r07"}
    assert not frame["open_high"].any()


def test_a_quantity_is_listed_as_said_and_has_no_place_on_the_axis(tmp_path):
    toml = f'{TOML}\n[question.cost]\ntitle = "Cost"\nunit = "million dollars"\n'
    study = read_study(write_study(tmp_path / "study", toml, "cost,ada,2025-01-01,100-300,,,s,\n"))
    frame = statements_frame(study, "cost")
    assert list(frame["said"]) == ["100-300"]
    assert frame[LOGITS].isna().all(axis=None)


def test_an_axis_of_nothing_reaches_from_a_tenth_of_a_percent_to_ninety():
    assert axis_domain([]) == axis_domain([math.nan, math.inf]) == (-7.0, 2.2)


def test_the_axis_follows_what_is_drawn():
    seven, most = log_odds([0.07, 0.68])
    low, high = axis_domain([seven, most, math.nan])
    # From 5% to 75%, not from 0.01% to 99.99%.
    assert 0.04 < 1 / (1 + math.exp(-low)) < 0.07
    assert 0.68 < 1 / (1 + math.exp(-high)) < 0.78


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=8))
def test_the_axis_holds_every_finite_value_short_of_its_farthest(logits):
    low, high = axis_domain(logits)
    assert -FARTHEST <= low < high <= FARTHEST
    near = [value for value in logits if abs(value) < FARTHEST - 0.5]
    assert all(low <= value - 0.29 and value + 0.29 <= high for value in near)


@given(st.floats(-15, 15))
def test_a_single_number_has_room_for_ticks_at_both_sides(logit):
    low, high = axis_domain([logit])
    assert high - low == pytest.approx(LEAST_SPAN)
    assert (low + high) / 2 == pytest.approx(logit)


def test_log_odds_of_what_is_no_fraction_are_nan_without_a_warning():
    assert np.isnan(log_odds([math.nan, 1.5, -1, 300])).all()
    assert log_odds([0.0, 0.5, 1.0]).tolist() == [-math.inf, 0.0, math.inf]


def test_a_survey_whose_median_is_a_bound_runs_on_past_the_axis(frame_of):
    frame = frame_of("panel,2025-01-15,n=88 median=<1%,,survey,,", "other,2025-01-15,n=9 median=>20%,,survey,,")
    (below, above) = frame.sort_values("high").to_dict("records")
    assert (below["form"], below["low"], below["high"], below["open_low"]) == ("survey", 0.0, 0.01, True)
    assert (above["low"], above["high"], above["open_high"]) == (0.2, 1.0, True)
    assert math.isnan(below["best"])
    assert math.isnan(above["best"])
