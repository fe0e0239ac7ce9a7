"""The power of a test as it was elicited, against quantiles of SciPy and records worked out by hand."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest
from scipy import integrate, stats
from scipy.special import beta, expit, logit

from consilience.evidence.elicited import elicited_values, likelihood_of, likelihoods_of
from consilience.notation import Words, parse
from consilience.study import Evidence, Study


def test_a_point_is_itself() -> None:
    assert elicited_values(parse("60%")).tolist() == [0.6]
    assert elicited_values(parse("99.9%")).tolist() == [0.999]


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("100%", 0.995, 1),
        ("100 %", 0.995, 1),
        ("100.0%", 0.9995, 1),
        ("~100%", 0.995, 1),
        ("1000‰", 0.9995, 1),
        ("0%", 0, 0.005),
        ("0.0%", 0, 0.0005),
        ("0‰", 0, 0.0005),
    ],
)
def test_what_was_rounded_to_certainty_is_anywhere_in_its_cell(said: str, low: float, high: float) -> None:
    values = elicited_values(parse(said))
    assert low < values.min() < values.max() < high
    assert values.mean() == pytest.approx((low + high) / 2)


@pytest.mark.parametrize(("events", "trials"), [(3, 4), (0, 12), (12, 12), (40, 1000)])
def test_a_base_rate_is_its_beta_by_jeffreys_rule(events: int, trials: int) -> None:
    values = elicited_values(parse(f"{events} of {trials}"))
    law = stats.beta(events + 0.5, trials - events + 0.5)
    assert values == pytest.approx(law.ppf((np.arange(values.size) + 0.5) / values.size))
    assert values.mean() == pytest.approx(law.mean(), abs=0.01)


def test_an_interval_is_what_was_stated() -> None:
    values = elicited_values(parse("30-85% @90%"))
    assert np.all(np.diff(values) > 0)
    assert np.mean((values > 0.3) & (values < 0.85)) == pytest.approx(0.9)
    assert expit(logit(values).mean()) == pytest.approx(expit(logit([0.3, 0.85]).mean()), abs=1e-3)
    bounds = elicited_values(parse("60% [30%, 85%] @90%"))
    assert np.mean((bounds > 0.3) & (bounds < 0.85)) == pytest.approx(0.9, abs=0.03)
    quantiles = elicited_values(parse("q25=50% q75=70%"))
    assert np.mean((quantiles > 0.5) & (quantiles < 0.7)) == pytest.approx(0.5)


def test_words_are_what_they_mean() -> None:
    meaning = parse("55-80%")
    assert elicited_values(Words("likely", "some", meaning)) == pytest.approx(elicited_values(meaning))


@pytest.mark.parametrize("said", ["<10%", "n=30 median=5%"])
def test_what_says_nothing_of_one_probability_is_refused(said: str) -> None:
    with pytest.raises(TypeError, match="the power of a test is a point, an interval or a base rate, not"):
        elicited_values(parse(said))


def evidence(name: str = "e", on: str = "rain", **changes: object) -> Evidence:
    rates = {"sensitivity": parse("60%"), "false_positive_rate": parse("5%")}
    given = {"trials": 3, "positives": 0, **rates} | changes
    return Evidence(name, on, **given)  # type: ignore[arg-type]


def test_three_clean_trials_are_a_likelihood_ratio_to_the_third() -> None:
    given_true, given_false = likelihood_of(evidence())
    assert given_true / given_false == pytest.approx((0.4 / 0.95) ** 3, rel=1e-12)


@pytest.mark.parametrize("trials", [1, 100, 10_000, 1_000_000])
def test_many_trials_tell_a_rounded_certainty_from_certainty(trials: int) -> None:
    """The mean of s^n over sensitivities from 99.5% to 100%: (1 − 0.995^(n + 1)) / (n + 1) / 0.005."""
    given_true, _ = likelihood_of(
        evidence(trials=trials, positives=trials, sensitivity=parse("100%"), false_positive_rate=parse("100%"))
    )
    assert given_true == pytest.approx(-np.expm1((trials + 1) * np.log(0.995)) / (trials + 1) / 0.005, rel=0.1)


@pytest.mark.parametrize("positives", [0, 1, 2, 3])
def test_rates_of_0_and_100_are_read_alike_whatever_was_observed(positives: int) -> None:
    """Means of s^k (1 − s)^(n − k) over sensitivities from 99.5% to 100%, false positives from 0% to 0.5%."""
    rates = {"sensitivity": parse("100%"), "false_positive_rate": parse("0%")}
    found = likelihood_of(evidence(trials=3, positives=positives, **rates))
    for got, (low, high) in zip(found, ((0.995, 1), (0, 0.005)), strict=True):
        law = stats.beta(positives + 1, 4 - positives)
        mean = law.cdf(high) - law.cdf(low) if low == 0 else law.sf(low)
        assert got == pytest.approx(mean * beta(positives + 1, 4 - positives) / 0.005, rel=2e-3)


@pytest.mark.parametrize("trials", [1, 3, 30, 3000])
def test_a_flaw_that_trials_share_leaves_what_it_allows(trials: int) -> None:
    given_true, given_false = likelihood_of(evidence(trials=trials, common_failure=parse("5%")))
    assert given_true / given_false == pytest.approx(
        (0.05 + 0.95 * 0.4**trials) / (0.05 + 0.95 * 0.95**trials), rel=1e-12
    )


def test_an_uncertain_power_is_averaged_over_and_not_put_at_its_mean() -> None:
    # Jeffreys' posterior of 3 in 4: the mean of (1 - s)^5 over a beta, by integration.
    law = stats.beta(3.5, 1.5)
    expected = integrate.quad(lambda s: law.pdf(s) * (1 - s) ** 5, 0, 1)[0] / 0.95**5
    given_true, given_false = likelihood_of(evidence(trials=5, sensitivity=parse("3 of 4")))
    assert given_true / given_false == pytest.approx(expected, rel=0.05)
    assert given_true / given_false > 3 * ((1 - law.mean()) / 0.95) ** 5


def test_positive_trials_speak_for_the_state() -> None:
    given_true, given_false = likelihood_of(evidence(trials=3, positives=2, false_positive_rate=parse("10%")))
    assert given_true / given_false == pytest.approx(0.6**2 * 0.4 / (0.1**2 * 0.9), rel=1e-12)


def test_tests_of_one_question_multiply() -> None:
    all_of_it = {
        "first": evidence("first"),
        "second": evidence("second", trials=1, sensitivity=parse("20%")),
        "other": evidence("other", on="breach"),
    }
    found = likelihoods_of(Study("s", "", Path(), {}, (), evidence=all_of_it))
    assert list(found) == ["rain", "breach"]
    given_true, given_false = found["rain"]
    assert given_true / given_false == pytest.approx((0.4 / 0.95) ** 3 * 0.8 / 0.95, rel=1e-12)


def test_one_clean_trial_of_a_perfect_test_leaves_what_its_rounding_allows() -> None:
    """The mean of 1 − s over a sensitivity spread evenly from 99.5% to 100%."""
    given_true, given_false = likelihood_of(evidence(trials=1, sensitivity=parse("100%")))
    assert given_true / given_false == pytest.approx(0.0025 / 0.95, rel=1e-6)


@pytest.mark.parametrize(("rate", "high"), [("0%", 0.005), ("0.0%", 0.0005)])
def test_positive_trials_of_a_test_without_false_positives_are_no_proof(rate: str, high: float) -> None:
    """The mean of r² over a rate spread evenly from 0 to the edge of its cell is a third of the edge's square."""
    given_true, given_false = likelihood_of(evidence(trials=2, positives=2, false_positive_rate=parse(rate)))
    assert given_false / given_true == pytest.approx(high**2 / 3 / 0.36, rel=1e-3)


def test_an_outcome_that_is_not_sure_is_virtual_evidence() -> None:
    """Jeffrey's and Pearl's: the likelihoods of both outcomes, weighed by how likely each was."""
    rates = {"sensitivity": parse("80%"), "false_positive_rate": parse("5%")}
    given_true, given_false = likelihood_of(evidence(trials=1, positives=1, certainty=0.8, **rates))
    assert given_true / given_false == pytest.approx((0.8 * 0.8 + 0.2 * 0.2) / (0.8 * 0.05 + 0.2 * 0.95))
    given_true, given_false = likelihood_of(evidence(trials=3, positives=3, certainty=0.5, **rates))
    assert given_true / given_false == pytest.approx(1)


def test_a_shared_flaw_may_be_read_wrongly_too() -> None:
    """Brute force over what three trials may have come out as, each misread with 0.1."""
    rates = {"sensitivity": parse("60%"), "common_failure": parse("30%")}
    found = likelihood_of(evidence(trials=3, positives=1, certainty=0.9, **rates))
    read, by_hand = (1, 0, 0), []
    for rate in (0.6, 0.05):
        total = 0.0
        for came_out in product((0, 1), repeat=3):
            chance = 0.3 * (not any(came_out)) + 0.7 * np.prod([rate if one else 1 - rate for one in came_out])
            total += chance * np.prod([0.9 if said == one else 0.1 for said, one in zip(read, came_out, strict=True)])
        by_hand.append(total)
    assert found[0] / found[1] == pytest.approx(by_hand[0] / by_hand[1], rel=1e-6)


@pytest.mark.parametrize("ratio", [4.0, 0.2, 1.0, 1e-9])
def test_a_likelihood_ratio_is_what_was_stated(ratio: float) -> None:
    given_true, given_false = likelihood_of(Evidence("a", "rain", 1, 0, likelihood_ratio=ratio))
    assert given_true / given_false == pytest.approx(ratio)
    assert 0 < min(given_true, given_false) <= max(given_true, given_false) <= 1
