"""The same rows in another order, and other titles, are the same study: what a model is given, and all that is printed.

Draws follow from what a model is given and from the seed alone, so that the same arrays are the same draws bit for bit.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.api.study_fit import StudyFit
from consilience.models.registry import model_for, model_of
from consilience.report.lead import lead_sentences
from consilience.report.methods import methods_text
from consilience.report.page import tables_of
from consilience.report.tables import summary_csv, summary_json, summary_markdown
from consilience.study import Study, read_study
from tests.builders import crux_fits, factor_fits, fits
from tests.builders.fits import write_study
from tests.examples import examples

ROOT = Path(__file__).parents[2]
MORE = """\
flood,eve,2025-01-15,n=40 median=5% mean=9%,river,survey,a poll,
flood,fay,2025-01-15,3 of 70,,base_rate,records,
drought,gus,,40%,,,a talk,
drought,hal,2025-01-15,5-10%,coast,,a talk,
flood,ian,,"2% [1%, 8%]",,,a talk,
flood,ada,2024-01-15,70%,coast,,an older letter,
"""


@dataclass(frozen=True)
class Kind:
    toml: str
    rows: str
    invent: Callable[..., StudyFit]


KINDS = {
    "consensus": Kind(fits.TOML, fits.ROWS + MORE, fits.synthetic_fit),
    "factors": Kind(factor_fits.TOML, factor_fits.ROWS, factor_fits.panel_fit),
    "cruxes": Kind(crux_fits.TOML, crux_fits.ROWS, crux_fits.crux_fit),
}
EVERY = pytest.mark.parametrize("name", KINDS)


@pytest.fixture(scope="module")
def studies(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Study]:
    return {
        name: read_study(write_study(tmp_path_factory.mktemp(name) / "study", kind.toml, kind.rows))
        for name, kind in KINDS.items()
    }


def moved(study: Study, places: list[int]) -> Study:
    """The study with its rows in another order, and each on the line where it then stands."""
    rows = tuple(replace(study.rows[place], file="b.csv", line=line) for line, place in enumerate(places, start=2))
    return replace(study, rows=rows)


def retitled(study: Study) -> Study:
    questions = {name: replace(question, title=f"Anew: {name}") for name, question in study.questions.items()}
    return replace(study, title="Another title", questions=questions)


def given_to_the_model(study: Study) -> dict[str, Any]:
    """Everything that a model is given, as bytes where it is arrays."""
    data = model_for(study).encode(study)
    return {field.name: plain(getattr(data, field.name)) for field in fields(data) if field.name != "network"}


def plain(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: plain(value) for name, value in part.items()}
    if isinstance(part, np.ndarray):
        return part.shape, part.dtype.str, part.tobytes()
    # Statements know where they stand.
    if isinstance(part, tuple):
        return [replace(row, file="", line=0) if hasattr(row, "line") else row for row in part]
    return part


@EVERY
@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_model_is_given_the_same_whatever_the_order_of_rows(
    name: str, studies: dict[str, Study], data: st.DataObject
) -> None:
    study = studies[name]
    places = data.draw(st.permutations(range(len(study.rows))))
    assert given_to_the_model(retitled(moved(study, places))) == given_to_the_model(study)


SAID = st.sampled_from(["5%", "30%", "<1%", ">=60%", "10-20%", "12% [5%, 30%]", "0%", "q10=1% q90=20%"])
WHO = st.sampled_from(["Ada", "Bo", "Cem", "Dee", "Eve", "Fay"])
ASKED = {
    "consensus": ["flood", "drought"],
    "factors": ["storm", "breach", "loss | flood", "loss | not flood", "flood"],
    "cruxes": ["famine", "blight", "war", "famine | blight", "famine | not blight", "famine | war"],
}


@EVERY
@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_so_it_is_of_any_study(name: str, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    # Whoever answers one question twice does so on different days: of one day the later row stands.
    cells = st.tuples(st.sampled_from(ASKED[name]), WHO, st.integers(1, 28), SAID, st.sampled_from(["", "a", "b"]))
    said = data.draw(st.lists(cells, min_size=1, max_size=12, unique_by=lambda cell: cell[:3]))
    first = [(asked, "Zed", 1, "20%", "a") for asked in ASKED[name]]
    lines = [f'{asked},{who},2024-05-{day:02},"{cell}",{group},,s,\n' for asked, who, day, cell, group in first + said]
    study = read_study(write_study(tmp_path_factory.mktemp("any") / "s", KINDS[name].toml, "".join(lines)))
    places = data.draw(st.permutations(range(len(study.rows))))
    assert given_to_the_model(moved(study, places)) == given_to_the_model(study)


def printed(fit: StudyFit) -> str:
    """All that a run prints and a report says, pictures' titles and descriptions among it, without places in files."""
    model = model_of(fit)
    drawn = [(figure.caption, figure.chart.to_dict()["description"]) for figure in model.figures(fit).all()]
    tables = [(table.title, table.note, table.header, table.rows) for table in tables_of(fit)]
    texts = [summary_csv(fit), summary_json(fit), summary_markdown(fit), lead_sentences(fit), methods_text(fit)]
    whole = "\n".join(map(str, [*texts, tables, drawn, model.assumptions(fit), list(model.remarks(fit))]))
    return re.sub(r"a\.csv(:\d+)?", "file", whole)


@EVERY
def test_what_is_printed_of_the_same_draws_is_the_same_text(name: str, tmp_path: Path) -> None:
    kind = KINDS[name]
    lines = kind.rows.splitlines(keepends=True)
    texts = set()
    for order in (lines, np.random.default_rng(1).permutation(lines).tolist()):
        folder = write_study(tmp_path / "study", kind.toml, "".join(order))
        texts.add(printed(kind.invent(read_study(folder), draws=10)))
        shutil.rmtree(folder)
    assert len(texts) == 1


@pytest.mark.parametrize("folder", sorted((ROOT / "forecasts").iterdir()), ids=lambda folder: folder.name)
def test_shipped_studies_do_not_hang_on_the_order_of_their_rows(folder: Path) -> None:
    study = read_study(folder)
    for seed in range(3):
        places = np.random.default_rng(seed).permutation(len(study.rows)).tolist()
        assert given_to_the_model(moved(study, places)) == given_to_the_model(study)
