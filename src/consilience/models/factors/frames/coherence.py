"""Stated totals against what factors imply, by a fit: of every forecaster, and how far groups stray."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, cast

import numpy as np
from scipy.special import expit

from consilience.frames.intervals import ENDS, frame_of, quantiles
from consilience.frames.memory import remembered
from consilience.frames.titles import title_of
from consilience.models.factors.frames.credences import implied_draws, said_of
from consilience.models.factors.frames.forecasters import needs_panel
from consilience.models.factors.frames.stated import COLUMNS, Span, is_total, record, span_of, stated_coherence
from consilience.network import network_of
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit
from consilience.study import CHECKS, Estimate, Speaker, Study, conditional

if TYPE_CHECKING:
    import pandas as pd

BIAS = ("quantity", "group", "totals", "value", "low", "high", "times", "times_low", "times_high", "label", "says")
VIOLATIONS = ("check", "meaning", "forecaster", "question", "said", "file", "line", "why", "remedy")
OPTIONS = (
    *("question", "title", "option", "forecaster", "group", "kind", "said", "value"),
    *("sum", "excess", "complete", "incoherent"),
)
# Checks of what one forecaster says against the axioms of probability.
_AXIOMS = ("incoherent_crux", "total_below_part", "options_sum")


@remembered
def coherence_frame(fit: Fit) -> "pd.DataFrame":
    """Every stated total beside what the same speaker's factors imply.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        As :func:`consilience.frames.stated_coherence`. For what a forecaster of a panel states now, ``basis`` is
        "posterior": ``implied`` is the posterior of what follows from that forecaster's factors, skipped ones
        predicted, with its 90% interval, and ``flagged`` says that no rounding of the total lies within it. What
        aggregates and surveys state, and what forecasters stated before, is held against the numbers alone: "as
        stated".

    Notes
    -----
    The posterior uses both: of factors that a forecaster left open it makes what the stated total asks for. So a gap
    that is left is one that the factors do not allow to be closed.
    """
    stated = stated_coherence(fit.study)
    if fit.model != "panel":
        return stated
    network = network_of(fit.study)
    people = fit.posterior["forecaster"].values.tolist()
    said = said_of(fit.study)
    totals = [row for key, row in said.items() if is_total(network, row.question) and key[0] in people]
    rows = []
    for row in totals:
        span = span_of(row.value)
        found = quantiles(implied_draws(fit, network, row.question)[:, people.index(row.forecaster)])
        if span is not None:
            implied = Span(found["low"], found["value"], found["high"])
            rows.append(record(fit.study, row, span, implied, standing=True, basis="posterior"))
    fitted = {(row.kind, row.forecaster, row.question) for row in totals}
    beside = [
        row
        for row in cast("list[dict[str, object]]", stated.to_dict("records"))
        if not (row["standing"] and (row["kind"], row["forecaster"], row["question"]) in fitted)
    ]
    return frame_of([*rows, *beside], COLUMNS)


def held_totals(fit: Fit) -> "pd.DataFrame":
    """Stated totals that can be held against something that the same speaker said.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        As :func:`coherence_frame`, without the totals of forecasters who answered none of the factors: what is
        predicted of them is nothing that their factors give.
    """
    frame = coherence_frame(fit)
    network = network_of(fit.study)
    said = said_of(fit.study)
    kept = [
        row["basis"] == "as stated"
        or any((row["forecaster"], component) in said for component in network.ancestors(row["question"]))
        for row in frame.to_dict("records")
    ]
    return frame[np.array(kept, dtype=bool)].reset_index(drop=True)


def bias_frame(fit: Fit) -> "pd.DataFrame":
    """How far each group's stated totals lie above what its factors imply, and how far single ones stray.

    Parameters
    ----------
    fit : Fit
        Of a panel.

    Returns
    -------
    pandas.DataFrame
        A row a group, ``quantity`` "delta", and last one for all, "kappa": ``group`` ("" for kappa), ``totals`` (how
        many it rests on), ``value``, ``low``, ``high`` (log odds, 90% interval), the same as factors on the odds,
        ``times`` …, a ``label`` of these, and ``says``, in a sentence.

    Raises
    ------
    ValueError
        If the fit is not of a panel.
    """
    needs_panel(fit)
    network = network_of(fit.study)
    totals = [row.group or "" for row in fit.study.voices() if is_total(network, row.question)]
    groups = fit.posterior["group"].values.tolist()
    delta = flat(fit.posterior["delta"])
    rows = [
        _bias("delta", group, totals.count(group), quantiles(delta[:, place])) for place, group in enumerate(groups)
    ]
    rows.append(_bias("kappa", "", len(totals), quantiles(flat(fit.posterior["kappa"]))))
    return frame_of(rows, BIAS)


def _bias(quantity: str, group: str, totals: int, found: Mapping[str, float]) -> dict[str, object]:
    times = {name: float(np.exp(value)) for name, value in found.items()}
    label = f"{times['value']:.2g} [{times['low']:.2g}, {times['high']:.2g}]"
    whose = f"of {group}" if group else "of forecasters"
    if quantity == "kappa":
        says = f"A stated total strays from what the same forecaster's factors imply by a factor of {label} in odds"
    else:
        says = f"Stated totals {whose} have {label} times the odds that their factors imply"
    return {
        "quantity": quantity,
        "group": group,
        "totals": totals,
        **found,
        **{f"times{end}": times[name] for end, name in ENDS.items()},
        "label": label,
        "says": f"{says}{'' if totals else '; nobody stated one, and this is the prior'}.",
    }


def violations_frame(study: Study) -> "pd.DataFrame":
    """What forecasters say against the axioms of probability, as the checks of a study found it.

    Parameters
    ----------
    study : Study
        As read.

    Returns
    -------
    pandas.DataFrame
        A row a finding: ``check`` ("incoherent_crux": P(U) outside what P(C) and P(U | C) allow; "total_below_part": a
        total on the wrong side of its parts; "options_sum": exclusive options that do not sum to 1), ``meaning``,
        ``forecaster``, ``question``, ``said``, ``file``, ``line``, ``why`` and ``remedy``. No rounding explains them.
    """
    meanings = {check.name: check.meaning for check in CHECKS if check.name in _AXIOMS}
    rows = {(row.file, row.line): row for row in study.rows}
    found = [problem for problem in study.warnings if problem.check in meanings]
    places = [rows.get((problem.file or "", problem.line or 0)) for problem in found]
    return frame_of(
        (
            {
                "check": problem.check,
                "meaning": meanings[problem.check or ""],
                "forecaster": row.forecaster if row else "",
                "question": row.question if row else "",
                "said": row.said if row else "",
                "file": problem.file,
                "line": problem.line,
                "why": problem.why,
                "remedy": problem.remedy,
            }
            for problem, row in zip(found, places, strict=True)
        ),
        VIOLATIONS,
    )


def options_frame(study: Study, normalised: bool = False) -> "pd.DataFrame":
    """What each speaker gives the exclusive options of a question, and how far that is from 1 in sum.

    Parameters
    ----------
    study : Study
    normalised : bool
        Divide by the sum. As a rule estimates are used as said.

    Returns
    -------
    pandas.DataFrame
        A row a standing estimate of an option: ``question`` (with the state it is asked in), ``title``, ``option``,
        ``forecaster``, ``group``, ``kind``, ``said``, ``value`` (fraction, NaN where only a bound was said); of what
        the speaker said of all options together, ``sum``, ``excess`` over 1 in points of percent, ``complete`` (every
        option has an estimate; where not, there is no excess unless there is one already, and nothing to normalise),
        and ``incoherent``: no rounding makes it 1.
    """
    return frame_of((row for rows in _by_speaker(study) for row in _options(study, rows, normalised)), OPTIONS)


def _by_speaker(study: Study) -> list[dict[str, Estimate]]:
    """Standing estimates of the options of one question in one state, of each who gave any, by option."""
    said: dict[tuple[str, Speaker], dict[str, Estimate]] = defaultdict(dict)
    for row in study.standing():
        if row.option is not None:
            said[conditional(row.asked, row.state), row.speaker][row.option] = row
    return list(said.values())


def _options(study: Study, rows: Mapping[str, Estimate], normalised: bool) -> Iterator[dict[str, object]]:
    spans = {option: span_of(row.value) or Span(-np.inf, np.nan, np.inf) for option, row in rows.items()}
    least, total, most = (
        float(sum(expit(getattr(span, end)) for span in spans.values())) for end in ("low", "best", "high")
    )
    asked = next(iter(rows.values()))
    complete = len(rows) == len(study.question(asked.asked).options)
    question = conditional(asked.asked, asked.state)
    # Sums of decimal fractions are not exact in binary.
    excess = round(100 * (total - 1), 9)
    for option, row in rows.items():
        value = float(expit(spans[option].best))
        yield {
            "question": question,
            "title": title_of(study, question),
            "option": option,
            "forecaster": row.forecaster,
            "group": row.group or "",
            "kind": row.kind,
            "said": row.said,
            "value": (value / total if complete and total else np.nan) if normalised else value,
            "sum": total,
            "excess": excess if complete or excess > 0 else np.nan,
            "complete": complete,
            "incoherent": least > 1 + 1e-9 or (complete and most < 1 - 1e-9),
        }
