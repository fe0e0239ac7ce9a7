"""The figures of a study that is followed: what moved, and the answer day by day."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from consilience.api import read_study
from consilience.charts import ChartOptions
from consilience.frames.moved import answers_of, arrivals_frame, moves_between
from consilience.models.following import history_frame
from consilience.models.moved import history_figure, moved_figure
from consilience.problems import WrongValueError
from consilience.study import settings_digest
from tests.builders.fits import figures_of, synthetic_fit, write_study

MANY = "".join(f"flood,p{place},2025-01-1{place % 9 + 1},{7 + place}%,river,,a talk,\n" for place in range(8))


@pytest.fixture
def study(tmp_path):
    return read_study(write_study(tmp_path / "floods", rows=MANY + "drought,ada,2025-01-15,30%,river,,a letter,\n"))


def fit_of(study):
    made = synthetic_fit(study, draws=500)
    told = {**made.provenance, "settings": settings_digest(study)}
    # Draws that statements move little: they know next to nothing of what these draws say.
    known = made.posterior.assign(
        location=made.posterior["location"] * 0.2 - 2.4, scale=made.posterior["scale"] * 0 + 1
    )
    return replace(made, provenance=told, posterior=known)


def came(study, **said):
    for name, text in said.items():
        study = study.with_estimate("flood", name, text, group="river", date=date(2025, 3, 1))
    return study


def test_what_moved_is_drawn_with_each_change(study):
    before = fit_of(study)
    now = fit_of(came(study, eve="25%", fay="<1%"))
    now = replace(now, answers=now.answers + 0.7)
    figure = figures_of(now).moved(before)
    assert figure.name == "moved"
    assert figure.caption.startswith("A flood: median forecaster ")
    assert " → " in figure.caption
    spec = str(figure.chart.to_dict())
    for said in ("eve (river)", "came: 25%", "fay (river)", "came: <1%", "The first without each change"):
        assert said in spec


def test_a_fit_is_no_change_beside_itself(study):
    fit = fit_of(study)
    assert "no change" in figures_of(fit).moved(fit).caption
    moves = moves_between(answers_of(fit), answers_of(fit))
    assert {move.verdict for move in moves} == {"no change"}


def test_where_voices_lead_nobody_is_said_to_have_moved_the_population(study):
    fit = fit_of(study)
    of_drought = figures_of(fit).moved(fit, "drought")
    assert "ada" in of_drought.caption.lower()
    assert "The first without" not in str(of_drought.chart.to_dict())


def test_a_fit_that_follows_none_says_what_to_name(study):
    with pytest.raises(WrongValueError, match="moved\\(before=earlier\\)"):
        figures_of(fit_of(study)).moved()


def test_the_history_is_drawn_with_all_that_came_by_the_day(study):
    rows = tuple(replace(row, until=date(2025, 2, 1)) if row.forecaster == "p2" else row for row in study.rows)
    fit = fit_of(replace(study, rows=rows))
    arrived = arrivals_frame(fit, "flood")
    assert arrived["kind"].value_counts().to_dict() == {"said": 8, "withdrawn": 1}
    early = replace(fit, study=fit.study.as_of(date(2025, 1, 14)))
    assert set(arrivals_frame(early, "flood")["date"]) <= {f"2025-01-1{day}" for day in range(5)}


def test_of_days_with_few_voices_no_number_leads(study, monkeypatch):
    monkeypatch.setattr("consilience.models.following.fit_model", lambda model, study, **_: fit_of(study))
    fit = fit_of(study)
    series = history_frame(fit, "flood")
    assert series["leads"].iloc[0] == "voices"
    assert series["leads"].iloc[-1] == "population"
    figure = history_figure(fit, "flood", series, ChartOptions(width="column"))
    first = series[series["leads"] == "population"]["day"].iloc[0].date().isoformat()
    assert first in figure.caption or "since" in figure.caption
    few = history_figure(fit, "flood", series[series["leads"] == "voices"])
    assert few.caption.startswith("The voices' own numbers are the answer on every day")


def test_every_number_of_a_gap_is_left_out(study):
    fit = fit_of(study)
    series = history_frame(replace(fit, study=fit.study), "flood").iloc[-2:]
    gap = series.assign(**{name: np.nan for name in series.columns if name.startswith("logit_")})
    assert history_figure(fit, "flood", gap).chart.to_dict()


def test_moves_of_a_question_that_is_new_or_gone_are_drawn(study):
    fit = fit_of(study)
    answers = answers_of(fit)
    one = {"flood": answers["flood"]}
    for before, after in ((one, answers), (answers, one)):
        moves = moves_between(before, after)
        figure = moved_figure(fit, moves, "flood", ((), ()), ChartOptions(width="column"))
        assert "drought" in str(figure.chart.to_dict()).lower()
