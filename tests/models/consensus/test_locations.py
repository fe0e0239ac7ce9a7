"""Groups that a survey pins: another way to sample the same posterior."""

import numpy as np
import pytest
from scipy import stats

from consilience.models import locations
from consilience.models.consensus import data as encoding
from consilience.models.consensus.data import ConsensusData, encode
from consilience.models.consensus.model import consensus_model
from consilience.models.margins import Margins, margins_of
from consilience.sampling.compile import compiled
from tests.builders.densities import log_density_of
from tests.models.test_locations import ROWS, placed

type Point = dict[str, np.ndarray]

POSITIVE = ("tau", "group_scale", "nu_above_one")
# Padded sizes of forecasts/existential-risks, whose model every checkout compiles ahead.
QUESTIONS, PAIRS = 36, 64


def margins(data: ConsensusData, point: Point) -> Margins:
    raw = point | {name: np.exp(point[f"{name}_log__"]) for name in POSITIVE}
    return margins_of(raw, data.arrays, data.arrays["pair_question"], data.priors)


def random_point(data: ConsensusData, seed: int) -> Point:
    """Of what was said; the padding stays where it is."""
    rng = np.random.default_rng(seed)
    questions, pairs = len(data.question_names), len(data.pair_names)
    sizes = {"mu_raw": questions, "tau_log__": questions, "skew_raw": questions, "group_raw": pairs, "scale_raw": pairs}
    point = {name: np.zeros(PAIRS if size == pairs else QUESTIONS) for name, size in sizes.items()}
    for name, size in sizes.items():
        point[name][:size] = rng.normal(0, 0.7, size)
    return point | {
        name: rng.normal(0, 0.7) for name in ("group_scale_log__", "nu_above_one_log__", "reference_class_log__")
    }


def of_nothing_pinned(data: ConsensusData, point: Point) -> Point:
    """The parameters that, where no group is pinned or tells of its own scale, stand for the same populations."""
    found, of_pair = margins(data, point), data.arrays["pair_question"]
    centre, scale, freedom = data.arrays["prior"].T
    return point | {
        "mu_raw": stats.norm.ppf(stats.t.cdf(found.mu, freedom, centre, scale)),
        "group_raw": (found.location - found.mu[of_pair]) / np.exp(point["group_scale_log__"]),
        "scale_raw": np.log(found.scale / found.tau[of_pair]) / data.priors.scale_between_groups,
    }


def of_populations(data: ConsensusData, point: Point) -> float:
    """Log density of populations, by way of the density of the parameters that stand for them."""
    questions, pairs = len(data.question_names), len(data.pair_names)
    of_pair, found = data.arrays["pair_question"][:pairs], margins(data, point)
    arrays = locations.location_arrays(questions, of_pair, pairs, data.arrays)
    raw = np.concatenate([point["mu_raw"][:questions], point["group_raw"][:pairs]])
    about = found.scale[:pairs] / np.cosh(data.priors.skew[1] * point["skew_raw"][of_pair])
    between = float(np.exp(point["group_scale_log__"]))
    at, volume = placed(raw, between, about, {**arrays, "prior": data.arrays["prior"][:questions]}, of_pair)
    assert at[:pairs] == pytest.approx(found.location[:pairs])
    density = log_density_of(compiled("consensus", consensus_model, data), point)
    return density - stats.norm.logpdf(at[pairs:]).sum() - volume


def test_the_posterior_is_the_same_however_it_is_sampled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "QUESTIONS", (QUESTIONS,))
    monkeypatch.setattr(encoding, "PAIRS", (PAIRS,))
    pinned = encode(ROWS)
    assert pinned.arrays["pin"][:, 0].sum() == 10
    assert pinned.arrays["told"].any()
    points = [random_point(pinned, seed) for seed in range(8)]
    here = [of_populations(pinned, point) for point in points]
    others = [of_nothing_pinned(pinned, point) for point in points]
    monkeypatch.setattr(locations, "_known", lambda blocks: {})
    monkeypatch.setattr(locations, "telling", lambda known, blocks: [])
    free = encode(ROWS)
    assert not free.arrays["pin"][:, 0].any()
    assert not free.arrays["told"].any()
    for point, other in zip(points, others, strict=True):
        before, after = margins(pinned, point), margins(free, other)
        for name in ("mu", "tau", "skew", "location", "scale", "nu"):
            assert getattr(after, name) == pytest.approx(getattr(before, name), rel=1e-6, abs=1e-6), name
    there = [of_populations(free, other) for other in others]
    # Up to a constant of the study.
    beyond = np.array(here) - there
    assert beyond == pytest.approx(np.full(len(beyond), beyond[0]), abs=1e-4)
