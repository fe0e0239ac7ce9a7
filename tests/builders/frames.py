"""Invented but realistic frames: the people, names and numbers exist nowhere else."""

import math
import random
from collections.abc import Sequence
from typing import Any

import pandas as pd

from consilience.notation import format_probability

NAN = math.nan
DOMAIN = (-9.5, 4.8)
TITLE = "Takeover by misaligned AI before 2100"
HOSTILE = 'Eve "</script><script>alert(1)</script>" O’Brien'


def logit(p: float) -> float:
    return math.log(p / (1 - p))


def clipped(p: float, domain: tuple[float, float]) -> float:
    if math.isnan(p):
        return p
    low, high = domain
    return low if p <= 0 else high if p >= 1 else min(max(logit(p), low), high)


def below(p: float, edge: float) -> bool:
    return p <= 0 or (not math.isnan(p) and logit(p) < edge)


def statement(
    forecaster: str, group: str, said: str, form: str, low: float, best: float, high: float, **more: Any
) -> dict[str, Any]:
    row: dict[str, Any] = {
        "question": "takeover", "question_title": TITLE, "forecaster": forecaster, "group": group,
        "kind": "person", "role": "voice", "date": "2024-06-01", "said": said, "form": form, "low": low,
        "best": best, "high": high, "source": "Round 1 of an invented panel", "label": said,
    } | more  # fmt: skip
    return row


def statements_frame(rows: Sequence[dict[str, Any]], domain: tuple[float, float] = DOMAIN) -> pd.DataFrame:
    full = []
    for order, row in enumerate(rows):
        ends = {f"logit_{name}": clipped(row[name], domain) for name in ("low", "best", "high")}
        opened = {"open_low": below(row["low"], domain[0]), "open_high": below(1 - row["high"], -domain[1])}
        full.append(row | ends | opened | {"order": order})
    return pd.DataFrame(full)


def point(forecaster: str, group: str, said: str, value: float, **more: Any) -> dict[str, Any]:
    cell = (max(value - 0.005, 0), min(value + 0.005, 1)) if value in (0, 1) else (value * 0.9, value)
    return statement(forecaster, group, said, "point", cell[0], value, cell[1], **more)


def ranks_frame(groups: Sequence[str], clusters: Sequence[float] = (0.5,), apart: float = 0.5) -> pd.DataFrame:
    """Ten ranks a group, each a few points wide, spread evenly about each of the clusters in turn."""
    rows = []
    for group in groups:
        for place in range(10):
            rank = clusters[place % len(clusters)] + apart * (place // len(clusters) * len(clusters) / 10 - 0.45)
            rows.append({"group": group, "rank_low": rank - 0.02, "rank": rank, "rank_high": rank + 0.02})
    return pd.DataFrame(rows).assign(question="takeover", question_title=TITLE)


def shares_frame(ranks: pd.DataFrame, reach: float = 0.2) -> pd.DataFrame:
    """Shares at twenty ranks and at the ends, beside what is expected."""
    at = [place / 20 for place in range(21)]
    return pd.DataFrame(
        {
            "rank": at,
            "least": [(ranks["rank_high"] <= rank).mean() for rank in at],
            "most": [(ranks["rank_low"] <= rank).mean() for rank in at],
            "expected_low": [max(rank - reach, 0.0) for rank in at],
            "expected_high": [min(rank + reach, 1.0) for rank in at],
        }
    )


SUPER, EXPERT, CONCERNED = "Superforecasters", "Domain experts", "Concerned: signed the open letter"

MIXED = [
    point("Ana María Fernández-Villaverde y Gutiérrez de la Concha", SUPER, "0%", 0),
    statement("佐藤 花子", SUPER, "<0.1%", "at_most", 0, NAN, 0.001),
    point("J. [Jim] O’Neil, Jr.", SUPER, "1 in 1,000", 0.001),
    point("Žofia Šķērsgriezums", SUPER, "0.38%", 0.0038),
    statement("Lena", SUPER, "0.5–2%", "range", 0.005, NAN, 0.02),
    point(HOSTILE, SUPER, "1%", 0.01),
    statement("Müller, K.", EXPERT, "2% [0.1%, 20%] @80%", "bounds", 0.001, 0.02, 0.2),
    statement("王小明", EXPERT, "5–10% @90%", "range", 0.05, NAN, 0.10),
    statement("김철수", EXPERT, "q5=1% q50=5% q95=30%", "quantiles", 0.01, 0.05, 0.3),
    point("a.b[c]['d']", EXPERT, "~10%", 0.1),
    statement("Oyelaran", EXPERT, '"likely"', "words", 0.55, NAN, 0.9),
    statement(
        "Survey, 2023", EXPERT, "n=738 median=5% mean=14.4%", "survey", NAN, 0.05, NAN, kind="survey"
    ),
    point("Nguyễn Thị Minh Khai", CONCERNED, "25%", 0.25),
    statement("T. Ashworth-Lindqvist", CONCERNED, ">=50%", "at_least", 0.5, NAN, 1),
    point("Ruth", CONCERNED, "90%", 0.9),
    point("Zed", CONCERNED, "100%", 1),
    point("A forecasting platform", "", "3%", 0.03, kind="aggregate", role="beside"),
    statement(
        "Survey of authors (published)", "", "n=88 median=0.375% ci95=[0.1%, 0.8%]", "survey", 0.001, 0.00375,
        0.008, kind="survey", role="beside",
    ),
    statement("Reference class", "", "12 of 400", "base_rate", NAN, 0.03, NAN, role="beside"),
]  # fmt: skip

# Case 36 of the gathered cases: twelve rows, four of them zero, drawn as twelve marks.
ZEROS = [
    *(point(f"r{i:02d}", "", said, 0) for i, said in enumerate(("0%", "0%", "0", "0.0%"), 1)),
    point("r05", "", "0.01%", 1e-4),
    point("r06", "", "0.1%", 1e-3),
    statement("r07", "", "<0.1%", "at_most", 0, NAN, 1e-3),
    point("r08", "", "1%", 0.01),
    point("r09", "", "1%", 0.01),
    point("r10", "", "2%", 0.02),
    point("r11", "", "5%", 0.05),
    point("r12", "", "10%", 0.1),
]


def sixty() -> list[dict[str, Any]]:
    groups = (SUPER, EXPERT, CONCERNED, "Public")
    rows = []
    for i in range(60):
        group = groups[i // 15]
        value = 1 / (1 + math.exp(7.5 - 0.32 * (i % 15) - 1.1 * (i // 15)))
        rows.append(point(f"Participant {i + 1:02d}", group, format_probability(value), value))
    return rows


def crowd(n: int, groups: Sequence[str] = (SUPER, EXPERT, CONCERNED, "Public")) -> list[dict[str, Any]]:
    """So many voices, each group above the one before, of every form that one voice has."""
    draw, rows = random.Random(7), []
    for i in range(n):
        place = draw.randrange(len(groups))
        p = min(float(f"{1 / (1 + math.exp(5 - 1.2 * place - draw.gauss(0, 1.3))):.1g}"), 0.99)
        who, group = f"Participant {i + 1}", groups[place]
        said = format_probability(p)
        forms = {
            3: statement(who, group, f"<{said}", "at_most", 0, NAN, p),
            5: statement(who, group, f">={said}", "at_least", p, NAN, 1),
            7: point(who, group, "0%", 0),
            11: statement(who, group, f"{said}, at least half", "range", p / 2, NAN, p),
        }
        rows.append(forms.get(i % 23, point(who, group, said, p)))
    return rows


def consensus_row(group: str, value: float, spread: float, n: int, **more: Any) -> dict[str, Any]:
    middle = logit(value)
    row: dict[str, Any] = {
        "question": "takeover", "question_title": TITLE, "group": group, "summary": "median",
        "summary_title": "Median forecaster", "value": value, "logit_value": middle, "statements": n,
        "detail": "1 person" if n == 1 else f"{n} people, spread ×÷2.4 [1.6, 4.1]", "leads": "population",
    }  # fmt: skip
    for name, z in (("low", -1.645), ("high", 1.645), ("low50", -0.674), ("high50", 0.674)):
        at = middle + z * spread
        row |= {f"logit_{name}": at, name: 1 / (1 + math.exp(-at))}
    row["label"] = f"{format_probability(value)} [{format_probability(row['low'])}, {format_probability(row['high'])}]"
    return row | more


def answers_frame() -> pd.DataFrame:
    return pd.DataFrame(
        [
            consensus_row("all", 0.031, 0.45, 16),
            consensus_row("all", 0.12, 0.4, 16, summary="mean", summary_title="Mean forecaster"),
            consensus_row("all", 0.045, 0.4, 16, summary="geometric_mean_odds", summary_title="Geometric mean of odds"),
            consensus_row(SUPER, 0.0038, 0.7, 6),
            consensus_row(EXPERT, 0.05, 0.55, 6),
            consensus_row(CONCERNED, 0.62, 0.9, 4),
        ]
    )


QUESTIONS = (
    ("capable", "A system exists that could take over if it tried", 0.62, 0.4, 14),
    (
        "attempts",
        "Training produces a system that tries, given that one is capable of taking over",
        0.09,
        0.7,
        12,
    ),
    ("succeeds", "The attempt succeeds, given that a capable system makes one", 0.28, 0.8, 11),
    (
        "pandemic",
        "An engineered pandemic kills more than one per cent of humanity before 2100",
        0.012,
        0.6,
        9,
    ),
    ("war", "Nuclear war kills more than a million people in any single year before 2050", 0.04, 0.3, 23),
    (
        "rare",
        "Extinction by natural causes [asteroid, supervolcano, gamma-ray burst] this century",
        2e-5,
        1.4,
        1,
    ),
    ("sure", "Global mean temperature in 2050 is above that of 2020", 0.9985, 0.8, 30),
)


def overview_frame() -> pd.DataFrame:
    return pd.DataFrame(
        [
            consensus_row("all", p, s, n, question=q, question_title=title, detail=f"{n} people")
            for q, title, p, s, n in QUESTIONS
        ]
        + [
            # What one person said, and grey beside it what is inferred of others.
            consensus_row("all", 0.06, 1.4, 1, question="lost", question_title="The loss of control is for good")
            | {"label": "5%", "detail": "Ada: 5%. What-if of others like them: 6% [0.6%, 39%]", "leads": "voices"}
        ]
    )


def pools_frame() -> pd.DataFrame:
    listed = (
        ("Linear pool (mean)", "pool", 0.12, NAN, ""),
        ("Median", "pool", 0.03, NAN, ""),
        ("Lowest", "pool", 0.0, NAN, ""),
        ("Geometric mean of probabilities", "pool", NAN, NAN, "undefined: 3 statements are 0%"),
        ("Geometric mean of odds", "pool", NAN, NAN, "undefined by Ada (0%), Bo Jonsson (100%) and 2 more"),
        ("Trimmed mean (10% off each end)", "pool", 0.084, NAN, ""),
        ("Extremized geometric mean of odds (exponent 2.5)", "pool", 0.0006, NAN, ""),
        ("Median forecaster", "consensus", 0.031, 0.45, ""),
        ("Mean forecaster", "consensus", 0.12, 0.4, ""),
        ("Geometric mean of odds", "consensus", 0.045, 0.4, ""),
    )
    rows = []
    for order, (title, family, value, spread, note) in enumerate(listed):
        at = logit(value) if value > 0 else NAN
        ends = {"logit_low": at - 1.645 * spread, "logit_high": at + 1.645 * spread}
        fractions = {name[6:]: 1 / (1 + math.exp(-end)) for name, end in ends.items()}
        label = "undefined" if math.isnan(value) else format_probability(value)
        if not math.isnan(spread):
            label += f" [{format_probability(fractions['low'])}, {format_probability(fractions['high'])}]"
        rows.append(
            {
                "question": "takeover", "question_title": TITLE, "method": f"{family}: {title}",
                "method_title": title, "family": family, "value": value, "logit_value": at, "label": label,
                "note": note, "bounded": "", "order": order,
            } | ends | fractions
        )  # fmt: skip
    return pd.DataFrame(rows)


def density_frame(
    prior: tuple[float, float] = (-2.0, 2.5), posterior: tuple[float, float] = (-3.4, 0.5)
) -> pd.DataFrame:
    rows = []
    for curve, (middle, sd) in (("prior", prior), ("posterior", posterior)):
        for i in range(201):
            at = DOMAIN[0] + (DOMAIN[1] - DOMAIN[0]) * i / 200
            height = math.exp(-0.5 * ((at - middle) / sd) ** 2) / sd / math.sqrt(2 * math.pi)
            rows.append(
                {
                    "question": "takeover", "question_title": TITLE, "curve": curve,
                    "quantity": "median forecaster", "logit": at, "density": height,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def moved_frame(changes: int = 4) -> pd.DataFrame:
    """Three answers, of which one is told by voices alone, so many changes, and two groups' together."""

    def row(stage: str, title: str, label: str, before: float, after: float, detail: str = "", by: float = NAN) -> Any:
        ends = {"low": -by, "high": by}
        sides = {"before": before, "after": after}
        places = {f"logit_{side}_{end}": at + away for side, at in sides.items() for end, away in ends.items()}
        of = {"logit_before": before, "logit_after": after}
        return {"stage": stage, "title": title, "detail": detail, "label": label} | of | places

    who = [("Eve", "came: 30%"), (HOSTILE, "changed: 10% → 1 in 6"), ("An author whose name is long", "went: <1%")]
    rows = [
        row("Answers", TITLE, "3% → 5.1%", -3.48, -2.92, by=0.7),
        row("Answers", "A system exists that could take over if it tried", "62%: no change", 0.49, 0.5, by=0.5),
        row("Answers", "Lives are lost", "new: Ada says 3%", NAN, NAN),
    ]
    for place in range(changes):
        name, detail = who[place % 3]
        without, label = (-3.3 + 0.12 * place, f"{1 + place}.2%") if place % 4 < 3 else (NAN, "beyond the draws")
        rows.append(row("The first without each change", name, label, without, -2.92 if place % 4 < 3 else NAN, detail))
    rows.append(
        row(
            "The first without all of a group’s changes", "Superforecasters", "3.1%", -3.44, -2.92, "3 changes together"
        )
    )
    rows.append(
        row(
            "The first without all of a group’s changes",
            "No group named",
            "no change",
            NAN,
            -2.92,
            "2 changes together",
        )
    )
    return pd.DataFrame(rows)


def history_frames(days: int = 12, years: float = 3.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """An answer that narrows, and what came on its days: of the question, of what it follows from, and withdrawn."""
    first, series, came = pd.Timestamp("2022-02-11"), [], []
    for place in range(days):
        day = (first + pd.Timedelta(days=365 * years * (place / max(days - 1, 1)) ** 1.3)).date().isoformat()
        middle, by = -3.0 + 0.8 * math.sin(place), 2.6 / (1 + place) ** 0.5
        numbers = {"value": middle, "low": middle - by, "high": middle + by}
        numbers |= {"low50": middle - 0.4 * by, "high50": middle + 0.4 * by}
        told = {"question": "takeover", "question_title": TITLE, "date": day, "label": "5% [1%, 12%]"}
        told["leads"] = "voices" if place < 2 < days else "population"
        series.append(told | {f"logit_{name}": at if place != 5 else NAN for name, at in numbers.items()})
        kind = ("said", "said", "beside", "withdrawn")[place % 4]
        came.append({"date": day, "title": HOSTILE, "said": "3%", "kind": kind, "logit": middle + 3 * math.cos(place)})
    return pd.DataFrame(series), pd.DataFrame(came)
