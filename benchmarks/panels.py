"""Simulated panels: groups of unequal sizes, spreads and skews, drawn from no model of the package.

A panel has two or three groups. In log odds each is skew-normal, shifted lognormal or a mixture of two normals; its
spread is lognormal about 1.4, give or take a factor of e^0.5, and its long tail is in two panels of three on the side
of certainty, as in real answers, in the third on any side, by group. People say round numbers: most go by 1, 2, 5, 10,
15 %, the others by whole percents. The truth is the population of equally many forecasters of each group.
"""

import csv
import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import expit, logit
from scipy.stats import binomtest

import consilience as cs
from consilience.models.priors import Priors
from consilience.notation import parse
from consilience.study import Estimate, Question, Study

type Array = NDArray[np.float64]
type Shape = Callable[[int, np.random.Generator], Array]

DAY = dt.date(2025, 1, 1)
SHAPES = ("skew-normal", "lognormal", "mixture")
_LOW = (0, 0.1, 0.5, 1, 2, 5, 10, 15, 20, 25, 30, 40)
COARSE = np.array([*_LOW, 50, *(100 - low for low in reversed(_LOW))])
FINE = np.array([*np.arange(0, 1, 0.1), *np.arange(1, 100), *np.arange(99.1, 100.05, 0.1)]).round(1)
BY_COARSE = 0.7
BOOTSTRAPS = 1000
# Of a group, for its true median and mean.
CROWD = 200_000


@dataclass(frozen=True)
class Panel:
    """What was said, and what is true of those who said it.

    Parameters
    ----------
    said : list of (str, str, ndarray)
        Of each group its kind, its estimate as a survey (else empty), and its answers as fractions.
    """

    shape: str
    tails: str
    said: list[tuple[str, str, Array]]
    median: float
    mean: float


def draw_panel(number: int, *, surveys: bool) -> Panel:
    """The panel of a number; with a survey as one of its groups where asked for."""
    rng = np.random.default_rng([number, surveys])
    shape, tails = SHAPES[number % 3], "any side" if number // 3 % 3 == 2 else "to certainty"
    centre, groups = rng.uniform(-5, 1), int(rng.integers(2, 4))
    crowds, said = [], []
    for group in range(groups):
        location = centre + rng.normal(0, 0.8)
        side = float(np.sign(location) if tails == "to certainty" else rng.choice([-1, 1]))
        people = shaped(shape, location, rng.lognormal(np.log(1.4), 0.5), side, rng)
        crowds.append(people(CROWD, rng))
        asked = surveys and group == 0
        size = int(np.exp(rng.uniform(*np.log([30, 1000] if asked else [5, 60]))))
        answers = heaped(people(size, rng), rng)
        said.append(("survey" if asked else "person", survey_of(answers, rng) if asked else "", answers / 100))
    everybody = np.concatenate(crowds)
    return Panel(shape, tails, said, float(np.median(everybody)), float(logit(expit(everybody).mean())))


def shaped(shape: str, location: float, spread: float, side: float, rng: np.random.Generator) -> Shape:
    """A group's distribution of log odds, its long tail on one side."""
    if shape == "skew-normal":
        slant = rng.uniform(2, 6)
        delta = slant / np.hypot(1, slant)
        return lambda n, rng: (
            location
            + side * spread * (delta * abs(rng.normal(size=n)) + np.sqrt(1 - delta**2) * rng.normal(size=n) - 0.7) * 1.5
        )
    if shape == "lognormal":
        return lambda n, rng: location + side * spread * np.expm1(0.6 * rng.normal(size=n)) / 0.6
    share = rng.uniform(0.1, 0.4)
    return lambda n, rng: (
        location + spread * np.where(rng.random(n) < share, 2 * side + rng.normal(size=n), 0.6 * rng.normal(size=n))
    )


def heaped(log_odds: Array, rng: np.random.Generator) -> Array:
    """What people say, in percent."""
    percent = 100 * expit(log_odds)
    coarse, fine = (grid[abs(percent[:, None] - grid).argmin(axis=1)] for grid in (COARSE, FINE))
    return np.asarray(np.where(rng.random(percent.size) < BY_COARSE, coarse, fine), dtype="float64")


def survey_of(answers: Array, rng: np.random.Generator) -> str:
    """Median with its bootstrapped interval, as published."""
    medians = np.median(rng.choice(answers, (BOOTSTRAPS, answers.size)), axis=1)
    low, high = np.quantile(medians, (0.025, 0.975))
    return f"n={answers.size} median={np.median(answers):.3g}% ci95=[{low:.3g}%, {high:.3g}%]"


def study_of(panel: Panel) -> Study:
    """A study of one question."""
    rows = []
    for place, (kind, survey, answers) in enumerate(panel.said):
        texts = [survey] if kind == "survey" else [f"{100 * answer:.3g}%" for answer in answers]
        rows += [
            Estimate("event", f"{place} {number}", DAY, text, parse(text), group=f"group {place}", kind=kind)  # type: ignore[arg-type]
            for number, text in enumerate(texts)
        ]
    return Study("panel", "Panel", Path(), {"event": Question("event", "Event")}, tuple(rows))


def pooled(panel: Panel) -> dict[str, float]:
    """Classical pools, log odds: of the voices, where a survey is one voice, and of groups that count alike."""
    groups = [np.array([np.median(answers)]) if kind == "survey" else answers for kind, _, answers in panel.said]
    groups = [np.clip(group, 0.0005, 0.9995) for group in groups]
    voices = np.concatenate(groups)
    weights = np.concatenate([np.full(group.size, 1 / group.size / len(groups)) for group in groups])
    order = np.argsort(voices)
    middle = voices[order][np.searchsorted(np.cumsum(weights[order]), 0.5)]
    return {
        "voices' median": float(logit(np.median(voices))),
        "groups' median": float(logit(middle)),
        "voices' geometric mean of odds": float(logit(voices).mean()),
        "groups' geometric mean of odds": float(weights @ logit(voices)),
        "voices' mean": float(logit(voices.mean())),
        "groups' mean": float(logit(weights @ voices)),
    }


def panel_row(number: int, priors: Priors, *, surveys: bool) -> dict[str, object]:
    """One panel fitted: truth, posterior medians and intervals in log odds, pools."""
    panel = draw_panel(number, surveys=surveys)
    fit = cs.fit(study_of(panel), priors=priors, seed=number)
    row: dict[str, object] = {"number": number, "shape": panel.shape, "tails": panel.tails, "passed": int(fit.passed)}
    row |= {"groups": len(panel.said), "smallest": min(len(answers) for _, _, answers in panel.said)}
    row |= {"failed": "; ".join(check.name for check in fit.checks if not check.passed)}
    for name, true in (("median", panel.median), ("mean", panel.mean)):
        here = (fit.answers["group"] == "all") & (fit.answers["summary"] == name)
        low, middle, high = np.quantile(fit.answers["value"].values[..., here.values], (0.05, 0.5, 0.95))
        row |= {f"true {name}": true, f"{name}": middle, f"{name} low": low, f"{name} high": high}
    return row | pooled(panel)


def panel_rows(panels: int, priors: Priors, *, surveys: bool, kept: Path | None) -> pd.DataFrame:
    """Rows of all panels, those kept in a file taken from there and the others added to it."""
    rows: list[dict[str, object]] = []
    if kept is not None and kept.exists():
        rows = [{str(name): value for name, value in row.items()} for row in pd.read_csv(kept).to_dict("records")]
    for number in range(len(rows), panels):
        rows.append(panel_row(number, priors, surveys=surveys))
        print(f"{number + 1} of {panels}", file=sys.stderr)
        if kept is not None:
            with kept.open("a", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[-1]))
                if number == 0:
                    writer.writeheader()
                writer.writerow(rows[-1])
    return pd.DataFrame(rows)


def covered(rows: pd.DataFrame, name: str) -> str:
    """Share of the intervals that hold the truth, its 95% interval, and how many lie above and below the truth."""
    above, below = rows[f"{name} low"] > rows[f"true {name}"], rows[f"{name} high"] < rows[f"true {name}"]
    found = int((~above & ~below).sum())
    low, high = binomtest(found, len(rows)).proportion_ci(method="wilson")
    share = f"{100 * found / len(rows):.0f}% [{100 * low:.0f}, {100 * high:.0f}]"
    return f"{share}, {above.sum()} too high, {below.sum()} too low"


def simulation_table(panels: int, priors: Priors, *, surveys: bool, kept: Path | None) -> str:
    """Coverage by kind of panel, then errors of every summary."""
    rows = panel_rows(panels, priors, surveys=surveys, kept=kept)
    kinds: Sequence[tuple[str, pd.Series]] = [
        ("all", rows["number"] >= 0),
        ("published", rows["passed"] == 1),
        *((shape, rows["shape"] == shape) for shape in SHAPES),
        *((f"long tails {tails}", rows["tails"] == tails) for tails in ("to certainty", "any side")),
        *((f"{groups} groups", rows["groups"] == groups) for groups in (2, 3)),
        *(
            (name, (rows["smallest"] >= 12) == large)
            for name, large in (("each 12 or more", True), ("some below 12", False))
        ),
    ]
    lines = [
        "| panels | n | refused | median's 90% interval | mean's 90% interval |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, which in kinds:
        some = rows[which]
        if len(some):
            refused = int((some["passed"] == 0).sum())
            lines.append(f"| {name} | {len(some)} | {refused} | {covered(some, 'median')} | {covered(some, 'mean')} |")
    lines += ["", "| answer | error of the median (bias) | error of the mean (bias) |", "| --- | --- | --- |"]
    pools = [name for name in rows.columns if name.startswith(("voices'", "groups'"))]
    for name in ("median", "mean", *pools):
        errors = [rows[name] - rows[f"true {target}"] for target in ("median", "mean")]
        title = f"{name} forecaster" if name in ("median", "mean") else name
        lines.append(f"| {title} | " + " | ".join(f"{abs(e).mean():.2f} ({e.mean():+.2f})" for e in errors) + " |")
    return "\n".join(lines)
