"""Files kept between processes: believed only where they are whole and one's own."""

import os
from pathlib import Path

import pytest

from consilience import user_cache
from consilience.charts.drawing import conversion
from consilience.user_cache import DoubtfulFileError, keep, kept


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(user_cache.FOLDER_VARIABLE, str(tmp_path))
    return user_cache.folder("things") / "a.bin"


@pytest.mark.parametrize("content", [b"", b"x", os.urandom(100_000)])
def test_what_goes_in_comes_out(file: Path, content: bytes) -> None:
    keep(file, content)
    assert kept(file) == content
    assert [path.name for path in file.parent.iterdir()] == ["a.bin"]


@pytest.mark.parametrize("fault", ["cut off", "one bit", "empty", "another name", "not there", "a folder"])
def test_a_damaged_file_is_not_believed(file: Path, fault: str) -> None:
    keep(file, b"0123456789")
    whole = file.read_bytes()
    match fault:
        case "cut off":
            file.write_bytes(whole[:-1])
        case "one bit":
            file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        case "empty":
            file.write_bytes(b"")
        case "another name":
            file = file.rename(file.with_name("b.bin"))
        case "not there":
            file.unlink()
        case "a folder":
            file.unlink()
            file.mkdir()
    with pytest.raises(DoubtfulFileError):
        kept(file)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="files have no owner here")
@pytest.mark.parametrize(("place", "mode"), [("file", 0o602), ("file", 0o620), ("folder", 0o777)])
def test_a_file_that_others_could_have_written_is_not_believed(file: Path, place: str, mode: int) -> None:
    keep(file, b"0123456789")
    (file if place == "file" else file.parent).chmod(mode)
    with pytest.raises(DoubtfulFileError, match="can be written by others"):
        kept(file)


def test_the_script_of_pages_is_made_once_on_a_machine(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr("vl_convert.javascript_bundle", lambda code: asked.append(code) or "a script")
    assert [conversion.script(), conversion.script()] == ["a script", "a script"]
    assert asked == ["window.vegaEmbed = vegaEmbed;"]


def test_the_script_of_pages_embeds_charts() -> None:
    assert "vegaEmbed" in conversion.script()
