"""Where the population's answer lies beyond what everybody's own factors come to, and why that is no mistake."""

from collections.abc import Iterator
from math import isnan

from scipy.special import expit, logit

from consilience.frames.answers import answers_frame, headlined
from consilience.models.factors.frames.stated import Span
from consilience.models.factors.implied import implied_spans
from consilience.network import network_of
from consilience.notation import format_probability
from consilience.sampling.fit import Fit
from consilience.sampling.precision import answer_errors
from consilience.study import ALL_GROUPS

# Standard errors of the simulation within which an answer lies beyond nobody.
_ERRORS = 2


def beyond_everybody(fit: Fit) -> Iterator[str]:
    """That the summary that leads lies below or above what the factors of every voice imply, with the reason.

    Parameters
    ----------
    fit : Fit

    Yields
    ------
    str
        At most one sentence, on the outcome; none where somebody stated the outcome itself, or left a factor out.
    """
    outcome = fit.study.outcome
    if outcome is None:
        return
    spans = implied_spans(fit.study, outcome)
    rounded = implied_spans(fit.study, outcome, Span.of)
    found = [span for span, _ in (*spans.values(), *rounded.values())]
    ends = [end for span in found for end in (span.low, span.best, span.high) if not isnan(end)]
    bearing = [row for row in fit.model.bearing(fit.study, outcome) if row.kind != "base_rate"]
    if not ends or any(row.question == outcome or row.speaker not in spans for row in bearing):
        return
    frame = answers_frame(fit)
    leading = headlined(fit, outcome)
    rows = frame[(frame["question"] == outcome) & (frame["group"] == ALL_GROUPS) & (frame["summary"] == leading)]
    (row,) = rows.to_dict("records")
    answer, noise = logit(row["value"]), _ERRORS * answer_errors(fit)[outcome][leading]["value"]
    if min(ends) - noise <= answer <= max(ends) + noise:
        return
    low, high = (float(expit(end)) for end in (min(ends), max(ends)))
    side = "below" if row["value"] < low else "above"
    factors = len(network_of(fit.study).ancestors(outcome))
    names = [name for _, name, _ in spans]
    of_whom, whose = ("the voices", "everybody's") if len(names) > 1 else (names[0], f"{names[0]}'s")
    differ = "than the voices do" if len(names) > 1 else "than one voice tells"
    reason = (
        "a mean is carried by those of them who think every factor likely"
        if leading == "mean" and side == "above"
        else f"they may differ more, factor by factor, {differ}, and over {factors} factors that adds up"
        if factors > 1
        else f"they may differ more {differ}"
    )
    yield (
        f"Forecasters like {of_whom} are put {side} {whose} own factors, which imply "
        f"{' to '.join(dict.fromkeys(map(format_probability, (low, high))))}: {reason}."
    )
