"""Full fits that are sampled while a reweighted one stands in for them."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, cast
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from consilience.api.study_fit import StudyFit

# By the fit that stands in.
_REFITS: "WeakKeyDictionary[StudyFit, Future[StudyFit]]" = WeakKeyDictionary()


@cache
def _one_by_one() -> ThreadPoolExecutor:
    # Each fit samples on all cores.
    return ThreadPoolExecutor(1, thread_name_prefix="consilience-refit")


def refit_behind(standing: "StudyFit", sample: "Callable[[], StudyFit]") -> None:
    """Sample the fit that another stands in for, in a thread.

    Parameters
    ----------
    standing : StudyFit
    sample : callable
        Gives the full fit.
    """
    _REFITS[standing] = _one_by_one().submit(sample)


def pending(fit: "StudyFit") -> bool:
    """Whether the full fit that this one stands in for is still being sampled."""
    found = _REFITS.get(fit)
    return found is not None and not found.done()


def stands_in(fit: "StudyFit") -> bool:
    """Whether there is, or will be, a full fit that this one stands in for."""
    return fit in _REFITS


def refit_of[F: StudyFit](fit: "F") -> "F":
    """The full fit that one stands in for, waited for; the fit itself where it stands for itself."""
    found = _REFITS.get(fit)
    return fit if found is None or found.cancelled() else cast("F", found.result())


def give_up(fit: "StudyFit") -> None:
    """Do not begin the full fit that this one stands in for, if a later one is wanted instead."""
    if (found := _REFITS.get(fit)) is not None:
        found.cancel()


def latest[F: StudyFit](fit: "F") -> "F":
    """The full fit if it is there by now, else the fit."""
    found = _REFITS.get(fit)
    if found is None or not found.done() or found.cancelled() or found.exception() is not None:
        return fit
    return cast("F", found.result())
