"""The folder for a write-up: of every kind of fit, and built by the programs that papers are built by."""

import csv
import json
import re
import shlex
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from consilience.api.study_fit import StudyFit
from consilience.exporters.paper import Paper, pictures, words
from consilience.exporters.paper.folder import MANIFEST
from consilience.problems import DiagnosticsError, WrongValueError
from tests.builders.fits import FAILED, figures_of, synthetic_fit, write_study
from tests.builders.named_fits import cruxes, hostile_cruxes, hostile_panel, panel

NAMES = "".join(
    f"flood,{name},2025-01-1{place},{place + 1}%,{group},,{source},\n"
    for place, (name, group, source) in enumerate(
        [
            ("佐藤 花子", "río", "报告 2024 https://example.org/报告?a=1&b=50%25#x_y"),
            ("Ольга Иванова", "río", "Доклад"),
            ("محمد بن زيد", "coast", "a [@x] b"),
            ("김민준", "coast", "x ≤ y − z × 10⁻⁶ → κ"),
            ("Ζωή Παππά", "coast", "e\u0301tude"),
            ("Łukasz Žižek", "río", "a talk 🎲"),
            ("प्रिया शर्मा", "río", "№ 5 ﬁ"),
            ("ไพศาล", "río", "– ‰ € ½"),
        ]
    )
)
KINDS: Mapping[str, Callable[[Path], StudyFit]] = {
    "consensus": lambda folder: synthetic_fit(write_study(folder / "floods")),
    "factors": lambda folder: panel("enough people", folder),
    "cruxes": lambda folder: cruxes("two camps", folder),
    "many scripts": lambda folder: synthetic_fit(write_study(folder / "names", rows=NAMES)),
    "hostile panel": hostile_panel,
    "hostile cruxes": hostile_cruxes,
}
ENDINGS = ("svg", "pdf", "png")
FORMATS = ("tex", "md", "csv", "html")


@pytest.fixture
def one_chart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Papers with a single chart: a tenth of the time."""
    monkeypatch.setattr(pictures, "one_by_one", lambda figures: [figures.overview()])


@pytest.fixture(scope="module")
def fits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, StudyFit]:
    return {name: make(tmp_path_factory.mktemp("studies")) for name, make in KINDS.items()}


@pytest.fixture(scope="module")
def papers(fits: dict[str, StudyFit]) -> dict[str, Paper]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "one_by_one", lambda figures: [figures.overview()])
        return {name: Paper.of(fit) for name, fit in fits.items()}


def text(paper: Paper, name: str) -> str:
    return paper.files[name].decode()


def chunks(png: bytes) -> dict[bytes, bytes]:
    found, place = {}, 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, data = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + data)
        found[kind] = data
        place += length + 12
    return found


def size(png: bytes) -> tuple[int, int]:
    return struct.unpack(">II", chunks(png)[b"IHDR"][:8])


@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_has_both_widths_and_every_table_four_forms(papers: dict[str, Paper], kind: str) -> None:
    names = set(papers[kind].files)
    charts = {f"figures/{stem}.{end}" for stem in ("overview", "overview-column") for end in ENDINGS}
    tables = {name.split("/")[1].rpartition(".")[0] for name in names if name.startswith("tables/")}
    assert {"answers", "statements", "assumptions"} <= tables
    assert names == {
        *("README.md", "paper.tex", "paper.md", "methods.md", "references.bib", "figures/captions.csv"),
        *charts,
        *(f"tables/{name}.{form}" for name in tables for form in FORMATS),
    }
    assert all(papers[kind].files.values())


def test_every_chart_of_the_report_is_there(fits: dict[str, StudyFit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_files", lambda stem, figure, dpi: {stem: b"drawn"})
    drawn = list(pictures.pictures(fits["factors"], 300))
    assert drawn[0].name == "tree"
    names = sorted(picture.name for picture in drawn)
    assert names == sorted(figure.name for figure in figures_of(fits["factors"]).all())
    labels = [picture.label for picture in drawn]
    assert len(set(labels)) == len(labels)
    assert all(re.fullmatch(r"fig(-[a-z0-9]+)+", label) for label in labels)


@pytest.mark.parametrize("kind", KINDS)
def test_the_alt_text_is_one_sentence_sent_everywhere(papers: dict[str, Paper], kind: str) -> None:
    paper = papers[kind]
    (row,) = csv.DictReader(text(paper, "figures/captions.csv").splitlines())
    alt = row["alt"].removeprefix("'")
    assert len(alt) > 20
    root = ElementTree.fromstring(text(paper, "figures/overview.svg"))
    assert root.get("aria-label") == alt
    said = chunks(paper.files["figures/overview.png"])[b"iTXt"]
    assert said == b"Description\0\0\0\0\0" + alt.encode()
    (in_myst,) = re.findall(r"^alt: (.*)$", text(paper, "paper.md"), re.MULTILINE)
    assert json.loads(in_myst) == alt
    assert r"\includegraphics[alt={" in text(paper, "paper.tex")


def test_pictures_are_of_the_widths_and_the_density_asked_for(fits: dict[str, StudyFit], one_chart: None) -> None:
    paper = Paper.of(fits["consensus"], dpi=150)
    for name, units in (("overview", 493), ("overview-column", 241)):
        png = paper.files[f"figures/{name}.png"]
        assert size(png)[0] == pytest.approx(units / 72 * 150, abs=2)
        # Pixels to the metre.
        assert struct.unpack(">IIB", chunks(png)[b"pHYs"]) == pytest.approx((150 / 0.0254,) * 2 + (1,), rel=1e-3)
        svg = ElementTree.fromstring(text(paper, f"figures/{name}.svg"))
        assert svg.get("width") == pytest.approx(f"{units}pt")
        assert not list(svg.iter("{http://www.w3.org/2000/svg}text")), "letters that another program would set anew"


@pytest.mark.parametrize("dpi", [0, 49, 1201, float("nan"), -300])
def test_a_density_that_no_picture_has_is_refused(fits: dict[str, StudyFit], dpi: float, tmp_path: Path) -> None:
    with pytest.raises(WrongValueError, match="from 50 to 1200"):
        fits["consensus"].export(tmp_path / "paper", dpi=dpi)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_cited_is_in_the_references(papers: dict[str, Paper], fits: dict[str, StudyFit], kind: str) -> None:
    tex, bib = text(papers[kind], "paper.tex"), text(papers[kind], "references.bib")
    every = tex + "".join(text(papers[kind], name) for name in papers[kind].files if name.endswith(".tex"))
    listed = set(re.findall(r"\\bibitem\{([^}]*)\}", tex))
    assert set(re.findall(r"\\cite\{([^}]*)\}", every)) <= listed
    assert listed == set(re.findall(r"^@\w+\{([^,]+),$", bib, re.MULTILINE)) == set(words.references(fits[kind]))
    assert "[@" not in text(papers[kind], "paper.md").replace(r"\@", "@").replace("\\[@x", "")


def test_the_methods_have_each_threshold_and_what_came_nearest(fits: dict[str, StudyFit]) -> None:
    said = words.computation(fits["consensus"])
    assert "4 chains of 1000 warm-up and 100 kept draws, seed 1" in said
    assert "the chains agree (r_hat at most 1.01; the worst was 1.002)" in said
    assert "no part of the posterior was missed (divergences at most 0; the worst was 0)" in said


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_was_written_becomes_a_command(papers: dict[str, Paper], kind: str) -> None:
    for name in papers[kind].files:
        if name.endswith(".tex"):
            body = text(papers[kind], name).partition(r"\begin{document}")[2] or text(papers[kind], name)
            bare = re.sub(r"\\url\{[^}]*\}", "", body)
            assert not re.search(r"(?<!\\)[#$]|\\(input|write|def)\b(?!\{tables/)", bare.partition("\n")[2]), name
            assert bare.replace(r"\{", "").replace(r"\}", "").count("{") == bare.replace(r"\{", "").replace(
                r"\}", ""
            ).count("}")
        if name.endswith(".html"):
            assert not re.search(r"<(script|img|b)\b", text(papers[kind], name).lower())
        if name.endswith(".csv"):
            rows = list(csv.reader(text(papers[kind], name).splitlines()))
            assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_a_folder_is_written_whole_and_renewed_with_what_is_not_its_own(
    fits: dict[str, StudyFit], one_chart: None, tmp_path: Path
) -> None:
    folder = tmp_path / "paper"
    done = fits["consensus"].export(folder)
    assert done.path == folder
    first = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "mine.tex").write_text("mine")
    (folder / "figures" / "mine.svg").write_text("mine")
    for built in ("paper.aux", "paper.pdf", "_build/html/index.html"):
        (folder / built).parent.mkdir(parents=True, exist_ok=True)
        (folder / built).write_text("built")
    (folder / "figures" / "overview.png").unlink()
    fits["consensus"].exports.paper(folder)
    again = {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert again.keys() == first.keys() | {Path("mine.tex"), Path("figures/mine.svg")}
    assert list(tmp_path.iterdir()) == [folder]


def test_nothing_of_others_is_lost(fits: dict[str, StudyFit], one_chart: None, tmp_path: Path) -> None:
    export = fits["consensus"].export
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("a")
    with pytest.raises(WrongValueError, match=r"no earlier export wrote it.*new or an empty folder"):
        export(tmp_path / "notes")
    (tmp_path / "file").write_text("a")
    with pytest.raises(WrongValueError, match="a paper is a folder"):
        export(tmp_path / "file")
    export(tmp_path / "paper")
    (tmp_path / "paper" / "paper.md").write_text("rewritten")
    with pytest.raises(WrongValueError, match=r"changed since it was exported: paper\.md"):
        export(tmp_path / "paper")
    assert (tmp_path / "paper" / "paper.md").read_text() == "rewritten"
    (tmp_path / "paper" / MANIFEST).write_text("{")
    with pytest.raises(WrongValueError, match="no earlier export"):
        export(tmp_path / "paper")


def test_what_fails_half_way_leaves_the_earlier_folder(
    fits: dict[str, StudyFit], one_chart: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "paper"
    fits["consensus"].export(folder)
    before = (folder / MANIFEST).read_bytes()

    def full(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr("consilience.exporters.paper.folder._write", full)
    with pytest.raises(OSError, match="no space left"):
        fits["consensus"].export(folder)
    assert (folder / MANIFEST).read_bytes() == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_fit_that_failed_is_not_written_down(tmp_path: Path) -> None:
    failed = synthetic_fit(write_study(tmp_path / "floods"), checks=FAILED)
    with pytest.raises(DiagnosticsError):
        failed.export(tmp_path / "paper")
    assert not (tmp_path / "paper").exists()


def exported(paper: Paper, folder: Path) -> Path:
    for name, content in paper.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_latex_sets_it(papers: dict[str, Paper], kind: str, tmp_path: Path, program: Callable[[str], Path]) -> None:
    folder = exported(papers[kind], tmp_path)
    # The first time for what is cited and pointed to, the second with it and the pictures.
    for draft in (["-draftmode"], []):
        # Nothing of a study may run a program, whatever it is called.
        told = subprocess.run(
            [program("pdflatex"), "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", *draft, "paper"],
            cwd=folder,
            capture_output=True,
            check=False,
        )
        assert told.returncode == 0, told.stdout.decode(errors="replace")[-2000:]
    log = (folder / "paper.log").read_text(errors="replace")
    assert "undefined" not in log
    if "hostile" not in kind:
        assert not [wide for wide in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log) if float(wide) > 20]
    read = [program("pdftotext"), "paper.pdf", "-"]
    printed = subprocess.run(read, cwd=folder, capture_output=True, text=True, check=True).stdout
    assert "References" in printed
    assert "the worst was" in printed


# One process builds all, since Sphinx takes longer to start than to build one of them.
SPHINX = """
import io, json, sys
from contextlib import chdir, redirect_stderr
from sphinx.cmd.build import main

told = {}
for folder, asked in json.load(sys.stdin):
    with chdir(folder), redirect_stderr(io.StringIO()) as said:
        told[folder] = main(["-q", "-W", *asked]), said.getvalue()
json.dump(told, sys.stdout)
"""


@pytest.fixture(scope="module")
def built(
    papers: dict[str, Paper], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], tuple[Path, list]]:
    """Of each kind and builder, the folder that was built and what Sphinx answered and said."""
    pytest.importorskip("myst_parser")
    asked = {}
    for kind, paper in papers.items():
        command = re.search(r"`sphinx-build ([^`]*)`", text(paper, "README.md"))
        assert command
        for builder in ("html", "latex"):
            folder = exported(paper, tmp_path_factory.mktemp("sphinx"))
            asked[kind, builder] = folder, [argument.replace("html", builder) for argument in shlex.split(command[1])]
    wanted = json.dumps([(str(folder), arguments) for folder, arguments in asked.values()])
    done = subprocess.run([sys.executable, "-c", SPHINX], input=wanted, capture_output=True, text=True, check=True)
    told = json.loads(done.stdout)
    return {key: (folder, told[str(folder)]) for key, (folder, _) in asked.items()}


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("builder", ["html", "latex"])
def test_sphinx_builds_it_without_a_word(
    built: dict[tuple[str, str], tuple[Path, list]], kind: str, builder: str
) -> None:
    folder, told = built[kind, builder]
    assert told == [0, ""]
    if builder == "html":
        page = (folder / "_build" / builder / "paper.html").read_text("utf-8")
        assert page.count("<figure") == 1
        assert re.search(r'<img alt="[^"]{20,}" src="_images/overview.svg"', page)
        assert not re.search(r'(src|href)="https?://[^"]*\.(js|css|woff)', page)


def grey(page: Path) -> np.ndarray:
    kind, columns, rows, _, pixels = page.read_bytes().split(maxsplit=4)
    assert kind == b"P5"
    return np.frombuffer(pixels, np.uint8).reshape(int(rows), int(columns)).astype(float)


def blurred(picture: np.ndarray, by: int = 6) -> np.ndarray:
    rows, columns = (length // by * by for length in picture.shape)
    return picture[:rows, :columns].reshape(rows // by, by, columns // by, by).mean(axis=(1, 3))


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["consensus", "factors"])
@pytest.mark.parametrize("name", ["overview", "overview-column"])
def test_other_programs_show_the_same_picture(
    papers: dict[str, Paper], kind: str, name: str, tmp_path: Path, program: Callable[[str], Path]
) -> None:
    figures = exported(papers[kind], tmp_path) / "figures"
    subprocess.run([program("rsvg-convert"), "-f", "pdf", f"{name}.svg", "-o", "svg.pdf"], cwd=figures, check=True)
    for page, file in (("svg", "svg.pdf"), ("pdf", f"{name}.pdf")):
        drawn = [program("pdftoppm"), "-gray", "-singlefile", "-scale-to-x", "1200", "-scale-to-y", "-1", file, page]
        subprocess.run(drawn, cwd=figures, check=True)
    one, other = blurred(grey(figures / "svg.pgm")), blurred(grey(figures / "pdf.pgm"))
    rows = min(len(one), len(other))
    assert abs(len(one) - len(other)) <= 1
    assert np.corrcoef(one[:rows].ravel(), other[:rows].ravel())[0, 1] > 0.9
    fonts = subprocess.run(
        [program("pdffonts"), f"{name}.pdf"], cwd=figures, capture_output=True, text=True, check=True
    )
    table = fonts.stdout.splitlines()[2:]
    assert table
    assert all("yes yes" in line for line in table), "a font that is not embedded"
