"""Every chart with frames that try it: what the tests render, and what a person looks at."""

from collections.abc import Callable
from typing import Any

from consilience import charts
from consilience.charts import ChartText, Width
from tests.charts.frames import (
    DOMAIN,
    MIXED,
    TITLE,
    ZEROS,
    consensus_frame,
    consensus_row,
    density_frame,
    overview_frame,
    pools_frame,
    sixty,
    statements_frame,
)

SOURCE = "Source: an invented panel, round 1 (2024); a published survey; consilience 0.1.0."


def words(title: str, subtitle: str = TITLE) -> ChartText:
    return ChartText(title, f"{title}. Chart made for a test.", subtitle, SOURCE)


def _statements(rows: Any, title: str, *, band: bool = True) -> Callable[[Width], Any]:
    def draw(width: Width) -> Any:
        consensus = consensus_frame() if band else None
        return charts.statements(statements_frame(rows), consensus, domain=DOMAIN, text=words(title), width=width)

    return draw


def _groups(width: Width) -> Any:
    text = words(
        "Those who signed the letter see 160 times the risk that superforecasters see",
        f"{TITLE} · median forecaster with 50% and 90% interval",
    )
    return charts.groups(consensus_frame(), domain=DOMAIN, text=text, width=width)


def _one_group(width: Width) -> Any:
    frame = consensus_frame()
    return charts.groups(
        frame[frame["group"] == "all"], domain=DOMAIN, text=words("One panel, one answer"), width=width
    )


def _pools(width: Width) -> Any:
    text = words("The choice of pool moves the answer by a factor of 200")
    return charts.pools(pools_frame(), domain=DOMAIN, text=text, width=width)


def _overview(width: Width) -> Any:
    text = words(
        "Whether training produces a system that tries is the most disputed step",
        "Median forecaster with 50% and 90% interval, one row a question",
    )
    return charts.overview(overview_frame(), domain=(-13, 9), text=text, width=width)


def _thirty_questions(width: Width) -> Any:
    rows = [
        consensus_row("all", 0.001 * 1.2**i, 0.3 + 0.02 * i, i + 1, question=f"q{i}", question_title=f"Risk {i}")
        for i in range(30)
    ]
    import pandas as pd

    text = words("Thirty risks, in the order of the study", "")
    return charts.overview(pd.DataFrame(rows), domain=(-9, 3), text=text, width=width)


def _density(width: Width) -> Any:
    text = words("Sixteen statements narrow the answer from anywhere to between 1.5% and 6.3%")
    return charts.prior_posterior(density_frame(), domain=DOMAIN, text=text, width=width)


def _same_place(width: Width) -> Any:
    text = words("The statements leave the prior where it was")
    frame = density_frame((-2.4, 1.1), (-2.3, 0.8))
    return charts.prior_posterior(frame, domain=DOMAIN, text=text, width=width)


GALLERY: dict[str, Callable[[Width], Any]] = {
    "statements": _statements(
        MIXED, "The median forecaster puts takeover at 3%, and opinions span five orders of magnitude"
    ),
    "statements-zeros": _statements(ZEROS, "A third of the panel says never", band=False),
    "statements-sixty": _statements(sixty(), "Sixty participants in four groups fit one page"),
    "statements-one": _statements(MIXED[:1], "One forecaster says never"),
    "groups": _groups,
    "groups-one": _one_group,
    "pools": _pools,
    "overview": _overview,
    "overview-thirty": _thirty_questions,
    "prior-posterior": _density,
    "prior-posterior-same": _same_place,
}
