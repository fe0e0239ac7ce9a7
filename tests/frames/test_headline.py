"""Who leads: under three voices their own numbers by name, else the population; nobody gets a number of the model."""

from pathlib import Path

import pytest

from consilience.frames import answers_frame, few_note, headline_frame, headline_of
from consilience.report.lead import lead_sentences
from consilience.report.tables import summary_markdown
from consilience.sampling.fit import Fit
from tests.builders.crux_fits import crux_fit, write_crux_study
from tests.builders.factor_fits import ROWS as PANEL_ROWS, panel_fit, write_panel_study
from tests.builders.fits import TOML, figures_of, synthetic_fit, write_study

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
    "a survey alone": (
        "flood,them,2025-01-15,n=738 median=5%,,survey,s,\n",
        1,
        "them (a survey of 738) finds median 5%",
    ),
    "a survey that counts nobody": (
        "flood,them,2025-01-15,5%,,survey,s,\n",
        1,
        "them (a survey of unstated size) finds 5%",
    ),
    "two groups of a survey": (
        "flood,them,2025-01-15,n=50 median=5%,public,survey,s,\n"
        "flood,them,2025-01-15,n=9 median=1%,experts,survey,s,\n",
        2,
        "them (public) (a survey of 50) finds median 5%; them (experts) (a survey of 9) finds median 1%",
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


@pytest.mark.parametrize("name", [name for name, (_, _, says) in FLOODS.items() if says])
def test_titles_and_the_band_of_few_voices(name: str, tmp_path: Path) -> None:
    fit = floods(name, tmp_path)
    figures, headline = figures_of(fit), headline_of(fit, "flood")
    for draw in (figures.statements, figures.groups, figures.pools, figures.prior_posterior):
        figure = draw("flood")
        assert figure.caption.startswith(f"{headline.short}. ")
    band = str(figures.statements("flood").chart.to_dict(validate=False))
    assert f"{headline.inferred}: " in band
    assert "Median forecaster" not in band
    overview = figures.overview()
    drought = headline_frame(fit).loc["drought", "median"].partition(" ")[0]
    assert overview.caption.startswith(f"{drought} on 1 question with three voices or more. ")
    assert "A flood (inferred, under three voices)" in overview.chart.to_dict(validate=False)["description"]


def test_tables_hold_the_voices_and_say_what_the_rest_is(tmp_path: Path) -> None:
    few, many = floods("two voices", tmp_path / "few"), floods("three voices", tmp_path / "many")
    frame = headline_frame(few)
    assert frame["voices"].to_dict() == {"flood": "ada: 10%; bo: <1%", "drought": "3"}
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
