"""What single voices said that bears on a question, and how many people stand behind them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consilience.frames.titles import title_of
from consilience.notation import Survey, brief, counted, describe
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Study
from consilience.study.naming import state_of
from consilience.study.speakers import speakers_of

# Of a voice that left the whole open, so many of its factors are named.
MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Voice:
    """What one voice said that bears on a question.

    Parameters
    ----------
    name : str
        As in the study; the group in brackets where several speakers have one name.
    group : str
        "" where it names none.
    who : str
        What a voice is that is no person: "a survey of 738"; "" for a person.
    said : str
        Its number on the question itself, as said; "" where it left that open.
    implied : str
        What its own factors come to by arithmetic; "" where it did not state every factor.
    basis : str
        What that follows from, in a word.
    parts : tuple of str
        What it said of single factors, where it neither stated nor implied the whole.
    people : int
        How many people stand behind it: one, or those whom a survey says that it asked.
    """

    name: str
    group: str
    who: str = ""
    said: str = ""
    implied: str = ""
    basis: str = "factors"
    parts: tuple[str, ...] = ()
    people: int = 1

    @property
    def answers(self) -> bool:
        """Whether it has a number for the whole, stated or by arithmetic from all its factors."""
        return bool(self.said or self.implied)

    @property
    def is_survey(self) -> bool:
        """Whether people were asked by a survey, which finds what they say."""
        return self.who.startswith("a survey")

    @property
    def _name(self) -> str:
        return f"{self.name} ({self.who})" if self.who else self.name

    @property
    def clause(self) -> str:
        """What it said, by name, as a part of a sentence."""
        name = self._name
        verb = "finds" if self.is_survey else "says"
        if self.said:
            return f"{name} {verb} {self.said}" + (
                f", and their {self.basis} imply {self.implied}" if self.implied else ""
            )
        if self.implied:
            return f"the {self.basis} of {name} imply {self.implied}"
        return f"{name} says nothing of the whole"

    @property
    def sentence(self) -> str:
        """As :attr:`clause`, with what it said of single factors."""
        if not self.parts:
            return self.clause
        left = len(self.parts) - MOST_PARTS
        more = f" and {left} more" if left > 0 else ""
        return f"{self.clause}, but {', '.join(self.parts[:MOST_PARTS])}{more}"

    @property
    def cell(self) -> str:
        """As :attr:`clause`, for a table."""
        if self.said:
            return f"{self._name}: {self.said}" + (f" (implied {self.implied})" if self.implied else "")
        return f"{self._name}: {self.implied + ' implied' if self.implied else 'nothing of the whole'}"


def voice_of(study: Study, question: str, name: str, group: str, rows: Sequence[Estimate], implied: str) -> Voice:
    """Put together what one speaker said that bears on a question.

    Parameters
    ----------
    study : Study
    question : str
    name, group : str
        The speaker's.
    rows : sequence of Estimate
        The speaker's standing statements that bear on the question.
    implied : str
        What the speaker's own factors come to.

    Returns
    -------
    Voice
        With the years of what is shown, where they are not one.
    """
    stated = next((row for row in rows if row.question == question), None)
    factors = [row for row in rows if row is not stated]
    shown = [row for row in rows if row is stated or implied or stated is None]
    dated = len(_years(shown)) > 1

    def when(row: Estimate) -> str:
        return f" ({row.date.year})" if dated and row.date else ""

    basis = "answers" if state_of(question) else "factors"
    if dated and implied and _years(factors):
        basis += f" of {_span(_years(factors))}"
    parts = (
        ()
        if stated or implied
        else tuple(f"{_number(row)}{when(row)} on “{title_of(study, row.question)}”" for row in rows)
    )
    said = f"{_number(stated)}{when(stated)}" if stated else ""
    who = next((_who(row) for row in rows), "")
    return Voice(name, group, who, said, implied, basis, parts, max(map(people_behind, rows), default=1))


def rows_by_group(fit: Fit, question: str) -> dict[str, list[Estimate]]:
    """Standing voices that bear on a question, by the group that they count for.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    dict of str to list of Estimate
        The group of those who named none is ``""``.
    """
    _, groups = speakers_of(fit.study.voices)
    rows: dict[str, list[Estimate]] = {}
    for row in fit.model.bearing(fit.study, question):
        if row.kind != "base_rate":
            rows.setdefault(groups[row.speaker] if fit.model.one_group_each else row.group or "", []).append(row)
    return rows


def people_behind(row: Estimate) -> int:
    """How many people a statement speaks for: those whom a survey says that it asked, else one."""
    value = row.value
    return value.n if row.kind == "survey" and isinstance(value, Survey) and value.n else 1


def people_of(rows: Iterable[Estimate]) -> int:
    """How many people stand behind statements, each speaker once."""
    behind: dict[object, int] = {}
    for row in rows:
        behind[row.speaker] = max(people_behind(row), behind.get(row.speaker, 0))
    return sum(behind.values())


def speakers_counted(rows: Iterable[Estimate], noun: str = "person") -> str:
    """Count who speaks: "3 people and a survey of 477"; a survey of 477 is 477 people, and no statement among others.

    Parameters
    ----------
    rows : iterable of Estimate
        Standing statements; base rates are data, and counted as such.
    noun : str
        What somebody is called who speaks for themselves.

    Returns
    -------
    str
        "" of none.
    """
    spoken = list(rows)
    kinds = {kind: [row for row in spoken if row.kind == kind] for kind in ("survey", "base_rate")}
    single = {row.speaker for row in spoken if row.kind not in kinds}
    surveys = {row.speaker: people_of([row]) if _size(row) else 0 for row in kinds["survey"]}
    known, unknown = [size for size in surveys.values() if size], sum(not size for size in surveys.values())
    parts = [_counted(len(single), noun)] if single else []
    if known:
        one = f"a survey of {known[0]:,}"
        parts.append(one if len(known) == 1 else f"{len(known)} surveys of {sum(known):,} people")
    if unknown:
        parts.append(f"{'a survey' if unknown == 1 else f'{unknown} surveys'} of unstated size")
    if kinds["base_rate"]:
        parts.append(counted(len(kinds["base_rate"]), "base rate"))
    return joined(parts)


def joined(parts: Sequence[str]) -> str:
    """List in words: "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def _counted(number: int, noun: str) -> str:
    return f"{number:,} people" if noun == "person" and number != 1 else counted(number, noun)


def _size(row: Estimate) -> bool:
    return isinstance(row.value, Survey) and bool(row.value.n)


def _years(rows: Iterable[Estimate]) -> set[int]:
    return {row.date.year for row in rows if row.date}


def _span(years: set[int]) -> str:
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first}–{last}"


def _who(row: Estimate) -> str:
    if row.kind == "survey":
        return describe(row.value).partition(":")[0] if isinstance(row.value, Survey) else "a survey of unstated size"
    return "a model" if row.kind == "model" else ""


def _number(row: Estimate) -> str:
    return describe(row.value).partition(": ")[2] if isinstance(row.value, Survey) else brief(row.value, row.said)
