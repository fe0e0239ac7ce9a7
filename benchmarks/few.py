"""``python -m benchmarks.few 3 10``: where few people put the median of many, by how far medians are correlated before.

So many people at a time are drawn at random of XPT's public survey (eight questions), of its experts and
superforecasters (four) and of the adversarial collaboration (13 cruxes, those that most people answered), their answers
taken as factors of one event. What all of them say is known: the density of the posterior at its median, question by
question, and how many intervals of 90% hold it. Standard errors take panels as independent.
"""

import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.special import logit
from scipy.stats import gaussian_kde

from benchmarks.factors_large import public, study_of
from benchmarks.outlooks import collaboration, experts
from consilience.models.factors import Factors
from consilience.models.factors.priors import FactorPriors
from consilience.notation import layout
from consilience.sampling.answers import flat
from consilience.sampling.fitting import fit
from consilience.study import Study

CORRELATIONS, PANELS, CRUXES = (0.0, 0.5, 0.8), 8, 13
# As which 0% is taken, which has no log odds.
LEAST = 0.0005


class Found(NamedTuple):
    """Of one panel: the mean log density at the medians of all, and how many of them intervals of 90% hold."""

    density: float
    held: float


def drawn(study: Study, people: int, seed: int, folder: Path) -> Study:
    """So many of its people, at random."""
    names = sorted({row.forecaster for row in study.rows})
    kept = np.random.default_rng(seed).choice(names, people, replace=False)
    return study_of({(row.question, row.forecaster): row.said for row in study.rows if row.forecaster in kept}, folder)


def medians(study: Study) -> Mapping[str, float]:
    """Of what all its people say, question by question, in log odds."""
    said: dict[str, list[float]] = defaultdict(list)
    for row in study.rows:
        said[row.question].append(max(layout(row.value).best, LEAST))
    return {question: float(logit(np.median(numbers))) for question, numbers in said.items()}


def found(study: Study, known: Mapping[str, float], correlation: float) -> Found:
    """What a panel tells of the medians of all."""
    made = fit(Factors(FactorPriors(median_correlation=correlation)), study)
    asked = [str(name) for name in made.posterior["question"].values]
    draws, at = flat(made.posterior["mu"]), np.array([known[name] for name in asked])
    density = [np.log(gaussian_kde(own)(place)[0]) for own, place in zip(draws.T, at, strict=True)]
    low, high = np.quantile(draws, [0.05, 0.95], axis=0)
    return Found(float(np.mean(density)), float(np.mean((low <= at) & (at <= high))))


def main() -> None:
    """Print what each correlation is worth beside none, by whose answers they are and how many people."""
    sizes = [int(size) for size in sys.argv[1:]] or [3, 10]
    with tempfile.TemporaryDirectory() as made:
        folders = iter(range(10**6))

        def folder() -> Path:
            new = Path(made) / str(next(folders))
            new.mkdir()
            return new

        whole = {
            "public": public(folder()),
            "experts": study_of(experts(), folder()),
            f"collaboration:{CRUXES}": study_of(collaboration(CRUXES), folder()),
        }
        for name, study in whole.items():
            known = medians(study)
            for people in sizes:
                panels = [drawn(study, people, seed, folder()) for seed in range(PANELS)]
                by = {one: [found(panel, known, one) for panel in panels] for one in CORRELATIONS}
                for correlation in CORRELATIONS:
                    print(f"{name:18} {people:3} people {correlation:4}: {told(by[correlation], by[0.0])}", flush=True)


def told(ours: list[Found], theirs: list[Found]) -> str:
    """Log densities beside those of independent medians, and how many intervals hold the median of all."""
    gain = np.array([one.density - other.density for one, other in zip(ours, theirs, strict=True)])
    held = np.mean([one.held for one in ours])
    return f"{gain.mean():+.3f} nats a median (se {gain.std(ddof=1) / gain.size**0.5:.3f}), {held:.0%} held"


if __name__ == "__main__":
    main()
