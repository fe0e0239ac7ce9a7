"""From a compiled model to a fit: sample in smaller steps where it diverges, draw more where it is short, judge."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from math import inf
from threading import Thread
from typing import TYPE_CHECKING, Any

from consilience.sampling import sample as sampling
from consilience.sampling.answers import uncertain
from consilience.sampling.fit import Diagnostic, Fit, Progress
from consilience.sampling.gate import STRAY, check_answers, get_ready, is_short
from consilience.sampling.model import Data, Drawn, Model, Settings
from consilience.sampling.provenance import versions
from consilience.study import Study, settings_digest

if TYPE_CHECKING:
    import xarray as xr

# What is short is doubled until it has so many times the draws that were asked for.
MOST_TIMES = 8
# So many digits of a digest tell one question from what it was before.
_SHORT = 16


def draw_fit(model: Model, study: Study, data: Data, compiled: Any, seed: int, tell: Progress) -> Fit:
    """Fit a study with a compiled model.

    Parameters
    ----------
    model : Model
    study : Study
    data : Data
        The study as the model's arrays.
    compiled : nutpie compiled model
        Holding the data.
    seed : int
        The same study and seed give the same numbers.
    tell : callable
        Told what is being done and the share done.

    Returns
    -------
    Fit
        With its diagnostics. Where nothing is wrong but that the draws are too few, every chain went on from where it
        stood, to twice as many draws and at most to :data:`MOST_TIMES` as many.
    """
    settings = model.settings

    def answer(raw: "xr.Dataset") -> Drawn:
        return model.answer(raw, data, study, seed)

    for target_accept in settings.target_accepts:
        # Of the last try, what diverged is judged like any other fit.
        last = target_accept == settings.target_accepts[-1]
        with suppress(sampling.DivergedError):
            trace, judged = _enough(compiled, answer, seed, target_accept, tell, settings, inf if last else STRAY)
            if last or judged is not None:
                break
        tell("sampling again in smaller steps", None)
    drawn, diagnostics = judged or _judged(trace, answer, tell)
    provenance = {
        "model": model.name,
        "priors": None if model.priors is None else asdict(model.priors),
        "as_of": study.day.isoformat() if study.day else None,
        "settings": settings_digest(study),
        "asked": {name: settings_digest(study, name)[:_SHORT] for name in study.questions},
        "seed": seed,
        "sampler": "nutpie NUTS",
        "chains": settings.chains,
        "tune": settings.tune,
        "draws": trace["posterior"].sizes["draw"],
        "target_accept": target_accept,
        "versions": versions(),
        "fitted": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    stats = trace["sample_stats"].to_dataset()[["diverging", "energy"]]
    return Fit(study, model, drawn.posterior, drawn.answers, diagnostics, provenance, drawn.after_evidence, stats)


def _enough(
    compiled: Any,
    answer: Callable[["xr.Dataset"], Drawn],
    seed: int,
    target_accept: float,
    tell: Progress,
    settings: Settings,
    most_diverging: float,
) -> tuple["xr.DataTree", tuple[Drawn, tuple[Diagnostic, ...]] | None]:
    """Draws until they are not too few, with their answers and diagnostics; without these where they diverged."""
    # Chains leave a core free now and then.
    Thread(target=get_ready).start()
    trace = sampling.sample(compiled, [seed], target_accept, tell, settings, most_diverging=most_diverging)
    while trace["sample_stats"]["diverging"].mean() <= STRAY:
        judged = _judged(trace, answer, tell)
        draws = trace["posterior"].sizes["draw"]
        if draws >= MOST_TIMES * settings.draws or not is_short(judged[1]):
            return trace, judged
        tell("drawing more", None)
        trace = sampling.sample_on(
            compiled, trace, [seed, draws], target_accept, tell, settings, most_diverging=most_diverging
        )
    return trace, None


def _judged(
    trace: "xr.DataTree", answer: Callable[["xr.Dataset"], Drawn], tell: Progress
) -> tuple[Drawn, tuple[Diagnostic, ...]]:
    import xarray as xr

    tell("working out the answers", None)
    drawn = answer(trace["posterior"].to_dataset())
    published = drawn.answers
    if drawn.after_evidence is not None:
        published = xr.concat([published, uncertain(drawn.after_evidence)], dim="answer")
    return drawn, check_answers(published, trace["sample_stats"].to_dataset())
