"""What ``[evidence.NAME]`` may say of a test, and what it may not."""

from pathlib import Path

import pytest

from consilience.problems import StudyError
from consilience.study import Evidence, read_study

START = """title = "A tank"
outcome = "leak"
[question.leak]
title = "It leaks"
[evidence.probe]
on = "leak"
source = "s"
note = "n"
"""
RATES = 'sensitivity = "80%"\nfalse_positive_rate = "5%"\n'


def probe(folder: Path, said: str) -> Evidence:
    (folder / "estimates").mkdir()
    (folder / "study.toml").write_text(START + said, "utf-8")
    (folder / "estimates/a.csv").write_text("question,forecaster,date,estimate\nleak,Ada,2026-01-01,10%\n", "utf-8")
    return read_study(folder).evidence["probe"]


@pytest.mark.parametrize(
    ("said", "positives", "certainty"),
    [
        ('observed = "positive"', 1, 1.0),
        ('observed = "negative"', 0, 1.0),
        ('observed = "Positive"', 1, 1.0),
        ('observed = "80% positive"', 1, 0.8),
        ('observed = "0.8 positive"', 1, 0.8),
        ('observed = "90%  negative"', 0, 0.9),
        ('observed = "1 in 6 positive"', 1, 1 / 6),
        ('observed = "20% positive"\ntrials = 3', 3, 0.2),
        ("positives = 2\ntrials = 3", 2, 1.0),
    ],
)
def test_an_outcome_is_read_with_how_sure_it_is(tmp_path: Path, said: str, positives: int, certainty: float) -> None:
    found = probe(tmp_path, f"{said}\n{RATES}")
    assert (found.positives, found.certainty) == (positives, pytest.approx(certainty))
    assert found.likelihood_ratio is None


@pytest.mark.parametrize(
    ("said", "ratio"),
    [
        ("4", 4),
        ("0.25", 0.25),
        ('"4"', 4),
        ('"1/5"', 0.2),
        ('"1:5"', 0.2),
        ('"3 : 1"', 3),
        ('" 2.5 "', 2.5),
        ('"1e-3"', 1e-3),
        ("1e-3", 1e-3),
    ],
)
def test_a_likelihood_ratio_stands_alone(tmp_path: Path, said: str, ratio: float) -> None:
    found = probe(tmp_path, f"likelihood_ratio = {said}\n")
    assert found.likelihood_ratio == pytest.approx(ratio)
    assert (found.sensitivity, found.false_positive_rate) == (None, None)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (f'observed = "perhaps"\n{RATES}', "'perhaps' is no outcome of a test"),
        (f'observed = "positive 80%"\n{RATES}', "is no outcome of a test"),
        (f'observed = "<80% positive"\n{RATES}', "'<80%' is not one number for how sure the outcome is"),
        (f'observed = "much positive"\n{RATES}', "much"),
        (f"observed = true\n{RATES}", "'observed' should be"),
        (RATES, "does not say what was observed"),
        ('observed = "positive"\nsensitivity = "80%"\n', "lacks 'false_positive_rate'"),
        ("likelihood_ratio = 0\n", "likelihood_ratio"),
        ("likelihood_ratio = -2\n", "likelihood_ratio"),
        ('likelihood_ratio = "0:1"\n', "'0:1' is no likelihood ratio"),
        ('likelihood_ratio = "1:0"\n', "'1:0' is no likelihood ratio"),
        ('likelihood_ratio = "3-10"\n', "'3-10' is no likelihood ratio"),
        ('likelihood_ratio = "40%"\n', "'40%' is no likelihood ratio"),
        (f'likelihood_ratio = "1{"0" * 400}"\n', "is no likelihood ratio"),
        (f'likelihood_ratio = "0.{"0" * 400}1"\n', "is no likelihood ratio"),
        ("likelihood_ratio = inf\n", "'inf' is no likelihood ratio"),
        ("likelihood_ratio = nan\n", "'nan' is no likelihood ratio"),
        ("likelihood_ratio = true\n", "'likelihood_ratio' should be"),
        ("likelihood_ratio = [4]\n", "'likelihood_ratio' should be"),
        (f'observed = "2 of 3 positive"\ntrials = 3\n{RATES}', "'2 of 3' is not one number"),
        (f"likelihood_ratio = 4\n{RATES}", "'sensitivity' a part of it"),
        ("likelihood_ratio = 4\ntrials = 3\n", "however many trials there were"),
        ('likelihood_ratio = 4\nobserved = "positive"\n', "'observed' a part of it"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path: Path, said: str, why: str) -> None:
    with pytest.raises(StudyError) as error:
        probe(tmp_path, said)
    told = [str(problem) for problem in error.value.problems]
    assert any(why in text for text in told), told
    assert all("To mend it" in text for text in told)
    assert "constrained" not in "".join(told)


def test_counts_are_told_where_they_go(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as error:
        probe(tmp_path, f'observed = "2 of 3 negative"\ntrials = 3\n{RATES}')
    assert error.value.problems[0].remedy == "write trials = 3 and positives = 1"
