"""The density of the model of cruxes, added up by hand with SciPy."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pymc as pm
import pytensor.tensor as pt
import pytest
from pytensor.compile.mode import Mode
from scipy import stats
from scipy.special import expit, log_ndtr, logit

from consilience.models.cruxes.correlation import correlation_of_partials
from consilience.models.cruxes.data import ENTRY, ROUND, CruxData, encode_cruxes
from consilience.models.cruxes.model import crux_model
from consilience.models.cruxes.population import given_each_state, implied_credences
from consilience.models.cruxes.priors import DEFAULTS
from consilience.notation import parse
from consilience.study import Estimate, Question, Study
from tests.models.cruxes.test_data import CRUXES, said, study

PYTHON = Mode(linker="py", optimizer=None)
Point = dict[str, np.ndarray]

STUDY = study(
    said("doom", "10%", "ada", 1, "a"),
    said("shot", "20%", "ada", 1, "a"),
    said("doom | shot", "40%", "ada", 1, "a"),
    said("doom", "20%", "ada", 2, "a"),
    said("doom | not pause", "5%", "ada", 2, "a"),
    said("doom", "<1%", "bo", 1, "b"),
    said("pause", "60%", "bo", 1, "b"),
    said("doom", "3%", "cem", 1, "b"),
)
# The same of the complement.
OTHERWISE = {"10%": "90%", "20%": "80%", "40%": "60%", "5%": "95%", "<1%": ">99%", "60%": "40%", "3%": "97%"}


@pytest.fixture(scope="module")
def data() -> CruxData:
    return encode_cruxes(STUDY)


@pytest.fixture(scope="module")
def density_of(data: CruxData) -> Callable[[CruxData, Point], float]:
    # Term by term: PyTensor's Python mode adds no more than 32.
    model = crux_model(data)
    run = model.compile_fn(model.logp(sum=False), mode=PYTHON)

    def evaluate(of: CruxData, point: Point) -> float:
        pm.set_data(of.arrays, model)
        return float(sum(np.sum(term) for term in run(point)))

    return evaluate


@pytest.fixture(scope="module")
def log_density(data: CruxData, density_of: Callable[[CruxData, Point], float]) -> Callable[[Point], float]:
    return lambda point: density_of(data, point)


def random_point(data: CruxData, seed: int) -> Point:
    rng = np.random.default_rng(seed)
    cruxes, groups, people, rounds, entries = data.size
    shapes: dict[str, tuple[int, ...]] = {
        "outcome_raw": (people,),
        "outcome_asked_raw": (rounds,),
        "partial_raw": (3,),
        "scale_raw": (2, people),
        **dict.fromkeys(("base_raw", "association_raw"), (entries,)),
        **dict.fromkeys(("base_shift_raw", "association_shift_raw"), (people,)),
        **dict.fromkeys(("kappa_log__", "drift_log__"), ()),
        "forecaster_scale_log__": (2,),
    }
    for name, rows in (("outcome", 1), ("base", cruxes), ("association", cruxes)):
        shapes |= {f"mu_{name}_raw": (rows,), f"{name}_group_raw": (rows, groups - 1)}
        shapes |= dict.fromkeys((f"tau_{name}_log__", f"{name}_group_scale_log__"), ())
    return {name: np.asarray(rng.normal(0, 0.7, shape)) for name, shape in shapes.items()}


class ByHand:
    """Priors as the documentation states them, of what parameters stand for, and how far these are stretched.

    Parameters of the padding are in it like the others.
    """

    def __init__(self, point: Point, data: CruxData) -> None:
        self.at = {
            name.removesuffix("_log__"): np.exp(value) if "_log__" in name else value for name, value in point.items()
        }
        self.point, self.arrays, self.total = point, data.arrays, 0.0
        self.entry = dict(zip(ENTRY, data.arrays["entry"].T, strict=True))
        self.round = dict(zip(ROUND, data.arrays["round"].T, strict=True))
        self.person, self.pair = (self.entry[name].astype(int) for name in ("person", "pair"))
        self.size = data.size

    def density(self) -> float:
        for name, middle, spread in (
            ("tau_outcome", np.log(1.5), 0.6),
            ("tau_base", np.log(1.5), 0.6),
            ("tau_association", 0.0, 0.6),
            ("kappa", np.log(0.5), 0.5),
            ("drift", np.log(0.3), 0.8),
            ("forecaster_scale", np.log(0.7), 0.6),
            *((f"{name}_group_scale", np.log(0.7), 0.8) for name in ("outcome", "base", "association")),
        ):
            self.total += stats.norm.logpdf(self.point[f"{name}_log__"], middle, spread).sum()
        self.total += stats.norm.logpdf(self.at["scale_raw"]).sum()
        # Of partial correlations: beta variables on (-1, 1), of shapes 2.5, 2.5 and 2, seen through tanh.
        partial = np.tanh(self.at["partial_raw"])
        shape = np.array([2.5, 2.5, 2.0])
        self.total += np.sum(stats.beta.logpdf((partial + 1) / 2, shape, shape) + np.log1p(-(partial**2)))
        asked, own = self.outcomes()
        implied = np.concatenate([asked, *self.views(asked, own)])
        for place, low, high, low_open, high_open, count in self.arrays["cell"]:
            below, above = (np.array([low, high]) - implied[int(place)]) / self.at["kappa"]
            self.total += count * log_chance(-np.inf if low_open else below, np.inf if high_open else above)
        return float(self.total)

    def member(self, name: str, location: Any, scale: Any, precision: Any, at: Any, nu: Any = np.inf) -> np.ndarray:
        """From parameters that stand for members of a population, as their posterior were all of it normal."""
        weight = scale**2 * precision / (1 + scale**2 * precision)
        spread = scale * np.sqrt(1 - weight)
        value = location + weight * (at - location) + spread * self.at[f"{name}_raw"]
        self.total += np.sum(stats.t.logpdf(value, nu, location, scale) + np.log(spread))
        return np.asarray(value)

    def locations(self, name: str, precision: np.ndarray, at: np.ndarray, prior: np.ndarray) -> np.ndarray:
        groups = self.size[1]
        precision, at = precision.reshape(-1, groups), at.reshape(-1, groups)
        contrast = self.arrays["group_contrast"]
        with np.errstate(divide="ignore"):
            variance = np.where(precision > 0, 1 / precision, 1e9) @ contrast**2
            known = np.where(variance > 0, 1 / variance, 0)
        effect = self.member(f"{name}_group", 0, self.at[f"{name}_group_scale"], known, at @ contrast) @ contrast.T
        total = precision.sum(axis=1)
        middle = (precision * (at - effect)).sum(axis=1) / np.where(total > 0, total, 1)
        return (self.member(f"mu_{name}", prior[0], prior[1], total, middle, prior[2])[:, None] + effect).ravel()

    def outcomes(self) -> tuple[np.ndarray, np.ndarray]:
        at, group, of = self.at, self.arrays["person_group"], self.round["person"].astype(int)
        precision = self.round["known"] / (at["kappa"] ** 2 + self.round["rounding"])
        of_people = pooled(precision / (1 + at["drift"] ** 2 * precision), self.round["at"], of, self.size[2])
        tau = at["tau_outcome"]
        of_groups = pooled(of_people[0] / (1 + tau**2 * of_people[0]), of_people[1], group, self.size[1])
        location = self.locations("outcome", *of_groups, self.arrays["prior"][:1].T)[group]
        outcome = self.member("outcome", location, tau, *of_people)
        asked = self.member("outcome_asked", outcome[of], at["drift"], precision, self.round["at"])
        return asked, (outcome - location) / tau

    def views(self, asked: np.ndarray, own: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        at, entry = self.at, self.entry
        factor = np.linalg.cholesky(correlation_of_partials(at["partial_raw"], 3))
        standard, found = own[None], {"outcome": asked[entry["round"].astype(int)]}
        association = np.array([[0.0], [1.5], [np.inf]])
        for place, (name, prior) in enumerate((("base", self.arrays["prior"][1:].T), ("association", association))):
            own_scale = np.exp(0.5 * at["scale_raw"][place])
            tau, by = (at[f"tau_{name}"] * own_scale)[self.person], at["forecaster_scale"][place]
            precision = entry[f"{name}_known"] / (at["kappa"] ** 2 + entry["rounding"])
            said, pairs = entry[f"{name}_at"], self.size[0] * self.size[1]
            of_pairs = pooled(precision / (1 + (tau**2 + by**2) * precision), said, self.pair, pairs)
            location = self.locations(name, *of_pairs, prior)[self.pair]
            of_people = pooled(precision / (1 + tau**2 * precision), said - location, self.person, self.size[2])
            row = factor[place + 1, : place + 2]
            centre, scale = by * row[:-1] @ standard, by * row[-1]
            shift = self.member(f"{name}_shift", centre, scale, *of_people)
            standard = np.vstack([standard, (shift - centre) / scale])
            moved = sum(entry[f"{name}_by_{other}"] * (found[other] - entry[f"{other}_at"]) for other in found)
            found[name] = self.member(
                name, location + shift[self.person], tau, precision, said - moved, DEFAULTS.view_nu
            )
        return implied_by(*found.values())


def pooled(precision: np.ndarray, at: np.ndarray, of: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    total, pull = (np.bincount(of, weights, size) for weights in (precision, precision * at))
    return total, pull / np.where(total > 0, total, 1)


def log_chance(low: float, high: float) -> float:
    """Of a standard normal between two edges, taken in the tail where they lie."""
    if low + high > 0:
        low, high = -high, -low
    return float(log_ndtr(high) + np.log1p(-np.exp(log_ndtr(low) - log_ndtr(high))))


def implied_by(
    outcome: np.ndarray, base: np.ndarray, association: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The crux, the outcome given it and given its absence, by Plackett's quadratic in probabilities."""
    u, c, ratio = expit(outcome), expit(base), np.exp(association)
    total = 1 + (u + c) * (ratio - 1)
    # Where the two are independent the quadratic is none.
    both = (total - np.sqrt(total**2 - 4 * ratio * (ratio - 1) * u * c)) / np.where(ratio == 1, 1, 2 * (ratio - 1))
    both = np.where(ratio == 1, u * c, both)
    return base, logit(both / c), logit((u - both) / (1 - c))


def test_the_density_is_the_one_that_the_documentation_states(
    data: CruxData, log_density: Callable[[Point], float]
) -> None:
    found, expected = (
        np.array([density(random_point(data, seed)) for seed in range(6)])
        for density in (log_density, lambda point: ByHand(point, data).density())
    )
    # Constants are left out of a density.
    assert found - expected == pytest.approx(np.full(6, found[0] - expected[0]), abs=1e-6)


def complement_of(rows: Iterable[Estimate], outcome: int, cruxes: int) -> Study:
    """What the same people say where the outcome, the cruxes or both are turned round."""
    turned = []
    for row in rows:
        name, _, state = row.question.partition(" | ")
        if state and cruxes < 0:
            state = state.removeprefix("not ") if state.startswith("not ") else f"not {state}"
        text = OTHERWISE[row.said] if (outcome if name == "doom" else cruxes) < 0 else row.said
        question = f"{name} | {state}" if state else name
        turned.append(said(question, text, row.forecaster, row.date.day, row.group))
    priors = {-1: parse("90% [60%, 99%] @90%"), 1: parse("10% [1%, 40%] @90%")}
    declared = {
        "doom": Question("doom", "", cruxes=CRUXES, prior=priors[outcome]),
        **{name: Question(name, "", prior=priors[cruxes]) for name in CRUXES},
    }
    return study(*turned, **declared)


@pytest.mark.parametrize(("outcome", "cruxes"), [(-1, -1), (-1, 1), (1, -1)])
def test_the_complement_has_the_same_density_where_signs_are_turned_round(
    density_of: Callable[[CruxData, Point], float], outcome: int, cruxes: int
) -> None:
    data, turned = (encode_cruxes(complement_of(STUDY.rows, *signs)) for signs in ((1, 1), (outcome, cruxes)))
    assert (turned.people, turned.groups, turned.rounds) == (data.people, data.groups, data.rounds)
    # Entries come in the order of questions, and those given a crux are others of the complement.
    places = np.arange(data.size[-1])
    places[: len(data.entries)] = [data.entries.index(entry) for entry in turned.entries]
    sign = {"outcome": outcome, "base": cruxes, "association": outcome * cruxes}
    for seed in range(4):
        point = random_point(data, seed)
        image = {
            name: value * next((turn for part, turn in sign.items() if f"{part}_" in name and "_raw" in name), 1)
            for name, value in point.items()
        }
        image |= {name: image[name][places] for name in ("base_raw", "association_raw")}
        # Of outcome and crux, outcome and association, crux and association.
        image["partial_raw"] = point["partial_raw"] * [outcome * cruxes, cruxes, outcome]
        assert density_of(turned, image) == pytest.approx(density_of(data, point), abs=1e-6)


def test_padding_says_nothing_of_the_rest(data: CruxData, log_density: Callable[[Point], float]) -> None:
    """An unused crux moves nothing but its own terms: the same shift of both gives the same difference everywhere."""
    differences = []
    for seed in (1, 2):
        point = random_point(data, seed)
        point["mu_base_raw"][5] = 0.3
        moved = {**point, "mu_base_raw": point["mu_base_raw"].copy()}
        moved["mu_base_raw"][5] = 1.7
        differences.append(log_density(moved) - log_density(point))
    assert differences == pytest.approx([stats.norm.logpdf(1.7) - stats.norm.logpdf(0.3)] * 2, abs=1e-8)


def test_the_tensors_of_the_model_are_the_numbers_of_its_summaries() -> None:
    views = np.random.default_rng(1).normal(0, 10, (3, 200))
    inputs = [pt.dvector() for _ in range(3)]
    outputs = given_each_state(*inputs, pt, pt.softplus)
    for output, expected in zip(outputs, implied_credences(*views)[1:], strict=True):
        found = output.eval(dict(zip(inputs, views, strict=True)), mode=PYTHON, on_unused_input="ignore")
        assert found == pytest.approx(expected, rel=1e-11, abs=1e-11)
