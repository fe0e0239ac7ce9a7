"""Texts that are known to go wrong: what they may have been, and what to write instead.

They are looked at only once the grammar has refused a text, and only where the whole text matches.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from math import exp

from consilience.notation.fault import Fault, Row, table
from consilience.notation.lexicon import Lexicon
from consilience.notation.mangled import DATED, MANGLED
from consilience.notation.speech.lexer import is_missing, pieces
from consilience.notation.speech.meanings import moneyline
from consilience.notation.speech.numerals import whole
from consilience.notation.speech.refused import family
from consilience.notation.speech.unsaid import AROUND, PARTIAL, counts_in_words, unknown
from consilience.notation.speech.unsigned import UNSIGNED
from consilience.notation.spoken import percent
from consilience.notation.tokens import Reader, is_foreign
from consilience.problems import Problem

_MISSING = frozenset(
    (
        "?",
        "??",
        "-",
        "--",
        ".",
        "/",
        "na",
        "n/a",
        "n.a.",
        "none",
        "null",
        "nil",
        "tbd",
        "unknown",
        "blank",
        "skip",
        "idk",
        "dk",
        "dunno",
        "pass",
    )
) | {
    "no answer",
    "no opinion",
    "don't know",
    "dont know",
    "not sure",
    "i don't know",
    "i dont know",
    "no clue",
    "no idea",
    "keine angabe",
    "weiss nicht",
    "weiß nicht",
    "ne sait pas",
    "no sé",
    "prefer not to say",
}
# What is so or not so, in the words of spreadsheets and of people.
_SO = frozenset(
    ("true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "yes", "no", "ja", "nein", "oui", "non")
) | {"sí", "y", "n", "t", "f"}
_ALONE = "say it in the notation alone, and keep in the note what changes no number"
# Beyond this a computer's numbers cannot tell it from certainty.
_LARGEST_LOGIT = 30
# Three are thousands, and behind a sign stands another number.
_PLACES = r"[0-9]{1,2}(?![0-9,])"
_N = r"([0-9]+(?:\.[0-9]+)?)"


def known_fault(
    reader: Reader, unit: str | None, lexicon: Lexicon | None, is_read: Callable[[str], bool]
) -> Problem | None:
    """Say what a refused text is known to be, ``None`` where the grammar's own refusal says all.

    Parameters
    ----------
    reader : Reader
        Of the text that was refused.
    unit : str or None
        ``None`` for a probability.
    lexicon : Lexicon or None
        For terms that are near an unknown one.
    is_read : callable
        Whether the notation reads a text: nothing else is suggested.

    Returns
    -------
    Problem or None
        Marks the whole text.
    """
    text = reader.text.strip()
    fault = _empty(text, reader.said.strip())
    if fault is None and unit is None and text.strip("\"'()[]<>.! ") in _SO:
        why = f"{reader.said.strip()} says that something is so or not so, and how likely it is stays open"
        fault = Fault(why, "write how likely it is; how a question came out belongs in resolutions.csv")
    if fault is None:
        prices = _PRICES if reader.usage.slash == "price" else ()
        # Of a text without words the notation says more.
        commas = _COMMAS if reader.usage.decimal == "." and is_foreign(text) else ()
        told = (*MANGLED, *prices, *commas, *UNSIGNED[reader.usage.scale], *_PROBABILITIES, *PARTIAL)
        rows = DATED if unit == "date" else told if unit is None else ()
        fault = _matching(text, rows, is_read)
    if fault is None and unit is None:
        found = family(text)
        fault = Fault(*found) if found else _words(text, lexicon)
        fault = fault or _matching(text, AROUND, is_read)
        if fault is None:
            return _unknown(reader)
    if fault is None:
        return None
    start = len(reader.text) - len(reader.text.lstrip())
    span = (start, start + len(text)) if text else (0, len(reader.said))
    return Problem(*fault.told(is_read), said=reader.said, span=span)


def _unknown(reader: Reader) -> Problem | None:
    word = unknown(reader.text)
    if word is None:
        if not counts_in_words(reader.text):
            return None
        why = "these words and numbers are not understood together, and nothing is read in part"
        return Problem(why, _ALONE, said=reader.said, span=(0, len(reader.said)))
    start = max(reader.text.casefold().find(word), 0)
    span = (start, min(start + len(word), len(reader.said)))
    why = f"{reader.said[slice(*span)]!r} is not a word that is known here, and nothing is read past it"
    return Problem(why, _ALONE, said=reader.said, span=span)


def _empty(text: str, said: str) -> Fault | None:
    if not text:
        return Fault("the estimate is empty", "write one, or leave the row out")
    # A word for it quoted, in brackets or with a sign is no more of a number.
    bare = text.strip("\"'()[]<>.!% ")
    if text in _MISSING or (bare[:1].isalpha() and bare in _MISSING):
        return Fault(f"{said} is not an estimate", "leave the row out where nothing was said")
    if re.search(r"\bnull\b", text) and is_missing(pieces(text)):
        why = f"null in {said} is how programs say that a value is missing, and zero only in German"
        return Fault(why, "give the number with its sign, or leave the row out where nothing was said")
    if re.fullmatch(r"[+-]?(?:nan|inf(?:inity)?|∞)%?|#(?:div/0|n/a|ref|value|name|num|null|spill|calc)[!?]?", text):
        why = f"{said} is what a program writes for a number that is missing or undefined"
        return Fault(why, "give the number, or leave the row out")
    if text[0] == "=":
        why = f"{said} is a formula as a spreadsheet keeps it, or stands behind a sign too many"
        return Fault(why, "write {}", (text[1:].strip(),), "write the number that it comes to")
    return None


def _matching(text: str, rows: tuple[Row, ...], is_read: Callable[[str], bool]) -> Fault | None:
    """The first of these faults that has something to say: one whose suggestions are all refused says nothing."""
    for pattern, fault in rows:
        found = fault(match) if (match := pattern.fullmatch(text)) else None
        if found and (found.otherwise or not found.suggestions or any(map(is_read, found.suggestions))):
            return found
    return None


def _words(text: str, lexicon: Lexicon | None) -> Fault | None:
    if not re.fullmatch(r"[^\W\d_][^\d%/=<>]*|\"[^\"]*\"|'[^']*'", text):
        return None
    if counts_in_words(text):
        return None
    term = text.strip("\"' ")
    if lexicon is None:
        return Fault(
            f'"{term}" means different probabilities to different people, and no lexicon was named',
            'write a number, or opt in with lexicon = "ICD-203" (or another) in study.toml',
        )
    near = lexicon.near(term) or tuple(lexicon.terms)[:6]
    listed = ", ".join(f'"{other}"' for other in near)
    return Fault(
        f'"{term}" is not a term of the lexicon {lexicon.name}',
        f"write a number, or a term such as {listed}",
    )


def _slashed(match: re.Match[str]) -> Fault | None:
    one, other = (text.lstrip("0") or "0" for text in match.groups())
    first, second = Fraction(one), Fraction(other)
    if first == second or not second or not first:
        return None
    if first > second:
        favour, against = (percent(float(part / (first + second)), significant=3) for part in (first, second))
        why = (
            f"{match[0]} has several readings: {one} for and {other} against ({favour}), a bookmaker's price"
            f" ({against}) or the range {other}-{one}%"
        )
        texts = (f"{one}:{other} on", f"{other}:{one}", f"{other}-{one}%")
        return Fault(why, 'write {}; a file of prices is declared by slash = "price" in study.toml', texts)
    share = percent(float(first / second), significant=3)
    why = f"{match[0]} has two readings: {one} in {other} ({share}) or the range {one}-{other}%"
    return Fault(why, "write {}", (f"{one} in {other}", f"{one}-{other}%"))


def _range_without_sign(match: re.Match[str]) -> Fault | None:
    low, high = Fraction(match[1]), Fraction(match[3])
    if low >= high or high < 1:
        return None
    said, spelled = match[0], f"{match[1]}-{match[3]}%"
    if high == 1:
        share = f"{float(100 * low):g}-100%"
        return Fault(f"{said} has two readings: {spelled} or, as fractions, {share}", "write {}", (spelled, share))
    if match[2] == "to" and low.denominator == high.denominator == 1 and low:
        odds = f"{match[1]}:{match[3]}"
        share = percent(float(low / (low + high)), significant=3)
        why = f"{said} has two readings: the range {spelled} or odds of {odds} ({share})"
        return Fault(why, "write {}", (spelled, odds))
    why = f"the range {said} has no percent sign, and as fractions it is more than certain"
    return Fault(why, "write {} if it is in percent", (spelled,), "say the range with its signs")


def _between(match: re.Match[str]) -> Fault | None:
    why = f"the numbers of {match[0]} have no sign, and as fractions they are more than certain"
    return Fault(why, "write {} if they are in percent", (f"{match[1]}-{match[2]}%",), "say the range with its signs")


def _sign_inside(match: re.Match[str]) -> Fault | None:
    return Fault("there is a percent sign inside the number", "write {}", (f"{match[1]}.{match[2]}%",))


def _per(match: re.Match[str]) -> Fault | None:
    texts = (f"{match[1]} in {match[2]}",)
    return Fault(f"{match[0]} may be a chance or a rate", "write {} if it is a chance", texts, "say which it is")


def _power(match: re.Match[str]) -> Fault | None:
    places = int(match[1])
    if not 0 < places < 39:
        return None
    why, otherwise = f"{match[0]} is more than certain", "say a probability"
    return Fault(why, "write {} if that is the chance", (f"1 in {10**places}",), otherwise)


def _price(match: re.Match[str]) -> Fault | None:
    amount = moneyline(match[1], whole(int(match[2])))
    if amount is None:
        return None
    why = f"{match[0]} has two readings: a change, or an American price of {amount.text}"
    return Fault(why, 'write {} if it is a price, or declare slash = "price" for its file', (amount.text,))


def _american(match: re.Match[str]) -> Fault | None:
    amount = moneyline(match[1] or "+", whole(int(match[2])))
    return (
        Fault(f"{match[0]} is a price, which stands for {amount.text}", "write {}", (amount.text,)) if amount else None
    )


def _european(match: re.Match[str]) -> Fault | None:
    price = Fraction(match[1])
    if price <= 1:
        return None
    share = percent(float(1 / price), significant=3)
    return Fault(f"{match[0]} is a price, which stands for {share}", "write {}", (share,))


def _decimal_price(match: re.Match[str]) -> Fault | None:
    """``2.50`` in a file of prices."""
    price = Fraction(match[1])
    if price <= 1:
        return None
    share = percent(float(1 / price), significant=3)
    why = f"{match[0]} may be a decimal price, which stands for {share}, or a percentage without its sign"
    return Fault(why, "write {}", (share, f"{match[1]}%"))


def _odds_alone(match: re.Match[str]) -> Fault | None:
    odds = Fraction(match[1])
    if not odds:
        return None
    on, against = (percent(float(side / (1 + side)), significant=3) for side in (odds, 1 / odds))
    if odds < 1:
        found = {on: f"odds of {match[1]} to one", f"{float(100 * odds):.10g}%": "a chance"}
    else:
        price = percent(float(1 / odds), significant=3)
        found = {price: "a decimal price"} | {against: f"{match[1]} to one against", on: f"{match[1]} to one on"}
    readings = " or ".join(f"{text} ({name})" for text, name in found.items())
    return Fault(f"{match[0]} has several readings: {readings}", "write {}", tuple(found))


def _log_odds(match: re.Match[str]) -> Fault | None:
    """What a logit comes to; where only a logarithm is said, to either base that is in use."""
    name, sign, said = match.groups()
    logit = float(said) * (-1 if sign == "-" else 1)
    if abs(logit) > _LARGEST_LOGIT:
        return None
    found = {}
    if not name.startswith("log10"):
        found[percent(1 / (1 + exp(-logit)), significant=3)] = "natural logarithms"
    if name.startswith(("log10", "log ", "log-")):
        found[percent(1 / (1 + 10**-logit), significant=3)] = "logarithms to base 10"
    if len(found) == 1:
        return Fault(
            f"{match[0]} is the logarithm of odds, which comes to {next(iter(found))}", "write {}", tuple(found)
        )
    readings = " or ".join(f"{text} ({base})" for text, base in found.items())
    return Fault(f"{match[0]} is the logarithm of odds, and comes to {readings}", "write {}", tuple(found))


def _falling(match: re.Match[str]) -> Fault | None:
    """``5% (90% CI: 20%-1%)``: among words, which say nothing of it, an interval falls."""
    head, first, own, between, last, sign, tail = match.groups()
    has_words = re.search(r"[^\W\d_]", head + tail)
    if not has_words or Fraction(first) <= Fraction(last) or own.strip() not in ("", sign.strip()):
        return None
    turned = f"{head}{last}{own}{between}{first}{sign}{tail}"
    return Fault(f"the interval falls from {first}{sign} to {last}{sign}", "write {}", (turned,))


def _decimal_commas(match: re.Match[str]) -> Fault:
    """``1 in 2,5 million``, ``between 0,5 and 2%``."""
    pointed = re.sub(f"(?<=[0-9]),(?={_PLACES})", ".", match[0])
    remedy = 'write {}, or declare decimal = "," for the file in study.toml'
    return Fault("a comma between digits may be a decimal comma, or part two numbers", remedy, (pointed,))


_COMMAS = table((rf".*[^0-9.,]?[0-9]+,{_PLACES}.*", _decimal_commas))
_PRICES = table((_N, _decimal_price))
_PROBABILITIES = table(
    (r"([0-9]+) ?/ ?([0-9]+)", _slashed),
    (rf"{_N} ?(-|to) ?{_N}", _range_without_sign),
    (rf"(?:between|from) {_N} (?:and|to) {_N}", _between),
    (r"10 ?(?:\*\*|\^) ?([0-9]{1,2})", _power),
    (r"([0-9]+)%[.,]([0-9]+)", _sign_inside),
    (r"([0-9.,]+) per ([0-9.,]+)", _per),
    (r"([+-])([1-9][0-9]{2,4})", _price),
    (r"(?:american |us )?(?:odds|money ?line)(?: of| at)?:? ?([+-]?)([1-9][0-9]{2,4})", _american),
    (rf"(?:decimal|european) odds(?: of| at)?:? ?{_N}", _european),
    (rf"(?:the )?odds(?: (?:of|are|at))? ?[:=]? ?{_N}", _odds_alone),
    (
        rf"(?:the )?((?:log|log10|ln)[- ]odds|logits?)(?: ?\( ?p ?\))?(?: (?:of|is|at))? ?[:=]? ?([+-]?) ?{_N}",
        _log_odds,
    ),
    (rf"([^=]*?(?<![0-9.,:/^])){_N}( ?[%‰]|)( ?-+ ?|, ?){_N}( ?[%‰]|)(?! ?[%‰]|[.,]?[0-9])([^=]*)", _falling),
)
