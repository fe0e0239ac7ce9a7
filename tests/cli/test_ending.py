"""What the command line alone does: it ends without a search for garbage, and draws without widgets and their like."""

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


BEGIN = """
import sys
from consilience.cli import main
sys.argv = ["consilience", "--help"]
try:
    main()
except SystemExit:
    pass
"""


@pytest.mark.parametrize(("begin", "expected"), [(BEGIN, []), ("import sys\n", ["IPython", "ipywidgets"])])
def test_only_the_command_line_draws_without_what_shows_widgets(begin: str, expected: list[str]) -> None:
    code = (
        f"{begin}import altair, consilience.report.results, consilience.frames\n"
        "print(*sorted({'IPython', 'ipywidgets', 'scipy.stats'} & {*sys.modules}), sep=',')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == ",".join(expected)
