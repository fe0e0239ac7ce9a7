"""What an answer was made from, as plain records, and what came, went or changed between two of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, cast

from consilience.notation import Value, Words, canonical, describe, parse
from consilience.study import Estimate, Kind, Speaker, Study

type Statement = Mapping[str, str]
type Asked = tuple[str, Speaker]
type What = Literal["came", "went", "changed"]


def statements_of(rows: Iterable[Estimate]) -> list[Statement]:
    """Rows of estimates as records of texts, in an order that does not depend on that of files and lines.

    Parameters
    ----------
    rows : iterable of Estimate
        One a question and speaker, as those that stand.

    Returns
    -------
    list of mapping of str to str
        ``question``, ``kind``, ``forecaster``, ``group``, ``said`` (verbatim), ``read`` (in the notation), ``date``,
        ``source``; empty where not given.
    """
    found = [
        {
            "question": row.question,
            "kind": row.kind,
            "forecaster": row.forecaster,
            "group": row.group or "",
            "said": row.said,
            "read": _read(row.value),
            "date": row.date.isoformat() if row.date else "",
            "source": row.source or "",
        }
        for row in rows
    ]
    return sorted(found, key=lambda record: tuple(record.values()))


def weighed_in(study: Study) -> list[Statement]:
    """What counts in a study's answer, as records.

    Parameters
    ----------
    study : Study

    Returns
    -------
    list of mapping
    """
    return statements_of(study.weighed)


def _read(value: Value) -> str:
    # What a word means is its lexicon's, which may change.
    return f"{canonical(value)}: {describe(value)}" if isinstance(value, Words) else canonical(value)


def as_stated(study: Study, statements: Sequence[Statement]) -> Study:
    """A study as it stood when it was said what records have.

    Parameters
    ----------
    study : Study
        The same study, now or then.
    statements : sequence of mapping
        As of :func:`weighed_in`.

    Returns
    -------
    Study
        The one given where nothing else counts in it; else one whose rows are the records.

    Raises
    ------
    NotationError
        If a record cannot be read without a lexicon.
    KeyError
        If the study asks what a record is about no more.
    """
    now = weighed_in(study)
    if now == list(statements):
        return study
    known = {tuple(record.values()): row for record, row in zip(now, _sorted(study.weighed), strict=True)}
    found = [known.get(tuple(record.values())) or _estimate_of(record, study) for record in statements]
    # They stood then, whatever was withdrawn since.
    rows = [replace(row, until=None) for row in found]
    return replace(study, rows=tuple(rows), warnings=(), day=None, inputs={})


def _sorted(rows: Iterable[Estimate]) -> list[Estimate]:
    return sorted(rows, key=lambda row: tuple(statements_of([row])[0].values()))


def _estimate_of(record: Statement, study: Study) -> Estimate:
    return Estimate(
        question=record["question"],
        forecaster=record["forecaster"],
        date=date.fromisoformat(record["date"]) if record["date"] else None,
        said=record["said"],
        value=parse(record["read"], unit=study.question(record["question"]).unit),
        group=record["group"] or None,
        kind=cast("Kind", record["kind"]),
        source=record["source"] or None,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """One speaker's statement on one question that came, went or changed between two answers.

    Parameters
    ----------
    before, after : mapping or None
        Its records; ``None`` where it was not there.
    """

    before: Statement | None
    after: Statement | None

    @property
    def what(self) -> What:
        """Which of the three."""
        if self.before is None:
            return "came"
        return "went" if self.after is None else "changed"

    @property
    def record(self) -> Statement:
        """The later of its records."""
        found = self.after or self.before
        assert found is not None, "a change is of something"
        return found

    @property
    def of(self) -> Asked:
        """Question and speaker, as estimates have them."""
        return _of(self.record)

    def __getitem__(self, name: str) -> str:
        return self.record[name]


def changes_between(before: Sequence[Statement], after: Sequence[Statement]) -> tuple[Change, ...]:
    """Statements that came, went or changed.

    Parameters
    ----------
    before, after : sequence of mapping
        As of :func:`statements_of`.

    Returns
    -------
    tuple of Change
        What changed, came, went, each by question and speaker. The same statement made again on a later day, or from
        another source, is no change, nor is another spelling of the same value.

    Examples
    --------
    >>> ada = {"question": "rain", "kind": "person", "forecaster": "Ada", "group": "", "read": "5%", "date": ""}
    >>> [change.what for change in changes_between([ada], [ada | {"read": "9%"}, ada | {"forecaster": "Bo"}])]
    ['changed', 'came']
    """
    old, new = ({_of(record): record for record in records} for records in (before, after))
    of = sorted({*old, *new}, key=lambda asked: (asked[0], *(part or "" for part in asked[1])))
    changes = [Change(old.get(asked), new.get(asked)) for asked in of]
    order = ("changed", "came", "went")
    moved = [change for change in changes if not (change.before and change.after and _alike(change))]
    return tuple(sorted(moved, key=lambda change: order.index(change.what)))


def _of(record: Statement) -> Asked:
    """Question and speaker, as :attr:`Estimate.speaker` has them."""
    group = None if record["kind"] == "person" else record["group"] or None
    return record["question"], (record["kind"], record["forecaster"], group)


def _alike(change: Change) -> bool:
    assert change.before is not None
    assert change.after is not None
    return all(change.before[name] == change.after[name] for name in ("read", "group"))
