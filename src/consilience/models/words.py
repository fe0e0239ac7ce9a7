"""What models say of themselves in the same words: readings, populations, priors."""

import math

from scipy.special import stdtrit

from consilience.likelihood.spreads import UNSTATED_COVERAGES
from consilience.models.priors import HEAVY, PopulationPriors
from consilience.notation import BaseRate, Range, Survey, Words, brief, counted, describe, format_probability
from consilience.sampling.fit import Fit
from consilience.study import Evidence
from consilience.study.texts import plain

SUMMARIES_SAY = (
    "The median forecaster is its median, the mean forecaster what a linear pool of all of them would say, the "
    "geometric mean of odds its mean in log odds; over groups each group counts alike."
)
READINGS_SAY = (
    "A stated number is read as rounded: 15% says that the credence lies between 14.5% and 15.5%, and 0% that it lies "
    "below 0.5%, so nothing is clipped. An inequality is a bound. A range or a best value with bounds gives the "
    "forecaster's own spread, a normal in log odds; where no coverage was stated it may be any of "
    f"{', '.join(f'{share:.0%}' for share in UNSTATED_COVERAGES)}, equally likely. Quantiles spread evenly between "
    "them."
)
SURVEYS_SAY = (
    "A survey contributes through the sampling distributions of its median, of its interval, of its mean and of its "
    "standard deviation, and through how many of its answers lie beyond a bound; people "
    "answer in round numbers, so that a published median, end or bound of 5% stands for anything up to half of the way "
    "to the next round numbers. One that does not say how many answered counts as one voice. Base rates enter "
    "through a beta-binomial. Of several statements by one forecaster the latest counts. Aggregates are shown and not "
    "counted."
)


# Within so many scales of its centre lies half of the Student t.
HALF_OF_HEAVY = float(stdtrit(HEAVY, 0.75))


def median_of(prior: tuple[float, float]) -> str:
    """A prior of the median forecaster in words."""
    centre, scale = prior
    ends = (centre, centre - HALF_OF_HEAVY * scale, centre + HALF_OF_HEAVY * scale)
    middle, low, high = (format_probability(1 / (1 + math.exp(-end))) for end in ends)
    return f"{middle}, half between {low} and {high} (Student t with {HEAVY:g} degrees of freedom in log odds)"


def populations(priors: PopulationPriors) -> list[tuple[str, str]]:
    """What populations of forecasters have in common, one question or several."""
    above_one = f"median {math.exp(priors.nu[0]):.2g}, log scale {priors.nu[1]}"
    tails = f"degrees of freedom above one lognormal, {above_one}, shared by the questions"
    return [
        ("Spread of forecasters", lognormal_of(priors.scale, "scale")),
        ("Spread of a group", f"the question's, give or take a log scale of {priors.scale_between_groups:g}"),
        (
            "Skew",
            f"sinh-arcsinh, normal about −{priors.skew[0]:g} tanh(half the median's log odds), standard deviation "
            f"{priors.skew[1]:g}",
        ),
        ("Tails", tails),
        ("Group effects", f"{lognormal_of(priors.group_scale)}, shared by all"),
    ]


def lognormal_of(prior: tuple[float, float], what: str = "standard deviation") -> str:
    """A log-normal prior of a spread in words."""
    return f"{what} in log odds lognormal, median {math.exp(prior[0]):.2g}, log scale {prior[1]}"


def noise(reading: tuple[float, float]) -> tuple[str, str]:
    """The prior of the noise of readings, as name and words."""
    return "Noise of readings that must cohere", lognormal_of(reading)


def base_rates_of(fit: Fit, priors: PopulationPriors) -> list[tuple[str, str]]:
    """What a reference class is worth, where a base rate is weighed."""
    if not any(isinstance(row.value, BaseRate) for row in fit.study.rows):
        return []
    worth = math.exp(priors.reference_class[0])
    return [("Base rates", f"a reference class is worth about {worth:.0f} trials of the question itself")]


def declared_of(fit: Fit) -> list[tuple[str, str]]:
    """Priors and evidence that the study declares, and what was taken where a statement left something open.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of (str, str)
    """
    rows = [
        (question.title, f"declared prior {brief(question.prior)}")
        for question in fit.study.questions.values()
        if question.prior is not None
    ]
    rows += [
        (question.title, f"fixed {str(question.fixed).lower()} by design: no estimate of it counts")
        for question in fit.study.questions.values()
        if question.fixed is not None
    ]
    rows += [(f"Evidence: {test.title or test.name}", power_of(test)) for test in fit.study.evidence.values()]
    if any(isinstance(row.value, Range) and row.value.coverage is None for row in fit.study.rows):
        coverages = f"{min(UNSTATED_COVERAGES):.0%} to {max(UNSTATED_COVERAGES):.0%}"
        rows.append(("Ranges without coverage", f"hold the credence with {coverages}"))
    if any(isinstance(row.value, Survey) and row.value.n is None for row in fit.study.rows):
        rows.append(("Surveys without n", "count as one voice"))
    # The word is the forecaster's, the number its lexicon's: whoever reads the one has to see the other.
    words = dict.fromkeys(describe(row.value) for row in fit.study.weighed if isinstance(row.value, Words))
    if words:
        rows.append(("Words are read as", "; ".join(words)))
    return rows


def power_of(test: Evidence) -> str:
    """What was observed in a test, and how well it tells, in words."""
    if test.likelihood_ratio is not None:
        return f"likelihood ratio {plain(test.likelihood_ratio, 3)}, as stated. {test.note or ''}".strip()
    record = f"{test.positives} of {counted(test.trials, 'trial')} positive{unsure(test)}"
    return f"{record}; {', '.join(rates_of(test))}. {test.note or ''}".strip()


def unsure(test: Evidence) -> str:
    """How sure the outcome of a test is, nothing where it is certain."""
    return "" if test.certainty == 1 else f", {format_probability(test.certainty)} sure"


def rates_of(test: Evidence) -> list[str]:
    """Rates of a test as elicited, in words; none of a test known by its likelihood ratio."""
    rates = {
        "sensitivity": test.sensitivity,
        "false-positive rate": test.false_positive_rate,
        "common failure": test.common_failure,
    }
    return [f"{name} {brief(value)}" for name, value in rates.items() if value is not None]
