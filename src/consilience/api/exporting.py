"""The answer that a run left behind, as another program's file."""

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from consilience.api.fits import AnyFit
from consilience.api.fitting import read_fit
from consilience.api.study import Study, read_study
from consilience.arguments import takes
from consilience.exporters import FORMATS, Exported, export_fit
from consilience.problems import AskedError, Problem, WrongValueError
from consilience.sampling.provenance import PROVENANCE_FILE
from consilience.study import file_digests
from consilience.study.texts import listed, shown, unknown_name


@takes()
def export(
    study: str | os.PathLike[str],
    format: str,
    file: str | os.PathLike[str],
    results: str | os.PathLike[str] = "results",
) -> Exported:
    """Write the published answer of a study as another program's file, or for a paper; nothing is fitted.

    Parameters
    ----------
    study : str or PathLike
        Folder of the study.
    format : str
        A key of :data:`consilience.EXPORTERS`, or ``paper``, which is a folder.
    file : str or PathLike
        Written whole or not at all; what was there before is replaced.
    results : path
        Folder under which its results are.

    Returns
    -------
    Exported
        Its ``path``, and in ``remarks`` what was left out or changed. A fit at hand has the same as
        ``fit.exports.csv(file)`` and others.

    Raises
    ------
    ValueError
        If there is no such format, or the study has changed since it was run.
    FileNotFoundError
        If it was not run.
    StudyError
        If the study cannot be read.
    OSError
        If the file cannot be written.
    """
    if format not in FORMATS:
        raise WrongValueError(unknown_name(format, FORMATS, "format"))
    folder = Path(study)
    target = Path(results) / folder.resolve().name
    read = read_study(folder)
    _of_today(target, folder)
    return export_fit(_fit_in(target, read), format, file)


def _fit_in(target: Path, study: Study) -> AnyFit:
    try:
        return read_fit(target, study)
    except AskedError:
        raise
    # The last two are h5py's and h5netcdf's of a damaged file.
    except (OSError, ValueError, LookupError, TypeError, RuntimeError, AttributeError) as error:
        why = "the fit there is damaged, or of another version of consilience"
        remedy = f"run: consilience run --again {study.name}"
        raise WrongValueError(Problem(why, remedy, file=shown(target))) from error


def _of_today(target: Path, folder: Path) -> None:
    """Refuse what answers an earlier state of the study."""
    try:
        record: Mapping[str, Any] = json.loads((target / PROVENANCE_FILE).read_text("utf-8"))
    except FileNotFoundError:
        # Said by what looks for the fit.
        return
    then, now = record["inputs"], file_digests(folder)
    changed = sorted(name for name in then.keys() | now.keys() if then.get(name) != now.get(name))
    expired = record["stands_until"] is not None and date.today().isoformat() >= record["stands_until"]
    if changed or expired:
        what = f"{listed(changed)} changed" if changed else "a forecast ended"
        why = f"it answers an earlier state of the study: {what}"
        raise WrongValueError(Problem(why, f"run: consilience run {folder.name}", file=shown(target)))
