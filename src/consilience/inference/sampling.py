"""From a study to its fit: encode, compile once, sample, answer, judge."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.inference.compiled import compiled_consensus, is_compiled
from consilience.inference.fit import DEFAULT_SEED, Fit, Progress
from consilience.inference.gate import check_answers
from consilience.inference.provenance import versions
from consilience.models.encoding import ConsensusData, encode_study
from consilience.models.populations import new_forecasters, population_answers
from consilience.problems import Problem, StudyError
from consilience.study import ALL_GROUPS, Estimate, Study

if TYPE_CHECKING:
    import xarray as xr

SAMPLER = {"chains": 4, "tune": 500, "draws": 1000}
# A divergence is answered by smaller steps, as Stan's guide to warnings advises; what still diverges fails the gate.
TARGET_ACCEPTS = (0.8, 0.95, 0.99)


def fit_consensus(study: Study, *, seed: int = DEFAULT_SEED, progress: Progress | None = None) -> Fit:
    """Fit the consensus model to a study.

    Parameters
    ----------
    study : Study
        As read; its standing voices and base rates count.
    seed : int
        Seed of the sampler and of the predictive draws; the same study and seed give the same numbers.
    progress : callable, optional
        Told what is being done and the share done.

    Returns
    -------
    Fit
        With its diagnostics; whether they passed is for the caller to act on (see :attr:`Fit.passed`).

    Raises
    ------
    StudyError
        If no estimate of the study is a voice or a base rate on an event, or a group is called "all", which is how
        answers over all groups are named.
    """
    tell = progress or (lambda what, share: None)
    data = encode_study(study)
    if not data.question_names:
        raise StudyError.of(study.name, [_nothing_to_fit(study)])
    if reserved := [row for row in study.voices() if row.group == ALL_GROUPS]:
        raise StudyError.of(study.name, [_reserved_group(row) for row in reserved])
    if not is_compiled(data):
        tell("compiling the consensus model", None)
    compiled = compiled_consensus(data)
    for target_accept in TARGET_ACCEPTS:
        trace = _sample(compiled, seed, target_accept, tell)
        if not trace["sample_stats"]["diverging"].any():
            break
    tell("working out the answers", None)
    posterior = _named_posterior(trace["posterior"].to_dataset(), data)
    answers = _answers(posterior, np.random.default_rng(seed))
    return Fit(
        study=study,
        posterior=posterior,
        answers=answers,
        checks=check_answers(answers, trace["sample_stats"].to_dataset()),
        provenance={
            "seed": seed,
            "sampler": "nutpie NUTS",
            **SAMPLER,
            "target_accept": target_accept,
            "versions": versions(),
            "fitted": datetime.now(UTC).isoformat(timespec="seconds"),
        },
    )


def _nothing_to_fit(study: Study) -> Problem:
    return Problem(
        "no estimate of a person or a survey stands on any event of this study",
        "add one with: consilience add",
        file=str(study.path),
    )


def _reserved_group(row: Estimate) -> Problem:
    return Problem(
        f'a group is called "{ALL_GROUPS}", which names the answer over all groups',
        "give the group another name",
        file=row.file,
        line=row.line,
        said=row.group,
    )


def _sample(compiled: Any, seed: int, target_accept: float, tell: Progress) -> "xr.DataTree":
    import nutpie

    what = "sampling" if target_accept == TARGET_ACCEPTS[0] else "sampling again in smaller steps"

    def report(chains: list[Any]) -> None:
        total = sum(chain.total_draws for chain in chains)
        tell(what, sum(chain.finished_draws for chain in chains) / total if total else None)

    sampler = nutpie.sample(
        compiled,
        seed=seed,
        target_accept=target_accept,
        progress_bar=False,
        progress_callback=report,
        save_warmup=False,
        blocking=False,
        **SAMPLER,
    )
    # Waited for here, because nutpie answers an interrupt with the draws it has: half a fit, passed off as a whole one.
    try:
        return sampler.wait()
    except BaseException:
        sampler.cancel()
        raise


def _named_posterior(raw: "xr.Dataset", data: ConsensusData) -> "xr.Dataset":
    """Drop the padding and name what is left."""
    import xarray as xr

    from consilience.models.consensus import group_effects

    questions, pairs = len(data.question_names), len(data.pair_names)
    of_pair = data.arrays["pair_question"][:pairs]
    mu, tau = (raw[name].values[:, :, :questions] for name in ("mu", "tau"))
    contrast = data.arrays["contrast"]
    effect = group_effects(raw["group_scale"].values, raw["group_raw"].values, contrast)[:, :, :pairs]
    return xr.Dataset(
        {
            "mu": (("chain", "draw", "question"), mu),
            "tau": (("chain", "draw", "question"), tau),
            "location": (("chain", "draw", "pair"), mu[:, :, of_pair] + effect),
            "nu": (("chain", "draw"), 1 + raw["nu_above_one"].values),
            **{name: (("chain", "draw"), raw[name].values) for name in ("group_scale", "reference_class")},
        },
        coords={
            "question": list(data.question_names),
            "pair_question": ("pair", [question for question, _ in data.pair_names]),
            "pair_group": ("pair", [group for _, group in data.pair_names]),
        },
    )


def _answers(posterior: "xr.Dataset", rng: np.random.Generator) -> "xr.Dataset":
    """Every published quantity, draw by draw: over the groups of a question and for each of them."""
    import xarray as xr

    shape = posterior["nu"].shape
    nu = posterior["nu"].values.ravel()
    keys: list[tuple[str, str, str]] = []
    values: list[np.ndarray] = []
    for place, question in enumerate(posterior["question"].values):
        scale = posterior["tau"].values[:, :, place].ravel()
        of_question = posterior["pair_question"].values == question
        location = posterior["location"].values[:, :, of_question].reshape(nu.size, -1)
        if not location.size:
            # Base rates alone: no group has spoken, and the population lies where they put it.
            location = posterior["mu"].values[:, :, place].reshape(-1, 1)
        groups = posterior["pair_group"].values[of_question]
        populations = {ALL_GROUPS: location}
        if groups.size > 1:
            populations |= {group: location[:, [k]] for k, group in enumerate(groups)}
        for group, members in populations.items():
            answers = population_answers(members, scale, nu)
            answers["new_forecaster"] = new_forecasters(members, scale, nu, rng)
            for summary, value in answers.items():
                keys.append((str(question), str(group), summary))
                values.append(value.reshape(shape))
    return xr.Dataset(
        {"value": (("chain", "draw", "answer"), np.stack(values, axis=-1))},
        coords={
            name: ("answer", list(labels))
            for name, labels in zip(("question", "group", "summary"), zip(*keys, strict=True), strict=True)
        },
    )
