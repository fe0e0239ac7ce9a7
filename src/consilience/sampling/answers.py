"""What is published of a fit, draw by draw: every summary of every question and group."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from consilience.measures.summaries import CERTAIN, SUMMARIES
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import xarray as xr


type Key = tuple[str, str, str]
type Answers = dict[Key, np.ndarray]


def flat(array: "xr.DataArray") -> np.ndarray:
    """Draws of a posterior quantity, chain after chain: shape (draws, …)."""
    # Counted out, since of surveys alone there are no forecasters, and -1 would then be anything.
    return np.asarray(array.values.reshape(array.shape[0] * array.shape[1], *array.shape[2:]))


def alike(rows: np.ndarray) -> tuple[list[int], list[int]]:
    """Place of the first of each distinct row, and which of these each row is.

    Examples
    --------
    >>> alike(np.array([[1, 2], [3, 4], [1, 2]]))
    ([0, 1], [0, 1, 0])
    """
    # By its bytes: a fourth of the time that sorting them takes.
    known: dict[bytes, int] = {}
    of = [known.setdefault(row.tobytes(), len(known)) for row in rows]
    return [of.index(place) for place in range(len(known))], of


def summaries_of(
    question: str,
    members: np.ndarray,
    groups: Sequence[str],
    rng: np.random.Generator,
    heard: Sequence[int] | None = None,
) -> Answers:
    """Summaries of forecasters drawn of every group, over the groups and for each of them.

    Parameters
    ----------
    question : str
        What they were asked.
    members : ndarray of shape (draws, groups, forecasters)
        Credences in log odds.
    groups : sequence of str
    rng : numpy.random.Generator
        For the draws of a new forecaster.
    heard : sequence of int, optional
        Places of the groups that count over all; by default every one.

    Returns
    -------
    dict of (question, group, summary) to ndarray of shape (draws,)
        Log odds.
    """
    counted = members if heard is None else members[:, list(heard)]
    populations = {ALL_GROUPS: counted.reshape(len(members), -1)}
    if len(groups) > 1:
        populations |= {group: members[:, place] for place, group in enumerate(groups)}
    found: Answers = {}
    for group, credences in populations.items():
        chosen = rng.integers(credences.shape[1], size=len(credences))
        found |= {(question, group, name): summary(credences) for name, summary in SUMMARIES.items()}
        found[question, group, "new_forecaster"] = credences[np.arange(len(credences)), chosen]
    return found


def uncertain(answers: "xr.Dataset") -> "xr.Dataset":
    """Those answers that vary from draw to draw: what evidence makes certain needs no diagnostics, and has none.

    Parameters
    ----------
    answers : xarray.Dataset
        ``value`` by (chain, draw, answer), log odds, infinite where certain.

    Returns
    -------
    xarray.Dataset
    """
    finite = answers.assign(value=answers["value"].clip(-CERTAIN, CERTAIN))
    return finite.isel(answer=(finite["value"].std(("chain", "draw")) > 0).values)


def answers_dataset(answers: Answers, shape: tuple[int, int]) -> "xr.Dataset":
    """Answers as one labelled array.

    Parameters
    ----------
    answers : dict of (question, group, summary) to ndarray of shape (draws,)
    shape : (int, int)
        Chains and draws.

    Returns
    -------
    xarray.Dataset
        ``value`` by (chain, draw, answer), with coordinates question, group and summary.
    """
    import xarray as xr

    values = [value.reshape(shape) for value in answers.values()]
    return xr.Dataset(
        {"value": (("chain", "draw", "answer"), np.stack(values, axis=-1))},
        coords={
            name: ("answer", list(labels))
            for name, labels in zip(("question", "group", "summary"), zip(*answers, strict=True), strict=True)
        },
    )
