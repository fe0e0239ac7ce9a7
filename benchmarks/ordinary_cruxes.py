"""Ordinary small studies of cruxes, for :mod:`benchmarks.ordinary`.

Two to eight people, one to four cruxes, a round or two, one or two groups, answers missing, extreme or incoherent,
ranges and bounds.
"""

import datetime as dt
from pathlib import Path

from consilience.notation import parse
from consilience.study import Estimate, Question, Study, conditional

# Group, round, and what was said of the outcome "u", of cruxes, and of the outcome given one ("u|a") or its absence
# ("u|!a"); person by person, one who answers again twice.
type Said = tuple[str, str | None, int, str]

STUDIES: dict[str, tuple[Said, ...]] = {
    "five people, two cruxes": (
        ("f0", None, 0, "u=10% a=30% u|a=25% b=50% u|b=12%"),
        ("f1", None, 0, "u=2% a=20% u|a=8% b=60% u|b=1%"),
        ("f2", None, 0, "u=5% a=50% u|a=8% b=40% u|b=10%"),
        ("f3", None, 0, "u=20% a=10% u|a=60% b=30% u|b=30%"),
        ("f4", None, 0, "u=1% a=5% u|a=10% b=70% u|b=1.2%"),
    ),
    "two people, one crux": (("f0", None, 0, "u=10% a=40% u|a=20%"), ("f1", None, 0, "u=1% a=30% u|a=2%")),
    "two camps of one": (
        ("f0", "x", 0, "u=50% a=40% u|a=80% b=20% u|b=90%"),
        ("f1", "y", 0, "u=0.1% a=30% u|a=0.2% b=20% u|b=0.1%"),
    ),
    "zeros and ones": (
        ("f0", None, 0, "u=0% a=50% u|a=0%"),
        ("f1", None, 0, "u=100% a=50% u|a=100%"),
        ("f2", None, 0, "u=<1% b=10% u|b=<1%"),
    ),
    "six in two groups": (
        ("f0", "x", 0, "u=30% a=30% u|a=60% b=50% u|b=40% c=20% u|c=70%"),
        ("f1", "y", 0, "u=2% a=20% u|a=8% b=60% u|b=1% c=10% u|c=3%"),
        ("f2", "x", 0, "u=45% a=50% u|a=70% b=40% u|b=60% c=5% u|c=90%"),
        ("f3", "y", 0, "u=1% a=10% u|a=5% b=30% u|b=2% c=50% u|c=1%"),
        ("f4", "x", 0, "u=60% a=5% u|a=90% b=70% u|b=70% c=30% u|c=80%"),
        ("f5", "y", 0, "u=0.5% a=10% u|a=1% b=20% u|b=1% c=40% u|c=0.6%"),
    ),
    "two rounds": (
        *(("f0", None, 0, "u=10% a=30% u|a=25%"), ("f0", None, 1, "u=12% b=50% u|b=15%")),
        *(("f1", None, 0, "u=2% a=20% u|a=8%"), ("f1", None, 1, "u=3% b=60% u|b=2%")),
        *(("f2", None, 0, "u=5% a=50% u|a=8%"), ("f2", None, 1, "u=5% b=40% u|b=10%")),
        *(("f3", None, 0, "u=20% a=10% u|a=60%"), ("f3", None, 1, "u=15% b=30% u|b=30%")),
    ),
    "two rounds of one": (
        *(("f0", "x", 0, "u=10% a=30% u|a=25%"), ("f0", "x", 1, "u=20% b=30% u|b=30%")),
        ("f1", "y", 0, "u=1% a=10% u|a=5%"),
        ("f2", "x", 0, "u=5% a=10% u|a=15%"),
    ),
    "much missing": (
        ("f0", "x", 0, "u=10% a=40% u|a=20%"),
        ("f1", "x", 0, "u=5% b=10% u|b=30% c=5%"),
        ("f2", "y", 0, "u=1% d=50%"),
        ("f3", "y", 0, "u=30% u|c=60% c=20%"),
        ("f4", "y", 0, "u=2%"),
    ),
    "ranges": (
        ("f0", None, 0, "u=5-20% a=30-50% u|a=10-40%"),
        ("f1", None, 0, "u=1%[0.1%,10%] a=20% u|a=2-10%"),
        ("f2", None, 0, "u=10-30% b=5-10% u|b=>50%"),
    ),
    "eight alike": tuple((f"f{place}", None, 0, "u=5% a=50% u|a=8% b=20% u|b=15%") for place in range(8)),
    "incoherent": (
        ("f0", None, 0, "u=5% a=50% u|a=40%"),
        ("f1", None, 0, "u=20% a=50% u|a=10% b=30% u|b=40%"),
        ("f2", None, 0, "u=1% b=90% u|b=10%"),
    ),
    "one person": (("f0", None, 0, "u=10% a=40% u|a=20% b=10% u|b=50% c=20% u|!c=5%"),),
    "tiny": (
        ("f0", "x", 0, "u=0.001% a=1% u|a=0.01% b=0.1% u|b=0.1%"),
        ("f1", "y", 0, "u=0.1% a=10% u|a=0.5% b=1% u|b=1%"),
        ("f2", "x", 0, "u=0.0001% a=50% u|a=0.0001% b=10% u|b=0.001%"),
    ),
    "an outlier": (
        *(("f0", None, 0, "u=5% a=30% u|a=10%"), ("f1", None, 0, "u=6% a=40% u|a=10%")),
        *(("f2", None, 0, "u=7% a=35% u|a=15%"), ("f3", None, 0, "u=8% a=50% u|a=12%")),
        *(("f4", None, 0, "u=5% a=20% u|a=15%"), ("f5", None, 0, "u=4% a=30% u|a=8%")),
        ("f6", None, 0, "u=99.9% a=1% u|a=99.99%"),
    ),
}


def crux_study(name: str, answers: tuple[Said, ...]) -> Study:
    """A study of an outcome and its cruxes."""
    rows = tuple(
        Estimate(_question(asked), person, dt.date(2026, 1, 1 + asked_in), text, parse(text), group=group)
        for person, group, asked_in, said in answers
        for asked, text in (each.split("=") for each in said.split())
    )
    cruxes = tuple(dict.fromkeys(row.question for row in rows if row.question != "u" and "|" not in row.question))
    questions = {"u": Question("u", "Outcome", cruxes=cruxes), **{crux: Question(crux, crux) for crux in cruxes}}
    return Study(name, name, Path(name), questions, rows)


def _question(asked: str) -> str:
    outcome, given, state = asked.partition("|")
    return conditional(outcome, {state.removeprefix("!"): not state.startswith("!")}) if given else outcome
