"""The doors to the widgets that ask: which of them, for which method."""

from collections.abc import Callable
from typing import Any

from consilience.notebook.widgets.elicit import Elicit
from consilience.notebook.widgets.kit import refused
from consilience.notebook.widgets.methods import METHODS
from consilience.notebook.widgets.record import Record
from consilience.notebook.widgets.roulette import Roulette
from consilience.notebook.widgets.statement import Statement
from consilience.notebook.widgets.tree import Tree
from consilience.study import Study

ROULETTE = "roulette"


def elicit(
    study: Study, question: str, read: Callable[[], Study], cells: dict[str, str], method: str, **options: Any
) -> Statement:
    """Make the widget that asks for one estimate.

    Parameters
    ----------
    study : Study
        As read from its folder.
    question : str
        As in a row of estimates.
    read : callable
        Reads the folder again.
    cells : dict
        forecaster, group, source, note and file, as for :class:`Record`.
    method : str
        One of :data:`METHODS`, or "roulette".
    **options
        ``chips`` and ``bins`` of a roulette; ``None`` where nothing was chosen.
    """
    record = Record(study, read, **cells)
    chosen = {name: value for name, value in options.items() if value is not None}
    if method == ROULETTE:
        return Roulette(record, question, **chosen)
    if method not in METHODS:
        raise refused("there is no such method", f"write one of {', '.join((*METHODS, ROULETTE))}", method)
    if chosen:
        said = ", ".join(f"{name}={value}" for name, value in chosen.items())
        raise refused(f"only a roulette has {' and '.join(chosen)}", 'leave it out, or write method="roulette"', said)
    return Elicit(record, question, method)


def elicit_tree(study: Study, outcome: str | None, read: Callable[[], Study], cells: dict[str, str]) -> Tree:
    """Make the widget that asks for every part of an outcome, and for the whole.

    Parameters
    ----------
    study, read, cells
        As for :func:`elicit`.
    outcome : str or None
        What follows from other questions; the study's outcome by default.
    """
    return Tree(Record(study, read, **cells), outcome)
