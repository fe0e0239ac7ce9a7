"""What is not there: sources, dates, files. Counted, because it is rarely one row alone."""

from collections.abc import Iterator

from consilience.problems import Problem
from consilience.study.reading import Reading, at_row
from consilience.study.texts import lines, quoted, remedy_for_name


def missing_sources(reading: Reading) -> Iterator[Problem]:
    """Count rows without a source by file."""
    for _, rows in reading.by_file():
        bare = [row for row in rows if row.source is None]
        if bare:
            why = f"{len(bare)} of {len(rows)} rows have no source ({lines(row.line for row in bare)})"
            yield at_row(bare[0], why, "say in the column source where the estimate was said")


def undated(reading: Reading) -> Iterator[Problem]:
    """Count rows without a date by file: they count as earlier than any with one."""
    for _, rows in reading.by_file():
        bare = [row for row in rows if row.date is None]
        if bare:
            where = lines(row.line for row in bare)
            why = f"{len(bare)} of {len(rows)} rows have no date ({where}), and count as the earliest"
            yield at_row(bare[0], why, "write the date, or 2024-05 or 2024 where no more is known")


def idle_dialects(reading: Reading) -> Iterator[Problem]:
    """Find dialects of files that are not there."""
    names = [file.name for file in reading.files]
    for name in reading.dialects:
        if name not in names:
            why = f"there is no file {quoted(name)} among the estimates"
            yield reading.declared(("dialect", name), why, remedy_for_name(name, names, "files"))
