"""The history of a study's answers: whole, each once, and found again."""

import gzip

import pytest

from consilience.history.archive import carry_over, find, keep, key_of, published
from consilience.problems import UnknownNameError, WrongValueError
from tests.builders.files import bytes_below
from tests.history.records import record, said

FIRST, SECOND = record({"flood": 0.1}, [said("ada", "10%")]), record({"flood": 0.2}, [said("ada", "20%")])


def publish(folder, answer, when):
    """A run's results in short: a draft with the history so far, and one answer more."""
    draft = folder.with_name("draft")
    draft.mkdir()
    carry_over(folder, draft)
    keep(answer, draft, when)
    if folder.exists():
        folder.rename(folder.with_name(f"before {when}"))
    draft.rename(folder)


@pytest.fixture
def results(tmp_path):
    folder = tmp_path / "floods"
    for when, answer in [("1", FIRST), ("2", SECOND), ("3", SECOND), ("4", FIRST)]:
        publish(folder, answer, when)
    return folder


def test_every_answer_is_kept_and_the_same_one_stored_once(results):
    runs = published(results)
    assert [(run.number, run.when) for run in runs] == [(1, "1"), (2, "2"), (3, "4")]
    assert [run.record for run in runs] == [FIRST, SECOND, FIRST]
    assert runs[0].key == runs[2].key == key_of(FIRST)
    assert len(bytes_below(results)) == 3


def test_the_digest_is_of_the_answer_and_what_it_was_made_from():
    later = {**FIRST, "provenance": {"fitted": "another day"}}
    assert key_of(later) == key_of(FIRST)
    assert key_of({**FIRST, "statements": []}) != key_of(FIRST)


def test_the_same_record_is_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        carry_over(tmp_path / "nowhere", tmp_path / name)
        keep(FIRST, tmp_path / name, "1")
    assert bytes_below(tmp_path / "one") == bytes_below(tmp_path / "two")


def test_where_no_file_can_have_two_names_it_is_copied(results, monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    publish(results, SECOND, "5")
    assert [run.record for run in published(results)] == [FIRST, SECOND, FIRST, SECOND]


def test_runs_are_found_by_number_digest_first_and_last(results):
    runs = published(results)
    for name, number in {"1": 1, "3": 3, "first": 1, "last": 3, runs[1].key: 2, runs[1].answer.upper(): 2}.items():
        assert find(runs, name, "floods").number == number
    # The same answer twice is one answer.
    assert find(runs, runs[0].answer, "floods").key == runs[0].key


@pytest.mark.parametrize("name", ["0", "4", "-1", "abc", "zzzz", "", "Last"])
def test_what_is_not_there_is_said_with_what_is(results, name):
    with pytest.raises(UnknownNameError, match="from 1 to 3"):
        find(published(results), name, "floods")


def test_before_the_first_run_there_is_nothing(tmp_path):
    assert published(tmp_path / "floods") == ()
    with pytest.raises(UnknownNameError, match="consilience run floods"):
        find((), "last", "floods")


@pytest.mark.parametrize("damage", [b"", b"\x1f\x8b\x08", b"no archive", gzip.compress(b"{", mtime=0)])
def test_a_damaged_answer_is_named_and_hides_no_other(results, damage):
    runs = published(results)
    runs[1].file.write_bytes(damage)
    with pytest.raises(WrongValueError, match="damaged"):
        _ = published(results)[1].record
    assert published(results)[0].record == FIRST


def test_a_lost_answer_leaves_the_numbers_of_the_others(results):
    published(results)[1].file.unlink()
    assert [run.number for run in published(results)] == [1, 3]


@pytest.mark.parametrize("line", ["6,../../../etc/passwd", "6", "", "6,a,b"])
def test_what_is_no_line_of_the_log_is_passed_over(results, line):
    log = results / "history" / "published.csv"
    log.write_text(f"{log.read_text()}{line}\n")
    assert len(published(results)) == 3
