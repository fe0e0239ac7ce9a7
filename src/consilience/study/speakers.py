"""Who speaks in a panel: persons, whatever group a row names, and each group of a survey or a bot for itself."""

from collections import Counter
from collections.abc import Iterable

from consilience.study import Estimate, Speaker


def speakers_of(rows: Iterable[Estimate]) -> tuple[dict[Speaker, str], dict[Speaker, str]]:
    """Name everybody who speaks, and the one group that each belongs to.

    Parameters
    ----------
    rows : iterable of Estimate

    Returns
    -------
    names : dict of speaker to str
        The forecaster; with the group in brackets where several speakers have one name.
    groups : dict of speaker to str
        That of their latest row; ``""`` where it names none.
    """
    rows = list(rows)
    latest = {row.speaker: row.group or "" for row in sorted(rows, key=lambda row: (row.moment, row.order))}
    groups = {row.speaker: latest[row.speaker] for row in rows}
    shared = Counter(forecaster for _, forecaster, _ in groups)
    names = {
        speaker: speaker[1] if shared[speaker[1]] == 1 else f"{speaker[1]} ({groups[speaker] or speaker[0]})"
        for speaker in groups
    }
    return names, groups


def said_anew(before: Iterable[Estimate], after: Iterable[Estimate]) -> list[Estimate]:
    """Statements that somebody did not make before, or made in another group or with another value.

    Parameters
    ----------
    before, after : iterable of Estimate
        One a question and speaker, as those that stand.

    Returns
    -------
    list of Estimate
        Of ``after``.
    """
    known = {(row.question, row.speaker): (row.group, row.value) for row in before}
    return [row for row in after if known.get((row.question, row.speaker)) != (row.group, row.value)]
