"""What is called the most, and what cannot be told apart."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from consilience.frames.ranking import chances_of_first, foremost, the_most


@given(st.lists(st.lists(st.integers(-3, 3), min_size=4, max_size=4), min_size=1))
def test_chances_sum_to_one_whatever_is_level(values: list[list[int]]) -> None:
    assert chances_of_first(values).sum() == pytest.approx(1)


def test_what_is_level_shares_and_what_is_missing_has_no_chance() -> None:
    assert chances_of_first([[1.0, 1.0, np.nan], [2.0, 0.0, np.nan]]).tolist() == [0.75, 0.25, 0.0]


@pytest.mark.parametrize(
    ("chances", "names"),
    [
        ([0.9, 0.1, 0.0, 0.0], ["a"]),
        ([0.89, 0.06, 0.05, 0.0], ["a", "b"]),
        ([0.2, 0.3, 0.1, 0.4], ["d", "b", "a"]),
        ([0.25, 0.25, 0.25, 0.25], []),
    ],
)
def test_the_fewest_of_whom_one_is_the_greatest(chances: list[float], names: list[str]) -> None:
    assert foremost(["a", "b", "c", "d"], chances) == names


@pytest.mark.parametrize(
    ("names", "chances", "says"),
    [
        (["rain"], [1.0], "“rain” moves it the most"),
        (["rain", "snow", "hail"], [0.15, 0.8, 0.05], "“snow” or “rain” moves it the most"),
        # One of two is the greatest of two: that says nothing.
        (["rain", "snow"], [0.2, 0.8], "No factor clearly moves it the most"),
        (["rain", "snow", "hail", "fog"], [0.3, 0.3, 0.3, 0.1], "“rain” or “snow” or “hail” moves it the most"),
        (["rain", "snow", "hail", "fog"], [0.25] * 4, "No factor clearly moves it the most"),
        (["rain " * 20, "snow " * 20], [0.5, 0.5], "No factor clearly moves it the most"),
        (["rain " * 40, "snow"], [0.95, 0.05], f"“{'rain ' * 40}” moves it the most"),
    ],
)
def test_the_most_is_said_where_it_is_known(names: list[str], chances: list[float], says: str) -> None:
    assert the_most(names, chances, does="moves it", what="factor") == says
