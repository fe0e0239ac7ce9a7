"""What a cell shows: tables, never the repr of an object, with every text of a study escaped."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from typing import Any

import pytest

import consilience as cs
from consilience.api import Study
from consilience.api.study_fit import StudyFit
from consilience.notebook.html import table
from tests.builders.fits import bare_fit
from tests.builders.hostile import MARKUP

ALLOWED = {"div", "b", "br", "code", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "h4", "span"}
# Ours alone: small pictures, and one style.
ALLOWED |= {"svg", "path", "style"}


class Page(HTMLParser):
    """The elements, the rows of the tables and the text of a display."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            return
        self.text += data
        if self.open and self.open[-1] in ("td", "th"):
            self.rows[-1][-1] += data


type Show = Callable[[Any], dict[str, Any]]

SHOWN: dict[str, Callable[[StudyFit], Any]] = {
    "study": lambda fit: fit.study,
    "estimate": lambda fit: fit.study.rows[0],
    "fit": lambda fit: fit,
    "failed fit": lambda fit: replace(fit, checks=(replace(fit.checks[0], passed=False),)),
    "diagnostics": lambda fit: fit.diagnostics,
    "charts": lambda fit: fit.charts,
    "questions": lambda fit: fit.study.questions,
    "voices": lambda fit: fit.study.voices,
}


@pytest.mark.parametrize("thing", SHOWN)
def test_texts_of_a_study_stay_texts(thing: str, fit: StudyFit, show: Show) -> None:
    html = show(SHOWN[thing](fit))["text/html"]
    page = Page(html)

    assert page.open == []
    assert page.tags <= ALLOWED
    assert MARKUP in page.text
    assert escape(MARKUP) in html
    # JupyterLab would set what stands between two dollars as a formula.
    assert html.startswith('<div class="consilience-view tex2jax_ignore mathjax_ignore">')


@pytest.mark.parametrize("thing", SHOWN)
def test_a_table_is_shown_and_no_repr(thing: str, fit: StudyFit, show: Show) -> None:
    page = Page(show(SHOWN[thing](fit))["text/html"])
    assert page.rows
    for word in ("Dataset", "Estimate(", "Question(", "Point(", "Diagnostic(", "object at 0x", "<function"):
        assert word not in page.text


def test_a_study_counts_what_stands(study: Study, show: Show) -> None:
    again = replace(study.rows[0], said="20%", value=cs.parse("20%"))
    page = Page(show(replace(study, rows=(*study.rows, again)))["text/html"])
    assert page.rows[1][:3] == [MARKUP, "3 (of 4 statements)", f"5–20% ({MARKUP} 2) to 20% ({MARKUP} 0); 1 bound alone"]
    assert "4 statements on 1 question, 2024-01-01; by 3 people." in page.text


def test_an_estimate_says_how_it_was_read(study: Study, show: Show) -> None:
    rows = dict(Page(show(study.rows[1])["text/html"]).rows)
    assert rows["Said"] == "<1%"
    assert rows["Read as"] == "<1%: a bound: less than 1%"
    assert rows["Source"] == rows["Note"] == MARKUP


def test_a_date_whose_question_is_not_known_is_shown_all_the_same(study: Study, show: Show) -> None:
    estimate = replace(study.rows[0], said="2040", value=cs.parse("2040", unit="date"))
    assert dict(Page(show(estimate)["text/html"]).rows)["Read as"] == "2040: a quantity, in the unit of its question"


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("9:1 against", ["1:9", "a point, read as between 9.524% and 10.53%"]),
        ("10-20%", ["10% to 20%", "a range from 10% to 20%, coverage not stated"]),
        ("12% [5%, 30%] @80%", ["12% [5%, 30%] @80%", "a best value of 12% between 5% and 30%, with 80% coverage"]),
        ("<1%", ["<1%", "a bound: less than 1%"]),
        ("q5=1% q95=30%", ["q5=1% q95=30%", "quantiles: 5% below 1%, 95% below 30%"]),
        ("n=88 median=2%", ["n=88 median=2%", "a survey of 88: median 2%"]),
        ("12 of 400", ["12 of 400", "a base rate of 12 events in 400 trials"]),
    ],
)
def test_every_form_of_the_notation_is_shown_as_read(said: str, meaning: list[str], show: Show) -> None:
    assert Page(show(cs.parse(said))["text/html"]).rows == [meaning]


def test_a_fit_shows_its_answers_and_its_checks(fit: StudyFit, show: Show) -> None:
    page = Page(show(fit)["text/html"])
    assert page.rows[1] == [
        MARKUP,
        fit.summary()["answer"]["event"].replace(", ", ",\N{NO-BREAK SPACE}"),
        "",
        "3 voices",
    ]
    assert page.rows[-1][:4] == ["r_hat", "1", "1.01", "passed"]
    assert "fit.summary(full=True)" in page.text


def test_a_fit_that_failed_shows_no_number_of_its_answers(study: Study, show: Show) -> None:
    page = Page(show(bare_fit(study, passed=False))["text/html"])
    assert "Not to be published" in page.text
    assert [row[0] for row in page.rows] == ["Check", "r_hat"]
    assert page.rows[1][3] == "FAILED"


def test_charts_list_their_calls_and_questions(fit: StudyFit, show: Show) -> None:
    rows = Page(show(fit.charts)["text/html"]).rows
    calls = [row[0] for row in rows]
    assert {"fit.charts.statements(question)", "fit.charts.overview()"} <= set(calls)
    assert all(row[1] for row in rows)
    assert rows[-1] == ["event", MARKUP, "3"]


def test_a_terminal_is_told_in_a_line(fit: StudyFit) -> None:
    pretty = pytest.importorskip("IPython.lib.pretty").pretty
    assert pretty(fit) == f"Fit of {MARKUP}: 1 question, all diagnostics passed"
    assert pretty(fit.study) == f"Study {MARKUP}: 3 statements on 1 question"


def test_a_long_table_is_cut_and_counted() -> None:
    page = Page(table([], [(str(number),) for number in range(75)], whole="study.said()"))
    assert len(page.rows) == 60
    assert "and 15 more: study.said()" in page.text
