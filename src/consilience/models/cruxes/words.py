"""What the model of cruxes says of itself."""

from consilience.models.cruxes.priors import CruxPriors
from consilience.models.words import READINGS_SAY, SUMMARIES_SAY, lognormal_of, median_of, noise

METHODS = (
    (
        "Each forecaster has a joint credence in the outcome and in every crux: the outcome, the crux, and the odds "
        "ratio of the two, in log odds. Any three values of these are coherent, and of a complement the same is found "
        "the other way round. Forecasters differ in the outcome, in how likely they think cruxes, and in how far "
        "cruxes move them, with correlations, and each one's views of single cruxes have a spread of their own; "
        "camps shift the location of each by effects that sum to zero and are "
        f"partially pooled. Where somebody answered in several rounds the outcome drifts between them. {SUMMARIES_SAY}"
    ),
    (
        "What people say of the outcome, of a crux and of the outcome given the crux are noisy readings of these "
        "credences, so that answers which no joint credence has are reconciled and not dropped; the report lists "
        "them. An estimate given a crux goes with the unconditional one that it was given beside."
    ),
    f"{READINGS_SAY} A survey counts as one voice. Aggregates are shown and not counted.",
)


def priors_in_words(priors: CruxPriors) -> list[tuple[str, str]]:
    """Priors of the model of cruxes."""
    association = f"log odds ratio of the median forecaster normal(0, {priors.association:g})"
    return [
        ("Median forecaster, the outcome and each crux", median_of(priors.location)),
        ("Outcome and crux", association),
        ("Spread of forecasters, the outcome and a crux", lognormal_of(priors.scale, "scale")),
        ("Spread of forecasters, outcome and crux together", lognormal_of(priors.association_scale, "scale")),
        ("Spread of forecasters, what they share over cruxes", lognormal_of(priors.forecaster_scale)),
        (
            "Spreads of one forecaster's views of single cruxes",
            f"those of all, give or take a log scale of {priors.scale_between_forecasters:g} each",
        ),
        ("Tails", f"the outcome normal, views of one crux Student t with {priors.view_nu:g} degrees of freedom"),
        (
            "Camp effects",
            f"{lognormal_of(priors.group_scale)}, one each for the outcome, for cruxes and for the two together",
        ),
        ("Drift between rounds, where somebody answered twice", lognormal_of(priors.drift)),
        ("Correlations of a forecaster's views", f"LKJ({priors.correlation:g})"),
        noise(priors.reading),
    ]
