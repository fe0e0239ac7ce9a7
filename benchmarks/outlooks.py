"""``python -m benchmarks.outlooks public:40 experts collaboration:13 [--persons]``: further outlooks against one.

What several people said of several questions, as factors of one event: XPT's public survey of eight questions (so many
people, five panels of them drawn at random, or all), its experts and superforecasters on four, and the adversarial
collaboration on so many of its cruxes, those that most people answered. An answer is weighed given the same person's
others, without it, by PSIS-LOO; with ``--persons`` all that one said is weighed together, of a fifth of the people by a
fit of the others, each fifth in turn. Standard errors take answers, or persons, as independent.
"""

import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from math import inf
from pathlib import Path

import arviz as az
import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

import consilience as cs
from benchmarks.factors_large import public, study_of
from benchmarks.populations import DATA
from consilience.models.factors import outlook
from consilience.models.factors.arrivals import follow
from consilience.study import Study

PANELS, FOLDS = 5, 5
# From how many people on a panel has further outlooks, so that none has them, or all have.
ONE, FURTHER = inf, 0


def panels(what: str, folder: Path) -> Iterator[Study]:
    """Those that an argument names."""
    name, _, size = what.partition(":")
    if name == "public":
        people = int(size) if size else None
        for number in range(PANELS if people else 1):
            (folder / str(number)).mkdir()
            yield public(folder / str(number), people, number)
    else:
        yield study_of(experts() if name == "experts" else collaboration(int(size)), folder)


def experts() -> dict[tuple[str, str], str]:
    """What XPT's experts and superforecasters say of engineered and natural pathogens."""
    with (DATA / "xpt_survey.csv").open(encoding="utf-8", newline="") as file:
        _, *respondents = csv.reader(file)
    return {
        (f"q{place}", f"r{number}"): f"{float(answer):.9g}%"
        for number, (_, _, _, *answers) in enumerate(respondents)
        for place, answer in enumerate(answers)
        if answer not in ("", "NA")
    }


def collaboration(cruxes: int) -> dict[tuple[str, str], str]:
    """How likely 22 people hold the cruxes that most of them answered."""
    with (DATA / "fri_adversarial_collaboration.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["p_crux"]]
    most = [crux for crux, _ in Counter(row["crux"] for row in rows).most_common(cruxes)]
    return {
        (f"q{most.index(row['crux'])}", row["forecaster"]): f"{100 * float(row['p_crux']):.9g}%"
        for row in rows
        if row["crux"] in most
    }


def fitted(study: Study, least: float) -> tuple[cs.FactorFit, str]:
    """A fit if panels have further outlooks from so many people on; and how it was made."""
    # With how many people a panel has further outlooks is a constant of the model.
    outlook.LARGE = least  # type: ignore[assignment]
    began = time.perf_counter()
    fit = cs.fit(study)
    assert isinstance(fit, cs.FactorFit)
    refused = "" if fit.passed else ", REFUSED"
    return fit, f"{time.perf_counter() - began:.0f} s, target {fit.provenance['target_accept']}{refused}"


def of_answers(study: Study, least: float) -> tuple[NDArray[np.float64], str]:
    """Log score of every answer."""
    fit, how = fitted(study, least)
    loo = az.loo(fit.trace, pointwise=True)
    return np.asarray(loo.elpd_i), f"{how}, k̂ {float(loo.pareto_k.max()):.2f}"


def of_persons(study: Study, least: float) -> tuple[NDArray[np.float64], str]:
    """Log score of all that each person said."""
    people = list(dict.fromkeys(row.speaker for row in study.voices))
    drawn = np.random.default_rng(0).permutation(len(people))
    scores, how = np.zeros(len(people)), []
    for fold in range(FOLDS):
        left_out = {people[place]: place for place in drawn[fold::FOLDS]}
        others = replace(study, rows=tuple(row for row in study.rows if row.speaker not in left_out))
        fit, how_fitted = fitted(others, least)
        how.append(how_fitted)
        for speaker, place in left_out.items():
            own = (row for row in study.rows if row.speaker == speaker)
            beside = replace(study, rows=(*others.rows, *own))
            weights = follow(fit.posterior, others, beside).log_ratio
            scores[place] = logsumexp(weights) - np.log(weights.size)
    return scores, "; ".join(how)


def main() -> None:
    """A line a panel, with the gain and its standard error."""
    weighed = of_persons if "--persons" in sys.argv else of_answers
    for what in sys.argv[1:]:
        if what == "--persons":
            continue
        gains = []
        with tempfile.TemporaryDirectory() as folder:
            for number, study in enumerate(panels(what, Path(folder))):
                (one, how_one), (further, how_further) = (weighed(study, least) for least in (ONE, FURTHER))
                gains.append(further - one)
                print(f"{what}, panel {number}: {told(gains[-1])}; one {how_one}; further {how_further}", flush=True)
        print(f"{what}: {told(np.concatenate(gains))} each", flush=True)


def told(gain: NDArray[np.float64]) -> str:
    """Mean and its standard error."""
    return f"{gain.mean():+.4f} ({gain.std(ddof=1) / gain.size**0.5:.4f})"


if __name__ == "__main__":
    main()
