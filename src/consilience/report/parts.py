"""The order in which a report tells, and where each of its figures and tables stands."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from consilience.charts.figure import Figure

# What each part is called, in the order of a report. Tables name theirs: see :class:`consilience.models.tables.Table`.
PARTS: Mapping[str, str] = MappingProxyType(
    {
        "answer": "The answer to each question",
        "moved": "What moved",
        "said": "Who said what",
        "combined": "How it was combined",
        "choices": "How much choices and priors matter",
        "change": "What would change it",
        "checked": "How it was checked",
        "provenance": "Where it comes from",
    }
)

# By the kind of a figure.
PART_OF: Mapping[str, str] = MappingProxyType(
    {
        "overview": "answer",
        "comparison": "answer",
        "moved": "moved",
        "history": "moved",
        "statements": "said",
        "groups": "said",
        "coherence": "said",
        "tree": "combined",
        "waterfall": "combined",
        "factors": "combined",
        "pools": "choices",
        "prior-posterior": "choices",
        "evidence_steps": "change",
        "frontier": "change",
        "tornado": "change",
        "sensitivity": "change",
        "crux_map": "change",
        "predictive": "checked",
    }
)
# The first that a report has stands below its first sentence.
_FOREMOST = ("tree", "statements", "overview")


def foremost(figures: Sequence[Figure]) -> Figure | None:
    """The figure that a report begins with; ``None`` where it has none that shows the answer.

    Parameters
    ----------
    figures : sequence of Figure
        In the order of the report.

    Returns
    -------
    Figure or None
    """
    return next((figure for kind in _FOREMOST for figure in figures if figure.kind == kind), None)


def in_order(figures: Sequence[Figure]) -> list[Figure]:
    """The figures as a text tells them: the one that it begins with, then part by part.

    Parameters
    ----------
    figures : sequence of Figure

    Returns
    -------
    list of Figure
    """
    first, places = foremost(figures), list(PARTS)
    return sorted(figures, key=lambda figure: (figure is not first, places.index(part_of(figure))))


def part_of(figure: Figure) -> str:
    """The part of a report that a figure belongs to."""
    return PART_OF.get(figure.kind, "answer")


def by_part[Shown](placed: Iterable[tuple[str, Shown]]) -> dict[str, list[Shown]]:
    """Sort what a report shows into its parts.

    Parameters
    ----------
    placed : iterable of (str, object)
        Each with the part that it belongs to.

    Returns
    -------
    dict of str to list
        A list for each part, empty where it shows nothing.

    Examples
    --------
    >>> by_part([("said", 1), ("said", 2)])["said"]
    [1, 2]
    """
    found: dict[str, list[Shown]] = {part: [] for part in PARTS}
    for part, shown in placed:
        found[part].append(shown)
    return found
