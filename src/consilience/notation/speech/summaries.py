"""The grammar of published summaries, of shares of the answers and of quantiles in words."""

from fractions import Fraction
from typing import Final, NamedTuple

from consilience.notation.fault import Fault
from consilience.notation.speech.bounds import bounds_of
from consilience.notation.speech.chart import same, table
from consilience.notation.speech.meanings import PART, Amount, Loose, Pair, lent
from consilience.notation.speech.numerals import Num

_QUARTERS = (25, 50, 75, 100)
_HALF: Final = Fraction(50)
_ORDER = ("n", "median", "mean", "sd", "se", "ci95", "quartiles")


class Item(NamedTuple):
    """One thing that a summary gives, spelled as the notation spells it."""

    name: str
    text: str
    unit: str | None = None


SUMMARIES: Final = (
    ("item", "N EQUALS tally", lambda found: _people(found)),
    ("item", "OPEN N EQUALS tally CLOSE", lambda found: _people(found)),
    ("item", "heads RESPONDENTS", lambda found: _people(found)),
    ("item", "MEDIAN EQUALS* said", lambda amount: Item("median", amount.text, amount.unit)),
    ("item", "WHOSE MEDIAN EQUALS* said", lambda amount: Item("median", amount.text, amount.unit)),
    ("item", "MEDIAN EQUALS* relation said", lambda sign, amount: Item("median", sign + amount.text, amount.unit)),
    ("item", "MEDIAN EQUALS* said LE_AFTER", lambda amount: Item("median", f"<={amount.text}", amount.unit)),
    ("item", "MEDIAN EQUALS* said GE_AFTER", lambda amount: Item("median", f">={amount.text}", amount.unit)),
    ("item", "MEAN EQUALS* said", lambda amount: Item("mean", amount.text, amount.unit)),
    ("item", "CI95 COVERING* spread", lambda pair: _interval("ci95", pair)),
    ("item", "OPEN CI95 COVERING* spread CLOSE", lambda pair: _interval("ci95", pair)),
    ("item", "IQR COVERING* spread", lambda pair: _interval("quartiles", pair)),
    ("item", "OPEN IQR COVERING* spread CLOSE", lambda pair: _interval("quartiles", pair)),
    ("item", "SD EQUALS* said", lambda amount: Item("sd", amount.text, amount.unit)),
    ("item", "OPEN SD EQUALS* said CLOSE", lambda amount: Item("sd", amount.text, amount.unit)),
    ("item", "SE EQUALS* said", lambda amount: Item("se", amount.text, amount.unit)),
    ("item", "OPEN SE EQUALS* said CLOSE", lambda amount: Item("se", amount.text, amount.unit)),
    ("item", "said MEDIAN", lambda amount: Item("median", amount.text, amount.unit)),
    ("item", "said MEAN", lambda amount: Item("mean", amount.text, amount.unit)),
    ("_several", "ACROSS ART? N?"),
    ("_several", "ACROSS ART? N EQUALS"),
    ("centred", "MEDIAN", lambda: "median"),
    ("centred", "MEAN", lambda: "mean"),
    ("of_people", "_several heads RESPONDENTS", same),
    ("headed", "centred of_people EQUALS* said", lambda name, found, best: _asked_of(name, found, best)),
    ("headed", "centred of_people EQUALS* relation said", lambda name, found, sign, best: (
        _asked_of(name, found, best._replace(text=sign + best.text)) if name == "median" else None)),
    ("headed", "centred EQUALS* said of_people", lambda name, best, found: _asked_of(name, found, best)),
    ("items", "headed", same),
    ("items", "headed SEP* items", lambda found, rest: (*found, *rest)),
    ("items", "headed OPEN items CLOSE", lambda found, rest: (*found, *rest)),
    ("items", "said OPEN centred of_people CLOSE", lambda best, name, found: _asked_of(name, found, best)),
    ("items", "said ',' centred of_people", lambda best, name, found: _asked_of(name, found, best)),
    ("survey", "MEDIAN OPEN IQR CLOSE EQUALS* said OPEN spread CLOSE", lambda best, pair: _summary(
        (Item("median", best.text, best.unit), _interval("quartiles", pair)))),
    ("portion", "said", lambda amount: (amount.said, amount.said)),
    ("portion", "A_WORD part", lambda part: (f"1 in {part}", f"1 in {part}")),
    ("portion", "HALF_WORD", lambda: ("50%", "50%")),
    ("portion", "ranged", lambda pair: None if pair.coverage else (pair.low.text, pair.high.text)),
    # Beyond all and below nothing there is no share.
    ("portion", "more said", lambda sign, amount: None if amount.value >= 1 else (amount.text, "100%")),
    ("portion", "more HALF_WORD", lambda sign: ("50%", "100%")),
    ("portion", "less said", lambda sign, amount: ("0%", amount.text) if amount.value > 0 else None),
    ("portion", "less HALF_WORD", lambda sign: ("0%", "50%")),
    ("_asked", "OF_WORD ART? RESPONDENTS"),
    ("_asked", "RESPONDENTS"),
    ("crowd", "OF_WORD ART? heads RESPONDENTS", lambda found: found),
    ("crowd", "OF_WORD tally", lambda found: found),
    ("crowd", "OPEN OF_WORD ART? heads RESPONDENTS? CLOSE", lambda found: found),
    ("crowd", "OPEN heads RESPONDENTS CLOSE", lambda found: found),
    ("crowd", "_asked? OPEN N EQUALS tally CLOSE", lambda found: found),
    ("shared", "portion _asked? GAVE _naming? bounded", lambda part, bound: _share(part, bound)),
    ("shared", "portion crowd GAVE _naming? bounded", lambda part, people, bound: _share_of(part, people, bound)),
    ("shared", "heads crowd GAVE _naming? bounded", lambda found, people, bound: _counted(found, people, bound)),
    ("item", "SHARE OPEN bounded CLOSE EQUALS* portion", lambda bound, part: _share(part, bound)[0]),
    ("items", "shared", lambda found: found),
    ("items", "shared SEP* items", lambda found, rest: (*found, *rest)),
    ("items", "item", lambda found: (found,)),
    ("items", "item SEP* items", lambda found, rest: (found, *rest)),
    ("items", "item OPEN items CLOSE", lambda found, rest: (found, *rest)),
    # As psychologists report: alone M may be a median too.
    ("scattered", "'m' EQUALS said SEP* SD EQUALS said", lambda mean, sd: _mean_and_sd(mean, sd)),
    ("scattered", "'m' EQUALS said OPEN SD EQUALS said CLOSE", lambda mean, sd: _mean_and_sd(mean, sd)),
    ("items", "scattered", same),
    ("items", "scattered SEP* items", lambda found, rest: (*found, *rest)),
    ("items", "OPEN items CLOSE", same),
    ("survey", "items", lambda found: _summary(found)),
    ("survey", "said OPEN MEDIAN CLOSE", lambda best: _summary((Item("median", best.text, best.unit),))),
    ("survey", "said OPEN MEAN CLOSE", lambda best: _summary((Item("mean", best.text, best.unit),))),
    ("survey", "said OPEN IQR COVERING* spread CLOSE", lambda best, pair: _summary(
        (Item("median", best.text, best.unit), _interval("quartiles", pair)))),
    ("quantile", "tally PERCENTILE EQUALS* said", lambda level, amount: _quantile(level, amount, "%")),
    ("quantile", "LEVEL tally EQUALS said", lambda level, amount: _quantile(level, amount)),
    ("quantile", "MEDIAN EQUALS* said", lambda amount: _quantile(Fraction(50), amount)),
    ("quantile", "'my' quantile", same),
    ("quantile", "ART quantile", same),
    ("quantile", "LOWER_QUARTILE EQUALS* said", lambda amount: _quantile(Fraction(25), amount)),
    ("quantile", "UPPER_QUARTILE EQUALS* said", lambda amount: _quantile(Fraction(75), amount)),
    ("quantile", "LEVEL tally said", lambda level, amount: _quantile(level, amount)),
    ("quantile", "said OPEN tally PERCENTILE CLOSE", lambda amount, level: _quantile(level, amount, "%")),
    ("quantile", "said OPEN LEVEL tally CLOSE", lambda amount, level: _quantile(level, amount)),
    ("list", "quantile", lambda found: (found,)),
    ("list", "quantile '|' list", lambda found, rest: (found, *rest)),
    ("list", "quantile SEP* list", lambda found, rest: (found, *rest)),
    ("quantiles", "list", lambda found: _levels(found)),
    ("quantiles", "quantile OPEN list CLOSE", lambda found, rest: _levels((found, *rest))),
    ("quantiles", "tally TH DASH? tally PERCENTILE EQUALS* ranged", lambda *found: _between(*found)),
    ("quantiles", "tally TH JOIN tally PERCENTILE EQUALS* ranged", lambda *found: _between(*found)),
    ("outer", "tally TH DASH? tally PERCENTILE EQUALS* ranged", lambda *found: found),
    ("outer", "tally TH JOIN tally PERCENTILE EQUALS* ranged", lambda *found: found),
    ("quantiles", "MEDIAN EQUALS* said SEP* outer", lambda best, outer: _around(best, *outer)),
    ("quantiles", "MEDIAN EQUALS* said OPEN outer CLOSE", lambda best, outer: _around(best, *outer)),
    ("quantiles", "outer SEP* MEDIAN EQUALS* said", lambda outer, best: _around(best, *outer)),
    ("quantiles", "LEVEL tally DASH? LEVEL tally EQUALS ranged", lambda *found: _between(*found)),
    ("bounds", "best OPEN tally TH DASH? tally PERCENTILE EQUALS* ranged CLOSE", lambda *found: _central(*found)),
    ("levels", "tally", lambda level: (level,)),
    ("levels", "tally TH? SEP* levels", lambda level, rest: (level, *rest)),
    ("named_levels", "LEVEL tally", lambda level: (level,)),
    ("named_levels", "LEVEL tally SEP* named_levels", lambda level, rest: (level, *rest)),
    ("figures", "said", lambda amount: (amount,)),
    ("figures", "said SEP* figures", lambda amount, rest: (amount, *rest)),
    ("figures", "number SEP* figures", lambda num, rest: _lent(num, rest)),
    ("quantiles", "levels PERCENTILE EQUALS* figures", lambda levels, amounts: _side_by_side(levels, amounts)),
    ("quantiles", "PERCENTILE OPEN? levels TH? CLOSE? EQUALS* figures", lambda *both: _side_by_side(*both)),
    ("quantiles", "figures OPEN levels PERCENTILE CLOSE", lambda amounts, levels: _side_by_side(levels, amounts)),
    ("quantiles", "figures OPEN named_levels CLOSE", lambda amounts, levels: _side_by_side(levels, amounts)),
    ("quantiles", "named_levels EQUALS figures", lambda levels, amounts: _side_by_side(levels, amounts)),
)  # fmt: skip


def _people(found: Fraction) -> Item | None:
    return Item("n", str(found)) if found.denominator == 1 and found > 0 else None


def _share(portion: tuple[str, str], bound: str) -> tuple[Item]:
    low, high = portion
    return (Item(f"share({bound})", low if low == high else f"[{low}, {high}]"),)


def _share_of(portion: tuple[str, str], people: Fraction, bound: str) -> tuple[Item, ...] | None:
    asked = _people(people)
    return (*_share(portion, bound), asked) if asked else None


def _counted(found: Fraction, people: Fraction, bound: str) -> tuple[Item, ...] | None:
    """``37 of 97 respondents gave at least 10%``."""
    if found.denominator != 1 or people.denominator != 1 or not 0 < found < people:
        return None
    return _share_of((f"{found} in {people}",) * 2, people, bound)


def _asked_of(name: str, people: Fraction, best: Amount) -> tuple[Item, ...] | None:
    asked = _people(people)
    return (asked, Item(name, best.text, best.unit)) if asked else None


def _interval(name: str, pair: Pair | Loose) -> Item | Loose | None:
    if pair.coverage:
        return None
    if isinstance(pair, Loose):
        return pair._replace(coverage=name)
    return Item(name, f"[{pair.low.text}, {pair.high.text}]")


def _summary(items: tuple[Item | Loose | None, ...]) -> str | None:
    found: dict[str, str] = {}
    units = (item.unit for item in items if isinstance(item, Item))
    unit = next((unit for unit in units if unit and unit != PART), None)
    for item in items:
        if isinstance(item, Loose):
            item = _signed(item, unit)
        # Of each share it may be said again of how many it is.
        if item is None or (item.name in found and (item.name, item.text) != ("n", found.get("n"))):
            return None
        found[item.name] = item.text
    shares = [name for name in found if name.startswith("share(")]
    if not {"median", "mean"} & set(found) and not shares:
        return None
    return " ".join(f"{name}={found[name]}" for name in (*_ORDER, *shares) if name in found)


def _signed(pair: Loose, unit: str | None) -> Item | None:
    if not unit:
        return None
    lender = Amount("", Fraction(0), unit)
    low, high = lent(pair.low, lender), lent(pair.high, lender)
    return Item(pair.coverage, f"[{low.text}, {high.text}]") if low and high else None


def _mean_and_sd(mean: Amount, sd: Amount) -> tuple[Item, Item]:
    return Item("mean", mean.text, mean.unit), Item("sd", sd.text, sd.unit)


def _quantile(level: Fraction, amount: Amount, sign: str = "") -> tuple[Fraction, str] | None:
    return (level, f"q{float(level):g}{sign}={amount.text}") if 1 <= level < 100 else None


def _lent(num: Num, rest: tuple[Amount, ...]) -> tuple[Amount, ...] | None:
    first = lent(num, rest[0])
    return (first, *rest) if first else None


def _side_by_side(levels: tuple[Fraction, ...], amounts: tuple[Amount, ...]) -> str | Fault | None:
    """``10th/50th/90th percentile: 1%/5%/20%``."""
    if len(levels) != len(amounts):
        why = f"there are {len(levels)} levels and {len(amounts)} numbers beside them"
        return Fault(why, "give each level its number, such as q10=1% q90=20%") if len(levels) > 1 else None
    found = [_quantile(level, amount) for level, amount in zip(levels, amounts, strict=True)]
    return _levels(tuple(pair for pair in found if pair)) if all(found) else None


def _between(low: Fraction, high: Fraction, pair: Pair) -> str | Fault | None:
    """``10th–90th percentile: 1%–20%``."""
    return None if pair.coverage else _side_by_side((low, high), (pair.low, pair.high))


def _around(best: Amount, low: Fraction, high: Fraction, pair: Pair) -> str | Fault | None:
    """``median 2%, 5th–95th percentile 0.1%–20%``."""
    if pair.coverage or not low < _HALF < high:
        return None
    return _side_by_side((low, _HALF, high), (pair.low, best, pair.high))


def _central(best: Amount, low: Fraction, high: Fraction, pair: Pair) -> str | None:
    """``5% (10th–90th percentile: 1%–20%)``, where they leave as much on either side."""
    if low + high != 100 or not 1 <= low < high or pair.coverage:
        return None
    return bounds_of(best, pair._replace(coverage=f" @{float(high - low):g}%"))


def _levels(found: tuple[tuple[Fraction, str], ...]) -> str | None:
    levels = sorted(level for level, _ in found)
    # Small ones count quartiles, or questions.
    # Nor is the third percentile said beside a first.
    if len(levels) < 2 or levels[-1] <= len(_QUARTERS) or {Fraction(1), Fraction(3)} <= set(levels):
        return None
    return " ".join(text for _, text in sorted(found))


RULES: Final = table(*SUMMARIES)
