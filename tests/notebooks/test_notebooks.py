"""No committed notebook carries what belongs to one machine or calls what is not there; each is run in a browser."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

import consilience as cs
from consilience.api.fits import FITS
from consilience.models.ahead import asked_by
from consilience.sampling.compile import file_of
from tests.browser.test_notebooks_in_lab import CHART, NOTEBOOKS as IN_THE_BROWSER
from tests.notebooks.kept import DIGEST, PNG, SVG, VIEW, code_cells, digest, keep, words

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(
    file.relative_to(ROOT).as_posix()
    for file in (ROOT / "notebooks").rglob("*.ipynb")
    if ".ipynb_checkpoints" not in file.parts
)
each_notebook = pytest.mark.parametrize("name", NOTEBOOKS)

# A path that starts at a root or a home, or on a drive: as text in code, prose or output.
OWN_PATH = re.compile(r"""(?:^|[\s"'`(=])(?:/(?:home|root|Users|tmp|work|mnt|opt)/|~/|[A-Za-z]:\\)\S*""")


def read(name: str) -> NotebookNode:
    notebook = nbformat.read(ROOT / name, as_version=4)
    nbformat.validate(notebook)
    return notebook


def texts(notebook: NotebookNode) -> Iterator[str]:
    """Everything that a reader of the file sees: sources, printed text, and text forms of results."""
    for cell in notebook.cells:
        yield cell.source
        for output in cell.get("outputs", []):
            yield output.get("text", "")
            for kind, shown in output.get("data", {}).items():
                if kind.startswith("text/"):
                    yield shown


@each_notebook
def test_no_path_of_one_machine(name: str) -> None:
    found = [match[0].strip() for text in texts(read(name)) for match in OWN_PATH.finditer(text)]
    assert not found


@each_notebook
def test_no_error_was_committed(name: str) -> None:
    outputs = [output for cell in read(name).cells for output in cell.get("outputs", [])]
    assert not [output.evalue for output in outputs if output.output_type == "error"]


@each_notebook
def test_its_outputs_are_of_its_sources(name: str) -> None:
    """Whether they are what the package shows today is looked at where it is run: ``tests/browser``."""
    notebook = read(name)
    assert notebook.metadata.get("consilience", {}).get(DIGEST) == digest(notebook), "run: make notebooks"


def kinds_in(cell: NotebookNode) -> set[str]:
    return {kind for output in cell.outputs for kind in output.get("data", {})}


@each_notebook
def test_its_charts_are_kept_as_pictures(name: str) -> None:
    cells = code_cells(read(name))
    charts = [cell for cell in cells if CHART.match(cell.source.splitlines()[-1])]
    assert charts
    assert [
        cell.source for cell in charts if not any({PNG, SVG} & set(out.get("data", {})) for out in cell.outputs)
    ] == []
    # What needs a kernel, or is drawn from data, is in the notebook that was run and not in this one.
    kinds = {kind for cell in cells for output in cell.outputs for kind in output.get("data", {})}
    assert {kind for kind in kinds if kind == VIEW or "vega" in kind} == set()


def test_what_is_kept_is_seen_without_running() -> None:
    still = {"text/html": "<div data-consilience-still='x'>", PNG: "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAYAAAB/qH1j"}
    shown = [
        {VIEW: {}, "text/plain": "w"},
        still | {"text/plain": "A slider."},
        {"text/html": ""},
        {"text/html": "<b>1</b>"},
    ]
    outputs = [nbformat.v4.new_output("display_data", data) for data in shown]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("w", outputs=outputs)])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    said = words(notebook.cells[0].outputs)
    keep(notebook)
    picture, table = notebook.cells[0].outputs
    assert set(picture.data) == {PNG, "text/plain"}
    assert picture.metadata == {PNG: {"width": 2, "height": 1}}
    assert table.data == {"text/html": "<b>1</b>"}
    assert words(notebook.cells[0].outputs) == said == ["A", "slider.", "#"]


@pytest.mark.parametrize(
    ("one", "other"), [("8% [3.9%, 21%]", "7.1% [4%, 19%]"), ("2026-11-27, by 4", "2027-01-02, by 3"), ("1e-05", "0.2")]
)
def test_numbers_of_another_machine_or_day_say_the_same(one: str, other: str) -> None:
    said, again = ([{"text": f"median {text} forecaster"}] for text in (one, other))
    assert words(said) == words(again)
    assert words(said) != words([{"text": f"mean {one} forecaster"}])


@each_notebook
def test_the_kernel_is_named(name: str) -> None:
    # Without a kernel's name JupyterLab opens a dialog instead of the notebook.
    assert read(name).metadata.get("kernelspec", {}).get("name") == "python3"


@each_notebook
def test_what_it_calls_is_there(name: str) -> None:
    """Without running it: names of the package, and what is asked of studies and fits."""
    offered = {
        "cs": set(cs.__all__),
        "study": {*dir(cs.Study), *cs.Study.__dataclass_fields__},
        "fit": {*cs.FactorFit.__dataclass_fields__}.union(*map(dir, FITS.values())),
    }
    asked = [
        (node.value.id, node.attr)
        for cell in read(name).cells
        if cell.cell_type == "code"
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in offered
    ]
    assert asked
    assert [f"{thing}.{attribute}" for thing, attribute in asked if attribute not in offered[thing]] == []


def test_where_a_diagnostic_was_worst_is_no_part_of_what_a_notebook_says() -> None:
    """Of two answers that are nearly as bad, another processor's arithmetic may name the other."""
    page = "<table><tr><td>r_hat</td><td>1.004</td><td>passed</td><td>the chains agree</td><td>{}</td></tr></table>"
    here, there = (
        words([{"data": {"text/html": page.format(where)}}])
        for where in ("agi_by_2050, safety and existential-risk researchers, median", "flood, all, geometric_mean_odds")
    )
    assert here == there == ["r_hat", "#", "passed", "the", "chains", "agree"]


def test_every_notebook_is_run_in_a_browser() -> None:
    """There, from top to bottom, with its charts drawn and the network blocked: ``tests/browser``."""
    assert {Path(name).stem for name in NOTEBOOKS} == set(IN_THE_BROWSER)


def test_one_more_voice_in_a_group_that_is_there_compiles_nothing() -> None:
    """What the notebook of factors says, and saves its readers half a minute by."""
    study = cs.read_study(ROOT / "forecasts/power-seeking")
    source = "".join(cell.source for cell in read("notebooks/02-factors.ipynb").cells)
    (group,) = re.findall(r'with_estimate\(.*group="([^"]+)"\)', source)
    more = study.with_estimate(study.network.components[-2], "me", "1 in 20", group=group)
    assert file_of(*asked_by(more)) == file_of(*asked_by(study))


def test_the_tour_asks_for_a_model_that_is_compiled_ahead(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first picture of a fit is there in seconds, and its folder is made however often it is run."""
    monkeypatch.chdir(tmp_path)
    cells = {cell.id: cell.source for cell in read("notebooks/00-tour.ipynb").cells}
    seen: dict[str, Any] = {}
    for name in ("make", "ask", "say") * 2:
        exec(cells[name], seen)
    said = seen["study"].with_estimate("high", "me", "12%")
    ahead = {file_of(*asked_by(cs.read_study(folder))) for folder in (ROOT / "forecasts").iterdir()}
    assert {file_of(*asked_by(study)) for study in (seen["study"], said)} <= ahead


@pytest.mark.parametrize(
    "text", ["open('/home/ann/x.csv')", "see ~/notes", r"C:\Users\Ann\x.csv", "/tmp/x", "path=/work/y"]
)
def test_paths_of_one_machine_are_recognised(text: str) -> None:
    assert OWN_PATH.search(text)


@pytest.mark.parametrize("text", ["../forecasts/ai-takeover", "and/or", "https://example.org/home/x", "1/20", "a\\b"])
def test_other_text_is_not_taken_for_a_path(text: str) -> None:
    assert not OWN_PATH.search(text)
