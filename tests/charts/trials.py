"""Frames that try every chart: names in eight scripts, long titles, many rows and few, numbers alike or far apart."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from typing import Any

import pandas as pd

from consilience import charts
from consilience.charts import ChartOptions, ChartText, Width
from consilience.frames.log_odds import axis_domain
from consilience.notation import format_interval, format_probability
from tests.builders.factor_frames import (
    coherence_frame,
    crux_frame,
    evidence_frame,
    factors_frame,
    frontier_frame,
    gates_tree,
    many_totals,
    tornado_frame,
    waterfall_frame,
)
from tests.builders.frames import (
    EXPERT,
    MIXED,
    SUPER,
    answers_frame,
    consensus_row,
    crowd,
    density_frame,
    history_frames,
    moved_frame,
    overview_frame,
    pools_frame,
    ranks_frame,
    shares_frame,
    statements_frame,
)

type Frames = dict[str, pd.DataFrame]

NAMES = (
    "Ana María Fernández-Villaverde", "Ольга Неизвестная", "Ελένη Παπαδοπούλου", "佐藤 花子", "김철수", "王小明",
    "नीलिमा शर्मा", "தமிழ்ச்செல்வி", "አበበ በቀለ", "สมชาย ใจดี", "فاطمة الزهراء", "רות כהן", "Ada 🦊 Fox",
)  # fmt: skip
LONG = "Whether a system that was trained to be helpful turns out, "
TEXTS = ("forecaster", "group", "title", "question_title", "stage", "method_title", "crux", "camp", "summary_title")
# Words of ours, by which charts know a row.
KEPT = ("all", "")


def texts(frame: pd.DataFrame, called: Callable[[str, int], str]) -> pd.DataFrame:
    """Give every name of a frame another one, the same to what was called the same."""
    made = frame.copy()
    for column in TEXTS:
        if column in made:
            known = {text: i for i, text in enumerate(dict.fromkeys(made[column]))}
            renamed = {text: text if text in KEPT else called(text, i) for text, i in known.items()}
            made[column] = made[column].map(renamed)
    return made


def numbers(frame: pd.DataFrame, moved: Callable[[float], float]) -> pd.DataFrame:
    """Move every number of a frame on the log-odds axis, with what is written of it."""
    made = frame.copy()
    for column in [name for name in made if name.startswith("logit") and name != "logit_base"]:
        made[column] = made[column].map(moved)
        plain = column.removeprefix("logit_")
        if plain in made and plain != column:
            made[plain] = made[column].map(_fraction)
    if {"label", "value", "low", "high"} <= set(made):
        made["label"] = [_label(*row) for row in made[["value", "low", "high"]].itertuples(index=False)]
    return made


def _label(value: float, low: float, high: float) -> str:
    if math.isfinite(low):
        return format_interval(value, low, high)
    return format_probability(value) if math.isfinite(value) else "undefined"


def _fraction(at: float) -> float:
    return at if math.isnan(at) else 1 / (1 + math.exp(-min(max(at, -500), 500)))


def domain_of(frame: pd.DataFrame) -> tuple[float, float]:
    """The axis that the figures of a fit would have."""
    return axis_domain(frame[[name for name in frame if name.startswith("logit")]].to_numpy(float))


NUMBERS: Mapping[str, Callable[[float], float]] = {
    "narrow": lambda at: 0.0008 * at,
    "wide": lambda at: 3.5 * at,
    "equal": lambda at: -2.2 if math.isfinite(at) else at,
    "never": lambda at: -30.0 if math.isfinite(at) else at,
    "always": lambda at: 30.0 if math.isfinite(at) else at,
}
CASES: Mapping[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "scripts": lambda frame: texts(frame, lambda _, i: f"{NAMES[i % len(NAMES)]}{i // len(NAMES) or ''}"),
    "long": lambda frame: texts(frame, lambda text, i: f"{(LONG * 5)[:55]} {i:04d}"),
    **{case: partial(numbers, moved=moved) for case, moved in NUMBERS.items()},
}


def words(title: str) -> ChartText:
    return ChartText(
        title, "Drawn for a test.", "What it is about, when it was asked, and of whom", "Source: invented."
    )


TITLE = "A finding as a sentence of a usual length"
LONG_TITLE = f"{LONG * 4}and nobody says when"[:250]

Draw = Callable[[Frames, tuple[float, float], ChartText, ChartOptions], Any]


def _one(name: str) -> Draw:
    chart = charts.CHARTS[name]
    return lambda frames, domain, text, options: chart(frames["frame"], domain=domain, text=text, options=options)


def _bare(name: str) -> Draw:
    chart = charts.CHARTS[name]
    return lambda frames, _, text, options: chart(frames["frame"], text=text, options=options)


def _two(name: str, second: str) -> Draw:
    chart = charts.CHARTS[name]

    def draw(frames: Frames, domain: tuple[float, float], text: ChartText, options: ChartOptions) -> Any:
        return chart(frames["frame"], frames[second], domain=domain, text=text, options=options)

    return draw


def _pair(name: str, second: str) -> Draw:
    chart = charts.CHARTS[name]
    return lambda frames, _, text, options: chart(frames["frame"], frames[second], text=text, options=options)


def _questions(n: int) -> pd.DataFrame:
    rows = [
        consensus_row("all", 0.001 * 1.2**i, 0.5, i + 1, question=f"q{i}", question_title=f"Q{i}") for i in range(n)
    ]
    return pd.DataFrame(rows)


def _groups(n: int) -> pd.DataFrame:
    return pd.DataFrame([consensus_row(f"G{i}" if i else "all", 0.01 * (i + 1), 0.5, 5) for i in range(n)])


def _compared() -> Frames:
    rows = [consensus_row("all", p, 0.5, 9) | {"title": title} for title, p in (("before", 0.03), ("after", 0.05))]
    return {"frame": pd.DataFrame(rows)}


def _history() -> Frames:
    series, came = history_frames()
    return {"frame": series, "came": came}


def _tree() -> Frames:
    nodes, edges = gates_tree()
    return {"frame": nodes, "edges": edges}


def _ranks(groups: tuple[str, ...]) -> Frames:
    ranks = ranks_frame(groups)
    return {"frame": ranks, "shares": shares_frame(ranks)}


def _said(rows: list[dict[str, Any]]) -> Frames:
    return {"frame": statements_frame(rows), "consensus": answers_frame()}


# Every chart with frames of a usual size, of the least and of a large one.
SUBJECTS: Mapping[str, tuple[str, Callable[[], Frames], Draw]] = {
    "statements": ("statements", lambda: _said(MIXED), _two("statements", "consensus")),
    "statements-1": ("statements", lambda: _said(MIXED[6:7]), _two("statements", "consensus")),
    "statements-300": ("statements", lambda: _said([*crowd(300), *MIXED[-3:]]), _two("statements", "consensus")),
    "groups": ("groups", lambda: {"frame": answers_frame()}, _one("groups")),
    "groups-30": ("groups", lambda: {"frame": _groups(30)}, _one("groups")),
    "pools": ("pools", lambda: {"frame": pools_frame()}, _one("pools")),
    "comparison": ("comparison", _compared, _one("comparison")),
    "prior_posterior": ("prior_posterior", lambda: {"frame": density_frame()}, _one("prior_posterior")),
    "predictive": ("predictive", lambda: _ranks((SUPER, EXPERT)), _pair("predictive", "shares")),
    "overview": ("overview", lambda: {"frame": overview_frame()}, _one("overview")),
    "overview-2": ("overview", lambda: {"frame": _questions(2)}, _one("overview")),
    "overview-30": ("overview", lambda: {"frame": _questions(30)}, _one("overview")),
    "tree": ("tree", _tree, _pair("tree", "edges")),
    "waterfall": ("waterfall", lambda: {"frame": waterfall_frame()}, _bare("waterfall")),
    "factors": ("factors", lambda: {"frame": factors_frame(5, 9)}, _one("factors")),
    "factors-300": ("factors", lambda: {"frame": factors_frame(5, 300)}, _one("factors")),
    "factors-30": ("factors", lambda: {"frame": factors_frame(30, 4)}, _one("factors")),
    "coherence": ("coherence", lambda: {"frame": coherence_frame()}, _one("coherence")),
    "coherence-300": ("coherence", lambda: {"frame": many_totals(300)}, _one("coherence")),
    "evidence_steps": ("evidence_steps", lambda: {"frame": evidence_frame()}, _one("evidence_steps")),
    "frontier": ("frontier", lambda: {"frame": frontier_frame()}, _bare("frontier")),
    "tornado": ("tornado", lambda: {"frame": tornado_frame()}, _one("tornado")),
    "tornado-30": ("tornado", lambda: {"frame": tornado_frame(30)}, _one("tornado")),
    "sensitivity": ("sensitivity", lambda: {"frame": tornado_frame()}, _bare("sensitivity")),
    "crux_map": ("crux_map", lambda: {"frame": crux_frame(9)}, _bare("crux_map")),
    "moved": ("moved", lambda: {"frame": moved_frame()}, _one("moved")),
    "history": ("history", _history, _two("history", "came")),
}


@cache
def _frames(subject: str) -> Frames:
    return SUBJECTS[subject][1]()


def trial(subject: str, cases: Sequence[str], width: Width) -> Any:
    """Draw one chart with some of the cases, and with a title of 250 letters where "title" is among them."""
    draw = SUBJECTS[subject][2]
    made = dict(_frames(subject))
    for case in cases:
        if case in CASES:
            made = {name: CASES[case](frame) if name != "edges" else frame for name, frame in made.items()}
    title = LONG_TITLE if "title" in cases else TITLE
    return draw(made, domain_of(made["frame"]), words(title), ChartOptions(width=width))
