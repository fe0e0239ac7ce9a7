"""Progress in a cell: one display, updated in place, and taken away whatever happens."""

from typing import Any

import IPython.display
import pytest

from consilience.notebook import progress
from consilience.notebook.progress import line, notebook_progress


class Cell:
    """Stands in for IPython's display: keeps what each display showed, in order."""

    def __init__(self) -> None:
        self.displays: list[list[dict[str, str]]] = []

    def display(self, data: dict[str, str], *, display_id: bool, raw: bool) -> "Handle":
        assert display_id
        assert raw
        self.displays.append([data])
        return Handle(self.displays[-1])


class Handle:
    def __init__(self, shown: list[dict[str, str]]) -> None:
        self.shown = shown

    def update(self, data: dict[str, str], *, raw: bool) -> None:
        assert raw
        self.shown.append(data)


@pytest.fixture
def cell(monkeypatch: pytest.MonkeyPatch) -> Cell:
    made = Cell()
    monkeypatch.setattr(progress, "kernel_shell", object)
    monkeypatch.setattr(IPython.display, "display", made.display)
    return made


def test_one_bar_moves_and_goes(cell: Cell) -> None:
    with notebook_progress() as tell:
        tell("compiling", None)
        tell("sampling", 0.25)
        tell("sampling", 1.0)
    (shown,) = cell.displays
    assert [data.get("text/plain") for data in shown] == [
        "starting…",
        "compiling…",
        "sampling 25%…",
        "sampling 100%…",
        None,
    ]
    assert 'value="' not in shown[1]["text/html"]
    assert 'value="0.250"' in shown[2]["text/html"]
    assert shown[-1] == {"text/html": ""}


def test_an_error_leaves_nothing_behind(cell: Cell) -> None:
    def interrupted() -> None:
        with notebook_progress() as tell:
            tell("sampling", 0.5)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert cell.displays[0][-1] == {"text/html": ""}


def test_what_is_done_is_escaped(cell: Cell) -> None:
    with notebook_progress() as tell:
        tell("reading <b>", None)
    assert "reading &lt;b&gt;" in cell.displays[0][1]["text/html"]


def test_outside_a_notebook_and_a_terminal_nothing_is_said(capsys: Any) -> None:
    with notebook_progress() as tell:
        tell("sampling", 0.5)
    assert capsys.readouterr() == ("", "")


def test_a_line_names_the_share_where_it_is_known() -> None:
    assert line("sampling", 0.5) == "sampling 50%"
    assert line("compiling", None) == "compiling"
