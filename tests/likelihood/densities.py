"""Densities and kernel inputs shared by the tests of the models."""

import numpy as np
from scipy.special import gammaln, psi

from consilience.likelihood.quadrature import Density


def student(nu: float) -> Density:
    """Student's t as the consensus model passes it to the kernels."""
    return Density(
        beta=False,
        p=float(nu),
        q=0.0,
        log_norm=float(gammaln((nu + 1) / 2) - gammaln(nu / 2) - np.log(nu * np.pi) / 2),
        log_norm_dp=float((psi((nu + 1) / 2) - psi(nu / 2) - 1 / nu) / 2),
        mode=0.0,
    )
