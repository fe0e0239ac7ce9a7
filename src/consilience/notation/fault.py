"""What a text is known to be that was refused: why, and what to write, each suggestion read before it is shown."""

import re
from collections.abc import Callable
from typing import NamedTuple


class Fault(NamedTuple):
    """Why a text is refused and what would be right.

    Parameters
    ----------
    why : str
        The readings that it has, or what it lacks.
    remedy : str
        What to do; ``{}`` stands for the suggestions.
    suggestions : tuple of str
        Texts of the notation, each one of the readings.
    otherwise : str
        The remedy where none of them is read.
    """

    why: str
    remedy: str
    suggestions: tuple[str, ...] = ()
    otherwise: str = ""

    def told(self, is_read: Callable[[str], bool]) -> tuple[str, str]:
        """Why and remedy, with the suggestions that are read."""
        if not self.suggestions:
            return self.why, self.remedy
        sound = [text for text in self.suggestions if is_read(text)]
        return self.why, self.remedy.replace("{}", " or ".join(sound)) if sound else self.otherwise


Row = tuple[re.Pattern[str], Callable[[re.Match[str]], Fault | None]]


def table(*rows: tuple[str, Callable[[re.Match[str]], Fault | None]]) -> tuple[Row, ...]:
    """Compile patterns of whole texts, each with what it makes of a match."""
    return tuple((re.compile(pattern), fault) for pattern, fault in rows)
