"""What the consensus model says of itself."""

from consilience.models.priors import PopulationPriors
from consilience.models.words import READINGS_SAY, SUMMARIES_SAY, SURVEYS_SAY, median_of, populations

METHODS = (
    (
        "Each question has a population of forecasters whose credences, in log odds, follow a Student t "
        "distribution that may be skewed (Jones and Pewsey, 2009); groups shift its location by effects that sum to "
        "zero and are partially pooled, and each group has a spread of its own, shrunk to the question's. The "
        "forecasters who spoke are draws from it. How heavy tails are and how far groups differ is learned from all "
        "questions together, so that a statement on one may move the last digits of the answers to others. "
        f"{SUMMARIES_SAY}"
    ),
    f"{READINGS_SAY} {SURVEYS_SAY}",
    (
        "Forecasters are taken as independent given the population: what they read of each other, and one "
        "person answering several questions, is not modelled."
    ),
)


def priors_in_words(priors: PopulationPriors) -> list[tuple[str, str]]:
    """Priors of the consensus model."""
    return [("Median forecaster", median_of(priors.location)), *populations(priors)]
