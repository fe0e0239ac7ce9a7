"""Mathematics in pages: TeX between dollars becomes MathML when the site is built, which browsers draw themselves."""

import re
from xml.etree.ElementTree import Element

from latex2mathml.converter import convert
from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.preprocessors import Preprocessor

_DISPLAYED = re.compile(r"^\$\$\n(.+?)\n\$\$$", re.MULTILINE | re.DOTALL)
# A dollar before a space or a figure is money or a prompt.
_INLINE = r"(?<![\\$])\$(?![\s\d$])([^$\n]*[^$\s\\])\$(?!\d)"
# Names of functions stand apart from what they are of, and relations from both sides.
_FUNCTION = re.compile(r"<mi>(log|sinh|tanh|min)</mi>(?!<mo)")
_LIKE = "<mi>&#x0007E;</mi>"


def drawn(tex: str, display: str = "inline") -> str:
    """TeX as MathML."""
    mathml = _FUNCTION.sub(r'<mi>\1</mi><mspace width="0.17em"/>', convert(tex, display=display))
    return mathml.replace(_LIKE, '<mo lspace="0.28em" rspace="0.28em">&#x223C;</mo>')


class _Displayed(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        def equation(found: re.Match[str]) -> str:
            mathml = drawn(found[1].replace("\n", " "), "block")
            return f"\n{self.md.htmlStash.store(f'<div class="equation" tabindex="0">{mathml}</div>')}\n"

        return _DISPLAYED.sub(equation, "\n".join(lines)).split("\n")


class _Inline(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Element | str, int, int]:  # noqa: N802
        return self.md.htmlStash.store(drawn(m[1])), m.start(0), m.end(0)


class Mathematics(Extension):
    """``$…$`` within a line; ``$$`` on a line of its own before and after an equation that stands alone."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register both with a converter: after fences are taken out, and after code between backticks."""
        md.preprocessors.register(_Displayed(md), "mathematics", 24)
        md.inlinePatterns.register(_Inline(_INLINE, md), "mathematics", 185)


def makeExtension() -> Mathematics:  # noqa: N802
    """The extension, by the name under which Markdown looks for it."""
    return Mathematics()
