"""Other people's files become studies: one table of what can be read."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from consilience.importers.fri_adversarial_collaboration import import_fri_adversarial_collaboration
from consilience.problems import WrongValueError
from consilience.study.texts import unknown_name


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of file that can be read.

    Parameters
    ----------
    name : str
        As typed: ``consilience import NAME FILE STUDY``.
    title : str
        What the data are.
    reads : str
        What the file looks like, and where it comes from.
    function : callable
        Takes the path of the file and that of the new study's folder, writes the study and returns its folder;
        raises :class:`consilience.problems.StudyError` with every problem of the file, and then writes nothing.
    """

    name: str
    title: str
    reads: str
    function: Callable[[Path, Path], Path]


IMPORTERS: Mapping[str, Importer] = {
    importer.name: importer
    for importer in (
        Importer(
            "fri-adversarial-collaboration",
            "Roots of Disagreement on AI Risk: 22 people on extinction by 2100 and what would move them",
            "CSV of fractions, a row for each person and crux: FORECASTS.csv of forecastingresearch/adversarial-collab",
            import_fri_adversarial_collaboration,
        ),
    )
}


def import_study(format: str, file: str | os.PathLike[str], study: str | os.PathLike[str]) -> Path:
    r"""Make a study of a file that others published.

    Parameters
    ----------
    format : str
        Name of an importer, a key of :data:`IMPORTERS`.
    file : str or PathLike
        The file.
    study : str or PathLike
        Folder of the new study; nothing is overwritten.

    Returns
    -------
    Path
        The folder of the study.

    Raises
    ------
    ValueError
        If there is no importer of that name.
    StudyError
        With every problem of the file, or if there is such a folder already; nothing is written.
    OSError
        If the folder cannot be written.

    Examples
    --------
    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> row = "Eve,Skeptical,Cyberattacks,0.03,0.15,0.04"
    >>> with TemporaryDirectory() as folder:
    ...     file = Path(folder) / "FORECASTS.csv"
    ...     _ = file.write_text(f"person,Camp,ID,PU,Pc,PUc\n{row}\n")
    ...     study = import_study("fri-adversarial-collaboration", file, Path(folder) / "ai")
    ...     for line in next((study / "estimates").iterdir()).read_text().splitlines()[1:]:
    ...         print(line.partition(",2023")[0], line.split(",")[3])
    extinction,Eve 3%
    cyberattacks,Eve 15%
    extinction | cyberattacks,Eve 4%
    """
    if format not in IMPORTERS:
        raise WrongValueError(unknown_name(format, IMPORTERS, "format"))
    return IMPORTERS[format].function(Path(file), Path(study))


__all__ = ["IMPORTERS", "Importer", "import_study"]
