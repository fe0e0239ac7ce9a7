"""The package's own names."""

from consilience.api.comparing import Comparison, compare
from consilience.api.composing import figure
from consilience.api.exploring import pick
from consilience.api.exporting import export
from consilience.api.fits import ConsensusFit, CruxFit, FactorFit
from consilience.api.fitting import fit, read_fit
from consilience.api.history import diff, runs
from consilience.api.reading import canonical, describe, parse
from consilience.api.running import Run, run
from consilience.api.study import Study, read_study
from consilience.api.watching import Watch, watch
from consilience.exporters import EXPORTERS, Exported
from consilience.history.archive import Published
from consilience.history.moved import Difference
from consilience.importers import IMPORTERS, Imported, import_study
from consilience.models.checking import check_study
from consilience.models.consensus.priors import ConsensusPriors
from consilience.models.cruxes.priors import CruxPriors
from consilience.models.factors.priors import FactorPriors
from consilience.notebook.errors import show_errors_plainly
from consilience.notebook.formats import show_in_cells
from consilience.pools import POOLS, pool
from consilience.problems import NotationError, Problem, StudyError
from consilience.study import Estimate, Question, append_estimate as add_estimate, new_study

show_errors_plainly()
show_in_cells()

__all__ = [
    "EXPORTERS",
    "IMPORTERS",
    "POOLS",
    "Comparison",
    "ConsensusFit",
    "ConsensusPriors",
    "CruxFit",
    "CruxPriors",
    "Difference",
    "Estimate",
    "Exported",
    "FactorFit",
    "FactorPriors",
    "Imported",
    "NotationError",
    "Problem",
    "Published",
    "Question",
    "Run",
    "Study",
    "StudyError",
    "Watch",
    "add_estimate",
    "canonical",
    "check_study",
    "compare",
    "describe",
    "diff",
    "export",
    "figure",
    "fit",
    "import_study",
    "new_study",
    "parse",
    "pick",
    "pool",
    "read_fit",
    "read_study",
    "run",
    "runs",
    "watch",
]
