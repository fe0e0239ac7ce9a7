"""Titles and names written from right to left, in pictures that run from left to right."""

import json
import re
import unicodedata
from html import escape, unescape
from itertools import pairwise
from typing import Any

from consilience.charts.drawing.svg_text import TEXT

# Marks without a shape, which letters and signs beside them take their direction from.
_RIGHT, _LEFT = "\u200f", "\u200e"
_SAID = re.compile(r"(?:^|(?<=>))[^<]+")


def with_directions(svg: str) -> str:
    """The same picture, with marks of direction in each line that has letters from right to left."""
    if not any(map(is_right_to_left, {*svg})):
        return svg
    return TEXT.sub(lambda text: f"<text{text['attributes']}>{_SAID.sub(_marked, text['inside'])}</text>", svg)


def spec_with_directions(spec: str) -> str:
    """The same specification, for a page that draws it: its texts marked as in the picture.

    Examples
    --------
    >>> spec_with_directions('{"text": "a"}')
    '{"text": "a"}'
    """
    if not any(map(is_right_to_left, {*spec})):
        return spec
    return json.dumps(_told(json.loads(spec)), ensure_ascii=False, allow_nan=False, sort_keys=True)


def _told(part: Any, name: str = "") -> Any:
    if isinstance(part, dict):
        return {key: _told(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_told(value, name) for value in part]
    return directed(part) if isinstance(part, str) and name in ("text", "subtitle") else part


def _marked(said: re.Match[str]) -> str:
    line = unescape(said[0])
    return escape(directed(line), quote=False) if any(map(is_right_to_left, line)) else said[0]


def directed(line: str) -> str:
    r"""Keep the punctuation of a right-to-left title with it, and what follows a full stop out of it.

    Parameters
    ----------
    line : str
        As it was written; the picture runs from left to right.

    Returns
    -------
    str
        With marks of direction: else the question mark of a Hebrew title stands before its first word, and the number
        in "TITLE. 5 people" behind its last.

    Examples
    --------
    >>> directed("\u05d4\u05d0\u05dd?").encode("unicode_escape")
    b'\\u05d4\\u05d0\\u05dd?\\u200f'
    >>> directed("\u05d4\u05d0\u05dd. 5 people").encode("unicode_escape")
    b'\\u05d4\\u05d0\\u05dd\\u200f\\u200e. 5 people'
    >>> directed("Ada: 5% (2024)")
    'Ada: 5% (2024)'
    """
    if not any(map(is_right_to_left, line)):
        return line
    parts = line.split(". ")
    said = parts[0]
    for before, after in pairwise(parts):
        said += f"{_RIGHT}{_LEFT}. {after}" if _turns(before, after) else f". {after}"
    only = all(unicodedata.bidirectional(letter) != "L" for letter in line)
    return said + _RIGHT if only and not is_right_to_left(line[-1]) else said


def _turns(before: str, after: str) -> bool:
    last = next((letter for letter in reversed(before) if _is_strong(letter)), "")
    first = next(filter(_is_strong, after), "")
    return bool(last and first) and is_right_to_left(last) and not is_right_to_left(first)


def _is_strong(letter: str) -> bool:
    return unicodedata.bidirectional(letter) in ("L", "R", "AL")


def is_right_to_left(letter: str) -> bool:
    """Tell whether a letter is written from right to left.

    Examples
    --------
    >>> [is_right_to_left(letter) for letter in "a1\u05d0"]
    [False, False, True]
    """
    return unicodedata.bidirectional(letter) in ("R", "AL")
