"""Implied totals while sampling: the log odds of exact inference, with their derivatives."""

import numpy as np
import pytensor
import pytensor.tensor as pt
import pytest
from scipy.optimize import approx_fprime

from consilience.models.factors.implied_op import implied, implied_totals
from consilience.models.factors.population import implied_totals as by_draw
from consilience.network import Network
from consilience.study import Question

CAUSES = tuple(f"c{place}" for place in range(25))
NETWORK = Network(
    {question.name: question for question in (
        Question("root", ""),
        *(Question(name, "", parents=("root",) if place % 5 == 0 else ()) for place, name in enumerate(CAUSES)),
        Question("any", "", parents=CAUSES, influence="noisy_or"),
        Question("every", "", parents=CAUSES, influence="noisy_and"),
        Question("some", "", gate="at_least", of=CAUSES, k=9),
    )}
)  # fmt: skip
EVENTS = ("any", "every", "some")


@pytest.fixture
def arrays() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Credences, decisions and spans of three totals and one that nobody stated."""
    diagrams = [NETWORK.diagram(event) for event in EVENTS]
    ends = np.cumsum([0, *(len(found.decisions) for found in diagrams)])
    span = [
        (first, end, found.holds, found.fails) for first, end, found in zip(ends[:-1], ends[1:], diagrams, strict=True)
    ]
    at = np.random.default_rng(3).normal(-1, 2, (4, len(NETWORK.components)))
    return at, np.vstack([found.decisions for found in diagrams]), np.array([*span, (0, 0, 1, 1)])


def test_they_are_those_of_exact_inference(arrays) -> None:
    at, decision, span = arrays
    exact = [float(NETWORK.log_odds(row, event)) for row, event in zip(at, EVENTS, strict=False)]
    assert implied(*arrays)[0] == pytest.approx([*exact, 0.0], rel=1e-9)
    found = by_draw(
        at[:, None].reshape(4, -1),
        {"follows": np.tile(np.arange(at.shape[1]), (4, 1)), "decision": decision, "span": span},
    )
    for place, event in enumerate(EVENTS):
        assert found[:, place] == pytest.approx(NETWORK.log_odds(at, event), rel=1e-9)


@pytest.mark.parametrize("shift", [0.0, -30.0, 30.0])
def test_their_derivatives_are_those_of_differences(arrays, shift: float) -> None:
    at, decision, span = arrays
    at = at + shift
    slope = implied(at, decision, span)[1]
    for total in range(len(span)):

        def of(row: np.ndarray, total: int = total) -> float:
            moved = at.copy()
            moved[total] = row
            return float(implied(moved, decision, span)[0][total])

        assert slope[total] == pytest.approx(approx_fprime(at[total], of, 1e-6), abs=1e-4)


@pytest.mark.parametrize("mode", ["NUMBA", "FAST_COMPILE"])
def test_a_compiled_graph_says_the_same(arrays, mode: str) -> None:
    at, decision, span = arrays
    value, data = pt.dmatrix(), [pt.as_tensor_variable(part) for part in (decision, span)]
    total = implied_totals(value, *data)
    run = pytensor.function([value], [total, pt.grad(pt.sum(total * np.arange(4)), value)], mode=mode)
    found, slope = run(at)
    expected, slopes = implied(at, decision, span)
    assert found == pytest.approx(expected)
    assert slope == pytest.approx(slopes * np.arange(4)[:, None])
