"""Frames of a fit are made once, however many figures, tables and sentences begin with them."""

from collections.abc import Callable, Hashable
from functools import wraps
from inspect import signature
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd


def remembered[F: Callable[..., "pd.DataFrame"]](function: F) -> F:
    """Let a function of a fit keep its frames for as long as there is the fit, and hand out copies.

    Parameters
    ----------
    function : callable
        Takes a fit first; everything else that it takes is hashable, or a list of what is.

    Returns
    -------
    callable
    """
    once = kept(function)

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> "pd.DataFrame":
        return once(*args, **kwargs).copy()

    return cast("F", call)


def kept[F: Callable[..., Any]](function: F) -> F:
    """Let a function of a fit keep what it found for as long as there is the fit; nobody may change that.

    Parameters
    ----------
    function : callable
        As for :func:`remembered`.

    Returns
    -------
    callable
    """
    found: WeakKeyDictionary[Fit, dict[Hashable, Any]] = WeakKeyDictionary()
    asked = signature(function)

    @wraps(function)
    def call(fit: Fit, *args: Any, **kwargs: Any) -> Any:
        bound = asked.bind(fit, *args, **kwargs)
        bound.apply_defaults()
        values = list(bound.arguments.values())[1:]
        key = tuple(tuple(value) if isinstance(value, list) else value for value in values)
        of_fit = found.setdefault(fit, {})
        if key not in of_fit:
            of_fit[key] = function(fit, *args, **kwargs)
        return of_fit[key]

    return cast("F", call)
