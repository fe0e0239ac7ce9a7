"""The friendly methods of fits of factors and cruxes: each gives the frame that it is named after."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from consilience.api.factor_methods import METHODS
from pandas.testing import assert_frame_equal

import consilience as cs
from consilience import frames as summaries
from tests.builders.fits import synthetic_fit, write_study
from tests.builders.named_fits import cruxes, panel

type Frame = Callable[[cs.Fit], pd.DataFrame]

# A call of a method, and the frame that it stands for.
OF_PANELS: dict[str, tuple[Frame, Frame]] = {
    "implied": (lambda fit: fit.implied(), summaries.implied_frame),
    "products": (lambda fit: fit.products(), summaries.products_frame),
    "products of another": (lambda fit: fit.products("loss"), lambda fit: summaries.products_frame(fit, "loss")),
    "coherence": (lambda fit: fit.coherence(), summaries.coherence_frame),
    "biases": (lambda fit: fit.biases(), summaries.bias_frame),
    "evidence": (lambda fit: fit.evidence(), summaries.evidence_frame),
    "evidence on another": (lambda fit: fit.evidence("harm"), lambda fit: summaries.evidence_frame(fit, "harm")),
    "sensitivity": (lambda fit: fit.sensitivity(), summaries.tornado_frame),
    "sensitivity of another": (lambda fit: fit.sensitivity("loss"), lambda fit: summaries.tornado_frame(fit, "loss")),
    "value of information": (lambda fit: fit.value_of_information(), summaries.value_of_information_frame),
    "value of information on another": (
        lambda fit: fit.value_of_information("loss", base=2),
        lambda fit: summaries.value_of_information_frame(fit, "loss", 2),
    ),
}
OF_CRUXES: dict[str, tuple[Frame, Frame]] = {
    "value of information": (lambda fit: fit.value_of_information(), summaries.crux_people_frame),
    "value of information in bits": (
        lambda fit: fit.value_of_information(base=2),
        lambda fit: summaries.crux_people_frame(fit, 2),
    ),
    "disagreement": (lambda fit: fit.disagreement(), summaries.disagreement_frame),
    "disagreement in bits": (
        lambda fit: fit.disagreement(base=2),
        lambda fit: summaries.disagreement_frame(fit, base=2),
    ),
    "coherence": (lambda fit: fit.coherence(), summaries.coherence_frame),
}
# What a fit of single questions has none of, and what it says then.
REFUSED: dict[str, Frame] = {
    name: call for name, (call, _) in OF_PANELS.items() if name not in ("coherence", "products")
} | {"disagreement": OF_CRUXES["disagreement"][0]}


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consilience.models.factors.frames.sensitivity._SAMPLES", 32)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> cs.Fit:
    return panel("everything", tmp_path_factory.mktemp("forecasts"))


@pytest.fixture(scope="module")
def famine(tmp_path_factory: pytest.TempPathFactory) -> cs.Fit:
    return cruxes("two camps", tmp_path_factory.mktemp("forecasts"))


@pytest.fixture(scope="module")
def floods(tmp_path_factory: pytest.TempPathFactory) -> cs.Fit:
    return synthetic_fit(write_study(tmp_path_factory.mktemp("forecasts") / "floods"))


def test_every_method_is_bound_under_its_name_and_told_of() -> None:
    for method in METHODS:
        assert getattr(cs.Fit, method.__name__) is method
        assert method.__doc__.strip()
    named = {call.__code__.co_names[0] for calls in (OF_PANELS, OF_CRUXES) for call, _ in calls.values()}
    assert named == {method.__name__ for method in METHODS}


@pytest.mark.parametrize("name", OF_PANELS)
def test_a_method_of_a_panel_gives_its_frame(town: cs.Fit, name: str) -> None:
    call, frame = OF_PANELS[name]
    found = call(town)
    assert len(found) > 0
    assert_frame_equal(found, frame(town))


@pytest.mark.parametrize("name", OF_CRUXES)
def test_a_method_of_cruxes_gives_its_frame(famine: cs.Fit, name: str) -> None:
    call, frame = OF_CRUXES[name]
    assert_frame_equal(call(famine), frame(famine))


@pytest.mark.parametrize("name", REFUSED)
def test_a_fit_of_single_questions_says_what_it_lacks(floods: cs.Fit, name: str) -> None:
    with pytest.raises(ValueError, match="To mend it: "):
        REFUSED[name](floods)


def test_a_frame_may_be_changed_by_who_asked_for_it(town: cs.Fit) -> None:
    first = town.implied()
    first["label"] = "changed"
    assert "changed" not in set(town.implied()["label"])


def test_a_report_of_factors_is_written(town: cs.Fit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(StudyFigures, "all", lambda figures: [figures.tree()])
    page = town.report(tmp_path / "new" / "report.html").read_text("utf-8")
    assert "What each forecaster&#39;s factors imply" in page
