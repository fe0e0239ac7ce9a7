"""What the pages of the documentation say, without building them: calls that are there, names that are all there."""

import ast
import re
from pathlib import Path

import markdown
import pytest
import yaml

import consilience as cs
from consilience.charts import CHARTS
from tools.website.reference import PAGES, TABLES_OF, pages
from tools.website.roles import _ROLE, linked
from tools.website.snippets import FILE, Page, SnippetError, commands, fences, shown

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
WRITTEN = sorted(file.relative_to(DOCS).as_posix() for file in DOCS.rglob("*.md"))
# The page of files and names has its examples in tests/project.
RUN = [name for name in WRITTEN if name != "reference.md"]
each_page = pytest.mark.parametrize("name", RUN)


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def navigated(entry: object) -> list[str]:
    if isinstance(entry, str):
        return [entry]
    return [page for part in (entry.values() if isinstance(entry, dict) else entry) for page in navigated(part)]


def test_every_page_is_in_the_navigation_once() -> None:
    # The tags of extensions mean nothing to it, and there are none.
    nav = yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"]
    assert sorted(navigated(nav)) == sorted([*WRITTEN, *(path for path, _ in pages())])


def test_the_reference_has_every_public_name_once_and_no_other() -> None:
    assert sorted([*(name for names in PAGES.values() for name in names), *TABLES_OF]) == sorted(cs.__all__)


def test_tables_say_of_every_entry_what_it_is() -> None:
    for table, said in TABLES_OF.values():
        assert all(said(entry) for entry in table.values())


def test_every_chart_is_in_the_gallery_with_the_call_that_makes_it() -> None:
    gallery = text("gallery.md")
    found = re.findall(r"^### (\w+)\n.*?```python\n(.*?)```", gallery, re.MULTILINE | re.DOTALL)
    assert sorted(name for name, _ in found) == sorted(CHARTS)
    for name, code in found:
        assert (f".charts.{name}(" if name != "comparison" else "cs.compare(") in code


@each_page
def test_code_is_python_that_calls_public_names(name: str) -> None:
    trees = [ast.parse(code) for kind, code in fences(text(name)) if kind == "python"]
    named = {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "cs"
    }
    assert named <= set(cs.__all__)


@each_page
def test_every_piece_of_code_is_run_or_is_a_file(name: str) -> None:
    opened = len(re.findall(r"^```\S", text(name), re.MULTILINE))
    files = re.findall(FILE, text(name), re.MULTILINE | re.DOTALL)
    assert opened == len(list(fences(text(name)))) + len(files)
    for kind, code in fences(text(name)):
        if kind == "console":
            assert commands(code) == code.splitlines()
            assert all(line.startswith("$ consilience ") for line in commands(code))


def test_code_is_run_in_order_and_shows_its_last_value_and_what_it_prints(tmp_path: Path) -> None:
    page = "```python\na = 2\nprint('<b>')\n```\n\n```python\na * 21\n```\n"
    made = Page("page.md", tmp_path).executed(page)
    assert "&lt;b&gt;" in made
    assert ">42</pre>" in made
    assert made.index("&lt;b&gt;") < made.index("a * 21")


def test_files_of_a_page_are_written_where_its_code_runs(tmp_path: Path) -> None:
    code = 'from pathlib import Path\nprint(Path("a/b.csv").read_text())'
    page = f'```csv title="a/b.csv"\nx,y\n```\n\n```python\n{code}\n```\n'
    assert ">x,y</pre>" in Page("page.md", tmp_path).executed(page)


@pytest.mark.parametrize("code", ["1 / 0", "import nothing_of_the_kind", "def"])
def test_code_that_fails_is_told_by_page_and_line(tmp_path: Path, code: str) -> None:
    with pytest.raises(SnippetError, match=r"^page\.md:3: "):
        Page("page.md", tmp_path).executed(f"a\n\n```python\n{code}\n```\n")


def test_a_terminal_calls_this_package_alone(tmp_path: Path) -> None:
    with pytest.raises(SnippetError, match="only consilience"):
        Page("page.md", tmp_path).executed("```console\n$ rm -r study\n```\n")


def test_texts_of_tables_are_escaped() -> None:
    import pandas as pd

    assert "&lt;i&gt;" in shown(pd.DataFrame({"said": ["<i>"]}))


@pytest.mark.parametrize("name", ["how-to/estimates.md"])
def test_pages_without_a_fit_run(tmp_path: Path, name: str) -> None:
    assert Page(name, tmp_path).executed(text(name)).count('class="shown"') == 3


def html(source: str) -> str:
    return markdown.markdown(source, extensions=["fenced_code", "tools.website.mathematics"])


@pytest.mark.parametrize(
    "source", ["$x$", "so $p_{1}^2$, and", "$$\nx\n$$", r"($\frac{1}{2}$)", "| $a$ |", "$k$-th", "$a$ and $b$"]
)
def test_mathematics_is_drawn(source: str) -> None:
    made = html(source)
    assert "<math" in made
    assert "$" not in made


@pytest.mark.parametrize("source", ["$5 and $6", "`$x$`", "a $ b $ c", "```\n$x$\n```", "costs 5$", r"\$x\$"])
def test_money_prompts_and_code_are_not_mathematics(source: str) -> None:
    assert "<math" not in html(source)


@pytest.mark.parametrize(
    ("role", "link"),
    [
        (":func:`consilience.fit`", "[`fit`][consilience.fit]"),
        (":class:`~consilience.Study`", "[`Study`][consilience.Study]"),
        (":func:`consilience.frames.answers_frame`", "`consilience.frames.answers_frame`"),
        (":func:`read_study`", "[`read_study`][consilience.read_study]"),
        (":meth:`as_of`", "`as_of`"),
    ],
)
def test_references_of_docstrings_become_links_or_code(role: str, link: str) -> None:
    assert _ROLE.sub(linked, role) == link
