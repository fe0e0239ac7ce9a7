"""What the pieces of a phrase mean: amounts spelled as the notation spells them, with their exact values."""

from fractions import Fraction
from typing import NamedTuple

from consilience.notation.speech.numerals import Num, scaled, spelled, terminating

# Of a fraction in words or with a stroke, which may be a part of what is said behind it.
PART = "part"
_SIGNED = {"%": 100, "‰": 1000, " bps": 10_000}
# More than anybody counts to, and few enough digits for the notation.
_MOST = 10**39
_LONGEST_SAID = 12


class Amount(NamedTuple):
    """One probability: its spelling in the notation, its value, the sign of its digits, and whether "about" was said.

    ``unit`` is empty for a fraction without a sign and ``None`` for chances and odds, which share no sign with a number
    beside them; :data:`PART` for halves and thirds.
    """

    text: str
    value: Fraction
    unit: str | None = None
    about: bool = False

    @property
    def said(self) -> str:
        """Spelled as a point."""
        return f"~{self.text}" if self.about else self.text


class Pair(NamedTuple):
    """Both ends of an interval, and how sure somebody was of it."""

    low: Amount
    high: Amount
    coverage: str = ""

    @property
    def said(self) -> str:
        """Spelled as a range."""
        return f"{self.low.text} to {self.high.text}{self.coverage}"


class Loose(NamedTuple):
    """Both ends of an interval said without a sign, which the best value lends them."""

    low: Num
    high: Num
    coverage: str = ""


class Ratio(NamedTuple):
    """Two counts with a sign between them, whose meaning depends on what stands beside them."""

    first: int
    second: int
    sign: str


class Restated(NamedTuple):
    """A thing said in two ways: how it is kept, and the other that has to agree with it."""

    kept: str
    other: str


class Listed(Restated):
    """The same with a comma alone between them, where two answers stand as well."""

    __slots__ = ()


class Priced(NamedTuple):
    """What is called odds and written as bookmakers write them, which is no fraction then."""

    text: str


def with_unit(num: Num, unit: str) -> Amount | None:
    """Give digits their sign; of one that is a power of ten, the digits keep their places."""
    if unit in _SIGNED:
        return Amount(num.text + unit, num.value / _SIGNED[unit], unit)
    shifted = scaled(num, int(unit))
    return Amount(shifted.text, shifted.value, unit)


def bare(num: Num) -> Amount | None:
    """A fraction of one without a sign, ``None`` for what is none."""
    return Amount(num.text, num.value, "") if num.value < 1 else None


def several(events: Fraction, trials: Fraction) -> Amount | None:
    """So many in so many; of halves and tenths of a person, as many more as make whole ones."""
    if not 0 <= events <= trials or not 0 < trials < _MOST:
        return None
    if events.denominator != 1 or trials.denominator != 1:
        share = events / trials
        if events.denominator != 1 and (power := _power_of_ten(trials)) and (digits := terminating(events)):
            return with_unit(Num(digits, events), str(-power))
        events, trials = Fraction(share.numerator), Fraction(share.denominator)
    return Amount(f"{events} in {trials}", events / trials)


def per(trials: Fraction) -> str | None:
    """The sign of "per so many", for powers of ten."""
    power = _power_of_ten(trials)
    return {2: "%", 3: "‰"}.get(power, str(-power)) if power else None


def _power_of_ten(value: Fraction) -> int | None:
    text = str(value)
    return len(text) - 1 if text.rstrip("0") == "1" and len(text) > 1 else None


def part_of(part: Fraction, unit: str) -> Amount | None:
    """Half a percent, a tenth of a basis point."""
    return with_unit(spelled(part), unit) if part < 1 else None


def odds(favour: int, against: int) -> Amount | None:
    """Odds, in favour and against."""
    if not 0 < favour < _MOST or not 0 < against < _MOST:
        return None
    value = Fraction(favour, favour + against)
    if favour == against:
        return EVEN
    return Amount(f"{favour}:{against}{' on' if favour > against else ''}", value)


def price(first: int, second: int) -> Amount | None:
    """A bookmaker's fractional price: what is won, to what is staked."""
    return odds(second, first)


def against(first: int, second: int) -> Amount | None:
    """``9 to 1 against``, the larger number first."""
    return odds(second, first) if first > second else None


def on(first: int, second: int) -> Amount | None:
    """``4 to 1 on``, the larger number first."""
    return odds(first, second) if first > second else None


def moneyline(sign: str, num: Num) -> Amount | None:
    """An American price: what 100 win, or what has to be staked to win 100."""
    if num.value < 100 or num.value.denominator != 1:
        return None
    ratio = num.value / 100
    won, staked = ratio.numerator, ratio.denominator
    return price(won, staked) if sign == "+" else price(staked, won)


def roughly(amount: Amount) -> Amount:
    """Say "about" before an amount; of digits that nobody said, because they were worked out, two are kept."""
    mantissa, sign, _ = amount.text.partition("e")
    if sign and len(mantissa) > _LONGEST_SAID:
        worked = f"{float(amount.value):.1e}".partition("e")
        return Amount(f"{worked[0]}e{int(worked[2])}", amount.value, amount.unit, about=True)
    return amount._replace(about=True)


def power(base: Fraction, exponent: int) -> Amount | None:
    """``10^-6``, ``2^-32``."""
    if base == 10:
        return bare(Num(f"1e{exponent}", Fraction(10) ** exponent)) if -300 <= exponent <= 0 else None
    # "2.10^-5" is 2 × 10^-5 to some.
    if base.denominator != 1 or not 2 <= base <= 100 or not -900 <= exponent < 0:
        return None
    value = base**exponent
    mantissa, _, places = f"{float(value):.15e}".partition("e")
    return Amount(f"{mantissa.rstrip('0').rstrip('.')}e{int(places)}", value, "")


def times_power(num: Num, exponent: int) -> Amount | None:
    """``1.6 × 10^-8``."""
    return bare(scaled(num, exponent)) if -300 <= exponent <= 0 and "e" not in num.text else None


def share(first: int, second: int) -> Amount | str | None:
    """``3/4``, ``1/200``, ``5/100`` as a chance; ``12/400`` as counts, which is a string; ``10/20`` as neither."""
    if not 0 < first < second:
        return None
    if first == 1 or Fraction(first, second).denominator == second <= 12 or _power_of_ten(Fraction(second)):
        return several(Fraction(first), Fraction(second))
    return f"{first} of {second}" if second >= 100 else None


def interval(first: Amount, second: Amount, *, falls: bool = True) -> Pair | None:
    """Put the ends of an interval in order; one that falls behind a dash may be a slip of the pen."""
    low, high = first._replace(about=False), second._replace(about=False)
    # Of "10^-6 to 10^-3 %" the first may be in percent as well.
    if "" in (low.unit, high.unit) and any("e" in end.text and end.unit == "%" for end in (low, high)):
        return None
    # "A half to one percent" is half a percent to most, and "a half to one in a thousand" half of one in it.
    if low.value > high.value and low.unit == PART != high.unit:
        return None
    # Nor is it said of what the half is in "a tenth of a percent to a half".
    if low.unit == "%" and high.unit == PART and low.value < high.value / 100:
        return None
    # "0.5 to 3 × 10⁻³" shares its power with most.
    if low.value > high.value and low.unit == high.unit == "" and "e" in high.text and "e" not in low.text:
        return None
    if low.value == high.value or (low.value > high.value and not falls):
        return None
    return Pair(low, high) if low.value < high.value else Pair(high, low)


def rising(low: Amount, high: Amount) -> Pair | None:
    """The same of ends that have to rise."""
    return interval(low, high, falls=False)


def lent(num: Num, second: Amount) -> Amount | None:
    """A number without a sign, which takes that of the other end."""
    return with_unit(num, second.unit) if second.unit and second.unit != PART else None


def ends_beside(best: Amount, pair: Pair | Loose) -> Pair | None:
    """Both ends of an interval, with the sign of the best value where they have none."""
    if isinstance(pair, Pair):
        return pair
    low, high = (bare(num) if best.unit == "" else lent(num, best) for num in (pair.low, pair.high))
    return Pair(low, high, pair.coverage) if low and high else None


EVEN = Amount("50/50", Fraction(1, 2))
HALF = Amount("1 in 2", Fraction(1, 2), PART)
NOTHING, ALL = Amount("0%", Fraction(0), "%"), Amount("100%", Fraction(1), "%")
