"""Verbal probabilities: lexicons that say what "likely" was taken to mean, by whom."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Self

from consilience.notation.cells import digits
from consilience.notation.forms.point import Point
from consilience.notation.forms.range import Range
from consilience.notation.forms.words import Words
from consilience.notation.numbers import Number
from consilience.notation.spoken import percent
from consilience.notation.tokens import normalised
from consilience.problems import Problem, StudyError

COLUMNS = ("lexicon", "term", "low", "high", "central")
Meaning = tuple[float, float, float | None]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the terms of one lexicon mean.

    Parameters
    ----------
    name : str
        Name of the lexicon, such as ``"ICD-203"``.
    terms : mapping of str to (float, float, float or None)
        Low, high and, where the lexicon gives one, central probability of each term, as fractions.

    Examples
    --------
    >>> lexicon = Lexicon("ICD-203", {"likely": (0.55, 0.8, None)})
    >>> lexicon.read_term("Likely").meaning.low.written
    '55%'
    """

    name: str
    terms: Mapping[str, Meaning]
    _by_spelling: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "terms", MappingProxyType(dict(self.terms)))
        object.__setattr__(self, "_by_spelling", {spelling(term): term for term in self.terms})

    @classmethod
    def read(cls, path: Path | str, name: str) -> Self:
        """Read one lexicon from a CSV file that may hold several.

        Parameters
        ----------
        path : path
            UTF-8 with the columns ``lexicon,term,low,high,central``; others are ignored. Probabilities are
            fractions; ``central`` may be empty.
        name : str
            The lexicon to read.

        Returns
        -------
        Lexicon
            Its terms, in the order of the file.

        Raises
        ------
        StudyError
            With every problem of the file: a missing column, an unknown lexicon, numbers that are none.
        """
        problems: list[Problem] = []
        rows = list(_rows(Path(path), problems))
        terms: dict[str, Meaning] = {}
        for line, row in rows:
            if row["lexicon"] == name and (meaning := _meaning(str(path), line, row, problems)):
                if spelling(row["term"]) in {spelling(term) for term in terms}:
                    why = f'the term "{row["term"]}" is given twice in {name}'
                    problems.append(Problem(why, "keep one of them", file=str(path), line=line))
                terms[row["term"]] = meaning
        if not problems and not terms:
            names = ", ".join(dict.fromkeys(row["lexicon"] for _, row in rows)) or "none"
            problems.append(
                Problem(f'there is no lexicon "{name}"', f"name one of those in the file: {names}", file=str(path))
            )
        if problems:
            raise StudyError.of(f'the lexicon "{name}"', problems)
        return cls(name, terms)

    def read_term(self, text: str) -> Words | None:
        """Look a text up, whatever its case, spaces and quotes around it; ``None`` where it is not a term."""
        term = self._by_spelling.get(spelling(text))
        if term is None:
            return None
        low, high, central = self.terms[term]
        if central is None:
            return Words(term, self.name, Range(_in_percent(low), _in_percent(high)))
        middle = _in_percent(central)
        cell = Number(middle.written, middle.value, min(middle.low, low), max(middle.high, high))
        return Words(term, self.name, Point(cell))

    def near(self, text: str) -> tuple[str, ...]:
        """Find terms that are spelled like a text, nearest first."""
        # Only an unknown term needs it, and it costs more to import than the whole notation.
        from difflib import get_close_matches

        return tuple(self._by_spelling[match] for match in get_close_matches(spelling(text), self._by_spelling))


def spelling(text: str) -> str:
    """Spell a term as it is compared: without quotes around it, in lower case, with single spaces.

    Examples
    --------
    >>> spelling(' "Very  Likely" ')
    'very likely'
    """
    plain = " ".join(normalised(text).casefold().split())
    quoted = len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'"
    return plain[1:-1].strip() if quoted else plain


def _in_percent(value: float) -> Number:
    """Give a lexicon's number the cell of its digits."""
    written = percent(value)
    shown = Decimal(written.removesuffix("%"))
    whole = 100 if written.endswith("%") else 1
    step = Fraction(Decimal((0, (1,), int(shown.as_tuple().exponent))))
    return digits(written, Fraction(shown) / whole, step / whole).clipped().number()


def _rows(path: Path, problems: list[Problem]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = f"the lexicon cannot be read: {error}"
        problems.append(Problem(why, "give a UTF-8 file of verbal probabilities", file=str(path)))
        return
    reader = csv.DictReader(text.splitlines(keepends=True), restval="")
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        why = f"the lexicon lacks the columns {', '.join(missing)}"
        problems.append(Problem(why, f"give the columns {','.join(COLUMNS)}", file=str(path), line=1))
        return
    for row in reader:
        yield reader.line_num, {column: row[column].strip() for column in COLUMNS}


def _meaning(file: str, line: int, row: dict[str, str], problems: list[Problem]) -> Meaning | None:
    try:
        low, high = float(row["low"]), float(row["high"])
        central = float(row["central"]) if row["central"] else None
    except ValueError:
        numbers = (float("nan"), float("nan"), None)
        low, high, central = numbers
    if 0 <= low <= high <= 1 and (central is None or low <= central <= high):
        return low, high, central
    said = ", ".join((row["low"], row["high"], row["central"]))
    why = f'low, high and central of "{row["term"]}" are not fractions from 0 to 1 in that order'
    remedy = "give 0.55,0.8 with a central value between them or none"
    problems.append(Problem(why, remedy, file=file, line=line, said=said))
    return None
