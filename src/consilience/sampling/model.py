"""What a model is to whatever samples it, judges it and summarises its draws."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from consilience.problems import Problem
from consilience.study import Estimate, Speaker, Study

if TYPE_CHECKING:
    import xarray as xr

    from consilience.sampling.fit import Fit


class Data(Protocol):
    """A study as the arrays that a model is given; studies of one size share its compilation."""

    @property
    def arrays(self) -> Mapping[str, np.ndarray]:
        """What enters the compiled model as data, by name."""

    @property
    def size(self) -> tuple[int, ...]:
        """Padded numbers of what the model has parameters for."""

    @property
    def start(self) -> Mapping[str, float | np.ndarray]:
        """About where chains start, by unconstrained parameter; near nought where none is named."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a model is sampled.

    Parameters
    ----------
    chains, tune, draws : int
    target_accepts : tuple of float
        Tried one after another until nothing diverges.
    """

    chains: int = 4
    tune: int = 500
    draws: int = 1000
    # A divergence is answered by smaller steps, as Stan's guide to warnings advises; what still diverges fails.
    target_accepts: tuple[float, ...] = (0.8, 0.95, 0.99)


@dataclass(frozen=True)
class Drawn:
    """What draws of a model's parameters come to; see :class:`consilience.sampling.fit.Fit`."""

    posterior: "xr.Dataset"
    answers: "xr.Dataset"
    after_evidence: "xr.Dataset | None" = None


@dataclass(frozen=True)
class Followed:
    """Draws of a study after statements came, went or changed, before they are weighed.

    Parameters
    ----------
    log_ratio : ndarray of shape (draws,)
        Log density of the posterior as it is now over that which was sampled, up to a constant.
    posterior : xarray.Dataset
        The draws with whatever was said anew: of whom there are credences, those who speak now.
    """

    log_ratio: np.ndarray
    posterior: "xr.Dataset"


class Model(Protocol):
    """From a study to arrays, from these to a graph, and from its draws to what is published."""

    @property
    def name(self) -> str:
        """What a stored fit calls it."""

    @property
    def settings(self) -> Settings:
        """How it is sampled."""

    @property
    def one_group_each(self) -> bool:
        """Whether whoever speaks is of one group throughout, named in whichever row."""

    @property
    def priors(self) -> Any:
        """Its priors, a dataclass of numbers; ``None`` where it has none that could be others."""

    def refuse(self, study: Study) -> Iterable[Problem]:
        """What of a study the model cannot weigh, said before it samples."""

    def encode(self, study: Study) -> Data:
        """A study's standing voices and base rates as arrays."""

    def build(self, data: Any) -> Any:
        """The PyMC model of these arrays, unsampled."""

    def answer(self, raw: "xr.Dataset", data: Any, study: Study, seed: int) -> Drawn:
        """What is kept and what is published of draws of the parameters."""

    def statements(self, study: Study) -> Sequence[Estimate]:
        """The statements that a fit weighs, each of which has a log likelihood."""

    def log_likelihood(self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]) -> "np.ndarray":
        """Log likelihood of statements under every draw, of shape (draws, rows)."""

    def follow(self, posterior: "xr.Dataset", before: Study, after: Study) -> Followed:
        """Draws of one study as those of another in which statements came, went or changed."""

    def ranks(
        self, posterior: "xr.Dataset", study: Study, rows: Sequence[Estimate]
    ) -> "tuple[np.ndarray, np.ndarray] | None":
        """Both ends of the rank of voices among forecasters like them, draw by draw; ``None`` if it tells of none."""

    def other_priors(self, posterior: "xr.Dataset", study: Study, question: str) -> "Mapping[str, np.ndarray]":
        """Log density of other priors over its own, draw by draw, by what they are; none where it has none to tell."""

    def prior_of(self, study: Study, question: str) -> tuple[float, float, float]:
        """Student t of the median forecaster's log odds before anything was said: centre, scale, degrees of freedom."""

    def bearing(self, study: Study, question: str) -> Sequence[Estimate]:
        """Standing voices and base rates that bear on a question."""

    def premises(self, study: Study, question: str) -> Sequence[str]:
        """What a question follows from, all of which an answer to the whole needs."""

    def premises_leave_open(self, study: Study, question: str, rows: Sequence[Estimate]) -> tuple[bool, bool]:
        """Whether what was said of its premises leaves open how low a question's answer is, and how high."""

    def median_in_shares(self, fit: "Fit", question: str, shares: Mapping[str, float]) -> "np.ndarray | None":
        """Draws of the median forecaster of groups in these shares, in log odds; ``None`` where it has none to tell."""

    def implied(self, study: Study, question: str) -> Mapping[Speaker, str]:
        """What voices' own numbers come to on a question that they may not have been asked, by arithmetic alone."""

    def implied_numbers(self, study: Study, question: str) -> Mapping[Speaker, tuple[float, float, float]]:
        """The same as low, best and high, fractions; NaN where there is none."""
