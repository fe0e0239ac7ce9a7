"""Fits next to each other: what an estimate, a seed or a choice changed, and several decompositions of one outcome."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from consilience.arguments import NUMBER, QUESTION, Kind, either, takes
from consilience.notebook import displays
from consilience.problems import Problem, WrongValueError
from consilience.sampling.fit import Fit
from consilience.study.texts import excerpt

if TYPE_CHECKING:
    import pandas as pd

    from consilience.report.comparison import ComparisonChart

_FITS = Kind(
    "fits by name",
    '{"before": fit, "after": again}',
    lambda value: isinstance(value, Mapping) and bool(value) and all(isinstance(fit, Fit) for fit in value.values()),
)
_OUTCOMES = either(
    QUESTION,
    Kind("questions by fit", '{"before": "flood"}', lambda value: _is_mapping(value, QUESTION)),
)
_WEIGHTS = Kind("numbers by fit", '{"before": 1, "after": 2}', lambda value: _is_mapping(value, NUMBER))


def _is_mapping(value: object, kind: Kind) -> bool:
    return isinstance(value, Mapping) and all(kind.holds(each) for each in value.values())


class Comparison:
    """Several fits, by the names that they were given.

    Parameters
    ----------
    fits : mapping of str to Fit
    """

    @takes(fits=_FITS)
    def __init__(self, fits: Mapping[str, Fit]) -> None:
        self.fits = dict(fits)

    @takes()
    def table(self, question: str | None = None) -> "pd.DataFrame":
        """Answers side by side.

        Parameters
        ----------
        question : str, optional
            One that each fit answers. Default: every one that all of them answer.

        Returns
        -------
        pandas.DataFrame
            A row for the voices and for each summary, with the question before it where several are shown; a column a
            fit: posterior median with 90% interval. Where under three people speak, where others are put beyond
            all that was said, or where that leaves one side open, what they said is the answer, and what is inferred of
            others is a what-if in a row of its own.

        Raises
        ------
        KeyError
            If a fit has no answer to the question.
        """
        from consilience.frames import comparison_frame

        return comparison_frame(self.fits, question)

    @property
    def chart(self) -> "ComparisonChart":
        """The median forecaster of each fit on one question, with 50% and 90% intervals: ``.chart("question")``."""
        # Not above: charts come with Altair, which importing the package does without.
        from consilience.notebook.charts import draw_charts_in_cells
        from consilience.report.comparison import ComparisonChart

        draw_charts_in_cells()
        return ComparisonChart(self.fits)

    @takes(outcomes=_OUTCOMES, weights=_WEIGHTS)
    def structures(
        self,
        outcomes: Mapping[str, str] | str | None = None,
        weights: Mapping[str, float] | None = None,
        summary: str = "median",
    ) -> "pd.DataFrame":
        """The fits as decompositions of one outcome, side by side and pooled with weights that show.

        Parameters
        ----------
        outcomes, weights, summary
            As for :func:`consilience.models.factors.frames.structures.structures_frame`.

        Returns
        -------
        pandas.DataFrame
        """
        from consilience.models.factors.frames.structures import structures_frame

        return structures_frame(self.fits, outcomes, weights, summary)

    @takes(outcomes=_OUTCOMES)
    def distances(self, outcomes: Mapping[str, str] | str | None = None, summary: str = "median") -> "pd.DataFrame":
        """How far apart the fits are on one outcome.

        Parameters
        ----------
        outcomes, summary
            As for :func:`consilience.models.factors.frames.structures.distances_frame`.

        Returns
        -------
        pandas.DataFrame
        """
        from consilience.models.factors.frames.structures import distances_frame

        return distances_frame(self.fits, outcomes, summary)

    def _repr_html_(self) -> str:
        return displays.comparison_html(self.fits)

    def __repr__(self) -> str:
        return f"Comparison({', '.join(f'{name}={fit.study.name}' for name, fit in self.fits.items())})"


def compare(**fits: Fit) -> Comparison:
    """Put fits next to each other: ``compare(before=fit, after=again)``.

    Parameters
    ----------
    **fits : Fit
        By the name of their column, one at least.

    Returns
    -------
    Comparison
        With tables and a chart of one question or of all; a cell shows the table.

    Raises
    ------
    ValueError
        If no fit is given, or something else.
    """
    if not fits:
        remedy = "name the fits, as in compare(before=fit, after=again)"
        raise WrongValueError(Problem("there is nothing to compare", remedy))
    for name, fit in fits.items():
        if not isinstance(fit, Fit):
            remedy = "give fits alone, as cs.fit and cs.read_fit give them"
            raise WrongValueError(Problem(f"{name!r} is no fit", remedy, said=excerpt(f"{name}={fit!r}")))
    return Comparison(fits)
