"""Whether there are the questions, options and states that rows name."""

from collections.abc import Iterator
from itertools import groupby

from consilience.problems import Problem
from consilience.study.checks.correlations import is_about_correlation
from consilience.study.naming import Fault, canonical_question
from consilience.study.reading.csv_file import Row
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import lines, printable


def unknown_questions(reading: Reading) -> Iterator[Problem]:
    """Find rows about a question, option or state that there is not, all rows of a file about one together."""

    def place(row: Row) -> tuple[str, str]:
        return row.file, row.cells["question"]

    for (_, name), group in groupby(sorted(reading.said, key=place), key=place):
        rows = list(group)
        if is_about_correlation(name, reading.study.questions):
            continue
        about = canonical_question(name, reading.study.questions) if name else name
        if isinstance(about, Fault):
            why, remedy = about
            if len(rows) > 1:
                why = f"{why} (also on {lines(row.line for row in rows[1:])})"
            yield at_row(rows[0], printable(why), printable(remedy), said=name)
