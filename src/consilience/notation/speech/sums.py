"""The grammar of what is worked out from another number: its result, which is suggested and never read."""

from fractions import Fraction
from typing import Final

from consilience.notation.fault import Fault
from consilience.notation.speech import meanings as mean
from consilience.notation.speech.bounds import symmetric
from consilience.notation.speech.chart import same, table
from consilience.notation.speech.meanings import Amount, Pair
from consilience.notation.speech.numerals import Num, decimals, terminating
from consilience.notation.speech.unsigned import AGREED, COVERED

FACTORS: Final = (
    ("factor", "TWICE", lambda: Fraction(2)),
    ("factor", "THRICE", lambda: Fraction(3)),
    ("factor", "HALF_AS", lambda: Fraction(1, 2)),
    ("factor", "number FOLD", lambda num: _multiple(num)),
    ("part_as", "A_WORD part", lambda part: Fraction(1, part)),
    ("part_as", "cardinal part", Fraction),
    ("factor", "part_as OF_WORD", same),
    ("factor", "part OF_WORD", lambda part: Fraction(1, part)),
    ("said", "about? factor AS_LIKELY", lambda about, factor: _odds(about, factor)),
    ("said", "about? part_as AS_LIKELY", lambda about, factor: _odds(about, factor)),
    ("doubtful", "factor MORE_LIKELY", lambda factor: _more_likely(factor)),
)

SUMS: Final = (
    ("doubtful", "about? factor 'of'? said", lambda about, factor, amount: _result(factor * amount.value)),
    ("doubtful", "about? factor LESS_THAN said", lambda about, factor, amount: _result(amount.value / factor)),
    ("doubtful", "said OF_WORD said", lambda first, second: _share(first, second)),
    ("factors", "said TIMES said", lambda first, second: first.value * second.value),
    ("factors", "said TIMES factors", lambda first, rest: first.value * rest),
    ("doubtful", "factors", lambda value: _result(value)),
    ("doubtful", "said MINUS_WORD said", lambda first, second: _result(first.value - second.value)),
    ("doubtful", "said DASH said", lambda first, second: _complement(first, second)),
    ("doubtful", "said FOLD number", lambda amount, num: _result(amount.value * num.value) if amount.value else None),
    ("doubtful", "whole MINUS_WORD said", lambda whole, second: _rest_of(whole, second.value)),
    ("doubtful", "'100' DASH said", lambda second: _left_or_falling(second)),
    ("doubtful", "'1' DASH digits", lambda num: _left_or_power(num) if num.value < 1 else None),
    ("doubtful", "'1' MINUS_WORD digits", lambda num: _rest_of(1, num.value) if num.value < 1 else None),
    ("doubtful", "said '+' said", lambda first, second: _result(first.value + second.value)),
)

ENDS: Final = (
    ("doubtful", "BETWEEN said AND said", lambda low, high: _same(low, high)),
    ("doubtful", "HALF_WORD JOIN said", lambda high: _same(mean.HALF, high)),
    ("doubtful", "FROM? said JOIN said", lambda low, high: _same(low, high)),
    ("doubtful", "said DASH said", lambda low, high: _same(low, high)),
    ("doubtful", "said DASH said", lambda low, high: _range_or_afterthought(low, high)),
    ("doubtful", "lender OR_WORD said", lambda low, high: _one_or_other(low, high)),
    ("doubtful", "about? count CHANCE? IN ones OR_WORD ones _crowd?", lambda about, *counts: _either(*counts)),
    ("doubtful", "said ','? PLUS_MINUS worded unit?", lambda best, num, unit: _give_or_take(best, num, unit)),
    ("doubtful", "BARELY said", lambda amount: _barely(amount)),
)


def _multiple(num: Num) -> Fraction | None:
    return num.value if num.value > 0 else None


def _odds(about: bool | None, factor: Fraction) -> Amount | None:
    found = mean.odds(factor.numerator, factor.denominator)
    return mean.roughly(found) if found and about else found


def _more_likely(factor: Fraction) -> Fault | None:
    found = mean.odds(factor.numerator, factor.denominator)
    if factor <= 1 or found is None:
        return None
    why = "by how much this is more likely may be said of the whole, or of what is added to it"
    return Fault(f"{why}: the first is {found.text}", "write {} if that is meant", (found.text,))


def _result(value: Fraction) -> Fault:
    why = "this is worked out from another number, and the row asks for what it comes to"
    digits = terminating(100 * value)
    if not 0 < value < 1 or digits is None:
        return Fault(why, "say the probability that it comes to, and keep what was said in the note")
    share = f"{digits}%"
    return Fault(f"{why}, {share}", "write {} if that is the answer, and keep what was said in the note", (share,))


def _share(first: Amount, second: Amount) -> Fault | None:
    # "3 to 1 in favor of 10%" is no part of it, and "0 of 0" are counts.
    if ":" in first.text or not second.value or second.unit == "":
        return None
    return _result(first.value * second.value)


def _complement(first: Amount, second: Amount) -> Fault | None:
    """``100%-5%``: a subtraction, as often as a range that falls."""
    rest = terminating(100 * (1 - second.value))
    if first.value != 1 or not second.value < 1 or rest is None:
        return None
    texts = (f"{rest}%", f"{second.text} to {first.text}")
    return Fault(f"this has two readings: what is left, {rest}%, or a range that falls", "write {}", texts)


def _rest_of(whole: int, part: Fraction) -> Fault | None:
    """``1 minus 5%``: what is left of the whole, called 1 or 100."""
    return _result(1 - part) if whole in (1, 100) else None


def _left_or_power(num: Num) -> Fault:
    """``1 - 0.95``; ``1-3e-3`` is a range as well."""
    mantissa, _, places = num.text.partition("e")
    if not places or not Fraction(mantissa) > 1:
        return _rest_of(1, num.value) or _result(num.value)
    text = f"1e{places} to {num.text}"
    why = f"this is the range {text}, or what {num.text} leaves of the whole"
    return Fault(why, "write {} if the range is meant", (text,))


def _left_or_falling(second: Amount) -> Fault | None:
    """``100 - 5%``."""
    return _complement(Amount("100%", Fraction(1), "%"), second) if second.unit == "%" else None


def _same(first: Amount, second: Amount) -> Fault | None:
    if first.value > second.value and first.unit == mean.PART != second.unit:
        return _part_or_falling(first, second)
    if first.unit == "%" and second.unit == mean.PART and first.value < second.value / 100:
        return _part_or_whole(first, second)
    if first.value != second.value or first.unit == second.unit or "" in (first.unit, second.unit):
        return None
    why = f"both ends of the range are one number: {first.text} is {second.text}"
    return Fault(why, "write {} if that is the number, or correct one end", (second.text,))


def _part_or_falling(first: Amount, second: Amount) -> Fault | None:
    """``1/2 to 1%``: half a percent, or a range that falls from one half."""
    is_part = second.unit == "%" and first.value < 100 * second.value
    part = [f"{decimals(first.value)}% to {second.text}"] if is_part else []
    falling = f"{second.text} to {first.text}"
    if not part:
        return Fault(f"the range falls from {first.text} to {second.text}", "write {} if it is meant so", (falling,))
    why = f"this has two readings: {part[0]}, or a range that falls from {first.text} to {second.text}"
    return Fault(why, "write {}", (*part, falling))


def _part_or_whole(first: Amount, second: Amount) -> Fault:
    """``a tenth of a percent to a half``."""
    texts = (f"{first.text} to {decimals(second.value)}%", f"{first.text} to {second.text}")
    why = f"of what {second.text} is a part is not said: this is {texts[0]}, or {texts[1]}"
    return Fault(why, "write {}, whichever is meant", texts)


def _range_or_afterthought(first: Amount, second: Amount) -> Fault | None:
    """``10% - maybe 15%``."""
    if first.about or not second.about or first.value >= second.value:
        return None
    texts = (f"{first.text} to {second.text}", second.said)
    why = f"this is the range {texts[0]}, or {first.text} is taken back and {second.said} put in its place"
    return Fault(why, "write {}, whichever is meant", texts)


def _either(events: Fraction, *trials: Fraction) -> Fault | None:
    """``one in four or five``."""
    ends = [mean.several(events, each) for each in trials]
    return _ends(mean.interval(ends[0], ends[1])) if ends[0] and ends[1] else None


def _one_or_other(low: Num, high: Amount) -> Fault | None:
    """``20 or 30 percent``."""
    first = mean.lent(low, high)
    return _ends(mean.rising(first, high)) if first else None


def _ends(pair: Pair | None) -> Fault | None:
    if pair is None:
        return None
    why = "more than one number stands here, and a row holds one answer"
    return Fault(why, "write {} if these are the ends of a range, or give each answer its own row", (pair.said,))


def _give_or_take(best: Amount, num: Num, unit: str | None) -> Fault | None:
    """``eight percent plus or minus three``."""
    by = mean.with_unit(num, unit or best.unit or "")
    spelled = symmetric(best, by) if by else None
    if spelled is None:
        return None
    return Fault(f"{AGREED}; it comes to {spelled}", f"{COVERED}, once that is known", (spelled,))


def _barely(amount: Amount) -> Fault:
    why = f"whether this is about {amount.text} or less than it is not said"
    return Fault(why, "write {}, whichever is meant", (f"~{amount.text}", f"<{amount.text}"))


RULES: Final = table(*FACTORS, *SUMS, *ENDS)
