"""Methods that belong to plain data but need the layers below it: bound here, so that no layer imports downwards."""

from pathlib import Path
from typing import TYPE_CHECKING

from consilience.inference.fit import Fit
from consilience.notebook import displays
from consilience.study import Estimate, Study

if TYPE_CHECKING:
    import pandas as pd

    from consilience.report import FitFigures


def summary(self: Fit) -> "pd.DataFrame":
    """Posterior median with 50% and 90% intervals of every summary, question and group; see ``consensus_frame``."""
    from consilience.summaries import consensus_frame

    return consensus_frame(self)


def charts(self: Fit) -> "FitFigures":
    """The charts of this fit: ``fit.charts.statements("question")``, ``groups``, ``pools``, ``prior_posterior``, ``overview``."""
    from consilience.notebook.offline import draw_charts_offline
    from consilience.report import FitFigures

    draw_charts_offline()
    return FitFigures(self)


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
    from consilience.study.writing import write_whole

    if not self.passed:
        failed = "; ".join(str(check) for check in self.checks if not check.passed)
        raise DiagnosticsError(f"the fit of {self.study.name} failed its diagnostics and is not published: {failed}")
    target = Path(path)
    write_whole(target, report_html(self).encode())
    return target


def bind() -> None:
    """Give the data classes of the upper layers their methods and rich displays."""
    Fit.summary = summary  # type: ignore[attr-defined]
    Fit.charts = property(charts)  # type: ignore[attr-defined]
    Fit.report = report  # type: ignore[attr-defined]
    Fit._repr_html_ = displays.fit_html  # type: ignore[attr-defined]
    Study._repr_html_ = displays.study_html  # type: ignore[attr-defined]
    Estimate._repr_html_ = displays.estimate_html  # type: ignore[attr-defined]
