"""The figures of factor studies: which there are, that each draws in both widths, and what their titles say."""

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from consilience.charts import ChartError
from consilience.charts.figure import Figure
from consilience.frames.ranking import the_most
from consilience.models.cruxes.frames.views import crux_frame
from consilience.models.factors.frames.coherence import coherence_frame
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.required import required_evidence
from consilience.models.factors.frames.sensitivity import tornado_frame
from consilience.models.factors.frames.waterfall import waterfall_frame
from consilience.report.lead import lead_sentences
from consilience.sampling.fit import Fit
from consilience.study import read_study
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import figures_of, synthetic_fit, write_study
from tests.builders.hostile import HOSTILE
from tests.builders.named_fits import ALL, CAMPS, PANELS, cruxes, hostile_cruxes, hostile_panel, panel
from tests.builders.specs import spec_as_drawn

WIDTHS = ("full", "column")


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares of the variance from few points: nothing here is about their digits."""
    monkeypatch.setattr("consilience.models.factors.frames.sensitivity._SAMPLES", 32)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel("everything", tmp_path_factory.mktemp("forecasts"))


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return panel("enough people", tmp_path_factory.mktemp("forecasts"))


@pytest.fixture(scope="module")
def famine(tmp_path_factory: pytest.TempPathFactory) -> Fit:
    return cruxes("two camps", tmp_path_factory.mktemp("forecasts"))


def svg(figure: Figure) -> ElementTree.Element:
    """The picture, which has to be well-formed."""
    return ElementTree.fromstring(figure.drawing.labelled_svg)


def assert_draws(figure: Figure) -> None:
    """Every number of a chart is finite, and it has a title and an alt text."""
    # Drawing has checked it against the grammar already.
    spec = spec_as_drawn(figure.chart)
    assert '"NaN"' not in json.dumps(spec, allow_nan=False)
    assert spec["description"].strip()
    assert figure.caption.partition(". ")[0].strip()
    # What stands for a number that is not there would be printed as one of these.
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b", figure.caption)


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_has_the_charts_that_it_can_and_each_draws(name: str, tmp_path: Path) -> None:
    fit, kinds = panel(name, tmp_path), PANELS[name][2]
    narrow = figures_of(fit, "column").own()
    assert tuple(narrow) == kinds
    figures = figures_of(fit).all()
    for figure in (*figures, *(draw() for draw in narrow.values())):
        assert_draws(figure)
    names = [figure.name for figure in figures]
    assert tuple(names[: len(kinds)]) == kinds
    assert len(set(names)) == len(names)
    assert any(name.endswith("-statements") for name in names)
    assert not any(name.endswith(("-pools", "-prior-posterior")) for name in names)


@pytest.mark.parametrize("name", CAMPS)
def test_cruxes_are_mapped_whatever_the_camps(name: str, tmp_path: Path) -> None:
    fit = cruxes(name, tmp_path)
    assert list(figures_of(fit).own()) == ["crux_map"]
    for width in WIDTHS:
        assert_draws(figures_of(fit, width).crux_map())


@pytest.mark.parametrize("make", [hostile_panel, hostile_cruxes])
@pytest.mark.parametrize("width", WIDTHS)
def test_hostile_names_are_drawn_as_text(make, width: str, tmp_path: Path) -> None:
    fit = make(tmp_path)
    drawn = figures_of(fit, width)
    found = ""
    for draw in drawn.own().values():
        figure = draw()
        assert_draws(figure)
        picture = svg(figure)
        tags = {element.tag.rpartition("}")[2] for element in picture.iter()}
        assert not tags & {"img", "image", "script", "foreignObject", "b"}
        for element in picture.iter():
            assert not [name for name in element.attrib if name.startswith("on")]
        found += " ".join("".join(element.itertext()) for element in picture.iter() if element.tag.endswith("text"))
    # Long ones are cut.
    assert HOSTILE["comment"][:8] in found


def test_a_consensus_of_single_questions_has_no_charts_of_factors(tmp_path: Path) -> None:
    figures = figures_of(synthetic_fit(write_study(tmp_path / "floods")))
    assert figures.own() == {}
    assert not {*ALL, "crux_map"} & set(figures.kinds)


def test_kinds_are_those_of_single_questions_and_those_of_factors(town: Fit, famine: Fit) -> None:
    assert tuple(figures_of(town).kinds) == ("statements", "groups", "pools", "overview", *ALL, "history")
    assert tuple(figures_of(famine).kinds) == ("statements", "groups", "pools", "overview", "crux_map", "history")


@pytest.mark.parametrize("question", ["storm", "loss | flood", "loss | not flood"])
def test_file_names_are_safe_whatever_the_question_is_called(town: Fit, question: str, tmp_path: Path) -> None:
    figures = figures_of(town)
    for draw in (figures.statements, figures.groups, figures.evidence_steps, figures.tornado):
        figure = draw(question)
        assert re.fullmatch(r"[0-9A-Za-z_-]+", figure.name)
        assert figure.question == question
    assert [path.parent for path in figures.groups(question).save(tmp_path / "charts", ["svg"])] == [
        tmp_path / "charts"
    ]


@pytest.mark.parametrize("name", ["risk of floods, 2100.svg", "figure-1.outlined.svg", "a.b.vl.json"])
def test_a_path_that_ends_with_a_format_is_that_one_file(town: Fit, name: str, tmp_path: Path) -> None:
    figure = figures_of(town).groups("flood")
    assert figure.save(tmp_path / "paper" / name) == (tmp_path / "paper" / name,)
    assert [path.name for path in (tmp_path / "paper").iterdir()] == [name]
    with pytest.raises(ChartError, match="is one file"):
        figure.save(tmp_path / name, ["pdf", "svg"])
    (tmp_path / "charts.svg").mkdir()
    assert figure.save(tmp_path / "charts.svg", ["vl.json"])[0].parent.name == "charts.svg"


def test_questions_of_one_name_in_other_states_have_files_of_their_own(town: Fit, famine: Fit) -> None:
    for fit in (town, famine):
        questions = list(dict.fromkeys(figures_of(fit).answers["question"]))
        assert len({figures_of(fit).groups(question).name for question in questions}) == len(questions)
    assert figures_of(famine).groups("famine | not war").name == "famine-not-war-groups"


def test_titles_say_what_the_frames_say(crowd: Fit) -> None:
    figures = figures_of(crowd)
    waterfall = waterfall_frame(crowd)
    steps = waterfall[waterfall["factor_label"] != ""]
    most = the_most(steps["title"].tolist(), steps["first"].tolist(), does="takes away", what="step")
    assert figures.waterfall().caption.startswith(f"{most}. ")
    assert waterfall["after_label"].iloc[-1] in figures.waterfall().caption
    assert figures.tree().caption.startswith(f"The town is flooded: {waterfall['after_label'].iloc[-1]}. ")
    assert figures.frontier().caption.endswith(required_evidence(crowd, "flood", 0.01, 0.9).says)
    frame = tornado_frame(crowd)
    most = the_most(frame["title"].tolist(), frame["first"].tolist(), does="moves the outcome", what="factor")
    # Nobody spoke of the pumps.
    assert "“The pumps fail”" in most
    assert figures.tornado().caption.startswith(f"{most}, as inferred. The town is flooded after")
    steps = evidence_frame(crowd).query("question == 'flood' and group == 'all'")["label"]
    before, after = (steps.iloc[place].partition(" [")[0] for place in (0, -1))
    assert figures.evidence_steps().caption.startswith(f"The evidence moves the outcome from {before} to {after}. ")
    assert figures.factors().caption.startswith("4 forecasters on 5 factors. 9 of 20 answered, the others predicted")


def test_stated_totals_that_part_are_counted(town: Fit, tmp_path: Path) -> None:
    frame = coherence_frame(town)
    assert frame["flagged"].tolist() == [False, False, True]
    assert figures_of(town).coherence().caption.startswith("1 of 3 stated totals parts from what the factors give. ")
    alone = panel("one voice", tmp_path)
    assert coherence_frame(alone)["flagged"].tolist() == [False]
    assert figures_of(alone).coherence().caption.startswith("1 stated total, within what the factors give. ")


def test_what_predicted_factors_leave_open_is_not_what_they_give(tmp_path: Path) -> None:
    toml = 'title = "T"\n[question.a]\n[question.b]\n[question.both]\nall_of = ["a", "b"]\n'
    rows = ["a,ada,60%", "both,ada,50%", "a,ben,30%", "b,ben,27%", "b,cem,27%"]
    text = "".join("{},{},2024-01-01,{},,,s,\n".format(*row.split(",")) for row in rows)
    fit = panel_fit(read_study(write_study(tmp_path / "pair", toml, text)), draws=400)
    caption = figures_of(fit).coherence().caption
    assert caption.startswith("1 stated total, within what the factors leave open. ")


@pytest.mark.parametrize(
    ("speakers", "who", "label"),
    [
        ("one voice", "ada", "1 voice"),
        ("enough people", "them", ""),
        ("surveys alone", "them", "a survey of 20"),
    ],
)
def test_a_tree_of_few_voices_is_labelled_as_inferred(speakers: str, who: str, label: str, tmp_path: Path) -> None:
    figures = figures_of(panel(speakers, tmp_path))
    # As of any other event that follows from factors.
    for outcome in (None, "calm"):
        caption = figures.tree(outcome).caption
        inferred = f". Forecasters like {who}, inferred from {label}" if label else ""
        grey = ", in grey where it is a what-if beside what was said"
        assert f"{inferred}. Median forecaster with 90% intervals{grey}. Each factor as it was asked" in caption
        assert (f"What-if of others like {who}: " in caption) == bool(label)


def test_who_answered_everything_leaves_nothing_to_predict(tmp_path: Path) -> None:
    fit = panel("a single factor", tmp_path)
    assert figures_of(fit).factors().caption == "1 forecaster on 1 factor. 1 of 1 answered; 90% intervals"


SURVIVAL = """\
title = "Survival"
outcome = "{}"

[question.survives]
title = "It survives"

[question.dies]
title = "It dies"
not = "survives"
"""


@pytest.mark.parametrize("outcome", ["survives", "dies"])
def test_of_one_question_nothing_is_called_a_factor(outcome: str, tmp_path: Path) -> None:
    said = {"ada": "99%", "bo": "95%", "cem": "90%", "dee": "99.9%"}
    rows = "".join(f"survives,{who},2025-01-15,{number},,,s,\n" for who, number in said.items())
    rows += "dies,cem,2025-01-15,3%,,,s,\n"
    fit = panel_fit(write_study(tmp_path / "study", SURVIVAL.format(outcome), rows), location=3.0)
    figures = figures_of(fit)
    # A question and its complement are a tree of two; what there is nothing beside is first in nothing.
    assert list(figures.own()) == [*(["tree"] if outcome == "dies" else []), "factors", "coherence"]
    assert figures.tornado().caption.startswith("“It survives” alone moves the outcome. ")
    assert figures.sensitivity().caption.startswith("All of the variance is that of “It survives”. ")
    caption = figures.coherence().caption
    assert caption.startswith("1 of 1 stated total parts from what the complements give. ")
    assert "what the same forecaster said of its complement implies; 90% intervals" in caption
    assert "factor" not in caption.partition("Study")[0]
    assert coherence_frame(fit)["of_complement"].tolist() == [True]
    assert [sentence for sentence in lead_sentences(fit) if sentence.startswith("On “")] == [
        "On “It dies”, cem said 3% (2025-01-15): their own number for its complement gives 3.3 times what is stated."
    ]


def test_charts_of_another_outcome(crowd: Fit) -> None:
    figures = figures_of(crowd)
    assert figures.tree("harm").caption.startswith("Harm is done: ")
    assert figures.tree("harm").name == "harm-tree"
    assert "Lives are lost after the evidence" in figures.tornado("loss").caption
    assert figures.frontier("breach", 0.02).caption.startswith("What would bring the risk below 2%. ")
    with pytest.raises(ValueError, match="harm is no conjunction of steps"):
        figures.waterfall("harm")
    with pytest.raises(KeyError, match="nonsense"):
        figures.tornado("nonsense")


def test_a_frontier_says_whether_anything_is_needed(crowd: Fit) -> None:
    figures = figures_of(crowd)
    # Clean trials of the wall tell little of whether a storm comes.
    titles = {limit: figures.frontier("flood", limit).caption.partition(". ")[0] for limit in (0.9, 1e-9)}
    assert titles[0.9] == "The risk is below 90% as things stand"
    assert required_evidence(crowd, "flood", 0.9).says.startswith("No further evidence is needed")
    possible = required_evidence(crowd, "flood", 1e-9).possible
    assert titles[1e-9].startswith("What would bring" if possible else "No test would bring")
    assert figures.frontier("storm", 0.01).caption.startswith("No test would bring the risk below 1%. ")


def test_a_frontier_needs_an_outcome_and_a_threshold(tmp_path: Path) -> None:
    for name, needed in {"no threshold": {"threshold": 0.01}, "no outcome": {"outcome": "flood"}}.items():
        figures = figures_of(panel(name, tmp_path / name))
        with pytest.raises(ValueError, match=r"declare them in study\.toml, or name them here"):
            figures.frontier()
        assert_draws(figures.frontier(**needed))


def test_statements_fall_back_on_a_question_with_statements(tmp_path: Path) -> None:
    figures = figures_of(panel("no stated total", tmp_path))
    assert figures.statements().question == "storm"
    with pytest.raises(ValueError, match="nobody said anything of 'flood' itself"):
        figures.statements("flood")
    assert "flood-statements" not in [figure.name for figure in figures.all()]


def test_the_crux_that_tells_each_camp_the_most_is_named(famine: Fit) -> None:
    frame = crux_frame(famine)
    told = []
    for camp in ("north", "south"):
        rows = frame[frame["camp"] == camp].sort_values("first", ascending=False)
        assert rows["first"].sum() == pytest.approx(1)
        # Of two neither is the first in nine draws of ten: to name both would say nothing.
        assert rows["first"].iloc[0] < 0.9
        told.append(f"{camp}: not certain which")
    assert figures_of(famine).crux_map().caption == f"What each camp would learn the most from. {'; '.join(told)}"


@pytest.mark.parametrize(
    ("name", "starts"),
    [("no camp", [": all: "]), ("one camp without a name", [": north: ", "; no group stated: "])],
)
def test_a_camp_without_a_name_is_all_only_where_there_is_no_other(
    name: str, starts: list[str], tmp_path: Path
) -> None:
    caption = figures_of(cruxes(name, tmp_path)).crux_map().caption.replace(". ", ": ", 1)
    assert all(start in caption for start in starts)
    assert ("all: " in caption) == (name == "no camp")


def test_a_chart_of_many_questions_is_left_out_of_a_report(famine: Fit, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [figure.name for figure in figures_of(famine).all()]
    assert names == ["crux_map", "overview", "famine-statements", "famine-groups"]
    monkeypatch.setattr("consilience.models.figures.MOST_QUESTIONS", 6)
    assert [figure.name for figure in figures_of(famine).all()] == [name for name in names if name != "overview"]


def spoken_of(town: Fit) -> Fit:
    """The same panel once somebody spoke of the pumps."""
    study = town.study
    row = next(row for row in study.rows if row.question == "storm")
    return panel_fit(replace(study, rows=(*study.rows, replace(row, question="pumps_fail"))), draws=25)


def test_a_silent_factor_is_drawn_as_an_assumption(town: Fit) -> None:
    def marked(figure: Figure) -> bool:
        texts = ("".join(element.itertext()) for element in svg(figure).iter() if element.tag.endswith("text"))
        return any("assumption" in text for text in texts)

    figures = figures_of(town)
    assert all(map(marked, (figures.tree(), figures.waterfall(), figures.tornado())))
    assert not marked(figures_of(spoken_of(town)).tree())
