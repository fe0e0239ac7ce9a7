"""What the frames of a factor study share: its forecasters draw by draw, how they are pooled, names for people."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray

from consilience.evidence.elicited import Likelihood, likelihoods_of
from consilience.measures.summaries import SUMMARIES
from consilience.models.factors.heard import heard
from consilience.network import Network, network_of
from consilience.problems import WrongValueError
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Study
from consilience.study.texts import unknown_name

type Array = NDArray[np.float64]
type Stage = Literal["before", "after"]


def needs_factors(fit: Fit) -> None:
    """Refuse a fit that has no forecasters' credences.

    Raises
    ------
    ValueError
        If the fit is not of a factor study.
    """
    if "credence" not in fit.posterior:
        msg = (
            f"the fit of {fit.study.name} has no credences of single forecasters in factors. To mend it: fit a study "
            "with gates, parents or evidence"
        )
        raise WrongValueError.told(msg)


def groups_of(fit: Fit) -> list[str]:
    """Whose answers a fit of a factor study has: ``"all"``, and every group where there are several."""
    groups = [str(group) for group in fit.posterior["group"].values]
    return [ALL_GROUPS, *groups] if len(groups) > 1 else [ALL_GROUPS]


def drawn_forecasters(fit: Fit) -> Iterator[Array]:
    """The forecasters drawn of a panel's population, the same ones from whom its answers are.

    Parameters
    ----------
    fit : Fit
        Of a factor study.

    Yields
    ------
    ndarray of shape (draws, groups, forecasters, components)
        Credences in log odds, some draws at a time.

    Raises
    ------
    ValueError
        If the fit is not of a factor study.
    """
    # It takes scipy.stats with it, which most frames can do without.
    from consilience.models.factors.population import by_group, draw_forecasters

    needs_factors(fit)
    yield from draw_forecasters(*by_group(fit.posterior), seed=cast("int", fit.provenance["seed"]))


def members_of(fit: Fit, panel: Array, group: str, event: str) -> Array:
    """Those of a panel who are of one group, or of all that said something of an event.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    panel : ndarray of shape (draws, groups, forecasters, …)
    group : str
        One of :func:`groups_of`.
    event : str

    Returns
    -------
    ndarray of shape (draws, members, …)

    Raises
    ------
    ValueError
        If the fit has no answers of that group.
    """
    known_group(group, groups_of(fit))
    if group == ALL_GROUPS:
        return panel[:, heard_of(fit, event)].reshape(panel.shape[0], -1, *panel.shape[3:])
    return np.asarray(panel[:, list(fit.posterior["group"].values).index(group)])


def median_in_shares(fit: Fit, event: str, shares: Mapping[str, float]) -> Array:
    """Median forecaster of a population whose groups are not equally many.

    Parameters
    ----------
    fit : Fit
        Of a factor study.
    event : str
    shares : mapping of str to float
        Of every group that counts; they sum to one.

    Returns
    -------
    ndarray of shape (draws,)
        Log odds.
    """
    network = network_of(fit.study)
    places = [place for place, group in enumerate(fit.posterior["group"].values) if str(group) in shares]
    weights = np.array([shares[str(fit.posterior["group"].values[place])] for place in places])
    found = []
    for panel in drawn_forecasters(fit):
        members = network.log_odds(panel[:, places], *network.asked(event))
        weight = np.repeat(weights / members.shape[2], members.shape[2])
        members = members.reshape(len(members), -1)
        order = np.argsort(members, axis=1)
        middle = (np.cumsum(weight[order], axis=1) < 0.5).sum(axis=1)[:, None]
        found.append(np.take_along_axis(members, np.take_along_axis(order, middle, axis=1), axis=1)[:, 0])
    return np.concatenate(found)


def heard_of(fit: Fit, event: str) -> list[int]:
    """Places of the groups of a panel that said something of an event."""
    return heard(fit.study, network_of(fit.study), event, [str(group) for group in fit.posterior["group"].values])


def known_group(group: str, groups: Iterable[str]) -> None:
    """Refuse a group of which a fit has no answers.

    Raises
    ------
    ValueError
        With the groups that there are.
    """
    known = list(dict.fromkeys(groups))
    if group not in known:
        raise WrongValueError(unknown_name(group, known, "group", " of the fit"))


def likelihoods_at(fit: Fit, stage: Stage) -> dict[str, Likelihood]:
    """Likelihoods of what had been observed by a stage, by question; none before the evidence.

    Raises
    ------
    ValueError
        If there is no such stage, or no evidence to be after.
    """
    if stage == "before":
        return {}
    if stage != "after":
        raise WrongValueError(unknown_name(stage, ("before", "after"), "stage"))
    if fit.after_evidence is None:
        msg = f"{fit.study.name} declares no evidence, so that there is nothing after it. To mend it: write 'before'"
        raise WrongValueError.told(msg)
    return likelihoods_of(fit.study)


def known_summary(summary: str) -> None:
    """Refuse a summary that is none of :data:`consilience.measures.summaries.SUMMARIES`.

    Raises
    ------
    ValueError
        With those that there are.
    """
    if summary not in SUMMARIES:
        raise WrongValueError(unknown_name(summary, SUMMARIES, "summary"))


def outcomes_of(study: Study) -> tuple[str, ...]:
    """Events that a study is about.

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of str
        The declared outcome first; then the events that follow from others and from which nothing follows. Where
        nothing follows from anything, every event.
    """
    network = network_of(study)
    feeds = {event for question in network.questions.values() for event in question.refers_to}
    last = [event for event in network.followed if network.question_of(event).name not in feeds]
    derived = [event for event in last if network.question_of(event).refers_to]
    declared = [study.outcome] if study.outcome in network.events else []
    return tuple(dict.fromkeys([*declared, *(derived or ([] if declared else last))]))


def assumed(study: Study, network: Network) -> frozenset[str]:
    """Components and questions of which nobody who counts says anything, so that they are nothing but their priors.

    Parameters
    ----------
    study : Study
    network : Network
        Of the study.

    Returns
    -------
    frozenset of str
        Components, and chance questions all of whose components are among them. Stated totals and aggregates do not
        count.
    """
    said = {row.question for row in study.weighed}
    silent = {component for component in network.components if component not in said}
    events = (event for event in network.events if event not in network.gates)
    return frozenset(silent | {event for event in events if silent.issuperset(network.components_of(event))})
