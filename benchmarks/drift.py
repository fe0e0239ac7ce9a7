"""Whether old statements should age: what each way to pool a question's past predicts of its next statement.

``python -m benchmarks.drift``: each statement on a question with earlier ones is predicted from these alone, in log
odds, by a Student t whose location and scale are a conjugate normal's (prior of training questions, one observation a
statement of weight 1). Ways differ in what they observe. All have degrees of freedom of their own, learned too: else
whatever weighs less would have heavier tails, and win by these. Their numbers are found by maximum likelihood on four
fifths of the questions and scored on the fifth, as the log probability of the rounding cell of what was said.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import logit, stdtr

from benchmarks.populations import DATA, markdown

type Array = NDArray[np.float64]

FILES = {"PredictionBook": "predictionbook.csv.gz", "Good Judgment, first week": "gjp_year1_excerpt.csv"}
FOLDS = 5
# Whole percents, near enough, in both files.
HALF_CELL = 0.005
# Of the prior mean, weight, degrees of freedom and scale, then degrees of freedom of what is said: all but one as logs.
START = (0.0, -1.0, 1.0, 0.3, 2.0)


@dataclass(frozen=True)
class Past:
    """Statements of many questions, by question and in the order of their instants.

    Parameters
    ----------
    z, low, high : ndarray of shape (statements,)
        What was said and the ends of its cell, in log odds.
    days : ndarray of shape (statements,)
    question : ndarray of int
    own : ndarray of int
        Place of the same person's statement before, −1 where there is none.
    pairs : (ndarray of int, ndarray of int)
        Of each statement the places of all earlier ones on its question.
    stands : ndarray of bool, one a pair
        Whether the earlier one had not been replaced by then.
    """

    z: Array
    low: Array
    high: Array
    days: Array
    question: NDArray[np.int64]
    own: NDArray[np.int64]
    pairs: tuple[NDArray[np.int64], NDArray[np.int64]]
    stands: NDArray[np.bool_]

    @property
    def told(self) -> NDArray[np.bool_]:
        """Statements that somebody spoke before."""
        return np.bincount(self.pairs[0], minlength=self.z.size) > 0


def read(file: Path) -> Past:
    """Statements of a file; questions with one alone tell nothing."""
    by_question: dict[str, list[tuple[float, str, float]]] = defaultdict(list)
    text = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    for row in csv.DictReader(text.decode("utf-8").splitlines()):
        day = datetime.fromisoformat(row["timestamp"]).timestamp() / 86400
        by_question[row["question"]].append((day, row["forecaster"], float(row["probability"])))
    rows: list[tuple[float, float]] = []
    pairs: list[tuple[int, int]] = []
    question: list[int] = []
    own: list[int] = []
    stands: list[bool] = []
    for number, said in enumerate(said for said in by_question.values() if len(said) > 1):
        latest: dict[str, int] = {}
        first = len(rows)
        for day, who, probability in sorted(said, key=lambda row: row[0]):
            place = len(rows)
            pairs += [(place, earlier) for earlier in range(first, place)]
            stands += [earlier in latest.values() for earlier in range(first, place)]
            own.append(latest.get(who, -1))
            latest[who] = place
            rows.append((probability, day))
            question.append(number)
    probability, days = np.array(rows).T
    inside = np.clip(probability, HALF_CELL, 1 - HALF_CELL)
    with np.errstate(divide="ignore"):
        ends = logit(np.clip([probability - HALF_CELL, probability + HALF_CELL], 0, 1))
    target, source = np.array(pairs).T
    return Past(
        logit(inside), *ends, days, np.array(question), np.array(own), (target, source), np.array(stands, dtype=bool)
    )


def score(past: Past, location: Array, scale: Array, nu: float) -> Array:
    """Log probability of what was said, statement by statement."""
    low, high = (past.low - location) / scale, (past.high - location) / scale
    # Taken in the tail where a difference of two probabilities keeps its digits.
    above = low + high > 0
    mass = stdtr(nu, np.where(above, -low, high)) - stdtr(nu, np.where(above, -high, low))
    return np.log(np.maximum(mass, 1e-12))


def pooled(past: Past, prior: Sequence[float], weights: Array) -> tuple[Array, Array, float]:
    """Location, scale and degrees of freedom of the next statement, given weights of the earlier ones."""
    target, source = past.pairs

    def summed(values: Array) -> Array:
        return np.bincount(target, values, minlength=past.z.size)

    z = past.z[source]
    mean, (weight, nu, scale, tails) = prior[0], np.exp(prior[1:5])
    n, first, second = summed(weights), summed(weights * z), summed(weights * z * z)
    location = (weight * mean + first) / (weight + n)
    squares = nu * scale**2 + weight * mean**2 + second - (weight + n) * location**2
    return location, np.sqrt(squares / (nu + n) * (1 + 1 / (weight + n))), tails


def latest_only(past: Past, prior: Sequence[float]) -> Array:
    """Everybody's standing statement counts alike: the pool of the package."""
    return score(past, *pooled(past, prior, past.stands.astype(float)))


def ageing(past: Past, prior: Sequence[float]) -> Array:
    """Standing statements lose half their weight in a time."""
    return score(past, *pooled(past, prior, past.stands * _aged(past, prior[5])))


def ageing_all(past: Past, prior: Sequence[float]) -> Array:
    """Replaced ones count on, too, and age like the rest."""
    return score(past, *pooled(past, prior, _aged(past, prior[5])))


def _aged(past: Past, log_half_life: float) -> Array:
    target, source = past.pairs
    return 0.5 ** np.minimum((past.days[target] - past.days[source]) / np.exp(log_half_life), 1000)


def local_level(past: Past, prior: Sequence[float]) -> Array:
    """The population's middle walks at random between statements, each of which observes it: a Kalman filter.

    The scale of statements is learned per question, as by West and Harrison (1997, section 4.5).
    """
    count = np.bincount(past.question)
    starts = np.concatenate([[0], np.cumsum(count)[:-1]])
    mean, (weight, nu, scale, tails) = prior[0], np.exp(prior[1:5])
    level, spread = np.full(count.size, mean), np.full(count.size, 1 / weight)
    freedom, square = np.full(count.size, nu), np.full(count.size, scale**2)
    location, width = np.zeros(past.z.size), np.zeros(past.z.size)
    for step in range(count.max()):
        now = np.flatnonzero(count > step)
        at = starts[now] + step
        walked = past.days[at] - past.days[at - 1] if step else np.zeros(now.size)
        spread[now] += np.exp(prior[5]) * walked
        ahead = spread[now] + 1
        location[at], width[at] = level[now], np.sqrt(square[now] * ahead)
        error, gain = past.z[at] - level[now], spread[now] / ahead
        level[now] += gain * error
        square[now] = (freedom[now] * square[now] + error**2 / ahead) / (freedom[now] + 1)
        freedom[now] += 1
        spread[now] = gain
    return score(past, location, width, tails)


def with_own(past: Past, prior: Sequence[float]) -> Array:
    """Latest-only, and who speaks again is drawn to what they said, the less the longer ago."""
    location, scale, tails = pooled(past, prior, past.stands.astype(float))
    again = past.own >= 0
    since = np.where(again, past.days - past.days[past.own], 0)
    drawn = np.where(again, 0.5 ** np.minimum(since / np.exp(prior[5]), 1000) / (1 + np.exp(-prior[6])), 0)
    location = location + drawn * (np.where(again, past.z[past.own], 0) - location)
    return score(past, location, scale * np.sqrt(1 - drawn**2), tails)


WAYS: dict[str, tuple[Callable[[Past, Sequence[float]], Array], tuple[float, ...]]] = {
    "latest only": (latest_only, ()),
    "standing ones age": (ageing, (np.log(300.0),)),
    "all age": (ageing_all, (np.log(300.0),)),
    "local level": (local_level, (np.log(0.001),)),
    "latest only, own last": (with_own, (np.log(300.0), 1.0)),
}


def held_out(past: Past, name: str) -> tuple[Array, list[Array]]:
    """Scores of every statement by numbers found without its question, and these numbers by fold."""
    way, more = WAYS[name]
    fold = np.random.default_rng(1).permutation(past.question.max() + 1)[past.question] % FOLDS
    scores, numbers = np.zeros(past.z.size), []
    for left_out in range(FOLDS):
        train = (fold != left_out) & past.told

        def loss(prior: Array, train: NDArray[np.bool_] = train) -> float:
            bounded = np.clip(prior, -12, 12)
            return -float(way(past, bounded)[train].mean())

        # From two starts it comes to one end, as searches without a gradient do not.
        found = minimize(loss, (*START, *more), method="L-BFGS-B")
        numbers.append(np.clip(found.x, -12, 12))
        here = fold == left_out
        scores[here] = way(past, numbers[-1])[here]
    return scores, numbers


def gain(past: Past, difference: Array, which: NDArray[np.bool_]) -> str:
    """Nats in all with a standard error, questions being independent."""
    by_question = np.bincount(past.question[which], difference[which])
    return f"{difference[which].sum():+.1f} ({np.sqrt((by_question**2).sum()):.1f})"


def rows(name: str, past: Past) -> Iterator[list[str]]:
    """A row a way."""
    kinds = {"newcomers": past.told & (past.own < 0), "who speak again": past.told & (past.own >= 0)}
    first = None
    for way in WAYS:
        scores, numbers = held_out(past, way)
        first = scores if first is None else first
        learned = ", ".join(f"{np.exp(number):.3g}" for number in np.median(numbers, axis=0)[5:6])
        cells = [
            f"{scores[which].mean():.3f}" if first is scores else gain(past, scores - first, which)
            for which in kinds.values()
        ]
        counts = [str(which.sum()) for which in kinds.values()]
        yield [name, way, *(cell for pair in zip(counts, cells, strict=True) for cell in pair), learned]


def main() -> None:
    """Print the table."""
    if not DATA.exists():
        print(f"{DATA} is absent: nothing to measure on")
        return
    head = ["data", "way", "newcomers", "nats each, then gain (se)", "speak again", "the same", "half-life or drift"]
    print(markdown(head, [row for name, file in FILES.items() for row in rows(name, read(DATA / file))]))


if __name__ == "__main__":
    main()
