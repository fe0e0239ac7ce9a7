"""The grammar of what is said in two ways, of prices, and of counts with what they come to."""

from collections.abc import Hashable
from fractions import Fraction
from typing import Final

from consilience.notation.fault import Fault
from consilience.notation.speech import amounts, meanings as mean
from consilience.notation.speech.chart import same
from consilience.notation.speech.meanings import Amount, Listed, Priced, Ratio, Restated
from consilience.notation.speech.numerals import Num

# Of what only may be another number, a twentieth is more than rounding takes.
_NEAR: Final = 20

RESTATED: Final = (
    ("thing", "said", lambda amount: amount.said),
    ("thing", "bounded", same),
    ("thing", "ranged", lambda pair: pair.said),
    ("restated", "thing '(' IE* thing ')'", lambda first, second: Restated(first, second)),
    ("restated", "thing '(' IE* thing ')' _named", lambda first, second: Restated(first, second)),
    ("restated", "said OR IE* thing ',' _named", lambda first, second: Restated(first.said, second)),
    ("restated", "said OPEN IE* ABOUT ZERO_DIGIT CLOSE", lambda first: first.said if first.value < 0.001 else None),
    ("restated", "said OR IE* thing", lambda first, second: Restated(first.said, second)),
    ("restated", "said ',' thing", lambda first, second: Listed(first.said, second)),
    ("restated", "thing '=' thing", lambda first, second: Restated(first, second)),
    ("restated", "said '(' ratio ')'", lambda first, ratio: _beside(first, ratio)),
    ("doubtful", "said '(' ratio ')'", lambda first, ratio: _ends_or_share(first, ratio)),
    ("restated", "said '(' ODDS_OF ratio ')'", lambda first, ratio: _settled(ratio, first.said, keep_other=True)),
    ("restated", "said '~' said", lambda first, second: _alike(first, second)),
    ("restated", "said '〜' said", lambda first, second: _alike(first, second)),
    ("restated", "ratio '=' thing", lambda ratio, second: _settled(ratio, second, keep_other=True)),
    ("restated", "digits ':' digits IS_ABOUT ratio", lambda one, other, ratio: _equal(one, other, ratio)),
    ("restated", "said '=' ODDS_OF ratio", lambda first, ratio: _settled(ratio, first.said, keep_other=True)),
    ("restated", "digits IS digits '/' digits '=' said", lambda a, b, c, d: _inverse(a, b, c, d)),
    ("restated", "ratio ODDS? OPEN IE* thing CLOSE", lambda ratio, second: _settled(ratio, second)),
    ("price", "_lead* ODDS_OF ratio", lambda ratio: _priced(ratio)),
    ("price", "AT ratio ODDS_WORD", lambda ratio: _priced(ratio)),
    # "90-10 odds" are nine to one on as well.
    ("price", "whole '-' whole ODDS_WORD", lambda *both: mean.price(*both) if sum(both) != 100 else None),
    ("priced", "price _place?", lambda amount: Priced(amount.said)),
    ("_place", "PLACE _described"),
)

COUNTS: Final = (
    ("counted", "tally '/' tally", lambda first, second: _sample(first, second)),
    ("counted", "tally '/' tally _crowd", lambda first, second: _sample(first, second)),
    ("counted", "tally OF_WORD tally _crowd", amounts.data),
    ("counted", "count EVENTS AMONG count TRIALS?", amounts.data),
    ("counts", "tally OF_WORD tally _crowd?", amounts.data),
    ("counts", "tally OF_WORD tally TRIALS", amounts.data),
    ("counts", "count EVENTS AMONG count TRIALS?", amounts.data),
    ("restated", "counts OPEN IE* said CLOSE", lambda counts, amount: Restated(counts, amount.said)),
    ("restated", "counts OR IE* said", lambda counts, amount: Restated(counts, amount.said)),
    ("restated", "counts ',' IE said", lambda counts, amount: Restated(counts, amount.said)),
    ("restated", "counts '=' said", lambda counts, amount: Restated(counts, amount.said)),
)


def _candidates(ratio: Ratio) -> list[Amount]:
    """What a ratio may mean: a chance, a price, odds."""
    first, second, sign = ratio
    # A dash between numbers that rise makes a range, if no price.
    found = [mean.price(first, second), None if sign == "-" and first < second else mean.odds(first, second)]
    if sign in "/:" and first < second:
        share = mean.several(Fraction(first), Fraction(second))
        # What is written as a fraction is one, where odds would agree as well.
        found.insert(0 if sign == "/" else 2, share)
    return [amount for amount in found if amount]


def _settled(ratio: Ratio, other: Hashable, *, keep_other: bool = False) -> Hashable:
    """A ratio means what agrees with the other way in which it is said."""
    found = tuple(Restated(str(other) if keep_other else amount.said, amount.said if keep_other else str(other))
                  for amount in _candidates(ratio))  # fmt: skip
    return found or None


def _beside(first: Amount, ratio: Ratio) -> Hashable:
    """``25% (3/1)``; the numbers of "15% (5/30)" may be the ends of its interval, but for a fraction that agrees."""
    if not _may_be_ends(first, ratio):
        return _settled(ratio, first.said, keep_other=True)
    share = mean.several(Fraction(ratio.first), Fraction(ratio.second))
    return _alike(first, share) if share else None


def _may_be_ends(best: Amount, ratio: Ratio) -> bool:
    return ratio.sign == "/" and best.unit == "%" and ratio.first < 100 * best.value < ratio.second <= 100


def _ends_or_share(best: Amount, ratio: Ratio) -> Fault | None:
    """``15% (5/30)``."""
    if not _may_be_ends(best, ratio):
        return None
    why = f"{ratio.first}/{ratio.second} may be the ends of an interval around {best.text}, or another number"
    return Fault(why, "write {} if it is the first", (f"{best.text} [{ratio.first}%, {ratio.second}%]",))


def _alike(first: Amount, second: Amount) -> Restated | None:
    """``1/6 ≈ 17%``."""
    is_near = _NEAR * abs(first.value - second.value) <= max(first.value, second.value)
    return Restated(first.said, second.said) if first.unit != second.unit and is_near else None


def _equal(one: Num, other: Num, ratio: Ratio) -> str | None:
    """``19.8:999 ≈ 1:50``: odds as they were worked out, and rounded."""
    found = mean.odds(ratio.first, ratio.second)
    if ratio.sign != ":" or found is None or not one.value + other.value:
        return None
    exact = one.value / (one.value + other.value)
    return found.said if _NEAR * abs(exact - found.value) <= min(exact, 1 - exact) else None


def _inverse(price: Num, one: Num, same: Num, share: Amount) -> str | None:
    """``2.50 → 1 / 2.50 = 40%``: a decimal price and the probability that it implies."""
    if one.value != 1 or price.value != same.value or price.value <= 1:
        return None
    return share.said if abs(share.value - 1 / price.value) <= Fraction(1, 200) else None


def _priced(ratio: Ratio) -> Amount | None:
    return mean.price(ratio.first, ratio.second) if ratio.sign in "/-" else None


def _sample(first: Fraction, second: Fraction) -> str | None:
    if first.denominator != 1 or second.denominator != 1:
        return None
    found = mean.share(int(first), int(second))
    return found if isinstance(found, str) else None
