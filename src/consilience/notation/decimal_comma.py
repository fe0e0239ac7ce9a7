"""Estimates from a file that is declared to have decimal commas."""

import re

from consilience.problems import NotationError, Problem

_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_POINT = re.compile(r"[0-9]+(?:\.[0-9]+)+(?:,[0-9]+)?")


def from_decimal_comma(text: str) -> str:
    """Respell decimal commas as points, one character for one, for `parse`.

    A comma between two digits is a decimal sign; any other comma, and every semicolon, separates a list. So
    the ends of an interval without signs need a space or a semicolon between them: ``[0,1; 0,3]``.

    Parameters
    ----------
    text : str
        One estimate.

    Returns
    -------
    str
        Of the same length, so that a place in it is a place in ``text``.

    Raises
    ------
    NotationError
        If there is a point between digits: there it separates thousands, or comes from another country.

    Examples
    --------
    >>> [from_decimal_comma(said) for said in ("12,50%", "1,00E-03", "0,2 [0,1; 0,3]")]
    ['12.50%', '1.00E-03', '0.2 [0.1; 0.3]']
    """
    if point := _POINT.search(text):
        raise NotationError(Problem(*_fault(point[0]), said=text, span=point.span()))
    return _COMMA.sub(".", text)


def _fault(said: str) -> tuple[str, str]:
    groups = said.partition(",")[0].split(".")
    readings = [said.replace(".", ",")] if len(groups) == 2 and "," not in said else []
    if all(len(group) == 3 for group in groups[1:]):
        readings.append(said.replace(".", ""))
    listed = " or ".join(readings) or "a date"
    remedy = f"write {listed}" if readings else "write the number with a comma"
    return f"the file has decimal commas, and here is a point: {said} may have been {listed}", remedy
