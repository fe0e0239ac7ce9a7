"""What the consensus model says of itself."""

from collections.abc import Iterator

from consilience.frames import title_of
from consilience.frames.misfit import misfit_in_words
from consilience.frames.predictive_checks import questions_checked
from consilience.models.figures import main_questions
from consilience.models.priors import PopulationPriors
from consilience.models.words import READINGS_SAY, SUMMARIES_SAY, SURVEYS_SAY, median_of, populations
from consilience.notation import counted
from consilience.sampling.fit import Fit
from consilience.study.texts import listed

# So many questions are named at most in a sentence.
MOST_NAMED = 3

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


def misfits(fit: Fit) -> Iterator[str]:
    """Sentences on questions whose population does not look like their voices: whole on the main ones, else by name."""
    failed = dict.fromkeys(check.question for check in questions_checked(fit) if not check.passed)
    main = [question for question in main_questions(fit) if question in failed]
    yield from (misfit_in_words(fit, question) for question in main)
    others = [f"“{title_of(fit.study, question)}”" for question in failed if question not in main]
    if others:
        yield (
            f"On {counted(len(others), 'other question' if main else 'question')} the answers do not look like one "
            f"population: {listed(others, MOST_NAMED)}. See the predictive checks in the report."
        )


def priors_in_words(priors: PopulationPriors) -> list[tuple[str, str]]:
    """Priors of the consensus model."""
    return [("Median forecaster", median_of(priors.location)), *populations(priors)]
