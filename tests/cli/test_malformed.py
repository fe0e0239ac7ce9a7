"""Malformed studies at the command line: every command ends in messages and an exit code, and writes nothing."""

import pytest

from tests.builders.files import bytes_below
from tests.study.malformed import CASES
from tests.study.malformed.kit import write


@pytest.mark.parametrize("name", CASES)
def test_no_command_ends_in_a_traceback(command, project, name):
    write(project / "forecasts" / "floods", CASES[name])
    before = bytes_below(project)
    checked = command("check", "floods")
    assert checked.exit_code in (0, 1)
    assert ": error: " in checked.output or checked.exit_code == 0
    if checked.exit_code == 1:
        ran = command("run", "floods")
        assert ran.exit_code == 1
        assert "Nothing was fitted." in ran.output
        added = command("add", "floods", "flood", "Zed Zorn", "5%", "--source", "s")
        # A first row mends what was wrong with a study in which nobody said anything.
        assert (added.exit_code, bytes_below(project) == before) in ((1, True), (0, False))
        assert added.exit_code == (0 if _lacks_only_a_voice(checked.output) else 1)


def _lacks_only_a_voice(output):
    errors = [line for line in output.splitlines() if ": error: " in line]
    return all("nothing was said yet" in line or "no estimate of a person" in line for line in errors)
