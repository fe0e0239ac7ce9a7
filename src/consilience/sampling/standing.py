"""Answers that stand as published: nothing new bears on them, and new draws say the same within noise."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from consilience.history.moved import NOISE
from consilience.measures.summaries import CERTAIN, INTERVAL, bounded
from consilience.notation import counted
from consilience.sampling.answers import Key
from consilience.sampling.fit import Fit
from consilience.sampling.gate import quantile_errors
from consilience.study import Study
from consilience.study.naming import name_of
from consilience.study.speakers import said_anew

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

# What a fit has answers in, before and after the evidence that a study declares.
ANSWERS = ("answers", "after_evidence")

# Of questions that did not change so many have a number that is further off than noise.
_SELDOM = 0.01


def untouched(fit: Fit, study: Study) -> list[str]:
    """Questions on which nothing bears anew, nor bore before and does no more.

    Parameters
    ----------
    fit : Fit
        Of the study as it was.
    study : Study
        As it is.

    Returns
    -------
    list of str
        Of those that the fit answers.
    """
    fresh = [*said_anew(fit.study.weighed, study.weighed), *said_anew(study.weighed, fit.study.weighed)]
    touched = {(row.question, row.speaker) for row in fresh}
    found = []
    for question in dict.fromkeys(fit.answers["question"].values.tolist()):
        bearing = [*fit.model.bearing(fit.study, question), *fit.model.bearing(study, question)]
        if not any((row.question, row.speaker) in touched for row in bearing):
            found.append(question)
    return found


def standing(published: Fit, fitted: Fit) -> Fit:
    """A fit in which answers stand as they were published, wherever it says the same of them.

    Parameters
    ----------
    published : Fit
        The one before.
    fitted : Fit
        One of the study as it is now, with draws of its own.

    Returns
    -------
    Fit
        Of questions on which nothing bears anew, with the numbers of the one before wherever answer and interval are
        within simulation noise of what they were: a real move shows. Its provenance says since when each stands.
    """
    if not fitted.passed or not _asks_the_same(published, fitted):
        return fitted
    asked = [name for name in untouched(published, fitted.study) if name_of(name) in fitted.study.questions]
    found: dict[str, xr.Dataset] = {}
    stand: dict[str, list[list[str]]] = {}
    when = str(published.full.provenance.get("fitted"))
    for name, before, now in _in_both(published, fitted):
        same = [key for question in asked for key in _same(before, now, question)]
        since = stands_since(published, name)
        found[name] = in_order(before, now, same)
        stand[name] = [[*key, since.get(key, when)] for key in same]
    if not any(stand.values()):
        return fitted
    after = found.get("after_evidence", fitted.after_evidence)
    told = {**fitted.provenance, "stand": stand}
    return replace(fitted, answers=found["answers"], after_evidence=after, provenance=told)


def stands_since(fit: Fit, name: str) -> dict[Key, str]:
    """Answers that have the numbers of an earlier fit, with when that was sampled.

    Parameters
    ----------
    fit : Fit
    name : str
        One of :data:`ANSWERS`.

    Returns
    -------
    dict of (question, group, summary) to str
    """
    stand = fit.provenance.get("stand")
    told = stand.get(name, ()) if isinstance(stand, dict) else ()
    return {(question, group, summary): since for question, group, summary, since in told}


def in_words(fit: Fit) -> str:
    """That answers stand, in a sentence; empty where none does."""
    asked = {question for name in ANSWERS for question, _, _ in stands_since(fit, name)}
    if not asked:
        return ""
    what = f"On {counted(len(asked), 'question')} nothing new bears: numbers"
    return f"{what} stand as published before where the new draws say the same within simulation noise."


def in_order(before: "xr.Dataset", now: "xr.Dataset", kept: Collection[Key]) -> "xr.Dataset":
    """Draws of now with the numbers of before for some answers.

    Parameters
    ----------
    before, now : xarray.Dataset
        ``value`` by (chain, draw, answer).
    kept : collection of (question, group, summary)
        Answers that both have.

    Returns
    -------
    xarray.Dataset
        Each number at the draw of its rank, so that what else is known of a draw still goes with it.
    """
    found = now.copy(deep=True)
    values, places, chosen = found["value"].values, _places(before), set(kept)
    for place, key in enumerate(keys_of(now)):
        if key in chosen:
            order = np.argsort(values[:, :, place].ravel(), kind="stable")
            stood = np.sort(before["value"].values[:, :, places[key]].ravel())
            drawn = np.empty(order.size)
            # Of more or fewer draws, every so many-th.
            drawn[order] = stood[(np.arange(order.size) * stood.size + stood.size // 2) // order.size]
            values[:, :, place] = drawn.reshape(values.shape[:2])
    return found


def keys_of(answers: "xr.Dataset | xr.DataArray") -> list[Key]:
    """Question, group and summary of each answer."""
    return list(zip(*(answers[name].values.tolist() for name in ("question", "group", "summary")), strict=True))


def _in_both(published: Fit, fitted: Fit) -> Iterator[tuple[str, "xr.Dataset", "xr.Dataset"]]:
    for name in ANSWERS:
        before, now = getattr(published, name), getattr(fitted, name)
        if before is not None and now is not None:
            yield name, before, now


def _asks_the_same(published: Fit, fitted: Fit) -> bool:
    """Whether the questions that both have, and all that is declared, are the same; others may be new."""
    before, now = (fit.provenance.get("asked") for fit in (published, fitted))
    if not isinstance(before, Mapping) or not isinstance(now, Mapping):
        return False
    return all(before[name] == now[name] for name in before.keys() & now.keys())


def _same(before: "xr.Dataset", now: "xr.Dataset", question: str) -> Iterator[Key]:
    """Answers to a question that are within simulation noise of what they were."""
    new = now.isel(answer=(now["question"] == question).values)["value"]
    places = _places(before)
    keys = [key for key in keys_of(new) if key in places]
    if not keys:
        return
    new = new.isel(answer=[key in places for key in keys_of(new)])
    old = before["value"].isel(answer=[places[key] for key in keys])
    levels = list(INTERVAL.values())
    ends = [np.quantile(bounded(of.values.reshape(-1, of.sizes["answer"])), levels, axis=0) for of in (old, new)]
    errors = [quantile_errors(of.clip(-CERTAIN, CERTAIN)) for of in (old, new)]
    # What never varies has no error, and does not move.
    one, other = (np.nan_to_num(np.stack([of[name] for name in INTERVAL])) for of in errors)
    # Of many numbers one is far off by chance oftener than of one.
    allowed = max(NOISE, -float(ndtri(_SELDOM / 2 / ends[0].size))) * np.hypot(one, other)
    still = (np.abs(ends[1] - ends[0]) <= allowed).all(axis=0)
    yield from (key for key, same in zip(keys, still, strict=True) if same)


def _places(answers: "xr.Dataset") -> dict[Key, int]:
    return {key: place for place, key in enumerate(keys_of(answers))}
