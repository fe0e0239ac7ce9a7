"""The results of a study on disk: written whole beside the earlier ones, then put in their place."""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from consilience.models.registry import model_of
from consilience.report.page import report_html
from consilience.report.tables import summary_csv, summary_json, summary_markdown
from consilience.sampling.fit import Fit
from consilience.sampling.provenance import PROVENANCE_FILE, SUMMARY_FILE
from consilience.sampling.store import FIT_FILE, write_fit

REPORT_FILE = "report.html"


def write_results(fit: Fit, folder: Path, provenance: Mapping[str, object]) -> Path:
    """Write everything that a run leaves behind.

    Parameters
    ----------
    fit : Fit
        One whose diagnostics passed.
    folder : Path
        ``results/<study>``: replaced as a whole once everything is written.
    provenance : mapping
        Written as provenance.json, with the diagnostics and the list of files.

    Returns
    -------
    Path
        The report.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    try:
        figures = model_of(fit).figures(fit).all()
        with ThreadPoolExecutor(os.cpu_count()) as workers:
            charts = [workers.submit(figure.save, draft / "charts") for figure in figures]
            texts = {
                "summary.csv": summary_csv(fit),
                SUMMARY_FILE: summary_json(fit),
                "summary.md": summary_markdown(fit),
                REPORT_FILE: report_html(fit, figures),
            }
            for chart in charts:
                chart.result()
        for name, text in texts.items():
            (draft / name).write_text(text, "utf-8", newline="\n")
        write_fit(fit, draft / FIT_FILE)
        _write_provenance(fit, draft, provenance)
        draft.chmod(0o755)
        _replace_folder(draft, folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return folder / REPORT_FILE


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
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    (draft / PROVENANCE_FILE).write_text(text, "utf-8", newline="\n")


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
