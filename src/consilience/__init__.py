"""From what people said about a risk to a Bayesian answer with its uncertainty.

Every public name is listed in :mod:`consilience.face` and loaded when first used: importing the package costs next to
nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consilience.face import (
        IMPORTERS as IMPORTERS,
        POOLS as POOLS,
        Estimate as Estimate,
        Fit as Fit,
        NotationError as NotationError,
        Problem as Problem,
        Question as Question,
        Run as Run,
        Study as Study,
        StudyError as StudyError,
        add_estimate as add_estimate,
        canonical as canonical,
        check_study as check_study,
        describe as describe,
        fit as fit,
        import_study as import_study,
        new_study as new_study,
        parse as parse,
        pool as pool,
        read_fit as read_fit,
        read_study as read_study,
        run as run,
        side_by_side as side_by_side,
    )

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


def __getattr__(name: str) -> Any:
    if name in __all__:
        from consilience import face

        return getattr(face, name)
    msg = f"module 'consilience' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
