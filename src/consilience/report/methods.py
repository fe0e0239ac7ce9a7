"""What was done, in words for a report: derived from the model's own constants so that prose and code cannot part."""

import math

from consilience.inference.fit import Fit
from consilience.models.encoding import Z90
from consilience.models.priors import (
    GROUP_SCALE_PRIOR,
    LOCATION_PRIOR,
    NU_PRIOR,
    REFERENCE_CLASS_PRIOR,
    SCALE_PRIOR,
)
from consilience.models.spreads import UNSTATED_COVERAGES
from consilience.notation import BaseRate, Range, Survey, canonical, format_probability


def methods_text(fit: Fit) -> list[str]:
    """Paragraphs on the model, the reading of the statements and the computation.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of str
        Plain text.
    """
    sampler = fit.provenance
    coverages = ", ".join(f"{share:.0%}" for share in UNSTATED_COVERAGES)
    return [
        (
            "Each question has a population of forecasters whose credences, in log odds, follow a Student t "
            "distribution; groups shift its location by effects that sum to zero and are partially pooled. The "
            "forecasters who spoke are draws from it. The median forecaster is its median, the mean forecaster "
            "what a linear pool of all of them would say, the geometric mean of odds its mean in log odds; over "
            "groups each group counts alike. The population is symmetric in log odds, so the median and the "
            "geometric mean of odds part only where groups lie unevenly."
        ),
        (
            "A stated number is read as rounded: 15% says that the credence lies between 14.5% and 15.5%, and "
            "0% that it lies below 0.5%, so nothing is clipped. An inequality is a bound. A range or a best "
            "value with bounds gives the forecaster's own spread, a normal in log odds; where no coverage was "
            f"stated it may be any of {coverages}, equally likely. Quantiles spread evenly between them. A "
            "survey contributes through the sampling distributions of its median, of its interval and of its "
            "mean; one that does not say how many answered counts as one voice. Base rates enter through a "
            "beta-binomial. Of several statements by one forecaster the latest counts. Aggregates are shown and "
            "not counted."
        ),
        (
            "Forecasters are taken as independent given the population: what they read of each other, and one "
            "person answering several questions, is not modelled."
        ),
        (
            f"Sampled with {sampler['sampler']}: {sampler['chains']} chains of {sampler['tune']} warm-up and "
            f"{sampler['draws']} kept draws, seed {sampler['seed']}. Every published number passed the "
            "diagnostics below."
        ),
    ]


def assumptions(fit: Fit) -> list[tuple[str, str]]:
    """Every prior of the model as name and words, the declared ones by question.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of (str, str)
    """
    location, scale = LOCATION_PRIOR
    median, ends = 1 / (1 + math.exp(-location)), [location - Z90 * scale, location + Z90 * scale]
    low, high = (format_probability(1 / (1 + math.exp(-end))) for end in ends)
    rows = [
        ("Median forecaster", f"{format_probability(median)}, 90% between {low} and {high} (normal in log odds)"),
        (
            "Spread of forecasters",
            f"scale in log odds lognormal, median {math.exp(SCALE_PRIOR[0]):.2g}, log scale {SCALE_PRIOR[1]}",
        ),
        ("Tails", f"degrees of freedom 1 + gamma({NU_PRIOR[0]:g}, {NU_PRIOR[1]:g}), shared by the questions"),
        ("Group effects", f"standard deviation half-normal({GROUP_SCALE_PRIOR:g}) in log odds, shared by all"),
    ]
    if any(isinstance(row.value, BaseRate) for row in fit.study.rows):
        worth = math.exp(REFERENCE_CLASS_PRIOR[0])
        rows.append(("Base rates", f"a reference class is worth about {worth:.0f} trials of the question itself"))
    rows += [
        (question.title, f"declared prior {canonical(question.prior)}")
        for question in fit.study.questions.values()
        if question.prior is not None
    ]
    if any(isinstance(row.value, Range) and row.value.coverage is None for row in fit.study.rows):
        coverages = f"{min(UNSTATED_COVERAGES):.0%} to {max(UNSTATED_COVERAGES):.0%}"
        rows.append(("Ranges without coverage", f"hold the credence with {coverages}"))
    if any(isinstance(row.value, Survey) and row.value.n is None for row in fit.study.rows):
        rows.append(("Surveys without n", "count as one voice"))
    return rows
