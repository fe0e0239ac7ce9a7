"""The software and the methods behind an answer, as entries of BibTeX and as lines of a list of references.

Entries are shipped: nothing is looked up when an answer is written down.
"""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from consilience.report.methods import methods_text
from consilience.sampling.fit import Fit

# The keys of the packages whose versions an answer records, in the order in which they are named.
SOFTWARE: Mapping[str, str] = {
    "consilience": "consilience",
    "pymc": "pymc2023",
    "nutpie": "nutpie",
    "arviz": "arviz2019",
    "altair": "altair2018",
}
_FIELD = re.compile(r"^  (\w+) = \{(.*)\},?$", re.MULTILINE)
_NAMES = 3


@cache
def shipped() -> Mapping[str, str]:
    """Every entry of references.bib by its key, with ``VERSION`` for that of a package."""
    text = files("consilience.exporters").joinpath("references.bib").read_text("utf-8")
    entries = (entry.strip() + "\n" for entry in text.split("\n\n"))
    return {entry[entry.index("{") + 1 : entry.index(",")]: entry for entry in entries}


def software(fit: Fit) -> dict[str, str]:
    """Entries of the packages that made an answer, each with its version.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    dict of str to str
        By key.
    """
    versions = fit.provenance.get("versions", {})
    assert isinstance(versions, Mapping)
    return {
        key: shipped()[key].replace("VERSION", versions[package])
        for package, key in SOFTWARE.items()
        if package in versions
    }


def methods(fit: Fit) -> dict[str, str]:
    """Entries of the methods that an answer comes by: those alone that were used.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    dict of str to str
        By key.
    """
    used = {
        "nuts2014": "NUTS" in str(fit.provenance.get("sampler")),
        "rhat2021": any(check.name in ("r_hat", "ess_bulk", "ess_tail") for check in fit.checks),
        "sinharcsinh2009": any("Jones and Pewsey" in paragraph for paragraph in methods_text(fit)),
    }
    return {key: shipped()[key] for key, is_used in used.items() if is_used}


def in_words(entry: str) -> str:
    """Write an entry as a line of a list of references.

    Parameters
    ----------
    entry : str
        One of :func:`shipped`.

    Returns
    -------
    str
        Plain text.

    Examples
    --------
    >>> in_words(shipped()["sinharcsinh2009"])  # doctest: +ELLIPSIS
    'Jones, M. C. and Pewsey, Arthur (2009). Sinh-arcsinh distributions. Biometrika 96(4), 761–780. doi:...'
    """
    field = {name: _plain(value) for name, value in _FIELD.findall(entry)}
    authors = field["author"].split(" and ")
    who = f"{authors[0]} et al." if len(authors) > _NAMES else " and ".join(authors)
    year = f" ({field['year']})" if "year" in field else ""
    volume = field.get("volume", "") + (f"({field['number']})" if "number" in field else "")
    where = ", ".join(part for part in (f"{field.get('journal', '')} {volume}".strip(), field.get("pages", "")) if part)
    version = field.get("note") or (f"Version {field['version']}" if "version" in field else "")
    address = f"doi:{field['doi']}" if "doi" in field else field.get("url", "")
    head = f"{who}{year}" if year or who.endswith(".") else f"{who}"
    parts = (head.rstrip("."), field["title"], where, version, address)
    return ". ".join(part for part in parts if part)


def _plain(value: str) -> str:
    value = value.replace(r"{\"u}", "ü").replace(r"$\widehat{R}$", "R̂").replace("--", "–")
    return value.replace("{", "").replace("}", "")
