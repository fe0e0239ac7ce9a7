"""Who enters a pool and who does not: each kind of statement, each reason, and the ends that a bound leaves."""

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from consilience.notation import layout, parse
from consilience.pools import POOLS, between, pool
from consilience.pools.entering import entering
from consilience.study import read_study
from tests.builders.fits import write_study

TOML = 'title = "t"\n\n[question.q]\ntitle = "Q"\n'
PANEL = "q,ada,2025-01-01,5%,,,s,\nq,bo,2025-01-01,10%,,,s,\n"


def table(folder: Path, *rows: str, toml: str = TOML) -> pd.DataFrame:
    return read_study(write_study(folder / "study", toml, PANEL + "".join(f"{row}\n" for row in rows))).estimates


@pytest.mark.parametrize(
    ("said", "kind", "linear", "odds"),
    [
        ("<1%", "", "5% to 5.3%", "at most 3.7%"),
        (">=90%", "", "35% to 38%", "at least 27%"),
        ("0-10%", "", "5% to 8.3%", "at most 8%"),
        ("20-100%", "", "12% to 38%", "at least 10%"),
        ("n=50 median=<1%", "survey", "5% to 5.3%", "at most 3.7%"),
    ],
)
def test_a_bound_is_taken_as_said_and_no_more(said: str, kind: str, linear: str, odds: str, tmp_path: Path) -> None:
    rows = table(tmp_path, f"q,cem,2025-01-01,{said},,{kind},s,")
    for method, wanted in (("linear", linear), ("geometric_mean_odds", odds)):
        pooled = pool(rows, method)
        assert pooled.value == pool([0.05, 0.1], method).value
        assert between(pooled.low, pooled.high) == wanted
        assert (pooled.used, pooled.left_out, pooled.note) == (2, 1, "")
        why = "a survey without a number for its median" if kind else "who gave a bound alone"
        assert pooled.without == f"cem ({said}), {why}"


def test_bounds_may_settle_a_pool(tmp_path: Path) -> None:
    # Wherever below 1% the third lies, the middle answer is 5%; without them it is 7.5%.
    pooled = pool(table(tmp_path, "q,cem,2025-01-01,<1%,,,s,"), "median")
    assert (pooled.value, pooled.low, pooled.high) == (pytest.approx(0.075), 0.05, 0.05)


def test_of_bounds_alone_there_is_no_value_and_yet_something_is_known(tmp_path: Path) -> None:
    rows = "q,ada,2025-01-01,<10%,,,s,\nq,bo,2025-01-01,<30%,,,s,\n"
    pooled = pool(read_study(write_study(tmp_path / "study", TOML, rows)).estimates, "linear")
    assert math.isnan(pooled.value)
    assert (pooled.note, pooled.low) == ("undefined: no statement has a single number", 0)
    assert pooled.high == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("q,them,2025-01-01,7%,,aggregate,s,", "them (7%), an aggregate, no voice"),
        ("q,bot,2025-01-01,7%,,model,s,", "bot (7%), a model, which the study does not count"),
        ("q,years,2025-01-01,3 of 40,,base_rate,s,", "years (3 of 40), a base rate, no opinion"),
        ("q,ada,2024-01-01,9%,,,s,", "1 statement replaced or withdrawn since"),
        ("q,cem,2025-01-01,0-100%,,,s,", "cem (0-100%), who rules nothing out"),
    ],
)
def test_whoever_does_not_enter_is_named_with_the_reason(row: str, why: str, tmp_path: Path) -> None:
    for method in POOLS:
        pooled = pool(table(tmp_path / method, row), method)
        assert (pooled.without, pooled.used) == (why, 2)
        assert pooled.value == pool([0.05, 0.1], method).value


def test_many_are_counted_beyond_the_first_and_each_reason_is_told_once(tmp_path: Path) -> None:
    platforms = [f"q,p{place},2025-01-01,{place}%,,aggregate,s," for place in range(1, 6)]
    without = entering(table(tmp_path, *platforms, "q,bot,2025-01-01,7%,,model,s,")).left_out
    assert without == (
        "bot (7%), a model, which the study does not count; p1 (1%), p2 (2%), p3 (3%) and 2 more, aggregates, no voices"
    )


def test_what_is_fixed_by_design_has_no_voices(tmp_path: Path) -> None:
    rows = table(tmp_path, toml='title = "t"\n\n[question.q]\ntitle = "Q"\nfixed = true\n')
    pooled = pool(rows, "linear")
    assert pooled.note == "undefined: no statement has a single number"
    assert pooled.without == "ada (5%), bo (10%), who speak of what is fixed by design"


def test_a_survey_whose_median_is_a_bound_has_no_other_middle(tmp_path: Path) -> None:
    rows = table(tmp_path, 'q,poll,2025-01-01,"n=88 median=<1% ci95=[0.1%, 0.8%]",,survey,s,')
    pooled = pool(rows, "linear")
    assert pooled.without == "poll (n=88 median=<1% ci95=[0.1%, 0.8%]), a survey without a number for its median"
    assert math.isnan(pooled.low)


def test_a_zero_leaves_pools_of_odds_undefined_whatever_bounds_say(tmp_path: Path) -> None:
    rows = table(tmp_path, "q,cem,2025-01-01,0%,,,s,", "q,dee,2025-01-01,<1%,,,s,")
    pooled = pool(rows)
    assert pooled.note == "undefined: 0% and 100% have no odds, and cem (0%) is so certain"
    assert math.isnan(pooled.low)
    assert pool(rows, "linear").low == pytest.approx(0.0375)


SAID = st.sampled_from(["5%", "40%", "<1%", ">=60%", "10-20%", "0-10%", "30% [10%, 60%]", ">99%", "q10=1% q90=20%"])


@pytest.mark.parametrize("method", POOLS)
@given(said=st.lists(SAID, min_size=1, max_size=6), data=st.data())
def test_no_number_that_was_left_open_takes_a_pool_beyond_its_ends(
    method: str, said: list[str], data: st.DataObject
) -> None:
    laid = [layout(parse(text)) for text in said]
    panel = pd.DataFrame(
        {
            "question": "q", "forecaster": [f"f{place}" for place in range(len(said))], "kind": "person",
            "estimate": said, "form": [of.form for of in laid], "low": [of.low for of in laid],
            "best": [of.best for of in laid], "high": [of.high for of in laid],
            "coverage": [of.coverage for of in laid], "standing": True, "voice": True,
        }
    )  # fmt: skip
    meant = [data.draw(st.floats(max(low, 1e-6), min(high, 1 - 1e-6))) for low, high in (of.span for of in laid)]
    pooled, value = pool(panel, method), pool(meant, method).value
    if any(low < high for low, high in (of.span for of in laid)):
        assert pooled.low - 1e-9 <= value <= pooled.high + 1e-9
    else:
        assert pooled.value == pytest.approx(value)


@pytest.mark.parametrize("said", ["200", "100-300"])
def test_quantities_are_no_probabilities(said: str, tmp_path: Path) -> None:
    toml = TOML.replace('title = "Q"', 'title = "Q"\nunit = "million dollars"')
    rows = read_study(write_study(tmp_path / "study", toml, f"q,ada,2025-01-01,{said},,,s,\n")).estimates
    with pytest.raises(ValueError, match=r"a fraction from 0 to 1, and [12]00 is not"):
        pool(rows, "linear")
