"""Names that files or cells cannot hold, and names that are hard to tell apart."""

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from consilience.problems import Problem
from consilience.study.checks.people import first_rows
from consilience.study.columns import COLUMNS
from consilience.study.estimate import Estimate
from consilience.study.question import ALL_GROUPS
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import foreign_letters, is_control, listed, quoted, skeleton

_LONGEST = 100
# What columns are called, and what answers, charts and tables call their own lines.
_SUMMED = "mean median mode average total sum overall consensus pooled pool population prior posterior aggregate answer"
_SUMMARIES = frozenset((*COLUMNS, *_SUMMED.split(), "all", "everybody", "everyone"))
# What a condition says of parents none of which bears on its question, by the influence of that.
_LEAKS = {"noisy_or": ("none", "leak"), "noisy_and": ("all",)}
# Below this two short names differ in too much to be one with a slip in it.
_SHORTEST_WORD, _LIKENESS = 4, 0.9


def unusable_names(reading: Reading) -> Iterator[Problem]:
    """Find names of questions and options that cannot become names of files or stand in cells and conditions."""
    for question in reading.study.questions.values():
        keys = ("question", question.name)
        fault = _name_fault(question.name)
        if not fault and question.name.casefold().split()[:-1][:1] == ["not"]:
            fault = "begins with 'not', which a condition reads as its denial"
        if fault:
            yield reading.declared(keys, f"the question name {quoted(question.name)} {fault}", _REMEDY)
        for option in question.options:
            if fault := _name_fault(option):
                yield reading.declared((*keys, "options"), f"the option name {quoted(option)} {fault}", _REMEDY)


_REMEDY = "use letters, digits, blanks, hyphens and underscores; the title may say anything"


def _name_fault(name: str) -> str | None:
    if not name or name != name.strip():
        return "is empty" if not name.strip() else "begins or ends with a blank"
    if any(is_control(character) for character in name):
        return "holds invisible characters"
    bad = [character for character in '=/\\:*?"<>|,' if character in name]
    if bad:
        return f"holds {bad[0]}"
    if name.startswith("."):
        return "begins with a dot"
    return f"is longer than {_LONGEST} characters" if len(name) > _LONGEST else None


def lookalikes(reading: Reading) -> Iterator[Problem]:
    """Find names that differ only in case, accents, blanks or foreign letters, and count as different."""
    for column in ("forecaster", "group"):
        for spellings in _alike(first_rows(reading, column)):
            (name, row), *others = spellings.items()
            for other, at in others:
                foreign = foreign_letters(other) or foreign_letters(name)
                why = (
                    f"{column} {quoted(other)} looks like {quoted(name)} ({row.file}:{row.line})"
                    f"{f', but for {foreign}' if foreign else ''}; they count as two"
                )
                yield at_row(at, why, "spell both alike, or tell them apart more clearly", said=other)
    for names in _alike({name: name for name in reading.study.questions}):
        first, *rest = names
        for other in rest:
            why = f"question {quoted(other)} looks like {quoted(first)}"
            yield reading.declared(("question", other), why, "give one of them another name")


def _alike[T](names: Mapping[str, T]) -> Iterator[dict[str, T]]:
    shapes: dict[str, dict[str, T]] = defaultdict(dict)
    for name, where in names.items():
        shapes[skeleton(name)][name] = where
    return (spellings for spellings in shapes.values() if len(spellings) > 1)


def mistyped_groups(reading: Reading) -> Iterator[Problem]:
    """Find groups with a single row, spelled almost like another group."""
    rows = first_rows(reading, "group")
    sizes = Counter(row.cells["group"] for row in reading.said)
    for group, row in rows.items():
        if sizes[group] == 1:
            twin = next((other for other in rows if sizes[other] > 1 and _is_slip(group, other)), None)
            if twin is not None:
                why = f"group {quoted(group)} has this row only, and is almost {quoted(twin)}"
                yield at_row(row, why, f"write {quoted(twin)} if that is meant", said=group)


def reserved_groups(reading: Reading) -> Iterator[Problem]:
    """Find rows in a group that is called like the answer over all groups."""
    if row := first_rows(reading, "group").get(ALL_GROUPS):
        why = f"a group cannot be called {quoted(ALL_GROUPS)}: that is the answer over all groups"
        yield at_row(row, why, "name the panel, or leave the cell empty", said=ALL_GROUPS)


def summary_groups(reading: Reading) -> Iterator[Problem]:
    """Find groups that are called like a column, or like what their own answers are summed up in."""
    for group, row in first_rows(reading, "group").items():
        if group != ALL_GROUPS and group.casefold().strip() in _SUMMARIES:
            why = (
                f"group {quoted(group)} is called like a column or a summary, and in tables and charts its answer would"
                " be taken for one"
            )
            yield at_row(row, why, "name the panel, or leave the cell empty", said=group)


def words_of_conditions(reading: Reading) -> Iterator[Problem]:
    """Find questions that are called like a word of conditions, such as the leak of a noisy-or."""
    questions = reading.study.questions
    words = {word for question in questions.values() for word in _LEAKS.get(question.influence or "", ())}
    for name in questions:
        # Nobody asks of none.
        if name.casefold() in words | {"none"}:
            why = f"the question name {quoted(name)} is a word of conditions: behind | it says which parents bear"
            yield reading.declared(("question", name), why, "give it another name")


def _is_slip(name: str, other: str) -> bool:
    """Tell whether one word of a name has a slip in it, as "panel a" beside "panel b" has not."""
    words, others = skeleton(name).split(), skeleton(other).split()
    if len(words) != len(others):
        return False
    pairs = [(word, twin) for word, twin in zip(words, others, strict=True) if word != twin]
    if len(pairs) != 1:
        return False
    word, twin = pairs[0]
    digits = [[c for c in text if c.isdigit()] for text in (word, twin)]
    alike = difflib.SequenceMatcher(None, word, twin).ratio() >= _LIKENESS
    return alike and digits[0] == digits[1] and min(len(word), len(twin)) >= _SHORTEST_WORD


def wandering_forecasters(reading: Reading) -> Iterator[Problem]:
    """Find persons whose standing estimates are in several groups, or who were in another before."""
    standing, ever = (_groups_of(rows) for rows in (reading.study.standing, reading.study.rows))
    for forecaster, rows in ever.items():
        now = standing.get(forecaster, {})
        if len(now) > 1:
            last = [*now.values()][-1]
            why = f"{quoted(forecaster)} is in more than one group: {listed(map(_group_and_place, now.values()))}"
            yield at_row(last, why, "give all rows of a person one group", said=last.group)
        elif len(rows) > 1 and now:
            (stands,) = now.values()
            others = [row for group, row in rows.items() if group != stands.group]
            was = listed(map(_group_and_place, others))
            why = f"{quoted(forecaster)} was in {was} and is now in {_group_and_place(stands)}"
            yield at_row(
                stands, why, "give all rows of a person one group, or leave it if they moved", said=stands.group
            )


def _groups_of(rows: Iterable[Estimate]) -> dict[str, dict[str | None, Estimate]]:
    """First row of each person in each group."""
    groups: dict[str, dict[str | None, Estimate]] = defaultdict(dict)
    for row in rows:
        if row.kind == "person":
            groups[row.forecaster].setdefault(row.group, row)
    return groups


def _group_and_place(row: Estimate) -> str:
    return f"{quoted(row.group) if row.group else 'no group'} ({row.file}:{row.line})"
