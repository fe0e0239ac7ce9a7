"""The report of factor studies as a page: nothing fetched, nothing of a study taken for mark-up, nothing left out."""

import re
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from consilience.charts.drawing import conversion
from consilience.charts.figure import Figure
from consilience.report.lead import lead_sentences
from consilience.report.page import report_html, tables_of
from consilience.report.results import write_results
from tests.builders.files import bytes_below
from tests.builders.fits import drawn_once, floods, made_once
from tests.builders.hostile import HOSTILE
from tests.builders.named_fits import cruxes, hostile_cruxes, hostile_panel, panel
from tests.report.test_report import Page, assert_asks_for_nothing, labels_of

# By model, what a study says, and one whose every text would be mark-up.
MODELS = {"factors": (panel, "everything"), "cruxes": (cruxes, "two camps")}
HOSTILES = {"factors": hostile_panel, "cruxes": hostile_cruxes}


class FirstAlone:
    """Draws the first picture that it is asked for, and gives it for every other."""

    def __init__(self) -> None:
        self.drawn = ""

    def svg_of(self, spec: dict[str, object], /) -> str:
        self.drawn = self.drawn or conversion.svg_of(spec)
        return self.drawn

    png_of = staticmethod(conversion.png_of)
    pdf_of = staticmethod(conversion.pdf_of)
    script = staticmethod(conversion.script)


ONE = FirstAlone()


@pytest.fixture(scope="module")
def figures() -> dict[str, list[Figure]]:
    """What the pictures show is for those of hostile studies, which are all drawn."""
    found = {model: [replace(figure) for figure in drawn_once(*given)] for model, given in MODELS.items()}
    for figure in chain(*found.values()):
        figure.drawing.converter = figure.narrow_drawing.converter = ONE
    return found


@pytest.fixture(scope="module")
def pages(figures: dict[str, list[Figure]]) -> dict[str, Page]:
    return {model: Page(report_html(made_once(*MODELS[model]), shown)) for model, shown in figures.items()}


@pytest.fixture(scope="module")
def hostile_pages() -> dict[str, Page]:
    return {model: Page(report_html(made_once(make), drawn_once(make))) for model, make in HOSTILES.items()}


@pytest.mark.parametrize("model", MODELS)
def test_every_figure_is_in_the_page_with_its_description(
    pages: dict[str, Page], figures: dict[str, list[Figure]], model: str
) -> None:
    # Each with the picture for a narrow screen.
    said = [figure.drawing.description for figure in figures[model]]
    assert sorted(labels_of(pages[model])) == sorted(2 * said)
    assert all(said)


@pytest.mark.parametrize("model", MODELS)
def test_every_table_and_sentence_is_in_the_page(pages: dict[str, Page], model: str) -> None:
    fit, texts = made_once(*MODELS[model]), set(pages[model].texts)
    tables = tables_of(fit)
    assert tables
    for table in tables:
        cells = [table.title, table.note, *table.header, *(cell for row in table.rows for cell in row)]
        assert {" ".join(cell.split()) for cell in cells if cell} <= texts
    assert {" ".join(sentence.split()) for sentence in lead_sentences(fit)} <= texts


def test_only_a_consensus_has_tables_of_pools(pages: dict[str, Page]) -> None:
    for page in pages.values():
        assert not any(text.startswith("Pools: ") for text in page.texts)
    of_consensus = Page(report_html(made_once(floods), figures=[]))
    assert any(text.startswith("Pools: ") for text in of_consensus.texts)


def test_statements_are_listed_question_by_question_states_after_each_other(pages: dict[str, Page]) -> None:
    listed = [text for text in pages["factors"].texts if re.fullmatch(r".+ \(\d+\)", text)]
    assert listed == [
        "A storm comes (4)",
        "The wall breaks (4)",
        "The pumps fail (1)",
        # Ada's second total takes the place of her first.
        "The town is flooded (3)",
        "If flood: Lives are lost (2)",
        "If not flood: Lives are lost (1)",
    ]


@pytest.mark.parametrize("model", MODELS)
def test_a_hostile_study_adds_no_mark_up_and_its_report_asks_for_nothing(
    hostile_pages: dict[str, Page], pages: dict[str, Page], model: str
) -> None:
    hostile = hostile_pages[model]
    assert len(hostile.tags) > 300
    assert_asks_for_nothing(hostile)
    (policy,) = [a["content"] for _, a in hostile.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy
    # The first picture has no line; a warning is an item of a list.
    assert {tag for tag, _ in hostile.tags} <= {tag for tag, _ in pages[model].tags} | {"line", "ul", "li"}
    for tag, attributes in hostile.tags:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
    scripts = [attributes for tag, attributes in hostile.tags if tag == "script"]
    data = [attributes for attributes in scripts if attributes.get("type") == "application/json"]
    # Besides the charts' data, the library, the starter, and what opens folds for a printer.
    assert len(scripts) - len(data) == 3
    assert len(data) == sum(tag == "figure" for tag, _ in hostile.tags) > 0
    assert not any("alert(1)" in code for code in hostile.code["script"] if not code.lstrip().startswith("{"))


@pytest.mark.parametrize("model", MODELS)
def test_a_hostile_study_is_shown_as_it_was_written(hostile_pages: dict[str, Page], model: str) -> None:
    texts = hostile_pages[model].texts
    for said in HOSTILE.values():
        assert any(" ".join(said.split()) in text for text in texts), said


def test_results_of_a_panel_are_whole_and_their_names_safe(
    figures: dict[str, list[Figure]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consilience.charts.FORMATS", ("svg",))
    monkeypatch.setattr("consilience.report.results.figures_for_page", lambda fit: figures["factors"])
    fit = made_once(*MODELS["factors"])
    folder = tmp_path / "results" / fit.study.name
    write_results(fit, folder, {"study": fit.study.name, "key": "k", "stands_until": None}, ONE)
    names = set(bytes_below(folder))
    assert {f"charts/{figure.name}.svg" for figure in figures["factors"]} < names
    assert names >= {"report.html", "summary.json", "summary.csv", "summary.md", "fit.nc", "provenance.json"}
