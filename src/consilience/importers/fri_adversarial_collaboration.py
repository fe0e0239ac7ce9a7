"""The Forecasting Research Institute's adversarial collaboration on AI risk: its forecasts become a study.

Rosenberg, Karger, Morris, Hickman, Hadshar, Jacobs and Tetlock (2024), *Roots of Disagreement on AI Risk*; forecasts in
``forecastingresearch/adversarial-collab``, ``FORECASTS.csv``.
"""

import csv
import io
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from consilience.importers.crux_answers import OUTCOME, Answer, read_answers, slug
from consilience.problems import Problem, StudyError
from consilience.study.columns import COLUMNS
from consilience.study.files import ESTIMATES, SETTINGS, read_text
from consilience.study.texts import shown

_FILE = "adversarial_collaboration.csv"
_SOURCE = "Rosenberg et al. (2024), Roots of Disagreement on AI Risk; forecastingresearch/adversarial-collab"
# The collaboration ran in April and May 2023 and was published on 11 March 2024; the file itself has no dates.
_DATE = "2023-05"
_TITLE = "AI and human extinction: the adversarial collaboration of the Forecasting Research Institute"
_DESCRIPTION = (
    "Made by 'consilience import fri-adversarial-collaboration'. The collaboration ran in April and May 2023 and was "
    "published on 11 March 2024; the forecasts carry no dates of their own, and are all dated by its last month. A "
    "crux is a question that resolves by 2030 and would move the credence in extinction; its exact wording is in the "
    "report. People changed their P(extinction) as they went: each value is there, once for a person, above the cruxes "
    "that it was said beside, and in the notes of their conditional estimates. The value said beside the most cruxes "
    "comes last, and is the one that stands."
)


def import_fri_adversarial_collaboration(source: Path, study: Path) -> Path:
    """Make a study of P(extinction), P(crux) and P(extinction | crux) of each person and crux.

    Parameters
    ----------
    source : Path
        CSV with the columns person, Camp, ID, PU, Pc, PUc, as published, or forecaster, camp, crux, p_extinction,
        p_crux, p_extinction_given_crux; fractions, empty or ``NA`` where nothing was said.
    study : Path
        Folder of the new study.

    Returns
    -------
    Path
        The folder of the study. Numbers are written as percent without rounding; what is incoherent is written as
        said, and :func:`consilience.study.check_study` names it.

    Raises
    ------
    StudyError
        With every problem of the file, or if there is such a folder already; nothing is written.
    OSError
        If the folder cannot be written.

    Notes
    -----
    A study keeps one standing estimate of a person and question, and this file has up to three values of one person's
    P(extinction). They are written so that nothing is lost: in the order of a person's rows, a P(extinction) goes
    before the answers that it was said beside.
    """
    problems: list[Problem] = []
    answers: list[Answer] = []
    text = read_text(source)
    if isinstance(text, Problem):
        problems.append(text)
    else:
        answers = read_answers(text, shown(source), problems)
    if study.exists() or study.is_symlink():
        problems.append(Problem("there is such a study already", "choose another folder", file=shown(study)))
    if problems:
        raise StudyError.of(shown(source), problems)
    _write(study, _settings(answers), _estimates(answers))
    return study


def _settings(answers: Sequence[Answer]) -> str:
    cruxes = {slug(answer.crux): answer.crux for answer in answers}
    lines = [
        f"title = {_toml(_TITLE)}",
        f"description = {_toml(_DESCRIPTION)}",
        "horizon = 2100-12-31",
        f"outcome = {_toml(OUTCOME)}",
        "",
        f"[question.{OUTCOME}]",
        'title = "AI causes human extinction by 2100"',
        "cruxes = [",
        *(f"  {_toml(name)}," for name in cruxes),
        "]",
    ]
    for name, title in cruxes.items():
        lines += ["", f"[question.{name}]", f"title = {_toml(title)}"]
    return "\n".join(lines) + "\n"


def _toml(text: str) -> str:
    # A basic string of TOML may say what a string of JSON may, printable text being all there is here.
    return json.dumps(text, ensure_ascii=False)


def _estimates(answers: Sequence[Answer]) -> str:
    said = io.StringIO()
    writer = csv.DictWriter(said, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for person in dict.fromkeys(answer.forecaster for answer in answers):
        writer.writerows(_rows_of([answer for answer in answers if answer.forecaster == person]))
    return said.getvalue()


def _rows_of(answers: Sequence[Answer]) -> Iterator[dict[str, str]]:
    """Rows of one person, whose P(extinction) that was said beside the most cruxes comes last."""
    values = dict.fromkeys(answer.outcome for answer in answers)
    blocks = [[answer for answer in answers if answer.outcome == value] for value in values]
    for block in sorted(blocks, key=len):
        outcome = block[0].outcome
        if outcome is not None:
            cruxes = "1 crux" if len(block) == 1 else f"{len(block)} cruxes"
            yield _row(block[0], OUTCOME, outcome, f"said beside {cruxes} of {len(answers)}")
        for answer in block:
            name = slug(answer.crux)
            if answer.crux_true is not None:
                yield _row(answer, name, answer.crux_true)
            if answer.outcome_given is not None:
                beside = f"said beside P({OUTCOME}) = {outcome}" if outcome else ""
                yield _row(answer, f"{OUTCOME} | {name}", answer.outcome_given, beside)


def _row(answer: Answer, question: str, estimate: str, note: str = "") -> dict[str, str]:
    return {
        "question": question,
        "forecaster": answer.forecaster,
        "date": _DATE,
        "estimate": estimate,
        "group": answer.camp,
        "kind": "person",
        "source": _SOURCE,
        "note": note,
    }


def _write(study: Path, settings: str, estimates: str) -> None:
    study.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed, so that there is never half a study.
    with tempfile.TemporaryDirectory(prefix=".import-", dir=study.parent) as folder:
        draft = Path(folder) / "study"
        (draft / ESTIMATES).mkdir(parents=True)
        (draft / SETTINGS).write_text(settings, "utf-8", newline="\n")
        (draft / ESTIMATES / _FILE).write_text(estimates, "utf-8", newline="\n")
        draft.rename(study)
