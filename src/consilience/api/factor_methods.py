"""Factor studies: the friendly methods of a fit that has factors or cruxes."""

from typing import TYPE_CHECKING

from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd


def implied(self: Fit) -> "pd.DataFrame":
    """What every forecaster's factors imply of the outcomes, with those who left some out; see ``implied_frame``."""
    from consilience.frames import implied_frame

    return implied_frame(self)


def products(self: Fit, outcome: str | None = None) -> "pd.DataFrame":
    """Pools of products beside products of pools, and what separates them; see ``products_frame``."""
    from consilience.frames import products_frame

    return products_frame(self, outcome)


def coherence(self: Fit) -> "pd.DataFrame":
    """Stated totals against what the same forecaster's factors imply; see ``coherence_frame``."""
    from consilience.frames import coherence_frame

    return coherence_frame(self)


def biases(self: Fit) -> "pd.DataFrame":
    """How far the stated totals of each group lie off, and how noisy they are; see ``bias_frame``."""
    from consilience.frames import bias_frame

    return bias_frame(self)


def evidence(self: Fit, outcome: str | None = None) -> "pd.DataFrame":
    """The outcome and what was tested, before any evidence and after each test; see ``evidence_frame``."""
    from consilience.frames import evidence_frame

    return evidence_frame(self, outcome)


def sensitivity(self: Fit, outcome: str | None = None) -> "pd.DataFrame":
    """The outcome with each factor at its ends, and variance-based indices; see ``tornado_frame``."""
    from consilience.frames import tornado_frame

    return tornado_frame(self, outcome)


def value_of_information(self: Fit, outcome: str | None = None, base: float = 10.0) -> "pd.DataFrame":
    """What each person would learn of the outcome from a factor, or from a crux.

    Parameters
    ----------
    outcome : str, optional
        Of a panel; default the study's.
    base : float
        Of the logarithm.

    Returns
    -------
    pandas.DataFrame
        A row a person and factor or crux; see ``value_of_information_frame`` and ``crux_people_frame``.
    """
    from consilience.frames import crux_people_frame, value_of_information_frame

    return crux_people_frame(self, base) if self.model == "cruxes" else value_of_information_frame(self, outcome, base)


def disagreement(self: Fit, base: float = 10.0) -> "pd.DataFrame":
    """How much of the disagreement between camps each crux explains; see ``disagreement_frame``."""
    from consilience.frames import disagreement_frame

    return disagreement_frame(self, base=base)


METHODS = (implied, products, coherence, biases, evidence, sensitivity, value_of_information, disagreement)
