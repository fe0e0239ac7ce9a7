"""Studies with everything that can be asked of them."""

import datetime as dt
import os
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from consilience import study as plain
from consilience.arguments import TEXT, takes
from consilience.network import Network, network_of
from consilience.notebook import displays
from consilience.notebook.widgets import require_anywidget
from consilience.study.writing.append import DEFAULT_FILE

if TYPE_CHECKING:
    import pandas as pd

    from consilience.notebook.widgets.statement import Statement
    from consilience.notebook.widgets.tree import Tree


class Study(plain.Study):
    """One risk question with everything said about it, as :func:`read_study` gives it.

    Attributes are those of a table: ``estimates`` (a DataFrame), ``questions``, ``standing`` and ``voices`` (the
    estimates that stand, and that count; tables in a cell, DataFrames by ``to_frame()``), ``warnings``, ``day``. At a
    glance: :meth:`said`, :meth:`speakers`, :meth:`missing`, :meth:`groups`, :meth:`sources`. See :meth:`as_of` and
    :meth:`with_estimate` for the same study at another day or with one more estimate.
    """

    @cached_property
    def network(self) -> Network:
        """The study's binary events, for exact inference on credences of your own."""
        return network_of(self)

    def coherence(self) -> "pd.DataFrame":
        """Every stated total beside what the numbers that its speaker gave for the factors come to, without a model.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.stated.stated_coherence`.
        """
        from consilience.models.factors.frames.stated import stated_coherence

        return stated_coherence(self)

    @takes()
    def cruxes(self, base: float = 10.0) -> "pd.DataFrame":
        """Value of information by person and crux from the numbers as stated, without a model.

        Parameters
        ----------
        base : float
            Of the logarithm.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.cruxes.frames.views.stated_cruxes`.
        """
        from consilience.models.cruxes.frames.views import stated_cruxes

        return stated_cruxes(self, base)

    def contradictions(self) -> "pd.DataFrame":
        """Answers of one forecaster that no probability distribution has, with file and line.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.contradictions.contradictions_frame`.
        """
        from consilience.frames import contradictions_frame

        return contradictions_frame(self)

    @takes()
    def options(self, *, normalised: bool = False) -> "pd.DataFrame":
        """What each speaker gives the exclusive options of a question, and how far that is from 1 in sum.

        Parameters
        ----------
        normalised : bool
            Divide by the sum. As a rule estimates are used as said.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.models.factors.frames.options.options_frame`.
        """
        from consilience.models.factors.frames.options import options_frame

        return options_frame(self, normalised)

    @takes(file=TEXT.such_as('"added.csv"'), method=TEXT.such_as('"bounds"'))
    def elicit(
        self,
        question: str,
        forecaster: str,
        *,
        method: Literal["bounds", "quartiles", "tertiles", "roulette"] = "bounds",
        group: str = "",
        source: str = "",
        note: str = "",
        file: str = DEFAULT_FILE,
        chips: int | None = None,
        bins: int | None = None,
    ) -> "Statement":
        """A widget that asks for one estimate in a cell, and appends it to the study when it is saved there.

        Parameters
        ----------
        question, forecaster : str
            Who is asked what; the question as in a row of estimates, ``"flood | rain, not wind"`` too.
        method : str
            ``bounds``: a best value with bounds. ``quartiles``, ``tertiles``, ``roulette``: as SHELF asks.
        group, source, note : str
            Cells of the row. The note is followed by how the number was elicited.
        file : str
            Name of the file in ``estimates/``.
        chips, bins : int, optional
            Of a roulette; default: 20 chips and 8 bins.

        Returns
        -------
        Statement
            Shown by its cell. Its ``text`` is what will be written, ``save()`` and ``undo()`` do what its buttons do,
            and ``study`` is the study as its folder has it then.

        Raises
        ------
        KeyError
            If the study has no such question.
        ValueError
            If nothing can be asked so.
        """
        require_anywidget()
        from consilience.notebook.widgets.asking import elicit

        cells = {"forecaster": forecaster, "group": group, "source": source, "note": note, "file": file}
        return elicit(self, question, self._read_again, cells, method, chips=chips, bins=bins)

    @takes(file=TEXT.such_as('"added.csv"'))
    def elicit_tree(
        self,
        forecaster: str,
        *,
        outcome: str | None = None,
        group: str = "",
        source: str = "",
        note: str = "",
        file: str = DEFAULT_FILE,
    ) -> "Tree":
        """A widget that asks for every part of an outcome, node by node, and shows what they come to beside the whole.

        Parameters
        ----------
        forecaster : str
            Who is asked.
        outcome : str, optional
            What follows from other questions; default: the study's outcome.
        group, source, note, file
            As for :meth:`elicit`.

        Returns
        -------
        Tree
            Shown by its cell. Its ``said`` holds the estimates by question; ``save()`` appends a row for each.

        Raises
        ------
        KeyError
            If the study has no such question.
        ValueError
            If the outcome follows from nothing.
        """
        require_anywidget()
        from consilience.notebook.widgets.asking import elicit_tree

        cells = {"forecaster": forecaster, "group": group, "source": source, "note": note, "file": file}
        return elicit_tree(self, outcome, self._read_again, cells)

    def _read_again(self) -> "Study":
        return read_study(self.path)

    def speakers(self) -> "pd.DataFrame":
        """Who spoke, of how much, when, and what each left open.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.overview.speakers_overview`.
        """
        from consilience.frames.overview import speakers_overview

        return speakers_overview(self)

    def said(self) -> "pd.DataFrame":
        """What was said of each question: how many voices, from where to where, how many said how sure they are.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.overview.questions_overview`.
        """
        from consilience.frames.overview import questions_overview

        return questions_overview(self)

    def missing(self) -> "pd.DataFrame":
        """What nobody answered, and what people who answered something else left open.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.overview.missing_overview`.
        """
        from consilience.frames.overview import missing_overview

        return missing_overview(self)

    def groups(self) -> "pd.DataFrame":
        """The groups of the voices, with how much each said and when.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.overview.groups_overview`.
        """
        from consilience.frames.overview import groups_overview

        return groups_overview(self)

    def sources(self) -> "pd.DataFrame":
        """Where statements come from.

        Returns
        -------
        pandas.DataFrame
            See :func:`consilience.frames.overview.sources_overview`.
        """
        from consilience.frames.overview import sources_overview

        return sources_overview(self)

    def _repr_html_(self) -> str:
        return displays.study_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        displays.study_text(self, printer, cycle)


@takes()
def read_study(path: str | os.PathLike[str], *, today: dt.date | None = None) -> Study:
    """Read the folder of a study and run every check.

    Parameters
    ----------
    path : str or PathLike
        Folder of the study, ``forecasts/<study>``.
    today : datetime.date, optional
        The study is as of this day: statements dated later are errors. Default: today.

    Returns
    -------
    Study
        Its ``warnings`` are what the checks found short of an error.

    Raises
    ------
    StudyError
        With every error of every file, by file and line.
    """
    study = plain.read_study(Path(path), today=today)
    return Study(**{field.name: getattr(study, field.name) for field in fields(study)})
