"""The grammar of a best value with its interval, in whatever order, and of ends by their names or alone."""

from fractions import Fraction
from typing import Final

from consilience.notation.fault import Fault
from consilience.notation.speech import meanings as mean
from consilience.notation.speech.chart import Line, same, table
from consilience.notation.speech.meanings import Amount, Loose, Pair
from consilience.notation.speech.numerals import Num

SPREADS: Final = (
    ("loose", "number JOIN number", lambda low, high: Loose(low, high)),
    ("loose", "number DASH number", lambda low, high: Loose(low, high)),
    ("loose", "number ',' number", lambda low, high: Loose(low, high)),
    ("loose", "number ';' number", lambda low, high: Loose(low, high)),
    ("loose", "BETWEEN number AND number", lambda low, high: Loose(low, high)),
    ("interval", "ranged", same),
    ("interval", "covered", same),
    ("spread", "interval", same),
    ("spread", "said AND_BARE said", mean.rising),
    ("spread", "said _comma said", mean.rising),
    ("spread", "loose", same),
    ("spread", "'[' spread ']'", same),
    ("spread", "sure COVERING* spread", lambda found, pair: pair._replace(coverage=found)),
    ("spread", "loose _comma sure", lambda pair, found: pair._replace(coverage=found)),
    ("spread", "SPAN COVERING* spread", same),
)

_LEAST_SURE: Final = 50
# Names of all three together, beside their numbers in the same order.
COLUMNS: Final[tuple[Line, ...]] = tuple(
    ("trio", line.format(numbers=f"{one} {mark} {one} {mark} said", names=f"LOWEST {mark} _centre {mark} HIGHEST"), put)
    for mark in ("'/'", "','", "DASH")
    for one, put in (("said", lambda *three: three), ("number", lambda *three: _lent(*three)))
    for line in ("{numbers} OPEN {names} CLOSE", "{names} EQUALS? {numbers}", "OPEN {names} CLOSE EQUALS? {numbers}")
)

LABELLED: Final = (
    ("_centre", "MIDDLE"),
    ("_centre", "_most"),
    ("_beside", "','"),
    ("_beside", "';'"),
    ("_beside", "'.'"),
    ("_beside", "'/'"),
    ("_beside", "','? AND_BARE"),
    ("lowest", "ART* LOWEST EQUALS* said", same),
    ("lowest", "said LOWEST", same),
    ("lowest", "said OPEN LOWEST CLOSE", same),
    ("lowest", "GE EQUALS* said", same),
    ("lowest", "said GE_AFTER", same),
    ("highest", "ART* HIGHEST EQUALS* said", same),
    ("highest", "said HIGHEST", same),
    ("highest", "said OPEN HIGHEST CLOSE", same),
    ("highest", "LE EQUALS* said", same),
    ("highest", "said LE_AFTER", same),
    ("middle", "ART* MIDDLE EQUALS* said", same),
    ("middle", "_most EQUALS* said", same),
    ("middle", "said OPEN? MIDDLE CLOSE?", same),
    ("middle", "said OPEN? _most CLOSE?", same),
    ("pair", "FROM? lowest TO_END highest", mean.rising),
    ("pair", "lowest _beside? highest", mean.rising),
    ("pair", "highest _beside? lowest", lambda high, low: mean.rising(low, high)),
    ("trio", "lowest _beside? middle _beside? highest", lambda low, best, high: (low, best, high)),
    ("trio", "lowest _beside? highest _beside? middle", lambda low, high, best: (low, best, high)),
    ("trio", "middle _beside? lowest _beside? highest", lambda best, low, high: (low, best, high)),
    ("trio", "highest _beside? middle _beside? lowest", lambda high, best, low: (low, best, high)),
    *COLUMNS,
    ("bounds", "trio", lambda found: _named(found)),
    ("trio", "best _beside? lowest _beside? highest", lambda best, low, high: (low, best, high)),
    ("bounds", "trio _apart? sure", lambda found, sure: _named(found, sure)),
    ("bounds", "trio OPEN sure CLOSE", lambda found, sure: _named(found, sure)),
    ("bounds", "middle _beside? interval", lambda best, pair: bounds_of(best, pair)),
    ("bounds", "interval _beside? middle", lambda pair, best: bounds_of(best, pair)),
)

BOUNDS: Final = (
    # Within an interval the mode is its most likely value; alone it is that of a distribution that is not said.
    ("_most", "BEST"),
    ("_most", "MODE"),
    ("_apart", "APART"),
    ("best", "said", same),
    ("best", "_most EQUALS? said", same),
    ("bounds", "best OPEN spread CLOSE", lambda best, pair: bounds_of(best, pair)),
    ("bounds", "best OPEN coverage ':' spread CLOSE", lambda best, sure, pair: _sure(best, pair, sure)),
    ("bounds", "best OPEN spread _apart sure CLOSE", lambda best, pair, sure: _sure(best, pair, sure)),
    ("bounds", "best OPEN spread CLOSE ',' sure", lambda best, pair, sure: _sure(best, pair, sure)),
    ("bounds", "best OPEN spread CLOSE OPEN? sure CLOSE?", lambda best, pair, sure: _sure(best, pair, sure)),
    ("bounds", "best _apart? SPAN COVERING* spread", lambda best, pair: bounds_of(best, pair)),
    ("doubtful", "best OPEN sure COVERING* spread CLOSE", lambda best, sure, pair: _outside(best, pair)),
    ("doubtful", "best _apart? SPAN COVERING* spread", lambda best, pair: _outside(best, pair)),
    ("doubtful", "best _apart? ART? sure COVERING* spread", lambda best, sure, pair: _outside(best, pair)),
    ("doubtful", "trio", lambda found: _outside(found[1], Pair(found[0], found[2]))),
    ("bounds", "best _apart? ART? sure COVERING* spread", lambda best, sure, pair: _sure(best, pair, sure)),
    ("bounds", "best DASH ART? sure COVERING* spread", lambda best, sure, pair: _sure(best, pair, sure)),
    ("doubtful", "best OPEN spread CLOSE OPEN? number PERCENT CLOSE?", lambda *said: _sure_or_not(*said)),
    ("doubtful", "best OPEN spread _comma number PERCENT CLOSE", lambda *said: _sure_or_not(*said)),
    # Without a word for it, a range behind a number is its interval only where it holds more on both sides.
    ("bounds", "best _apart interval", lambda best, pair: _within(best, pair)),
    ("bounds", "interval _apart? CENTRE EQUALS? said", lambda pair, best: bounds_of(best, pair)),
    ("bounds", "interval _apart? _most EQUALS? said", lambda pair, best: bounds_of(best, pair)),
    ("bounds", "interval _apart said CENTRE_AFTER", lambda pair, best: bounds_of(best, pair)),
    ("bounds", "interval OPEN _most EQUALS? said CLOSE", lambda pair, best: bounds_of(best, pair)),
    ("bounds", "ranged OPEN said CENTRE_AFTER CLOSE", lambda pair, best: bounds_of(best, pair)),
    ("bounds", "digits pair", lambda num, pair: _unsigned(num, pair)),
    ("bounds", "number OPEN sure COVERING* loose CLOSE unit", lambda num, *rest: _all_sure(num, *rest)),
    ("bounds", "number OPEN loose CLOSE unit", lambda num, pair, unit: _all(num, pair, unit)),
    ("bounds", "said _by_and_by said _apart sure", lambda best, by, sure: symmetric(best, by, sure)),
    ("bounds", "said _by_and_by said OPEN sure CLOSE", lambda best, by, sure: symmetric(best, by, sure)),
    ("bounds", "said _by_and_by said '@' coverage", lambda best, by, sure: symmetric(best, by, sure)),
    ("_by_and_by", "'±'"),
    ("_by_and_by", "'+' '/' '-'"),
    ("bounds", "said OPEN '+' said '/'? '-' said CLOSE", lambda best, up, down: _asymmetric(best, up, down)),
)

OPEN_ENDED: Final = (
    ("bound", "about? number OR_LESS unit _named?", lambda about, *said: _or_beyond("<=", *said)),
    ("bound", "about? number OR_MORE unit _named?", lambda about, *said: _or_beyond(">=", *said)),
    ("bound", "about? count OR_LESS CHANCE? IN count _crowd?", lambda about, *said: _or_beyond_in("<=", *said)),
    ("bound", "about? count OR_MORE CHANCE? IN count _crowd?", lambda about, *said: _or_beyond_in(">=", *said)),
)


def _named(found: tuple[Amount, Amount, Amount], sure: str = "") -> str | None:
    low, best, high = found
    pair = mean.rising(low, high)
    return _within(best, pair._replace(coverage=sure)) if pair else None


def _lent(low: Num, best: Num, high: Amount) -> tuple[Amount, Amount, Amount] | None:
    first, second = mean.lent(low, high), mean.lent(best, high)
    return (first, second, high) if first and second else None


def _outside(best: Amount, pair: Pair | Loose) -> Fault | None:
    ends = mean.ends_beside(best, pair)
    if ends is None or ends.low.value >= ends.high.value or ends.low.value <= best.value <= ends.high.value:
        return None
    why = f"the best value {best.text} lies outside its bounds {ends.low.text} to {ends.high.text}"
    return Fault(why, "correct the best value or the bounds")


def _within(best: Amount, pair: Pair) -> str | None:
    return bounds_of(best, pair) if pair.low.value < best.value < pair.high.value else None


def bounds_of(best: Amount, pair: Pair | Loose) -> str | None:
    """Spell a best value with its interval, ``None`` where this does not hold it."""
    ends = mean.ends_beside(best, pair)
    if ends is None or not ends.low.value <= best.value <= ends.high.value or ends.low.value == ends.high.value:
        return None
    return f"{best.text} [{ends.low.text}, {ends.high.text}]{pair.coverage}"


def _unsigned(num: Num, pair: Pair) -> str | None:
    best = mean.bare(num)
    return bounds_of(best, pair) if best and pair.low.unit == "" else None


def _sure(best: Amount, pair: Pair | Loose, sure: str) -> str | None:
    return None if pair.coverage else bounds_of(best, pair._replace(coverage=sure))


def _all(num: Num, pair: Loose, unit: str) -> str | None:
    best = mean.with_unit(num, unit)
    return bounds_of(best, pair) if best else None


def _all_sure(num: Num, sure: str, pair: Loose, unit: str) -> str | None:
    return _all(num, pair._replace(coverage=sure), unit)


def _sure_or_not(best: Amount, pair: Pair | Loose, num: Num) -> Fault | None:
    """``5% [1%, 20%] (80%)``."""
    text = _sure(best, pair, f" @{num.text}%")
    if text is None or not _LEAST_SURE <= num.value < 100:
        return None
    return Fault(f"{num.text}% may be how sure somebody is of the interval", "write {} if it is", (text,))


def symmetric(best: Amount, by: Amount, sure: str = "") -> str | None:
    """Spell ``5% ± 2% (95% CI)``, ``None`` where it is not all in percent or leaves the scale."""
    found = _asymmetric(best, by, by)
    return f"{found}{sure}" if found else None


def _asymmetric(best: Amount, up: Amount, down: Amount) -> str | None:
    """``5% (+3%/-2%)``."""
    if best.unit != "%" or up.unit != "%" or down.unit != "%":
        return None
    low, high = 100 * (best.value - down.value), 100 * (best.value + up.value)
    if not 0 <= low < high <= 100:
        return None
    return f"{best.text} [{float(low):.10g}%, {float(high):.10g}%]"


def _or_beyond(sign: str, num: Num, unit: str) -> str | None:
    """``10 or more percent``."""
    amount = mean.with_unit(num, unit)
    return f"{sign}{amount.text}" if amount else None


def _or_beyond_in(sign: str, events: Fraction, trials: Fraction) -> str | None:
    """``10 or more in 1000``."""
    amount = mean.several(events, trials)
    return f"{sign}{amount.text}" if amount else None


RULES: Final = table(*OPEN_ENDED, *SPREADS, *LABELLED, *BOUNDS)
