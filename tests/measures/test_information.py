"""Value of information and of discrimination: closed forms, laws, and the panel that they were made for.

The panel is forecastingresearch/adversarial-collab, FORECASTS.csv. Its numbers are worked out here a second time, in
decimal arithmetic, and held against medians that the institute published beside the forecasts.
"""

import csv
import statistics
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal, localcontext
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, strategies as st

from consilience.measures.information import (
    coherent_value_of_information,
    implied_given_not,
    kl,
    maximum_value_of_information,
    share_of_maximum,
    symmetrised_kl,
    value_of_information,
)
from tests.measures.stances import Stance, explained_by, value_of_discrimination

# Products of numbers below what floats hold in full are 0, and what is coherent then hangs on the last bit.
FRACTION = st.floats(0, 1, allow_subnormal=False)
INTERIOR = st.floats(1e-9, 1 - 1e-9)
BASE = st.floats(1.5, 100)


@st.composite
def coherent(draw: st.DrawFn) -> Stance:
    """P(U), P(C), P(U|C) that some joint distribution has."""
    c, yes, no = draw(INTERIOR), draw(FRACTION), draw(FRACTION)
    return Stance(c * yes + (1 - c) * no, c, yes)


@st.composite
def exact(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """P(U), P(C), P(U|C), P(U|not C) without rounding, so that one minus any of them has none either."""
    c, yes, no = (draw(st.integers(low, 64 - low)) / 64 for low in (1, 0, 0))
    return c * yes + (1 - c) * no, c, yes, no


def test_divergence_by_hand() -> None:
    # 0.5 log10(0.5/0.25) + 0.5 log10(0.5/0.75)
    assert kl(0.5, 0.25) == pytest.approx(0.5 * 0.3010299956639812 - 0.5 * 0.17609125905568124, rel=1e-14)
    assert kl([0, 1, 0, 1], [0, 1, 1, 0]) == pytest.approx([0, 0, np.inf, np.inf])
    assert kl(1, 0.01) == pytest.approx(2, rel=1e-15)


def test_divergence_of_close_credences_keeps_its_digits() -> None:
    # Half the squared relative difference, over ln 10, where both are small: Kullback (1959), chapter 2, section 6.
    assert kl(1e-8, 1e-8 * (1 + 1e-5)) == pytest.approx(0.5 * 1e-8 * 1e-10 / np.log(10), rel=1e-4, abs=0)


def test_a_crux_by_hand() -> None:
    # P(U|not C) = (0.2 - 0.2 * 0.5) / 0.8 = 0.125
    by_yes = 0.5 * np.log10(0.5 / 0.2) + 0.5 * np.log10(0.5 / 0.8)
    by_no = 0.125 * np.log10(0.125 / 0.2) + 0.875 * np.log10(0.875 / 0.8)
    assert implied_given_not(0.2, 0.2, 0.5) == pytest.approx(0.125, rel=1e-15)
    assert value_of_information(0.2, 0.2, 0.5) == pytest.approx(0.2 * by_yes + 0.8 * by_no, rel=1e-13)


def test_discrimination_by_hand() -> None:
    # Odds of P(C) 1:4 and 4:1, so that g and g' are both a half; P(U|not C) are 0.1 and 0.2.
    def apart(p: float, q: float) -> float:
        return (p - q) * (np.log10(p / (1 - p)) - np.log10(q / (1 - q)))

    a, b = Stance(0.2 * 0.6 + 0.8 * 0.1, 0.2, 0.6), Stance(0.8 * 0.3 + 0.2 * 0.2, 0.8, 0.3)
    expected = apart(0.2, 0.28) - (apart(0.6, 0.3) + apart(0.1, 0.2)) / 2
    assert value_of_discrimination(a, b) == pytest.approx(expected, rel=1e-12)
    assert expected < 0


def test_geometric_means_of_odds_weigh_the_answers() -> None:
    # Agreed given not C, so only g counts: odds sqrt(1/9 * 4/1) = 2/3 make g = 2/5.
    a, b = Stance(0.1 * 0.5 + 0.9 * 0.1, 0.1, 0.5), Stance(0.8 * 0.2 + 0.2 * 0.1, 0.8, 0.2)
    left = symmetrised_kl(a.u, b.u) - value_of_discrimination(a, b)
    assert left == pytest.approx(0.4 * symmetrised_kl(0.5, 0.2), rel=1e-10)


@given(FRACTION, FRACTION, BASE)
def test_divergence_laws(p: float, q: float, base: float) -> None:
    assert kl(p, q) >= 0
    assert kl(p, p) == 0
    assert symmetrised_kl(p, q) == symmetrised_kl(q, p)
    assert kl(p, q, base) == pytest.approx(kl(p, q) * np.log(10) / np.log(base), rel=1e-12)


@given(INTERIOR, INTERIOR)
def test_divergence_is_its_formula(p: float, q: float) -> None:
    with localcontext(prec=40):
        exact = divergence(Decimal(p), Decimal(q))
    # 1 − p is rounded, which at p near 1 is all the digits that a difference of 1 − p and 1 − q has.
    assert kl(p, q) == pytest.approx(float(exact), rel=1e-6, abs=1e-16)


@given(exact())
def test_information_is_mutual_information(said: tuple[float, float, float, float]) -> None:
    u, c, yes, no = said
    joint = np.array([c * yes, c * (1 - yes), (1 - c) * no, (1 - c) * (1 - no)])
    separate = np.array([c * u, c * (1 - u), (1 - c) * u, (1 - c) * (1 - u)])
    there = joint > 0
    expected = np.sum(joint[there] * np.log10(joint[there] / separate[there]))
    assert implied_given_not(u, c, yes) == pytest.approx(no, abs=1e-13)
    assert value_of_information(u, c, yes) == pytest.approx(expected, rel=1e-9, abs=1e-15)


@given(coherent(), BASE)
def test_information_laws(said: Stance, base: float) -> None:
    value, most = value_of_information(*said), maximum_value_of_information(said.u)
    # Near 1 a fraction has fewer digits than its distance from 1 needs.
    assert 0 <= value <= most * (1 + 1e-6)
    assert value_of_information(*said, base) == pytest.approx(value * np.log(10) / np.log(base), rel=1e-12)
    if most > 0:
        assert share_of_maximum(*said) == pytest.approx(value / most)


@given(exact())
def test_the_opposite_outcome_and_the_opposite_crux_tell_as_much(said: tuple[float, float, float, float]) -> None:
    u, c, yes, no = said
    value = value_of_information(u, c, yes)
    assert value_of_information(1 - u, c, 1 - yes) == pytest.approx(value, rel=1e-12)
    assert value_of_information(u, 1 - c, no) == pytest.approx(value, rel=1e-12)


@given(INTERIOR, st.sampled_from([2.0, np.e, 10.0]))
def test_no_crux_beats_the_outcome_itself(u: float, base: float) -> None:
    most = maximum_value_of_information(u, base)
    assert most == pytest.approx(u * kl(1, u, base) + (1 - u) * kl(0, u, base), rel=1e-12)
    assert most == pytest.approx(-(u * np.log(u) + (1 - u) * np.log1p(-u)) / np.log(base), rel=1e-12)
    assert value_of_information(u, u, 1, base) == pytest.approx(most, rel=1e-12)
    assert share_of_maximum(u, u, 1) == pytest.approx(1, rel=1e-12)


@given(INTERIOR, INTERIOR)
def test_the_outcome_itself_ends_the_disagreement(a: float, b: float) -> None:
    assume(abs(a - b) > 1e-6)
    assert value_of_discrimination(Stance(a, a, 1), Stance(b, b, 1)) == pytest.approx(symmetrised_kl(a, b))
    assert explained_by(Stance(a, a, 1), Stance(b, b, 1)) == pytest.approx(1)


@given(coherent(), coherent())
def test_discrimination_laws(a: Stance, b: Stance) -> None:
    value = value_of_discrimination(a, b)
    assert value == pytest.approx(value_of_discrimination(b, a), rel=1e-9, abs=1e-15, nan_ok=True)
    assert not value > symmetrised_kl(a.u, b.u)
    assert not explained_by(a, b) > 1


@given(INTERIOR, INTERIOR, INTERIOR)
def test_a_crux_that_changes_nothing_tells_nothing(u: float, c: float, other: float) -> None:
    assert implied_given_not(u, c, u) == u
    assert value_of_information(u, c, u) == 0
    assert value_of_discrimination(Stance(u, c, u), Stance(u, other, u)) == 0


def test_a_certain_crux_tells_nothing() -> None:
    assert value_of_information(0.3, 0, 0.9) == 0
    assert value_of_information(0, 0, 0.9) == 0
    assert value_of_information(0.3, 1, 0.3) == 0
    assert np.isnan(value_of_information(0.3, 1, 0.4))
    assert np.isnan(implied_given_not(0.3, 1, 0.3))
    assert implied_given_not(0.3, 1, 0.4) == -np.inf
    assert implied_given_not(0.4, 1, 0.3) == np.inf


def test_a_certain_crux_on_both_sides() -> None:
    assert value_of_discrimination(Stance(0.3, 1, 0.3), Stance(0.1, 1, 0.1)) == 0
    assert value_of_discrimination(Stance(0.3, 0, 0.9), Stance(0.1, 0, 0.2)) == 0
    assert np.isnan(value_of_discrimination(Stance(0.3, 0, 0.9), Stance(0.1, 1, 0.1)))


def test_a_certain_outcome_leaves_nothing_to_learn() -> None:
    assert list(value_of_information([0, 1], 0.5, [0, 1])) == [0, 0]
    assert list(maximum_value_of_information([0, 1])) == [0, 0]
    assert np.isnan(share_of_maximum([0, 1], 0.5, [0, 1])).all()
    assert np.isnan(explained_by(Stance(0.2, 0.5, 0.3), Stance(0.2, 0.1, 0.1)))
    assert np.isnan(explained_by(Stance(0, 0.5, 0), Stance(0.2, 0.1, 0.1)))


@pytest.mark.parametrize("said", [(0.1, 0.5, 0.4), (0.9, 0.5, 0.6), (0, 0.5, 0.1), (1, 0.5, 0.9)])
def test_incoherent_statements_have_no_value(said: tuple[float, float, float]) -> None:
    implied = implied_given_not(*said)
    assert implied < 0 or implied > 1
    assert np.isnan(value_of_information(*said))
    assert np.isnan(value_of_discrimination(Stance(*said), Stance(0.2, 0.5, 0.3)))


def test_what_is_missing_stays_missing() -> None:
    assert np.isnan(value_of_information([np.nan, 0.1, 0.1], [0.2, np.nan, 0], [0.3, 0.3, np.nan])).all()


@pytest.mark.parametrize(("u", "c", "yes"), [(0.3, 0.5, 0.6), (0.001, 0.1, 0.01), (1e-9, 1e-5, 1e-4)])
def test_rounding_is_not_incoherence(u: float, c: float, yes: float) -> None:
    # Exactly 0 in decimal numbers; in binary ones the last of them comes out as -2e-25.
    assert implied_given_not(u, c, yes) == 0
    assert implied_given_not(1 - u, c, 1 - yes) == 1
    assert value_of_information(u, c, yes) > 0


def test_shapes_broadcast() -> None:
    people, draws = np.linspace(0.1, 0.3, 4)[:, None], np.linspace(0.4, 0.6, 5)
    assert value_of_information(people, 0.2, draws).shape == (4, 5)
    assert explained_by(Stance(people, 0.2, draws), Stance(0.05, 0.2, draws)).shape == (4, 5)


@pytest.mark.parametrize("wrong", [15, -0.1])
def test_what_is_no_fraction_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="c must be fractions"):
        value_of_information(0.1, wrong, 0.2)
    with pytest.raises(ValueError, match="u_given_c must be fractions"):
        explained_by(Stance(0.1, 0.2, wrong), Stance(0.1, 0.2, 0.3))


@pytest.mark.parametrize("base", [1, 0.5, 0, -2, np.inf, np.nan])
def test_a_base_is_above_one(base: float) -> None:
    with pytest.raises(ValueError, match="base"):
        maximum_value_of_information(0.1, base)


# The panel of the adversarial collaboration.


class Answer(NamedTuple):
    """One person on one crux, exactly as in the file."""

    camp: str
    person: str
    crux: str
    u: Decimal
    c: Decimal
    yes: Decimal

    @property
    def no(self) -> Decimal:
        return (self.u - self.c * self.yes) / (1 - self.c)

    @property
    def floats(self) -> Stance:
        return Stance(float(self.u), float(self.c), float(self.yes))


@pytest.fixture(scope="module")
def answers(shared: Path) -> list[Answer]:
    with (shared / "data" / "fri_adversarial_collaboration.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = ("p_extinction", "p_crux", "p_extinction_given_crux")
    complete = [row for row in rows if all(row[cell] for cell in cells)]
    assert (len(rows), len(complete)) == (651, 647)
    return [
        Answer(row["camp"], row["forecaster"], row["crux"], *(Decimal(row[cell]) for cell in cells)) for row in complete
    ]


def part(p: Decimal, q: Decimal) -> Decimal:
    return p * (p / q).log10() if p else Decimal(0)


def divergence(p: Decimal, q: Decimal) -> Decimal:
    return part(p, q) + part(1 - p, 1 - q)


def information(answer: Answer) -> Decimal:
    with localcontext(prec=50):
        by_yes = divergence(answer.yes, answer.u)
        by_no = divergence(answer.no, answer.u)
        return answer.c * by_yes + (1 - answer.c) * by_no


def entropy(answer: Answer) -> Decimal:
    with localcontext(prec=50):
        return -(answer.u * answer.u.log10() + (1 - answer.u) * (1 - answer.u).log10())


def discrimination(a: Answer, b: Answer) -> tuple[Decimal, Decimal]:
    """Value of discrimination, and as a share of the disagreement there is."""

    def apart(p: Decimal, q: Decimal) -> Decimal:
        return divergence(p, q) + divergence(q, p)

    def geometric_mean_of_odds(p: Decimal, q: Decimal) -> Decimal:
        odds = (p / (1 - p) * q / (1 - q)).sqrt()
        return odds / (1 + odds)

    with localcontext(prec=50):
        before = apart(a.u, b.u)
        after = geometric_mean_of_odds(a.c, b.c) * apart(a.yes, b.yes)
        after += geometric_mean_of_odds(1 - a.c, 1 - b.c) * apart(a.no, b.no)
        return before - after, (before - after) / before


def test_incoherent_answers_by_person_and_crux(answers: list[Answer]) -> None:
    implied = implied_given_not(*np.array([answer.floats for answer in answers]).T)
    outside = (implied < 0) | (implied > 1)
    assert {(answers[place].person, answers[place].crux) for place in np.flatnonzero(outside)} == {
        ("James", "Supers changing minds"),
        ("James", "Non-democracy AI"),
        ("Claire", "Warning shot"),
        ("Claire", "Progress in lethal technologies"),
        ("Claire", "Supers changing minds"),
        ("Claire", "Evidence of misalignment"),
    }
    assert (implied[outside] < 0).all()
    assert list(outside) == [answer.no < 0 or answer.no > 1 for answer in answers]


def test_information_of_every_person_and_crux(answers: list[Answer]) -> None:
    columns = np.array([answer.floats for answer in answers]).T
    value, share = value_of_information(*columns), share_of_maximum(*columns)
    for answer, ours, ours_shared in zip(answers, value, share, strict=True):
        if answer.no < 0:
            assert np.isnan(ours)
            assert np.isnan(ours_shared)
        else:
            by_hand = information(answer)
            assert ours == pytest.approx(float(by_hand), rel=1e-9, abs=0), answer
            assert ours_shared == pytest.approx(float(by_hand / entropy(answer)), rel=1e-9, abs=0), answer


def medians(
    answers: list[Answer], camp: str, values: list[float], median: Callable[[list[float]], float] = statistics.median
) -> dict[str, float]:
    by_crux = defaultdict(list)
    for answer, value in zip(answers, values, strict=True):
        if answer.camp == camp and answer.no >= 0:
            by_crux[answer.crux].append(value)
    return {crux: median(found) for crux, found in by_crux.items()}


@pytest.mark.parametrize("camp", ["Concerned", "Skeptical"])
def test_medians_of_each_camp(answers: list[Answer], camp: str) -> None:
    ours = medians(answers, camp, list(value_of_information(*np.array([answer.floats for answer in answers]).T)))
    coherent_ones = [answer for answer in answers if answer.no >= 0]
    by_hand = medians(coherent_ones, camp, [float(information(answer)) for answer in coherent_ones])
    assert len(ours) == 37
    assert ours == pytest.approx(by_hand, rel=1e-9, abs=0)


# VOI_medians.csv of the same repository: medians of the value and of its share, concerned, then skeptical. Left out
# are cruxes where P(U|not C) is 0 or 1 for somebody, whose row the institute's code drops, and medians of 1e-9 and
# less, which are rounding there. Of an even number of people its median is the lower of the middle two.
PUBLISHED = {
    "Platform: Transformative growth": (0.0138553362608003, 0.0892652984368828, 4.52674190956397e-07, 0.00018018094595),
    "Alignment solution": (0.00198843494511485, 0.0151337793606533, 3.94684562551329e-07, 0.000114931765482019),
    "Power-seeking shutdown": (0.000768928392131838, 0.00381803343797294, 1.69249698820037e-06, 0.00042041017712832),
    "AI writes AI": (0.000861515361493735, 0.00403938583839744, 9.14058833463199e-07, 0.00026617305426203),
    "Democratic influence": (0.000108742323091471, 0.000858369829088061, 3.44898834281403e-06, 0.000295119244378148),
    "Major powers war": (0.00456376668941231, 0.0204462005217749, 4.14524873854402e-07, 3.89191250565428e-05),
}


@pytest.mark.parametrize("crux", PUBLISHED)
def test_medians_published_by_the_institute(answers: list[Answer], crux: str) -> None:
    columns = np.array([answer.floats for answer in answers]).T
    value, share = list(value_of_information(*columns)), list(share_of_maximum(*columns))
    ours = [
        medians(answers, camp, of, statistics.median_low)[crux]
        for camp in ("Concerned", "Skeptical")
        for of in (value, share)
    ]
    assert ours == pytest.approx(PUBLISHED[crux], rel=1e-6, abs=0)


# P8_results_df_cross_camp_VoD_agg.csv of the same repository: medians over the pairs of a concerned and a skeptical
# person of the value of discrimination, and of its share of the disagreement ("pom").
PUBLISHED_PAIRS = {
    "Platform: ARC Evals": (0.017901095665189, 0.0535340264334502),
    "Major powers war": (0.00387223153182217, 0.0211147149269527),
    "AI coding": (-0.000159371298999149, -0.0101049828701912),
    "6 month pause": (-0.00622287856551162, -0.0148393204875704),
    "Platform: Transformative growth": (-0.0304259324934946, -0.053383709311778),
    "Alignment researchers changing minds": (-0.0766773284536791, -0.103342314488861),
}


@pytest.mark.parametrize("crux", PUBLISHED_PAIRS)
def test_discrimination_between_the_camps(answers: list[Answer], crux: str) -> None:
    concerned, skeptical = (
        [answer for answer in answers if (answer.camp, answer.crux) == (camp, crux)]
        for camp in ("Concerned", "Skeptical")
    )
    pairs = [discrimination(a, b) for a in concerned for b in skeptical]
    a = Stance(*np.array([answer.floats for answer in concerned]).T[:, :, None])
    b = Stance(*np.array([answer.floats for answer in skeptical]).T[:, None, :])
    value, share = value_of_discrimination(a, b).ravel(), explained_by(a, b).ravel()
    assert value == pytest.approx([float(pair[0]) for pair in pairs], rel=1e-9, abs=1e-15)
    assert share == pytest.approx([float(pair[1]) for pair in pairs], rel=1e-9, abs=1e-15)
    ours = statistics.median_low(value), statistics.median_low(share)
    assert ours == pytest.approx(PUBLISHED_PAIRS[crux], rel=1e-9)


def test_information_of_a_coherent_view_is_that_of_what_is_said() -> None:
    u, c, yes, no = 0.3 * 0.6 + 0.7 * 0.1, 0.3, 0.6, 0.1
    for base in (2, 10):
        assert coherent_value_of_information(u, c, yes, no, base) == pytest.approx(
            float(value_of_information(u, c, yes, base))
        )
