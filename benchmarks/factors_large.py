"""``python -m benchmarks.factors_large 30 20 0.33 1,2``: a panel of many factors, fit and gate, once compiled.

People think alike, more or less: a true spread of 0.7 in log odds on every factor and a correlation of 0.36 between any
two. Printed are wall and CPU seconds, of which those of sampling, divergences, the least effective sample of what is
published, and the mean correlation found. With ``xpt`` in place of the numbers, the same of XPT's public survey.
"""

import csv
import datetime as dt
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from scipy.special import expit

import consilience as cs
from benchmarks.xpt import SURVEY
from consilience.models.factors import Factors
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit
from consilience.sampling.fitting import fit
from consilience.study import Study

DAY = dt.date(2025, 1, 1)
CENTRE, APART, SPREAD, LOADING = 2.0, 0.4, 0.7, 0.6
ROW = ("question", "forecaster", "date", "estimate")


def simulated(factors: int, people: int, missing: float, folder: Path) -> Study:
    """A panel that says whole percents of each factor, some of them left out at random."""
    rng = np.random.default_rng([7, factors, people])
    centre = rng.normal(CENTRE, APART, factors)
    outlook, own = rng.normal(size=(people, 1)), rng.normal(size=(people, factors))
    credence = centre + SPREAD * (LOADING * outlook + np.sqrt(1 - LOADING**2) * own)
    said = {
        (f"f{factor}", f"p{person}"): f"{100 * expit(credence[person, factor]):.0f}%"
        for person in range(people)
        for factor in range(factors)
        if rng.uniform() >= missing
    }
    return study_of(said, folder)


def public(folder: Path, people: int | None = None, seed: int = 0) -> Study:
    """XPT's public survey, as if its questions were factors of one event: all of it, or so many drawn at random."""
    with SURVEY.open(encoding="utf-8", newline="") as file:
        _, *respondents = csv.reader(file)
    drawn = np.random.default_rng(seed).permutation(len(respondents))[:people]
    said = {
        (f"q{place}", f"r{number}"): f"{float(answer):g}%"
        for number in sorted(drawn)
        for place, answer in enumerate(respondents[number])
        if answer and float(answer) <= 100
    }
    return study_of(said, folder)


def study_of(said: dict[tuple[str, str], str], folder: Path) -> Study:
    """A study of factors of which all have to hold."""
    names = list(dict.fromkeys(question for question, _ in said))
    (folder / "estimates").mkdir()
    lines = ['title = "Many factors"', 'outcome = "all"']
    lines += [f'[question.{name}]\ntitle = "{name}"' for name in names]
    gate = ", ".join(f'"{name}"' for name in names)
    (folder / "study.toml").write_text("\n".join([*lines, f'[question.all]\ntitle = "All"\nall_of = [{gate}]\n']))
    with (folder / "estimates/said.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(ROW)
        writer.writerows((question, who, DAY, number) for (question, who), number in said.items())
    return cs.read_study(folder)


def cpu() -> float:
    """Seconds of this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def measured(study: Study, seed: int) -> str:
    """One fit, as a line."""
    started: dict[str, float] = {}
    wall, used = time.perf_counter(), cpu()

    def note(what: str, share: float | None) -> None:
        started.setdefault(what, cpu())

    found = fit(Factors(), study, seed=seed, progress=note)
    wall, all_of_it = time.perf_counter() - wall, cpu() - used
    checks = {check.name: check.worst for check in found.checks}
    sampling = started["working out the answers"] - started["sampling"]
    low, middle, high = np.quantile(mean_correlation(found), (0.05, 0.5, 0.95))
    draws = int(found.posterior.sizes["chain"] * found.posterior.sizes["draw"])
    return (
        f"seed {seed}: {wall:.1f} s wall, {all_of_it:.1f} s CPU ({sampling:.1f} sampling); "
        f"{'published' if found.passed else 'REFUSED'}, {draws} draws, {checks['divergences']:.0f} diverged, "
        f"ESS {min(checks['ess_bulk'], checks['ess_tail']):.0f}; correlation {middle:.2f} [{low:.2f}, {high:.2f}]"
    )


def mean_correlation(found: Fit) -> np.ndarray:
    """Over the pairs of factors, draw by draw."""
    loading = flat(found.posterior["loading"])
    factors = loading.shape[1]
    pairs = np.sum(loading.sum(axis=1) ** 2 - (loading**2).sum(axis=1), axis=1)
    return np.asarray(pairs / factors / (factors - 1))


def main() -> None:
    """Print a line a seed, compiled before."""
    what, *numbers, seeds = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        if what == "xpt":
            study = public(Path(folder))
        else:
            people, missing = numbers
            study = simulated(int(what), int(people), float(missing), Path(folder))
        from consilience.sampling.compile import compiled

        model = Factors()
        compiled(model.name, model.build, model.encode(study))
        for seed in map(int, seeds.split(",")):
            print(measured(study, seed), flush=True)


if __name__ == "__main__":
    main()
