"""Answers to a factor that do not look like draws of its population are told; those of draws raise no alarm."""

from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from scipy.special import expit, logit

from consilience.api import FactorFit
from consilience.frames.predictive_checks import predictive_checks, predictive_checks_frame, ranks_frame
from consilience.problems import WrongValueError
from consilience.report.lead import lead_sentences
from consilience.report.page import tables_of
from tests.builders.factor_fits import panel_fit
from tests.builders.fits import figures_of, write_study

TOML = """\
title = "A flood"
outcome = "flood"

[question.storm]
title = "A storm comes"

[question.breach]
title = "The wall breaks"
given = { storm = true }

[question.flood]
title = "The town is flooded"
all_of = ["storm", "breach"]
"""
ORDINARY = ("1%", "2%", "3%", "5%", "5%", "7%", "10%", "10%", "15%", "20%", "30%", "50%")
LOW = ("1%", "2%", "3%", "5%", "5%", "7%", "10%")
HIGH = ("90%", "95%", "80%", "85%", "99%")
TWO_SIDES = LOW * 2 + HIGH * 2


def rows(question: str, said: tuple[str, ...], groups: str = "") -> str:
    named = [groups[who % len(groups)] if groups else "" for who in range(len(said))]
    return "".join(
        f"{question},f{who},2025-01-15,{answer},{group},,s,\n"
        for who, (answer, group) in enumerate(zip(said, named, strict=True))
    )


def fit_to(folder: Path, storm: tuple[str, ...], breach: tuple[str, ...], more: str = "", **known: object) -> FactorFit:
    """A panel whose factors lie where their answers do, as far apart, normal and each by itself."""
    at = [logit([float(answer.rstrip("%")) / 100 for answer in said]) for said in (storm, breach)]
    known = {"location": [part.mean() for part in at], "scale": [part.std(ddof=1) for part in at], **known}
    study = write_study(folder / "s", TOML, rows("storm", storm) + rows("breach", breach) + more)
    return panel_fit(study, nu=1e6, **known)  # type: ignore[arg-type]


def test_a_factor_in_two_clusters_is_told_and_the_other_is_not(tmp_path: Path) -> None:
    fit = fit_to(tmp_path, ORDINARY * 2, TWO_SIDES)
    assert [check.passed for check in predictive_checks(fit, "storm")] == [True]
    assert [check.passed for check in predictive_checks(fit, "breach")] == [False]
    (said,) = [line for line in lead_sentences(fit) if "cluster" in line or "do not look like" in line]
    assert said.startswith(
        "The 24 answers to “The wall breaks” lie in two clusters that one population does not describe: 14 at 10% or "
        "below, 10 at 80% or above, and none between, where about "
    )
    (table,) = [table for table in tables_of(fit) if table.title == "Predictive checks"]
    assert [(row[0], row[2], row[-1]) for row in table.rows] == [
        ("A storm comes", "24", "looks like its population"),
        ("The wall breaks", "24", "does not look like one population"),
    ]
    assert "predictive" in figures_of(fit).kinds
    assert figures_of(fit).predictive("breach").caption.startswith("The 24 answers lie in two clusters, up to 10% and")
    assert figures_of(fit).predictive().caption.startswith("The 24 answers look like draws of their population")


def test_ranks_are_those_in_the_population_of_the_factor_whatever_else_its_author_said(tmp_path: Path) -> None:
    answers = tuple(f"{100 * p:.5f}%" for p in expit(np.linspace(-4, 2, 10)))
    fit = fit_to(tmp_path, answers, answers, location=-1.0, scale=1.5, loading=0.9, jitter=0.0)
    frame = predictive_checks_frame(fit)
    assert frame["question"].tolist() == ["storm"] * 10 + ["breach"] * 10
    expected = np.tile(stats.norm.cdf(np.linspace(-4, 2, 10), -1.0, 1.5), 2)
    assert frame["rank"].to_numpy() == pytest.approx(expected, abs=1e-4)


def test_whoever_names_their_group_once_is_ranked_in_it(tmp_path: Path) -> None:
    said = "storm,ada,2025-01-15,20.000%,river,,s,\nstorm,bo,2025-01-15,20.000%,coast,,s,\n"
    # Bo names a group on one factor alone.
    said += "breach,ada,2025-01-15,20.000%,river,,s,\nbreach,bo,2025-01-14,20.000%,,,s,\n"
    fit = panel_fit(write_study(tmp_path / "s", TOML, said), location=[[-3.0], [3.0]], nu=1e6, jitter=0.0)
    for question in ("storm", "breach"):
        ranks = ranks_frame(fit, question).set_index("forecaster")["rank"]
        assert ranks.to_dict() == pytest.approx(
            {"ada": stats.norm.cdf(logit(0.2), -3), "bo": stats.norm.cdf(logit(0.2), 3)}, abs=1e-3
        )


def test_of_a_stated_total_there_is_no_rank(tmp_path: Path) -> None:
    fit = fit_to(tmp_path, ORDINARY, ORDINARY, rows("flood", ORDINARY))
    assert set(predictive_checks_frame(fit)["question"]) == {"storm", "breach"}
    assert predictive_checks(fit, "flood") == ()
    with pytest.raises(WrongValueError, match="no answer to 'flood' has a rank"):
        figures_of(fit).predictive("flood")


def test_clusters_named_as_groups_are_no_matter(tmp_path: Path) -> None:
    said = tuple(answer for pair in zip(LOW[:5] * 2, HIGH * 2, strict=True) for answer in pair)
    at = [logit([float(answer.rstrip("%")) / 100 for answer in part]) for part in (LOW[:5], HIGH)]
    study = write_study(tmp_path / "s", TOML, rows("storm", said, "xy") + rows("breach", said, "xy"))
    location = np.repeat([[part.mean()] for part in at], 2, axis=1)
    fit = panel_fit(study, location=location, scale=max(part.std() for part in at), nu=1e6)
    assert [check.group for check in predictive_checks(fit, "storm")] == ["all", "x", "y"]
    assert not [line for line in lead_sentences(fit) if "population" in line and "not" in line]


def test_of_many_factors_three_are_told_whole_and_the_others_named(tmp_path: Path) -> None:
    names = [f"step{place}" for place in range(5)]
    toml = 'title = "Steps"\noutcome = "all"\n' + "".join(f'[question.{name}]\ntitle = "{name}"\n' for name in names)
    toml += f'[question.all]\ntitle = "All"\nall_of = {names}\n'.replace("'", '"')
    at = logit([float(answer.rstrip("%")) / 100 for answer in TWO_SIDES])
    study = write_study(tmp_path / "s", toml, "".join(rows(name, TWO_SIDES) for name in names))
    fit = panel_fit(study, location=at.mean(), scale=at.std(ddof=1), nu=1e6)
    said = [line for line in lead_sentences(fit) if "one population" in line]
    assert ["two clusters" in line for line in said] == [True, True, True, False]
    assert said[-1].startswith("On 2 other questions the answers do not look like one population: “step3”, “step4”.")
