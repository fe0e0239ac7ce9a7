"""``python -m benchmarks.spreads``: how far means and standard deviations of surveys lie from what is expected of them.

Populations are drawn from the prior and surveys of 30, 100 and 1,000 from them. The distance of a survey's mean and log
mean square from their expectations (squared, in units of their covariance) is to exceed the 95% point of a χ² with two
degrees of freedom once in twenty times, whatever the population: see :mod:`consilience.likelihood.means`.
"""

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit

from benchmarks.populations import markdown
from consilience.likelihood.means import MOST_TIED
from consilience.likelihood.skew import skewed
from consilience.models.consensus.data import ConsensusData, encode
from consilience.models.consensus.simulate import draw_prior
from consilience.notation import parse
from consilience.study import Estimate

POPULATIONS, LARGE = 1500, 40_000
CAPS = (0.0, 0.5, MOST_TIED, 0.9, 0.99)


def a_question() -> ConsensusData:
    """One question and group; what is said of it is not looked at."""
    return encode([Estimate("q", "f", None, "5%", parse("5%"))])


def answers(data: ConsensusData, size: int, rng: np.random.Generator) -> tuple[NDArray[np.float64], ...]:
    """Many answers of a population of the prior, and a survey of some more."""
    drawn = draw_prior(data, rng)
    location, scale, nu, skew = (
        float(np.ravel(part)[0]) for part in (drawn.location, drawn.scale, drawn.nu, drawn.skew)
    )
    place = stats.t.rvs(nu, size=LARGE + size, random_state=rng)
    probability = expit(location + scale * skewed(place, np.asarray(skew)))
    return probability[:LARGE], probability[LARGE:]


def distances(size: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Squared distance of each survey, with each bound of how far mean and spread go together."""
    data = a_question()
    found: list[NDArray[np.float64]] = []
    while len(found) < POPULATIONS:
        population, survey = answers(data, size, rng)
        square = (population - population.mean()) ** 2
        second, spread = square.mean(), square.mean() / size
        if not (second > 0 and survey.var() > 0):
            continue
        by = np.log1p(square.var() / size / second**2)
        tied = np.mean((population - population.mean()) * square) / size / second
        miss, apart = survey.mean() - population.mean(), np.log(survey.var() / second) + by / 2
        together = np.clip(tied, *(np.array([[-1.0], [1.0]]) * CAPS * np.sqrt(spread * by)))
        found.append((miss**2 * by - 2 * miss * apart * together + apart**2 * spread) / (spread * by - together**2))
    return np.array(found)


def main() -> None:
    """Print the table."""
    rows = []
    for size in (30, 100, 1000):
        beyond = distances(size, np.random.default_rng(5)) > stats.chi2(2).ppf(0.95)
        rows.append([f"{size:,}", *(f"{share:.1%}" for share in beyond.mean(axis=0))])
    print(markdown(["people", *(f"correlation to ±{cap:g}" for cap in CAPS)], rows))


if __name__ == "__main__":
    main()
