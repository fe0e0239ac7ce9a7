"""The main job: check each study, fit what changed, publish what passed its diagnostics."""

import hashlib
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from consilience.arguments import day_of, takes, writing_to
from consilience.problems import Problem, StudyError
from consilience.sampling.fit import DEFAULT_SEED, Diagnostic, Progress
from consilience.sampling.provenance import PROVENANCE_FILE, SUMMARY_FILE, code_digest, versions
from consilience.study import Study, file_digests, input_digest, read_study
from consilience.study.writing.lock import locked
from consilience.study.writing.replacing import clear_away, lock_of

if TYPE_CHECKING:
    from consilience.charts.drawing.conversion import Converter
    from consilience.sampling.fit import Fit

type Answered = Callable[[Mapping[str, Any]], None]
# What was sampled, and what gives the fit whose answers lie in the results.
type Earlier = tuple[Fit, Callable[[], Fit | None]]
Status = Literal["unchanged", "fitted", "reweighted", "at_fault", "failed"]

# What reading a damaged file raises; the last two are h5py's and h5netcdf's.
_DAMAGED = OSError, ValueError, LookupError, TypeError, RuntimeError, AttributeError


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one study in a run.

    Parameters
    ----------
    study : str
        Name of the study.
    status : {"unchanged", "fitted", "reweighted", "at_fault", "failed"}
        Earlier results still stand; new ones were written, sampled or reweighted from the last full fit; the study has
        errors; the fit failed its diagnostics (in the last two cases earlier results are kept).
    results : Path
        Folder of the results.
    summary : mapping
        What summary.json holds, empty where nothing was published.
    problems : tuple of Problem
        Errors and warnings of the study.
    checks : tuple of Diagnostic
        Diagnostics of a new fit.
    how : str
        How a new answer was had where there was an earlier fit: reweighted, or why it was sampled, in a sentence.
    moved : tuple of str
        What moved since the answer that was published before, in sentences.
    """

    study: str
    status: Status
    results: Path
    summary: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    checks: tuple[Diagnostic, ...] = ()
    how: str = ""
    moved: tuple[str, ...] = ()


@takes()
def run(
    study: str | Path,
    results: str | Path = "results",
    *,
    seed: int = DEFAULT_SEED,
    again: bool = False,
    as_of: date | str | None = None,
    progress: Progress | None = None,
    answered: Answered | None = None,
) -> Run:
    """Check a study, fit it if anything changed, and publish the fit if it passed its diagnostics.

    Parameters
    ----------
    study : path
        Folder of the study.
    results : path
        Folder under which ``<study>/`` is written: summary.csv, summary.json, summary.md, fit.nc, provenance.json,
        report.html and charts/.
    seed : int
        Seed of the sampler.
    again : bool
        Fit even if nothing changed.
    as_of : datetime.date or str, optional
        The study as it stood at the end of an earlier day, without hindsight; its results are ``<study>@<day>/``.
    progress : callable, optional
        Told what is being done, and the share of it that is done or None.
    answered : callable, optional
        Told the answer, as in summary.json, as soon as there is a new one: charts and the report take seconds more.

    Returns
    -------
    Run
        Never raises for a study at fault: its problems are in the result.

    Raises
    ------
    OSError
        If the results cannot be written; earlier ones are as they were.
    ValueError
        If the day lies in the future.
    """
    folder, day = Path(study), None if as_of is None else day_of(as_of, "as_of")
    target = Path(results) / (folder.resolve().name + (f"@{day}" if day else ""))
    # Before the study is read: a file edited while the model samples must make the next run fit it.
    stamp = _stamp(folder, seed)
    if not again and (earlier := _unchanged(target, stamp)):
        return Run(target.name, "unchanged", target, earlier)
    tell = progress or (lambda what, share: None)
    try:
        read = _read(folder, day)
        with writing_to(target.parent):
            _try_writing(target.parent)
        with locked(lock_of(target), lambda: tell("waiting for another run of this study", None)) as waited:
            clear_away(target)
            if waited:
                stamp = _stamp(folder, seed)
                read = _read(folder, day)
            # Whoever was waited for may have done what was asked, and one who died may have done it before.
            if not again and (earlier := _unchanged(target, stamp)):
                return Run(target.name, "unchanged", target, earlier)
            return _fit_and_publish(read, target, seed, stamp, tell, answered, again=again)
    except StudyError as error:
        return Run(target.name, "at_fault", target, problems=error.problems)


def _fit_and_publish(
    study: Study,
    target: Path,
    seed: int,
    stamp: Mapping[str, object],
    progress: Progress,
    answered: Answered | None,
    *,
    again: bool,
) -> Run:
    from consilience.api.converters import converters

    def sampling(what: str, share: float | None) -> None:
        progress(what, share)
        if share is not None:
            _import_what_draws()

    # While one core reads and imports, the other can get ready to draw.
    with converters() as converter:
        fit = _fitted(study, None if again else _earlier(study, target, seed, stamp), seed, sampling)
        if not fit.passed:
            return Run(study.name, "failed", target, problems=study.warnings, checks=fit.checks)
        if answered:
            from consilience.report.tables import summary_json

            answered(json.loads(summary_json(fit)))
        from consilience.report.results import write_results

        progress("drawing charts and writing the report", None)
        expiry = min((row.until for row in study.standing if row.until), default=None) if _is_today(study) else None
        stands = {"stands_until": expiry.isoformat() if expiry else None}
        write_results(fit, target, {"study": study.name, **stamp, **stands}, converter)
        warnings = (*study.warnings, *_boxes(study, target, converter))
    summary = json.loads((target / SUMMARY_FILE).read_text("utf-8"))
    status: Status = "fitted" if fit.reweighted is None else "reweighted"
    moved = json.loads((target / PROVENANCE_FILE).read_text("utf-8"))["moved"]
    return Run(
        study.name, status, target, summary, warnings, fit.checks, str(fit.provenance.get("how", "")), tuple(moved)
    )


@cache
def _import_what_draws() -> None:
    """Import what makes charts while the chains, which need no Python, keep the cores busy.

    Not before them: with Altair's many objects in memory the garbage collector slows compilation by seconds.
    """
    import consilience.report.results  # noqa: F401


def _read(folder: Path, as_of: date | None) -> Study:
    """The study as it stands, or stood; of an earlier day its title says so wherever it is shown."""
    study = read_study(folder)
    if as_of is None:
        return study
    return replace(study.as_of(as_of), title=f"{study.title}, as of {as_of}")


def _is_today(study: Study) -> bool:
    return study.day is None or study.day >= date.today()


def _fitted(study: Study, earlier: "Earlier | None", seed: int, progress: Progress) -> "Fit":
    """The fit of a study: from the last full one at hand, or anew."""
    from consilience.models.following import updated
    from consilience.models.registry import model_for
    from consilience.sampling.fitting import fit as fit_model

    if earlier is not None:
        full, published = earlier
        return updated(full, study, model_for(study), progress, published)
    return fit_model(model_for(study), study, seed=seed, progress=progress)


def _earlier(study: Study, target: Path, seed: int, stamp: Mapping[str, object]) -> "Earlier | None":
    """The last full fit in the results, if this code would have drawn it alike, and what was published of it."""
    with suppress(*_DAMAGED):
        record = json.loads((target / PROVENANCE_FILE).read_text("utf-8"))
        if (record["code"], record["versions"], record["seed"]) != (stamp["code"], versions(), seed):
            return None
        from consilience.models.registry import stored_model
        from consilience.sampling.store import FIT_FILE, read_earlier

        full, published = read_earlier(target / FIT_FILE, study, stored_model)

        def as_published() -> "Fit | None":
            with suppress(*_DAMAGED):
                return published()
            return None

        return full, as_published
    return None


def _boxes(study: Study, target: Path, converter: "Converter") -> Iterator[Problem]:
    """Scripts that no font here draws in pixels and pages, or that SVG and HTML cannot carry."""
    from consilience.charts.drawing.scripts import SYMBOLS, undrawn, unembedded

    questions = [question.title for question in study.questions.values()]
    said = [text for row in study.standing for text in (row.forecaster, row.group or "", row.said)]
    texts = [study.title, *questions, *said]
    boxes = undrawn(texts, converter.png_of)
    for script, letter in unembedded(texts).items():
        if script not in boxes:
            why = (
                f"no font that comes with consilience has {script} ({letter}): a font of this machine draws it in PNG "
                "and PDF charts; in SVG and HTML the fonts of whoever opens them do, or boxes stand there"
            )
            remedy = "send PNG or PDF to who may have no such font"
            yield Problem(why, remedy, str(study.path / "study.toml"), severity="warning", check="script")
    for script, letter in boxes.items():
        why = (
            f"no font here draws {script} ({letter}): its letters are boxes in PNG and PDF charts; in SVG and HTML the "
            "fonts of whoever opens them draw it"
        )
        package = {SYMBOLS: "fonts-noto-color-emoji", "CJK": "fonts-noto-cjk"}.get(script, "fonts-noto-core")
        remedy = (
            f"install a font that has it, such as one of the Noto fonts (on Debian and Ubuntu {package}), "
            f"delete {target / 'charts'} and run again"
        )
        yield Problem(why, remedy, str(study.path / "study.toml"), severity="warning", check="script")


def _try_writing(folder: Path) -> None:
    """Fail before a minute of sampling, not after it."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder):
        pass


def _stamp(folder: Path, seed: int) -> Mapping[str, object]:
    """Digests of everything that the numbers and charts follow from; empty where an input cannot be read."""
    try:
        parts = [input_digest(folder), code_digest(), json.dumps(versions(), sort_keys=True), str(seed)]
        inputs = file_digests(folder)
    except OSError:
        return {}
    return {"key": hashlib.sha256("\n".join(parts).encode()).hexdigest(), "code": code_digest(), "inputs": inputs}


def _unchanged(target: Path, stamp: Mapping[str, object]) -> Mapping[str, Any] | None:
    """The earlier summary, if it is whole and nothing it follows from has changed since."""
    try:
        record = json.loads((target / PROVENANCE_FILE).read_text("utf-8"))
        summary: Mapping[str, Any] = json.loads((target / SUMMARY_FILE).read_text("utf-8"))
        whole = all((target / name).is_file() for name in record["files"])
        # A forecast withdrawn in the meantime no longer stands, though no file changed.
        expired = record["stands_until"] is not None and date.today().isoformat() >= record["stands_until"]
        return summary if whole and not expired and record["key"] == stamp.get("key") else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
