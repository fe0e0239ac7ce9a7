"""Round numbers in surveys: what they may stand for, and that they are said again as they were."""

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy.special import logit

from consilience.likelihood.heaping import ROUND, heaped_cell, is_heap, nearest_heap
from consilience.likelihood.restate import Population, restate
from consilience.likelihood.rows import observations
from consilience.notation import Survey, parse


def number(said: str):
    return parse(said).number


@pytest.mark.parametrize("said", ["0.1%", "0.2%", "1%", "3%", "5%", "10%", "15%", "25%", "50%", "65%", "99%", "99.9%"])
def test_round_numbers_stand_for_what_lies_around_them(said: str) -> None:
    low, high = heaped_cell(number(said))
    assert is_heap(number(said))
    assert low <= number(said).low
    assert high >= number(said).high


@pytest.mark.parametrize(
    "said", ["0%", "100%", "4%", "6.1613%", "11%", "12.5%", "5.0%", "10.00%", "50.0%", "2.125%", "97%", "0.30%"]
)
def test_other_numbers_stand_for_what_is_rounded_to_them(said: str) -> None:
    said_as = number(said)
    if said != "97%":
        assert not is_heap(said_as)
        assert heaped_cell(said_as) == said_as.cell


@given(st.sampled_from([f"{p}%" for p in ("0.01", "0.5", "1", "2", "5", "10", "20", "45", "50")]))
def test_the_complement_of_a_heap_is_the_complement(said: str) -> None:
    low, high = heaped_cell(number(said))
    opposite = number(f"{100 - float(said[:-1]):.10g}%")
    assert is_heap(opposite)
    assert heaped_cell(opposite) == pytest.approx((1 - high, 1 - low), abs=5e-3)


@given(st.floats(1e-8, 1 - 1e-8))
def test_the_nearest_is_nearest(p: float) -> None:
    distance = abs(logit(ROUND) - logit(p))
    assert abs(logit(nearest_heap(p)) - logit(p)) == pytest.approx(distance.min(), abs=1e-9)


def test_an_interval_of_one_round_number_is_no_proof_of_a_narrow_population() -> None:
    # XPT's public survey of an AI catastrophe: 477 answers from 0% to 100%, whose median bootstraps to 5% always.
    (median, (_, low, high, *_)), (block, (*_, touching)) = observations(parse("n=477 median=5% ci95=[5%, 5%]"))
    assert (median, block, touching) == ("median", "width", 1.0)
    assert np.array([low, high]) == pytest.approx(logit([0.039, 0.071]), abs=0.02)


def test_one_voice_is_read_as_a_voice() -> None:
    ((_, (low, high, *_)),) = observations(parse("median=5%"))
    assert (low, high) == pytest.approx(tuple(logit([0.045, 0.055])))


@pytest.mark.parametrize("seed", range(8))
def test_surveys_in_round_numbers_are_made_again_in_round_numbers(seed: int) -> None:
    rng = np.random.default_rng(seed)
    survey = restate(parse("n=400 median=5% ci95=[3%, 8%]"), Population(rng.normal(-3, 3), 1.5, 6.0, 0.4), rng)
    assert isinstance(survey, Survey)
    assert survey.ci95 is not None
    numbers = (survey.ci95[0], survey.median, survey.ci95[1])
    assert all(is_heap(said) for said in numbers)
    assert sorted(said.value for said in numbers) == [said.value for said in numbers]
