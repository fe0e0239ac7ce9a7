"""What moved since the answer that was published before, and who moved it, in sentences."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from consilience.frames.pulls import pulls
from consilience.history.archive import published
from consilience.history.moved import Difference
from consilience.history.statements import as_stated
from consilience.models.figures import main_questions
from consilience.problems import AskedError, NotationError
from consilience.sampling.fit import Fit

# So many of those who moved an answer are named.
_MOST_NAMED = 3


def moved_since(fit: Fit, results: Path, record: Mapping[str, Any]) -> list[str]:
    """Say what moved since the last published answer.

    Parameters
    ----------
    fit : Fit
        What is being published.
    results : Path
        Folder of the results so far.
    record : mapping
        The new answer as the history keeps it.

    Returns
    -------
    list of str
        Plain text; empty where nothing was published before, or where it cannot be read.
    """
    runs = published(results)
    if not runs:
        return []
    try:
        before = runs[-1].record
        moved = Difference(before, record)
        return [f"Since run {runs[-1].number}, {runs[-1].when[:10]}:", *moved.sentences(), *_who(fit, moved)]
    except (AskedError, LookupError, TypeError):
        return []


def _who(fit: Fit, moved: Difference) -> Iterator[str]:
    """The changes that moved the main answer most, if it moved."""
    # What is declared moves answers too, and no statement is to be named for that.
    if moved.declares_otherwise:
        return
    question = main_questions(fit)[0]
    move = next((move for move in moved.moves if move.question == question), None)
    if move is None or move.verdict != "moved":
        return
    # Where voices led before, without one of those who came they might lead still, with no number of the population.
    if any(answer is None or answer.leads != "population" for answer in (move.before, move.after)):
        return
    try:
        before = as_stated(fit.study, moved.before["statements"])
    except (NotationError, LookupError):
        return
    found = pulls(fit, before, question)
    # Of a single change the move itself tells.
    if len(moved.changes) > 1 and any(pull.without is not None for pull in found):
        most = "moved it, as far as the draws tell" if found[0].without is None else "moved it most"
        yield f"{move.title}: who {most}."
        yield from map(str, found[:_MOST_NAMED])
