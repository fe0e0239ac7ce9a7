"""Where what the browser showed can be looked at afterwards."""

import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab
from tests.browser.lab import ROOT, SCREENSHOTS, screenshot

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser


def test_ci_says_where_they_are_and_git_ignores_them() -> None:
    folder = SCREENSHOTS.relative_to(ROOT)
    assert f"screenshots={folder}\n" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert f"{folder.parts[0]}/" in (ROOT / ".gitignore").read_text("utf-8").split()


@pytest.mark.parametrize("kept", [True, False])
def test_ci_says_nothing_of_them_where_there_are_none(tmp_path: "Path", kept: bool) -> None:
    """The last stage of CI alone, with nothing before it."""
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    finish = script[script.index("finish() {") : script.index("system_packages() {")]
    if kept:
        (tmp_path / "build" / "screenshots").mkdir(parents=True)
    run = f"screenshots=build/screenshots stages=() failed=()\n{finish}\nfinish"
    said = subprocess.run(["bash", "-c", run], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert said.splitlines()[-1].endswith(f"{tmp_path}/build/screenshots" if kept else "in all")


@pytest.mark.slow
def test_a_page_is_kept_as_a_picture(browser: "Browser", tmp_path: "Path", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lab, "SCREENSHOTS", tmp_path / "made" / "anew")
    page = browser.new_page()
    page.set_content("<p>Seen</p>")
    screenshot(page, "seen")
    page.close()
    assert (tmp_path / "made" / "anew" / "seen.png").read_bytes().startswith(b"\x89PNG")
