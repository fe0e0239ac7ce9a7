"""Whatever a study holds: where ``check`` finds no error, ``run`` publishes or its fit fails; else it says why not."""

import datetime as dt
import json
from contextlib import nullcontext
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.api.running import run
from consilience.models.checking import check_study
from tests.api.conftest import Blank
from tests.builders.crux_fits import crux_fit
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import CHECKS, FAILED, synthetic_fit
from tests.examples import examples
from tests.study.conftest import HEADER

BUILDERS = {"consensus": synthetic_fit, "factors": panel_fit, "cruxes": crux_fit}
PEOPLE = ("Ada Quill", "Bo Rask", "Cy Noor")
KINDS = ("", "", "", "survey", "aggregate", "model", "base_rate")
SAID = (
    *("0%", "5%", "50%", "100%", "~1%", "1 in 6", "10-20%", "0-100%", "20-100%", "<1%", ">99%", "12% [5%, 30%]"),
    *("q5=1% q50=5% q95=30%", "n=8 median=5%", "n=8 mean=5%", "n=1 median=0% mean=0%", "12 of 400", "0 of 3", "3"),
    *("n=3 median=1% mean=50%", "likely", "1,5%", ""),
)
RATES = ("0%", "5%", "60% [30%, 85%]", "100%", "3 of 4", "<5%")


@st.composite
def questions(draw):
    """Some plain questions and what hangs on them: conditions, parents, gates, options, quantities, cruxes."""
    plain = [f"q{place}" for place in range(draw(st.integers(1, 3)))]
    tables = {name: {"title": f'"{name}"'} for name in plain}
    if draw(st.booleans()):
        tables[plain[0]]["prior"] = '"10% [0.1%, 90%]"'
    extra = draw(st.lists(st.sampled_from(["given", "parents", "gate", "options", "unit", "cruxes"]), max_size=3))
    for what in dict.fromkeys(extra):
        names = list(tables)
        if what == "given":
            parent, holds = draw(st.sampled_from(names)), draw(st.sampled_from(["true", "false"]))
            tables["g"] = {"given": f"{{ {parent} = {holds} }}"}
        elif what == "parents":
            tables["p"] = {"parents": json.dumps(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2)))}
        elif what == "gate":
            of = json.dumps(draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)))
            rule = draw(st.sampled_from(["all_of", "any_of", "at_least", "not"]))
            value = {"at_least": f"{{ k = 1, of = {of} }}", "not": json.dumps(names[-1])}.get(rule, of)
            tables["t"] = {rule: value}
        elif what == "options":
            tables["o"] = {"options": '["a", "b", "c"]'}
        elif what == "unit":
            tables["u"] = {"unit": '"m"'}
        else:
            tables["x"] = {"cruxes": json.dumps(draw(st.lists(st.sampled_from(names), min_size=1, max_size=2)))}
    return tables


def spellings(tables):
    """How rows may name what is asked, rightly or not."""
    for name, table in tables.items():
        if "options" in table:
            yield from (f"{name}={option}" for option in "abc")
        elif "parents" in table:
            parents = dict.fromkeys(json.loads(table["parents"]))
            for holds in product(("", "not "), repeat=len(parents)):
                state = ", ".join(f"{word}{parent}" for word, parent in zip(holds, parents, strict=True))
                yield f"{name} | {state}"
        elif "cruxes" in table:
            yield name
            yield from (f"{name} | {word}{crux}" for crux in json.loads(table["cruxes"]) for word in ("", "not "))
        else:
            yield name


@st.composite
def studies(draw):
    tables = draw(questions())
    names = list(tables)
    toml = ['title = "t"']
    if draw(st.booleans()):
        toml.append(f'outcome = "{draw(st.sampled_from(names))}"')
    if draw(st.integers(0, 4)) == 0:
        toml.append("include_models = true")
    for name, table in tables.items():
        toml += [f"[question.{name}]", *(f"{key} = {value}" for key, value in table.items())]
    if draw(st.integers(0, 2)) == 0:
        toml += ["[evidence.e]", f'on = "{draw(st.sampled_from(names))}"', "trials = 2"]
        toml.append(f"positives = {draw(st.integers(0, 2))}")
        for rate in ("sensitivity", "false_positive_rate"):
            toml.append(f'{rate} = "{draw(st.sampled_from(RATES))}"')
    asked = list(spellings(tables))
    # Rows that are right by themselves, so that most studies are read; then anything.
    rows = [(about, PEOPLE[0], "20%", "") for about in asked if draw(st.integers(0, 4))]
    rows += draw(
        st.lists(st.tuples(*map(st.sampled_from, (asked, PEOPLE, SAID, KINDS))), max_size=6 * draw(st.integers(0, 1)))
    )
    until = draw(st.sampled_from(["", "", "", "2025-02-01"]))
    body = "".join(f'"{about}",{who},2025-01-15,"{said}",,{kind},{until},s,\n' for about, who, said, kind in rows)
    return "\n".join(toml) + "\n", HEADER + body


@pytest.fixture
def stood_in(monkeypatch, tmp_path):
    """Sampling and pictures stood in for; what a model refuses, encodes and writes is its own."""
    judged = [CHECKS]

    def drawn(model, study, data, compiled, seed, tell):
        fit = BUILDERS[model.name](study)
        return replace(fit._fit if hasattr(fit, "_fit") else fit, checks=judged[0])

    monkeypatch.setattr("consilience.sampling.fitting.compiled", lambda *_: None)
    monkeypatch.setattr("consilience.sampling.fitting.draw_fit", drawn)
    monkeypatch.setattr("consilience.charts.FORMATS", ("svg",))
    monkeypatch.setattr("consilience.api.converters.converters", lambda: nullcontext(Blank()))
    # Its script is none to be kept for the other pages that this process makes.
    monkeypatch.setattr("consilience.charts.drawing.page._MADE", [])
    monkeypatch.chdir(tmp_path)
    return judged


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(studies(), st.booleans())
def test_a_clean_check_means_an_answer_or_failed_diagnostics(stood_in, tmp_path, study, passes):
    stood_in[0] = CHECKS if passes else FAILED
    folder = tmp_path / "forecasts" / "s"
    (folder / "estimates").mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(study[0], "utf-8")
    (folder / "estimates" / "a.csv").write_text(study[1], "utf-8")
    errors = [problem for problem in check_study(folder, today=dt.date.today()) if problem.severity == "error"]
    outcome = run(folder, tmp_path / "results", again=True)
    if errors:
        assert outcome.status == "at_fault"
    else:
        assert outcome.status == ("fitted" if passes else "failed"), outcome.problems


@pytest.mark.slow
def test_thousands_of_voices_are_all_in_the_picture(stood_in, tmp_path):
    """5,000 rows are what Altair draws of a table without being told otherwise."""
    folder = tmp_path / "forecasts" / "crowd"
    (folder / "estimates").mkdir(parents=True)
    (folder / "study.toml").write_text('title = "t"\n[question.flood]\ntitle = "A flood"\n', "utf-8")
    rows = "".join(f"flood,Person {place},2025-01-15,{place % 89 + 1}%,,,,s,\n" for place in range(6000))
    (folder / "estimates" / "a.csv").write_text(HEADER + rows, "utf-8")
    assert check_study(folder) == ()
    outcome = run(folder, tmp_path / "results")
    assert outcome.status == "fitted"
    text = (outcome.results / "report.html").read_text("utf-8")
    assert "6,000 statements" in text


def test_a_script_without_a_font_is_said(stood_in, tmp_path):
    folder = tmp_path / "forecasts" / "tablets"
    (folder / "estimates").mkdir(parents=True)
    (folder / "study.toml").write_text('title = "t"\n[question.flood]\ntitle = "A flood"\n', "utf-8")
    rows = "".join(f"flood,{name},2025-01-15,{p}%,,,,s,\n" for name, p in (("𒀀𒁀", 5), ("Bo", 7), ("Ada", 9)))
    (folder / "estimates" / "a.csv").write_text(HEADER + rows, "utf-8")
    (said,) = run(folder, tmp_path / "results").problems
    assert said.why.startswith("no font here draws Cuneiform (𒀀): its letters are boxes in PNG and PDF")
    assert str(tmp_path / "results" / "tablets") in said.remedy
