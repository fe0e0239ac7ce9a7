"""How Python ends after a command: without a search for garbage, which is for the command line alone."""

import subprocess
import sys

import pytest

COUNT = "import atexit, gc; atexit.register(lambda: print('spared' if gc.get_freeze_count() else 'searched')); "


@pytest.mark.parametrize(
    ("code", "ends"),
    [
        ("import sys; sys.argv = ['consilience', '--help']; from consilience.cli import main; main()", "spared"),
        ("import consilience.cli.commands, consilience.api", "searched"),
    ],
)
def test_only_the_command_line_ends_without_looking_for_garbage(code: str, ends: str) -> None:
    done = subprocess.run([sys.executable, "-c", COUNT + code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ends
