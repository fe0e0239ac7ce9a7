"""Whether answers of a crux study tell of skew, and of scales of camps: ``python -m benchmarks.cruxes [--every N]``.

On the adversarial collaboration (``../shared/data``): what 22 people said of the outcome, of 37 cruxes and of the
outcome given each, and the odds ratio of outcome and crux that follows from these, every one of them a question by
itself, as a consensus; gains in leave-one-out log scores of the skewed population over the symmetric one, and of a
scale a camp over one scale, which are the same compiled model with a prior that leaves none. Standard errors are those
of sums over people, who answer many questions each. ``--every N`` takes every Nth crux.
"""

import argparse
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import consilience as cs
from benchmarks.populations import DATA, Answer, loo, markdown, study_of
from consilience.importers import import_study
from consilience.models.consensus.priors import ConsensusPriors
from consilience.notation import Point
from consilience.study import Study, read_study

SOURCE = DATA / "fri_adversarial_collaboration.csv"
SKEWED, SYMMETRIC, ONE_SCALE = "skewed", "symmetric", "one scale"
OUTCOME, CRUX, GIVEN, ODDS_RATIO = "outcome", "crux", "outcome given a crux", "odds ratio"


def populations(kind: str) -> dict[str, ConsensusPriors]:
    """Priors by name: an odds ratio is no credence, and its sign does not tell which way it leans."""
    default = ConsensusPriors(skew=(0.0, 0.5)) if kind == ODDS_RATIO else ConsensusPriors()
    return {
        SKEWED: default,
        SYMMETRIC: replace(default, skew=(0.0, 1e-3)),
        ONE_SCALE: replace(default, scale_between_groups=1e-3),
    }


def answers_of(study: Study) -> dict[str, list[Answer]]:
    """What stands, by question: of the outcome as each person last said it."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in study.voices:
        if isinstance(row.value, Point):
            found[row.question].append(
                Answer(row.question, row.forecaster, row.group or "", float(row.value.number.value))
            )
    return found


def kind_of(question: str, outcome: str) -> str:
    """The outcome, a crux, or the outcome given one."""
    if question == outcome:
        return OUTCOME
    return GIVEN if "|" in question else CRUX


def odds_ratios(study: Study, outcome: str) -> dict[str, list[Answer]]:
    """Odds ratios of outcome and crux, by crux, of those whose three numbers have one.

    An odds ratio is written as the probability that has it for its odds.
    """
    standing = {(row.question, row.forecaster): row for row in study.voices}
    found: dict[str, list[Answer]] = defaultdict(list)
    for (question, person), row in standing.items():
        crux = standing.get((question.partition(" | ")[2], person))
        beside = study.beside(row, outcome)
        if crux is None or beside is None:
            continue
        said = [each.value.number.value for each in (beside, crux, row) if isinstance(each.value, Point)]
        if len(said) == 3:
            whole, weight, given = map(float, said)
            left = (whole - weight * given) / (1 - weight) if weight < 1 else 0.0
            if 0 < left < 1 and 0 < given < 1:
                ratio = given / (1 - given) * (1 - left) / left
                name = f"odds ratio of {crux.question}"
                found[name].append(Answer(name, person, row.group or "", round(ratio / (1 + ratio), 2)))
    return found


class Scores:
    """Log scores of answers by population, with whose they are."""

    def __init__(self, kind: str) -> None:
        self.populations = populations(kind)
        self.people: list[str] = []
        self.scores: dict[str, list[float]] = defaultdict(list)
        self.sets, self.worst = 0, 0.0
        self.skews: list[float] = []

    def add(self, question: str, answers: Iterable[Answer]) -> None:
        """Fit one question by every population."""
        # A question by itself: in this study it is given nothing.
        alone = question.replace(" | ", " given ")
        study = study_of((answer._replace(question=alone) for answer in answers), "collaboration")
        for place, (name, priors) in enumerate(self.populations.items()):
            fit = cs.fit(study, priors=priors)
            if not fit.passed:
                print(question, name, *(str(check) for check in fit.checks if not check.passed), file=sys.stderr)
            scores, k = loo(fit)
            self.scores[name] += scores.tolist()
            self.worst = max(self.worst, float(k.max()))
            if place == 0:
                self.people += [row.forecaster for row in fit.statements]
                self.skews.append(float(fit.posterior["skew"].median()))
        self.sets += 1

    def gain(self, better: str, worse: str) -> str:
        """Sum of differences of log scores with its standard error, people taken as independent."""
        difference = np.array(self.scores[better]) - np.array(self.scores[worse])
        _, person = np.unique(self.people, return_inverse=True)
        by_person: NDArray[np.float64] = np.bincount(person, difference)
        return f"{difference.sum():+.1f} ({by_person.std(ddof=1) * by_person.size**0.5:.1f})"

    def cells(self) -> list[str]:
        """A row of the table."""
        low, middle, high = np.quantile(self.skews, (0, 0.5, 1))
        return [
            str(self.sets),
            str(len(self.people)),
            f"{middle:+.2f} [{low:+.2f}, {high:+.2f}]",
            self.gain(SKEWED, SYMMETRIC),
            self.gain(SKEWED, ONE_SCALE),
            f"{self.worst:.2f}",
        ]


HEAD = ("answers", "questions", "n", "skew", "skewed over symmetric", "a scale a camp over one scale", "k̂")


def table(study: Study, every: int) -> str:
    """A row a kind of answer."""
    outcome = next(question for question in study.questions.values() if question.cruxes)
    taken = set(outcome.cruxes[::every])
    by_kind: dict[str, dict[str, list[Answer]]] = {kind: {} for kind in (OUTCOME, ODDS_RATIO, GIVEN, CRUX)}
    for question, answers in {**answers_of(study), **odds_ratios(study, outcome.name)}.items():
        kind = ODDS_RATIO if question.startswith(ODDS_RATIO) else kind_of(question, outcome.name)
        if kind == OUTCOME or question.split()[-1] in taken:
            by_kind[kind][question] = answers
    lines = []
    for kind, questions in by_kind.items():
        scores = Scores(kind)
        for question, answers in questions.items():
            scores.add(question, answers)
        lines.append([kind, *scores.cells()])
        print(*lines[-1], sep=" | ", file=sys.stderr, flush=True)
    return markdown(HEAD, lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cruxes")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take every Nth crux")
    every = parser.parse_args().every
    if not SOURCE.exists():
        print(f"{SOURCE} is absent: nothing to measure on")
        return
    with tempfile.TemporaryDirectory() as folder:
        study = read_study(import_study("fri-adversarial-collaboration", SOURCE, Path(folder) / "collaboration"))
        print(table(study, every))


if __name__ == "__main__":
    main()
