"""Other people's files become studies: one table of what can be read."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from consilience.arguments import PATH, Kind, either, one_of, takes
from consilience.importers.addresses import api_of
from consilience.importers.excalibur import SETTINGS as EXCALIBUR_SETTINGS, read_excalibur
from consilience.importers.fatebook import read_fatebook
from consilience.importers.fri_adversarial_collaboration import read_fri_adversarial_collaboration
from consilience.importers.good_judgment import read_good_judgment
from consilience.importers.hubverse import SETTINGS as HUBVERSE_SETTINGS, read_hubverse
from consilience.importers.infer import read_infer
from consilience.importers.kalshi import read_kalshi
from consilience.importers.kit import Imported, Map, Options, Reader, Source, import_files, read_map, tried
from consilience.importers.kit.grids import Frame, grid_of_frame
from consilience.importers.manifold import read_manifold
from consilience.importers.metaculus import read_metaculus
from consilience.importers.polymarket import read_polymarket
from consilience.importers.predictionbook import read_predictionbook
from consilience.importers.resolved_forecasts import read_resolved_forecasts
from consilience.importers.shelf import SETTINGS as SHELF_SETTINGS, read_shelf
from consilience.importers.surveys import (
    ANY,
    GOOGLE_FORMS,
    LIMESURVEY,
    QUALTRICS,
    SETTINGS as SURVEY_SETTINGS,
    SURVEYMONKEY,
    reader_of,
)
from consilience.problems import Problem, WrongValueError
from consilience.study.texts import unknown_name


@dataclass(frozen=True, slots=True)
class Importer:
    """One kind of file that can be read.

    Parameters
    ----------
    name : str
        As typed: ``consilience import NAME FILE STUDY``.
    platform : str
        What stands, with the platform's id of the question, as the source of a row.
    title : str
        What the data are: title of a new study.
    reads : str
        What the files look like, and where they come from.
    read : callable
        Takes the files and what the user says, and yields what it finds: see :mod:`consilience.importers.kit`.
    whole : bool
        Whether a file is imported whole or not at all.
    settings : tuple of str
        Keys of the mapping file that it asks for itself.
    api : callable, optional
        Turns the address of a page into that of its data, where the platform can be asked over the network.
    private : bool
        Whether what the files say of people was told to whoever asked, and not shown to everybody.
    """

    name: str
    platform: str
    title: str
    reads: str
    read: Reader
    whole: bool = False
    settings: tuple[str, ...] = ()
    api: Callable[[str], str] | None = None
    private: bool = False


IMPORTERS: Mapping[str, Importer] = {
    importer.name: importer
    for importer in (
        Importer(
            "fri-adversarial-collaboration",
            "FRI",
            "Roots of Disagreement on AI Risk: 22 people on extinction by 2100 and what would move them",
            "CSV of fractions, a row for each person and crux: FORECASTS.csv of forecastingresearch/adversarial-collab",
            read_fri_adversarial_collaboration,
            whole=True,
        ),
        Importer(
            "predictionbook",
            "PredictionBook",
            "Predictions of PredictionBook",
            "JSON of the API, predictions with their responses (my_predictions, or predictions by page); of the CSV of"
            " the site only the means of all wagers, as that",
            read_predictionbook,
            api=api_of,
        ),
        Importer(
            "good-judgment",
            "GJP",
            "Forecasts of the Good Judgment Project",
            "the archive's survey_fcasts (a row for each option of a forecast) with its ifps, as .csv or .tab",
            read_good_judgment,
        ),
        Importer(
            "metaculus",
            "Metaculus",
            "Forecasts of Metaculus",
            "the export of one's forecasts or of a project (.zip, or its question_data.csv and forecast_data.csv), or"
            " JSON of posts; aggregates and bots are kept apart from people",
            read_metaculus,
            settings=("forecaster",),
            api=api_of,
        ),
        Importer(
            "manifold",
            "Manifold",
            "Markets of Manifold",
            "JSON of the API, markets (whose price is an aggregate's), and bets, of which a day's last price is kept",
            read_manifold,
            api=api_of,
        ),
        Importer(
            "polymarket",
            "Polymarket",
            "Markets of Polymarket",
            "JSON of the catalogue (gamma), markets or events: prices of open ones, outcomes of resolved ones",
            read_polymarket,
            settings=("fetched",),
            api=api_of,
        ),
        Importer(
            "kalshi",
            "Kalshi",
            "Markets of Kalshi",
            "JSON of the API, markets: the middle of bid and ask of open ones, outcomes of settled ones",
            read_kalshi,
            settings=("fetched",),
        ),
        Importer(
            "infer",
            "INFER",
            "Forecasts of INFER",
            "JSON of the API, questions with their prediction_sets (INFER, and other sites of Cultivate)",
            read_infer,
        ),
        Importer(
            "fatebook",
            "Fatebook",
            "Predictions of Fatebook",
            "the CSV that the site exports",
            read_fatebook,
        ),
        Importer(
            "resolved-forecasts",
            "Track record",
            "Resolved forecasts",
            "CSV, a row for each forecast: question, forecaster, timestamp, probability (a fraction), and, where known,"
            " group, outcome (yes, no, right, wrong, 1, 0, annulled, ambiguous, unknown), resolved_at, title",
            read_resolved_forecasts,
            settings=("scale", "date"),
        ),
        Importer(
            "qualtrics",
            "Qualtrics",
            "Survey",
            "the CSV of responses, with its rows of texts and ImportIds; previews, spam and unfinished ones are left"
            ' out. The file for --map says the columns: [questions] "Q13_1" = "event" (a heading, an ImportId or'
            ' "column 3"), person, date (EndDate where it says none), group; unit = "percent" or "fraction" of bare'
            ' numbers, [units] by question; decimal = ","; [answers] estimates by code',
            reader_of(QUALTRICS),
            settings=SURVEY_SETTINGS,
            private=True,
        ),
        Importer(
            "limesurvey",
            "LimeSurvey",
            "Survey",
            "the CSV of responses, by codes or texts; unfinished ones are left out. The file for --map says the"
            " columns, as for qualtrics",
            reader_of(LIMESURVEY),
            settings=SURVEY_SETTINGS,
            private=True,
        ),
        Importer(
            "google-forms",
            "Google Forms",
            "Survey",
            "the CSV of responses. The file for --map says the columns, as for qualtrics",
            reader_of(GOOGLE_FORMS),
            settings=SURVEY_SETTINGS,
            private=True,
        ),
        Importer(
            "surveymonkey",
            "SurveyMonkey",
            "Survey",
            "the CSV or XLSX of all responses, with its two rows of headings. The file for --map says the columns, as"
            ' for qualtrics; a part of a question is called "question: part"',
            reader_of(SURVEYMONKEY),
            settings=SURVEY_SETTINGS,
            private=True,
        ),
        Importer(
            "survey",
            "Survey",
            "Survey",
            'any table with a row for each answer of a person: CSV, a spreadsheet (.xlsx, .ods; sheet = "…" where'
            " there are several), Parquet, or from Python a data frame. The file for --map says the columns, as for"
            " qualtrics",
            reader_of(ANY),
            settings=SURVEY_SETTINGS,
            private=True,
        ),
        Importer(
            "excalibur",
            "EXCALIBUR",
            "Panel of experts by Cooke's method",
            "a panel's .dtt and .rls. The file for --map says, by unit or [units], which items are probabilities"
            " (percent, fraction) or in what unit a quantity is; others are left out; date is when the panel met",
            read_excalibur,
            settings=EXCALIBUR_SETTINGS,
        ),
        Importer(
            "shelf",
            "SHELF",
            "Judgements elicited by the SHELF protocol",
            "what the apps of R's SHELF save, a file for each quantity: judgements (rows L, probabilities or Q1, M, Q3"
            " or T1, M, T2, U; a column for each expert), chips of each expert, roulette. The file for --map says, by"
            " unit or [units] by name of the file, whether it is a probability (percent, fraction) or in what unit;"
            " date; expert, of a roulette, which names nobody",
            read_shelf,
            settings=SHELF_SETTINGS,
        ),
        Importer(
            "hubverse",
            "hubverse",
            "Submissions to a forecast hub",
            "model output (.csv or .parquet, called 2025-01-11-team-model or with the column model_id), and oracle"
            " output: classes (pmf), and quantiles and means of the targets whose unit the file for --map says, by unit"
            " or [units]: percent or fraction of probabilities, or that of a quantity",
            read_hubverse,
            settings=HUBVERSE_SETTINGS,
        ),
    )
}

type File = str | os.PathLike[str] | Frame


def _are_files(value: object) -> bool:
    several = value if isinstance(value, list | tuple) else [value]
    # Of a table the importer says what it cannot read.
    return bool(several) and all(
        PATH.holds(one) or hasattr(one, "columns") or hasattr(one, "to_frame") for one in several
    )


_FILES = Kind("a file, or several", '"questions.csv"', _are_files)


@takes(file=_FILES, map=either(PATH.such_as('"questions.toml"'), one_of(Mapping, "a mapping", '{"1234": "flood"}')))
def import_study(
    format: str,
    file: File | Sequence[File],
    study: str | os.PathLike[str],
    *,
    map: str | os.PathLike[str] | Mapping[str, str] | None = None,
    encoding: str | None = None,
    pseudonyms: str | os.PathLike[str] | None = None,
    online: bool = False,
    dry_run: bool = False,
) -> Imported:
    r"""Import files that others published or exported into a study, which is made where there is none.

    Parameters
    ----------
    format : str
        Name of an importer, a key of :data:`IMPORTERS`.
    file : str, PathLike or data frame, or sequence of these
        Files, archives or folders; frames of pandas, polars or Arrow, for formats that are tables; with ``online``,
        also addresses of questions and markets.
    study : str or PathLike
        Folder of the study. What it holds is kept: rows and outcomes that it does not have are added, and those of a
        file that was imported before are not added again.
    map : str, PathLike or mapping, optional
        TOML file, or questions of the study by the platform's ids: ``[questions]``, and ``[columns]`` for headings that
        the platform has changed.
    encoding : str, optional
        Of the files. Default: UTF-8, or as a byte order mark says.
    pseudonyms : str or PathLike, optional
        File with a secret, made where there is none, by which persons get other names. Keep it, outside the study: the
        next import needs it.
    online : bool
        Whether the platform may be asked over the network.
    dry_run : bool
        Write nothing, and say what would be added and left behind.

    Returns
    -------
    Imported
        What was added and what was left behind. It stands for the study's folder: ``read_study(imported)``.

    Raises
    ------
    ValueError
        If there is no importer of that name.
    StudyError
        If a file cannot be read at all, or the study has errors; nothing is written.
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
    ...     study = import_study("fri-adversarial-collaboration", file, Path(folder) / "ai").study
    ...     for line in next((study / "estimates").iterdir()).read_text().splitlines()[1:]:
    ...         print(line.partition(",2023")[0], line.split(",")[3])
    extinction,Eve 3%
    cyberattacks,Eve 15%
    extinction | cyberattacks,Eve 4%
    """
    if format not in IMPORTERS:
        raise WrongValueError(unknown_name(format, IMPORTERS, "format"))
    importer = IMPORTERS[format]
    files = [file] if isinstance(file, str | os.PathLike | Frame) else list(file)
    named = [each if isinstance(each, str) else _opened(each, place) for place, each in enumerate(files, start=1)]
    if isinstance(map, Mapping):
        mapping = Map(questions={str(id): str(key) for id, key in map.items()})
    else:
        mapping = read_map(Path(map), importer.settings) if map else Map()
    options = Options(mapping, encoding, Path(pseudonyms) if pseudonyms else None, online)
    return (tried if dry_run else import_files)(importer, named, Path(study), options)


def _opened(file: os.PathLike[str] | Frame, place: int) -> Path | Source:
    if isinstance(file, os.PathLike):
        return Path(file)
    try:
        return Source(f"frame {place}", b"", grid=grid_of_frame(file))
    except ValueError as error:
        raise WrongValueError(Problem(str(error), "give a data frame, with a row for each answer")) from None


__all__ = ["IMPORTERS", "Imported", "Importer", "import_study"]
