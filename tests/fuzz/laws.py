"""What must hold of every text and of every study, whatever stands in them."""

import re
import tempfile
from fractions import Fraction
from pathlib import Path
from unicodedata import decimal

from typer.testing import CliRunner

from consilience.cli import app
from consilience.models.checking import check_study
from consilience.notation import (
    BaseRate,
    Bounds,
    Number,
    Point,
    Quantiles,
    Range,
    Survey,
    Usage,
    Value,
    brief,
    canonical,
    describe,
    layout,
    parse,
)
from consilience.notation.forms.inequality import Inequality
from consilience.problems import NotationError, Problem, StudyError
from consilience.study import Study, read_study
from tests.notation.said import meaning
from tests.notation.test_remedies import keeps, suggestions
from tests.study.conftest import TODAY
from tests.study.malformed.kit import Files, write

_INNARDS = re.compile(r"Traceback|object at 0x|<class |Error\(|datetime\.|sys\.|\bNone\b(?! is not an estimate)")
_PERCENTAGE = re.compile(r"(?<![0-9]\s)(?<![0-9.,:/^eE'·⁄-])([0-9]+(?:\.[0-9]+)?) ?%")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*|\.[0-9]+")
# Where a remedy may name what was not said, because it asks which of several things was meant.
_ASKED = re.compile(r"two readings|not agreed|more than certain|inside the number|no sign beside|next to none")
# "About" says as much of either way, a quarter of the number.
_ROUGHLY = re.compile(r"[~≈]|\b(?:about|around|roughly|approx|circa|ca|c)", re.IGNORECASE)
_NUMERIC_WORD = re.compile(r"[^\W\d_]{3,}|[‰½⅓⅔¼¾@±^×]")


class LawError(AssertionError):
    """Something that must hold does not."""


def hold(law: bool, told: object) -> None:
    """Raise where a law does not hold."""
    if not law:
        raise LawError(told)


def of_a_text(text: str, usage: Usage) -> None:
    """A text is read as the numbers it says, or refused with a remedy that says no other."""
    try:
        value = parse(text, usage=usage)
    except NotationError as error:
        _of_a_refusal(text, error.problem)
        return
    again = parse(canonical(value))
    hold(meaning(again) == meaning(value), f"{canonical(value)!r} is read as {again}")
    hold(bool(describe(value)) and bool(brief(value, text)), "a value without words")
    layout(value)
    _of_numbers(text, value)


def _of_a_refusal(text: str, problem: Problem) -> None:
    hold(bool(problem.why and problem.remedy), "a refusal without a remedy")
    hold(problem.said == text or len(text) > len(problem.said or ""), "a refusal of another text")
    hold(not _INNARDS.search(problem.why.replace(text, "")), problem.why)
    for suggested in () if _ASKED.search(problem.why) else suggestions(problem):
        hold(keeps(problem, suggested), f"a remedy of other numbers: {problem.remedy}")


def _of_numbers(text: str, value: Value) -> None:
    """Every percentage said is one of the numbers read, or the coverage; one alone is the number."""
    # Digits of every script are read as those of ASCII.
    text = "".join(str(digit) if (digit := decimal(letter, None)) is not None else letter for letter in text)
    found = _PERCENTAGE.findall(text)
    said = [Fraction(digits) / 100 for digits in found]
    read = _numbers(value)
    # "5% (+3%/-2%)" and "5% ± 2% (90% CI)" say their ends by how far they are.
    # The text of a share may say anything else of who was asked.
    if (
        isinstance(value, BaseRate)
        or not said
        or re.search("[+±]", text)
        or (isinstance(value, Survey) and value.shares)
    ):
        return
    for share, digits in zip(said, found, strict=True):
        # What is said in two ways agrees within what either was rounded to.
        half = Fraction(10) ** -len(digits.partition(".")[2]) / 200
        half = max(half, share / 4) if _ROUGHLY.search(text) else half
        near = any(number.low <= share <= number.high or abs(share - Fraction(number.value)) <= half for number in read)
        covered = any(abs(float(share) - level) < 1e-9 for level in _levels(value))
        hold(near or covered, f"{float(share):.9g} is said, and {canonical(value)} read")
    if len(said) == len(_NUMBER.findall(text)) == 1 and not _NUMERIC_WORD.search(text):
        hold([number.value for number in read] == [float(said[0])], f"{canonical(value)} is not what is said")


def _numbers(value: Value) -> list[Number]:
    match value:
        case Point():
            return [value.number]
        case Inequality():
            return [value.bound]
        case Range():
            return [value.low, value.high]
        case Bounds():
            return [value.best, value.low, value.high]
        case Quantiles():
            return list(value.numbers)
        case Survey():
            median = value.median.bound if isinstance(value.median, Inequality) else value.median
            found = (median, value.mean, value.sd, value.se, *(value.ci95 or ()), *(value.quartiles or ()))
            return [number for number in found if number is not None]
        case _:
            return []


def _levels(value: Value) -> tuple[float, ...]:
    match value:
        case Range() | Bounds() if value.coverage is not None:
            return (value.coverage,)
        case Quantiles():
            return value.levels
        case Survey():
            return 0.95, 0.5
        case _:
            return ()


def of_a_study(files: Files, *, by_command: bool) -> None:
    """A study is read, or its faults are told by file and line."""
    with tempfile.TemporaryDirectory() as folder:
        study = write(Path(folder) / "floods", files)
        for problem in check_study(study, today=TODAY):
            hold(bool(problem.file and problem.why and problem.remedy), problem)
            hold(not re.search(r"Traceback|object at 0x|<class |sys\.|datetime\.", problem.why), problem.why)
        try:
            read = read_study(study, today=TODAY)
        except StudyError as error:
            hold(bool(error.problems), "a refusal without a problem")
        else:
            _of_rows(read)
        if by_command:
            result = CliRunner().invoke(app, ["check", str(study)])
            hold(result.exit_code in (0, 1, 2), result.exception)
            hold(result.exception is None or isinstance(result.exception, SystemExit), repr(result.exception))


def _of_rows(study: Study) -> None:
    for row in study.rows:
        question = study.questions.get(row.question.partition("=")[0].partition("|")[0].strip())
        unit = question.unit if question else None
        if unit is None and type(row.value).__name__ != "Words":
            again = parse(canonical(row.value))
            hold(meaning(again) == meaning(row.value), f"{row.said!r} is kept as {canonical(row.value)!r}")
