"""Probabilities as people say them: percentages and fractions, chances, odds."""

from fractions import Fraction
from functools import lru_cache
from typing import Final

from consilience.notation import cells
from consilience.notation.cells import Reading
from consilience.notation.numerals import NUMBER_WORDS, ZERO_THOUSAND, Numeral, count, digits_of, numeral, thousand
from consilience.notation.spoken import percent
from consilience.notation.tokens import Amount, Reader, Scale, Token

UNITS: Final[dict[str, tuple[str, int]]] = {
    "PERCENT": ("%", 100),
    "PERMILLE": ("‰", 1000),
    "BPS": (" bps", 10_000),
}
_JOINTS: Final = ("SLASH", "DASH", "COLON", "WORD")
# A zero beside very small fractions is spelled with an exponent, like them.
_PLACES: Final = 20
_SIZES: Final = dict(UNITS.values())


def probability(reader: Reader) -> Amount:
    """Read one probability.

    .. code-block:: text

        amount = even | chance | odds | scaled
    """
    start, joint = reader.next.start, reader.ahead(2)[1]
    # Most numbers have nothing behind them that could make them a chance or odds.
    for form in (_even, _chance, _odds) if joint.kind in _JOINTS else ():
        found = form(reader)
        if found is not None:
            whole = Amount(found, found.written, found.value, Fraction(0), None, start, reader.last.end)
            return _possible(reader, whole)
    return scaled(reader)


def scaled(reader: Reader) -> Amount:
    """Read a percentage, or digits that wait for what stands beside them.

    .. code-block:: text

        scaled = NUMBER (PERCENT | PERMILLE | BPS)?
    """
    token = reader.take("NUMBER")
    if token is None:
        raise _no_number(reader)
    unit = UNITS.get(reader.next.kind, ("", 1))[0]
    text, value, step = numeral(reader, token, unit)
    if not unit:
        return Amount(None, text, value, step, "", token.start, token.end)
    end = reader.next.end
    reader.skip(1)
    return _possible(reader, Amount(_cell(text, unit)[0], text, value, step, unit, token.start, end))


def with_unit(reader: Reader, amount: Amount, unit: str) -> Amount:
    """Read digits with the sign that belongs to them, which may stand further on: ``10-20%``."""
    return _possible(reader, amount._replace(reading=_reading(amount, unit), unit=unit, end=reader.last.end))


def _signed(reader: Reader, amount: Amount) -> Amount:
    return with_unit(reader, amount, "%")._replace(end=amount.end)


def settled(reader: Reader, amounts: list[Amount]) -> list[Reading]:
    """Give a meaning to the probabilities of one estimate.

    Digits without a sign are fractions of one. They are refused beside numbers that have a sign, because
    then both readings are possible, and where they are not between 0 and 1, unless the file declares what they
    are. A bare 0 is as fine as the finest of the others.

    Raises
    ------
    NotationError
        Naming the readings.
    """
    bare = [amount for amount in amounts if amount.reading is None]
    if not bare:
        return list(map(_known, amounts))
    scale = reader.usage.scale
    if scale == "percent":
        signed = (amount if amount.reading else _signed(reader, amount) for amount in amounts)
        return [_known(amount) for amount in signed]
    if scale is None and len(bare) < len(amounts):
        raise _mixed(reader, bare[0], next(amount.unit for amount in amounts if amount.reading is not None))
    finest = min((amount.step for amount in bare if 0 < amount.digits < 1), default=None)
    readings = [amount.reading or fraction(reader, amount, finest) for amount in amounts]
    # Of numbers with a sign and without, people take the sign for that of all.
    if scale == "fraction" and len(amounts) > 1 and any(amount.reading or amount.digits == 1 for amount in amounts):
        pairs = zip(amounts, readings, strict=True)
        return [reading if amount.reading else _in_percent(reading) for amount, reading in pairs]
    return readings


def _in_percent(reading: Reading) -> Reading:
    """Spell a fraction as a percentage of the same places, to stand beside numbers with a sign."""
    front, _, places = reading.written.partition(".")
    mantissa, power, exponent = reading.written.partition("e")
    if power:
        return reading._replace(written=f"{mantissa}e{int(exponent) + 2}%")
    if not places.isdecimal():
        return reading
    if len(places) == 1:
        return reading._replace(written=f"{places}e1%")
    whole = (front + places[:2]).lstrip("0") or "0"
    return reading._replace(written=f"{whole}.{places[2:]}%" if places[2:] else f"{whole}%")


def _even(reader: Reader) -> Reading | None:
    """Read even odds.

    .. code-block:: text

        even = "50" (SLASH | DASH | COLON) "50"
    """
    first, join, second, then = reader.ahead(4)
    if first.text == second.text == "50" and join.kind in ("SLASH", "DASH", "COLON") and then.kind not in UNITS:
        reader.skip(3)
        return cells.odds("50/50", 50, 50)
    return None


def _chance(reader: Reader) -> Reading | None:
    """Read so many in so many.

    .. code-block:: text

        chance = count ("in" | "out" "of") count      words may be joined by DASH: 1-in-6
               | "1" SLASH NUMBER                              but in a file of prices
               | "1" COLON NUMBER                              where a file declares it
    """
    tokens = reader.ahead(7)
    slash = reader.usage.slash != "price" and tokens[1].kind == "SLASH"
    colon = reader.usage.colon == "chance" and tokens[1].kind == "COLON"
    if tokens[0].text == "1" and (slash or colon) and _is_trials(tokens[2]) and tokens[3].text not in ("against", "on"):
        reader.skip(3)
        return _share(reader, tokens[0], tokens[2])
    stride = 2 if tokens[1].kind == "DASH" else 1
    first, *joint = tokens[::stride]
    second = 2 if joint[0].text == "out" and joint[1].text == "of" else int(joint[0].text == "in")
    at = (second + 1) * stride
    hyphens = all(token.kind == "DASH" for token in tokens[1:at:2]) if stride == 2 else True
    if not (second and hyphens and _is_count(first) and _is_count(tokens[at])):
        return None
    reader.skip(at + 1)
    return _share(reader, first, tokens[at])


def _share(reader: Reader, first: Token, second: Token) -> Reading:
    events, trials = count(reader, first), count(reader, second, least=1)
    if events > trials:
        raise reader.fault(
            f"{events} in {trials} is more than all of them",
            "correct the counts: no more can be hit than there are",
            first.start,
            second.end,
        )
    written = f"{events} in {trials}"
    return cells.one_in(written, trials) if events == 1 else cells.several_in(written, events, trials)


def _odds(reader: Reader) -> Reading | None:
    """Read odds, in favour unless said to be against.

    .. code-block:: text

        odds = NUMBER COLON NUMBER ("against" | "on")?
             | NUMBER ("to" | SLASH | DASH) NUMBER ("against" | "on")
    """
    first, join, second, side = reader.ahead(4)
    if first.kind != "NUMBER" or second.kind != "NUMBER":
        return None
    sided = side.kind == "WORD" and side.text in ("against", "on")
    if join.kind != "COLON" and not (sided and (join.kind in ("SLASH", "DASH") or join.text == "to")):
        return None
    reader.skip(4 if sided else 3)
    for token in (first, second):
        if len(token.text) > 1 and token.text.startswith("0"):
            raise reader.fault(
                f"{first.text}:{second.text} looks like a time of day, into which a spreadsheet turns odds",
                "write the odds without leading zeros, such as 1:9, and format the column as text",
                first.start,
                second.end,
            )
    large, small = count(reader, first, least=1), count(reader, second, least=1)
    if large == small:
        return cells.odds("50/50", large, small)
    if sided == (large < small):
        raise _sides(reader, first, second, large, small)
    if sided and side.text == "on":
        return cells.odds(f"{large}:{small} on", large, small)
    favour, against = sorted((large, small))
    return cells.odds(f"{favour}:{against}", favour, against)


def _sides(reader: Reader, first: Token, second: Token, one: int, other: int) -> Exception:
    small, large = sorted((one, other))
    high, low = (_rounded_percent(part, small + large) for part in (large, small))
    return reader.fault(
        f"{one}:{other}{' ' + reader.last.text if reader.last is not second else ''} has two readings: "
        f"{high} (odds in favour) or {low} (odds against)",
        "write {}",
        first.start,
        reader.last.end,
        f"{large}:{small} on",
        f"{small}:{large}",
    )


def _rounded_percent(part: int, whole: int) -> str:
    return percent(part / whole, significant=3)


def _is_trials(token: Token) -> bool:
    # A leading zero is a day or month: 1/05.
    return token.kind == "NUMBER" and not token.text.startswith("0")


def _is_count(token: Token) -> bool:
    return token.kind == "NUMBER" or token.text in NUMBER_WORDS


def _reading(amount: Amount, unit: str) -> Reading:
    return _cell(amount.text, unit)[0]


@lru_cache(maxsize=2**14)
def _cell(text: str, unit: str) -> tuple[Reading, bool]:
    """The cell of canonical digits, and whether it is possible; people say the same ones over and over."""
    said, size = digits_of(text), _SIZES.get(unit, 1)
    assert isinstance(said, Numeral), "canonical digits have no separators"
    found = cells.digits(text + unit, said.value / size, said.step / size).clipped()
    return found, found.value <= 1 and found.fits_floats


def _known(amount: Amount) -> Reading:
    assert amount.reading is not None, "a number whose meaning depends on others was used before it was settled"
    return amount.reading


def _possible(reader: Reader, amount: Amount) -> Amount:
    """Refuse what is above one, and what floats cannot tell from certainty."""
    if amount.unit is not None and _cell(amount.text, amount.unit)[1]:
        return amount
    reading = _known(amount)
    if reading.value > 1:
        raise reader.fault(
            f"{reading.written} is more than certain",
            "say a probability, which is at most certain; a relative change or a rate is not one",
            amount.start,
            amount.end,
        )
    if not reading.fits_floats:
        end = "0%" if reading.value < Fraction(1, 2) else "100%"
        raise reader.fault(
            f"this is nearer to {end} than a computer's numbers can tell",
            "write fewer digits, or a bound",
            amount.start,
            amount.end,
        )
    return amount


def fraction(reader: Reader, amount: Amount, finest: Fraction | None = None) -> Reading:
    """Read digits without a sign as a fraction of one; a 0 is as fine as the finest number beside it."""
    if amount.digits == 1 and reader.usage.scale == "fraction":
        return _reading(amount._replace(text="100", digits=Fraction(100), step=Fraction(1)), "%")
    if amount.digits >= 1:
        raise _bare(reader, amount)
    if amount.digits == 0:
        if finest is None:
            raise _bare_zero(reader, amount)
        if amount.step >= 1:
            places = len(str(finest.denominator)) - 1
            text = f"0.{'0' * places}" if places < _PLACES else f"0e-{places}"
            amount = amount._replace(text=text, step=finest)
    return _known(_possible(reader, amount._replace(reading=_reading(amount, ""))))


def _bare_zero(reader: Reader, amount: Amount) -> Exception:
    """Refuse a 0 with neither sign nor grid."""
    return reader.fault(
        "a bare 0 does not say how finely it was rounded",
        "write {}, as it was rounded, or state the grid",
        amount.start,
        amount.end,
        "0%",
        "0.0%",
    )


def _bare(reader: Reader, amount: Amount) -> Exception:
    if ZERO_THOUSAND.fullmatch(amount.text):
        why, whole = thousand(amount.text)[0], amount.text.partition(".")[0]
        return reader.fault(why, "write {}", amount.start, amount.end, f"{whole}%", f"1 in {whole}000")
    if amount.digits == 1:
        why = f"a bare {amount.text} has two readings: 100% (a fraction) or 1% (percent without its sign)"
        return reader.fault(why, "write {}", amount.start, amount.end, "100%", "1%")
    if amount.digits > 100 or amount.digits.denominator != 1:
        why = f"a bare {amount.text} is more than certain as a fraction, and has no percent sign"
        if amount.digits <= 100:
            return reader.fault(why, "write {} if it is a percentage", amount.start, amount.end, f"{amount.text}%")
        return reader.fault(why, "write {} if it is a chance", amount.start, amount.end, f"1 in {amount.text}")
    why = f"a bare {amount.text} has two readings: {amount.text}% or 1 in {amount.text}"
    return reader.fault(why, "write {}", amount.start, amount.end, f"{amount.text}%", f"1 in {amount.text}")


def _mixed(reader: Reader, amount: Amount, unit: str | None) -> Exception:
    sign = unit or "%"
    fraction = f"{100 * float(amount.digits):g}%" if amount.digits <= 1 else ""
    readings = [f"{amount.text}{sign}", *([fraction] if fraction and amount.digits else [])]
    return reader.fault(
        f"{amount.text} has no sign beside numbers that have one: it may be {' or '.join(readings)}",
        "write {}",
        amount.start,
        amount.end,
        *readings,
    )


def _says_number(reader: Reader) -> bool:
    return any(token.kind == "NUMBER" for token in reader.tokens)


def _no_number(reader: Reader) -> Exception:
    token, number, unit = reader.ahead(3)
    if token is reader.tokens[0] and token.kind == "WORD" and number.start > token.end and _says_number(reader):
        return reader.fault(
            "these words and numbers are not understood together, and nothing is read in part",
            "say it in the notation alone, and keep in the note what changes no number",
            token.start,
            reader.tokens[-1].end,
        )
    if token.kind in ("DASH", "PLUS") and number.kind == "NUMBER":
        said = number.text + UNITS.get(unit.kind, ("" if number.text.startswith(("0", ".")) else "%",))[0]
        sign = "minus" if token.kind == "DASH" else "plus"
        return reader.fault(
            f"a {sign} before {said} has two readings: a change by {said}, or a stray sign and {said}",
            "write {}, whichever is meant",
            token.start,
            reader.tokens[reader.tokens.index(number) + 1].end if unit.kind in UNITS else number.end,
            said,
            f"<={said}",
            f">={said}",
        )
    if token.kind == "ABOUT":
        why, remedy = f"{token.text!r} belongs before a point", "leave it out of intervals, bounds and lists"
        return reader.fault(why, remedy, token.start, token.end)
    if token.kind == "OPEN":
        why, remedy = (
            "an interval in brackets lacks its best value",
            "put the best value before the bracket, or write the range without it",
        )
        return reader.fault(why, remedy, token.start, token.end)
    found = repr(reader.said[token.start : token.end])
    why = "the text ends where a number was expected" if token.kind == "END" else f"{found} is not a number"
    return reader.fault(why, reader.scale.forms, token.start, token.end)


PROBABILITY: Final = Scale(
    "probability",
    probability,
    settled,
    "write a percentage, a fraction below one, so many in so many, odds, a range, a best value with its bounds, "
    "a bound, or quantiles",
)
