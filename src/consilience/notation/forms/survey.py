"""``n=88 median=0.375% ci95=[0.1%, 0.8%]``: a published summary of many answers."""

from dataclasses import dataclass, field
from math import inf, nan

from consilience.notation import shares
from consilience.notation.cells import Reading
from consilience.notation.forms import inequality
from consilience.notation.forms.inequality import Inequality, Relation, bounded, relation
from consilience.notation.intervals import bracketed, brackets, ends
from consilience.notation.layout import Layout
from consilience.notation.numbers import Number
from consilience.notation.numerals import count
from consilience.notation.shares import SaidShare, Share
from consilience.notation.tokens import Amount, Reader, Token

_QUARTILES = {"q25": "q25", "p25": "q25", "q50": "median", "p50": "median", "q75": "q75", "p75": "q75"}
_NAMES = "n=, median=, mean=, sd=, se=, ci95=[ , ], quartiles=[ , ] or share(>=10%)="


@dataclass(frozen=True, slots=True)
class Survey:
    """``n=88 median=0.375% ci95=[0.1%, 0.8%]``: a published summary of many answers.

    ``ci95`` is the 95% confidence interval of the median; ``quartiles`` are the 25% and 75% points of the
    answers; ``sd`` is their standard deviation and ``se`` the standard error of their mean. A median may be a bound:
    ``n=88 median=<1%``. ``shares`` are the parts of the answers beyond bounds, in the order of the bounds.
    """

    n: int | None = None
    median: Number | Inequality | None = None
    mean: Number | None = None
    sd: Number | None = None
    se: Number | None = None
    ci95: tuple[Number, Number] | None = None
    quartiles: tuple[Number, Number] | None = None
    shares: tuple[Share, ...] = ()

    @property
    def tells_of_spread(self) -> bool:
        """Whether it says how far the answers lie apart, and not only where their middle is."""
        places = len(self.shares) + (self.median is not None)
        return bool(self.quartiles or self.sd or self.se) or (bool(self.shares) and places > 1)


@dataclass(slots=True)
class _Said:
    """What a text gives, before its numbers are settled."""

    n: int | None = None
    side: Relation | None = None
    amounts: dict[str, list[Amount]] = field(default_factory=dict)
    shares: list[SaidShare] = field(default_factory=list)


def read(reader: Reader) -> Survey | None:
    """Read a published summary of many answers in any order, if one of its names comes next.

    .. code-block:: text

        survey = item (COMMA? item)*
        item   = "n" "=" NUMBER | "median" "=" relation? amount | ("mean" | "sd" | "se") "=" amount
               | ("ci95" | "quartiles" | "iqr") "=" bracketed | ("q25" | "q75") "=" amount | share
    """
    if not any(map(reader.at, ("KEY", "SHARE", "QUANTILE"))):
        return None
    # A median among quantiles is one of them, wherever it stands.
    if {token.text for token in reader.tokens if token.kind in ("KEY", "SHARE")} == {"median"} and any(
        token.kind == "QUANTILE" for token in reader.tokens
    ):
        return None
    said, keys = _Said(), list[str]()
    while token := reader.take("KEY") or reader.take("QUANTILE") or reader.take("SHARE"):
        if token.kind == "SHARE":
            said.shares.append(shares.read(reader, token))
        else:
            reader.skip(1)
            key = _key(reader, token)
            if key in keys:
                raise reader.fault(f"{key} is given twice", "keep one of them", token.start, token.end)
            keys.append(key)
            _read_item(reader, token, key, said)
        if not reader.at("END"):
            reader.take("COMMA")
    reader.end("survey summary", f"give each number its name: {_NAMES}")
    _join_quartiles(reader, said)
    _complete(reader, said)
    return _settled(reader, said)


def _key(reader: Reader, token: Token) -> str:
    if token.text == "grid":
        raise reader.fault("a grid belongs to a point", "leave it out", token.start, token.end)
    if token.kind == "QUANTILE":
        key = _QUARTILES.get(token.text.replace(" ", "").removesuffix("%"))
        if key is None:
            why = f"{token.text} is no quartile, and of a survey quartiles alone are read"
            raise reader.fault(why, "give q25= and q75=, or what share of the answers lies below a bound, share(<1%)=",
                               token.start, token.end)  # fmt: skip
        return key
    return "quartiles" if token.text == "iqr" else token.text


def _read_item(reader: Reader, token: Token, key: str, said: _Said) -> None:
    if key == "n":
        said.n = _people(reader)
        return
    said.side = relation(reader) if key == "median" else said.side
    said.amounts[key] = _item(reader, token, key)


def _join_quartiles(reader: Reader, said: _Said) -> None:
    """Make an interval of quartiles that were named one by one, or given with the median between them."""
    found = said.amounts
    single = [found.pop(key, []) for key in ("q25", "q75")]
    if any(single):
        given = [amount for amounts in single for amount in amounts]
        if len(given) < 2 or "quartiles" in found:
            why = "one quartile is given without the other" if len(given) < 2 else "the quartiles are given twice"
            remedy = "give both, q25= and q75=, once"
            raise reader.fault(why, remedy, given[0].start, given[-1].end)
        found["quartiles"] = given
    elif len(found.get("quartiles", ())) == 3:
        low, middle, high = found["quartiles"]
        if "median" in found:
            why = "the median is given twice: alone, and between the quartiles"
            raise reader.fault(why, "keep one of them", low.start, high.end)
        found["median"], found["quartiles"] = [middle], [low, high]


def _settled(reader: Reader, said: _Said) -> Survey:
    found, bounds = _readings(reader, said)
    numbers = {key: [reading.number() for reading in readings] for key, readings in found.items()}
    median: Number | Inequality | None = next(iter(numbers.get("median", ())), None)
    if said.side is not None:
        (bound,) = said.amounts["median"]
        median = bounded(reader, said.side, found["median"][0], (bound.start, bound.end))
    known = [(each, shares.settled(reader, each, *bound)) for each, bound in zip(said.shares, bounds, strict=True)]
    return Survey(
        n=said.n,
        median=median,
        mean=next(iter(numbers.get("mean", ())), None),
        sd=next(iter(numbers.get("sd", ())), None),
        se=next(iter(numbers.get("se", ())), None),
        ci95=_pair(numbers, "ci95"),
        quartiles=_pair(numbers, "quartiles"),
        shares=shares.consistent(reader, known),
    )


def canonical(value: Survey) -> str:
    """Write a summary: ``n=88 median=5% ci95=[3%, 8%]``."""
    numbers = {"median": value.median, "mean": value.mean, "sd": value.sd, "se": value.se}
    pairs = {"ci95": value.ci95, "quartiles": value.quartiles}
    parts = [] if value.n is None else [f"n={value.n}"]
    parts += [f"{key}={_written(number)}" for key, number in numbers.items() if number is not None]
    parts += [f"{key}={brackets(pair)}" for key, pair in pairs.items() if pair is not None]
    return " ".join([*parts, *map(shares.canonical, value.shares)])


def describe(value: Survey, unit: str | None) -> str:
    """Say a summary in words."""
    numbers = {
        "median": value.median,
        "mean": value.mean,
        "standard deviation": value.sd,
        "standard error of the mean": value.se,
    }
    parts = [f"{name} {_told(number, unit)}" for name, number in numbers.items() if number is not None]
    if value.ci95 is not None:
        parts.append(f"95% interval of the median {ends(value.ci95)}")
    if value.quartiles is not None:
        parts.append(f"middle half of the answers {ends(value.quartiles)}")
    people = "a survey of unstated size" if value.n is None else f"a survey of {value.n:,}"
    return f"{people}: {', '.join([*parts, *map(shares.told, value.shares)])}"


def brief(value: Survey) -> str:
    """Say a summary in few words: "477 people: median 5% [3%, 8%]"."""
    numbers = {"median": value.median, "mean": value.mean, "SD": value.sd, "SE": value.se}
    told = {name: _printed(number) for name, number in numbers.items() if number is not None}
    if value.ci95 is not None:
        told["median"] += f" {brackets(value.ci95)}"
    parts = [f"{name} {number}" for name, number in told.items()]
    if value.quartiles is not None:
        parts.append(f"middle half {ends(value.quartiles)}")
    parts += map(shares.brief, value.shares)
    return ("" if value.n is None else f"{value.n:,} people: ") + ", ".join(parts)


def layout(value: Survey) -> Layout:
    """Lay a summary out by its median, or its mean where it gives none, with the interval published beside it.

    Where it gives neither, by what its shares say of the median: of answers of which 38% are at least 10%, it is less.
    """
    middle = value.median or value.mean
    if isinstance(middle, Inequality):
        bound = inequality.layout(middle)
        low, best, high, cell, loose = bound.low, nan, bound.high, bound.cell, bound.loose
    elif middle:
        low, best, high, cell, loose = nan, middle.value, nan, middle.cell, None
    else:
        low, high = shares.median_within(value.shares)
        low, high = low if low > 0 else -inf, high if high < 1 else inf
        best, cell, loose = nan, (low, high), None
    if interval := value.ci95 or value.quartiles:
        low, high = (end.value for end in interval)
    coverage = 0.95 if value.ci95 else 0.5 if value.quartiles else nan
    return Layout("survey", low, best, high, cell, coverage, value.n, loose)


def _written(number: Number | Inequality) -> str:
    return inequality.canonical(number) if isinstance(number, Inequality) else number.written


def _printed(number: Number | Inequality) -> str:
    return inequality.brief(number) if isinstance(number, Inequality) else number.written


def _told(number: Number | Inequality, unit: str | None) -> str:
    return inequality.told(number, unit) if isinstance(number, Inequality) else number.written


def _complete(reader: Reader, said: _Said) -> None:
    def refuse(why: str, remedy: str, *keys: str) -> None:
        amounts = [amount for key in keys for amount in said.amounts[key]]
        raise reader.fault(why, remedy, amounts[0].start, amounts[-1].end)

    given = said.amounts
    if "median" not in given and "mean" not in given and not said.shares:
        raise reader.fault(
            "the summary gives neither a median nor a mean, nor a share beyond a bound",
            "add one behind median=, mean= or share(>=10%)=",
            reader.tokens[0].start,
            reader.tokens[-1].end,
        )
    if "ci95" in given and "median" not in given:
        refuse(
            "ci95 is the 95% interval of the median, which is not given",
            "add the median, or leave ci95 out: an interval of the mean is not read",
            "ci95",
        )
    if said.side is not None and "mean" in given:
        refuse(
            "what the mean says depends on the median beside it, which is a bound here",
            "leave the mean out and keep it in the note",
            "mean",
        )
    for key, name in (("sd", "the standard deviation"), ("se", "the standard error")):
        if key in given and "mean" not in given:
            refuse(f"{name} is about the mean, which is not given", f"add the mean, or leave {key} out", key)
        if key in given and reader.scale.name == "date":
            refuse(f"{name} of dates is a length of time", f"give quartiles in place of {key}", key)
        if key in given and said.n is None:
            why = f"without n {name} may be of a survey's answers, or how unsure one person is"
            refuse(why, f"add n=, or leave {key} out", key)
        if key in given and said.n == 1:
            refuse(f"{name} of one answer says nothing", f"correct n, or leave {key} out", key)
    if "se" in given and "sd" in given:
        refuse("se is sd divided by the root of n, and both are given", "keep sd, and leave se out", "se")


def _people(reader: Reader) -> int:
    reader.refuse_bound("a number of people", "write how many answered, or leave n out")
    token = reader.expect("NUMBER", "n is a number of people", "write how many answered, or leave n out")
    return count(reader, token, least=1, remedy="write how many answered, or leave n out")


def _item(reader: Reader, token: Token, key: str) -> list[Amount]:
    if key == "mean":
        remedy = "give the mean as a number, or leave it out; a median is read with its bound"
        reader.refuse_bound("the number of a mean", remedy)
    if key not in ("ci95", "quartiles"):
        return [reader.amount()]
    if not reader.at("OPEN"):
        raise reader.fault(
            f"{token.text} is an interval in brackets: a width alone does not say where it lies",
            f"write both ends in brackets behind {token.text}=",
            token.start,
            reader.next.end,
        )
    return list(bracketed(reader, middle=key == "quartiles"))


def _readings(reader: Reader, said: _Said) -> tuple[dict[str, list[Reading]], list[tuple[Reading, list[Reading]]]]:
    """Settle all numbers of a summary together, and check that each interval rises and holds the median."""
    everything = [amount for amounts in said.amounts.values() for amount in amounts]
    everything += [amount for share in said.shares for amount in (share.bound, *share.portion)]
    readings = iter(reader.settle(*everything))
    found = {key: [next(readings) for _ in amounts] for key, amounts in said.amounts.items()}
    bounds = [(next(readings), [next(readings) for _ in share.portion]) for share in said.shares]
    for key in ("ci95", "quartiles"):
        if key not in found:
            continue
        (low, high), (first, last) = found[key], said.amounts[key]
        if high.value < low.value:
            raise reader.fault(
                f"{key} falls from {low.written} to {high.written}",
                f"write {key}=[{high.written}, {low.written}] if that is meant",
                first.start,
                last.end,
            )
        median = found["median"][0] if "median" in found else None
        if median is not None and not _within(median, said.side, low, high):
            raise reader.fault(
                f"the median {said.side or ''}{median.written} lies outside {key}, "
                f"from {low.written} to {high.written}",
                "correct one of them",
                first.start,
                last.end,
            )
    return found, bounds


def _within(median: Reading, side: Relation | None, low: Reading, high: Reading) -> bool:
    """Whether a median, or some value that its bound admits, lies in an interval."""
    reaches_low, reaches_high = side in ("<", "<="), side in (">", ">=")
    return (reaches_high or low.value <= median.value) and (reaches_low or median.value <= high.value)


def _pair(numbers: dict[str, list[Number]], key: str) -> tuple[Number, Number] | None:
    return (numbers[key][0], numbers[key][1]) if key in numbers else None
