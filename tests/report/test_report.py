"""The report as a page: nothing fetched, nothing of a study taken for mark-up, every constant said."""

import re
from collections.abc import Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from html.parser import HTMLParser
from math import log
from pathlib import Path

import pytest

from consilience.api import read_study
from consilience.charts import CHARTS
from consilience.frames import UNTOLD
from consilience.frames.questions import main_questions
from consilience.history.statements import as_stated, weighed_in
from consilience.likelihood.spreads import UNSTATED_COVERAGES
from consilience.models.consensus import Consensus
from consilience.models.consensus.priors import DEFAULTS, ConsensusPriors
from consilience.models.registry import model_of
from consilience.report.methods import methods_text
from consilience.report.page import is_interval, report_html
from consilience.report.parts import PART_OF, PARTS
from consilience.report.sources import files_read, linked
from consilience.report.tables import summary_markdown
from consilience.sampling.fit import Fit
from tests.builders.fits import TOML, figures_of, synthetic_fit, write_study
from tests.builders.hostile import HOSTILE

# What fetches when a page is opened or drawn.
FETCHING = {"src", "href", "xlink:href", "srcset", "data", "poster", "action", "formaction", "background", "ping"}
VOID = {"meta", "br", "img", "link", "input", "hr", "base", "embed", "source", "track", "wbr", "area", "col"}


class Page(HTMLParser):
    """Tags, attributes and texts of a page, as a browser would take them."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.raw: list[str] = []
        self.code: dict[str, list[str]] = {"script": [], "style": []}
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.raw.append(data)
        inside = self.open[-1] if self.open else ""
        if inside in self.code:
            self.code[inside].append(data)
        elif data.strip() and "svg" not in self.open:
            self.texts.append(" ".join(data.split()))


def assumptions(fit: Fit) -> Sequence[tuple[str, str]]:
    return model_of(fit).assumptions(fit)


@pytest.fixture(scope="session")
def page(results: Path) -> Page:
    return Page((results / "report.html").read_text("utf-8"))


@pytest.fixture(scope="session", params=["report.html", "charts/flood-statements.html", "charts/flood-groups.html"])
def hostile_page(hostile_results: Path, request: pytest.FixtureRequest) -> Page:
    return Page((hostile_results / request.param).read_text("utf-8"))


def labels_of(page: Page) -> list[str]:
    """What the pictures of a page are said to show."""
    return [attributes["aria-label"] for tag, attributes in page.tags if tag == "svg" and attributes["role"] == "img"]


def assert_asks_for_nothing(page: Page) -> None:
    for tag, attributes in page.tags:
        assert tag not in {"link", "base", "iframe", "object", "embed", "img", "form"}, (tag, attributes)
        if tag == "a" and not attributes["href"].startswith("#"):
            # Of a source: followed by a reader, not by the page.
            assert attributes == {"href": attributes["href"], "rel": "noreferrer"}
            assert attributes["href"].startswith(("https://", "http://"))
            continue
        for name in FETCHING & attributes.keys():
            assert attributes[name].startswith(("#", "data:")), (tag, attributes)
        assert "url(" not in attributes.get("style", "")
        assert attributes.get("http-equiv", "").lower() != "refresh"
    for style in page.code["style"]:
        assert "@import" not in style
        assert all(url.startswith(("data:", "#")) for url in re.findall(r"url\(['\"]?([^'\")]*)", style))


def test_the_report_asks_for_nothing(page: Page) -> None:
    assert len(page.tags) > 300
    assert_asks_for_nothing(page)


def test_the_browser_holds_the_report_to_it(page: Page) -> None:
    (policy,) = [a["content"] for _, a in page.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


def test_a_hostile_study_adds_no_mark_up(hostile_page: Page, page: Page) -> None:
    assert_asks_for_nothing(hostile_page)
    # A warning of the hostile study is an item of a list; the plain one has none.
    known = {tag for tag, _ in page.tags} | {"ul", "li"}
    assert {tag for tag, _ in hostile_page.tags} <= known
    for tag, attributes in hostile_page.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
    scripts = [attributes for tag, attributes in hostile_page.tags if tag == "script"]
    data = [attributes for attributes in scripts if attributes.get("type") == "application/json"]
    figures = [attributes for tag, attributes in hostile_page.tags if tag == "figure"]
    # Besides the charts' data the library and the starter, and in a report what opens folds for a printer.
    assert len(scripts) - len(data) == (3 if len(figures) > 1 else 2)
    assert len(data) == len(figures) > 0
    assert not any("alert(1)" in code for code in hostile_page.code["script"] if not code.lstrip().startswith("{"))


def test_a_hostile_study_is_shown_as_it_was_written(hostile_results: Path) -> None:
    hostile = Page((hostile_results / "report.html").read_text("utf-8"))
    assert {" ".join(text.split()) for text in HOSTILE.values()} <= set(hostile.texts)


def test_a_hostile_study_adds_nothing_to_the_summary_page(hostile_fit: Fit) -> None:
    markdown = summary_markdown(hostile_fit)
    assert "<" not in markdown
    lines = markdown.splitlines()
    table = [line for line in lines if line.startswith("|")]
    assert lines[-len(table) :] == table
    assert len(table) == 4
    assert all(line.count("|") - line.count("\\|") == 8 for line in table)


def test_skeleton_of_the_texts(page: Page, snapshot) -> None:
    assert page.texts == snapshot


def test_every_figure_is_in_the_page_with_its_description(page: Page, fit: Fit) -> None:
    assert sum(tag == "figure" for tag, _ in page.tags) == len(figures_of(fit).all()) == 5
    assert len(labels_of(page)) == 10
    assert all(labels_of(page))


def test_the_methods_say_the_sampler_and_the_coverages(fit: Fit) -> None:
    text = " ".join(methods_text(fit))
    assert "4 chains of 1000 warm-up and 100 kept draws, seed 1" in text
    assert all(f"{share:.0%}" in text for share in UNSTATED_COVERAGES)


def test_the_assumptions_hold_the_constants_of_the_model(fit: Fit) -> None:
    rows = dict(assumptions(fit))
    location, scale = DEFAULTS.location
    assert (location, scale) == (0.0, 5.0)
    # Half of a Student t with four degrees of freedom lies within 0.741 scales: ± 3.70 in log odds are 2.4% and 97.6%.
    half = "50%, half between 2.4% and 97.6% (Student t with 4 degrees of freedom in log odds)"
    assert rows["Median forecaster"] == half
    assert "1.5" in rows["Spread of forecasters"]
    assert str(DEFAULTS.scale[1]) in rows["Spread of forecasters"]
    assert DEFAULTS.nu == (log(14), 1.3)
    assert rows["Tails"] == "degrees of freedom above one lognormal, median 14, log scale 1.3, shared by the questions"
    # e to the mean of its log.
    assert DEFAULTS.group_scale == (log(0.7), 0.8)
    assert "lognormal, median 0.7, log scale 0.8" in rows["Group effects"]
    low, high = min(UNSTATED_COVERAGES), max(UNSTATED_COVERAGES)
    assert rows["Ranges without coverage"] == f"hold the credence with {low:.0%} to {high:.0%}"
    other = replace(fit, model=Consensus(ConsensusPriors(group_scale=(log(2.5), 0.3))))
    assert "lognormal, median 2.5, log scale 0.3" in dict(assumptions(other))["Group effects"]


def test_assumptions_are_listed_where_they_matter(tmp_path: Path) -> None:
    toml = TOML.replace('title = "A flood"', 'title = "A flood"\nprior = "10% [0.1%, 90%]"')
    rows = (
        "flood,ada,2025-01-15,10%,,,s,\nflood,years,2025-01-15,3 of 40,,base_rate,s,\n"
        "flood,them,2025-01-15,median=5%,,survey,s,\n"
    )
    named = dict(assumptions(synthetic_fit(write_study(tmp_path / "study", toml, rows))))
    assert named["A flood"] == "declared prior 10% [0.1%, 90%]"
    assert "about 20 trials" in named["Base rates"]
    assert named["Surveys without n"] == "count as one voice"
    assert "Ranges without coverage" not in named


def test_a_report_dwells_on_the_outcome_and_on_what_most_spoke_about(tmp_path: Path) -> None:
    rows = "flood,ada,2025-01-15,10%,,,s,\ndrought,ada,2025-01-15,10%,,,s,\ndrought,bo,2025-01-15,10%,,,s,\n"
    assert main_questions(synthetic_fit(write_study(tmp_path / "a", rows=rows))) == ["flood", "drought"]
    unspoken = TOML.replace('outcome = "flood"', 'outcome = "drought"')
    only = synthetic_fit(write_study(tmp_path / "b", unspoken, "flood,ada,2025-01-15,10%,,,s,\n"))
    assert main_questions(only) == ["flood"]


def test_a_study_of_one_question_and_group_has_no_overview_and_no_groups(tmp_path: Path) -> None:
    toml = 'title = "t"\n\n[question.flood]\ntitle = "A flood"\n'
    lone = synthetic_fit(write_study(tmp_path / "a", toml, "flood,ada,2025-01-15,10%,,,s,\n"))
    names = [figure.name for figure in figures_of(lone).all()]
    assert names == ["flood-statements", "flood-prior-posterior"]
    assert figures_of(lone).groups("flood").caption.startswith("ada says 10%. ")
    rows = "".join(f"flood,{name},2025-01-15,10%,,,s,\n" for name in ("ada", "bo", "cem"))
    three = synthetic_fit(write_study(tmp_path / "b", toml, rows))
    assert figures_of(three).groups("flood").caption.startswith("All statements come from one group")


def test_what_is_no_number_stands_in_one_piece(tmp_path: Path) -> None:
    rows = 'flood,p,2025-01-15,"n=400 median=5.5% ci95=[4%, 7%]",public,survey,s,\n'
    texts = Page(report_html(synthetic_fit(write_study(tmp_path / "floods", rows=rows)), figures=[])).texts
    assert UNTOLD in texts


def test_bounds_are_printed_as_charts_print_them(tmp_path: Path) -> None:
    rows = "flood,ada,2025-01-15,>=90%,,,s,\n" + "".join(f"flood,{name},,10%,,,s,\n" for name in ("bo", "cem", "di"))
    report = report_html(synthetic_fit(write_study(tmp_path / "floods", rows=rows)), figures=[])
    texts = Page(report).texts
    assert "≥90%" in texts
    assert any("ada (≥90%)" in text for text in texts)
    assert "&gt;=" not in report


def test_a_number_and_its_interval_are_told_from_other_cells(fit: Fit) -> None:
    assert all(map(is_interval, ["64% [55%, 71%]", "<0.1% [<0.0001%, >99.9999%]", "+2 points [0, +10]"]))
    assert not any(map(is_interval, ["", "64%", "Ada: 5%. What-if of others: 6% [0.6%, 39%]", "groups [coast, hills]"]))


def test_priors_are_written_for_people(fit: Fit) -> None:
    priors = ConsensusPriors(location=(0.0, 4.0), scale=(log(1.5), 0.6))
    page = Page(report_html(replace(fit, provenance=fit.provenance | {"priors": asdict(priors)}), figures=[]))
    (said,) = [text for text in page.texts if text.startswith("location ")]
    assert said.startswith("location 0.0, 4.0; scale 0.4055, 0.6; ")
    assert not set("{}()'") & set(said)


def test_a_question_that_was_not_fitted_is_refused_with_those_that_were(fit: Fit) -> None:
    for chart in ("statements", "groups", "pools", "prior_posterior"):
        with pytest.raises(
            KeyError, match=r"no question of the fit is called 'fire'.*the questions are flood, drought"
        ):
            getattr(figures_of(fit), chart)("fire")


@pytest.mark.parametrize("said", ["0%", "100%", "<1%", ">99%"])
def test_certainty_can_be_drawn(tmp_path: Path, said: str) -> None:
    toml = 'title = "t"\n\n[question.flood]\ntitle = "A flood"\n'
    rows = f"flood,ada,2025-01-15,{said},,,s,\nflood,bo,2025-01-15,{said},,,s,\n"
    figures = figures_of(synthetic_fit(write_study(tmp_path / "a", toml, rows))).all()
    for figure in figures:
        assert '"NaN"' not in figure.chart.to_json(allow_nan=False)


def test_quantities_are_listed_and_not_fitted(tmp_path: Path) -> None:
    from consilience.report.page import report_html

    toml = f'{TOML}\n[question.cost]\ntitle = "Cost"\nunit = "million dollars"\n'
    rows = "flood,ada,2025-01-15,10%,,,s,\ncost,ada,2025-01-15,100-300,,,s,\n"
    fit = synthetic_fit(write_study(tmp_path / "a", toml, rows))
    texts = Page(report_html(fit, figures=[])).texts
    assert "Cost (1)" in texts
    assert "100-300" in texts


def test_every_figure_has_a_picture_for_a_narrow_screen(fit: Fit) -> None:
    page = report_html(fit)
    figures = figures_of(fit).all()
    assert page.count('<div class="wide">') == page.count('<div class="narrow">') == len(figures)
    assert "@media screen and (max-width:30rem){.consilience-chart>.narrow{display:block}" in page
    # A column is 85 mm wide, and no id of the page is there twice.
    assert len(re.findall(r'<div class="narrow"><svg [^>]*width="24\d(\.\d+)?pt"', page)) == len(figures)
    ids = re.findall(r'\sid="([^"]+)"', page.partition("<script>")[0])
    assert len(ids) == len(set(ids))


def test_every_chart_has_its_part() -> None:
    kinds = {name.replace("prior_posterior", "prior-posterior") for name in CHARTS}
    assert kinds == set(PART_OF)
    assert set(PART_OF.values()) <= set(PARTS)


def test_the_files_read_are_named_with_their_digests_and_what_is_in_none(tmp_path: Path) -> None:
    study = read_study(write_study(tmp_path / "floods"))
    files, said = files_read(synthetic_fit(study))
    assert dict(files) == {
        name: sha256((tmp_path / "floods" / name).read_bytes()).hexdigest() for name in ("study.toml",)
    } | {"a.csv": sha256((tmp_path / "floods" / "estimates" / "a.csv").read_bytes()).hexdigest()}
    assert said == ""
    more = study.with_estimate("flood", "eve", "3%", date="2025-01-20")
    assert files_read(synthetic_fit(more)) == (files, "1 statement stands in no file, having been added in Python.")
    changed = as_stated(study, weighed_in(more))
    assert changed.inputs == {}
    files, said = files_read(synthetic_fit(changed))
    assert files == ()
    assert said.startswith("The files have changed since")


def test_no_folder_of_this_machine_is_in_a_report(fit: Fit, hostile_fit: Fit) -> None:
    for study in (fit, hostile_fit):
        assert str(study.study.path.parent) not in report_html(study, figures=[])


def test_dates_are_as_they_were_said(tmp_path: Path) -> None:
    rows = "flood,ada,2024,10%,,,s,\nflood,bo,2024-05,5%,,,s,\nflood,cem,,1%,,,s,\n"
    texts = Page(report_html(synthetic_fit(write_study(tmp_path / "floods", rows=rows)), figures=[])).texts
    assert {"2024", "2024-05"} <= set(texts)
    assert any("Statements dated 2024 to 2024-05." in text for text in texts)


@pytest.mark.parametrize(
    ("said", "addresses"),
    [
        ("a talk", []),
        ("A talk, https://example.org/a?b=1&c=2.", ["https://example.org/a?b=1&c=2"]),
        ("(see http://a.example.org) and https://b.example.org/x_(y)", None),
        ("javascript:alert(1) data:text/html,x //evil.example", []),
        ('https://example.org/"onclick="alert(1)', ["https://example.org/"]),
        ("https://example.org/<script>", ["https://example.org/"]),
        ("https://", []),
    ],
)
def test_an_address_is_followed_and_nothing_else(said: str, addresses: list[str] | None) -> None:
    page = Page(f"<p>{linked(said)}</p>")
    assert "".join(page.raw) == said
    found = [attributes["href"] for tag, attributes in page.tags if tag == "a"]
    assert all(address.startswith(("https://", "http://")) for address in found)
    assert addresses is None or found == addresses
    assert {tag for tag, _ in page.tags} <= {"p", "a"}
