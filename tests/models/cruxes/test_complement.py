"""A study of cruxes and the same asked of the complements: each draw has its image, of the outcome, cruxes or both."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.models.cruxes.data import encode_cruxes
from consilience.models.cruxes.frames.views import crux_people_frame, disagreement_frame
from consilience.models.cruxes.implied import implied
from consilience.models.cruxes.pointwise import log_likelihood, log_prior, statements
from consilience.models.cruxes.population import CruxPosterior
from consilience.models.cruxes.predict import DIMS
from consilience.models.cruxes.priors import DEFAULTS
from consilience.models.cruxes.unpack import answers_of
from consilience.sampling.answers import flat
from consilience.study import Study, read_study
from tests.builders.complements import said_both_ways
from tests.builders.crux_fits import crux_fit, write_crux_study
from tests.examples import examples

TOML = 'title = "A famine"\n[question]\nfamine = {{ title = "F", cruxes = ["blight", "war"]{famine} }}\n'
TOML += 'blight = {{ title = "B"{blight} }}\nwar = {{ title = "W" }}\n'
# Signs of outcome and cruxes: the whole turned round, the outcome alone, all cruxes alone.
MIRRORS = [(-1, -1), (-1, 1), (1, -1)]
ASKED = [("famine", ""), *((crux, "") for crux in ("blight", "war"))]
ASKED += [("famine", f"{state}{crux}") for crux in ("blight", "war") for state in ("", "not ")]
VARIABLES = {
    "outcome": ("outcome", "outcome_asked", "outcome_round", "mu_outcome", "outcome_location"),
    "base": ("base", "mu_base", "base_location"),
    "association": ("association", "mu_association", "association_location"),
}

# What was asked, who answered, and with which words: of what was asked, and of its complement.
type Rows = list[tuple[tuple[str, str], str, tuple[str, str]]]

ROWS = st.lists(
    st.tuples(st.sampled_from(ASKED), st.sampled_from(("ada", "bo", "cem", "dee")), said_both_ways("survey")),
    min_size=1,
    max_size=14,
    unique_by=lambda row: row[:2],
    # Nobody is a survey here and a person there.
).map(lambda rows: [(asked, f"{who} poll" if "n=" in words[0] else who, words) for asked, who, words in rows])


def name_of(asked: tuple[str, str], cruxes: int) -> str:
    """A question, given what it was given: of the complement of a crux its presence is the absence of the crux."""
    question, state = asked
    if state and cruxes < 0:
        state = state.removeprefix("not ") if state.startswith("not ") else f"not {state}"
    return f"{question} | {state}" if state else question


def asked_of(folder: Path, rows: Rows, outcome: int, cruxes: int) -> Study:
    # Somebody answers everything, so that every study asks all of it.
    plain = [(asked, who, ("30%", "70%")) for asked in ASKED[:4] for who in ("eve", "fay")]
    declared = ', prior = "10% [1%, 40%] @90%"', ', prior = "90% [60%, 99%] @90%"'
    return turned_round(folder, [*plain, *rows], outcome, cruxes, declared)


def turned_round(folder: Path, rows: Rows, outcome: int, cruxes: int, declared: tuple[str, str] = ("", "")) -> Study:
    """The study of rows that are said both ways, asked of the outcome and the cruxes or of their complements."""
    toml = TOML.format(famine=declared[outcome < 0], blight=declared[cruxes < 0])
    lines = "".join(
        f"{name_of(asked, cruxes)},{who},2025-01-15,{words[(outcome if asked[0] == 'famine' else cruxes) < 0]},"
        f"{'north' if who in ('ada', 'bo', 'eve') else 'south'},{'survey' if 'n=' in words[0] else ''},s,\n"
        for asked, who, words in rows
    )
    return read_study(write_crux_study(folder / f"{outcome}{cruxes}", toml, lines))


def image(posterior: xr.Dataset, outcome: int, cruxes: int) -> xr.Dataset:
    signs = {"outcome": outcome, "base": cruxes, "association": outcome * cruxes}
    turned = {name: signs[part] * posterior[name] for part, names in VARIABLES.items() for name in names}
    sign = np.array(list(signs.values()))
    return posterior.assign({**turned, "correlation": posterior["correlation"] * sign[:, None] * sign})


def in_order_of(study: Study, posterior: xr.Dataset) -> xr.Dataset:
    """People and camps as a study has them, which is by its questions, and those are others of the complement."""
    data = encode_cruxes(study)
    spoke = posterior["round_forecaster"].values.tolist()
    rounds = [spoke.index(data.people[place]) for place in data.rounds]
    known = posterior["forecaster"].values.tolist()
    people = [known.index(name) for name in data.people]
    return posterior.isel(round=rounds, forecaster=people).sel(group=list(data.groups))


def population(posterior: xr.Dataset) -> CruxPosterior:
    return CruxPosterior(**{field.name: flat(posterior[DIMS[field.name][0]]) for field in fields(CruxPosterior)})


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, mirror=st.sampled_from(MIRRORS), seed=st.integers(0, 99))
def test_who_asks_for_the_complement_is_answered_with_the_complement(
    rows: Rows,
    mirror: tuple[int, int],
    seed: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("studies")
    study, other = (asked_of(folder, rows, *signs) for signs in ((1, 1), mirror))
    people = len(encode_cruxes(study).people)
    rng = np.random.default_rng(seed)
    views = {"outcome": rng.normal(0, 3, people), "base": rng.normal(0, 2, (people, 2))}
    fit = crux_fit(study, **views, association=rng.normal(0, 2, (people, 2)), jitter=0.5, draws=25)
    correlated = np.array([[1.0, 0.5, -0.4], [0.5, 1.0, 0.2], [-0.4, 0.2, 1.0]])
    posterior = fit.posterior.assign(correlation=fit.posterior["correlation"] * 0 + correlated)
    turned = in_order_of(other, image(posterior, *mirror))
    of_study, of_other = (
        {
            (row.question, row.forecaster): values
            for row, values in zip(found, log_likelihood(draws, of, found).T, strict=True)
        }
        for draws, of in ((posterior, study), (turned, other))
        for found in [statements(of)]
    )
    for (question, who), values in of_study.items():
        name, _, state = question.partition(" | ")
        assert of_other[name_of((name, state), mirror[1]), who] == pytest.approx(values, rel=1e-6, abs=1e-6)
    ours, theirs = log_prior(posterior, study, DEFAULTS), log_prior(turned, other, DEFAULTS)
    for name, values in ours.items():
        assert theirs[name] == pytest.approx(values, abs=1e-9), name


@pytest.mark.parametrize("mirror", MIRRORS)
def test_answers_and_what_is_learned_are_those_of_the_complement(
    mirror: tuple[int, int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("studies")
    study, other = (asked_of(folder, [], *signs) for signs in ((1, 1), mirror))
    fit = crux_fit(study, outcome=[-2.0, 1.0], base=[[0.5, -1], [1, 2]], association=[[2, -1], [0.5, 3]], draws=100)
    turned = crux_fit(other, draws=100)
    object.__setattr__(turned, "posterior", image(fit.posterior, *mirror))
    found, opposite = (answers_of(population(of.posterior), encode_cruxes(of.study), 1) for of in (fit, turned))
    for (question, group, summary), values in found.items():
        if summary != "new_forecaster":
            name, _, state = question.partition(" | ")
            sign = mirror[0] if name == "famine" else mirror[1]
            # New forecasters are drawn for each study by themselves, 64 a draw.
            of_complement = sign * opposite[name_of((name, state), mirror[1]), group, summary]
            assert np.mean(of_complement - values) == pytest.approx(0, abs=0.05), (question, group, summary)
    for frame, columns in ((crux_people_frame, ["voi", "share"]), (disagreement_frame, ["value", "share"])):
        np.testing.assert_allclose(frame(fit)[columns], frame(turned)[columns], rtol=1e-9)
    assert implied(study, "famine | not blight")
    for speaker, said_of in implied(study, "famine | not blight").items():
        assert speaker in implied(other, name_of(("famine", "not blight"), mirror[1])), said_of
