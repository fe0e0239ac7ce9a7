"""Texts that lack a part, or have something beside a number: what is missing, and what to write if it is not meant.

They are looked at only where a phrase could not be read.
"""

import re
from fractions import Fraction
from typing import Final

from consilience.notation.fault import Fault, Row, table
from consilience.notation.speech.lexer import pieces
from consilience.notation.speech.numerals import SPELLINGS, decimals, terminating
from consilience.notation.speech.refused import HOW_MANY, TIMES
from consilience.notation.speech.vocabulary import LANGUAGES, NAMED, STOP, entries_of, is_open
from consilience.notation.tokens import is_foreign

_N: Final = r"([0-9]+(?:\.[0-9]+)?)"
_ABOUT: Final = r"(?:(?:about|roughly|around|ungefähr|etwa|rund|environ|unos) |~ ?)"
_ONE: Final = rf"({_ABOUT}?([0-9]+(?:\.[0-9]+)? ?(?:%|‰|per ?cent|pct)?|[0-9]+ in [0-9,]+))"
_TO: Final = r"(?:-|\.\.+|…|to|until|till|through|and|bis|à|hasta|,)"
_MONEY: Final = r"(?:us ?\$|[$€£¥₹]|usd|eur|gbp|chf)"
_IN: Final = r"(?:in|out of|of|/|:|per|on|zu|sur|en)"
_A_YEAR: Final = "(?:19|20|21)[0-9]{2}[a-z]?"
_SAID_IN: Final = (
    "(?:(?:said |asked |written |polled |survey )?(?:in |as of |of |from |early |mid-|mid |late |c. |jan[a-z]* "
    "|feb[a-z]* |mar[a-z]* |apr[a-z]* |may |june? |july? |aug[a-z]* |sep[a-z]* |oct[a-z]* |nov[a-z]* |dec[a-z]* )*)"
)
_POINTER: Final = "(?:fn|footnote|note|ref|cf|see)"
_SUM: Final = 100
_SPELLED: Final = frozenset(word for spelling in SPELLINGS for word in spelling.split())
# "Likely" and "about" are words for probabilities to somebody; these are for none.
_BOUNDING: Final = frozenset(
    words
    for name in ("LT", "LE", "GT", "GE", "BETWEEN", "FROM", "JOIN")
    for spellings in entries_of(frozenset(LANGUAGES))[name].values()
    for words in spellings
)
_PER_CENT: Final = frozenset(("percent", "pct", "prozent", "hundredth", "thousandth"))
_KNOWN: Final = NAMED | STOP | _SPELLED


def _wondering(match: re.Match[str]) -> Fault:
    why = "a mark of wonder or of doubt is no part of a number"
    return Fault(why, "write {}, and keep in the note how sure it is", (match["head"],))


def _no_second(match: re.Match[str]) -> Fault:
    first = match[1]
    why = f"a range begins with {first}, and its other end is not said"
    return Fault(
        why, "give the other end, or write {}, whichever is meant", (first, f">={match[2]}"), "give the other end"
    )


def _no_middle(match: re.Match[str]) -> Fault:
    said = match[1] + match[2]
    why = f"between the dash and the {match[2]} a number is missing"
    return Fault(why, "give the other end, or write {}, whichever is meant", (said, f">={said}"), "give the other end")


def _begins(match: re.Match[str]) -> Fault:
    why = f"a range begins at {match[1]}, and where it ends is not said"
    return Fault(why, "give the other end, or write {} if it has none", (f">={match[2]}",), "give the other end")


def _ends(match: re.Match[str]) -> Fault:
    why = f"a range ends at {match[1]}, and where it begins is not said"
    return Fault(why, "give the lower end, or write {} if it has none", (f"<={match[2]}",), "give the lower end")


def _half_bounded(match: re.Match[str]) -> Fault:
    said = match[1] + match[2]
    why = f"a range begins with {said}, and its other end is not said"
    return Fault(why, "give the other end, or write {} if it has none", (said,), "give the other end")


def _no_base(match: re.Match[str]) -> Fault:
    return Fault(f"{match[1]} in how many is not said", "give the number of which they are as well")


def _no_count(match: re.Match[str]) -> Fault:
    why = f"how many in {match[1]} is not said"
    return Fault(why, "give the number in front, or write {} if it is one", (f"1 in {match[1]}",), "give it as well")


def _many_sides(match: re.Match[str]) -> Fault | None:
    parts = [Fraction(part) for part in re.findall(r"[0-9]+(?:\.[0-9]+)?", match[0])]
    if ":" in match[0] and not set("-/%") & set(match[0]):
        why = f"odds have two sides, and here are {len(parts)} numbers"
        return Fault(why, "say the odds of what the question asks against everything else")
    if ":" in match[0] or sum(parts) != _SUM:
        return None
    why = f"these are shares of {len(parts)} outcomes, and the question is about one"
    return Fault(why, "say the share of the outcome that the question asks about")


def _part_of_percent(match: re.Match[str]) -> Fault | None:
    whole, above, below = (int(part or 0) for part in match.groups())
    if not below or above >= below:
        return None
    number = whole + Fraction(above, below)
    if number > _SUM:
        return None
    spelled = f"{decimals(number)}%"
    why = f"a fraction with a sign behind it may be a part of a percent, {spelled}, or two numbers"
    return Fault(why, "write {} if that is meant", (spelled,))


def _money(match: re.Match[str]) -> Fault:
    digits, small, size = match["before"] or match["after"], match["cents"], match["size"]
    price = Fraction(digits) / (100 if small else 1)
    why = f"{match[0]} is an amount of money, and no probability"
    per_cent = terminating(100 * price)
    if size or not 0 < price < 1 or per_cent is None:
        return Fault(why, "say the probability, and keep the amount in the note")
    share = f"{per_cent}%"
    why += f"; as the price of a contract that pays 1 it stands for {share}"
    return Fault(why, "write {} if it is such a price", (share,), "say the probability")


def _bound(match: re.Match[str]) -> Fault | None:
    if match[0][0].isalpha() and tuple(match[0].split()) not in _BOUNDING:
        return None
    return Fault(f'the number that belongs to "{match[0]}" is not said', "give it, with its sign")


def _listed(match: re.Match[str]) -> Fault:
    why = f'"{match[1]}" in front may be the mark of a list, or belong to the number'
    return Fault(why, "write {} if it is only a mark", (match[2],))


def _no_ends(match: re.Match[str]) -> Fault:
    return Fault(f"{match[0]} names an interval, and its ends are not said", "give both ends in front of the coverage")


def _when(match: re.Match[str]) -> Fault:
    return Fault(f"{match[0]} is a time, and no probability", "say the probability, and the time in the column date")


def _level(match: re.Match[str]) -> Fault:
    why = f"{match[0]} names a quantile, and the value at it is not said"
    return Fault(why, "give the values at two quantiles or more, each behind its level")


def _thousands(match: re.Match[str]) -> Fault:
    said = match["grouped"]
    plain = said.replace(".", "")
    text = match[0].replace(said, plain)
    why = f"{said} is not one number as it stands; if its groups are thousands it is {plain}"
    return Fault(why, "write {} if that is meant", (f"1 in {plain}" if text == plain else text,))


def _one_level(match: re.Match[str]) -> Fault:
    return Fault(f"one quantile, at {match[1]}%, says little of the others", "give the value at another level as well")


def _marked(match: re.Match[str]) -> Fault | None:
    head, mark = match[1], match[2]
    why = f'"{match[0][len(head) :].strip()}" behind the number may be the mark of a footnote'
    if mark == "a":
        why += ', or short for "per annum"'
    remedy = "write {} if it is a mark, and keep what it refers to in the note"
    if mark.isdecimal():
        why += ", or one number of an interval, which has two ends"
        remedy += "; give both ends if it is an interval"
    return Fault(why, remedy, (head,))


def _dated(match: re.Match[str]) -> Fault:
    why = f"{match['year']} beside the number is a year: when it was said, or by when it happens"
    remedy = "write {} if it was said then, and put the year in the column date; by another time it is another question"
    return Fault(why, remedy, (match["head"].strip(" ,"),))


def _named(match: re.Match[str]) -> Fault | None:
    label = match["label"].strip()
    words = [piece.text for piece in pieces(re.sub(r"\bet al\b", "", label)) if piece.kind == "word"]
    if not words or any(not is_open(word) or word in _SPELLED for word in words):
        return None
    why = f'"{label}" beside the number is not understood, and may change what is asked'
    remedy = "write {} if it changes nothing, and keep the rest under forecaster, source or note"
    return Fault(why, remedy, (match["head"].strip(" ,"),))


# What lacks a part, or is no probability by its very shape.
PARTIAL: Final[tuple[Row, ...]] = table(
    (r"[^\W\d_ ]+(?: [^\W\d_ ]+)*|[<>≤≥]=?|=", _bound),
    (r"(-{2,}|[•·*#]|\([a-z0-9]\)|[a-z]\)|q[0-9]{1,2}[.:)]) ?(.+)", _listed),
    (rf"{_N} ?- ?(%|‰)", _no_middle),
    (rf"{_ONE} ?{_TO}", _no_second),
    (rf"(?:(?:(?:any|some)where )?(?:between|from)|(?:start|beginn|rang)ing (?:at|from)) {_ONE} ?{_TO}?", _begins),
    (rf"[\[(] ?{_ONE} ?[,;-] ?[\])]?", _no_second),
    (rf"[\[(]? ?[,;] ?{_ONE} ?[\])]", _ends),
    (rf"([<>≤≥]=?) ?{_ONE} ?{_TO}", _half_bounded),
    (rf"(?:to|until|till|ending at|\.\.+|…) ?{_ONE}", _ends),
    (rf"{_N} ?{_IN}", _no_base),
    (r"(?:in|out of|/|per) ?(?:a )?([0-9][0-9,]*)", _no_count),
    (rf"{_N}%?(?: ?[:/-] ?{_N}%?){{2,}}", _many_sides),
    (r"(?:([0-9]+)[ -])?([0-9]+) ?/ ?([0-9]+) ?(?:%|per ?cent|pct)", _part_of_percent),
    (
        r"(?:(?:currently |now |last )?(?:(?:trad|pric)(?:es|ed|ing)|costs?|price|yes) (?:is |at |of )?)?"
        rf"(?:{_MONEY} ?(?P<before>[0-9]+(?:\.[0-9]+)?)|(?P<after>[0-9]+(?:\.[0-9]+)?) ?(?:(?P<cents>¢|cents?|ct)"
        rf"|{_MONEY}|dollars?|euros?|pounds?|bucks|francs?)) ?(?P<size>k|m|bn|thousand|million|billion|trillion)?"
        r"(?: (?:per|a|for a|each) ?(?:share|contract|token)?)?",
        _money,
    ),
    (rf"(?:(?:the|my|at|at the) )?{_N} ?-?(?:%|th|st|nd|rd)?[- ]?(?:ile|percentile|quantile|centile)s?", _level),
    (r"(?:(?:the|a|my) )?(?:ci ?[0-9]{2} ?%?|[0-9]{2} ?%? ?-?(?:ci|hdi|cri|(?:\w+ )?interval|range))", _no_ends),
    (rf"(?:the )?{_N} ?(?:th|st|nd|rd|%)?[- ]?(?:ile|percentile|quantile)(?: is| of| at)? ?[:=]? ?{_ONE}", _one_level),
    (rf"(?:(?:within|in|during|over|after|by) )?(?:the (?:next|coming) )?{HOW_MANY} {TIMES}", _when),
    (r"q[1-4][ -/]?(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}[ -/]?q[1-4]", _when),
    (r"[^.]*?(?<![0-9.])(?P<grouped>[0-9]{1,3}(?:\.[0-9]{3}){2,})(?![0-9.])[^.]*", _thousands),
    (rf"(?P<head>.+?),? ?[\[(] ?{_SAID_IN}(?P<year>{_A_YEAR}) ?[\])]", _dated),
    (rf"(?P<head>.+?)(?:,| in| as of| since|:)? {_SAID_IN}(?P<year>{_A_YEAR})", _dated),
    (rf"(?:in |as of )?(?P<year>{_A_YEAR})[:,] ?(?P<head>.+)", _dated),
    (rf"[\[(](?P<year>{_A_YEAR})[\])],? ?(?P<head>.+)", _dated),
    (rf"(.+?) ?[\[(] ?([a-z]|[0-9]{{1,2}}|(?:but )?{_POINTER}\.?(?: [a-z]+)? ?[0-9a-z]{{0,2}}) ?[\])]", _marked),
    (r"(.+?) ?(\*{2,}|[§¶])", _marked),
    (r"(.+?%) ?\^ ?\{?([a-z]|[0-9]{1,2})\}?", _marked),
)  # fmt: skip
_YEAR: Final = r"(?:[\[(]?(?:19|20)[0-9]{2}[a-z]?[\])]?)"
_LABEL: Final = rf"(?P<label>[^\W\d_][^:;=<>%0-9\[\]()]*{_YEAR}?)"
# A number with something around it that may be a name.
AROUND: Final[tuple[Row, ...]] = table(
    (r"(?P<head>.*[^ ]) ?[\[(] ?[?!]+ ?[\])]", _wondering),
    (rf"{_LABEL} ?: ?(?P<head>.+)", _named),
    (rf"(?:according to|as per|via|from|in|says) {_LABEL}[,:] ?(?P<head>.+)", _named),
    (rf"(?P<head>.+?),? ?[\[(]{_LABEL}[\])]", _named),
    (rf"(?P<head>.+?) ?-+ ?{_LABEL}", _named),
    (rf"{_LABEL} ?-+ ?(?P<head>.+)", _named),
    (rf"(?P<head>.+?),? (?:according to|as per|via|as estimated by) {_LABEL}", _named),
)


def counts_in_words(text: str) -> bool:
    """Whether a text without digits has numbers all the same, in words.

    Examples
    --------
    >>> counts_in_words("five or ten percent"), counts_in_words("rather unlikely")
    (True, False)
    """
    return any(piece.text in _SPELLED or piece.text in _PER_CENT for piece in pieces(text))


def unknown(text: str) -> str | None:
    """The first word of a text that nothing here knows, ``None`` where all of them are known.

    Examples
    --------
    >>> unknown("12% wibble"), unknown("10% grid=3%")
    ('wibble', None)
    """
    words = (piece.text for piece in pieces(text) if piece.kind == "word" and len(piece.text) > 1)
    return next((word for word in words if is_foreign(word) and word not in _KNOWN), None)
