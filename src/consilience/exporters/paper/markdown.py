"""The paper in MyST, the Markdown of Sphinx and of mystmd: it becomes a page or a document without a network."""

import json
import re
from collections.abc import Mapping, Sequence

from consilience.exporters.paper.pictures import FOLDER, Picture
from consilience.exporters.paper.words import with_citations
from consilience.report.lead import lead_sentences
from consilience.sampling.fit import Fit

BUILD = (
    "sphinx-build -C -D project={project} -D extensions=myst_parser -D root_doc=paper "
    "-D exclude_patterns=tables,_build,README.md,methods.md -b html . _build/html"
)
# What Markdown, or one of its dialects, takes for a mark.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|$~^@%&])")
_AT_THE_START = re.compile(r"^([-+=:!]|\d+(?=[.)]))")


def paper_md(
    fit: Fit, drawn: Sequence[Picture], tables: Mapping[str, str], told: Sequence[str], known: Mapping[str, str]
) -> str:
    """Write the paper in MyST.

    Parameters
    ----------
    fit : Fit
    drawn : sequence of Picture
    tables : mapping of str to str
        By name, each with its caption as Markdown.
    told : sequence of str
        Paragraphs on the methods.
    known : mapping of str to str
        References by their keys.

    Returns
    -------
    str
    """
    numbers = {key: place for place, key in enumerate(known, 1)}

    def with_numbers(text: str) -> str:
        return with_citations(text, known, lambda key: rf"[\[{numbers[key]}\]](#references)")

    blocks = [
        f"# {text_of(fit.study.title)}",
        *([text_of(fit.study.description)] if fit.study.description else []),
        "## Results",
        *map(text_of, lead_sentences(fit)),
        *map(_figure, drawn),
        "## Methods",
        *(with_numbers(text_of(paragraph)) for paragraph in told),
        "## Tables",
        *(with_numbers(table.strip()) for table in tables.values()),
        "(references)=\n## References",
        "\n".join(f"{numbers[key]}. {text_of(said)}" for key, said in known.items()),
    ]
    return "\n\n".join(blocks) + "\n"


def text_of(text: str) -> str:
    r"""Escape what a dialect of Markdown would take for a mark.

    Examples
    --------
    >>> print(text_of("- 5% of *R&D*"))
    \- 5\% of \*R\&D\*
    """
    return _AT_THE_START.sub(r"\\\1", _MARKS.sub(r"\\\1", " ".join(text.split())))


def _figure(picture: Picture) -> str:
    return "\n".join(
        [
            f"```{{figure}} {FOLDER}/{picture.name}.*",
            "---",
            f"alt: {json.dumps(picture.alt, ensure_ascii=False)}",
            f"name: {picture.label}",
            "---",
            text_of(picture.caption),
            "```",
        ]
    )
