"""The factor studies that ship with consilience, held to the facts that they were transcribed from.

The facts (`shared/facts`) lie beside a checkout of the project and are not part of it; what needs them is skipped
where they are absent.
"""

import csv
from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from math import prod
from pathlib import Path

import pytest

from consilience.notation import BaseRate, Inequality, Point, Range
from consilience.study import Estimate, Evidence, Study, read_study

ROOT = Path(__file__).parents[2]
FORECASTS = ROOT / "forecasts"
FACTS = ROOT.parent / "shared" / "facts"
STUDIES = ("doom-paths", "power-seeking", "takeover-gates")
PREMISES = (
    "timelines",
    "incentives",
    "alignment_difficulty",
    "high_impact_failures",
    "disempowerment",
    "existential_loss",
)

needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the collection of facts is not beside this checkout")

Row = dict[str, str]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def estimates(study: str) -> list[Row]:
    return [row for path in sorted((FORECASTS / study / "estimates").glob("*.csv")) for row in table(path)]


def verified(name: str) -> list[Row]:
    return [row for row in table(FACTS / name) if row["confidence_in_transcription"] == "verified"]


def cited(fact: Row) -> str:
    return f"{fact['source_title']}, {fact['source_url']}"


def percent(text: str) -> Fraction:
    return Fraction(text.strip("~%")) / 100


def best(study: Study, question: str, forecaster: str) -> float:
    """Central value of a standing point."""
    (row,) = said_by(study, question, forecaster)
    assert isinstance(row.value, Point)
    return row.value.number.value


def said_by(study: Study, question: str, forecaster: str) -> list[Estimate]:
    return [row for row in study.standing if (row.question, row.forecaster) == (question, forecaster)]


# --- All three --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", STUDIES)
def test_reads_without_a_warning_and_says_what_every_question_is(name: str) -> None:
    study = read_study(FORECASTS / name)

    assert study.warnings == ()
    assert study.description
    assert study.outcome is not None
    assert study.question(study.outcome).gate in ("all_of", "any_of")
    assert [question.name for question in study.questions.values() if question.title == question.name] == []
    assert len(study.rows) == len(estimates(name))


@pytest.mark.parametrize("name", STUDIES)
def test_a_prior_is_declared_exactly_where_no_voice_speaks_and_is_called_an_assumption(name: str) -> None:
    study = read_study(FORECASTS / name)
    spoken = {row.asked for row in study.voices}

    for question in study.questions.values():
        if question.gate is None:
            assert (question.prior is not None) is (question.name not in spoken), question.name
        assert (question.prior is not None) is ("ASSUMPTION" in (question.description or "")), question.name


@pytest.mark.parametrize("name", STUDIES)
def test_a_prior_is_the_same_nearly_flat_one_everywhere(name: str) -> None:
    priors = [question.prior for question in read_study(FORECASTS / name).questions.values() if question.prior]

    for prior in priors:
        assert isinstance(prior, Range)
        assert (prior.low.value, prior.high.value, prior.coverage) == (0.05, 0.95, 0.9)


@pytest.mark.parametrize("name", STUDIES)
def test_each_forecaster_is_in_one_panel(name: str) -> None:
    panels = defaultdict(set)
    for row in estimates(name):
        panels[row["forecaster"]].add(row["group"])

    assert {who: groups for who, groups in panels.items() if len(groups) > 1} == {}


# --- power-seeking ----------------------------------------------------------------------------------------------------


def test_carlsmiths_premises_multiply_to_his_total() -> None:
    """Carlsmith (2021), Is Power-Seeking AI an Existential Risk?: 65, 80, 40, 65, 40, 95%, stated about 5%."""
    study = read_study(FORECASTS / "power-seeking")

    said = [best(study, premise, "Joe Carlsmith") for premise in PREMISES]

    assert said == [0.65, 0.80, 0.40, 0.65, 0.40, 0.95]
    assert prod(said) == pytest.approx(0.051376, abs=1e-12)


def test_the_superforecasters_premises_multiply_to_a_fifth_of_their_total() -> None:
    """Good Judgment (2023), as published by Carlsmith: 80, 90, 58, 25, 5, 40%, stated 1%."""
    study = read_study(FORECASTS / "power-seeking")

    said = [best(study, premise, "Good Judgment superforecasters") for premise in PREMISES]

    assert said == [0.80, 0.90, 0.58, 0.25, 0.05, 0.40]
    assert prod(said) == pytest.approx(0.002088, abs=1e-12)
    assert best(study, "catastrophe", "Good Judgment superforecasters") == 0.01


def test_each_premise_is_asked_given_all_earlier_ones_and_the_outcome_is_all_six() -> None:
    study = read_study(FORECASTS / "power-seeking")

    assert tuple(study.questions) == (*PREMISES, "catastrophe")
    for place, premise in enumerate(PREMISES):
        assert dict(study.question(premise).given or {}) == dict.fromkeys(PREMISES[:place], True)
    assert (study.outcome, study.question("catastrophe").of) == ("catastrophe", PREMISES)


def test_carlsmiths_later_total_stands_and_his_first_is_kept() -> None:
    study = read_study(FORECASTS / "power-seeking")
    totals = [row for row in study.rows if (row.question, row.forecaster) == ("catastrophe", "Joe Carlsmith")]

    assert [(row.date_said, row.said) for row in totals] == [("2021-04", "~5%"), ("2022-05", ">10%")]
    (standing,) = said_by(study, "catastrophe", "Joe Carlsmith")
    assert isinstance(standing.value, Inequality)


def test_the_superforecasters_are_an_aggregate_and_no_voice() -> None:
    study = read_study(FORECASTS / "power-seeking")

    kinds = {row.kind for row in study.rows if row.group == "superforecasters"}
    assert kinds == {"aggregate"}
    assert {row.forecaster for row in study.voices} == {"Joe Carlsmith"}


@needs_facts
def test_every_premise_and_total_is_the_facts() -> None:
    """Both ways: no verified number is left out and no other is there."""
    names = {"Joe Carlsmith (May 2022 note)": "Joe Carlsmith"}
    published = set()
    for fact in verified("carlsmith_premises.csv"):
        who = names.get(fact["forecaster"], fact["forecaster"].removesuffix(" (aggregate)"))
        columns = {question: f"premise_{place}" for place, question in enumerate(PREMISES, 1)}
        for question, column in (columns | {"catastrophe": "stated_total"}).items():
            if fact[column]:
                published.add((question, who, fact["date"], fact[column], cited(fact)))

    shipped = {
        (row["question"], row["forecaster"], row["date"], row["estimate"].removeprefix("~"), row["source"])
        for row in estimates("power-seeking")
    }

    assert shipped == published


# --- doom-paths -------------------------------------------------------------------------------------------------------


def test_christianos_tree_gives_back_his_totals_and_his_shares_of_the_whole() -> None:
    """Christiano (2023), My views on "doom": 22 = 15 + 7, 20 = 11 + 9 and 46 = 22 + 9 + 15%."""
    study = read_study(FORECASTS / "doom-paths")
    p = {
        row.question: best(study, row.question, "Paul Christiano")
        for row in study.rows
        if row.kind == "person" and row.forecaster == "Paul Christiano"
    }

    later = (1 - p["human_built"]) * p["later_systems"]
    takeover = p["human_built"] + later
    killed = takeover * p["most_humans_die | takeover"]
    dead = (1 - takeover) * p["most_humans_die | not takeover"]
    otherwise = (1 - takeover - dead) * p["messed_up_otherwise"]

    assert (later, killed, dead, otherwise) == pytest.approx((0.07, 0.11, 0.09, 0.15), abs=1e-12)
    assert takeover == pytest.approx(p["takeover"], abs=1e-12)
    assert killed + dead == pytest.approx(p["most_humans_die"], abs=1e-12)
    assert takeover + dead + otherwise == pytest.approx(p["future_messed_up"], abs=1e-12)
    assert (p["takeover"], p["most_humans_die"], p["future_messed_up"]) == (0.22, 0.20, 0.46)


CHRISTIANO = {
    "human_built": "takeover_ai_by_human_built_systems",
    "later_systems": "takeover_ai_by_later_systems",
    "takeover": "takeover_ai",
    "most_humans_die | takeover": "most_humans_die_10y_after_powerful_ai_from_takeover",
    "most_humans_die | not takeover": "most_humans_die_10y_after_powerful_ai_not_takeover",
    "most_humans_die": "most_humans_die_10y_after_powerful_ai",
    "messed_up_otherwise": "future_messed_up_other_way_10y_after_powerful_ai",
    "future_messed_up": "future_irreversibly_messed_up_10y_after_powerful_ai",
}
# What "7 in 85" is a share of, in percent of the whole: everything, less what comes before it in his sums.
LEFT = {
    "later_systems": ("human_built",),
    "most_humans_die | not takeover": ("takeover",),
    "messed_up_otherwise": ("takeover", "most_humans_die | not takeover"),
}


@needs_facts
def test_every_number_of_christianos_is_the_facts_as_a_share_of_what_is_left() -> None:
    said = {
        fact["question"]: fact
        for fact in verified("ai_risk_individuals.csv")
        if fact["person"] == "Paul Christiano"
        and fact["date"] == "2023-04-27"
        and "doom" in fact["source_title"]
        and fact["question"] in CHRISTIANO.values()
    }
    whole = {question: percent(said[code]["estimate"]) for question, code in CHRISTIANO.items()}
    rows = {row["question"]: row for row in estimates("doom-paths") if row["forecaster"] == "Paul Christiano"}

    assert rows.keys() == CHRISTIANO.keys()
    for question, row in rows.items():
        assert (row["source"], row["date"]) == (cited(said[CHRISTIANO[question]]), "2023-04-27")
        share, _, of = row["estimate"].partition(" in ")
        assert percent(share) == whole[question], question
        if question == "most_humans_die | takeover":
            assert percent(of) == whole["takeover"]
        else:
            assert (percent(of) if of else 1) == 1 - sum(whole[name] for name in LEFT.get(question, ())), question
        if of:
            assert f"said as {share}% of the whole" in row["note"]


SAMOTSVETY = {
    "agi_by_2050": ("AGI by 2050", ""),
    "agi_by_2100": ("AGI by 2100", ""),
    "catastrophe_from_agi": ("existential catastrophe from AI", "AGI by 2070"),
    "takeover_barring_catastrophe": ("misaligned AI takeover by 2100", "no catastrophe before APS-AI"),
}


@needs_facts
def test_every_number_of_samotsvetys_is_the_facts_for_the_same_event_and_condition() -> None:
    published = {
        (question, fact["forecaster_or_group"], fact["date"], fact["estimate"], cited(fact))
        for fact in verified("other_decompositions.csv")
        for question, event in SAMOTSVETY.items()
        if (fact["node"], fact["parents_state"]) == event
        and "range" not in fact["forecaster_or_group"]
        and fact["study"].startswith("Samotsvety")
    }

    shipped = {
        (row["question"], row["forecaster"], row["date"], row["estimate"], row["source"])
        for row in estimates("doom-paths")
        if row["forecaster"] != "Paul Christiano"
    }

    assert shipped == published


def test_only_the_numbered_forecasters_of_samotsvety_are_voices() -> None:
    study = read_study(FORECASTS / "doom-paths")
    voices = {row.forecaster for row in study.voices} - {"Paul Christiano"}

    assert voices == {f"Samotsvety F{number}" for number in (1, 3, 4, 5, 6, 7, 8, 9)}


def test_nobody_gives_agi_a_lower_probability_by_the_later_date() -> None:
    study = read_study(FORECASTS / "doom-paths")

    for who in {row.forecaster for row in study.rows if row.question == "agi_by_2050"}:
        assert best(study, "agi_by_2050", who) < best(study, "agi_by_2100", who)


# --- takeover-gates ---------------------------------------------------------------------------------------------------


def test_the_four_gates_are_asked_one_after_the_other() -> None:
    study = read_study(FORECASTS / "takeover-gates")
    gates = ("capable", "deployed", "attempts", "succeeds")

    assert study.question("takeover").of == gates
    for place, gate in enumerate(gates):
        assert dict(study.question(gate).given or {}) == dict.fromkeys(gates[:place], True)


@needs_facts
def test_the_total_is_the_facts_for_the_same_event() -> None:
    (fact,) = [
        fact
        for fact in verified("other_decompositions.csv")
        if (fact["node"], fact["parents_state"]) == ("AI takeover by 2100", "")
    ]
    (row,) = estimates("takeover-gates")

    assert (row["forecaster"], row["date"], row["estimate"]) == (
        fact["forecaster_or_group"],
        fact["date"],
        fact["estimate"],
    )
    assert (row["question"], row["source"]) == ("takeover", cited(fact))


EXPERIMENTS = ROOT / "data" / "evidence_experiments.csv"


def experiment(name: str, **cells: str) -> Row:
    """The one row of the experiments whose cells begin so."""
    (row,) = [
        row
        for row in table(EXPERIMENTS)
        if row["experiment"] == name and all(row[column].startswith(text) for column, text in cells.items())
    ]
    return row


def counts(row: Mapping[str, str]) -> tuple[int, int]:
    """Positives and trials of an experiment that states both."""
    return int(row["positives"]), int(row["trials"].split()[0])


def rate(value: object) -> tuple[int, int]:
    assert isinstance(value, BaseRate)
    return value.events, value.trials


def evidence(name: str) -> Evidence:
    return read_study(FORECASTS / "takeover-gates").evidence[name]


def test_every_number_of_the_reward_hacking_test_stands_in_a_row() -> None:
    test = evidence("reward_hacking_generalises")
    schemers = experiment("Apollo in-context scheming", what_was_tested="scheming on at least one task")
    fakers = experiment("Alignment faking, many models")
    sabotage = experiment("Natural emergent misalignment", what_was_tested="sabotage of AI-safety research code")
    faking = experiment("Natural emergent misalignment", what_was_tested="alignment-faking reasoning")

    assert rate(test.sensitivity) == counts(schemers) == (5, 6)
    assert rate(test.false_positive_rate) == counts(fakers) == (5, 25)
    assert (test.trials, test.positives, test.on) == (1, 1, "attempts")
    assert test.source == cited(sabotage)
    assert f"safety-research code in {sabotage['positives']}" in (test.note or "")
    assert f"alignment-faking reasoning in {faking['positives']}" in (test.note or "")


def test_every_number_of_the_sandbagging_review_stands_in_a_row() -> None:
    test = evidence("sandbagging_review")
    audit = experiment("Blind auditing game", what_was_tested="blue teams finding the hidden objective")
    review = experiment("METR GPT-5 evaluation", what_was_tested="sandbagging flags")
    aware = [
        experiment("Anti-scheming training", system=f"experimental RL run, {end}")["positives"]
        for end in ("start", "end")
    ]

    assert rate(test.sensitivity) == counts(audit) == (3, 4)
    assert review["positives"] == "0 confirmed of 16 flags"
    assert review["false_positive_rate"] == "16 of 789 runs"
    assert rate(test.false_positive_rate) == (16, 789)
    assert (test.trials, test.positives, test.on) == (1, 0, "attempts")
    assert test.source == cited(review)
    assert isinstance(test.common_failure, Range)
    ends = test.common_failure.low.written, test.common_failure.high.written
    assert list(ends) == aware == ["2%", "20.6%"]


def test_every_test_says_what_is_a_judgement() -> None:
    for test in read_study(FORECASTS / "takeover-gates").evidence.values():
        note = test.note or ""
        assert "Observed (" in note
        assert "Sensitivity (" in note
        assert "False-positive rate" in note
        assert ("Common failure (" in note) is (test.common_failure is not None)
        assert "Judgements: " in note


@needs_facts
def test_the_experiments_are_the_collections_verified_ones() -> None:
    facts = verified("evidence_experiments.csv")
    assert facts
    for fact in facts:
        del fact["confidence_in_transcription"]

    assert table(EXPERIMENTS) == facts


def test_every_experiment_names_its_source() -> None:
    rows = table(EXPERIMENTS)

    assert rows
    assert [row for row in rows if not row["source_title"] or not row["source_url"].startswith("https://")] == []
