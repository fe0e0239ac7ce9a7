"""The answer again after every save."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from threading import Event, Thread

import pytest

import consilience as cs
from consilience.api.running import Run
from consilience.api.watching import Page, trouble, watched
from tests.api.conftest import Sampler
from tests.builders.fits import FAILED, write_study

EVE = "flood,eve,2025-01-20,3%,coast,,a talk,\n"
PATIENCE = 60


def save(study: Path, row: str) -> None:
    with (study / "estimates" / "a.csv").open("a", encoding="utf-8") as file:
        file.write(row)


def take_back(study: Path) -> None:
    file = study / "estimates" / "a.csv"
    file.write_text("".join(file.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")


@pytest.fixture(autouse=True)
def looked_at_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here is about how long a disk that tells of no event is left alone."""
    monkeypatch.setattr("consilience.api.watching._LOOK", 250)


@pytest.fixture
def runs(study: Path, sampler: Sampler) -> Iterator[Queue[Run]]:
    """What comes of a study that is watched from now on."""
    stop, found = Event(), Queue[Run]()

    def follow() -> None:
        for outcome in watched(study, study.parents[1] / "results", stop=stop):
            found.put(outcome)

    thread = Thread(target=follow, daemon=True)
    thread.start()
    yield found
    stop.set()
    thread.join(PATIENCE)
    assert not thread.is_alive()


def test_every_save_is_an_answer_and_a_bad_one_its_problems(runs: Queue[Run], study: Path) -> None:
    assert runs.get(timeout=PATIENCE).status == "fitted"
    save(study, EVE)
    outcome = runs.get(timeout=PATIENCE)
    assert outcome.status in ("fitted", "reweighted")
    assert "Came: eve on A flood: 3%." in outcome.moved
    save(study, EVE.replace("3%", "3 5%"))
    outcome = runs.get(timeout=PATIENCE)
    assert outcome.status == "at_fault"
    assert trouble(outcome).startswith("What was saved cannot be read; this is the answer before it.\n")
    assert "a.csv:10: " in trouble(outcome)
    take_back(study)
    # What the last answer is of stands again: nothing is to be told.
    (study / "estimates" / ".draft.tmp").write_text("not of the study")
    (study / "notes.txt").write_text("nor this")
    save(study, EVE.replace("eve", "zoe"))
    outcome = runs.get(timeout=PATIENCE)
    assert "Came: zoe on A flood: 3%." in outcome.moved
    assert runs.empty()


def test_a_save_in_pieces_is_one(runs: Queue[Run], study: Path, sampler: Sampler) -> None:
    runs.get(timeout=PATIENCE)
    file = study / "estimates" / "a.csv"
    whole = file.read_text("utf-8") + EVE
    file.write_text("")
    for place in range(0, len(whole), 200):
        with file.open("a", encoding="utf-8") as piece:
            piece.write(whole[place : place + 200])
        time.sleep(0.01)
    outcome = runs.get(timeout=PATIENCE)
    assert outcome.status in ("fitted", "reweighted")
    assert "Came: eve on A flood: 3%." in outcome.moved


def test_a_folder_that_goes_and_comes_back_is_followed(runs: Queue[Run], study: Path) -> None:
    runs.get(timeout=PATIENCE)
    study.rename(study.with_name("away"))
    assert runs.get(timeout=PATIENCE).status == "at_fault"
    save(study.with_name("away"), EVE)
    study.with_name("away").rename(study)
    assert "Came: eve on A flood: 3%." in runs.get(timeout=PATIENCE).moved


def test_the_page_shows_answers_and_keeps_the_last_beside_troubles(study: Path, sampler: Sampler) -> None:
    results = study.parents[1] / "results"
    page = Page(study, results)
    save(study, EVE.replace("3%", "3 5%"))
    assert not page.follow(cs.run(study, results))
    take_back(study)
    assert page.follow(cs.run(study, results))
    sampler.checks = FAILED
    assert page.follow(cs.run(study, results, again=True))
    assert "failed its diagnostics; this is the answer before it. r_hat" in (page.path.parent / "state.js").read_text()
    page.end()
    assert not page.path.exists()


def wait_for(true: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def test_a_watch_beside_other_work_ends_when_told_to(study: Path, sampler: Sampler) -> None:
    watching = cs.watch(study, study.parents[1] / "results")
    wait_for(lambda: watching.answer)
    save(study, EVE.replace("3%", "3 5%"))
    wait_for(lambda: watching.last and watching.last.status == "at_fault")
    assert watching.answer is not None
    assert watching.answer.status == "fitted"
    assert "watching" in repr(watching)
    watching.stop()
    assert not watching.running
    assert watching.error is None
    assert repr(watching).endswith("ended)")


def test_what_ends_a_watch_is_kept(study: Path, sampler: Sampler, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> Run:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("consilience.api.watching.run", full)
    watching = cs.watch(study)
    wait_for(lambda: not watching.running)
    assert isinstance(watching.error, OSError)


def test_what_is_no_folder_is_not_watched(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no such folder"):
        cs.watch(tmp_path / "nowhere")


@pytest.mark.slow
def test_the_command_follows_saves_and_ends_by_an_interrupt(tmp_path: Path) -> None:
    study = write_study(tmp_path / "forecasts" / "floods")
    command = [sys.executable, "-c", "from consilience.cli import main; main()", "watch", "floods"]
    log, live = tmp_path / "log", tmp_path / "results" / "floods.live"
    with log.open("w") as out:
        # What a shell runs behind a terminal ignores interrupts, and what it starts does too.
        process = subprocess.Popen(
            command,
            cwd=tmp_path,
            stdout=out,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
    try:

        def said(text: str, times: int = 1) -> bool:
            assert process.poll() is None, log.read_text()
            return log.read_text().count(text) >= times

        deadline = time.monotonic() + 300

        def wait(text: str, times: int = 1) -> None:
            while not said(text, times):
                assert time.monotonic() < deadline, log.read_text()
                time.sleep(0.1)

        wait("Watching forecasts/floods")
        first = (live / "report.html").read_bytes()
        save(study, EVE)
        wait("Watching forecasts/floods", 2)
        assert "Came: eve on A flood: 3%." in log.read_text()
        assert (live / "report.html").read_bytes() != first
        answer = (tmp_path / "results" / "floods" / "summary.json").read_bytes()
        save(study, EVE.replace("3%", "3 5%"))
        wait("Watching forecasts/floods", 3)
        assert "forecasts/floods/estimates/a.csv:10: error:" in log.read_text()
        assert "a.csv:10" in (live / "state.js").read_text()
        assert (tmp_path / "results" / "floods" / "summary.json").read_bytes() == answer
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert log.read_text().endswith("No longer watched.\n")
    assert "Traceback" not in log.read_text()
    assert not live.exists()
