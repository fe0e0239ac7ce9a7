"""What each form of the notation becomes, and how a study's rows become arrays."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, strategies as st
from scipy import stats
from scipy.special import logit

from consilience.likelihood.rows import BLOCK_WIDTHS, ENCODERS, observations, rung
from consilience.likelihood.spreads import spread_points
from consilience.likelihood.statements_op import STATEMENT_BLOCKS, statements_with_gradient
from consilience.models.consensus.data import PAIRS, QUESTIONS, encode, encode_study
from consilience.models.consensus.priors import DEFAULTS
from consilience.models.locations import PIN, located
from consilience.models.priors import HEAVY, Z90, population_median, prior_of_median
from consilience.notation import Point, Words, parse
from consilience.notation.forms import FORMS
from consilience.study import Estimate, Question, Study
from tests.models.rows import panel

Z95 = stats.norm.ppf(0.975)


def row(question: str, forecaster: str, said: str, group: str | None = None, kind: str = "person") -> Estimate:
    return Estimate(question, forecaster, date(2024, 1, 1), said, parse(said), group=group, kind=kind)  # type: ignore[arg-type]


def observed(said: str) -> list[tuple[str, np.ndarray]]:
    return [(block, np.hstack(columns)) for block, columns in observations(parse(said))]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("10%", 0.095, 0.105),
        ("15% grid=5%", 0.125, 0.175),
        ("1 in 6", 1 / 6.5, 1 / 5.5),
        ("1:9", 1 / 10.5, 1 / 9.5),
        ("~10%", 0.075, 0.125),
        ("0%", 0.0, 0.005),
        ("100%", 0.995, 1.0),
        ("<1%", 0.0, 0.01),
        ("<=1%", 0.0, 0.01),
        (">90%", 0.9, 1.0),
        (">=90%", 0.9, 1.0),
        ("0-5%", 0.0, 0.05),
        ("95-100%", 0.95, 1.0),
    ],
)
def test_points_and_bounds_are_cells(said: str, low: float, high: float) -> None:
    ((block, (at_low, at_high, low_open, high_open, count)),) = observed(said)
    assert block == "cell"
    assert (low_open, high_open, count) == (low == 0, high == 1, 1)
    if not low_open:
        assert at_low == pytest.approx(logit(low))
    if not high_open:
        assert at_high == pytest.approx(logit(high))
    # The open edge is never read, but enters arithmetic.
    assert np.isfinite([at_low, at_high]).all()
    assert at_low < at_high


@pytest.mark.parametrize("said", ["10-20%", "10-20% @80%", "12% [5%, 30%]", "0% [0%, 5%]", "q5=1% q50=5% q95=30%"])
def test_intervals_and_quantiles_are_spreads(said: str) -> None:
    ((block, points),) = observed(said)
    assert block == "spread"
    assert points == pytest.approx(spread_points(parse(said)))  # type: ignore[arg-type]


@pytest.mark.parametrize("said", [">0%", "<100%", "0-100%"])
def test_what_every_credence_satisfies_says_nothing(said: str) -> None:
    assert observed(said) == []


def test_every_form_of_the_table_has_its_rows() -> None:
    assert set(ENCODERS) == set(FORMS)


def test_words_are_what_their_lexicon_says() -> None:
    meaning = parse("55-80%")
    assert [block for block, _ in observations(Words("likely", "some", meaning))] == ["spread"]  # type: ignore[arg-type]
    point = parse("50%")
    assert isinstance(point, Point)
    assert [block for block, _ in observations(Words("even", "some", point))] == ["cell"]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [("n=88 median=<1%", 0, 0.01), ("n=88 median=<=1%", 0, 0.01), ("n=88 median=>30%", 0.3, 1)],
)
def test_a_median_that_is_a_bound_is_a_half_open_cell(said: str, low: float, high: float) -> None:
    ((block, (n, below, above, *is_open)),) = observed(said)
    assert (block, n, is_open) == ("median", 88, [low == 0, high == 1])
    edge = above if low == 0 else below
    assert edge == pytest.approx(logit(high if low == 0 else low))


def test_a_bound_on_a_median_that_rules_nothing_out_says_nothing_but_the_width_does() -> None:
    assert observed("n=88 median=>0%") == []
    assert [block for block, _ in observed("n=88 median=<5% ci95=[1%, 9%]")] == ["median", "width"]


def test_a_survey_speaks_through_its_median_its_widths_and_its_mean() -> None:
    said = observed("n=100 median=6% mean=9% ci95=[4%, 8%] quartiles=[1.0%, 12%]")
    assert [block for block, _ in said] == ["median", "width", "width", "mean"]
    (_, median), (_, ci95), (_, quartiles), (_, mean) = said
    assert median == pytest.approx([100, logit(0.055), logit(0.065), 0, 0])
    # Ranks of the distribution-free 95% interval: n/2 ± 1.96 √n / 2 (Conover, 1999, section 3.2).
    assert ci95 == pytest.approx([100, Z95 * 10, *logit([0.035, 0.045, 0.075, 0.085]), 0])
    assert quartiles == pytest.approx([100, 50.5, *logit([0.0095, 0.0105, 0.115, 0.125]), 0])
    assert mean[:3] == pytest.approx([100, 0.09, 0.01])
    assert np.isinf(mean[3:5]).all()
    assert mean[5:8] == pytest.approx([logit(0.06), 49.5, 1])
    assert np.isinf(mean[8:]).all()


@pytest.mark.parametrize(
    ("said", "blocks"),
    [
        ("n=1 median=5% ci95=[1%, 9%] quartiles=[1%, 9%] mean=5%", ["cell"]),
        ("n=12 mean=9%", ["mean"]),
        ("mean=9%", ["cell"]),
        ("n=12 mean=9% quartiles=[1%, 12%]", ["width", "mean"]),
    ],
)
def test_what_a_survey_leaves_out_is_left_out(said: str, blocks: list[str]) -> None:
    assert [block for block, _ in observed(said)] == blocks


@pytest.mark.parametrize(
    ("survey", "voice"),
    [("median=0.375%", "0.375%"), ("n=1 median=5%", "5%"), ("median=<1%", "<1%"), ("n=1 median=>30%", ">30%")],
)
def test_the_median_of_one_answer_or_of_who_knows_how_many_is_a_voice(survey: str, voice: str) -> None:
    # The rank of one answer among its like is even over the whole population: its median is where it lies.
    ((block, row),), ((of_voice, said),) = observed(survey), observed(voice)
    assert (block, [*row]) == (of_voice, [*said])


def test_a_confidence_interval_whose_cells_touch_has_no_least_share() -> None:
    assert observed("n=50 median=1% ci95=[1%, 1%]")[1][1][-1] == 1
    assert observed("n=50 median=1% ci95=[1%, 3%]")[1][1][-1] == 0


def test_a_confidence_interval_from_nothing_to_certainty_is_finite() -> None:
    (_, (_, columns)) = observed("n=50 median=10% ci95=[0%, 100%]")
    assert np.isfinite(columns).all()


def test_a_base_rate_counts_events_of_its_question() -> None:
    rows = [row("doom", "ada", "10%"), row("calm", "bob", "5%"), row("calm", "class", "12 of 400", kind="base_rate")]
    data = encode(rows)
    assert data.arrays["rate"].tolist() == [[1, 400, 12]]
    assert data.pair_names == (("doom", ""), ("calm", ""))


def test_the_same_cell_said_twice_by_a_group_is_one_row() -> None:
    rows = [row("doom", f"f{i}", "10%", group) for i, group in enumerate(["a", "b", "a", "a"])]
    cells = encode(rows).arrays["cell"]
    assert sorted(map(tuple, cells[:, [0, 5]])) == [(0, 3), (1, 1)]


@given(st.permutations(list(range(7))))
def test_the_order_of_the_rows_changes_no_statement(order: list[int]) -> None:
    said = ["10%", "10%", "<1%", "0%", "10-20%", "5%", "n=20 median=3%"]
    rows = [row("doom", f"f{i}", text, "ab"[i % 2]) for i, text in enumerate(said)]

    def by_name(rows: list[Estimate]) -> Mapping[str, list[tuple[object, ...]]]:
        data = encode(rows)
        return {
            block: sorted((data.pair_names[int(first)], *rest) for first, *rest in data.arrays[block].tolist())
            for block in ("cell", "spread", "median")
        }

    assert by_name([rows[place] for place in order]) == by_name(rows)


def test_sizes_are_padded_so_that_studies_share_a_compilation() -> None:
    one = encode([row("doom", "ada", "10%")])
    many = encode([row(f"q{i}", f"f{i}", "10%", f"g{i}") for i in range(QUESTIONS[-1])])
    more = encode([row(f"q{i}", f"f{i}", "10%", f"g{i}") for i in range(QUESTIONS[-1] + 1)])
    assert (one.questions, one.pairs) == (QUESTIONS[0], PAIRS[0])
    assert (many.questions, many.pairs) == (QUESTIONS[-1], PAIRS[-1])
    assert (more.questions, more.pairs) == (2 * QUESTIONS[-1], PAIRS[-1])
    for data in (one, many, more):
        assert data.arrays["prior"].shape == (data.questions, 3)
        assert data.arrays["pair_question"].shape == (data.pairs,)
        assert data.arrays["pin"].shape == (data.pairs, len(PIN))
        assert np.all(data.arrays["prior"][:, 1] > 0)
    assert many.arrays["prior"][:, 0] == pytest.approx(DEFAULTS.location[0])


@pytest.mark.parametrize(("size", "expected"), [(0, 4), (4, 4), (5, 12), (12, 12), (13, 24), (25, 36), (36, 36)])
def test_a_ladder_goes_on_in_steps_of_its_last_rung(size: int, expected: int) -> None:
    assert rung(size, (4, 12)) == expected


def test_every_block_has_its_width_also_without_rows() -> None:
    arrays = encode([]).arrays
    assert {block: arrays[block].shape for block in BLOCK_WIDTHS} == {
        block: (0, width) for block, width in BLOCK_WIDTHS.items()
    }


def test_effects_have_the_covariance_of_a_zero_sum_normal() -> None:
    # PyMC's ZeroSumNormal over k groups has covariance I − 1/k; one group alone has no effect of its own.
    groups = {"one": ["a"], "two": ["a", "b"], "four": ["a", "b", "c", "d"]}
    # What is a bound pins no group.
    rows = [row(question, f"f{group}", "<10%", group) for question, names in groups.items() for group in names]
    data = encode(rows[::-1])
    medians, scales = np.zeros((data.pairs, data.questions)), np.ones((data.pairs, data.pairs))
    # Locations are linear in the groups' parameters: their matrix, a parameter at a time.
    _, effects = located(medians, np.eye(data.pairs), 1.0, scales, data.arrays, data.arrays["pair_question"])
    effects -= DEFAULTS.location[0]
    covariance = effects.T @ effects
    for question, names in groups.items():
        places = [place for place, pair in enumerate(data.pair_names) if pair[0] == question]
        k = len(names)
        expected = np.eye(k) - 1 / k if k > 1 else np.zeros((1, 1))
        assert covariance[np.ix_(places, places)] == pytest.approx(expected)
        others = [place for place in range(data.pairs) if place not in places]
        assert not covariance[np.ix_(places, others)].any()


def test_each_pair_points_at_its_question() -> None:
    data = encode([row("b", "f", "10%", "y"), row("a", "f", "10%", "x"), row("b", "g", "10%", "x")])
    assert data.question_names == ("b", "a")
    assert data.pair_names == (("b", "y"), ("a", "x"), ("b", "x"))
    assert data.arrays["pair_question"][:3].tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("declared", "mean", "deviation"),
    [
        ("1-10% @80%", logit([0.01, 0.10]).mean(), np.diff(logit([0.01, 0.10]))[0] / 2 / 1.2815515655446004),
        ("1-10%", logit([0.01, 0.10]).mean(), np.diff(logit([0.01, 0.10]))[0] / 2 / Z90),
        ("5% [1%, 10%] @90%", logit(0.05), np.diff(logit([0.01, 0.10]))[0] / 2 / Z90),
    ],
)
def test_a_declared_prior_is_read_as_an_interval_of_a_normal(declared: str, mean: float, deviation: float) -> None:
    assert prior_of_median(parse(declared), DEFAULTS.location) == pytest.approx((mean, deviation))


def test_without_a_declared_prior_there_is_the_default_one() -> None:
    assert prior_of_median(None, DEFAULTS.location) == DEFAULTS.location


def test_a_declared_prior_reaches_its_question_alone() -> None:
    rows = [row("calm", "ada", "10%"), row("doom", "ada", "10%")]
    priors = encode(rows, {"doom": parse("1-10% @80%")}).arrays["prior"]
    assert priors[0] == pytest.approx((*DEFAULTS.location, HEAVY))
    assert priors[1] == pytest.approx((*prior_of_median(parse("1-10% @80%"), DEFAULTS.location), np.inf))


def test_a_prior_that_is_no_interval_is_refused() -> None:
    with pytest.raises(TypeError, match="a prior is a range or a best value with bounds, not point"):
        prior_of_median(parse("10%"), DEFAULTS.location)


def test_a_study_gives_its_voices_and_base_rates_on_events() -> None:
    rows = (
        row("year", "ada", "10%"),
        row("doom", "ada", "10%"),
        row("doom", "panel", "n=20 median=3%", kind="survey"),
        row("doom", "market", "7%", kind="aggregate"),
        row("doom", "gpt", "8%", kind="model"),
        row("calm", "class", "12 of 400", kind="base_rate"),
    )
    questions = {
        "calm": Question("calm", "Calm", prior=parse("1-10%")),
        "doom": Question("doom", "Doom"),
        "year": Question("year", "Year", unit="date"),
    }
    data = encode_study(Study("s", "S", Path("s"), questions, rows))
    # In the order of the study, not of its rows.
    assert data.question_names == ("calm", "doom")
    assert data.pair_names == (("doom", ""),)
    assert [data.arrays[block].shape[0] for block in ("cell", "median", "rate")] == [1, 1, 1]
    assert data.arrays["prior"][0] == pytest.approx(population_median(parse("1-10%"), DEFAULTS.location))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_rows_leaves_the_likelihood_as_it_is(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = panel(
        "q", *["10%"] * 5, "<1%", "0%", "10-20%", "n=20 median=3% ci95=[1%, 9%] mean=5%", groups=("a", "b", "c")
    )
    rows += panel("p", "3%", "3%", "q5=1% q95=20%", groups=("a", "b"))
    at = dict(zip(encode(rows).pair_names, rng.normal(-3, 1, 5), strict=True))
    values = []
    for order in (np.arange(len(rows)), rng.permutation(len(rows))):
        data = encode([rows[place] for place in order])
        location = np.zeros(data.pairs)
        location[: len(at)] = [at[pair] for pair in data.pair_names]
        blocks = [data.arrays[block] for block in STATEMENT_BLOCKS]
        value, *_ = statements_with_gradient(location, np.full(data.pairs, 1.3), np.full(data.pairs, 0.3), 6.0, *blocks)
        values.append(value)
    assert values[0] == pytest.approx(values[1], rel=1e-12)
