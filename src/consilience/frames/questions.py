"""Which questions of a fit are meant: those that a report dwells on, and those that are named."""

from consilience.frames.answers import answers_frame
from consilience.problems import UnknownNameError
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.texts import unknown_name


def main_questions(fit: Fit) -> list[str]:
    """The questions a report dwells on: the study's outcome, and the one that most people spoke about.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of str
        One or two names of fitted questions.
    """
    consensus = answers_frame(fit)
    counts = consensus[consensus["group"] == ALL_GROUPS].drop_duplicates("question").set_index("question")["statements"]
    most = str(counts.idxmax())
    outcome = fit.study.outcome
    return [most] if outcome is None or outcome not in counts.index else list(dict.fromkeys([outcome, most]))


def chosen_question(fit: Fit, question: str | None) -> str:
    """The question that is asked for by name, the first main one where none is; an unknown one is an error."""
    if question is None:
        return main_questions(fit)[0]
    fitted = list(dict.fromkeys(fit.answers["question"].values.tolist()))
    if question not in fitted:
        raise UnknownNameError(unknown_name(question, fitted, "question", " of the fit"))
    return question
