"""What an answer leads with: the voices' own numbers where they are few, the population where they are enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from consilience.frames.answers import SUMMARY_TITLES, answers_frame
from consilience.frames.memory import remembered
from consilience.frames.titles import title_of
from consilience.notation import Survey, counted, describe, format_one_in
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Estimate, Speaker, Study
from consilience.study.naming import state_of
from consilience.study.speakers import speakers_of

if TYPE_CHECKING:
    import pandas as pd

# What so few say of forecasters at large is mostly the model's prior, and no headline.
FEW = 2
# Of a voice that left the whole open, so many of its factors are named.
MOST_PARTS = 3
_FEW_NOTE = (
    "Where under three voices answer, their own numbers stand under Voices, and the summaries beside them are inferred "
    "for forecasters like them."
)


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
    """

    name: str
    group: str
    who: str = ""
    said: str = ""
    implied: str = ""
    basis: str = "factors"
    parts: tuple[str, ...] = ()

    @property
    def _name(self) -> str:
        return f"{self.name} ({self.who})" if self.who else self.name

    @property
    def clause(self) -> str:
        """What it said, by name, as a part of a sentence."""
        name = self._name
        verb = "finds" if self.who.startswith("a survey") else "says"
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


@dataclass(frozen=True, slots=True)
class Headline:
    """What a sentence, a title or a table leads with on one question.

    Parameters
    ----------
    question, title : str
        Which.
    voices : tuple of Voice
        Persons and surveys (and models, where the study counts them) whose standing statements bear on it.
    records : tuple of str
        Base rates: data, and no voices.
    answer : str
        The population's number by the summary that the study headlines, with its name and interval.
    chance : str
        The same number as a chance.
    """

    question: str
    title: str
    voices: tuple[Voice, ...]
    records: tuple[str, ...]
    answer: str
    chance: str

    @property
    def leads(self) -> Literal["voices", "population"]:
        """Whose number comes first."""
        return "voices" if len(self.voices) <= FEW else "population"

    @property
    def short(self) -> str:
        """What the voices said, short enough for the title of a chart."""
        return self._joined([voice.clause for voice in self.voices])

    @property
    def says(self) -> str:
        """What the voices said, whole."""
        return self._joined([voice.sentence for voice in self.voices])

    @property
    def inferred(self) -> str:
        """Whose the population's number is where it does not lead: what comes before each such number."""
        data = counted(len(self.records), "base rate") if self.records else ""
        if not self.voices:
            return f"Inferred without a voice{f', from {data}' if data else ''}"
        heard = counted(len(self.voices), "voice")
        return f"Forecasters like them, inferred from {heard}{f' and {data}' if data else ''}"

    @property
    def cell(self) -> str:
        """Who answers, for a table: the voices' numbers where they lead, else how many voices there are."""
        if self.leads == "population":
            return str(len(self.voices))
        return "; ".join([voice.cell for voice in self.voices] or self.records or ["none"])

    def _joined(self, clauses: Sequence[str]) -> str:
        heard = list(clauses) or ["no voice has answered"]
        return "; ".join([*heard, *(f"on record is {record}" for record in self.records)])


def headline_of(fit: Fit, question: str) -> Headline:
    """Say what leads on a question: under three voices their own numbers, by name, else the population's.

    Parameters
    ----------
    fit : Fit
    question : str
        One that the fit answers.

    Returns
    -------
    Headline

    Notes
    -----
    On a question that follows from others every statement bears that its factors follow from. A number is given to
    nobody who did not state it, or every factor of it: what the model predicts of a voice is not that voice's.
    Aggregates are never voices. A published median of factors does not multiply to the median of the whole, so that a
    survey implies nothing.
    """
    study = fit.study
    answers = answers_frame(fit)
    asked = (answers["question"] == question) & (answers["group"] == ALL_GROUPS)
    found = answers[asked & (answers["summary"] == study.headline)].iloc[0]
    bearing = fit.model.bearing(study, question)
    names, groups = speakers_of(study.voices)
    heard: dict[Speaker, list[Estimate]] = {}
    for estimate in bearing:
        if estimate.kind != "base_rate":
            heard.setdefault(estimate.speaker, []).append(estimate)
    implied = fit.model.implied(study, question)
    return Headline(
        question=question,
        title=str(found["question_title"]),
        voices=tuple(
            _voice(study, question, names[speaker], groups[speaker], heard.get(speaker, ()), implied.get(speaker, ""))
            for speaker in dict.fromkeys([*heard, *implied])
        ),
        records=tuple(
            f"{describe(estimate.value)} ({estimate.forecaster})"
            for estimate in bearing
            if estimate.kind == "base_rate"
        ),
        answer=f"{SUMMARY_TITLES[study.headline].lower()} {found['label']}",
        chance=format_one_in(found["value"]),
    )


@remembered
def headline_frame(fit: Fit) -> "pd.DataFrame":
    """Who answers each question and the summaries side by side: what a run prints.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        A row a question, indexed by its name: ``title``, ``statements``, ``voices`` (how many; their own numbers where
        those lead), ``leads`` ("voices" or "population"), and the label of each summary.
    """
    frame = answers_frame(fit)
    over_all = frame[frame["group"] == ALL_GROUPS]
    wide = over_all.pivot(index="question", columns="summary", values="label")
    first = over_all.drop_duplicates("question").set_index("question")
    leading = [headline_of(fit, str(question)) for question in first.index]
    first = first.assign(
        title=first["question_title"],
        voices=[headline.cell for headline in leading],
        leads=[headline.leads for headline in leading],
    )
    return first[["title", "statements", "voices", "leads"]].join(wide[list(SUMMARY_TITLES)])


def few_note(frame: "pd.DataFrame") -> str:
    """What has to be said with a table of answers some of which the voices lead; "" where the population leads all.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`headline_frame`.
    """
    return _FEW_NOTE if (frame["leads"] == "voices").any() else ""


def _voice(study: Study, question: str, name: str, group: str, rows: Sequence[Estimate], implied: str) -> Voice:
    stated = next((row for row in rows if row.question == question), None)
    who = next((_who(row) for row in rows), "")
    parts = [] if stated or implied else [f"{_number(row)} on “{title_of(study, row.question)}”" for row in rows]
    basis = "answers" if state_of(question) else "factors"
    return Voice(name, group, who, _number(stated) if stated else "", implied, basis, tuple(parts))


def _who(row: Estimate) -> str:
    if row.kind == "survey":
        return describe(row.value).partition(":")[0] if isinstance(row.value, Survey) else "a survey of unstated size"
    return "a model" if row.kind == "model" else ""


def _number(row: Estimate) -> str:
    return describe(row.value).partition(": ")[2] if isinstance(row.value, Survey) else row.said
