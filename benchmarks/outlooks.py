"""``python -m benchmarks.outlooks 40,478``: further outlooks against one, on so many people of XPT's public survey.

The eight questions as factors of one event. Of fewer people than there are, five panels drawn at random. Each answer is
weighed given the same person's others, without it, by PSIS-LOO; standard errors take answers as independent.
"""

import sys
import tempfile
import time
from math import inf
from pathlib import Path

import arviz as az
import numpy as np

import consilience as cs
from benchmarks.factors_large import public
from consilience.models.factors import outlook
from consilience.study import Study

PANELS = 5


def weighed(study: Study, least: float) -> tuple[np.ndarray, str]:
    """Log score of every answer if panels have further outlooks from so many people on; and how it was fitted."""
    # With how many people a panel has further outlooks is a constant of the model.
    outlook.LARGE = least  # type: ignore[misc, assignment]
    began = time.perf_counter()
    fit = cs.fit(study)
    wall = time.perf_counter() - began
    loo = az.loo(fit.trace, pointwise=True)
    refused = "" if fit.passed else ", REFUSED"
    how = f"{wall:.0f} s, target {fit.provenance['target_accept']}, k̂ {float(loo.pareto_k.max()):.2f}{refused}"
    return np.asarray(loo.elpd_i), how


def main() -> None:
    """A line a panel, with the gain an answer and its standard error."""
    for people in map(int, sys.argv[1].split(",")):
        gains = []
        for number in range(1 if people >= 478 else PANELS):
            with tempfile.TemporaryDirectory() as folder:
                study = public(Path(folder), people, number)
                (one, how_one), (further, how_further) = (weighed(study, least) for least in (inf, 1))
            gains.append(further - one)
            print(
                f"{people} people, panel {number}: {told(gains[-1])}; one {how_one}; further {how_further}", flush=True
            )
        print(f"{people} people: {told(np.concatenate(gains))} an answer", flush=True)


def told(gain: np.ndarray) -> str:
    """Mean and its standard error."""
    return f"{gain.mean():+.4f} ({gain.std(ddof=1) / gain.size**0.5:.4f})"


if __name__ == "__main__":
    main()
