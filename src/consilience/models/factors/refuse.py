"""What a model cannot weigh, said before it samples: nothing that counts is left out in silence."""

from collections.abc import Iterator

from consilience.evidence.elicited import likelihoods_of
from consilience.network import network_of
from consilience.notation import Survey
from consilience.problems import Problem
from consilience.study import Estimate, Study, name_of
from consilience.study.naming import contradiction


def refuse(study: Study) -> Iterator[Problem]:
    """What of a factor study cannot be weighed.

    Parameters
    ----------
    study : Study

    Yields
    ------
    Problem
        For each base rate or survey's mean of an event that follows from others, each stated total that follows along
        too many paths, or from exclusive options, and each record that no state of what it tests leaves.
    """
    yield from _of_totals(study)
    yield from _impossible_records(study)


def _of_totals(study: Study) -> Iterator[Problem]:
    network = network_of(study)
    counted = {id(row) for row in study.voices}
    for row in study.standing:
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


def _impossible_records(study: Study) -> Iterator[Problem]:
    for on, likelihoods in likelihoods_of(study).items():
        if not any(likelihoods):
            why = f"what was observed of {on} is impossible whether it is true or false"
            yield Problem(why, _NO_ROOM, file=str(study.path / "study.toml"))
            continue
        for likelihood, holds in zip(likelihoods, (True, False), strict=True):
            nowhere = [] if likelihood else _asked_only(on, holds, study)
            if nowhere:
                why = (
                    f"what was observed of {on} is impossible where it is {str(holds).lower()},"
                    f" and {', '.join(nowhere)} is asked only there"
                )
                yield Problem(why, _NO_ROOM, file=str(study.path / "study.toml"))


def _asked_only(event: str, holds: bool, study: Study) -> list[str]:
    """Questions that cannot be asked where an event is otherwise."""
    others = [question for question in study.questions.values() if question.given and question.name != name_of(event)]
    return [other.name for other in others if contradiction(other, {event: not holds}, study.questions)]


_NO_ROOM = "correct positives, sensitivity or false_positive_rate; 0% and 100% leave no room for a surprise"


def _at(row: Estimate, why: str, remedy: str) -> Problem:
    return Problem(why, remedy, file=row.file, line=row.line, said=row.said)
