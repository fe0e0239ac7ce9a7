"""What a model cannot weigh, said before it samples: nothing that counts is left out in silence."""

from collections.abc import Iterator

from consilience.network import network_of
from consilience.notation import Survey
from consilience.problems import Problem
from consilience.study import Estimate, Study


def refuse(study: Study) -> Iterator[Problem]:
    """What of a factor study cannot be weighed.

    Parameters
    ----------
    study : Study

    Yields
    ------
    Problem
        For each base rate or survey's mean of an event that follows from others, and each stated total that follows
        by too many decisions, or from exclusive options.
    """
    network = network_of(study)
    counted = {id(row) for row in study.voices}
    for row in study.standing:
        if row.question in network.components or row.question not in network.followed:
            continue
        if row.kind == "base_rate":
            why = f"{row.question} follows from other questions, and a base rate of it cannot be weighed"
            yield _at(row, why, "give base rates of its factors, or make it the row of an aggregate")
        elif id(row) in counted and isinstance(row.value, Survey) and row.value.median is None:
            why = f"{row.question} follows from other questions, and of a survey on it only the median can be read"
            yield _at(row, why, "add the median, or make it the row of an aggregate")
        elif id(row) in counted:
            try:
                network.diagram(*network.asked(row.question))
            except ValueError as error:
                yield _at(row, str(error), "make it the row of an aggregate, which is shown and not weighed")


def _at(row: Estimate, why: str, remedy: str) -> Problem:
    return Problem(why, remedy, file=row.file, line=row.line, said=row.said)
