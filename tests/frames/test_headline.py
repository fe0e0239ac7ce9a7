"""Who leads: under three voices their own numbers by name, else the population; nobody gets a number of the model."""

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from consilience.frames import answers_frame, few_note, headline_frame, headline_of
from consilience.frames.summary import summary_frame
from consilience.report.lead import lead_sentences
from consilience.report.tables import summary_markdown
from consilience.sampling.fit import Fit
from tests.builders.crux_fits import crux_fit, write_crux_study
from tests.builders.factor_fits import ROWS as PANEL_ROWS, panel_fit, write_panel_study
from tests.builders.fits import TOML, figures_of, synthetic_fit, write_study
from tests.builders.specs import spec_as_drawn

# So many people that the population leads, though one or two speak: who they are.
CROWDS = {
    "a survey alone": (
        "flood,them,2025-01-15,n=738 median=5%,,survey,s,\n",
        "them (a survey of 738) finds median 5%",
        "a survey of 738",
    ),
    "two groups of a survey": (
        "flood,them,2025-01-15,n=50 median=5%,public,survey,s,\n"
        "flood,them,2025-01-15,n=9 median=1%,experts,survey,s,\n",
        "them (experts) (a survey of 9) finds median 1%; them (public) (a survey of 50) finds median 5%",
        "2 surveys of 59 people",
    ),
    "a survey and a person": (
        "flood,them,2025-01-15,n=3000 median=<1%,,survey,s,\nflood,ada,2025-01-15,10%,,,s,\n",
        "ada says 10%; them (a survey of 3,000) finds median less than 1%",
        "1 voice and a survey of 3,000",
    ),
}
DROUGHT = "".join(f"drought,{name},2025-01-15,30%,,,s,\n" for name in ("ada", "bo", "cem"))
# What is said of the flood; how many voices; what leads the sentence of it, None for the population.
FLOODS = {
    "one voice": ("flood,ada,2025-01-15,10–20%,,,s,\n", 1, "ada says 10–20%"),
    "two voices": (
        "flood,ada,2025-01-15,10%,,,s,\nflood,bo,2025-01-15,<1%,,,s,\n",
        2,
        "ada says 10%; bo says <1%",
    ),
    "three voices": ("".join(f"flood,{name},2025-01-15,10%,,,s,\n" for name in ("ada", "bo", "cem")), 3, None),
    "a survey of two": (
        "flood,them,2025-01-15,n=2 median=5%,,survey,s,\n",
        1,
        "them (a survey of 2) finds median 5%",
    ),
    "a survey of unstated size": (
        "flood,them,2025-01-15,median=5% mean=9%,,survey,s,\nflood,ada,2025-01-15,>=95%,,,s,\n",
        2,
        "ada says ≥95%; them (a survey of unstated size) finds median 5%, mean 9%",
    ),
    "a survey that counts nobody": (
        "flood,them,2025-01-15,5%,,survey,s,\n",
        1,
        "them (a survey of unstated size) finds 5%",
    ),
    "a voice among aggregates": (
        "flood,ada,2025-01-15,10%,,,s,\n" + "".join(f"flood,site {n},2025-01-15,7%,,aggregate,s,\n" for n in range(3)),
        1,
        "ada says 10%",
    ),
    "a voice who thought again": (
        "flood,ada,2024-01-15,1%,,,s,\nflood,ada,2025-01-15,2%,,,s,\nflood,ada,2025-02-15,3%,,,s,\n",
        1,
        "ada says 3%",
    ),
    "a base rate and no voice": (
        "flood,gauge,2025-01-15,3 of 100,,base_rate,s,\n",
        0,
        "no voice has answered; on record is a base rate of 3 events in 100 trials (gauge)",
    ),
    "two base rates and no voice": (
        "flood,gauge,2025-01-15,3 of 100,,base_rate,s,\nflood,book,2025-01-15,2 of 50,,base_rate,s,\n",
        0,
        "no voice has answered; on record are a base rate of 2 events in 50 trials (book) and "
        "a base rate of 3 events in 100 trials (gauge)",
    ),
}


def floods(name: str, folder: Path) -> Fit:
    return synthetic_fit(write_study(folder / "floods", TOML, FLOODS[name][0] + DROUGHT))


@pytest.mark.parametrize("name", FLOODS)
def test_who_leads_on_a_question(name: str, tmp_path: Path) -> None:
    _, voices, says = FLOODS[name]
    fit = floods(name, tmp_path)
    headline = headline_of(fit, "flood")
    assert len(headline.voices) == voices
    answer = answers_frame(fit).query("question == 'flood' and group == 'all' and summary == 'median'").iloc[0]
    first, second = lead_sentences(fit)[:2]
    if says is None:
        assert headline.leads == "population"
        assert first.startswith(f"A flood: median forecaster {answer['label']}, ")
    else:
        assert headline.leads == "voices"
        assert first == f"A flood: {says}."
        assert second.startswith(f"{headline.inferred}: median forecaster {answer['label']}, ")
        assert "nferred" in headline.inferred
    assert headline_of(fit, "drought").leads == "population"


@pytest.mark.parametrize("name", CROWDS)
def test_a_survey_is_as_many_people_as_it_asked(name: str, tmp_path: Path) -> None:
    rows, says, heard = CROWDS[name]
    fit = synthetic_fit(write_study(tmp_path / "floods", TOML, rows + DROUGHT))
    headline = headline_of(fit, "flood")
    assert (headline.leads, headline.heard, headline.short) == ("population", heard, says)
    # Its own number is said with the answer all the same.
    assert lead_sentences(fit)[0] == f"A flood: {headline.answer}, {headline.chance}; {says}."
    assert headline_frame(fit).loc["flood", "voices"].startswith(("them (", "ada: "))
    title = figures_of(fit).prior_posterior("flood").caption
    assert title.endswith("Prior (weakly informative) and posterior")
    assert f", inferred from {heard}. " in title
    assert "1 statement" not in figures_of(fit).statements("flood").caption


def test_a_lone_voice_s_tails_do_not_stretch_the_overview(tmp_path: Path) -> None:
    fit = floods("one voice", tmp_path)
    value = fit.answers["value"].values
    of_flood = fit.answers["question"].values == "flood"
    tail = value < np.quantile(value, 0.1, axis=(0, 1))
    far = fit.answers.assign(value=(fit.answers["value"].dims, value - 10 * (tail & of_flood)))
    plain, stretched = (spec_as_drawn(figures_of(each).overview().chart) for each in (fit, replace(fit, answers=far)))
    [axis, other] = ({*re.findall(r"'domain': \[[^\]]+\]", str(drawn))} for drawn in (plain, stretched))
    assert axis == other
    assert len(axis) == 1
    # What runs past the axis ends in an arrow.
    assert "triangle-left" in str(stretched)


def test_many_voices_are_counted_by_what_they_are(tmp_path: Path) -> None:
    rows = (
        DROUGHT.replace("drought", "flood") + "flood,them,2025-01-15,n=40 median=5%,,survey,s,\n"
        "flood,others,2025-01-15,median=5%,,survey,s,\nflood,gauge,2025-01-15,3 of 100,,base_rate,s,\n"
    )
    fit = synthetic_fit(write_study(tmp_path / "floods", TOML, rows + DROUGHT))
    assert headline_of(fit, "flood").people == 3 + 40 + 1
    assert headline_frame(fit)["voices"].tolist() == [
        "3 voices, a survey of 40, a survey of unstated size and 1 base rate",
        "3 voices",
    ]
    assert ". 3 people, a survey of 40, a survey of unstated size and 1 base rate, as said" in (
        figures_of(fit).statements("flood").caption
    )


@pytest.mark.parametrize("name", [name for name, (_, _, says) in FLOODS.items() if says])
def test_titles_and_the_band_of_few_voices(name: str, tmp_path: Path) -> None:
    fit = floods(name, tmp_path)
    figures, headline = figures_of(fit), headline_of(fit, "flood")
    # What begins a title has a capital, but for a name that its owner writes without.
    assert headline.opening[0].isupper() or headline.opening.startswith(tuple(voice.name for voice in headline.voices))
    assert figures.statements("flood").caption.startswith(f"{headline.opening}. A flood. ")
    assert figures.prior_posterior("flood").caption.startswith(f"{headline.opening}. {headline.what_if}: ")
    # Of no group a number is told, and no what-if.
    assert figures.groups("flood").caption.startswith(f"{headline.opening}. {headline.inferred}. A flood. ")
    if len({row.speaker for row in fit.study.voices if row.question == "flood"}) > 1:
        assert figures.pools("flood").caption.startswith(f"{headline.opening}. A flood. ")
    else:
        with pytest.raises(ValueError, match="fewer than two voices answered 'flood'"):
            figures.pools("flood")
        assert "flood-pools" not in [figure.name for figure in figures.all()]
        assert "flood" not in figures.pooled
    band = str(spec_as_drawn(figures.statements("flood").chart))
    assert f"{headline.inferred}: " in band
    assert "Median forecaster" not in band
    overview = figures.overview()
    drought = headline_frame(fit).loc["drought", "median"].partition(" ")[0]
    assert overview.caption.startswith(f"{drought} on 1 question with three people or more. ")
    inferred = (
        answers_frame(fit).query("question == 'flood' and group == 'all' and summary == 'median'")["label"].iloc[0]
    )
    # Whoever cannot see the grey hears whose number it is.
    assert f"{headline.what_if}: {inferred}" in spec_as_drawn(overview.chart)["description"]
    # What was said is the row's number; the what-if stands small below the question, and names itself.
    texts = set(re.findall(r"'text': '([^']*)'", str(spec_as_drawn(overview.chart))))
    assert headline_frame(fit).loc["flood", "median"] not in texts
    assert headline.numbers in texts or all(any(part in text for text in texts) for part in headline.numbers.split())


def test_a_picture_of_the_median_names_the_summary_that_leads_too(tmp_path: Path) -> None:
    toml = TOML.replace("threshold =", 'headline = "mean"\nthreshold =')
    rows = "".join(f"flood,{name},2025-01-15,10%,,,s,\n" for name in ("ada", "bo", "cem"))
    fit = synthetic_fit(write_study(tmp_path / "floods", toml, rows + DROUGHT))
    labels = answers_frame(fit).query("question == 'flood' and group == 'all'").set_index("summary")["label"]
    title = f"Mean forecaster {labels['mean']}; median forecaster {labels['median']}, inferred from 3 voices. "
    assert figures_of(fit).statements("flood").caption.startswith(title)


def test_tables_hold_the_voices_and_say_what_the_rest_is(tmp_path: Path) -> None:
    few, many = floods("two voices", tmp_path / "few"), floods("three voices", tmp_path / "many")
    frame = headline_frame(few)
    assert frame["voices"].to_dict() == {"flood": "ada: 10%; bo: <1%", "drought": "3 voices"}
    assert few_note(frame) in summary_markdown(few)
    assert "| A flood | ada: 10%; bo: &lt;1% | " in summary_markdown(few)
    assert few_note(headline_frame(many)) == ""


def test_a_group_that_said_nothing_is_in_no_title(tmp_path: Path) -> None:
    rows = PANEL_ROWS.replace("storm,cem,2025-01-17,30%", "pumps_fail,cem,2025-01-17,30%")
    rows = (
        "".join(f"{row}\n" for row in rows.splitlines() if not (row.startswith("storm") and ",coast," in row))
        + "storm,eve,2025-01-15,50%,river,,s,\n"
    )
    fit = panel_fit(write_panel_study(tmp_path / "town", rows=rows), draws=25, location=[[0.0], [-4.0]])
    title = figures_of(fit).groups("storm").caption.partition(". ")[0]
    assert title.endswith(" (river), the one group that has answered")


def test_cruxes_under_three_voices(tmp_path: Path) -> None:
    rows = (
        "famine,ada,2025-01-15,20%,,,s,\nblight,ada,2025-01-15,20%,,,s,\nfamine | blight,ada,2025-01-15,60%,,,s,\n"
        "famine,bo,2025-01-15,10%,,,s,\nwar,bo,2025-01-15,20%,,,s,\nfamine | war,bo,2025-01-15,30%,,,s,\n"
    )
    fit = crux_fit(write_crux_study(tmp_path / "famine", rows=rows), jitter=0.1)
    assert lead_sentences(fit)[0] == "A famine: ada says 20%; bo says 10%."
    assert headline_of(fit, "famine | blight").says == "ada says 60%"
    # (20% − 20%·60%) / 80%, by the law of total probability.
    assert headline_of(fit, "famine | not blight").says == "the answers of ada imply 10%"
    assert headline_of(fit, "famine | not war").says == "the answers of bo imply 5%"


def test_a_survey_of_few_cruxes_and_a_panel_of_many(tmp_path: Path) -> None:
    fit = crux_fit(write_crux_study(tmp_path / "famine"), jitter=0.1)
    assert headline_of(fit, "famine").leads == "population"
    assert headline_of(fit, "famine | war").says == "ada says 40%; bo says 25%; the answers of cem imply 12%"


# Three steps to a flood, each of which may be left out.
STEPS = """\
title = "A flood in the town"
outcome = "flood"

[question.storm]
title = "A storm comes"
prior = "10-90% @90%"

[question.breach]
title = "The wall breaks"
given = { storm = true }
prior = "10-90% @90%"

[question.pumps_fail]
title = "The pumps fail"
given = { storm = true, breach = true }
prior = "10-90% @90%"

[question.flood]
title = "The town is flooded"
all_of = ["storm", "breach", "pumps_fail"]
"""
# Statements of one person that bear on the flood, and what leads: years where they are not one.
YEARS = {
    "a later total": (
        ("storm,ada,2021-04-28,50%", "breach,ada,2021-04-28,20%", "pumps_fail,ada,2021-05-01,10%", "flood,ada,2022,3%"),
        "ada says 3% (2022), and their factors of 2021 imply 1%",
    ),
    "factors of several years": (
        ("storm,ada,2019,50%", "breach,ada,2021-04-28,20%", "pumps_fail,ada,,10%"),
        "the factors of 2019–2021 of ada imply 1%",
    ),
    "all of one year": (
        ("storm,ada,2021,50%", "breach,ada,2021-04-28,20%", "pumps_fail,ada,2021-12,10%", "flood,ada,2021,3%"),
        "ada says 3%, and their factors imply 1%",
    ),
    "parts alone": (
        ("storm,ada,2019,50%", "breach,ada,2021,20%"),
        "ada says nothing of the whole, but 50% (2019) on “A storm comes”, 20% (2021) on “The wall breaks”",
    ),
    "a total beside an older part": (("storm,ada,2019,50%", "flood,ada,2021,20%"), "ada says 20%"),
}


@pytest.mark.parametrize("name", YEARS)
def test_statements_of_several_years_are_dated(name: str, tmp_path: Path) -> None:
    rows, says = YEARS[name]
    fit = panel_fit(write_panel_study(tmp_path / "town", STEPS, "".join(f"{row},,,s,\n" for row in rows)), draws=10)
    assert lead_sentences(fit)[0] == f"The town is flooded: {says}."
    title = says.partition(", but ")[0].replace("the factors of", "The factors of")
    assert figures_of(fit).waterfall().caption.startswith(title)


def test_who_speaks_in_several_groups_is_a_voice_of_each_where_they_spoke_in_it(tmp_path: Path) -> None:
    moved = "".join(f"drought,{who},2025,20%,coast,,s,\n" for who in "abc")
    rows = "".join(f"flood,{who},2025,10%,river,,s,\n" for who in "abc") + "flood,d,2025,3%,coast,,s,\n" + moved
    fit = synthetic_fit(write_study(tmp_path / "floods", TOML, rows))
    assert headline_of(fit, "flood", "river").heard == "3 voices"
    assert headline_of(fit, "flood", "coast").says == "d says 3%"


PARTS = "".join(f"{name},{who},2025,60%,,,s,\n" for name in ("storm", "breach", "pumps_fail") for who in "abc")


@pytest.mark.parametrize(
    ("rows", "who"),
    [
        ("", "3 voices"),
        ("storm,d,2025,60%,,,s,\n", "3 voices; 1 other answers parts of it"),
        ("storm,d,2025,60%,,,s,\nbreach,e,2025,60%,,,s,\n", "3 voices; 2 others answer parts of it"),
        ("storm,d,2025,60%,,,s,\nflood,d,2025,20%,,,s,\n", "4 voices"),
        ("storm,them,2025,n=50 median=60%,,survey,s,\n", "3 voices; a survey of 50 answers parts of it"),
        ("flood,them,2025,n=50 median=20%,,survey,s,\n", "3 voices and a survey of 50"),
        ("storm,gauge,2025,60 of 100,,base_rate,s,\n", "3 voices; 1 base rate answers parts of it"),
        ("storm,site,2025,60%,,aggregate,s,\n", "3 voices"),
    ],
)
def test_those_who_answer_parts_are_counted_apart(rows: str, who: str, tmp_path: Path) -> None:
    fit = panel_fit(write_panel_study(tmp_path / "town", STEPS, PARTS + rows), draws=10, location=[[0.6] * 3])
    headline = headline_of(fit, "flood")
    assert headline.leads == "population"
    assert headline.cell == headline_frame(fit).loc["flood", "voices"] == who
    assert summary_frame(fit).loc["flood", "voices"] == who
    # The inference rests on all of them.
    assert "others" not in headline.heard


@pytest.mark.parametrize(
    ("answered", "leads", "says"),
    [
        # Nobody answers the pumps: what six say of the rest is no answer to the whole.
        ({"storm": "abcdef", "breach": "abcdef"}, "voices", "6 voices answer parts of it, none the whole"),
        (
            {"storm": "abc", "breach": "abc", "pumps_fail": "ab"},
            "voices",
            "the factors of a imply 22%; the factors of b",
        ),
        # Three on each factor, though only two answered all of them.
        ({"storm": "abc", "breach": "abd", "pumps_fail": "abe"}, "population", None),
        ({"storm": "abc", "breach": "abc", "pumps_fail": "abc"}, "population", None),
        # Of the whole, too: everybody's own number lies far from where their factors are put, and is the answer.
        ({"storm": "a", "flood": "abc"}, "voices", "a says 60%; b says 60%; c says 60%"),
        ({"storm": "abcd", "flood": "ab"}, "voices", "a says 60%; b says 60%; 2 others answer parts of it"),
    ],
)
def test_parts_are_no_answer_to_the_whole(
    answered: dict[str, str], leads: str, says: str | None, tmp_path: Path
) -> None:
    rows = "".join(f"{question},{who},2025,60%,,,s,\n" for question, people in answered.items() for who in people)
    # About what was said of each, so that the whole lies among what it implies.
    fit = panel_fit(write_panel_study(tmp_path / "town", STEPS, rows), draws=10, location=[[0.6] * 3])
    headline = headline_of(fit, "flood")
    assert headline.leads == leads
    if says is not None:
        assert headline.says.startswith(says)
        assert headline_frame(fit).loc["flood", "voices"].startswith(says)
        assert lead_sentences(fit)[1].startswith("Forecasters like them, inferred from ")
    figures = figures_of(fit)
    for figure in (figures.tree(), figures.waterfall(), figures.tornado()):
        assert ("What-if of others like them: " in figure.caption) == (leads == "voices")
