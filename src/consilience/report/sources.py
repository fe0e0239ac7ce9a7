"""Where an answer comes from: sources with their addresses, the files read, what computed it."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from consilience.notation import counted
from consilience.problems import Problem
from consilience.sampling.fit import Fit
from consilience.sampling.standing import ANSWERS, stands_since
from consilience.study import Study
from consilience.study.files import ESTIMATES
from consilience.study.texts import shown

if TYPE_CHECKING:
    from markupsafe import Markup

# Up to what ends an address in running text.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^]*[^\s<>\"'`{}|\\^.,;:!?)\]]")
# Of what its own name does not say.
_TITLES = {
    "as_of": "Statements up to",
    "tune": "Warm-up draws a chain",
    "draws": "Kept draws a chain",
    "target_accept": "Target acceptance",
    "priors": "Priors, as numbers",
    "settings": "Digest of what was asked",
    "asked": "Digest of each question",
}


def linked(text: str) -> "Markup":
    """Write a text as HTML in which the web addresses it names can be followed.

    Parameters
    ----------
    text : str
        Plain text.

    Returns
    -------
    markupsafe.Markup
        The same text, escaped. Nothing is fetched before a reader follows a link.

    Examples
    --------
    >>> print(linked("A <talk>, https://example.org/a?b=1."))
    A &lt;talk&gt;, <a href="https://example.org/a?b=1" rel="noreferrer">https://example.org/a?b=1</a>.
    """
    from markupsafe import Markup, escape

    parts, end = [], 0
    for found in _ADDRESS.finditer(text):
        link = Markup('<a href="{0}" rel="noreferrer">{0}</a>').format(found[0])
        parts += [escape(text[end : found.start()]), link]
        end = found.end()
    return Markup("").join([*parts, escape(text[end:])])


def warned(problem: Problem, study: Study) -> str:
    """Tell of a problem without the folders of this machine: a report is for others.

    Parameters
    ----------
    problem : Problem
    study : Study

    Returns
    -------
    str
    """
    said = f"{problem.where}: {problem.why}" if problem.where else problem.why
    for folder in (study.path / ESTIMATES, study.path):
        for spelled in (str(folder), shown(folder)):
            said = said.replace(f"{spelled}{os.sep}", "")
    return said


def files_read(fit: Fit) -> tuple[tuple[tuple[str, str], ...], str]:
    """The files that a study was read from with their digests, and what has to be said of them.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    tuple of (str, str), str
        Name and SHA-256 of each file; a sentence, "" where the files hold all that was weighed.
    """
    study = fit.study
    added = sum(not row.file for row in study.rows)
    if not study.inputs:
        said = "The files have changed since: what was weighed is kept with the fit, and is listed above."
        return (), said if study.rows else "No file was read."
    stands = "stands" if added == 1 else "stand"
    said = f"{counted(added, 'statement')} {stands} in no file, having been added in Python." if added else ""
    return tuple(study.inputs.items()), said


def computed_by(fit: Fit) -> Iterator[tuple[str, str]]:
    """What computed the answer, as name and words.

    Parameters
    ----------
    fit : Fit

    Yields
    ------
    str, str
    """
    for name, value in fit.provenance.items():
        if name == "versions":
            assert isinstance(value, Mapping)
            yield "Versions", ", ".join(f"{package} {number}" for package, number in value.items())
        elif name == "stand":
            yield "Numbers kept from earlier fits", _kept_from(fit)
        elif value not in (None, ""):
            yield _TITLES.get(name, name.replace("_", " ").capitalize()), _in_words(value)


def _kept_from(fit: Fit) -> str:
    """How many numbers stand as earlier fits published them, and since when."""
    since = Counter(when for name in ANSWERS for when in stands_since(fit, name).values())
    return "; ".join(f"{counted(count, 'number')} sampled on {when[:10]}" for when, count in sorted(since.items()))


def _in_words(value: object) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return "; ".join(f"{name} {_numbers(number)}" for name, number in value.items())


def _numbers(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_numbers, value))
    return f"{round(value, 4)}" if isinstance(value, float) else str(value)
