"""What the draws of the model of factors are of, and what follows from them."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from consilience.evidence.elicited import Likelihood, likelihoods_of
from consilience.models.factors.data import FactorData
from consilience.models.factors.heard import heard
from consilience.models.factors.medians import leaning_of
from consilience.models.factors.outlook import loadings
from consilience.models.factors.population import (
    by_group,
    complete_credences,
    draw_forecasters,
    group_biases,
    implied_totals,
    stated_credences,
    stated_totals,
)
from consilience.models.margins import SAMPLED, Margins, margins_of
from consilience.models.populations import population_answers_of
from consilience.network import Network
from consilience.sampling.answers import Answers, answers_dataset, flat, summaries_of
from consilience.sampling.model import Drawn
from consilience.study import Study

if TYPE_CHECKING:
    import xarray as xr

# Events, and the evidence they are asked in the light of.
type Asked = tuple[list[str], Mapping[str, Likelihood]]

_THREADS = 2


def answers_of(posterior: "xr.Dataset", network: Network, study: Study, seed: int) -> Drawn:
    """Answers of every factor and of every event that follows from them, once more after evidence."""
    shape = posterior["nu"].shape
    # Of exclusive options what counts is their share of the sum.
    followed = [name for name in network.components if network.asked(name)[0] in network.exclusive]
    followed += [event for event in network.followed if event not in network.components]
    spoke = _heard(study, network, posterior)
    found = population_answers_of(posterior, np.random.default_rng(seed), spoke)
    asked: list[Asked] = [(followed, {})]
    if study.evidence:
        asked.append((list(dict.fromkeys([*network.components, *followed])), likelihoods_of(study)))
    before, *after = _answered(posterior, network, asked, seed, spoke)
    return Drawn(
        posterior,
        answers_dataset(found | before, shape),
        answers_dataset(after[0], shape) if after else None,
    )


def factor_answers(
    posterior: "xr.Dataset",
    network: Network,
    events: list[str],
    likelihoods: dict[str, Likelihood],
    seed: int,
) -> Answers:
    """Summaries of a panel's population on events that follow from its factors, draw by draw.

    Parameters
    ----------
    posterior : xarray.Dataset
        Of a factor study: see :class:`consilience.sampling.fit.Fit`.
    network : Network
    events : list of str
        Events or components.
    likelihoods : dict of str to (float, float)
        Evidence: probability of what was observed where a question's state is true, and where it is false.
    seed : int
        For the forecasters drawn.

    Returns
    -------
    dict of (question, group, summary) to ndarray of shape (draws,)
        Log odds. Each forecaster's own credences are followed through the network, and what comes out is summarised:
        a pool of products, never a product of pools.
    """
    return _answered(posterior, network, [(events, likelihoods)], seed)[0]


def _heard(study: Study, network: Network, posterior: "xr.Dataset") -> Callable[[str], Sequence[int]]:
    groups = [str(group) for group in posterior["group"].values]
    return lambda event: heard(study, network, event, groups)


def _answered(
    posterior: "xr.Dataset",
    network: Network,
    asked: Sequence[Asked],
    seed: int,
    spoke: Callable[[str], Sequence[int]] | None = None,
) -> list[Answers]:
    """Answers to each of what is asked of the same forecasters, whom two threads follow through the network."""
    groups = [str(group) for group in posterior["group"].values]
    places = {event: spoke and spoke(event) for events, _ in asked for event in events}
    panels = draw_forecasters(*by_group(posterior), seed=seed)

    def answers_in(panel: np.ndarray, rng: np.random.Generator) -> list[Answers]:
        parts: list[Answers] = [{} for _ in asked]
        for part, (events, likelihoods) in zip(parts, asked, strict=True):
            for event, members in zip(events, credences_in(network, panel, events, likelihoods), strict=True):
                part |= summaries_of(event, members, groups, rng, places[event])
        return parts

    rng = np.random.default_rng(seed)
    found: list[list[Answers]] = []
    waiting: deque[Future[list[Answers]]] = deque()
    with ThreadPoolExecutor(_THREADS) as threads:
        for panel in panels:
            # No more of them in memory than are worked on, and one to come.
            if len(waiting) > _THREADS:
                found.append(waiting.popleft().result())
            waiting.append(threads.submit(answers_in, panel, rng.spawn(1)[0]))
        found += [future.result() for future in waiting]
    return [
        {key: np.concatenate([part[key] for part in parts]) for key in parts[0]} for parts in zip(*found, strict=True)
    ]


def credences_in(
    network: Network, panel: np.ndarray, events: Sequence[str], likelihoods: Mapping[str, Likelihood]
) -> Iterable[np.ndarray]:
    """Forecasters' credences in events, or in components as they were asked, in the light of evidence.

    Parameters
    ----------
    network : Network
    panel : ndarray of shape (..., components)
        Credences in log odds.
    events : sequence of str
        Events or components.
    likelihoods : mapping of str to (float, float)
        Evidence.

    Returns
    -------
    iterable of ndarray of shape (...)
        Log odds. Of a component whose condition the evidence rules out it tells nothing: that stays as it was.
    """
    asked = [network.asked(event) for event in events]
    if likelihoods:
        answers: Iterable[np.ndarray] = network.log_odds_of(panel, asked, likelihoods)
    else:
        # Without evidence an event hangs on what it follows from alone.
        answers = (network.log_odds(panel, *each) for each in asked)
    for event, answer in zip(events, answers, strict=True):
        at = network.positions.get(event)
        yield answer if at is None else np.where(np.isnan(answer), panel[..., at], answer)


def unpack(raw: "xr.Dataset", data: FactorData, seed: int) -> "xr.Dataset":
    """Drop the padding of the draws, name what is left, and complete every forecaster's credences.

    Parameters
    ----------
    raw : xarray.Dataset
        Draws of the model's parameters.
    data : FactorData
    seed : int
        For credences in what somebody left out.

    Returns
    -------
    xarray.Dataset
        By ``chain`` and ``draw``: ``mu``, ``tau`` and ``skew`` by ``question``, ``location`` and ``scale`` by ``pair``,
        ``loading`` by ``question`` and ``outlook`` (correlations with a forecaster's outlooks, whose products add up
        to those between questions) with ``slope_mean`` and ``slope_spread``, ``credence`` by ``forecaster`` and
        ``question`` (drawn where nothing was said), ``delta`` by ``group``, ``nu``, ``kappa``, ``panel_scale``,
        ``group_scale`` and ``reference_class``.
    """
    import xarray as xr

    components, groups = list(data.network.components), list(data.groups)
    size, pairs, chains = len(components), len(components) * len(groups), raw["kappa"].shape
    sampled = {name: flat(raw[name]) for name in SAMPLED}
    leaning = leaning_of(data.arrays["heard"], data.priors.skew[0])
    found = margins_of(sampled, data.arrays, data.arrays["pair_component"], data.priors, leaning)
    top = {name: flat(raw[name]) for name in ("slope_mean", "slope_spread")}
    loading = loadings(flat(raw["slope"])[:, :size])
    stated = stated_credences(flat(raw["credence_raw"]), found, data.arrays["entry"])
    kappa = flat(raw["kappa"])
    implied = implied_totals(np.concatenate([stated, found.location], axis=1), data.arrays)
    gaps = stated_totals(flat(raw["total_raw"]), implied, kappa, data.arrays["total"]) - implied
    biases = group_biases(gaps, kappa, data.priors.bias, data.arrays, seed)[:, : len(groups)]
    credence = _completed(stated, found, loading, data, seed)

    def by_draw(array: np.ndarray, *dims: str) -> tuple[tuple[str, ...], np.ndarray]:
        return ("chain", "draw", *dims), array.reshape(*chains, *array.shape[1:])

    return xr.Dataset(
        {
            **{name: by_draw(getattr(found, name)[:, :size], "question") for name in ("mu", "tau", "skew")},
            **{name: by_draw(getattr(found, name)[:, :pairs], "pair") for name in ("location", "scale")},
            "loading": by_draw(loading, "question", "outlook"),
            "credence": by_draw(credence, "forecaster", "question"),
            "delta": by_draw(biases, "group"),
            "nu": by_draw(found.nu),
            **{name: by_draw(values) for name, values in top.items()},
            **{name: by_draw(flat(raw[name])) for name in ("kappa", "panel_scale", "group_scale", "reference_class")},
        },
        coords={
            "question": components,
            "forecaster": list(data.people),
            "forecaster_group": ("forecaster", [groups[place] for place in data.person_group]),
            "group": groups,
            "pair_question": ("pair", [name for name in components for _ in groups]),
            "pair_group": ("pair", groups * size),
        },
    )


def _completed(stated: np.ndarray, margins: Margins, loading: np.ndarray, data: FactorData, seed: int) -> np.ndarray:
    size, groups = len(data.network.components), len(data.groups)
    location, scale = (
        part[:, : size * groups].reshape(len(part), size, groups) for part in (margins.location, margins.scale)
    )
    person, component = data.arrays["entry"][: data.entries, :2].astype(int).T
    credence = np.zeros((len(stated), len(data.people), size))
    for place, group in enumerate(data.person_group):
        mine = person == place
        answered = np.zeros(size, dtype=bool)
        answered[component[mine]] = True
        known = np.zeros((len(stated), size))
        known[:, component[mine]] = stated[:, : data.entries][:, mine]
        of_group = location[:, :, group], scale[:, :, group], margins.skew[:, :size]
        credence[:, place] = complete_credences(known, answered, *of_group, loading, margins.nu, seed + place)
    return credence
