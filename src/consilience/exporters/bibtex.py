"""Sources and software as BibTeX."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from consilience.exporters.content import Content
from consilience.sampling.fit import Fit
from consilience.study import Estimate

_URL = re.compile(r"https?://\S+")
# A title and one address; whatever else a source says is its title.
_WITH_URL = re.compile(r"(?P<title>(?:(?!https?://).)+?)[\s,;:]+(?P<url>https?://[^\s,;]+)")
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
_PAPERS = {
    "pymc": (
        "@article{pymc2023,\n"
        "  author = {Abril-Pla, Oriol and Andreani, Virgile and Carroll, Colin and Dong, Larry and Fonnesbeck, "
        "Christopher J. and Kochurov, Maxim and Kumar, Ravin and Lao, Junpeng and Luhmann, Christian C. and Martin, "
        "Osvaldo A. and Osthege, Michael and Vieira, Ricardo and Wiecki, Thomas and Zinkov, Robert},\n"
        "  title = {{PyMC}: a modern, and comprehensive probabilistic programming framework in {Python}},\n"
        "  journal = {PeerJ Computer Science},\n  volume = {9},\n  pages = {e1516},\n  year = {2023},\n"
        "  doi = {10.7717/peerj-cs.1516},\n  note = {Version VERSION}\n}\n"
    ),
    "arviz": (
        "@article{arviz2019,\n"
        "  author = {Kumar, Ravin and Carroll, Colin and Hartikainen, Ari and Martin, Osvaldo},\n"
        "  title = {{ArviZ} a unified library for exploratory analysis of {Bayesian} models in {Python}},\n"
        "  journal = {Journal of Open Source Software},\n  volume = {4},\n  number = {33},\n  pages = {1143},\n"
        "  year = {2019},\n  doi = {10.21105/joss.01143},\n  note = {Version VERSION}\n}\n"
    ),
    "nutpie": (
        "@software{nutpie,\n  author = {{The PyMC Developers}},\n  title = {nutpie},\n"
        "  url = {https://github.com/pymc-devs/nutpie},\n  version = {VERSION}\n}\n"
    ),
    "consilience": (
        "@software{consilience,\n  author = {{The consilience developers}},\n"
        "  title = {consilience: from what people said about a risk to a {Bayesian} answer with its uncertainty},\n"
        "  version = {VERSION}\n}\n"
    ),
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
    cited = _cited(fit)
    entries = [_entry(source, uses) for source, uses in cited.items()]
    versions = fit.provenance.get("versions", {})
    assert isinstance(versions, Mapping)
    software = [text.replace("VERSION", versions[name]) for name, text in _PAPERS.items() if name in versions]
    bare = sum(not row.source for row in fit.study.standing)
    remarks = (f"{bare} of {len(fit.study.standing)} statements that stand name no source.",) if bare else ()
    return Content("\n".join([*entries, *software]).encode(), remarks)


def _cited(fit: Fit) -> dict[str, list[str]]:
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
