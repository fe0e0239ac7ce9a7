"""What the public functions may be given: wrong kinds of arguments are told like every other fault, before any use.

:data:`KINDS` says of every name of an argument what it takes, wherever it occurs; :func:`takes` holds a function to it.
"""

import datetime as dt
import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from math import isfinite
from numbers import Integral, Real
from types import MappingProxyType
from typing import Protocol

from consilience.problems import Problem, UnwritableError, WrongValueError

_SHOWN = 120
_MOST_SEED = 2**32 - 1


class Taking(Protocol):
    """A decorator that leaves the type of what it decorates as it is."""

    def __call__[**P, R](self, call: Callable[P, R], /) -> Callable[P, R]:
        """Hold a function to what it takes."""
        ...


@dataclass(frozen=True, slots=True)
class Kind:
    """What an argument may be.

    Parameters
    ----------
    what : str
        In words, after "takes".
    example : str
        As it would be typed.
    holds : callable
        Whether a value is of it.
    """

    what: str
    example: str
    holds: Callable[[object], bool]

    def such_as(self, example: str) -> "Kind":
        """The same kind with an example of its own."""
        return Kind(self.what, example, self.holds)


def is_number(value: object) -> bool:
    """Tell whether a value is a finite number, of Python's or of NumPy's kinds.

    Examples
    --------
    >>> [is_number(value) for value in (1, 0.5, True, float("nan"), "1")]
    [True, True, False, False, False]
    """
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(value)


def _is_whole(value: object) -> bool:
    return isinstance(value, Integral) and not isinstance(value, bool)


def _is_path(value: object) -> bool:
    return isinstance(value, str | os.PathLike) and "\0" not in (said := os.fspath(value)) and bool(said)


def _is_day(value: object) -> bool:
    try:
        day_of(value)
    except WrongValueError:
        return False
    return True


def _at_least(least: int, most: float = float("inf")) -> Callable[[object], bool]:
    return lambda value: isinstance(value, Integral) and _is_whole(value) and least <= int(value) <= most


def _several(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)


def several(kind: type, what: str, example: str) -> Kind:
    """What goes through instances of a class; an iterator is left as it is."""
    return Kind(
        what,
        example,
        lambda value: _several(value) and (isinstance(value, Iterator) or all(isinstance(one, kind) for one in value)),  # type: ignore[attr-defined]
    )


TEXT = Kind("text", '"flood"', lambda value: isinstance(value, str))
QUESTION = Kind("the name of a question", '"flood"', lambda value: isinstance(value, str) and bool(value.strip()))
NAMES = several(str, "several texts", '["svg", "png"]')
FLAG = Kind("True or False", "True", lambda value: type(value).__name__ in ("bool", "bool_"))
NUMBER = Kind("a number", "1.5", is_number)
POSITIVE = Kind("a number above 0", "10", lambda value: is_number(value) and value > 0)  # type: ignore[operator]
BASE = Kind("a number above 1", "10", lambda value: is_number(value) and value > 1)  # type: ignore[operator]
COUNT = Kind("a whole number from 1", "2", _at_least(1))
SEED = Kind(f"a whole number from 0 to {_MOST_SEED}", "1", _at_least(0, _MOST_SEED))
PATH = Kind("a path", '"forecasts/floods"', _is_path)
DAY = Kind("a day", '"2025-01-31"', _is_day)
CHANCE = Kind(
    "a probability",
    '"1%"',
    lambda value: isinstance(value, str) or (is_number(value) and 0 <= value <= 1),  # type: ignore[operator]
)

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        **dict.fromkeys(("question", "outcome", "on"), QUESTION),
        **{
            name: TEXT.such_as(example)
            for name, example in {
                "text": '"5%"',
                "estimate": '"5%"',
                "forecaster": '"Ada Lovelace"',
                "group": '"experts"',
                "kind": '"survey"',
                "source": '"a letter"',
                "note": '"a remark"',
                "unit": '"km"',
                "grid": '"5%"',
                "summary": '"median"',
                "method": '"linear"',
                "format": '"csv"',
                "encoding": '"windows-1252"',
            }.items()
        },
        "name": Kind("a name", '"floods"', QUESTION.holds),
        **dict.fromkeys(("full", "normalised", "again", "online", "dry_run", "after_evidence", "background"), FLAG),
        **dict.fromkeys(("threshold", "confidence", "sensitivity"), CHANCE),
        **dict.fromkeys(("false_positive_rate", "common_failure"), CHANCE),
        **dict.fromkeys(("study", "study_path", "path", "parent"), PATH),
        **{name: PATH.such_as(example) for name, example in {"folder": '"paper"', "file": '"answers.csv"'}.items()},
        "results": PATH.such_as('"results"'),
        "pseudonyms": PATH.such_as('"secret.txt"'),
        **dict.fromkeys(("day", "date", "as_of"), DAY),
        "today": Kind("a date", "datetime.date(2025, 1, 31)", lambda value: type(value) is dt.date),
        "base": BASE,
        # How many there may be is said where pictures are written.
        "dpi": Kind("a number", "300", lambda value: isinstance(value, Real)),
        **dict.fromkeys(("draws", "trials", "chips", "bins"), COUNT),
        "seed": SEED,
        "formats": NAMES,
        "clip": NUMBER.such_as("0.001"),
    }
)


def one_of(kind: type | tuple[type, ...], what: str, example: str) -> Kind:
    """What is an instance of a class."""
    return Kind(what, example, lambda value: isinstance(value, kind))


def among(known: Sequence[str]) -> Kind:
    """One of some words."""
    return Kind(f"one of {', '.join(known)}", f'"{known[0]}"', lambda value: isinstance(value, str) and value in known)


def either(*kinds: Kind) -> Kind:
    """What is of one of several kinds, said as the first."""
    return Kind(
        " or ".join(kind.what for kind in kinds), kinds[0].example, lambda value: any(k.holds(value) for k in kinds)
    )


def refused(name: str, kind: Kind, value: object) -> WrongValueError:
    """Say that an argument is not what it may be.

    Parameters
    ----------
    name : str
        Of the argument.
    kind : Kind
    value : object
        What was given.

    Examples
    --------
    >>> print(refused("seed", SEED, "one"))
    error: seed takes a whole number from 0 to 4294967295, which this is not. To mend it: write it as in seed=1.
        seed='one'
    """
    why = f"{name} takes {kind.what}, which this is not"
    return WrongValueError(Problem(why, f"write it as in {name}={kind.example}", said=f"{name}={_said(value)}"))


def _said(value: object) -> str:
    """How a value is typed; where nobody types it (an object, a table), its class."""
    said = repr(value)
    if "\n" in said or " object at 0x" in said:
        said = f"<{type(value).__name__}>"
    return said if len(said) <= _SHOWN else f"{said[: _SHOWN - 1]}…"


def takes(**own: Kind) -> Taking:
    """Hold a function to what its arguments may be, by :data:`KINDS` and beside it by kinds of its own.

    Parameters
    ----------
    **own : Kind
        By the name of the argument.

    Returns
    -------
    callable
        A decorator. What an argument is by default it may always be. Unknown names are left to Python.

    Examples
    --------
    >>> @takes()
    ... def twice(draws: int = 1) -> int:
    ...     return 2 * draws
    >>> twice(3)
    6
    >>> twice(0)
    Traceback (most recent call last):
    consilience.problems.WrongValueError: error: draws takes a whole number from 1, which this is not. To mend it: ...
    """

    def hold[**P, R](call: Callable[P, R]) -> Callable[P, R]:
        found = inspect.signature(call).parameters.values()
        places = [parameter.name for parameter in found]
        kinds = {name: kind for name, kind in {**KINDS, **own}.items() if name in places or name in own}
        default = {parameter.name: parameter.default for parameter in found}

        @wraps(call)
        def held(*args: P.args, **kwargs: P.kwargs) -> R:
            for name, value in (*zip(places, args, strict=False), *kwargs.items()):
                kind = kinds.get(name)
                if kind is not None and value is not default.get(name, kind) and not kind.holds(value):
                    raise refused(name, kind, value)
            return call(*args, **kwargs)

        return held

    return hold


def hold_fields(record: object, **kinds: Kind) -> None:
    """Hold the fields of a record to what they may be.

    Parameters
    ----------
    record : object
    **kinds : Kind
        By the name of the field.
    """
    for name, kind in kinds.items():
        if not kind.holds(value := getattr(record, name)):
            raise refused(name, kind, value)


def maybe(kind: Kind) -> Kind:
    """The kind, or nothing."""
    return Kind(f"{kind.what} or None", kind.example, lambda value: value is None or kind.holds(value))


def day_of(said: object, name: str = "day") -> dt.date:
    """Give the day that was said: a date, the date of an instant, or a text as ISO 8601 spells it.

    Examples
    --------
    >>> day_of("2025-01-31")
    datetime.date(2025, 1, 31)
    >>> print(DAY.holds("tomorrow"))
    False
    """
    if isinstance(said, dt.datetime):
        return said.date()
    if isinstance(said, dt.date):
        return said
    try:
        return dt.date.fromisoformat(said)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        raise refused(name, DAY, said) from None


@contextmanager
def writing_to(path: str | os.PathLike[str]) -> Iterator[None]:
    """Say in our own words what the system said of a file that cannot be written.

    Raises
    ------
    UnwritableError
        Of any ``OSError`` within.
    """
    try:
        yield
    except UnwritableError:
        raise
    except OSError as error:
        raise UnwritableError.of(error, os.fspath(path)) from error
