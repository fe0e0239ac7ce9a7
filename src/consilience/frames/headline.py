"""What an answer leads with: the voices' own numbers where they are few, the population where they are enough."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from consilience.frames.answers import SUMMARY_TITLES, answers_frame, headlined
from consilience.frames.camps import Camps, camps_of
from consilience.frames.everybody import Numbers, own_numbers_beside
from consilience.frames.memory import kept, remembered
from consilience.frames.open_ends import HOW_HIGH, as_laid, bound_of, left_open, numbers_in, told_together
from consilience.frames.voices import Voice, joined, people_of, rows_by_group, speakers_counted, voice_of
from consilience.history.told import numbers_told, titles_told
from consilience.notation import Layout, counted, describe, format_one_in, layout
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
    f"Where {_FEW_PEOPLE}, {_BEYOND}, or all that was said leaves open how low or how high it lies, the voices' own "
    "numbers are the answer; the median forecaster that is inferred beside them is a what-if, in a column of its own."
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
    unbounded : str
        What everybody leaves open, "how low it lies", where "<1%" and the like is all that was said; else "".
    together : str
        What the voices said as one, without a name to each number, where they lead and are many; else "".
    numbers : str
        The same without anybody's name: of what one left open, what its factors imply.
    within : str
        What is said of a part that leaves the whole open, where nobody has a number of the whole; else "".
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
    unbounded: str = ""
    together: str = ""
    numbers: str = ""
    within: str = ""
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
        return "voices" if self.people <= FEW or self.beside or self.unbounded else "population"

    @property
    def why(self) -> str:
        """Why the voices lead, where they do."""
        if self.people <= FEW:
            return _FEW_PEOPLE
        return f"nobody says {self.unbounded}" if self.unbounded else _BEYOND

    @property
    def caveat(self) -> str:
        """What of the population's number is nobody's, in a sentence after it; "" where all of it rests on voices."""
        return f" Nobody says {self.unbounded}: that is the prior's." if self.unbounded and self.voices else ""

    @property
    def few(self) -> bool:
        """Whether so few speak that each is named with its number, whoever leads."""
        return len(self.voices) <= FEW

    @property
    def short(self) -> str:
        """What the voices said, short enough for the title of a chart."""
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

    def _joined(self, clauses: Sequence[str]) -> str:
        said = [self.together] if self.together else list(clauses)
        silent = 0 if self.few else sum(not voice.answers for voice in self.voices)
        if silent:
            who = counted(silent, "other") if said else f"{silent} voices"
            said.append(
                f"{who} {'answers' if silent == 1 else 'answer'} parts of it{'' if said else ', none the whole'}"
            )
        said = said or ["no voice has answered"]
        on_record = f"on record {'is' if len(self.records) == 1 else 'are'} {joined(self.records)}"
        return "; ".join([*said, *filter(None, [self.within]), *([on_record] if self.records else [])])


@kept
def headline_of(fit: Fit, question: str, group: str = ALL_GROUPS) -> Headline:
    """Say what leads on a question: the population's number, or the voices' own.

    These lead where they are of under three people, where the population's lies beyond all of them, and where they all
    leave open how low or how high it lies: a number that nobody said, nor has factors that come to it.

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
    study, leading = fit.study, headlined(fit, question)
    answers = answers_frame(fit)
    asked = (answers["question"] == question) & (answers["group"] == group)
    found = answers[asked & (answers["summary"] == leading)].iloc[0]
    bearing, voices, implied = _heard(fit, question, group)
    follows = bool(fit.model.premises(study, question))
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
        beside=own_numbers_beside(float(found["value"]), question, bearing, implied) if follows else "",
        unbounded=left_open(fit, question, bearing, implied),
    )
    if headline.leads == "voices":
        own = {speaker: as_laid(numbers) for speaker, numbers in implied.items()}
        own |= {row.speaker: layout(row.value) for row in bearing if row.question == question}
        headline = _in_their_words(headline, voices, own)
        return replace(headline, within=_within(fit, headline, group)) if headline.unbounded else headline
    camps = camps_of(fit, question, group, float(found["logit_value"]), bearing, implied)
    return headline if camps is None else _between(headline, camps)


def _heard(fit: Fit, question: str, group: str) -> tuple[list[Estimate], dict[Speaker, Voice], dict[Speaker, Numbers]]:
    """Statements that bear on a question, whose they are, and what the voices' own factors come to, as numbers."""
    study, whole = fit.study, group == ALL_GROUPS
    names, groups = speakers_of(study.voices)
    counted_in = rows_by_group(fit, question)
    groups |= {row.speaker: name for name, rows in counted_in.items() for row in rows}
    bearing = [*fit.model.bearing(study, question)] if whole else counted_in.get(group, [])
    said: dict[Speaker, list[Estimate]] = {}
    for row in bearing:
        if row.kind != "base_rate":
            said.setdefault(row.speaker, []).append(row)
    texts = {
        speaker: text
        for speaker, text in fit.model.implied(study, question).items()
        if whole or groups[speaker] == group
    }
    voices = {
        speaker: voice_of(
            study, question, names[speaker], groups[speaker], said.get(speaker, ()), texts.get(speaker, "")
        )
        for speaker in dict.fromkeys([*said, *texts])
    }
    implied = {voice: told for voice, told in fit.model.implied_numbers(study, question).items() if voice in texts}
    return bearing, voices, implied


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


def _in_their_words(headline: Headline, voices: Mapping[Speaker, Voice], own: Mapping[Speaker, Layout]) -> Headline:
    """A headline that voices lead, with what they said: many together, where a name to each number would be a list."""
    answering = [speaker for speaker, voice in voices.items() if voice.answers]
    many = headline.people > FEW and len(answering) > _MOST_NAMED
    if headline.unbounded and answering and not headline.few:
        lowest = headline.unbounded != HOW_HIGH
        answering.sort(key=lambda speaker: bound_of(own[speaker], lowest=lowest))
        ordered = [voices[speaker] for speaker in answering]
        return replace(headline, together=told_together(ordered, _MOST_NAMED), numbers=numbers_in(ordered))
    if headline.beside and many:
        together = f"{headline.heard} say or imply {headline.beside}"
        return replace(headline, together=together, numbers=headline.beside)
    said = "; ".join(voices[speaker].said or f"implied {voices[speaker].implied}" for speaker in answering)
    nobody = "no answer of the whole" if voices else "; ".join(headline.records) or "nobody answered"
    return replace(headline, numbers=said or nobody)


def _within(fit: Fit, headline: Headline, group: str) -> str:
    """What is said of the first premise that leaves the whole open, where nobody has a number of the whole."""
    if headline.few or any(voice.answers for voice in headline.voices):
        return ""
    for premise in fit.model.premises(fit.study, headline.question):
        found = headline_of(fit, premise, group)
        if found.unbounded and found.voices:
            # Of a premise of which nobody has a number either, the part of it that is open: said once.
            return found.within or f"on “{found.title}” {found.short}"
    return ""


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
