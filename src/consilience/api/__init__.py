"""The package's own names, and the friendly methods on its plain data: ``fit.charts``, ``fit.report()``."""

from consilience.api import methods as _methods
from consilience.api.fitting import fit, read_fit, side_by_side
from consilience.api.run import Run, run
from consilience.importers import IMPORTERS, import_study
from consilience.notation import canonical, describe, parse
from consilience.pools import POOLS, pool
from consilience.problems import NotationError, Problem, StudyError
from consilience.sampling.fit import Fit
from consilience.study import (
    Estimate,
    Question,
    Study,
    append_estimate as add_estimate,
    check_study,
    new_study,
    read_study,
)

_methods.bind()

__all__ = [
    "IMPORTERS",
    "POOLS",
    "Estimate",
    "Fit",
    "NotationError",
    "Problem",
    "Question",
    "Run",
    "Study",
    "StudyError",
    "add_estimate",
    "canonical",
    "check_study",
    "describe",
    "fit",
    "import_study",
    "new_study",
    "parse",
    "pool",
    "read_fit",
    "read_study",
    "run",
    "side_by_side",
]
