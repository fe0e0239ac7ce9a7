"""What the model of factors says of itself."""

from collections.abc import Iterator
from math import exp

from consilience.models.factors.frames.coherence import held_totals
from consilience.models.factors.frames.stated import COMPLEMENT, FACTORS
from consilience.models.factors.frames.together import ENOUGH, people_of_several
from consilience.models.factors.outlook import FURTHER, LARGE, correlations_of_prior
from consilience.models.factors.priors import FactorPriors
from consilience.models.words import READINGS_SAY, SUMMARIES_SAY, SURVEYS_SAY, median_of, noise, populations
from consilience.sampling.fit import Fit

METHODS = (
    (
        "Each forecaster has a credence in every factor, in log odds; together they follow a multivariate Student "
        "t distribution, which may be skewed factor by factor (Jones and Pewsey, 2009). How far those who think one "
        "factor likely think another likely comes of one outlook a forecaster, with which each factor goes more or "
        "less: the correlations are those of a factor analysis with one factor. Where "
        f"{LARGE} people or more spoke of several, of {FURTHER + 1} factors or more in all, each has {FURTHER} "
        "further outlooks. The answers of one person tell nothing of correlations. How far forecasters differ on a "
        "factor lies about how far the panel differs on all of them. "
        "Groups shift the location by effects that sum to zero and are partially pooled, and each group has a spread "
        "of its own. Factors that somebody left out are integrated out, and predicted from those "
        "that they answered."
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
        (
            "Median forecaster, any two factors",
            f"correlated by {priors.median_correlation:g} where people spoke of both and neither prior is declared",
        ),
        *populations(priors),
        ("Spread of a factor", f"the panel's, give or take a log scale of {priors.scale_between_factors:g}"),
        ("Correlations of factors", _of_correlations(priors)),
        ("Stated totals: bias of a group", f"normal, standard deviation {priors.bias:g} in log odds"),
        noise(priors.reading),
    ]


def _of_correlations(priors: FactorPriors) -> str:
    low, middle, high = correlations_of_prior(priors, (0.25, 0.5, 0.75))
    between = f"of any two {middle:z.2f} in the middle, half between {low:z.2f} and {high:z.2f}".replace("-", "−")
    median, spread = exp(priors.slope_spread[0]), priors.slope_spread[1]
    apart = f"their standard deviation lognormal, median {median:.2g}, log scale {spread:g}"
    return f"{between} (one outlook a forecaster; the slopes' mean half-normal({priors.slope:g}), {apart})"


def correlations_as_assumed(fit: Fit) -> list[tuple[str, str]]:
    """That correlations are the prior's, where too few people tell of them."""
    people, factors = people_of_several(fit.study), fit.posterior.sizes["question"]
    if factors < 2 or people >= ENOUGH:
        return []
    told = f"{people or 'no'} {'people' if people > 1 else 'person'} spoke of two factors or more"
    return [("How factors go together", f"assumed, not found: {told}")]


def totals_that_part(fit: Fit) -> Iterator[str]:
    """Stated totals that no rounding reconciles with what their speakers' factors give, in sentences."""
    frame = held_totals(fit)
    for row in frame[frame["flagged"]].to_dict("records"):
        on = f" ({row['date']})" if row["date"] else ""
        one = row["kind"] == "person"
        found, what = (COMPLEMENT, f"number for {COMPLEMENT}") if row["of_complement"] else (FACTORS, "factors give")
        gap = row["gap_label"].replace(found, f"their {'own' if one else 'published'} {what}")
        # What medians of many factors come to may be nobody's.
        whose = "" if one or row["of_complement"] else ", which none of them need think"
        yield f"On “{row['title']}”, {row['forecaster']} said {row['said']}{on}: {gap}{whose}."
