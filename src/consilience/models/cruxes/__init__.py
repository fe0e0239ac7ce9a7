"""An outcome and what would change minds about it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.models.base import StudyModel
from consilience.models.cruxes.data import CruxData, encode_cruxes
from consilience.models.cruxes.priors import DEFAULTS, CruxPriors
from consilience.problems import Problem
from consilience.sampling.answers import answers_dataset
from consilience.sampling.model import Drawn, Followed, Settings
from consilience.study import Estimate, Speaker, Study

if TYPE_CHECKING:
    import xarray as xr

    from consilience.charts import ChartOptions
    from consilience.models.cruxes.figures import CruxFigures
    from consilience.models.cruxes.what_if import CruxWhatIf
    from consilience.models.tables import Table
    from consilience.sampling.fit import Fit


class Cruxes(StudyModel):
    """Each forecaster has a joint credence in the outcome and in every crux, coherent by construction."""

    name = "cruxes"
    # Contradictory statements bend the posterior: with larger steps a few draws diverge, and all are drawn anew.
    settings = Settings(target_accepts=(0.9, 0.95, 0.99))
    one_group_each = True

    def __init__(self, priors: CruxPriors = DEFAULTS) -> None:
        super().__init__(priors)

    def suits(self, study: Study) -> bool:
        """Where a question has cruxes."""
        return any(question.cruxes for question in study.questions.values())

    def refuse(self, study: Study) -> Iterable[Problem]:
        """Rows about anything but the outcome and its cruxes, base rates, and evidence."""
        from consilience.models.cruxes.refuse import refuse

        return refuse(study)

    def encode(self, study: Study) -> CruxData:
        """What was said of the outcome, of cruxes, and of the outcome given each."""
        return encode_cruxes(study, self.priors)

    def build(self, data: CruxData) -> Any:
        """See :func:`consilience.models.cruxes.model.crux_model`."""
        from consilience.models.cruxes.model import crux_model

        return crux_model(data)

    def answer(self, raw: "xr.Dataset", data: CruxData, study: Study, seed: int) -> Drawn:
        """Answers on the outcome, on every crux, and on the outcome given each."""
        from consilience.models.cruxes.unpack import answers_of, population_of, unpack

        population = population_of(raw, data)
        found = answers_of(population, data, seed)
        return Drawn(unpack(raw, population, data), answers_dataset(found, raw["kappa"].shape))

    def statements(self, study: Study) -> Sequence[Estimate]:
        """The statements that a fit weighs."""
        from consilience.models.cruxes.pointwise import statements

        return statements(study)

    def log_likelihood(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> np.ndarray:
        """Log likelihood of statements under every draw, of shape (draws, rows)."""
        from consilience.models.cruxes.pointwise import log_likelihood

        return log_likelihood(posterior, study, rows)

    def follow(self, posterior: "xr.Dataset", before: Study, after: Study) -> Followed:
        """What was read anew of views that are known already."""
        from consilience.models.cruxes.arrivals import follow

        return follow(posterior, before, after)

    def log_prior(self, posterior: "xr.Dataset", study: Study) -> Mapping[str, np.ndarray]:
        """Log prior density of every draw, by parameter."""
        from consilience.models.cruxes.pointwise import log_prior

        return log_prior(posterior, study, self.priors)

    def other_priors(self, posterior: "xr.Dataset", study: Study, question: str) -> Mapping[str, np.ndarray]:
        """Log density of other priors over its own, draw by draw, by what they are."""
        from consilience.models.cruxes.alternatives import of_views

        return of_views(posterior, study, self.priors, question)

    def draw_prior(self, study: Study, draws: int, seed: int) -> "xr.Dataset":
        """Parameters drawn from their prior, laid out as a posterior."""
        from consilience.models.cruxes.predict import prior

        return prior(study, self.priors, draws, seed)

    def predict(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        """What others would say in the forms of the rows, in log odds, of shape (draws, rows)."""
        from consilience.models.cruxes.predict import predict

        return predict(posterior, study, rows, seed)

    def replicate(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        """What might have been said where each row was, in log odds, of shape (draws, rows)."""
        from consilience.models.cruxes.predict import replicate

        return replicate(posterior, study, rows, seed)

    def implied(self, study: Study, question: str) -> Mapping[Speaker, str]:
        """What P(U), P(C) and P(U|C) of one voice make of the state that it was not asked."""
        from consilience.models.cruxes.implied import implied

        return implied(study, question)

    def implied_numbers(self, study: Study, question: str) -> Mapping[Speaker, tuple[float, float, float]]:
        """The same as numbers, each without ends."""
        from consilience.models.cruxes.implied import implied_numbers

        return implied_numbers(study, question)

    def what_if(self, fit: "Fit", question: str, basis: str = "") -> "CruxWhatIf":
        """The same with one crux moved at a time."""
        from consilience.models.cruxes.what_if import CruxWhatIf
        from consilience.models.what_if import known

        known("person", basis, [""])
        return CruxWhatIf(fit, question)

    def figures(self, fit: "Fit", options: "ChartOptions | None" = None) -> "CruxFigures":
        """The charts of a study of cruxes."""
        from consilience.models.cruxes.figures import CruxFigures

        return CruxFigures(fit, options)

    def tables(self, fit: "Fit") -> "Sequence[Table]":
        """How much of the disagreement of two camps each crux explains."""
        from consilience.models.cruxes.tables import crux_table

        table = crux_table(fit)
        return [table] if table.rows else []

    def methods(self) -> tuple[str, ...]:
        """Paragraphs on the model and the reading of the statements."""
        from consilience.models.cruxes.words import METHODS

        return METHODS

    def assumptions(self, fit: "Fit") -> Sequence[tuple[str, str]]:
        """Priors, declared ones included, and what was taken where a statement left something open."""
        from consilience.models.cruxes.words import priors_in_words
        from consilience.models.words import declared_of

        return [*priors_in_words(self.priors), *declared_of(fit)]
