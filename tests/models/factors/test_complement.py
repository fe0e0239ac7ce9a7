"""A panel over gates and the same asked of the complements, gates by De Morgan: each draw has its image."""

from pathlib import Path

import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.models.factors.pointwise import log_likelihood, log_prior, statements
from consilience.models.factors.priors import DEFAULTS
from consilience.models.factors.unpack import answers_of
from consilience.network import network_of
from consilience.study import Study, read_study
from tests.builders.complements import said_both_ways
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.examples import examples

FACTORS = ("a", "b", "c")
GATES = (
    'both = { all_of = ["a", "b"] }\nmost = { at_least = { k = 2, of = ["a", "b", "c"] } }\n'
    'out = { any_of = ["both", "c"] }\n',
    # Not all are any that are not; fewer than two of three happen where two or more do not.
    'both = { any_of = ["a", "b"] }\nmost = { at_least = { k = 2, of = ["a", "b", "c"] } }\n'
    'out = { all_of = ["both", "c"] }\n',
)
FLIPPED = ("mu", "skew", "location", "credence", "delta")


ROWS = st.lists(
    st.tuples(
        st.sampled_from((*FACTORS, "both", "most", "out")),
        st.sampled_from(("ada", "bo", "cem", "dee")),
        said_both_ways(),
    ),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[:2],
)


def asked(folder: Path, rows: list[tuple[str, str, tuple[str, str]]], side: int) -> Study:
    questions = "".join(f'{name} = {{ title = "Factor {name}" }}\n' for name in FACTORS)
    toml = f'title = "Gates"\noutcome = "out"\n[question]\n{questions}{GATES[side]}'
    # Somebody answers each factor, so that every study asks all of them.
    plain = [(name, "eve", ("30%", "70%")) for name in FACTORS]
    lines = "".join(f"{name},{who},2025-01-15,{words[side]},,,s,\n" for name, who, words in (*plain, *rows))
    return read_study(write_panel_study(folder / f"side-{side}", toml, lines))


def image(posterior: xr.Dataset) -> xr.Dataset:
    return posterior.assign({name: -posterior[name] for name in FLIPPED})


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS)
def test_who_asks_for_the_complement_is_answered_with_the_complement(
    rows: list[tuple[str, str, tuple[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("forecasts")
    study, mirrored = (asked(folder, rows, side) for side in (0, 1))
    posterior = panel_fit(study, draws=25, loading=0.6).posterior
    posterior = posterior.assign(skew=posterior["skew"] - 0.4)
    flipped = image(posterior)
    densities = [log_likelihood(draws, of, statements(of)) for draws, of in ((posterior, study), (flipped, mirrored))]
    assert densities[1] == pytest.approx(densities[0], abs=1e-6)
    ours, theirs = log_prior(posterior, study, DEFAULTS), log_prior(flipped, mirrored, DEFAULTS)
    for name, values in ours.items():
        assert theirs[name] == pytest.approx(values, abs=1e-9), name
    answers = [
        answers_of(draws, network_of(of), of, 1).answers for draws, of in ((posterior, study), (flipped, mirrored))
    ]
    for summary in ("median", "geometric_mean_odds"):
        one, other = (found["value"].where(found["summary"] == summary, drop=True) for found in answers)
        # New forecasters are drawn for each study by themselves, 64 a draw.
        assert (one + other).mean(("chain", "draw")).values == pytest.approx(0, abs=0.12)
