"""Who gets which place in the arrays of the panel model, on small cases."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.special import logit

from consilience.likelihood.spreads import SPREAD_POINTS
from consilience.models.factors.data import FactorData, encode_factors, encode_rows
from consilience.models.factors.implied_op import implied
from consilience.models.factors.priors import DEFAULTS
from consilience.models.factors.readings import ENTRY, TOTAL
from consilience.models.locations import located
from consilience.network import Network
from consilience.notation import parse
from consilience.study import Estimate, Question, Study
from tests.models.rows import estimate, panel

QUESTIONS = (
    Question("rain", ""),
    Question("breach", "", given={"rain": True}),
    Question("flood", "", gate="all_of", of=("rain", "breach")),
    Question("loss", "", parents=("flood",)),
)
NETWORK = Network({question.name: question for question in QUESTIONS})
COMPONENTS = ("rain", "breach", "loss | flood", "loss | not flood")
# A Student t with four degrees of freedom.
DEFAULT_MEDIAN = *DEFAULTS.location, 4.0
PRIORS = dict.fromkeys(COMPONENTS, DEFAULT_MEDIAN)


def encoded(*rows: Estimate) -> FactorData:
    return encode_rows(rows, NETWORK, PRIORS)


def entries(data: FactorData) -> list[tuple[str, str, bool]]:
    """Person, component and whether it is free, of each entry before the padding."""
    return [
        (data.people[int(row[0])], COMPONENTS[int(row[1])], bool(row[ENTRY.index("free")]))
        for row in data.arrays["entry"][: data.entries]
    ]


def reading(said: str) -> dict[str, float]:
    return dict(zip(ENTRY, encoded(estimate("rain", said)).arrays["entry"][0].tolist(), strict=True))


def test_who_states_a_total_has_a_free_credence_of_every_factor_that_it_needs() -> None:
    data = encoded(
        estimate("breach", "10%", "ada"),
        estimate("flood", "3%", "ada"),
        estimate("loss", "1%", "bo"),
        estimate("loss | flood", "50%", "cem"),
    )
    assert data.people == ("ada", "bo", "cem")
    assert entries(data) == [
        ("ada", "breach", False),
        ("ada", "rain", True),
        *(("bo", component, True) for component in COMPONENTS),
        ("cem", "loss | flood", False),
    ]
    assert (data.entries, data.totals) == (7, 2)


def test_entries_of_one_person_stand_together_however_the_rows_are_mixed() -> None:
    data = encoded(estimate("rain", "10%", "ada"), estimate("rain", "20%", "bo"), estimate("loss | flood", "5%", "ada"))
    assert [person for person, *_ in entries(data)] == ["ada", "ada", "bo"]


def test_a_total_follows_from_the_credences_of_who_stated_it() -> None:
    data = encoded(estimate("flood", "3%", "ada"), estimate("rain", "30%", "bo"), estimate("flood", "10%", "bo"))
    at = {(person, component): place for place, (person, component, _) in enumerate(entries(data))}
    assert data.arrays["follows"][:2, :2].tolist() == [
        [at["ada", "rain"], at["ada", "breach"]],
        [at["bo", "rain"], at["bo", "breach"]],
    ]
    assert len(at) == 4


def test_a_surveys_total_follows_from_where_its_group_lies() -> None:
    data = encoded(estimate("rain", "3%", "ada", "one"), estimate("flood", "n=30 median=5%", "poll", "two"))
    assert data.people == ("ada",)
    # Behind the padded entries: places of components and groups.
    first = len(data.arrays["entry"])
    assert data.arrays["follows"][0, :2].tolist() == [first + 0 * 2 + 1, first + 1 * 2 + 1]
    assert data.arrays["total"][0, TOTAL.index("group")] == 1


def test_a_survey_of_a_factor_and_a_base_rate_speak_of_the_population() -> None:
    data = encoded(
        estimate("breach", "n=30 median=5%", "poll", "two"),
        estimate("breach", "3 of 40", "records"),
        estimate("rain", "5%", "ada", "one"),
    )
    assert data.groups == ("two", "one")
    assert data.people == ("ada",)
    assert data.arrays["median"][:, 0].tolist() == [1 * 2 + 0]
    assert data.arrays["rate"].tolist() == [[1, 40, 3]]
    assert data.entries == 1


def test_pairs_of_components_and_groups_and_the_effects_of_groups() -> None:
    rows = panel("rain", "5%", "5%", "5%", groups=("a", "b", "c"))
    data = encoded(*rows)
    assert data.arrays["pair_component"][:12].tolist() == [place for place in range(4) for _ in range(3)]
    assert data.arrays["entry"][:3, ENTRY.index("pair")].tolist() == [0, 1, 2]
    effects = effects_of(data)
    assert effects[:12].reshape(4, 3).sum(axis=1) == pytest.approx(np.zeros(4), abs=1e-12)
    assert (effects[:12] != 0).all()
    assert effects[12:] == pytest.approx(np.zeros(20))
    assert effects_of(encoded(*panel("rain", "5%", "5%"))) == pytest.approx(np.zeros(8))


def effects_of(data: FactorData) -> np.ndarray:
    """Of groups, padding too, by random parameters."""
    of_pair, raw = (
        data.arrays["pair_component"],
        np.random.default_rng(1).normal(size=data.arrays["pair_component"].size),
    )
    components = len(data.arrays["prior"])
    mu, location = located(np.zeros(components), raw, 1.0, np.ones(of_pair.size), data.arrays, of_pair)
    return np.asarray(location - mu[of_pair])


@pytest.mark.parametrize("people", [1, 10])
def test_one_forecaster_and_ten_are_the_same_call(people: int) -> None:
    # Case 44 of the cases that other tools failed on (OakleyJ/SHELF#8: one expert alone was accepted).
    rows = [estimate(name, "10%", f"f{person}") for person in range(people) for name in ("rain", "breach", "loss")]
    data = encoded(*rows)
    assert data.size == ((8, 8, 8, 4, 1) if people == 1 else (8, 8, 64, 16, 1))
    assert len(data.people) == people
    assert data.entries == 4 * people


def test_padding_is_of_nobody() -> None:
    data = encoded(*panel("rain", "5%", "5%"))
    assert data.size == (8, 8, 8, 4, 1)
    assert data.arrays["entry"][2:, 0].tolist() == [-1.0] * 6
    assert data.arrays["entry"][2:, ENTRY.index("free")].all()
    assert data.arrays["total"][:, TOTAL.index("free")].all()
    assert not data.arrays["total"][:, TOTAL.index("real")].any()


def test_sizes_grow_by_steps() -> None:
    assert encoded(*panel("rain", *["5%"] * 33)).size == (8, 8, 64, 4, 1)
    assert encoded(*panel("flood", *["5%"] * 17)).size == (8, 8, 64, 32, 1)
    many = [Question(f"q{place}", "") for place in range(9)]
    network = Network({question.name: question for question in many})
    rows = panel("q0", "5%", "5%", "5%", "5%", groups=("a", "b", "c", "d"))
    assert encode_rows(rows, network, dict.fromkeys(network.components, DEFAULT_MEDIAN)).size == (16, 64, 8, 4, 1)


@pytest.mark.parametrize(
    ("people", "factors", "outlooks"), [(19, "abcd", 1), (20, "abcd", 4), (40, "abc", 1), (60, "a", 1)]
)
def test_large_panels_have_further_outlooks(people: int, factors: str, outlooks: int) -> None:
    network = Network({name: Question(name, "") for name in "abcd"[: max(len(factors), 3)]})
    rows = [estimate(name, "10%", f"f{person}") for person in range(people) for name in factors]
    data = encode_rows(rows, network, dict.fromkeys(network.components, DEFAULT_MEDIAN))
    assert (data.outlooks, data.size[-1]) == (outlooks, outlooks)


@pytest.mark.parametrize(("said", "low", "high"), [("10%", 0.095, 0.105), ("1%", 0.005, 0.015)])
def test_a_point_is_a_cell(said: str, low: float, high: float) -> None:
    found = reading(said)
    assert found["base"] == pytest.approx(logit(low))
    assert found["logistic"] == pytest.approx(logit(high) - logit(low))
    assert (found["softplus"], found["linear"], found["free"]) == (0, 0, 0)


@pytest.mark.parametrize(
    ("said", "at", "sign"), [("<10%", 0.1, -1), (">=10%", 0.1, 1), ("0%", 0.005, -1), ("100%", 0.995, 1)]
)
def test_an_inequality_is_open_on_one_side(said: str, at: float, sign: float) -> None:
    found = reading(said)
    assert found["base"] == pytest.approx(logit(at))
    assert (found["logistic"], found["softplus"], found["linear"], found["free"]) == (0, sign, 0, 0)


@pytest.mark.parametrize("said", [">0%", "0-100%", "<100%"])
def test_what_is_true_of_every_credence_leaves_it_free(said: str) -> None:
    assert reading(said)["free"] == 1


@pytest.mark.parametrize("said", ["10-20% @80%", "12% [5%, 30%] @90%", "q5=1% q25=4% q50=5% q75=9% q95=30%"])
def test_an_interval_is_the_forecasters_own_spread(said: str) -> None:
    data = encoded(estimate("breach", "1%"), estimate("rain", said))
    (own,) = data.arrays["own"]
    place, at, by = own[0], own[1 : 1 + SPREAD_POINTS], own[1 + SPREAD_POINTS :]
    assert place == 1
    assert data.arrays["entry"][1, ENTRY.index("linear")] == pytest.approx(at.std())
    assert data.arrays["entry"][1, ENTRY.index("base")] == pytest.approx(np.median(at))
    # Smooth, and still what was stated: a few parts in a hundred wider, and no level moved by more than one in fifty.
    deviation = np.sqrt(at.var() + np.mean(by**2))
    assert at.std() < deviation < 1.06 * at.std()
    levels = stats.norm.cdf((at[:, None] - at) / by).mean(axis=1)
    assert levels == pytest.approx((np.arange(SPREAD_POINTS) + 0.5) / SPREAD_POINTS, abs=0.02)


def test_an_interval_about_a_total_stands_behind_the_entries() -> None:
    data = encoded(estimate("flood", "10-20% @80%"), estimate("loss", "1%"))
    assert data.arrays["own"][:, 0].tolist() == [len(data.arrays["entry"])]
    assert data.arrays["total"][0, TOTAL.index("linear")] > 0


def test_each_total_follows_by_its_own_decisions() -> None:
    data = encoded(estimate("flood", "3%"), estimate("loss", "1%"), estimate("flood", "4%", "g"))
    span = data.arrays["span"]
    assert span[0].tolist() == span[2].tolist() != span[1].tolist()
    at = np.tile([0.3, -1.0, 1.2, -2.0, *[0.0] * 4], (len(span), 1))
    found = implied(at, data.arrays["decision"], span)[0]
    for place, event in enumerate(("flood", "loss", "flood")):
        assert found[place] == pytest.approx(float(NETWORK.log_odds(at[0, :4], event)))
    assert not found[3:].any()


def test_what_is_no_event_of_the_network_is_left_out() -> None:
    data = encoded(estimate("rain", "5%"), estimate("budget", "5%", "g"))
    assert data.people == ("f",)


def test_a_study_gives_its_voices_base_rates_and_declared_priors() -> None:
    rows = (
        estimate("rain", "5%"),
        estimate("breach", "3 of 40", "records"),
        replace(estimate("rain", "9%", "a platform"), kind="aggregate"),
    )
    declared = {question.name: question for question in QUESTIONS}
    declared["loss"] = replace(declared["loss"], prior=parse("20-40% @90%"))
    data = encode_factors(Study("s", "", Path(), declared, rows))
    assert (data.people, len(data.arrays["rate"])) == (("f",), 1)
    low, high = logit([0.2, 0.4])
    assert data.arrays["prior"][:2].tolist() == [[0.0, 5.0, 4.0]] * 2
    assert data.arrays["prior"][2:4, 0] == pytest.approx((low + high) / 2)
    assert data.arrays["prior"][2:4, 1] == pytest.approx((high - low) / 2 / stats.norm.ppf(0.95))
    # What is declared is a normal.
    assert np.isinf(data.arrays["prior"][2:4, 2]).all()


def test_each_group_of_a_survey_speaks_for_itself_and_a_person_for_one_group() -> None:
    rows = [
        replace(estimate("rain", "10%", "poll", "young"), kind="survey"),
        replace(estimate("rain", "30%", "poll", "old"), kind="survey"),
        estimate("rain", "20%", "ada", ""),
        estimate("wind", "20%", "ada", "old"),
    ]
    network = Network({"rain": Question("rain", ""), "wind": Question("wind", "")})
    data = encode_rows(rows, network, {"rain": DEFAULT_MEDIAN, "wind": DEFAULT_MEDIAN})
    assert data.people == ("poll (young)", "poll (old)", "ada")
    # Nobody is left of those without a group: ada's last row says where she belongs.
    assert data.groups == ("young", "old")
    assert data.person_group.tolist() == [0, 1, 1]
    assert data.entries == 4
