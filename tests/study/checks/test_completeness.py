"""Evidence as declared, and what forecasters say of factors against the axioms of probability."""

import csv
from itertools import product

import numpy as np
import pytest
from hypothesis import given, strategies as st

from consilience.study import check_study, read_study
from consilience.study.checks.coherence import _mixed
from tests.study.conftest import HEADER, TODAY


def test_everything_that_a_tree_may_declare_is_read(fixture_study):
    study = fixture_study("good_everything")
    assert study.questions["takeover"].parents == ("misaligned", "regulated", "first=lab")
    assert study.questions["takeover"].given == {"capable": True}
    assert study.questions["other"].cruxes == ("shot", "first=state")
    assert study.questions["takeover"].refers_to == ("capable", "misaligned", "regulated", "first")
    assert study.questions["other"].refers_to == ()
    probe, audit = study.evidence.values()
    assert (probe.name, probe.title, probe.on) == ("probe", "A probe for reward hacking", "misaligned")
    assert (probe.trials, probe.positives) == (12, 2)
    assert (probe.sensitivity.best.value, probe.false_positive_rate.events) == (0.6, 12)
    assert (probe.common_failure.high.value, probe.common_failure.coverage) == (0.1, 0.8)
    assert (probe.source, probe.note) == ("https://example.org/probe", "One lab, three model organisms")
    assert (audit.title, audit.trials, audit.positives) == ("audit", 2, 2)
    assert (audit.common_failure, audit.source, audit.note) == (None, None, None)


fractions = st.floats(0, 1)
cells = st.tuples(fractions, fractions).map(lambda pair: tuple(sorted(pair)))


@given(cells, cells, cells, st.tuples(fractions, fractions, fractions))
def test_no_choice_within_the_cells_leaves_the_bounds_of_a_mixture(crux, given_it, otherwise, places):
    """The law of total probability, P(U) = P(C)P(U | C) + P(not C)P(U | not C), at any point of the cells."""
    c, g, h = (
        low + place * (high - low) for (low, high), place in zip((crux, given_it, otherwise), places, strict=True)
    )
    least, most = _mixed(crux, given_it, otherwise)
    assert least - 1e-12 <= c * g + (1 - c) * h <= most + 1e-12


@pytest.mark.parametrize(("u", "c", "g"), tuple(product((0.02, 0.3, 0.97), (0.01, 0.4, 0.99), (0.01, 0.5, 0.98))))
def test_a_crux_is_incoherent_just_where_no_rounding_mends_it(make_study, u, c, g):
    """Against a search over the rounding cells for P(U | not C) = (P(U) − P(C)P(U | C)) / (1 − P(C)) in [0, 1]."""
    toml = 'title = "t"\n[question.u]\ncruxes = ["c"]\n[question.c]\n'
    rows = "".join(f"{name},ada,2024-01-01,{value:.0%},,,,s,\n" for name, value in (("u", u), ("c", c), ("u | c", g)))
    checks = {problem.check for problem in check_study(make_study(toml, a=HEADER + rows), today=TODAY)}
    grid = np.linspace(-0.005, 0.005, 21)
    us, cs, gs = np.meshgrid(u + grid, c + grid, g + grid)
    implied = (us - cs * gs) / (1 - cs)
    assert ("incoherent_crux" in checks) == (not ((implied >= 0) & (implied <= 1)).any())


def test_the_incoherent_rows_of_the_adversarial_collaboration_are_told_by_person_and_crux(make_study, shared):
    """Forecasting Research Institute (2024): of 651 rows six imply P(U | not C) below 0, one within its rounding."""
    told = set()
    with (shared / "data" / "fri_adversarial_collaboration.csv").open(encoding="utf-8") as file:
        panel = list(csv.DictReader(file))
    for number, crux in enumerate(dict.fromkeys(row["crux"] for row in panel)):
        rows = HEADER
        for row in panel:
            if row["crux"] == crux and all(row.values()):
                said = {"u": row["p_extinction"], "c": row["p_crux"], "u | c": row["p_extinction_given_crux"]}
                rows += "".join(
                    f"{q},{row['forecaster']},2024-01-01,{float(p) * 100:.12g}%,,,,s,\n" for q, p in said.items()
                )
        toml = 'title = "t"\n[question.u]\ncruxes = ["c"]\n[question.c]\n'
        path = make_study(toml, folder=f"forecasts/{number}", a=rows)
        for problem in check_study(path, today=TODAY):
            assert problem.severity == "warning", str(problem)
            if problem.check == "incoherent_crux":
                told.add((problem.why.split("'")[1], crux))
    assert told == {
        ("Claire", "Warning shot"),
        ("Claire", "Progress in lethal technologies"),
        ("Claire", "Supers changing minds"),
        ("Claire", "Evidence of misalignment"),
        ("James", "Supers changing minds"),
    }


def test_stated_totals_are_no_fault_and_are_not_faulted_for_missing_parts(make_study):
    toml = """title = "t"
outcome = "both"
[question.a]
[question.b]
given = { a = true }
[question.both]
all_of = ["a", "b"]
"""
    rows = ["a,ada,2024-01-01,50%", "b,ada,2024-01-01,50%", "both,ada,2024-01-01,25%", "both,bo,2024-01-01,1%"]
    body = HEADER + "".join(f"{row},,,,s,\n" for row in rows)
    assert read_study(make_study(toml, a=body), today=TODAY).warnings == ()
