"""What can be asked of a study before any model: every method works on a study of every model."""

import datetime as dt
import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import consilience as cs
from consilience.frames import contradictions_frame, overview
from consilience.models.cruxes.frames.views import stated_cruxes
from consilience.models.factors.frames.options import options_frame
from consilience.models.factors.frames.stated import stated_coherence
from consilience.network import network_of
from consilience.study import read_study as read_plain
from tests.builders.crux_fits import write_crux_study
from tests.builders.factor_fits import write_panel_study
from tests.builders.fits import TOML, write_study

OPTIONS = '\n[question.first]\ntitle = "Who is first"\noptions = ["lab", "state"]\n'
OF_OPTIONS = "first=lab,ada,2025-01-15,60%,,,s,\nfirst=state,ada,2025-01-15,50%,,,s,\n"
MAKERS: dict[str, Callable[[Path], Path]] = {
    "questions": lambda folder: write_study(folder / "floods"),
    "factors": lambda folder: write_panel_study(folder / "town"),
    "cruxes": lambda folder: write_crux_study(folder / "famine"),
    "options": lambda folder: write_study(
        folder / "race", TOML.replace('outcome = "flood"\n', "") + OPTIONS, OF_OPTIONS
    ),
}
# A method, and the frame that it stands for.
FRAMES: dict[str, tuple[Callable[[Any], pd.DataFrame], Callable[[Any], pd.DataFrame]]] = {
    "coherence": (lambda study: study.coherence(), stated_coherence),
    "cruxes": (lambda study: study.cruxes(), stated_cruxes),
    "cruxes in bits": (lambda study: study.cruxes(2), lambda study: stated_cruxes(study, 2)),
    "contradictions": (lambda study: study.contradictions(), contradictions_frame),
    "options": (lambda study: study.options(), options_frame),
    "said": (lambda study: study.said(), overview.questions_overview),
    "speakers": (lambda study: study.speakers(), overview.speakers_overview),
    "missing": (lambda study: study.missing(), overview.missing_overview),
    "groups": (lambda study: study.groups(), overview.groups_overview),
    "sources": (lambda study: study.sources(), overview.sources_overview),
    "options in shares": (lambda study: study.options(normalised=True), lambda study: options_frame(study, True)),
}
# Where each has something to tell.
FULL = {("coherence", "factors"), ("cruxes", "cruxes"), ("cruxes in bits", "cruxes")}
FULL |= {("options", "options"), ("options in shares", "options")}


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return {name: make(tmp_path_factory.mktemp("forecasts")) for name, make in MAKERS.items()}


@pytest.fixture(scope="module")
def studies(paths: dict[str, Path]) -> dict[str, cs.Study]:
    return {name: cs.read_study(path) for name, path in paths.items()}


# Value of information is of cruxes, and says so elsewhere.
CALLS = [(method, name) for method in FRAMES for name in MAKERS if "cruxes" not in method or name == "cruxes"]


@pytest.mark.parametrize(("method", "name"), CALLS)
def test_a_method_gives_its_frame_on_every_study(studies: dict[str, cs.Study], method: str, name: str) -> None:
    call, frame = FRAMES[method]
    found = call(studies[name])
    assert_frame_equal(found, frame(studies[name]))
    if (method, name) in FULL:
        assert len(found) > 0


@pytest.mark.parametrize("name", sorted(MAKERS.keys() - {"cruxes"}))
def test_a_study_without_cruxes_says_what_it_lacks(studies: dict[str, cs.Study], name: str) -> None:
    with pytest.raises(ValueError, match=r"has cruxes\. To mend it: declare cruxes"):
        studies[name].cruxes()


def test_every_method_is_held_to_something() -> None:
    # Those of a plain study have their tests with the study, and widgets with the notebook.
    own = {name for name, member in vars(cs.Study).items() if name[0] != "_" and inspect.isroutine(member)}
    assert {call.__code__.co_names[0] for call, _ in FRAMES.values()} == own - {"network", "elicit", "elicit_tree"}


@pytest.mark.parametrize("name", MAKERS)
def test_it_says_what_the_plain_study_says(studies: dict[str, cs.Study], paths: dict[str, Path], name: str) -> None:
    plain = read_plain(paths[name])
    for field in ("name", "title", "rows", "questions", "outcome", "warnings", "evidence"):
        assert getattr(studies[name], field) == getattr(plain, field)
    assert_frame_equal(studies[name].estimates, plain.estimates)


@pytest.mark.parametrize("name", MAKERS)
def test_the_network_is_that_of_its_events_and_is_made_once(studies: dict[str, cs.Study], name: str) -> None:
    study = studies[name]
    assert study.network.events == network_of(study).events
    assert study.network is study.network


def test_what_is_made_of_a_study_has_its_methods(studies: dict[str, cs.Study]) -> None:
    study = studies["factors"]
    for other in (
        study.as_of(dt.date(2025, 2, 1)),
        study.with_estimate("storm", "me", "20%"),
        replace(study, evidence={}),
    ):
        assert type(other) is cs.Study
        assert len(other.coherence()) > 0


def test_the_network_of_a_changed_study_is_its_own(studies: dict[str, cs.Study]) -> None:
    study = studies["factors"]
    assert study.network
    fewer = replace(study, questions={"storm": study.question("storm")}, rows=(), evidence={}, outcome=None)
    assert list(fewer.network.events) == ["storm"]


def test_the_day_is_the_one_that_was_asked_for(paths: dict[str, Path]) -> None:
    assert cs.read_study(paths["questions"], today=dt.date(2025, 3, 1)).day == dt.date(2025, 3, 1)


def test_a_missing_folder_is_a_problem_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(cs.StudyError, match="no such study folder"):
        cs.read_study(tmp_path / "nowhere")
