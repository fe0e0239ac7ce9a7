"""Numbers without a sign around a ± or in brackets: the readings that they have, as fractions and as percentages.

They are looked at only where a text could not be read.
"""

import re
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Final, Literal, NamedTuple

from consilience.notation.fault import Fault, Row, table
from consilience.notation.speech.numerals import terminating

type Declared = Literal["fraction", "percent"] | None

_DIGITS: Final = r"[0-9]+(?:\.[0-9]+)?(?:e[+-]?[0-9]{1,2})?"
_PERCENT: Final = r"%|per ?cent|pct"
_POINTS: Final = r"%|‰|pp|per ?cent|pct|percentage points?|points?|%-points?|percent points?"
_COVERAGE: Final = r"(?: ?@ ?(?P<coverage>[0-9.]+ ?%))?"
_WHOLE: Final = {"%": 100, "‰": 1000}
AGREED: Final = "what a ± covers is not agreed: a standard deviation, or an interval of 50%, 90% or 95%"
_READ: Final = "a ± with its coverage is read only where both of its numbers end in %"
COVERED: Final = "write {} with its coverage behind @"
_ASK: Final = "give the range that is meant, with its signs and its coverage behind @"
# Longer decimals are a row of noughts.
_LONGEST: Final = 12


class _Around(NamedTuple):
    """One reading of a number with a ±: what its numbers are called, its text, and the end of the scale it passes."""

    called: str
    text: str
    past: str


def _shifted(digits: str, power: int) -> str:
    """Digits moved to hundredths, with the places that were said."""
    return f"{Decimal(digits).scaleb(power):f}" if power else digits


def _spelled(value: Fraction) -> str:
    said = terminating(value)
    return said if said and len(said) <= _LONGEST else f"{float(value):.10g}"


def _powers(best: str, by: str, match: re.Match[str], scale: Declared) -> list[tuple[str, int, int]]:
    """By how many powers of ten best value and deviation are moved, under each reading that people have of them."""
    if best and by:
        return [("", 0, 0)]
    numbers = [Fraction(match[name]) for name, unit in (("best", best), ("by", by)) if not unit]
    small = all(number <= 1 for number in numbers)
    # With an exponent nobody leaves a percent sign out; from one on fractions are no probabilities.
    fractions = [("as fractions", 0 if best else 2, 0 if by else 2)] if small and best != "‰" else []
    percents = [("as percentages" if fractions else "", 0, 0)]
    if scale:
        return fractions if scale == "fraction" and fractions else [("", 0, 0)]
    powers = any("e" in match[name] for name in ("best", "by"))
    return fractions if powers and fractions else [*fractions, *percents]


def _around(match: re.Match[str], powers: tuple[str, int, int], sign: str) -> _Around:
    called, of_best, of_by = powers
    best, by = _shifted(match["best"], of_best), _shifted(match["by"], of_by)
    low, high = Fraction(best) - Fraction(by), Fraction(best) + Fraction(by)
    past = "below 0%" if low < 0 else "above 100%" if high > _WHOLE[sign] else ""
    at = f" @{match['coverage'].replace(' ', '')}" if match["coverage"] else ""
    return _Around(called, f"{best}{sign} [{_spelled(low)}{sign}, {_spelled(high)}{sign}]{at}", past)


def _plus_minus(match: re.Match[str], scale: Declared) -> Fault | None:
    """``5 ± 2``, ``0.05 ± 0.02``: an interval of which nobody said how sure it is, and at times of what."""
    best, by = match["best_unit"] or "", match["by_unit"] or ""
    if "‰" in (best, by) and {best, by} - {"‰", ""}:
        return None
    if not Fraction(match["by"]):
        return Fault(AGREED, _ASK)
    sign = "‰" if "‰" in (best, by) else "%"
    found = [_around(match, powers, sign) for powers in _powers(best, by, match, scale)]
    sound = [each for each in found if not each.past]
    past = [f"it runs {each.past} {each.called}".rstrip() for each in found if each.past]
    why = "; ".join((_READ if match["coverage"] else AGREED, *_readings(sound), *past))
    if not sound:
        return Fault(why, _ASK)
    remedy = "write {}" if match["coverage"] else f"{COVERED}, once that is known"
    remedy += ", whichever is meant" if len(sound) > 1 and match["coverage"] else ""
    remedy += f"; if that is not meant, {_ASK}" if past else ""
    return Fault(why, remedy, tuple(each.text for each in sound), _ASK)


def _readings(sound: list[_Around]) -> list[str]:
    """What is said of the readings that are offered: no number is suggested that is not named."""
    texts = " or ".join(f"{each.text} {each.called}".rstrip() for each in sound)
    if len(sound) > 1:
        return [f"its numbers have no sign, and are {texts}"]
    return [f"it comes to {texts}"] if sound else []


def _in_brackets(match: re.Match[str], scale: Declared) -> Fault | None:
    """``0.5 [0.2, 1]``, ``30% (2-4)``: ends without a sign, which the number in front may hold or not."""
    numbers = [match[name] for name in ("best", "low", "high")]
    signed = bool(match["best_unit"])
    if scale == "percent" or not Fraction(numbers[1]) < Fraction(numbers[2]):
        return None
    at = f" @{match['coverage'].replace(' ', '')}" if match["coverage"] else ""
    found = []
    for power in (2, 0):
        moved = [_shifted(text, power if place or not signed else 0) for place, text in enumerate(numbers)]
        best, low, high = map(Fraction, moved)
        if low <= best <= high <= 100:
            found.append(f"{moved[0]}% [{moved[1]}%, {moved[2]}%]{at}")
    if found:
        why = f"not all numbers of {match[0]} have a sign: what fits is {' or '.join(found)}"
        remedy = "write {} if that is meant" if len(found) == 1 else "write {}, whichever is meant"
        return Fault(why, remedy, tuple(found))
    if not signed:
        return None
    answers = (f"{numbers[0]}%", f"{numbers[1]}-{numbers[2]}%")
    why = f"{answers[1]} does not hold {answers[0]}: it is another answer, a reference, or one of them is mistyped"
    return Fault(why, "write {}, whichever is the answer, or correct them", answers)


def _one_in_power(match: re.Match[str]) -> Fault | None:
    """``1 in 10-6``: a power that lost its superscript, or a range that falls."""
    power = int(match[1])
    texts = (f"1 in {10**power}", f"1 in 10 to 1 in {power}")
    why = f"{match[0]} has two readings: {texts[0]}, a power without its sign, or the range from {texts[1]}"
    return Fault(why, "write {}, whichever is meant", texts)


def _rows(scale: Declared) -> tuple[Row, ...]:
    return table(
        (
            rf"(?:(?:about|roughly|around|approximately|circa|maybe|~) ?)?(?P<best>{_DIGITS}) ?"
            rf"(?P<best_unit>{_PERCENT}|‰)?"
            rf",? ?\(?(?:±|\+/-|\+-|plus or minus|plus/minus|give or take) ?(?P<by>{_DIGITS}) ?(?P<by_unit>{_POINTS})?"
            rf"\)?{_COVERAGE}",
            partial(_plus_minus, scale=scale),
        ),
        (
            rf"(?P<best>{_DIGITS}) ?(?P<best_unit>{_PERCENT})? ?"
            rf"[\[(] ?(?P<low>{_DIGITS}) ?(?:,|;|-|to) ?(?P<high>{_DIGITS}) ?[\])]{_COVERAGE}",
            partial(_in_brackets, scale=scale),
        ),
        (r"(?:1|one) (?:in|out of) 10 ?- ?([3-9])", _one_in_power),
    )


# By what the file declares of numbers without a sign.
UNSIGNED: Final[dict[Declared, tuple[Row, ...]]] = {scale: _rows(scale) for scale in (None, "fraction", "percent")}
