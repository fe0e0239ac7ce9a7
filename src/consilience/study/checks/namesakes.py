"""Persons who may be one under several names: shortened, turned round, with a title, or mistyped."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from consilience.problems import Problem
from consilience.study.checks.people import first_rows, is_person
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import listed, quoted, skeleton

type _Words = tuple[str, ...]
type _Key = tuple[str, ...]

_SEVERAL = re.compile(r" and | & | et al|[/;+]")
_TITLES = frozenset(("dr", "prof", "professor", "doctor", "mr", "mrs", "ms", "sir", "herr", "frau", "phd", "md"))
# Names by what their bearers are called among friends.
_SHORT_FORMS = {
    short: name
    for name, shorts in {
        "alexander": ("alex",), "andrew": ("andy",), "anthony": ("tony",), "benjamin": ("ben",),
        "christopher": ("chris",), "daniel": ("dan",), "david": ("dave",), "edward": ("ned", "ted"),
        "elizabeth": ("beth", "liz"), "gregory": ("greg",), "james": ("jim",), "jeffrey": ("jeff",),
        "joseph": ("joe",), "katherine": ("kate",), "kenneth": ("ken",), "lawrence": ("larry",),
        "matthew": ("matt",), "michael": ("mike",), "nicholas": ("nick",), "richard": ("dick", "rick"),
        "robert": ("bob", "rob"), "ronald": ("ron",), "samuel": ("sam",), "stephen": ("steve",),
        "susan": ("sue",), "thomas": ("tom",), "tobias": ("toby",), "william": ("bill", "will"),
    }.items()
    for short in shorts
}  # fmt: skip
# In shorter names and words, another letter makes another name more often than a slip.
_SHORTEST_NAME, _SHORTEST_WORD, _LONG_SURNAME = 6, 5, 7
_MOST_INITIALS = 4
_VOWELS = frozenset("aeiouy")


def namesakes(reading: Reading) -> Iterator[Problem]:
    """Find persons who may be one: part of a name beside the full one, initials, titles, turned round, mistyped."""
    rows = {name: row for name, row in first_rows(reading, "forecaster").items() if is_person(row)}
    words = {name: parts for name in rows if (parts := _words(name))}
    ends, initials = _found_by(words, _ends), _found_by(words, _initials_of)
    earlier: dict[_Key, list[str]] = defaultdict(list)
    mistyped: dict[str, list[str]] = defaultdict(list)
    for name, parts in words.items():
        twins = list(ends[parts[0]]) if len(parts) == 1 and len(parts[0]) > 1 else []
        # Initials of several people are anybody's.
        meant = initials[_as_initials(name, parts)]
        twins += meant if len(meant) == 1 else []
        # Of two full names the later one tells of the earlier.
        twins += [other for key in _sought(parts) for other in earlier[key]]
        for key in _kept(parts):
            earlier[key].append(name)
        for typed in _less_a_letter(parts):
            twins += [other for other in mistyped[typed] if _is_slip(parts, words[other])]
            mistyped[typed].append(name)
        # Two spellings of the same letters are told of as such.
        twins = [other for other in dict.fromkeys(twins) if skeleton(other) != skeleton(name)]
        if twins:
            places = listed((f"{quoted(other)} ({rows[other].file}:{rows[other].line})" for other in twins), limit=3)
            why = f"{quoted(name)} may be the same person as {places}; they count as {len(twins) + 1}"
            yield at_row(rows[name], why, "spell one person alike everywhere, or tell two apart", said=name)


def _words(name: str) -> _Words:
    """Words of a person's name in small letters, the last name last, no titles; none where several are named."""
    if _SEVERAL.search(name):
        return ()
    last, comma, first = name.partition(",")
    whole = skeleton(f"{first} {last}" if comma else name).replace("ph.d", "phd")
    words = whole.replace(".", " ").split()
    while len(words) > 1 and words[0] in _TITLES:
        del words[0]
    while len(words) > 1 and words[-1] in _TITLES:
        del words[-1]
    return tuple(words) if all(word.replace("-", "").replace("'", "").isalpha() for word in words) else ()


def _found_by(words: Mapping[str, _Words], keys: Callable[[_Words], Iterable[str]]) -> dict[str, list[str]]:
    """Full names by what stands for them alone."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, parts in words.items():
        for key in keys(parts) if len(parts) > 1 else ():
            found[key].append(name)
    return found


def _ends(words: _Words) -> set[str]:
    return {words[0], words[-1]}


def _initials_of(words: _Words) -> set[str]:
    """What a full name is shortened to: the first letters of all its words, or of the first and the last."""
    if all(len(word) == 1 for word in words):
        return set()
    every = "".join(part[0] for word in words for part in word.split("-") if part)
    return {every, "".join(word[0] for word in words), words[0][0] + words[-1][0]}


def _as_initials(name: str, words: _Words) -> str:
    """The letters of a name that is nothing but initials, as ``BR`` and ``B. R.``; empty for others."""
    letters = "".join(words)
    is_alone = len(words) == 1 and name.isupper() and 2 <= len(letters) <= _MOST_INITIALS
    is_parted = len(words) > 1 and all(len(word) == 1 for word in words)
    # Where letters have no size, a letter is a word.
    return letters if (is_alone or is_parted) and letters.upper() != letters else ""


def _kept(words: Sequence[str]) -> list[_Key]:
    """Under what a name is found again: its ends, its words in any order, an initial in place of one of them."""
    if len(words) == 1:
        return [("alone", *words)]
    first, last = words[0], words[-1]
    kept: list[_Key] = [("ends", first, last), ("words", *sorted(words))]
    kept.append(("initial" if len(first) == 1 else "in full", first[0], last))
    if len(first) > 1:
        kept.append(("surname cut" if len(last) == 1 else "surname", first, last[0]))
        kept.append(("short form", _SHORT_FORMS.get(first, first), last))
    return kept


# What finds a form of a name: an initial goes with every name that it begins.
_FINDS = {
    "in full": ("initial",),
    "initial": ("initial", "in full"),
    "surname cut": ("surname",),
    "surname": ("surname cut",),
}


def _sought(words: Sequence[str]) -> list[_Key]:
    """What names may be shorter, longer or turned forms of a name."""
    return [(found, *key) for kind, *key in _kept(words) for found in _FINDS.get(kind, (kind,))]


def _less_a_letter(words: _Words) -> Iterable[str]:
    """A name, and it with each letter left out: of two names with a slip between them, one of these is the same."""
    whole = " ".join(words)
    if sum(map(len, words)) < _SHORTEST_NAME:
        return ()
    return {whole, *(whole[:at] + whole[at + 1 :] for at, letter in enumerate(whole) if letter != " ")}


def _is_slip(words: _Words, others: _Words) -> bool:
    """Tell whether two names differ by a slip of the keyboard, and not as two names do."""
    if len(words) != len(others):
        return False
    pairs = [(at, *pair) for at, pair in enumerate(zip(words, others, strict=True)) if pair[0] != pair[1]]
    if len(pairs) != 1:
        return False
    at, one, other = pairs[0]
    short, long = sorted((one, other), key=len)
    is_last = at == len(words) - 1
    place = next((place for place, pair in enumerate(zip(short, long, strict=False)) if len({*pair}) > 1), len(short))
    # Hansen and Jansen, Mark and Dark are two.
    if place == 0:
        return False
    if len(short) < len(long):
        is_one_more = short[place:] == long[place + 1 :]
        return is_one_more and _is_letter_too_many(place, long, is_last=is_last)
    return len(long) >= _SHORTEST_WORD and _is_letter_changed(
        place, short, long, is_last=is_last, alone=len(words) == 1
    )


def _is_letter_too_many(place: int, long: str, *, is_last: bool) -> bool:
    """Tell whether a letter that a word has more than another is a slip, as in Paula, Roberts and Clarke none is."""
    is_doubled = is_last and long[place] == long[place - 1]
    if len(long) < _SHORTEST_WORD - is_doubled:
        return False
    if place < len(long) - 1:
        return True
    return long[-1] not in "as" and (long[-1] not in _VOWELS or (is_last and len(long) > _LONG_SURNAME))


def _is_letter_changed(place: int, word: str, other: str, *, is_last: bool, alone: bool) -> bool:
    """Tell whether two words of one length differ by a slip: two letters that changed places, or one for another."""
    if word[place:] == other[place + 1 : place + 2] + other[place] + other[place + 2 :]:
        return True
    if word[place + 1 :] != other[place + 1 :]:
        return False
    at_end = place == len(other) - 1
    both_vowels = {word[place], other[place]} <= _VOWELS
    # Handles are counted by their last letter; Mario and Maria, Karen and Karin, Kowalski and Kowalska are two.
    return not (at_end and alone) and not (both_vowels and (at_end or not is_last))
