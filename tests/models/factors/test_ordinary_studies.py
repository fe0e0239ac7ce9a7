"""Ordinary small studies of factors, of which bounds and silent groups made hard ones to sample: they are published."""

from pathlib import Path

import pytest

from consilience.study import read_study
from tests.builders.fits import fit_study, write_study

pytestmark = [pytest.mark.slow, pytest.mark.certified("factors")]

TOML = """\
title = "A chain"
outcome = "harm"

[question.built]
title = "It is built"

[question.used]
title = "It is used"
given = { built = true }

[question.fails]
title = "It fails"
given = { used = true }

[question.harm]
title = "Harm"
all_of = ["fails"]
"""
# What each says of what, with their group behind the slash.
STUDIES: dict[str, dict[str, dict[str, str]]] = {
    "bounds of seven in four groups": {
        f"p{place}/{'abcd'[place % 4]}": {"built": f"{1 + place}%", "used": f"{5 + 7 * place}%", "fails": "<1%"}
        for place in range(7)
    },
    "bounds on both sides": {
        f"p{place}/{'abcd'[place % 4]}": {"built": ">90%", "used": "<1%", "fails": ">99%"} for place in range(6)
    },
    "bounds beside numbers": {
        "p0/a": {"built": "<10%", "used": "5%", "fails": ">50%"},
        "p1/b": {"built": "<3%", "used": "<1%", "fails": "60%"},
    },
    "bounds far apart": {
        "p0/a": {"built": "<10%", "used": "<10%"},
        "p1/a": {"built": "<0.001%", "used": "5%"},
        "p2/a": {"built": "50%", "used": "<1 in a million"},
    },
    "a factor that one of two groups spoke of": {
        **{f"p{place}/a": {"built": f"{20 + 9 * place}%"} for place in range(8)},
        "q/b": {"used": "10%", "fails": "40%"},
    },
    "five groups of two": {
        f"p{place}/{'abcde'[place % 5]}": {"built": f"{10 + 6 * place}%", "used": f"{3 + 2 * place}%", "fails": "50%"}
        for place in range(10)
    },
    "totals below a bound": {f"p{place}/a": {"built": f"{20 + 9 * place}%", "harm": "<1%"} for place in range(4)},
    "totals alone": {f"p{place}/{'ab'[place % 2]}": {"harm": f"{1 + 3 * place}%"} for place in range(6)},
    "no two of one factor and group": {
        "p0/a": {"built": "10%"},
        "p1/b": {"used": "5%"},
        "p2/c": {"fails": "40%"},
        "p3/a": {"used": "20%"},
        "p4/b": {"fails": "9%"},
    },
}


def rows_of(said: dict[str, dict[str, str]]) -> str:
    return "".join(
        f"{question},{name},2025-01-15,{text},{group},,s,\n"
        for (name, group), answers in ((who.split("/"), answers) for who, answers in said.items())
        for question, text in answers.items()
    )


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", STUDIES)
def test_they_are_published(name: str, seed: int, tmp_path: Path) -> None:
    fit = fit_study(read_study(write_study(tmp_path / "s", TOML, rows_of(STUDIES[name]))), seed=seed)
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]
