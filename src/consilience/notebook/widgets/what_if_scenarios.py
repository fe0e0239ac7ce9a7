"""What is kept of a what-if, and as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp
from typing import TYPE_CHECKING

from scipy.special import expit

from consilience.models.what_if import Outcome, Setting

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Scenario:
    """A setting with its answer.

    Parameters
    ----------
    name : str
    question, basis : str
        What was asked, and whose numbers it started from: "" for the population.
    setting : Setting
    left_out : tuple of str
    outcome : Outcome
    pool : str
        The pool where the setting names none.
    """

    name: str
    question: str
    basis: str
    setting: Setting
    left_out: tuple[str, ...]
    outcome: Outcome
    pool: str


def scenarios_frame(scenarios: Sequence[Scenario]) -> "pd.DataFrame":
    """Scenarios side by side, the first of which the others are compared with.

    Parameters
    ----------
    scenarios : sequence of Scenario

    Returns
    -------
    pandas.DataFrame
        See :attr:`consilience.notebook.widgets.what_if.WhatIf.scenarios`.
    """
    import pandas as pd

    first = scenarios[0].outcome.levels["value"]
    rows = []
    for one in scenarios:
        levels = one.outcome.levels
        changed = [f"{test.name}{'' if test.used else ' left out'}" for test in one.setting.tests.values()]
        rows.append(
            {
                "scenario": one.name,
                "question": one.question,
                "starts_from": one.basis or "population",
                "pool": one.setting.pool or one.pool,
                "prior": one.setting.prior or "as fitted",
                "left_out": ", ".join(one.left_out),
                "tests": ", ".join(changed),
                **{name: float(expit(levels[name])) for name in ("value", "low", "high")},
                "label": one.outcome.label,
                # Of another question they would be the odds of something else.
                "odds": exp(levels["value"] - first) if one.question == scenarios[0].question else float("nan"),
                **{name: float(expit(z)) for name, z in one.setting.moved.items()},
            }
        )
    return pd.DataFrame(rows).set_index("scenario")
