"""What each person and camp would learn from each crux, and how much of their disagreement it explains."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.frames.log_odds import log_odds
from consilience.frames.memory import kept, remembered
from consilience.frames.ranking import chances_of_first
from consilience.measures.discrimination import discrimination, explained, over_pairs, quantiles
from consilience.measures.information import (
    coherent_value_of_information,
    implied_given_not,
    maximum_value_of_information,
    share_of_maximum,
    value_of_information,
)
from consilience.measures.summaries import INTERVAL, THINNED, thinned
from consilience.models.cruxes.population import implied_credences
from consilience.notation import layout
from consilience.problems import UnknownNameError, WrongValueError
from consilience.sampling.answers import flat
from consilience.sampling.fit import Fit
from consilience.study import Estimate, Study, conditional

if TYPE_CHECKING:
    import pandas as pd

type Array = NDArray[np.float64]
type Camps = tuple[str, str]

_DISAGREEMENT = (
    *("crux", "title", "camp", "other_camp", "disagreement"),
    *("low", "value", "high", "share_low", "share", "share_high"),
)
# Draws of which the hundreds of pairs of a crux are compared: medians over the pairs move little between draws.
_PAIRED_DRAWS = 200


def stated_cruxes(study: Study, base: float = 10.0) -> "pd.DataFrame":
    """What people said of an outcome and its cruxes, and what follows from it: no model, nothing reconciled.

    Parameters
    ----------
    study : Study
        With a question that has cruxes.
    base : float
        Of the logarithm: 10, the convention of the Forecasting Research Institute, gives bans; 2 gives bits.

    Returns
    -------
    pandas.DataFrame
        A row for each voice and crux of which P(U), P(C) and P(U|C) were said: ``crux``, ``title``, ``forecaster``,
        ``group``, ``kind``, ``u`` (the unconditional estimate of the same round), ``c``, ``u_given_c``,
        ``u_given_not_c`` (what follows from the three), ``coherent`` (whether that is a probability), ``voi`` and
        ``share`` (value of information, and as a share of the most there is; NaN where incoherent). Where only
        P(U|¬C) was said, P(U|C) is what follows. Points count as said and intervals by their middle in log odds;
        inequalities have no single number and are left out.

    Raises
    ------
    ValueError
        If no question of the study has cruxes, or the base is not above 1.

    Notes
    -----
    Rosenberg et al. (2024), *Roots of Disagreement on AI Risk*; see :mod:`consilience.measures.information`.
    """
    import pandas as pd

    outcome = next((question for question in study.questions.values() if question.cruxes), None)
    if outcome is None:
        msg = f"no question of {study.name} has cruxes. To mend it: declare cruxes = [...] of one in study.toml"
        raise WrongValueError.told(msg)
    voices = {(*row.speaker, row.question): row for row in study.voices}
    found = [
        {"crux": crux, "title": study.question(crux).title, **said}
        for crux in outcome.cruxes
        for row in voices.values()
        if (said := _said(row, outcome.name, crux, voices, study)) is not None
    ]
    frame = pd.DataFrame(found, columns=["crux", "title", "forecaster", "group", "kind", "u", "c", "holds", "stated"])
    holds, stated = frame.pop("holds").to_numpy(bool), frame.pop("stated").to_numpy(float)
    u, c = (frame[name].to_numpy(float) for name in ("u", "c"))
    of_state = np.where(holds, c, 1 - c)
    otherwise = implied_given_not(u, of_state, stated)
    frame["u_given_c"] = np.where(holds, stated, otherwise)
    frame["u_given_not_c"] = np.where(holds, otherwise, stated)
    # Where the crux is certain, and P(U|C) is P(U) as it must be, nothing else is said.
    frame["coherent"] = ((otherwise >= 0) & (otherwise <= 1)) | np.isnan(otherwise)
    frame["voi"] = value_of_information(u, of_state, stated, base)
    frame["share"] = share_of_maximum(u, of_state, stated)
    return frame


def _said(
    row: Estimate, outcome: str, crux: str, voices: Mapping[tuple[str, str, str | None, str], Estimate], study: Study
) -> dict[str, object] | None:
    """What was said with a row of the outcome given the crux, or given its absence where nothing was said given it."""
    holds, given = row.state.get(crux), (*row.speaker, conditional(outcome, {crux: True}))
    if row.asked != outcome or holds is None or (not holds and given in voices):
        return None
    of_crux, beside = voices.get((*row.speaker, crux)), study.beside(row, outcome)
    if of_crux is None or beside is None:
        return None
    said = {"u": beside, "c": of_crux, "stated": row}
    numbers = {name: layout(estimate.value).number for name, estimate in said.items()}
    about = {"forecaster": row.forecaster, "group": row.group or "", "kind": row.kind, "holds": holds}
    return None if np.isnan(list(numbers.values())).any() else {**about, **numbers}


@remembered
def crux_frame(fit: Fit, base: float = 10.0) -> "pd.DataFrame":
    """Value of information of every crux for every camp: what its people would learn, by the posterior.

    Parameters
    ----------
    fit : Fit
        Of cruxes.
    base : float
        Of the logarithm.

    Returns
    -------
    pandas.DataFrame
        A row for each crux and camp, the crux that tells most first: ``crux``, ``title``, ``camp``, ``voi``,
        ``voi_low``, ``voi_high`` (median and quartiles over the people of the camp who were asked, of each person's
        posterior median), ``share`` (median over them, of the most there is), ``people``, ``vod`` (value of
        discrimination between the camps, NaN where there are not two; the same for both), ``first`` (posterior
        probability that the camp would learn more from no other crux) and ``order``.

    Raises
    ------
    ValueError
        If the fit is not one of cruxes, or the base is not above 1.
    """
    import pandas as pd

    people, first = _of_people(fit, base)
    found = discrimination_frame(fit, base=base) if len(_camps(fit)) == 2 else None
    between = {} if found is None else dict(zip(found["crux"], found["value"], strict=True))
    rows = []
    for (crux, title, camp), members in people.groupby(["crux", "title", "group"], sort=False):
        low, middle, high = np.quantile(members["voi"], [0.25, 0.5, 0.75])
        rows.append(
            {
                "crux": crux,
                "title": title,
                "camp": camp,
                "voi": middle,
                "voi_low": low,
                "voi_high": high,
                "share": members["share"].median(),
                "people": len(members),
                "vod": between.get(crux, np.nan),
                "first": first[str(crux), str(camp)],
            }
        )
    return _in_order(pd.DataFrame(rows), "voi")


def _information(view: tuple[Array, Array, Array], base: float) -> Array:
    """Value of information by draw and person."""
    c, yes, no = (expit(part) for part in implied_credences(*view))
    return coherent_value_of_information(expit(view[0]), c, yes, no, base)


def crux_people_frame(fit: Fit, base: float = 10.0) -> "pd.DataFrame":
    """Value of information of every crux for every person who was asked, by the posterior.

    Parameters
    ----------
    fit : Fit
        Of cruxes.
    base : float
        Of the logarithm.

    Returns
    -------
    pandas.DataFrame
        A row for each crux and person: ``crux``, ``title``, ``forecaster``, ``group``, ``voi``, ``voi_low``,
        ``voi_high`` (posterior median and 90% interval) and ``share`` (its median). Joint views are coherent by
        construction, those of people whose answers are not included.

    Raises
    ------
    ValueError
        If the fit is not one of cruxes, or the base is not above 1.
    """
    return _of_people(fit, base)[0].copy()


@kept
def _of_people(fit: Fit, base: float) -> tuple["pd.DataFrame", dict[tuple[str, str], float]]:
    """Value of information by crux and person, and each crux's chance that a camp's median person learns most from it.

    The latter by crux and camp. In one pass: every person's value in every draw is what takes time.
    """
    import pandas as pd

    rows: list[dict[str, object]] = []
    of_camps: dict[str, dict[str, Array]] = {}
    for crux, people, groups, view in _views(fit):
        value = _information(view, base)
        share = np.median(value / maximum_value_of_information(expit(view[0]), base), axis=0)
        low, middle, high = np.quantile(value, list(INTERVAL.values()), axis=0)
        about = {"crux": crux, "title": fit.study.question(crux).title}
        for place, (person, group) in enumerate(zip(people, groups, strict=True)):
            found = {"voi": middle[place], "voi_low": low[place], "voi_high": high[place], "share": share[place]}
            rows.append({**about, "forecaster": person, "group": group, **found})
        for camp in dict.fromkeys(groups):
            mine = value[:, [group == camp for group in groups]]
            of_camps.setdefault(camp, {})[crux] = np.median(mine, axis=1)
    first = {
        (crux, camp): float(chance)
        for camp, of_crux in of_camps.items()
        for crux, chance in zip(of_crux, chances_of_first(np.column_stack(list(of_crux.values()))), strict=True)
    }
    return pd.DataFrame(rows), first


def _views(fit: Fit, draws: int = THINNED) -> Iterator[tuple[str, list[str], list[str], tuple[Array, Array, Array]]]:
    """Joint views of those who were asked of each crux: the crux, people, their groups, and draws by person."""
    _needs_cruxes(fit)
    posterior = fit.posterior
    parts = [thinned(flat(posterior[name]), draws).astype(float) for name in ("outcome_asked", "base", "association")]
    names, groups = (posterior[name].values.tolist() for name in ("forecaster", "forecaster_group"))
    for place, crux in enumerate(posterior["crux"].values.tolist()):
        people = np.flatnonzero(~np.isnan(parts[1][0, :, place]))
        outcome, base, association = (part[:, people, place] for part in parts)
        yield crux, [names[at] for at in people], [groups[at] for at in people], (outcome, base, association)


def discrimination_frame(fit: Fit, camps: Camps | None = None, base: float = 10.0) -> "pd.DataFrame":
    """Value of discrimination of every crux between two camps: the median over pairs of people, one of each.

    Parameters
    ----------
    fit : Fit
        Of cruxes.
    camps : (str, str), optional
        Names of two groups; by default the two there are.
    base : float
        Of the logarithm.

    Returns
    -------
    pandas.DataFrame
        A row for each crux, that which explains most first: ``crux``, ``title``, ``camp``, ``other_camp``,
        ``stated``, ``stated_share``, ``stated_pairs`` (from what people said, incoherent answers left out; NaN where
        no pair is left), ``value``, ``low``, ``high`` (posterior median and 90% interval), ``share`` (of the pair's
        disagreement that the crux explains; posterior median), ``pairs`` and ``order``.

    Raises
    ------
    ValueError
        If the fit is not one of cruxes, there are not two camps and none are named, or the base is not above 1.
    KeyError
        If a camp is not in the study.

    Notes
    -----
    As the Forecasting Research Institute sums the pairs up (Rosenberg et al., 2024): of an even number of them the
    median is the lower of the middle two. A pair of whom one rules out what the other allows disagrees without bound.
    """
    import pandas as pd

    pair = _two_camps(fit, camps)
    stated = stated_cruxes(fit.study, base)
    rows = []
    for crux, _, groups, view in _views(fit, _PAIRED_DRAWS):
        views = np.stack([view[0], *implied_credences(*view)])
        a, b = (views[:, :, [group == camp for group in groups]] for camp in pair)
        value, share = over_pairs(a, b, base)
        said = [stated[(stated["crux"] == crux) & (stated["group"] == camp) & stated["coherent"]] for camp in pair]
        told = [log_odds(frame[["u", "c", "u_given_c", "u_given_not_c"]].to_numpy().T[:, None]) for frame in said]
        (stated_value,), (stated_share,) = over_pairs(told[0], told[1], base)
        rows.append(
            {
                **_compared(fit, crux, pair),
                "stated": stated_value,
                "stated_share": stated_share,
                "stated_pairs": len(said[0]) * len(said[1]),
                **_interval("value", value),
                "share": quantiles(share)[1],
                "pairs": a.shape[2] * b.shape[2],
            }
        )
    return _in_order(pd.DataFrame(rows), "value")


def disagreement_frame(fit: Fit, camps: Camps | None = None, base: float = 10.0) -> "pd.DataFrame":
    """How much of the disagreement of two camps, each taken as a whole, every crux is expected to resolve.

    Parameters
    ----------
    fit : Fit
        Of cruxes.
    camps : (str, str), optional
        Names of two groups; by default the two there are.
    base : float
        Of the logarithm.

    Returns
    -------
    pandas.DataFrame
        A row for each crux, that which explains most first: ``crux``, ``title``, ``camp``, ``other_camp``,
        ``disagreement`` (symmetrised divergence of the camps' P(U)), ``value``, ``low``, ``high`` (value of
        discrimination: posterior median and 90% interval), ``share``, ``share_low``, ``share_high`` (of the
        disagreement; negative where the crux would drive the camps apart) and ``order``.

    Raises
    ------
    ValueError
        If the fit is not one of cruxes, there are not two camps and none are named, or the base is not above 1.
    KeyError
        If a camp is not in the study.

    Notes
    -----
    A camp's view is the mean of its people's views in the coordinates of the model: log odds of the outcome as each
    last said it, of the crux, and log odds ratio, the latter two over those who were asked. A mean of joint
    views is one, and coherent; means of the three credences need not be.
    """
    import pandas as pd

    pair = _two_camps(fit, camps)
    stand = thinned(flat(fit.posterior["outcome"]))
    members = fit.posterior["forecaster_group"].values
    outcomes = [stand[:, members == camp].mean(axis=1) for camp in pair]
    rows = []
    for crux, _, groups, (_, rate, association) in _views(fit):
        asked = [[group == camp for group in groups] for camp in pair]
        if all(map(any, asked)):
            stances = []
            for outcome, members in zip(outcomes, asked, strict=True):
                means = rate[:, members].mean(axis=1), association[:, members].mean(axis=1)
                stances.append(np.stack([outcome, *implied_credences(outcome, *means)]))
            value, apart = discrimination(stances[0], stances[1], base)
            rows.append(
                {
                    **_compared(fit, crux, pair),
                    "disagreement": np.median(apart),
                    **_interval("value", value),
                    **_interval("share", explained(value, apart)),
                }
            )
    return _in_order(pd.DataFrame(rows, columns=list(_DISAGREEMENT)), "share")


def _two_camps(fit: Fit, camps: Camps | None) -> Camps:
    found = _camps(fit)
    if camps is None and len(found) != 2:
        msg = f"a disagreement is between two camps, and there are {len(found)}. To mend it: name two of {found}"
        raise WrongValueError.told(msg)
    one, other = camps or found
    for camp in (one, other):
        if camp not in found:
            msg = f"{fit.study.name} has no camp {camp!r}. To mend it: name two of {found}"
            raise UnknownNameError.told(msg)
    return one, other


def _camps(fit: Fit) -> list[str]:
    _needs_cruxes(fit)
    return list(dict.fromkeys(fit.posterior["forecaster_group"].values.tolist()))


def _needs_cruxes(fit: Fit) -> None:
    if "association" not in fit.posterior:
        msg = f"the fit of {fit.study.name} has no views of cruxes. To mend it: fit a study with cruxes"
        raise WrongValueError.told(msg)


def _compared(fit: Fit, crux: str, pair: Camps) -> dict[str, object]:
    """Columns that say what two camps are compared on."""
    title = fit.study.question(crux).title
    return {"crux": crux, "title": title, "camp": pair[0], "other_camp": pair[1]}


def _interval(name: str, numbers: Array) -> dict[str, float]:
    """Columns of a posterior median with its 90% interval."""
    ends = ("low", name, "high") if name == "value" else (f"{name}_low", name, f"{name}_high")
    return dict(zip(ends, quantiles(numbers).tolist(), strict=True))


def _in_order(frame: "pd.DataFrame", by: str) -> "pd.DataFrame":
    """Number cruxes by their greatest value, that first, and sort rows so; those without one come last."""
    most = frame.groupby("crux", sort=False)[by].max().sort_values(ascending=False, kind="stable")
    frame["order"] = frame["crux"].map({crux: order for order, crux in enumerate(most.index)})
    return frame.sort_values("order", kind="stable").reset_index(drop=True)
