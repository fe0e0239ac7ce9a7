"""What an answer leads with: the voices' own numbers where they are few, the population where they are enough."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from consilience.frames.answers import SUMMARY_TITLES, answers_frame, headlined
from consilience.frames.camps import Camps, camps_of
from consilience.frames.everybody import own_numbers_beside
from consilience.frames.memory import kept, remembered
from consilience.frames.voices import Voice, joined, people_of, speakers_counted, voice_of
from consilience.history.told import numbers_told, titles_told
from consilience.notation import counted, describe, format_one_in
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Estimate, Speaker
from consilience.study.naming import event_of, name_of
from consilience.study.speakers import speakers_of

if TYPE_CHECKING:
    import pandas as pd

# What so few people say of forecasters at large is mostly the model's prior, and no headline.
FEW = 2
# Of a survey of unstated size nobody knows how many people it is.
_FEW_PEOPLE = "under three people are known to stand behind an answer"
_BEYOND = "what is inferred lies beyond everybody's own numbers"
_FEW_NOTE = (
    f"Where {_FEW_PEOPLE}, or {_BEYOND}, the voices' own numbers are the answer; the median forecaster "
    "that is inferred beside them is a what-if, in a column of its own."
)
_OPTIONS_NOTE = "Each option is inferred by itself, so that the numbers of a question's options need not sum to 100%."
# Of more voices whom nobody like them is put among, the numbers are told together.
_MOST_NAMED = 4


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
    people : int
        How many people stand behind an answer: those of the voices that have one of the whole, or, if more, those who
        answered whichever of its premises was answered by fewest. A survey of stated size is as many people.
    heard : str
        Who bears on it, counted: "2 voices and a survey of 477".
    answering : str
        The same of those who have a number of the whole, and beside them who answered parts of it alone: "2 voices; 3
        others answer parts of it".
    beside : str
        What everybody's own numbers span, "21% to 30%", where the population's lies beyond all of them; else "".
    camps : Camps, optional
        Those between which the population's number lies, where it leads: who is heard is then told with where they lie.
    """

    question: str
    title: str
    voices: tuple[Voice, ...]
    records: tuple[str, ...]
    answer: str
    chance: str
    people: int
    heard: str
    answering: str
    beside: str = ""
    camps: Camps | None = None

    @property
    def number(self) -> str:
        """The population's number as a sentence tells it: as a chance too, and between whom it lies."""
        return f"{self.answer}, {self.chance}" + (f", {self.camps.between}" if self.camps else "")

    @property
    def between(self) -> str:
        """What follows the population's number in a title that names who is heard as well; "" of no camps."""
        return ", between two camps" if self.camps else ""

    @property
    def leads(self) -> Literal["voices", "population"]:
        """Whose number comes first."""
        return "voices" if self.people <= FEW or self.beside else "population"

    @property
    def why(self) -> str:
        """Why the voices lead, where they do."""
        return _FEW_PEOPLE if self.people <= FEW else _BEYOND

    @property
    def few(self) -> bool:
        """Whether so few speak that each is named with its number, whoever leads."""
        return len(self.voices) <= FEW

    @property
    def short(self) -> str:
        """What the voices said, short enough for the title of a chart."""
        if self._together:
            return self._together
        return self._joined([voice.clause for voice in self.voices if self.few or voice.answers])

    @property
    def opening(self) -> str:
        """As :attr:`short`, to begin a title: a name keeps the letter that its owner gave it."""
        said = self.short
        if any(said.startswith(voice.name) for voice in self.voices):
            return said
        return said[:1].upper() + said[1:]

    @property
    def says(self) -> str:
        """What the voices said, whole."""
        if self._together:
            return self._together
        return self._joined([voice.sentence for voice in self.voices if self.few or voice.answers])

    @property
    def inferred(self) -> str:
        """Whose the population's number is where it does not lead: what comes before each such number."""
        if not self.voices:
            return f"Inferred without a voice{f', from {self.heard}' if self.heard else ''}"
        return f"Forecasters like {self._them}, inferred from {self.heard}"

    @property
    def what_if(self) -> str:
        """What comes before a sentence on the population where it does not lead."""
        return f"What-if of others like {self._them}" if self.voices else self.inferred

    @property
    def _them(self) -> str:
        """Those who spoke: a person alone by name."""
        one = self.voices[0] if len(self.voices) == 1 else None
        return one.name if one and one.people == 1 and not one.who else "them"

    @property
    def cell(self) -> str:
        """Who answers, for a table: the voices' numbers where few speak, else how many people do."""
        if not self.few:
            return self.answering if self.leads == "population" else self.short
        return "; ".join([voice.cell for voice in self.voices] or self.records or ["none"])

    @property
    def numbers(self) -> str:
        """What the voices said, without their names: of what one left open, what its factors imply."""
        if self._together:
            return self.beside
        said = "; ".join(voice.said or f"implied {voice.implied}" for voice in self.voices if voice.answers)
        return said or ("no answer of the whole" if self.voices else "; ".join(self.records) or "nobody answered")

    @property
    def _together(self) -> str:
        """What many voices said, where theirs are the answer; "" where each is named."""
        many = bool(self.beside) and self.people > FEW and len(self.voices) > _MOST_NAMED
        return f"{self.heard} say or imply {self.beside}" if many else ""

    def _joined(self, clauses: Sequence[str]) -> str:
        said = list(clauses)
        silent = 0 if self.few else sum(not voice.answers for voice in self.voices)
        if silent:
            who = counted(silent, "other") if said else f"{silent} voices"
            said.append(
                f"{who} {'answers' if silent == 1 else 'answer'} parts of it{'' if said else ', none the whole'}"
            )
        said = said or ["no voice has answered"]
        on_record = f"on record {'is' if len(self.records) == 1 else 'are'} {joined(self.records)}"
        return "; ".join([*said, *([on_record] if self.records else [])])


@kept
def headline_of(fit: Fit, question: str, group: str = ALL_GROUPS) -> Headline:
    """Say what leads on a question: the population's number, or the voices' own.

    These lead where they are of under three people, and where the population's lies beyond all of them: a number that
    nobody said, nor has factors that come to it.

    Parameters
    ----------
    fit : Fit
    question : str
        One that the fit answers.
    group : str
        Whose answer: of one group only its own voices bear on it.

    Returns
    -------
    Headline

    Notes
    -----
    On a question that follows from others every statement bears that its factors follow from. A number is given to
    nobody who did not state it, or every factor of it: what the model predicts of a voice is not that voice's.
    A total one of whose premises under three people answered is theirs alone who have a number for the whole.
    Aggregates are never voices. A published median of factors does not multiply to the median of the whole, so that a
    survey implies nothing.
    """
    study = fit.study
    answers = answers_frame(fit)
    asked = (answers["question"] == question) & (answers["group"] == group)
    leading = headlined(fit, question)
    found = answers[asked & (answers["summary"] == leading)].iloc[0]
    names, groups = speakers_of(study.voices)
    whole = group == ALL_GROUPS
    bearing = [row for row in fit.model.bearing(study, question) if whole or groups.get(row.speaker) == group]
    heard: dict[Speaker, list[Estimate]] = {}
    for estimate in bearing:
        if estimate.kind != "base_rate":
            heard.setdefault(estimate.speaker, []).append(estimate)
    implied = {
        speaker: text
        for speaker, text in fit.model.implied(study, question).items()
        if whole or groups[speaker] == group
    }
    voices = {
        speaker: voice_of(
            study, question, names[speaker], groups[speaker], heard.get(speaker, ()), implied.get(speaker, "")
        )
        for speaker in dict.fromkeys([*heard, *implied])
    }
    spoken = [*bearing, *(row for row in study.voices if row.speaker in implied)]
    headline = Headline(
        question=question,
        title=str(found["question_title"]),
        voices=tuple(voices.values()),
        records=tuple(
            f"{describe(estimate.value)} ({estimate.forecaster})"
            for estimate in bearing
            if estimate.kind == "base_rate"
        ),
        answer=f"{SUMMARY_TITLES[leading].lower()} {found['label']}",
        chance=format_one_in(found["value"], found["low"], found["high"]),
        people=max(sum(voice.people for voice in voices.values() if voice.answers), _people_on(fit, question, bearing)),
        heard=speakers_counted(spoken, "voice"),
        answering=_answering(question, spoken, {speaker for speaker, voice in voices.items() if voice.answers}),
        beside=_beside(fit, question, float(found["value"]), bearing, implied),
    )
    numbers = {voice: told for voice, told in fit.model.implied_numbers(study, question).items() if voice in implied}
    camps = camps_of(fit, question, group, float(found["logit_value"]), bearing, numbers)
    return headline if camps is None or headline.leads == "voices" else _between(headline, camps)


def _between(headline: Headline, camps: Camps) -> Headline:
    """A headline whose number lies between two camps: where these lie is told wherever they are counted."""
    whole, parting, others = headline.answering.partition("; ")
    return replace(
        headline,
        camps=camps,
        heard=f"{headline.heard}, {camps.sides}",
        answering=f"{whole}, {camps.sides}{parting}{others}",
    )


def _answering(question: str, rows: Iterable[Estimate], speakers: Collection[Speaker]) -> str:
    """Count who has a number of the whole, and who answered parts of it alone; a base rate is of what it was given."""
    whole, parts = list[Estimate](), list[Estimate]()
    for row in rows:
        tells = row.question == question if row.kind == "base_rate" else row.speaker in speakers
        (whole if tells else parts).append(row)
    if not parts:
        return speakers_counted(whole, "voice")
    verb = "answers" if len({row.speaker for row in parts}) == 1 else "answer"
    if not whole:
        return f"{speakers_counted(parts, 'voice')} {verb} parts of it, none the whole"
    return f"{speakers_counted(whole, 'voice')}; {speakers_counted(parts, 'other')} {verb} parts of it"


def _beside(fit: Fit, question: str, value: float, bearing: Sequence[Estimate], voices: Iterable[Speaker]) -> str:
    """What everybody's own numbers span that a population's lies beyond, on a question that follows from others."""
    if not fit.model.premises(fit.study, question):
        return ""
    implied = fit.model.implied_numbers(fit.study, question)
    return own_numbers_beside(value, question, bearing, {voice: implied[voice] for voice in voices})


def _people_on(fit: Fit, question: str, bearing: Sequence[Estimate]) -> int:
    """How many people answered a question, or whichever of what it follows from was answered by fewest."""
    direct = people_of(row for row in bearing if row.question == question and row.kind != "base_rate")
    premises = fit.model.premises(fit.study, question)
    return max(direct, min((_people_on(fit, premise, bearing) for premise in premises), default=0))


@remembered
def headline_frame(fit: Fit) -> "pd.DataFrame":
    """Who answers each question and the summaries side by side: what a run prints.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    pandas.DataFrame
        A row a question, indexed by its name: ``title``, ``statements``, ``voices`` (how many people; each voice's own
        number where there are two at most), ``leads`` ("voices" or "population"), and the label of each summary.
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


def told_frame(fit: Fit) -> "tuple[pd.DataFrame, dict[str, str]]":
    """What a table of answers tells: no summary of a population where the voices lead, but beside them as a what-if.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    frame : pandas.DataFrame
        As :func:`headline_frame`; where the voices lead every summary is "", and ``others`` is the label of the median
        forecaster that is inferred beside them, "" elsewhere.
    columns : dict of str to str
        Titles of its columns of numbers, of which none is empty in every row: see
        :func:`consilience.history.told.numbers_told`.
    """
    frame = headline_frame(fit)
    told = [numbers_told(row["leads"], {name: row[name] for name in SUMMARY_TITLES}) for _, row in frame.iterrows()]
    return frame.assign(**{name: [row[name] for row in told] for name in told[0]}), titles_told(told, SUMMARY_TITLES)


def few_note(frame: "pd.DataFrame") -> str:
    """What has to be said with a table of answers some of which the voices lead, or are options of one question.

    Parameters
    ----------
    frame : pandas.DataFrame
        As :func:`headline_frame`.

    Returns
    -------
    str
        "" where there is nothing to say.
    """
    few = _FEW_NOTE if (frame["leads"] == "voices").any() else ""
    # What voices said of options is theirs, and sums to what they made it sum to.
    inferred = [str(name) for name in frame.index[frame["leads"] == "population"]]
    options = Counter((name_of(name), name.partition("|")[2]) for name in inferred if "=" in event_of(name))
    return " ".join(filter(None, (few, _OPTIONS_NOTE if max(options.values(), default=0) > 1 else "")))
