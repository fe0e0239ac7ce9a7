"""``python -m benchmarks.network``: exact inference, 4,000 draws a network, beside brute force in the same run."""

import time
from collections.abc import Callable

import numpy as np

from consilience.network import Network
from consilience.study import Question
from tests.network import brute_force

DRAWS = 4000
# Brute force is plain Python over 4,096 states: a few draws, and the time of the others is extrapolated.
_BRUTE = 10


def _timed(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def factors(number: int, reach: int, gate: str = "all_of", k: int | None = None) -> list[Question]:
    """Factors with four parents each out of so many before them, and a gate over all of them."""
    generator = np.random.default_rng(0)
    questions = []
    for place in range(number):
        chosen = generator.permutation(np.arange(max(0, place - reach), place))[:4]
        questions.append(Question(f"q{place}", "", parents=tuple(f"q{other}" for other in chosen)))
    names = tuple(question.name for question in questions)
    return [*questions, Question("gate", "", gate=gate, of=names, k=k)]


def _network(questions: list[Question]) -> tuple[Network, np.ndarray]:
    network = Network({question.name: question for question in questions})
    return network, np.random.default_rng(1).normal(0, 2, (DRAWS, len(network.components)))


def main() -> None:
    """Print a table of networks, seconds and ratios to brute force."""
    twelve = factors(12, 12)
    network, credences = _network(twelve)
    named = [dict(zip(network.components, draw, strict=True)) for draw in credences[:_BRUTE].tolist()]
    brute = _timed(lambda: [brute_force.joint(twelve, draw, ["gate"]) for draw in named]) * DRAWS / _BRUTE
    stages = [
        ("12 factors, brute force (extrapolated)", brute),
        ("12 factors, all of them", _timed(lambda: network.log_odds(credences, "gate"))),
    ]
    jobs = [
        ("30 factors, parents anywhere: the last", 30, "all_of", None, "q29", False),
        ("30 factors, parents anywhere: one, all observed", 30, "all_of", None, "q29", True),
        ("30 factors, parents anywhere: all of them", 30, "all_of", None, "gate", False),
        ("30 factors, parents anywhere: any of them", 30, "any_of", None, "gate", False),
        ("30 factors, parents among 8 before: 5 or more", 8, "at_least", 5, "gate", False),
        ("30 factors, parents among 8 before: 15 or more", 8, "at_least", 15, "gate", False),
        ("30 factors, parents anywhere: 3 or more", 30, "at_least", 3, "gate", False),
    ]
    for title, reach, gate, k, event, observed in jobs:
        network, credences = _network(factors(30, reach, gate, k))
        seen = {f"q{place}": (0.4, 0.8) for place in range(30)} if observed else None
        seconds = _timed(lambda n=network, c=credences, e=event, s=seen: n.log_odds(c, e, likelihoods=s))
        stages.append((title, seconds))
    print(f"{'network, 4,000 draws':<52}{'seconds':>9}{'ratio':>9}")
    for title, seconds in stages:
        print(f"{title:<52}{seconds:>9.2f}{seconds / brute:>9.5f}")


if __name__ == "__main__":
    main()
