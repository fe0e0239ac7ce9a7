"""Which models there are. A new one is a folder and a line here."""

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


def model_named(name: str) -> StudyModel:
    """The model of a name, as a stored fit has it.

    Raises
    ------
    KeyError
        If there is none.
    """
    known = {model.name: model for model in MODELS}
    if name not in known:
        msg = f"there is no model {name!r}; models are: {', '.join(known)}"
        raise KeyError(msg)
    return known[name]
