"""From what people said about a risk to a Bayesian answer with its uncertainty.

Every public name is listed in :mod:`consilience.face`; it is loaded when first used, so that importing the package costs
next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consilience.face import *  # noqa: F403

__all__ = [
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
    "new_study",
    "parse",
    "pool",
    "read_fit",
    "read_study",
    "run",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from consilience import face

        return getattr(face, name)
    msg = f"module 'consilience' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
