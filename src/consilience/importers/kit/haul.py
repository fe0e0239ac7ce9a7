"""Everything that an importer found, sorted by what it is."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from consilience.importers.kit.found import Asked, Found, Head, Outcome, Said
from consilience.problems import Problem
from consilience.study.texts import quoted


@dataclass
class Haul:
    """What was found in the files.

    Attributes
    ----------
    head : Head or None
    asked : dict of str to Asked
        By id; of two of one id the later.
    said : list of Said
    outcomes : list of Outcome
    problems : list of Problem
        Errors stand for records that were left behind, warnings for what should be known.
    """

    head: Head | None = None
    asked: dict[str, Asked] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def collect(found: Iterable[Found]) -> Haul:
    """Sort what an importer finds."""
    haul = Haul()
    for part in found:
        match part:
            case Head():
                haul.head = part
            case Asked():
                haul.asked[part.id] = part
            case Said():
                haul.said.append(part)
            case Outcome():
                haul.outcomes.append(part)
            case Problem():
                haul.problems.append(part)
    for said in haul.said:
        haul.asked.setdefault(said.question, Asked(said.question, said.question))
    _leave_out_lone_options(haul)
    return haul


def _leave_out_lone_options(haul: Haul) -> None:
    """Take out questions of which one option alone is known: it would be certain."""
    alone = {id for id, asked in haul.asked.items() if asked.options and len(set(asked.options)) < 2}
    for id in alone:
        first = next((said for said in haul.said if said.question == id), None)
        why = (
            f"of question {quoted(id)} one option alone is known, {quoted(haul.asked[id].options[0])}; it was left out"
        )
        remedy = "give the file that names its options"
        file, line = (first.file or None, first.line) if first else (None, None)
        haul.problems.append(Problem(why, remedy, file=file, line=line, check="import"))
        del haul.asked[id]
    haul.said = [said for said in haul.said if said.question not in alone]
    haul.outcomes = [outcome for outcome in haul.outcomes if outcome.question not in alone]
