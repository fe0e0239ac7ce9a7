"""Units of numbers in files that do not say them: the mapping file does."""

from collections.abc import Mapping
from decimal import Decimal

from consilience.importers.kit.mapping import Options
from consilience.importers.kit.numbers import percent, plain

FRACTION, PERCENT = "fraction", "percent"
_MEDIAN = Decimal("0.5")


def checked_units(options: Options) -> None:
    """Refuse a mapping file whose ``unit``, ``units`` or ``date`` are no texts.

    Raises
    ------
    StudyError
        Naming the key.
    """
    settings = options.mapping.settings
    for name in ("unit", "date"):
        if not isinstance(settings.get(name, ""), str):
            raise options.mapping.refused(f"{name} should be text", "put it in quotation marks")
    units = settings.get("units", {})
    if not isinstance(units, dict) or not all(isinstance(unit, str) for unit in units.values()):
        raise options.mapping.refused("units should be a table of texts", "write [units] on a line of its own")


def quantity_of(unit: str) -> str:
    """Name the unit where it is one of a quantity; empty for probabilities."""
    return "" if unit in (PERCENT, FRACTION) else unit


def quantiles(values: Mapping[Decimal, Decimal], unit: str) -> str:
    """Spell quantiles in the notation; a median alone is a point.

    Parameters
    ----------
    values : mapping of Decimal to Decimal
        By level between 0 and 1; probabilities as fractions.
    unit : str

    Returns
    -------
    str
        Empty where there are none.

    Raises
    ------
    ValueError
        If there is one alone, and it is not the median.

    Examples
    --------
    >>> quantiles({Decimal("0.5"): Decimal("0.1"), Decimal("0.05"): Decimal("0.02")}, "percent")
    'q5=2% q50=10%'
    >>> quantiles({Decimal("0.5"): Decimal("20")}, "tonnes")
    '20'
    """
    spelled = {level: plain(value) if quantity_of(unit) else percent(value) for level, value in sorted(values.items())}
    if len(spelled) == 1 and _MEDIAN not in spelled:
        raise ValueError(f"the quantile at {plain(next(iter(spelled)))} alone does not say how wide the rest is")
    if len(spelled) == 1:
        return spelled[_MEDIAN]
    return " ".join(f"q{plain(level * 100)}={value}" for level, value in spelled.items())
