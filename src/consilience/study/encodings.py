"""Bytes that are not UTF-8: which other letters they may be, shown as they would read."""

import codecs
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

# By how often they are met among spreadsheets; of two that read a text alike the first is named.
_LEGACY = (
    *("windows-1252", "mac-roman", "windows-1250", "windows-1254", "windows-1251", "koi8-r", "windows-1253", "cp850"),
    *("shift_jis", "euc-jp", "euc-kr", "big5", "gb18030", "windows-1255", "windows-1256"),
)
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What stands around words, and what stands by itself or with digits.
_AROUND, _ALONE = "–—‘’‚“”„…•«»", "€£§°±½¼¾×÷²³µ·"
_TOGETHER = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}
_SHORTEST_WORD = 3
# What files begin with that are no text, whatever they are called.
_MAGIC = {
    b"PK\x03\x04": ("a spreadsheet or an archive", "open it in the program that made it, and save the sheet as CSV"),
    b"\xd0\xcf\x11\xe0": ("an old spreadsheet", "open it in the program that made it, and save the sheet as CSV"),
    b"\x1f\x8b": ("compressed", "unpack it"),
    b"%PDF": ("a PDF", "type its table into a CSV file"),
    b"SQLite format 3": ("a database", "export its table as CSV"),
}


def other_than_text(data: bytes) -> tuple[str, str] | None:
    """Recognise a file that is no text by its first bytes: what it is, and what to do with it."""
    return next((told for magic, told in _MAGIC.items() if data.startswith(magic)), None)


def known_encoding(name: str) -> str:
    """Return the name of a text encoding.

    Raises
    ------
    ValueError
        If there is none of that name.

    Examples
    --------
    >>> known_encoding("windows-1252")
    'windows-1252'
    """
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        raise ValueError("the name of an encoding, as Python has it") from None
    return name


def likely_encodings(data: bytes) -> Iterator[tuple[str, str]]:
    """Find the encodings in which bytes read as words of one script each.

    Parameters
    ----------
    data : bytes
        A whole file that is not UTF-8.

    Yields
    ------
    tuple of str
        Name of the encoding, and the first word in which it shows.

    Examples
    --------
    >>> list(likely_encodings("Björn".encode("mac-roman")))
    [('windows-1252', 'Bjšrn'), ('mac-roman', 'Björn')]
    """
    if data.startswith(_UTF32):
        yield "utf-32", ""
    elif data.startswith(_UTF16):
        yield "utf-16", ""
    elif b"\0" in data:
        if encoding := _unmarked_utf16(data):
            yield encoding, ""
    else:
        seen = set()
        for name in _LEGACY:
            words = _strange_words(data, name)
            if words and words[0] not in seen and all(map(_is_word, words)):
                seen.add(words[0])
                yield name, words[0]


def _unmarked_utf16(data: bytes) -> str | None:
    """In UTF-16, every second byte of ASCII letters is NUL."""
    for encoding, other, letters in (
        ("utf-16-le", data[1::2], data[::2]),
        ("utf-16-be", data[::2], data[1::2]),
    ):
        if other.count(0) > len(other) / 2 and not letters.count(0):
            return encoding
    return None


def _strange_words(data: bytes, encoding: str) -> list[str]:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return []
    words = text.replace(",", " ").replace(";", " ").split()
    return [word.strip('"()') for word in words if not word.isascii()]


def _is_word(word: str) -> bool:
    """Tell whether a word could be one: letters of one script, none of them capital after a small one."""
    bare = word.strip(_AROUND)
    if any(character in _ALONE for character in bare):
        return not any(character.isalpha() and character not in _ALONE for character in bare)
    letters = [character for character in bare if not character.isascii()]
    if not all(character.isalpha() for character in letters):
        return False
    scripts = {_script(character) for character in bare if character.isalpha()}
    if scripts == {"LATIN"} and len(bare) >= _SHORTEST_WORD and len(letters) == len(bare):
        return False
    swings = any(one.islower() and other.isupper() for one, other in pairwise(bare))
    return len(scripts) <= 1 and "HALFWIDTH" not in scripts and not swings


def _script(character: str) -> str:
    script = unicodedata.name(character, "").partition(" ")[0]
    return _TOGETHER.get(script, script)


def twice_encoded(text: str) -> str | None:
    """Undo UTF-8 that was read as Windows-1252 and saved again; ``None`` where that is not what happened.

    Examples
    --------
    >>> twice_encoded("BjÃ¶rn")
    'Björn'
    """
    if text.isascii():
        return None
    try:
        meant = text.encode("windows-1252").decode("utf-8")
    except UnicodeError:
        return None
    return meant if all(character.isascii() or character.isalpha() for character in meant) else None
