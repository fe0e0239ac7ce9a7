"""One file a form of the notation, and the table through which all of them are read, written, said and laid out."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from consilience.notation.forms import (
    base_rate,
    bounds,
    inequality,
    point,
    quantiles,
    range as interval,
    survey,
    words,
)
from consilience.notation.forms.base_rate import BaseRate
from consilience.notation.forms.bounds import Bounds
from consilience.notation.forms.inequality import Inequality
from consilience.notation.forms.point import Point
from consilience.notation.forms.quantiles import Quantiles
from consilience.notation.forms.range import Range
from consilience.notation.forms.survey import Survey
from consilience.notation.forms.words import Words
from consilience.notation.layout import Layout
from consilience.notation.tokens import Reader

Value = Point | Range | Bounds | Inequality | Quantiles | Survey | BaseRate | Words


class Form(Protocol):
    """What the module of a form has."""

    def read(self, reader: Reader) -> Any:
        """Read a text of this form whole, or refuse it; ``None`` where it is another form.

        The cursor is then left at the start, or where :meth:`Reader.lead` leaves it.
        """

    def canonical(self, value: Any) -> str:
        """Spell a value so that reading gives it again."""

    def describe(self, value: Any, unit: str | None) -> str:
        """Say a value in a phrase without a full stop."""

    def layout(self, value: Any) -> Layout:
        """Answer which number, and which edges."""


# In the order in which they are tried: a point is what begins with a number and is nothing else.
FORMS: Mapping[type, Form] = {
    Words: words,
    Quantiles: quantiles,
    Survey: survey,
    Inequality: inequality,
    BaseRate: base_rate,
    Range: interval,
    Bounds: bounds,
    Point: point,
}


# What a picture says otherwise than it was said; "" where that is the same.
BRIEF: Mapping[type, Callable[[Any], str]] = {
    Survey: survey.brief,
    Inequality: inequality.brief,
    Quantiles: quantiles.brief,
    Range: interval.brief,
    Bounds: bounds.brief,
}


def read(reader: Reader) -> Value:
    """Read a text as the first form that it is of.

    .. code-block:: text

        estimate = words | quantiles | survey | inequality | base_rate | ABOUT? (range | bounds | point)
    """
    found = (form.read(reader) for form in FORMS.values())
    value: Value = next(value for value in found if value is not None)
    return value


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
    return FORMS[type(value)].canonical(value)


def describe(value: Value, *, unit: str | None = None) -> str:
    """Say in one line for people what a statement was read as.

    Parameters
    ----------
    value : Value
        As parsed.
    unit : str, optional
        Unit of a quantity, ``"date"`` for dates; ``None`` for probabilities.

    Returns
    -------
    str
        A phrase without a full stop.

    Examples
    --------
    >>> from consilience.notation import parse
    >>> describe(parse("10%"))
    'a point, read as between 9.5% and 10.5%'
    >>> describe(parse("12% [5%, 30%] @80%"))
    'a best value of 12% between 5% and 30%, with 80% coverage'
    """
    return FORMS[type(value)].describe(value, unit)


def brief(value: Value, said: str = "") -> str:
    """Say a statement in a picture or a sentence: as it was said, but for what would be notation there.

    Parameters
    ----------
    value : Value
        As parsed.
    said : str
        As said; by default as it is spelled.

    Returns
    -------
    str

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [brief(parse(said), said) for said in ("n=477 median=5%", ">=90%", "9:1 against", "10-20% @80%")]
    ['477 people: median 5%', '≥90%', '9:1 against', '10% to 20%, 80% sure']
    """
    form = BRIEF.get(type(value))
    return (form(value) if form else "") or said or canonical(value)


def layout(value: Value) -> Layout:
    """Answer which number a statement gives and which edges, whatever its form.

    Parameters
    ----------
    value : Value
        As parsed.

    Returns
    -------
    Layout

    Examples
    --------
    >>> from consilience.notation import parse
    >>> layout(parse("10-20% @80%"))
    Layout(form='range', low=0.1, best=nan, high=0.2, cell=(0.095, 0.205), coverage=0.8, n=None, loose=None)
    >>> [round(edge, 3) for edge in layout(parse("60% [40%, 70%]")).cell]
    [0.595, 0.605]
    """
    return FORMS[type(value)].layout(value)
