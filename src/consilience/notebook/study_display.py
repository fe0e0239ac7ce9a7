"""A study at a glance: who said what, when, how sure, and what is missing."""

from typing import TYPE_CHECKING, Any

from consilience.notation import brief, counted
from consilience.notebook.html import block, days, fold, heading, long, named, said, table
from consilience.notebook.strips import around, dots, ends_of
from consilience.study import Study
from consilience.study.texts import listed

if TYPE_CHECKING:
    import pandas as pd

_TABLES = (
    "As tables: study.estimates, study.said(), study.speakers(), study.missing(), study.groups(), study.sources()."
)
# Of longer tables the first rows are shown, and where the others are is said.
_QUESTIONS, _SPEAKERS, _FEW = 25, 25, 12
_MOST_NAMED = 6
_KINDS = {"person": "", "survey": "survey", "model": "model", "aggregate": "aggregate", "base_rate": "base rate"}


def study_html(study: Study) -> str:
    """Show a study: what is asked and who answered it how, what is missing, the groups, the sources, the warnings."""
    from consilience.frames.overview import groups_overview, questions_overview, sources_overview, speakers_overview

    speakers = speakers_overview(study)
    return block(
        heading(study.title, first=True),
        said(_sizes_in_words(study, speakers)),
        said(_asked_about(study), "quiet"),
        _missing(study, speakers),
        _questions(study, questions_overview(study)),
        _groups(groups_overview(study)),
        _speakers(speakers),
        _sources(sources_overview(study)),
        _warnings(study),
        said(_TABLES, "quiet"),
    )


def sizes(study: Study) -> str:
    """Count the statements and the questions of a study."""
    return f"{counted(len(study.rows), 'statement')} on {counted(len(study.questions), 'question')}"


def _sizes_in_words(study: Study, speakers: "pd.DataFrame") -> str:
    from consilience.frames.overview import span_of
    from consilience.frames.voices import speakers_counted

    by = speakers_counted(study.voices)
    beside = int((~speakers["voice"]).sum())
    also = f"; beside them {counted(beside, 'other')}, shown and not counted as voices" if beside else ""
    when = f", {span}" if (span := span_of(study.rows)) else ""
    undated = sum(row.date is None for row in study.rows)
    without = f" ({undated:,} without a date)" if undated else ""
    return f"{sizes(study)}{when}{without}; {f'by {by}' if by else 'no voice stands'}{also}."


def _asked_about(study: Study) -> str:
    parts = []
    if study.outcome:
        parts.append(f"Outcome {study.outcome}")
    if study.horizon:
        parts.append(f"by {study.horizon}")
    if study.day:
        parts.append(f"as of {study.day}")
    return f"{', '.join(parts)}." if parts else ""


def _missing(study: Study, speakers: "pd.DataFrame") -> str:
    from consilience.frames.overview import unanswered

    parts: list[str] = []
    if silent := unanswered(study):
        parts.append(f"Without a standing answer that counts: {listed(silent, _MOST_NAMED)}.")
    people = speakers[speakers["voice"] & (speakers["kind"] == "person")]
    partial = people[people["left_open"] != ""]
    if len(partial) and len(people) > 1:
        parts.append(f"Of {len(people):,} people, {_left_open(partial)}.")
    return said(" ".join(parts), "warn")


def _left_open(partial: "pd.DataFrame") -> str:
    if len(partial) > _FEW // 2:
        return f"{len(partial):,} left something open that others answered: study.missing() lists what"
    who = "; ".join(f"{row.forecaster}: {_cut(str(row.left_open))}" for row in partial.itertuples())
    return f"{len(partial)} left something open that others answered ({who})"


def _cut(names: str, between: str = ", ") -> str:
    parts = names.split(between)
    return names if len(parts) <= 3 else f"{between.join(parts[:2])} and {len(parts) - 2} more"


def _questions(study: Study, frame: "pd.DataFrame") -> str:
    from consilience.frames.overview import numbers_said

    placed, together = numbers_said(study), _answered_together(study, frame)
    domain = around(logit for logits in placed.values() for logit in logits)
    single = {row.question: row for row in study.voices}
    rows = []
    for row in frame.reset_index().to_dict("records"):
        name = str(row["question"])
        told = _range(row) or (brief(single[name].value, single[name].said) if name in single else "")
        rows.append(
            (
                named(row["title"], name),
                _voices(row),
                told,
                dots(placed[name], domain) if placed.get(name) else "",
                f"{row['sure']} of {row['voices']}" if row["voices"] else "",
                days(row["when"]),
                *([_open(row["left_open"])] if together else []),
            )
        )
    header = ["Question", "Voices", "From–to", f"On {ends_of(domain)}", "Gave a range", "When"]
    header += ["Left open by"] if together else []
    return table(header, rows, shown=_QUESTIONS, whole="study.said()", wide=True)


def _answered_together(study: Study, frame: "pd.DataFrame") -> bool:
    """Whether most people answered most of it, so that who left it open tells something."""
    people = {row.speaker for row in study.voices if row.kind == "person"}
    left = frame["left_open"].dropna()
    return len(people) > 1 and bool((left > 0).any()) and float(left.mean()) < len(people) / 2


def _open(number: object) -> str:
    """How many left a question open; nothing where nobody did, or it is a total."""
    return "" if number is None or number != number or number == 0 else str(number)


def _range(row: dict[Any, Any]) -> str:
    """Between which numbers the voices lie, and whose these are."""
    if not row["voices"]:
        return "" if row["statements"] or not row["follows"] else "follows from others"
    bounds = f"{counted(row['bounds'], 'bound')} alone" if row["bounds"] else ""
    if not row["lowest"] or row["voices"] == 1:
        return bounds if row["voices"] > 1 else ""
    ends = dict.fromkeys(f"{row[end]} ({row[f'{end}_by']})" for end in ("lowest", "highest"))
    return f"{' to '.join(ends)}{f'; {bounds}' if bounds else ''}"


def _voices(row: dict[Any, Any]) -> str:
    more = row["statements"] != row["voices"]
    return f"{row['voices']}{f' (of {row["statements"]} statements)' if more else ''}"


def _groups(frame: "pd.DataFrame") -> str:
    if len(frame) < 2:
        return ""
    rows = [
        (
            row["group"] or "no group named",
            *(str(row[name]) for name in ("voices", "statements", "questions")),
            days(row["when"]),
        )
        for row in frame.reset_index().to_dict("records")
    ]
    header = ["Group", "Voices", "Statements", "Questions", "When"]
    inside = table(header, rows, shown=_SPEAKERS, whole="study.groups()", wide=True)
    return fold(counted(len(frame), "group"), inside, opened=len(frame) <= _FEW)


def _speakers(frame: "pd.DataFrame") -> str:
    rows = [
        (
            row["forecaster"],
            "; ".join(
                filter(None, (row["group"], _KINDS[row["kind"]], "" if row["voice"] else "not counted as a voice"))
            ),
            str(row["answered"]),
            str(row["statements"]),
            days(row["when"]),
            long(_cut(row["left_open"])),
            long(_cut(row["sources"], "; ")),
        )
        for row in frame.to_dict("records")
    ]
    header = ["Who", "Group and kind", "Answers", "Statements", "When", "Left open", "Sources"]
    inside = table(header, rows, shown=_SPEAKERS, whole="study.speakers()", wide=True)
    return fold(f"Who spoke: {len(frame):,}", inside, opened=len(frame) <= _FEW)


def _sources(frame: "pd.DataFrame") -> str:
    rows = [
        (
            long(row["source"] or "no source given"),
            *(str(row[name]) for name in ("statements", "speakers")),
            days(row["when"]),
        )
        for row in frame.reset_index().to_dict("records")
    ]
    named = int((frame.index != "").sum())
    header = ["Source", "Statements", "Speakers", "When"]
    inside = table(header, rows, shown=_SPEAKERS, whole="study.sources()", wide=True)
    return fold(counted(named, "source") if named else "No source given", inside) if rows else ""


def _warnings(study: Study) -> str:
    if not study.warnings:
        return ""
    rows = [(problem.where, problem.why, problem.remedy) for problem in study.warnings]
    return fold(counted(len(rows), "warning"), table(["Where", "What", "To mend it"], rows, wide=True))
