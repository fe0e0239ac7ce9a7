"""The grammar of phrases whose words are all known, and which leave open what they mean: their readings."""

from fractions import Fraction
from functools import partial
from typing import Final

from consilience.notation.fault import Fault
from consilience.notation.speech import meanings as mean
from consilience.notation.speech.amounts import FLATTENED, same_number
from consilience.notation.speech.chart import Line, same, table
from consilience.notation.speech.meanings import Amount, Loose, Pair, Ratio
from consilience.notation.speech.numerals import Num
from consilience.notation.speech.summaries import Item
from consilience.notation.spoken import percent

_TEN: Final = 10
# "2024-25" is no price.
_YEARS: Final = range(1900, 2101)
# Less sure of an interval nobody says to be.
_SURE_AT_LEAST: Final = Fraction(1, 2)
_KNOWN: Final = "of the intervals of a median only that of 95% and the quartiles are read"

MEDIANS: Final[tuple[Line, ...]] = (
    ("centre", "MEDIAN EQUALS* said", same),
    ("surrounded", "centre _apart? sure COVERING* spread", lambda best, sure, pair: (best, _sure(pair, sure))),
    ("surrounded", "centre OPEN sure COVERING* spread CLOSE", lambda best, sure, pair: (best, _sure(pair, sure))),
    ("surrounded", "centre _apart? SPAN COVERING* spread", lambda *both: both),
    ("surrounded", "centre OPEN spread CLOSE", lambda *both: both),
    ("surrounded", "centre _apart ranged", lambda *both: both),
    ("surrounded", "centre _apart covered", lambda *both: both),
    ("surrounded", "ranged _apart? centre", lambda pair, best: (best, pair)),
    ("surrounded", "covered _apart? centre", lambda pair, best: (best, pair)),
    ("surrounded", "ranged OPEN centre CLOSE", lambda pair, best: (best, pair)),
    ("surrounded", "covered OPEN centre CLOSE", lambda pair, best: (best, pair)),
    ("surrounded", "lowest _beside? centre _beside? highest", lambda low, best, high: (best, Pair(low, high))),
    ("doubtful", "surrounded", lambda both: _median(*both)),
    ("averaged", "MEAN EQUALS* said _apart? ART? sure COVERING* spread", lambda best, sure, pair: best),
    ("averaged", "MEAN EQUALS* said OPEN sure COVERING* spread CLOSE", lambda best, sure, pair: best),
    ("averaged", "MEAN EQUALS* said OPEN spread CLOSE", lambda best, pair: best),
    ("averaged", "MEAN EQUALS* said _apart? SPAN COVERING* spread", lambda best, pair: best),
    ("doubtful", "averaged", lambda best: _of_mean(f"mean={best.text}")),
    ("doubtful", "item SEP* averaged", lambda item, best: _of_mean(f"{_size(item)} mean={best.text}")),
    ("doubtful", "averaged SEP* item", lambda best, item: _of_mean(f"{_size(item)} mean={best.text}")),
    ("people", "N EQUALS tally", same),
    ("people", "tally RESPONDENTS", same),
    ("polled", "said OPEN SPAN? spread SEP* people CLOSE", lambda best, pair, people: (best, pair, people)),
    ("polled", "said OPEN people SEP* SPAN? spread CLOSE", lambda best, people, pair: (best, pair, people)),
    ("polled", "centre OPEN SPAN? spread SEP* people CLOSE", lambda best, pair, people: (best, pair, people)),
    ("polled", "centre OPEN people SEP* SPAN? spread CLOSE", lambda best, people, pair: (best, pair, people)),
    ("polled", "people SEP* said OPEN SPAN? spread CLOSE", lambda people, best, pair: (best, pair, people)),
    ("doubtful", "polled", lambda found: _polled(*found)),
    ("doubtful", "ranged OPEN IQR CLOSE", lambda pair: _quarters(pair)),
    ("doubtful", "ranged ','? IQR", lambda pair: _quarters(pair)),
    ("doubtful", "ART* IQR COVERING* spread", lambda pair: _quarters(pair)),
    *(
        ("doubtful", f"IQR COVERING* said {mark} said {mark} said", lambda *three: _three_quarters(*three))
        for mark in ("_listed", "DASH", "'/'")
    ),
    ("doubtful", "number PERCENT? ':' ranged", lambda num, pair: _sure_or_not(num, pair)),
    ("doubtful", "ranged OPEN number PERCENT CLOSE", lambda pair, num: _sure_or_not(num, pair)),
    ("doubtful", "ranged _comma? number PERCENT", lambda pair, num: _sure_or_not(num, pair)),
    ("doubtful", "said _apart? sure", lambda best, sure: _sure_of_one(best)),
    ("doubtful", "said OPEN sure CLOSE", lambda best, sure: _sure_of_one(best)),
    *(
        ("doubtful", line, make)
        for beside in ("best _apart {}", "best OPEN {} CLOSE")
        for line, make in (
            (beside.format("less said"), lambda best, sign, high: _half_open(best, mean.NOTHING, high)),
            (beside.format("more said"), lambda best, sign, low: _half_open(best, low, mean.ALL)),
        )
    ),
    ("doubtful", "less said _apart best", lambda sign, high, best: _half_open(best, mean.NOTHING, high)),
    ("doubtful", "more said _apart best", lambda sign, low, best: _half_open(best, low, mean.ALL)),
    ("doubtful", "more said BUT? less said", lambda sign, low, other, high: _crossed(low, high)),
    ("doubtful", "less said BUT? more said", lambda sign, high, other, low: _crossed(low, high)),
    ("doubtful", "said OPEN N EQUALS tally CLOSE", lambda best, people: _of_people(best, people)),
    ("doubtful", "said ',' N EQUALS tally", lambda best, people: _of_people(best, people)),
    ("doubtful", "item SEP* surrounded", lambda item, both: _survey(item, *both)),
    ("doubtful", "surrounded SEP* item", lambda both, item: _survey(item, *both)),
)

LISTS: Final[tuple[Line, ...]] = (
    ("_listed", "','? AND_BARE"),
    ("_listed", "_comma"),
    # Between two a dash makes a range, and a stroke a fraction: a list has one mark throughout.
    *(
        ("doubtful", f"{one} {mark} {one} {mark} said", make)
        for mark in ("_listed", "DASH", "JOIN", "'/'", "'|'")
        for one, make in (("said", lambda *three: _three(*three)), ("number", lambda *three: _lent(*three)))
    ),
)

ODDS: Final = (
    ("doubtful", "ratio", lambda ratio: _falling(ratio)),
    ("doubtful", "about? whole OUT_OF whole", lambda about, *both: _zu(*both)),
    ("doubtful", "NOUN? ODDS_OF about? ratio", lambda about, ratio: _either_side(ratio, "~" if about else "")),
    ("doubtful", "A_WORD size TO_WORD whole", lambda size, second: _falling(Ratio(size, second, "to"))),
    ("doubtful", "ART? ratio NOUN", lambda ratio: _falling(ratio)),
    ("doubtful", "ratio ODDS", lambda ratio: _falling(ratio)),
    ("doubtful", "ratio ODDS", lambda ratio: _either_side(ratio)),
)


def _at_one_side(amount: Amount, sign: str, which: str) -> Fault:
    why = f"whether {amount.said} is the best guess or a bound is not said, where it may be {which}"
    return Fault(why, "write {}, whichever is meant", (amount.said, f"{sign}={amount.text}"))


LITTLE: Final[tuple[Line, ...]] = (
    ("doubtful", "MODE EQUALS* said", lambda amount: _mode(amount)),
    ("doubtful", "said ','? IF_THAT", lambda amount: _at_one_side(amount, "<", "less")),
    *(
        ("doubtful", line, partial(_at_one_side, sign=sign, which=which))
        for way, sign, which in (("_downward", "<", "less"), ("_upward", ">", "more"))
        for line in (f"said _pause? {way}", f"said OPEN {way} CLOSE")
    ),
    ("doubtful", "worded OPEN digits CLOSE unit", lambda words, num, unit: _not_one(words, num, unit)),
    ("doubtful", "digits OPEN worded CLOSE unit", lambda num, words, unit: _not_one(words, num, unit)),
    ("doubtful", "said OPEN IE* counts CLOSE", lambda amount, counts: _counted(amount, counts)),
    ("doubtful", "said OR IE* counts", lambda amount, counts: _counted(amount, counts)),
    ("doubtful", "LITTLE relation said _named?", lambda sign, amount: _little(f"{sign}{amount.text}")),
    ("doubtful", "ART* LOWEST EQUALS* said", lambda amount: _one_end()),
    ("doubtful", "ART* HIGHEST EQUALS* said", lambda amount: _one_end()),
    ("doubtful", "about? ART* number", lambda about, num: _bare(num)),
    ("doubtful", "SPREAD_WORD SIGN? pair", lambda pair: _spread(pair)),
    ("doubtful", "ADVERB? relation number", lambda sign, num: _unsigned(sign, num)),
    ("doubtful", "LITTLE MORE_LIKELY", lambda: _little(">50%")),
    ("doubtful", "LITTLE LESS_LIKELY", lambda: _little("<50%")),
)


def _sure(pair: Pair | Loose | None, sure: str) -> Pair | Loose | None:
    return pair._replace(coverage=sure) if pair and not pair.coverage else None


def _of_people(best: Amount, people: Fraction) -> Fault | None:
    if people.denominator != 1 or people < 1:
        return None
    why = f"whether {best.text} is the median of {people} answers, their mean, or a share of {people} is not said"
    texts = (f"n={people} median={best.text}", f"n={people} mean={best.text}")
    return Fault(why, "write {} if it is what they answered", texts, "say which")


def _median(best: Amount, pair: Pair | Loose | None) -> Fault | None:
    """A median with an interval that is not said to be of a survey."""
    ends = mean.ends_beside(best, pair) if pair else None
    if ends is None or ends.low.value >= ends.high.value:
        return None
    if not ends.low.value <= best.value <= ends.high.value:
        why = f"the median {best.text} lies outside its interval, from {ends.low.text} to {ends.high.text}"
        return Fault(why, "correct one of them")
    interval = f"[{ends.low.text}, {ends.high.text}]"
    names = {" @95%": ["ci95"], " @50%": ["quartiles"], "": ["ci95", "quartiles"]}.get(ends.coverage, [])
    surveys = [f"median={best.text} {name}={interval}" for name in names] or [f"median={best.text}"]
    why = "an interval beside a median has two readings: how unsure one person is, or how unsure or spread a survey is"
    remedy = "write {}, the first if it is one person's, the other if it is a survey's"
    if not names:
        remedy += f"; {_KNOWN}, and another belongs in the note"
    return Fault(why, remedy, (f"{best.text} {interval}{ends.coverage}", *surveys))


def _size(item: Item) -> str:
    return f"n={item.text}" if item.name == "n" else ""


def _of_mean(text: str) -> Fault | None:
    """``mean 5% (95% CI 4-6)``."""
    why = "an interval beside a mean says how unsure the mean is, or how unsure one person, and is read of neither"
    remedy = "write {} and keep the interval in the note, or give the standard error behind se= beside n="
    return Fault(why, remedy, (text,)) if text[0] != " " else None


def _polled(best: Amount, pair: Pair | Loose, people: Fraction) -> Fault | None:
    """``10% (5%-20%, n=30)``."""
    ends = mean.ends_beside(best, pair)
    if ends is None or people.denominator != 1 or people < 1 or ends.coverage not in ("", " @95%", " @50%"):
        return None
    names = {" @95%": ["ci95"], " @50%": ["quartiles"]}.get(ends.coverage, ["quartiles", "ci95"])
    interval = f"[{ends.low.text}, {ends.high.text}]"
    why = "of a survey it is not said whether the interval holds half of its answers, or is that of its median"
    texts = tuple(f"n={people} median={best.text} {name}={interval}" for name in names)
    return Fault(why, "write {} if the number is the median", texts, "give each number its name")


def _quarters(pair: Pair | Loose | Item) -> Fault | None:
    """``5-15% (IQR)``."""
    if not isinstance(pair, Pair) or pair.coverage:
        return None
    why = "these are quartiles of what one person holds, or of the answers of a survey, whose median is not said"
    text = f"q25={pair.low.text} q75={pair.high.text}"
    return Fault(why, "write {} if they are one person's; of a survey, give the median and n as well", (text,))


def _three_quarters(*said: Amount) -> Fault | None:
    low, best, high = said
    if not low.value < best.value < high.value:
        return None
    why = "these are quartiles of what one person holds, or of the answers of a survey"
    texts = (
        f"q25={low.text} q50={best.text} q75={high.text}",
        f"median={best.text} quartiles=[{low.text}, {high.text}]",
    )
    return Fault(why, "write {}, the first if they are one person's", texts)


def _sure_or_not(num: Num, pair: Pair) -> Fault | None:
    """``90%: 5-10%``."""
    best = mean.with_unit(num, "%")
    if pair.coverage or best is None or not best.value < 1:
        return None
    if pair.low.value < best.value < pair.high.value:
        text, what = f"{best.text} [{pair.low.text}, {pair.high.text}]", "the number in its interval"
    elif best.value >= _SURE_AT_LEAST:
        text, what = f"{pair.said} @{best.text}", "how sure somebody is of the interval"
    else:
        return None
    return Fault(f"{best.text} may be {what}, or another answer", "write {} if it is the first", (text,))


def _sure_of_one(best: Amount) -> Fault:
    """``5%, 80% confident``."""
    why = f"a coverage belongs to an interval, and {best.said} is one number"
    return Fault(why, "give both ends, or write {} and keep in the note how sure it is", (best.said,))


def _half_open(best: Amount, low: Amount, high: Amount) -> Fault | None:
    """``probably 5%, at most 10%``."""
    if not low.value < best.value < high.value:
        return None
    end = high if high is mean.ALL else low
    why = f"a best value stands beside one bound, and where its interval ends, if before {end.text}, is not said"
    text = f"{best.text} [{low.text}, {high.text}]"
    return Fault(why, "give the other end, or write {} if it has none", (text,), "give the other end")


def _crossed(low: Amount, high: Amount) -> Fault | None:
    if low.value < high.value:
        return None
    why = f"nothing is both more than {low.text} and less than {high.text}"
    return Fault(why, "write {} if the range between is meant, or correct one of them", (f"{high.text} to {low.text}",))


def _survey(item: Item, best: Amount, pair: Pair | Loose | None) -> Fault | None:
    if item.name != "n" or pair is None:
        return None
    return Fault(_KNOWN, "write {} and keep the interval in the note", (f"n={item.text} median={best.text}",))


def _three(*said: Amount) -> Fault | None:
    low, best, high = sorted(said, key=lambda amount: amount.value)
    if not low.value < best.value < high.value:
        return None
    why = "of three numbers it is not said what each is: a best value between its bounds, quantiles, or three answers"
    remedy = (
        "write {} if it is a best value between its bounds; give quantiles their levels, and each answer its own row"
    )
    return Fault(why, remedy, (f"{best.text} [{low.text}, {high.text}]",), "say what each of them is")


def _lent(low: Num, best: Num, high: Amount) -> Fault | None:
    first, second = mean.lent(low, high), mean.lent(best, high)
    return _three(first, second, high) if first and second else None


def _falling(ratio: Ratio) -> Fault | None:
    """``50 to 1``, ``75-25``: odds by either side, or a range that falls."""
    first, second, sign = ratio
    if sign not in ("to", "-") or first <= second or (sign == "-" and first in _YEARS):
        return None
    # A power that lost its superscript, which is told elsewhere.
    if sign == "-" and first == _TEN and second in FLATTENED:
        return None
    said = f"{first} to {second}" if sign == "to" else f"{first}-{second}"
    ranges = [f"{second}-{first}%"] if first <= 100 else []
    named = [f"the range {text}" for text in ranges]
    if first + second == 100:
        texts = (f"{first}%", *ranges)
        return Fault(
            f"{said} has two readings: {' or '.join((f'{first}% against {second}%', *named))}", "write {}", texts
        )
    sides = [f"odds against ({_share(second, first)})", f"odds in favour ({_share(first, second)})"]
    why = f"{said} has several readings: {', '.join([*sides, *named])}"
    remedy = "write {}"
    if sign == "-":
        remedy += '; a file of prices is declared by slash = "price" in study.toml'
    return Fault(why, remedy, (f"{second}:{first}", f"{first}:{second} on", *ranges))


def _either_side(ratio: Ratio, about: str = "") -> Fault | None:
    """``odds of 1 to 20``: in favour as said, or by a bookmaker the other way round."""
    first, second, sign = ratio
    if sign not in ("to", ":") or first == second:
        return None
    small, large = sorted((first, second))
    sides = f"{_share(small, large)} (odds against) or {_share(large, small)} (odds in favour)"
    said = f"{first} to {second}" if sign == "to" else f"{first}:{second}"
    return Fault(
        f"odds of {said} have two readings: {sides}",
        "write {}",
        (f"{about}{small}:{large}", f"{about}{large}:{small} on"),
    )


def _zu(first: int, second: int) -> Fault | None:
    """``3 zu 4``: a chance or odds, and ``100 zu 1`` odds by either side."""
    if first == second or first == 1:
        return None
    if first > second:
        return _falling(Ratio(first, second, "to"))
    why = f"{first} zu {second} has two readings: {first} in {second} or odds of {first}:{second}"
    return Fault(why, "write {}", (f"{first} in {second}", f"{first}:{second}"))


def _share(favour: int, against: int) -> str:
    return percent(favour / (favour + against), significant=3)


def _little(bound: str) -> Fault:
    side = "less" if bound[0] == "<" else "more"
    return Fault(f"how much {side} is not said", "write {} if the bound is all that is meant, or the number", (bound,))


def _one_end() -> Fault:
    why = "this names one end of an interval, and the other is not said"
    return Fault(why, "give the other end too, or say the bound alone")


def _bare(num: Num) -> Fault | None:
    if not 1 < num.value <= 100 or num.value.denominator != 1:
        return None
    texts = (f"{num.text}%", f"1 in {num.text}")
    return Fault(f"a bare {num.text} has two readings: {' or '.join(texts)}", "write {}", texts)


def _unsigned(sign: str, num: Num) -> Fault | None:
    if not 1 < num.value <= 100:
        return None
    return Fault(f"the bound {num.text} has no percent sign", "write {} if it is in percent", (f"{sign}{num.text}%",))


def _mode(amount: Amount) -> Fault:
    why = "the mode of a distribution is neither its median nor its mean, and its interval is not said"
    return Fault(why, "write {} if it is a best guess, or give both ends too", (amount.said,))


def _not_one(words: Num, num: Num, unit: str) -> Fault | None:
    if same_number(words, num):
        return None
    texts = tuple(amount.text for each in (words, num) if (amount := mean.with_unit(each, unit)))
    return Fault(f"in words this is {words.text}, and in digits {num.text}", "write {}, whichever is meant", texts)


def _counted(amount: Amount, counts: str) -> Fault:
    why = f"whether this is an estimate of {amount.said}, or data, {counts}, is not said"
    return Fault(why, "write {}, whichever is meant", (amount.said, counts))


def _spread(pair: Pair) -> Fault:
    why = (
        "of what this is the spread is not said: how unsure one person is, or how far the answers of several lie apart"
    )
    remedy = "write {} if one person is so unsure; of a survey, give the median with its quartiles or sd"
    return Fault(why, remedy, (pair.said,))


RULES: Final = table(*MEDIANS, *LISTS, *ODDS, *LITTLE)
