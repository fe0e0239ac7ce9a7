"""The pages that tell of the package name what it offers, no more and no less."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import consilience as cs
from consilience.importers.kit.mapping import KEYS, TABLES
from consilience.models.consensus.figures import ConsensusFigures
from consilience.models.cruxes.figures import CruxFigures
from consilience.models.factors.figures import FactorFigures

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/reference.md").read_text("utf-8").partition("## study.toml")[0]
README = (ROOT / "README.md").read_text("utf-8")
# A name in code, alone or called: the entry begins with one, or with several and commas between.
NAME = r"`\.?([A-Za-z_.]+)(?:\([^`]*\))?`"
ENTRIES = [entry for entry in re.split(r"\n(?=- |#|\n)", REFERENCE) if entry.startswith("- ")]
NAME_OF_KEY = r"(?<=[|,] )`\[?([a-z]+)\]?`(?=[^|]*\|[^|]*\|[^|]*\|$)"
CHARTS = {"ConsensusFit": ConsensusFigures, "FactorFit": FactorFigures, "CruxFit": CruxFigures}


def heads(entry: str) -> list[str]:
    beginning = re.match(rf"- {NAME}(?:, {NAME})*", entry)
    assert beginning, entry
    return re.findall(NAME, beginning[0])


def test_the_reference_page_names_every_public_name() -> None:
    assert sorted(name for entry in ENTRIES for name in heads(entry)) == sorted(cs.__all__)


@pytest.mark.parametrize("name", ["Study", "ConsensusFit", "FactorFit", "CruxFit", "Comparison", "Run"])
def test_what_a_class_is_said_to_offer_is_there(name: str) -> None:
    (entry,) = [entry for entry in ENTRIES if heads(entry) == [name]]
    kind = getattr(cs, name)
    of_charts = CHARTS.get(name, object)
    said = [found.rpartition(".")[2] for found in re.findall(NAME, entry)[1:]]
    known = (
        {*dir(kind), *dir(of_charts), *kind.__dataclass_fields__}
        if hasattr(kind, "__dataclass_fields__")
        else dir(kind)
    )
    assert said
    assert [word for word in said if word not in {*known, "save", "charts"}] == []


def test_every_method_of_a_fit_is_told_of() -> None:
    for name, charts in CHARTS.items():
        for member in (*vars(getattr(cs, name)), *vars(charts)):
            if member[0] != "_" and member not in ("charts", "own", "pooled", "of_question", "of_any_question"):
                assert member in REFERENCE, f"{name}: {member}"


def blocks(text: str) -> Iterator[str]:
    yield from re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_the_readme_calls_only_what_is_public() -> None:
    code = [ast.parse(block) for block in blocks(README)]
    named = {
        node.attr
        for block in code
        for node in ast.walk(block)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "cs"
    }
    assert named
    assert named <= set(cs.__all__)


def test_the_readme_names_the_rooms_in_the_order_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    order = next(contract["layers"] for contract in contracts if contract["type"] == "layers")[::-1]
    paragraph = README.partition("in the order of its rooms:")[2].partition(".")[0]
    assert re.findall(r"`(\w+)`", paragraph) == order


def test_every_key_of_a_mapping_file_is_told_of() -> None:
    _, _, told = (ROOT / "docs/reference.md").read_text("utf-8").partition("## The file for `--map`")
    example = tomllib.loads(re.findall(r"```toml\n(.*?)```", told, re.DOTALL)[0])
    assert set(example) == {*KEYS, *TABLES}
    rows = {key: row for row in told.splitlines() if row.startswith("| `") for key in re.findall(NAME_OF_KEY, row)}
    assert {key for importer in cs.IMPORTERS.values() for key in importer.settings} == set(rows)
    surveys = {name for name, importer in cs.IMPORTERS.items() if "person" in importer.settings}
    assert surveys == set(re.findall(r"`([a-z-]+)`", rows["person"].split("|")[2]))
