"""What the model of factors says of itself."""

from collections.abc import Iterator

from consilience.models.factors.frames.coherence import held_totals
from consilience.models.factors.priors import FactorPriors
from consilience.models.words import READINGS_SAY, SUMMARIES_SAY, SURVEYS_SAY, median_of, noise, populations
from consilience.sampling.fit import Fit

METHODS = (
    (
        "Each forecaster has a credence in every factor, in log odds; together they follow a multivariate Student "
        "t distribution, whose correlations say how far those who think one factor likely think another likely, and "
        "which may be skewed factor by factor (Jones and Pewsey, 2009). Groups shift its location by effects that sum "
        "to zero and are partially pooled, and each group has a spread of its own. Factors that somebody left out are "
        "integrated out, and predicted from those that they answered."
    ),
    (
        "What follows from the factors is worked out exactly, forecaster by forecaster and draw by draw, and then "
        f"summarised: the answers are pools of products, never products of pools. {SUMMARIES_SAY}"
    ),
    (
        "A stated total is a reading of what the same forecaster's factors imply, off by a bias that their group "
        "shares and by noise; both answers count. Of a survey's stated total the median counts, as one voice, read "
        "against what the median answers of its group to each factor imply. Exclusive options are divided by their "
        "sum."
    ),
    f"{READINGS_SAY} {SURVEYS_SAY}",
    (
        "Evidence updates every forecaster's credences by Bayes' rule, with the probability of the record averaged "
        "over what was elicited of the test: trials share its power, so that the less is known of it, the less "
        "they are worth together. Tests of one question are independent given its state. A factor is the "
        "conditional probability that it was asked as, after the evidence as before it. Where a tested question is "
        "asked given others, the record tells of these too: what is not asked does not happen."
    ),
)


def priors_in_words(priors: FactorPriors) -> list[tuple[str, str]]:
    """Priors of the model of factors."""
    return [
        ("Median forecaster, each factor", median_of(priors.location)),
        *populations(priors),
        ("Correlations of factors", f"LKJ({priors.correlation:g})"),
        ("Stated totals: bias of a group", f"normal, standard deviation {priors.bias:g} in log odds"),
        noise(priors.reading),
    ]


def totals_that_part(fit: Fit) -> Iterator[str]:
    """Stated totals that no rounding reconciles with what their speakers' factors give, in sentences."""
    frame = held_totals(fit)
    for row in frame[frame["flagged"]].to_dict("records"):
        on = f" ({row['date']})" if row["date"] else ""
        gap = row["gap_label"].replace("the factors", "their own factors")
        yield f"Of {row['title']}, {row['forecaster']} said {row['said']}{on}: {gap}."
