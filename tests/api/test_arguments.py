"""Wrong kinds of arguments: whatever of the public names is given one says so in our own lines, before any work."""

import inspect
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import consilience as cs
from consilience.api.study_fit import StudyFit
from consilience.exporters import FORMATS
from consilience.models.registry import model_of
from consilience.problems import AskedError, ConsilienceError, UnwritableError, WrongValueError
from tests.builders.fits import synthetic_fit, write_study
from tests.builders.named_fits import cruxes, panel

# Told by what they are, and by mypy: what a run calls back, options of charts (tests of these), and words of rows.
LEFT = {"self", "columns", "progress", "answered", "width", "font_size", "theme", "language", "estimates"}


class Nothing:
    """Of no kind that anything takes."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("forecasts")
    floods = synthetic_fit(write_study(folder / "floods"))
    town, famine = panel("everything", folder), cruxes("two camps", folder)
    charts = {f"{name}.charts": fit.charts for name, fit in (("floods", floods), ("town", town), ("famine", famine))}
    return {
        "cs": cs,
        "study": cs.read_study(folder / "floods"),
        "floods": floods,
        "town": town,
        "famine": famine,
        **charts,
        "exports": floods.exports,
        "figure": floods.charts.overview(),
        "comparison": cs.compare(a=floods, b=floods),
        "folder": folder,
    }


def functions(of: object, name: str) -> Iterator[str]:
    """Names of what can be called of it."""
    if name == "cs":
        yield from (each for each in cs.__all__ if inspect.isfunction(getattr(cs, each)) and each != "compare")
        return
    if name == "exports":
        yield from FORMATS
        return
    for each, member in inspect.getmembers_static(type(of)):
        if each[0] != "_" and inspect.isfunction(member):
            yield each


@pytest.mark.parametrize(
    "name",
    [
        "cs", "study", "floods", "town", "famine", "floods.charts", "town.charts", "famine.charts", "exports", "figure",
        "comparison",
    ],
)  # fmt: skip
def test_every_argument_of_every_public_name_refuses_what_is_of_no_kind(made: dict[str, Any], name: str) -> None:
    tried = 0
    for each in functions(made[name], name):
        call = getattr(made[name], each)
        for parameter in inspect.signature(call).parameters.values():
            if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL) or parameter.name in LEFT:
                continue
            if parameter.annotation in ("Width | float", "End") or parameter.default is ...:
                continue
            if each == "of_question" or (name.endswith("charts") and parameter.kind is parameter.KEYWORD_ONLY):
                continue
            others = {
                other.name: None
                for other in inspect.signature(call).parameters.values()
                if other.default is other.empty
                and other.name != parameter.name
                and other.kind not in (other.VAR_KEYWORD, other.VAR_POSITIONAL)
            }
            with pytest.raises(AskedError, match="To mend it: ") as refused:
                call(**valid(made, others, each), **{parameter.name: Nothing()})
            assert parameter.name in str(refused.value), f"{name}.{each}"
            tried += 1
    assert tried or name == "famine.charts"


def valid(made: dict[str, Any], names: dict[str, None], call: str) -> dict[str, Any]:
    """What else has to be given."""
    known = {
        "question": "flood", "forecaster": "Ada", "estimate": "5%", "text": "5%", "value": cs.parse("5%"),
        "format": "csv", "file": "answers.csv", "threshold": 0.1, "method": "linear", "name": "new",
        "row": made["study"].voices[0], "study": made["folder"] / "floods", "results": made["folder"] / "none",
        "day": "2025-01-01", "parent": made["folder"], "figures": [made["figure"]], "path": made["folder"],
        "estimates": [0.1],
    }  # fmt: skip
    if call == "update":
        known["study"] = made["study"]
    return {name: known.get(name, made["folder"] / "floods") for name in names}


# Called with this, the words that must stand in the message: what was said, and what would be right.
CASES: dict[str, tuple[Callable[[dict[str, Any]], object], tuple[str, ...]]] = {
    "a number as an estimate": (lambda made: cs.parse(0.5), ("text takes text", "text=0.5", 'text="5%"')),
    "nothing as an estimate": (lambda made: cs.parse(None), ("text=None",)),
    "text for what was parsed": (lambda made: cs.describe("5%"), ("value='5%'", 'value=cs.parse("5%")')),
    "text for a value": (lambda made: cs.canonical("5%"), ("value='5%'",)),
    "no day": (lambda made: made["study"].as_of("tomorrow"), ("day='tomorrow'", 'day="2025-01-31"')),
    "a number for a day": (lambda made: made["study"].as_of(2024), ("day=2024",)),
    "a run as of no day": (lambda made: cs.run(made["study"].path, as_of="tomorrow"), ("as_of='tomorrow'",)),
    "text for a number of draws": (lambda made: made["floods"].predict("qq"), ("draws='qq'", "draws=2")),
    "no draws": (lambda made: made["floods"].predict(0), ("draws=0", "a whole number from 1")),
    "half a seed": (lambda made: made["floods"].predict(9, seed=0.5), ("seed=0.5",)),
    "a scale below 0": (lambda made: cs.ConsensusPriors(group_scale=-1), ("group_scale=-1", "two numbers")),
    "a spread of 0": (lambda made: cs.ConsensusPriors(location=(0, 0)), ("location=(0, 0)", "above 0")),
    "words for a scale": (lambda made: cs.ConsensusPriors(group_scale="big"), ("group_scale='big'",)),
    "an infinite scale": (lambda made: cs.FactorPriors(slope=math.inf), ("slope=inf", "slope=1")),
    "a correlation of 3": (lambda made: cs.FactorPriors(median_correlation=3), ("median_correlation=3",)),
    "NaN as a prior": (lambda made: cs.CruxPriors(view_nu=math.nan), ("view_nu=nan", "view_nu=8")),
    "other priors' class": (lambda made: cs.fit(made["study"], priors=(0, 1)), ("priors=(0, 1)",)),
    "priors of another model": (
        lambda made: cs.fit(made["study"], priors=cs.FactorPriors()),
        ("ConsensusPriors, not FactorPriors", "write ConsensusPriors"),
    ),
    "no study": (lambda made: cs.fit(3), ("study=3", "cs.read_study")),
    "an empty path": (lambda made: cs.read_study(""), ("path=''",)),
    "a misspelt question": (lambda made: made["floods"].distribution("flod"), ("'flod'", "write 'flood'")),
    "a question of no charts": (lambda made: made["floods"].charts.statements("flod"), ("'flod'", "write 'flood'")),
    "a number for a question": (lambda made: made["floods"].charts.groups(3), ("question=3",)),
    "a misspelt outcome": (lambda made: made["town"].charts.tree("flod"), ("'flod'", "flood")),
    "a waterfall to nothing": (lambda made: made["town"].charts.waterfall("flod"), ("'flod'", "flood")),
    "a burden of nothing": (lambda made: made["town"].charts.frontier("flod"), ("'flod'", "flood")),
    "products of nothing": (lambda made: made["town"].products("flod"), ("'flod'", "flood")),
    "evidence for no chance": (
        lambda made: made["town"].required_evidence("flood", "5%", sensitivity=1.5),
        ("sensitivity=1.5", "a probability"),
    ),
    "a threshold above 1": (lambda made: made["floods"].probability_below("flood", 5), ("threshold=5",)),
    "a misspelt chart": (lambda made: made["floods"].charts.statement, ("'statement'", "write 'statements'")),
    "a list for a theme": (lambda made: made["floods"].charts.groups(theme=[]), ("theme", "print")),
    "a misspelt format": (lambda made: cs.export(made["study"].path, "cvs", "a"), ("'cvs'", "write 'csv'")),
    "one format for several": (lambda made: made["figure"].save("charts", "svg"), ("formats='svg'", '["svg", "png"]')),
    "a base of 1": (lambda made: made["famine"].disagreement(1), ("base=1", "above 1")),
    "no list of charts": (lambda made: cs.figure(made["figure"]), ("a list of charts",)),
    "a number to pool": (lambda made: cs.pool(0.3), ("0.3", "[0.1, 0.2]")),
    "a misspelt pool": (lambda made: cs.pool([0.1], "liner"), ("'liner'", "write 'linear'")),
    "a clip of text": (lambda made: cs.pool([0.1], clip="1%"), ("clip='1%'",)),
    "no estimates to update by": (lambda made: made["floods"].update("flood"), ("study='flood'",)),
    "rows of another kind": (lambda made: made["floods"].update([1, 2]), ("study=[1, 2]",)),
    "an estimate of text alone": (
        lambda made: cs.Estimate("flood", "Ada", None, "5%", "5%"),
        ("value='5%'", 'value=cs.parse("5%")'),
    ),
    "an estimate of no kind": (
        lambda made: cs.Estimate("flood", "Ada", None, "5%", cs.parse("5%"), kind="poll"),
        ("kind='poll'", "survey"),
    ),
    "a question without a name": (lambda made: cs.Question(3, "A flood"), ("name=3",)),
    "a gate of no kind": (lambda made: cs.Question("q", "Q", gate="some_of"), ("gate='some_of'", "any_of")),
    "nothing to compare": (lambda made: cs.Comparison({}), ("fits={}",)),
    "weights of text": (lambda made: made["comparison"].structures(weights={"a": "1"}), ("weights",)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_was_said_and_what_would_be_right_is_told(made: dict[str, Any], case: str) -> None:
    call, words = CASES[case]
    with pytest.raises(ConsilienceError) as refused:
        call(made)
    lines = str(refused.value).splitlines()
    assert ". To mend it: " in lines[0]
    assert len(lines) <= 3
    assert all(word in str(refused.value) for word in words), str(refused.value)


@pytest.mark.parametrize(
    "call",
    [
        lambda made, to: made["floods"].export(to / "paper"),
        lambda made, to: made["floods"].report(to / "report.html"),
        lambda made, to: made["floods"].exports.csv(to / "answers.csv"),
        lambda made, to: made["figure"].save(to / "charts", ["vl.json"]),
        lambda made, to: cs.new_study(to, "new"),
        lambda made, to: cs.run(made["study"].path, to / "results"),
    ],
)
def test_what_cannot_be_written_is_told_so(
    made: dict[str, Any], tmp_path: Path, call: Callable[[dict[str, Any], Path], object]
) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(UnwritableError, match=r"Nothing was changed\. To mend it: ") as refused:
        call(made, tmp_path / "file")
    assert isinstance(refused.value, OSError)
    assert refused.value.errno
    assert "file" in str(refused.value).partition(" error: ")[0]


def test_numbers_days_and_flags_of_other_libraries_are_taken(made: dict[str, Any]) -> None:
    import pandas as pd

    floods: StudyFit = made["floods"]
    assert len(floods.predict(np.int64(3), seed=np.int64(1))) == 3
    assert len(floods.summary(full=np.bool_(True))) > 2
    assert floods.probability_below("flood", np.float64(0.5)) == floods.probability_below("flood", "50%")
    day = pd.Timestamp("2025-01-16 12:00")
    assert made["study"].as_of(day).day == made["study"].as_of("2025-01-16").day


def test_what_is_by_default_may_be_said(made: dict[str, Any]) -> None:
    assert made["floods"].charts.groups(None).question == made["floods"].charts.groups().question
    assert cs.parse("5%", unit=None, grid=None, lexicon=None) == cs.parse("5%")


def test_names_that_there_are_not_stay_pythons_own(made: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="seeed"):
        made["floods"].predict(9, seeed=1)
    with pytest.raises(AttributeError, match="predikt"):
        made["floods"].predikt()


def test_a_wrong_value_is_a_value_error() -> None:
    assert issubclass(WrongValueError, ValueError)


def test_formats_may_come_one_after_another(made: dict[str, Any], tmp_path: Path) -> None:
    written = made["figure"].save(tmp_path, iter(["vl.json", "svg"]))
    assert [file.name.partition(".")[2] for file in written] == ["vl.json", "svg"]
    with pytest.raises(ConsilienceError, match="no chart format is called 5"):
        made["figure"].save(tmp_path, iter([5]))


def test_a_file_that_cannot_be_written_is_named_as_it_was_asked_for(made: dict[str, Any]) -> None:
    with pytest.raises(UnwritableError, match=r"^/proc/answers\.csv: error: "):
        made["floods"].exports.csv("/proc/answers.csv")


def test_priors_of_another_model_are_refused_with_those_that_would_do(made: dict[str, Any]) -> None:
    with pytest.raises(WrongValueError, match=r"takes ConsensusPriors, not FactorPriors\. To mend it: write Consensus"):
        model_of(made["floods"]).with_priors(cs.FactorPriors())
