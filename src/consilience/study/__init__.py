"""A folder of forecasts becomes a study, or a list of everything that is wrong with it."""

from consilience.study.checks import CHECKS, Check
from consilience.study.digest import file_digests, input_digest, input_files, settings_digest
from consilience.study.estimate import Estimate, Kind, Speaker
from consilience.study.naming import components, conditional, name_of
from consilience.study.question import ALL_GROUPS, Evidence, Question
from consilience.study.read import check_study, read_study
from consilience.study.resolutions import Resolution, read_resolutions
from consilience.study.study import Study
from consilience.study.writing.append import append_estimate
from consilience.study.writing.skeleton import new_study

__all__ = [
    "ALL_GROUPS",
    "CHECKS",
    "Check",
    "Estimate",
    "Evidence",
    "Kind",
    "Question",
    "Resolution",
    "Speaker",
    "Study",
    "append_estimate",
    "check_study",
    "components",
    "conditional",
    "file_digests",
    "input_digest",
    "input_files",
    "name_of",
    "new_study",
    "read_resolutions",
    "read_study",
    "settings_digest",
]
