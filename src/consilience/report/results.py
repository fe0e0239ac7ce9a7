"""The results of a study on disk: written whole beside the earlier ones, then put in their place."""

import json
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consilience.charts.drawing import conversion
from consilience.charts.drawing.conversion import Converter
from consilience.charts.drawing.kept import Record, record_of, records_in, take_over
from consilience.charts.drawing.page import bundle
from consilience.history.archive import carry_over, keep
from consilience.history.moved import answer_record
from consilience.history.statements import weighed_in
from consilience.report.moved import Moved, moved_since
from consilience.report.page import figures_for_page, report_html
from consilience.report.tables import summary_csv, summary_json, summary_markdown
from consilience.sampling.fit import Fit
from consilience.sampling.precision import answer_errors
from consilience.sampling.provenance import PROVENANCE_FILE, SUMMARY_FILE
from consilience.sampling.store import FIT_FILE, write_fit
from consilience.study.writing.replacing import new_draft, replace_folder

if TYPE_CHECKING:
    from consilience.charts import Drawing
    from consilience.charts.figure import Figure

REPORT_FILE = "report.html"
CHARTS = "charts"

# Charts in work: so many that a converter of several programs has something for each of them to do.
_AT_ONCE = 32


def write_results(fit: Fit, folder: Path, provenance: Mapping[str, object], converter: Converter = conversion) -> Path:
    """Write everything that a run leaves behind.

    Parameters
    ----------
    fit : Fit
        One whose diagnostics passed.
    folder : Path
        ``results/<study>``: replaced as a whole once everything is written. Charts that are there already are kept, and
        so is every answer published before: see :mod:`consilience.history.archive`.
    provenance : mapping
        Written as provenance.json, with the diagnostics, the charts and the list of files.
    converter : Converter
        What makes the pictures: by default this process.

    Returns
    -------
    Path
        The report.
    """
    draft = new_draft(folder)
    try:
        answer = _answer_record(fit, provenance)
        moved = moved_since(fit, folder, answer)
        record = _write_all(fit, draft, folder, converter, moved)
        _write_provenance(fit, draft, {**provenance, "charts": record, "moved": moved.sentences})
        carry_over(folder, draft)
        keep(answer, draft, datetime.now(UTC).isoformat(timespec="seconds"))
        draft.chmod(0o755)
        replace_folder(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder / REPORT_FILE


def _write_all(fit: Fit, draft: Path, earlier: Path, converter: Converter, moved: Moved) -> dict[str, Record]:
    """Charts beside all else: a converter that is another process leaves this one free."""
    from consilience import charts

    known = records_in(earlier / PROVENANCE_FILE)
    figures: list[Figure] = []
    drawn: dict[str, Future[Record]] = {}
    with ThreadPoolExecutor(_AT_ONCE) as workers:

        def draw(name: str, drawing: "Drawing", formats: Sequence[str]) -> None:
            drawing.converter = converter
            places = earlier / CHARTS, draft / CHARTS
            drawn[name] = workers.submit(_write_chart, name, drawing, formats, known.get(name), *places)

        workers.submit(bundle, converter)
        of_move = moved.figure(fit)
        for figure in chain(() if of_move is None else (of_move,), figures_for_page(fit)):
            figures.append(figure)
            draw(figure.name, figure.drawing, charts.FORMATS)
        # After all others, of whose pictures pixels and pages are to be made.
        for figure in figures:
            if figure.narrow:
                draw(f"{figure.name}-column", figure.narrow_drawing, ("svg",))
        _write(draft / "summary.csv", summary_csv(fit))
        _write(draft / SUMMARY_FILE, summary_json(fit))
        _write(draft / "summary.md", summary_markdown(fit))
        write_fit(fit, draft / FIT_FILE)
        # Of the charts it takes the pictures alone: pixels and pages are made meanwhile.
        _write(draft / REPORT_FILE, report_html(fit, figures, moved.sentences))
        return {name: chart.result() for name, chart in drawn.items()}


def _write_chart(
    name: str, drawing: "Drawing", formats: Sequence[str], record: object, earlier: Path, folder: Path
) -> Record:
    from consilience.charts import save_chart

    names = [f"{name}.{form}" for form in formats]
    if take_over(drawing, record, names, earlier, folder):
        return record_of(drawing, [folder / file for file in names])
    return record_of(drawing, save_chart(drawing, folder, name, formats))


def _answer_record(fit: Fit, provenance: Mapping[str, object]) -> Mapping[str, Any]:
    """The answer as the history keeps it."""
    summary = json.loads(summary_json(fit))
    return answer_record(summary, weighed_in(fit.study), answer_errors(fit), {**provenance, **fit.provenance})


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", newline="\n")


def _write_provenance(fit: Fit, draft: Path, provenance: Mapping[str, object]) -> None:
    written = sorted(path.relative_to(draft).as_posix() for path in draft.rglob("*") if path.is_file())
    record = {
        **provenance,
        **fit.provenance,
        "diagnostics": {
            check.name: {"worst": check.worst, "bound": check.bound, "passed": check.passed, "where": check.where}
            for check in fit.checks
        },
        "files": written,
    }
    _write(draft / PROVENANCE_FILE, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
