"""How heavy the tails of populations are: the evidence of real panels for priors of the degrees of freedom.

``python -m benchmarks.tails [xpt] [fpt]``: each question of hundreds of answers (see :mod:`benchmarks.populations`) is
fitted once, with a wide prior of ν − 1; of any other prior the evidence is that one's times the mean ratio of the two
over the draws, and its posterior these draws so weighted. Evidence is told in nats over the first, the package's.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit, logit, logsumexp, stdtr

import consilience as cs
from benchmarks.populations import Answer, fpt_answers, markdown, studies_of, xpt_answers
from consilience.likelihood.skew import standardised
from consilience.models.consensus.priors import ConsensusPriors
from consilience.notation import Point
from consilience.study import Study

if TYPE_CHECKING:
    from scipy.stats._distn_infrastructure import rv_continuous_frozen

type Array = NDArray[np.float64]
type Frozen = "rv_continuous_frozen[Any, Any]"

# Median and log scale.
WIDE = (14, 1.7)
TIGHTEST = "Natural pathogen extinction"


def gamma(shape: float, rate: float) -> "Frozen":
    """Prior of ν − 1."""
    return stats.gamma(shape, scale=1 / rate)


def lognormal(median: float, log_scale: float) -> "Frozen":
    """Prior of ν − 1."""
    return stats.lognorm(log_scale, scale=median)


PRIORS = {
    f"{of.__name__}{numbers}": of(*numbers)
    for of, numbers in (
        (lognormal, (14, 1.3)),
        (gamma, (2, 0.1)),
        (gamma, (2, 0.02)),
        (gamma, (1, 0.03)),
        (lognormal, (10, 1.5)),
        (lognormal, (8, 1.4)),
        (lognormal, (5, 1)),
    )
}


@dataclass(frozen=True)
class Panel:
    """Draws of ν − 1 of one question, and of each set of answers their mean and draws of the mean forecaster."""

    name: str
    above_one: Array
    sets: list[tuple[float, Array]]


def fitted(study: Study) -> Panel:
    """One question under the wide prior."""
    fit = cs.fit(study, priors=ConsensusPriors(nu=(log(WIDE[0]), WIDE[1])))
    known, sets = fit.answers, []
    for group in dict.fromkeys(row.group for row in study.rows):
        said = [row.value.number.value for row in study.rows if row.group == group and isinstance(row.value, Point)]
        names = known["group"].values.tolist()
        here = (known["group"] == (group if group in names else "all")) & (known["summary"] == "mean")
        sets.append((float(np.mean(said)), expit(known["value"].values[..., here.values].ravel())))
    return Panel(study.name, fit.posterior["nu"].values.ravel() - 1, sets)


def under(prior: "Frozen", panel: Panel) -> tuple[float, list[tuple[float, float, float]]]:
    """Log evidence over the wide prior's, and of each set its mean and the mean forecaster's 90% interval."""
    ratio = prior.logpdf(panel.above_one) - lognormal(*WIDE).logpdf(panel.above_one)
    weights = np.exp(ratio - ratio.max())
    ends = [(mean, *weighted(draws, weights)) for mean, draws in panel.sets]
    return float(logsumexp(ratio) - log(ratio.size)), ends


def weighted(draws: Array, weights: Array) -> tuple[float, float]:
    """Both ends of a 90% interval."""
    order = np.argsort(draws)
    share = np.cumsum(weights[order])
    low, high = np.searchsorted(share / share[-1], (0.05, 0.95))
    return float(draws[order][low]), float(draws[order][high])


def lone_voice(prior: "Frozen") -> float:
    """How far above a lone 0.0001% the median forecaster is put, in log odds: by quadrature, priors of the package."""
    even = (np.arange(20) + 0.5) / 20
    priors, normal = ConsensusPriors(), stats.norm.ppf(even)
    mu = np.linspace(-40, 10, 1001)
    centre, scale, nu, skew = np.meshgrid(
        mu,
        np.exp(priors.scale[0] + np.hypot(priors.scale[1], priors.scale_between_groups) * normal),
        1 + prior.ppf(even),
        priors.skew[1] * normal[::2],
        indexing="ij",
        sparse=True,
    )
    skew = skew - priors.skew[0] * np.tanh(centre / 2)
    low, high = (standardised((edge - centre) / scale, skew) for edge in logit([0.5e-6, 1.5e-6]))
    # Taken in the tail where a difference of two probabilities keeps its digits.
    above = low + high > 0
    mass = stdtr(nu, np.where(above, -low, high)) - stdtr(nu, np.where(above, -high, low))
    share = np.cumsum(mass.mean(axis=(1, 2, 3)) * stats.t(4, *priors.location).pdf(mu))
    return float(np.interp(0.5, share / share[-1], mu) - logit(1e-6))


def rows(panels: dict[str, list[Panel]]) -> Iterator[list[str]]:
    """A row a prior."""
    own = next(iter(PRIORS.values()))
    for name, prior in PRIORS.items():
        cells = [name]
        for found in panels.values():
            evidence = sum(under(prior, panel)[0] - under(own, panel)[0] for panel in found)
            sets = [ends for panel in found for ends in under(prior, panel)[1]]
            inside = sum(low <= mean <= high for mean, low, high in sets)
            cells += [f"{evidence:+.1f}", f"{inside} of {len(sets)}"]
        tightest = [
            under(prior, panel)[1][0][1] for found in panels.values() for panel in found if panel.name == TIGHTEST
        ]
        yield [*cells, *(f"{100 * low:.3f}%" for low in tightest), f"{lone_voice(prior):.2f}"]


def main() -> None:
    """Print the table."""
    answers: dict[str, Callable[[], list[Answer]]] = {"xpt": xpt_answers, "fpt": fpt_answers}
    asked = sys.argv[1:] or list(answers)
    panels = {name: [fitted(study) for study in studies_of(answers[name](), "question")] for name in asked}
    head = ["prior of ν − 1", *(f"{what}: {name}" for name in asked for what in ("evidence", "sets inside"))]
    head += ["lower end"] * ("xpt" in asked) + ["lone voice"]
    print(markdown(head, list(rows(panels))))


if __name__ == "__main__":
    main()
