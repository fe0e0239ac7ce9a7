"""From a compiled model to a fit: sample in smaller steps where it diverges, draw more where it is short, judge."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from consilience.sampling import sample as sampling
from consilience.sampling.answers import uncertain
from consilience.sampling.fit import Check, Fit, Progress
from consilience.sampling.gate import check_answers, is_short
from consilience.sampling.provenance import versions
from consilience.study import Study

if TYPE_CHECKING:
    import xarray as xr

SAMPLER: Mapping[str, int] = {"chains": 4, "tune": 500, "draws": 1000}
# A divergence is answered by smaller steps, as Stan's guide to warnings advises; what still diverges fails the gate.
TARGET_ACCEPTS = (0.8, 0.95, 0.99)
# What is short is doubled until it has so many times the draws that were asked for.
MOST_TIMES = 4


@dataclass(frozen=True)
class Drawn:
    """What draws of a model's parameters come to; see :class:`consilience.sampling.fit.Fit`."""

    posterior: "xr.Dataset"
    answers: "xr.Dataset"
    after_evidence: "xr.Dataset | None" = None


def draw_fit(
    study: Study,
    compiled: Any,
    answer: Callable[["xr.Dataset"], Drawn],
    seed: int,
    tell: Progress,
    settings: Mapping[str, int] = SAMPLER,
    target_accepts: Sequence[float] = TARGET_ACCEPTS,
) -> Fit:
    """Fit a study with a compiled model.

    Parameters
    ----------
    study : Study
    compiled : nutpie compiled model
        Holding the study's data.
    answer : callable
        Makes of the draws of the model's parameters what is kept and published.
    seed : int
        The same study and seed give the same numbers.
    tell : callable
        Told what is being done and the share done.
    settings : mapping
        ``chains``, ``tune`` and ``draws``. Where nothing is wrong but that the draws are too few, every chain goes on
        from where it stands, to twice as many draws and at most to :data:`MOST_TIMES` as many.
    target_accepts : sequence of float
        Tried one after another until nothing diverges.

    Returns
    -------
    Fit
        With its diagnostics.
    """
    for target_accept in target_accepts:
        trace, judged = _enough(compiled, answer, seed, target_accept, tell, settings)
        if judged is not None:
            break
        tell("sampling again in smaller steps", None)
    drawn, checks = judged or _judged(trace, answer, tell)
    provenance = {
        "seed": seed,
        "sampler": "nutpie NUTS",
        **settings,
        "draws": trace["posterior"].sizes["draw"],
        "target_accept": target_accept,
        "versions": versions(),
        "fitted": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    return Fit(study, drawn.posterior, drawn.answers, checks, provenance, drawn.after_evidence)


def _enough(
    compiled: Any,
    answer: Callable[["xr.Dataset"], Drawn],
    seed: int,
    target_accept: float,
    tell: Progress,
    settings: Mapping[str, int],
) -> tuple["xr.DataTree", tuple[Drawn, tuple[Check, ...]] | None]:
    """Draws until they are not too few, with their answers and diagnostics; without these where they diverged."""
    trace = sampling.sample(compiled, [seed], target_accept, tell, settings)
    while not trace["sample_stats"]["diverging"].any():
        judged = _judged(trace, answer, tell)
        draws = trace["posterior"].sizes["draw"]
        if draws >= MOST_TIMES * settings["draws"] or not is_short(judged[1]):
            return trace, judged
        tell("drawing more", None)
        trace = sampling.sample_on(compiled, trace, [seed, draws], target_accept, tell, settings)
    return trace, None


def _judged(
    trace: "xr.DataTree", answer: Callable[["xr.Dataset"], Drawn], tell: Progress
) -> tuple[Drawn, tuple[Check, ...]]:
    import xarray as xr

    tell("working out the answers", None)
    drawn = answer(trace["posterior"].to_dataset())
    published = drawn.answers
    if drawn.after_evidence is not None:
        published = xr.concat([published, uncertain(drawn.after_evidence)], dim="answer")
    return drawn, check_answers(published, trace["sample_stats"].to_dataset())
