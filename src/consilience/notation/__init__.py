"""The notation: what people say about a risk, read into values that keep how precisely it was said."""

from consilience.notation.decimal_comma import from_decimal_comma
from consilience.notation.forms import Value, brief, canonical, describe, layout
from consilience.notation.forms.base_rate import BaseRate
from consilience.notation.forms.bounds import Bounds
from consilience.notation.forms.inequality import Inequality, Relation
from consilience.notation.forms.point import Point
from consilience.notation.forms.quantiles import Quantiles
from consilience.notation.forms.range import Range
from consilience.notation.forms.survey import Survey
from consilience.notation.forms.words import Words
from consilience.notation.grammar import parse
from consilience.notation.layout import Layout
from consilience.notation.lexicon import Lexicon
from consilience.notation.numbers import Number
from consilience.notation.shares import Share
from consilience.notation.spoken import (
    counted,
    format_bayes_factor,
    format_factor,
    format_interval,
    format_one_in,
    format_probability,
    format_share,
    format_shares_within,
    format_within,
)
from consilience.notation.usage import Usage

__all__ = [
    "BaseRate",
    "Bounds",
    "Inequality",
    "Layout",
    "Lexicon",
    "Number",
    "Point",
    "Quantiles",
    "Range",
    "Relation",
    "Share",
    "Survey",
    "Usage",
    "Value",
    "Words",
    "brief",
    "canonical",
    "counted",
    "describe",
    "format_bayes_factor",
    "format_factor",
    "format_interval",
    "format_one_in",
    "format_probability",
    "format_share",
    "format_shares_within",
    "format_within",
    "from_decimal_comma",
    "layout",
    "parse",
]
