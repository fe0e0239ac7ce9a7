"""Titles of events: what tells an option from the others, and a state from the others."""

from pathlib import Path

import pytest

from consilience.frames import statements_frame, title_of
from consilience.study import Study, read_study
from tests.builders.fits import write_study

TOML = """\
title = "Titles"

[question.first]
title = "Who is first"
options = ["lab", "state"]

[question.storm]
title = "A storm comes"

[question.loss]
title = "Lives are lost"
parents = ["storm", "first=lab"]
"""
ROWS = """\
first=lab,ada,2025-01-15,60%,,,s,
first=state,ada,2025-01-15,40%,,,s,
storm,ada,2025-01-15,50%,,,s,
"loss | storm, first=lab",ada,2025-01-15,50%,,,s,
"loss | storm, not first=lab",ada,2025-01-15,40%,,,s,
"loss | not storm, first=lab",ada,2025-01-15,30%,,,s,
"loss | not storm, not first=lab",ada,2025-01-15,20%,,,s,
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    folder: Path = tmp_path_factory.mktemp("forecasts") / "titles"
    return read_study(write_study(folder, TOML, ROWS))


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("storm", "A storm comes"),
        ("loss", "Lives are lost"),
        ("first=lab", "Who is first: lab"),
        ("loss | storm, first=lab", "If storm, first=lab: Lives are lost"),
        ("loss | not storm, not first=lab", "If not storm, not first=lab: Lives are lost"),
        ("first=lab | storm", "If storm: Who is first: lab"),
    ],
)
def test_a_title_says_option_and_state(study: Study, name: str, title: str) -> None:
    assert title_of(study, name) == title


def test_statements_of_states_and_options_are_told_apart(study: Study) -> None:
    said = {row.question for row in study.rows}
    titles = {statements_frame(study, name)["question_title"].iloc[0] for name in said}
    assert titles == {title_of(study, name) for name in said}
    assert len(titles) == len(said) == 7


def test_a_question_that_is_not_asked_has_no_title(study: Study) -> None:
    with pytest.raises(KeyError, match="no question is called 'flood'"):
        title_of(study, "flood | storm")
