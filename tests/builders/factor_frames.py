"""Invented but realistic frames of factor networks, evidence and cruxes: nobody said these numbers."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from consilience.notation import format_interval, format_probability, format_shares_within
from tests.builders.frames import HOSTILE, NAN, logit

OUTCOME = "Takeover by misaligned AI before 2100"
CHAIN = (
    ("capable", "A system exists that could take over if it tried", 0.62, 0.5, False),
    ("agents", "It is deployed as an agent with wide access to tools and money", 0.83, 0.6, True),
    ("attempts", "Training makes it try, given that it is capable of taking over", 0.09, 0.7, False),
    ("undetected", "The attempt is not detected in time [不被及时发现]", 0.41, 0.8, True),
    ("succeeds", "The attempt succeeds, given that a capable system makes one", 0.28, 0.8, False),
)
CRUXES = (
    "6 month pause", "AI Forecasting skill", "AI Robotics", "AI articles and apps", "AI coding",
    "AI solving novel math problems", "AI writes AI", "Alignment researchers changing minds", "Alignment solution",
    "Cyberattacks", "Democratic influence", "Escalating warning shots", "Evidence of misalignment",
    "Fast AI efficiency gains", "IC demonstration", "IT progress", "Intergovernmental AI safety",
    "Will major powers be at war with one another for at least a year before 2030, with AI weapons in use?",
    "Major powers war", "No violence LLM", "Non-democracy AI", "Other fields IC", "Platform: AI regulation",
    "Platform: ARC Evals", "Platform: Escalating warning shots", "Platform: Transformative growth",
    "Politicization", "Power-seeking", "Power-seeking shutdown", "Progress in lethal technologies",
    "Public concern", "Reduction in AI investment", "Req testing", "Short-term GDP change",
    "Supers changing minds", "Taiwan-China", "警告射撃",
)  # fmt: skip


def fraction(at: float) -> float:
    return 1 / (1 + math.exp(-at))


def interval(value: float, spread: float) -> tuple[float, float, float]:
    return value, fraction(logit(value) - 1.645 * spread), fraction(logit(value) + 1.645 * spread)


def _node(
    question: str, title: str, kind: str, value: float, spread: float, depth: int, row: float, **more: Any
) -> Any:
    value, low, high = interval(value, spread)
    return {
        "question": question, "title": title, "kind": kind, "rule": "", "assumption": False, "value": value,
        "low": low, "high": high, "label": format_interval(value, low, high), "said": "", "detail": "", "depth": depth,
        "row": row,
    } | more  # fmt: skip


def _edges(nodes: pd.DataFrame, links: Sequence[tuple[str, str, str]]) -> pd.DataFrame:
    places = nodes.set_index("question")[["depth", "row"]].to_dict("index")
    return pd.DataFrame(
        [
            {
                "source": source, "target": target, "state": state, **places[source],
                "to_depth": places[target]["depth"], "to_row": places[target]["row"],
            }
            for source, target, state in links
        ],
        columns=["source", "target", "state", "depth", "row", "to_depth", "to_row"],
    )  # fmt: skip


def gates_tree() -> tuple[pd.DataFrame, pd.DataFrame]:
    nodes = pd.DataFrame(
        [
            _node("capable", CHAIN[0][1], "factor", 0.62, 0.5, 3, 1),
            _node("agents", CHAIN[1][1], "factor", 0.83, 0.6, 2, 0, assumption=True),
            _node("attempts", CHAIN[2][1], "factor", 0.09, 0.7, 2, 1.5),
            _node("succeeds", CHAIN[4][1], "factor", 0.28, 0.8, 1, 1),
            _node("takeover", OUTCOME, "outcome", 0.013, 0.9, 0, 1, rule="all of"),
        ]
    )
    links = [
        ("capable", "attempts", "given"), ("capable", "succeeds", "given"), ("attempts", "succeeds", "given"),
        ("agents", "takeover", ""), ("capable", "takeover", ""), ("attempts", "takeover", ""),
        ("succeeds", "takeover", ""),
    ]  # fmt: skip
    return nodes, _edges(nodes, links)


def few_voices(frame: pd.DataFrame, number: str = "label") -> pd.DataFrame:
    """As if few had spoken: of the agents nobody, of the attempts two, of the last step one with a range."""
    said = {
        "agents": ("nobody answered", "nobody answered"),
        "attempts": ("50%; 1 in 1,000", f"佐藤 花子: 50%; {HOSTILE}: 1 in 1,000"),
        "succeeds": ("12% [5%, 30%]", "Ana María Fernández-Villaverde y Gutiérrez de la Concha: 12% [5%, 30%]"),
        "takeover": ("no answer of the whole", "3 voices answer parts of it, none the whole"),
    }
    few = frame["question"].isin(said)
    told = [said.get(name, ("", "")) for name in frame["question"]]
    inferred = [f". What-if of others like them: {row[number]}" if row["question"] == "takeover" or number == "label"
                else "" for row in frame.to_dict("records")]  # fmt: skip
    return frame.assign(
        leads=few.cummax().map({True: "voices", False: "population"}),
        said=[numbers for numbers, _ in told],
        detail=[who and who + also for (_, who), also in zip(told, inferred, strict=True)],
    )


def few_voices_tree() -> tuple[pd.DataFrame, pd.DataFrame]:
    nodes, edges = gates_tree()
    return few_voices(nodes), edges


def twelve_tree() -> tuple[pd.DataFrame, pd.DataFrame]:
    nodes = pd.DataFrame(
        [
            _node("compute", "Frontier training compute doubles every year", "factor", 0.7, 0.4, 4, 0),
            _node("pause", "International pause of at least six months", "factor", 0.04, 0.6, 4, 1.2),
            _node("regulated", "Licensing is required in the United States and the EU", "factor", 0.31, 0.5, 3, 2.2),
            _node("capable", CHAIN[0][1], "factor", 0.62, 0.5, 3, 0),
            _node("shot", HOSTILE, "factor", 0.18, 0.9, 3, 1.1, assumption=True),
            _node("misaligned", "Seeks power that nobody gave it", "factor", 0.09, 0.7, 2, 0),
            _node(
                "detected", "検出と阻止：研究所が事前に気づいて停止できる", "factor", 0.55, 0.4, 2, 1, assumption=True
            ),
            _node("weapons", "An engineered pandemic by a group that a model helped", "factor", 3.2e-6, 1.1, 2, 2),
            _node("loose", "Unchecked", "gate", 0.06, 0.8, 1, 0, rule="all of"),
            _node(
                "held", "Held in check by at least two lines of defence", "gate", 0.4, 0.5, 1, 1, rule="at least 2 of"
            ),
            _node("takeover", OUTCOME, "outcome", 0.013, 0.9, 0, 0.4, rule="any of"),
            _node("extinction", "Human extinction before 2100", "outcome", 0.0004, 1.2, 0, 1.6),
        ]
    )
    links = [
        ("compute", "capable", ""), ("pause", "capable", "given not"), ("pause", "regulated", "given not"),
        ("capable", "misaligned", "given"), ("shot", "detected", ""), ("regulated", "detected", ""),
        ("regulated", "weapons", "given not"), ("misaligned", "loose", ""), ("detected", "loose", ""),
        ("detected", "held", ""), ("weapons", "held", ""), ("regulated", "held", ""), ("loose", "takeover", ""),
        ("held", "takeover", ""), ("held", "extinction", "given not"), ("weapons", "extinction", ""),
        ("compute", "weapons", ""),
    ]  # fmt: skip
    return nodes, _edges(nodes, links)


def premises_tree() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Six premises, each given the one before: too deep for columns side by side."""
    values = (0.65, 0.8, 0.4, 0.65, 0.4, 0.95)
    nodes = [
        _node(f"p{i}", f"Premise {i}: {CHAIN[i % 5][1].lower()}", "factor", p, 0.3, 7 - i, 0)
        for i, p in enumerate(values, 1)
    ]
    nodes.append(_node("catastrophe", "Existential catastrophe", "outcome", 0.051376, 0.5, 0, 0, rule="all of"))
    frame = pd.DataFrame(nodes)
    links = [(f"p{i}", f"p{i + 1}", "given") for i in range(1, 6)]
    return frame, _edges(frame, [*links, *((f"p{i}", "catastrophe", "") for i in range(1, 7))])


def waterfall_frame(chain: Sequence[tuple[str, str, float, float, bool]] = CHAIN) -> pd.DataFrame:
    rows: list[dict[str, Any]] = []
    before, width = 1.0, 0.0
    for order, (question, title, p, spread, assumption) in enumerate(chain):
        width = math.hypot(width, spread)
        _, low, high = interval(before * p, width)
        rows.append(
            {
                "order": order, "question": question, "title": title, "assumption": assumption, "factor": p,
                "factor_low": interval(p, spread)[1], "factor_high": interval(p, spread)[2],
                "factor_label": format_probability(p), "before": before, "after": before * p, "after_low": low,
                "after_high": high, "after_label": format_probability(before * p), "leads": "population", "said": "",
                "detail": "",
            }
        )  # fmt: skip
        before *= p
    last = rows[-1] | {
        "order": len(rows), "question": "takeover", "title": OUTCOME, "assumption": False, "factor": NAN,
        "factor_label": "", "before": before,
    }  # fmt: skip
    last["after_label"] = format_interval(last["after"], last["after_low"], last["after_high"])
    return pd.DataFrame([*rows, last])


def factors_frame(factors: int = 8, forecasters: int = 22) -> pd.DataFrame:
    rows = []
    for j in range(factors):
        question, title, p, *_ = CHAIN[j % len(CHAIN)]
        title = title if j < len(CHAIN) else f"Factor {j + 1} of a long list"
        for i in range(forecasters):
            answered = (3 * i + 5 * j) % 7 > 1
            at = logit(p) + 1.3 * math.sin(2.1 * i + j) + (1.2 if i >= forecasters / 2 else -0.6)
            spread = 0.35 if answered else 1.1
            value, low, high = interval(fraction(at), spread)
            name = ("Žofia Šķērsgriezums", "佐藤 花子", HOSTILE)[i] if i < 3 else f"Participant {i + 1:02d}"
            rows.append(
                {
                    "question": f"{question}{j}", "title": title, "forecaster": name,
                    "group": "Concerned" if i >= forecasters / 2 else "Skeptical", "answered": answered,
                    "said": format_probability(value) if answered else "", "value": value, "low": low, "high": high,
                    "logit_value": at, "logit_low": logit(low), "logit_high": logit(high),
                    "label": format_interval(value, low, high),
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def many_totals(n: int) -> pd.DataFrame:
    """As the few, over and over, some of them ever further apart."""
    few = coherence_frame().to_dict("records")
    rows = []
    for i in range(n):
        row = few[i % len(few)] | {"forecaster": f"{few[i % len(few)]['forecaster']} {i}"}
        implied = -3 + 3 * math.sin(1.7 * i)
        gap = 0.5 * math.cos(2.3 * i) + (0.02 * i if i % 7 == 0 else 0)
        rows.append(row | {"logit_stated": implied + gap, "logit_implied": implied, "flagged": abs(gap) > 0.6})
    return pd.DataFrame(rows)


def coherence_frame(n: int = 9) -> pd.DataFrame:
    people = (
        ("Joe the report’s author", "Authors", "person", 0.05, 0.0514),
        ("Superforecasters (aggregate)", "Aggregates", "aggregate", 0.01, 0.0021),
        (HOSTILE, "Aggregates", "person", 0.2, 0.24),
        ("佐藤 花子（東京大学大学院情報理工学系研究科）", "Panel", "person", 0.3, 0.004),
        ("Müller, K.", "Panel", "person", 0.002, 0.03),
        ("Ana María Fernández-Villaverde y Gutiérrez de la Concha", "Panel", "person", 0.00001, 0.0008),
        ("T. Ashworth-Lindqvist", "Panel", "person", 0.12, 0.09),
        ("Zed", "Panel", "person", 0.999, 0.6),
        ("Ruth", "Panel", "person", 0.07, 0.071),
    )
    rows = []
    for forecaster, group, kind, stated, implied in people[:n]:
        row: dict[str, Any] = {
            "forecaster": forecaster, "group": group, "kind": kind, "question": "catastrophe",
            "title": "Existential catastrophe", "date": "2023-05-01", "said": format_probability(stated),
        }  # fmt: skip
        for name, value, spread in (("stated", stated, 0.08), ("implied", implied, 0.5)):
            _, low, high = interval(value, spread)
            row |= {name: value, f"{name}_low": low, f"{name}_high": high}
            ends = {"": value, "_low": low, "_high": high}
            row |= {f"logit_{name}{end}": logit(p) for end, p in ends.items()}
        ratio = stated / implied
        times = f"{max(ratio, 1 / ratio):.2g} times"
        said = f"stated {times} what the factors give" if ratio > 1 else f"the factors give {times} what is stated"
        said = "stated as the factors give" if 0.95 < ratio < 1.05 else said
        row |= {"gap": logit(stated) - logit(implied), "flagged": abs(logit(stated) - logit(implied)) > 1}
        rows.append(row | {"gap_label": said, "of_complement": False})
    return pd.DataFrame(rows)


TESTS = (
    ("Honeypot tests in the lab", 0.12, "3 clean trials, sensitivity 60% [30%, 85%]"),
    (
        "Red team with interpretability tools, run by an outside institute 外部評価",
        0.4,
        "1 clean trial, sensitivity 45%",
    ),
    ("Reward hacking shift seen in one of 12 checkpoints", 6.3, "1 of 12 trials positive, false-positive rate 5%"),
)


def evidence_frame(*series: tuple[str, str, float]) -> pd.DataFrame:
    rows = []
    for question, title, prior in series or (("attempts", CHAIN[2][1], 0.09),):
        at, spread = logit(prior), 0.8
        steps = [("Before any evidence", NAN, "prior from 12 forecasters"), *TESTS]
        for order, (stage, factor, detail) in enumerate(steps):
            at += 0 if math.isnan(factor) else math.log(factor)
            spread *= 1.05
            value, low, high = interval(fraction(at), spread)
            rows.append(
                {
                    "order": order, "stage": stage, "question": question, "title": title, "group": "all",
                    "value": value, "low": low, "high": high, "logit_value": at, "logit_low": logit(low),
                    "logit_high": logit(high), "label": format_interval(value, low, high), "bayes_factor": factor,
                    "detail": detail, "leads": "population",
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def frontier_frame(flaws: Sequence[float] = (0.0, 0.02, 0.05, 0.2), most: int = 20, odds: float = 0.1) -> pd.DataFrame:
    """Sensitivity s with q + (1 − q) (1 − s)^n = odds, where there is one of at most 1."""
    rows = []
    for flaw in flaws:
        for trials in range(1, most + 1):
            left = (odds - flaw) / (1 - flaw)
            s = 1 - left ** (1 / trials) if left >= 0 else NAN
            label = "no common failure" if flaw == 0 else f"common failure {format_probability(flaw)}"
            rows.append({"trials": trials, "sensitivity": s, "common_failure": flaw, "label": label})
    return pd.DataFrame(rows)


def share(name: str, at: float, error: float = 0.05) -> dict[str, object]:
    low, high = max(at - error, 0), min(at + error, 1)
    (label,) = format_shares_within((at, low, high))
    return {name: at, f"{name}_low": low, f"{name}_high": high, f"{name}_label": label}


def tornado_frame(n: int = 5) -> pd.DataFrame:
    base = 0.013
    rows = []
    for order in range(n):
        question, title, p, spread, assumption = CHAIN[(2 * order) % 5] if n > 1 else CHAIN[0]
        reach = 1.6 * 0.8**order * (1 if order != 2 else -1)
        low, high = fraction(logit(base) - reach), fraction(logit(base) + 0.8 * reach)
        _, factor_low, factor_high = interval(p, spread)
        rows.append(
            {
                "question": f"{question}{order}", "title": title, "assumption": assumption, "low": low, "high": high,
                "base": base, "logit_low": logit(low), "logit_high": logit(high), "logit_base": logit(base),
                "factor_low_label": format_probability(factor_low),
                "factor_high_label": format_probability(factor_high),
                "base_label": format_probability(base),
                **share("first_order", 0.4 * 0.6**order), **share("total", 0.45 * 0.6**order),
                "first": 0.5**order, "order": order, "detail": "", "leads": "population",
            }
        )  # fmt: skip
    return pd.DataFrame(rows)


def crux_frame(n: int = 37, camps: Sequence[str] = ("Skeptical", "Concerned")) -> pd.DataFrame:
    rows = []
    for order, title in enumerate(CRUXES[:n]):
        for j, camp in enumerate(camps):
            voi = 0.031 * math.exp(-0.16 * order) * (0.45 if j == 0 else 1) * (1 + 0.4 * math.sin(3 * order + j))
            rows.append(
                {
                    "crux": f"crux{order}", "title": title, "camp": camp, "voi": voi, "voi_low": voi * 0.4,
                    "voi_high": voi * 1.9, "share": voi / 0.14, "people": 11 - order % 3,
                    "vod": 0.2 * math.exp(-0.1 * order) if order % 5 else NAN, "first": 0.5, "order": order,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)
