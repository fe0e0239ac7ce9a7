"""Files whose first row names no column: what they are instead, as far as their first lines show it."""

from collections.abc import Sequence

from consilience.problems import Problem
from consilience.study.columns import COLUMNS, column_meant, headings
from consilience.study.texts import excerpt, listed, quoted

type Record = tuple[int, Sequence[str]]

_LINE = ",".join(COLUMNS)
# How a file of another kind begins, what it is, and what to do.
_OTHERS = (
    ("<", "the file is a web page and no table", "download the table itself; it may need a login"),
    ("{", "the file is JSON and no table", "save it as CSV, or make a study of it with: consilience import"),
    ("[", "the file is JSON and no table", "save it as CSV, or make a study of it with: consilience import"),
    ("version https://git-lfs", "the file is what Git LFS keeps in place of a large one", "run: git lfs pull"),
)
_ENOUGH = 2


def headless(header: Sequence[str], line: int, rest: Sequence[Record], file: str) -> Problem:
    """Say what stands in place of the header.

    Parameters
    ----------
    header : sequence of str
        The first row.
    line : int
        Where it stands.
    rest : sequence of (int, sequence of str)
        The rows below, with their lines.
    file : str
        The file as shown.

    Returns
    -------
    Problem
    """
    why, remedy = _told(header, rest)
    return Problem(why, remedy, file=file, line=line, said=excerpt(",".join(header)), check="columns")


def of_another_kind(text: str) -> tuple[str, str] | None:
    """What a file is that begins as files of another kind do, and what to do; ``None`` for what may be a table.

    Examples
    --------
    >>> of_another_kind('[{"question": 1}]')[0]
    'the file is JSON and no table'
    """
    return next(((why, remedy) for start, why, remedy in _OTHERS if text.lstrip().lower().startswith(start)), None)


def _told(header: Sequence[str], rest: Sequence[Record]) -> tuple[str, str]:
    text = ",".join(header).lower()
    if other := of_another_kind(text):
        return other
    if text.startswith("sep="):
        return "the first row is a spreadsheet's note of the separator", "delete the line"
    for place, cells in rest:
        if len(set(headings(cells)) & set(COLUMNS)) >= _ENOUGH:
            return f"the columns are named only on line {place}", "delete the lines above the header"
    if len(header) == 1 and len(set(text.split()) & set(COLUMNS)) >= _ENOUGH:
        return "the columns are parted by blanks", "put a comma between the cells of each row"
    meant = {name: column for name in header if (column := column_meant(name))}
    if len(meant) >= _ENOUGH:
        renamed = listed(f"{column} for {quoted(name)}" for name, column in meant.items())
        return "the first row names the columns otherwise", f"write {renamed}; the columns are {', '.join(COLUMNS)}"
    why = "the first row does not name the columns"
    if len(header) == len(_LINE.split(",")):
        return why, f"put this line above it: {_LINE}"
    return why, f"put a line above it that names each of its {len(header)} columns; there are {_LINE}"
