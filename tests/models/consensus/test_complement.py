"""A study and the same asked of the complements: every draw of the one has its mirror image in the other."""

import math
import tempfile
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from consilience.models.consensus.pointwise import log_likelihood, statements
from consilience.models.consensus.predict import prior
from consilience.models.consensus.priors import DEFAULTS
from consilience.models.log_densities import of_populations
from consilience.models.populations import population_answers_of
from consilience.study import read_study
from tests.builders.fits import write_study
from tests.examples import examples

TOML = """\
title = "Storms"
{questions}
"""
NEAR = 18
GROUPS = ("coast", "river", "hills")
# Percent in so many steps, all of them with two decimals or none: the complement has the same digits.
PERCENTS = st.one_of(st.integers(0, 100).map(Decimal), st.integers(1, 9999).map(lambda steps: Decimal(steps) / 100))
INNER = st.one_of(st.integers(1, 99).map(Decimal), st.integers(1, 9999).map(lambda steps: Decimal(steps) / 100))


def said(percent: Decimal) -> tuple[str, str]:
    """A chance and that of the complement, in the same digits."""
    return f"{percent}%", f"{100 - percent}%"


@st.composite
def statement(draw: st.DrawFn) -> tuple[str, str, str]:
    """What somebody says, what he says of the complement, and of which type it is."""
    form = draw(st.sampled_from(("point", "bound", "range", "best", "quantiles", "survey", "rate")))
    if form == "point":
        return *said(draw(PERCENTS)), ""
    if form == "bound":
        (one, other), sign = said(draw(INNER)), draw(st.sampled_from(("<", ">", "<=", ">=")))
        return f"{sign}{one}", f"{sign.translate(str.maketrans('<>', '><'))}{other}", ""
    if form == "rate":
        trials = draw(st.integers(1, 400))
        events = draw(st.integers(0, trials))
        return f"{events} of {trials}", f"{trials - events} of {trials}", "base_rate"
    # Far enough apart that no two read as one number.
    low, best, high = sorted(draw(st.lists(st.integers(2, 98), min_size=3, max_size=3, unique=True)))
    (low, not_low), (best, not_best), (high, not_high) = (said(Decimal(number)) for number in (low, best, high))
    if form == "range":
        return f"{low} - {high} @80%", f"{not_high} - {not_low} @80%", ""
    if form == "best":
        return f"{best} [{low}, {high}] @90%", f"{not_best} [{not_high}, {not_low}] @90%", ""
    if form == "quantiles":
        return f"q10={low} q50={best} q90={high}", f"q10={not_high} q50={not_best} q90={not_low}", ""
    n = draw(st.integers(5, 3000))
    return (
        f"n={n} median={best} ci95=[{low}, {high}]",
        f"n={n} median={not_best} ci95=[{not_high}, {not_low}]",
        "survey",
    )


QUESTIONS = st.lists(
    st.lists(st.tuples(statement(), st.sampled_from(GROUPS)), min_size=1, max_size=5), min_size=1, max_size=3
)


def written(folder: Path, questions: list, side: int):
    toml = "\n".join(f'[question.q{place}]\ntitle = "Question {place}"' for place in range(len(questions)))
    rows = "".join(
        f'q{place},f{row},2025-01-15,"{words[side]}",{group if words[2] != "base_rate" else ""},{words[2]},a letter,\n'
        for place, asked in enumerate(questions)
        for row, (words, group) in enumerate(asked)
    )
    return read_study(write_study(folder / f"side-{side}", TOML.format(questions=toml), rows))


@settings(deadline=None, max_examples=examples(60))
@given(QUESTIONS, st.integers(0, 1000))
def test_who_asks_for_the_complement_is_answered_with_the_complement(questions: list, seed: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        study, turned = (written(Path(folder), questions, side) for side in (0, 1))
    drawn = prior(study, DEFAULTS, 12, seed)
    mirrored = drawn.assign({name: -drawn[name] for name in ("mu", "location", "skew")})
    for name, values in of_populations(drawn, study, DEFAULTS).items():
        np.testing.assert_allclose(values, of_populations(mirrored, turned, DEFAULTS)[name], rtol=1e-9, err_msg=name)
    of_study, of_turned = (
        log_likelihood(draws, each, statements(each)).sum(axis=1)
        for draws, each in ((drawn, study), (mirrored, turned))
    )
    np.testing.assert_allclose(of_study, of_turned, rtol=1e-6, atol=1e-6)
    answers, opposite = (population_answers_of(draws, np.random.default_rng(1)) for draws in (drawn, mirrored))
    for key, values in answers.items():
        if key[2] != "new_forecaster":
            # Near certainty a mean is a sum of doubles, which know no more of a complement than one in 10^15.
            known = abs(values) < NEAR
            np.testing.assert_allclose(values[known], -opposite[key][known], rtol=1e-6, atol=1e-6, err_msg=str(key))


def test_a_prior_that_a_study_declares_turns_round_too(tmp_path: Path) -> None:
    declared = ("10% [1%, 40%] @90%", "90% [60%, 99%] @90%")
    studies = [
        read_study(
            write_study(
                tmp_path / f"side-{side}",
                TOML.format(questions=f'[question.q]\ntitle = "Q"\nprior = "{declared[side]}"'),
                f"q,ada,2025-01-15,{words},,,a letter,\n",
            )
        )
        for side, words in enumerate(("20%", "80%"))
    ]
    drawn = prior(studies[0], DEFAULTS, 50, 1)
    mirrored = drawn.assign({name: -drawn[name] for name in ("mu", "location", "skew")})
    assert of_populations(drawn, studies[0], DEFAULTS)["mu"] == pytest.approx(
        of_populations(mirrored, studies[1], DEFAULTS)["mu"], rel=1e-9
    )
    assert math.isfinite(log_likelihood(drawn, studies[0], statements(studies[0])).sum())
