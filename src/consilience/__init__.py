"""From what people said about a risk to a Bayesian answer with its uncertainty.

Every public name is loaded when first used: importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consilience.api import (
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
    from consilience.frames import (
        RequiredEvidence as RequiredEvidence,
        distances_frame as distances_frame,
        options_frame as options_frame,
        required_evidence as required_evidence,
        stated_coherence as stated_coherence,
        stated_cruxes as stated_cruxes,
        structures_frame as structures_frame,
        violations_frame as violations_frame,
    )
    from consilience.network import network_of as network_of

__all__ = [
    "IMPORTERS",
    "POOLS",
    "Estimate",
    "Fit",
    "NotationError",
    "Problem",
    "Question",
    "RequiredEvidence",
    "Run",
    "Study",
    "StudyError",
    "add_estimate",
    "canonical",
    "check_study",
    "describe",
    "distances_frame",
    "fit",
    "import_study",
    "network_of",
    "new_study",
    "options_frame",
    "parse",
    "pool",
    "read_fit",
    "read_study",
    "required_evidence",
    "run",
    "side_by_side",
    "stated_coherence",
    "stated_cruxes",
    "structures_frame",
    "violations_frame",
]


# What summarises draws imports SciPy's statistics, which a check or an unchanged run can do without.
_FROM_SUMMARIES = {
    "RequiredEvidence",
    "distances_frame",
    "options_frame",
    "required_evidence",
    "stated_coherence",
    "stated_cruxes",
    "structures_frame",
    "violations_frame",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        msg = f"module 'consilience' has no attribute {name!r}"
        raise AttributeError(msg)
    from consilience import api as face

    if name in _FROM_SUMMARIES:
        from consilience import frames as summaries

        return getattr(summaries, name)
    if name == "network_of":
        from consilience import network

        return network.network_of
    return getattr(face, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
