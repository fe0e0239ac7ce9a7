"""Cruxes as stated and by the posterior: hand calculations, the published panel, and laws of coherent views.

The published panel is forecastingresearch/adversarial-collab, FORECASTS.csv. Its numbers are worked out here a second
time, in decimal arithmetic from the file itself, and held against what comes through the imported study.
"""

import csv
import statistics
from collections import defaultdict
from decimal import Decimal, localcontext
from itertools import product

import numpy as np
import pytest
from scipy.special import expit, logit

from consilience.importers import import_study
from consilience.importers.crux_answers import slug
from consilience.measures.information import (
    maximum_value_of_information,
    symmetrised_kl,
    value_of_information,
)
from consilience.models.cruxes.frames.views import (
    crux_frame,
    crux_people_frame,
    disagreement_frame,
    discrimination_frame,
    stated_cruxes,
)
from consilience.models.cruxes.population import implied_credences
from consilience.study import read_study
from tests.builders.crux_fits import ROWS, crux_fit, write_crux_study
from tests.builders.factor_frames import crux_frame as frame_of_the_chart
from tests.measures.stances import Stance, explained_by, value_of_discrimination

# What Ada, Bo, Cem and Dee think of the famine, and of blight and war, in log odds.
OUTCOME = [-1.0, -2.0, -3.0, -4.5]
BASE = [[-1.0, 0.0], [0.5, -1.0], [-2.0, -1.0], [-1.5, 0.0]]
ASSOCIATION = [[2.0, 0.5], [1.0, 0.2], [-1.0, 3.0], [2.0, 0.0]]


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return read_study(write_crux_study(tmp_path_factory.mktemp("cruxes") / "famine"))


@pytest.fixture(scope="module")
def fit(study):
    """The same views in every draw."""
    return crux_fit(study, outcome=OUTCOME, base=BASE, association=ASSOCIATION)


def view(person: int, crux: int) -> Stance:
    at = implied_credences(OUTCOME[person], BASE[person][crux], ASSOCIATION[person][crux])
    return Stance(*map(expit, (OUTCOME[person], at[0], at[1])))


# As stated.


def test_what_was_said_and_what_follows(study):
    frame = stated_cruxes(study).set_index(["crux", "forecaster"])
    said = {key: tuple(row[["u", "c", "u_given_c", "u_given_not_c"]]) for key, row in frame.iterrows()}
    assert sorted(said) == [
        *(("blight", name) for name in ("ada", "bo", "cem", "dee")),
        *(("war", name) for name in ("ada", "bo", "cem")),
    ]
    # Beside the blight Ada said 20% of the famine, beside the war 30%.
    assert said["blight", "ada"] == pytest.approx((0.2, 0.2, 0.5, 0.125))
    assert said["war", "ada"] == pytest.approx((0.3, 0.5, 0.4, 0.2))
    # (0.1 - 0.5 * 0.4) / 0.5 is no probability.
    assert said["blight", "bo"] == pytest.approx((0.1, 0.5, 0.4, -0.2))
    # Cem said 2% without a war: (0.05 - 0.7 * 0.02) / 0.3 with one.
    assert said["war", "cem"] == pytest.approx((0.05, 0.3, 0.12, 0.02))
    assert frame.loc[("war", "cem"), ["title", "group", "kind"]].tolist() == ["A war", "south", "person"]
    assert list(frame.index[~frame["coherent"]]) == [("blight", "bo")]


def test_information_as_stated(study):
    frame = stated_cruxes(study).set_index(["crux", "forecaster"])
    assert frame.loc[("blight", "ada"), "voi"] == pytest.approx(float(value_of_information(0.2, 0.2, 0.5)))
    assert frame.loc[("war", "cem"), "voi"] == pytest.approx(float(value_of_information(0.05, 0.3, 0.12)))
    assert frame.loc[("blight", "bo"), ["voi", "share"]].isna().all()
    shares = frame["voi"] / maximum_value_of_information(frame["u"])
    assert frame["share"].to_numpy() == pytest.approx(shares.to_numpy(), nan_ok=True)
    bits = stated_cruxes(study, base=2).set_index(["crux", "forecaster"])
    assert bits["voi"].to_numpy() == pytest.approx((frame["voi"] * np.log2(10)).to_numpy(), nan_ok=True)


def test_what_has_no_single_number_is_left_out_and_intervals_have_a_middle(tmp_path):
    rows = (
        "famine,eve,2025-01-15,<5%,north,,s,\nblight,eve,2025-01-15,20%,north,,s,\n"
        "famine | blight,eve,2025-01-15,9%,north,,s,\n"
        "famine,flo,2025-01-15,10-20%,north,,s,\nblight,flo,2025-01-15,50%,north,,s,\n"
        "famine | blight,flo,2025-01-15,20%,north,,s,\nfamine | war,flo,2025-01-15,20%,north,,s,\n"
        'famine | not blight,flo,2025-01-15,1%,north,,s,"with both, the first counts"\n'
    )
    (row,) = stated_cruxes(read_study(write_crux_study(tmp_path / "s", rows=rows))).to_dict("records")
    assert (row["forecaster"], row["crux"], row["u_given_c"]) == ("flo", "blight", 0.2)
    assert row["u"] == pytest.approx(expit((logit(0.1) + logit(0.2)) / 2))


def test_an_incoherent_answer_given_the_absence_is_shown(tmp_path):
    rows = (
        "famine,eve,2025-01-15,5%,north,,s,\nblight,eve,2025-01-15,20%,north,,s,\n"
        "famine | not blight,eve,2025-01-15,50%,north,,s,\n"
    )
    (row,) = stated_cruxes(read_study(write_crux_study(tmp_path / "s", rows=rows))).to_dict("records")
    assert row["u_given_not_c"] == 0.5
    assert row["u_given_c"] == pytest.approx((0.05 - 0.8 * 0.5) / 0.2)
    assert not row["coherent"]


# By the posterior.


def test_information_of_people_is_that_of_their_joint_views(fit):
    frame = crux_people_frame(fit).set_index(["crux", "forecaster"])
    names, cruxes = ["ada", "bo", "cem", "dee"], ["blight", "war"]
    asked = [(person, crux) for person, crux in product(range(4), range(2)) if (person, crux) != (3, 1)]
    assert len(frame) == len(asked)
    for person, crux in asked:
        row, stance = frame.loc[(cruxes[crux], names[person])], view(person, crux)
        wanted = float(value_of_information(*stance))
        assert list(row[["voi_low", "voi", "voi_high"]]) == pytest.approx([wanted] * 3, rel=1e-9)
        assert row["share"] == pytest.approx(wanted / maximum_value_of_information(stance.u), rel=1e-9)


def test_a_camp_is_the_median_of_its_people(fit):
    frame = crux_frame(fit).set_index(["crux", "camp"])
    people = crux_people_frame(fit)
    assert frame["people"].to_dict() == {
        ("blight", "north"): 2,
        ("blight", "south"): 2,
        ("war", "north"): 2,
        ("war", "south"): 1,
    }
    for (crux, camp), row in frame.iterrows():
        members = people[(people["crux"] == crux) & (people["group"] == camp)]
        assert list(row[["voi_low", "voi", "voi_high"]]) == pytest.approx(
            list(np.quantile(members["voi"], [0.25, 0.5, 0.75]))
        )
        assert row["share"] == pytest.approx(members["share"].median())
    assert list(crux_frame(fit)["order"]) == [0, 0, 1, 1]
    assert set(frame_of_the_chart().columns) == set(crux_frame(fit).columns)
    between = discrimination_frame(fit).set_index("crux")["value"]
    assert frame["vod"].to_dict() == {key: between[key[0]] for key in frame.index}


def test_discrimination_is_the_lower_median_over_pairs(fit):
    frame = discrimination_frame(fit).set_index("crux")
    for place, crux in enumerate(("blight", "war")):
        south = [2, 3] if crux == "blight" else [2]
        pairs = [(view(a, place), view(b, place)) for a, b in product([0, 1], south)]
        values = statistics.median_low(float(value_of_discrimination(a, b)) for a, b in pairs)
        shares = statistics.median_low(float(explained_by(a, b)) for a, b in pairs)
        row = frame.loc[crux]
        assert (row["camp"], row["other_camp"], row["pairs"]) == ("north", "south", len(pairs))
        assert list(row[["low", "value", "high", "share"]]) == pytest.approx([*[values] * 3, shares], rel=1e-6)
    assert frame.sort_values("order")["value"].is_monotonic_decreasing


def test_discrimination_as_stated_leaves_the_incoherent_out(fit):
    row = discrimination_frame(fit).set_index("crux").loc["blight"]
    ada = Stance(0.2, 0.2, 0.5)
    pairs = [(ada, Stance(0.05, 0.1, 0.2)), (ada, Stance(0.01, 0.2, 0.04))]
    assert row["stated_pairs"] == 2
    assert row["stated"] == pytest.approx(min(float(value_of_discrimination(*pair)) for pair in pairs))
    assert row["stated_share"] == pytest.approx(min(float(explained_by(*pair)) for pair in pairs))


def test_a_crux_that_is_the_outcome_ends_the_disagreement_of_the_camps(study):
    # Where the outcome happens so does the blight, and elsewhere it does not; the war has nothing to do with it.
    as_likely = [[outcome, 0.0] for outcome in OUTCOME]
    fit = crux_fit(study, outcome=OUTCOME, base=as_likely, association=[80.0, 0.0])
    frame = disagreement_frame(fit).set_index("crux")
    north, south = expit(np.mean(OUTCOME[:2])), expit(np.mean(OUTCOME[2:]))
    assert list(frame["disagreement"]) == pytest.approx([float(symmetrised_kl(north, south))] * 2)
    assert list(frame.loc["blight", ["share_low", "share", "share_high"]]) == pytest.approx([1, 1, 1])
    assert frame.loc["blight", "value"] == pytest.approx(float(symmetrised_kl(north, south)))
    assert frame.loc["war", "share"] == pytest.approx(0, abs=1e-9)
    assert list(frame.sort_values("order").index) == ["blight", "war"]
    assert crux_people_frame(fit).query("crux == 'blight'")["share"].to_numpy() == pytest.approx(1)


def test_camps_as_wholes_are_means_of_joint_views(fit):
    row = disagreement_frame(fit, ("south", "north"), base=2).set_index("crux").loc["war"]
    stances = []
    for outcome, people in ((np.mean(OUTCOME[2:]), [2]), (np.mean(OUTCOME[:2]), [0, 1])):
        base, association = (np.mean([part[person][1] for person in people]) for part in (BASE, ASSOCIATION))
        c, yes, _ = implied_credences(outcome, base, association)
        stances.append(Stance(*map(expit, (outcome, c, yes))))
    assert row["camp"] == "south"
    assert row["value"] == pytest.approx(float(value_of_discrimination(*stances, base=2)))
    assert row["share"] == pytest.approx(float(explained_by(*stances)))


def test_intervals_are_those_of_the_draws(study):
    wide = crux_fit(study, outcome=OUTCOME, base=BASE, association=ASSOCIATION, jitter=0.3, draws=100)
    for frame in (discrimination_frame(wide), disagreement_frame(wide)):
        assert (frame["low"] < frame["value"]).all()
        assert (frame["value"] < frame["high"]).all()
    people = crux_people_frame(wide)
    assert (people["voi_low"] < people["voi"]).all()
    assert (people["voi"] < people["voi_high"]).all()


def test_three_camps_have_no_discrimination_until_two_are_named(tmp_path):
    rows = ROWS + (
        "famine,eve,2025-01-15,5%,east,,s,\nblight,eve,2025-01-15,20%,east,,s,\n"
        "famine | blight,eve,2025-01-15,9%,east,,s,\n"
    )
    three = crux_fit(write_crux_study(tmp_path / "s", rows=rows))
    assert crux_frame(three)["vod"].isna().all()
    with pytest.raises(ValueError, match="there are 3"):
        discrimination_frame(three)
    with pytest.raises(KeyError, match="no camp 'west'"):
        disagreement_frame(three, ("north", "west"))
    frame = discrimination_frame(three, ("east", "south")).set_index("crux")
    assert frame.loc["blight", "pairs"] == 2
    # Nobody of the east was asked about war.
    assert frame.loc["war", ["pairs", "stated_pairs"]].tolist() == [0, 0]
    assert frame.loc["war", ["value", "stated", "share"]].isna().all()
    assert list(disagreement_frame(three, ("east", "south"))["crux"]) == ["blight"]


def test_studies_without_cruxes_say_so(tmp_path):
    from tests.builders.factor_fits import panel_fit, write_panel_study

    panel = panel_fit(write_panel_study(tmp_path / "s"))
    for made in (crux_frame, crux_people_frame, discrimination_frame, disagreement_frame):
        with pytest.raises(ValueError, match="fit a study with cruxes"):
            made(panel)
    with pytest.raises(ValueError, match="no question of s has cruxes"):
        stated_cruxes(panel.study)


# The panel of the adversarial collaboration.


@pytest.fixture(scope="module")
def published(shared):
    """People's complete answers by crux and name, as in the file."""
    with (shared / "data" / "fri_adversarial_collaboration.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    cells = ("p_extinction", "p_crux", "p_extinction_given_crux")
    return {
        (slug(row["crux"]), row["forecaster"]): (row["camp"].lower(), *(Decimal(row[cell]) for cell in cells))
        for row in rows
        if all(row[cell] for cell in cells)
    }


@pytest.fixture(scope="module")
def imported(shared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("imported") / "ai"
    source = shared / "data" / "fri_adversarial_collaboration.csv"
    return read_study(import_study("fri-adversarial-collaboration", source, folder))


def divergence(p: Decimal, q: Decimal) -> Decimal:
    return sum((x * (x / y).log10() for x, y in ((p, q), (1 - p, 1 - q)) if x), Decimal(0))


def by_hand(u: Decimal, c: Decimal, yes: Decimal) -> float | None:
    with localcontext(prec=50):
        no = (u - c * yes) / (1 - c)
        return float(c * divergence(yes, u) + (1 - c) * divergence(no, u)) if 0 <= no <= 1 else None


def test_every_answer_of_the_collaboration_comes_through_the_study(published, imported):
    frame = stated_cruxes(imported).set_index(["crux", "forecaster"])
    assert len(frame) == 647
    assert set(frame.index) == set(published)
    for key, (camp, *said) in published.items():
        row = frame.loc[key]
        assert row["group"] == camp
        assert tuple(row[["u", "c", "u_given_c"]]) == pytest.approx([float(p) for p in said], rel=1e-12)
        value = by_hand(*said)
        assert bool(row["coherent"]) is (value is not None)
        assert row["voi"] == pytest.approx(np.nan if value is None else value, rel=1e-9, abs=0, nan_ok=True)


def test_incoherent_answers_of_the_collaboration_by_person_and_crux(imported):
    frame = stated_cruxes(imported)
    bad = frame[~frame["coherent"]]
    assert set(zip(bad["forecaster"], bad["title"], strict=True)) == {
        ("James", "Supers changing minds"),
        ("James", "Non-democracy AI"),
        ("Claire", "Warning shot"),
        ("Claire", "Progress in lethal technologies"),
        ("Claire", "Supers changing minds"),
        ("Claire", "Evidence of misalignment"),
    }
    assert (bad["u_given_not_c"] < 0).all()


@pytest.mark.parametrize("camp", ["concerned", "skeptical"])
def test_medians_of_both_camps_equal_the_hand_calculation(published, imported, camp):
    values = defaultdict(list)
    for (crux, _), (of, *said) in published.items():
        if of == camp and (value := by_hand(*said)) is not None:
            values[crux].append(value)
    frame = stated_cruxes(imported).query("group == @camp and coherent")
    ours = frame.groupby("crux")["voi"].median()
    assert len(ours) == 37
    assert ours.to_dict() == pytest.approx({crux: statistics.median(found) for crux, found in values.items()}, rel=1e-9)


# P8_results_df_cross_camp_VoD_agg.csv of the same repository: medians over pairs of the value of discrimination, and
# of its share of the disagreement ("pom").
PUBLISHED_PAIRS = {
    "platform_arc_evals": (0.017901095665189, 0.0535340264334502),
    "major_powers_war": (0.00387223153182217, 0.0211147149269527),
    "6_month_pause": (-0.00622287856551162, -0.0148393204875704),
    "alignment_researchers_changing_minds": (-0.0766773284536791, -0.103342314488861),
}


def test_discrimination_published_by_the_institute(imported):
    frame = discrimination_frame(crux_fit(imported, draws=2)).set_index("crux")
    for crux, wanted in PUBLISHED_PAIRS.items():
        assert tuple(frame.loc[crux, ["stated", "stated_share"]]) == pytest.approx(wanted, rel=1e-9)
