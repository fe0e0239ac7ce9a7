"""Entries that BibTeX reads, whatever a source is called."""

import re
from pathlib import Path

import pytest

from consilience.exporters.bibtex import bibtex_entries, escaped, key_of
from tests.builders.fits import fit_of, synthetic_fit, write_study
from tests.builders.hostile import csv_text

SOURCES = [
    "A report, https://example.org/a_b%20c#d?x=1&y=2",
    "Smith & Wesson: 5% of $100 #1_a {b} ~c ^d \\end{x}",
    "https://example.org/only",
    "Wikipedia, https://en.example.org/P(doom)",
    "see https://a.example.org, and https://b.example.org",
    "Доклад о рисках",
    "报告 2024",
    "a } @article{evil, title={x}}",
    'quoted "text", https://example.org/{x}\\y',
    "  spaces   between  ",
    "P(doom) | list <b>",
    "-",
    "2024",
]


def entries_of(folder: Path, sources: list[str]) -> str:
    rows = "".join(
        f"flood,p{place},2025-01-1{place % 10},10%,,,{csv_text(source)},\n" for place, source in enumerate(sources)
    )
    return bibtex_entries(synthetic_fit(write_study(folder / "floods", rows=rows))).data.decode()


def balanced(entry: str) -> bool:
    depth = 0
    for mark in re.sub(r"\\[{}]", "", entry):
        depth += {"{": 1, "}": -1}.get(mark, 0)
        if depth < 0:
            return False
    return depth == 0


def test_every_source_is_one_entry_that_ends_where_it_should(tmp_path: Path) -> None:
    text = entries_of(tmp_path, SOURCES)
    entries = text.split("\n\n")
    assert len(entries) == len(SOURCES)
    keys = [re.match(r"@misc\{([a-z0-9-]+),\n", entry) for entry in entries]
    assert all(keys)
    assert len({key[1] for key in keys if key}) == len(SOURCES)
    assert all(map(balanced, entries))


@pytest.mark.parametrize("source", SOURCES)
def test_a_key_is_the_sources_own(source: str, tmp_path: Path) -> None:
    assert f"@misc{{{key_of(source)},\n" in entries_of(tmp_path, ["another", source, "a third"])
    assert key_of(source) == key_of(f" {source} ")


def test_one_address_is_a_field_of_its_own_and_several_stay_in_the_title(tmp_path: Path) -> None:
    text = entries_of(tmp_path, [SOURCES[0], SOURCES[4]])
    assert "title = {{A report}},\n  url = {https://example.org/a_b%20c#d?x=1&y=2}" in text
    assert "title = {{see https://a.example.org, and https://b.example.org}}" in text


def test_a_source_of_several_statements_is_one_entry_with_all_of_them(tmp_path: Path) -> None:
    text = entries_of(tmp_path, ["A talk", "A  talk"])
    assert text.count("@misc") == 1
    assert "note = {Quoted for: p0 (2025-01-10); p1 (2025-01-11)}" in text


def test_software_is_cited_with_the_versions_that_made_the_answer(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods"))
    made = fit_of(fit.study, fit.posterior, fit.answers, provenance={"versions": {"pymc": "6.4.0", "arviz": "1.3.0"}})
    text = bibtex_entries(made).data.decode()
    assert re.findall(r"@\w+\{(pymc2023|arviz2019|nutpie),", text) == ["pymc2023", "arviz2019"]
    assert "note = {Version 6.4.0}" in text


def test_statements_without_a_source_are_counted(tmp_path: Path) -> None:
    fit = synthetic_fit(write_study(tmp_path / "floods", rows="flood,ada,2025-01-15,10%,,,,\n"))
    assert bibtex_entries(fit).remarks == ("1 of 1 statements that stand name no source.",)


def test_tex_is_spelled_out() -> None:
    assert escaped("a_b & c\n<1%") == r"a\_b \& c \textless{}1\%"
