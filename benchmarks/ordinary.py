"""``python -m benchmarks.ordinary``: how many of 270 fits of ordinary small studies are published.

Forty studies of one question, as people have them (one to eight persons in one to four groups, surveys of 30 to 3,000
beside them, outliers, zeros, ranges, camps), and those of :mod:`benchmarks.ordinary_cruxes`; five seeds each. What a
gate refuses of these is the gate's fault.
"""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from benchmarks.ordinary_cruxes import STUDIES as CRUXES, crux_study
from consilience.models.registry import model_for
from consilience.notation import parse
from consilience.sampling.fitting import fit
from consilience.study import Estimate, Question, Study

SEEDS = range(1, 6)
# Groups with what each says; surveys have an n.
STUDIES: dict[str, dict[str, tuple[str, ...]]] = {
    "one": {"a": ("10%",)},
    "one in a million": {"a": ("0.0001%",)},
    "one, certain": {"a": ("100%",)},
    "one bound": {"a": ("<1%",)},
    "one range": {"a": ("10-20%",)},
    "one with bounds": {"a": ("5% [0.1%, 40%]",)},
    "two alike": {"a": ("5%", "5%")},
    "two apart": {"a": ("1%", "90%")},
    "two groups of one": {"a": ("1%",), "b": ("30%",)},
    "three": {"a": ("1%", "5%", "20%")},
    "three zeros": {"a": ("0%", "0%", "0%")},
    "zeros against certainty": {"a": ("0%", "0%", "0%"), "b": ("100%", "100%", "100%")},
    "camps in one group": {"a": ("1%", "1%", "2%", "80%", "90%", "95%")},
    "an outlier": {"a": ("5%", "6%", "7%", "8%", "9%", "10%", "99.999%")},
    "a low outlier": {"a": ("20%", "25%", "30%", "30%", "0.0001%")},
    "eight": {"a": ("1%", "2%", "3%", "5%", "5%", "10%", "20%", "50%")},
    "eight alike": {"a": ("5%",) * 8},
    "eight in four groups": {"a": ("1%", "2%"), "b": ("3%", "5%"), "c": ("5%", "10%"), "d": ("20%", "50%")},
    "bounds": {"a": ("<1%", "<5%", ">10%", "<0.1%", ">1%")},
    "ranges": {"a": ("10-20%", "1-5%", "5-50%", "0.1-1%")},
    "ranges, coverage said": {"a": ("10-20% @80%", "1-5% @90%", "5-50% @50%")},
    "quantiles": {"a": ("q5=1% q50=5% q95=30%", "q25=5% q50=12% q75=20%")},
    "every form": {"a": ("5%", "<10%", "10-20%", "3% [1%, 9%]", "1 in 6", "q5=1% q50=5% q95=30%")},
    "a survey alone": {"s": ("n=738 median=5%",)},
    "a survey with its interval": {"s": ("n=100 median=3% ci95=[1.8%, 5%]",)},
    "a survey on round numbers": {"s": ("n=477 median=5% ci95=[5%, 5%]",)},
    "a survey with its mean": {"s": ("n=738 median=5% mean=14.4%",)},
    "a survey of a thousandth": {"s": ("n=300 median=0.1% ci95=[0.05%, 0.2%]",)},
    "a survey without size": {"s": ("median=5%",), "a": ("2%",)},
    "five and a survey of 3,000": {"a": ("0.5%", "1%", "1%", "2%", "0.3%"), "s": ("n=3000 median=10%",)},
    "one and a survey of 3,000": {"a": ("50%",), "s": ("n=3000 median=1%",)},
    "eight and a survey of 30": {"a": ("1%", "2%", "3%", "5%", "5%", "10%", "20%", "50%"), "s": ("n=30 median=8%",)},
    "three surveys": {"p": ("n=477 median=5%",), "e": ("n=30 median=12%",), "f": ("n=88 median=2.125%",)},
    "surveys that agree": {"p": ("n=1000 median=10%",), "q": ("n=3000 median=10%",), "r": ("n=500 median=11%",)},
    "surveys far apart": {"p": ("n=3000 median=40%",), "q": ("n=3000 median=0.1%",)},
    "a survey in the group": {"a": ("1%", "5%", "n=200 median=4%")},
    "two surveys and three people": {"p": ("n=400 median=8%",), "q": ("n=60 median=1%",), "a": ("1%", "10%", "0.1%")},
    "half say zero": {"a": ("0%", "0%", "0%", "1%", "5%", "30%")},
    "tiny": {"a": ("0.001%", "0.01%", "0.0001%", "0.1%")},
    "nearly sure": {"a": ("99%", "95%", "99.9%", "90%", "100%")},
}


def study_of(name: str, groups: dict[str, tuple[str, ...]]) -> Study:
    """A study of one question."""
    said = [(group, text) for group, texts in groups.items() for text in texts]
    rows = tuple(
        Estimate(
            "event",
            f"f{place}",
            date(2026, 1, 1),
            text,
            parse(text),
            group=group,
            kind="survey" if "median=" in text else "person",
        )
        for place, (group, text) in enumerate(said)
    )
    return Study(name, name, Path(name), {"event": Question("event", "Event")}, rows)


def refused(studies: Sequence[Study]) -> Iterator[str]:
    """What was not published, with the checks that failed."""
    for study in studies:
        name, slowest, draws = study.name, 0.0, 0
        for seed in SEEDS:
            start = time.perf_counter()
            found = fit(model_for(study), study, seed=seed)
            slowest = max(slowest, time.perf_counter() - start)
            draws = max(draws, int(found.provenance["draws"]))
            failed = [f"{check.name} {check.worst:.3g}" for check in found.checks if not check.passed]
            if failed:
                yield f"{name}, seed {seed}: {', '.join(failed)}"
        print(f"{name:30} {slowest:6.1f} s at most, {draws} draws a chain", flush=True)


def main() -> None:
    """Print the slowest fit of each study, what was refused, and how many were not."""
    studies = [study_of(name, groups) for name, groups in STUDIES.items()]
    studies += [crux_study(name, answers) for name, answers in CRUXES.items()]
    missing = list(refused(studies))
    total = len(studies) * len(SEEDS)
    print(*missing, f"{total - len(missing)} of {total} published", sep="\n")
    sys.exit(len(missing) > 1)


if __name__ == "__main__":
    main()
