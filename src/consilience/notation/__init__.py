"""The notation: what people say about a risk, read into values that keep how precisely it was said."""

from consilience.notation.canonical import canonical
from consilience.notation.decimal_comma import from_decimal_comma
from consilience.notation.grammar import parse
from consilience.notation.spoken import counted, describe, format_interval, format_one_in, format_probability
from consilience.notation.values import (
    BaseRate,
    Bounds,
    Inequality,
    Number,
    Point,
    Quantiles,
    Range,
    Relation,
    Survey,
    Value,
    Words,
)
from consilience.notation.words import Lexicon

__all__ = [
    "BaseRate",
    "Bounds",
    "Inequality",
    "Lexicon",
    "Number",
    "Point",
    "Quantiles",
    "Range",
    "Relation",
    "Survey",
    "Value",
    "Words",
    "canonical",
    "counted",
    "describe",
    "format_interval",
    "format_one_in",
    "format_probability",
    "from_decimal_comma",
    "parse",
]
