"""A fourth model, in one file of under a hundred lines: all else there is takes it up as it is."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import nutpie
import pytest
import xarray as xr
from scipy import special, stats

from consilience import api
from consilience.api.study_fit import StudyFit
from consilience.charts.figure import Figure
from consilience.frames import answers_frame
from consilience.frames.densities import density_frame
from consilience.likelihood.rows import rung
from consilience.models import registry
from consilience.models.base import StudyModel
from consilience.models.checking import check_study
from consilience.models.priors import Priors
from consilience.models.words import declared_of
from consilience.notation import BaseRate
from consilience.problems import Problem
from consilience.report.methods import methods_text
from consilience.report.page import report_html
from consilience.report.results import write_results
from consilience.sampling import compile as compiling
from consilience.sampling.answers import answers_dataset, flat, summaries_of
from consilience.sampling.model import Drawn, Settings
from consilience.study import Estimate, Study, read_study
from tests.builders.fits import fit_study, write_study


@dataclass(frozen=True)
class RatePriors(Priors):
    """The prior of every rate: a beta distribution's parameters, Jeffreys' by default."""

    events: float = 0.5
    others: float = 0.5


@dataclass(frozen=True)
class RateData:
    """Counts of events in trials, each with its question."""

    questions: tuple[str, ...]
    arrays: Mapping[str, np.ndarray]
    start: Mapping[str, float]
    size: tuple[int, ...]


class BaseRates(StudyModel):
    """Each question has a rate of its own, of which every reference class counts some events."""

    name = "base_rates"
    settings = Settings(tune=300, draws=600)

    def __init__(self, priors: RatePriors = RatePriors()) -> None:
        super().__init__(priors)

    def suits(self, study: Study) -> bool:
        return bool(study.weighed) and all(isinstance(row.value, BaseRate) for row in study.weighed)

    def encode(self, study: Study) -> RateData:
        questions = tuple(dict.fromkeys(row.question for row in study.weighed))
        size = rung(len(questions), (8, 16))
        said = [(questions.index(row.question), row.value.trials, row.value.events) for row in study.weighed]
        arrays = {"counts": np.array(said, dtype="int64"), "priors": self.priors.array}
        return RateData(questions, arrays, {}, (size,))

    def build(self, data: RateData) -> object:
        import pymc as pm

        with pm.Model() as model:
            given = {name: pm.Data(name, value) for name, value in data.arrays.items()}
            rate = pm.Beta("rate", *(given["priors"][place] for place in range(2)), shape=data.size)
            question, trials, events = (given["counts"][:, place] for place in range(3))
            pm.Potential("counts_said", pm.logp(pm.Binomial.dist(trials, rate[question]), events).sum())
        return model

    def answer(self, raw: xr.Dataset, data: RateData, study: Study, seed: int) -> Drawn:
        rate, rng = raw["rate"].values[:, :, : len(data.questions)], np.random.default_rng(seed)
        posterior = self._named(rate, data.questions)
        drawn = special.logit(flat(posterior["rate"]))[:, None, None]
        found = [summaries_of(name, drawn[..., [place]], [""], rng) for place, name in enumerate(data.questions)]
        answers = {key: values for each in found for key, values in each.items()}
        return Drawn(posterior, answers_dataset(answers, rate.shape[:2]))

    def _named(self, rate: np.ndarray, questions: Sequence[str]) -> xr.Dataset:
        return xr.Dataset({"rate": (("chain", "draw", "question"), rate)}, coords={"question": list(questions)})

    def refuse(self, study: Study) -> Sequence[Problem]:
        return [Problem("a rate needs a trial", "leave it out") for row in study.weighed if not row.value.trials]

    def prior_of(self, study: Study, question: str) -> tuple[float, float, float]:
        shapes = self.priors.events, self.priors.others
        centre = special.digamma(shapes[0]) - special.digamma(shapes[1])
        return float(centre), float(sum(special.polygamma(1, shape) for shape in shapes) ** 0.5), np.inf

    def methods(self) -> tuple[str, ...]:
        return ("Each question has a rate of its own, and events in trials are binomial.",)

    def assumptions(self, fit: api.fits.Fit) -> Sequence[tuple[str, str]]:
        return [("Rates", f"beta({self.priors.events:g}, {self.priors.others:g})"), *declared_of(fit)]

    def statements(self, study: Study) -> Sequence[Estimate]:
        return study.weighed

    def log_likelihood(self, posterior: xr.Dataset, study: Study, rows: Sequence[Estimate]) -> np.ndarray:
        rates = flat(posterior["rate"].sel(question=[row.question for row in rows]))
        return stats.binom.logpmf([row.value.events for row in rows], [row.value.trials for row in rows], rates)

    def log_prior(self, posterior: xr.Dataset, study: Study) -> Mapping[str, np.ndarray]:
        priors = self.priors.events, self.priors.others
        return {"rate": stats.beta.logpdf(flat(posterior["rate"]), *priors).sum(axis=1)}

    def draw_prior(self, study: Study, draws: int, seed: int) -> xr.Dataset:
        questions = self.encode(study).questions
        size = 1, draws, len(questions)
        return self._named(np.random.default_rng(seed).beta(self.priors.events, self.priors.others, size), questions)

    def predict(self, posterior: xr.Dataset, study: Study, rows: Sequence[Estimate], seed: int) -> np.ndarray:
        rng, trials = np.random.default_rng(seed), np.array([row.value.trials for row in rows])
        rates = flat(posterior["rate"].sel(question=[row.question for row in rows]))
        events = rng.binomial(trials, rates)
        return special.logit((events + 0.5) / (trials + 1))


ROWS = """\
flood,the town's records,2025-01-15,3 of 40,,base_rate,s,
flood,the next town's,2025-01-16,7 of 60,,base_rate,s,
drought,the town's records,2025-01-15,30 of 40,,base_rate,s,
"""


@pytest.fixture(scope="module", autouse=True)
def registered() -> BaseRates:
    """A line in the registry."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "MODELS", [BaseRates(), *registry.MODELS])
        yield registry.MODELS[0]


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return api.read_study(write_study(tmp_path_factory.mktemp("forecasts") / "rates", rows=ROWS))


@pytest.fixture(scope="module")
def fit(study: Study, registered: BaseRates) -> StudyFit:
    return fit_study(study)


def test_it_is_short() -> None:
    parts = (RatePriors, RateData, BaseRates)
    assert sum(len(inspect.getsource(part).splitlines()) for part in parts) < 100


def test_it_is_fitted_and_judged_and_its_answers_are_the_closed_form(fit: StudyFit, registered: BaseRates) -> None:
    assert type(fit) is StudyFit
    assert fit.model is registered
    assert fit.passed, [str(check) for check in fit.checks if not check.passed]
    assert fit.provenance["priors"] == {"events": 0.5, "others": 0.5}
    # Conjugate: beta(1/2 + events, 1/2 + others).
    for question, events, others in (("flood", 10, 90), ("drought", 30, 10)):
        draws = fit.posterior["rate"].sel(question=question).values
        law = stats.beta(0.5 + events, 0.5 + others)
        assert draws.mean() == pytest.approx(law.mean(), abs=5 * law.std() / 20)
        (row,) = answers_frame(fit).query("question == @question and summary == 'median'").to_dict("records")
        assert [row["low"], row["value"], row["high"]] == pytest.approx(law.ppf([0.05, 0.5, 0.95]), abs=law.std() / 4)
        assert row["statements"] == (2 if question == "flood" else 1)


def test_other_data_of_the_same_size_are_not_compiled(
    fit: StudyFit, study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nutpie, "compile_pymc_model", lambda *_, **__: pytest.fail("was compiled"))
    told: list[str] = []
    more = read_study(write_study(tmp_path / "more", rows=ROWS + ROWS.replace("3 of 40", "9 of 20")))
    again = fit_study(more, progress=lambda what, share: told.append(what))
    assert not any(what.startswith("compiling") for what in told)
    assert again.posterior["rate"].mean() != fit.posterior["rate"].mean()
    # Nor are other priors; nor is anything in the next process, which finds the machine code.
    sceptic = api.fit(study, priors=RatePriors(events=1, others=1000))
    assert float(sceptic.posterior["rate"].sel(question="drought").mean()) < 0.05
    monkeypatch.setattr(compiling, "_HELD", {})
    assert fit_study(study).answers.identical(fit.answers)
    assert compiling.file_of(fit.model.name, fit.model.build, fit.model.encode(study)).is_file()


def test_it_has_its_charts(fit: StudyFit) -> None:
    assert set(fit.charts.kinds) == {"statements", "groups", "pools", "overview", "history"}
    figures = fit.charts.all()
    assert [figure.name for figure in figures] == ["overview", "flood-statements"]
    for figure in [*figures, fit.charts.statements("drought")]:
        assert isinstance(figure, Figure)
        assert "<svg" in figure.drawing.labelled_svg
    # Base rates are nobody's voice, and there is nothing to pool.
    with pytest.raises(ValueError, match="fewer than two voices"):
        fit.charts.pools("drought")


def test_its_prior_is_drawn_beside_its_answer(fit: StudyFit) -> None:
    frame = density_frame(fit, "drought")
    assert set(frame["curve"]) == {"prior", "posterior"}
    assert np.isfinite(frame["density"]).all()


def test_what_it_refuses_is_a_problem_of_the_study_before_any_fit(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert check_study(study.path) == ()
    monkeypatch.setattr(BaseRates, "refuse", lambda self, study: [Problem("a rate needs a trial", "leave it out")])
    assert [problem.why for problem in check_study(study.path)] == ["a rate needs a trial"]


def test_it_has_its_report_with_its_words(fit: StudyFit) -> None:
    page = report_html(fit)
    assert methods_text(fit)[0] in page
    assert "beta(0.5, 0.5)" in page
    assert "A flood" in page


def test_it_comes_back_from_its_results(fit: StudyFit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consilience.charts.FORMATS", ("svg",))
    write_results(fit, tmp_path / "rates", {"study": "rates", "key": "k", "stands_until": None})
    back = api.read_fit(tmp_path / "rates", fit.study)
    assert type(back.model) is BaseRates
    assert back.model.priors == fit.model.priors
    xr.testing.assert_identical(back.answers, fit.answers)
    xr.testing.assert_identical(back.posterior, fit.posterior)


def test_it_can_be_criticised(fit: StudyFit) -> None:
    assert np.isfinite(fit.loo().elpd)
    assert fit.predict(50).shape == (50, 3)
    assert {"log_likelihood", "log_prior", "posterior_predictive", "prior_predictive"} <= set(fit.trace.children)
