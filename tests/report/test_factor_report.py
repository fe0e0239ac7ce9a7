"""The report of factor studies as a page: nothing fetched, nothing of a study taken for mark-up, nothing left out."""

import re
from pathlib import Path

import pytest

from consilience.report.lead import lead_sentences
from consilience.report.page import report_html, tables_of
from consilience.report.results import write_results
from consilience.sampling.fit import Fit
from tests.builders.files import bytes_below
from tests.builders.fits import figures_of, synthetic_fit, write_study
from tests.builders.hostile import HOSTILE
from tests.builders.named_fits import cruxes, hostile_cruxes, hostile_panel, panel
from tests.report.test_report import Page, assert_asks_for_nothing, labels_of

MODELS = ("factors", "cruxes")


@pytest.fixture(scope="module")
def fits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fit]:
    folder = tmp_path_factory.mktemp("forecasts")
    return {"factors": panel("everything", folder), "cruxes": cruxes("two camps", folder)}


@pytest.fixture(scope="module")
def pages(fits: dict[str, Fit]) -> dict[str, Page]:
    return {name: Page(report_html(fit)) for name, fit in fits.items()}


@pytest.fixture(scope="module")
def hostile_fits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fit]:
    folder = tmp_path_factory.mktemp("forecasts")
    return {"factors": hostile_panel(folder), "cruxes": hostile_cruxes(folder)}


@pytest.fixture(scope="module")
def hostile_pages(hostile_fits: dict[str, Fit]) -> dict[str, Page]:
    return {name: Page(report_html(fit)) for name, fit in hostile_fits.items()}


@pytest.mark.parametrize("model", MODELS)
def test_the_report_asks_for_nothing(pages: dict[str, Page], model: str) -> None:
    assert len(pages[model].tags) > 300
    assert_asks_for_nothing(pages[model])
    (policy,) = [a["content"] for _, a in pages[model].tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "http" not in policy


@pytest.mark.parametrize("model", MODELS)
def test_every_figure_is_in_the_page_with_its_description(
    pages: dict[str, Page], fits: dict[str, Fit], model: str
) -> None:
    # Each with the picture for a narrow screen.
    said = [figure.chart.to_dict(validate=False)["description"] for figure in figures_of(fits[model]).all()]
    assert sorted(labels_of(pages[model])) == sorted(2 * said)
    assert all(said)


@pytest.mark.parametrize("model", MODELS)
def test_every_table_and_sentence_is_in_the_page(pages: dict[str, Page], fits: dict[str, Fit], model: str) -> None:
    texts = set(pages[model].texts)
    tables = tables_of(fits[model])
    assert tables
    for table in tables:
        cells = [table.title, table.note, *table.header, *(cell for row in table.rows for cell in row)]
        assert {" ".join(cell.split()) for cell in cells if cell} <= texts
    assert {" ".join(sentence.split()) for sentence in lead_sentences(fits[model])} <= texts


@pytest.mark.parametrize("model", MODELS)
def test_only_a_consensus_has_tables_of_pools(pages: dict[str, Page], model: str, tmp_path: Path) -> None:
    assert not any(text.startswith("Pools: ") for text in pages[model].texts)
    floods = Page(report_html(synthetic_fit(write_study(tmp_path / "floods")), figures=[]))
    assert any(text.startswith("Pools: ") for text in floods.texts)


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
def test_a_hostile_study_adds_no_mark_up(hostile_pages: dict[str, Page], pages: dict[str, Page], model: str) -> None:
    hostile = hostile_pages[model]
    assert_asks_for_nothing(hostile)
    assert {tag for tag, _ in hostile.tags} <= {tag for tag, _ in pages[model].tags} | {"ul", "li"}
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


def test_results_of_a_panel_are_whole_and_their_names_safe(fits: dict[str, Fit], tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("consilience.charts.FORMATS", ("svg",))
    fit = fits["factors"]
    folder = tmp_path / "results" / fit.study.name
    write_results(fit, folder, {"study": fit.study.name, "key": "k", "stands_until": None})
    names = set(bytes_below(folder))
    assert {f"charts/{figure.name}.svg" for figure in figures_of(fit).all()} < names
    assert names >= {"report.html", "summary.json", "summary.csv", "summary.md", "fit.nc", "provenance.json"}
