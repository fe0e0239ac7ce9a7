"""The results of a study on disk: written whole beside the earlier ones, then put in their place."""

import json
import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from consilience.charts.drawing import conversion
from consilience.charts.drawing.conversion import Converter
from consilience.charts.drawing.kept import Record, record_of, records_in, take_over
from consilience.charts.drawing.page import bundle
from consilience.charts.figure import Figure
from consilience.models.figures import figures_for_page
from consilience.report.page import report_html
from consilience.report.tables import summary_csv, summary_json, summary_markdown
from consilience.sampling.fit import Fit
from consilience.sampling.provenance import PROVENANCE_FILE, SUMMARY_FILE
from consilience.sampling.store import FIT_FILE, write_fit

REPORT_FILE = "report.html"
CHARTS = "charts"

# Charts in work: more than a converter does at once, so that it never waits for the next.
_AT_ONCE = 4


def write_results(fit: Fit, folder: Path, provenance: Mapping[str, object], converter: Converter = conversion) -> Path:
    """Write everything that a run leaves behind.

    Parameters
    ----------
    fit : Fit
        One whose diagnostics passed.
    folder : Path
        ``results/<study>``: replaced as a whole once everything is written. Charts that are there already are kept.
    provenance : mapping
        Written as provenance.json, with the diagnostics, the charts and the list of files.
    converter : Converter
        What makes the pictures: by default this process.

    Returns
    -------
    Path
        The report.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        record = _write_all(fit, draft, folder, converter)
        _write_provenance(fit, draft, {**provenance, "charts": record})
        draft.chmod(0o755)
        _replace_folder(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder / REPORT_FILE


def _write_all(fit: Fit, draft: Path, earlier: Path, converter: Converter) -> dict[str, Record]:
    """Charts beside all else: a converter that is another process leaves this one free."""
    figures = figures_for_page(fit)
    drawings = [drawing for figure in figures for drawing in (figure.drawing, figure.narrow_drawing) if drawing]
    for drawing in drawings:
        drawing.converter = converter
    known = records_in(earlier / PROVENANCE_FILE)
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        workers.submit(bundle, converter)
        drawn = {
            figure.name: workers.submit(_write_chart, figure, known.get(figure.name), earlier / CHARTS, draft / CHARTS)
            for figure in figures
        }
        narrow = [workers.submit(_picture, figure) for figure in figures]
        _write(draft / "summary.csv", summary_csv(fit))
        _write(draft / SUMMARY_FILE, summary_json(fit))
        _write(draft / "summary.md", summary_markdown(fit))
        write_fit(fit, draft / FIT_FILE)
        charts = {name: chart.result() for name, chart in drawn.items()}
        wait(narrow)
        _write(draft / REPORT_FILE, report_html(fit, figures))
    return charts


def _write_chart(figure: Figure, record: object, earlier: Path, folder: Path) -> Record:
    from consilience import charts

    names = [f"{figure.name}.{form}" for form in charts.FORMATS]
    if take_over(figure.drawing, record, names, earlier, folder):
        return record_of(figure.drawing, [folder / name for name in names])
    return record_of(figure.drawing, figure.save(folder))


def _picture(figure: Figure) -> None:
    """Draw the picture for a narrow screen ahead of the page."""
    if figure.narrow_drawing is not None:
        _ = figure.narrow_drawing.labelled_svg


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


def _replace_folder(draft: Path, folder: Path) -> None:
    """Put a finished folder in the place of an earlier one, which is kept until the new one stands."""
    earlier = folder.with_name(f".{folder.name}.earlier")
    if folder.exists():
        shutil.rmtree(earlier, ignore_errors=True)
        folder.rename(earlier)
    try:
        draft.rename(folder)
    except BaseException:
        if earlier.exists():
            earlier.rename(folder)
        raise
    shutil.rmtree(earlier, ignore_errors=True)
