"""What the consensus model takes in: statements as arrays, padded so that studies of one size share a compilation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from consilience.likelihood.rows import Row, observations, pack_blocks, rung
from consilience.models.consensus.priors import DEFAULTS
from consilience.models.locations import location_arrays
from consilience.models.priors import PopulationPriors, population_median
from consilience.notation import Value
from consilience.study import Estimate, Study

# Sizes that studies are padded to.
QUESTIONS, PAIRS = (4, 12, 36), (8, 24, 64)


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
    priors : PopulationPriors
    """

    question_names: tuple[str, ...]
    pair_names: tuple[tuple[str, str], ...]
    questions: int
    pairs: int
    arrays: Mapping[str, np.ndarray]
    priors: PopulationPriors

    @property
    def size(self) -> tuple[int, int]:
        """Padded numbers of questions and pairs: studies of one size share a compilation."""
        return self.questions, self.pairs

    @property
    def start(self) -> Mapping[str, float | np.ndarray]:
        """About where chains start, by unconstrained parameter; near nought where it is not named."""
        return self.priors.start


def encode_study(study: Study, priors: PopulationPriors = DEFAULTS) -> ConsensusData:
    """Turn a study's standing voices and base rates into the arrays of its consensus model.

    Parameters
    ----------
    study : Study
        As read; questions without voices or base rates are left out, as are quantities.

    Returns
    -------
    ConsensusData
    """
    declared = {name: question.prior for name, question in study.questions.items()}
    return encode(rows_of(study), declared, priors)


def rows_of(study: Study) -> list[Estimate]:
    """What a study's consensus weighs, in the order of its questions: voices and base rates on events.

    Parameters
    ----------
    study : Study

    Returns
    -------
    list of Estimate
    """
    order = {name: place for place, name in enumerate(study.questions)}
    kept = [row for row in study.weighed if study.question(row.question).unit is None]
    # Base rates come after the voices of all questions.
    return sorted(kept, key=lambda row: order[row.asked])


def encode(
    rows: Iterable[Estimate],
    declared: Mapping[str, Value | None] | None = None,
    priors: PopulationPriors = DEFAULTS,
) -> ConsensusData:
    """Turn estimates into the arrays of the consensus model.

    Parameters
    ----------
    rows : iterable of Estimate
        The estimates that count, each once.
    declared : mapping of str to Value, optional
        Declared prior of the median forecaster, by question.
    priors : PopulationPriors
        All others.

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
    arrays = packed | _population_arrays(questions, pairs, declared or {}, priors, packed)
    return ConsensusData(questions, pairs, len(arrays["prior"]), arrays["pair_question"].size, arrays, priors)


def _population_arrays(
    questions: tuple[str, ...],
    pairs: tuple[tuple[str, str], ...],
    declared: Mapping[str, Value | None],
    priors: PopulationPriors,
    blocks: Mapping[str, np.ndarray],
) -> dict[str, np.ndarray]:
    """Padded priors and what places the groups of each question."""
    padded_questions = rung(len(questions), QUESTIONS)
    padded_pairs = rung(len(pairs), PAIRS)
    medians = [population_median(declared.get(name), priors.location) for name in questions]
    prior = np.tile([0.0, 1.0, np.inf], (padded_questions, 1))
    if medians:
        prior[: len(questions)] = medians
    of_pair = np.zeros(padded_pairs, dtype="int64")
    of_pair[: len(pairs)] = [questions.index(question) for question, _ in pairs]
    return {
        "priors": priors.array,
        "prior": prior,
        "pair_question": of_pair,
        **location_arrays(padded_questions, of_pair, len(pairs), blocks),
    }
