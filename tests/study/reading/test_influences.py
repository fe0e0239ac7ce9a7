"""``noisy_or`` and ``noisy_and``: what their rows are called, how many there are, what is refused in which words."""

from pathlib import Path

import pytest

from consilience.problems import Problem
from consilience.study import check_study, components, read_study

START = """title = "T"
outcome = "flood"
[question.rain]
title = "Rain"
[question."a breach"]
title = "Breach"
[question.flood]
title = "Flood"
"""
CAUSES = 'noisy_or = ["rain", "a breach"]'
NEEDS = 'noisy_and = ["rain", "a breach"]'
OF_CAUSES = {"flood | rain alone": "30%", "flood | a breach alone": "80%", "flood | none": "1%"}
OF_NEEDS = {"flood | not rain alone": "0%", "flood | not a breach alone": "5%", "flood | all": "90%"}


def study(folder: Path, declared: str, rows: dict[str, str], tail: str = "") -> Path:
    (folder / "estimates").mkdir()
    (folder / "study.toml").write_text(f"{START}{declared}\n{tail}", "utf-8")
    said = {"rain": "20%", "a breach": "10%"} | rows
    lines = [f'"{name}",Ada,2026-01-01,{estimate},s' for name, estimate in said.items()]
    (folder / "estimates/a.csv").write_text("\n".join(["question,forecaster,date,estimate,source", *lines]), "utf-8")
    return folder


def told(folder: Path, declared: str, rows: dict[str, str], tail: str = "") -> tuple[Problem, ...]:
    return check_study(study(folder, declared, rows, tail))


@pytest.mark.parametrize(("declared", "rows"), [(CAUSES, OF_CAUSES), (NEEDS, OF_NEEDS)])
def test_there_is_a_number_for_each_parent_and_one_for_none_or_all(tmp_path, declared, rows):
    read = read_study(study(tmp_path, declared, rows))
    assert components(read.questions["flood"], read.questions) == tuple(rows)
    assert [row.question for row in read.rows][2:] == list(rows)
    assert read.warnings == ()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("flood|rain alone", "flood | rain alone"),
        ("flood |  rain   ALONE ", "flood | rain alone"),
        ("flood | a breach Alone", "flood | a breach alone"),
        ("flood | leak", "flood | none"),
        ("flood | None", "flood | none"),
    ],
)
def test_a_strength_and_a_leak_have_one_spelling(tmp_path, said, read):
    rows = {name: estimate for name, estimate in OF_CAUSES.items() if name != read} | {said: "7%"}
    found = read_study(study(tmp_path, CAUSES, rows))
    assert [row.said for row in found.rows if row.question == read] == ["7%"]


@pytest.mark.parametrize(
    ("declared", "said", "remedy"),
    [
        (CAUSES, "flood | rain", "write 'flood | rain alone' if this is how probable rain alone makes it"),
        (CAUSES, "flood | rain, not a breach", "write one of 'flood | rain alone'"),
        (CAUSES, "flood | not rain alone", "write one of 'flood | rain alone'"),
        (CAUSES, "flood | wind alone", "write one of 'flood | rain alone'"),
        (CAUSES, "flood | all", "'flood | none'"),
        (CAUSES, "flood |", "write one of 'flood | rain alone'"),
        (CAUSES, "flood | alone", "write one of 'flood | rain alone'"),
        (NEEDS, "flood | not rain", "write 'flood | not rain alone' if this is how probable it is with rain alone"),
        (NEEDS, "flood | rain alone", "write one of 'flood | not rain alone'"),
        (NEEDS, "flood | none", "'flood | all'"),
        (NEEDS, "flood | leak", "'flood | all'"),
    ],
)
def test_what_leaves_open_which_number_it_is_is_refused(tmp_path, declared, said, remedy):
    of = OF_CAUSES if declared == CAUSES else OF_NEEDS
    (problem,) = told(tmp_path, declared, of | {said: "7%"})
    assert problem.check == "unknown_question"
    assert remedy in problem.remedy


@pytest.mark.parametrize("left_out", OF_CAUSES)
def test_each_of_them_is_needed(tmp_path, left_out):
    (problem,) = told(tmp_path, CAUSES, {name: said for name, said in OF_CAUSES.items() if name != left_out})
    assert problem.check == "missing_state"
    assert f"'{left_out}'" in problem.why


def test_a_declared_prior_is_that_of_each(tmp_path):
    assert all(p.severity == "warning" for p in told(tmp_path, f'{CAUSES}\nprior = "10% [1%, 50%]"', {}))


@pytest.mark.parametrize(
    ("total", "bound"), [("0.5%", "at least"), ("30%", "at most"), ("13%", None), ("10-14%", None)]
)
def test_a_total_is_held_against_what_its_parts_allow(tmp_path, total, bound):
    """Parents that exclude one another give the most: 1 − 0.99 × (1 − 0.14), and a little for what was rounded."""
    problems = told(tmp_path, CAUSES, OF_CAUSES | {"flood": total})
    assert [problem.check for problem in problems] == ["total_below_part"] * bool(bound)
    assert all(str(bound) in problem.why for problem in problems)


@pytest.mark.parametrize(
    ("declared", "why"),
    [
        (f'{CAUSES}\nany_of = ["rain", "a breach"]', "a question has one gate, not any_of and noisy_or"),
        (f'{CAUSES}\nnoisy_and = ["rain"]', "a question has one gate, not noisy_or and noisy_and"),
        (f'{CAUSES}\nparents = ["rain"]', "'parents' cannot be declared for what follows from its parents by noisy_or"),
        (f'{CAUSES}\noptions = ["a", "b"]', "'options' cannot be declared for what follows from its parents by"),
        (f"{CAUSES}\ngiven = {{ rain = true }}", "'rain' stands in given and in noisy_or"),
        ('noisy_or = ["rain", "rain", "a breach"]', "'rain' stands twice in noisy_or"),
        ('noisy_or = ["rain", "a breach", "flood"]', "a question cannot be its own parent"),
        (f'{CAUSES}\nleak = "1%"', "unknown key 'leak'"),
        (f'{CAUSES}\ngate = "noisy-or"', "unknown key 'gate'"),
    ],
)
def test_what_cannot_stand_beside_it_is_told_once(tmp_path, declared, why):
    problems = [problem for problem in told(tmp_path, declared, OF_CAUSES) if problem.file.endswith("toml")]
    assert len(problems) == 1
    assert why in problems[0].why


def test_a_parent_that_is_fixed_false_bears_on_nothing(tmp_path):
    tail = '[question.off]\ntitle = "Off"\nfixed = false\n'
    declared = 'noisy_or = ["rain", "a breach", "off"]'
    assert told(tmp_path, declared, OF_CAUSES, tail) == ()
