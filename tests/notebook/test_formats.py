"""What IPython's formatters make of plain data once the package is imported in a kernel."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import get_args

import pytest
from IPython.core.formatters import DisplayFormatter

import consilience as cs
from consilience.api.study_fit import StudyFit
from consilience.notation import Value
from consilience.notebook import formats
from consilience.notebook.charts import PICTURE, VEGA
from tests.builders.fits import bare_fit, made_once, synthetic_fit, write_study
from tests.builders.hostile import MARKUP
from tests.builders.named_fits import cruxes, panel
from tests.notebook.test_displays import ALLOWED, Page, Show

SAID = ("10%", "10-20%", "12% [5%, 30%]", "<1%", "q5=1% q95=30%", "n=88 median=2%", "12 of 400")


@pytest.mark.parametrize("form", get_args(Value), ids=lambda form: form.__name__)
def test_every_form_of_the_notation_is_registered(form: type, formatter: DisplayFormatter) -> None:
    assert formatter.formatters["text/html"].lookup_by_type(form)


@pytest.mark.parametrize("said", SAID)
def test_a_value_is_shown_as_a_table(said: str, show: Show) -> None:
    assert Page(show(cs.parse(said))["text/html"]).rows[0][0] == cs.canonical(cs.parse(said))


def test_an_estimate_is_shown_as_a_table_with_its_texts_escaped(fit: StudyFit, show: Show) -> None:
    page = Page(show(fit.study.rows[0])["text/html"])
    assert page.tags <= ALLOWED
    assert [row[0] for row in page.rows][:3] == ["Forecaster", "Question", "Said"]


def test_where_no_html_is_shown_statements_and_questions_are_a_line_each(tmp_path: Path, show: Show) -> None:
    rows = "".join(f"flood,f{number},2025-01-15,{number + 1}%,,,s,\n" for number in range(45))
    study = cs.read_study(write_study(tmp_path / "floods", rows=rows))
    lines = show(study.voices)["text/plain"].splitlines()
    assert len(lines) == 1 + 40 + 1
    assert lines[1].split() == ["flood", "f0", "1%", "2025-01-15"]
    assert lines[-1] == "and 5 more: .to_frame()"
    assert show(study.voices[:0])["text/plain"] == "none"
    names = [line.split()[0] for line in show(study.questions)["text/plain"].splitlines()[1:]]
    assert names == list(study.questions)


def test_charts_of_every_model_are_listed(tmp_path: Path, show: Show) -> None:
    fits = (
        synthetic_fit(write_study(tmp_path / "floods")),
        made_once(panel, "everything"),
        cruxes("two camps", tmp_path),
    )
    for fit in fits:
        assert Page(show(fit.charts)["text/html"]).rows[0] == ["Chart", "Shows"]


def test_a_figure_is_a_chart_and_a_picture(fit: StudyFit, show: Show) -> None:
    shown = show(fit.charts.statements("event"))
    assert {VEGA, PICTURE} <= shown.keys()


def test_a_chart_of_a_comparison_is_shown_too(fit: StudyFit, show: Show) -> None:
    assert {VEGA, PICTURE} <= show(cs.compare(before=fit, after=fit).chart()).keys()


def test_a_comparison_is_shown_as_a_table_of_every_question(fit: StudyFit, show: Show) -> None:
    page = Page(show(cs.compare(**{MARKUP: fit, "after": fit}))["text/html"])
    assert page.open == []
    assert page.tags <= ALLOWED
    assert page.rows[0] == ["question", "", MARKUP, "after"]
    assert page.rows[1] == ["event", "Voices", "3 voices", "3 voices"]
    assert page.rows[2][2] == fit.summary(full=True)["label"].iloc[0]


def test_fits_that_answer_nothing_in_common_are_listed(fit: StudyFit, tmp_path: Path, show: Show) -> None:
    page = Page(show(cs.compare(event=fit, famine=cruxes("two camps", tmp_path)))["text/html"])
    assert page.tags <= ALLOWED
    assert page.rows[1:] == [["event", MARKUP, "event"], ["famine", "Famine", "famine"]]
    assert "no question that all of them answer" in page.text


def test_a_failed_fit_shows_no_number_in_a_comparison(study: cs.Study, show: Show) -> None:
    bad = bare_fit(study, passed=False)
    label = bad.summary(full=True)["label"].iloc[0]
    page = Page(show(cs.compare(**{"good": bare_fit(study), MARKUP: bad}))["text/html"])
    assert f"failed diagnostics: {MARKUP}." in page.text
    assert label not in page.text


def test_outside_a_kernel_nothing_is_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = SimpleNamespace(display_formatter=DisplayFormatter())
    monkeypatch.setattr(formats, "kernel_shell", lambda: None)
    formats.show_in_cells()
    with pytest.raises(KeyError):
        shell.display_formatter.formatters["text/html"].lookup_by_type(cs.Estimate)


IN_A_SHELL = """\
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.kernel = True
shell = InteractiveShell.instance()
shell.history_manager.enabled = False
import consilience as cs
import sys
value = cs.parse("10%")
shown, _ = shell.display_formatter.format(value)
print('<table' in shown['text/html'], 'altair' in sys.modules)
"""


def test_importing_the_package_registers_them_and_loads_no_chart_maker(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_A_SHELL],
        env=os.environ | {"IPYTHONDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert (done.stdout, done.stderr) == ("True False\n", "")
