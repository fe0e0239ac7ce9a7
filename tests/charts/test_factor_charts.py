"""The charts of factors, evidence and cruxes: what they refuse, what they never lose, what stays data."""

import json
import math
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings, strategies as st

from consilience import charts
from consilience.charts import ChartError, ChartOptions
from consilience.charts.drawing.theme import GATE, SIZES, WARNING, Width
from consilience.charts.drawing.tree_layout import Box, lay_out
from consilience.charts.drawing.typography import text_width
from tests.builders import factor_frames as frames
from tests.builders.frames import HOSTILE, NAN
from tests.builders.specs import spec_as_drawn
from tests.charts.drawing.test_layout import strings_outside_data
from tests.charts.gallery import words
from tests.examples import examples

TEXT = words("A finding")
AXIS = (-9.0, 4.5)

# How each chart is asked for, the frame it is given, and the columns of it that people wrote.
CASES: dict[str, tuple[Callable[[pd.DataFrame], Any], Callable[[], pd.DataFrame], tuple[str, ...]]] = {
    "tree_nodes": (
        lambda frame: charts.tree(frame, frames.gates_tree()[1][:0], text=TEXT),
        lambda: frames.gates_tree()[0],
        ("title", "label"),
    ),
    "waterfall": (
        lambda frame: charts.waterfall(frame, text=TEXT),
        frames.waterfall_frame,
        ("title", "factor_label", "after_label"),
    ),
    "factors": (
        lambda frame: charts.factors(frame, domain=AXIS, text=TEXT),
        lambda: frames.factors_frame(3, 4),
        ("title", "forecaster", "group", "said", "label"),
    ),
    "coherence": (
        lambda frame: charts.coherence(frame, domain=AXIS, text=TEXT),
        frames.coherence_frame,
        ("title", "forecaster", "group", "date", "said", "gap_label"),
    ),
    "evidence_steps": (
        lambda frame: charts.evidence_steps(frame, domain=AXIS, text=TEXT),
        frames.evidence_frame,
        ("stage", "title", "group", "label", "detail"),
    ),
    "frontier": (lambda frame: charts.frontier(frame, text=TEXT), frames.frontier_frame, ("label",)),
    "tornado": (
        lambda frame: charts.tornado(frame, domain=AXIS, text=TEXT),
        frames.tornado_frame,
        ("title", "factor_low_label", "factor_high_label"),
    ),
    "sensitivity": (
        lambda frame: charts.sensitivity(frame, text=TEXT),
        frames.tornado_frame,
        ("title", "first_order_label", "total_label"),
    ),
    "crux_map": (lambda frame: charts.crux_map(frame, text=TEXT), lambda: frames.crux_frame(4), ("title", "camp")),
}
EVERY = pytest.mark.parametrize("name", CASES)
MOST_WRITTEN = max(len(written) for _, _, written in CASES.values())


def values(chart: Any) -> list[list[dict[str, Any]]]:
    """Rows of data of every layer."""
    spec = spec_as_drawn(chart)
    return [
        layer["data"]["values"] if "values" in layer["data"] else spec["datasets"][layer["data"]["name"]]
        for layer in spec["layer"]
    ]


def spoken(chart: Any) -> list[dict[str, Any]]:
    return next(rows for rows in values(chart) if rows and "spoken" in rows[0])


@EVERY
def test_an_empty_frame_is_an_error_that_says_what_to_do(name: str) -> None:
    draw, frame, _ = CASES[name]
    with pytest.raises(ChartError, match=rf"the {name} frame has 0\. To mend it"):
        draw(frame()[:0])


@EVERY
def test_missing_columns_are_named(name: str) -> None:
    draw, frame, written = CASES[name]
    with pytest.raises(ChartError, match=f"the {name} frame lacks {written[0]}"):
        draw(frame().drop(columns=[written[0]]))


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("factors", "logit_value"),
        ("coherence", "logit_implied_low"),
        ("evidence_steps", "logit_high"),
        ("tornado", "logit_base"),
        ("crux_map", "voi"),
        ("waterfall", "after"),
    ],
)
def test_a_missing_number_is_named_with_its_row(name: str, column: str) -> None:
    draw, frame, _ = CASES[name]
    broken = frame()
    broken.loc[1, column] = NAN
    with pytest.raises(ChartError, match=rf"row 2 of the {name} frame has no finite number for {column}\. To mend it"):
        draw(broken)


@EVERY
@settings(deadline=None, max_examples=examples(5))
@given(st.lists(st.text(min_size=1, max_size=60), min_size=MOST_WRITTEN, max_size=MOST_WRITTEN))
def test_what_people_wrote_is_only_ever_data(name: str, said: list[str]) -> None:
    draw, frame, written = CASES[name]
    texts = {column: f"§{text}" for column, text in zip(written, said, strict=False)}
    spec = spec_as_drawn(draw(frame().assign(**texts)))
    assert not [text for text in strings_outside_data(spec) if "§" in text]
    assert "§" in json.dumps(spec, ensure_ascii=False)


@EVERY
def test_missing_texts_are_empty(name: str) -> None:
    draw, frame, written = CASES[name]
    spec = spec_as_drawn(draw(frame().assign(**dict.fromkeys(written, NAN))))
    assert "NaN" not in json.dumps(spec)


@pytest.mark.parametrize("name", ["waterfall", "evidence_steps", "tornado", "sensitivity"])
def test_rows_stand_in_the_order_they_are_given(name: str) -> None:
    draw, frame, _ = CASES[name]
    shuffled, given = (spoken(draw(each)) for each in (frame().sample(frac=1, random_state=5), frame()))
    assert [(row["y"], row["spoken"]) for row in shuffled] == [(row["y"], row["spoken"]) for row in given]


def test_a_waterfall_adds_up_on_its_log_scale() -> None:
    chart = charts.waterfall(frames.waterfall_frame(), text=TEXT)
    bars = [row for rows in values(chart) for row in rows if {"p", "p2", "y", "y2"} <= set(row) and "color" not in row]
    lengths = sorted(math.log(row["p"] / row["p2"]) for row in bars)
    assert lengths[-1] == pytest.approx(sum(lengths[:-1]))
    assert len(bars) == len(frames.CHAIN) + 2


def test_a_waterfall_refuses_a_step_to_zero() -> None:
    frame = frames.waterfall_frame()
    frame.loc[2, "after"] = 0.0
    with pytest.raises(ChartError, match="probabilities above 0"):
        charts.waterfall(frame, text=TEXT)


@pytest.mark.parametrize("width", ["column", "full"])
def test_each_forecaster_has_one_mark_in_each_factor_hollow_where_it_is_predicted(width: Width) -> None:
    frame = frames.factors_frame(8, 22)
    chart = charts.factors(frame, domain=(-7, 5), text=TEXT, options=ChartOptions(width=width))
    marks = next(rows for rows in values(chart) if rows and "shape" in rows[0])
    assert len({(row["px"], row["y"]) for row in marks}) == len(marks) == 176
    assert sum(row["fill"] == "#ffffff" for row in marks) == (~frame["answered"]).sum() > 0


def test_a_credence_beyond_the_axis_is_an_arrow() -> None:
    chart = charts.factors(frames.factors_frame(3, 4), domain=(2, 3), text=TEXT)
    marks = next(rows for rows in values(chart) if rows and "shape" in rows[0])
    assert {"triangle-left", "triangle-right"} & {row["shape"] for row in marks}


def test_stated_and_implied_are_joined_and_a_flag_is_seen() -> None:
    frame = frames.coherence_frame()
    drawn = values(charts.coherence(frame, domain=AXIS, text=TEXT))
    joins = [row for rows in drawn for row in rows if "y2" in row and "logit2" in row]
    assert len(joins) == len(frame)
    assert sum(row["color"] == WARNING for row in joins) == frame["flagged"].sum()
    shapes = [row["shape"] for row in next(rows for rows in drawn if rows and "shape" in rows[0])]
    # One states 0.001%, one 99.9%: both beyond this axis.
    assert (shapes.count("triangle-left"), shapes.count("triangle-right")) == (1, 1)


def test_an_interval_beyond_the_axis_ends_in_an_arrow() -> None:
    """As of someone who said ">10%": without it the line would seem to end with the axis."""
    frame = frames.coherence_frame(1).assign(logit_stated_high=15.0)
    chart = charts.coherence(frame, domain=(-9, 4.5), text=words("At least"))
    points = [row for rows in values(chart) for row in rows if row.get("shape", "").startswith("triangle")]
    assert [(row["shape"], row["logit"]) for row in points] == [("triangle-right", 4.5)]


def test_a_heading_of_rows_is_not_cut() -> None:
    title = "Humanity has irreversibly messed up its future within 10 years of AI powerful enough for all human labour"
    frame = pd.concat([frames.coherence_frame(2), frames.coherence_frame(2).assign(question="b", title=title)])
    chart = charts.coherence(frame, domain=(-9, 4.5), text=words("Two"), options=ChartOptions(width="column"))
    bold = [row["text"] for rows in values(chart) for row in rows if "text" in row]
    assert f"{title} · Aggregates" in " ".join(bold)
    assert not any(text.endswith("…") for text in bold)


def test_the_bayes_factor_is_written_and_each_series_has_its_own_line() -> None:
    frame = frames.evidence_frame(("a", "One factor", 0.1), ("b", "The outcome", 0.02))
    drawn = values(charts.evidence_steps(frame, domain=AXIS, text=TEXT))
    moves = [row for rows in drawn for row in rows if "y2" in row and "logit2" in row]
    assert len(moves) == 2 * len(frames.TESTS)
    texts = [row["text"] for rows in drawn for row in rows if "text" in row]
    assert sum(text.startswith("Bayes factor 0.12") for text in texts) == 2
    assert {"One factor", "The outcome"} <= set(texts)


@pytest.mark.parametrize(
    ("factor", "said"), [(1234.5, "1,200"), (6.3, "6.3"), (0.064, "0.064"), (2e-7, "1 in 5,000,000")]
)
def test_a_bayes_factor_has_no_exponent(factor: float, said: str) -> None:
    frame = frames.evidence_frame().assign(bayes_factor=factor)
    texts = [
        row["text"]
        for rows in values(charts.evidence_steps(frame, domain=AXIS, text=TEXT))
        for row in rows
        if "text" in row
    ]
    assert any(f"Bayes factor {said}" in text for text in texts)


def test_a_frontier_says_what_is_impossible() -> None:
    drawn = values(charts.frontier(frames.frontier_frame((0.0, 0.2)), text=TEXT))
    texts = [row["text"] for rows in drawn for row in rows if "text" in row]
    assert "Impossible, common failure 20%: 20 clean trials at 100% sensitivity would not do." in texts
    frame = frames.frontier_frame((0.0,)).assign(sensitivity=lambda rows: rows["sensitivity"].where(rows["trials"] > 2))
    texts = [row["text"] for rows in values(charts.frontier(frame, text=TEXT)) for row in rows if "text" in row]
    assert "Impossible, no common failure: fewer than 3 trials." in texts


@pytest.mark.parametrize("broken", [{"trials": 0}, {"sensitivity": 1.2}])
def test_a_frontier_refuses_what_is_no_trial_and_no_fraction(broken: dict[str, float]) -> None:
    with pytest.raises(ChartError, match="below 1 or a sensitivity that is no fraction"):
        charts.frontier(frames.frontier_frame((0.0,)).assign(**broken), text=TEXT)


def test_six_common_failures_are_too_many() -> None:
    with pytest.raises(ChartError, match="tells 5 common failures apart"):
        charts.frontier(frames.frontier_frame((0, 0.01, 0.02, 0.03, 0.04, 0.05)), text=TEXT)


def test_six_camps_are_too_many() -> None:
    with pytest.raises(ChartError, match="tells 5 camps apart"):
        charts.crux_map(frames.crux_frame(2, tuple("abcdef")), text=TEXT)


def test_a_tornado_labels_the_end_where_the_factor_is() -> None:
    """The third factor of the frame lowers the outcome: its low end is on the right."""
    frame = frames.tornado_frame()
    texts = [row for rows in values(charts.tornado(frame, domain=(-7, -2), text=TEXT)) for row in rows if "text" in row]
    places = {row["text"]: row["px"] for row in texts if "px" in row}
    for order, row in enumerate(frame.to_dict("records")):
        rises = places[row["factor_low_label"]] < places[row["factor_high_label"]]
        assert rises is (order != 2)


def test_an_assumption_is_dashed_and_named() -> None:
    for chart in (
        charts.tornado(frames.tornado_frame(), domain=(-7, -2), text=TEXT),
        charts.waterfall(frames.waterfall_frame(), text=TEXT),
        charts.tree(*frames.gates_tree(), text=TEXT),
    ):
        dashed = [
            layer
            for layer in spec_as_drawn(chart)["layer"]
            if layer["mark"].get("strokeDash") and "y2" in layer["encoding"]
        ]
        assert dashed
        assert any("assumption" in row.get("text", "") for rows in values(chart) for row in rows)


@pytest.mark.parametrize("width", ["column", "full"])
def test_what_few_people_said_is_bold_and_what_is_inferred_is_grey(width: Width) -> None:
    nodes, edges = frames.few_voices_tree()
    options = ChartOptions(width=width)
    layers = spec_as_drawn(charts.tree(nodes, edges, text=TEXT, options=options))["layer"]
    drawn = values(charts.tree(nodes, edges, text=TEXT, options=options))
    bold = [row["text"] for layer, rows in zip(layers, drawn, strict=True) for row in rows if _bold(layer)]
    assert bold == [said or label.partition(" [")[0] for said, label in zip(nodes["said"], nodes["label"], strict=True)]
    texts = {row["text"] for rows in drawn for row in rows if "text" in row}
    assert {f"inferred {row['label']}" for row in nodes.to_dict("records") if row["said"]} <= texts


def _bold(layer: dict[str, Any]) -> bool:
    return bool(layer["mark"].get("fontWeight") == "bold" and "stroke" not in layer["mark"])


def test_a_step_of_which_few_spoke_is_grey_and_so_is_what_follows() -> None:
    usual, few = frames.waterfall_frame(), frames.few_voices(frames.waterfall_frame(), "after_label")
    fills = []
    for frame in (usual, few):
        layers = spec_as_drawn(charts.waterfall(frame, text=TEXT))["layer"]
        fills.append({layer["mark"]["fill"] for layer in layers if layer["mark"].get("fill")})
    assert GATE not in fills[0]
    assert GATE in fills[1]
    texts = [row["text"] for rows in values(charts.waterfall(few, text=TEXT)) for row in rows if "text" in row]
    assert sum(text.endswith(" inferred") for text in texts) == 2 * 3
    assert "no answer of the whole" in texts


def test_gates_do_not_look_like_factors() -> None:
    layers = charts.tree(*frames.twelve_tree(), text=TEXT).to_dict()["layer"]
    looks = {(layer["mark"]["fill"], layer["mark"].get("cornerRadius")) for layer in layers if "fill" in layer["mark"]}
    assert len(looks) == 3


def test_everything_wrong_with_a_tree_is_listed() -> None:
    nodes, edges = frames.gates_tree()
    nodes.loc[0, "kind"] = "leaf"
    edges.loc[0, "target"] = "nobody"
    edges.loc[1, ["source", "target"]] = ["takeover", "capable"]
    with pytest.raises(ChartError) as error:
        charts.tree(nodes, edges, text=TEXT)
    for part in ("kind 'leaf'", "edge from 'capable' to 'nobody'", "edge from 'takeover' to 'capable'"):
        assert part in str(error.value)


@st.composite
def trees(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    levels = draw(st.lists(st.integers(1, 4), min_size=1, max_size=5))
    titles = st.sampled_from(
        ["Short", frames.OUTCOME, HOSTILE, "検出と阻止：研究所が事前に気づいて停止できる", "x" * 80]
    )
    said = st.sampled_from(["", "", "50%; 30%", "12% [5%, 30%]; 1 in 1,000,000", "no answer of the whole", "x" * 80])
    nodes = [
        {
            "question": f"{depth}.{row}", "title": draw(titles), "kind": "factor", "rule": "",
            "assumption": draw(st.booleans()), "label": "12% [5%, 27%]", "said": draw(said), "detail": "",
            "depth": depth, "row": row * draw(st.floats(0, 2)),
        }
        for depth, number in enumerate(levels)
        for row in range(number)
    ]  # fmt: skip
    pairs = [(one, other) for one in nodes for other in nodes if one["depth"] > other["depth"]]
    chosen = draw(st.lists(st.sampled_from(pairs), max_size=9)) if pairs else []
    states = st.sampled_from(["", "given", "given not", "50%; 30% alone"])
    edges = [
        {
            "source": one["question"], "target": other["question"], "state": draw(states), "depth": one["depth"],
            "to_depth": other["depth"],
        }
        for one, other in {(a["question"], b["question"]): (a, b) for a, b in chosen}.values()
    ]  # fmt: skip
    return nodes, edges


def apart(one: Box, other: Box) -> bool:
    across = abs(one.x - other.x) >= (one.width + other.width) / 2 - 0.1
    return across or abs(one.y - other.y) >= (one.height + other.height) / 2


@settings(deadline=None, max_examples=examples(150))
@given(trees(), st.sampled_from(["column", "full"]))
def test_nodes_never_overlap_and_no_edge_runs_through_one(
    tree: tuple[list[dict[str, Any]], list[dict[str, Any]]], width: Width
) -> None:
    drawn = lay_out(*tree, SIZES[width], narrow=width == "column")
    boxes = list(drawn.boxes.values())
    assert all(apart(one, other) for one, other in combinations(boxes, 2))
    for box in boxes:
        assert -0.1 <= box.left < box.right <= SIZES[width].inner + 0.1
        assert box.y - box.height / 2 >= 0
        assert box.y + box.height / 2 <= drawn.height
        assert all(text_width(line, drawn.size, bold=True) <= box.width for line in box.value)
    for path in drawn.paths:
        for x, y in path:
            inside = [box for box in boxes if box.left + 0.1 < x < box.right - 0.1 and abs(y - box.y) < box.height / 2]
            assert not inside
            assert -0.1 <= x <= SIZES[width].inner + 0.1
            assert 0 <= y <= drawn.height
    assert len(drawn.heads) == (len({edge["target"] for edge in tree[1]}) if drawn.stacked else len(tree[1]))


def test_shares_have_their_whiskers_and_the_largest_comes_first() -> None:
    frame = frames.tornado_frame().assign(total=[0.1, 0.3, 0.5, 0.2, 0.4])
    chart = charts.sensitivity(frame, text=TEXT)
    whiskers, marks = (rows for rows in values(chart) if {"share", "low", "high"} <= set(rows[0]))
    assert all(row["share"] == row["low"] < row["high"] for row in whiskers)
    assert all(row["low"] <= row["share"] <= row["high"] for row in marks if row["shape"] == "circle")
    drawn = sorted((row for row in marks if row["shape"] == "diamond"), key=lambda row: row["y"])
    assert [row["share"] for row in drawn] == [0.5, 0.4, 0.3, 0.2, 0.1]


def test_an_outcome_that_does_not_vary_has_no_shares() -> None:
    shares = [name for name in frames.tornado_frame().columns if name.startswith(("first_order", "total"))]
    labels = {name: "" if name.endswith("label") else NAN for name in shares}
    chart = charts.sensitivity(frames.tornado_frame(2).assign(**labels), text=TEXT)
    assert not [row for rows in values(chart) for row in rows if "share" in row]
    assert "no share: the outcome does not vary" in json.dumps(chart.to_dict())
