"""What happens while mkdocs builds the site: reference pages are added, and the code of the others is run."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as SitePage
from mkdocs.utils import get_relative_url

from consilience.charts.drawing.typography import font_css
from tools.website import reference, workplace
from tools.website.snippets import Page

_RESULTS = workplace.ROOT / "results"
_OPEN = ExitStack()
# Where the code of pages runs: of each build its own, so that one that ends takes nothing from another.
_WORK: list[Path] = []
# What the theme asks of another host where pages are opened from a folder, and what stands here in its place.
_FOREIGN, _OURS = "https://unpkg.com/iframe-worker/shim", "assets/worker.js"


def on_pre_build(config: MkDocsConfig) -> None:
    """Publish what pages show, and make room for their code."""
    _WORK[:] = [Path(_OPEN.enter_context(TemporaryDirectory(prefix="consilience-site-")))]
    workplace.publish(_RESULTS)
    _OPEN.enter_context(workplace.fitted_once())


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the reference, made of docstrings."""
    for path, markdown in reference.pages():
        files.append(File.generated(config, path, content=markdown))
    # The charts' own typeface, within the style sheet: no file of fonts is asked for.
    files.append(File.generated(config, "assets/typeface.css", content=font_css()))
    return files


def on_page_markdown(markdown: str, page: SitePage, config: MkDocsConfig, files: Files) -> str:
    """Run the code of a page that has some."""
    if not _runs(page.file.src_uri, markdown):
        return markdown
    folder = workplace.copied(_WORK[0] / page.file.src_uri.removesuffix(".md"), _RESULTS)
    return Page(page.file.src_uri, folder).executed(markdown)


def on_post_page(output: str, page: SitePage, config: MkDocsConfig) -> str:
    """Ask no other host."""
    return output.replace(_FOREIGN, get_relative_url(_OURS, page.url))


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The same of the page for what is not there, which is shown at any depth."""
    return output_content.replace(_FOREIGN, f"/{_OURS}")


def on_post_build(config: MkDocsConfig) -> None:
    """Leave nothing behind but the site."""
    _OPEN.close()


def on_build_error(error: Exception, **_: Any) -> None:
    """The same where it failed."""
    _OPEN.close()


def _runs(path: str, markdown: str) -> bool:
    return not path.startswith("reference") and ("```python" in markdown or "```console" in markdown)
