"""What was done, in words for a report: derived from the model's own constants so that prose and code cannot part."""

import math

from consilience.likelihood.spreads import UNSTATED_COVERAGES
from consilience.models.priors import (
    ASSOCIATION_PRIOR,
    ASSOCIATION_SCALE_PRIOR,
    BIAS_PRIOR,
    DRIFT_PRIOR,
    FACTOR_PRIOR,
    FORECASTER_SCALE_PRIOR,
    GROUP_SCALE_PRIOR,
    LKJ_SHAPE,
    LOCATION_PRIOR,
    NU_PRIOR,
    READING_PRIOR,
    REFERENCE_CLASS_PRIOR,
    SCALE_PRIOR,
    VIEW_NU,
    Z90,
)
from consilience.notation import BaseRate, Range, Survey, canonical, counted, format_probability
from consilience.sampling.fit import Fit
from consilience.study import Evidence, Question


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
    return [
        *_MODELS[fit.model],
        (
            f"Sampled with {sampler['sampler']}: {sampler['chains']} chains of {sampler['tune']} warm-up and "
            f"{sampler['draws']} kept draws, seed {sampler['seed']}. Every published number passed the "
            "diagnostics below."
        ),
    ]


_SUMMARIES = (
    "The median forecaster is its median, the mean forecaster what a linear pool of all of them would say, the "
    "geometric mean of odds its mean in log odds; over groups each group counts alike."
)
_READINGS = (
    "A stated number is read as rounded: 15% says that the credence lies between 14.5% and 15.5%, and 0% that it lies "
    "below 0.5%, so nothing is clipped. An inequality is a bound. A range or a best value with bounds gives the "
    "forecaster's own spread, a normal in log odds; where no coverage was stated it may be any of "
    f"{', '.join(f'{share:.0%}' for share in UNSTATED_COVERAGES)}, equally likely. Quantiles spread evenly between "
    "them."
)
_SURVEYS = (
    "A survey contributes through the sampling distributions of its median, of its interval and of its mean; one that "
    "does not say how many answered counts as one voice. Base rates enter through a beta-binomial. Of several "
    "statements by one forecaster the latest counts. Aggregates are shown and not counted."
)
_MODELS = {
    "consensus": (
        (
            "Each question has a population of forecasters whose credences, in log odds, follow a Student t "
            "distribution; groups shift its location by effects that sum to zero and are partially pooled. The "
            f"forecasters who spoke are draws from it. {_SUMMARIES} The population is symmetric in log odds, so the "
            "median and the geometric mean of odds part only where groups lie unevenly."
        ),
        f"{_READINGS} {_SURVEYS}",
        (
            "Forecasters are taken as independent given the population: what they read of each other, and one "
            "person answering several questions, is not modelled."
        ),
    ),
    "panel": (
        (
            "Each forecaster has a credence in every factor, in log odds; together they follow a multivariate Student "
            "t distribution, whose correlations say how far those who think one factor likely think another likely. "
            "Groups shift its location by effects that sum to zero and are partially pooled. Factors that somebody "
            "left out are integrated out, and predicted from those that they answered."
        ),
        (
            "What follows from the factors is worked out exactly, forecaster by forecaster and draw by draw, and then "
            f"summarised: the answers are pools of products, never products of pools. {_SUMMARIES}"
        ),
        (
            "A stated total is a reading of what the same forecaster's factors imply, off by a bias that their group "
            "shares and by noise; both answers count. Of a survey's stated total the median counts, as one voice, read "
            "against what the median answers of its group to each factor imply. Exclusive options are divided by their "
            "sum."
        ),
        f"{_READINGS} {_SURVEYS}",
        (
            "Evidence updates every forecaster's credences by Bayes' rule, with the probability of the record averaged "
            "over what was elicited of the test: trials share its power, so that the less is known of it, the less "
            "they are worth together. Tests of one question are independent given its state. A factor is the "
            "conditional probability that it was asked as, after the evidence as before it. Where a tested question is "
            "asked given others, the record tells of these too: what is not asked does not happen."
        ),
    ),
    "cruxes": (
        (
            "Each forecaster has a joint credence in the outcome and in every crux: the outcome, the crux where the "
            "outcome does not happen, and the odds ratio of the two, in log odds. Any three values of these are "
            "coherent. Forecasters differ in the outcome, in how likely they think cruxes, and in how far cruxes move "
            "them, with correlations; camps shift the location of each by effects that sum to zero and are partially "
            f"pooled. Between rounds of questions the outcome drifts. {_SUMMARIES}"
        ),
        (
            "What people say of the outcome, of a crux and of the outcome given the crux are noisy readings of these "
            "credences, so that answers which no joint credence has are reconciled and not dropped; the report lists "
            "them. An estimate given a crux goes with the unconditional one that it was given beside."
        ),
        f"{_READINGS} A survey counts as one voice. Aggregates are shown and not counted.",
    ),
}


def assumptions(fit: Fit) -> list[tuple[str, str]]:
    """Every prior of the model as name and words, the declared ones by question.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of (str, str)
    """
    rows = {"consensus": _of_consensus, "panel": _of_panel, "cruxes": _of_cruxes}[fit.model]()
    if fit.model != "cruxes" and any(isinstance(row.value, BaseRate) for row in fit.study.rows):
        worth = math.exp(REFERENCE_CLASS_PRIOR[0])
        rows.append(("Base rates", f"a reference class is worth about {worth:.0f} trials of the question itself"))
    rows += [
        (question.title, f"declared prior {canonical(question.prior)}{_of_what(fit, question)}")
        for question in fit.study.questions.values()
        if question.prior is not None
    ]
    rows += [(f"Evidence: {test.title or test.name}", _power(test)) for test in fit.study.evidence.values()]
    if any(isinstance(row.value, Range) and row.value.coverage is None for row in fit.study.rows):
        coverages = f"{min(UNSTATED_COVERAGES):.0%} to {max(UNSTATED_COVERAGES):.0%}"
        rows.append(("Ranges without coverage", f"hold the credence with {coverages}"))
    if any(isinstance(row.value, Survey) and row.value.n is None for row in fit.study.rows):
        rows.append(("Surveys without n", "count as one voice"))
    return rows


def _of_what(fit: Fit, question: Question) -> str:
    crux = fit.model == "cruxes" and not question.cruxes
    return ", taken as that of the crux where the outcome does not happen" if crux else ""


def _median(prior: tuple[float, float]) -> str:
    location, scale = prior
    middle, low, high = (
        format_probability(1 / (1 + math.exp(-end)))
        for end in (location, location - Z90 * scale, location + Z90 * scale)
    )
    return f"{middle}, 90% between {low} and {high} (normal in log odds)"


def _of_consensus() -> list[tuple[str, str]]:
    return [("Median forecaster", _median(LOCATION_PRIOR)), *_of_populations()]


def _of_panel() -> list[tuple[str, str]]:
    return [
        ("Median forecaster, each factor", _median(FACTOR_PRIOR)),
        *_of_populations(),
        ("Correlations of factors", f"LKJ({LKJ_SHAPE:g})"),
        ("Stated totals: bias of a group", f"normal, standard deviation {BIAS_PRIOR:g} in log odds"),
        _NOISE,
    ]


def _of_cruxes() -> list[tuple[str, str]]:
    association = f"log odds ratio of the median forecaster normal(0, {ASSOCIATION_PRIOR:g})"
    return [
        ("Median forecaster, the outcome", _median(LOCATION_PRIOR)),
        ("Median forecaster, each crux where the outcome does not happen", _median(FACTOR_PRIOR)),
        ("Outcome and crux", association),
        ("Spread of forecasters, the outcome and a crux", _lognormal(SCALE_PRIOR, "scale")),
        ("Spread of forecasters, outcome and crux together", _lognormal(ASSOCIATION_SCALE_PRIOR, "scale")),
        ("Spread of forecasters, what they share over cruxes", _lognormal(FORECASTER_SCALE_PRIOR)),
        ("Tails", f"the outcome normal, views of one crux Student t with {VIEW_NU:g} degrees of freedom"),
        ("Camp effects", f"{_group_scale()}, one each for the outcome, for cruxes and for the two together"),
        ("Drift between rounds", _lognormal(DRIFT_PRIOR)),
        ("Correlations of a forecaster's views", f"LKJ({LKJ_SHAPE:g})"),
        _NOISE,
    ]


def _of_populations() -> list[tuple[str, str]]:
    """What populations of forecasters have in common, one question or several."""
    tails = f"degrees of freedom 1 + gamma({NU_PRIOR[0]:g}, {NU_PRIOR[1]:g}), shared by the questions"
    return [
        ("Spread of forecasters", _lognormal(SCALE_PRIOR, "scale")),
        ("Tails", tails),
        ("Group effects", f"{_group_scale()}, shared by all"),
    ]


def _group_scale() -> str:
    return f"standard deviation half-normal({GROUP_SCALE_PRIOR:g}) in log odds"


def _lognormal(prior: tuple[float, float], what: str = "standard deviation") -> str:
    return f"{what} in log odds lognormal, median {math.exp(prior[0]):.2g}, log scale {prior[1]}"


_NOISE = ("Noise of readings that must cohere", _lognormal(READING_PRIOR))


def _power(test: Evidence) -> str:
    shared = "" if test.common_failure is None else f", a common failure {canonical(test.common_failure)}"
    return (
        f"{test.positives} of {counted(test.trials, 'trial')} positive; sensitivity {canonical(test.sensitivity)}, "
        f"false-positive rate {canonical(test.false_positive_rate)}{shared}. {test.note or ''}".strip()
    )
