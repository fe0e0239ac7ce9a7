"""Who said what, when, how sure, and what is missing: a study at a glance, as tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.frames.log_odds import log_odds
from consilience.frames.titles import title_of
from consilience.notation import brief, layout
from consilience.study import Estimate, Question, Speaker, Study
from consilience.study.naming import components, conditional, name_of
from consilience.study.speakers import speakers_of

if TYPE_CHECKING:
    import pandas as pd

# Forms that say between which numbers somebody's credence lies, and not only where.
_SPREADS = frozenset({"range", "bounds", "quantiles"})
_BOUNDS = frozenset({"at_most", "at_least"})
_KINDS = ("person", "survey", "model", "aggregate", "base_rate")
NOBODY, PRIOR_ALONE, LEFT_OPEN = "nobody answered", "nobody answered, and a declared prior stands in", "left open"


def asked_of(study: Study) -> list[str]:
    """List what a study asks people: every question, in each state and for each option; and gates, as totals.

    Parameters
    ----------
    study : Study

    Returns
    -------
    list of str
        As in a row of estimates, in the order of study.toml. What is true or false by design is not asked.
    """
    asked: dict[str, None] = {}
    said = dict.fromkeys(row.question for row in study.rows)
    for question in study.questions.values():
        if question.fixed is None:
            own = components(question, study.questions) or (question.name,)
            stated = (name for name in said if name_of(name) == question.name)
            asked |= dict.fromkeys((*own, *_given_cruxes(question), *stated))
    return list(asked)


def questions_overview(study: Study) -> "pd.DataFrame":
    """What was said of each question.

    Parameters
    ----------
    study : Study

    Returns
    -------
    pandas.DataFrame
        A row for each of :func:`asked_of`, by ``question``: ``title``; ``voices``, standing statements that count;
        ``statements``, all that was ever said; ``lowest`` and ``highest`` of the voices' numbers as said (and whose
        they are, ``lowest_by`` and ``highest_by``; empty where none gave one); ``bounds``, how many gave a
        bound alone; ``follows``, whether it follows from others and needs no answer; ``sure``, how many of the voices
        said between which numbers, and not only where; ``first`` and ``last`` date, and ``when`` in words;
        ``left_open``, how many people who answered something else left it open (missing for a total, which nobody
        needs to state).
    """
    import pandas as pd

    by_question, said = (_grouped(rows, lambda row: row.question) for rows in (study.voices, study.rows))
    left_open = Counter(row["question"] for row in _left_open(study))
    gates = {name for name, question in study.questions.items() if question.gate}
    names, _ = speakers_of(study.voices)
    rows = []
    for name in asked_of(study):
        voices = by_question.get(name, [])
        rows.append(
            {
                "question": name,
                "title": title_of(study, name),
                "voices": len(voices),
                "statements": len(said.get(name, ())),
                **_ends(voices, names),
                "bounds": sum(layout(row.value).form in _BOUNDS for row in voices),
                "follows": bool(study.question(name).gate),
                "sure": sum(layout(row.value).form in _SPREADS for row in voices),
                **_span(said.get(name, ())),
                "left_open": pd.NA if name in gates else left_open[name],
            }
        )
    frame = pd.DataFrame(rows, columns=_QUESTION_COLUMNS).set_index("question")
    return _dated(frame).astype({"left_open": "Int64"})


_QUESTION_COLUMNS = ["question", "title", "voices", "statements", "lowest", "lowest_by", "highest", "highest_by"]
_QUESTION_COLUMNS += ["bounds", "follows", "sure", "first", "last", "when", "left_open"]


def speakers_overview(study: Study) -> "pd.DataFrame":
    """Who spoke, of how much, and when.

    Parameters
    ----------
    study : Study

    Returns
    -------
    pandas.DataFrame
        A row a speaker, those who count first: ``forecaster`` (with the group where several have one name), ``group``,
        ``kind``, ``voice`` (whether anything of theirs stands and counts), ``answered`` (how much of what is asked
        has a standing answer of theirs), ``statements`` (all that they ever said), ``first`` and ``last``
        date, ``when`` in words, ``left_open`` (what a person left open, by name; empty for others) and ``sources``.
    """
    import pandas as pd

    names, groups = speakers_of(study.rows)
    counted_ones = {row.speaker for row in study.voices}
    answered = Counter(row.speaker for row in study.standing)
    left = _grouped(_left_open(study), lambda skip: skip["speaker"])
    said = _grouped(study.rows, lambda row: row.speaker)
    order = sorted(names, key=lambda one: (one not in counted_ones, _KINDS.index(one[0]), groups[one], names[one]))
    rows = [
        {
            "forecaster": names[speaker],
            "group": groups[speaker],
            "kind": speaker[0],
            "voice": speaker in counted_ones,
            "answered": answered[speaker],
            "statements": len(said[speaker]),
            **_span(said[speaker]),
            "left_open": ", ".join(skip["question"] for skip in left.get(speaker, ())),
            "sources": "; ".join(dict.fromkeys(row.source for row in said[speaker] if row.source)),
        }
        for speaker in order
    ]
    columns = [
        "forecaster",
        "group",
        "kind",
        "voice",
        "answered",
        "statements",
        "first",
        "last",
        "when",
        "left_open",
        "sources",
    ]
    return _dated(pd.DataFrame(rows, columns=columns))


def missing_overview(study: Study) -> "pd.DataFrame":
    """What nobody answered, and what people who answered something else left open.

    Parameters
    ----------
    study : Study

    Returns
    -------
    pandas.DataFrame
        ``question``, ``title``, ``forecaster`` and ``group`` (empty where nobody answered) and ``missing``, which of
        the two it is; what nobody answered comes first. Only persons leave something open: a survey asked what it
        asked. Totals that follow from other questions are missed by nobody.
    """
    import pandas as pd

    rows = [
        {"question": name, "forecaster": "", "group": "", "missing": _stands_in(study, name)}
        for name in unanswered(study)
    ]
    rows += [{key: skip[key] for key in ("question", "forecaster", "group", "missing")} for skip in _left_open(study)]
    frame = pd.DataFrame(rows, columns=["question", "forecaster", "group", "missing"])
    frame.insert(1, "title", [title_of(study, name) for name in frame["question"]])
    return frame


def unanswered(study: Study) -> list[str]:
    """What has no standing answer that counts, neither of a voice nor of a base rate; totals of gates left out."""
    gates = {name for name, question in study.questions.items() if question.gate}
    answered = {row.question for row in study.weighed}
    asked = _asked_by_itself(study)
    return [name for name in asked if name not in answered and name not in gates]


def groups_overview(study: Study) -> "pd.DataFrame":
    """The groups of the voices.

    Parameters
    ----------
    study : Study

    Returns
    -------
    pandas.DataFrame
        A row a group, by ``group`` ("" of those who named none): ``voices`` (speakers), ``statements`` that stand,
        ``questions`` with one of theirs, ``first`` and ``last``
        date, ``when`` in words.
    """
    import pandas as pd

    by_group = _grouped(study.voices, lambda row: row.group or "")
    rows = [
        {
            "group": group,
            "voices": len({row.speaker for row in said}),
            "statements": len(said),
            "questions": len({row.question for row in said}),
            **_span(said),
        }
        for group, said in by_group.items()
    ]
    columns = ["group", "voices", "statements", "questions", "first", "last", "when"]
    return _dated(pd.DataFrame(rows, columns=columns).set_index("group"))


def sources_overview(study: Study) -> "pd.DataFrame":
    """Where statements come from.

    Parameters
    ----------
    study : Study

    Returns
    -------
    pandas.DataFrame
        A row a source, by ``source`` ("" where none was given): ``statements``, ``speakers``, ``first`` and ``last``
        date, ``when`` in words; that of most statements first.
    """
    import pandas as pd

    by_source = _grouped(study.rows, lambda row: row.source or "")
    rows = [
        {
            "source": source,
            "statements": len(said),
            "speakers": len({row.speaker for row in said}),
            **_span(said),
        }
        for source, said in sorted(by_source.items(), key=lambda part: -len(part[1]))
    ]
    columns = ["source", "statements", "speakers", "first", "last", "when"]
    return _dated(pd.DataFrame(rows, columns=columns).set_index("source"))


def numbers_said(study: Study) -> dict[str, list[float]]:
    """Where the voices on each question lie, in log odds: finite ones, of what is a probability."""
    found: dict[str, list[float]] = {}
    for row in study.voices:
        if study.questions[row.asked].unit is None and 0 < (number := _number(row)) < 1:
            found.setdefault(row.question, []).append(float(log_odds(number)))
    return found


def _given_cruxes(question: Question) -> list[str]:
    """A question in either state of each of its cruxes."""
    return [conditional(question.name, {crux: holds}) for crux in question.cruxes for holds in (True, False)]


def _asked_by_itself(study: Study) -> list[str]:
    """What is asked, without what follows from others and was stated all the same."""
    own = {
        name
        for question in study.questions.values()
        for name in (*components(question, study.questions), *_given_cruxes(question))
    }
    return [name for name in asked_of(study) if name in own]


def _left_open(study: Study) -> Iterator[dict[str, Any]]:
    """What each person among the voices left open of what anybody answered."""
    names, groups = speakers_of(study.voices)
    said = {(row.speaker, row.question) for row in study.voices}
    answered = {row.question for row in study.voices}
    asked = [name for name in _asked_by_itself(study) if name in answered]
    people = [speaker for speaker in names if speaker[0] == "person"]
    for name in asked:
        for speaker in people:
            if (speaker, name) not in said:
                told = {"question": name, "forecaster": names[speaker], "group": groups[speaker]}
                yield {**told, "missing": LEFT_OPEN, "speaker": speaker}


def _stands_in(study: Study, name: str) -> str:
    return NOBODY if study.question(name).prior is None else PRIOR_ALONE


def _number(row: Estimate) -> float:
    laid = layout(row.value)
    if not np.isnan(laid.best):
        return laid.best
    return float(np.sqrt(laid.low * laid.high)) if 0 < laid.low <= laid.high < np.inf else np.nan


def _ends(rows: Sequence[Estimate], names: Mapping[Speaker, str]) -> dict[str, str]:
    """The lowest and the highest number and whose each is; a bound alone is no number."""
    numbers = np.array([_number(row) for row in rows])
    if not np.isfinite(numbers).any():
        return dict.fromkeys(("lowest", "lowest_by", "highest", "highest_by"), "")
    found = {}
    for end, at in (("lowest", np.nanmin(numbers)), ("highest", np.nanmax(numbers))):
        those = [row for row, number in zip(rows, numbers, strict=True) if number == at]
        found[end] = brief(those[0].value, those[0].said)
        found[f"{end}_by"] = names[those[0].speaker] if len(those) == 1 else f"{len(those)} voices"
    return found


def _grouped[Row, Key](rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault(key(row), []).append(row)
    return found


def span_of(rows: Iterable[Estimate]) -> str:
    """When statements were made, as far as it is known: "2022 to 2024-05-01"; "" where no date is."""
    return str(_span(rows)["when"])


def _span(rows: Iterable[Estimate]) -> dict[str, object]:
    """First and last date, and both in words as far as they are known: "2022 to 2024-05-01"."""
    dated = sorted((row for row in rows if row.date), key=lambda row: row.moment)
    if not dated:
        return {"first": None, "last": None, "when": ""}
    words = dict.fromkeys(row.when for row in (dated[0], dated[-1]))
    return {"first": dated[0].date, "last": dated[-1].date, "when": " to ".join(words)}


def _dated(frame: "pd.DataFrame") -> "pd.DataFrame":
    import pandas as pd

    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("first", "last")})
