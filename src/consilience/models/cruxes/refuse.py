"""What the model of cruxes cannot read, said before it samples: nothing that counts is left out in silence."""

from collections.abc import Iterator

from consilience.notation import Survey
from consilience.problems import Problem
from consilience.study import Estimate, Study, conditional


def refuse(study: Study) -> Iterator[Problem]:
    """What of a study of cruxes cannot be weighed.

    Parameters
    ----------
    study : Study
        With a question that has cruxes.

    Yields
    ------
    Problem
        For each standing row about anything but the outcome, its cruxes and the outcome given one of them, for each
        base rate, survey without a median, and piece of evidence.
    """
    outcome = next(question for question in study.questions.values() if question.cruxes)
    known = {outcome.name, *outcome.cruxes}
    known |= {conditional(outcome.name, {crux: holds}) for crux in outcome.cruxes for holds in (True, False)}
    counted = {id(row) for row in study.voices}
    yield from (_unweighed(study, name) for name in study.evidence)
    for row in study.standing:
        if row.kind == "base_rate":
            why = f"a base rate of {row.question} cannot be weighed beside what people say given each crux"
            yield _at(row, why, "make it the row of an aggregate, which is shown and not weighed")
        elif id(row) not in counted or study.questions[row.asked].unit is not None:
            continue
        elif row.question not in known:
            why = f"{row.question} is not {outcome.name} or one of its cruxes, and a study of those holds nothing else"
            yield _at(row, why, "put it into a study of its own, or name it among the cruxes")
        elif isinstance(row.value, Survey) and row.value.median is None:
            why = "a survey counts as one voice here, that of its median, and this one has none"
            yield _at(row, why, "add the median, or make it the row of an aggregate")


def _unweighed(study: Study, test: str) -> Problem:
    why = f"evidence {test} would update what people said, and a study of cruxes does not weigh it"
    return Problem(why, "put it into a study without cruxes", file=str(study.path / "study.toml"))


def _at(row: Estimate, why: str, remedy: str) -> Problem:
    return Problem(why, remedy, file=row.file, line=row.line, said=row.said)
