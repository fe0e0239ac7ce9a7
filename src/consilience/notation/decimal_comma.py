"""Estimates from a file that is declared to have decimal commas."""

import re
from collections.abc import Callable
from dataclasses import replace

from consilience.problems import NotationError, Problem

_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_BETWEEN_DIGITS = re.compile(r"(?<![0-9.])([0-9]*)\.([0-9]+)(?![0-9]*\.[0-9])")
_GROUPED = re.compile(r"[0-9]+(?:,[0-9]+){2,}")
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


def told_with_commas(said: str, told: Problem, parse: Callable[[str], object]) -> Problem:
    """Say again what is wrong with an estimate of such a file, in the notation of the file.

    Parameters
    ----------
    said : str
        The estimate.
    told : Problem
        What is wrong with it, its numbers spelled with points.
    parse : callable
        Reads an estimate with points: what it refuses tells more, where refusals are known by their numbers.

    Returns
    -------
    Problem
        A remedy that is read in this file.
    """
    try:
        plain = from_decimal_comma(said)
    except NotationError as error:
        # What a remedy repeats of a text with points is another number here.
        return error.problem if _repeats(told.remedy, said) else _with_commas(told)
    if plain != said:
        try:
            parse(plain)
        except NotationError as error:
            # In another language a point is no decimal sign, and less is known of the text.
            if _suggests(error.problem) or not _suggests(told):
                told = replace(error.problem, said=said)
    return _with_commas(told)


def _suggests(problem: Problem) -> bool:
    return bool(re.search("[0-9]", problem.remedy))


def _repeats(remedy: str, said: str) -> bool:
    return any(point[0] in remedy for point in _POINT.finditer(said))


def _with_commas(problem: Problem) -> Problem:
    said = problem.said or ""
    grouped = [found[0] for found in _GROUPED.finditer(said)]

    def spelled(text: str) -> str:
        for group in grouped:
            if (pointed := group.replace(",", ".")) not in said:
                text = text.replace(pointed, group)
        # What was said stands as it was said.
        return _BETWEEN_DIGITS.sub(lambda at: at[0] if at[0] in said else f"{at[1] or 0},{at[2]}", text)

    return replace(problem, why=spelled(problem.why), remedy=spelled(problem.remedy))


def _fault(said: str) -> tuple[str, str]:
    groups = said.partition(",")[0].split(".")
    readings = [said.replace(".", ",")] if len(groups) == 2 and "," not in said else []
    if all(len(group) == 3 for group in groups[1:]):
        readings.append(said.replace(".", ""))
    listed = " or ".join(readings) or "a date"
    remedy = f"write {listed}" if readings else "write the number with a comma"
    return f"the file has decimal commas, and here is a point: {said} may have been {listed}", remedy
