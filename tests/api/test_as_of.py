"""A run as of an earlier day: what was said later is not in it, however much of it there is."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.api import runs
from consilience.api.running import run
from consilience.problems import WrongValueError
from consilience.study import append_estimate
from tests.api.conftest import Sampler
from tests.builders.fits import write_study
from tests.examples import examples

DAYS = [dt.date(2025, 1, 13) + dt.timedelta(days=days) for days in range(9)]
LATER = dt.date(2025, 6, 1)


def test_results_of_an_earlier_day_lie_beside_those_of_today(study: Path, tmp_path: Path, sampler: Sampler) -> None:
    results = tmp_path / "results"
    assert run(study, results).status == "fitted"
    early = run(study, results, as_of=dt.date(2025, 1, 16))
    assert early.results == results / "floods@2025-01-16"
    assert early.summary["title"] == "Floods, as of 2025-01-16"
    assert [question["statements"] for question in early.summary["questions"]] == [2, 1]
    assert run(study, results).status == "unchanged"
    assert run(study, results, as_of=dt.date(2025, 1, 16)).status == "unchanged"


def test_what_is_said_later_moves_nothing_of_an_earlier_day(study: Path, tmp_path: Path, sampler: Sampler) -> None:
    results, day = tmp_path / "results", dt.date(2025, 1, 16)
    before = run(study, results, as_of=day)
    append_estimate(study, "flood", "eve", "90%", date=LATER, group="coast", file="a.csv")
    append_estimate(study, "flood", "ada", "80%", date=LATER, group="river", file="a.csv")
    after = run(study, results, as_of=day)
    assert after.summary == before.summary
    (published,) = runs("floods@2025-01-16", results)
    assert {record["date"] for record in published.record["statements"]} <= {"2025-01-15", "2025-01-16"}


def test_a_forecast_that_was_withdrawn_later_still_stands(tmp_path: Path, sampler: Sampler) -> None:
    study = write_study(tmp_path / "forecasts" / "floods")
    rows = "question,forecaster,date,estimate,group,until\nflood,eve,2025-01-15,4%,coast,2025-02-01\n"
    (study / "estimates" / "b.csv").write_text(rows)
    for day, stands in ((dt.date(2025, 1, 31), True), (dt.date(2025, 2, 1), False)):
        run(study, tmp_path / "results", as_of=day)
        (published,) = runs(f"floods@{day}", tmp_path / "results")
        assert ("eve" in {record["forecaster"] for record in published.record["statements"]}) == stands
        # A day that is past does not grow stale.
        assert run(study, tmp_path / "results", as_of=day).status == "unchanged"


def test_before_anything_was_said_and_after_today_there_is_no_answer(study: Path, tmp_path: Path) -> None:
    assert run(study, tmp_path / "results", as_of=dt.date(2020, 1, 1)).status == "at_fault"
    with pytest.raises(WrongValueError, match="not known"):
        run(study, tmp_path / "results", as_of=dt.date.today() + dt.timedelta(days=2))


@given(
    said=st.lists(st.tuples(st.sampled_from(DAYS), st.sampled_from(["ada", "bo", "eve"])), min_size=1, max_size=6),
    day=st.sampled_from(DAYS),
)
@settings(max_examples=examples(40), deadline=None, suppress_health_check=list(HealthCheck))
def test_no_later_row_is_ever_seen(said, day, tmp_path_factory) -> None:
    from consilience.api.running import _read
    from consilience.history.statements import weighed_in

    rows = [f"flood,{name},{at},{place + 1}%,,,s,\n" for place, (at, name) in enumerate(said)]
    early = [row for row, (at, _) in zip(rows, said, strict=True) if at <= day]
    folder = tmp_path_factory.mktemp("studies")
    whole = write_study(folder / "whole" / "floods", rows="".join(rows))
    then = write_study(folder / "then" / "floods", rows="".join(early))
    assert weighed_in(_read(whole, day)) == weighed_in(_read(then, None))
