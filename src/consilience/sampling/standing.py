"""Answers that stand as published: nothing new bears on them, and new draws say the same within noise."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from consilience.history.moved import NOISE
from consilience.measures.summaries import CERTAIN, INTERVAL
from consilience.notation import counted
from consilience.sampling.answers import Key
from consilience.sampling.fit import Fit
from consilience.sampling.gate import quantile_errors
from consilience.sampling.spreads import spreads_of
from consilience.study import Study
from consilience.study.naming import name_of
from consilience.study.speakers import said_anew

if TYPE_CHECKING:
    import xarray as xr

type Array = NDArray[np.float64]

# What a fit has numbers in: answers before and after the evidence that a study declares, and how far groups lie apart.
ANSWERS = ("answers", "after_evidence", "spreads")

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
    when, earlier = str(published.full.provenance.get("fitted")), numbers_of(published)
    for name, now in numbers_of(fitted).items():
        before, since = earlier.get(name), stands_since(published, name)
        if before is not None and (same := _same(before, now, asked)):
            found[name] = in_order(before, now, same)
            stand[name] = [[*key, since.get(key, when)] for key in same]
    return replace(fitted, **found, provenance={**fitted.provenance, "stand": stand}) if found else fitted


def numbers_of(fit: Fit) -> dict[str, "xr.Dataset"]:
    """What a fit has of :data:`ANSWERS`, each with ``value`` by (chain, draw, answer)."""
    found = {"answers": fit.answers, "after_evidence": fit.after_evidence, "spreads": spreads_of(fit)}
    return {name: of for name, of in found.items() if of is not None}


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


def _asks_the_same(published: Fit, fitted: Fit) -> bool:
    """Whether the questions that both have, and all that is declared, are the same; others may be new."""
    before, now = (fit.provenance.get("asked") for fit in (published, fitted))
    if not isinstance(before, Mapping) or not isinstance(now, Mapping):
        return False
    return all(before[name] == now[name] for name in before.keys() & now.keys())


def _same(before: "xr.Dataset", now: "xr.Dataset", questions: Collection[str]) -> list[Key]:
    """Answers to questions that are within simulation noise of what they were."""
    old, new = _places(before), _places(now)
    keys = [key for key in new if key[0] in questions and key in old]
    if not keys:
        return []
    both = [
        of["value"].isel(answer=[places[key] for key in keys]).clip(-CERTAIN, CERTAIN)
        for of, places in ((before, old), (now, new))
    ]
    levels = list(INTERVAL.values())
    ends = [np.quantile(of.values.reshape(-1, len(keys)), levels, axis=0) for of in both]
    errors = [quantile_errors(of) for of in both]
    # What never varies has no error, and does not move.
    one, other = (np.nan_to_num(np.stack([of[name] for name in INTERVAL])) for of in errors)
    # Of many numbers of a question one is far off by chance oftener than of one.
    numbers = Counter(question for question, _, _ in keys)
    tried = np.array([numbers[question] for question, _, _ in keys]) * len(levels)
    allowed = np.maximum(NOISE, -ndtri(_SELDOM / 2 / tried)) * np.hypot(one, other)
    still = (np.abs(ends[1] - ends[0]) <= allowed).all(axis=0)
    return [key for key, same in zip(keys, still, strict=True) if same]


def _places(answers: "xr.Dataset") -> dict[Key, int]:
    return {key: place for place, key in enumerate(keys_of(answers))}
