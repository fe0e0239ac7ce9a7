"""Records that a rate of 0% or 100% makes all but impossible."""

from pathlib import Path

import pytest

from consilience.study import read_study
from tests.builders.fits import write_study

QUESTIONS = """\
title = "A box"
outcome = "both"

[question.a]
title = "A"

[question.b]
title = "B"

[question.both]
title = "Both"
all_of = ["a", "b"]

"""
ROWS = "a,ada,2025-01-15,10%,,,a letter,\nb,ada,2025-01-15,20%,,,a letter,\n"


def told(folder: Path, *tests: str) -> list[str]:
    toml = QUESTIONS + "\n".join(f'[evidence.t{place}]\non = "a"\n{test}\n' for place, test in enumerate(tests))
    study = read_study(write_study(folder / "box", toml, ROWS))
    return [warning.why for warning in study.warnings if warning.check == "certain_rate"]


@pytest.mark.parametrize(
    ("test", "says"),
    [
        (
            'positives = 0\ntrials = 4\nsensitivity = "100%"\nfalse_positive_rate = "1%"',
            "where 'a' is true, a sensitivity of 100% makes this record all but impossible (0 of 4 positive)",
        ),
        (
            'positives = 1\ntrials = 4\nsensitivity = "80%"\nfalse_positive_rate = "0%"',
            "where 'a' is false, a false_positive_rate of 0% makes this record all but impossible (1 of 4 positive)",
        ),
    ],
)
def test_what_hangs_on_the_rounding_of_a_rate_alone_is_told(tmp_path: Path, test: str, says: str) -> None:
    (why,) = told(tmp_path, test)
    assert why.startswith(says)


@pytest.mark.parametrize(
    "test",
    [
        'positives = 4\ntrials = 4\nsensitivity = "100%"\nfalse_positive_rate = "1%"',
        'positives = 0\ntrials = 4\nsensitivity = "99%"\nfalse_positive_rate = "0%"',
        'positives = 0\ntrials = 4\nsensitivity = "90-100%"\nfalse_positive_rate = "1%"',
        # A flaw that all trials share may be why none is positive.
        'positives = 0\ntrials = 4\nsensitivity = "100%"\nfalse_positive_rate = "1%"\ncommon_failure = "5%"',
        'likelihood_ratio = "1:5"',
    ],
)
def test_a_record_that_a_rate_leaves_room_for_is_no_complaint(tmp_path: Path, test: str) -> None:
    assert told(tmp_path, test) == []
