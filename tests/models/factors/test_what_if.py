"""Numbers of what-ifs against closed forms, and against the network that follows a panel the long way."""

import time
from itertools import product
from math import prod
from pathlib import Path

import numpy as np
import pytest
from scipy.special import expit, logit

from consilience.frames import probability_below
from consilience.models.factors.switches import Switches, suited
from consilience.models.factors.what_if import PRODUCT, FactorWhatIf
from consilience.models.what_if import Setting
from consilience.network import network_of
from consilience.problems import UnknownNameError, WrongValueError
from tests.builders.factor_fits import ROWS, TOML, panel_fit
from tests.builders.fits import made_once, write_study
from tests.builders.named_fits import PANELS, panel

NAMES = ("a", "b", "c", "d", "e", "f")
# Everybody is of one mind, and every draw the same.
ALIKE = {"scale": 1e-9, "jitter": 0.0, "draws": 50}


def chain_of(size: int, test: str = "") -> str:
    parts = []
    for place, name in enumerate(NAMES[:size]):
        given = ", ".join(f"{other} = true" for other in NAMES[:place])
        parts.append(f'[question.{name}]\ntitle = "{name.upper()}"\n' + (f"given = {{ {given} }}\n" if given else ""))
    whole = ", ".join(f'"{name}"' for name in NAMES[:size])
    head = 'title = "T"\noutcome = "all"\nthreshold = "1%"\n'
    return "\n".join([head, *parts, f'[question.all]\ntitle = "All"\nall_of = [{whole}]\n{test}'])


def rows_of(size: int, people: int = 3) -> str:
    return "".join(
        f"{name},p{who},2025-01-15,{20 + 10 * who}%,,,s,\n" for name in NAMES[:size] for who in range(people)
    )


TEST = """
[evidence.probe]
on = "a"
observed = "negative"
trials = 4
sensitivity = "50%"
false_positive_rate = "10%"
"""


def engine(folder: Path, size: int = 3, test: str = "", **made: object) -> FactorWhatIf:
    fit = panel_fit(write_study(folder / "study", chain_of(size, test), rows_of(size)), **{**ALIKE, **made})  # type: ignore[arg-type]
    return FactorWhatIf(fit, "all")


def value(found: FactorWhatIf, setting: Setting) -> float:
    return float(expit(found.outcome(setting).levels["value"]))


def test_a_conjunction_is_the_product_of_where_its_factors_are_put(tmp_path: Path) -> None:
    found = engine(tmp_path, location=logit(0.3))
    assert value(found, Setting()) == pytest.approx(0.3**3, rel=1e-5)
    put = {"a": logit(0.9), "c": logit(0.001)}
    assert value(found, Setting(moved=put)) == pytest.approx(0.9 * 0.3 * 0.001, rel=1e-5)


def test_clean_trials_multiply_the_odds(tmp_path: Path) -> None:
    found = engine(tmp_path, 1, TEST, location=logit(0.2))
    before = value(found, Setting())
    assert logit(before) == pytest.approx(logit(0.2) + 4 * np.log(0.5 / 0.9), abs=1e-5)
    (test,) = found.tests
    sharper = {"probe": type(test)("probe", "", "a", logit(0.8), logit(0.05), 7, 0)}
    assert logit(value(found, Setting(tests=sharper))) == pytest.approx(logit(0.2) + 7 * np.log(0.2 / 0.95), abs=1e-5)
    unused = {"probe": type(test)("probe", "", "a", test.sensitivity, test.false_positive_rate, 4, 0, used=False)}
    assert value(found, Setting(tests=unused)) == pytest.approx(0.2, rel=1e-5)


def test_a_test_that_the_study_lacks_counts_too(tmp_path: Path) -> None:
    found = engine(tmp_path, 2, TEST, location=logit(0.2))
    new = {"new": type(found.tests[0])("new", "", "b", logit(0.7), logit(0.2), 2, 2)}
    a = expit(logit(0.2) + 4 * np.log(0.5 / 0.9))
    # B is asked given A: where A fails B does, and the test on it was positive by mistake.
    likely = {True: 0.7**2, False: 0.2**2}
    holds, fails = a * 0.2 * likely[True], (1 - a * 0.2) * likely[False]
    assert value(found, Setting(tests=new)) == pytest.approx(holds / (holds + fails), rel=1e-5)


def test_the_median_moves_as_far_as_was_said_and_everybody_keeps_their_distance(tmp_path: Path) -> None:
    found = engine(tmp_path, 1, location=-1.0, scale=1.0, draws=200, jitter=0.3)
    for pool in ("median", "geometric_mean_odds"):
        before, after = (
            found.outcome(Setting(moved=put, pool=pool)).levels for put in ({}, {"a": found.factors[0].z + 0.7})
        )
        assert {name: after[name] - before[name] for name in before} == pytest.approx(
            dict.fromkeys(before, 0.7), abs=1e-9
        )


@pytest.mark.parametrize("name", ["everything", "no evidence", "one group", "surveys alone", "outcome with parents"])
def test_as_fitted_it_is_the_answer_of_the_fit(name: str) -> None:
    fit = made_once(panel, name)
    found = FactorWhatIf(fit, str(fit.study.outcome))
    latest = fit.answers if fit.after_evidence is None else fit.after_evidence
    answers = latest.assign_coords(
        key=(
            "answer",
            [
                f"{q}/{g}/{s}"
                for q, g, s in zip(*(latest[c].values for c in ("question", "group", "summary")), strict=True)
            ],
        )
    )
    for pool in found.pools:
        if pool != PRODUCT:
            draws = answers["value"].values[:, :, list(answers["key"].values).index(f"{fit.study.outcome}/all/{pool}")]
            levels = found.outcome(Setting(pool=pool)).levels
            wanted = dict(zip(("low", "value", "high"), np.quantile(draws, [0.05, 0.5, 0.95]), strict=True))
            assert {end: levels[end] for end in wanted} == pytest.approx(wanted)


@pytest.mark.parametrize("test", ["", TEST])
@pytest.mark.parametrize("pool", ["median", "mean", "geometric_mean_odds"])
@pytest.mark.parametrize("location", [-1.6, -1.3])
def test_unmoved_it_lies_below_the_threshold_as_often_as_the_fit_says(
    location: float, pool: str, test: str, tmp_path: Path
) -> None:
    # Thousands of draws, of which the what-if follows 256.
    found = engine(tmp_path, 3, test, location=location, scale=1.0, jitter=0.4, draws=400)
    told = probability_below(found.fit, "all", 0.01, pool, after_evidence=True)
    assert found.outcome(Setting(pool=pool)).below == pytest.approx(told, abs=1e-12)
    moved = [found.outcome(Setting({"a": found.factors[0].z + by}, pool=pool)).below for by in (-2, -0.01, 0.01, 2)]
    assert moved[0] >= moved[1] >= told >= moved[2] >= moved[3]


def test_the_tree_of_the_medians_is_the_product_of_the_medians(tmp_path: Path) -> None:
    found = engine(tmp_path, 3, location=-1.0, scale=2.0, jitter=0.0)
    medians = np.median(found._panel, axis=1)
    expected = np.median(np.prod(expit(medians), axis=1))
    assert value(found, Setting(pool=PRODUCT)) == pytest.approx(expected, rel=1e-6)


def test_of_one_person_it_is_their_own_product(tmp_path: Path) -> None:
    fit = panel_fit(write_study(tmp_path / "study", chain_of(3), rows_of(3)))
    found = FactorWhatIf(fit, "all", "p1")
    own = expit(fit.posterior["credence"].sel(forecaster="p1").values.reshape(-1, 3)).prod(axis=1)
    assert value(found, Setting()) == pytest.approx(np.median(own), rel=1e-6)
    assert found.starts_from == "p1's own numbers, as said."
    assert not found.pools
    assert [round(float(expit(factor.z)), 2) for factor in found.factors] == [0.3, 0.3, 0.3]


def test_what_somebody_left_open_is_said_not_to_be_theirs() -> None:
    found = FactorWhatIf(made_once(panel, "everything"), "flood", "bo")
    assert found.starts_from == (
        "bo's own numbers, as said. Left open, and taken from the model: breach, pumps_fail. "
        "The answer is what they imply after the tests."
    )


# Ada left the pumps open and Hal all but what a flood costs; Cem answered whatever a flood needs.
MORE = """\
pumps_fail,cem,2025-01-17,10%,coast,,a talk,
storm,zoe,2025-01-17,<10%,coast,,a talk,
loss | flood,hal,2025-01-17,20%,coast,,a talk,
loss | flood,ida,2025-01-17,5-20%,coast,,a talk,
"""


@pytest.mark.parametrize(
    ("question", "who", "origin", "own"),
    [
        ("flood", "cem", "implied", "cem's factors, after the tests, imply 7%"),
        ("flood", "ada", "predicted", "ada's factors, 1 of 3 predicted and after the tests, imply 7%"),
        ("flood", "hal", "predicted", "7% is predicted of hal, who said nothing that bears on it"),
        # An inspection of the wall tells of the storm too, and of nothing after it.
        ("storm", "cem", "implied", "cem's factors, after the tests, imply 7%"),
        ("breach", "bo", "predicted", "bo's factors, 1 of 2 predicted and after the tests, imply 7%"),
        ("pumps_fail", "cem", "said", "cem: 7%, as said"),
        ("pumps_fail", "ada", "predicted", "7% is predicted of ada, who said nothing that bears on it"),
        ("loss | flood", "hal", "said", "hal: 7%, as said"),
        ("loss | flood", "dee", "implied", "dee said <5%, read as 7%"),
        ("loss | flood", "ida", "implied", "ida said 5-20%, read as 7%"),
        ("loss", "dee", "predicted", "dee's factors, 3 of 5 predicted and after the tests, imply 7%"),
    ],
)
def test_only_what_somebody_said_is_as_said(question: str, who: str, origin: str, own: str, tmp_path: Path) -> None:
    fit = panel_fit(write_study(tmp_path / "study", TOML, ROWS + MORE))
    found = FactorWhatIf(fit, question, who)
    assert (found.origin, found.own("7%")) == (origin, own)


def test_without_tests_factors_imply_and_the_population_is_fitted(tmp_path: Path) -> None:
    fit = panel_fit(write_study(tmp_path / "study", chain_of(3), rows_of(3)))
    assert FactorWhatIf(fit, "all", "p1").own("7%") == "p1's factors imply 7%"
    assert FactorWhatIf(fit, "a", "p1").own("7%") == "p1: 7%, as said"
    assert FactorWhatIf(fit, "all").origin == "fitted"


def test_states_of_switches_sum_to_what_a_tree_says_by_hand() -> None:
    """At least two of three, by writing out all eight states."""
    chances = (0.2, 0.5, 0.9)
    two = sum(
        prod(p if state else 1 - p for p, state in zip(chances, states, strict=True))
        for states in product((True, False), repeat=3)
        if sum(states) >= 2
    )
    from consilience.network import Network
    from consilience.study import Question

    network = Network(
        {
            **{name: Question(name, name) for name in "xyz"},
            "two": Question("two", "Two", gate="at_least", k=2, of=("x", "y", "z")),
        }
    )
    found = Switches(network, "two", {}, network.components).log_odds(logit(np.array(chances)), {})
    assert expit(found) == pytest.approx(two, rel=1e-12)


@pytest.mark.parametrize("name", PANELS)
def test_switches_say_what_the_network_says(name: str) -> None:
    network = network_of(made_once(panel, name).study)
    rng = np.random.default_rng(1)
    credences = rng.normal(-1, 4, (40, len(network.components)))
    likelihoods = {
        event: tuple(rng.uniform(size=2)) for event in network.followed[::2] if event not in network.exclusive
    }
    for asked in (*network.followed, *network.components):
        event, given = network.asked(asked)
        for observed in ({}, likelihoods):
            bearing = [
                one
                for one in network.components
                if any(one in network.ancestors(other) for other in (event, *given, *observed))
            ]
            if suited(network, bearing):
                found = Switches(network, event, given, bearing).log_odds(credences, observed)
                np.testing.assert_allclose(
                    found, network.log_odds(credences, event, given, observed), rtol=1e-9, atol=1e-9
                )


def test_many_factors_take_the_long_way(tmp_path: Path) -> None:
    toml = 'title = "T"\noutcome = "any"\n' + "".join(f'[question.x{n}]\ntitle = "X"\n' for n in range(12))
    toml += f'[question.any]\ntitle = "Any"\nany_of = [{", ".join(repr(f"x{n}") for n in range(12))}]\n'.replace(
        "'", '"'
    )
    rows = "".join(f"x{n},ada,2025-01-15,10%,,,s,\nx{n},bo,2025-01-15,10%,,,s,\n" for n in range(12))
    fit = panel_fit(write_study(tmp_path / "study", toml, rows), location=logit(0.1), scale=1e-9, jitter=0.0, draws=10)
    found = FactorWhatIf(fit, "any")
    assert value(found, Setting(moved={"x3": logit(0.5)})) == pytest.approx(1 - 0.9**11 * 0.5, rel=1e-5)


def test_six_factors_are_followed_in_a_fraction_of_a_tenth_of_a_second(tmp_path: Path) -> None:
    found = engine(tmp_path, 6, TEST, scale=1.0, jitter=0.3, draws=100)
    found.outcome(Setting(moved={"a": 0.1}))
    began = time.process_time()
    for step in range(5):
        found.outcome(Setting(moved={"a": step / 10, "d": -step / 10}))
    assert (time.process_time() - began) / 5 < 0.06


def test_a_name_that_there_is_not_is_refused_with_those_there_are(tmp_path: Path) -> None:
    found = engine(tmp_path)
    with pytest.raises(UnknownNameError, match=r"no factor is called 'z'.* the factors are a, b, c"):
        found.outcome(Setting(moved={"z": 0.0}))
    with pytest.raises(UnknownNameError, match="no pool is called 'best'"):
        found.outcome(Setting(pool="best"))
    with pytest.raises(UnknownNameError, match="no person is called 'zoe'"):
        FactorWhatIf(found.fit, "all", "zoe")


def test_options_are_not_moved_one_by_one() -> None:
    found = FactorWhatIf(made_once(panel, "outcome among options"), "first=lab")
    assert not any(factor.name.startswith("first=") for factor in found.factors)


def test_an_impossible_record_is_refused(tmp_path: Path) -> None:
    found = engine(tmp_path, 1, TEST, location=0.0)
    sure = type(found.tests[0])("new", "", "a", 800.0, 800.0, 4, 0)
    with pytest.raises(WrongValueError, match="cannot be under this setting"):
        found.outcome(Setting(tests={"new": sure}))
