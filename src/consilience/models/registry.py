"""Which models there are. A new one is a folder and a line here."""

from collections.abc import Mapping
from typing import Any

from consilience.models.base import StudyModel
from consilience.models.consensus import Consensus
from consilience.models.cruxes import Cruxes
from consilience.models.factors import Factors
from consilience.sampling.fit import Fit
from consilience.study import Study

# In the order in which they are asked: the first that suits a study is fitted to it.
MODELS: list[StudyModel] = [Cruxes(), Factors(), Consensus()]


def model_for(study: Study) -> StudyModel:
    """The model that a study asks for.

    Parameters
    ----------
    study : Study

    Returns
    -------
    StudyModel
    """
    return next(model for model in MODELS if model.suits(study))


def model_of(fit: Fit) -> StudyModel:
    """The model of a fit, with what it shows and says of its fits."""
    assert isinstance(fit.model, StudyModel), "a fit is of one of the models of this package"
    return fit.model


def stored_model(provenance: Mapping[str, Any]) -> StudyModel:
    """The model of a stored fit, with the priors that it was fitted with.

    Raises
    ------
    KeyError
        If there is none.
    """
    known, name = {model.name: model for model in MODELS}, provenance.get("model")
    if name not in known:
        msg = f"there is no model {name!r}; models are: {', '.join(known)}"
        raise KeyError(msg)
    model = known[name]
    priors = provenance.get("priors")
    return model if priors is None else model.with_priors(type(model.priors).of(priors))
