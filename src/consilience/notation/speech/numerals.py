"""Number words of four languages, and what digits with separators come to in a phrase."""

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

_LONGEST = 40
_MOST_PLACES = 60
# People say the same numbers over and over; exact arithmetic is what a phrase costs most.
_REMEMBERED = 2**14
# Decimals in groups of three; any other blank parts two numbers.
_SPACED = re.compile(r"0[.,][0-9]{3}(?: [0-9]{3})+(?: [0-9]{1,2})?(?:e.*)?")
_DIGITS = re.compile(r"[0-9]*\.?[0-9]+")
_THOUSANDS = {
    comma: re.compile(rf"[1-9][0-9]{{0,2}}(?:[{signs}' ][0-9]{{3}})+") for comma, signs in ((False, ","), (True, "."))
}
# A leading zero is a time of day or a date, and three digits behind a sign may be thousands.
_UNSURE = re.compile(r"0[0-9].*|[1-9][0-9]{0,2}[.,][0-9]{3}")
_ONE_THOUSAND = re.compile(r"[0-9]+\.[0-9]{3}")
_LARGEST_EXPONENT = 300


class Num(NamedTuple):
    """A number as said: digits as the notation spells them, and their exact value."""

    text: str
    value: Fraction


def whole(value: int) -> Num:
    """Spell a whole number."""
    return Num(str(value), Fraction(value))


@lru_cache(_REMEMBERED)
def decimal(said: str, *, comma: bool) -> Num | None:
    """Read digits with a decimal sign, ``None`` where separators of thousands may be meant.

    Examples
    --------
    >>> decimal("0,38", comma=True).text, decimal("0,38", comma=False), decimal("1.000", comma=True)
    ('0.38', None, None)
    """
    digits = said.replace(" ", "") if _SPACED.fullmatch(said) else said
    mantissa, _, exponent = digits.partition("e")
    if comma:
        if _ONE_THOUSAND.fullmatch(mantissa):
            return None
        mantissa = mantissa.replace(",", ".", 1) if "." not in mantissa else mantissa
    if not _DIGITS.fullmatch(mantissa) or len(mantissa) > _LONGEST or len(exponent) > 4:
        return None
    power = int(exponent or 0)
    if abs(power) > _LARGEST_EXPONENT:
        return None
    front, point, places = mantissa.partition(".")
    text = (front.lstrip("0") or "0") + point + places + (f"e{power}" if exponent else "")
    return Num(text, Fraction(mantissa) * Fraction(10) ** power)


@lru_cache(_REMEMBERED)
def count(said: str, *, comma: bool) -> Fraction | None:
    """Read digits of a count, with its thousands grouped or not.

    Examples
    --------
    >>> count("1,750", comma=False) == count("1.750", comma=True) == count("1 750", comma=False) == 1750
    True
    """
    if _THOUSANDS[comma].fullmatch(said):
        return Fraction(re.sub(r"[^0-9]", "", said))
    if _UNSURE.fullmatch(said):
        return None
    found = decimal(said, comma=comma)
    return found.value if found else None


def scaled(num: Num, power: int) -> Num:
    """Shift a number by a power of ten, keeping the digits said.

    Examples
    --------
    >>> scaled(decimal("1.2", comma=False), -5).text
    '1.2e-5'
    """
    digits, _, exponent = num.text.partition("e")
    return Num(f"{digits}e{int(exponent or 0) + power}", num.value * Fraction(10) ** power)


def terminating(value: Fraction) -> str | None:
    """Spell a fraction in decimals, ``None`` where they do not end, or not soon.

    Examples
    --------
    >>> terminating(Fraction(1, 4)), terminating(Fraction(1, 3))
    ('0.25', None)
    """
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    places = next((place for place in range(_MOST_PLACES) if 10**place % value.denominator == 0), None)
    if places is None:
        return None
    shifted = int(value * 10**places)
    text = str(shifted).zfill(places + 1)
    return f"{text[:-places]}.{text[-places:]}" if places else text


def decimals(value: Fraction) -> str:
    """Spell a fraction in decimals; one whose decimals never end to a tenth, and to two digits at least.

    A tenth is the coarsest place that still tells thirds, sevenths and ninths apart.

    Examples
    --------
    >>> decimals(Fraction(5, 4)), decimals(Fraction(100, 3)), decimals(Fraction(1, 3)), decimals(Fraction(1, 70))
    ('1.25', '33.3', '0.33', '0.014')
    """
    digits = terminating(value)
    if digits is not None:
        return digits
    places = next((places for places in range(1, _MOST_PLACES) if value * 10**places >= 1), _MOST_PLACES)
    return f"{float(value):.{places + (value < 1)}f}"


def spelled(value: Fraction) -> Num:
    """Spell a number that was said with a part of one."""
    return Num(decimals(value), value)


def _by_language(text: str) -> dict[str, list[str]]:
    return {part[:2]: part[3:].split() for part in re.split(r"\n(?=[a-z]{2}:)", text) if part.strip()}


_SMALL = _by_language("""
en: zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
eighteen nineteen
de: null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn
achtzehn neunzehn
fr: zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit
dix-neuf
es: cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete
dieciocho diecinueve
""")
_TENS = _by_language("""
en: twenty thirty forty fifty sixty seventy eighty ninety
de: zwanzig dreissig vierzig fünfzig sechzig siebzig achtzig neunzig
fr: vingt trente quarante cinquante soixante
es: veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa
""")


def _english() -> dict[str, int]:
    small = _SMALL["en"]
    tens = _TENS["en"]
    return _joined(small, tens, "{ten} {one}") | {"single": 1, "nought": 0, "naught": 0}


def _german() -> dict[str, int]:
    small = _SMALL["de"]
    tens = _TENS["de"]
    ones = ["null", "ein", *small[2:]]
    inflected = ("ein", "eine", "einem", "einen", "einer", "eines")
    return _joined(small, tens, "{one}und{ten}", ones) | dict.fromkeys(inflected, 1)


def _french() -> dict[str, int]:
    small = _SMALL["fr"]
    tens = _TENS["fr"]
    found = _joined(small, tens, "{ten} {one}") | {"une": 1}
    found |= {f"{ten} et un": 10 * (place + 2) + 1 for place, ten in enumerate(tens)}
    found |= {f"soixante {small[ten]}": 60 + ten for ten in range(10, 20)} | {"soixante et onze": 71}
    found |= {"quatre vingts": 80, "quatre vingt": 80} | {
        f"quatre vingt {small[one]}": 80 + one for one in range(1, 20)
    }
    return found


def _spanish() -> dict[str, int]:
    small = _SMALL["es"]
    twenties = """
        veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho
        veintinueve
    """
    tens = _TENS["es"]
    found = _joined(small, tens, "{ten} y {one}") | {"un": 1, "una": 1}
    return found | {word: 21 + place for place, word in enumerate(twenties.split())}


def _joined(small: list[str], tens: list[str], how: str, ones: list[str] | None = None) -> dict[str, int]:
    """All numbers below 100 that a language makes of those below 20 and the tens."""
    found = {word: number for number, word in enumerate(small)}
    for place, ten in enumerate(tens, start=2):
        found[ten] = 10 * place
        found |= {how.format(ten=ten, one=(ones or small)[one]): 10 * place + one for one in range(1, 10)}
    return found


def _german_mixed() -> dict[str, Fraction]:
    """``zweieinhalb``, ``anderthalb``, ``dreieinviertel``: a whole number and its part are one word."""
    halves, quarters, thirds = Fraction(1, 2), Fraction(1, 4), Fraction(1, 3)
    parts = {
        "einhalb": halves, "einviertel": quarters, "dreiviertel": 3 * quarters, "eindrittel": thirds,
        "zweidrittel": 2 * thirds,
    }  # fmt: skip
    fronts = {word: number for word, number in _german().items() if number > 0}
    found = {front + part: number + rest for front, number in fronts.items() for part, rest in parts.items()}
    return found | {"anderthalb": 1 + halves}


CARDINALS: dict[str, dict[str, int]] = {
    "en": _english(),
    "de": _german(),
    "fr": _french(),
    "es": _spanish(),
}
# Numbers with a part of one in a single word.
MIXED: dict[str, dict[str, Fraction]] = {"en": {}, "de": _german_mixed(), "fr": {}, "es": {}}
# Of the sizes that languages share a word for, English alone counts in thousands.
_SHORT = {"billion": 10**9, "billions": 10**9, "trillion": 10**12, "trillions": 10**12, "bn": 10**9}
_LONG = {"billion": 10**12, "billionen": 10**12, "billón": 10**12, "billones": 10**12, "billions": 10**12}
SIZES: dict[str, dict[str, int]] = {
    "en": {"hundred": 100, "thousand": 1000, "k": 1000, "million": 10**6, "m": 10**6, "mn": 10**6, **_SHORT},
    "de": {"hundert": 100, "tausend": 1000, "mio": 10**6, "mrd": 10**9, "million": 10**6, "millionen": 10**6,
           "milliarde": 10**9,
           "milliarden": 10**9, **_LONG},
    "fr": {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9,
           "milliards": 10**9, **_LONG},
    "es": {"cien": 100, "ciento": 100, "mil": 1000, "millón": 10**6, "millones": 10**6, "mil millones": 10**9,
           **_LONG},
}  # fmt: skip
PARTS: dict[str, int] = {
    word: number
    for number, words in {
        2: "half halves hälfte halb moitié mitad demi",
        3: "third thirds drittel tiers tercio tercios",
        4: "quarter quarters fourth fourths viertel quart quarts cuarto cuartos",
        5: "fifth fifths fünftel cinquième quinto quintos",
        6: "sixth sixths sechstel sixième sexto",
        7: "seventh sevenths siebtel",
        8: "eighth eighths achtel",
        9: "ninth ninths neuntel",
        10: "tenth tenths zehntel dixième décimo",
        12: "twelfth",
        20: "twentieth zwanzigstel vingtième",
        100: "hundredth hundredths hundertstel centième centésimo",
        1000: "thousandth thousandths tausendstel millième milésimo",
        10**6: "millionth millionths millionstel millionième",
        10**9: "billionth billionths milliardstel milliardième",
    }.items()
    for word in words.split()
}
TABLES: tuple[Mapping[str, Mapping[str, int | Fraction]], ...] = (CARDINALS, MIXED, SIZES)
SPELLINGS = frozenset(PARTS).union(*(entries for table in TABLES for entries in table.values()))
