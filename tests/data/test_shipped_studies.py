"""The studies and tables that ship with consilience, held to the facts that they were transcribed from.

The facts (`shared/facts`, `shared/data`) lie beside a checkout of the project and are not part of it; what
needs them is skipped where they are absent.
"""

import csv
import re
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from consilience.notation import Range, Survey
from consilience.study import read_study

ROOT = Path(__file__).parents[2]
FORECASTS = ROOT / "forecasts"
FACTS = ROOT.parent / "shared" / "facts"
XPT_TABLES = ROOT.parent / "shared" / "data"
STUDIES = ("ai-catastrophe", "existential-risks")
# What their trees and numbers must be is in test_factor_studies.py.
FACTOR_STUDIES = ("doom-paths", "power-seeking", "takeover-gates")
EVERY_STUDY = tuple(sorted((*STUDIES, *FACTOR_STUDIES)))

needs_facts = pytest.mark.skipif(not FACTS.is_dir(), reason="the collection of facts is not beside this checkout")
needs_tables = pytest.mark.skipif(
    not (XPT_TABLES / "xpt_t1.csv").is_file(), reason="the tournament's tables are not beside this checkout"
)

Row = dict[str, str]


def table(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def estimates(study: str) -> list[Row]:
    return [row for path in sorted((FORECASTS / study / "estimates").glob("*.csv")) for row in table(path)]


def facts(confidence: str) -> list[Row]:
    """Rows of both collections, with one name for who said it."""
    people = table(FACTS / "ai_risk_individuals.csv")
    surveys = table(FACTS / "ai_risk_surveys.csv")
    named = [row | {"who": row["person"]} for row in people] + [row | {"who": row["survey"]} for row in surveys]
    return [row for row in named if row["confidence_in_transcription"] == confidence]


def numbers(text: str) -> list[Decimal]:
    return [Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]


def reading(text: str) -> tuple[str, list[Decimal]]:
    """Which side an inequality bounds, empty for anything else, and the numbers in their order."""
    return text[0] if text[0] in "<>" else "", numbers(text)


def stated(fact: Row) -> tuple[str, list[Decimal]]:
    """The reading of a fact, its numbers in the order in which an estimate writes them."""
    if "person" in fact:
        return reading(fact["estimate"])
    summary = f"{fact['n']} {fact['median']} {fact['mean']}"
    return "", numbers(summary) or numbers(fact["other"])[:1]


@pytest.mark.parametrize("study", STUDIES)
def test_reads_with_no_warning_but_of_what_the_publications_leave_out(study: str) -> None:
    read = read_study(FORECASTS / study)

    assert {problem.check for problem in read.warnings} <= {"undated", "uncounted_survey"}
    assert len(read.rows) == len(estimates(study))
    assert read.outcome in read.questions


def test_every_study_is_known_to_these_tests() -> None:
    assert tuple(sorted(path.parent.name for path in FORECASTS.glob("*/study.toml"))) == EVERY_STUDY


@pytest.mark.parametrize("study", EVERY_STUDY)
def test_every_row_names_a_source_with_its_address(study: str) -> None:
    without = [row for row in estimates(study) if not re.fullmatch(r"\S.*, https?://\S+", row["source"])]

    assert without == []


@pytest.mark.parametrize("study", EVERY_STUDY)
def test_one_row_per_forecaster_question_and_date(study: str) -> None:
    said = Counter((row["forecaster"], row["question"], row["date"]) for row in estimates(study))

    assert [key for key, count in said.items() if count > 1] == []


@pytest.mark.parametrize("study", EVERY_STUDY)
def test_a_row_without_a_date_is_its_forecasters_only_one_on_the_question(study: str) -> None:
    dates = defaultdict(list)
    for row in estimates(study):
        dates[row["forecaster"], row["question"]].append(row["date"])

    assert [key for key, listed in dates.items() if "" in listed and len(listed) > 1] == []


@pytest.mark.parametrize("study", STUDIES)
def test_each_forecaster_is_in_one_panel_and_panels_are_few(study: str) -> None:
    panels = defaultdict(set)
    for row in estimates(study):
        panels[row["forecaster"]].add(row["group"])

    assert {who: groups for who, groups in panels.items() if len(groups) > 1} == {}
    assert 1 < len(set.union(*panels.values())) <= 8


@pytest.mark.parametrize("study", STUDIES)
def test_every_question_has_an_estimate(study: str) -> None:
    read = read_study(FORECASTS / study)

    assert set(read.questions) - {row.question for row in read.rows} == set()


def test_the_outcome_of_ai_catastrophe_is_the_essays_total_risk() -> None:
    """Christiano, AI alignment is distinct from its near-term applications (December 2022): around 10-20%."""
    study = read_study(FORECASTS / "ai-catastrophe")
    (essay,) = [row for row in study.rows if row.question == study.outcome]

    assert isinstance(essay.value, Range)
    assert (essay.forecaster, essay.date_said) == ("Paul Christiano", "2022-12")
    assert (essay.value.low.value, essay.value.high.value) == (0.10, 0.20)


def test_the_46_percent_of_april_2023_is_not_called_doom() -> None:
    """Christiano, My views on "doom" (2023-04-27): 46% is any irreversible failure, not a p(doom)."""
    said = {
        (row["question"], row["estimate"])
        for row in estimates("ai-catastrophe")
        if row["forecaster"] == "Paul Christiano"
    }

    assert ("future_messed_up_within_10y", "46%") in said
    assert ("doom_unspecified", "46%") not in said


@needs_facts
def test_every_statement_traces_to_a_verified_fact() -> None:
    verified = defaultdict(list)
    for fact in facts("verified"):
        verified[fact["who"]].append(fact)

    untraced = []
    for row in [row for study in STUDIES for row in estimates(study) if not row["forecaster"].startswith("XPT ")]:
        same_source = [
            fact
            for fact in verified[row["forecaster"]]
            if row["source"].startswith(fact["source_title"]) and row["source"].endswith(fact["source_url"])
        ]
        if reading(row["estimate"]) not in [stated(fact) for fact in same_source]:
            untraced.append(row)
    assert untraced == []


@needs_facts
def test_no_statement_rests_on_memory() -> None:
    unseen = {(fact["who"], fact["source_title"]) for fact in facts("memory")}
    seen = {(fact["who"], fact["source_title"]) for fact in facts("verified")}
    assert unseen
    assert unseen & seen == set()

    resting = [
        row
        for study in STUDIES
        for row in estimates(study)
        if any(row["forecaster"] == who and row["source"].startswith(title) for who, title in unseen)
    ]
    assert resting == []


CAUSES = {
    "AI": "ai",
    "Engineered": "engineered_pathogen",
    "Natural": "natural_pathogen",
    "Nuclear": "nuclear",
    "Non-Anthropogenic": "non_anthropogenic",
    "Total": "total",
}


def xpt_table() -> dict[tuple[str, str], Row]:
    """Rows of the tournament's Tables 1 and 2 by question and forecaster, as the study names them."""
    published = {}
    for name, size in (("xpt_t1.csv", "catastrophe"), ("xpt_t2.csv", "extinction")):
        for row in table(XPT_TABLES / name):
            cause = CAUSES[row["Forecast"].lstrip("0123456789. ").split()[0]]
            group = row["Group"].lower()
            published[f"{size}_{cause}", f"XPT {group}"] = row
    return published


@needs_tables
def test_xpt_rows_agree_with_the_published_tables_to_the_digits_written() -> None:
    published = xpt_table()
    shipped = {
        (row["question"], row["forecaster"]): row
        for row in table(FORECASTS / "existential-risks" / "estimates" / "xpt_2022.csv")
    }

    assert len(published) == 52
    assert shipped.keys() == published.keys()
    for key, row in shipped.items():
        expected = [
            published[key][column]
            for column in ("median", "median_confint.confint_lower", "median_confint.confint_upper")
        ]
        n, median, level, low, high = numbers(row["estimate"])
        assert (n, level) == (int(published[key]["n_ids"]), 95), key
        for written, exact in zip((median, low, high), map(Decimal, expected), strict=True):
            assert abs(written - exact) <= Decimal(1).scaleb(exact.adjusted() - 4) / 2, key


def test_xpt_superforecasters_on_extinction_from_ai() -> None:
    """Table 2 of the replication package: n 88, median 0.375%, 95% interval of the median 0.1% to 0.8%."""
    study = read_study(FORECASTS / "existential-risks")
    (value,) = [
        row.value for row in study.rows if (row.question, row.forecaster) == ("extinction_ai", "XPT superforecasters")
    ]

    assert isinstance(value, Survey)
    assert value.median is not None
    assert value.ci95 is not None
    assert (value.n, value.median.value) == (88, 0.00375)
    assert tuple(number.value for number in value.ci95) == (0.001, 0.008)


def test_aggregates_of_a_platform_are_no_voices() -> None:
    for name in STUDIES:
        study = read_study(FORECASTS / name)
        platform = [row for row in study.rows if row.forecaster.startswith("Metaculus")]

        assert platform
        assert {row.kind for row in platform} == {"aggregate"}
        assert not set(map(id, platform)) & set(map(id, study.voices))


@needs_facts
def test_the_lexicon_is_the_collections() -> None:
    assert table(ROOT / "data" / "verbal_probability.csv") == table(FACTS / "verbal_probability.csv")


def test_the_lexicon_gives_each_term_once_and_in_order() -> None:
    lexicon = table(ROOT / "data" / "verbal_probability.csv")

    assert max(Counter((row["lexicon"], row["term"]) for row in lexicon).values()) == 1
    for row in lexicon:
        low, high = float(row["low"]), float(row["high"])
        assert 0 <= low <= high <= 1, row
        assert row["central"] == "" or low <= float(row["central"]) <= high, row
        assert row["source"], row
