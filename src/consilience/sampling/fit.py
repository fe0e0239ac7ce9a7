"""A fit as plain data: the posterior of a study's consensus, its answers, diagnostics and provenance."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from consilience.sampling.model import Model
from consilience.study import Study

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr

DEFAULT_SEED = 20221201

# Called with what is being done and the share of it that is done, None where that is not known.
type Progress = Callable[[str, float | None], None]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One diagnostic of a fit: what was measured at its worst, the bound it had to keep, and whether it did.

    Parameters
    ----------
    name : str
        ``r_hat``, ``ess_bulk``, ``ess_tail``, ``divergences``, ``bfmi`` or ``mcse``.
    worst : float
        The worst value over all published quantities (over the chains for divergences and BFMI).
    bound : float
        What ``worst`` was compared with.
    passed : bool
    where : str
        The quantity with the worst value, empty where the check concerns the whole fit.
    meaning : str
        What the check guards against, in a sentence.
    """

    name: str
    worst: float
    bound: float
    passed: bool
    where: str
    meaning: str

    def __str__(self) -> str:
        verdict = f"passed ({self.meaning})" if self.passed else f"FAILED (it is open whether {self.meaning})"
        at = f" at {self.where}" if self.where else ""
        return f"{self.name} {self.worst:.4g} against {self.bound:g}{at}: {verdict}"


@dataclass(frozen=True, eq=False)
class Reweighted:
    """How draws of one fit were made those of another, after statements came, went or changed.

    Parameters
    ----------
    full : Fit
        The fit that was sampled.
    places : ndarray of int
        Which of its draws, chain after chain, stand for each draw.
    pareto_k : float or None
        Of the weights; ``None`` where nothing that counts had changed.
    efficiency : float
        Share of the effective draws that is left.
    kept : mapping of str to tuple of (question, group, summary)
        Answers to questions that nothing was said of, and which did not move: they are the full fit's, to the last
        digit. Those of ``answers``, of ``after_evidence`` and of ``spreads``.
    """

    full: "Fit"
    places: "np.ndarray"
    pareto_k: float | None
    efficiency: float
    kept: Mapping[str, tuple[tuple[str, str, str], ...]]


@dataclass(frozen=True, eq=False)
class Fit:
    """The consensus of one study. Two fits are the same only if they are one object.

    Attributes
    ----------
    study : Study
        What was fitted.
    model : Model
        What was fitted to it.
    posterior : xarray.Dataset
        Draws by ``chain`` and ``draw`` of what the model estimates, named; see the model's ``unpack``.
    answers : xarray.Dataset
        What is published, by ``chain``, ``draw`` and ``answer``: ``value`` in log odds, with coordinates
        ``question``, ``group`` (``"all"`` over the groups) and ``summary``; ``new_forecaster`` among the summaries.
    checks : tuple of Diagnostic
        The diagnostics; a fit that failed one is not published.
    provenance : mapping
        Seed, sampler settings, versions, digest of the inputs, time.
    after_evidence : xarray.Dataset, optional
        The answers once more, after the evidence that the study declares.
    sample_stats : xarray.Dataset, optional
        ``diverging`` and ``energy`` by ``chain`` and ``draw``.
    reweighted : Reweighted, optional
        Where the draws are those of an earlier fit, reweighted.
    spreads : xarray.Dataset, optional
        How far groups lie apart, where that stands as published; else it is the posterior's: see
        :func:`consilience.sampling.spreads.spreads_of`.
    """

    study: Study
    model: Model
    posterior: "xr.Dataset"
    answers: "xr.Dataset"
    checks: tuple[Diagnostic, ...]
    provenance: Mapping[str, object]
    after_evidence: "xr.Dataset | None" = None
    sample_stats: "xr.Dataset | None" = None
    reweighted: Reweighted | None = None
    spreads: "xr.Dataset | None" = None

    @property
    def full(self) -> "Fit":
        """The fit that was sampled: this one, or the one whose draws were reweighted."""
        return self if self.reweighted is None else self.reweighted.full

    @property
    def passed(self) -> bool:
        """Whether every diagnostic passed."""
        return all(check.passed for check in self.checks)
