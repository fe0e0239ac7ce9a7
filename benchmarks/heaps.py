"""How many answers are round numbers, and what that moves: ``python -m benchmarks.heaps xpt | fpt``.

Beside the population, which reads every answer by the digits said, one of people who round by four grids: by their
digits, and by ones, twos, threes and fives of a power of ten and fives up to even; by ones, twos and fives and tens; by
powers of ten and quarters. What shares of people round by each is learned with the population; either is taken at its
posterior mode. 0% and 100% are read by their digits on every grid.
"""

import argparse
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, log_softmax, logit, logsumexp, softmax, stdtr, stdtrit

from benchmarks.populations import fpt_answers, markdown, studies_of, xpt_answers
from consilience.likelihood.skew import skewed, standardised
from consilience.models.priors import HEAVY, PopulationPriors
from consilience.notation import Number, Point
from consilience.study import Study

type Array = NDArray[np.float64]

PRIORS = PopulationPriors()
POWERS = 10.0 ** np.arange(-10, 1)


def grid(digits: tuple[int, ...], *more: float) -> Array:
    """Digits of every power of ten up to 9%, more numbers, and the complements of all."""
    low = np.array([*np.outer(POWERS, digits).ravel(), *more])
    return np.unique(np.round(np.hstack([low, 100 - low]), 12))


GRIDS = (grid((1, 2, 3, 5), *range(10, 51, 5)), grid((1, 2, 5), *range(10, 51, 10)), grid((1,), 10, 25, 50))


class Cells(NamedTuple):
    """Of each distinct answer how often it was said; by grid, digits first, its cell in log odds, if it has one."""

    times: Array
    low: Array
    high: Array
    known: NDArray[np.bool_]


class Mode(NamedTuple):
    """Log likelihood, median and mean forecaster, and the share of people who round by each grid."""

    log_likelihood: float
    median: float
    mean: float
    shares: Array


def cells_of(numbers: list[Number]) -> Cells:
    """Cells of the answers of one question."""
    distinct = {number.value: number for number in numbers}
    low, high = (np.full((1 + len(GRIDS), len(distinct)), np.nan) for _ in range(2))
    for column, (value, number) in enumerate(sorted(distinct.items())):
        digits = -np.inf if number.low <= 0 else logit(number.low), np.inf if number.high >= 1 else logit(number.high)
        low[0, column], high[0, column] = digits
        for place, points in enumerate(GRIDS, start=1):
            if value in (0, 1):
                low[place, column], high[place, column] = digits
            elif (at := np.flatnonzero(np.isclose(points, 100 * value, rtol=1e-9, atol=0))).size:
                around = logit(points[at[0] - 1 : at[0] + 2] / 100)
                low[place, column] = min(digits[0], np.mean(around[:2]))
                high[place, column] = max(digits[1], np.mean(around[1:]))
    times = np.array([sum(number.value == value for number in numbers) for value in sorted(distinct)], dtype=float)
    return Cells(times, low, high, ~np.isnan(low))


def mode_of(cells: Cells, grids: int) -> Mode:
    """The population and shares of so many of the grids at their posterior mode."""

    def below(edge: Array, mu: float, tau: float, skew: float, nu: float) -> Array:
        return np.asarray(stdtr(nu, standardised(np.clip((edge - mu) / tau, -1e6, 1e6), skew)))

    def log_likelihood(at: Array) -> float:
        population = at[0], np.exp(at[1]), at[2], 1 + np.exp(at[3])
        known = cells.known[:grids]
        low, high = (np.where(known, edges[:grids], 0.0) for edges in (cells.low, cells.high))
        mass = np.where(known, below(high, *population) - below(low, *population), 1.0)
        shares = log_softmax(np.hstack([0, at[4:]]))[:, None]
        scores = np.where(known, np.log(np.maximum(mass, 1e-300)) + shares, -np.inf)
        return float(cells.times @ logsumexp(scores, axis=0))

    def loss(at: Array) -> float:
        mu, log_tau, skew, log_above_one = at[:4]
        centre, by = PRIORS.location
        prior = (HEAVY + 1) / 2 * np.log1p(((mu - centre) / by) ** 2 / HEAVY)
        prior += ((log_tau - PRIORS.scale[0]) / PRIORS.scale[1]) ** 2 / 2
        prior += ((skew + PRIORS.skew[0] * np.tanh(mu / 2)) / PRIORS.skew[1]) ** 2 / 2
        prior += PRIORS.nu[1] * np.exp(log_above_one) - PRIORS.nu[0] * log_above_one
        return float(prior + np.sum(at[4:] ** 2) / 8 - log_likelihood(at))

    middles = np.clip((cells.low[0] + cells.high[0]) / 2, -9, 9)
    starts = [
        [np.average(middles, weights=cells.times), 0.4, skew, 1.5, *[0.0] * (grids - 1)] for skew in (0, 0.7, -0.7)
    ]
    bounds = [(-20, 20), (-3, 3), (-3, 3), (-3, 6), *[(-6, 6)] * (grids - 1)]
    tried = [minimize(loss, np.array(start), method="L-BFGS-B", bounds=bounds) for start in starts]
    at = np.asarray(min(tried, key=lambda one: float(one.fun)).x)
    people = stdtrit(1 + np.exp(at[3]), (np.arange(20_000) + 0.5) / 20_000)
    mean = expit(at[0] + np.exp(at[1]) * skewed(people, at[2])).mean()
    return Mode(log_likelihood(at), float(expit(at[0])), float(mean), softmax(np.hstack([0, at[4:]])))


HEAD = (
    "question",
    "n",
    "multiples of 5, 10 %",
    "median, %: digits, heaps",
    "mean, %",
    "log likelihood",
    "shares of grids",
)


def rows_of(study: Study) -> Iterator[list[str]]:
    """What heaps move on each question."""
    for question in dict.fromkeys(row.question for row in study.rows):
        said = [row.value for row in study.rows if row.question == question]
        numbers = [value.number for value in said if isinstance(value, Point)]
        percent = 100 * np.array([number.value for number in numbers])
        rounds = [np.isclose(percent / step, np.round(percent / step)).mean() for step in (5, 10)]
        cells = cells_of(numbers)
        digits, heaps = mode_of(cells, 1), mode_of(cells, 1 + len(GRIDS))
        yield [
            question,
            str(len(numbers)),
            ", ".join(f"{100 * share:.0f}" for share in rounds),
            f"{100 * digits.median:.3g}, {100 * heaps.median:.3g}",
            f"{100 * digits.mean:.3g}, {100 * heaps.mean:.3g}",
            f"{heaps.log_likelihood - digits.log_likelihood:+.0f}",
            ", ".join(f"{share:.2f}" for share in heaps.shares),
        ]


def main() -> None:
    """Print the table of real answers asked for; of FPT the public's."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.heaps")
    parser.add_argument("answers", choices=("xpt", "fpt"))
    asked = parser.parse_args().answers
    answers = xpt_answers() if asked == "xpt" else [answer for answer in fpt_answers() if answer.group == "reg"]
    print(markdown(HEAD, (row for study in studies_of(answers, "question") for row in rows_of(study))))


if __name__ == "__main__":
    main()
