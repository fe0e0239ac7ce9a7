"""The grammar of one amount as it is spoken: percentages, chances, fractions, odds, powers."""

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from math import prod
from typing import Final

from consilience.notation.fault import Fault
from consilience.notation.speech import meanings as mean, numerals
from consilience.notation.speech.chart import NUMBER, WORD, Builtin, Found, Line, same, table
from consilience.notation.speech.lexer import VULGAR, Piece
from consilience.notation.speech.meanings import Amount, Ratio
from consilience.notation.speech.numerals import Num, whole
from consilience.notation.speech.vocabulary import is_open
from consilience.notation.usage import Usage

_MILLION: Final = 10**6
# Powers of ten that are said of risks, and that a text without superscripts makes into "10-6".
FLATTENED: Final = range(3, 10)
# A number is no part of a name, in whatever language.
_NUMBERS: Final = frozenset(
    word for spelling in numerals.SPELLINGS for word in spelling.casefold().replace("-", " ").split() if len(word) > 2
)
type _Spelled = dict[str, list[tuple[tuple[str, ...], int | Fraction]]]
_GROUPED: Final = re.compile("[0-9][,.' ][0-9]{3}$")
# Small words with which what a chance is said to be of may begin.
_SMALL: Final = frozenset(
    ["the", "a", "an", "my", "our", "this", "it", "being", "are", "is", "der", "die", "das", "la", "el", "le"]
)


def builtins(tongues: frozenset[str], *, comma: bool) -> dict[str, Builtin]:
    """Symbols for numbers and for words of the open class, in the languages of a phrase."""
    cardinals = _by_first({word: value for name in tongues for word, value in numerals.CARDINALS[name].items()})
    mixed = _by_first({word: value for name in tongues for word, value in numerals.MIXED[name].items()})
    sizes = _by_first({word: value for name in tongues for word, value in numerals.SIZES[name].items()})
    count = partial(numerals.count, comma=comma)
    return {
        "digits": _number(partial(numerals.decimal, comma=comma)),
        "tally": _number(count),
        "grouped": _number(lambda text: count(text) if _GROUPED.search(text) else None),
        "ungrouped": _number(lambda text: None if _GROUPED.search(text) else count(text)),
        "cardinal": _spelled(cardinals),
        "mixed": _spelled(mixed),
        "size": _spelled(sizes),
        "part": _spelled(_by_first(dict(numerals.PARTS))),
        "vulgar": Builtin(_vulgar, frozenset(VULGAR)),
        "_open": Builtin(_opened, frozenset((WORD,))),
        "_described": Builtin(_described, frozenset((WORD,))),
    }


def kinds_of(text: str, *, comma: bool) -> tuple[bool, ...]:
    """Which of the symbols for numbers digits can be: two that can be the same are taken apart alike."""
    counted = numerals.count(text, comma=comma) is not None
    return numerals.decimal(text, comma=comma) is not None, counted, counted and bool(_GROUPED.search(text))


def _number(read: Callable[[str], Hashable]) -> Builtin:
    def find(pieces: Sequence[Piece], at: int) -> Iterator[Found]:
        found = read(pieces[at].text)
        if found is not None:
            yield at + 1, found

    return Builtin(find, frozenset((NUMBER,)))


def _spelled(entries: _Spelled) -> Builtin:
    def find(pieces: Sequence[Piece], at: int) -> Iterator[Found]:
        for words, value in entries.get(pieces[at].text, ()):
            if tuple(piece.text for piece in pieces[at : at + len(words)]) == words:
                yield at + len(words), value

    return Builtin(find, frozenset(entries))


def _vulgar(pieces: Sequence[Piece], at: int) -> Iterator[Found]:
    if pieces[at].text in VULGAR:
        yield at + 1, VULGAR[pieces[at].text]


def _opened(pieces: Sequence[Piece], at: int) -> Iterator[Found]:
    """One word of the open class: what a risk is called."""
    if is_open(pieces[at].text) and pieces[at].text not in _NUMBERS:
        yield at + 1, None


def _described(pieces: Sequence[Piece], at: int) -> Iterator[Found]:
    """Words of the open class in a row: what a chance is said to be of."""
    for end, piece in enumerate(pieces[at:], start=at + 1):
        known = piece.text in _SMALL or (is_open(piece.text) and piece.text not in _NUMBERS)
        if piece.kind != "word" or not known:
            return
        yield end, None


def _by_first(entries: Mapping[str, int | Fraction]) -> _Spelled:
    found: _Spelled = {}
    for text, value in entries.items():
        words = tuple(text.casefold().replace("-", " ").split())
        found.setdefault(words[0], []).append((words, value))
    return found


def _decimals(front: int | None, *places: int | None) -> Num:
    text = f"{front or 0}.{''.join(str(place) for place in places if place is not None)}"
    return Num(text, Fraction(text))


def _mixed(front: Fraction, part: Fraction) -> Num | None:
    return numerals.spelled(front + part) if front.denominator == 1 else None


def same_number(words: Num, digits: Num) -> bool:
    """Whether digits repeat what was said in words; of thirds, as they were rounded."""
    places = len(digits.text.partition(".")[2])
    endless = numerals.terminating(words.value) is None
    return digits.value == (round(words.value, places) if endless else words.value)


def _ten_to(num: Num | int, up: int) -> Num | None:
    """The digits of ``10^-4 %``, of ``2 × 10^-3 %``."""
    front = whole(num) if isinstance(num, int) else num
    return numerals.scaled(front, up) if -300 <= up <= 1 and "e" not in front.text else None


def _some(front: Fraction | None, part: Fraction, trials: Fraction) -> Amount | None:
    return mean.several((front or 0) + part, trials)


def _in_hundreds(front: int, size: int, rest: int = 0) -> int | None:
    """``two hundred and ninety-two``, of which there may be millions."""
    return front * size + rest if size == 100 and 0 < front < 10 and rest < 100 else None


def _in_thousands(front: int, size: int, rest: int) -> Fraction | None:
    """``two thousand five hundred``."""
    return Fraction(front * size + rest) if size == 1000 and 0 < front < 100 and rest < 1000 else None


def _hundreds(front: int, size: int, rest: int = 0) -> Num | None:
    return whole(front * size + rest) if size == 100 and front < 10 else None


NUMBERS: Final = (
    ("number", "digits", same),
    ("number", "worded", same),
    ("number", "worded OPEN digits CLOSE", lambda words, num: num if same_number(words, num) else None),
    ("number", "digits OPEN worded CLOSE", lambda num, words: num if same_number(words, num) else None),
    ("worded", "cardinal", whole),
    ("worded", "cardinal size", _hundreds),
    ("worded", "cardinal size AND_BARE? cardinal", _hundreds),
    ("worded", "A_WORD size AND_BARE? cardinal", lambda size, rest: _hundreds(1, size, rest)),
    ("worded", "A_WORD size", lambda size: whole(100) if size == 100 else None),
    ("worded", "decimals", same),
    ("decimals", "cardinal? POINT place place? place?", _decimals),
    ("place", "cardinal", same),
    ("place", "OH", lambda: 0),
    ("number", "vulgar", lambda part: _mixed(Fraction(0), part)),
    ("number", "tally vulgar", lambda front, part: _mixed(front, part)),
    ("worded", "in_part", numerals.spelled),
    ("number", "tally and_part", lambda front, part: _mixed(front, part)),
    ("in_part", "mixed", same),
    ("in_part", "cardinal and_part", lambda front, part: front + part),
    ("and_part", "HALF", lambda: Fraction(1, 2)),
    ("and_part", "AND_BARE A_WORD part", lambda part: Fraction(1, part) if 2 < part <= 10 else None),
    ("and_part", "AND_BARE cardinal part", lambda front, part: Fraction(front, part) if front < part <= 10 else None),
    ("heads", "tally", same),
    ("heads", "cardinal", Fraction),
    ("count", "ART? tally", same),
    ("count", "cardinal", Fraction),
    ("count", "in_part", same),
    ("count", "in_part magnitude", lambda front, size: front * size),
    ("count", "cardinal OPEN tally CLOSE", lambda front, tally: tally if front == tally else None),
    ("count", "magnitude", Fraction),
    ("count", "tally magnitude", lambda front, size: front * size),
    ("count", "cardinal magnitude", lambda front, size: Fraction(front * size)),
    (
        "count",
        "cardinal size AND_BARE? cardinal",
        lambda front, size, rest: Fraction(front * size + rest) if size == 100 else None,
    ),
    ("count", "A_WORD size AND_BARE? cardinal", lambda size, rest: Fraction(size + rest) if size == 100 else None),
    ("count", "ART magnitude", Fraction),
    ("hundreds", "cardinal size AND_BARE? cardinal", lambda *found: _in_hundreds(*found)),
    ("hundreds", "A_WORD size AND_BARE? cardinal", lambda size, rest: _in_hundreds(1, size, rest)),
    ("hundreds", "cardinal size", lambda *found: _in_hundreds(*found)),
    ("count", "hundreds size", lambda front, size: Fraction(front * size) if size >= 1000 else None),
    ("count", "cardinal size AND_BARE? hundreds", lambda *found: _in_thousands(*found)),
    ("count", "A_WORD size AND_BARE? hundreds", lambda size, rest: _in_thousands(1, size, rest)),
    ("count", "cardinal size AND_BARE cardinal", lambda *found: _in_thousands(*found)),
    ("count", "tally POWER exponent", lambda base, up: base**up if base <= 100 and 0 < up <= 130 else None),
    ("magnitude", "size", same),
    ("magnitude", "size size", lambda first, second: first * second if first < second else None),
    ("exponent", "MINUS exponent_size", lambda size: -size),
    ("exponent", "exponent_size", same),
    (
        "exponent_size",
        "digits",
        lambda found: int(found.value) if found.text.isdecimal() and len(found.text) < 4 else None,
    ),
    ("exponent_size", "cardinal", same),
)

SCALED: Final[tuple[Line, ...]] = (
    ("unit", "PERCENT", lambda: "%"),
    ("unit", "PERMILLE", lambda: "‰"),
    ("unit", "BPS", lambda: " bps"),
    ("unit", "PPM", lambda: "-6"),
    ("unit", "PPB", lambda: "-9"),
    ("unit", "EVENTS? PER count _crowd?", mean.per),
    ("scaled", "number unit", mean.with_unit),
    ("scaled", "ten_to unit", mean.with_unit),
    ("ten_to", "'10' POWER exponent", lambda up: _ten_to(1, up)),
    ("ten_to", "TEN POWER exponent", lambda up: _ten_to(1, up)),
    ("ten_to", "digits TIMES '10' POWER exponent", lambda num, up: _ten_to(num, up)),
    ("scaled", "number ISH unit", lambda num, unit: _about(mean.with_unit(num, unit))),
    ("scaled", "number unit HALF_BEHIND", lambda num, unit: _and_a_half(num, unit)),
    ("scaled", "ART PERCENT_WORD", lambda: mean.with_unit(whole(1), "%")),
    ("scaled", "HALF_A unit", lambda unit: mean.part_of(Fraction(1, 2), unit)),
    ("scaled", "ART part OF_A unit", lambda part, unit: mean.part_of(Fraction(1, part), unit)),
    ("scaled", "whole part OF_A unit", lambda front, part, unit: mean.part_of(Fraction(front, part), unit)),
    ("scaled", "vulgar OF_A unit", mean.part_of),
    *(
        ("scaled", line, lambda above, below, unit: mean.part_of(Fraction(above, below), unit))
        for line in ("whole '/' whole OF_A unit", "whole '/' whole PART_TH OF_A? unit")
    ),
    ("scaled", "A_WORD part PERCENT_WORD", lambda part: mean.part_of(Fraction(1, part), "%")),
    ("scaled", "cardinal part PERCENT_WORD", lambda front, part: mean.part_of(Fraction(front, part), "%")),
    ("scaled", "digits '/' count _crowd?", lambda num, trials: _rated(num, trials)),
    ("scaled", "ZERO", lambda: mean.NOTHING),
)

CHANCES: Final = (
    ("_crowd", "POP"),
    ("_crowd", "_open POP"),
    ("chance", "count CHANCE? IN count _crowd?", mean.several),
    ("chance", "tally? vulgar CHANCE? IN count _crowd?", lambda front, part, trials: _some(front, part, trials)),
    (
        "chance",
        "count CHANCE? IN tally vulgar _crowd?",
        lambda events, *trials: mean.several(events, sum(trials, Fraction(0))),
    ),
    # "3 zu 4" may be odds as well.
    (
        "chance",
        "count CHANCE? OUT_OF count _crowd?",
        lambda *both: mean.several(*both) if both[0] == 1 < both[1] else None,
    ),
    ("chance", "count OF_WORD count CHANCES", mean.several),
    ("chance", "tally '/' tally _crowd", lambda first, second: _share(first, second)),
    ("chance", "count CHANCES IN count _crowd? _aim", mean.several),
    ("fraction", "cardinal part", lambda front, part: mean.several(Fraction(front), Fraction(part))),
    ("fraction", "A_WORD part", lambda part: _one_part(part)),
    ("amount", "EVEN", lambda: mean.EVEN),
    ("amount", "scaled", same),
    ("amount", "chance", same),
    ("amount", "fraction", lambda amount: amount._replace(unit=mean.PART)),
    ("amount", "odds", same),
)

ODDS: Final[tuple[Line, ...]] = (
    *(("_by", symbol) for symbol in ("':'", "'/'", "'-'", "TO_WORD", "OUT_OF")),
    ("odds", "whole _by whole AGAINST", mean.against),
    ("odds", "whole _by whole ON", mean.on),
    ("odds", "staked OUTRIGHT whole", mean.against),
    ("staked", "whole", same),
    ("staked", "magnitude", same),
    ("odds", "whole TO_WORD whole ODDS", mean.against),
    ("odds", "whole '/' whole ODDS", mean.against),
    ("odds", "ODDS OF_WORD whole _by whole AGAINST", mean.against),
    ("odds", "ODDS OF_WORD whole _by whole ON", mean.on),
    ("whole", "tally", lambda found: int(found) if found.denominator == 1 and found > 0 else None),
    ("whole", "cardinal", lambda found: found if found > 0 else None),
    ("whole", "cardinal magnitude", lambda front, size: front * size or None),
    ("whole", "tally magnitude", lambda front, size: int(front * size) if front.denominator == 1 else None),
    ("odds", "A_WORD magnitude TO_WORD whole AGAINST", mean.against),
    ("odds", "A_WORD magnitude TO_WORD whole ON", mean.on),
    ("ratio", "whole ':' whole", lambda first, second: Ratio(first, second, ":")),
    ("ratio", "whole '/' whole", lambda first, second: Ratio(first, second, "/")),
    ("ratio", "whole '-' whole", lambda first, second: Ratio(first, second, "-")),
    ("ratio", "whole TO_WORD whole", lambda first, second: Ratio(first, second, "to")),
)

POWERS: Final = (
    ("power", "tally POWER exponent", lambda base, up: mean.power(base, up)),
    ("power", "TEN POWER exponent", lambda up: mean.power(Fraction(10), up)),
    ("power", "digits TIMES '10' POWER exponent", mean.times_power),
    ("power", "digits TIMES '10' '-' exponent_size", lambda num, up: mean.times_power(num, -up)),
)


def _about(amount: Amount | None) -> Amount | None:
    return amount._replace(about=True) if amount else None


def _and_a_half(num: Num, unit: str) -> Amount | None:
    """``deux pour cent et demi``."""
    return mean.with_unit(numerals.spelled(num.value + Fraction(1, 2)), unit) if num.value.denominator == 1 else None


def _rated(num: Num, trials: Fraction) -> Amount | None:
    """``3.4/100 000``: a rate, where what is counted is not whole."""
    sign = mean.per(trials)
    return mean.with_unit(num, sign if sign != "‰" else "-3") if sign and num.value.denominator != 1 else None


def _one_part(part: int) -> Amount | None:
    """``a third``, ``a millionth``; a tenth or a hundredth alone may be that of a percent, and an ordinal."""
    return mean.several(Fraction(1), Fraction(part)) if part < 10 or part >= _MILLION else None


def _share(first: Fraction, second: Fraction) -> Amount | None:
    if first.denominator != 1 or second.denominator != 1:
        return None
    found = mean.share(int(first), int(second))
    return found if isinstance(found, Amount) else None


def declared(usage: Usage, *, colon: str) -> list[Line]:
    """Rules for ratios that have two readings, as the file declares them or the language has it."""
    found: list[Line] = []
    if colon == "chance":
        found.append(("odds", "tally ':' count", lambda first, second: _one_in(first, second)))
    else:
        found.append(("odds", "tally ':' ungrouped", lambda first, second: _as_odds(first, second)))
        # So large that both readings are one number within its rounding, and written as counts are.
        found.append(("odds", "'1' ':' grouped", lambda trials: mean.several(Fraction(1), trials)))
        found.append(("odds", "'1' ':' tally magnitude", lambda *trials: mean.several(Fraction(1), prod(trials))))
    if usage.scale == "percent":
        found += [("amount", number, lambda num: mean.with_unit(num, "%")) for number in ("digits", "decimals")]
        # Where it is a price as well, that reading is named by what reads it.
        flattened = _one_in_power if usage.slash == "price" else _flattened
        found.append(("phrase", "'10' '-' exponent_size", flattened))
        found.append(("doubtful", "power", lambda amount: _power_or_percent(amount)))
    else:
        found.append(("phrase", "'10' '-' exponent_size", lambda up: f"1e-{up}" if up in FLATTENED else None))
        # Beside percentages without their sign, a power may be meant either way.
        found += [("amount", "digits", mean.bare), ("amount", "decimals", mean.bare), ("amount", "power", same)]
    # A bookmaker has no "twentieths".
    found.append(("fraction", "tally '/' tally PART_TH", lambda first, second: _share(first, second)))
    if usage.slash != "price":
        found.append(("fraction", "tally '/' tally", lambda first, second: _share(first, second)))
    else:
        found += [
            ("fraction", "EVEN", lambda: mean.EVEN),
            ("odds", "whole '/' whole", mean.price),
            ("odds", "whole '-' whole", mean.price),
            ("odds", "'+' digits", lambda num: mean.moneyline("+", num)),
            ("odds", "'-' digits", lambda num: mean.moneyline("-", num)),
        ]
    if usage.counts:
        found.append(
            ("counted", "count CHANCE? IN count _crowd?", lambda *counts: data(*counts) if counts[0] > 1 else None)
        )
    return found


def _flattened(up: int) -> Fault | None:
    """``10-6`` among percentages: a range that falls, or a power that lost its superscript."""
    if up not in FLATTENED:
        return None
    texts = (f"{up}% to 10%", f"1 in {10**up}")
    why = f"10-{up} has two readings among percentages: a range that falls, {texts[0]}, or a power, {texts[1]}"
    return Fault(why, "write {}, whichever is meant", texts)


def _one_in_power(up: int) -> str | None:
    return f"1 in {10**up}" if up in FLATTENED else None


def _power_or_percent(amount: Amount) -> Fault:
    """``10^-5`` among percentages."""
    texts = (f"{numerals.decimals(100 * amount.value)}%", f"{numerals.decimals(amount.value)}%")
    why = f"a power among percentages is a fraction, {texts[0]}, or lacks its percent sign, {texts[1]}"
    return Fault(why, "write {}, whichever is meant", texts)


def data(first: Fraction, second: Fraction) -> str | None:
    """Events of trials, spelled as counts."""
    whole = first.denominator == second.denominator == 1
    return f"{first} of {second}" if whole and 0 <= first <= second and second > 0 else None


def _one_in(first: Fraction, second: Fraction) -> Amount | None:
    return mean.several(first, second) if first < second else None


def _as_odds(first: Fraction, second: Fraction) -> Amount | None:
    if first.denominator != 1 or second.denominator != 1:
        return None
    if first + second == 100 and first > second:
        return mean.with_unit(whole(int(first)), "%")
    return mean.odds(int(first), int(second)) if first <= second else None


RULES: Final = table(*NUMBERS, *SCALED, *CHANCES, *ODDS, *POWERS)
