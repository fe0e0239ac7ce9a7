"""The tables that only a consensus has."""

from consilience.frames import title_of
from consilience.frames.predictive_checks import PredictiveCheck, questions_checked
from consilience.models.tables import Table, group_title, table
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

_NOTE = (
    "The rank of each answer among forecasters like its author, inferred without it: drawn from their population, "
    "ranks are spread evenly. Beside how far they depart from that, wherever within its rounding each lies, is how far "
    "those of as many do by chance on 99 of 100 questions, or eight points, which are no matter. Questions with fewer "
    "than eight answers are left out."
)


def predictive_checks(fit: Fit) -> Table:
    """Whether populations look like their voices."""
    rows = [
        (
            title_of(fit.study, check.question),
            "all" if check.group == ALL_GROUPS else group_title(check.group),
            check.voices,
            _points(check.departure),
            _points(check.bound),
            _verdict(check),
        )
        for check in questions_checked(fit)
    ]
    header = ("Question", "Group", "Answers", "Ranks depart by", "Allowed", "")
    return table("Predictive checks", _NOTE, header, rows)


def _points(share: float) -> str:
    return f"{100 * share:.0f} points"


def _verdict(check: PredictiveCheck) -> str:
    return "looks like its population" if check.passed else "does not look like one population"
