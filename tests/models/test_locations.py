"""Groups that a survey pins: another way to sample the same posterior."""

from collections.abc import Callable

import numpy as np
import pymc as pm
import pytest
import xarray as xr
from arviz_stats.sampling_diagnostics import mcse
from scipy import stats

from consilience.models import locations
from consilience.models.consensus.data import encode
from consilience.models.consensus.simulate import ModelParameters
from consilience.models.locations import PIN, located, location_arrays, sampled_locations
from tests.models.rows import panel

ROWS = [
    *panel("one survey", "1%", "2%", "5%", "0.5%", "n=150 median=9.0%", groups=("a", "a", "a", "a", "b")),
    *panel("two of four", "n=150 median=9.0%", "n=300 median=3.0%", "1%", "40%", "5%", groups=("a", "b", "c", "d")),
    *panel("everybody", "n=150 median=9.0%", "n=300 median=20%", groups=("a", "b")),
    *panel("alone", "n=400 median=9.0%", "3 of 40"),
]


def test_a_posterior_is_the_same_however_it_is_sampled(
    fit: Callable[..., ModelParameters], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"chains": 4, "draws": 1500, "target_accept": 0.95}
    pinned = fit(ROWS, **settings)
    assert encode(ROWS).arrays["pin"][:, 0].sum() == 6
    monkeypatch.setattr(locations, "PINNING_VOICES", np.inf)
    assert not encode(ROWS).arrays["pin"][:, 0].any()
    free = fit(ROWS, **settings)
    apart = []
    for name in ("mu", "tau", "location", "group_scale", "nu"):
        one, other = (by_chain(getattr(draws, name), settings["chains"]) for draws in (pinned, free))
        if name in ("tau", "group_scale", "nu"):
            one, other = np.log(one), np.log(other)
        for method, moment in (("mean", np.mean), ("sd", np.std)):
            error = np.hypot(*(mcse(draws, method=method).values for draws in (one, other)))
            apart.append((moment(one.values, axis=(0, 1)) - moment(other.values, axis=(0, 1))) / error)
    # Some fifty standard normals, if the errors were known.
    apart = np.concatenate([np.atleast_1d(each) for each in apart])
    assert np.max(np.abs(apart)) < 4.5
    assert np.std(apart) < 1.6


def by_chain(draws: np.ndarray, chains: int) -> xr.DataArray:
    values = draws.reshape(chains, -1, *draws.shape[1:])
    return xr.DataArray(values, dims=("chain", "draw", "entry")[: values.ndim])


@pytest.mark.parametrize("scale", [1e-6, 0.05, 0.7, 3.0])
def test_medians_and_groups_have_the_prior_s_density(scale: float) -> None:
    # Zero-sum effects over G groups have covariance s² (I − 1/G), and their mean is the median forecaster.
    data = encode(ROWS)
    questions, pairs = len(data.question_names), len(data.pair_names)
    of_pair, prior = data.arrays["pair_question"][:pairs], data.arrays["prior"][:questions]
    arrays = {**location_arrays(questions, of_pair, pairs, data.arrays), "prior": prior}
    rng = np.random.default_rng(3)
    mu_raw, group_raw = rng.normal(size=questions), rng.normal(size=pairs)
    with pm.Model() as model:
        sampled_locations(
            {name: pm.Data(name, value) for name, value in arrays.items()}, of_pair, scale, (questions, pairs)
        )
    found = float(model.compile_logp()({"mu_raw": mu_raw, "group_raw": group_raw}))

    def outcome(raw: np.ndarray) -> np.ndarray:
        """Locations, and of each question the direction in which nothing depends on its parameters."""
        mu, location = located(raw[:questions], raw[questions:], scale, arrays, of_pair)
        spare = []
        for question in range(questions):
            members = np.flatnonzero(of_pair == question)
            assert location[members].mean() == pytest.approx(mu[question])
            free = members[arrays["pin"][members, 0] == 0]
            spare.append(raw[questions + free].sum() / np.sqrt(free.size) if free.size else raw[question])
        return np.concatenate([location, spare])

    raw = np.concatenate([mu_raw, group_raw])
    at = outcome(raw)
    # Affine in the parameters, so that differences give its derivative.
    volume = np.linalg.slogdet(np.transpose([outcome(raw + one) - at for one in np.eye(raw.size)]))[1]
    density = stats.norm.logpdf(at[pairs:]).sum()
    for question, (mean, deviation) in enumerate(prior):
        of_question = of_pair == question
        groups = of_question.sum()
        covariance = deviation**2 + scale**2 * (np.eye(groups) - 1 / groups)
        density += stats.multivariate_normal.logpdf(at[:pairs][of_question], np.full(groups, mean), covariance)
    assert found == pytest.approx(density + volume, abs=1e-4)


@pytest.mark.parametrize(("said", "least", "most"), [("n=5000 median=0.1%", 0.3, 0.4), ("n=400 median=9.0%", 0.1, 0.11)])
def test_a_median_is_known_to_its_cell_and_standard_error(said: str, least: float, most: float) -> None:
    # A hundredth of a percent more or less than 0.1% is a tenth of log odds.
    pin = encode(panel("q", said, "1%", groups=("a", "b"))).arrays["pin"]
    assert least < pin[0, PIN.index("middle_by")] < most
    assert pin[:, 0].sum() == 1
