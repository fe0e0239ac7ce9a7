"""Altair's checks: left out for charts that the tests check, and for those alone."""

import subprocess
import sys

import altair as alt
import pytest

from consilience.charts.drawing.altair_import import unchecked

IMPORTED = """
import sys
import consilience.charts
print("altair" in sys.modules, "rfc3987_syntax" in sys.modules)
"""


def test_charts_come_without_the_grammar_of_addresses() -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTED], capture_output=True, text=True, check=False, timeout=120)
    assert (done.stdout, done.stderr) == ("True False\n", "")


def test_parts_of_our_charts_are_not_checked_and_those_of_others_are() -> None:
    @unchecked
    def ours() -> alt.Title:
        return alt.Title(text="a", fontSize="large")

    def fails() -> None:
        raise ValueError("ours")

    assert ours().fontSize == "large"
    with pytest.raises(ValueError, match="ours"):
        unchecked(fails)()
    with pytest.raises(alt.utils.schemapi.SchemaValidationError):
        alt.Title(text="a", fontSize="large")
