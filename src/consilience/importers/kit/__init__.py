"""The kit of importers: from other people's files into a study, new or not.

An importer is one file and one line in :data:`consilience.importers.IMPORTERS`. It is a generator that takes the
files and what the user says, and yields what it finds in any order; the kit does the rest::

    QUESTION, FORECASTER = Column.of("ifp_id", name="question"), Column.of("user_id", name="forecaster")
    COLUMNS = (QUESTION, FORECASTER, Column.of("value"), Column.of("timestamp", "fcast_date", name="date"))

    def read_example(sources: Sequence[Source], options: Options) -> Iterator[Found]:
        for source in sources:
            table = read_table(source, COLUMNS, renamed=options.mapping.columns, ignored=("viewtime",))
            yield from table.problems
            for line in table.lines:
                try:
                    chance = probability(line["value"])
                except ValueError as error:
                    yield line.problem(f"{error}", "correct the cell")
                    continue
                if chance is not None:
                    yield Said(line["question"], line["forecaster"], line["date"], percent(chance),
                               file=source.name, line=line.line)

What it yields:

- :class:`Said`, a statement: ids of the platform, the estimate in the notation. A crowd is of ``kind`` ``aggregate``, a
  bot of ``kind`` ``model``. What was missing, withdrawn on no known day, or never a forecast is not yielded.
- :class:`Asked`, a question, with its title, options, unit. Of a question without one its id is the title. Questions
  that nobody spoke of do not come into the study.
- :class:`Outcome`, how a question came out; open questions have none.
- :class:`Head`, title and outcome of a new study, where the file knows better than the table's own title.
- :class:`~consilience.problems.Problem`: an error for a record that is left behind (``line.problem``,
  ``record.problem``, ``source.problem``), a warning for what the user should know (``source.told``). They are printed,
  and the command ends with 1 where records were left behind.

It raises :class:`~consilience.problems.StudyError` (``source.refused``, ``options.mapping.refused``) only where nothing
can be read at all.

What the kit does, so that no importer has to:

- ``sources``: archives, folders, byte order marks, ``--encoding``; no encoding is guessed.
- ``tables``: delimiters, aliases of columns in any case, renamed columns by ``[columns]`` of the mapping file, a header
  that changed named with what the file has, broken rows one by one. Columns that nobody asked for are left behind, and
  so is whatever is personal in them. ``table_of`` makes a table of rows that were read some other way (a sheet, a
  frame); ``kind_of_table`` tells several tables apart.
- ``objects``: JSON and JSON lines, past what is damaged; numbers as decimals.
- ``numbers``: :func:`number`, :func:`probability`, :func:`percent`, :func:`plain`, :func:`within_floor`,
  :func:`since_1970`: all raise ``ValueError`` with a sentence.
- ``units``: what a bare number is, where only the mapping file says it; quantiles in the notation.
- dates: ``Said.date`` is whatever ``read_day`` reads, an instant without an offset in ``options.zone``; it is written
  in UTC.
- names of questions and options; the mapping file's ``[questions]``; ``--pseudonyms``; the study that is there already,
  of which only new rows are added; ``resolutions.csv``; every check of a study before a byte is written, a row that no
  study can hold told at its own place and left behind.

Keys of the mapping file that an importer asks for itself are named in ``settings`` of its line in the table, and are in
``options.mapping.settings``; it checks them itself.
"""

from consilience.importers.kit.found import AMBIGUOUS, ANNULLED, UNKNOWN, Asked, Found, Head, Outcome, Said
from consilience.importers.kit.importing import Imported, Reader, import_files, tried
from consilience.importers.kit.keys import with_part
from consilience.importers.kit.mapping import Map, Options, read_map
from consilience.importers.kit.numbers import number, percent, plain, probability, since_1970, within_floor
from consilience.importers.kit.objects import Record, read_objects
from consilience.importers.kit.sources import Source, open_sources
from consilience.importers.kit.tables import (
    Column,
    Line,
    Table,
    delimiter_of,
    kind_of_table,
    read_table,
    records,
    table_of,
)

__all__ = [
    "AMBIGUOUS",
    "ANNULLED",
    "UNKNOWN",
    "Asked",
    "Column",
    "Found",
    "Head",
    "Imported",
    "Line",
    "Map",
    "Options",
    "Outcome",
    "Reader",
    "Record",
    "Said",
    "Source",
    "Table",
    "delimiter_of",
    "import_files",
    "kind_of_table",
    "number",
    "open_sources",
    "percent",
    "plain",
    "probability",
    "read_map",
    "read_objects",
    "read_table",
    "records",
    "since_1970",
    "table_of",
    "tried",
    "with_part",
    "within_floor",
]
