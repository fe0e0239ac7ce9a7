"""What a text is known to be that was refused: why, and what to write, each suggestion read before it is shown."""

import re
from collections.abc import Callable
from typing import Final, NamedTuple

# Where nothing that a text might mean is a probability: no refusal is without its remedy.
_PLAINLY: Final = "write the number that is meant, from 0% to 100%"


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
        sound = [text for text in self.suggestions if is_read(text)]
        remedy = self.otherwise if self.suggestions and not sound else self.remedy
        return self.why, remedy.replace("{}", " or ".join(sound)) or _PLAINLY


Row = tuple[re.Pattern[str], Callable[[re.Match[str]], Fault | None]]


def table(*rows: tuple[str, Callable[[re.Match[str]], Fault | None]]) -> tuple[Row, ...]:
    """Compile patterns of whole texts, each with what it makes of a match."""
    return tuple((re.compile(pattern), fault) for pattern, fault in rows)
