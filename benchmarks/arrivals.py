"""A study that is followed: arrivals replayed one by one, each answered by reweighting or by a full fit.

``python -m benchmarks.arrivals`` replays individual answers of the XPT public survey; ``--history STUDY`` times the
history of a study's answer; ``--changes FILE`` tells how many changes of mind and withdrawals the draws of one full
fit of the adversarial collaboration reach, each by itself.
"""

import argparse
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from benchmarks.xpt import write_public_survey
from consilience.frames.questions import main_questions
from consilience.importers import import_study
from consilience.models.following import history_frame, updated
from consilience.models.registry import model_for
from consilience.sampling.fit import Fit
from consilience.sampling.fitting import fit as fit_model
from consilience.sampling.precision import answer_errors
from consilience.sampling.reweight import OutOfReachError
from consilience.sampling.update import reweight
from consilience.study import Study, read_study

# Answers that the first fit has.
FIRST = 80
# The others withdraw.
CHANGED_MIND = 0.7
LEVELS = {"low": 0.05, "value": 0.5, "high": 0.95}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival: how long its answer took, whether it was reweighted, and memory afterwards, in MiB."""

    number: int
    seconds: float
    reweighted: bool
    memory: float


def public_survey() -> Study:
    """The XPT public survey, respondent after respondent."""
    with TemporaryDirectory() as folder:
        study = read_study(write_public_survey(Path(folder), possible_only=True))
    order = {question: place for place, question in enumerate(study.questions)}
    rows = sorted(study.rows, key=lambda row: (int(row.forecaster.split()[-1]), order[row.question]))
    return replace(study, rows=tuple(rows))


def replay(study: Study, arrivals: int, checked: frozenset[int]) -> Iterator[tuple[Arrival, Fit, list[float]]]:
    """Answer a study anew after each of so many arrivals; of those that are checked, how far from a full fit.

    Parameters
    ----------
    study : Study
        Rows in the order of their arrival.
    arrivals : int
    checked : frozenset of int
        Which arrivals are fitted in full as well; that takes no part in the time.

    Yields
    ------
    Arrival, Fit, list of float
        The last in standard errors of the simulation.
    """
    model = model_for(study)
    full = fit_model(model, replace(study, rows=study.rows[:FIRST]))
    for number in range(1, arrivals + 1):
        now = replace(study, rows=study.rows[: FIRST + number])
        start = time.perf_counter()
        fit = updated(full, now, model)
        seconds = time.perf_counter() - start
        full, off = fit.full, []
        if number in checked and fit.reweighted is not None:
            off = differences(fit, fit_model(model, now, seed=number))
        yield Arrival(number, seconds, fit.reweighted is not None, memory()), fit, off


def differences(fit: Fit, again: Fit) -> list[float]:
    """How far a reweighted fit's medians lie from another's, in standard errors of the simulation of both."""
    found = []
    efficiency = 1.0 if fit.reweighted is None else fit.reweighted.efficiency
    first, second = answer_errors(fit.full), answer_errors(again)
    keys = zip(*(again.answers[name].values.tolist() for name in ("question", "group", "summary")), strict=True)
    for place, (question, group, summary) in enumerate(keys):
        if group != "all" or summary != "median":
            continue
        for end, level in LEVELS.items():
            one, two = (np.quantile(made.answers["value"].values[:, :, place], level) for made in (fit, again))
            error = np.hypot(first[question][summary][end] / efficiency**0.5, second[question][summary][end])
            found.append(float((one - two) / error))
    return found


def collaboration(file: Path) -> Study:
    """The adversarial collaboration, of people and cruxes."""
    with TemporaryDirectory() as folder:
        return read_study(import_study("fri-adversarial-collaboration", file, Path(folder) / "collaboration"))


def reached(study: Study, changes: int, rng: np.random.Generator) -> str:
    """How many changes of a study the draws of one fit of it reach: somebody thinks as another does, or withdraws."""
    full, why, seconds = fit_model(model_for(study), study), Counter[str](), []
    voices = list(study.voices)
    for _ in range(changes):
        row = voices[rng.integers(len(voices))]
        others = tuple(each for each in study.rows if each is not row)
        same = [each for each in voices if each.question == row.question and each is not row]
        then = same[rng.integers(len(same))] if same and rng.random() < CHANGED_MIND else None
        rows = others if then is None else (*others, replace(row, said=then.said, value=then.value))
        start = time.perf_counter()
        try:
            reweight(full, replace(study, rows=rows))
            why["reweighted"] += 1
            seconds.append(time.perf_counter() - start)
        except OutOfReachError as error:
            why[str(error).partition(":")[0]] += 1
    told = "; ".join(f"{count} {what}" for what, count in why.most_common())
    return f"of {changes} changes: {told}; {np.median(seconds):.2f} s each where reweighted (median)"


def memory() -> float:
    """Resident memory of this process, in MiB."""
    for line in Path("/proc/self/status").read_text("utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def told(arrivals: list[Arrival], off: list[float]) -> str:
    """The result as a line."""
    seconds = np.array([arrival.seconds for arrival in arrivals])
    reweighted = np.array([arrival.reweighted for arrival in arrivals])
    settled = [arrival.memory for arrival in arrivals[len(arrivals) // 4 :]]
    fits = f", {np.median(seconds[~reweighted]):.1f} s each" if not reweighted.all() else ""
    parts = [
        f"{len(arrivals)} arrivals in {seconds.sum():.0f} s",
        f"{reweighted.mean():.1%} reweighted, {np.median(seconds[reweighted]):.2f} s each (median)",
        f"{(~reweighted).sum()} full fits{fits}",
        f"error {np.sqrt(np.mean(np.square(off))):.2f} standard errors (RMS of {len(off)})" if off else "none checked",
        f"memory {settled[0]:.0f} MiB after a quarter, {settled[-1]:.0f} at the end, {max(settled):.0f} at most",
    ]
    return "; ".join(parts)


def main() -> None:
    """Replay and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arrivals", type=int, default=1000)
    parser.add_argument("--checked", type=int, default=20)
    parser.add_argument("--history", type=Path, help="a study whose history is timed instead")
    parser.add_argument("--changes", type=Path, help="FORECASTS.csv of the adversarial collaboration, in place of it")
    asked = parser.parse_args()
    if asked.changes:
        print(reached(collaboration(asked.changes), asked.arrivals, np.random.default_rng(20261127)))
        return
    if asked.history:
        study = read_study(asked.history)
        fit = fit_model(model_for(study), study)
        start = time.perf_counter()
        series = history_frame(fit, main_questions(fit)[0])
        sampled = int(series["how"].str.startswith("Sampled").sum())
        print(f"{study.name}: {len(series)} days, {sampled} sampled, {time.perf_counter() - start:.1f} s")
        return
    chosen = np.random.default_rng(20261127).choice(asked.arrivals, min(asked.checked, asked.arrivals), replace=False)
    seen: list[Arrival] = []
    errors: list[float] = []
    for arrival, _, off in replay(public_survey(), asked.arrivals, frozenset((chosen + 1).tolist())):
        seen.append(arrival)
        errors += off
        if arrival.number % 50 == 0:
            print(told(seen, errors), flush=True)
    print(told(seen, errors))


if __name__ == "__main__":
    main()
