"""A study that is watched in a notebook: its cell shows the answer of now."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from consilience.notebook.displays import watched_html
from tests.builders.fits import write_study

SUMMARY = {
    "title": "<b>Floods</b>",
    "untold": "not told by medians",
    "few": "",
    "lead": ["A <i>flood</i>: 5%."],
    "questions": [
        {
            "title": "A <flood>",
            "voices": "4 <voices>",
            "leads": "population",
            "summaries": {
                "median": {"value": 0.05, "low": 0.01, "high": 0.2},
                "mean": None,
                "geometric_mean_odds": {"value": 0.04, "low": 0.01, "high": 0.2},
            },
        }
    ],
}


def test_whatever_was_said_is_text() -> None:
    html = watched_html("forecasts/<x>", "running", SUMMARY, ["Came: <script>"], "a.csv:3: <u>\nb.csv")
    for mark in ("<b>Floods", "<i>", "<flood>", "<voices>", "<script>", "<u>", "<x>"):
        assert mark not in html.replace("<b>&lt;b&gt;Floods", "")
    assert "5% [1%,\N{NO-BREAK SPACE}20%]" in html
    assert "not told by medians" in html
    assert "a.csv:3: &lt;u&gt;<br>b.csv" in html


def test_before_the_first_answer_only_what_is_done_is_shown() -> None:
    assert "<table" not in watched_html("forecasts/x", "running", None, [], "")


# What it draws is for others to ask: one chart is enough.
CELLS = [
    "import consilience.report.page as page\nimport consilience.charts\nconsilience.charts.FORMATS = ('svg',)\n"
    "page.one_by_one = lambda figures: [figures.overview()]\n"
    "import time\nfrom pathlib import Path\nimport consilience as cs\nwatching = cs.watch({folder!r}, {results!r})",
    "while watching.answer is None: time.sleep(0.1)\nfirst = watching.answer",
    "with (Path({folder!r}) / 'estimates' / 'a.csv').open('a') as file:\n"
    "    _ = file.write('flood,eve,2025-01-20,3%,coast,,a talk,\\n')\n"
    "while watching.answer is first: time.sleep(0.1)",
    "watching.stop()\nassert watching.error is None, watching.error\nwatching",
]


@pytest.mark.slow
def test_the_cell_that_began_it_shows_the_last_answer(kernel: Callable[..., NotebookNode], tmp_path: Path) -> None:
    folder = write_study(tmp_path / "floods")
    cells = kernel([cell.format(folder=str(folder), results=str(tmp_path / "results")) for cell in CELLS]).cells
    [shown] = [output for output in cells[0]["outputs"] if output["output_type"] == "display_data"]
    html = shown["data"]["text/html"]
    assert "no longer watched" in html
    assert "Came: eve on A flood: 3%." in html
    assert "A flood" in html
    assert not [output for cell in cells[1:3] for output in cell["outputs"]]
