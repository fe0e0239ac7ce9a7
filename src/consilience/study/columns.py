"""The columns of a file of estimates."""

from collections.abc import Iterable

REQUIRED = ("question", "forecaster", "date", "estimate")
OPTIONAL = ("group", "kind", "until", "source", "note")
COLUMNS = (*REQUIRED, *OPTIONAL)

# By what other names people head the same columns.
_SAID_FOR = {
    "question": "event item risk scenario q frage evento pregunta",
    "forecaster": "expert person name who respondent participant user author panelist experte prognostiker",
    "date": "when day timestamp time created datum fecha",
    "estimate": "probability p prob forecast answer value response prediction chance schätzung wahrscheinlichkeit",
    "group": "panel team cohort gruppe",
    "kind": "type art",
    "source": "ref reference citation url link quelle fuente",
    "note": "notes comment comments remark remarks rationale notiz kommentar",
}
_MEANT = {other: column for column, others in _SAID_FOR.items() for other in others.split()}


def headings(cells: Iterable[str]) -> list[str]:
    """Read a header: columns that this package knows, in whatever case, and the others as they are.

    Examples
    --------
    >>> headings(["Question", " FORECASTER", "Notes"])
    ['question', 'forecaster', 'Notes']
    """
    names = (cell.strip() for cell in cells)
    return [name.casefold() if name.casefold() in COLUMNS else name for name in names]


def column_meant(name: str) -> str | None:
    """Tell which column people mean by another name for it.

    Examples
    --------
    >>> column_meant("Probability")
    'estimate'
    """
    return _MEANT.get(name.strip(" .:").casefold())
