"""What moved between two published answers: every question's answer, and the statements that came, went or changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from math import hypot, log
from typing import Any, Literal

from consilience.history.archive import Record
from consilience.history.statements import Change, changes_between
from consilience.notation import counted, format_interval
from consilience.study.texts import listed

# Within so many standard errors of the simulation answers are alike: of those that did not change, fewer than one in a
# hundred has a number further off.
NOISE = 3.0
# So many statements and answers are named in words; tables have all of them.
MOST_NAMED = 8

type Verdict = Literal["new", "gone", "moved", "no change"]
type Summary = Mapping[str, float]

_NAMES = {"median": "median forecaster", "mean": "mean forecaster", "geometric_mean_odds": "geometric mean of odds"}
_ENDS = ("value", "low", "high")


@dataclass(frozen=True, slots=True)
class Answer:
    """What led on a question in a published answer.

    Parameters
    ----------
    title : str
    leads : str
        ``voices`` or ``population``.
    said : str
        The voices' own words, as a table has them.
    name : str
        Which summary of the population.
    summary : mapping of str to float
        Its ``value``, ``low`` and ``high``, as fractions.
    errors : mapping of str to float
        Standard errors of the simulation of each, in log odds.
    between : str
        Two camps of voices between which the population's number lies, in words; "" of none.
    """

    title: str
    leads: str
    said: str
    name: str
    summary: Summary
    errors: Mapping[str, float]
    between: str = ""

    @property
    def label(self) -> str:
        """The number with its interval and between whom it lies, or the voices' own where they lead."""
        return self.said if self.leads == "voices" else f"{_NAMES[self.name]} {self.number}"

    @property
    def number(self) -> str:
        """The population's number with its interval, and between whom it lies."""
        return f"{self.interval}, {self.between}" if self.between else self.interval

    @property
    def interval(self) -> str:
        """The population's number with its interval."""
        return format_interval(*(self.summary[end] for end in _ENDS))


def answers_in(record: Record) -> dict[str, Answer]:
    """What led on every question of a published answer.

    Parameters
    ----------
    record : mapping
        As of :attr:`consilience.history.archive.Published.record`.

    Returns
    -------
    dict of str to Answer
    """
    found = {}
    for question in record["summary"]["questions"]:
        name = record["summary"]["headline"]
        # The mean of published medians is not told.
        name = name if question["summaries"].get(name) else "median"
        errors = record["errors"][question["question"]][name]
        # Kept of answers that lie between camps, since these are told.
        told = (
            question["leads"],
            question["voices"],
            name,
            question["summaries"][name],
            errors,
            question.get("between", ""),
        )
        found[question["question"]] = Answer(question["title"], *told)
    return found


@dataclass(frozen=True, slots=True)
class Move:
    """One question's answer before and after; ``None`` where there was none."""

    question: str
    before: Answer | None
    after: Answer | None

    @property
    def title(self) -> str:
        """The question, as it was last asked."""
        found = self.after or self.before
        assert found is not None, "a move is of some answer"
        return found.title

    @property
    def verdict(self) -> Verdict:
        """Whether it moved by more than simulation noise."""
        if self.before is None or self.after is None:
            return "new" if self.before is None else "gone"
        old, new = self.before, self.after
        if (old.leads, old.name) != (new.leads, new.name):
            return "moved"
        if new.leads == "voices":
            return "no change" if old.said == new.said else "moved"
        return "no change" if all(_within_noise(old, new, end) for end in _ENDS) else "moved"

    @property
    def distance(self) -> float:
        """How far it moved, in log odds; what is new or gone is further than any."""
        if self.before is None or self.after is None:
            return float("inf")
        before, after = (log_odds_of(answer.summary["value"]) for answer in (self.before, self.after))
        return abs(after - before)

    def __str__(self) -> str:
        """The move in a sentence."""
        if self.before is None or self.after is None:
            there = self.after or self.before
            assert there is not None
            return f"{self.title}: {self.verdict}, {there.label}."
        if self.verdict == "no change":
            beyond = "" if self.before.label == self.after.label else " beyond simulation noise"
            return f"{self.title}: no change{beyond}, {self.after.label}."
        led = self.before.leads, self.before.name
        later = self.after.number if led == ("population", self.after.name) else self.after.label
        # Camps that stayed are told once.
        alike = self.before.between == self.after.between
        before = replace(self.before, between="") if alike else self.before
        return f"{self.title}: {before.label} → {later}."


def _within_noise(old: Answer, new: Answer, end: str) -> bool:
    before, after = (log_odds_of(answer.summary[end]) for answer in (old, new))
    return before == after or abs(after - before) <= NOISE * hypot(old.errors[end], new.errors[end])


def log_odds_of(fraction: float) -> float:
    """Log odds of a published fraction.

    Parameters
    ----------
    fraction : float

    Returns
    -------
    float
        Finite.
    """
    # Certainty is stored as the fraction that it rounds to.
    inside = min(max(fraction, 1e-300), 1 - 1e-16)
    return log(inside) - log(1 - inside)


@dataclass(frozen=True)
class Difference:
    """What moved between two published answers of a study.

    Parameters
    ----------
    before, after : mapping
        Their records; see :attr:`consilience.history.archive.Published.record`.
    """

    before: Record
    after: Record

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Statements that count which changed, came or went."""
        return changes_between(self.before["statements"], self.after["statements"])

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Every question's answer before and after, in the order of the study."""
        old, new = answers_in(self.before), answers_in(self.after)
        return tuple(Move(name, old.get(name), new.get(name)) for name in dict.fromkeys([*new, *old]))

    @property
    def title(self) -> Mapping[str, str]:
        """Titles by question, those of the later answer first."""
        return {move.question: move.title for move in self.moves}

    def sentences(self) -> Iterator[str]:
        """What changed and what moved, in sentences: the study's outcome first, then what moved most."""
        yield from self.statements_in_words()
        yield from self.answers_in_words()

    def __str__(self) -> str:
        return "\n".join(self.sentences())

    def answers_in_words(self) -> Iterator[str]:
        """Answers that moved, the outcome whether it did or not, and how many did not."""
        outcome = self.after["summary"]["outcome"] or self.moves[0].question
        moved = [move for move in self.moves if move.question == outcome or move.verdict != "no change"]
        moved.sort(key=lambda move: (move.question != outcome, -move.distance))
        yield from map(str, moved[:MOST_NAMED])
        yield from self._after_evidence(outcome)
        if len(moved) > MOST_NAMED:
            yield f"{counted(len(moved) - MOST_NAMED, 'more answer')} moved."
        same = len(self.moves) - len(moved)
        if same:
            yield f"{counted(same, 'other answer' if moved else 'answer')}: no change beyond simulation noise."

    @property
    def declares_otherwise(self) -> bool:
        """Whether the study asks or declares something else: what moved then is not of statements alone."""
        before, after = (record["provenance"] for record in (self.before, self.after))
        return any(before.get(name) != after.get(name) for name in ("settings", "model"))

    def _after_evidence(self, question: str) -> Iterator[str]:
        """The answer after the evidence, where what is declared changed: that is what evidence moves."""
        labels = [_label_after_evidence(record, question) for record in (self.before, self.after)]
        if self.declares_otherwise and labels[0] != labels[1]:
            yield f"{self.title[question]}, after the evidence declared: {' → '.join(labels)}."

    def statements_in_words(self) -> Iterator[str]:
        """Statements that changed, came and went, a sentence each kind."""
        for what in ("changed", "came", "went"):
            of_kind = [self.in_words(change) for change in self.changes if change.what == what]
            if of_kind:
                yield f"{what.capitalize()}: {listed(of_kind, MOST_NAMED)}."
        if self.declares_otherwise:
            yield "What the study asks or declares changed."
        elif not self.changes:
            yield "Nothing that counts came, went or changed."

    def in_words(self, change: Change) -> str:
        """One statement: who, on what, and what was said.

        Parameters
        ----------
        change : Change

        Returns
        -------
        str
        """
        said = change["said"]
        if change.before is not None and change.after is not None:
            said = f"{change.before['said']} → {said}"
            if change.before["group"] != change.after["group"]:
                groups = (record["group"] or "no group" for record in (change.before, change.after))
                said = f"{said} ({' → '.join(groups)})"
        about = self.title.get(change["question"], change["question"])
        return (
            f"{change['forecaster']} on {about}: {said}" if len(self.moves) > 1 else f"{change['forecaster']}: {said}"
        )


def _label_after_evidence(record: Record, question: str) -> str:
    asked = {told["question"]: told for told in record["summary"]["questions"]}
    summaries = asked.get(question, {}).get("after_evidence") or {}
    summary = summaries.get(record["summary"]["headline"]) or summaries.get("median")
    return format_interval(*(summary[end] for end in _ENDS)) if summary else "none"


def answer_record(
    summary: Mapping[str, Any],
    statements: list[Mapping[str, str]],
    errors: Mapping[str, Mapping[str, Mapping[str, float]]],
    provenance: Mapping[str, object],
) -> Record:
    """A published answer as it is kept.

    Parameters
    ----------
    summary : mapping
        As in summary.json.
    statements : list of mapping
        What counted; see :func:`consilience.history.statements.weighed_in`.
    errors : mapping
        By question and summary the standard errors of the simulation of ``value``, ``low`` and ``high``, in log odds.
    provenance : mapping

    Returns
    -------
    mapping
    """
    return {"summary": summary, "statements": statements, "errors": errors, "provenance": provenance}
