"""What a model cannot weigh, said before it samples: nothing that counts is left out in silence."""

from collections.abc import Iterator

from consilience.network import network_of
from consilience.notation import Survey
from consilience.problems import Problem, StudyError
from consilience.study import Estimate, Study


def refuse_for_panel(study: Study) -> None:
    """Refuse statements about the whole that the panel model cannot read.

    Parameters
    ----------
    study : Study
        A factor study.

    Raises
    ------
    StudyError
        With a problem for each: a base rate or a survey's mean of an event that follows from others, and a stated total
        that follows along too many paths, or from exclusive options.
    """
    found = list(_of_totals(study))
    if found:
        raise StudyError.of(study.name, found)


def _of_totals(study: Study) -> Iterator[Problem]:
    network = network_of(study)
    counted = {id(row) for row in study.voices()}
    for row in study.standing():
        if row.question in network.components or row.question not in network.events:
            continue
        if row.kind == "base_rate":
            why = f"{row.question} follows from other questions, and a base rate of it cannot be weighed"
            yield _at(row, why, "give base rates of its factors, or make it the row of an aggregate")
        elif id(row) in counted and isinstance(row.value, Survey) and row.value.median is None:
            why = f"{row.question} follows from other questions, and of a survey on it only the median can be read"
            yield _at(row, why, "add the median, or make it the row of an aggregate")
        elif id(row) in counted:
            try:
                network.scenarios(row.question)
            except ValueError as error:
                yield _at(row, str(error), "make it the row of an aggregate, which is shown and not weighed")


def refuse_for_cruxes(study: Study) -> None:
    """Refuse what the model of cruxes cannot read.

    Parameters
    ----------
    study : Study
        With a question that has cruxes.

    Raises
    ------
    StudyError
        With a problem for each standing row about a question that is neither the outcome nor one of its cruxes, and for
        each base rate.
    """
    outcome = next(question for question in study.questions.values() if question.cruxes)
    known = {outcome.name, *(crux.partition("=")[0] for crux in outcome.cruxes)}
    counted = {id(row) for row in study.voices()}
    found = []
    for row in study.standing():
        if row.kind == "base_rate":
            why = f"a base rate of {row.question} cannot be weighed beside what people say given each crux"
            found.append(_at(row, why, "make it the row of an aggregate, which is shown and not weighed"))
        elif row.asked not in known and id(row) in counted and study.questions[row.asked].unit is None:
            why = (
                f"{row.asked} is neither {outcome.name} nor one of its cruxes, and a study of those holds nothing else"
            )
            found.append(_at(row, why, "put it into a study of its own, or name it among the cruxes"))
    if found:
        raise StudyError.of(study.name, found)


def _at(row: Estimate, why: str, remedy: str) -> Problem:
    return Problem(why, remedy, file=row.file, line=row.line, said=row.said)
