"""The fuzzer itself: an input can be made anew, and the first few find nothing."""

import random

from tests.fuzz.__main__ import tried
from tests.fuzz.laws import of_a_study
from tests.fuzz.mutations import a_study, a_text


def test_an_input_is_made_anew_by_its_seed():
    assert [a_text(random.Random(seed)) for seed in range(50)] == [a_text(random.Random(seed)) for seed in range(50)]
    assert a_study(random.Random(7)) == a_study(random.Random(7))


def test_the_first_inputs_of_a_seed_find_nothing():
    for number in range(300):
        tried(f"as ever:{number}")


def test_studies_find_nothing():
    for number in range(12):
        of_a_study(a_study(random.Random(number)), by_command=number % 4 == 0)
