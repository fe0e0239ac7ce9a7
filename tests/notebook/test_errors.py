"""Errors in a cell: their message, without the calls that led there."""

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from nbformat import NotebookNode

from consilience.notebook import errors
from consilience.problems import ConsilienceError, Problem, StudyError


class Shell:
    """The part of IPython's shell that is used."""

    def __init__(self, custom: tuple[type[BaseException], ...] = ()) -> None:
        self.custom_exceptions = custom
        self.handler: Any = None
        self.shown: list[list[str]] = []

    def set_custom_exc(self, kinds: tuple[type[BaseException], ...], handler: Any) -> None:
        self.custom_exceptions, self.handler = kinds, handler

    def _showtraceback(self, kind: object, error: object, lines: list[str]) -> None:
        self.shown.append(lines)


def test_every_problem_of_a_study_is_shown_once(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell()
    monkeypatch.setattr(errors, "shell_of_cells", lambda: shell)
    errors.show_errors_plainly()
    error = StudyError.of("a study", [Problem("first", "mend it"), Problem("second", "mend it too")])
    shell.handler(shell, StudyError, error, None)

    assert shell.custom_exceptions == (ConsilienceError,)
    (lines,) = shell.shown
    assert lines[0].startswith("StudyError: a study has 2 problems:")
    assert [lines[0].count(word) for word in ("first", "second", "sub-exception")] == [1, 1, 0]


def test_a_handler_of_someone_else_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = Shell((KeyError,))
    monkeypatch.setattr(errors, "shell_of_cells", lambda: shell)
    errors.show_errors_plainly()
    assert shell.handler is None


def told_at_a_prompt(source: str) -> str:
    script = f"import sys\nsys.ps1 = '>>> '\nimport consilience as cs\n{source}\n"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 1
    return done.stderr


def test_at_pythons_own_prompt_too() -> None:
    told = told_at_a_prompt("cs.pool([0.1, 0.2], 'geometric')")
    assert told.startswith("WrongValueError: error: no pool is called 'geometric'. To mend it: write 'geometric_mean")
    assert told.splitlines()[1:] == ["    geometric", "    ^^^^^^^^^"]
    assert "Traceback" in told_at_a_prompt("cs.pool; 1 / 0")


@pytest.mark.slow
def test_in_a_real_kernel_ours_are_plain_and_others_keep_their_traceback(kernel: Callable[..., NotebookNode]) -> None:
    sources = ["import consilience as cs\ncs.parse('20-10%')", "cs.read_study('nowhere')", "1 / 0"]
    outputs: list[NotebookNode] = [cell.outputs[-1] for cell in kernel(sources, allow_errors=True).cells]
    notation, study, other = ("\n".join(output.traceback) for output in outputs)
    assert notation.startswith("NotationError: error: the range falls from 20% to 10%")
    assert study.startswith("StudyError: nowhere has 1 problem")
    assert not any(word in notation + study for word in ("grammar.py", "Traceback", "sub-exception"))
    assert "Traceback" in other
