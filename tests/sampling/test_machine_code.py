"""Machine code between processes: what is kept, what is not believed, and that it gives what compiling gives."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import nutpie
import pytest

from consilience import user_cache
from consilience.models.ahead import asked_by, compile_ahead
from consilience.sampling import compile as compiling, machine_code
from consilience.sampling.compile import compiled, file_of
from consilience.study import read_study
from tests.builders.fits import write_study

# Counts compilations, samples a little, and says what was imported for it.
PROBE = """
import sys
from pathlib import Path
from consilience.models.ahead import asked_by
from consilience.sampling.compile import compiled
from consilience.study import read_study

said = []
model = compiled(*asked_by(read_study(Path(sys.argv[1]))), lambda what, share: said.append(what))
import nutpie
trace = nutpie.sample(model, seed=3, chains=2, tune=100, draws=20, progress_bar=False, save_warmup=False)
print(len(said), "pymc" in sys.modules, float(trace["posterior"]["tau"].sum()).hex())
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_study(tmp_path_factory.mktemp("floods") / "floods")


@pytest.fixture(scope="module")
def kept(study: Path) -> tuple[Path, bytes]:
    """A name and the machine code that belongs under it."""
    # Where every test keeps its own, so that nothing is compiled for this where any has run.
    compile_ahead([study])
    file = file_of(*asked_by(read_study(study)))
    return Path(file.name), file.read_bytes()


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kept: tuple[Path, bytes]) -> Path:
    """The file of machine code in a folder of its own, and a process that holds none."""
    monkeypatch.setenv(user_cache.FOLDER_VARIABLE, str(tmp_path))
    monkeypatch.setattr(compiling, "_HELD", {})
    name, content = kept
    file = machine_code.folder() / name
    file.parent.mkdir(mode=0o700)
    file.write_bytes(content)
    file.chmod(0o600)
    return file


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Models that are built to be compiled: where one is, the test goes no further."""
    asked: list[object] = []

    def compile_model(model: object, **settings: object) -> object:
        asked.append(model)
        raise InterruptedError

    monkeypatch.setattr(nutpie, "compile_pymc_model", compile_model)
    return asked


def is_believed(study: Path, compilations: list[object]) -> bool:
    try:
        compiled(*asked_by(read_study(study)))
    except InterruptedError:
        assert len(compilations) == 1
        return False
    assert not compilations
    return True


def start_probe(study: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-W", "ignore", "-c", PROBE, study]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def told_by(process: subprocess.Popen[str]) -> list[str]:
    told, failure = process.communicate(timeout=300)
    assert process.returncode == 0, failure
    return told.split()


def drawn_of(study: Path) -> str:
    """What the probe says that it drew, by this process."""
    model = compiled(*asked_by(read_study(study)))
    trace = nutpie.sample(model, seed=3, chains=2, tune=100, draws=20, progress_bar=False, save_warmup=False)
    return float(trace["posterior"]["tau"].sum()).hex()


def test_what_is_whole_and_ones_own_is_believed(cache: Path, study: Path, compilations: list[object]) -> None:
    assert is_believed(study, compilations)
    # And held by the process from then on.
    cache.unlink()
    assert is_believed(study, compilations)


@pytest.mark.parametrize(
    "fault", ["cut off", "one bit", "empty", "under another name", "of other data", "not there", "a folder"]
)
def test_a_damaged_file_means_compiling_again(cache: Path, study: Path, compilations: list[object], fault: str) -> None:
    content = cache.read_bytes()
    match fault:
        case "cut off":
            cache.write_bytes(content[: len(content) // 2])
        case "one bit":
            cache.write_bytes(content[:5000] + bytes([content[5000] ^ 1]) + content[5001:])
        case "empty":
            cache.write_bytes(b"")
        case "under another name":
            other = cache.with_name("other.code")
            machine_code.write(other, [], machine_code.read(cache))
            other.replace(cache)
        case "of other data":
            machine_code.write(cache, [], {**machine_code.read(cache), "variables": []})
        case "not there":
            cache.unlink()
        case "a folder":
            cache.unlink()
            cache.mkdir()
    assert not is_believed(study, compilations)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
@pytest.mark.parametrize("fault", ["file for all", "file for the group", "folder for all", "another owner"])
def test_a_file_that_others_could_have_written_is_never_loaded(
    cache: Path, study: Path, compilations: list[object], monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    match fault:
        case "file for all":
            cache.chmod(0o602)
        case "file for the group":
            cache.chmod(0o620)
        case "folder for all":
            cache.parent.chmod(0o777)
        case "another owner":
            mine = os.getuid()
            monkeypatch.setattr(os, "getuid", lambda: mine + 1)
    monkeypatch.setattr(machine_code.pickle, "loads", lambda content: pytest.fail("was unpickled"))
    assert not is_believed(study, compilations)


def test_code_whose_surroundings_are_missing_means_compiling_again(
    cache: Path, study: Path, compilations: list[object]
) -> None:
    contents = machine_code.read(cache)
    name, code, outside, constants = contents["functions"]["compiled_logp_func"]
    contents["functions"]["compiled_logp_func"] = name, code, [*outside, "numba_of_next_year"], constants
    machine_code.write(cache, [], contents)
    assert not is_believed(study, compilations)


def test_names_tell_apart_sources_sizes_settings_and_types(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "model.py"

    def named(text: str = "one", described: object = ((4, 8), "float64")) -> Path:
        source.write_text(text)
        machine_code._digest.cache_clear()
        return machine_code.file_of("consensus", [source], described)

    names = [named(), named("two"), named(described=((4, 9), "float64")), named(described=((4, 8), "float32"))]
    monkeypatch.setenv("NUMBA_CPU_NAME", "generic")
    names.append(named())
    assert len(set(names)) == len(names)
    monkeypatch.delenv("NUMBA_CPU_NAME")
    assert named() == names[0]


def test_what_changed_while_the_process_ran_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, file = tmp_path / "model.py", tmp_path / "kept" / "a.code"
    source.write_text("now")
    machine_code.write(file, [source], {})
    assert not file.exists()
    os.utime(source, (0, 0))
    machine_code.write(file, [source], {})
    assert machine_code.read(file) == {}


@pytest.mark.parametrize("fault", ["read-only", "a file is in the way", "full"])
def test_a_folder_that_takes_nothing_is_no_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    place = tmp_path / "cache"
    if fault == "a file is in the way":
        place.write_text("")
    if fault == "read-only":
        monkeypatch.setattr(Path, "mkdir", lambda *args, **settings: (_ for _ in ()).throw(PermissionError()))
    if fault == "full":
        monkeypatch.setattr(Path, "replace", lambda *args: (_ for _ in ()).throw(OSError(28, "no space left")))
    machine_code.write(place / "a.code", [], {})
    assert not (place / "a.code").exists()
    assert not place.is_dir() or not list(place.iterdir())


@pytest.mark.slow
def test_two_processes_at_once_are_fine_and_a_third_compiles_nothing_imports_no_pymc_and_draws_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, study: Path
) -> None:
    # Held since another study was fitted, and compiled for whichever came first on this machine.
    other = write_study(tmp_path / "other", rows="drought,eve,2025-01-01,90%,,,a talk,\n")
    assert drawn_of(other) != (held := drawn_of(study))
    monkeypatch.setenv(user_cache.FOLDER_VARIABLE, str(tmp_path / "cache"))
    with start_probe(study) as first:
        # What the first compiles takes longer than asking what is missing.
        assert compile_ahead([study, study]) == 1
        compiled_here = told_by(first)
    (file,) = machine_code.folder().iterdir()
    assert file.stat().st_mode & 0o077 == 0
    assert compile_ahead([study]) == 0
    with start_probe(study) as second:
        loaded = told_by(second)
    assert compiled_here[:2] == ["1", "True"]
    assert loaded[:2] == ["0", "False"]
    assert loaded[2] == compiled_here[2] == held


def test_chains_start_where_the_study_says(cache: Path, study: Path) -> None:
    name, build, data = asked_by(read_study(study))
    model = compiled(name, build, data)
    start = model.initial_point_func(7)
    assert np.array_equal(start, model.initial_point_func(7))
    assert not np.array_equal(start, model.initial_point_func(8))
    (scale,) = (place for name, place, _ in zip(*model.shape_info, strict=True) if name == "tau_log__")
    assert np.abs(start[scale] - data.start["tau_log__"]).max() <= 1
