"""Log densities of the priors, in numpy: what power-scaling raises to a power.

Each is the density of a parameter on its own scale, that in which its prior is stated, draw by draw and summed over
whatever else the parameter is indexed by.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from consilience.measures.densities import log_student_t
from consilience.models.priors import PopulationPriors, population_median
from consilience.sampling.answers import flat
from consilience.study import Study

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

LOG_ROOT_2PI = np.log(2 * np.pi) / 2


def normal(x: Array, mean: ArrayLike, sd: ArrayLike) -> Array:
    """Normal.

    Parameters
    ----------
    x : ndarray of shape (draws, ...)
    mean, sd : array_like
        Broadcast to one draw.

    Returns
    -------
    ndarray of shape (draws,)
    """
    return _summed(-(((x - np.asarray(mean)) / sd) ** 2) / 2 - np.log(sd) - LOG_ROOT_2PI)


def lognormal(x: Array, mean: float, sd: float) -> Array:
    """Normal in logs; parameters as for :func:`normal`."""
    return normal(np.log(x), mean, sd) - _summed(np.log(x))


def half_normal(x: Array, sd: float) -> Array:
    """The positive half of a normal around zero; parameters as for :func:`normal`."""
    return np.asarray(normal(x, 0.0, sd) + np.log(2) * x[0].size)


def student_t(x: Array, centre: Array, scale: Array, freedom: Array) -> Array:
    """Student t, a normal where its degrees of freedom are infinite; parameters as for :func:`normal`."""
    return _summed(log_student_t(x, centre, scale, freedom))


def of_medians(questions: Iterable[str], study: Study, priors: PopulationPriors) -> tuple[Array, Array, Array]:
    """Student t priors of questions' median forecasters: centres, scales and degrees of freedom.

    Parameters
    ----------
    questions : iterable of str
    study : Study
        Declares the priors of its questions.
    priors : PopulationPriors
        Of those that it declares none of.

    Returns
    -------
    (ndarray, ndarray, ndarray) of shape (questions,)
    """
    declared = [population_median(study.question(str(name)).prior, priors.location) for name in questions]
    centre, scale, freedom = np.transpose(declared)
    return centre, scale, freedom


def of_populations(posterior: "xr.Dataset", study: Study, priors: PopulationPriors) -> dict[str, Array]:
    """Log prior densities of what populations of forecasters have at the top.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a consensus or a factor study: see :class:`consilience.sampling.fit.Fit`.
    study : Study
        Declares the priors of its questions.
    priors : PopulationPriors
        All others.

    Returns
    -------
    dict of str to ndarray of shape (draws,)
        Of the parameters at the top alone: the effects of the groups given their scale are the population's, and
        power-scaling them with the priors would tell nothing of these (Kallioinen et al., 2024, *Statistics and
        Computing* 34, 57, on hierarchical models).
    """
    mu = flat(posterior["mu"])
    lean, spread = priors.skew
    return {
        "mu": student_t(mu, *of_medians(posterior["question"].values, study, priors)),
        "tau": lognormal(flat(posterior["tau"]), *priors.scale),
        "skew": normal(flat(posterior["skew"]) + lean * np.tanh(mu / 2), 0.0, spread),
        "nu": lognormal(flat(posterior["nu"]) - 1, *priors.nu),
        "group_scale": lognormal(flat(posterior["group_scale"]), *priors.group_scale),
        "reference_class": lognormal(flat(posterior["reference_class"]), *priors.reference_class),
    }


def lkj(correlation: Array, shape: float) -> Array:
    """Correlation matrices (Lewandowski, Kurowicka and Joe, 2009), up to the constant.

    Parameters
    ----------
    correlation : ndarray of shape (draws, size, size)
    shape : float

    Returns
    -------
    ndarray of shape (draws,)
    """
    return np.asarray((shape - 1) * np.linalg.slogdet(correlation)[1])


def _summed(density: Array) -> Array:
    return np.asarray(density.reshape(len(density), -1).sum(axis=1))
