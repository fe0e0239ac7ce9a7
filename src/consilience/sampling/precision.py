"""How precisely the draws tell what is published."""

import numpy as np

from consilience.measures.summaries import CERTAIN
from consilience.sampling.fit import Fit
from consilience.sampling.gate import quantile_errors
from consilience.study import ALL_GROUPS

type Errors = dict[str, dict[str, dict[str, float]]]


def answer_errors(fit: Fit) -> Errors:
    """Standard errors of the simulation of the answers over all groups.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    dict of str to dict of str to dict of str to float
        By question, summary and end (``low``, ``value``, ``high``), in log odds; nought of what never varies.
    """
    over_all = fit.answers.isel(answer=(fit.answers["group"] == ALL_GROUPS).values)
    value = over_all["value"].clip(-CERTAIN, CERTAIN)
    varies = (value.std(("chain", "draw")) > 0).values
    errors = {name: np.zeros(varies.size) for name in ("low", "value", "high")}
    for name, found in quantile_errors(value.isel(answer=varies)).items() if varies.any() else ():
        errors[name][varies] = found
    by_question: Errors = {}
    for place, (question, summary) in enumerate(zip(value["question"].values, value["summary"].values, strict=True)):
        of_answer = {name: float(found[place]) for name, found in errors.items()}
        by_question.setdefault(str(question), {})[str(summary)] = of_answer
    return by_question
