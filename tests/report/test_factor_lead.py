"""What a factor study says first: whoever spoke if few did, the evidence, and totals that part from their factors."""

import json
from pathlib import Path

import pytest

from consilience.frames import after_evidence_frame, answers_frame, headline_frame, headline_of, probability_below
from consilience.models.factors.frames.coherence import coherence_frame, held_totals
from consilience.notation import format_one_in
from consilience.report.lead import lead_sentences
from consilience.report.tables import summary_json
from consilience.sampling.fit import Fit
from tests.builders.factor_fits import ROWS, TOML, panel_fit, write_panel_study
from tests.builders.fits import drawn_once, made_once
from tests.builders.named_fits import CAMPS, TOTALS, cruxes, only, panel

PRIOR = "Assumed before anything was said, on “The pumps fail”: 10% to 90%, 90% sure."
# What the others would have to state for the parents' states, were they to speak alone.
STATES = "loss | flood,{0},2025-01-15,30%,,,s,\nloss | not flood,{0},2025-01-15,1%,,,s,\n"


@pytest.fixture
def town() -> Fit:
    return made_once(panel, "everything")


@pytest.fixture
def crowd() -> Fit:
    return made_once(panel, "enough people")


def chance(row) -> str:
    return format_one_in(row["value"], row["low"], row["high"])


def of(fit: Fit, frame, question: str = "flood", summary: str = "median"):
    chosen = frame(fit).query("question == @question and group == 'all' and summary == @summary")
    return chosen.iloc[0]


def panel_of(rows: str, folder: Path, toml: str = TOML) -> Fit:
    return panel_fit(write_panel_study(folder / "town", toml, rows), draws=25)


def share_after(fit: Fit, summary: str = "median") -> str:
    """How much of the draws after the evidence lies below 1%, as it is said."""
    share = probability_below(fit, "flood", 0.01, summary, after_evidence=True)
    return "at least 99.5%" if share >= 0.995 else f"{share:.0%}"


def test_one_voice_leads_with_what_it_stated() -> None:
    fit = made_once(panel, "one voice")
    row = of(fit, answers_frame)
    first, second, below, after = lead_sentences(fit)[:4]
    # She left the pumps out, so that her factors imply no total.
    assert first == "The town is flooded: ada says 5%."
    assert second == (f"Forecasters like ada, inferred from 1 voice: median forecaster {row['label']}, {chance(row)}.")
    assert below.startswith("What is inferred lies below 1% with probability ")
    label = of(fit, after_evidence_frame)["label"]
    assert after == (
        "What is inferred is before the evidence that the study declares; "
        f"after it, median forecaster {label}, below 1% with probability {share_after(fit)}."
    )


def test_two_voices_lead_with_what_each_said(tmp_path: Path) -> None:
    # Bo answers a single factor and states no total; Dee, whom only the losses concern, says nothing that bears.
    rows = only("ada", "bo") + STATES.format("dee")
    fit = panel_of(rows, tmp_path)
    assert fit.posterior["forecaster"].values.tolist() == ["ada", "bo", "dee"]
    first, second = lead_sentences(fit)[:2]
    assert first == "The town is flooded: ada says 5%; bo says nothing of the whole, but 60% on “A storm comes”."
    assert second.startswith("Forecasters like them, inferred from 2 voices: median forecaster ")


def test_three_voices_are_a_panel(tmp_path: Path) -> None:
    fit = panel_of(only("ada", "bo", "cem") + "flood,bo,2025-01-16,4%,river,,a talk,\n", tmp_path)
    row = of(fit, answers_frame)
    first = lead_sentences(fit)[0]
    assert first == f"The town is flooded: median forecaster {row['label']}, {chance(row)}."
    assert not any("prior:" in sentence or "imply" in sentence for sentence in lead_sentences(fit))


def test_a_survey_alone_is_a_voice_that_implies_nothing() -> None:
    first, second = lead_sentences(made_once(panel, "surveys alone"))[:2]
    assert first == (
        "The town is flooded: them (a survey of 20) says nothing of the whole, "
        "but median 40% on “A storm comes”, median 10% on “The wall breaks”."
    )
    assert second.startswith("Forecasters like them, inferred from a survey of 20: median forecaster ")


def test_a_single_factor_is_answered_and_not_implied() -> None:
    assert lead_sentences(made_once(panel, "a single factor"))[0] == "A storm: ada says 50%."


def test_nobody_is_given_the_number_of_the_priors(tmp_path: Path) -> None:
    first, second = lead_sentences(panel_of(STATES.format("dee"), tmp_path))[:2]
    assert first == "The town is flooded: no voice has answered."
    assert second.startswith("Inferred without a voice: median forecaster ")


def test_everything_that_is_said_first_in_its_order(crowd: Fit) -> None:
    answer, after = of(crowd, answers_frame), of(crowd, after_evidence_frame)
    below = probability_below(crowd, "flood", 0.01)
    assert 0.005 < below < probability_below(crowd, "flood", 0.01, after_evidence=True)
    # 40% of 10% of 50% is 2%.
    assert lead_sentences(crowd) == [
        f"The town is flooded: median forecaster {answer['label']}, {chance(answer)}.",
        f"The median forecaster lies below 1% with probability {below:.0%}.",
        "All of this is before the evidence that the study declares; "
        f"after it, median forecaster {after['label']}, below 1% with probability {share_after(crowd)}.",
        "On “The town is flooded”, a platform said 8% (2025-01-19): stated 4 times what their published factors give, "
        "which none of them need think.",
        PRIOR,
    ]


def test_another_headline_is_that_of_every_sentence(tmp_path: Path) -> None:
    toml = TOML.replace("threshold =", 'headline = "mean"\nthreshold =')
    fit = panel_of(ROWS + TOTALS, tmp_path, toml)
    first, below, after = lead_sentences(fit)[:3]
    assert first.startswith(f"The town is flooded: mean forecaster {of(fit, answers_frame, summary='mean')['label']}")
    share = probability_below(fit, "flood", 0.01, "mean")
    assert below.startswith("The mean forecaster lies below 1% with probability ")
    assert below.endswith(f"with probability {'at most 0.5%' if share <= 0.005 else f'{share:.0%}'}.")
    label = of(fit, after_evidence_frame, summary="mean")["label"]
    assert after == (
        "All of this is before the evidence that the study declares; "
        f"after it, mean forecaster {label}, below 1% with probability {share_after(fit, 'mean')}."
    )


def test_without_evidence_nothing_is_said_of_it() -> None:
    fit = made_once(panel, "no evidence")
    assert after_evidence_frame(fit).empty
    assert list(after_evidence_frame(fit).columns) == list(answers_frame(fit).columns)
    assert not any("evidence" in sentence for sentence in lead_sentences(fit))


def test_only_totals_that_part_are_named(town: Fit, tmp_path: Path) -> None:
    flagged = coherence_frame(town)["flagged"].sum()
    assert flagged == sum(sentence.startswith("On “") for sentence in lead_sentences(town)) == 1
    coherent = panel_of(ROWS.replace(",8%,,aggregate", ",2%,,aggregate"), tmp_path)
    assert not any(sentence.startswith("On “") for sentence in lead_sentences(coherent))


def test_a_total_without_a_date_has_no_empty_brackets(tmp_path: Path) -> None:
    fit = panel_of(ROWS.replace("flood,a platform,2025-01-19,8%", "flood,a platform,,8%"), tmp_path)
    said = [sentence for sentence in lead_sentences(fit) if sentence.startswith("On “")]
    assert said == [
        "On “The town is flooded”, a platform said 8%: stated 4 times what their published factors give, "
        "which none of them need think."
    ]


@pytest.mark.parametrize("name", CAMPS)
def test_cruxes_lead_with_their_outcome(name: str) -> None:
    fit = made_once(cruxes, name)
    row = of(fit, answers_frame, "famine")
    first, *others = lead_sentences(fit)
    assert first == f"A famine: median forecaster {row['label']}, {chance(row)}."
    assert all(other.startswith("Priors half or twice as wide") for other in others)


def test_voices_are_those_who_said_something_that_bears(town: Fit) -> None:
    assert [voice.name for voice in headline_of(town, "flood").voices] == ["ada", "bo", "cem", "dee"]
    # The losses follow from the flood, and so from whatever that follows from.
    assert [voice.name for voice in headline_of(town, "loss").voices] == ["ada", "bo", "cem", "dee"]
    # Of the platform nothing is counted.
    assert [voice.said for voice in headline_of(town, "storm").voices] == ["50%", "60%", "30%"]
    assert [voice.said for voice in headline_of(town, "loss | flood").voices] == ["30%", "<5%"]


def test_a_stated_total_is_a_voice_without_any_factor_and_implies_nothing(tmp_path: Path) -> None:
    fit = panel_of(only("ada") + "flood,eve,2025-01-15,35%,,,s,\n", tmp_path)
    sentences = lead_sentences(fit)
    assert sentences[0] == "The town is flooded: ada says 5%; eve says 35%."
    assert not any(sentence.startswith("On “") for sentence in sentences)
    assert "eve" in coherence_frame(fit)["forecaster"].tolist()
    assert held_totals(fit)["forecaster"].tolist() == ["ada"]


# What somebody replaced is theirs no longer, whoever they are and whatever they said in its place.
@pytest.mark.parametrize(
    ("kind", "share", "now"),
    [
        *(("", "{}", now) for now in ("1%", "5%", "0.5-2%", "<2%", "q10=0.2% q90=4%")),
        *(("aggregate", "{}", now) for now in ("1%", "<2%")),
        *(("survey", "n=40 median={}", now) for now in ("1%", "5%")),
    ],
)
def test_a_total_that_was_replaced_is_held_against_nobody(kind: str, share: str, now: str, tmp_path: Path) -> None:
    said = {"storm": "50%", "breach": "20%", "pumps_fail": "10%", "flood": "60%"}
    rows = ROWS.replace("flood,a platform,2025-01-19,8%", "flood,a platform,2025-01-19,2%")
    rows += "".join(f"{name},eve,2024-01-15,{share.format(at)},,{kind},s,\n" for name, at in said.items())
    before = panel_of(rows, tmp_path / "before")
    assert [sentence for sentence in lead_sentences(before) if "eve said" in sentence]
    fit = panel_of(f"{rows}flood,eve,2025-01-15,{share.format(now)},,{kind},s,\n", tmp_path / "after")
    assert not any("60%" in sentence for sentence in lead_sentences(fit))
    assert held_totals(fit).query("forecaster == 'eve'")["date"].tolist() == ["2025-01-15"]
    assert len(coherence_frame(fit).query("forecaster == 'eve'")) == 2


# 50% of 20% of the pumps: of 10%; of the middle of 8% and 12% in log odds, between the products of the ends; of less
# than 10%.
@pytest.mark.parametrize(
    ("pumps", "implied"), [("10%", "1%"), ("8-12%", "0.98% (0.8% to 1.2%)"), ("<10%", "at most 1%")]
)
def test_who_answered_every_factor_has_them_multiplied(pumps: str, implied: str, tmp_path: Path) -> None:
    said = {"storm": "50%", "breach": "20%", "pumps_fail": pumps}
    rows = STATES.format("eve") + "".join(f"{name},eve,2025-01-15,{said[name]},,,s,\n" for name in said)
    sentence = lead_sentences(panel_of(rows, tmp_path / "factors"))[0]
    assert sentence == f"The town is flooded: the factors of eve imply {implied}."
    stated = lead_sentences(panel_of(f"{rows}flood,eve,2025-01-15,>3%,,,s,\n", tmp_path / "total"))[0]
    assert stated == f"The town is flooded: eve says >3%, and their factors imply {implied}."


@pytest.mark.parametrize("name", ["one voice", "a single factor"])
def test_no_title_of_few_voices_has_the_number_of_the_population(name: str) -> None:
    fit = made_once(panel, name)
    frame = answers_frame(fit)
    labels = [*frame["label"], *after_evidence_frame(fit)["label"]]
    assert set(headline_frame(fit)["leads"]) == {"voices"}
    for figure in drawn_once(panel, name):
        # What comes first is theirs; a number of the population comes after a word that it is a what-if.
        title = figure.caption.partition("What-if of others like ada: ")[0].partition(". ")[0]
        assert not any(label in title for label in labels)
        if figure.name not in ("factors", "coherence", "overview") and not figure.name.endswith("statements"):
            assert "inferred" in figure.caption


def test_the_record_holds_what_evidence_makes_of_every_question(town: Fit) -> None:
    record = json.loads(summary_json(town))
    assert [question["question"] for question in record["questions"]] == list(
        dict.fromkeys(answers_frame(town)["question"])
    )
    assert record["lead"] == lead_sentences(town)
    after = after_evidence_frame(town)
    for question in record["questions"]:
        rows = after[(after["question"] == question["question"]) & (after["group"] == "all")].set_index("summary")
        assert set(question["after_evidence"]) == set(rows.index)
        for summary, numbers in question["after_evidence"].items():
            assert numbers == {key: rows.loc[summary, key] for key in ("value", "low", "low50", "high50", "high")}
    flood = next(question for question in record["questions"] if question["question"] == "flood")
    # Clean trials of what the flood needs.
    assert flood["after_evidence"]["median"]["value"] < flood["summaries"]["median"]["value"]
    assert flood["probability_below_threshold"] == probability_below(town, "flood", 0.01)


def test_the_record_without_evidence_has_nothing_after_it() -> None:
    record = json.loads(summary_json(made_once(panel, "no evidence")))
    assert not any("after_evidence" in question for question in record["questions"])


def test_evidence_that_makes_certain_is_a_number() -> None:
    fit = made_once(panel, "outcome that evidence makes certain")
    record = json.loads(summary_json(fit))
    breach = next(question for question in record["questions"] if question["question"] == "breach")
    assert breach["after_evidence"]["median"]["value"] == pytest.approx(1, abs=1e-5)
    label = of(fit, after_evidence_frame, "breach")["label"]
    assert any(f"after it, median forecaster {label}, below 1% with" in sentence for sentence in lead_sentences(fit))


@pytest.mark.parametrize(
    ("of_draws", "said"),
    [
        (0.0, "at most 0.5%"),
        (0.005, "at most 0.5%"),
        (0.00501, "1%"),
        (0.9949, "99%"),
        (0.995, "at least 99.5%"),
        (1.0, "at least 99.5%"),
    ],
)
def test_a_share_that_is_not_all_is_never_said_to_be_all_or_none(
    of_draws: float, said: str, town: Fit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consilience.report.lead.probability_below", lambda *_, **__: of_draws)
    assert any(sentence.endswith(f"with probability {said}.") for sentence in lead_sentences(town))


def test_a_prior_that_questions_share_is_said_once(tmp_path: Path) -> None:
    toml = TOML.replace('title = "A storm comes"', 'title = "A storm comes"\nprior = "10-90% @90%"')
    assumed = [said for said in lead_sentences(panel_of(ROWS, tmp_path, toml)) if said.startswith("Assumed")]
    assert assumed == [
        "Assumed before anything was said, on each of 2 questions: 10% to 90%, 90% sure. A storm comes; The pumps fail."
    ]
