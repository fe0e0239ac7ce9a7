"""The reference page names what the package offers, no more and no less."""

import re
from pathlib import Path

import consilience as cs

PAGE = Path(__file__).parents[2] / "docs/reference.md"


def test_the_reference_page_names_every_public_name():
    text = PAGE.read_text("utf-8").partition("## study.toml")[0]
    entries = [line for line in text.splitlines() if line.startswith("- ")]
    named = {
        name for entry in entries for name in re.findall(r"`(\w+)(?:\([^`]*\))?`", re.split(r"[:.;] |: ", entry)[0])
    }
    named |= {name for entry in entries for name in re.findall(r"`(Fit|Run|POOLS|NotationError|Problem)`", entry)}
    assert set(cs.__all__) <= named
    assert {name for name in named if hasattr(cs, name) or name[0].isupper()} <= set(cs.__all__)
