"""Studies that the gate refused although nothing was wrong with them: fitted, and published, whatever the seed."""

from pathlib import Path

import pytest

from benchmarks.populations import fpt_answers, study_of
from consilience.study import read_study
from tests.builders.fits import fit_study, write_study

pytestmark = [pytest.mark.slow, pytest.mark.certified("consensus")]

TOML = 'title = "Doom"\noutcome = "doom"\n\n[question.doom]\ntitle = "Doom"\n'
SURVEY = 'doom,them,2025-01-15,"n=3000 median=10%",public,survey,s,\n'


def persons(*said: str, group: str) -> str:
    return "".join(f'doom,p{place},2025-01-15,"{text}",{group},,s,\n' for place, text in enumerate(said))


STUDIES = {
    "a few persons beside a survey": persons("0.5%", "1%", "1%", "2%", "0.3%", group="lab") + SURVEY,
    "six who agree and one who is certain": persons("5%", "6%", "7%", "8%", "10%", "9%", "99.999%", group="lab"),
}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("name", STUDIES)
def test_what_is_only_hard_to_sample_is_published(name: str, seed: int, tmp_path: Path) -> None:
    fit = fit_study(read_study(write_study(tmp_path / "s", TOML, STUDIES[name])), seed=seed)
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]


@pytest.mark.parametrize("seed", [1, 2, 20221201])
@pytest.mark.usefixtures("shared")
def test_so_is_what_a_chain_may_find_late(seed: int) -> None:
    # Skews and spreads that hold some 1/300 of the probability, where now and then a chain begins: see MOST_ANEW.
    study = study_of([answer for answer in fpt_answers() if answer.question == "G1948-w7"], "rivers")
    fit = fit_study(study, seed=seed)
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]
