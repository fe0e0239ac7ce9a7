"""What Tab lists, asked of IPython's completer as JupyterLab asks it: with jedi, and without where jedi is off."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter

import consilience as cs
from tests.builders.fits import synthetic_fit, write_study


@pytest.fixture
def names(tmp_path: Path) -> dict[str, object]:
    """What stands in a notebook after a fit."""
    study = cs.read_study(write_study(tmp_path / "floods"))
    fit = synthetic_fit(study)
    return {
        "cs": cs,
        "study": study,
        "fit": fit,
        "charts": fit.charts,
        "figure": fit.charts.overview(),
        "check": fit.checks[0],
        "estimate": study.rows[0],
        "question": study.question("flood"),
        "network": cs.network_of(study),
        "problem": cs.Problem("why", "remedy"),
        "outcome": cs.Run("floods", "fitted", tmp_path),
        **{f"value{place}": row.value for place, row in enumerate(study.rows)},
    }


@pytest.fixture(params=[True, False], ids=["jedi", "plain"])
def listed(request: pytest.FixtureRequest, names: dict[str, object]) -> Callable[[str], set[str]]:
    """``listed("fit.")``: the names that Tab offers there."""
    completer = IPCompleter(namespace=names, use_jedi=request.param)

    def ask(text: str) -> set[str]:
        # Where jedi falls over IPython says nothing, and the list is empty.
        with provisionalcompleter():
            return {found.text.removeprefix(".") for found in completer.completions(text, len(text))}

    return ask


def public(thing: object) -> set[str]:
    if isinstance(thing, ModuleType):
        return set(thing.__all__)
    return {name for name in dir(thing) if not name.startswith("_")}


def test_tab_lists_the_public_names_of_everything(listed, names):
    missing = {name: public(thing) - listed(f"{name}.") for name, thing in names.items()}
    assert not {name: absent for name, absent in missing.items() if absent}


def test_what_one_looks_for_first_is_there(listed):
    assert {"read_study", "fit", "run", "parse"} <= listed("cs.")
    assert {"charts", "summary", "report", "probability_below", "model", "study"} <= listed("fit.")
    assert {"adding", "estimates", "questions"} <= listed("study.")


def test_tab_sees_through_properties(names):
    # Without jedi, IPython evaluates no property of anybody's.
    completer = IPCompleter(namespace=names, use_jedi=True)
    for text, thing in (("fit.charts.", names["charts"]), ("fit.study.", names["study"]), ("fit.model.", "consensus")):
        with provisionalcompleter():
            found = {found.text for found in completer.completions(text, len(text))}
        assert public(thing) <= found, text


def test_tab_lists_the_same_of_the_classes(listed):
    assert {"summary", "charts", "report"} <= listed("cs.Fit.")
    assert {"adding", "standing"} <= listed("cs.Study.")
