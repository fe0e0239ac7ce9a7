"""What a population does not describe of its voices: where many more of them lie than it has, or many fewer."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from consilience.frames.memory import kept
from consilience.frames.predictive_checks import PredictiveCheck, failed_check
from consilience.frames.titles import title_of
from consilience.likelihood.rows import stated_log_odds
from consilience.notation import format_probability
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS, Estimate

type Array = NDArray[np.float64]

# Two clusters are two where each has so many of the answers and so large a share of them, and so few of those expected
# lie between.
FEWEST_ALIKE, CLUSTER, GAP = 3, 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Misfit:
    """Where answers and their population part.

    Parameters
    ----------
    check : PredictiveCheck
        The one that the answers fail.
    low, high : float
        Answers at the ends of the range, as fractions.
    inside : int
        Answers between these: without those at the ends where they are too few, with them where they are too many.
    expected : float
        As many the population has there.
    below, above : int
        Answers at the low end or below, at the high end or above.
    """

    check: PredictiveCheck
    low: float
    high: float
    inside: int
    expected: float
    below: int
    above: int

    @property
    def clusters(self) -> bool:
        """Whether the answers lie on two sides of a gap."""
        apart = self.inside <= GAP * self.expected
        return apart and min(self.below, self.above) >= max(FEWEST_ALIKE, CLUSTER * self.check.voices)

    @property
    def title(self) -> str:
        """The finding, for the title of a picture."""
        whose = f"The {self.check.voices:,} answers{self._whose}"
        if self.clusters:
            return f"{whose} lie in two clusters, {self.sides}, that one population does not describe"
        low, high = format_probability(self.low), format_probability(self.high)
        return f"{whose} do not look like one population: {self._found(low, high)}, where about {self._expected}"

    @property
    def sides(self) -> str:
        """Where two clusters lie."""
        return f"up to {format_probability(self.low)} and from {format_probability(self.high)}"

    def in_words(self, title: str) -> str:
        """A sentence for whoever reads the answer."""
        answers = f"The {self.check.voices:,} answers{self._whose} to “{title}”"
        low, high = format_probability(self.low), format_probability(self.high)
        if self.clusters:
            return (
                f"{answers} lie in two clusters that one population does not describe: {self.below:,} at {low} or "
                f"below, {self.above:,} at {high} or above, and {self._inside} between, where about {self._expected}. "
                "If the two are groups of people, name these in the column “group”: each then has a median of its own."
            )
        return (
            f"{answers} do not look like one population: {self._found(low, high)}, where about {self._expected}. What "
            "is inferred of forecasters like them holds only roughly."
        )

    @property
    def _whose(self) -> str:
        return "" if self.check.group == ALL_GROUPS else f" of {self.check.group or 'those who named no group'}"

    @property
    def _inside(self) -> str:
        return f"{self.inside:,}" if self.inside else "none"

    @property
    def _expected(self) -> str:
        return f"{self.expected:.0f} would be expected"

    def _found(self, low: str, high: str) -> str:
        lie = "lies" if self.inside == 1 else "lie"
        if self.inside < self.expected:
            return f"{self._inside} {lie} strictly between {low} and {high}"
        return f"{self._inside} say {low}" if low == high else f"{self._inside} {lie} from {low} to {high}"


@kept
def misfit_in_words(fit: Fit, question: str) -> str:
    """Say what the population of a question does not describe of its voices.

    Parameters
    ----------
    fit : Fit
    question : str

    Returns
    -------
    str
        "" where it looks like them, or there are too few to tell.
    """
    check = failed_check(fit, question)
    return "" if check is None else misfit_of(fit, check).in_words(title_of(fit.study, question))


def misfit_of(fit: Fit, check: PredictiveCheck) -> Misfit:
    """Find the range in which answers that fail a check are most too few, or most too many.

    Parameters
    ----------
    fit : Fit
    check : PredictiveCheck

    Returns
    -------
    Misfit
    """
    rows = [
        row
        for row in fit.model.statements(fit.study)
        if row.question == check.question
        and row.kind not in ("survey", "base_rate")
        and check.group in (ALL_GROUPS, row.group or "")
    ]
    at = np.array([stated_log_odds(row.value) for row in rows])
    below_low, below_high = _expected_below(fit, rows)
    places, of = np.unique(at, return_inverse=True)
    # Of answers that were alike, the outermost ends of what they leave open.
    starts, ends = np.full(len(places), np.inf), np.full(len(places), -np.inf)
    np.minimum.at(starts, of, below_low)
    np.maximum.at(ends, of, below_high)
    until = np.cumsum(np.bincount(of))
    before = until - np.bincount(of)
    gap = np.maximum(starts[None, :] - ends[:, None], 0), before[None, :] - until[:, None]
    heap = ends[None, :] - starts[:, None], until[None, :] - before[:, None]
    ordered = np.triu(np.ones((len(places), len(places)), dtype=bool), 1)
    missing = np.where(ordered, gap[0] - gap[1], -np.inf)
    surplus = np.where(ordered | np.eye(len(places), dtype=bool), heap[1] - heap[0], -np.inf)
    (expected, found), worst = (gap, missing) if missing.max() >= surplus.max() else (heap, surplus)
    i, j = np.unravel_index(int(np.argmax(worst)), worst.shape)
    return Misfit(
        check,
        low=float(expit(places[i])),
        high=float(expit(places[j])),
        inside=int(found[i, j]),
        expected=float(expected[i, j]),
        below=int(until[i]),
        above=int(len(rows) - before[j]),
    )


def _expected_below(fit: Fit, rows: list[Estimate]) -> tuple[Array, Array]:
    """How many of as many forecasters of the same groups lie below either end of what each answer leaves open."""
    sizes: dict[str | None, int] = {}
    for row in rows:
        sizes[row.group] = sizes.get(row.group, 0) + 1
    total = np.zeros((2, len(rows)))
    for group, size in sizes.items():
        ends = fit.model.ranks(fit.posterior, fit.study, [replace(row, group=group) for row in rows])
        assert ends is not None, "what fails a check has ranks"
        total += size * np.array([end.mean(axis=0) for end in ends])
    return total[0], total[1]
