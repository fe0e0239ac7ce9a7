"""Texts that are known to go wrong: what they may have been, and what to write instead.

They are looked at only once the grammar has refused a text, and only where the whole text matches.
"""

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction

from consilience.notation.lexicon import Lexicon
from consilience.notation.numerals import NUMBER_WORDS
from consilience.notation.spoken import percent
from consilience.notation.tokens import Reader
from consilience.problems import Problem

Fault = tuple[str, str]

_MISSING = frozenset(
    (
        "?",
        "??",
        "-",
        "--",
        ".",
        "/",
        "na",
        "n/a",
        "n.a.",
        "none",
        "null",
        "nil",
        "tbd",
        "unknown",
        "blank",
        "skip",
    )
) | {
    "no answer",
    "no opinion",
    "no idea",
    "don't know",
    "dont know",
    "not sure",
    "prefer not to say",
}
# English and German: what the spreadsheets of the reported cases wrote.
_MONTH = (
    "(jan(?:uary?)?|feb(?:ruary?)?|mar(?:ch)?|märz?|mrz|apr(?:il)?|may|mai|jun[ei]?|jul[yi]?|aug(?:ust)?|"
    "sept?(?:ember)?|o[ck]t(?:ober)?|nov(?:ember)?|de[cz](?:ember)?)\\.?"
)
_MONTHS = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12} | {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_N = r"([0-9]+(?:\.[0-9]+)?)"
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_SIZES = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}

# What spreadsheets count days from, and the serial numbers that fall between 1954 and 2119.
_SERIAL_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(20_000, 80_001)

_AS_TEXT = "and format the column as text before typing"


def known_fault(reader: Reader, unit: str | None, lexicon: Lexicon | None) -> Problem | None:
    """Say what a refused text is known to be, ``None`` where the grammar's own refusal says all.

    Parameters
    ----------
    reader : Reader
        Of the text that was refused.
    unit : str or None
        ``None`` for a probability.
    lexicon : Lexicon or None
        For terms that are near an unknown one.

    Returns
    -------
    Problem or None
        Marks the whole text.
    """
    text = reader.text.strip()
    if not text:
        fault: Fault | None = ("the estimate is empty", "write one, or leave the row out")
    elif text in _MISSING:
        fault = (f"{reader.said.strip()} is not an estimate", "leave the row out where nothing was said")
    elif re.fullmatch(r"[+-]?(?:nan|inf(?:inity)?|∞)%?", text):
        why = f"{reader.said.strip()} is what a program writes for a number that is missing or undefined"
        fault = (why, "give the number, or leave the row out")
    else:
        fault = _matching(text, _DATED if unit == "date" else _PROBABILITIES if unit is None else ())
        if fault is None and unit is None:
            fault = _words(text, lexicon)
    if fault is None:
        return None
    start = len(reader.text) - len(reader.text.lstrip())
    span = (start, start + len(text)) if text else (0, len(reader.said))
    return Problem(*fault, said=reader.said, span=span)


def _matching(
    text: str, table: "tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Fault | None]], ...]"
) -> Fault | None:
    for pattern, fault in table:
        if (match := pattern.fullmatch(text)) and (found := fault(match)):
            return found
    return None


def _words(text: str, lexicon: Lexicon | None) -> Fault | None:
    if not re.fullmatch(r"[^\W\d_][^\d%:/=<>]*|\"[^\"]*\"|'[^']*'", text):
        return None
    term = text.strip("\"' ")
    if lexicon is None:
        return (
            f'"{term}" means different probabilities to different people, and no lexicon was named',
            'write a number, or opt in with lexicon = "ICD-203" (or another) in study.toml',
        )
    near = lexicon.near(term) or tuple(lexicon.terms)[:6]
    listed = ", ".join(f'"{other}"' for other in near)
    return (
        f'"{term}" is not a term of the lexicon {lexicon.name}',
        f"write a number, or a term such as {listed}",
    )


def _mangled(day: int, month: int) -> Fault | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    low, high = sorted((day, month))
    readings = f"{day}-{month} (day first), {month}-{day} or {month}/{day} (month first)"
    if day == month:
        readings = f"{day}-{month} or {day}/{month}"
    remedy = f"look up what was said; write it with its sign, such as {low}-{high}%, {_AS_TEXT}"
    return f"a spreadsheet has made this a date; it may have been {readings}", remedy


def _day_month(match: re.Match[str]) -> Fault | None:
    return _mangled(int(match[1]), _MONTHS[match[2][:3]])


def _month_year(match: re.Match[str]) -> Fault | None:
    month, rest = _MONTHS[match[1][:3]], match[2]
    readings = f"{month}-{rest} or {month}/{rest}"
    if len(rest) <= 2 and 1 <= int(rest) <= 31:
        readings = f"{month}-{rest}, {month}/{rest} or {int(rest)}-{month}"
    remedy = f"look up what was said; write it with its sign, such as {month}-{int(rest)}%, {_AS_TEXT}"
    return f"a spreadsheet has made this a month; it may have been {readings}", remedy


def _numeric_date(match: re.Match[str]) -> Fault | None:
    day, month, dotted = int(match[1]), int(match[3]), match[2] == "."
    if not dotted:
        return _mangled(month, day) if month > 12 else _mangled(day, month)
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    readings = f"{day}.{month} (typed where the decimal sign is a comma) or {day}-{month}"
    remedy = f"look up what was said; write it with its sign, such as {day}.{month}%, {_AS_TEXT}"
    return f"a spreadsheet has made this a date; it may have been {readings}", remedy


def _iso_date(match: re.Match[str]) -> Fault | None:
    return _mangled(int(match[2]), int(match[1]))


def _serial(match: re.Match[str]) -> Fault | None:
    number = int(match[0])
    if number not in _SERIALS:
        return None
    day = _SERIAL_EPOCH + dt.timedelta(days=number)
    found = _mangled(day.day, day.month)
    if found is None:
        return None
    why = found[0].replace("this a date", f"this the date number {number}, which is {day.isoformat()}")
    return why, found[1]


def _slashed(match: re.Match[str]) -> Fault | None:
    one, other = (text.lstrip("0") or "0" for text in match.groups())
    first, second = Fraction(one), Fraction(other)
    if first == second or not second:
        return None
    two = f"{match[0]} has two readings"
    if first > second:
        share = percent(float(first / (first + second)), significant=3)
        readings = f"{one} for and {other} against ({share}) or the range {other}-{one}%"
        return f"{two}: {readings}", f"write {share} or {other}-{one}%"
    share = percent(float(first / second), significant=3)
    readings = f"{one} in {other} ({share}) or the range {one}-{other}%"
    return f"{two}: {readings}", f"write {one} in {other} or {one}-{other}%"


def _range_without_sign(match: re.Match[str]) -> Fault | None:
    low, high = Fraction(match[1]), Fraction(match[2])
    if low >= high or high < 1:
        return None
    if high == 1:
        share = f"{float(100 * low):g}-100%"
        why = f"{match[0]} has two readings: {match[1]}-{match[2]}% or, as fractions, {share}"
        return why, f"write {match[1]}-{match[2]}% or {share}"
    why = f"the range {match[0]} has no percent sign, and as fractions it is more than certain"
    return why, f"write {match[1]}-{match[2]}% if it is in percent"


def _power(match: re.Match[str]) -> Fault | None:
    exponent = int(match[2].translate(_SUPERSCRIPTS))
    if not -12 <= exponent < 0:
        return "a power is not read", "write the number as 0.01% or 1e-4"
    factor = match[1] or "1"
    value = Fraction(factor) * Fraction(10) ** exponent
    shown = f"{percent(float(value))} or " if value <= 1 else ""
    return "a power is not read", f"write {shown}{factor}e{exponent}"


def _plus_minus(match: re.Match[str]) -> Fault | None:
    best, by = Fraction(match[1]), Fraction(match[2])
    low, high = (f"{float(end):g}%" for end in (max(best - by, Fraction(0)), min(best + by, Fraction(100))))
    remedy = f"write {match[1]}% [{low}, {high}] with its coverage, such as @90%"
    return "what a ± covers is not agreed: a standard deviation, or an interval of 50%, 90% or 95%", remedy


def _sign_inside(match: re.Match[str]) -> Fault | None:
    return "there is a percent sign inside the number", f"write {match[1]}.{match[2]}%"


def _and_more(match: re.Match[str]) -> Fault | None:
    if Fraction(match[1]) > 100:
        return None
    return f"{match[0]} is a bound with its sign at the end", f"write >={match[1]}%"


def _per(match: re.Match[str]) -> Fault | None:
    return f"{match[0]} may be a chance or a rate", f"write {match[1]} in {match[2]} if it is a chance"


def _large_words(match: re.Match[str]) -> Fault | None:
    size = _SIZES[match[2]]
    return f"{match[2]} is not read as a number", f"write {match[1]} in {size}"


def _spaced(match: re.Match[str]) -> Fault | None:
    joined = re.sub(r"(?<=[0-9]) (?=[0-9]{3})", "", match[0])
    sign = "" if re.search(r"[^0-9]", joined) else ", with its sign"
    return "there is a space inside a number", f"write {joined}{sign}"


def _percent_words(match: re.Match[str]) -> Fault | None:
    return "a percentage is read in digits only", f"write {NUMBER_WORDS[match[1]]}%"


def _between(match: re.Match[str]) -> Fault | None:
    if re.search("[<>≤≥]", match[0]):
        why = f"a range is read without '{match[1]}', and with a number at either end"
        return why, "write the two numbers, such as 1% to 5%, or one bound, such as <=5%"
    return f"a range is read without '{match[1]}'", f"write {match[2].strip()} to {match[3].strip()}"


def _bounded_median(match: re.Match[str]) -> Fault | None:
    said = f"{match[1]}={match[2]}{match[3]}"
    return "the name of a number is followed by an equals sign, in front of a bound too", f"write {said}"


def _written_date(_: re.Match[str]) -> Fault | None:
    return (
        "a date is read in ISO form only, because days and months change places",
        "write 2040-06-01 or 2040-06",
    )


def _table(
    *rows: tuple[str, Callable[[re.Match[str]], Fault | None]],
) -> tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Fault | None]], ...]:
    return tuple((re.compile(pattern), fault) for pattern, fault in rows)


_TIME = r"(?:[ t][0-9:.]{4,15}z?)?"
_PROBABILITIES = _table(
    (rf"([0-9]{{1,2}})\.?[-/ ]{_MONTH}(?:[-/ ][0-9]{{2,4}})?{_TIME}", _day_month),
    (rf"{_MONTH}[-/ ]([0-9]{{2,4}}|[0-9])", _month_year),
    (rf"([0-9]{{1,2}})([./-])([0-9]{{1,2}})\2[0-9]{{2,4}}{_TIME}", _numeric_date),
    (rf"[0-9]{{4}}-([0-9]{{1,2}})-([0-9]{{1,2}}){_TIME}", _iso_date),
    (r"[1-9][0-9]{4}", _serial),
    (r"([0-9]+) ?/ ?([0-9]+)", _slashed),
    (rf"{_N} ?(?:-|to) ?{_N}", _range_without_sign),
    (
        rf"(?:{_N} ?[x×*·] ?)?10 ?(?:\*\*|\^|(?=[⁻⁰¹²³⁴-⁹])) ?[{{(]?([-⁻]?[0-9⁰¹²³⁴-⁹]{{1,3}})[)}}]?",
        _power,
    ),
    (rf"{_N} ?%? ?(?:±|\+/-|\+-) ?{_N} ?%?", _plus_minus),
    (r"([0-9]+) ?% ?[.,] ?([0-9]+) ?%?", _sign_inside),
    (rf"{_N} ?(?:%\+|\+ ?%)", _and_more),
    (r"([0-9.,]+) per ([0-9.,]+)", _per),
    (r"([0-9]+|one) in (?:a |1 |one )?(hundred|thousand|million|billion)", _large_words),
    (r"[^0-9]*(?:[0-9]+ in )?[0-9]{1,3}(?: [0-9]{3})+ ?%?", _spaced),
    (rf"({'|'.join(NUMBER_WORDS)}) (?:%|per ?cent|pct)", _percent_words),
    (r"((?:.*[ ,;])?median) ?([<>≤≥]=?) ?(.+)", _bounded_median),
    (r"(between|from) (.+) (?:and|to) (.+)", _between),
)
_DATED = _table(
    (rf"(?:[0-9]{{1,2}}\.? )?{_MONTH} (?:[0-9]{{1,2}},? )?[0-9]{{4}}", _written_date),
    (r"[0-9]{1,2}([./])(?:[0-9]{1,2}\1)?[0-9]{2,4}", _written_date),
)
