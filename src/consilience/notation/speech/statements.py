"""The grammar of a whole phrase: which form of the notation it says, and in which words."""

import re
from collections.abc import Hashable
from fractions import Fraction
from typing import Final

from consilience.notation.speech import meanings as mean, restated
from consilience.notation.speech.around import AROUND
from consilience.notation.speech.chart import Line, same, table
from consilience.notation.speech.meanings import Amount, Pair
from consilience.notation.speech.numerals import Num, spelled

_BASE: Final = 10
_COUNTED: Final = re.compile("[0-9]+(?: in |:)")
_HUNDRED: Final = 100
_MOST_HALVES: Final = 10
_ONE_PERCENT: Final = Fraction(1, _HUNDRED)

SAID: Final = (
    ("_noun", "NOUN"),
    ("_noun", "_open NOUN"),
    ("_noun", "_open _open NOUN"),
    ("_aim", "COMPLEMENT _described"),
    ("_noun", "'p' '(' _described ')'"),
    ("_noun", "'pr' '(' _described ')'"),
    ("_noun", "'prob' '(' _described ')'"),
    ("_named", "_noun"),
    ("_named", "_noun _aim"),
    ("_named", "MEANT"),
    ("about", "ABOUT", lambda: True),
    ("about", "ABOUT ','? about", same),
    ("about", "ABOUT ','", lambda: True),
    ("bare", "amount", same),
    ("bare", "OPEN amount CLOSE", same),
    ("said", "ART* about? ART* bare _named?", lambda about, amount: _said(about, amount)),
    ("said", "ART* about? ART* bare ISH _named?", lambda about, amount: _said(True, amount)),
    ("said", "ART* about? ART* bare _named ISH", lambda about, amount: _said(True, amount)),
    ("said", "ART* about? ART* bare MARK", lambda about, amount: _said(True, amount)),
    ("said", "about 'even'", lambda about: _said(True, mean.EVEN)),
    ("said", "ART* count CHANCE? IN ABOUT count _crowd? _named?", lambda *counts: _several(*counts)),
    ("bound", "about? relation 'even'", lambda about, sign: f"{sign}50/50"),
    ("said", "about HALF_WORD", lambda about: _said(True, mean.HALF)),
)

RELATIONS: Final = (
    ("less", "ADVERB? LT", lambda: "<"),
    ("less", "ADVERB? LE", lambda: "<="),
    ("more", "ADVERB? GT", lambda: ">"),
    ("more", "ADVERB? GE", lambda: ">="),
    ("more", "AMPLE", lambda: ">"),
    ("relation", "less", same),
    ("relation", "more", same),
    ("bound", "ART* about? relation said", lambda about, sign, amount: f"{sign}{amount.text}"),
    ("bound", "about? relation A_WORD? part", lambda about, sign, part: f"{sign}1 in {part}"),
    ("bound", "about? relation HALF_WORD", lambda about, sign: f"{sign}1 in 2"),
    ("bound", "said LE_AFTER _named?", lambda amount: f"<={amount.text}"),
    ("bound", "said GE_AFTER _named?", lambda amount: f">={amount.text}"),
    ("bound", "NOT_ZERO _named?", lambda: ">0%"),
    ("bound", "digits '+' PERCENT _named?", lambda num: f">={num.text}%"),
    ("bounded", "bound", same),
    ("bounded", "bound _pause? _upward", lambda bound: bound if bound[0] == ">" else None),
    ("bounded", "bound _pause? _downward", lambda bound: bound if bound[0] == "<" else None),
    ("bound", "ART* LIMIT_BELOW EQUALS* said", lambda amount: f">={amount.text}"),
    ("bound", "ART* LIMIT_ABOVE EQUALS* said", lambda amount: f"<={amount.text}"),
    ("_above_zero", "','? 'but' NOT_ZERO"),
    ("_above_zero", "'(' 'but'? NOT_ZERO ')'"),
    ("bound", "less said _above_zero", lambda sign, amount: f"{sign}{amount.text}"),
    ("bound", "NOT_ZERO BUT less said", lambda sign, amount: f"{sign}{amount.text}"),
    ("bound", "ADVERB? MORE_LIKELY", lambda: ">50%"),
    ("bound", "ADVERB? LESS_LIKELY", lambda: "<50%"),
)

RANGES: Final[tuple[Line, ...]] = (
    ("lender", "ART* about? ART* number", lambda about, num: num),
    ("pair", "said JOIN said", mean.interval),
    ("pair", "said DASH said", lambda low, high: _dashed(low, high)),
    ("pair", "lender DASH said", lambda low, high: _shared(low, high, falls=False)),
    ("pair", "lender '〜' said", lambda low, high: _shared(low, high, falls=False)),
    ("pair", "said DOWN said", mean.interval),
    ("pair", "lender DOWN said", lambda low, high: _shared(low, high)),
    ("pair", "BETWEEN count AND count CHANCE? IN count _crowd?", lambda low, high, trials: _both_in(low, high, trials)),
    *(
        (
            "pair",
            f"ART* about? count {joint} count CHANCE? IN count _crowd? _named?",
            lambda about, *all: _both_in(*all),
        )
        for joint in ("JOIN", "DASH")
    ),
    # Below one the first may stand for itself, and "1 - 3 × 10⁻³" may be what is left.
    ("mantissas", "digits DASH digits", lambda *ends: ends if ends[0].value > 1 else None),
    ("mantissas", "digits JOIN digits", lambda *ends: ends if ends[0].value >= 1 else None),
    ("mantissas", "BETWEEN digits AND digits", lambda *ends: ends if ends[0].value >= 1 else None),
    ("mantissas", "OPEN digits DASH digits CLOSE", lambda *ends: ends),
    ("pair", "about? mantissas TIMES '10' POWER exponent", lambda about, both, up: _in_powers(both, up)),
    ("_till", "DASH"),
    ("_till", "'〜'"),
    ("_till", "JOIN"),
    ("ones", "tally", same),
    ("ones", "cardinal", Fraction),
    ("few", "ones", same),
    ("few", "ART size", lambda size: Fraction(size) if size == _HUNDRED else None),
    ("many", "ones size", lambda front, size: front * size),
    ("pair", "ART* about? count IN few _till few _crowd?", lambda about, *counts: _in_either(*counts)),
    # Between letters a dash is dropped as a tie.
    ("pair", "ART* about? count IN many _till? many _crowd?", lambda about, *counts: _in_either(*counts)),
    # The size behind the second is of both.
    (
        "pair",
        "ART* about? count IN ones _till ones size _crowd?",
        lambda about, events, low, high, size: _in_either(events, low * size, high * size),
    ),
    ("pair", "lender JOIN said", lambda low, high: _shared(low, high, falls=False)),
    ("pair", "BETWEEN said AND said", mean.interval),
    # "Between two and a half percent" may be one number, whose other end is not said.
    ("pair", "BETWEEN lender AND said", lambda low, high: _shared(low, high, falls=high.value >= _ONE_PERCENT)),
    ("pair", "FROM said TO_END said", lambda low, high: _unless_falling(low, high)),
    ("pair", "FROM more said TO_END said", lambda sign, low, high: mean.interval(low, high)),
    ("pair", "FROM lender TO_END said", lambda low, high: _shared(low, high)),
    # In words this would be one number: a hundred and one percent.
    ("pair", "about? digits AND_BARE digits unit _named?", lambda about, *ends: _both_of(*ends)),
    ("pair", "OPEN more said BUT less said CLOSE", lambda sign, low, other, high: mean.rising(low, high)),
    ("pair", "more said less said", lambda sign, low, other, high: mean.rising(low, high)),
    ("pair", "less said more said", lambda sign, high, other, low: mean.rising(low, high)),
    ("pair", "more said BUT less said", lambda sign, low, other, high: mean.rising(low, high)),
    ("pair", "more lender BUT less said", lambda sign, low, other, high: _shared(low, high, falls=False)),
    ("pair", "less said BUT more said", lambda sign, high, other, low: mean.rising(low, high)),
    ("pair", "said OR_WORD more said BUT less said", lambda same, sign, low, other, high: _from(same, low, high)),
    ("pair", "said less _variable less said", lambda low, sign, other, high: mean.rising(low, high)),
    ("_comma", "','"),
    ("_comma", "';'"),
    ("pair", "number 'ish' _till number 'ish'? unit", lambda low, high, unit: _both_with(low, high, unit)),
    ("pair", "HALF_A JOIN number unit", lambda num, unit: _half_to(num, unit)),
    ("pair", "BETWEEN HALF_A AND number unit", lambda num, unit: _half_to(num, unit)),
    ("pair", "said '〜' said", lambda low, high: _waved(low, high)),
    ("boxed", "'[' said _comma said ']'", mean.rising),
    ("boxed", "'(' said _comma said ')'", mean.rising),
    ("pair", "boxed", same),
    ("ranged", "_variable MEMBER boxed", same),
    ("ranged", "_noun MEMBER boxed", same),
    ("ranged", "_variable MEMBER '(' said _comma said ']'", mean.rising),
    ("ranged", "_variable MEMBER '[' said _comma said ')'", mean.rising),
    ("pair", "'(' digits _comma digits ')' unit", lambda low, high, unit: _both_of(low, high, unit)),
    ("pair", "AS_LOW said OR_WORD AS_HIGH said", mean.rising),
    ("pair", "ratio_of JOIN ratio_of _named?", mean.interval),
    ("pair", "ratio_of DASH ratio_of _named?", mean.rising),
    ("ratio_of", "about? count OF_WORD count", lambda about, first, second: mean.several(first, second)),
    ("_variable", "P"),
    ("ranged", "about? pair RANGE?", lambda about, pair: pair),
    ("ranged", "about? ART pair RANGE?", lambda about, pair: pair),
    ("ranged", "about? INSIDE SIGN? pair RANGE?", lambda about, pair: pair),
)

COVERAGES: Final = (
    ("pair", "BETWEEN A_WORD part AND A_WORD part", lambda first, second: _parts(first, second)),
    ("coverage", "digits '-' PERCENT", lambda num: _coverage(num)),
    ("coverage", "about? digits PERCENT", lambda about, num: _coverage(num)),
    ("sure", "coverage SURE", same),
    ("sure", "'my'? coverage CI", same),
    ("sure", "CI coverage", same),
    ("sure", "CI OPEN coverage CLOSE", same),
    ("sure", "WITH? ART? coverage SURE", same),
    ("sure", "coverage MASS", same),
    ("covered", "sure COVERING* ranged", lambda found, pair: pair._replace(coverage=found)),
    ("covered", "coverage CI COVERING* said _comma said", lambda found, *ends: _sure_of(found, *ends)),
    ("covered", "ranged _comma? sure", lambda pair, found: pair._replace(coverage=found)),
    ("covered", "OPEN sure CLOSE ranged", lambda found, pair: pair._replace(coverage=found)),
    ("covered", "ranged OPEN sure CLOSE", lambda pair, found: pair._replace(coverage=found)),
    ("covered", "ranged '@' coverage", lambda pair, found: pair._replace(coverage=found)),
)

PHRASES: Final = (
    ("body", "said", lambda amount: amount.said),
    ("body", "bounded _doubt*", same),
    ("body", "ranged _doubt*", lambda pair: pair.said),
    ("body", "covered _doubt*", lambda pair: pair.said),
    ("body", "bounds _doubt*", same),
    ("body", "AS_LIKELY", lambda: "50/50"),
    ("body", "HALF_WORD", lambda: "1 in 2"),
    ("_doubt", "'?'"),
    ("body", "restated", same),
    ("body", "priced", same),
    ("body", "counted", same),
    ("body", "survey", same),
    ("body", "quantiles", same),
    ("body", "certain", same),
    ("body", "doubtful", same),
    ("certain", "_naming '0'", lambda: "0%"),
    ("certain", "_naming '1'", lambda: "100%"),
    ("plain", "_lead* body _tail*", same),
    ("phrase", "plain", same),
    ("phrase", "OPEN plain CLOSE", same),
    ("phrase", "VERBAL OPEN plain CLOSE", same),
    ("phrase", "RATING OPEN plain CLOSE", same),
)


def _said(about: Hashable, amount: Amount) -> Amount | None:
    if not about:
        return amount
    # "Near zero" does not say how near.
    return None if amount.value == 0 else mean.roughly(amount)


def _several(events: Fraction, trials: Fraction) -> Amount | None:
    """``1 in ~200``."""
    amount = mean.several(events, trials)
    return _said(True, amount) if amount else None


def _shared(low: Num, high: Amount, *, falls: bool = True) -> Pair | None:
    # Nobody lends a percent to a power of ten.
    first = mean.lent(low, high) if "e" not in low.text else None
    return mean.interval(first, high, falls=falls) if first else None


def _both_of(low: Num, high: Num, unit: str) -> Pair | None:
    second = mean.with_unit(high, unit)
    # Below one, the first may be a fraction of its own.
    return _shared(low, second) if second and low.value >= 1 else None


def _dashed(low: Amount, high: Amount) -> Pair | None:
    """``5-10%``, ``1 in 100 - 1 in 1000``; of "10% - maybe 15%" the second may take back the first."""
    if high.about and not low.about:
        return None
    # What falls behind a dash may be a subtraction.
    return _unless_falling(low, high)


def _unless_falling(low: Amount, high: Amount) -> Pair | None:
    """``from 5% to 10%``; "risk from 10% to 5%" is a change, unless what is counted rises: "1 in 100 to 1 in 1000"."""
    ends = [_COUNTED.match(end.text) if end.unit is None else None for end in (low, high)]
    return mean.interval(low, high, falls=bool(ends[0] and ends[1] and ends[0][0] == ends[1][0]))


def _waved(low: Amount, high: Amount) -> Pair | None:
    """``2%~10%``; of "9.8% ~ 10%" the second is the first as it was rounded."""
    if low.unit != high.unit or low.unit is None or low.value >= high.value:
        return None
    if float(f"{float(low.value):.0e}") == float(high.value):
        return None
    return mean.rising(low, high)


def _from(same: Amount, low: Amount, high: Amount) -> Pair | None:
    """``0.1 % or more than 0.1 % but less than 1 %``."""
    return mean.rising(low, high) if same.value == low.value else None


def _sure_of(found: str, low: Amount, high: Amount) -> Pair | None:
    pair = mean.rising(low, high)
    return pair._replace(coverage=found) if pair else None


def _parts(first: int, second: int) -> Pair | None:
    """``between a tenth and a fifth``: of what is no question where both are said."""
    ends = [mean.several(Fraction(1), Fraction(part)) for part in (first, second)]
    return mean.rising(ends[0], ends[1]) if ends[0] and ends[1] else None


def _both_with(low: Num, high: Num, unit: str) -> Pair | None:
    """``10ish to 20ish percent``."""
    ends = [mean.with_unit(num, unit) for num in (low, high)]
    return mean.rising(ends[0], ends[1]) if ends[0] and ends[1] else None


def _half_to(num: Num, unit: str) -> Pair | None:
    """``half to one percent``; "half to ten percent" may fall from one half as well."""
    half, end = mean.part_of(Fraction(1, 2), unit), mean.with_unit(num, unit)
    return mean.rising(half, end) if half and end and num.value <= _MOST_HALVES / 2 else None


def _coverage(num: Num) -> str | None:
    # Nobody is 5% sure of an interval: that is another number, or a slip.
    return f" @{num.text}%" if 50 <= num.value < 100 else None


def _both_in(low: Fraction, high: Fraction, trials: Fraction) -> Pair | None:
    first, second = mean.several(low, trials), mean.several(high, trials)
    unit = (first and first.unit) or (second and second.unit)
    # Beside a number with a half a whole one is spelled alike; one below one may stand for itself.
    if unit and min(low, high) < 1:
        return None
    if unit:
        first, second = (mean.with_unit(spelled(end), unit) for end in (low, high))
    return mean.interval(first, second) if first and second else None


def _in_powers(both: tuple[Num, Num], up: int) -> Pair | None:
    """``1.5–3 × 10⁻³``."""
    ends = [mean.times_power(num, up) for num in both]
    return mean.rising(ends[0], ends[1]) if ends[0] and ends[1] else None


def _in_either(events: Fraction, low: Fraction, high: Fraction) -> Pair | None:
    """``1 in 50-100``; of ``1 in 10-12`` the second may have been raised, and the dash its sign."""
    if events != 1 or not 1 < low < high or (low == _BASE and high < 2 * _BASE):
        return None
    first, second = mean.several(events, high), mean.several(events, low)
    return mean.rising(first, second) if first and second else None


RULES: Final = table(*SAID, *RELATIONS, *RANGES, *COVERAGES, *restated.RESTATED, *restated.COUNTS, *PHRASES, *AROUND)
