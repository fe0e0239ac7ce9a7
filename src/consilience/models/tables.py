"""Tables of a report, as text that whoever writes the page lays out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from consilience.frames import contradictions_frame
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a report.

    Parameters
    ----------
    title, note : str
        Heading and a sentence below it.
    header : tuple of str
        Columns.
    rows : tuple of tuple of str
        Cells as plain text.
    """

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def contradictions(fit: Fit) -> Table:
    """Answers of one forecaster that no probability distribution has."""
    rows = [
        (row["forecaster"], f"{row['file']}:{row['line']}", row["why"])
        for row in records(contradictions_frame(fit.study))
    ]
    note = "No rounding makes these one probability distribution. They are modelled as noisy readings, not dropped."
    return table("Answers that contradict each other", note, ("Forecaster", "Where", "What"), rows)


def table(title: str, note: str, header: Sequence[str], rows: Sequence[Sequence[object]]) -> Table:
    """A table of anything that has a text."""
    return Table(title, note, tuple(header), tuple(tuple(map(str, row)) for row in rows))


def records(frame: "pd.DataFrame") -> Iterator[dict[str, Any]]:
    """Rows of a frame by the names of its columns."""
    yield from ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))


def signed(form: str, row: Mapping[str, Any]) -> str:
    """Numbers of a row that may be negative, with a minus sign for people."""
    return form.format_map(row).replace("-", "−")


def group_title(name: object) -> str:
    """A group as people read it."""
    return {ALL_GROUPS: "over the groups", "": "no group stated"}.get(str(name), str(name))
