"""Simulation-based calibration, run when something it depends on has changed since it was last passed.

A certificate, ``tests/certificates/<model>.json``, says of which code a model was found calibrated: it holds a digest
of the code of every file that the calibration runs through, with the pinned versions of the libraries. Where the digest
is today's the calibration is left out as certified; otherwise it runs, at the length that a CI has time for. ``make
calibrate`` runs it at full length and is the only thing that writes a certificate, after the calibration has passed.
"""

import ast
import hashlib
import json
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from token import COMMENT, DEDENT, ENCODING, INDENT, NEWLINE, NL, STRING, tok_name
from tokenize import tokenize
from typing import Any

import numpy as np
import pytest
from scipy import stats

ROOT = Path(__file__).parents[2]
CERTIFICATES = ROOT / "tests/certificates"

# All tests together raise a false alarm in one of a thousand environments.
LEVEL = 1e-3
WINGS = ("consensus.", "factors.", "cruxes.")
# What models show, say and predict by their fits, and what they ask of them when there is something to ask.
SHOWN = (
    *("alternatives", "arrivals", "beyond", "checking", "figures", "following", "frames", "implied", "leaving_out"),
    *("log_densities", "moved", "predict", "predictive", "predictive_figures", "tables", "what_if", "words"),
)
# They name every model, so that one may be found; what another is does not bear on this one.
DOORS = ("registry.py", "__init__.py")
# What a calibration does not run, imported or not: it shows, judges or keeps what was fitted, it reads and writes files
# or what people say in sentences. That nothing of it is run is looked at whenever a certificate is written; what builds
# a graph is run once for all replicates, where nothing looks, and may not stand here.
_ROOMS = ("api", "charts", "cli", "frames", "history", "importers", "measures", "notebook", "report")
_SPOKEN = ("decimal_comma", "lexicon", "mangled", "quantities", "refusals", "scales", "speech", "usage")
_FILES = ("checks", "encodings", "estimates_table", "files", "read", "reading", "resolutions", "texts", "writing")
_AFTER_DRAWS = (
    *("cross_validation", "drawing", "fit", "fitting", "gate", "precision", "prior_sensitivity", "provenance", "psis"),
    *("quantile_errors", "reweight", "sample", "spreads", "standing", "store", "trace", "update"),
)
BESIDE = (
    *(f"consilience.{room}" for room in _ROOMS),
    "consilience.likelihood.predicted",
    *(f"consilience.notation.{name}" for name in _SPOKEN),
    *(f"consilience.sampling.{name}" for name in _AFTER_DRAWS),
    *(f"consilience.study.{name}" for name in _FILES),
    *(f"consilience.models.{wing}{shown}" for wing in ("", *WINGS) for shown in SHOWN),
)
# Where packages of this project lie.
ROOTS = {"consilience": "src/", "tests": "./"}
PINS = "constraints.txt"
# Where these are not as pinned, other code is sampled from than the certificate is about.
LIBRARIES = ("numba", "numpy", "nutpie", "pymc", "pytensor", "scipy")

type Key = tuple[str, str]
type Replicate = Callable[[int], Mapping[Key, float]]


@dataclass(frozen=True)
class Certificate:
    """A calibration that was passed."""

    model: str
    digest: str
    replicates: int
    date: str
    quantities: int
    level: float
    worst: dict[str, float]
    p_values: dict[str, float]


def sources(model: str, root: Path = ROOT) -> list[Path]:
    """Every file that the calibration of a model runs through.

    The rooms it stands on as a whole, since a module may be loaded by a name in a table; and from there, and from the
    test itself, whatever is imported, at the top of a file or inside a function.
    """
    package, tests = root / "src/consilience", root / "tests/models"
    waiting = [
        *(file for file in (package / "likelihood").rglob("*.py") if file.stem != "predicted"),
        *(file for file in (package / "sampling").rglob("*.py") if file.stem not in _AFTER_DRAWS),
        *(file for wing in (".", model) for file in (package / "models" / wing).glob("*.py") if file.stem not in SHOWN),
        *(tests / name for name in ("calibration.py", "conftest.py", f"{model}/conftest.py", f"{model}/test_sbc.py")),
    ]
    found: set[Path] = set()
    while waiting:
        file = waiting.pop()
        if file in found or not file.is_file():
            continue
        found.add(file)
        others = file.parent == package / "models" and file.name in DOORS
        waiting += [
            path
            for path in imported(file, root)
            if not (others and path.is_relative_to(package / "models") and path.parent != package / "models")
        ]
    return sorted([*found, root / PINS])


def imported(file: Path, root: Path, beside: tuple[str, ...] = BESIDE) -> Iterator[Path]:
    """The files of this project that a file imports, and the packages around them, which are loaded with them."""
    yield from (root / name for name in _files(file.read_bytes(), beside))


@cache
def _files(source: bytes, beside: tuple[str, ...]) -> tuple[str, ...]:
    """Every file that a file may import, but for some modules, if there is one of this name."""
    names: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            # Of a package also a module may be taken.
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    found: dict[str, None] = {}
    for name in names:
        if name.partition(".")[0] in ROOTS and not f"{name}.".startswith(tuple(f"{room}." for room in beside)):
            parts = (ROOTS[name.partition(".")[0]] + name.replace(".", "/")).split("/")
            for size in range(2, len(parts) + 1):
                place = "/".join(parts[:size])
                found |= {f"{place}/__init__.py": None, f"{place}.py": None}
    return tuple(found)


@contextmanager
def watched(names: set[str]) -> Iterator[None]:
    """Add the file of every function that is called meanwhile, in any thread that is started."""

    def note(frame: Any, event: str, argument: object) -> None:
        names.add(frame.f_code.co_filename)

    before = sys.getprofile(), threading.getprofile()
    sys.setprofile(note)
    threading.setprofile(note)
    try:
        yield
    finally:
        sys.setprofile(before[0])
        threading.setprofile(before[1])


def run_through(task: Callable[[], object], root: Path = ROOT) -> set[Path]:
    """Every file of this project of which a task runs a function, as the interpreter tells it."""
    names: set[str] = set()
    with watched(names):
        task()
    return {
        path for path in map(Path, names) if path.is_relative_to(root / "src") or path.is_relative_to(root / "tests")
    }


def digest(model: str, root: Path = ROOT) -> str:
    """Digest of all :func:`sources`."""
    return digest_of(sources(model, root), root)


def digest_of(files: Iterable[Path], root: Path = ROOT) -> str:
    """Digest of the names of files and of their code, of the pinned versions those of :data:`LIBRARIES`."""
    whole = hashlib.sha256()
    for file in files:
        text = file.read_bytes().replace(b"\r\n", b"\n")
        if file.name == PINS:
            # A library that draws pictures moves no draw.
            text = repr([(name, pins(root).get(name)) for name in LIBRARIES]).encode()
        elif file.suffix == ".py":
            text = code_of(text)
        content = hashlib.sha256(text).hexdigest()
        whole.update(f"{file.relative_to(root).as_posix()} {content}\n".encode())
    return whole.hexdigest()


@cache
def code_of(source: bytes) -> bytes:
    """A file without its comments, its docstrings and how it is laid out, none of which moves a draw."""
    kept, begins, docstring = [], True, False
    for token, after in pairwise(tokenize(BytesIO(source).readline)):
        if token.type in (ENCODING, COMMENT, NL):
            continue
        if docstring:
            # The end of its line.
            docstring = False
            continue
        docstring = token.type == STRING and begins and after.type == NEWLINE
        if not docstring:
            begins = token.type in (NEWLINE, INDENT, DEDENT)
            kept.append(tok_name[token.type] if begins else token.string)
    return "\0".join(kept).encode()


def certificate(model: str, folder: Path = CERTIFICATES) -> Certificate | None:
    """The certificate of a model, of whatever code it is; none if there is none or it was written by other hands."""
    try:
        read = Certificate(**json.loads((folder / f"{model}.json").read_text("utf-8")))
    except (FileNotFoundError, json.JSONDecodeError, TypeError):
        return None
    return read if read.model == model and passes(read.p_values) else None


def certified(model: str, root: Path = ROOT) -> Certificate | None:
    """The certificate of a model if it is of today's code, run with the pinned libraries."""
    found = certificate(model, root / "tests/certificates")
    return found if found and found.digest == digest(model, root) and as_pinned(root) else None


def as_pinned(root: Path = ROOT) -> bool:
    pinned = pins(root)
    return all(version(name) == pinned.get(name) for name in LIBRARIES)


def pins(root: Path = ROOT) -> dict[str, str]:
    """The pinned version of each library."""
    return dict(line.split("==") for line in (root / PINS).read_text("utf-8").splitlines() if "==" in line)


def p_values(ranks: Mapping[Key, np.ndarray]) -> dict[str, float]:
    """Uniformity of each quantity, and bias and width of each kind of quantity over the questions.

    The first is the envelope about the empirical distribution that Kolmogorov and Smirnov give. The second compare
    replicates, which are independent of each other, not questions of one replicate, which share their nu.
    """
    found = {f"{kind} of {of}": float(stats.kstest(u, "uniform").pvalue) for (kind, of), u in ranks.items()}
    for kind in dict.fromkeys(kind for kind, _ in ranks):
        centred = np.array([u - 0.5 for (of, _), u in ranks.items() if of == kind])
        if len(centred) == 1:
            continue
        found[f"bias of {kind}"] = float(stats.ttest_1samp(centred.mean(axis=0), 0).pvalue)
        found[f"width of {kind}"] = float(stats.ttest_1samp((centred**2).mean(axis=0), 1 / 12).pvalue)
    return found


def passes(found: Mapping[str, float]) -> bool:
    """Whether the smallest of the p-values is one that so many may well have among them."""
    return bool(found) and min(found.values()) > LEVEL / len(found)


def calibrate(model: str, replicate: Replicate, *, replicates: int, full: int, at_length: bool) -> None:
    """Check that a model is calibrated, unless it is certified to be.

    Parameters
    ----------
    model : str
        The model's name, as its wing's.
    replicate : callable
        From a seed to where the truth lies among the draws, from 0 to 1, for each quantity.
    replicates, full : int
        How many simulated studies where the certificate is of other code, and how many for a certificate.
    at_length : bool
        Whether to run ``full`` of them in any case, and to write the certificate.
    """
    if not at_length and (standing := certified(model)):
        pytest.skip(
            f"the calibration of {model} is certified for this very code: {standing.replicates} replicates, "
            f"{standing.date}, {standing.digest[:12]}"
        )
    before = digest(model)
    count = full if at_length else replicates
    ranks = [replicate(seed) for seed in range(count)]
    found = p_values({key: np.array([each[key] for each in ranks]) for key in ranks[0]})
    worst = dict(sorted(found.items(), key=lambda entry: entry[1])[:5])
    if at_length:
        file = CERTIFICATES / f"{model}.json"
        file.unlink(missing_ok=True)
        assert digest(model) == before, "the code was changed while its calibration ran"
        unknown = run_through(lambda: replicate(0)) - set(sources(model))
        assert not unknown, f"the calibration runs through files of which its certificate says nothing: {unknown}"
        assert as_pinned(), "these libraries are not the pinned ones, of which a certificate speaks"
    assert passes(found), worst
    if at_length:
        written = Certificate(model, before, count, f"{datetime.now(UTC):%Y-%m-%d}", len(ranks[0]), LEVEL, worst, found)
        file.parent.mkdir(exist_ok=True)
        rounded = asdict(written) | {name: _rounded(getattr(written, name)) for name in ("worst", "p_values")}
        file.write_text(json.dumps(rounded, indent=1) + "\n", "utf-8")


def _rounded(found: Mapping[str, float]) -> dict[str, float]:
    return {name: float(f"{value:.3g}") for name, value in found.items()}
