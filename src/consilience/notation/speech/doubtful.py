"""The grammar of phrases whose words are all known, and which leave open what they mean: their readings."""

from typing import Final

from consilience.notation.fault import Fault
from consilience.notation.speech import meanings as mean
from consilience.notation.speech.chart import same, table
from consilience.notation.speech.meanings import Amount, Loose, Pair, Ratio
from consilience.notation.speech.numerals import Num
from consilience.notation.spoken import percent

_BARE: Final = "of the intervals of a median only that of 95% is read"

MEDIANS: Final = (
    ("centre", "MEDIAN EQUALS* said", same),
    ("doubtful", "centre _apart? sure COVERING* spread", lambda best, sure, pair: _median(best, pair, sure)),
    ("doubtful", "centre OPEN sure COVERING* spread CLOSE", lambda best, sure, pair: _median(best, pair, sure)),
    ("doubtful", "centre _apart? SPAN COVERING* spread", lambda best, pair: _median(best, pair)),
    ("doubtful", "centre OPEN spread CLOSE", lambda best, pair: _median(best, pair)),
    ("doubtful", "centre _apart ranged", lambda best, pair: _median(best, pair)),
    ("doubtful", "centre _apart covered", lambda best, pair: _median(best, pair)),
    ("doubtful", "ranged _apart? centre", lambda pair, best: _median(best, pair)),
    ("doubtful", "covered _apart? centre", lambda pair, best: _median(best, pair)),
    ("doubtful", "ranged OPEN centre CLOSE", lambda pair, best: _median(best, pair)),
    ("doubtful", "covered OPEN centre CLOSE", lambda pair, best: _median(best, pair)),
    ("doubtful", "lowest _beside? centre _beside? highest", lambda low, best, high: _median(best, Pair(low, high))),
)

LISTS: Final = (
    ("_listed", "'/'"),
    ("_listed", "','? AND_BARE"),
    ("_listed", "_comma"),
    ("_listed", "DASH"),
    ("_listed", "'|'"),
    ("doubtful", "said _listed said _listed said", lambda *three: _three(*three)),
    ("doubtful", "number _listed number _listed said", lambda low, best, high: _lent(low, best, high)),
)

ODDS: Final = (
    ("doubtful", "ratio", lambda ratio: _falling(ratio)),
    ("doubtful", "NOUN? ODDS_OF ratio", lambda ratio: _either_side(ratio)),
    ("doubtful", "ratio ODDS", lambda ratio: _either_side(ratio)),
)

LITTLE: Final = (
    ("doubtful", "LITTLE relation said _named?", lambda sign, amount: _little(f"{sign}{amount.text}")),
    ("doubtful", "LITTLE MORE_LIKELY", lambda: _little(">50%")),
    ("doubtful", "LITTLE LESS_LIKELY", lambda: _little("<50%")),
)


def _median(best: Amount, pair: Pair | Loose, sure: str = "") -> Fault | None:
    """A median with an interval that is not said to be of a survey."""
    ends = mean.ends_beside(best, pair)
    if ends is None or (sure and pair.coverage) or not ends.low.value <= best.value <= ends.high.value:
        return None
    coverage, interval = sure or pair.coverage, f"[{ends.low.text}, {ends.high.text}]"
    names = {" @95%": ["ci95"], " @50%": ["quartiles"], "": ["ci95", "quartiles"]}.get(coverage, [])
    surveys = [f"median={best.text} {name}={interval}" for name in names] or [f"median={best.text}"]
    why = "an interval beside a median has two readings: how unsure one person is, or how unsure or spread a survey is"
    remedy = "write {}, the first if it is one person's, the other if it is a survey's"
    if not names:
        remedy += f"; {_BARE}, and another belongs in the note"
    return Fault(why, remedy, (f"{best.text} {interval}{coverage}", *surveys))


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
    if sign not in ("to", "-") or first <= second:
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


def _either_side(ratio: Ratio) -> Fault | None:
    """``odds of 1 to 20``: in favour as said, or by a bookmaker the other way round."""
    first, second, sign = ratio
    if sign != "to" or first == second:
        return None
    small, large = sorted((first, second))
    sides = f"{_share(small, large)} (odds against) or {_share(large, small)} (odds in favour)"
    return Fault(
        f"odds of {first} to {second} have two readings: {sides}",
        "write {}",
        (f"{small}:{large}", f"{large}:{small} on"),
    )


def _share(favour: int, against: int) -> str:
    return percent(favour / (favour + against), significant=3)


def _little(bound: str) -> Fault:
    side = "less" if bound[0] == "<" else "more"
    return Fault(f"how much {side} is not said", "write {} if the bound is all that is meant, or the number", (bound,))


RULES: Final = table(*MEDIANS, *LISTS, *ODDS, *LITTLE)
