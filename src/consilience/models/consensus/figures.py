"""The figures of a consensus: what the statements changed, and how far the choice of pool moves an answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Unpack

import numpy as np

from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import ChartChoices, takes_options
from consilience.charts.figure import Figure
from consilience.frames import axis_domain, density_frame, headline_of, headlined
from consilience.frames.questions import main_questions
from consilience.models.figures.captions import labelled, what_if
from consilience.models.predictive_figures import CheckedFigures

if TYPE_CHECKING:
    import pandas as pd


class ConsensusFigures(CheckedFigures):
    """The charts of a consensus, each drawn when it is asked for."""

    def of_any_question(self) -> Mapping[str, Callable[..., Figure]]:
        """The charts of single questions that this fit has, by name."""
        return {**super().of_any_question(), "prior_posterior": self.prior_posterior}

    @property
    def pooled(self) -> Sequence[str]:
        """Main questions whose classical pools are worth a table."""
        return [question for question in main_questions(self.fit) if self._pools_say(question)]

    def of_question(self, question: str) -> Iterator[Figure]:
        """The figures of one of the main questions."""
        yield from super().of_question(question)
        if self._pools_say(question):
            yield self.pools(question)
        yield self.prior_posterior(question)

    @takes_options
    def prior_posterior(self, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """What the statements changed: prior against posterior of the median forecaster."""
        from consilience.charts import prior_posterior

        question = self._chosen(question)
        frame = density_frame(self.fit, question)
        median = self._row(question, "median")
        prior = self.fit.study.question(question).prior
        declared = "declared in study.toml" if prior is not None else "weakly informative"
        headline = headline_of(self.fit, question)
        says = f"Median forecaster {median['label']}"
        if headline.leads == "population" and headline.heard:
            median_leads = headlined(self.fit, question) == "median"
            says += f"{headline.between if median_leads else ''}, inferred from {headline.heard}"
        words = ChartText(
            title=what_if(headline, says),
            subtitle=labelled(headline, f"{median['question_title']}. Prior ({declared}) and posterior"),
            source=self._source(question),
            description=f"Prior and posterior density of the median forecaster; posterior {median['label']}.",
        )
        domain = _within_sight(frame)
        return self._figure("prior-posterior", question, words, partial(prior_posterior, frame, domain=domain), options)


# Ends of what has to be seen of each curve, as shares of its mass: of the prior the middle half, of the posterior all.
_SEEN = {"prior": (0.25, 0.75), "posterior": (0.001, 0.999)}


def _within_sight(frame: "pd.DataFrame") -> tuple[float, float]:
    """An axis on which the posterior can be read: a prior that is wide enough for any answer would fill it alone."""
    ends: list[float] = []
    for curve, shares in _SEEN.items():
        rows = frame[frame["curve"] == curve]
        mass = np.cumsum(rows["density"].to_numpy() * np.gradient(rows["logit"].to_numpy()))
        ends += rows["logit"].to_numpy()[np.searchsorted(mass / mass[-1], shares)].tolist()
    return axis_domain(ends)
