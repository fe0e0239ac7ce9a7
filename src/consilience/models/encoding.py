"""Statements as arrays: what the consensus model takes in, padded so that studies of one size share a compilation."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from scipy.special import logit, ndtri

from consilience.models.locations import location_arrays
from consilience.models.priors import LOCATION_PRIOR, STARTS
from consilience.models.spreads import SPREAD_POINTS, interior_logits, spread_points
from consilience.notation import (
    BaseRate,
    Bounds,
    Inequality,
    Number,
    Point,
    Quantiles,
    Range,
    Survey,
    Value,
    Words,
)
from consilience.study import Estimate, Study

QUESTIONS_STEP = 48
PAIRS_STEP = 96

Z90, Z95 = 1.6448536269514722, 1.959963984540054

# The columns of each kind of observation. One array a kind: each array of a model costs seconds of compilation.
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "cell": ("pair", "low", "high", "low_open", "high_open", "count"),
    "spread": ("pair", "at"),
    "median": ("pair", "n", "low", "high", "low_open", "high_open"),
    "width": ("pair", "n", "ranks", "lower_low", "lower_high", "upper_low", "upper_high", "touching"),
    "mean": ("pair", "n", "value", "grid", "median", "has_median"),
    "rate": ("question", "trials", "events"),
}
BLOCK_WIDTHS = {block: len(names) + (SPREAD_POINTS - 1) * ("at" in names) for block, names in BLOCKS.items()}

type Row = tuple[float | np.ndarray, ...]
type Observation = tuple[str, Row]


@dataclass(frozen=True)
class ConsensusData:
    """Everything the consensus model is given, with the names that its parameters stand for.

    Attributes
    ----------
    question_names : tuple of str
        Questions with at least one voice or base rate: the first entries of ``mu`` and ``tau``.
    pair_names : tuple of (str, str)
        Question and group of the first entries of ``group_raw``; the group of those who named none is ``""``.
    questions, pairs : int
        Padded sizes.
    arrays : mapping of str to ndarray
        What enters the model as data, by name. Locations are log odds.
    """

    question_names: tuple[str, ...]
    pair_names: tuple[tuple[str, str], ...]
    questions: int
    pairs: int
    arrays: Mapping[str, np.ndarray]

    @property
    def size(self) -> tuple[int, int]:
        """Padded numbers of questions and pairs: studies of one size share a compilation."""
        return self.questions, self.pairs

    @property
    def start(self) -> Mapping[str, float | np.ndarray]:
        """Where chains start, give or take one, by unconstrained parameter; zero where it is not named."""
        return STARTS


def encode_study(study: Study) -> ConsensusData:
    """Turn a study's standing voices and base rates into the arrays of its consensus model.

    Parameters
    ----------
    study : Study
        As read; questions without voices or base rates are left out, as are quantities.

    Returns
    -------
    ConsensusData
    """
    priors = {name: question.prior for name, question in study.questions.items()}
    kept = [row for row in study.weighed() if _is_event(study, row)]
    order = {name: place for place, name in enumerate(study.questions)}
    return encode(sorted(kept, key=lambda row: order[row.asked]), priors)


def _is_event(study: Study, row: Estimate) -> bool:
    return study.question(row.question).unit is None


def encode(rows: Iterable[Estimate], priors: Mapping[str, Value | None] | None = None) -> ConsensusData:
    """Turn estimates into the arrays of the consensus model.

    Parameters
    ----------
    rows : iterable of Estimate
        The estimates that count, each once.
    priors : mapping of str to Value, optional
        Declared prior of the median forecaster, by question.

    Returns
    -------
    ConsensusData

    Examples
    --------
    >>> from datetime import date
    >>> from consilience.notation import parse
    >>> row = Estimate("doom", "ada", date(2024, 1, 1), "10%", parse("10%"))
    >>> encode([row]).arrays["cell"][:, 1].round(2)
    array([-2.25])
    """
    rows = list(rows)
    questions = tuple(dict.fromkeys(row.question for row in rows))
    pairs = tuple(dict.fromkeys((row.question, row.group or "") for row in rows if row.kind != "base_rate"))
    blocks: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        for block, columns in observations(row.value):
            index = questions.index(row.question) if block == "rate" else pairs.index((row.question, row.group or ""))
            blocks[block].append((index, *columns))
    packed = pack_blocks(blocks)
    arrays = packed | _population_arrays(questions, pairs, priors or {}, packed)
    return ConsensusData(questions, pairs, len(arrays["prior"]), arrays["pair_question"].size, arrays)


def observations(value: Value) -> Iterator[Observation]:
    """What one statement contributes to the likelihood: block and columns after the index, in the order of BLOCKS."""
    yield from _ENCODERS[type(value)](value)


def _cell(low: float, high: float) -> Observation:
    """A credence between two probabilities; edges at 0 and 1 are open."""
    low_open, high_open = low <= 0, high >= 1
    lo = logit(high) - 1 if low_open else logit(low)
    hi = logit(low) + 1 if high_open else logit(high)
    return "cell", (lo, hi, float(low_open), float(high_open), 1.0)


def _point(value: Point) -> Iterator[Observation]:
    yield _cell(value.number.low, value.number.high)


def _inequality(value: Inequality) -> Iterator[Observation]:
    at = value.bound.value
    low, high = (0.0, at) if value.relation in ("<", "<=") else (at, 1.0)
    # ">0%" and "<100%" rule out a single point: true of every credence on the log-odds scale.
    if low > 0 or high < 1:
        yield _cell(low, high)


def _range(value: Range) -> Iterator[Observation]:
    # A range from 0% or to 100% has one end only: what was said is an inequality.
    if value.low.value <= 0 or value.high.value >= 1:
        if value.low.value > 0 or value.high.value < 1:
            yield _cell(value.low.value, value.high.value)
        return
    yield "spread", (spread_points(value),)


def _bounds(value: Bounds) -> Iterator[Observation]:
    yield "spread", (spread_points(value),)


def _quantiles(value: Quantiles) -> Iterator[Observation]:
    yield "spread", (spread_points(value),)


def _words(value: Words) -> Iterator[Observation]:
    yield from observations(value.meaning)


def _survey(value: Survey) -> Iterator[Observation]:
    """Median, spread and mean of a survey; one whose size is unknown counts as one voice."""
    n = value.n or 1
    for _, (low, high, low_open, high_open, _) in _cells_of_median(value.median):
        yield "median", (float(n), low, high, low_open, high_open)
    if n > 1 and value.ci95 is not None:
        # The ranks of a distribution-free confidence interval of the median, and what a bootstrap's converges to.
        yield _width(n, min(Z95 * sqrt(n), n - 1), *value.ci95)
    if n > 1 and value.quartiles is not None:
        yield _width(n, (n + 1) / 2, *value.quartiles)
    if n > 1 and value.mean is not None:
        # The notation reads no mean beside a median that is a bound.
        has_median = isinstance(value.median, Number)
        median = float(interior_logits((value.median,))[0]) if isinstance(value.median, Number) else 0.0
        grid = value.mean.high - value.mean.low
        yield "mean", (float(n), value.mean.value, grid, median, float(has_median))
    elif value.mean is not None and value.median is None:
        # The mean of one voice is what that voice said.
        yield _cell(value.mean.low, value.mean.high)


def _cells_of_median(median: Number | Inequality | None) -> Iterator[Observation]:
    match median:
        case Inequality():
            yield from _inequality(median)
        case Number():
            yield _cell(median.low, median.high)


def _width(n: int, ranks: float, lower: Number, upper: Number) -> Observation:
    edges = np.clip([lower.low, lower.high, upper.low, upper.high], 1e-12, 1 - 1e-12)
    return "width", (float(n), ranks, *logit(edges), float(upper.low <= lower.high))


def _base_rate(value: BaseRate) -> Iterator[Observation]:
    yield "rate", (value.trials, value.events)


_ENCODERS: Mapping[type, Callable[..., Iterator[Observation]]] = {
    Point: _point,
    Inequality: _inequality,
    Range: _range,
    Bounds: _bounds,
    Quantiles: _quantiles,
    Words: _words,
    Survey: _survey,
    BaseRate: _base_rate,
}


def pack_blocks(blocks: Mapping[str, list[Row]]) -> dict[str, np.ndarray]:
    """Write the rows of each kind of observation as one matrix; a cell said by many of one group is a row with a count.

    Parameters
    ----------
    blocks : mapping of str to list of tuple
        Rows by the names of :data:`BLOCKS`.

    Returns
    -------
    dict of str to ndarray of shape (rows, columns)
    """
    counts: dict[Row, float] = defaultdict(float)
    for *cell, count in blocks.get("cell", []):
        counts[tuple(cell)] += float(count)
    merged = dict(blocks) | {"cell": [(*cell, count) for cell, count in counts.items()]}
    return {
        block: np.array([np.hstack(row) for row in merged.get(block, [])], dtype="float64").reshape(-1, columns)
        for block, columns in BLOCK_WIDTHS.items()
    }


def rounded_up(size: int, step: int) -> int:
    """Size of a padded array: a multiple of the step, and never none."""
    return step * max(1, ceil(size / step))


def _population_arrays(
    questions: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    priors: Mapping[str, Value | None],
    blocks: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Padded priors and what places the groups of each question."""
    padded_questions = rounded_up(len(questions), QUESTIONS_STEP)
    padded_pairs = rounded_up(len(pairs), PAIRS_STEP)
    declared = [prior_of_median(priors.get(name)) for name in questions]
    location, scale = np.zeros(padded_questions), np.ones(padded_questions)
    if declared:
        location[: len(questions)], scale[: len(questions)] = np.transpose(declared)
    of_pair = np.zeros(padded_pairs, dtype="int64")
    of_pair[: len(pairs)] = [questions.index(question) for question, _ in pairs]
    return {
        "prior": np.stack([location, scale], axis=1),
        "pair_question": of_pair,
        **location_arrays(padded_questions, of_pair, len(pairs), blocks),
    }


def prior_of_median(declared: Value | None, default: tuple[float, float] = LOCATION_PRIOR) -> tuple[float, float]:
    """Mean and standard deviation of the median forecaster's log odds before anything was said.

    Parameters
    ----------
    declared : Value, optional
        A range or best-with-bounds; 90% coverage where none is stated.
    default : tuple of float
        Where none is declared.

    Returns
    -------
    tuple of float
    """
    match declared:
        case Range() | Bounds():
            low, high = interior_logits((declared.low, declared.high))
            best = (low + high) / 2 if isinstance(declared, Range) else interior_logits((declared.best,))[0]
            reach = Z90 if declared.coverage is None else float(ndtri((1 + declared.coverage) / 2))
            return float(best), float((high - low) / 2 / reach)
        case None:
            return default
        case _:
            msg = f"a prior is a range or a best value with bounds, not {type(declared).__name__.lower()}"
            raise TypeError(msg)
