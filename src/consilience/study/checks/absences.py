"""What is not there: sources, dates, files. Counted, because it is rarely one row alone."""

import re
import shlex
from collections.abc import Iterator

from consilience.problems import Problem
from consilience.study.naming import components, name_of
from consilience.study.question import UNSTATED
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.study import Study
from consilience.study.texts import lines, listed, printable, quoted, remedy_for_name, skeleton, some_of

# What people write where a source is still to come, or where a form wants one.
_NO_SOURCE = re.compile(
    r"(?:todo|tbd|tba|tbc|fixme|placeholder|x{3,}|(?:your |add |insert )?(?:sources?|url|link)(?: here)?"
    r"|citation needed|n ?[/.] ?a\.?|none|nil|null|\?+|…|\.{2,}|[-–—]+)[ :.]*"
)
_REMEDY = "say in the column source where the estimate was said"


def nothing_said(study: Study) -> tuple[str, str]:
    """Say that a study holds no estimate, and how a first one is added."""
    events = [question for question in study.questions.values() if question.gate is None and question.unit is None]
    events.sort(key=lambda question: question.name != name_of(study.outcome or ""))
    asked = next((part for question in events for part in components(question, study.questions)), "QUESTION")
    about = " ".join(printable(shlex.quote(name)) for name in (study.name, asked))
    command = f"consilience add {about} FORECASTER ESTIMATE"
    return "nothing was said yet: the study has no estimate", f"add one, by hand in estimates/ or with: {command}"


def silence(reading: Reading) -> Iterator[Problem]:
    """Find a study in which nobody has said anything."""
    if reading.complete and reading.study.questions and not reading.said:
        yield Problem(*nothing_said(reading.study), file=reading.settings)


def unstated_questions(reading: Reading) -> Iterator[Problem]:
    """Find questions of a new study whose title nobody has written, once somebody answers them."""
    for question in reading.study.questions.values():
        if question.title == UNSTATED and reading.said:
            why = (
                f"what question {quoted(question.name)} asks is not yet written, and its answer stands under that title"
            )
            remedy = "write what must have happened, and by when"
            yield reading.declared(("question", question.name, "title"), why, remedy)


def nothing_to_fit(reading: Reading) -> Iterator[Problem]:
    """Find a study whose estimates are all of what is shown beside an answer and never makes one."""
    study = reading.study
    if not reading.complete or not study.rows or len(study.rows) < len(reading.said):
        return
    if not any(study.questions[row.asked].unit is None for row in study.weighed):
        standing = {id(row) for row in study.standing}
        reasons = [
            ("withdrawn", [row for row in study.rows if id(row) not in standing and row.until]),
            ("of aggregates or models", [row for row in study.rows if row.kind in ("aggregate", "model")]),
            ("quantities", [row for row in study.rows if study.questions[row.asked].unit is not None]),
        ]
        if not any(rows for _, rows in reasons):
            # What else keeps a row from standing, such as a date to come, is an error of its own.
            return
        told = listed(f"{len(rows)} {what}" for what, rows in reasons if rows)
        why = f"no estimate of a person or a survey stands on any event: of {len(study.rows)} there are {told}"
        yield Problem(why, "add what a person or a survey says, with: consilience add", file=reading.settings)


def missing_sources(reading: Reading) -> Iterator[Problem]:
    """Count rows without a source by file."""
    for _, rows in reading.by_file():
        bare = [row for row in rows if row.source is None]
        if bare:
            have = "has" if len(bare) == 1 else "have"
            why = f"{some_of(len(bare), len(rows), 'row')} {have} no source ({lines(row.line for row in bare)})"
            yield at_row(bare[0], why, _REMEDY)
        stubs = [row for row in rows if row.source and _NO_SOURCE.fullmatch(skeleton(row.source).strip("<>[]{}()"))]
        if stubs:
            have = "has" if len(stubs) == 1 else "have"
            why = (
                f"{some_of(len(stubs), len(rows), 'row')} {have} a placeholder in place of a source, such as"
                f" {quoted(stubs[0].source or '')} ({lines(row.line for row in stubs)})"
            )
            yield at_row(stubs[0], why, _REMEDY, said=stubs[0].source)


def undated(reading: Reading) -> Iterator[Problem]:
    """Count rows without a date by file: they count as earlier than any with one."""
    for _, rows in reading.by_file():
        bare = [row for row in rows if row.date is None]
        if bare:
            where = lines(row.line for row in bare)
            have, count = ("has", "counts") if len(bare) == 1 else ("have", "count")
            why = f"{some_of(len(bare), len(rows), 'row')} {have} no date ({where}), and {count} as the earliest"
            yield at_row(bare[0], why, "write the date, or 2024-05 or 2024 where no more is known")


def idle_dialects(reading: Reading) -> Iterator[Problem]:
    """Find dialects of files that are not there."""
    names = [file.name for file in reading.files]
    for name in reading.dialects:
        if name not in names:
            why = f"there is no file {quoted(name)} among the estimates"
            yield reading.declared(("dialect", name), why, remedy_for_name(name, names, "files"))
