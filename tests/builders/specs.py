"""Specifications of charts, as they were drawn."""

from typing import Any

from consilience.charts.drawing.altair_import import uncopied


def spec_as_drawn(chart: Any) -> dict[str, Any]:
    """What ``to_dict`` gives, which checks and copies what was just drawn."""
    with uncopied(chart):
        made: dict[str, Any] = chart.to_dict(validate=False)
    return made
