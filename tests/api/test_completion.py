"""What Tab lists, asked of IPython's completer as JupyterLab asks it: with jedi, and without where jedi is off."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter

import consilience as cs
from consilience.api.fits import FITS
from consilience.api.study_fit import StudyFit
from tests.builders.fits import synthetic_fit, write_study
from tests.builders.named_fits import cruxes, panel

MAKERS: dict[str, Callable[[Path], StudyFit]] = {
    "consensus": lambda folder: synthetic_fit(write_study(folder / "floods")),
    "factors": lambda folder: panel("everything", folder),
    "cruxes": lambda folder: cruxes("two camps", folder),
}
# What one looks for first on a fit of each model, and on its charts.
FIRST = {
    "consensus": ({"charts", "summary", "report", "probability_below", "study"}, {"statements", "prior_posterior"}),
    "factors": ({"charts", "summary", "implied", "products", "required_evidence"}, {"tree", "waterfall", "frontier"}),
    "cruxes": ({"charts", "summary", "disagreement", "value_of_information"}, {"statements", "crux_map"}),
}


@pytest.fixture(scope="module", params=MAKERS)
def model(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def names(model: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What stands in a notebook after a fit of a model."""
    folder = tmp_path_factory.mktemp("forecasts")
    fit = MAKERS[model](folder)
    return {
        "cs": cs,
        "study": fit.study,
        "fit": fit,
        "charts": fit.charts,
        "figure": fit.charts.overview(),
        "comparison": cs.compare(before=fit),
        "diagnostics": fit.diagnostics,
        "check": fit.checks[0],
        "estimate": fit.study.rows[0],
        "question": next(iter(fit.study.questions.values())),
        "network": fit.study.network,
        "problem": cs.Problem("why", "remedy"),
        "outcome": cs.Run("floods", "fitted", folder),
        # One of each kind: what is listed is what its class has.
        **{type(row.value).__name__.lower(): row.value for row in fit.study.rows},
    }


@pytest.fixture(params=[True, False], ids=["jedi", "plain"])
def jedi(request: pytest.FixtureRequest) -> bool:
    return request.param


@pytest.fixture
def listed(jedi: bool, names: dict[str, object]) -> Callable[[str], set[str]]:
    """``listed("fit.")``: the names that Tab offers there."""
    return lambda text: completions(names, text, jedi=jedi)


def completions(names: dict[str, object], text: str, *, jedi: bool) -> set[str]:
    completer = IPCompleter(namespace=names, use_jedi=jedi)
    # Where jedi falls over IPython says nothing, and the list is empty: over what it keeps on disk, which another
    # process may be writing, it falls but once.
    with provisionalcompleter():
        looks = ({found.text.removeprefix(".") for found in completer.completions(text, len(text))} for _ in range(2))
        return next(filter(None, looks), set())


def public(thing: object) -> set[str]:
    if isinstance(thing, ModuleType):
        return set(thing.__all__)
    return {name for name in dir(thing) if not name.startswith("_")}


def test_tab_lists_the_public_names_of_everything(listed, names):
    missing = {name: public(thing) - listed(f"{name}.") for name, thing in names.items()}
    assert not {name: absent for name, absent in missing.items() if absent}


def test_what_one_looks_for_first_is_there(listed, model):
    of_fit, _ = FIRST[model]
    assert {"read_study", "fit", "run", "parse", "compare"} <= listed("cs.")
    assert of_fit <= listed("fit.")
    assert {"with_estimate", "as_of", "estimates", "questions", "coherence", "network"} <= listed("study.")
    assert {"elicit", "elicit_tree"} <= listed("study.")
    assert {"table", "chart", "structures"} <= listed("comparison.")


def test_a_fit_lists_nothing_of_another_model(listed, model):
    of_others = set().union(*(of_fit for other, (of_fit, _) in FIRST.items() if other != model))
    strange = {name for name in of_others if not hasattr(FITS[model], name)} - {"study"}
    assert strange
    assert not strange & listed("fit.")


def test_tab_sees_through_properties(names, model):
    # Without jedi, IPython evaluates no property of anybody's.
    _, of_charts = FIRST[model]
    assert of_charts <= public(names["charts"])
    for text, thing in (
        ("fit.charts.", names["charts"]),
        ("fit.study.", names["study"]),
        ("fit.model.", names["fit"].model),
    ):
        assert public(thing) <= completions(names, text, jedi=True), text


def test_tab_lists_the_same_of_the_classes(jedi):
    for name in ("ConsensusFit", "FactorFit", "CruxFit"):
        assert public(getattr(cs, name)) <= completions({"cs": cs}, f"cs.{name}.", jedi=jedi)
    assert {"with_estimate", "as_of", "standing"} <= completions({"cs": cs}, "cs.Study.", jedi=jedi)


def test_dir_of_the_package_is_its_public_names():
    assert dir(cs) == sorted(cs.__all__)


def test_tab_lists_the_public_names_of_the_package_alone(jedi):
    """No module of it, nothing private, and no name that only a type checker reads."""
    assert completions({"cs": cs}, "cs.", jedi=jedi) == set(cs.__all__)
