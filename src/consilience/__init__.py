"""From what people said about a risk to a Bayesian answer with its uncertainty.

Every public name is loaded when first used: importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from consilience.api import (
        EXPORTERS as EXPORTERS,
        IMPORTERS as IMPORTERS,
        POOLS as POOLS,
        Comparison as Comparison,
        ConsensusFit as ConsensusFit,
        ConsensusPriors as ConsensusPriors,
        CruxFit as CruxFit,
        CruxPriors as CruxPriors,
        Difference as Difference,
        Estimate as Estimate,
        Exported as Exported,
        FactorFit as FactorFit,
        FactorPriors as FactorPriors,
        NotationError as NotationError,
        Problem as Problem,
        Published as Published,
        Question as Question,
        Run as Run,
        Study as Study,
        StudyError as StudyError,
        Watch as Watch,
        add_estimate as add_estimate,
        canonical as canonical,
        check_study as check_study,
        compare as compare,
        describe as describe,
        diff as diff,
        export as export,
        figure as figure,
        fit as fit,
        import_study as import_study,
        new_study as new_study,
        parse as parse,
        pick as pick,
        pool as pool,
        read_fit as read_fit,
        read_study as read_study,
        run as run,
        runs as runs,
        watch as watch,
    )

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


def __getattr__(name: str) -> object:
    if name not in __all__:
        msg = f"module 'consilience' has no attribute {name!r}"
        raise AttributeError(msg)
    from consilience import api

    return getattr(api, name)


def __dir__() -> list[str]:
    return list(__all__)
