"""Priors as data: numbers on the log-odds scale that enter a compiled model, so that others need no compilation."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from math import log
from types import SimpleNamespace
from typing import Any, Self

import numpy as np
from scipy.special import ndtri

from consilience.likelihood.spreads import interior_logits
from consilience.notation import Bounds, Range, Value

Z90 = 1.6448536269514722


@dataclass(frozen=True)
class Priors:
    """Numbers that a model's priors are made of, one field each."""

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


@dataclass(frozen=True)
class PopulationPriors(Priors):
    """Priors of populations of forecasters, in log odds.

    Parameters
    ----------
    location : (float, float)
        Mean and standard deviation of a question's median forecaster, where the study declares none.
    scale : (float, float)
        Mean and standard deviation of the log of the spread between forecasters.
    nu : (float, float)
        Shape and rate of the gamma of the degrees of freedom above one (Juárez and Steel, 2010, *J. Business & Economic
        Statistics* 28, 52–66).
    group_scale : float
        Scale of the half-normal of the standard deviation between groups.
    reference_class : (float, float)
        Mean and standard deviation of the log of the trials that a reference class is worth.
    """

    # 5%, and 90% between 0.04% and 87%.
    location: tuple[float, float] = (-3.0, 3.0)
    # Forecasters of risks differ by a factor of e^1.5 in odds, give or take two times.
    scale: tuple[float, float] = (log(1.5), 0.6)
    nu: tuple[float, float] = (2.0, 0.1)
    group_scale: float = 1.0
    reference_class: tuple[float, float] = (log(20.0), 1.0)

    @property
    def start(self) -> Mapping[str, float]:
        """Where chains start, give or take one, by unconstrained parameter: in the middle of these."""
        return {
            "tau_log__": self.scale[0],
            "nu_above_one_log__": log(self.nu[0] / self.nu[1]),
            "reference_class_log__": self.reference_class[0],
        }


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
