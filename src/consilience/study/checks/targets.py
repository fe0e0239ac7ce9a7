"""Whether there are the questions and options that rows, conditions and gates name."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from consilience.problems import Problem
from consilience.study.csv_file import Row
from consilience.study.reading import Reading, at_row
from consilience.study.study import Question
from consilience.study.texts import foreign_letters, lines, listed, quoted, remedy_for_name


def unknown_questions(reading: Reading) -> Iterator[Problem]:
    """Find rows about a question or option that there is not, all rows of a file about one together."""

    def place(row: Row) -> tuple[str, str]:
        return row.file, row.cells["question"]

    for (_, name), group in groupby(sorted(reading.said, key=place), key=place):
        rows = list(group)
        fault = target_fault(name, reading.study.questions) if name else None
        if fault is not None:
            why, remedy = fault
            if len(rows) > 1:
                why = f"{why} (also on {lines(row.line for row in rows[1:])})"
            yield at_row(rows[0], why, remedy, said=name)


def target_fault(name: str, questions: Mapping[str, Question]) -> tuple[str, str] | None:
    """Say what is wrong with the name of an event, and what would be right; ``None`` where nothing is.

    Parameters
    ----------
    name : str
        ``"question"``, or ``"question=option"`` where it has options.
    questions : mapping of str to Question
        The study's questions.
    """
    asked, equals, option = name.partition("=")
    question = questions.get(asked)
    if question is None:
        foreign = foreign_letters(asked)
        why = f"unknown question {quoted(asked)}{f', with {foreign}' if foreign else ''}"
        return why, remedy_for_name(asked, questions, "questions")
    options = [f"{asked}={known}" for known in question.options]
    if equals and not options:
        return f"question {quoted(asked)} has no options", f"write {asked}, or declare options in study.toml"
    if not equals and options:
        return f"question {quoted(asked)} has options, and one must be named", f"write {listed(options)}"
    if equals and option not in question.options:
        return f"unknown option {quoted(option)}", remedy_for_name(name, options, "options")
    return None
