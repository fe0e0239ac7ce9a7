"""Where only some rows are drawn, the words around them speak of these: whatever the chart."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pandas as pd
import pytest

import consilience as cs
from consilience.api.study_fit import StudyFit
from consilience.charts.drawing.drawn import OFFERS
from consilience.charts.drawing.options import ChartOptions
from consilience.charts.figure import Figure
from consilience.frames import few_note, headline_frame
from consilience.frames.medians import group_medians_frame, medians_frame
from consilience.frames.moved import answers_of, moves_between
from consilience.frames.pools import pools_frame
from consilience.frames.pulls import GroupPull, Pull
from consilience.history.statements import changes_between, weighed_in
from consilience.models.cruxes.figures import _learns_most
from consilience.models.factors.frames.sensitivity import tornado_frame
from consilience.models.figures.captions import groups_words, overview_words, pools_words
from consilience.models.moved import moved_figure
from tests.builders.fits import TOML, figures_of, made_once, synthetic_fit, write_study
from tests.builders.named_fits import cruxes, panel
from tests.builders.specs import spec_as_drawn

type Draw = Callable[..., Figure]

PEOPLE = {"Ann": "river", "Ben": "river", "Cleo": "river", "Dan": "coast", "Eva": "coast", "Finn": "coast"}
ROWS = "hail,Ann,2025-01-15,77%,river,,s,\n" + "".join(
    f"{question},{who},2025-01-15,{base + place}%,{group},,s,\n"
    for question, base in (("flood", 5), ("drought", 30), ("frost", 50))
    for place, (who, group) in enumerate(PEOPLE.items())
)
MORE = '\n[question.frost]\ntitle = "A frost"\n\n[question.hail]\ntitle = "Hail"\n'


def weather(folder: Path) -> StudyFit:
    """Three questions on which six spoke, of two groups, and one on which one did."""
    return synthetic_fit(write_study(folder / "weather", TOML + MORE, ROWS))


def moved(folder: Path) -> Draw:
    """What moved when two more had come, of whom the first moved the flood more."""
    before = synthetic_fit(write_study(folder / "followed", TOML + MORE, ROWS), draws=500)
    study = before.study
    for name, said in (("Gil", "25%"), ("Hal", "<1%")):
        study = study.with_estimate("flood", name, said, group="river", date=date(2025, 3, 1))
    now = replace(before, study=study, answers=before.answers + 0.7)
    moves = moves_between(answers_of(before), answers_of(now))
    came = changes_between(weighed_in(before.study), weighed_in(study))
    by_each = [Pull(change, 0.04, by) for change, by in zip(came, (0.6, 0.3), strict=True)]
    by_group = [GroupPull("a group by the river", 2, 0.03, 0.8)]
    return lambda **options: moved_figure(now, moves, "flood", (by_each, by_group), ChartOptions(**options))


def compared(folder: Path) -> Draw:
    fits = {f"seed {seed}": synthetic_fit(write_study(folder / f"of {seed}"), seed=seed) for seed in (1, 2, 3)}
    return cs.compare(**fits).chart


def drawn_of(fit: StudyFit, chart: str) -> Draw:
    return figures_of(fit).kinds[chart]


DRAWN: dict[str, Callable[[Path], Draw]] = {
    "overview": lambda folder: figures_of(made_once(weather)).overview,
    "groups": lambda folder: figures_of(made_once(weather)).groups,
    "pools": lambda folder: figures_of(made_once(weather)).pools,
    "statements": lambda folder: figures_of(made_once(weather)).statements,
    "factors": lambda folder: drawn_of(made_once(panel, "enough people"), "factors"),
    "coherence": lambda folder: drawn_of(made_once(panel, "enough people"), "coherence"),
    "tornado": lambda folder: drawn_of(made_once(panel, "enough people"), "tornado"),
    "sensitivity": lambda folder: drawn_of(made_once(panel, "enough people"), "sensitivity"),
    "crux_map": lambda folder: drawn_of(made_once(cruxes, "two camps"), "crux_map"),
    "moved": moved,
    "comparison": compared,
}


def names_in(figure: Figure) -> list[str]:
    spec = spec_as_drawn(figure.chart)
    return list(dict.fromkeys(row["name"] for rows in spec["datasets"].values() for row in rows if "spoken" in row))


def words_of(figure: Figure) -> str:
    return f"{figure.caption}. {spec_as_drawn(figure.chart)['description']}"


def test_every_chart_whose_rows_may_be_chosen_is_here() -> None:
    assert DRAWN.keys() == {name for name, offers in OFFERS.items() if "only" not in offers.refuses}


@pytest.mark.parametrize("chart", DRAWN)
def test_no_row_is_named_that_is_not_drawn(chart: str, tmp_path: Path) -> None:
    draw = DRAWN[chart](tmp_path)
    whole = draw()
    names = ROWS_OF.get(chart) or names_in(whole)
    assert len(names) > 1
    for name in names:
        for figure in (draw(only=name), whole.with_options(only=[name])):
            # Of a single change has to be said which answer it moved.
            about = ["A flood"] if chart == "moved" else []
            left_out = [other for other in names if other not in (name, *about) and other not in name]
            said = words_of(figure)
            assert [other for other in left_out if re.search(rf"\b{re.escape(other)}\b", said)] == [], said
            assert " rows shown" in str(spec_as_drawn(figure.chart))


# As the rows are called where their names are drawn otherwise.
ROWS_OF = {"groups": ["coast", "river", "all"], "factors": ["ada", "bo", "cem", "dee"], "statements": [*PEOPLE]}


def test_an_overview_of_some_questions_counts_these_alone() -> None:
    draw = figures_of(made_once(weather)).overview
    assert " across 3 questions with three people or more. " in draw().caption
    some = draw(only=["A flood", "frost"]).caption
    assert " across 2 questions. " in some
    assert "in grey" not in some
    assert draw(only=["Hail", "frost"]).caption.partition(". ")[0].endswith("on 1 question with three people or more")
    assert draw(only="Hail").caption.startswith("Under three known people on each of 1 question. ")
    # What is chosen of a picture that is there already is told as well.
    assert draw().with_options(only=["A flood", "frost"]).caption == some


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("them,2025-01-15,median=20% mean=26%,,survey", "Under three known people on each of 2 questions"),
        ("ada,2025-01-15,20%,,", "Under three known people on each of 2 questions"),
        ("log,2025-01-15,3 of 50,,base_rate", "No voice on any of 2 questions"),
    ],
    ids=["a survey of unstated size", "a person", "records alone"],
)
def test_nobody_counts_people_that_are_not_known(row: str, told: str, tmp_path: Path) -> None:
    rows = "".join(f"{question},{row},s,\n" for question in ("flood", "drought"))
    fit = synthetic_fit(write_study(tmp_path / "few", TOML, rows))
    assert figures_of(fit).overview().title == told
    assert "are known to stand behind" in few_note(headline_frame(fit))


def test_a_group_that_is_left_out_is_not_told_to_have_been_silent() -> None:
    draw = figures_of(made_once(weather)).groups
    assert re.match(r"From .* \((coast|river)\) to .* \((coast|river)\)\. ", draw("flood").caption)
    assert re.match(r"[\d.]+% \(coast\)\. A flood", draw("flood", only=["coast", "all"]).caption)
    assert re.match(r"[\d.]+% over all groups\. A flood", draw("flood", only="all").caption)


def test_a_title_does_not_go_from_a_number_to_the_same_number() -> None:
    figures = figures_of(made_once(weather))
    frame = group_medians_frame(figures.fit, "flood").assign(label="12% [5%, 20%]")
    assert groups_words(figures.fit, "flood", frame, frame).title in (
        "12% in coast and river alike",
        "12% in river and coast alike",
    )
    rows = medians_frame(figures.fit).assign(label="12% [5%, 20%]")
    assert overview_words(figures.fit, rows).title == "12% on each of 3 questions with three people or more"


@pytest.mark.parametrize(
    ("questions", "told"),
    [
        (["first=lab", "first=state"], "across 2 options of “Who is first”"),
        (["first=lab", "first=state", "flood"], "across 3 answers to 2 questions"),
        (["first=lab", "flood"], "across 2 questions"),
    ],
    ids=["options", "options and a question", "one option"],
)
def test_options_of_one_question_are_no_questions(questions: list[str], told: str, tmp_path: Path) -> None:
    toml = TOML + '\n[question.first]\ntitle = "Who is first"\noptions = ["lab", "state"]\n'
    rows = "".join(
        f"{question},{name},2025-01-15,{share}%,,,s,\n"
        for question, share in (("first=lab", 40), ("first=state", 60), ("flood", 3))
        for name in ("ada", "bo", "cem")
    )
    fit = synthetic_fit(write_study(tmp_path / "race", toml, rows))
    drawn = medians_frame(fit)
    drawn = drawn[drawn["question"].isin(questions)]
    assert told in overview_words(fit, drawn).title
    several = sum("=" in question for question in questions) > 1
    assert ("need not sum to 100%" in few_note(headline_frame(fit).loc[questions])) == several


@pytest.mark.parametrize("sizes", [(5, 4, 1, 2), (3, 2, 1), (1, 2), (2, 1, 1), (3, 3)], ids=str)
def test_a_title_of_some_groups_is_true_of_those_that_are_not_drawn(sizes: tuple[int, ...], tmp_path: Path) -> None:
    people = dict(zip("abcd", sizes, strict=False))
    rows = "".join(
        f"flood,{group}{place},2025-01-15,{3 + 5 * place}%,{group},,s,\n"
        for group, count in people.items()
        for place in range(count)
    )
    many = {group for group, count in people.items() if count > 2}
    draw = figures_of(
        synthetic_fit(write_study(tmp_path / "floods", TOML, rows + "drought,z,2025-01-15,9%,,,s,\n"))
    ).groups
    for count in range(1, len(people) + 1):
        for only in combinations(people, count):
            title = draw("flood", only=[*only]).title
            assert set(re.findall(r"% \((\w)\)", title)) <= many & set(only)
            assert "the one group" not in title or len(people) == 1
            assert "of no other group" not in title or many <= set(only)
            assert "each group" not in title or not many


def test_of_some_pools_the_choice_among_these_moves_the_answer() -> None:
    draw = figures_of(made_once(weather)).pools
    assert draw("flood").caption.startswith("The choice of pool moves the answer from ")
    some = draw("flood", only=["Mean", "Extremized ×1.5"]).caption
    assert re.match(r"The choice among these moves the answer from [\d.]+% to [\d.]+%\. ", some)
    assert draw("flood", only="Median").caption.startswith("Median: 7.5%. ")


def test_the_consensus_is_no_end_of_the_choice_of_pool() -> None:
    figures = figures_of(made_once(weather))
    frame = pools_frame(figures.fit, "flood")
    frame.loc[frame["family"] == "consensus", ["value", "label"]] = [0.99, "99% [90%, 99.9%]"]
    assert "99%" not in pools_words(figures.fit, "flood", len(frame), frame).title
    summaries = frame[frame["family"] == "consensus"]
    assert pools_words(figures.fit, "flood", len(frame), summaries).title.endswith("says 99%")
    frame.loc[0, ["value", "label"]] = [3.2e-8, "3.2e-8"]
    assert " from 3.2e-8 to " in (title := pools_words(figures.fit, "flood", len(frame), frame).title)
    assert "%" not in title


def test_a_median_forecaster_says_nothing_and_is_inferred_from_somebody() -> None:
    figures = figures_of(made_once(weather))
    for question, heard in (("flood", "6 voices"), ("hail", "1 voice")):
        for figure in (figures.statements(question), figures.prior_posterior(question)):
            assert "forecaster says" not in words_of(figure)
        alt = spec_as_drawn(figures.statements(question).chart)["description"]
        assert re.search(rf"behind them the median forecaster [^;]*\(90% interval\), inferred from {heard}\.$", alt)
        assert f"inferred from {heard} at" not in alt
    assert re.match(r"Median forecaster .*\], inferred from 6 voices\. ", figures.statements("flood").caption)


@pytest.mark.parametrize(
    ("survey", "told"),
    [
        (
            "n=120 median=12% mean=19%",
            "A survey enters every pool by its median, “Mean” too: poll 12% (mean 19%)",
        ),
        ("n=120 median=12%", ""),
        ("n=120 mean=19%", "Without a published median a survey enters every pool by its mean: poll 19%"),
        ("n=120 median=<1%", ""),
        ("median=0.5% mean=3.1%", "“Mean” too: poll 0.5% (mean 3.1%)"),
    ],
    ids=["both", "a median", "a mean", "a bound", "of unstated size"],
)
def test_pools_tell_which_number_of_a_survey_enters(survey: str, told: str, tmp_path: Path) -> None:
    rows = f"flood,poll,2025-01-15,{survey},,survey,s,\nflood,ada,2025-01-15,10%,,,s,\nflood,bo,2025-01-15,20%,,,s,\n"
    figures = figures_of(synthetic_fit(write_study(tmp_path / "poll", TOML, f"{rows}drought,ada,2025-01-15,9%,,,s,\n")))
    caption = figures.pools("flood").caption
    assert told in caption
    assert ("enters every pool" in caption) == bool(told)


def test_statements_that_are_drawn_are_counted_of_all() -> None:
    draw = figures_of(made_once(weather)).statements
    assert "A flood. 6 people, as said" in draw("flood").caption
    assert "A flood. 2 of 6 statements, as said" in draw("flood", only=["Ann", "Dan"]).caption


@pytest.mark.parametrize(("chart", "chance"), [("tornado", "first"), ("sensitivity", "total")])
def test_what_comes_first_of_all_is_said_only_where_it_is_drawn(chart: str, chance: str) -> None:
    fit = made_once(panel, "enough people")
    frame = tornado_frame(fit).sort_values(chance, ascending=False)
    draw, titles = drawn_of(fit, chart), frame["title"].tolist()
    assert draw(only=titles[1:]).caption.startswith(f"{len(titles) - 1} of {len(titles)} factors. ")
    whole = draw().caption.partition(". ")[0]
    named = [title for title in titles if f"“{title}”" in whole]
    assert draw(only=named or None).caption.startswith(f"{whole}. ")


def test_a_camp_whose_crux_is_left_out_would_learn_more_from_another() -> None:
    rows = pd.DataFrame({"title": ["A war", "A new blight"], "first": [0.97, 0.03]})
    assert _learns_most(rows, {"A war", "A new blight"}) == "A war"
    assert _learns_most(rows, {"A new blight"}) == "another"
    assert _learns_most(rows.assign(first=0.5), {"A new blight"}) == "not certain which"


def test_a_change_that_is_left_out_did_not_move_it_most(tmp_path: Path) -> None:
    draw = moved(tmp_path)
    assert "; Gil’s 25% moved it most. " in draw().caption
    assert "; Gil’s 25% moved it most. " in draw(only=["A flood", "Gil (river)"]).caption
    assert "moved it most" not in draw(only=["A flood", "Hal (river)"]).caption
    assert draw(only=["A flood"]).caption.partition(". ")[2].startswith("Answers before and now. 1 other answer")
    changes = draw(only=["Gil (river)", "Hal (river)"]).caption
    assert changes.startswith("What single changes did to “A flood”. What “A flood” would be had a change not happened")
