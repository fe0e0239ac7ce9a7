"""Whether reweighting says what full fits say: arrivals at random, each by itself from one full fit of a panel.

``python -m benchmarks.followed [--model consensus|factors] [--arrivals N] [--people N]``: somebody comes, thinks again,
takes an answer back or leaves. One in eight who speak is far out, and there the panel is sampled.
"""

import argparse
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from benchmarks.arrivals import differences
from consilience.models.following import updated
from consilience.models.registry import model_for
from consilience.notation import parse
from consilience.sampling.fitting import fit as fit_model
from consilience.study import Estimate, Question, Study

FACTORS = ("storm", "breach", "late")
QUESTIONS = {
    "consensus": {"flood": Question("flood", "The town is flooded")},
    "factors": {
        "storm": Question("storm", "A storm comes"),
        "breach": Question("breach", "The wall breaks", given={"storm": True}),
        "late": Question("late", "The warning is late", given={"storm": True, "breach": True}),
        "flood": Question("flood", "The town is flooded", gate="all_of", of=FACTORS),
    },
}
# Where answers lie about, in log odds; of factors the total too.
MEDIANS = {"consensus": {"flood": -2.0}, "factors": {"storm": 0.0, "breach": -2.0, "late": -1.0, "flood": -3.5}}
# How far the views of one person go together, and each answer by itself.
OUTLOOK, OWN = 0.7, 0.8
FAR_OUT = 0.12, (-9.0, 8.0)


def row(question: str, forecaster: str, said: str, group: str | None = "river", kind: str = "person") -> Estimate:
    """A statement of a panel that is followed."""
    return Estimate(question, forecaster, date(2025, 3, 1), said, parse(said), group=group, kind=kind)


def panel(model: str, people: int, rng: np.random.Generator) -> Study:
    """A panel of two groups, in which some leave factors out and one in six says a total."""
    study = Study("followed", "A flood", Path(), QUESTIONS[model], (), outcome="flood")
    rows: list[Estimate] = []
    for place in range(people):
        said = views(model, rng)
        kept = {name: text for name, text in said.items() if name == "flood" or place < 4 or rng.random() < 0.85}
        if model == "factors" and place % 6:
            del kept["flood"]
        rows += [row(name, f"p{place}", text, ("river", "coast")[place % 2]) for name, text in kept.items()]
    return replace(study, rows=tuple(rows))


def views(model: str, rng: np.random.Generator, shift: float = 0.0) -> dict[str, str]:
    """What somebody thinks of every question: of factors about what these come to, and little above."""
    outlook = rng.normal()
    at = {name: middle + OUTLOOK * outlook + OWN * rng.normal() + shift for name, middle in MEDIANS[model].items()}
    if model == "factors":
        at["flood"] = -sum(np.logaddexp(0, -at[name]) for name in FACTORS) + 0.2 + 0.3 * rng.normal()
    return {name: text_of(of) for name, of in at.items()}


def text_of(log_odds: float) -> str:
    """A number as somebody says it."""
    return f"{100 / (1 + np.exp(-log_odds)):.2g}%"


def arrival(study: Study, model: str, rng: np.random.Generator) -> Study:
    """The study after somebody came, thought again, took an answer back or left."""
    chosen = study.rows[rng.integers(len(study.rows))]
    others = tuple(made for made in study.rows if made is not chosen)
    shift = rng.choice(FAR_OUT[1]) if rng.random() < FAR_OUT[0] else 0.0
    match rng.choice(["came", "changed", "went", "left"], p=[0.4, 0.35, 0.15, 0.1]):
        case "went":
            return replace(study, rows=others)
        case "left":
            return replace(study, rows=tuple(made for made in others if made.forecaster != chosen.forecaster))
        case "changed":
            said = text_of(MEDIANS[model][chosen.question] + rng.normal() + shift)
            return replace(study, rows=(*others, replace(chosen, said=said, value=parse(said))))
    said = views(model, rng, shift)
    asked = set(rng.permutation(list(said))[: rng.integers(1, len(said) + 1)].tolist())
    return replace(study, rows=(*study.rows, *(row(name, "eve", said[name]) for name in said if name in asked)))


def told(hows: Mapping[str, int], off: list[float]) -> str:
    """The result as a line."""
    kinds = ", ".join(f"{count} {how}" for how, count in hows.items())
    large = np.mean(np.abs(off) > 3)
    error = np.sqrt(np.mean(np.square(off)))
    return f"{kinds}; error {error:.2f} standard errors (RMS of {len(off)}), {large:.1%} above 3"


def main() -> None:
    """Follow and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.followed")
    parser.add_argument("--model", choices=tuple(QUESTIONS), default="consensus")
    parser.add_argument("--arrivals", type=int, default=50)
    parser.add_argument("--people", type=int, default=30)
    asked = parser.parse_args()
    rng = np.random.default_rng(20261127)
    study = panel(asked.model, asked.people, rng)
    full, hows, off = fit_model(model_for(study), study), {"reweighted": 0, "sampled": 0}, []
    for _ in range(asked.arrivals):
        now = arrival(study, asked.model, rng)
        fit = updated(full, now, model_for(now))
        hows["sampled" if fit.reweighted is None else "reweighted"] += 1
        if fit.reweighted is not None:
            off += differences(fit, fit_model(model_for(now), now, seed=int(rng.integers(1 << 31))))
    print(told(hows, off))


if __name__ == "__main__":
    main()
