"""Priors as data: numbers on the log-odds scale that enter a compiled model, so that others need no compilation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from math import inf, log
from types import SimpleNamespace
from typing import Any, Self

import numpy as np
from scipy.special import ndtri

from consilience.arguments import POSITIVE, Kind, hold_fields, is_number
from consilience.likelihood.spreads import interior_logits
from consilience.notation import Bounds, Range, Value

Z90 = 1.6448536269514722
# Degrees of freedom of the prior of a median forecaster of which a study says nothing.
HEAVY = 4.0


@dataclass(frozen=True)
class Priors:
    """Numbers that a model's priors are made of, one field each."""

    def __post_init__(self) -> None:
        hold_fields(self, **{field.name: _kind_of(field.name, field.default) for field in fields(self)})

    @property
    def array(self) -> np.ndarray:
        """All of them in a row, as they enter a model."""
        return np.hstack([np.atleast_1d(np.asarray(getattr(self, field.name), dtype=float)) for field in fields(self)])

    def unpacked(self, row: Any) -> SimpleNamespace:
        """Fields of the same names and lengths as these, from a row of numbers or a tensor."""
        found, place = {}, 0
        for field in fields(self):
            own = getattr(self, field.name)
            if isinstance(own, tuple):
                found[field.name] = tuple(row[place + offset] for offset in range(len(own)))
                place += len(own)
            else:
                found[field.name] = row[place]
                place += 1
        return SimpleNamespace(**found)

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Priors from what a stored fit has of them."""
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in record.items()})


def _kind_of(name: str, default: Any) -> Kind:
    if name == "median_correlation":
        return Kind("a number from 0 to below 1", f"{default:g}", lambda value: is_number(value) and 0 <= value < 1)  # type: ignore[operator]
    if not isinstance(default, tuple):
        return POSITIVE.such_as(f"{default:g}")
    example = f"({', '.join(f'{number:.2g}' for number in default)})"
    return Kind("two numbers, the second above 0", example, _are_centre_and_scale)


def _are_centre_and_scale(value: object) -> bool:
    return isinstance(value, Sequence) and len(value) == 2 and all(map(is_number, value)) and value[1] > 0


@dataclass(frozen=True)
class PopulationPriors(Priors):
    """Priors of populations of forecasters, in log odds.

    Parameters
    ----------
    location : (float, float)
        Centre and scale of a question's median forecaster, a Student t with four degrees of freedom, where the study
        declares none.
    scale : (float, float)
        Mean and standard deviation of the log of the spread between forecasters.
    scale_between_groups : float
        Standard deviation of the log of a group's own spread about its question's.
    skew : (float, float)
        How far the median forecaster, near certainty, draws the tail beyond it in, and the standard deviation about
        that: ``normal(−first · tanh(median / 2), second)``, which turns round with the question.
    nu : (float, float)
        Mean and standard deviation of the log of the degrees of freedom above one.
    group_scale : (float, float)
        Mean and standard deviation of the log of the standard deviation between groups: away from nought, where the
        posterior of few groups has a neck and no group is (Chung et al., 2013, *Psychometrika* 78, 685–709).
    reference_class : (float, float)
        Mean and standard deviation of the log of the trials that a reference class is worth.
    """

    # Even, so that the complement is answered with the complement; half of it between 2.4% and 97.6%, and tails so
    # heavy that a lone "1 in a million" stands.
    location: tuple[float, float] = (0.0, 5.0)
    # Forecasters of risks differ by a factor of e^1.5 in odds, give or take two times.
    scale: tuple[float, float] = (log(1.5), 0.6)
    scale_between_groups: float = 0.4
    # Twelve panels of hundreds of answers have skews about these.
    skew: tuple[float, float] = (0.6, 0.5)
    # Of 37 panels of hundreds of answers some have tails near Cauchy's and others near the normal's, most in between.
    nu: tuple[float, float] = (log(14.0), 1.3)
    group_scale: tuple[float, float] = (log(0.7), 0.8)
    reference_class: tuple[float, float] = (log(20.0), 1.0)

    @property
    def start(self) -> Mapping[str, float]:
        """About where chains start, by unconstrained parameter: in the middle of these."""
        return {
            "skew_raw": 0.0,
            "scale_raw": 0.0,
            "tau_log__": self.scale[0],
            "nu_above_one_log__": self.nu[0],
            "group_scale_log__": self.group_scale[0],
            "reference_class_log__": self.reference_class[0],
        }


def population_median(declared: Value | None, default: tuple[float, float]) -> tuple[float, float, float]:
    """Prior of the median forecaster's log odds: a normal where the study declares it, else one with heavy tails.

    Parameters
    ----------
    declared : Value, optional
        As for :func:`prior_of_median`.
    default : (float, float)
        Centre and scale where none is declared.

    Returns
    -------
    (float, float, float)
        Centre, scale and degrees of freedom of a Student t; infinitely many are a normal.
    """
    return *prior_of_median(declared, default), HEAVY if declared is None else inf


def prior_of_median(declared: Value | None, default: tuple[float, float]) -> tuple[float, float]:
    """Mean and standard deviation of the median forecaster's log odds before anything was said.

    Parameters
    ----------
    declared : Value, optional
        A range or best-with-bounds; 90% coverage where none is stated.
    default : tuple of float
        Where none is declared.

    Returns
    -------
    tuple of float
    """
    match declared:
        case Range() | Bounds():
            low, high = interior_logits((declared.low, declared.high))
            best = (low + high) / 2 if isinstance(declared, Range) else interior_logits((declared.best,))[0]
            reach = Z90 if declared.coverage is None else float(ndtri((1 + declared.coverage) / 2))
            return float(best), float((high - low) / 2 / reach)
        case None:
            return default
        case _:
            msg = f"a prior is a range or a best value with bounds, not {type(declared).__name__.lower()}"
            raise TypeError(msg)
