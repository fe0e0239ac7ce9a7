"""The folder of a paper, written whole beside what was there, and put in its place where nothing of others is lost."""

import hashlib
import json
import os
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from consilience.exporters.bibtex import bibtex_entries
from consilience.exporters.content import Exported
from consilience.exporters.paper.latex import paper_tex, with_cites
from consilience.exporters.paper.markdown import BUILD, paper_md
from consilience.exporters.paper.pictures import FOLDER, Picture, pictures
from consilience.exporters.paper.words import paragraphs, references, statements_table, tables
from consilience.exporters.references import methods
from consilience.exporters.tables import Texts, as_csv, as_html, as_latex, as_markdown
from consilience.problems import Problem, WrongValueError
from consilience.sampling.fit import Fit
from consilience.study.texts import listed, shown
from consilience.study.writing.replacing import new_draft, replace_folder

MANIFEST = "consilience-files.json"
DPI = 300
LEAST_DPI, MOST_DPI = 50, 1200
# What LaTeX and Sphinx leave beside a paper: made anew from it.
_BUILT = frozenset({"aux", "bbl", "blg", "fdb_latexmk", "fls", "log", "lof", "lot", "out", "pdf", "synctex.gz", "toc"})
_BUILD_FOLDER = "_build"
_README = """\
# {title}

Written by consilience from the study `{study}`; nothing here needs a network.

- `paper.tex`: `pdflatex paper`, twice; `lualatex` and `xelatex` do as well
- `paper.md` (MyST): `{build}`
- `figures/`: every chart 174 mm wide, and 85 mm as `-column`: SVG with its letters drawn, PDF with its fonts embedded,
  PNG at {dpi:g} dots per inch. `figures/captions.csv` has the caption and the alt text of each.
- `tables/`: LaTeX (booktabs), Markdown, CSV, and HTML that a word processor opens.
- `methods.md`: what was done, with the thresholds that were passed. `references.bib`: sources, software, methods.

Export again to renew it: your own files stay, and what you changed of these is not overwritten.
"""


@dataclass(frozen=True, slots=True)
class Paper:
    """The files of a paper before they are written.

    Parameters
    ----------
    files : mapping of str to bytes
        By their path in the folder.
    remarks : tuple of str
        Sentences on what was left out.
    """

    files: Mapping[str, bytes]
    remarks: tuple[str, ...] = ()

    @classmethod
    def of(cls, fit: Fit, dpi: float = DPI) -> "Paper":
        """Write a fit down as a paper.

        Parameters
        ----------
        fit : Fit
        dpi : float
            Pixels to the inch of the PNG files.

        Returns
        -------
        Paper

        Raises
        ------
        WrongValueError
            If the dots per inch are not from 50 to 1200.
        """
        if not LEAST_DPI <= dpi <= MOST_DPI:
            why = f"a picture has from {LEAST_DPI} to {MOST_DPI} dots per inch"
            raise WrongValueError(Problem(why, "say dpi=300, which most journals ask for", said=str(dpi)))
        drawn, found = list(pictures(fit, dpi)), tables(fit)
        sources = bibtex_entries(fit)
        bib = "\n".join([sources.data.decode(), *methods(fit).values()]).lstrip("\n")
        citing = found | {"statements": statements_table(fit, cited=True)}
        known, told = references(fit), paragraphs(fit)
        latex = {name: with_cites(as_latex(table, f"tbl-{name}"), known) for name, table in citing.items()}
        in_text = {name: as_markdown(table) for name, table in citing.items()}
        texts = {
            "README.md": _README.format(title=fit.study.title, study=fit.study.name, build=_build(fit), dpi=dpi),
            "paper.tex": paper_tex(fit, drawn, latex, told, known),
            "paper.md": paper_md(fit, drawn, in_text, told, known),
            "methods.md": "\n\n".join(told) + "\n",
            "references.bib": bib,
            f"{FOLDER}/captions.csv": as_csv(_captions(drawn)),
            **{f"tables/{name}.tex": text for name, text in latex.items()},
            **{f"tables/{name}.md": as_markdown(table) for name, table in found.items()},
            **{f"tables/{name}.csv": as_csv(table) for name, table in found.items()},
            **{f"tables/{name}.html": as_html(table) for name, table in found.items()},
        }
        files = {f"{FOLDER}/{name}": file for picture in drawn for name, file in picture.files.items()}
        return cls(files | {name: text.encode() for name, text in texts.items()}, sources.remarks)


def _build(fit: Fit) -> str:
    return BUILD.format(project=shlex.quote(fit.study.name))


def _captions(drawn: list[Picture]) -> Texts:
    rows = tuple((picture.name, picture.label, picture.caption, picture.alt) for picture in drawn)
    return Texts("", ("figure", "label", "caption", "alt"), rows)


def export_paper(fit: Fit, folder: str | os.PathLike[str], dpi: float = DPI) -> Exported:
    """Write a fit down as a paper in a folder.

    Parameters
    ----------
    fit : Fit
        One whose diagnostics passed.
    folder : path
        New or empty, or that of an earlier export: it is replaced at once. Files that are not of the export stay.
    dpi : float
        Pixels to the inch of the PNG files.

    Returns
    -------
    Exported

    Raises
    ------
    WrongValueError
        If the folder holds files but is of no export, or files of the export that were changed since.
    OSError
        If it cannot be written.
    """
    target = Path(folder)
    kept = _others(target)
    paper = Paper.of(fit, dpi)
    # Through a link to where it leads: a folder takes the place of a folder.
    target = target.resolve()
    draft = new_draft(target)
    try:
        _write(paper.files, draft)
        for path in kept:
            if str(path) not in paper.files:
                (draft / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target / path, draft / path)
        replace_folder(draft, target)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return Exported(Path(folder), paper.remarks)


def _write(files: Mapping[str, bytes], draft: Path) -> None:
    for name, content in files.items():
        path = draft / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    record = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    (draft / MANIFEST).write_text(json.dumps({"files": record}, indent=1) + "\n", "utf-8")
    # A draft is for its owner alone; what takes its place is as any folder.
    mask = os.umask(0)
    os.umask(mask)
    draft.chmod(0o777 & ~mask)


def _others(folder: Path) -> list[Path]:
    """Files of an earlier export's folder that are not of the export; a refusal where anything would be lost."""
    if not folder.exists():
        return []
    where = shown(folder)
    if not folder.is_dir():
        raise WrongValueError(Problem("a paper is a folder, and this is a file", "name another", file=where))
    found = {path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()}
    if not found:
        return []
    try:
        record: Mapping[str, str] = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    except (OSError, ValueError, LookupError, TypeError):
        why = "the folder holds files, and no earlier export wrote it"
        raise WrongValueError(Problem(why, "name a new or an empty folder", file=where)) from None
    changed = [
        str(path) for path in sorted(found) if str(path) in record and _digest(folder / path) != record[str(path)]
    ]
    if changed:
        why = f"changed since it was exported: {listed(changed, 5)}"
        raise WrongValueError(Problem(why, "rename what you want to keep, or name another folder", file=where))
    return sorted(path for path in found if str(path) not in record and not _is_built(path))


def _is_built(path: Path) -> bool:
    """Whether a file is this export's list of files, or what was built of a paper."""
    name, _, ending = path.name.partition(".")
    return (
        path.parts[0] == _BUILD_FOLDER
        or path == Path(MANIFEST)
        or (len(path.parts) == 1 and name == "paper" and ending in _BUILT)
    )


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
