"""What people said of an outcome, of cruxes, and of the outcome given each crux, as arrays."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consilience.likelihood.rows import Row, of_one_credence, pack_blocks, rung
from consilience.models.cruxes.known import known_views, middle_and_rounding
from consilience.models.cruxes.priors import DEFAULTS, CruxPriors
from consilience.models.priors import population_median
from consilience.study import Estimate, Question, Speaker, Study
from consilience.study.naming import event_of
from consilience.study.speakers import speakers_of

# Sizes that studies are padded to.
CRUXES, GROUPS, PEOPLE, ROUNDS, ENTRIES = (8,), (4,), (8,), (16,), (32,)

# The columns of an entry: whose view of which crux, the pair of crux and group that it is drawn from, the round in
# which it was asked, and what statements tell of it (:func:`consilience.models.cruxes.known.known_views`).
ENTRY = (
    *("person", "crux", "pair", "round"),
    *("outcome_at", "base_at", "association_at", "base_known", "base_by_outcome"),
    *("association_known", "association_by_outcome", "association_by_base", "rounding"),
)
# The columns of a round: whose it is, whether the outcome drifts, as it does where somebody answered twice, and where
# the outcome was said to lie, how many statements said so, and the variance of its rounding.
ROUND = ("person", "drifts", "at", "known", "rounding")


@dataclass(frozen=True)
class CruxData:
    """Everything the model of cruxes is given, with the names that its parameters stand for.

    Attributes
    ----------
    outcome : str
        The question that the cruxes would move.
    cruxes, groups, people : tuple of str
    person_group : ndarray of int of shape (people,)
        Place of each person in ``groups``.
    rounds : tuple of int
        The person of each round; a person's last round is where they stand.
    entries : tuple of (int, int)
        Person and crux of which something was said.
    entry_round : tuple of int
        The round of each entry: that of its latest row.
    statements : tuple of Estimate
        What was said and counts.
    reads : ndarray of int of shape (statements,)
        The place of the credence that each statement reads: the outcome's of every round, then for every entry the
        crux's, the outcome's given the crux and the outcome's given its absence.
    arrays : mapping of str to ndarray
        What enters the model as data, by name. Locations are log odds.
    priors : CruxPriors
    """

    outcome: str
    cruxes: tuple[str, ...]
    groups: tuple[str, ...]
    people: tuple[str, ...]
    person_group: np.ndarray
    rounds: tuple[int, ...]
    entries: tuple[tuple[int, int], ...]
    entry_round: tuple[int, ...]
    statements: tuple[Estimate, ...]
    reads: np.ndarray
    arrays: Mapping[str, np.ndarray]
    priors: CruxPriors

    @property
    def size(self) -> tuple[int, int, int, int, int]:
        """Padded numbers of cruxes, groups, people, rounds and entries: studies of one size share a compilation."""
        arrays = self.arrays
        cruxes, groups = len(arrays["prior"]) - 1, len(arrays["group_contrast"])
        return cruxes, groups, arrays["person_group"].size, len(arrays["round"]), len(arrays["entry"])

    @property
    def drifts(self) -> bool:
        """Whether somebody answered the outcome in two rounds: of nobody else is it known how far views drift."""
        return bool(self.arrays["round"][0, ROUND.index("drifts")])

    @property
    def start(self) -> Mapping[str, float | np.ndarray]:
        """About where chains start, by unconstrained parameter; near nought where it is not named."""
        return self.priors.start


def encode_cruxes(study: Study, priors: CruxPriors = DEFAULTS) -> CruxData:
    """Turn a study of cruxes into the arrays of its model.

    Parameters
    ----------
    study : Study
        With one question that has cruxes. Voices on it, on its cruxes and on it given a crux count; a survey counts as
        one voice. People who answer round after round think again of the outcome: the unconditional estimate that
        each answer was given beside counts with it (:meth:`consilience.study.Study.beside`).

    Returns
    -------
    CruxData
    """
    outcome = next(question for question in study.questions.values() if question.cruxes)
    readings = _readings(study, outcome)
    rows = [row for row, _ in readings]
    people, group_of = speakers_of(rows)
    groups = tuple(dict.fromkeys(group_of.values()))
    person_group = np.array([groups.index(group_of[speaker]) for speaker in people], dtype="int64")
    places = _Places(outcome, tuple(people), person_group, len(groups), readings)
    medians = [
        population_median(study.question(name).prior, priors.location) for name in (outcome.name, *outcome.cruxes)
    ]
    arrays = {"priors": priors.array, **places.sized(medians), **places.statements()}
    return CruxData(
        outcome=outcome.name,
        cruxes=outcome.cruxes,
        groups=groups,
        people=tuple(people.values()),
        person_group=person_group,
        rounds=places.round_person,
        entries=tuple(places.entries),
        entry_round=tuple(places.entries.values()),
        statements=tuple(rows),
        reads=np.array(places.places(len(places.rounds), len(places.entries)), dtype="int64"),
        arrays=arrays,
        priors=priors,
    )


def _readings(study: Study, outcome: Question) -> list[tuple[Estimate, Estimate | None]]:
    """Rows that count, each with the outcome's row of the round it belongs to."""
    asked = {outcome.name, *outcome.cruxes}
    standing = [row for row in study.voices if event_of(row.question) in asked]
    found = [(row, study.beside(row, outcome.name)) for row in standing]
    # Of earlier rounds the outcome's row counts as long as something standing was said beside it.
    rounds = {id(beside): (beside, beside) for row, beside in found if beside is not None}
    in_order = sorted(rounds.values(), key=lambda pair: (pair[0].moment, pair[0].order))
    return [*in_order, *((row, beside) for row, beside in found if row.question != outcome.name)]


class _Places:
    """Places of people, rounds and entries, for writing rows of arrays."""

    def __init__(
        self,
        outcome: Question,
        people: Sequence[Speaker],
        person_group: np.ndarray,
        groups: int,
        readings: Sequence[tuple[Estimate, Estimate | None]],
    ) -> None:
        self.outcome, self.person_group, self.groups = outcome, person_group, groups
        self.person = {speaker: place for place, speaker in enumerate(people)}
        self.readings = [(row, (self.person[row.speaker], id(beside))) for row, beside in readings]
        self.rounds = list(dict.fromkeys(asked for _, asked in self.readings))
        self.round_person = tuple(person for person, _ in self.rounds)
        # The round of an entry is that of its latest row.
        self.entries: dict[tuple[int, int], int] = {}
        for row, asked in self.readings:
            if (crux := self.crux(row)) is not None:
                self.entries[asked[0], crux] = self.rounds.index(asked)

    def crux(self, row: Estimate) -> int | None:
        """The crux that a row bears on, ``None`` for the outcome alone."""
        name = event_of(row.question) if row.asked != self.outcome.name else next(iter(row.state), None)
        return None if name is None else self.outcome.cruxes.index(name)

    def sized(self, priors: Sequence[tuple[float, float, float]]) -> dict[str, np.ndarray]:
        """Padded priors, memberships and contrasts."""
        from scipy.linalg import helmert

        groups = rung(self.groups, GROUPS)
        prior = np.tile([0.0, 1.0, np.inf], (1 + rung(len(priors) - 1, CRUXES), 1))
        prior[: len(priors)] = priors
        of_person = np.zeros(rung(len(self.person), PEOPLE), dtype="int64")
        of_person[: len(self.person)] = self.person_group
        # Along orthonormal contrasts the zero-sum effects of groups are independent.
        contrast = np.zeros((groups, groups - 1))
        contrast[: self.groups, : self.groups - 1] = helmert(self.groups).T
        return {
            "prior": prior,
            "person_group": of_person,
            **self.views(),
            "group_contrast": contrast,
        }

    def views(self) -> dict[str, np.ndarray]:
        """Rounds and entries with what is known of each."""
        rounds, entries = len(self.rounds), len(self.entries)
        # The outcome of each round, then by entry the crux and the outcome given it and its absence.
        said, rounding = (np.full(rounds + 3 * entries, np.nan) for _ in range(2))
        for (row, _), place in zip(self.readings, self.places(rounds, entries), strict=True):
            at, spread = middle_and_rounding(row.value)
            if np.isfinite(spread):
                said[place], rounding[place] = at, spread
        round_ = np.zeros((rung(rounds, ROUNDS), len(ROUND)))
        outcome, known = said[:rounds], ~np.isnan(said[:rounds])
        round_[:, ROUND.index("drifts")] = np.bincount(np.array(self.round_person)[known], minlength=1).max() > 1
        round_[:rounds, 0] = self.round_person
        round_[:rounds, 2:] = np.nan_to_num(np.column_stack([outcome, known, rounding[:rounds] ** 2]))
        entry = np.zeros((rung(entries, ENTRIES), len(ENTRY)))
        for place, ((person, crux), asked_in) in enumerate(self.entries.items()):
            pair = crux * rung(self.groups, GROUPS) + self.person_group[person]
            entry[place, :4] = person, crux, pair, asked_in
        of_round = list(self.entries.values())
        by_kind = (part[rounds:].reshape(3, entries).T for part in (said, rounding))
        entry[:entries, 4:] = known_views(outcome[of_round], *by_kind)
        return {"round": round_, "entry": entry}

    def places(self, rounds: int, entries: int) -> list[int]:
        """The place of what each statement reads among the credences of so many rounds and entries.

        Those are the outcome's of every round, then for every entry the crux's, the outcome's given the crux and the
        outcome's given its absence.
        """
        entry_of = {entry: place for place, entry in enumerate(self.entries)}
        found = []
        for row, asked in self.readings:
            crux = self.crux(row)
            if crux is None:
                found.append(self.rounds.index(asked))
            else:
                kind = 0 if row.asked != self.outcome.name else (1 if next(iter(row.state.values())) else 2)
                found.append(rounds + kind * entries + entry_of[asked[0], crux])
        return found

    def statements(self) -> dict[str, np.ndarray]:
        """What was said, each with the place of what it reads among all implied credences, padding included."""
        rounds, entries = rung(len(self.rounds), ROUNDS), rung(len(self.entries), ENTRIES)
        blocks: dict[str, list[Row]] = defaultdict(list)
        for (row, _), place in zip(self.readings, self.places(rounds, entries), strict=True):
            for block, columns in of_one_credence(row.value):
                blocks[block].append((place, *columns))
        packed = pack_blocks(blocks)
        return {"cell": packed["cell"], "spread": packed["spread"]}
