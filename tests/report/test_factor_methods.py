"""Methods and assumptions of each model: words that follow from the priors the model is built with."""

from collections.abc import Sequence
from dataclasses import replace
from math import exp, log
from pathlib import Path

import pytest

from consilience.likelihood.spreads import UNSTATED_COVERAGES
from consilience.models.cruxes.priors import DEFAULTS as OF_CRUXES
from consilience.models.factors.priors import DEFAULTS as OF_FACTORS
from consilience.models.registry import model_of
from consilience.report.methods import methods_text
from consilience.sampling.fit import Fit
from tests.builders.crux_fits import ROWS as CRUX_ROWS, crux_fit, write_crux_study
from tests.builders.factor_fits import ROWS, TOML, panel_fit, write_panel_study
from tests.builders.fits import TOML as FLOODS, synthetic_fit, write_study
from tests.builders.named_fits import cruxes, panel

SHARED = ("Spread of forecasters", "Spread of a group", "Skew", "Tails", "Group effects")
# Where a prior is said: prior, a value no model has, model, row, and what the row then says.
PRIORS = [
    ("location", (-2.0, 0.001), "consensus", "Median forecaster", "12%, half between 12% and 12%"),
    (
        "scale",
        (0.0, 0.77),
        "consensus",
        "Spread of forecasters",
        "scale in log odds lognormal, median 1, log scale 0.77",
    ),
    ("nu", (0.0, 0.77), "factors", "Tails", "degrees of freedom above one lognormal, median 1, log scale 0.77"),
    ("group_scale", (0.0, 0.77), "factors", "Group effects", "lognormal, median 1, log scale 0.77, shared by all"),
    ("location", (-2.0, 0.001), "factors", "Median forecaster, each factor", "12%, half between 12% and 12%"),
    ("scale_between_groups", 0.25, "factors", "Spread of a group", "give or take a log scale of 0.25"),
    ("scale_between_factors", 0.25, "factors", "Spread of a factor", "the panel's, give or take a log scale of 0.25"),
    ("skew", (0.3, 0.2), "consensus", "Skew", "−0.3 tanh(half the median's log odds), standard deviation 0.2"),
    (
        "median_correlation",
        0.3,
        "factors",
        "Median forecaster, any two factors",
        "correlated by 0.3 where people",
    ),
    ("slope", 0.3, "factors", "Correlations of factors", "the slopes' mean half-normal(0.3), their"),
    (
        *("slope_spread", (0.0, 0.77), "factors", "Correlations of factors"),
        "standard deviation lognormal, median 1, log scale 0.77",
    ),
    ("bias", 0.7, "factors", "Stated totals: bias of a group", "standard deviation 0.7 in log odds"),
    (
        *("location", (-2.0, 0.001), "cruxes"),
        "Median forecaster, the outcome and each crux",
        "12%, half between 12% and 12%",
    ),
    ("association", 0.7, "cruxes", "Outcome and crux", "normal(0, 0.7)"),
    ("scale", (0.0, 0.77), "cruxes", "Spread of forecasters, the outcome and a crux", "median 1, log scale 0.77"),
    (
        *("association_scale", (0.0, 0.77), "cruxes"),
        "Spread of forecasters, outcome and crux together",
        "median 1, log scale 0.77",
    ),
    (
        *("forecaster_scale", (0.0, 0.77), "cruxes"),
        "Spread of forecasters, what they share over cruxes",
        "median 1, log scale 0.77",
    ),
    (
        *("scale_between_forecasters", 0.3, "cruxes"),
        "Spreads of one forecaster's views of single cruxes",
        "those of all, give or take a log scale of 0.3 each",
    ),
    ("view_nu", 7.5, "cruxes", "Tails", "Student t with 7.5 degrees of freedom"),
    ("group_scale", (0.0, 0.77), "cruxes", "Camp effects", "lognormal, median 1, log scale 0.77, one each"),
    ("drift", (0.0, 0.77), "cruxes", "Drift between rounds, where somebody answered twice", "median 1, log scale 0.77"),
    ("correlation", 3.5, "cruxes", "Correlations of a forecaster's views", "LKJ(3.5)"),
]


def assumptions(fit: Fit) -> Sequence[tuple[str, str]]:
    return model_of(fit).assumptions(fit)


@pytest.fixture(scope="module")
def fits(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Fit]:
    folder = tmp_path_factory.mktemp("forecasts")
    return {
        "consensus": synthetic_fit(write_study(folder / "floods")),
        "factors": panel("everything", folder),
        "cruxes": cruxes("two camps", folder),
    }


def test_the_models_are_told_apart(fits: dict[str, Fit]) -> None:
    assert {name: fit.model.name for name, fit in fits.items()} == {name: name for name in fits}
    texts = {name: " ".join(methods_text(fit)) for name, fit in fits.items()}
    assert len(set(texts.values())) == 3
    for name, said in {
        "consensus": ["Each question has a population of forecasters", "one person answering several questions"],
        "factors": [
            "multivariate Student t",
            "pools of products",
            "Bayes' rule",
            "off by a bias that their group shares",
        ],
        "cruxes": ["odds ratio", "reconciled and not dropped", "drifts"],
    }.items():
        for word in said:
            assert [other for other, text in texts.items() if word in text] == [name]


@pytest.mark.parametrize("model", ["consensus", "factors", "cruxes"])
def test_the_computation_and_the_reading_of_numbers_are_said_of_every_model(fits: dict[str, Fit], model: str) -> None:
    text = " ".join(methods_text(fits[model]))
    sampler = fits[model].provenance
    assert f"4 chains of {sampler['tune']} warm-up and {sampler['draws']} kept draws, seed 1" in text
    assert all(f"{share:.0%}" in text for share in UNSTATED_COVERAGES)
    assert "15% says that the credence lies between 14.5% and 15.5%" in text
    assert "Aggregates are shown and not counted" in text


@pytest.mark.parametrize(("prior", "value", "model", "name", "says"), PRIORS)
def test_every_prior_is_said_as_the_model_has_it(
    fits: dict[str, Fit],
    prior: str,
    value: object,
    model: str,
    name: str,
    says: str,
) -> None:
    before = dict(assumptions(fits[model]))[name]
    assert says not in before
    own = model_of(fits[model])
    other = replace(fits[model], model=own.with_priors(replace(own.priors, **{prior: value})))
    assert says in dict(assumptions(other))[name]


def test_the_words_are_those_of_the_priors(fits: dict[str, Fit]) -> None:
    rows = dict(assumptions(fits["factors"]))
    # Even odds; half of a Student t with four degrees of freedom lies within 0.741 scales: ± 3.70 are 2.4% and 97.6%.
    assert OF_FACTORS.location == (0.0, 5.0)
    half = "50%, half between 2.4% and 97.6% (Student t with 4 degrees of freedom in log odds)"
    assert rows["Median forecaster, each factor"] == half
    assert dict(assumptions(fits["consensus"]))["Median forecaster"] == half
    # Of a million pairs of slopes drawn apart from the code: 0.042, 0.279 and 0.565.
    assert (OF_FACTORS.slope, OF_FACTORS.slope_spread) == (1.0, (log(0.35), 0.6))
    assert rows["Correlations of factors"].startswith("of any two 0.28 in the middle, half between 0.04 and 0.56")
    median, scale = OF_FACTORS.reading
    assert f"median {exp(median):.2g}, log scale {scale}" in rows["Noise of readings that must cohere"]
    of_cruxes = dict(assumptions(fits["cruxes"]))
    assert f"normal(0, {OF_CRUXES.association:g})" in of_cruxes["Outcome and crux"]
    assert f"{OF_CRUXES.view_nu:g} degrees of freedom" in of_cruxes["Tails"]
    assert of_cruxes["Median forecaster, the outcome and each crux"] == half


def test_every_model_says_its_own_priors_and_no_other(fits: dict[str, Fit]) -> None:
    names = {model: [name for name, _ in assumptions(fit)] for model, fit in fits.items()}
    assert all(len(set(listed)) == len(listed) for listed in names.values())
    assert set(SHARED) <= set(names["consensus"]) & set(names["factors"])
    assert not any(name.startswith(("Correlations", "Stated totals", "Noise")) for name in names["consensus"])
    assert not any("crux" in name for name in names["factors"])
    assert "Stated totals: bias of a group" not in names["cruxes"]
    assert "Group effects" not in names["cruxes"]


def test_declared_priors_and_tests_are_said(fits: dict[str, Fit], tmp_path: Path) -> None:
    rows = dict(assumptions(fits["factors"]))
    assert rows["The pumps fail"] == "declared prior 10% to 90%, 90% sure"
    assert rows["Evidence: An inspection of the wall"] == (
        "0 of 3 trials positive; sensitivity 60%, false-positive rate 5%."
    )
    noted = TOML + 'common_failure = "10%"\nnote = "Divers looked."\n'
    said = dict(assumptions(panel_fit(write_panel_study(tmp_path / "town", noted), draws=5)))
    assert said["Evidence: An inspection of the wall"] == (
        "0 of 3 trials positive; sensitivity 60%, false-positive rate 5%, common failure 10%. Divers looked."
    )


def test_a_test_without_a_title_goes_by_its_name(tmp_path: Path) -> None:
    toml = TOML.replace('title = "An inspection of the wall"\n', "")
    fit = panel_fit(write_panel_study(tmp_path / "town", toml), draws=5)
    assert "Evidence: inspection" in dict(assumptions(fit))


def test_base_rates_are_said_where_the_model_takes_them(tmp_path: Path) -> None:
    rate = "{},years,2025-01-15,3 of 40,,base_rate,s,\n"
    town = panel_fit(write_panel_study(tmp_path / "town", rows=ROWS + rate.format("storm")), draws=5)
    assert "about 20 trials" in dict(assumptions(town))["Base rates"]
    famine = crux_fit(write_crux_study(tmp_path / "famine", rows=CRUX_ROWS + rate.format("war")))
    assert "Base rates" not in dict(assumptions(famine))


def test_words_are_told_with_the_numbers_that_their_lexicon_gives(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "verbal_probability.csv").write_text(
        "lexicon,term,low,high,source\nICD-203,likely,0.55,0.8,s\nICD-203,very unlikely,0.05,0.2,s\n", "utf-8"
    )
    rows = "".join(
        f'flood,{name},2025-01-15,"""{said}""",,,s,\ndrought,{name},2025-01-15,20%,,,s,\n'
        for name, said in (("ada", "likely"), ("bo", "likely"), ("cem", "very unlikely"))
    )
    toml = FLOODS.replace("[question.flood]", 'lexicon = "ICD-203"\n\n[question.flood]', 1)
    told = dict(assumptions(synthetic_fit(write_study(tmp_path / "floods", toml, rows))))
    assert told["Words are read as"].count("ICD-203") == 2
    assert "55%" in told["Words are read as"]
    assert "Words are read as" not in dict(assumptions(synthetic_fit(write_study(tmp_path / "plain"))))
