"""Where groups lie, those that a survey pins among them: their prior is the effects' and the medians'."""

from collections.abc import Mapping

import numpy as np
import pymc as pm
import pytest
from scipy import stats

from consilience.models.consensus.data import encode
from consilience.models.locations import located, location_arrays, sampled_locations
from consilience.models.locations_op import place, pull_back
from tests.models.rows import panel

ROWS = [
    *panel("cells", "n=3000 median=10%", "n=1000 median=9%", "n=5000 median=0.1%", "3%", groups=("a", "b", "c", "d")),
    *panel("one survey", "1%", "2%", "5%", "0.5%", "n=150 median=9.0%", groups=("a", "a", "a", "a", "b")),
    *panel("two of four", "n=150 median=9.0%", "n=300 median=3.0%", "1%", "40%", "5%", groups=("a", "b", "c", "d")),
    *panel("everybody", "n=150 median=9.0%", "n=300 median=20% ci95=[16%, 24%]", groups=("a", "b")),
    *panel("alone", "n=400 median=9.0%", "3 of 40"),
    *panel("one voice", "7%"),
    *panel("a bound", "<7%"),
]


def test_medians_and_groups_have_the_prior_s_density() -> None:
    # Zero-sum effects over G groups have covariance s² (I − 1/G), and their mean is the median forecaster.
    data = encode(ROWS)
    questions, pairs = len(data.question_names), len(data.pair_names)
    of_pair, prior = data.arrays["pair_question"][:pairs], data.arrays["prior"][:questions]
    arrays = {**location_arrays(questions, of_pair, pairs, data.arrays), "prior": prior}
    with pm.Model() as model:
        given = {name: pm.Data(name, value) for name, value in arrays.items()}
        between, scale = pm.Flat("between"), pm.Flat("scale", shape=pairs)
        sampled_locations(given, of_pair, between, scale, (questions, pairs))
    found = model.compile_logp(mode="FAST_COMPILE")
    rng = np.random.default_rng(3)
    beyond = []
    for between in (0.02, 0.1, 0.7, 3.0):
        raw, scale = rng.normal(size=questions + pairs), rng.lognormal(0, 1, pairs)
        expected = prior_log_density(raw, between, scale, arrays, of_pair)
        point = {"mu_raw": raw[:questions], "group_raw": raw[questions:], "between": between, "scale": scale}
        beyond.append(float(found(point)) - expected)
    # Up to a constant of the study.
    assert beyond == pytest.approx(np.full(len(beyond), beyond[0]), abs=1e-4)


@pytest.mark.parametrize("seed", range(4))
def test_the_sampler_s_locations_are_those_of_draws_and_their_derivatives_true(seed: int) -> None:
    # With the padding of questions and pairs.
    data = encode(ROWS)
    (questions, pairs), of_pair = data.size, data.arrays["pair_question"]
    given = *(data.arrays[name] for name in ("prior", "pin", "anchor")), of_pair
    rng = np.random.default_rng(seed)
    point = np.concatenate([rng.normal(size=questions + pairs), rng.lognormal(-1, 1, 1 + pairs)])
    cotangent = rng.normal(size=questions + pairs + 1)

    def split(point: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, np.ndarray]:
        mu_raw, group_raw, between, scale = np.split(point, np.cumsum([questions, pairs, 1]))
        return mu_raw, group_raw, between.item(), scale

    def weighed(point: np.ndarray) -> float:
        return float(np.concatenate([np.atleast_1d(part) for part in place(*split(point), *given)]) @ cotangent)

    for found, expected in zip(
        place(*split(point), *given)[:2], located(*split(point), data.arrays, of_pair), strict=True
    ):
        assert found == pytest.approx(expected, rel=1e-12)
    parts = cotangent[:questions], cotangent[questions:-1], cotangent[-1]
    gradient = np.concatenate(
        [np.atleast_1d(part) for part in pull_back(*split(point), *given, *place(*split(point), *given)[:2], *parts)]
    )
    numeric = [
        (weighed(point + step) - weighed(point - step)) / (2 * step.max()) for step in np.diag(1e-5 * np.abs(point))
    ]
    assert gradient == pytest.approx(np.array(numeric), rel=1e-5, abs=1e-5)


def prior_log_density(
    raw: np.ndarray, between: float, scale: np.ndarray, arrays: Mapping[str, np.ndarray], of_pair: np.ndarray
) -> float:
    """Of the locations that parameters stand for, by a normal's formula, and of what is left of the parameters."""
    pairs = of_pair.size
    at, volume = placed(raw, between, scale, arrays, of_pair)
    density = stats.norm.logpdf(at[pairs:]).sum()
    for question, prior in enumerate(arrays["prior"]):
        location = at[:pairs][of_pair == question]
        # The median forecaster is the groups' mean, from which their effects, which sum to zero, are independent.
        density += stats.t.logpdf(location.mean(), prior[2], *prior[:2])
        effects = location - location.mean()
        density -= (effects**2).sum() / between**2 / 2 + (location.size - 1) * np.log(between)
    return float(density + volume)


def placed(
    raw: np.ndarray, between: float, scale: np.ndarray, arrays: Mapping[str, np.ndarray], of_pair: np.ndarray
) -> tuple[np.ndarray, float]:
    """Locations of the groups, with what of the parameters of each question moves none; the log of the volume there."""
    questions = len(arrays["prior"])

    def outcome(raw: np.ndarray) -> np.ndarray:
        mu, location = located(raw[:questions], raw[questions:], between, scale, arrays, of_pair)
        spare = []
        for question in range(questions):
            members = np.flatnonzero(of_pair == question)
            assert location[members].mean() == pytest.approx(mu[question])
            free = members[arrays["pin"][members, 0] == 0]
            # A direction in which nothing depends on the question's parameters.
            spare.append(raw[questions + free].sum() / np.sqrt(free.size) if free.size else raw[question])
        return np.concatenate([location, spare])

    steps = 1e-5 * np.eye(raw.size)
    change = [(outcome(raw + step) - outcome(raw - step)) / 2e-5 for step in steps]
    return outcome(raw), float(np.linalg.slogdet(change)[1])
