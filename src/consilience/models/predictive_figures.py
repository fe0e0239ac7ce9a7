"""The picture of whether populations look like their voices, of whatever model."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Unpack

from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import ChartChoices, takes_options
from consilience.charts.figure import Figure
from consilience.frames.misfit import misfit_of
from consilience.frames.predictive_checks import failed_check, predictive_checks, ranked_persons, shares_frame
from consilience.frames.questions import main_questions
from consilience.models.figures import StudyFigures
from consilience.models.figures.captions import evenly
from consilience.notation import counted, format_share
from consilience.problems import Problem, WrongValueError

if TYPE_CHECKING:
    import pandas as pd

# A stroke for each of more would be one block: evenly spaced ones are drawn.
MOST_RANKS = 500


class CheckedFigures(StudyFigures):
    """The charts of a fit whose populations are checked against their voices."""

    def of_any_question(self) -> Mapping[str, Callable[..., Figure]]:
        """The charts of single questions that this fit has, by name."""
        return {**super().of_any_question(), "predictive": self.predictive}

    def of_question(self, question: str) -> Iterator[Figure]:
        """The figures of one of the main questions."""
        yield from super().of_question(question)
        # A picture of ranks is for whoever has been told that they are not what they should be.
        if failed_check(self.fit, question):
            yield self.predictive(question)

    @takes_options
    def predictive(self, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """Whether the population looks like its voices: the rank of each among forecasters inferred without it."""
        from consilience.charts import predictive

        question = self._chosen(question or self._ranked())
        ranks = ranked_persons(self.fit, question)
        if ranks.empty:
            why = f"no answer to {question!r} has a rank: only persons' have, and on what follows from others none"
            raise WrongValueError(Problem(why, "name another", said=question))
        failed, checked = failed_check(self.fit, question), predictive_checks(self.fit, question)
        answers = counted(len(ranks), "answer")
        drawn, thinned = evenly(ranks, "rank", MOST_RANKS)
        if failed:
            title = misfit_of(self.fit, failed).title
        elif checked:
            title = f"The {answers} look like draws of their population"
        else:
            title = f"{answers[:1].upper()}{answers[1:]}: too few to tell whether their population looks like them"
        says = (
            "Light: where as many draws of their population lie on 99 of 100 questions; dark: the answers, as wide as "
            "their rounding leaves them open"
        )
        words = ChartText(
            title=title,
            subtitle=f"{ranks['question_title'].iloc[0]}. {says}{thinned}",
            source=self._source(question),
            description=f"{title}. Middle half of the ranks: {_middle_half(ranks['rank'])}.",
        )
        draw = partial(predictive, drawn, shares_frame(self.fit, question))
        return self._figure("predictive", question, words, draw, options)

    def _ranked(self) -> str | None:
        """The first main question whose answers have ranks, else any: those to what follows from others have none."""
        asked = [*main_questions(self.fit), *dict.fromkeys(self.fit.answers["question"].values.tolist())]
        return next((name for name in asked if not ranked_persons(self.fit, name).empty), None)


def _middle_half(ranks: "pd.Series") -> str:
    low, high = ranks.quantile([0.25, 0.75])
    return f"{format_share(low)} to {format_share(high)}"
