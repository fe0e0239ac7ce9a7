"""Two runs at once, a run that is killed, a disk that is full or may not be written: the last good results stand."""

import csv
import errno
import os
import random
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from consilience.api.running import run
from consilience.history.archive import published
from consilience.study import append_estimate
from consilience.study.writing import replacing
from consilience.study.writing.replacing import clear_away, lock_of, new_draft, replace_folder
from tests.api.beside import add_rows, beside, publisher
from tests.api.conftest import Sampler
from tests.builders.files import bytes_below
from tests.builders.fits import write_study


def look(target: Path, files: int = 20) -> int:
    """How many answers were published, if all that lies there is whole and of the last of them."""
    runs = published(target)
    assert [run.record["summary"] for run in runs] == list(range(len(runs)))
    said = {(target / f"{place}.txt").read_text() for place in range(files)}
    assert said == {str(len(runs) - 1) * 1000}
    assert [path.name for path in target.parent.iterdir() if path.name[0] != "."] == [target.name]
    return len(runs)


def test_kill_9_at_random_moments_leaves_the_last_good_results_and_a_whole_history(tmp_path: Path) -> None:
    target, moments, seen = tmp_path / "floods", random.Random(1), 0
    for _ in range(8):
        process, told = publisher(target, files=20)
        with told:
            told.recv()
            time.sleep(moments.uniform(0, 0.05))
            process.kill()
            process.join()
        now = look(target)
        assert now > seen
        seen = now
    clear_away(target)
    assert {path.name for path in tmp_path.iterdir()} == {"floods", ".floods.lock"}


def test_two_at_once_take_turns(tmp_path: Path) -> None:
    target = tmp_path / "floods"
    publishers = [publisher(target, files=2) for _ in range(2)]
    for _, told in publishers:
        for _ in range(3):
            told.recv()
    # Whoever looks meanwhile sees the one or the other.
    for _ in range(50):
        assert (target / "0.txt").read_text()
    for process, told in publishers:
        process.kill()
        process.join()
        told.close()
    assert look(target, files=2) >= 6


@pytest.fixture
def stepwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that cannot exchange two names."""
    monkeypatch.setattr(replacing, "_exchange", lambda *_: False)


@pytest.mark.usefixtures("stepwise")
def test_where_names_cannot_be_exchanged_what_a_run_set_aside_is_put_back(tmp_path: Path) -> None:
    target = tmp_path / "floods"
    for number in range(3):
        draft = new_draft(target)
        (draft / "answer").write_text(str(number))
        replace_folder(draft, target)
    assert {path.name for path in tmp_path.iterdir()} == {"floods"}
    # The moment between the two steps.
    target.rename(tmp_path / ".floods.earlier")
    clear_away(target)
    assert (target / "answer").read_text() == "2"
    assert {path.name for path in tmp_path.iterdir()} == {"floods"}


def test_drafts_of_dead_runs_are_cleared_and_nothing_else(study: Path, tmp_path: Path, sampler: Sampler) -> None:
    results = tmp_path / "results"
    mine, other = new_draft(results / "floods"), new_draft(results / "floods.draft-old")
    (mine / "half").write_text("written")
    for name in ("notes", ".floods.draft-mine", ".floodsXdraft-abcdefgh"):
        (results / name).mkdir()
    assert run(study, results).status == "fitted"
    left = {path.name for path in results.iterdir()}
    assert left == {"floods", ".floods.lock", other.name, "notes", ".floods.draft-mine", ".floodsXdraft-abcdefgh"}


def test_of_two_runs_at_once_one_fits_and_the_other_finds_it_done(
    study: Path, tmp_path: Path, sampler: Sampler
) -> None:
    results, told, statuses = tmp_path / "results", [], []
    started = threading.Event()

    def first(what: str, share: float | None) -> None:
        started.set()
        # Until the second stands in line.
        for _ in range(600):
            if told:
                return
            time.sleep(0.05)

    one = threading.Thread(target=lambda: statuses.append(run(study, results, progress=first).status))
    one.start()
    assert started.wait(60)
    second = run(study, results, progress=lambda what, share: told.append(what))
    one.join()
    assert (statuses, second.status) == (["fitted"], "unchanged")
    assert told == ["waiting for another run of this study"]
    assert sampler.fitted == ["floods"]
    assert len(published(results / "floods")) == 1


def test_what_changed_while_another_run_was_waited_for_is_fitted(study: Path, tmp_path: Path, sampler: Sampler) -> None:
    from consilience.study.writing.lock import locked

    results = tmp_path / "results"
    results.mkdir()
    waiting = threading.Event()
    outcomes = []

    def second() -> None:
        outcomes.append(run(study, results, progress=lambda what, share: waiting.set()))

    with locked(lock_of(results / "floods")):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(60)
        append_estimate(study, "flood", "eve", "3%", date="2025-01-20", file="a.csv")
    thread.join()
    assert outcomes[0].status == "fitted"
    assert outcomes[0].summary["questions"][0]["statements"] == 5
    assert run(study, results).status == "unchanged"


@pytest.mark.parametrize(
    ("where", "code"),
    [("consilience.report.results.keep", errno.ENOSPC), ("consilience.report.results.write_fit", errno.EDQUOT)],
)
def test_a_disk_without_room_keeps_the_earlier_results(study, results, sampler, monkeypatch, where, code) -> None:
    before = bytes_below(results)

    def full(*_: object) -> None:
        raise OSError(code, os.strerror(code), "a file")

    monkeypatch.setattr(where, full)
    with pytest.raises(OSError, match=os.strerror(code)):
        run(study, results, again=True)
    assert bytes_below(results) == before


def fill(file: Path) -> None:
    with file.open("wb") as stream, suppress(OSError):
        while True:
            stream.write(bytes(1 << 12))
            stream.flush()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounting a disk takes root")
def test_a_disk_that_is_really_full_and_one_that_is_really_read_only(study, tmp_path, sampler) -> None:
    results = tmp_path / "results"
    results.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", os.fspath(results)], check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        assert run(study, results).status == "fitted"
        before = bytes_below(results)
        fill(results / "ballast")
        with pytest.raises(OSError, match="No space left on device"):
            run(study, results, again=True)
        (results / "ballast").unlink()
        assert bytes_below(results) == before
        subprocess.run(["mount", "-o", "remount,ro", os.fspath(results)], check=True)
        assert run(study, results).status == "unchanged"
        with pytest.raises(OSError, match="Read-only file system"):
            run(study, results, again=True)
        subprocess.run(["mount", "-o", "remount,rw", os.fspath(results)], check=True)
        assert bytes_below(results) == before
        assert run(study, results, again=True).status == "fitted"
    finally:
        subprocess.run(["umount", "-l", os.fspath(results)], check=True)


def test_of_rows_added_at_once_none_is_lost(tmp_path: Path) -> None:
    study = write_study(tmp_path / "forecasts" / "floods")
    adding = [beside(add_rows, study, name) for name in ("one", "two")]
    for process in adding:
        process.join()
    assert [process.exitcode for process in adding] == [0, 0]
    rows = list(csv.reader((study / "estimates" / "added.csv").read_text("utf-8").splitlines()))[1:]
    assert sorted(row[1] for row in rows) == sorted(f"{name} {place}" for name in ("one", "two") for place in range(4))
    assert {path.name for path in (study / "estimates").iterdir()} == {"a.csv", "added.csv"}
