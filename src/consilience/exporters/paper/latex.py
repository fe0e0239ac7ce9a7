r"""The paper for LaTeX: one file that pdflatex, lualatex and xelatex take, with what it includes beside it."""

import re
import unicodedata
from collections.abc import Container, Mapping, Sequence
from string import ascii_letters, digits

from consilience.exporters.bibtex import escaped, with_addresses
from consilience.exporters.paper.pictures import FOLDER, Picture
from consilience.exporters.paper.words import with_citations
from consilience.report.lead import lead_sentences
from consilience.sampling.fit import Fit

# What 8-bit fonts of LaTeX have: Latin with its accents, and the punctuation of running text.
_HAD = re.compile("[\x00-\u017f\u2010\u2013\u2014\u2018-\u201e\u2020-\u2022\u2026\u2030\u20ac]")
_MATHS = {
    "−": "-", "≤": r"\leq", "≥": r"\geq", "≈": r"\approx", "≠": r"\neq", "→": r"\rightarrow", "∞": r"\infty",
    "κ": r"\kappa", "δ": r"\delta", "λ": r"\lambda", "μ": r"\mu", "τ": r"\tau", "ν": r"\nu", "σ": r"\sigma",
    "⁰": "^0", "⁴": "^4", "⁵": "^5", "⁶": "^6", "⁷": "^7", "⁸": "^8", "⁹": "^9", "⁻": "^-", "∣": r"\mid",
}  # fmt: skip
# Where an address may be broken: anywhere, since many have no other place.
_BREAKS = f"{ascii_letters}{digits}/-._?=&%#~:+"
_PREAMBLE = r"""% Written by consilience. Run pdflatex, lualatex or xelatex twice. references.bib is for BibTeX.
\documentclass[10pt,a4paper]{article}
\usepackage[margin=18mm]{geometry}
\usepackage{iftex}
\ifpdftex
  \usepackage[T1]{fontenc}
  \IfFileExists{lmodern.sty}{\usepackage{lmodern}}{\usepackage{mathptmx}}
DECLARED\else
  \usepackage{fontspec}
\fi
\usepackage{graphicx,array,booktabs,longtable}
\usepackage[hidelinks]{hyperref}
\urlstyle{same}
\def\UrlBreaks{BREAKS}
\emergencystretch=3em
"""


def paper_tex(
    fit: Fit, drawn: Sequence[Picture], tables: Mapping[str, str], told: Sequence[str], known: Mapping[str, str]
) -> str:
    """Write the paper for LaTeX.

    Parameters
    ----------
    fit : Fit
    drawn : sequence of Picture
    tables : mapping of str to str
        By name, what each file of a table holds.
    told : sequence of str
        Paragraphs on the methods.
    known : mapping of str to str
        References by their keys.

    Returns
    -------
    str
    """
    lead = lead_sentences(fit)
    body = [
        r"\begin{document}",
        rf"\title{{{escaped(fit.study.title)}}}",
        r"\author{}\date{}",
        r"\maketitle",
        rf"\begin{{abstract}}\noindent {escaped(lead[0])}\end{{abstract}}",
        *([escaped(fit.study.description), ""] if fit.study.description else []),
        r"\section{Results}",
        *(line for sentence in lead[1:] for line in (escaped(sentence), "")),
        *(_figure(picture) for picture in drawn),
        r"\section{Methods}",
        *(line for paragraph in told for line in (with_cites(escaped(paragraph), known), "")),
        r"\clearpage\section{Tables}",
        *(rf"\input{{tables/{name}.tex}}" for name in tables),
        r"\clearpage\begin{thebibliography}{99}",
        *(rf"\bibitem{{{key}}} {with_addresses(said)}" for key, said in known.items()),
        r"\end{thebibliography}",
        r"\end{document}",
    ]
    text = "\n".join(body)
    breaks = "".join(rf"\do\{mark}" for mark in _BREAKS)
    return (
        _PREAMBLE.replace("BREAKS", breaks).replace("DECLARED", _declared("".join([text, *tables.values()])))
        + text
        + "\n"
    )


def with_cites(text: str, known: Container[str]) -> str:
    """Put LaTeX's citations in the place of keys."""
    return with_citations(text, known, lambda key: rf"\cite{{{key}}}")


def _figure(picture: Picture) -> str:
    included = rf"alt={{{escaped(picture.alt)}}},width=\linewidth,height=0.8\textheight,keepaspectratio"
    return "\n".join(
        [
            r"\begin{figure}[htbp]",
            r"\centering",
            rf"\includegraphics[{included}]{{{FOLDER}/{picture.name}.pdf}}",
            rf"\caption{{{escaped(picture.caption)}}}\label{{{picture.label}}}",
            r"\end{figure}",
        ]
    )


def _declared(text: str) -> str:
    """What pdflatex is to set for each letter that its fonts lack: a sign of mathematics, or the letter's number."""
    lacked = sorted({letter for letter in text if not _HAD.fullmatch(letter)})
    lines = []
    for letter in lacked:
        if letter in _MATHS:
            drawn = rf"\ensuremath{{{_MATHS[letter]}}}"
        elif unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn"):
            drawn = ""
        else:
            drawn = rf"\texttt{{\small U+{ord(letter):04X}}}\allowbreak{{}}"
        lines.append(rf"  \DeclareUnicodeCharacter{{{ord(letter):04X}}}{{{drawn}}}")
    return "".join(f"{line}\n" for line in lines)
