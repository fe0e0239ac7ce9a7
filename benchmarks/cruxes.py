"""Whether answers of a crux study tell of skew, and of scales of camps: ``python -m benchmarks.cruxes``.

On the adversarial collaboration (``../shared/data``): what 22 people said of the outcome, of 37 cruxes and of the
outcome given each, every one of them a question by itself, as a consensus; gains in leave-one-out log scores of the
skewed population over the symmetric one, and of a scale a camp over one scale, which are the same compiled model with a
prior that leaves none. Standard errors are those of sums over people, who answer many questions each.
"""

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
DEFAULT = ConsensusPriors()
SKEWED, SYMMETRIC, ONE_SCALE = "skewed", "symmetric", "one scale"
POPULATIONS = {
    SKEWED: DEFAULT,
    SYMMETRIC: replace(DEFAULT, skew=(0.0, 1e-3)),
    ONE_SCALE: replace(DEFAULT, scale_between_groups=1e-3),
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
        return "outcome"
    return "outcome given a crux" if "|" in question else "crux"


class Scores:
    """Log scores of answers by population, with whose they are."""

    def __init__(self) -> None:
        self.people: list[str] = []
        self.scores: dict[str, list[float]] = defaultdict(list)
        self.sets, self.worst = 0, 0.0
        self.skews: list[float] = []

    def add(self, question: str, answers: Iterable[Answer]) -> None:
        """Fit one question by every population."""
        # A question by itself: in this study it is given nothing.
        alone = question.replace(" | ", " given ")
        study = study_of((answer._replace(question=alone) for answer in answers), "collaboration")
        for place, (name, priors) in enumerate(POPULATIONS.items()):
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


def table(study: Study) -> str:
    """A row a kind of answer."""
    outcome = next(question.name for question in study.questions.values() if question.cruxes)
    kinds: dict[str, Scores] = defaultdict(Scores)
    for question, answers in answers_of(study).items():
        kinds[kind_of(question, outcome)].add(question, answers)
    return markdown(HEAD, [[kind, *scores.cells()] for kind, scores in kinds.items()])


def main() -> None:
    """Print the table."""
    if not SOURCE.exists():
        print(f"{SOURCE} is absent: nothing to measure on")
        return
    with tempfile.TemporaryDirectory() as folder:
        print(table(read_study(import_study("fri-adversarial-collaboration", SOURCE, Path(folder) / "collaboration"))))


if __name__ == "__main__":
    main()
