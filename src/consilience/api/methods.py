"""Methods that belong to plain data but need the layers below it: bound here, so that no layer imports downwards."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from consilience.api import factor_methods as factors
from consilience.notation import Value
from consilience.notebook import displays
from consilience.notebook.errors import show_errors_plainly
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import pandas as pd

    from consilience.report import FitFigures


def summary(self: Fit) -> "pd.DataFrame":
    """Posterior median with 50% and 90% intervals of every summary, question and group; see ``answers_frame``."""
    from consilience.frames import answers_frame

    return answers_frame(self)


def charts(self: Fit) -> "FitFigures":
    """Give the charts of this fit: ``fit.charts.statements("question")`` and others, which a cell lists."""
    from consilience.notebook.charts import draw_charts_in_cells
    from consilience.report import FitFigures

    _bind_charts()
    draw_charts_in_cells()
    return FitFigures(self)


def diagnostics(self: Fit) -> displays.Diagnostics:
    """Give the checks by name."""
    return displays.Diagnostics((check.name, check) for check in self.checks)


def report(self: Fit, path: str | Path = "report.html") -> Path:
    """Write the report as one self-contained HTML page.

    Parameters
    ----------
    path : path
        The file to write.

    Returns
    -------
    Path

    Raises
    ------
    DiagnosticsError
        If the fit failed its diagnostics: nothing of it is published.
    """
    from consilience.problems import DiagnosticsError
    from consilience.report import report_html
    from consilience.study.writing.whole import write_whole

    if not self.passed:
        failed = "; ".join(str(check) for check in self.checks if not check.passed)
        raise DiagnosticsError(f"the fit of {self.study.name} failed its diagnostics and is not published: {failed}")
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, report_html(self).encode())
    return target


def probability_below(self: Fit, question: str, threshold: float, summary: str = "median") -> float:
    """Posterior probability that a summary of a question, over its groups, lies below a threshold.

    Parameters
    ----------
    question : str
    threshold : float
        A fraction.
    summary : str
        ``median``, ``mean``, ``geometric_mean_odds`` or ``new_forecaster``.

    Returns
    -------
    float
    """
    from consilience.frames import probability_below as of_fit

    return of_fit(self, question, threshold, summary)


def bind() -> None:
    """Give the data of the layers below its methods and rich displays, and errors in cells their plain form."""
    Fit.summary = summary  # type: ignore[attr-defined]
    Fit.charts = property(charts)  # type: ignore[attr-defined]
    Fit.diagnostics = property(diagnostics)  # type: ignore[attr-defined]
    Fit.report = report  # type: ignore[attr-defined]
    Fit.probability_below = probability_below  # type: ignore[attr-defined]
    for method in factors.METHODS:
        setattr(Fit, method.__name__, method)
    Fit._repr_html_ = displays.fit_html  # type: ignore[attr-defined]
    Fit._repr_pretty_ = displays.fit_text  # type: ignore[attr-defined]
    Study._repr_html_ = displays.study_html  # type: ignore[attr-defined]
    Study._repr_pretty_ = displays.study_text  # type: ignore[attr-defined]
    Estimate._repr_html_ = displays.estimate_html  # type: ignore[attr-defined]
    for form in get_args(Value):
        form._repr_html_ = displays.value_html
    show_errors_plainly()


@cache
def _bind_charts() -> None:
    # Apart from the others, since it imports Altair.
    from consilience.notebook.charts import figure_bundle
    from consilience.report import Figure, FitFigures

    Figure._repr_mimebundle_ = figure_bundle  # type: ignore[attr-defined]
    FitFigures._repr_html_ = displays.figures_html  # type: ignore[attr-defined]
