"""What a model cannot weigh, said before it samples: nothing that counts is left out in silence."""

from collections.abc import Iterator

from consilience.models.elicited import likelihoods_of
from consilience.network import network_of
from consilience.notation import Survey
from consilience.problems import Problem, StudyError
from consilience.study import Estimate, Study, conditional


def refuse_for_panel(study: Study) -> None:
    """Refuse statements about the whole that the panel model cannot read.

    Parameters
    ----------
    study : Study
        A factor study.

    Raises
    ------
    StudyError
        With a problem for each: a base rate or a survey's mean of an event that follows from others; a stated total
        that follows along too many paths, or from exclusive options; a record that no state of what it tests leaves.
    """
    found = [*_of_totals(study), *_impossible_records(study)]
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
                network.scenarios(*network.asked(row.question))
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
        With a problem for each standing row about anything but the outcome, its cruxes and the outcome given one of
        them, for each base rate, survey without a median, and piece of evidence.
    """
    outcome = next(question for question in study.questions.values() if question.cruxes)
    known = {outcome.name, *outcome.cruxes}
    known |= {conditional(outcome.name, {crux: holds}) for crux in outcome.cruxes for holds in (True, False)}
    counted = {id(row) for row in study.voices()}
    found = [_unweighed(study, name) for name in study.evidence]
    for row in study.standing():
        if row.kind == "base_rate":
            why = f"a base rate of {row.question} cannot be weighed beside what people say given each crux"
            found.append(_at(row, why, "make it the row of an aggregate, which is shown and not weighed"))
        elif id(row) not in counted or study.questions[row.asked].unit is not None:
            continue
        elif row.question not in known:
            why = f"{row.question} is not {outcome.name} or one of its cruxes, and a study of those holds nothing else"
            found.append(_at(row, why, "put it into a study of its own, or name it among the cruxes"))
        elif isinstance(row.value, Survey) and row.value.median is None:
            why = "a survey counts as one voice here, that of its median, and this one has none"
            found.append(_at(row, why, "add the median, or make it the row of an aggregate"))
    if found:
        raise StudyError.of(study.name, found)


def _unweighed(study: Study, test: str) -> Problem:
    why = f"evidence {test} would update what people said, and a study of cruxes does not weigh it"
    return Problem(why, "put it into a study without cruxes", file=str(study.path / "study.toml"))


def _impossible_records(study: Study) -> Iterator[Problem]:
    for on, (given_true, given_false) in likelihoods_of(study).items():
        if not given_true and not given_false:
            why = f"what was observed of {on} is impossible whether it is true or false"
            remedy = "correct positives, sensitivity or false_positive_rate; 0% and 100% leave no room for a surprise"
            yield Problem(why, remedy, file=str(study.path / "study.toml"))


def _at(row: Estimate, why: str, remedy: str) -> Problem:
    return Problem(why, remedy, file=row.file, line=row.line, said=row.said)
