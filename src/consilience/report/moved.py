"""What moved since the answer that was published before, and who moved it: in sentences, and as a figure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from consilience.charts.figure import Figure
from consilience.frames.pulls import GroupPull, Pull
from consilience.frames.questions import main_questions
from consilience.history.archive import published
from consilience.history.moved import Difference
from consilience.history.statements import as_stated
from consilience.models.moved import moved_figure, pulls_on
from consilience.problems import AskedError, NotationError
from consilience.sampling.fit import Fit

# So many of those who moved an answer are named.
_MOST_NAMED = 3


@dataclass(frozen=True)
class Moved:
    """What moved since the last published answer.

    Attributes
    ----------
    sentences : tuple of str
        Plain text; empty where nothing was published before, or where it cannot be read.
    difference : Difference, optional
        ``None`` there.
    pulls : (sequence of Pull, sequence of GroupPull)
        On the main question.
    """

    sentences: tuple[str, ...] = ()
    difference: Difference | None = None
    pulls: tuple[Sequence[Pull], Sequence[GroupPull]] = ((), ())

    def figure(self, fit: Fit) -> Figure | None:
        """The figure, at both widths; ``None`` where nothing came, went, changed or moved.

        Parameters
        ----------
        fit : Fit
            What is being published.

        Returns
        -------
        Figure or None
        """
        moved = self.difference
        if moved is None or not (moved.changes or any(move.verdict != "no change" for move in moved.moves)):
            return None
        figure = moved_figure(fit, moved.moves, main_questions(fit)[0], self.pulls)
        return replace(figure, narrow=figure.with_options(width="column").chart)


def moved_since(fit: Fit, results: Path, record: Mapping[str, Any]) -> Moved:
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
    Moved
    """
    runs = published(results)
    if not runs:
        return Moved()
    try:
        moved = Difference(runs[-1].record, record)
        pulls = _pulls(fit, moved)
        said = [f"Since run {runs[-1].number}, {runs[-1].when[:10]}:", *moved.sentences(), *_who(fit, moved, pulls[0])]
        return Moved(tuple(said), moved, pulls)
    except (AskedError, LookupError, TypeError):
        return Moved()


def _pulls(fit: Fit, moved: Difference) -> tuple[Sequence[Pull], Sequence[GroupPull]]:
    """What each change did to the main answer."""
    question = main_questions(fit)[0]
    move = next((move for move in moved.moves if move.question == question), None)
    # What is declared moves answers too, and no statement is to be named for that.
    if move is None or moved.declares_otherwise:
        return (), ()
    try:
        before = as_stated(fit.study, moved.before["statements"])
    except (NotationError, LookupError):
        return (), ()
    return pulls_on(fit, before, move)


def _who(fit: Fit, moved: Difference, pulls: Sequence[Pull]) -> Iterator[str]:
    """The changes that moved the main answer most, if it moved."""
    question = main_questions(fit)[0]
    move = next((move for move in moved.moves if move.question == question), None)
    if move is None or move.verdict != "moved":
        return
    found = [pull for pull in pulls if pull.by]
    # Of a single change the move itself tells.
    if len(moved.changes) > 1 and any(pull.without is not None for pull in found):
        most = "moved it, as far as the draws tell" if found[0].without is None else "moved it most"
        yield f"{move.title}: who {most}."
        yield from map(str, found[:_MOST_NAMED])
