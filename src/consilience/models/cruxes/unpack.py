"""From a study of cruxes to its fit: encode, compile once, sample, follow what the views imply, judge."""

from typing import TYPE_CHECKING

import numpy as np

from consilience.models.correlation import correlation_of_partials
from consilience.models.cruxes.data import CruxData, encode_cruxes
from consilience.models.cruxes.population import CruxPosterior, implied_credences, new_forecasters
from consilience.models.cruxes.refuse import refuse_for_cruxes
from consilience.sampling.answers import Answers, answers_dataset, flat, summaries_of
from consilience.sampling.compiled import compiled_cruxes, is_compiled
from consilience.sampling.drawing import Drawn, draw_fit
from consilience.sampling.fit import DEFAULT_SEED, Fit, Progress
from consilience.study import Study, conditional

if TYPE_CHECKING:
    import xarray as xr

# More than other models: a thousand views, whose spread and noise are known only together.
SAMPLER = {"chains": 4, "tune": 800, "draws": 1200}


def fit_cruxes(study: Study, *, seed: int = DEFAULT_SEED, progress: Progress | None = None) -> Fit:
    """Fit the model of cruxes to a study.

    Parameters
    ----------
    study : Study
        As read, with one question that has cruxes; its standing voices count, and there is at least one.
    seed : int
        Seed of the sampler and of the predictive draws; the same study and seed give the same numbers.
    progress : callable, optional
        Told what is being done and the share done.

    Returns
    -------
    Fit
        Answers on the outcome, on every crux, and on the outcome given each. The posterior has, in log odds and by
        ``forecaster``, the ``outcome`` as each last said it; by ``forecaster`` and ``crux`` ``base`` and
        ``association``, NaN where nobody asked, of which :func:`consilience.models.cruxes.population.implied_credences`
        makes credences, with ``outcome_asked``, the outcome in the round of that crux; and ``kappa`` and ``drift``.

    Raises
    ------
    StudyError
        If a row that counts is about a question that is neither the outcome nor one of its cruxes, or is a base rate.
    """
    tell = progress or (lambda what, share: None)
    refuse_for_cruxes(study)
    data = encode_cruxes(study)
    if not is_compiled(data):
        tell("compiling the model of cruxes", None)

    def answer(raw: "xr.Dataset") -> Drawn:
        found = _answers(_population(raw, data), data, seed)
        return Drawn(_named_posterior(raw, data), answers_dataset(found, raw["kappa"].shape))

    return draw_fit(study, compiled_cruxes(data), answer, seed, tell, SAMPLER)


def _population(raw: "xr.Dataset", data: CruxData) -> CruxPosterior:
    groups, cruxes = len(data.groups), len(data.cruxes)
    contrast = data.arrays["group_contrast"]

    def located(name: str, centre: np.ndarray) -> np.ndarray:
        effect = flat(raw[f"{name}_group_scale"])[:, None, None] * (flat(raw[f"{name}_group_raw"]) @ contrast.T)
        return np.asarray((centre[:, :, None] + effect)[:, :cruxes, :groups])

    return CruxPosterior(
        outcome=located("outcome", flat(raw["mu_outcome"])[:, None])[:, 0],
        base=located("base", flat(raw["mu_base"])),
        association=located("association", flat(raw["mu_association"])),
        tau_outcome=flat(raw["tau_outcome"]),
        tau_base=flat(raw["tau_base"]),
        tau_association=flat(raw["tau_association"]),
        forecaster_scale=flat(raw["forecaster_scale"]),
        correlation=correlation_of_partials(flat(raw["partial_raw"]), 3),
    )


def _answers(population: CruxPosterior, data: CruxData, seed: int) -> Answers:
    rng = np.random.default_rng(seed)
    found: Answers = {}
    for crux, (outcome, base, association) in zip(data.cruxes, new_forecasters(population, seed), strict=True):
        if not found:
            found |= summaries_of(data.outcome, outcome, data.groups, rng)
        names = crux, conditional(data.outcome, {crux: True}), conditional(data.outcome, {crux: False})
        for name, members in zip(names, implied_credences(outcome, base, association), strict=True):
            found |= summaries_of(name, members, data.groups, rng)
    return found


def _named_posterior(raw: "xr.Dataset", data: CruxData) -> "xr.Dataset":
    import xarray as xr

    chains = raw["kappa"].shape
    people, cruxes = len(data.people), len(data.cruxes)
    person, crux = np.array(data.entries, dtype=int).reshape(-1, 2).T
    asked_in = data.arrays["entry"][: len(data.entries), 3]
    # The last round of each person is where they stand.
    last = {of: place for place, of in enumerate(data.rounds)}
    outcome_asked = flat(raw["outcome_asked"])

    def by_entry(values: np.ndarray) -> tuple[tuple[str, ...], np.ndarray]:
        # Single precision: hundreds of views of thousands of draws, known to a few parts in a hundred.
        table = np.full((len(values), people, cruxes), np.nan, dtype="float32")
        table[:, person, crux] = values[:, : len(data.entries)]
        return ("chain", "draw", "forecaster", "crux"), table.reshape(*chains, people, cruxes)

    outcome = outcome_asked[:, [last[place] for place in range(people)]]
    return xr.Dataset(
        {
            "outcome": (("chain", "draw", "forecaster"), outcome.reshape(*chains, people)),
            "outcome_asked": by_entry(outcome_asked[:, asked_in]),
            "base": by_entry(flat(raw["base"])),
            "association": by_entry(flat(raw["association"])),
            **{name: (("chain", "draw"), raw[name].values) for name in ("kappa", "drift")},
        },
        coords={
            "forecaster": list(data.people),
            "forecaster_group": ("forecaster", [data.groups[place] for place in data.person_group]),
            "crux": list(data.cruxes),
        },
    )
