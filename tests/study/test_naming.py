"""What a row is about: an event alone, or in a state of the questions it hangs on."""

import itertools

import pytest
from hypothesis import example, given, strategies as st

from consilience.problems import StudyError
from consilience.study import Question, append_estimate, check_study, components, conditional, name_of, read_study
from consilience.study.naming import Fault, canonical_question, state_of
from tests.study.conftest import HEADER, TODAY

TOML = """title = "t"
[question.capable]
[question.misaligned]
given = { capable = true }
[question.first]
options = ["lab", "state"]
[question.extinction]
parents = ["misaligned", "first=lab"]
prior = "10% [0.1%, 90%]"
[question.loss]
cruxes = ["capable", "first=lab"]
"""
# Names that a study may have: "not" alone, and words that begin with it, are not denials.
NAMES = st.one_of(
    st.sampled_from(["not", "nothing", "knot", "a b", "é", "no-t", "Not_a"]),
    st.text("abnot é_-0", min_size=1, max_size=8).map(str.strip),
).filter(lambda name: name and not name.lower().startswith("not "))
BLANKS = st.sampled_from(["", " ", "  ", "\t "])


@st.composite
def spelt(draw):
    """A question, one state of its parents or cruxes, and some spelling of it."""
    name, *others = draw(st.lists(NAMES, min_size=2, max_size=6, unique=True))
    hangs_on_parents = draw(st.booleans())
    named = others if hangs_on_parents else [draw(st.sampled_from(others))]
    state = {other: draw(st.booleans()) for other in named}
    parts = [
        draw(BLANKS) + ("" if holds else draw(st.sampled_from(["not ", "not   ", "NOT "]))) + other + draw(BLANKS)
        for other, holds in draw(st.permutations(list(state.items())))
    ]
    said = f"{draw(BLANKS)}{name}{draw(BLANKS)}|{','.join(parts)}"
    bonds = {"parents" if hangs_on_parents else "cruxes": tuple(others)}
    questions = {other: Question(other, other) for other in others} | {name: Question(name, name, **bonds)}
    return said, conditional(name, state), state, questions


@given(spelt())
def test_any_spelling_is_read_as_the_canonical_one_and_back(case):
    said, canonical, state, questions = case
    assert canonical_question(said, questions) == canonical
    assert canonical_question(canonical, questions) == canonical
    assert state_of(canonical) == state
    assert list(state_of(canonical)) == list(state)
    assert name_of(said) == name_of(canonical)


@given(st.lists(st.sampled_from(["a", "b", "c", "not ", "|", ",", " ", "="]), max_size=9).map("".join))
@example("c|b,not a")
def test_any_text_is_canonical_once_read_or_says_what_would_be_right(said):
    questions = {name: Question(name, name) for name in "ab"} | {"c": Question("c", "c", parents=("a", "b"))}
    about = canonical_question(said, questions)
    if isinstance(about, Fault):
        assert about.why
        assert about.remedy
    else:
        assert about in {*questions, *components(questions["c"], questions)}


@given(st.integers(0, 5))
def test_a_question_has_a_component_for_every_state_true_first_and_the_last_parent_fastest(number):
    parents = tuple("abcde"[:number])
    questions = {name: Question(name, name) for name in parents} | {"q": Question("q", "q", parents=parents)}
    found = [state_of(text) for text in components(questions["q"], questions)]
    assert [tuple(state.values()) for state in found] == list(itertools.product((True, False), repeat=number))
    assert all(tuple(state) == parents for state in found)


def chain(**more: Question) -> dict[str, Question]:
    return {
        "a": Question("a", "a"),
        "b": Question("b", "b", given={"a": True}),
        "c": Question("c", "c", given={"b": True}),
        "first": Question("first", "first", options=("lab", "state")),
        "late": Question("late", "late", options=("x", "y"), given={"a": True}),
        **more,
    }


IMPOSSIBLE = {
    ("a", "c"): ["q | a, c", "q | a, not c", "q | not a, not c"],
    ("first=lab", "first=state"): ["q | first=lab, not first=state", "q | not first=lab, first=state"],
    ("late=x", "late=y"): ["q | late=x, not late=y", "q | not late=x, late=y", "q | not late=x, not late=y"],
    ("a", "late=x"): ["q | a, late=x", "q | a, not late=x", "q | not a, not late=x"],
}


@pytest.mark.parametrize(("parents", "right"), IMPOSSIBLE.items())
def test_states_that_cannot_be_are_left_out(parents, right):
    questions = chain(q=Question("q", "q", parents=parents))
    assert list(components(questions["q"], questions)) == right


def test_the_given_of_a_question_leaves_states_out_too():
    questions = chain(q=Question("q", "q", given={"c": True}, parents=("a", "first=lab")))
    assert components(questions["q"], questions) == ("q | a, first=lab", "q | a, not first=lab")


def test_options_are_asked_in_every_state_and_gates_and_plain_questions_in_none():
    questions = chain(
        q=Question("q", "q", parents=("a",), options=("x", "y")),
        g=Question("g", "g", gate="all_of", of=("a", "b")),
    )
    assert components(questions["q"], questions) == ("q=x | a", "q=y | a", "q=x | not a", "q=y | not a")
    assert components(questions["b"], questions) == ("b",)
    assert components(questions["first"], questions) == ("first=lab", "first=state")
    assert components(questions["g"], questions) == ()


def test_rows_are_read_as_canonical(make_study):
    rows = [
        '"extinction|not  first=lab ,misaligned",ada,2024-01-01,10%,,,,s,',
        "loss |  NOT first=lab,ada,2024-01-01,10%,,,,s,",
        "extinction,ada,2024-01-01,5%,,,,s,",
        "first=lab,ada,2024-01-01,5%,,,,s,",
    ]
    study = read_study(make_study(TOML, a=HEADER + "\n".join(rows)), today=TODAY)
    assert [(row.question, row.asked, row.option, row.state) for row in study.rows] == [
        ("extinction | misaligned, not first=lab", "extinction", None, {"misaligned": True, "first=lab": False}),
        ("loss | not first=lab", "loss", None, {"first=lab": False}),
        ("extinction", "extinction", None, {}),
        ("first=lab", "first", "lab", {}),
    ]
    assert list(study.estimates["question"]) == [row.question for row in study.rows]
    assert study.question("extinction|misaligned, first=lab").name == "extinction"


def test_a_later_row_stands_however_the_state_is_spelled(make_study):
    rows = [
        '"extinction | misaligned, first=lab",ada,2024-01-01,10%,,,,s,',
        '"extinction|first=lab,misaligned",ada,2024-02-01,20%,,,,s,',
        '"extinction | misaligned, not first=lab",ada,2024-01-01,30%,,,,s,',
    ]
    study = read_study(make_study(TOML, a=HEADER + "\n".join(rows)), today=TODAY)
    assert [row.said for row in study.standing] == ["20%", "30%"]


def test_adding_makes_the_state_canonical_and_refuses_one_that_is_not_asked(make_study):
    study = read_study(make_study(TOML, a=HEADER), today=TODAY)
    added = study.with_estimate("extinction|first=lab,not misaligned", "ada", "5%").rows[-1]
    assert added.question == "extinction | not misaligned, first=lab"
    with pytest.raises(
        KeyError, match=r"leaves out 'misaligned'. To mend it: write one of 'extinction \| misaligned, first=lab'"
    ):
        study.with_estimate("extinction | first=lab", "ada", "5%")
    with pytest.raises(KeyError, match=r"'capable' is asked in no state of others\. To mend it: write capable"):
        study.with_estimate("capable | misaligned", "ada", "5%")


def test_appending_a_state_quotes_its_commas(make_study):
    path = make_study(TOML, a=HEADER)
    file, line = append_estimate(path, "extinction | misaligned, not first=lab", "ada", "5%", date="2024", today=TODAY)
    assert file.read_text("utf-8").splitlines()[line - 1].startswith('"extinction | misaligned, not first=lab",ada,')
    assert read_study(path, today=TODAY).rows[-1].state == {"misaligned": True, "first=lab": False}
    with pytest.raises(StudyError, match="leaves out 'first=lab'"):
        append_estimate(path, "extinction | misaligned", "ada", "5%", date="2024", today=TODAY)


def test_cruxes_bind_nothing_and_parents_do(make_study):
    toml = 'title = "t"\n[question.a]\n{0} = ["b"]\n[question.b]\n{1} = ["a"]\n'
    checks = {}
    for first, second in itertools.product(("parents", "cruxes"), repeat=2):
        path = make_study(toml.format(first, second), folder=f"forecasts/{first}_{second}", a=HEADER)
        checks[first, second] = "cycle" in {problem.check for problem in check_study(path, today=TODAY)}
    assert {bonds for bonds, is_cycle in checks.items() if is_cycle} == {("parents", "parents")}
    assert Question("q", "q", given={"first=lab": True}, parents=("a",), cruxes=("b",)).refers_to == ("first", "a")
