"""How the questions of a study came out: ``resolutions.csv`` in its folder."""

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from pathlib import Path

from consilience.problems import Problem
from consilience.study.files import RESOLUTIONS, read_text
from consilience.study.texts import excerpt, listed, quoted, shown

COLUMNS = ("question", "outcome", "date", "source")


@dataclass(frozen=True, slots=True)
class Resolution:
    """How one question came out.

    Parameters
    ----------
    question : str
        Its name in the study.
    outcome : str
        ``yes`` or ``no`` of an event; the option that happened; a number or a bound such as ``>500`` of a quantity;
        ``annulled``, ``ambiguous`` or ``unknown``, which are no outcomes; a share such as ``31%`` of a market that was
        paid in part, which is none either.
    date : str
        When it was known, as :func:`consilience.study.reading.dates.read_day` reads it; empty where nobody said.
    source : str
        Who says so.
    """

    question: str
    outcome: str
    date: str = ""
    source: str = ""


def read_resolutions(
    study: Path, problems: list[Problem], overlay: Mapping[Path, bytes] | None = None
) -> list[Resolution]:
    """Read the outcomes of a study.

    Parameters
    ----------
    study : Path
        Its folder.
    problems : list of Problem
        Is added to.
    overlay : mapping of Path to bytes, optional
        Contents to be taken instead of what is on disk.

    Returns
    -------
    list of Resolution
        In the order of the file, empty where there is none: the last of a question holds.
    """
    path = study / RESOLUTIONS
    if path not in (overlay or {}) and not path.exists():
        return []
    text = read_text(path, overlay)
    if isinstance(text, Problem):
        problems.append(text)
        return []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    found: list[Resolution] = []
    line = 1
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        if sorted(header) != sorted(COLUMNS):
            why = f"{RESOLUTIONS} has the columns {listed(map(quoted, header))}"
            problems.append(_problem(path, 1, why, f"begin it with {','.join(COLUMNS)}"))
            return []
        while True:
            line = reader.line_num + 1
            cells = [cell.strip() for cell in next(reader)]
            if len(cells) == len(header):
                said = dict(zip(header, cells, strict=True))
                found.append(Resolution(**said))
            elif any(cells):
                said_text = ",".join(cells)
                problems.append(_problem(path, line, "the row has too many or too few cells", "give it 4", said_text))
    except StopIteration:
        return found
    except csv.Error as error:
        problems.append(_problem(path, line, f"the row cannot be read ({error})", "mend its quotation marks"))
        return found


def _problem(path: Path, line: int, why: str, remedy: str, said: str = "") -> Problem:
    return Problem(why, remedy, file=shown(path), line=line, said=excerpt(said) or None, check="resolutions")


def resolutions_text(resolutions: Iterable[Resolution]) -> str:
    """Spell outcomes as the rows of their file, without its header."""
    said = io.StringIO()
    csv.writer(said, lineterminator="\n").writerows(map(astuple, resolutions))
    return said.getvalue()
