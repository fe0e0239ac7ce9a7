"""``share(>=10%)=38%``: how many of a survey's answers lie beyond a bound."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from consilience.notation.cells import Reading, about
from consilience.notation.forms import inequality
from consilience.notation.forms.inequality import Inequality, Relation, relation
from consilience.notation.intervals import bracketed, brackets, ends, second
from consilience.notation.numbers import Number
from consilience.notation.tokens import Amount, Reader, Token

# As many as a row of the likelihood has room for beside a median, its interval and quartiles.
MOST_SHARES = 6


@dataclass(frozen=True, slots=True)
class Share:
    """``share(>=10%)=38%``: the part of the answers beyond a bound.

    Parameters
    ----------
    bound : Inequality
    low, high : Number
        The same number, or the ends of a range: the share of this survey lies somewhere in it. That is what is known
        where several wordings were summarised ("37.8–51.4% gave at least 10%"), and of a confidence interval of the
        share, which follows from n, it is the weaker reading.
    approximate : bool
        Whether "about" was said of the share, which is one number then.
    """

    bound: Inequality
    low: Number
    high: Number
    approximate: bool = False

    @property
    def place(self) -> tuple[float, bool]:
        """The number that parts the answers, and whether who says this very number is on its lower side."""
        return self.bound.bound.value, self.bound.relation in ("<=", ">")

    @property
    def below(self) -> tuple[float, float]:
        """Least and greatest part of the answers on the lower side, rounding allowed for."""
        low, high = max(self.low.low, 0.0), min(self.high.high, 1.0)
        return (low, high) if self.bound.is_upper else (1 - high, 1 - low)


class SaidShare(NamedTuple):
    """A share as said, before its numbers are settled."""

    side: Relation
    bound: Amount
    portion: tuple[Amount, ...]
    start: int
    end: int
    approximate: bool = False


def read(reader: Reader, start: Token) -> SaidShare:
    """Read a share behind its name.

    .. code-block:: text

        share = "share" OPEN relation amount CLOSE "=" (ABOUT? amount | amount (DASH | "to") amount | bracketed)
    """
    if reader.scale.name != "probability":
        raise reader.fault(
            "a share of the answers is read of probabilities alone",
            "give quantiles: a share of 25% below a number says that it is q25",
            start.start,
            reader.tokens[-1].end,
        )
    reader.skip(1)
    side = relation(reader)
    if side is None:
        why, remedy = "a share of the answers lies beyond a bound", "write, for example, share(>=10%)=38%"
        raise reader.fault(why, remedy, start.start, reader.next.end)
    bound = reader.amount()
    close = reader.expect("CLOSE", "the bracket of a share is not closed", "write ) behind its bound")
    reader.expect("EQUALS", "it is not said how large the share is", "write = and the share, such as 38%")
    reader.refuse_bound("a share", "write the range in which it lies, such as [50%, 100%] for more than half")
    approximate = reader.take("ABOUT") is not None
    if approximate:
        portion: tuple[Amount, ...] = (reader.amount(),)
    elif reader.at("OPEN"):
        portion = bracketed(reader)
    else:
        low = reader.amount()
        portion = second(reader, low) or (low,)
    return SaidShare(side, bound, portion, start.start, max(close.end, portion[-1].end), approximate)


def settled(reader: Reader, said: SaidShare, bound: Reading, portion: Sequence[Reading]) -> Share:
    """Make a share of its numbers, unless everybody or nobody lies beyond its bound, or it falls."""
    never = (said.side in ("<", ">=") and bound.value == 0) or (said.side in ("<=", ">") and bound.value == 1)
    if never:
        why = f"every probability is on one side of {said.side}{bound.written}"
        raise reader.fault(why, "correct the bound of the share, or leave it out", said.start, said.end)
    low, high = (about(end).clipped() if said.approximate else end for end in (portion[0], portion[-1]))
    if high.value < low.value:
        why = f"the share falls from {low.written} to {high.written}"
        remedy = f"write [{high.written}, {low.written}] if that is meant"
        raise reader.fault(why, remedy, said.start, said.end)
    return Share(Inequality(said.side, bound.number()), low.number(), high.number(), said.approximate)


def consistent(reader: Reader, found: Sequence[tuple[SaidShare, Share]]) -> tuple[Share, ...]:
    """Order shares by their bounds, and refuse what no answers can give together."""
    if len(found) > MOST_SHARES:
        why = f"a survey of {len(found)} shares is a histogram, and at most {MOST_SHARES} are read"
        raise reader.fault(why, "keep those that say most", found[0][0].start, found[-1][0].end)
    rising = sorted(found, key=lambda pair: pair[1].place)
    for (_, lower), (said, upper) in pairwise(rising):
        if lower.place == upper.place:
            why = f"the answers beyond {inequality.brief(upper.bound)} are given twice"
            raise reader.fault(why, "keep one of the two shares", said.start, said.end)
    for place, (_, lower) in enumerate(rising):
        for said, upper in rising[place + 1 :]:
            if lower.below[0] > upper.below[1] + 1e-12:
                why = f"{told(lower)} and {told(upper)} cannot both be: who lies below the one lies below the other"
                raise reader.fault(why, "correct one of the shares", said.start, said.end)
    return tuple(share for _, share in rising)


def canonical(share: Share) -> str:
    """Write a share: ``share(>=10%)=38%``."""
    sign = "~" if share.approximate else ""
    return f"share({inequality.canonical(share.bound)})={sign}{_portion(share, brackets((share.low, share.high)))}"


def told(share: Share) -> str:
    """Say a share in words: "38% of the answers at least 10%"."""
    portion = _about(share) + _portion(share, ends((share.low, share.high)))
    return f"{portion} of the answers {inequality.told(share.bound, None)}"


def brief(share: Share) -> str:
    """Say a share in few words: "38% say ≥10%"."""
    return f"{_about(share)}{_portion(share, ends((share.low, share.high)))} say {inequality.brief(share.bound)}"


def median_within(shares: Sequence[Share]) -> tuple[float, float]:
    """Between which numbers shares leave the median: 0 and 1 where they do not tell."""
    above = [share.bound.bound.value for share in shares if share.below[1] < 0.5]
    below = [share.bound.bound.value for share in shares if share.below[0] > 0.5]
    return max(above, default=0.0), min(below, default=1.0)


def _about(share: Share) -> str:
    return "about " if share.approximate else ""


def _portion(share: Share, of_range: str) -> str:
    return share.low.written if share.low == share.high else of_range
