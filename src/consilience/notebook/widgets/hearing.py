"""One number as it was said in a field: typed as a percentage or a chance, or put on the scale."""

import re
from dataclasses import dataclass
from typing import Any, Literal

from consilience.notation import Lexicon, Point, Usage, Value, canonical, format_probability, parse
from consilience.notation.usage import PLAIN
from consilience.notebook.widgets.scale import Stop, chance_of
from consilience.problems import NotationError, Problem
from consilience.study import Study

Form = Literal["percent", "chance", "number"]
By = Literal["typed", "pointer", "keys"]

_BARE = re.compile(r"(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", re.IGNORECASE)
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_WHOLE = re.compile(r"\d[\d,]*")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a text as a row of a file of estimates is read.

    Parameters
    ----------
    unit : str or None
        Of a quantity, "date" for days; ``None`` for a probability.
    usage, grid, lexicon
        What is declared for the file and the study.
    """

    unit: str | None = None
    usage: Usage = PLAIN
    grid: str | None = None
    lexicon: Lexicon | None = None

    def __call__(self, text: str) -> Value:
        """Read one estimate, or raise NotationError."""
        return parse(text, unit=self.unit, grid=self.grid, lexicon=self.lexicon, usage=self.usage)

    def spelled(self, text: str) -> str:
        """Spell a text of the notation as the file has its numbers."""
        return _POINT.sub(",", text) if self.usage.decimal == "," else text

    def plain(self, text: str) -> str:
        """A number with a decimal point, however the file has it."""
        return text.replace(",", ".") if self.usage.decimal == "," else text


def reader_of(study: Study, question: str, file: str) -> Reader:
    """Make what reads a text as it will be read once it stands in a file of estimates.

    Parameters
    ----------
    study : Study
        As read from its folder.
    question : str
        In its canonical spelling.
    file : str
        Name of the file in ``estimates/``.
    """
    from consilience.study.reading.dialect import Dialect
    from consilience.study.reading.settings import read_settings

    unit, settings = study.question(question).unit, read_settings(study.path)
    # What is at fault with study.toml is told when something is saved.
    if isinstance(settings, Problem):
        return Reader(unit)
    dialect = settings.dialects.get(file) or Dialect()
    return Reader(unit, dialect.usage(), None if unit else dialect.grid, settings.lexicon)


@dataclass(frozen=True, slots=True)
class Heard:
    """A field: what was put there, how, and what it was read as.

    Parameters
    ----------
    text : str
        As typed.
    form : {"percent", "chance", "number"}
        Which of its inputs it was typed in; "number" is a quantity's.
    by : {"typed", "pointer", "keys"}
        With what.
    point : Point or None
        ``None`` where it is no single number.
    fault : str
        Why not.
    """

    text: str
    form: Form
    by: By
    point: Point | None = None
    fault: str = ""

    @property
    def written(self) -> str:
        """The number as it stands in an estimate."""
        return canonical(self.point) if self.point else ""

    @property
    def number(self) -> float | None:
        """The number; ``None`` where there is none."""
        return self.point.number.value if self.point else None

    @property
    def stop(self) -> Stop | None:
        """Its place on the scale; ``None`` where it has none, as 0% and 100%."""
        p = self.number
        if self.form == "number" or p is None or not 0 < p < 1:
            return None
        return Stop(Stop.of(p).z, self._percent(p), self._chance(p))

    @property
    def page(self) -> dict[str, Any]:
        """What the inputs show: what was typed where it was typed, and the other form of it."""
        p = self.number
        shown: dict[str, str] = {self.form: self.text}
        if p is not None and self.form != "number":
            shown = {"percent": self._percent(p), "chance": self._chance(p)} | shown
        stop = self.stop
        return {"shown": shown, "form": self.form, "fault": self.fault, "stop": stop.page if stop else None}

    def _percent(self, p: float) -> str:
        if self.form == "percent":
            return self.written
        said = format_probability(p)
        return said if abs(parse(said).number.value - p) < 1e-9 * p else f"about {said}"  # type: ignore[union-attr]

    def _chance(self, p: float) -> str:
        return self.written if self.form == "chance" else chance_of(p)


def hear(text: str, form: Form, by: By, read: Reader) -> Heard | None:
    """Read what was put into a field; ``None`` where nothing was.

    Parameters
    ----------
    text : str
        ``5`` in a field of percent is 5%, and ``6`` in a field of chances 1 in 6.
    form, by
        As for :class:`Heard`.
    read : Reader
    """
    said = text.strip()
    if not said:
        return None
    if by == "typed" and form == "percent" and (fault := _small(said.replace(",", "."))):
        return Heard(text, form, by, fault=fault)
    try:
        value = read(_with_sign(said, form, read) if by == "typed" else read.spelled(said))
    except NotationError as error:
        return Heard(text, form, by, fault=shortly(error.problem))
    if not isinstance(value, Point):
        return Heard(text, form, by, fault="One number goes here, not an interval or a bound.")
    return Heard(text, form, by, point=value)


def shortly(problem: Problem) -> str:
    """Say a problem in two sentences below the field that has it."""
    return ". ".join(f"{part[:1].upper()}{part[1:]}" for part in (problem.why, problem.remedy)) + "."


def _with_sign(said: str, form: Form, read: Reader) -> str:
    if form == "percent" and _BARE.fullmatch(read.plain(said)):
        return f"{said.rstrip('.')}%"
    if form == "chance" and _WHOLE.fullmatch(said):
        return f"1 in {said}"
    return said


def _small(said: str) -> str:
    """A bare fraction in a field of percent, which people type for either."""
    if not _BARE.fullmatch(said) or not 0 < float(said) < 1:
        return ""
    try:
        fraction = parse(said)
    except NotationError:
        return ""
    as_percent = format_probability(fraction.number.value) if isinstance(fraction, Point) else said
    return f"This has two readings: {said}% or {as_percent}. Write the percent sign."
