"""Digits and small number words: what a run of digits with points and commas may mean."""

import re
from fractions import Fraction
from functools import lru_cache
from typing import Literal, NamedTuple

from consilience.notation.tokens import Reader, Token

_WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen twenty"
)
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS.split(), start=1)}

_PLAIN = re.compile(r"([0-9]*)(?:\.([0-9]+))?(?:e([+-]?)([0-9]+))?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|[0-9]{1,3},[0-9]{3}\.[0-9]+")
ZERO_THOUSAND = re.compile(r"[1-9][0-9]{0,2}\.000")

# What groups thousands elsewhere, in a file whose decimals have commas.
_ELSEWHERE = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_AS_PERCENT = "write the probability as a percentage"

# More digits than any float holds, and more than anybody means.
_MOST_DIGITS = 40
_LARGEST_EXPONENT = 300


class Numeral(NamedTuple):
    """Digits as said: canonical text, exact value, and the place of the last digit."""

    text: str
    value: Fraction
    step: Fraction


def numeral(reader: Reader, token: Token, sign: str | None = None) -> Numeral:
    """Read the number that one run of digits shows.

    Parameters
    ----------
    reader : Reader
        For errors.
    token : Token
        A ``NUMBER``.
    sign : str, optional
        Sign that follows a probability, perhaps empty, for the readings named in errors.

    Returns
    -------
    Numeral
        Leading zeros are dropped, later zeros kept: they say how finely the number was rounded.

    Raises
    ------
    NotationError
        On commas, several points, or more digits than a number can hold.
    """
    found = digits_of(token.text)
    if found is None:
        why, remedy, offers = _separated(token.text, sign)
        raise reader.fault(why, remedy, token.start, token.end, *offers)
    if not isinstance(found, Numeral):
        shown = token.text if len(token.text) < 20 else f"{token.text[:12]}…"
        raise reader.fault(
            f"{shown} has more digits than a computer's numbers can tell apart",
            f"write at most {_MOST_DIGITS} digits, and an exponent within ±{_LARGEST_EXPONENT}",
            token.start,
            token.end,
        )
    return found


@lru_cache(maxsize=2**14)
def digits_of(text: str) -> Numeral | Literal["too long"] | None:
    """Read digits without separators, ``None`` where there are any; people say the same ones over and over."""
    match = _PLAIN.fullmatch(text)
    if match is None:
        return None
    whole, decimals, minus, exponent = match[1], match[2] or "", match[3] or "", (match[4] or "").lstrip("0")
    if len(whole) + len(decimals) > _MOST_DIGITS or len(exponent) > 3 or int(exponent or 0) > _LARGEST_EXPONENT:
        return "too long"
    power = int(f"{minus}{exponent or 0}")
    shown = (whole.lstrip("0") or "0") + (f".{decimals}" if decimals else "") + (f"e{power}" if match[4] else "")
    places = power - len(decimals)
    step = Fraction(10**places) if places >= 0 else Fraction(1, 10**-places)
    return Numeral(shown, int(whole + decimals) * step, step)


def quantity_numeral(reader: Reader, token: Token) -> Numeral:
    """Read a quantity, where thousands may be grouped as long as there is one reading.

    ``1,000,000`` and ``1,000.5`` are read; ``1,000`` (one, or one thousand) and ``1.000`` are refused.
    """
    if ZERO_THOUSAND.fullmatch(token.text):
        raise reader.fault(*thousand(token.text), token.start, token.end, *_both(token.text))
    if _THOUSANDS.fullmatch(token.text):
        token = token._replace(text=token.text.replace(",", ""))
    return numeral(reader, token)


def count(reader: Reader, token: Token, least: int = 0, remedy: str = _AS_PERCENT) -> int:
    """Read a whole number, in digits (thousands may be grouped by commas) or as a small word.

    Raises
    ------
    NotationError
        If it is not whole, or below ``least``.
    """
    if token.text in NUMBER_WORDS:
        return NUMBER_WORDS[token.text]
    text = token.text.replace(",", "") if _GROUPED.fullmatch(token.text) else token.text
    if ZERO_THOUSAND.fullmatch(text):
        raise reader.fault(*thousand(text), token.start, token.end, *_both(text))
    found = numeral(reader, token._replace(text=text)).value
    if reader.usage.decimal == "," and _ELSEWHERE.fullmatch(text):
        plain = text.replace(".", "")
        why = f"a count has to be a whole number, and {text} is none where commas are decimal signs"
        raise reader.fault(why, "write {} if the comma stood between thousands", token.start, token.end, plain)
    if found.denominator != 1:
        raise reader.fault(
            f"a count has to be a whole number, and {text} is not",
            remedy if remedy != _AS_PERCENT else f"{_AS_PERCENT}, or use larger whole numbers",
            token.start,
            token.end,
        )
    if found < least:
        raise reader.fault(f"the count is {text}, and has to be at least {least}", remedy, token.start, token.end)
    return int(found)


def thousand(text: str) -> tuple[str, str]:
    """Say what is wrong with ``1.000`` and what to write."""
    whole = text.partition(".")[0]
    why = f"{text} has two readings: {whole} to three decimals, or {whole} thousand with a separator"
    return why, "write {}"


def _both(text: str) -> tuple[str, str]:
    whole = text.partition(".")[0]
    return whole, f"{whole}000"


def _separated(text: str, sign: str | None) -> tuple[str, str, tuple[str, ...]]:
    """Say what is wrong with digits that have commas, several points or other separators."""
    parts = re.split(r"[.,'_]", text)
    if len(parts) == 2 and "," in text:
        point, joined = ".".join(parts), "".join(parts)
        declare = 'or declare decimal = "," for the file in study.toml'
        if text.startswith("0"):
            why = "a decimal comma is read only where the file declares it: a comma may also part two numbers"
        else:
            why = f"a decimal comma has two readings: {point}{sign or ''} or {joined}{sign or ''}"
        if sign is None and len(parts[1]) == 3:
            return why, f"write {{}}, {declare}", (parts[0] if ZERO_THOUSAND.fullmatch(point) else point, joined)
        percent = "%" if sign == "" and text[0] != "0" and "e" not in text else ""
        return why, f"write {{}}, {declare}", (f"{point}{percent}",)
    return (
        f"{text} is not one number: it may have separators of thousands, be a date, or several numbers",
        "write digits with at most one point and no separators",
        (),
    )
