"""What can be asked of a fit: each class offers what works on its model, and nothing that does not."""

import inspect
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import consilience as cs
from consilience import frames
from consilience.api.fits import FITS, FactorFit
from consilience.api.study_fit import StudyFit
from consilience.frames import headline_frame
from consilience.frames.other_priors import other_priors_frame
from consilience.frames.predictive_checks import predictive_checks_frame
from consilience.models.cruxes.frames.views import crux_people_frame, disagreement_frame
from consilience.models.factors.frames.coherence import bias_frame, coherence_frame
from consilience.models.factors.frames.credences import implied_frame
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.products import products_frame
from consilience.models.factors.frames.required import required_evidence
from consilience.models.factors.frames.sensitivity import tornado_frame, value_of_information_frame
from consilience.models.factors.frames.together import correlation_frame
from consilience.models.registry import MODELS
from consilience.problems import AskedError
from tests.builders.fits import report_only, synthetic_fit, write_study
from tests.builders.named_fits import cruxes, panel

type Frame = Callable[[Any], pd.DataFrame]

# A call of a method, and the frame that it stands for.
CHECKED: tuple[Frame, Frame] = (lambda fit: fit.predictive_checks(), predictive_checks_frame)
OF_FACTORS: dict[str, tuple[Frame, Frame]] = {
    "predictive checks": CHECKED,
    "implied": (lambda fit: fit.implied(), implied_frame),
    "products": (lambda fit: fit.products(), products_frame),
    "products of another": (lambda fit: fit.products("loss"), lambda fit: products_frame(fit, "loss")),
    "correlations": (lambda fit: fit.correlations(), correlation_frame),
    "coherence": (lambda fit: fit.coherence(), coherence_frame),
    "biases": (lambda fit: fit.biases(), bias_frame),
    "evidence": (lambda fit: fit.evidence(), evidence_frame),
    "evidence on another": (lambda fit: fit.evidence("harm"), lambda fit: evidence_frame(fit, "harm")),
    "sensitivity": (lambda fit: fit.sensitivity(), tornado_frame),
    "sensitivity of another": (lambda fit: fit.sensitivity("loss"), lambda fit: tornado_frame(fit, "loss")),
    "value of information": (lambda fit: fit.value_of_information(), value_of_information_frame),
    "value of information on another": (
        lambda fit: fit.value_of_information("loss", base=2),
        lambda fit: value_of_information_frame(fit, "loss", 2),
    ),
    "required evidence": (
        lambda fit: fit.required_evidence("flood", "5%", 0.8).frontier,
        lambda fit: required_evidence(fit, "flood", "5%", 0.8).frontier,
    ),
}
OF_CRUXES: dict[str, tuple[Frame, Frame]] = {
    "value of information": (lambda fit: fit.value_of_information(), crux_people_frame),
    "value of information in bits": (
        lambda fit: fit.value_of_information(base=2),
        lambda fit: crux_people_frame(fit, 2),
    ),
    "disagreement": (lambda fit: fit.disagreement(), disagreement_frame),
    "disagreement in bits": (
        lambda fit: fit.disagreement(base=2),
        lambda fit: disagreement_frame(fit, base=2),
    ),
}
OF_CONSENSUS: dict[str, tuple[Frame, Frame]] = {
    "other priors": (lambda fit: fit.other_priors(), lambda fit: other_priors_frame(fit, "flood")),
    "other priors of another": (
        lambda fit: fit.other_priors("drought"),
        lambda fit: other_priors_frame(fit, "drought"),
    ),
    "predictive checks": CHECKED,
}
OF_ALL: dict[str, tuple[Frame, Frame]] = {"summary": (lambda fit: fit.summary(full=True), frames.answers_frame)}
CLASSES: dict[str, type[StudyFit]] = {"floods": cs.ConsensusFit, "town": cs.FactorFit, "famine": cs.CruxFit}
# What a method must be told beside what it knows itself.
ARGUMENTS: dict[str, Callable[[StudyFit, Path], dict[str, object]]] = {
    "probability_below": lambda fit, _: {"question": fit.study.outcome, "threshold": 0.1},
    "distribution": lambda fit, _: {"question": _led_by_a_population(fit)},
    "report": lambda _, folder: {"path": folder / "report.html"},
    "export": lambda _, folder: {"folder": folder / "paper"},
}


def _led_by_a_population(fit: StudyFit) -> str:
    frame = headline_frame(fit)
    return str(frame.index[frame["leads"] == "population"][0])


@pytest.fixture(autouse=True)
def few_points(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consilience.models.factors.frames.sensitivity._SAMPLES", 32)


@pytest.fixture(scope="module")
def fits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StudyFit]:
    folder = tmp_path_factory.mktemp("forecasts")
    return {
        "floods": synthetic_fit(write_study(folder / "floods")),
        "town": panel("everything", folder),
        "famine": cruxes("two camps", folder),
    }


def methods(kind: type) -> set[str]:
    """Names of the public methods of a class."""
    found = {
        name
        for name, member in inspect.getmembers_static(kind)
        if name[0] != "_" and inspect.isroutine(member) and not isinstance(member, cached_property)
    }
    # They may sample: held by the tests of updating.
    return found - {"update", "history"}


@pytest.mark.parametrize("name", CLASSES)
def test_a_fit_is_of_the_class_of_its_model(fits: dict[str, StudyFit], name: str) -> None:
    assert type(fits[name]) is CLASSES[name]


def test_every_model_has_a_class() -> None:
    assert {model.name for model in MODELS} == FITS.keys()
    assert set(FITS.values()) == set(CLASSES.values())


@pytest.mark.parametrize(
    ("name", "method"), [(name, at) for name, kind in CLASSES.items() for at in sorted(methods(kind))]
)
def test_whatever_a_class_offers_works_on_its_fits(
    fits: dict[str, StudyFit], name: str, method: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_only(monkeypatch, "overview")
    fit = fits[name]
    call = getattr(fit, method)
    arguments = ARGUMENTS[method](fit, tmp_path) if method in ARGUMENTS else {}
    assert call(**arguments) is not None
    assert inspect.getdoc(call)


@pytest.mark.parametrize("name", CLASSES)
def test_every_chart_that_a_class_offers_is_drawn(fits: dict[str, StudyFit], name: str) -> None:
    charts = fits[name].charts
    drawn = methods(type(charts)) - {"all", "own", "of_question", "of_any_question", "moved", "with_options"}
    # Drawn when asked for, not listed: what moved, of a fit that follows none; ranks, which tell nothing of few people.
    assert drawn - set(charts.kinds) == ({"predictive"} if name == "town" else set())
    for kind in drawn:
        assert getattr(charts, kind)().question in (None, *charts.answers["question"])


def test_each_method_is_held_to_a_frame_or_to_what_it_writes() -> None:
    calls = {"town": OF_FACTORS, "famine": OF_CRUXES, "floods": OF_CONSENSUS}
    for name, kind in CLASSES.items():
        named = {call.__code__.co_names[0] for call, _ in (calls[name] | OF_ALL).values()}
        assert named | {
            "probability_below",
            "distribution",
            "report",
            "export",
            "predict",
            "loo",
            "prior_sensitivity",
            "other_priors",
            "wait",
            "what_if",
        } == methods(kind), name


@pytest.mark.parametrize("name", OF_FACTORS)
def test_a_method_of_factors_gives_its_frame(fits: dict[str, StudyFit], name: str) -> None:
    call, frame = OF_FACTORS[name]
    found = call(fits["town"])
    assert len(found) > 0
    assert_frame_equal(found, frame(fits["town"]))


@pytest.mark.parametrize("name", OF_CONSENSUS)
def test_a_method_of_the_consensus_gives_its_frame(fits: dict[str, StudyFit], name: str) -> None:
    call, frame = OF_CONSENSUS[name]
    found = call(fits["floods"])
    assert len(found) > 0
    assert_frame_equal(found, frame(fits["floods"]))


@pytest.mark.parametrize("name", OF_CRUXES)
def test_a_method_of_cruxes_gives_its_frame(fits: dict[str, StudyFit], name: str) -> None:
    call, frame = OF_CRUXES[name]
    found = call(fits["famine"])
    assert len(found) > 0
    assert_frame_equal(found, frame(fits["famine"]))


@pytest.mark.parametrize("name", CLASSES)
def test_the_summary_of_every_fit_is_the_frame_of_its_answers(fits: dict[str, StudyFit], name: str) -> None:
    assert_frame_equal(fits[name].summary(full=True), frames.answers_frame(fits[name]))


@pytest.mark.parametrize("name", CLASSES)
def test_a_fit_has_no_method_of_another_model(fits: dict[str, StudyFit], name: str) -> None:
    everywhere = set().union(*map(methods, CLASSES.values()))
    strange = everywhere - methods(CLASSES[name])
    assert strange
    for method in strange:
        with pytest.raises(AttributeError, match=method):
            getattr(fits[name], method)
    assert not strange & set(dir(fits[name]))


def test_a_test_in_question_is_told_to_the_search(fits: dict[str, StudyFit]) -> None:
    for test in ({"sensitivity": "60%"}, {"trials": 3, "common_failure": "10%"}):
        assert str(fits["town"].required_evidence(**test)) == str(required_evidence(fits["town"], **test))


def test_a_frame_may_be_changed_by_who_asked_for_it(fits: dict[str, StudyFit]) -> None:
    first = fits["town"].implied()
    first["label"] = "changed"
    assert "changed" not in set(fits["town"].implied()["label"])


def test_a_report_of_factors_is_written(
    fits: dict[str, StudyFit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report_only(monkeypatch, "tree")
    page = fits["town"].report(tmp_path / "new" / "report.html").read_text("utf-8")
    assert "What each forecaster&#39;s factors imply" in page


def test_the_risk_lies_below_what_nearly_all_draws_lie_below(fits: dict[str, StudyFit]) -> None:
    for fit in fits.values():
        outcome = str(fit.study.outcome)
        (row,) = (
            fit.summary(full=True).query("question == @outcome and group == 'all' and summary == 'median'").itertuples()
        )
        # Half of a 90% interval's tails, give or take how draws of a quantile are counted.
        assert fit.probability_below(outcome, row.high) == pytest.approx(0.95, abs=0.02)
        assert fit.probability_below(outcome, row.value) == pytest.approx(0.5, abs=0.02)


def test_after_the_evidence_the_risk_lies_elsewhere(fits: dict[str, StudyFit]) -> None:
    town = fits["town"]
    assert isinstance(town, FactorFit)
    last = town.evidence().query("question == 'flood' and group == 'all'").iloc[-1]
    low, high = last["low"], last["high"]
    assert town.probability_below("flood", high, after_evidence=True) == pytest.approx(0.95, abs=0.02)
    assert town.probability_below("flood", low, after_evidence=True) == pytest.approx(0.05, abs=0.02)


def test_what_cruxes_do_not_have_is_said_in_one_line(fits: dict[str, StudyFit]) -> None:
    with pytest.raises(AskedError, match=r"^error: a study of cruxes has no predictive_checks: [^\n]*$"):
        fits["famine"].predictive_checks()
    assert not hasattr(fits["famine"], "predictive_checks")
    assert not hasattr(fits["famine"], "predictive_check")
    assert "predictive_checks" not in dir(fits["famine"])
