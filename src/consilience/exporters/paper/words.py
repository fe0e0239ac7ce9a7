"""What a paper says of an answer: the methods of the model that was run, its numbers, and the references."""

import re
from collections.abc import Callable, Container, Hashable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from consilience.exporters.bibtex import cited, key_of
from consilience.exporters.references import SOFTWARE, in_words, methods, software
from consilience.exporters.tables import Texts, answers_table
from consilience.frames import statements_frame
from consilience.models.registry import model_of
from consilience.report.methods import methods_text
from consilience.report.page import tables_of
from consilience.sampling.fit import Diagnostic, Fit
from consilience.study import name_of

# Diagnostics that must not fall below their bound; the others must not rise above it.
_FLOORS = frozenset({"ess_bulk", "ess_tail", "bfmi"})
# As it is written, or escaped for Markdown.
_KEY = re.compile(r"\\?\[\\?@([\w-]+)\\?\]")


def computation(fit: Fit) -> str:
    """What computed an answer and how it was checked, each threshold with the value that came nearest to it.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    str
        Plain text; keys of references stand in square brackets with an at sign, as in ``[@pymc2023]``.
    """
    versions = fit.provenance.get("versions", {})
    assert isinstance(versions, Mapping)
    made = [f"{name} {versions[name]} [@{key}]" for name, key in SOFTWARE.items() if name in versions]
    found = methods(fit)
    nuts = " [@nuts2014]" if "nuts2014" in found else ""
    rhat = " [@rhat2021]" if "rhat2021" in found else ""
    sampler = fit.provenance
    sentences = [
        f"Computed with {', '.join(made)}." if made else "",
        f"Sampled with {sampler['sampler']}{nuts}: {sampler['chains']} chains of {sampler['tune']} warm-up and "
        f"{sampler['draws']} kept draws, seed {sampler['seed']}.",
        f"Before anything was published, each of these had to hold{rhat}: {'; '.join(map(_gate, fit.checks))}.",
    ]
    return " ".join(filter(None, sentences))


def _gate(check: Diagnostic) -> str:
    """A diagnostic with its threshold."""
    side = "at least" if check.name in _FLOORS else "at most"
    return f"{check.meaning} ({check.name} {side} {check.bound:g}; the worst was {check.worst:.4g})"


def paragraphs(fit: Fit) -> list[str]:
    """The methods, in paragraphs of plain text.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of str
        The last one is :func:`computation`.
    """
    return [*methods_text(fit)[:-1], computation(fit)]


def references(fit: Fit) -> dict[str, str]:
    """Every reference of a paper, by its key: of sources as they are named, of software and methods as they are cited.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    dict of str to str
        Plain text.
    """
    sources = {key_of(source): f"{source} (quoted for: {'; '.join(uses)})" for source, uses in cited(fit).items()}
    return sources | {key: in_words(entry) for key, entry in {**software(fit), **methods(fit)}.items()}


def with_citations(text: str, known: Container[str], cite: Callable[[str], str]) -> str:
    """Put citations in the place of keys.

    Parameters
    ----------
    text : str
        With keys as ``[@pymc2023]``; what somebody wrote and only looks like one stays.
    known : container of str
        The keys of the references.
    cite : callable
        From a key to how it is cited.

    Returns
    -------
    str
    """
    return _KEY.sub(lambda found: cite(found[1]) if found[1] in known else found[0], text)


def tables(fit: Fit) -> dict[str, Texts]:
    """Every table of a paper, by the name of its files.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    dict of str to Texts
    """
    found = {"answers": answers_table(fit), "statements": statements_table(fit)}
    for table in tables_of(fit):
        found[slug(table.title)] = Texts(f"{table.title}. {table.note}".strip(), table.header, table.rows)
    rows = tuple(map(itemgetter(0, 1), model_of(fit).assumptions(fit)))
    return found | {"assumptions": Texts("Priors and other choices.", ("Of", "Assumed"), rows)}


def statements_table(fit: Fit, *, cited: bool = False) -> Texts:
    """Every statement that stands.

    Parameters
    ----------
    fit : Fit
    cited : bool
        Whether sources are named by their keys, for a text with a list of references.

    Returns
    -------
    Texts
    """
    header = ("Question", "Forecaster", "Group", "Date", "Said", "Source")
    caption = "Every statement that stands, as said, with its date as it was given."
    rows = []
    for row in _said(fit):
        aside = "*" if row["role"] == "beside" else ""
        source = f"[@{key_of(row['source'])}]" if cited and row["source"] else row["source"]
        cells = (row["question_title"], row["forecaster"] + aside, row["group"], row["date_said"], row["said"], source)
        rows.append(tuple(map(str, cells)))
    if any(row[1].endswith("*") for row in rows):
        caption += " Those marked with an asterisk are shown beside the answer and not counted."
    return Texts(caption, header, tuple(rows))


def _said(fit: Fit) -> Iterator[Mapping[Hashable, Any]]:
    """The standing statements, question by question in the order of the study."""
    order = {name: place for place, name in enumerate(fit.study.questions)}
    asked = dict.fromkeys(row.question for row in fit.study.standing)
    for name in sorted(asked, key=lambda name: order[name_of(name)]):
        yield from statements_frame(fit.study, name).to_dict("records")


def slug(title: str) -> str:
    """A title in letters, digits and hyphens alone.

    Examples
    --------
    >>> slug("Ada's factors: what they imply")
    'adas-factors-what-they-imply'
    """
    plain = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in title.replace("'", ""))
    return "-".join(plain.lower().split())
