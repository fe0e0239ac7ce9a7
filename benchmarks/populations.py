"""Which population people's answers have: ``python -m benchmarks.populations xpt | fpt | simulated | surveys``.

``xpt``, ``fpt``
    Real answers of hundreds of people a question (``../shared/data``; left out where that is absent), fitted by the
    skewed population and by the symmetric one, which is the same compiled model with a prior that leaves no skew. The
    mean of the sample beside the mean forecaster of either; gains in leave-one-out log scores with standard errors, of
    either over the other and of two normals in log odds, whose mode is found anew without each answer; with ``--folds``
    the same of answers held out by fifths.
``simulated``, ``surveys``
    Panels that the model did not make: see :mod:`benchmarks.panels`. ``--rows FILE`` keeps every panel's row, so that
    an interrupted run goes on from there; ``--symmetric`` fits the symmetric population.

The tables are Markdown. Questions of one study share the degrees of freedom of their tails; ``--apart`` group or
question gives each a study of its own.
"""

import argparse
import csv
import datetime as dt
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from arviz_stats.base import array_stats
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_ndtr, logsumexp

import consilience as cs
from benchmarks.panels import simulation_table
from consilience.api.fits import AnyFit
from consilience.likelihood.intervals import log_mass
from consilience.likelihood.rows import observations
from consilience.models.consensus.priors import ConsensusPriors
from consilience.models.registry import model_of
from consilience.notation import Point, parse
from consilience.study import Estimate, Question, Study

type Array = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "shared/data"
# A prior that leaves no skew: the same compiled model, symmetric.
POPULATIONS = {"skewed": ConsensusPriors(), "symmetric": ConsensusPriors(skew=(0.0, 1e-3))}
DAY = dt.date(2022, 10, 1)
FOLDS = 5


class Answer(NamedTuple):
    """What one person said, as a fraction."""

    question: str
    person: str
    group: str
    value: float


def xpt_answers() -> list[Answer]:
    """Eight questions of the public, four of experts and superforecasters; answers above 100% are left out."""
    found = []
    for name, group in (("xpt_public_survey.csv", "public"), ("xpt_survey.csv", "experts")):
        with (DATA / name).open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file)):
                for title, said in row.items():
                    if title.split()[-1] in ("catastrophe", "extinction", "risk") and said not in ("", "NA"):
                        found.append(Answer(title, f"{group} {number}", group, float(said) / 100))
    return [answer for answer in found if answer.value <= 1]


def fpt_answers() -> list[Answer]:
    """The last answer of each person to each question, the public's and superforecasters'."""
    table = pd.read_csv(DATA / "fpt_binary.csv.gz").sort_values("timestamp", kind="stable")
    last = table.drop_duplicates(["question", "forecaster"], keep="last").sort_values(["question", "group"])
    columns = (last[name].tolist() for name in ("question", "forecaster", "group", "probability"))
    return [Answer(*row) for row in zip(*columns, strict=True)]


def study_of(answers: Iterable[Answer], name: str) -> Study:
    """A study in memory, answers written as they were typed."""
    answers = list(answers)
    names = {title: title.lower().replace(" ", "_").replace("-", "_") for title in dict.fromkeys(a[0] for a in answers)}
    rows = []
    for question, person, group, value in answers:
        said = np.format_float_positional(100 * value, precision=12, trim="-") + "%"
        rows.append(Estimate(names[question], person, DAY, said, parse(said), group=group))
    questions = {key: Question(key, title) for title, key in names.items()}
    return Study(name, name, Path(), questions, tuple(rows))


def studies_of(answers: Iterable[Answer], apart: str) -> list[Study]:
    """One study of everything, or one of each group or question: what is in one study has its degrees of freedom."""
    parts: dict[str, list[Answer]] = defaultdict(list)
    for answer in answers:
        parts["study" if apart == "none" else getattr(answer, apart)].append(answer)
    return [study_of(part, name) for name, part in parts.items()]


class Distinct(NamedTuple):
    """Statements of which no two are alike, and which of them each statement is."""

    rows: list[Estimate]
    of: NDArray[np.int64]


def distinct(rows: Sequence[Estimate]) -> Distinct:
    """Hundreds of people say the same few numbers, which have one likelihood and one score."""
    keys = {(row.question, row.group, row.said): row for row in rows}
    place = {key: index for index, key in enumerate(keys)}
    return Distinct(list(keys.values()), np.array([place[row.question, row.group, row.said] for row in rows]))


def log_likelihood(fit: AnyFit, rows: list[Estimate]) -> Array:
    """By draw and row."""
    return np.asarray(model_of(fit).log_likelihood(fit.posterior, fit.study, rows))


def loo(fit: AnyFit) -> tuple[Array, Array]:
    """Leave-one-out log score and Pareto k of every statement, as of ``fit.loo()`` and in a tenth of its time."""
    few, of = distinct(fit.statements)
    found = log_likelihood(fit, few)
    # Of log likelihoods: that a ratio is what is divided by them is known to ArviZ.
    weights, k = array_stats.psislw(found.T, axis=-1)
    return logsumexp(found.T + weights, axis=1)[of], np.asarray(k)[of]


def held_out(study: Study, population: str) -> Array:
    """Log score of every answer under the posterior predictive of a fit to the other folds."""
    scores = np.empty(len(study.rows))
    for fold, test in enumerate(folds(study)):
        kept = tuple(row for row, out in zip(study.rows, test, strict=True) if not out)
        fit = cs.fit(replace(study, rows=kept), priors=POPULATIONS[population], seed=fold)
        few, of = distinct([row for row, out in zip(study.rows, test, strict=True) if out])
        found = log_likelihood(fit, few)
        scores[test] = (logsumexp(found, axis=0) - np.log(len(found)))[of]
    return scores


def folds(study: Study) -> list[NDArray[np.bool_]]:
    """Which rows each fold leaves out."""
    fold = np.random.default_rng(1).permutation(len(study.rows)) % FOLDS
    return [fold == place for place in range(FOLDS)]


def held_out_two_normals(study: Study) -> Array:
    """Log score of every answer under two normals in log odds, of each question and group, fitted to other folds."""
    cells, parts = cells_of(study)
    scores = np.empty(len(cells))
    for test in folds(study):
        for mine in parts:
            if (mine & test).any():
                best, *_ = modes_of_two_normals(counted(cells[mine & ~test]))
                scores[mine & test] = two_normals(cells[mine & test], best)
    return scores


def left_out_two_normals(study: Study) -> Array:
    """Log score of every answer under two normals fitted to all others of its question and group, each time anew."""
    cells, parts = cells_of(study)
    scores = np.empty(len(cells))
    for mine in parts:
        counts = counted(cells[mine])
        near = modes_of_two_normals(counts)
        found = {}
        for cell in counts:
            others, *_ = modes_of_two_normals(counts - Counter([cell]), near)
            found[cell] = float(two_normals(np.array([cell]), others)[0])
        scores[mine] = [found[cell] for cell in map(tuple, cells[mine])]
    return scores


def cells_of(study: Study) -> tuple[Array, list[NDArray[np.bool_]]]:
    """Rounding cells in log odds, and which of them each question and group has."""
    cells = np.array([next(observations(row.value))[1][:4] for row in study.rows], dtype=float)
    pairs = [(row.question, row.group) for row in study.rows]
    return cells, [np.array([other == pair for other in pairs]) for pair in dict.fromkeys(pairs)]


def counted(cells: Array) -> Counter[tuple[float, ...]]:
    """How many say the same."""
    return Counter(map(tuple, cells))


def two_normals(cells: Array, parameters: Array) -> Array:
    """Log probability of cells under a mixture: logit of the first's share, means, log standard deviations."""
    share, *rest = parameters
    parts = []
    for log_weight, mean, log_sd in zip(
        (-np.logaddexp(0, -share), -np.logaddexp(0, share)), *np.reshape(rest, (2, 2)), strict=True
    ):
        below, above = ((cells[:, side] - mean) / np.exp(log_sd) for side in (0, 1))
        inside = log_mass(below, above, False, False)
        mass = np.where(cells[:, 2] > 0, log_ndtr(above), np.where(cells[:, 3] > 0, log_ndtr(-below), inside))
        parts.append(log_weight + mass)
    return np.asarray(logsumexp(parts, axis=0))


def modes_of_two_normals(counts: Counter[tuple[float, ...]], near: Sequence[Array] = ()) -> list[Array]:
    """Posterior modes, the best first, with the scales' prior of the package: else a part shrinks to a round number."""
    rows, times = np.array(list(counts)), np.array(list(counts.values()))
    log_scale, by = ConsensusPriors().scale

    def loss(parameters: Array) -> float:
        prior = np.sum(((parameters[3:] - log_scale) / by) ** 2) / 2 + parameters[0] ** 2 / 8
        return float(prior - times @ two_normals(rows, parameters))

    cells = np.repeat(rows[:, :2], times, axis=0)
    middle, spread = np.mean(cells), np.std(cells)
    starts = near or [
        np.array([share, middle - apart * spread, middle + apart * spread, *np.log([spread, spread])])
        for share, apart in ((0.0, 0.5), (-1.5, 1.0), (1.5, 1.0))
    ]
    bounds = [(-4, 4), *[(-25, 25)] * 2, *[(-3, 3)] * 2]
    tried = [minimize(loss, start, method="L-BFGS-B", bounds=bounds) for start in starts]
    # Two starts often end in one mode, or in its mirror image.
    found = {round(float(one.fun), 2): np.asarray(one.x) for one in tried}
    return [found[height] for height in sorted(found)]


def mean_forecaster(fit: AnyFit, question: str, group: str) -> tuple[float, float, float]:
    """Posterior median and 90% interval of a group's mean forecaster."""
    known = fit.answers
    for name in (group, "all"):
        here = (known["question"] == question) & (known["group"] == name) & (known["summary"] == "mean")
        if here.any():
            draws = expit(known["value"].values[..., here.values])
            low, middle, high = np.quantile(draws, (0.05, 0.5, 0.95))
            return float(middle), float(low), float(high)
    raise KeyError(question)


def gain(better: Array, worse: Array) -> str:
    """Sum of differences of log scores with its standard error, answers taken as independent."""
    difference = better - worse
    return f"{difference.sum():+.1f} ({difference.std(ddof=1) * difference.size**0.5:.1f})"


class Measured(NamedTuple):
    """Rows of a table without their scores, whose statements they are, and the log scores and Pareto k of these."""

    cells: dict[tuple[str, str], list[str]]
    pairs: list[tuple[str, str]]
    scores: dict[str, Array]
    k: Array


def measured(study: Study, *, hold_out: bool) -> Measured:
    """One study fitted by both populations."""
    fits = {name: cs.fit(study, priors=priors) for name, priors in POPULATIONS.items()}
    for name, fit in fits.items():
        failed = ", ".join(str(check) for check in fit.checks if not check.passed)
        print(f"{study.name}, {name}: {failed or 'passed'}", file=sys.stderr)
    left_out = {name: loo(fit) for name, fit in fits.items()}
    scores = {name: found for name, (found, _) in left_out.items()}
    statements = fits["skewed"].statements
    # Fits weigh question after question, the study's rows are person after person.
    place = {row: index for index, row in enumerate(study.rows)}
    order = np.array([place[row] for row in statements])
    scores["two normals"] = left_out_two_normals(study)[order]
    if hold_out:
        scores |= {f"held out, {name}": held_out(study, name)[order] for name in POPULATIONS}
        scores["held out, two normals"] = held_out_two_normals(study)[order]
    pairs = [(row.question, row.group or "") for row in statements]
    cells = {pair: real_row(study, fits, pair) for pair in dict.fromkeys(pairs)}
    return Measured(cells, pairs, scores, np.maximum(*(k for _, k in left_out.values())))


COMPARED = (("skewed", "symmetric"), ("two normals", "symmetric"), ("skewed", "two normals"))
HEAD = ("question", "group", "n", "mean, % (se)", "median, %", "mean skewed", "in", "mean symmetric", "in", "s", "ν")


def real_table(studies: Iterable[Study], *, hold_out: bool) -> str:
    """A row a question and group, and what they come to."""
    parts = [measured(study, hold_out=hold_out) for study in studies]
    held = [name for name in parts[0].scores if name.startswith("held out")]
    gains = [f"{name} over {other}" for name, other in COMPARED]
    head = [*HEAD, *(f"LOO: {name}" for name in gains), "k̂", *(f"held out: {name}" for name in gains if held)]
    lines = []
    for part in parts:
        for pair, cells in part.cells.items():
            lines.append([*cells, *scores_row(part.scores, part.k, np.array([other == pair for other in part.pairs]))])
    scores = {name: np.concatenate([part.scores[name] for part in parts]) for name in parts[0].scores}
    k = np.concatenate([part.k for part in parts])
    inside = [str(sum(line[column] == "yes" for line in lines)) for column in (6, 8)]
    total = [f"{len(lines)} sets", "", str(len(k)), "", "", "", inside[0], "", inside[1], "", ""]
    return markdown(head, [*lines, [*total, *scores_row(scores, k, np.ones(len(k), dtype=bool))]])


def real_row(study: Study, fits: dict[str, AnyFit], pair: tuple[str, str]) -> list[str]:
    """Sample and mean forecasters of one question and group."""
    mine = [row.value for row in study.rows if (row.question, row.group or "") == pair]
    said = np.array([value.number.value for value in mine if isinstance(value, Point)])
    mean, error = said.mean(), said.std(ddof=1) / said.size**0.5
    cells = [*pair, str(said.size), f"{100 * mean:.3g} ({100 * error:.2g})", f"{100 * np.median(said):.3g}"]
    for fit in fits.values():
        middle, low, high = mean_forecaster(fit, *pair)
        cells += [f"{100 * middle:.3g} [{100 * low:.3g}, {100 * high:.3g}]", "yes" if low <= mean <= high else "no"]
    posterior = fits["skewed"].posterior
    skew, nu = posterior["skew"].sel(question=pair[0]), posterior["nu"]
    return [*cells, f"{float(skew.median()):+.2f}", f"{float(nu.median()):.1f}"]


def scores_row(scores: dict[str, Array], k: Array, of: NDArray[np.bool_]) -> list[str]:
    """Gains of one population over another in log scores with standard errors, and the largest Pareto k."""

    def gains(of_scores: str) -> list[str]:
        return [gain(scores[of_scores + name][of], scores[of_scores + other][of]) for name, other in COMPARED]

    return [*gains(""), f"{k[of].max():.2f}", *(gains("held out, ") if "held out, skewed" in scores else [])]


def markdown(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table."""
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))


def main() -> None:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.populations")
    parser.add_argument("table", choices=("xpt", "fpt", "simulated", "surveys"))
    parser.add_argument("--folds", action="store_true", help="hold answers out of real data, too")
    parser.add_argument("--apart", choices=("group", "question", "none"), default="none", help="what has its own study")
    parser.add_argument("--panels", type=int, default=108, help="simulated panels")
    parser.add_argument("--symmetric", action="store_true", help="fit the symmetric population to simulated panels")
    parser.add_argument("--rows", type=Path, help="file that keeps a row a simulated panel")
    asked = parser.parse_args()
    if asked.table in ("simulated", "surveys"):
        priors = POPULATIONS["symmetric" if asked.symmetric else "skewed"]
        print(simulation_table(asked.panels, priors, surveys=asked.table == "surveys", kept=asked.rows))
    elif not DATA.exists():
        print(f"{DATA} is absent: nothing to measure on")
    else:
        answers = xpt_answers() if asked.table == "xpt" else fpt_answers()
        print(real_table(studies_of(answers, asked.apart), hold_out=asked.folds))


if __name__ == "__main__":
    main()
