"""What a file declares about texts that people read in two ways."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Usage:
    """How texts of truly split usage are meant where they come from.

    Parameters
    ----------
    decimal : {".", ","}
        What separates whole from fraction.
    scale : {"fraction", "percent"}, optional
        What a number without a sign is; refused where both are possible and this is ``None``.
    colon : {"odds", "chance"}, optional
        Whether ``1:4`` is one against four or one of four. Undeclared it is odds, and a chance in German words.
    slash : {"chance", "price"}, optional
        Whether ``1/50`` is one of fifty or a bookmaker's price, in which ``9/2``, ``100-1``, ``+300`` and ``-150``
        are read too.
    counts : bool
        Whether ``12 out of 400`` are counts of a reference class: data and not opinion.
    """

    decimal: Literal[".", ","] = "."
    scale: Literal["fraction", "percent"] | None = None
    colon: Literal["odds", "chance"] | None = None
    slash: Literal["chance", "price"] | None = None
    counts: bool = False


PLAIN = Usage()
