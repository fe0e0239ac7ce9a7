"""Studies with everything that can be asked of them."""

import datetime as dt
import os
from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from consilience import study as plain
from consilience.network import Network, network_of
from consilience.notebook import displays

if TYPE_CHECKING:
    import pandas as pd


class Study(plain.Study):
    """One risk question with everything said about it, as :func:`read_study` gives it.

    Attributes are those of a table: ``questions``, ``estimates`` (a DataFrame), ``standing`` and ``voices`` (the
    estimates that stand, and that count), ``warnings``, ``day``. See :meth:`as_of` and :meth:`with_estimate` for the
    same study at another day or with one more estimate.
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

    def _repr_html_(self) -> str:
        return displays.study_html(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        displays.study_text(self, printer, cycle)


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
