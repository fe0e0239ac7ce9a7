"""What a fit leaves behind in its process, and what it finds there."""

import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from consilience.models.consensus import Consensus
from consilience.models.consensus.data import QUESTIONS, encode
from consilience.models.consensus.priors import ConsensusPriors
from consilience.sampling import sample as sampling
from consilience.sampling.compile import compiled, initial_points
from consilience.sampling.model import Settings
from tests.models.rows import panel
from tests.sampling.fakes import Compiled

LITTLE = Settings(chains=2, tune=100, draws=100)
ROWS = panel("doom", "1%", "5%", "10-20%", "n=2000 median=7%", groups=("a", "b"))
OTHERS = panel("rain", *["90%", "99%", "80%"] * 9, "7 of 9")


def silent(what: str, share: float | None) -> None:
    """Nothing to tell."""


def compiled_for(rows: list) -> Any:
    return compiled("consensus", Consensus().build, encode(rows))


def draws(rows: list, seed: int = 1) -> np.ndarray:
    trace = sampling.sample(compiled_for(rows), [seed], 0.8, silent, LITTLE)
    return trace["posterior"]["mu_raw"].values


# That it is as if compiled for a study alone is tested where processes compile, in test_machine_code.
def test_answers_do_not_depend_on_what_was_fitted_before() -> None:
    draws(OTHERS)
    after = draws(ROWS)
    assert np.array_equal(after, draws(ROWS))
    draws(OTHERS)
    assert np.array_equal(after, draws(ROWS))
    assert not np.array_equal(after, draws(ROWS, seed=2))


def test_chains_start_where_the_priors_at_hand_say_whatever_was_compiled_before() -> None:
    # nutpie's own starting points stay those of the study compiled first.
    wider = ConsensusPriors(scale=(3.0, 0.6))
    starts = [
        compiled("consensus", Consensus().build, encode(ROWS, priors=priors)).initial_point_func(3)
        for priors in (wider, ConsensusPriors())
    ]
    apart = starts[0] - starts[1]
    assert np.allclose(apart[np.abs(apart) > 0], wider.scale[0] - ConsensusPriors().scale[0])
    # One for each question, with the padding.
    assert np.count_nonzero(apart) == QUESTIONS[0]


def test_progress_is_told_by_whoever_waits_and_no_descriptor_stays_open() -> None:
    told: list[tuple[int, float | None]] = []
    model = compiled_for(ROWS)

    def tell(what: str, share: float | None) -> None:
        told.append((threading.get_ident(), share))

    opened = []
    long = replace(LITTLE, draws=2000)
    for seed in range(20):
        sampling.sample(model, [seed], 0.8, tell, long if seed == 0 else LITTLE)
        opened.append(len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").is_dir() else 0)
    assert {thread for thread, _ in told} == {threading.get_ident()}
    assert all(share is not None and 0 <= share <= 1 for _, share in told)
    assert max(opened[1:]) <= opened[0] + 2


def test_chains_go_on_from_where_they_stand() -> None:
    model = compiled_for(ROWS)
    trace = sampling.sample(model, [1], 0.8, silent, LITTLE)
    longer = sampling.joined(trace, sampling.sample_on(model, trace, [1, 100], 0.8, silent, LITTLE))
    for group in ("posterior", "sample_stats"):
        assert longer[group].sizes["chain"] == 2
        assert longer[group].sizes["draw"] == 200
    both = longer["posterior"]["tau"].values
    assert np.array_equal(both[:, :100], trace["posterior"]["tau"].values)
    assert not np.array_equal(both[:, 100:], trace["posterior"]["tau"].values)


def test_chains_start_about_where_a_study_says_by_their_seed_alone() -> None:
    fake = Compiled(
        n_dim=5, shape_info=(("a", "b_log__", "c"), (slice(0, 2), slice(2, 4), slice(4, 5)), ((2,), (2,), (1,)))
    )
    start = initial_points(fake, {"b_log__": np.array([10.0, -10.0]), "c": 3.0, "unknown": 1.0})
    centre = np.array([0, 0, 10, -10, 3])
    assert np.all(np.abs(start(4) - centre) <= 1)
    assert np.array_equal(start(4), start(4))
    assert not np.array_equal(start(4), start(5))
