"""Fits with everything that can be asked of them: a class for each model, each offering only what works on it."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any, cast

from consilience.api.study_fit import StudyFit
from consilience.arguments import CHANCE, COUNT, QUESTION, takes
from consilience.problems import OtherModelError
from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd

    from consilience.models.consensus.figures import ConsensusFigures
    from consilience.models.cruxes.figures import CruxFigures
    from consilience.models.factors.figures import FactorFigures
    from consilience.models.factors.frames.required import RequiredEvidence


# Of one statement a view, leaving it out leaves the view to its population: there is no rank to tell from the draws.
_UNCHECKED = (
    "a study of cruxes has no predictive_checks: most views have one statement, and without it nothing tells of them. "
    "To mend it: draw fit.trace with ArviZ (az.plot_ppc_dist), which shows what people like these would say"
)


class CheckedFit(StudyFit):
    """The fit of a model whose populations can be checked against their voices."""

    def predictive_checks(self) -> "pd.DataFrame":
        """The rank of every voice among forecasters like it, inferred without it: spread evenly where the model holds.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.predictive_checks.predictive_checks_frame`. They are drawn by
            ``fit.charts.predictive(question)``, and the summary says where they are not spread evenly.
        """
        from consilience.frames.predictive_checks import predictive_checks_frame

        return predictive_checks_frame(self)


class ConsensusFit(CheckedFit):
    """The fit of a study whose questions stand for themselves."""

    @property
    def charts(self) -> "ConsensusFigures":
        """The charts of this fit: ``fit.charts.statements("question")`` and others, which a cell lists."""
        found: ConsensusFigures = self._charts()
        return found


class FactorFit(CheckedFit):
    """The fit of a factor study: every forecaster's factors, and what follows from them."""

    @property
    def charts(self) -> "FactorFigures":
        """The charts of this fit: ``fit.charts.tree()`` and others, which a cell lists."""
        found: FactorFigures = self._charts()
        return found

    @takes()
    def probability_below(
        self, question: str, threshold: float | str, summary: str = "median", *, after_evidence: bool = False
    ) -> float:
        """Posterior probability that a summary of a question, over its groups, lies below a threshold.

        Parameters
        ----------
        question : str
        threshold : float or str
            A fraction, or a text such as ``"1%"``.
        summary : str
            ``median``, ``mean``, ``geometric_mean_odds`` or ``new_forecaster``.
        after_evidence : bool
            After the evidence that the study declares, if it declares any; else before it.

        Returns
        -------
        float
        """
        from consilience.frames import probability_below

        return probability_below(self, question, threshold, summary, after_evidence=after_evidence)

    def implied(self) -> "pd.DataFrame":
        """What every forecaster's factors imply of the outcomes, with those who left some out.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.credences.implied_frame`.
        """
        from consilience.models.factors.frames.credences import implied_frame

        return implied_frame(self)

    @takes()
    def products(self, outcome: str | None = None) -> "pd.DataFrame":
        """Pools of products beside products of pools, and what separates them.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.products.products_frame`.
        """
        from consilience.frames.answers import outcome_of
        from consilience.models.factors.frames.products import products_frame

        return products_frame(self, None if outcome is None else outcome_of(self, outcome))

    def correlations(self) -> "pd.DataFrame":
        """How far whoever thinks one factor likely thinks others likely too.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.together.correlation_frame`.
        """
        from consilience.models.factors.frames.together import correlation_frame

        return correlation_frame(self)

    def coherence(self) -> "pd.DataFrame":
        """Stated totals against what the same forecaster's factors imply.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.coherence.coherence_frame`.
        """
        from consilience.models.factors.frames.coherence import coherence_frame

        return coherence_frame(self)

    def biases(self) -> "pd.DataFrame":
        """How far the stated totals of each group lie off, and how noisy they are.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.coherence.bias_frame`.
        """
        from consilience.models.factors.frames.coherence import bias_frame

        return bias_frame(self)

    @takes()
    def evidence(self, outcome: str | None = None) -> "pd.DataFrame":
        """The outcome and what was tested, before any evidence and after each test.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.evidence.evidence_frame`.
        """
        from consilience.models.factors.frames.evidence import evidence_frame

        return evidence_frame(self, outcome)

    @takes()
    def sensitivity(self, outcome: str | None = None) -> "pd.DataFrame":
        """The outcome with each factor at its ends, and variance-based indices.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.sensitivity.tornado_frame`.
        """
        from consilience.models.factors.frames.sensitivity import tornado_frame

        return tornado_frame(self, outcome)

    @takes()
    def value_of_information(self, outcome: str | None = None, base: float = 10.0) -> "pd.DataFrame":
        """What each person would learn of the outcome from a factor.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.
        base : float
            Of the logarithm.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.sensitivity.value_of_information_frame`.
        """
        from consilience.models.factors.frames.sensitivity import value_of_information_frame

        return value_of_information_frame(self, outcome, base)

    @takes(on=QUESTION, sensitivity=CHANCE, trials=COUNT, false_positive_rate=CHANCE, common_failure=CHANCE)
    def required_evidence(
        self,
        outcome: str | None = None,
        threshold: float | str | None = None,
        confidence: float | str = 0.9,
        **test: Any,
    ) -> "RequiredEvidence":
        """Find what clean record of tests would bring a risk to a threshold or below, beside the evidence there is.

        Parameters
        ----------
        outcome : str, optional
            Default: the study's.
        threshold : float or str, optional
            ``0.01`` or ``"1%"``. Default: the study's.
        confidence : float or str
            Share of the draws that have to lie below.
        **test : optional
            ``on``, ``sensitivity``, ``trials``, ``false_positive_rate``, ``common_failure`` of the test in question.

        Returns
        -------
        RequiredEvidence
            See :func:`consilience.models.factors.frames.required.required_evidence`.
        """
        from consilience.models.factors.frames.required import required_evidence

        return required_evidence(self, outcome, threshold, confidence, **test)


class CruxFit(StudyFit):
    """The fit of a study of cruxes: what would change minds about an outcome."""

    # A type checker is to tell of misspelt names itself.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name == "predictive_checks":
                raise OtherModelError.told(_UNCHECKED)
            # What fails inside of a property says so itself.
            return self.__getattribute__(name)

    @property
    def charts(self) -> "CruxFigures":
        """The charts of this fit: ``fit.charts.crux_map()`` and others, which a cell lists."""
        found: CruxFigures = self._charts()
        return found

    @takes()
    def value_of_information(self, base: float = 10.0) -> "pd.DataFrame":
        """What each person would learn of the outcome from a crux.

        Parameters
        ----------
        base : float
            Of the logarithm.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.cruxes.frames.views.crux_people_frame`.
        """
        from consilience.models.cruxes.frames.views import crux_people_frame

        return crux_people_frame(self, base)

    @takes()
    def disagreement(self, base: float = 10.0) -> "pd.DataFrame":
        """How much of the disagreement between camps each crux explains.

        Parameters
        ----------
        base : float
            Of the logarithm.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.cruxes.frames.views.disagreement_frame`.
        """
        from consilience.models.cruxes.frames.views import disagreement_frame

        return disagreement_frame(self, base=base)


# For type checkers: what the models of this package give.
type AnyFit = ConsensusFit | FactorFit | CruxFit

# By the name of the model; fits of any other are a StudyFit.
FITS: dict[str, type[StudyFit]] = {"consensus": ConsensusFit, "factors": FactorFit, "cruxes": CruxFit}


def with_methods(fit: Fit) -> AnyFit:
    """A fit with the methods of its model."""
    kind = FITS.get(fit.model.name, StudyFit)
    return cast("AnyFit", kind(**{field.name: getattr(fit, field.name) for field in fields(fit)}))
