"""Frames are made once a fit, are never changed by who asked for them, and go with their fit."""

import gc
import weakref
from collections.abc import Sequence

import pandas as pd
import pytest

from consilience.frames.memory import remembered
from consilience.sampling.fit import Fit
from tests.builders.fits import synthetic_fit


@pytest.fixture
def made() -> list[tuple]:
    """What the function below was called with."""
    return []


@pytest.fixture
def frame(made: list[tuple]):
    @remembered
    def frame(fit: Fit, questions: Sequence[str] | None = None, *, group: str = "all") -> pd.DataFrame:
        """What it says."""
        if group == "nobody":
            raise ValueError(group)
        made.append((fit, questions, group))
        return pd.DataFrame({"value": [len(made)]})

    return frame


def test_a_frame_is_made_once(frame, made: list[tuple], fit: Fit) -> None:
    assert [frame(fit)["value"].item() for _ in range(3)] == [1, 1, 1]
    assert len(made) == 1


def test_however_the_same_is_asked(frame, made: list[tuple], fit: Fit) -> None:
    for asked in (
        lambda: frame(fit, ["a", "b"]),
        lambda: frame(fit, questions=["a", "b"]),
        lambda: frame(fit, ("a", "b"), group="all"),
        lambda: frame(fit=fit, questions=["a", "b"]),
    ):
        asked()
    assert len(made) == 1


def test_whatever_differs_is_made_anew(frame, made: list[tuple], fit: Fit) -> None:
    other = synthetic_fit(fit.study)
    for asked in (
        lambda: frame(fit),
        lambda: frame(fit, ["a"]),
        lambda: frame(fit, ["a", "b"]),
        lambda: frame(fit, group="river"),
        # The same study fitted again is another fit.
        lambda: frame(other),
    ):
        asked()
    assert [(of is fit, questions, group) for of, questions, group in made] == [
        (True, None, "all"),
        (True, ["a"], "all"),
        (True, ["a", "b"], "all"),
        (True, None, "river"),
        (False, None, "all"),
    ]


def test_what_is_handed_out_is_a_copy(frame, fit: Fit) -> None:
    first = frame(fit)
    first.loc[0, "value"] = 99
    first["more"] = 1
    again = frame(fit)
    assert again.columns.tolist() == ["value"]
    assert again["value"].item() == 1


def test_the_first_that_is_handed_out_is_a_copy_too(frame, fit: Fit) -> None:
    assert frame(fit) is not frame(fit)


def test_frames_go_with_their_fit(frame, made: list[tuple], fit: Fit) -> None:
    other = synthetic_fit(fit.study)
    frame(other)
    made.clear()
    gone = weakref.ref(other)
    del other
    gc.collect()
    assert gone() is None


def test_a_failure_is_not_kept(frame, made: list[tuple], fit: Fit) -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="nobody"):
            frame(fit, group="nobody")
    assert made == []


def test_a_wrong_argument_is_refused_as_by_the_function_itself(frame, fit: Fit) -> None:
    with pytest.raises(TypeError, match="colour"):
        frame(fit, colour="red")


def test_it_looks_like_the_function(frame) -> None:
    assert (frame.__name__, frame.__doc__) == ("frame", "What it says.")
