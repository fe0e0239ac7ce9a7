"""What an importer finds in other people's files, before it is anything of a study."""

from dataclasses import dataclass

from consilience.problems import Problem
from consilience.study.estimate import Kind

ANNULLED, AMBIGUOUS, UNKNOWN = "annulled", "ambiguous", "unknown"


@dataclass(frozen=True, slots=True)
class Head:
    """What a new study is about; an existing one keeps its own.

    Parameters
    ----------
    title : str
    description : str
    horizon : str
        ISO date, or empty.
    outcome : str
        Id of the question whose answer counts, or empty.
    """

    title: str
    description: str = ""
    horizon: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question.

    Parameters
    ----------
    id : str
        As the platform knows it: text, whatever it looks like.
    title : str
        In words; the question's name in the study is made of it.
    description : str
    options : tuple of str
        Exclusive options in words, of which one will happen.
    unit : str
        Of a quantity; empty for an event.
    cruxes : tuple of str
        Ids of events that would move this one.
    key : str
        Its name in a study, where the file has one that is better than one made of the title.
    always : bool
        Whether it comes into the study although nothing was found that was said about it.
    address : str
        What stands in its address where that is not its id, and may be taken for it.
    """

    id: str
    title: str
    description: str = ""
    options: tuple[str, ...] = ()
    unit: str = ""
    cruxes: tuple[str, ...] = ()
    key: str = ""
    always: bool = False
    address: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One statement.

    Parameters
    ----------
    question : str
        Id of the question.
    forecaster : str
        Who said it, or the name of the crowd or the bot.
    date : str
        As :func:`consilience.study.reading.dates.read_day` reads it; instants without a zone are in the file's.
    estimate : str
        In the notation of estimates: :func:`consilience.importers.kit.percent` spells a fraction.
    option : str
        In words, where the question has options.
    given : str
        Id of the crux that it is said to hold in.
    group, kind, until, note : str
        As in a study's file of estimates.
    source : str
        Where it was said. The kit puts platform and id where this is empty.
    file, line : str and int
        Where it stands in the file that was read.
    """

    question: str
    forecaster: str
    date: str
    estimate: str
    option: str = ""
    given: str = ""
    group: str = ""
    kind: Kind = "person"
    until: str = ""
    note: str = ""
    source: str = ""
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a question came out.

    Parameters
    ----------
    question : str
        Id of the question.
    outcome : str
        ``yes``, ``no``, an option in words, a number in the question's unit, a bound such as ``>500``, a share such as
        ``31%`` for a market that was paid in part; or ``annulled`` (it can have no outcome), ``ambiguous`` (it has one
        that nobody can tell) and ``unknown`` (it is closed, and the file does not say). An open question has none of
        these.
    date : str
        When it was known.
    option : str
        In words, of an option that came out by itself: paid in part, say.
    file, line : str and int
        Where it stands in the file that was read.
    """

    question: str
    outcome: str
    date: str = ""
    option: str = ""
    file: str = ""
    line: int | None = None


type Found = Head | Asked | Said | Outcome | Problem
