"""The lexicon of verbal probabilities that a study opts into."""

from dataclasses import replace
from pathlib import Path

from consilience.notation import Lexicon
from consilience.problems import StudyError
from consilience.study.files import lexicon_file
from consilience.study.reading.toml_tables import TableReader
from consilience.study.texts import presentable, printable, shown


def read_lexicon(study: Path, name: str, reader: TableReader) -> Lexicon | None:
    """Read the named lexicon from the data beside the forecasts folder.

    Parameters
    ----------
    study : Path
        Folder of the study.
    name : str
        As study.toml says.
    reader : TableReader
        Gathers the problems.

    Returns
    -------
    Lexicon or None
        ``None`` where it cannot be read.
    """
    path = lexicon_file(study)
    if not path.is_file():
        why = f"the lexicons are not where they should be, in {shown(path)}"
        reader.fault(("lexicon",), why, "put the table of verbal probabilities there", check="lexicon")
        return None
    try:
        return Lexicon.read(path, name)
    except StudyError as error:
        for problem in error.problems:
            if problem.line is None:
                reader.fault(
                    ("lexicon",),
                    f"{printable(problem.why)} in {shown(path)}",
                    problem.remedy,
                    check="lexicon",
                )
            else:
                reader.problems.append(presentable(replace(problem, file=shown(path), check="lexicon")))
        return None
