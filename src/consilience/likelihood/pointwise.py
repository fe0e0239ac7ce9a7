"""Log likelihood of every statement under every draw: the compiled likelihoods, statement by statement, in numpy.

The compiled likelihood of a study is one sum; updating, leave-one-out cross-validation and power-scaling need its
terms. A term is a statement: what a survey says of its median, its spread and its mean counts as one.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaln, expit, gammaln, logsumexp

from consilience.likelihood import counts, means
from consilience.likelihood.intervals import Rank, Student, Tails, log_between, log_mass
from consilience.likelihood.rows import observations, of_one_credence
from consilience.likelihood.skew import skewed, standardised, steepness
from consilience.likelihood.spreads import bandwidths
from consilience.notation import BaseRate, Value

type Array = NDArray[np.float64]

# Draws times statements worked on at a time: intermediate arrays stay in the processor's cache.
CHUNK = 1 << 15
LOG_ROOT_2PI = np.log(2 * np.pi) / 2


def says_something(value: Value) -> bool:
    """Whether a statement bears on any credence: ">0%" and "0-100%" do not.

    Parameters
    ----------
    value : Value

    Returns
    -------
    bool

    Examples
    --------
    >>> from consilience.notation import parse
    >>> [says_something(parse(said)) for said in ("5%", ">0%", "<1%")]
    [True, False, True]
    """
    return any(True for _ in observations(value))


@dataclass(frozen=True, slots=True)
class Populations:
    """Populations of credences under each draw, in log odds; see :mod:`consilience.likelihood.skew`.

    Parameters
    ----------
    location, scale, skew : ndarray of shape (draws, populations)
    shift, stretch : ndarray of shape (draws, populations), or float
        Of what is known beside of a forecaster: before the skew their credence lies about ``shift``, ``stretch`` times
        as far spread as the population's.
    """

    location: Array
    scale: Array
    skew: Array
    shift: Array | float = 0.0
    stretch: Array | float = 1.0

    def among(self, draws: slice, populations: Sequence[int]) -> Self:
        """Some of them, under some draws."""
        beside = (
            part[draws, populations] if isinstance(part, np.ndarray) else part for part in (self.shift, self.stretch)
        )
        margins = (part[draws, populations] for part in (self.location, self.scale, self.skew))
        return type(self)(*margins, *beside)

    def before(self, edge: Array) -> Array:
        """Where an edge lies in the symmetric population behind each."""
        behind = standardised((edge - self.location) / self.scale, self.skew)
        return np.asarray((behind - self.shift) / self.stretch)

    def after(self, behind: Array) -> Array:
        """The credence that lies there: the inverse of :meth:`before`."""
        return np.asarray(self.location + self.scale * skewed(self.shift + self.stretch * behind, self.skew))

    def log_density(self, t: Student, point: Array) -> Array:
        """Log density of a credence, in log odds."""
        slope = steepness((point - self.location) / self.scale, self.skew) / self.scale / self.stretch
        return np.asarray(t.log_density(self.before(point)) + np.log(slope))


def log_likelihood(values: Sequence[Value], of: Sequence[int], populations: Populations, nu: Array) -> Array:
    """Log likelihood of statements about skewed Student t populations of credences.

    Parameters
    ----------
    values : sequence of Value
        One a statement; base rates have :func:`base_rate_log_likelihood`.
    of : sequence of int
        Whose population each statement is drawn from.
    populations : Populations
    nu : ndarray of shape (draws,) or (draws, populations)
        Degrees of freedom, at least 1.

    Returns
    -------
    ndarray of shape (draws, statements)

    Examples
    --------
    >>> from consilience.notation import parse
    >>> said = [parse("50%"), parse(">50%")]
    >>> about_even = Populations(np.zeros((1, 1)), np.ones((1, 1)), np.zeros((1, 1)))
    >>> np.exp(log_likelihood(said, [0, 0], about_even, np.array([30.0]))).round(3)
    array([[0.016, 0.5  ]])
    """
    nu = nu if nu.ndim == 2 else nu[:, None]
    found = np.zeros((len(nu), len(values)))
    for (block, _), (statements, same, at, rows) in _distinct(values, of).items():
        step = max(1, CHUNK // len(rows))
        for start in range(0, len(nu), step):
            part = slice(start, start + step)
            freedom = Student.of(nu[part] if nu.shape[1] == 1 else nu[part, at])
            found[part, statements] += _BLOCKS[block](rows, freedom, populations.among(part, at))[:, same]
    return found


type _Block = tuple[list[int], list[int], list[int], Array]


def _distinct(values: Sequence[Value], pair: Sequence[int]) -> Mapping[tuple[str, int], _Block]:
    """What was said, block by block, what was said twice of one population once.

    Of each block: the statements, the row each has, each row's pair, and the rows. A second observation of one
    statement in one block goes to a second block.
    """
    rows: dict[tuple[str, int], dict[tuple[int, bytes], int]] = defaultdict(dict)
    members: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
    for statement, (value, at) in enumerate(zip(values, pair, strict=True)):
        times: dict[str, int] = defaultdict(int)
        for block, columns in observations(value):
            key = block, times[block]
            times[block] += 1
            row = rows[key].setdefault((int(at), np.hstack(columns).astype("float64").tobytes()), len(rows[key]))
            members[key].append((statement, row))
    return {
        key: (
            [statement for statement, _ in members[key]],
            [row for _, row in members[key]],
            [at for at, _ in found],
            np.array([np.frombuffer(columns) for _, columns in found]),
        )
        for key, found in rows.items()
    }


def _cells(rows: Array, t: Student, of: Populations) -> Array:
    low, high, low_open, high_open = rows.T[:4]
    return log_between(t, of.before(low), of.before(high), low_open > 0, high_open > 0)


def _spreads(rows: Array, t: Student, of: Populations) -> Array:
    highest = of.log_density(t, np.clip(of.location, rows[:, 0], rows[:, -1]))
    total = np.zeros_like(of.location)
    for points in rows.T:
        total += np.exp(of.log_density(t, points) - highest)
    return np.asarray(highest + np.log(total / rows.shape[1]))


def _medians(rows: Array, t: Student, of: Populations) -> Array:
    n, low, high, low_open, high_open = rows.T
    tails, middle = Tails.of(t), Rank.of((n + 1) / 2, (n + 1) / 2)
    below_low, below_high = (tails.logit_below(of.before(edge)) for edge in (low, high))
    return log_between(middle, below_low, below_high, low_open > 0, high_open > 0)


def _widths(rows: Array, t: Student, of: Populations) -> Array:
    n, ranks, touching = rows[:, 0], rows[:, 1], rows[:, 6] > 0
    tails = Tails.of(t)
    outer_low, inner_low, inner_high, outer_high = (of.before(edge) for edge in rows.T[2:6])
    most = tails.logit_between(outer_low, outer_high)
    # Where the population is far away the two agree to the last digits; where the cells touch there is no least.
    least = np.where(touching, most - 1, np.minimum(tails.logit_between(inner_low, inner_high), most - 1e-9))
    return log_between(Rank.of(ranks, n + 1 - ranks), least, most, touching, np.zeros_like(touching))


def _counts(rows: Array, t: Student, of: Populations) -> Array:
    found = np.empty(of.location.shape)
    for place, row in enumerate(rows):
        edges = row[2 :: len(counts.COLUMNS)]
        one = of.among(slice(None), [place])
        density = t if t.nu.shape[1] == 1 else Student(*(part[:, [place]] for part in (t.nu, t.log_norm, t.mode)))
        before = np.stack([one.before(edge) for edge in edges[~np.isinf(edges)]])
        cells = counts.log_cells(density, before)[..., 0].T
        found[:, place] = [counts.log_likelihood(row, each) for each in cells]
    return found


_BLOCKS: Mapping[str, Callable[[Array, Student, Populations], Array]] = {
    "cell": _cells,
    "spread": _spreads,
    "median": _medians,
    "width": _widths,
    "count": _counts,
    "mean": means.log_likelihood,
}


def base_rate_log_likelihood(values: Sequence[BaseRate], log_odds: Array, reference_class: Array) -> Array:
    """Log probability of events in trials of a reference class, by a beta-binomial.

    Parameters
    ----------
    values : sequence of BaseRate
    log_odds : ndarray of shape (draws, statements)
        Of the question that each bears on.
    reference_class : ndarray of shape (draws,)
        Concentration: how many trials of the question itself the class is worth at most.

    Returns
    -------
    ndarray of shape (draws, statements)

    Examples
    --------
    >>> even = base_rate_log_likelihood([BaseRate(1, 2)], np.zeros((1, 1)), np.array([2.0]))
    >>> np.exp(even).round(3)
    array([[0.333]])
    """
    events, trials = np.array([(value.events, value.trials) for value in values], dtype=float).reshape(-1, 2).T
    a, b = (reference_class[:, None] * expit(side * log_odds) for side in (1, -1))
    ways = gammaln(trials + 1) - gammaln(events + 1) - gammaln(trials - events + 1)
    return np.asarray(ways + betaln(events + a, trials - events + b) - betaln(a, b))


def reading_log_likelihood(values: Sequence[Value], implied: Array, kappa: Array, *, smoothed: bool = False) -> Array:
    """Log likelihood of noisy readings of credences, normal in log odds.

    Parameters
    ----------
    values : sequence of Value
        A survey is read by its median.
    implied : ndarray of shape (draws, statements)
        The credence that each reads, in log odds, a group's bias included.
    kappa : ndarray of shape (draws,)
        Standard deviation of the noise.
    smoothed : bool
        Whether a forecaster's own spread has a kernel at each of its points, as where it is sampled.

    Returns
    -------
    ndarray of shape (draws, statements)
    """
    found = np.zeros(implied.shape)
    for statement, value in enumerate(values):
        for block, columns in of_one_credence(value):
            if block == "spread":
                found[:, statement] += _read_spread(np.asarray(columns[0]), implied[:, statement], kappa, smoothed)
            else:
                low, high, low_open, high_open, _ = columns
                from_low, from_high = ((edge - implied[:, statement]) / kappa for edge in (low, high))
                found[:, statement] += log_mass(from_low, from_high, bool(low_open), bool(high_open))
    return found


def _read_spread(points: Array, implied: Array, kappa: Array, smoothed: bool) -> Array:
    by = np.hypot(kappa[:, None], bandwidths(points) if smoothed else 0.0)
    density = -(((points - implied[:, None]) / by) ** 2) / 2 - np.log(by) - LOG_ROOT_2PI
    return np.asarray(logsumexp(density, axis=1) - np.log(points.size))
