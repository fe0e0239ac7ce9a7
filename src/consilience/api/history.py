"""Answers that were published before: which there are, what they said, and what moved between two of them."""

from pathlib import Path

from consilience.arguments import COUNT, TEXT, either, takes
from consilience.history.archive import Published, find, published
from consilience.history.moved import Difference

RUN = either(TEXT.such_as('"last"'), COUNT)


@takes()
def runs(study: str | Path, results: str | Path = "results") -> tuple[Published, ...]:
    """List every answer that was published of a study.

    Parameters
    ----------
    study : str or Path
        Its name, or its folder.
    results : path
        Folder under which its results are.

    Returns
    -------
    tuple of Published
        The oldest first; of each ``number``, ``when``, ``answer`` (a digest) and ``record`` (all that is kept of it).
    """
    return published(_folder(study, results))


@takes(before=RUN, after=RUN)
def diff(
    study: str | Path, before: str | int = "first", after: str | int = "last", results: str | Path = "results"
) -> Difference:
    """Compare two published answers of a study.

    Parameters
    ----------
    study : str or Path
        Its name, or its folder.
    before, after : str or int
        The number of a run, the beginning of the digest of its answer, ``first`` or ``last``.
    results : path
        Folder under which its results are.

    Returns
    -------
    Difference
        ``moves`` by question and ``changes`` of statements; ``sentences()`` say both.

    Raises
    ------
    KeyError
        If there is no such run.
    ValueError
        If the file of one of them is damaged.
    """
    found, name = runs(study, results), _name(study)
    old, new = (find(found, str(run), name) for run in (before, after))
    return Difference(old.record, new.record)


def run_of(study: str | Path, run: str | int = "last", results: str | Path = "results") -> Published:
    """One published answer of a study.

    Parameters
    ----------
    study, results
        As for :func:`runs`.
    run : str or int
        As for :func:`diff`.

    Returns
    -------
    Published

    Raises
    ------
    KeyError
        If there is no such run.
    """
    return find(runs(study, results), str(run), _name(study))


def _folder(study: str | Path, results: str | Path) -> Path:
    return Path(results) / _name(study)


def _name(study: str | Path) -> str:
    return Path(study).resolve().name
