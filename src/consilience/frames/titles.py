"""Questions as people read them."""

from consilience.study import Study


def title_of(study: Study, name: str) -> str:
    """Title of a question, with the option and the state that tell an event from the question's others.

    Parameters
    ----------
    study : Study
    name : str
        As in a row of estimates.

    Returns
    -------
    str
    """
    event, _, state = name.partition(" | ")
    option = event.partition("=")[2]
    question = study.question(name)
    if question.influence:
        state = {"none": "none of its causes", "all": "all that it needs"}.get(state, state)
    given = f"If {state}: " if state else ""
    return f"{given}{question.title}{f': {option}' if option else ''}"
