"""From a compiled model to a fit: sample in smaller steps where it diverges, draw more where it is short, judge."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from math import inf
from typing import TYPE_CHECKING, Any

from consilience.sampling import sample as sampling
from consilience.sampling.answers import uncertain
from consilience.sampling.fit import Diagnostic, Fit, Progress
from consilience.sampling.gate import STRAY, check_answers, is_apart, is_short
from consilience.sampling.model import Data, Drawn, Model, Settings
from consilience.sampling.provenance import versions
from consilience.study import Study, settings_digest

if TYPE_CHECKING:
    import xarray as xr

# What is short is doubled until it has so many times the draws that were asked for.
MOST_TIMES = 8
# So many times chains that are far apart draw others instead: one that comes back from far out, where hardly any of the
# posterior lies, was still warming up.
MOST_ANEW = 2
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
        stood, to twice as many draws and at most to :data:`MOST_TIMES` as many; in smaller steps, and anew, where some
        had diverged. Where nothing is wrong but that chains
        are far apart, they went on too, and what they had drawn counts as warm-up.
    """
    settings = model.settings

    def answer(raw: "xr.Dataset") -> Drawn:
        return model.answer(raw, data, study, seed)

    for target_accept in settings.target_accepts:
        # Of the last try, what diverged is judged like any other fit.
        last = target_accept == settings.target_accepts[-1]
        with suppress(sampling.DivergedError):
            trace, tune, judged = _enough(compiled, answer, seed, target_accept, tell, settings, inf if last else STRAY)
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
        "tune": tune,
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
) -> tuple["xr.DataTree", int, tuple[Drawn, tuple[Diagnostic, ...]] | None]:
    """Draws until they are not too few, after how many others, and answers and diagnostics unless they diverged."""
    trace = sampling.sample(compiled, [seed], target_accept, tell, settings, most_diverging=most_diverging)
    drawn, tune, anew = settings.draws, settings.tune, 0
    while trace["sample_stats"]["diverging"].mean() <= STRAY:
        judged = _judged(trace, answer, tell)
        draws = trace["posterior"].sizes["draw"]
        more = draws < MOST_TIMES * settings.draws and is_short(judged[1])
        if more and most_diverging < inf and trace["sample_stats"]["diverging"].any():
            # Among as many again there are as likely as not more of them than may be.
            return trace, tune, None
        others = anew < MOST_ANEW and is_apart(judged[1])
        if not more and not others:
            return trace, tune, judged
        tell("drawing more", None)
        further = sampling.sample_on(
            compiled, trace, [seed, drawn], target_accept, tell, settings, most_diverging=most_diverging
        )
        drawn += draws
        if more:
            trace = sampling.joined(trace, further)
        else:
            trace, tune, anew = further, tune + draws, anew + 1
    return trace, tune, None


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
