"""Parts that are true or false by design: house events of fault trees (Vesely et al., 1981, NUREG-0492, IV-3)."""

from collections import defaultdict
from itertools import product

import numpy as np
import pytest

from consilience.network import Network
from consilience.study import Question, check_study, read_study
from consilience.study.checks.fixed import _states
from tests.study.conftest import HEADER, TODAY

TOML = """title = "Valve"
outcome = "spill"
[question.open]
fixed = true
[question.error]
[question.flood]
fixed = false
[question.both]
all_of = ["open", "error"]
[question.spill]
any_of = ["both", "flood"]
"""
ROWS = HEADER + "error,Ada,2024-01-01,5%,,,,s,\n"


def told(folder):
    found = defaultdict(str)
    for problem in check_study(folder, today=TODAY):
        found[problem.check] += problem.why
    return found


def test_the_spill_is_the_error(make_study):
    study = read_study(make_study(TOML, a=ROWS), today=TODAY)
    assert [question.fixed for question in study.questions.values()] == [True, None, False, None, None]
    network = Network(study.questions)
    assert network.components == ("error",)
    assert network.followed == ("error", "both", "spill")
    credence = np.log(0.05 / 0.95)
    assert float(network.probability([credence], "spill")) == pytest.approx(0.05, rel=1e-12)


def test_what_is_said_of_it_is_told_and_does_not_count(make_study):
    folder = make_study(TOML, a=ROWS + "open,Ada,2024-01-01,60%,,,,s,\nopen,Bo,2024-01-01,100%,,,,s,\n")
    assert told(folder)["fixed_estimate"] == "'open' is fixed true by design, and 2 estimates of it do not count"
    assert [row.question for row in read_study(folder, today=TODAY).weighed] == ["error"]


@pytest.mark.parametrize(
    ("change", "check", "why"),
    [
        (
            ('"both", "flood"', '"both", "open"'),
            "settled",
            "'spill' follows from what is fixed by design alone: it always",
        ),
        (
            ('all_of = ["open"', 'all_of = ["flood"'),
            "settled",
            "'both' follows from what is fixed by design alone: it never",
        ),
        (('outcome = "spill"', 'outcome = "open"'), "settled", "the outcome 'open' is fixed true by design"),
        (
            ("fixed = true", 'fixed = true\nprior = "1-50%"'),
            "settings",
            "cannot be declared for what is fixed by design",
        ),
        (
            ("fixed = true", 'fixed = true\nany_of = ["error"]'),
            "settings",
            "cannot be declared for what is fixed by design",
        ),
        (("fixed = true", 'fixed = "yes"'), "settings", "'fixed' should be"),
        (("[question.error]", "[question.error]\ngiven = { open = false }"), "parent_state", "open is fixed true"),
    ],
)
def test_what_is_no_question_is_refused(make_study, change, check, why):
    assert why in told(make_study(TOML.replace(*change), a=ROWS))[check]


def test_a_test_of_what_is_fixed_tells_nothing(make_study):
    probe = '[evidence.a]\non = "open"\nobserved = "negative"\nsensitivity = "9%"\nfalse_positive_rate = "1%"\n'
    assert "the test is on 'open', which is fixed true" in told(make_study(TOML + probe, a=ROWS))["settled"]


def test_a_crux_that_is_fixed_moves_nothing(make_study):
    toml = TOML.replace("[question.error]", '[question.error]\ncruxes = ["open"]')
    assert told(make_study(toml, a=ROWS))["settled"].startswith("the crux 'open' is fixed true by design")


def test_a_total_is_not_held_against_parts_that_nobody_gave(make_study):
    toml = TOML.replace('any_of = ["both", "flood"]', 'not = "open"')
    assert not told(make_study(toml, a=ROWS + "spill,Ada,2024-01-01,5%,,,,s,\n"))["total_below_part"]


def test_a_state_that_design_rules_out_is_not_asked(make_study):
    toml = TOML.replace("[question.error]", '[question.error]\nparents = ["open"]')
    folder = make_study(toml, a=HEADER + "error | open,Ada,2024-01-01,5%,,,,s,\n")
    assert not {"missing_state", "unknown_question"} & {*told(folder)}
    assert Network(read_study(folder, today=TODAY).questions).components == ("error | open",)


GATES = [("all_of", None), ("any_of", None), ("at_least", 1), ("at_least", 2), ("at_least", 3)]


@pytest.mark.parametrize(("gate", "k"), GATES)
def test_a_gate_is_settled_just_where_every_state_of_what_is_open_says_the_same(gate, k):
    """Against all states of the members that are open, by brute force."""
    for states in product((True, False, None), repeat=3):
        assert settled(gate, k, states) == settled_by_force(gate, k, states), states


def settled_by_force(gate, k, states):
    needed = {"all_of": 3, "any_of": 1}.get(gate, k)
    ways = product(*[(True, False) if state is None else (state,) for state in states])
    found = {sum(way) >= needed for way in ways}
    return found.pop() if len(found) == 1 else None


def settled(gate, k, states):
    fixed = {True: "all_of", False: "any_of", None: None}
    members = {f"m{place}": Question(f"m{place}", "", gate=fixed[state]) for place, state in enumerate(states)}
    question = Question("g", "", gate=gate, of=tuple(members), k=k)
    return _states({**members, "g": question}).get("g")


def test_gates_that_stand_on_each_other_are_settled_once_each_however_many_and_deep(make_study):
    # Every layer names the one below twice: 2^150 ways down, and 150 gates.
    gates = "".join(
        f'[question.g{layer}]\nall_of = ["g{layer - 1}", "h{layer - 1}"]\n'
        f'[question.h{layer}]\nany_of = ["g{layer - 1}", "h{layer - 1}"]\n'
        for layer in range(1, 150)
    )
    start = 'title = "t"\noutcome = "g149"\n[question.g0]\nfixed = true\n[question.h0]\ntitle = "h"\n'
    assert "settled" in told(make_study(start + gates, a=HEADER + "h0,Ada,2024-01-01,5%,,,,s,\n"))
