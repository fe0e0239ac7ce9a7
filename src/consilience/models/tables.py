"""Tables of a report, as text that whoever writes the page lays out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from consilience.frames import contradictions_frame, headline_of
from consilience.frames.other_priors import AS_FITTED, moved_by_priors, other_priors_frame
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.texts import plain

if TYPE_CHECKING:
    import pandas as pd


# What a group is called that its members did not name.
NO_GROUP = "no group stated"
# Where in a report a table stands: beside who said what, how that was combined, how far choices matter, what would
# change the answer, or how it was checked.
Part = Literal["said", "combined", "choices", "change", "checked"]


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
    part : str
        Of the report.
    """

    title: str
    note: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    part: Part


def contradictions(fit: Fit) -> Table:
    """Answers of one forecaster that no probability distribution has."""
    rows = [
        # A report is for others, who have the study and not this machine's folders.
        (row["forecaster"], f"{Path(row['file']).name}:{row['line']}", row["why"])
        for row in records(contradictions_frame(fit.study))
    ]
    note = "No rounding makes these one probability distribution. They are modelled as noisy readings, not dropped."
    return table("Answers that contradict each other", note, ("Forecaster", "Where", "What"), rows, "said")


_OTHER_PRIORS = (
    "The answers that lead, had the priors been others: worked out from the same draws by importance sampling, where "
    "its Pareto k̂ says that these reach so far."
)


def other_priors(fit: Fit) -> Table:
    """The main answers, and those that hang on the prior, under other priors."""
    from consilience.frames.questions import main_questions

    moved = moved_by_priors(fit)
    asked = [name for name in dict.fromkeys([*main_questions(fit), *moved]) if headline_of(fit, name).leads != "voices"]
    rows = [
        (row["question_title"], row["prior"][:1].upper() + row["prior"][1:], *_under(row))
        for name in asked
        for row in records(other_priors_frame(fit, name))
    ]
    header = ("Question", "Prior", "Answer", "Odds differ by")
    return table("Under other priors", _OTHER_PRIORS, header, rows, "choices")


def _under(row: Mapping[str, Any]) -> tuple[str, str]:
    if row["prior"] == AS_FITTED:
        return row["label"], ""
    if row["reliable"]:
        times = plain(row["factor"], 2)
        return row["label"], "hardly at all" if times == "1" else f"×{times}"
    return f"not to be had from these draws (k̂ {row['pareto_k']:.2g})", "fit again: consilience.fit(study, priors=…)"


def table(title: str, note: str, header: Sequence[str], rows: Sequence[Sequence[object]], part: Part) -> Table:
    """A table of anything that has a text."""
    return Table(title, note, tuple(header), tuple(tuple(map(str, row)) for row in rows), part)


def records(frame: "pd.DataFrame") -> Iterator[dict[str, Any]]:
    """Rows of a frame by the names of its columns."""
    yield from ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))


def signed(form: str, row: Mapping[str, Any]) -> str:
    """Numbers of a row that may be negative, with a minus sign for people."""
    return form.format_map(row).replace("-", "−")


def group_title(name: object) -> str:
    """A group as people read it."""
    return {ALL_GROUPS: "over the groups", "": NO_GROUP}.get(str(name), str(name))
