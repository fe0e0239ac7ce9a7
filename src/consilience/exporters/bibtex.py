"""Sources and software as BibTeX."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator

from consilience.exporters.content import Content
from consilience.sampling.fit import Fit
from consilience.study import Estimate

_URL = re.compile(r"https?://\S+")
# A title and one address; whatever else a source says is its title.
_WITH_URL = re.compile(r"(?P<title>(?:(?!https?://).)+?)[\s,;:]+(?P<url>https?://[^\s,;]+)")
# Up to what ends an address in running text; what a font of LaTeX may lack is no part of one.
_ADDRESS = re.compile(r"https?://[!-~]*[!-~](?<![.,;:!?)\]}>\"'])")
_IN_URL = {ord("{"): "%7B", ord("}"): "%7D", ord("\\"): "%5C"}
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}


def bibtex_entries(fit: Fit) -> Content:
    """An entry for each source that a statement which stands, or a test, names; then the software that made the answer.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    Content
        A key follows from the source's own text alone, so that it stays when others come or go.
    """
    # Not above: what says which methods were used comes with charts, which importing the package does without.
    from consilience.exporters.references import software

    entries = [_entry(source, uses) for source, uses in cited(fit).items()]
    bare = sum(not row.source for row in fit.study.standing)
    remarks = (f"{bare} of {len(fit.study.standing)} statements that stand name no source.",) if bare else ()
    return Content("\n".join([*entries, *software(fit).values()]).encode(), remarks)


def cited(fit: Fit) -> dict[str, list[str]]:
    """Who is quoted from each source, in the order of the rows."""
    found: dict[str, list[str]] = {}
    for source, use in (*_of_rows(fit.study.standing), *_of_tests(fit)):
        uses = found.setdefault(" ".join(source.split()), [])
        if use not in uses:
            uses.append(use)
    return found


def _of_rows(rows: Iterable[Estimate]) -> Iterator[tuple[str, str]]:
    for row in rows:
        if row.source:
            yield row.source, f"{row.forecaster} ({row.date_said or row.date})" if row.date else row.forecaster


def _of_tests(fit: Fit) -> Iterator[tuple[str, str]]:
    for name, test in fit.study.evidence.items():
        if test.source:
            yield test.source, test.title or name


def _entry(source: str, uses: list[str]) -> str:
    titled = _WITH_URL.fullmatch(source)
    fields = [f"title = {{{{{escaped(titled['title'] if titled else source)}}}}}"]
    if titled:
        # The field is set verbatim; only what would end it is spelled out.
        fields.append(f"url = {{{titled['url'].translate(_IN_URL)}}}")
    fields.append(f"note = {{Quoted for: {escaped('; '.join(uses))}}}")
    return f"@misc{{{key_of(source)},\n  " + ",\n  ".join(fields) + "\n}\n"


def key_of(source: str) -> str:
    """The key of a source: its first words, and a digest of all of it.

    Examples
    --------
    >>> key_of("P(doom) list, https://example.org/a"), key_of("Σύνοψη")[:8]
    ('pdoom-list-19c40a', 'source-5')
    """
    plain = unicodedata.normalize("NFKD", _URL.sub("", source)).encode("ascii", "ignore").decode()
    words = [word for word in (re.sub(r"[^a-z0-9]", "", part) for part in plain.lower().split()) if word][:3]
    digest = hashlib.sha256(" ".join(source.split()).encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return "-".join([*(words or ["source"]), digest])


def escaped(text: str) -> str:
    r"""Spell out what TeX would take for a command.

    Examples
    --------
    >>> print(escaped("5% of R&D {x}"))
    5\% of R\&D \{x\}
    """
    shown = " ".join(text.split())
    return "".join(_SPECIAL.get(mark, mark) for mark in shown if unicodedata.category(mark) not in ("Cc", "Cs"))


def with_addresses(text: str) -> str:
    r"""Spell out what TeX would take for a command, and set web addresses so that they can be broken and followed.

    Examples
    --------
    >>> print(with_addresses("R&D, https://example.org/a_b%20c."))
    R\&D, \url{https://example.org/a_b\%20c}.
    """
    shown, end = [], 0
    text = " ".join(text.split())
    for found in _ADDRESS.finditer(text):
        # In an argument even of a verbatim command these two count.
        address = found[0].translate(_IN_URL).replace("%", r"\%").replace("#", r"\#")
        shown += [_spaced(text[end : found.start()]), rf"\url{{{address}}}"]
        end = found.end()
    return "".join([*shown, _spaced(text[end:])])


def _spaced(text: str) -> str:
    """A part of a text, escaped, with the space at its ends."""
    return f"{' ' * text.startswith(' ')}{escaped(text)}{' ' * (len(text) > 1 and text.endswith(' '))}"
