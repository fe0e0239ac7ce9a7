"""The skeleton of a new study."""

import datetime as dt
import os
import shlex
import tempfile
from pathlib import Path

from consilience.arguments import TEXT, takes, writing_to
from consilience.problems import Problem, StudyError
from consilience.study.columns import COLUMNS
from consilience.study.files import ESTIMATES, SETTINGS
from consilience.study.question import UNSTATED
from consilience.study.texts import is_control, quoted, shown

_SETTINGS = """\
# What this study asks. Everything that was said goes into estimates/*.csv, one row each.
title   = {title}
horizon = {horizon}              # by when
outcome = "event"                 # the question whose answer counts

[question.event]
title = "{unstated}"
# description = "Who decides whether it has, and by what rule"
# prior = "10% [0.1%, 90%]"       # shown as an assumption wherever the answer is shown

# Factors: questions given the state of others, and gates over them.
# [question.capable]
# title = "A system exists that could do it"
# [question.attempts]
# title = "Such a system tries"
# given = {{ capable = true }}
# [question.both]
# all_of = ["capable", "attempts"]

# A row of estimates/round1.csv, under its header:
# event,Ada Lovelace,{day},"5% [1%, 20%]",,,,a call,
# or, from the folder above forecasts/: consilience add {name} event "Ada Lovelace" "5% [1%, 20%]" --source "a call"

# A file that is spelled another way is declared once:
# [dialect."from_a_spreadsheet.csv"]
# delimiter = ";"
# decimal = ","
# date = "day.month.year"
"""


@takes(name=TEXT.such_as('"floods"'))
def new_study(parent: str | os.PathLike[str], name: str, *, today: dt.date | None = None) -> Path:
    """Write the skeleton of a study: a commented study.toml, and a file of estimates in which nothing was said yet.

    Parameters
    ----------
    parent : str or PathLike
        Folder of all studies, ``forecasts``; made where there is none.
    name : str
        Name of the study, and of its folder.
    today : datetime.date, optional
        Day of the example in the comments, and from which the horizon is counted. Default: today.

    Returns
    -------
    Path
        The new folder, which reads without errors; a warning says that nobody has said anything.

    Raises
    ------
    StudyError
        If the name cannot be that of a folder, or there is one already: nothing is overwritten.
    OSError
        If the folder cannot be written.

    Examples
    --------
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     sorted(path.name for path in new_study(folder, "takeover").iterdir())
    ['estimates', 'study.toml']
    """
    day = today or dt.date.today()
    parent = Path(parent)
    if not name.strip() or name.startswith(".") or any(c in '/\\:*?"<>|' or is_control(c) for c in name):
        why = f"{quoted(name)} cannot be the name of a folder"
        _refuse(Problem(why, "use letters, digits, hyphens and underscores", file=shown(parent), check="name"))
    folder = parent / name
    if folder.exists() or folder.is_symlink():
        _refuse(Problem("there is such a study already", "choose another name", file=shown(folder), check="file"))
    title = name.replace("-", " ").replace("_", " ").strip().capitalize()
    horizon = day.replace(year=day.year + 75, month=12, day=31).isoformat()
    settings = _SETTINGS.format(title=f'"{title}"', horizon=horizon, name=shlex.quote(name), day=day, unstated=UNSTATED)
    with writing_to(folder):
        _write(folder, settings)
    return folder


def _write(folder: Path, settings: str) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed, so that there is never half a study.
    with tempfile.TemporaryDirectory(prefix=".new-", dir=folder.parent) as draft:
        study = Path(draft) / "study"
        (study / ESTIMATES).mkdir(parents=True)
        (study / SETTINGS).write_text(settings, "utf-8", newline="\n")
        # An example row would count as a voice wherever it was forgotten.
        (study / ESTIMATES / "round1.csv").write_text(f"{','.join(COLUMNS)}\n", "utf-8", newline="\n")
        study.rename(folder)


def _refuse(problem: Problem) -> None:
    raise StudyError.of(problem.file or "", [problem])
