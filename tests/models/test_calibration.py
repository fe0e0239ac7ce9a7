"""A certificate stands for the very code that was found calibrated, and falls with any change to it."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from consilience.notation import parse
from tests.models import calibration
from tests.models.calibration import (
    LEVEL,
    LIBRARIES,
    PINS,
    ROOT,
    Certificate,
    calibrate,
    certified,
    code_of,
    digest,
    p_values,
    run_through,
    sources,
)

MODELS = sorted(file.parent.name for file in (ROOT / "tests/models").glob("*/test_sbc.py"))
KINDS = [("mu", f"q{place}") for place in range(11)]


def uniform(seed: int) -> Mapping[tuple[str, str], float]:
    return dict(zip(KINDS, np.random.default_rng(seed).uniform(size=len(KINDS)), strict=True))


def too_low(seed: int) -> Mapping[tuple[str, str], float]:
    return {key: rank**3 for key, rank in uniform(seed).items()}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of this checkout's code, to be changed."""
    for name in ("src", "tests/models"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "constraints.txt", tmp_path)
    return tmp_path


def certify(model: str, root: Path, changed: Mapping[str, object] | None = None) -> None:
    found = p_values({key: np.linspace(0.01, 0.99, 50) for key in KINDS})
    certificate = Certificate(model, digest(model, root), 50, "2026-01-01", len(KINDS), LEVEL, {}, found)
    (root / "tests/certificates").mkdir(exist_ok=True)
    file = root / f"tests/certificates/{model}.json"
    file.write_text(json.dumps(asdict(certificate) | dict(changed or {})), "utf-8")


@pytest.mark.parametrize("model", MODELS)
def test_all_that_a_calibration_stands_on_is_among_its_sources(model: str) -> None:
    names = {file.relative_to(ROOT).as_posix() for file in sources(model)}
    assert {
        "constraints.txt",
        f"tests/models/{model}/test_sbc.py",
        "tests/models/calibration.py",
        f"src/consilience/models/{model}/data.py",
        f"src/consilience/models/{model}/model.py",
        f"src/consilience/models/{model}/simulate.py",
        "src/consilience/models/populations.py",
        # Not named anywhere: reached by what imports them.
        "src/consilience/notation/__init__.py",
        "src/consilience/study/estimate.py",
    } <= names
    likelihood = {path.relative_to(ROOT).as_posix() for path in (ROOT / "src/consilience/likelihood").rglob("*.py")}
    assert likelihood - names == {"src/consilience/likelihood/predicted.py"}
    assert not [
        name for name in names if name.startswith(("src/consilience/charts/", "src/consilience/study/reading/"))
    ]


@pytest.mark.parametrize("model", MODELS)
def test_a_change_to_any_source_takes_the_certificate_away(model: str, checkout: Path) -> None:
    certify(model, checkout)
    assert certified(model, checkout)
    # Each is digested the same way: every eighth, from another one for each model.
    for file in sources(model, checkout)[len(model) % 8 :: 8]:
        before = file.read_bytes()
        file.write_bytes(before + b"\n# one more line\nnumpy==0\n")
        assert certified(model, checkout) is None, file
        file.write_bytes(before)
    assert certified(model, checkout)


def test_another_library_that_samples_takes_it_away_and_no_other(checkout: Path) -> None:
    certify("consensus", checkout)
    pinned = (checkout / PINS).read_text("utf-8")
    (checkout / PINS).write_text(f"{pinned}another==1.0\n", "utf-8")
    assert certified("consensus", checkout)
    for library in LIBRARIES:
        (checkout / PINS).write_text(re.sub(rf"(?m)^{library}==.*$", f"{library}==0.1", pinned), "utf-8")
        before = digest("consensus", checkout)
        (checkout / PINS).write_text(pinned, "utf-8")
        assert before != digest("consensus", checkout)


def test_a_new_file_and_a_new_import_take_it_away(checkout: Path) -> None:
    certify("consensus", checkout)
    likelihood = checkout / "src/consilience/likelihood/another.py"
    likelihood.write_text("", "utf-8")
    assert certified("consensus", checkout) is None
    likelihood.unlink()
    data = checkout / "src/consilience/models/consensus/data.py"
    (data.parent.parent.parent / "elsewhere.py").write_text("SHIFT = 0.1\n", "utf-8")
    assert certified("consensus", checkout)
    data.write_text(data.read_text("utf-8") + "\n\ndef late():\n    from consilience import elsewhere\n", "utf-8")
    certify("consensus", checkout)
    assert certified("consensus", checkout)
    (checkout / "src/consilience/elsewhere.py").write_text("SHIFT = 0.2\n", "utf-8")
    assert certified("consensus", checkout) is None


def test_a_change_to_what_only_shows_leaves_it(checkout: Path) -> None:
    certify("factors", checkout)
    for name in ("charts/figure.py", "report/lead.py", "models/figures/__init__.py", "models/factors/words.py"):
        file = checkout / "src/consilience" / name
        file.write_text(file.read_text("utf-8") + "\nREMARK = 1\n", "utf-8")
    assert certified("factors", checkout)


def test_a_remark_leaves_it_and_any_word_of_code_does_not(checkout: Path) -> None:
    certify("consensus", checkout)
    file = checkout / "src/consilience/models/margins.py"
    before = file.read_text("utf-8")
    for remark in ("# a remark\n", "\n\n\n", '"""More of it."""\n', "    # indented\n"):
        file.write_text(f"{before}{remark}", "utf-8")
        assert certified("consensus", checkout), remark
    file.write_text(before.replace('    """', '    """In other words. ', 1).replace("\n\n\n", "\n\n"), "utf-8")
    assert certified("consensus", checkout)
    for code in ("X = 1\n", '"a" + "b"\n', 'X = """More of it."""\n'):
        file.write_text(f"{before}{code}", "utf-8")
        assert certified("consensus", checkout) is None, code
    returned = "    return located\n"
    file.write_text(f"{before}def outer():\n    if 1:\n        x()\n    {returned}", "utf-8")
    inner = digest("consensus", checkout)
    file.write_text(f"{before}def outer():\n    if 1:\n        x()\n{returned}", "utf-8")
    assert digest("consensus", checkout) != inner


def test_remarks_are_found_by_where_they_stand() -> None:
    before = b'def f(a):\n    b = "x # y"\n    return a + b\n'
    same = (
        b'"""A file."""\n\n\ndef f(\n    a\n):\n    """Add."""\n    b = "x # y"  # why\n\n    return a + b\n',
        b'# why\ndef f(a):\n  """Add.\n\n  More."""\n  b = "x # y"\n  return a + b\n',
        before.replace(b"\n", b"\r\n"),
    )
    other = (
        before.replace(b"# y", b"# z"),
        before.replace(b"a + b", b"a - b"),
        before.replace(b"    return", b"    if b:\n        return"),
        before + b"f('x')\n",
        before.replace(b"b = ", b"c = "),
    )
    assert {code_of(source) for source in same} == {code_of(before)}
    assert code_of(before) not in {code_of(source) for source in other}


@pytest.mark.parametrize(
    "changed", [{"model": "another"}, {"p_values": {}}, {"p_values": {"mu of q0": 1e-6}}, {"unknown": 1}]
)
def test_what_no_calibration_wrote_is_no_certificate(changed: dict[str, object], checkout: Path) -> None:
    certify("consensus", checkout, changed)
    assert certified("consensus", checkout) is None


def test_what_a_task_runs_through_is_seen() -> None:
    seen = run_through(lambda: parse("10-20% @80%"))
    assert [file for file in seen if file.is_relative_to(ROOT / "src/consilience/notation")]
    assert not [file for file in seen if file.is_relative_to(ROOT / "src/consilience/charts")]


def test_other_libraries_than_the_pinned_ones_are_not_certified(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certify("consensus", checkout)
    monkeypatch.setattr(calibration, "version", lambda name: "0.0.1")
    assert certified("consensus", checkout) is None


def test_only_a_passed_calibration_at_full_length_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calibration, "CERTIFICATES", tmp_path)
    monkeypatch.setattr(calibration, "as_pinned", lambda root=ROOT: True)
    file = tmp_path / "consensus.json"
    settings = {"replicates": 40, "full": 80}

    monkeypatch.setattr(calibration, "certified", lambda model: None)
    calibrate("consensus", uniform, **settings, at_length=False)
    assert not file.exists()

    # This file is none of the sources of any model.
    with pytest.raises(AssertionError, match=r"says nothing: .*test_calibration\.py"):
        calibrate("consensus", uniform, **settings, at_length=True)
    assert not file.exists()

    monkeypatch.setattr(calibration, "run_through", lambda task: set())
    calibrate("consensus", uniform, **settings, at_length=True)
    written = calibration.certificate("consensus", tmp_path)
    assert written
    assert (written.replicates, written.digest) == (80, digest("consensus"))

    with pytest.raises(AssertionError):
        calibrate("consensus", too_low, **settings, at_length=True)
    assert not file.exists(), "a certificate that stood was kept though the calibration failed"


def test_what_is_certified_is_left_out_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    standing = Certificate("consensus", "ab" * 32, 150, "2026-01-01", 1, LEVEL, {}, {"mu of q0": 0.5})
    monkeypatch.setattr(calibration, "certified", lambda model: standing)
    with pytest.raises(pytest.skip.Exception, match=r"certified for this very code: 150 replicates, 2026-01-01, abab"):
        calibrate("consensus", too_low, replicates=2, full=2, at_length=False)
