"""A factor study's statements as arrays: who said what of which factor, and which totals follow from them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from consilience.likelihood.rows import Row, observations, of_one_credence, pack_blocks, rung
from consilience.likelihood.spreads import SPREAD_POINTS, bandwidths
from consilience.models.factors.medians import heard_groups, heard_medians
from consilience.models.factors.outlook import outlooks_of
from consilience.models.factors.priors import DEFAULTS, FactorPriors
from consilience.models.locations import TELLING_VOICES, location_arrays
from consilience.models.priors import population_median
from consilience.network import Diagram, Network, network_of
from consilience.notation import Survey
from consilience.study import Estimate, Speaker, Study
from consilience.study.speakers import speakers_of

# Sizes that studies are padded to.
COMPONENTS, PAIRS, ENTRIES, TOTALS, GROUPS = (8,), (8, 32), (8, 32), (4, 16), (8,)

type Reading = tuple[float, float, float, float, float]

# Columns of a total's diagram: its first decision and the one after its last, and where it begins, to hold or to fail.
SPAN = ("first", "end", "holds", "fails")


@dataclass(frozen=True)
class FactorData:
    """Everything the model of factors is given, with the names that its parameters stand for.

    Attributes
    ----------
    network : Network
        Of the study.
    groups : tuple of str
        Panels of the voices; of those who named none ``""``.
    people : tuple of str
        Forecasters whose credences are parameters.
    speakers : tuple of Speaker
        The same, as rows have them.
    group_of : mapping of Speaker to int
        Place in ``groups`` of everybody who speaks, surveys too.
    person_group : ndarray of int of shape (people,)
        Place of each in ``groups``.
    entries, totals : int
        How many credences are parameters, and how many totals were stated, before the padding.
    outlooks : int
        Of each forecaster: see :mod:`consilience.models.factors.outlook`.
    arrays : mapping of str to ndarray
        What enters the model as data, by name. Locations are log odds.
    priors : FactorPriors
    """

    network: Network
    groups: tuple[str, ...]
    people: tuple[str, ...]
    speakers: tuple[Speaker, ...]
    group_of: Mapping[Speaker, int]
    person_group: np.ndarray
    entries: int
    totals: int
    outlooks: int
    arrays: Mapping[str, np.ndarray]
    priors: FactorPriors

    @property
    def size(self) -> tuple[int, int, int, int, int]:
        """Padded numbers of components, pairs, entries and totals, and outlooks: such studies share a compilation."""
        components, pairs = len(self.arrays["prior"]), self.arrays["pair_component"].size
        return components, pairs, len(self.arrays["entry"]), len(self.arrays["total"]), self.outlooks

    @property
    def start(self) -> Mapping[str, float | np.ndarray]:
        """About where chains start, by unconstrained parameter; near nought where it is not named."""
        return self.priors.start


def encode_factors(study: Study, priors: FactorPriors = DEFAULTS) -> FactorData:
    """Turn a factor study's standing voices and base rates into the arrays of its model.

    Parameters
    ----------
    study : Study
        As read. Statements about a component are readings of a credence; statements about an event that follows from
        others (a gate, or a question with parents as a whole) are stated totals.

    Returns
    -------
    FactorData
    """
    network = network_of(study)
    medians = {name: population_median(study.question(name).prior, priors.location) for name in network.components}
    return encode_rows(study.weighed, network, medians, priors)


def encode_rows(
    rows: Iterable[Estimate],
    network: Network,
    medians: Mapping[str, tuple[float, float, float]],
    priors: FactorPriors = DEFAULTS,
    outlooks: int | None = None,
) -> FactorData:
    """Turn statements about a network into the arrays of the model of factors.

    Parameters
    ----------
    rows : iterable of Estimate
        The estimates that count, each once; those about no event of the network are left out.
    network : Network
    medians : mapping of str to (float, float, float)
        Prior of the median forecaster's log odds, by component: see
        :func:`consilience.models.priors.population_median`.
    priors : FactorPriors
        All others.
    outlooks : int, optional
        Of each forecaster; by default as many as so large a panel has.

    Returns
    -------
    FactorData
    """
    known = {*network.components, *network.events}
    rows = [row for row in rows if row.question in known]
    voices = [row for row in rows if row.kind != "base_rate"]
    of_people = [row for row in voices if not isinstance(row.value, Survey)]
    people, _ = speakers_of(of_people)
    _, group_of = speakers_of(voices)
    groups = tuple(dict.fromkeys(group_of.values())) or ("",)
    places = {speaker: groups.index(group) for speaker, group in group_of.items()}
    place = {name: index for index, name in enumerate(network.components)}
    speakers = _Speakers(network, place, groups, tuple(people), places)
    entries, own = speakers.entries(of_people)
    totals = [row for row in rows if row.question not in place and row.kind != "base_rate"]
    blocks = speakers.blocks([row for row in rows if row not in of_people])
    entry = _padded(entries, ENTRIES, (-1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0))
    arrays = {
        **_population_arrays(network, len(groups), medians, priors, blocks, entries),
        **blocks,
        **speakers.totals(totals, entries, len(entry), own),
        "entry": entry,
        "own": np.array(own, dtype="float64").reshape(-1, 1 + 2 * SPREAD_POINTS),
    }
    return FactorData(
        network=network,
        groups=groups,
        people=tuple(people.values()),
        speakers=tuple(people),
        group_of=places,
        person_group=np.array([places[speaker] for speaker in people], dtype="int64"),
        entries=len(entries),
        totals=len(totals),
        outlooks=outlooks or outlooks_of(_answers(entries), len(network.components)),
        arrays=arrays,
        priors=priors,
    )


@dataclass(frozen=True)
class _Speakers:
    """Places of components, groups and people, for writing rows of arrays."""

    network: Network
    place: Mapping[str, int]
    groups: Sequence[str]
    people: Sequence[Speaker]
    group_of: Mapping[Speaker, int]

    def entries(self, rows: Sequence[Estimate]) -> tuple[list[Row], list[np.ndarray]]:
        """One entry for each credence that was stated or that a stated total needs, person after person."""
        needed: dict[Speaker, dict[str, Estimate | None]] = {speaker: {} for speaker in self.people}
        for row in rows:
            if row.question in self.place:
                needed[row.speaker][row.question] = row
        for row in rows:
            if row.question not in self.place:
                for component in self.network.ancestors(row.question):
                    needed[row.speaker].setdefault(component, None)
        entries: list[Row] = []
        own: list[np.ndarray] = []
        for person, speaker in enumerate(self.people):
            for component, said in needed[speaker].items():
                at = self.place[component]
                shape, points = _reading(said)
                if points is not None:
                    own.append(np.hstack([len(entries), points, bandwidths(points)]))
                entries.append((person, at, at * len(self.groups) + self.group_of[speaker], *shape))
        return entries, own

    def blocks(self, rows: Sequence[Estimate]) -> dict[str, np.ndarray]:
        """Surveys and base rates, which speak of a population and not of one credence."""
        blocks: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            if row.question in self.place:
                at = self.place[row.question]
                for block, columns in observations(row.value):
                    index = at if block == "rate" else at * len(self.groups) + self.group_of[row.speaker]
                    blocks[block].append((index, *columns))
        return pack_blocks(blocks)

    def totals(
        self, rows: Sequence[Estimate], entries: Sequence[Row], padded_entries: int, own: list[np.ndarray]
    ) -> dict[str, np.ndarray]:
        """Stated totals: which credences each follows from and by which decisions, and what was said of it."""
        entry_of = {(self.people[int(person)], int(at)): index for index, (person, at, *_) in enumerate(entries)}
        width = rung(len(self.place), COMPONENTS)
        totals: list[Row] = []
        follows = np.zeros((rung(len(rows), TOTALS), width), dtype="int64")
        for index, row in enumerate(rows):
            group = self.group_of[row.speaker]
            shape, points = _reading(row)
            if points is not None:
                own.append(np.hstack([padded_entries + index, points, bandwidths(points)]))
            totals.append((group, 1.0, *shape))
            for component in self.network.ancestors(row.question):
                at = self.place[component]
                # What a survey's median forecaster says follows from the location of the group.
                of_group = padded_entries + at * len(self.groups) + group
                follows[index, at] = entry_of.get((row.speaker, at), of_group)
        total = _padded(totals, TOTALS, (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0))
        bias = np.zeros((rung(len(self.groups), GROUPS), len(total)))
        for index in range(len(rows)):
            bias[int(total[index, 0]), index] = 1.0
        asked = dict.fromkeys(row.question for row in rows)
        diagrams = {event: self.network.diagram(*self.network.asked(event)) for event in asked}
        return {
            "total": total,
            "follows": follows,
            "bias": bias,
            **_diagram_arrays([row.question for row in rows], diagrams, len(total)),
        }


def _answers(entries: Sequence[Row]) -> list[int]:
    """Of how many components each person spoke."""
    return list(Counter(person for person, *_, free in entries if not free).values())


def _reading(said: Estimate | None) -> tuple[Reading, np.ndarray | None]:
    """How a credence follows from its parameter, and the points of the forecaster's own spread where one was stated."""
    block, columns = ("", ()) if said is None else next(of_one_credence(said.value), ("", ()))
    match block:
        case "cell":
            return _reading_of_cell(*map(float, columns[:4])), None
        case "spread":
            points = np.asarray(columns[0])
            return (float(np.median(points)), 0.0, 0.0, float(points.std()), 0.0), points
        case _:
            return (0.0, 0.0, 0.0, 0.0, 1.0), None


def _reading_of_cell(low: float, high: float, low_open: float, high_open: float) -> Reading:
    if low_open:
        return high, 0.0, -1.0, 0.0, 0.0
    if high_open:
        return low, 0.0, 1.0, 0.0, 0.0
    return low, high - low, 0.0, 0.0, 0.0


def _padded(rows: Sequence[Row], ladder: Sequence[int], padding: Row) -> np.ndarray:
    padded = np.tile(np.array(padding, dtype="float64"), (rung(len(rows), ladder), 1))
    if rows:
        padded[: len(rows)] = rows
    return padded


def _diagram_arrays(questions: Sequence[str], diagrams: Mapping[str, Diagram], totals: int) -> dict[str, np.ndarray]:
    """The decisions of every event one after another, and which of them are each total's."""
    first, end = dict[str, int](), 0
    for event, found in diagrams.items():
        first[event] = end
        end += len(found.decisions)
    # Of what nobody stated holds what fails.
    span = np.tile(np.array([0, 0, 1, 1], dtype="int64"), (totals, 1))
    for index, event in enumerate(questions):
        found = diagrams[event]
        span[index] = first[event], first[event] + len(found.decisions), found.holds, found.fails
    empty = np.zeros((0, 3), dtype="int64")
    return {"decision": np.vstack([empty, *(found.decisions for found in diagrams.values())]), "span": span}


def _population_arrays(
    network: Network,
    groups: int,
    medians: Mapping[str, tuple[float, float, float]],
    priors: FactorPriors,
    blocks: Mapping[str, np.ndarray],
    entries: Sequence[Row],
) -> dict[str, np.ndarray]:
    """Padded priors, and what places the groups of each component."""
    size = len(network.components)
    padded, pairs = rung(size, COMPONENTS), rung(size * groups, PAIRS)
    prior = np.tile([0.0, 1.0, np.inf], (padded, 1))
    prior[:size] = np.reshape([medians[name] for name in network.components], (size, 3))
    pair_component = np.zeros(pairs, dtype="int64")
    pair_component[: size * groups] = np.repeat(np.arange(size), groups)
    locations = location_arrays(padded, pair_component, size * groups, blocks)
    # Persons are no rows of these blocks, but tell of their group's scale like any others.
    persons = np.bincount([int(pair) for _, _, pair, *_, free in entries if not free], minlength=pairs)
    locations["told"] = np.maximum(locations["told"], persons >= TELLING_VOICES)
    heard = heard_medians(entries, prior, locations["anchor"], priors)
    by_group = np.zeros((padded, pairs))
    by_group[:, : size * groups] = heard_groups(entries, heard, pair_component[: size * groups])
    return {
        "priors": priors.array,
        "prior": prior,
        "pair_component": pair_component,
        **locations,
        "heard": heard,
        "heard_groups": by_group,
    }
