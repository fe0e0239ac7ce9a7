"""The figures that every fit has: which charts, of which questions, with the words around them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NoReturn, Self, Unpack

import numpy as np

from consilience.arguments import one_of, refused
from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import PLAIN, ChartChoices, ChartOptions, changes_options, takes_options
from consilience.charts.figure import Figure
from consilience.frames import answers_frame, axis_domain, headline_of, pools_frame, statements_frame
from consilience.frames.medians import group_medians_frame, medians_frame
from consilience.frames.questions import chosen_question, main_questions
from consilience.models.figures.captions import (
    evenly,
    groups_words,
    leading,
    overview_words,
    pools_words,
    source_of,
    statements_words,
    told_beside_median,
)
from consilience.models.tables import NO_GROUP
from consilience.problems import Problem, UnknownChartError, WrongValueError
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.texts import unknown_name

if TYPE_CHECKING:
    import pandas as pd

    from consilience.charts.figure import Draw, Words


# An overview of more would be longer than a page.
MOST_QUESTIONS = 40


class StudyFigures:
    """The charts of one fit, each drawn when it is asked for.

    Parameters
    ----------
    fit : Fit
    options : ChartOptions
        Of every chart, where its own are not named.
    """

    def __init__(self, fit: Fit, options: ChartOptions | None = None) -> None:
        self.fit = fit
        self.options = options or PLAIN
        self.answers = answers_frame(fit)

    # A type checker is to tell of misspelt names itself.
    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> NoReturn:
            if name.startswith("_"):
                raise AttributeError(name)
            raise UnknownChartError(unknown_name(name, self.kinds, "chart", " of this fit"))

    @changes_options
    def with_options(self, **options: Unpack[ChartChoices]) -> Self:
        """The same charts, each drawn with these options where its own are not named.

        Returns
        -------
        StudyFigures
        """
        return type(self)(self.fit, self.options.but(**options))

    @property
    def kinds(self) -> Mapping[str, Callable[..., Figure]]:
        """The charts that this fit has, by name."""
        moved = {} if self.fit.reweighted is None else {"moved": self.moved}
        return {**self.of_any_question(), "overview": self.overview, **self.own(), **moved, "history": self.history}

    def of_any_question(self) -> Mapping[str, Callable[..., Figure]]:
        """The charts of single questions that this fit has, by name."""
        return {"statements": self.statements, "groups": self.groups, "pools": self.pools}

    def own(self) -> Mapping[str, Callable[..., Figure]]:
        """The charts that only fits of this model have, of the study as a whole, in the order of a report."""
        return {}

    @property
    def pooled(self) -> Sequence[str]:
        """Main questions whose classical pools are worth a table."""
        return ()

    def all(self) -> list[Figure]:
        """Every figure of the report: those of the model first, then the overview and the main questions."""
        return list(one_by_one(self))

    def of_question(self, question: str) -> Iterator[Figure]:
        """The figures of one of the main questions."""
        if self._is_spoken_of(question):
            yield self.statements(question)
        if self._of(question)["group"].nunique() > 1:
            yield self.groups(question)

    @takes_options
    def statements(self, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """Every statement about a question as said, with the consensus behind."""
        from consilience.charts.statements import MOST_STATEMENTS, statements

        question = self._chosen(question or self._spoken())
        if not self._is_spoken_of(question):
            why = f"nobody said anything of {question!r} itself"
            raise WrongValueError(Problem(why, "name a question with statements", said=question))
        domain = self._domain(question)
        said = statements_frame(self.fit.study, question, domain)
        frame, thinned = evenly(said, "order", MOST_STATEMENTS)
        median, headline = self._row(question, "median"), headline_of(self.fit, question)
        title = leading(headline, told_beside_median(self.fit, headline, str(median["label"])))
        rows = self._of(question)
        if headline.leads == "voices":
            rows = rows.assign(summary_title=headline.inferred)

        def words(drawn: "pd.DataFrame") -> ChartText:
            chosen = len(drawn) if len(drawn) < len(frame) else None
            return statements_words(self.fit, question, title, median, thinned, chosen, len(said))

        return self._figure("statements", question, words, partial(statements, frame, rows, domain=domain), options)

    @takes_options
    def groups(self, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """The consensus of each group on a question."""
        from consilience.charts import groups

        question = self._chosen(question)
        medians = group_medians_frame(self.fit, question)
        named = medians.assign(group=medians["group"].replace("", NO_GROUP))
        domain = axis_domain(np.concatenate([medians["logit_low"], medians["logit_high"]]))
        words = partial(groups_words, self.fit, question, named)
        return self._figure("groups", question, words, partial(groups, named, domain=domain), options)

    @takes_options
    def pools(self, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """How far the choice of pool moves the answer to a question."""
        from consilience.charts import pools

        question = self._chosen(question)
        if not self._pools_say(question):
            why = f"fewer than two voices answered {question!r}, and pools of them say nothing"
            raise WrongValueError(Problem(why, "name another", said=question))
        frame = pools_frame(self.fit, question)
        domain = axis_domain(np.concatenate([frame["logit_value"], frame["logit_low"], frame["logit_high"]]))
        words = partial(pools_words, self.fit, question, len(frame))
        return self._figure("pools", question, words, partial(pools, frame, domain=domain), options)

    @takes_options
    def overview(self, **options: Unpack[ChartChoices]) -> Figure:
        """The median forecaster on every question of the study."""
        from consilience.charts import overview

        rows = medians_frame(self.fit)
        # The ends of what-ifs from a voice or two are the prior's: an axis that held them all would leave the answers
        # a sliver of it.
        leads = rows["leads"] == "population"
        ends = [rows[f"logit_{end}"].where(leads, rows[f"logit_{end}50"]) for end in ("low", "high")]
        domain = axis_domain(np.concatenate(ends))
        words = partial(overview_words, self.fit)
        return self._figure("overview", None, words, partial(overview, rows, domain=domain), options)

    @takes_options
    def moved(self, before: Fit | None = None, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """What moved since an earlier fit, and which changes, and whose, moved an answer most.

        Parameters
        ----------
        before : Fit, optional
            Default: the full fit that this one was reweighted from.
        question : str, optional
            The answer whose changes are told apart. Default: the study's outcome, or else the one that most people
            spoke about.
        """
        from consilience.frames.moved import answers_of, moves_between
        from consilience.models.moved import moved_figure, pulls_on

        if before is not None and not isinstance(before, Fit):
            raise refused("before", one_of(Fit, "an earlier fit", "earlier"), before)
        earlier = before or (self.fit.full if self.fit.reweighted is not None else None)
        if earlier is None:
            why = "this fit does not follow an earlier one"
            raise WrongValueError(Problem(why, "name one: fit.charts.moved(before=earlier)"))
        question = self._chosen(question)
        moves = moves_between(answers_of(earlier), answers_of(self.fit))
        move = next(move for move in moves if move.question == question)
        found = pulls_on(self.fit, earlier.study, move)
        return moved_figure(self.fit, moves, question, found, self.options.but(**options))

    @takes_options
    def history(self, question: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """The answer at the end of every day on which something came, with every statement where it came."""
        from consilience.models.following import history_frame
        from consilience.models.moved import history_figure

        question = self._chosen(question)
        series = history_frame(self.fit, question)
        return history_figure(self.fit, question, series, self.options.but(**options))

    def _pools_say(self, question: str) -> bool:
        """Whether there is more than one voice to pool."""
        return len({row.speaker for row in self.fit.study.voices if row.question == question}) > 1

    def _chosen(self, question: str | None) -> str:
        return chosen_question(self.fit, question)

    def _is_spoken_of(self, question: str) -> bool:
        return not statements_frame(self.fit.study, question).empty

    def _spoken(self) -> str:
        """The first main question that has statements: an outcome that follows from others may have none."""
        return next(filter(self._is_spoken_of, main_questions(self.fit)))

    def _figure(self, kind: str, question: str | None, words: "Words", draw: "Draw", options: ChartChoices) -> Figure:
        return figure_of(kind, question, words, draw, self.options.but(**options))

    def _of(self, question: str) -> "pd.DataFrame":
        return self.answers[self.answers["question"] == question]

    def _row(self, question: str, summary: str) -> "pd.Series":
        rows = self._of(question)
        return rows[(rows["group"] == ALL_GROUPS) & (rows["summary"] == summary)].iloc[0]

    def _domain(self, question: str) -> tuple[float, float]:
        said = statements_frame(self.fit.study, question)
        medians = self._of(question)[lambda rows: rows["summary"] == "median"]
        # Of an end that is open the place is that of an axis, and no number that anybody gave.
        given = {name: ~said[f"open_{name}"] for name in ("low", "high")} | {
            "best": said["best"].between(0, 1, "neither")
        }
        ends = [said.loc[rows, f"logit_{name}"] for name, rows in given.items()]
        return axis_domain(np.concatenate([*ends, medians["logit_low"], medians["logit_high"]]))

    def _source(self, question: str | None) -> str:
        return source_of(self.fit, question)


def figure_of(kind: str, question: str | None, words: "Words", draw: "Draw", options: ChartOptions) -> Figure:
    """A chart with its words and options, named by its kind and its question."""
    name = kind if question is None else f"{re.sub('[^0-9A-Za-z_-]+', '-', question)}-{kind}"
    return Figure.of(name, question, words, draw, options, kind)


def one_by_one(figures: StudyFigures) -> Iterator[Figure]:
    """Every figure of a report, each drawn when the last one has been taken."""
    for draw in figures.own().values():
        yield draw()
    if 1 < figures.answers["question"].nunique() <= MOST_QUESTIONS:
        yield figures.overview()
    for question in main_questions(figures.fit):
        yield from figures.of_question(question)
