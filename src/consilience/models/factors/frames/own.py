"""One voice's own numbers in place of a population's: down a waterfall, over a tree. Arithmetic alone, no model."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.frames.headline import Headline
from consilience.frames.intervals import frame_of
from consilience.frames.titles import title_of
from consilience.models.factors.frames.led import told_of
from consilience.models.factors.frames.stated import MOST_FACTORS, Span
from consilience.models.factors.frames.tree import NODES, rule_of, strength_of, tree_frames
from consilience.models.factors.frames.waterfall import COLUMNS, chances_left, steps_of
from consilience.network import Network, network_of
from consilience.notation import Point, brief, format_interval, format_probability
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Study
from consilience.study.naming import spelled

if TYPE_CHECKING:
    import pandas as pd

_ROOM = 12

type Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class OwnNumbers:
    """Every factor of an outcome as the one voice has it that bears on it.

    Parameters
    ----------
    study : Study
    outcome : str
    name : str
        Whose.
    said : mapping of str to Estimate
        What was said, by factor.
    spans : mapping of str to Span
        The same as numbers, all of them finite.
    """

    study: Study
    outcome: str
    name: str
    said: Mapping[str, Estimate]
    spans: Mapping[str, Span]

    @classmethod
    def of(cls, fit: Fit, headline: Headline) -> Self | None:
        """The numbers of the one voice that leads, if it stated every factor as a number other than 0% or 100%."""
        study, outcome = fit.study, headline.question
        if headline.leads == "population" or len(headline.voices) != 1 or not headline.voices[0].implied:
            return None
        factors = network_of(study).ancestors(outcome)
        rows = fit.model.bearing(study, outcome)
        said = {row.question: row for row in rows if row.kind not in ("base_rate", "survey")}
        spans = {factor: span for factor in factors if (span := Span.stated(said[factor].value)) is not None}
        if any(row.kind == "base_rate" for row in rows) or not np.isfinite([at.best for at in spans.values()]).all():
            return None
        return cls(study, outcome, headline.voices[0].name, said, spans)

    def points(self, network: Network) -> Array:
        """Credences in log odds: first the best, then every corner of what was said, where it was no single number."""
        vague = [factor for factor in self.spans if not isinstance(self.said[factor].value, Point)]
        corners = list(product((True, False), repeat=len(vague))) if 0 < len(vague) <= MOST_FACTORS else []
        points = np.zeros((1 + len(corners), len(network.components)))
        for factor, span in self.spans.items():
            points[:, network.positions[factor]] = span.best
        for place, corner in enumerate(corners, 1):
            for factor, low in zip(vague, corner, strict=True):
                span = self.spans[factor]
                points[place, network.positions[factor]] = span.low if low else span.high
        return points

    def waterfall(self) -> "pd.DataFrame":
        """What is left after each step, in the columns of a waterfall frame; ends are those of what was said.

        Raises
        ------
        ValueError
            If the outcome is no conjunction.
        """
        network = network_of(self.study)
        steps = steps_of(network, self.outcome)
        left = [expit(found) for found in chances_left(network, self.points(network), steps, {})]
        records: list[dict[str, object]] = []
        before = 1.0
        for order, ((event, holds), after) in enumerate(zip(steps.items(), left, strict=True)):
            title = title_of(self.study, event)
            factor = float(after[0]) / before
            records.append(
                {
                    "order": order,
                    "question": spelled(event, holds),
                    "title": title if holds else f"Not: {title}",
                    "assumption": False,
                    **dict.fromkeys(("factor", "factor_low", "factor_high"), factor),
                    "factor_label": format_probability(factor),
                    "before": before,
                    "after": float(after[0]),
                    "after_low": float(after.min()),
                    "after_high": float(after.max()),
                    "after_label": format_probability(float(after[0])),
                    **told_of(None, ""),
                    "first": np.nan,
                }
            )
            before = float(after[0])
        none = {"factor": np.nan, "factor_low": np.nan, "factor_high": np.nan, "factor_label": ""}
        whole = {"order": len(steps), "question": self.outcome, "title": title_of(self.study, self.outcome)}
        last = records[-1] | whole | none | {"before": before, "after_label": _label(left[-1])}
        return frame_of([*records, last], COLUMNS)

    def tree(self, fit: Fit) -> "tuple[pd.DataFrame, pd.DataFrame]":
        """The tree of a population with what was said of each factor, and what follows."""
        network = network_of(self.study)
        points = self.points(network)
        nodes, edges = tree_frames(fit, self.outcome)
        labels = {factor: format_probability(float(expit(span.best))) for factor, span in self.spans.items()}
        ends = zip(edges["source"], edges["target"], edges["state"], strict=True)
        edges["state"] = [strength_of(network, source, target, labels) or state for source, target, state in ends]
        records: list[dict[str, object]] = []
        for node in nodes.to_dict("records"):
            event = node["question"]
            at = expit(network.log_odds(points, *network.asked(event)))
            row = self.said.get(event) if event in self.spans else None
            records.append(
                {str(name): value for name, value in node.items()}
                | {"value": float(at[0]), "low": float(at.min()), "high": float(at.max()), "assumption": False}
                | {"rule": rule_of(network, event, labels)}
                | told_of(None, "")
                | {"label": _as_said(row, self.spans[event].best) if row else _label(at)}
            )
        return frame_of(records, NODES), edges


def _as_said(row: Estimate, best: float) -> str:
    label = brief(row.value, row.said)
    # A box has room for a number, and not for a sentence.
    return label if len(label) <= _ROOM else format_probability(float(expit(best)))


def _label(at: Array) -> str:
    return format_probability(float(at[0])) if at.size == 1 else format_interval(at[0], at.min(), at.max())
