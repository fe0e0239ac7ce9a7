"""What can be chosen of every chart: one table of options, checked once, whatever the chart."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import wraps
from math import isfinite, log
from numbers import Real
from typing import Any, Literal, TypedDict, get_args

from consilience.arguments import takes
from consilience.charts.drawing.language import LANGUAGES, Language
from consilience.charts.drawing.layout import ChartError
from consilience.charts.drawing.theme import SIZES, Sizes, Width, sizes_at
from consilience.charts.drawing.themes import THEMES, known_themes, theme_named
from consilience.charts.drawing.typography import clean
from consilience.notation import layout, parse
from consilience.problems import AskedError, NotationError, Problem
from consilience.study.texts import quoted, unknown_name

type End = str | float
Sorting = Literal["name", "rising", "falling"]
SORTINGS: tuple[Sorting, ...] = get_args(Sorting)

# A poster is a metre wide; in less than 60 mm no row of words has room.
NARROWEST, WIDEST = 60.0, 1000.0
# Of a line so many letters at the least have to fit.
_LEAST_EMS = 23.0
# Two ticks have to stand apart.
_LEAST_RANGE = 0.4


class ChartOptionError(AskedError, ChartError):
    """An option of a chart that there is not, that cannot be so, or that this chart cannot honour."""


class ChartChoices(TypedDict, total=False):
    """The options of :class:`ChartOptions` as keywords: ``fit.charts.statements(width="column", theme="dark")``."""

    width: Width | float
    title: str | None
    subtitle: str | None
    range: tuple[End, End] | None
    order: Sorting | Sequence[str] | None
    only: str | Sequence[str] | None
    font_size: float | None
    theme: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartOptions:
    """What can be chosen of every chart; what is left out stays as the package has it.

    Parameters
    ----------
    width : {"full", "column"} or float
        174 mm, 85 mm, or so many millimetres, 60 at the least.
    title : str, optional
        Another than ours; "" leaves it out.
    subtitle : str, optional
        Another than ours; "" leaves it out.
    range : (str or float, str or float), optional
        Ends of the axis of probabilities: ``("0.1%", "50%")`` or ``(0.001, 0.5)``. What lies beyond is an arrow there.
    order : {"name", "rising", "falling"} or sequence of str, optional
        Rows by name, by their number, or those named first, in this order, before the others.
    only : str or sequence of str, optional
        Names of the rows to draw; the source line says how many of how many they are.
    font_size : float, optional
        Of names and values, in points; titles and axes follow in proportion.
    theme : str
        ``"print"``, ``"slide"``, ``"dark"``, or the name of a theme registered with Altair: its colours and typeface.
    language : {"en", "de", "fr", "es"}
        Of axes, keys and the fixed words of rows. Titles, alt text and whatever a study says stay as they are; numbers
        keep their form, with a decimal comma where the language has one.

    Raises
    ------
    ChartOptionError
        If a value cannot be.

    Examples
    --------
    >>> ChartOptions(width=120, range=("1%", "50%")).domain
    (-4.59512, 0.0)
    >>> ChartOptions().but(widht="column")
    Traceback (most recent call last):
    consilience.charts.drawing.options.ChartOptionError: error: no option of charts is called 'widht'. To mend it: ...
    """

    width: Width | float = "full"
    title: str | None = None
    subtitle: str | None = None
    range: tuple[End, End] | None = None
    order: Sorting | Sequence[str] | None = None
    only: str | Sequence[str] | None = None
    font_size: float | None = None
    theme: str = "print"
    language: Language = "en"

    def __post_init__(self) -> None:
        _check_width(self.width)
        for name in ("title", "subtitle"):
            said = getattr(self, name)
            if said is not None and not isinstance(said, str):
                raise _cannot(f"a {name} is text", f'write it in quotes, or "" for no {name}', said)
            if said is not None and not clean(said):
                object.__setattr__(self, name, "")
        object.__setattr__(self, "range", _ends(self.range))
        object.__setattr__(self, "order", _names(self.order, "order", SORTINGS))
        object.__setattr__(self, "only", _names(self.only, "only"))
        if not isinstance(self.theme, str) or self.theme not in THEMES:
            # Altair looks through all that is installed to tell the names of its own.
            _one_of(self.theme, known_themes(), "theme")
        _one_of(self.language, LANGUAGES, "language")
        _check_size(self.font_size, self._unscaled)

    def but(self, **choices: Any) -> "ChartOptions":
        """The same options with others in the place of some.

        Parameters
        ----------
        **choices : Any
            Options by name, as for the class.

        Returns
        -------
        ChartOptions

        Raises
        ------
        ChartOptionError
            If there is no such option, or its value cannot be.
        """
        for name in choices:
            if name not in OPTIONS:
                raise ChartOptionError(unknown_name(name, OPTIONS, "option", " of charts"))
        return replace(self, **choices) if choices else self

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the options that are not as the package has them."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name) != field.default)

    @property
    def _unscaled(self) -> Sizes:
        return SIZES[self.width] if isinstance(self.width, str) else sizes_at(self.width)

    @property
    def sizes(self) -> Sizes:
        """Width and font sizes of the picture."""
        sizes = self._unscaled
        if self.font_size is None:
            return sizes.scaled(theme_named(self.theme).type_scale)
        return sizes.scaled(self.font_size / sizes.label)

    @property
    def domain(self) -> tuple[float, float] | None:
        """Ends of the axis in natural log odds, where a range is chosen."""
        if self.range is None:
            return None
        low, high = (round(log(p / (1 - p)), 5) for p in map(_fraction, self.range))
        return low, high


OPTIONS: tuple[str, ...] = tuple(ChartChoices.__annotations__)


def takes_options[**P, R](draw: Callable[P, R], *, left: bool = False) -> Callable[P, R]:
    """Let Tab, Shift-Tab and ``help`` list the options of a function that takes them as keywords; check them first.

    Parameters
    ----------
    draw : callable
        With ``**options: Unpack[ChartChoices]`` at its end, which type checkers read by themselves.
    left : bool
        What is not named stays as it is, which the signature shows as ``...``.

    Returns
    -------
    callable
        The same, with a signature and a docstring that name each option.
    """
    found = inspect.signature(draw)
    own = [place for place in found.parameters.values() if place.kind is not place.VAR_KEYWORD]
    names = [place.name for place in own]
    held = takes()(draw)

    @wraps(draw)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        choices = {name: value for name, value in kwargs.items() if name not in names}
        for name in choices:
            if name not in OPTIONS:
                known = [*names[1:], *OPTIONS] if names[:1] == ["self"] else [*names, *OPTIONS]
                raise ChartOptionError(unknown_name(name, known, "option", f" of {draw.__name__}"))
        PLAIN.but(**choices)
        return held(*args, **kwargs)

    added = [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=... if left else field.default,
            annotation=field.type,
        )
        for field in fields(ChartOptions)
    ]
    checked.__signature__ = found.replace(parameters=[*own, *added])  # type: ignore[attr-defined]
    told = inspect.cleandoc(ChartOptions.__doc__ or "")
    options = told[told.index("width :") : told.index("\n\nRaises")]
    checked.__doc__ = f"{inspect.cleandoc(draw.__doc__ or '')}\n\nOther Parameters\n----------------\n{options}\n"
    return checked


def changes_options[**P, R](draw: Callable[P, R]) -> Callable[P, R]:
    """As :func:`takes_options`, of a function that leaves what is not named as it is."""
    return takes_options(draw, left=True)


def _cannot(why: str, remedy: str, said: object) -> ChartOptionError:
    return ChartOptionError(Problem(why, remedy, said=said if isinstance(said, str) else repr(said)))


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool) and isfinite(float(value))


def _check_width(width: object) -> None:
    if isinstance(width, str) and width in SIZES:
        return
    remedy = f'write "column" (85 mm), "full" (174 mm), or a number of millimetres from {NARROWEST:g} to {WIDEST:g}'
    if not _is_number(width):
        raise _cannot("this is no width of a chart", remedy, width)
    if not NARROWEST <= float(width) <= WIDEST:  # type: ignore[arg-type]
        raise _cannot(f"a chart is from {NARROWEST:g} to {WIDEST:g} mm wide", remedy, width)


def _check_size(size: object, sizes: Sizes) -> None:
    if size is None:
        return
    most = int(sizes.inner / _LEAST_EMS * 2) / 2
    if not _is_number(size) or not 4 <= float(size) <= most:  # type: ignore[arg-type]
        why = f"at this width names and values are from 4 to {most:g} points high"
        raise _cannot(why, "write a number of points, or choose a greater width", size)


def _one_of(said: object, known: Sequence[str], what: str) -> None:
    if not isinstance(said, str) or said not in known:
        raise ChartOptionError(unknown_name(str(said), known, what, " of charts"))


def _names(said: object, option: str, words: Sequence[str] = ()) -> str | tuple[str, ...] | None:
    """Names of rows as a tuple; a word that sorts rows as it is."""
    if said is None or said in words:
        return said  # type: ignore[return-value]
    if isinstance(said, str):
        if words:
            alternatives = " or ".join(f'"{word}"' for word in words)
            remedy = f"write {alternatives}, or a list of names of rows"
            raise _cannot(f"rows cannot be put in the {option} {quoted(said)}", remedy, said)
        return (said,)
    names = tuple(said) if isinstance(said, Sequence) or hasattr(said, "__iter__") else ()
    if not names or not all(isinstance(name, str) for name in names):
        raise _cannot(f"{option} takes names of rows", 'write a list of them, as in ["Ada", "Bob"]', said)
    return names


def _ends(said: object) -> tuple[End, End] | None:
    if said is None:
        return None
    remedy = 'write its two ends, the lower first, as in ("0.1%", "50%") or (0.001, 0.5)'
    if isinstance(said, str) or not isinstance(said, Sequence) or len(said) != 2:
        raise _cannot("a range of the axis has two ends", remedy, said)
    low, high = (_fraction(end) for end in said)
    if not log(high / (1 - high)) - log(low / (1 - low)) >= _LEAST_RANGE:
        raise _cannot("the ends of the axis stand in this order, and some way apart", remedy, said)
    return said[0], said[1]


def _fraction(end: End) -> float:
    """The probability of an end, above 0 and below 1, which lie at no place of a log-odds axis."""
    if _is_number(end):
        value = float(end)
    else:
        try:
            value = layout(parse(str(end))).best
        except NotationError as error:
            raise ChartOptionError(error.problem) from None
    if not 0 < value < 1:
        raise _cannot("an end of the axis is a probability above 0% and below 100%", 'write it as "0.1%" or 0.001', end)
    return value


# As the package has it; below the checks that making it goes through.
PLAIN = ChartOptions()
