"""What the studies that ship lead with: their voices' own numbers, whatever a population inferred from them may say."""

from pathlib import Path

import pytest

from consilience.frames import answers_frame, headline_of
from consilience.models.factors.heard import heard
from consilience.network import network_of
from consilience.report.lead import lead_sentences
from consilience.sampling.fit import Fit
from consilience.study import read_study
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import figures_of, synthetic_fit

FACTOR_STUDIES = ("doom-paths", "power-seeking", "takeover-gates")
FORECASTS = Path(__file__).parents[2] / "forecasts"
# Of each study with a single voice on its outcome what that voice says.
LEADS = {
    "ai-catastrophe": "Paul Christiano says 10–20%",
    "doom-paths": "Paul Christiano says 46%, and their factors imply 46%",
    "power-seeking": "Joe Carlsmith says >10% (2022), and their factors of 2021 imply 5.1%",
    "takeover-gates": "Eli Lifland says 35%",
}


def invented(name: str) -> Fit:
    """A fit whose population says something else than its voices."""
    study = read_study(FORECASTS / name)
    return panel_fit(study, draws=20) if name in FACTOR_STUDIES else synthetic_fit(study, draws=20)


@pytest.mark.parametrize("name", LEADS)
def test_a_lone_voice_is_the_answer(name: str) -> None:
    fit = invented(name)
    outcome = fit.study.outcome
    assert outcome is not None
    headline = headline_of(fit, outcome)
    assert (headline.leads, headline.says) == ("voices", LEADS[name])
    first, second = lead_sentences(fit)[:2]
    assert first.endswith(f": {LEADS[name]}.")
    assert second.startswith(f"Forecasters like {headline.voices[0].name}, inferred from 1 voice: ")
    figures = figures_of(fit)
    pictures = [figures.tree()] if name in FACTOR_STUDIES else [figures.groups(outcome), figures.statements(outcome)]
    for picture in pictures:
        assert headline.short in picture.caption.partition("What-if")[0]


def test_only_who_spoke_of_agi_has_a_part_in_its_answer() -> None:
    study = read_study(FORECASTS / "doom-paths")
    groups = sorted({str(row.group) for row in study.voices})
    spoke = heard(study, network_of(study), "agi_by_2050", groups)
    assert [groups[place] for place in spoke] == ["forecasters and analysts"]


def test_no_mean_stands_where_medians_were_published() -> None:
    told = answers_frame(invented("existential-risks")).query("summary == 'mean'").set_index("question")["value"]
    assert told["extinction_natural_pathogen"].isna().all()
