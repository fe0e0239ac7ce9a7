"""The spelling of a value that parses to the same value."""

from consilience.notation.spoken import percent
from consilience.notation.values import (
    BaseRate,
    Bounds,
    Inequality,
    Number,
    Point,
    Quantiles,
    Range,
    Survey,
    Value,
    Words,
)


def canonical(value: Value) -> str:
    """Say a value so that parsing it gives the value again.

    Parameters
    ----------
    value : Value
        As parsed.

    Returns
    -------
    str
        ``parse(canonical(value)) == value``, given the same unit and lexicon.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [canonical(parse(said)) for said in ("9:1 against", "10–20% @ 0.8", "about 10 per cent")]
    ['1:9', '10% to 20% @80%', '~10%']
    """
    match value:
        case Point():
            return ("~" if value.approximate else "") + value.number.written
        case Range():
            return f"{value.low.written} to {value.high.written}{_coverage(value.coverage)}"
        case Bounds():
            return f"{value.best.written} {_brackets((value.low, value.high))}{_coverage(value.coverage)}"
        case Inequality():
            return _number(value)
        case Quantiles():
            pairs = zip(value.levels, value.numbers, strict=True)
            return " ".join(f"q{_level(level)}={number.written}" for level, number in pairs)
        case Survey():
            return _survey(value)
        case BaseRate():
            return f"{value.events} of {value.trials}"
        case Words():
            return f'"{value.term}"'


def _number(number: Number | Inequality) -> str:
    return f"{number.relation}{number.bound.written}" if isinstance(number, Inequality) else number.written


def _coverage(coverage: float | None) -> str:
    return "" if coverage is None else f" @{percent(coverage)}"


def _brackets(pair: tuple[Number, Number]) -> str:
    return f"[{pair[0].written}, {pair[1].written}]"


def _level(level: float) -> str:
    return percent(level) if level < 0.01 else percent(level).removesuffix("%")


def _survey(value: Survey) -> str:
    numbers = {"median": value.median, "mean": value.mean}
    written = {key: _number(number) for key, number in numbers.items() if number is not None}
    pairs = {"ci95": value.ci95, "quartiles": value.quartiles}
    parts = [] if value.n is None else [f"n={value.n}"]
    parts += [f"{key}={number}" for key, number in written.items()]
    parts += [f"{key}={_brackets(pair)}" for key, pair in pairs.items() if pair is not None]
    return " ".join(parts)
