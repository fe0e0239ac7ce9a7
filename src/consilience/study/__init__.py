"""A folder of forecasts becomes a study, or a list of everything that is wrong with it."""

from consilience.study.append import append_estimate
from consilience.study.checks import CHECKS, Check
from consilience.study.conditions import components, conditional, name_of
from consilience.study.digest import input_digest, input_files
from consilience.study.new import new_study
from consilience.study.read import check_study, read_study
from consilience.study.study import ALL_GROUPS, Estimate, Evidence, Kind, Question, Speaker, Study

__all__ = [
    "ALL_GROUPS",
    "CHECKS",
    "Check",
    "Estimate",
    "Evidence",
    "Kind",
    "Question",
    "Speaker",
    "Study",
    "append_estimate",
    "check_study",
    "components",
    "conditional",
    "input_digest",
    "input_files",
    "name_of",
    "new_study",
    "read_study",
]
