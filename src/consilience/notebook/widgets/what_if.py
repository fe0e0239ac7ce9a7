"""What if: an answer moves as its factors, its tests, its pool, its prior or its voices are otherwise.

What is shown is never a headline: nobody said it, and nothing was fitted to it. The numbers are those of
:mod:`consilience.models.what_if`; here is what is chosen, and what is kept of it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from scipy.special import expit
from traitlets import Dict, List, Unicode

from consilience.frames.headline import headline_of
from consilience.frames.other_priors import AS_FITTED
from consilience.models.leaving_out import LeftOut, voices_of, without
from consilience.models.registry import model_of
from consilience.models.what_if import POPULATION, Outcome, Setting, Test, WhatIfEngine, known
from consilience.notebook.widgets.kit import Still, Widget, refused
from consilience.notebook.widgets.scale import decades_for, scale_page
from consilience.notebook.widgets.what_if_picture import Row, picture, ticks_for
from consilience.notebook.widgets.what_if_scenarios import Scenario, scenarios_frame
from consilience.notebook.widgets.what_if_words import (
    factor_page,
    in_words,
    log_odds_of,
    moved_in_words,
    page_of_test,
    row_page,
    whole_number,
)
from consilience.sampling.fit import Fit

if TYPE_CHECKING:
    import pandas as pd

# Scenarios are drawn beside each other up to here; the table has all.
_DRAWN = 8


class WhatIf(Widget, page="what_if"):
    """Sliders for what an answer rests on, and the answer as they move.

    Parameters
    ----------
    fit : Fit
    question : str
        What is asked.

    Attributes
    ----------
    answer : Outcome
        What is shown now: ``label``, ``levels`` in log odds, ``below`` (the probability to lie below the study's
        threshold).
    scenarios : pandas.DataFrame
        What was saved: a row a scenario, as fitted first.
    """

    head = Dict(help="Title, whose numbers, and what this is not.").tag(sync=True)
    choices = Dict(help="Questions, bases, pools and priors to choose from, and what is chosen.").tag(sync=True)
    scale = Dict(help="Stops and ticks of the sliders.").tag(sync=True)
    factors: List[Any] = List(help="Where each factor starts and stands.").tag(sync=True)
    tests: List[Any] = List(help="What each test is taken to be.").tag(sync=True)
    voices: List[Any] = List(help="Who can be left out, by group.").tag(sync=True)
    left = Dict(help="How the answer without somebody was had.").tag(sync=True)
    answers: List[Any] = List(help="Rows of the picture: as fitted, what if, and scenarios.").tag(sync=True)
    ticks: List[Any] = List(help="The axis of the picture.").tag(sync=True)
    says = Unicode(help="What moved, in a sentence.").tag(sync=True)

    def __init__(self, fit: Fit, question: str) -> None:
        self._fit, self._question, self._basis = fit, question, POPULATION
        self._setting, self._out = Setting(), cast("tuple[str, ...]", ())
        self._groups = voices_of(fit.study)
        self._saved: dict[str, Scenario] = {}
        self._without: dict[frozenset[str], LeftOut] = {}
        self._engines: dict[tuple[str, str, frozenset[str]], WhatIfEngine] = {}
        self._fitted: dict[tuple[str, str], Scenario] = {}
        self._basis = self._first_basis()
        self._outcome: Outcome | None = None
        super().__init__()
        self._show()

    @property
    def answer(self) -> Outcome | None:
        """What the answer would be; ``None`` where the draws do not reach without those who are left out."""
        return self._outcome

    @property
    def scenarios(self) -> "pd.DataFrame":
        """What was saved, beside what was fitted.

        Returns
        -------
        pandas.DataFrame
            A row a scenario, by its name: ``question``, ``starts_from``, ``pool``, ``prior``, ``left_out``, ``value``,
            ``low``, ``high`` (fractions, 90% interval), ``label``, ``odds`` (how many times those as fitted), and a
            column for each factor that any of them moved.
        """
        return scenarios_frame([self._as_fitted(), *self._saved.values()])

    def move(self, given: Mapping[str, float | str] | None = None, /, **factors: float | str) -> None:
        """Put factors somewhere: ``w.move(capable="40%")``, or ``w.move({"loss | flood": 0.1})``."""
        with self._changing():
            for name, said in {**(given or {}), **factors}.items():
                known("factor", name, [factor.name for factor in self._engine.factors])
                self._put(name, log_odds_of(name, said))

    def test(self, name: str, **changed: Any) -> None:
        """Take a test for another: ``w.test("probe", sensitivity="90%", trials=10, positives=0, used=True)``."""
        allowed = ("sensitivity", "false_positive_rate", "trials", "positives", "used")
        for field in changed:
            known("setting", field, allowed)
        tests = self._tests()
        known("test", name, list(tests))
        rates = ("sensitivity", "false_positive_rate")
        given: dict[str, Any] = {
            key: log_odds_of(key, value) if key in rates else value for key, value in changed.items()
        }
        now = replace(tests[name], **given)
        if (now.sensitivity is None) != (tests[name].sensitivity is None):
            raise refused(f"{name} is known by its likelihood ratio alone", "change whether it is used")
        if not 0 <= now.positives <= now.trials:
            raise refused(
                f"{now.positives} of {now.trials} trials cannot be positive", "give no more positives than trials"
            )
        with self._changing():
            self._setting = replace(self._setting, tests={**self._setting.tests, name: now})

    def add_test(
        self, on: str, sensitivity: float | str, false_positive_rate: float | str, trials: int = 1, positives: int = 0
    ) -> None:
        """Add a test that the study does not have, of what a factor's state would show."""
        names = self._tests()
        name = next(f"new test {number}" for number in range(1, len(names) + 2) if f"new test {number}" not in names)
        rates = log_odds_of("sensitivity", sensitivity), log_odds_of("false_positive_rate", false_positive_rate)
        new = Test(name, f"{name.capitalize()} on {on}", on, *rates, int(trials), int(positives))
        with self._changing():
            self._setting = replace(self._setting, tests={**self._setting.tests, name: new})

    def choose(
        self,
        *,
        question: str | None = None,
        basis: str | None = None,
        pool: str | None = None,
        prior: str | None = None,
    ) -> None:
        """Choose what is asked, whose numbers it starts from, how forecasters are pooled, or another prior."""
        with self._changing():
            if question is not None or basis is not None:
                self._question = question or self._question
                self._basis = self._basis if basis is None else basis
                # Factors start elsewhere, and tests bear on other things.
                self._setting = Setting()
            if pool is not None:
                self._setting = replace(self._setting, pool=pool)
            if prior is not None:
                self._setting = replace(self._setting, prior="" if prior == AS_FITTED else prior)

    def leave_out(self, *names: str) -> None:
        """Leave out voices or groups, besides those that are: the draws are reweighted, and the doubt of it said."""
        gone = dict.fromkeys(self._out)
        for name in names:
            gone |= dict.fromkeys(self._groups.get(name, [name]))
        self._leave(tuple(gone))

    def bring_back(self, *names: str) -> None:
        """Bring voices or groups back; without a name everybody."""
        back = {voice for name in names for voice in self._groups.get(name, [name])}
        self._leave(tuple(voice for voice in self._out if names and voice not in back))

    def refit(self) -> None:
        """Fit anew without those who are left out, where reweighting does not do: seconds to minutes."""
        from consilience.sampling.fitting import fit as fit_anew

        if not self._out:
            raise refused("nobody is left out", "leave somebody out first")
        gone = self._without[frozenset(self._out)]
        seed = cast("int", self._fit.provenance["seed"])
        found = fit_anew(model_of(self._fit), gone.study, seed=seed)
        verdict = (
            "all diagnostics passed" if found.passed else "it failed its diagnostics, and is not to be relied upon"
        )
        says = f"Without {', '.join(self._out)}: fitted anew, {verdict}."
        self._without[frozenset(self._out)] = LeftOut(gone.study, found, None, found.passed, says)
        self._engines = {key: engine for key, engine in self._engines.items() if key[2] != frozenset(self._out)}
        with self.hold_sync():
            self._show()

    def reset(self) -> None:
        """Put everything back as fitted; what was saved stays."""
        with self._changing():
            self._setting, self._out = Setting(), ()

    def save(self, name: str = "") -> None:
        """Keep what is shown as a scenario; one of the same name is replaced."""
        if self._outcome is None:
            raise refused("there is no answer to save", "bring somebody back, or fit anew")
        # What everything is compared with has that name.
        name = name.strip() or f"Scenario {len(self._saved) + 1}"
        if name == self._as_fitted().name:
            raise refused(f"{name!r} is the name of what was fitted", "give another")
        with self.hold_sync():
            self._saved[name] = self._scenario(name, self._outcome)
            self._show()

    def load(self, name: str) -> None:
        """Go back to a scenario."""
        known("scenario", name, list(self._saved))
        found = self._saved[name]
        with self._changing():
            self._question, self._basis, self._setting = found.question, found.basis, found.setting
            self._out = found.left_out

    def remove(self, name: str) -> None:
        """Forget a scenario."""
        known("scenario", name, list(self._saved))
        with self.hold_sync():
            del self._saved[name]
            self._show()

    def still(self) -> Still:
        """The answers beside each other, and in words what was moved."""
        rows = [Row(**{key: row[key] for key in ("name", "label", "levels", "kind")}) for row in self.answers]
        notes = [self.head["note"], moved_in_words(self._engine, self._setting), self.left.get("says", "")]
        return Still(
            picture(f"What if: {self._engine.title}", rows, [note for note in notes if note]),
            f"What if: {self._engine.title}: {self.says}",
        )

    # ---- what the page asks for

    def _move_to(self, factor: str, z: float | None = None, text: str | None = None) -> None:
        with self._changing():
            known("factor", factor, [one.name for one in self._engine.factors])
            self._put(factor, log_odds_of(factor, text) if text is not None else z)

    def _test_at(self, name: str, field: str, z: float | None = None, value: Any = None) -> None:
        if field in ("sensitivity", "false_positive_rate"):
            self.test(name, **{field: value if z is None else float(expit(z))})
        elif field == "used":
            self.test(name, used=bool(value))
        else:
            self.test(name, **{field: whole_number(field, value)})

    def _set_aside(self, names: list[str], out: bool) -> None:
        (self.leave_out if out else self.bring_back)(*names)

    ACTIONS: ClassVar = {
        "move": _move_to,
        "test": _test_at,
        "add_test": add_test,
        "choose": choose,
        "leave": _set_aside,
        "refit": refit,
        "reset": reset,
        "save": save,
        "load": load,
        "remove": remove,
    }

    # ---- what there is

    @property
    def _engine(self) -> WhatIfEngine:
        key = self._question, self._basis, frozenset(self._out)
        if key not in self._engines:
            fit = self._fit if not self._out else self._left_out().fit
            assert fit is not None
            self._engines[key] = model_of(fit).what_if(fit, self._question, self._basis)
        return self._engines[key]

    def _first_basis(self) -> str:
        """Whose numbers come first: of a single voice its own, which is what the fit's headline is."""
        headline = headline_of(self._fit, self._question)
        people = self._engine.people
        return (
            people[0] if headline.leads == "voices" and len(headline.voices) == 1 and len(people) == 1 else POPULATION
        )

    def _left_out(self) -> LeftOut:
        key = frozenset(self._out)
        if key not in self._without:
            self._without[key] = without(self._fit, self._out)
        return self._without[key]

    def _leave(self, names: tuple[str, ...]) -> None:
        with self._changing():
            self._out = names
            if self._basis in names:
                self._basis, self._setting = POPULATION, Setting()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Show what is chosen within, at once; where it cannot be, all is as it was."""
        before = self._question, self._basis, self._setting, self._out
        with self.hold_sync():
            try:
                yield
                self._show()
            except Exception:
                self._question, self._basis, self._setting, self._out = before
                raise

    def _put(self, name: str, z: float | None) -> None:
        others = {factor: at for factor, at in self._setting.moved.items() if factor != name and not self._engine.alone}
        start = next(factor.z for factor in self._engine.factors if factor.name == name)
        moved = others if z is None or abs(z - start) < 1e-9 else {**others, name: float(z)}
        self._setting = replace(self._setting, moved=moved)

    def _tests(self) -> dict[str, Test]:
        return {test.name: test for test in self._engine.tests} | dict(self._setting.tests)

    def _as_fitted(self) -> Scenario:
        key = self._question, self._basis
        if key not in self._fitted:
            engine = model_of(self._fit).what_if(self._fit, *key) if self._out else self._engine
            self._fitted[key] = self._unmoved(engine)
        return self._fitted[key]

    def _unmoved(self, engine: WhatIfEngine) -> Scenario:
        return Scenario(
            f"As {engine.origin}",
            self._question,
            self._basis,
            Setting(),
            (),
            engine.outcome(Setting()),
            engine.pool,
        )

    def _scenario(self, name: str, outcome: Outcome) -> Scenario:
        return Scenario(name, self._question, self._basis, self._setting, self._out, outcome, self._engine.pool)

    # ---- what is shown

    def _show(self) -> None:
        reached = not self._out or self._left_out().fit is not None
        self.left = self._told_left()
        self._outcome = self._engine.outcome(self._setting) if reached else None
        fitted = self._as_fitted()
        if reached:
            self._show_engine(self._engine)
        self.voices = [
            {"group": group, "names": [[name, name in self._out] for name in names]}
            for group, names in self._groups.items()
        ]
        rows = [row_page(fitted, "fit")]
        if self._outcome is not None:
            rows.append(row_page(self._scenario("What if", self._outcome), "now"))
        rows += [row_page(saved, "saved") for saved in list(self._saved.values())[-_DRAWN:]]
        self.answers = rows
        self.ticks = ticks_for([level for row in rows for level in row["levels"]])
        if self._outcome is None:
            self.says = f"{self.left['says']} Nothing is shown without them until then."
        else:
            shown = self._scenario("What if", self._outcome)
            self.says = in_words(shown, fitted.outcome, self._engine, self._fit.study.threshold)

    def _show_engine(self, engine: WhatIfEngine) -> None:
        note = "A what-if: nobody said this, and nothing was fitted to it. It is no headline."
        self.head = {
            "events": list(engine.events),
            "title": engine.title,
            "starts_from": engine.starts_from,
            "note": note,
            "factors": engine.factors_say,
        }
        asked = list(dict.fromkeys(self._fit.answers["question"].values.tolist()))
        self.choices = {
            "question": [[name, name] for name in asked],
            "basis": [[POPULATION, "Forecasters like those who spoke"], *([name, name] for name in engine.people)],
            "pool": [[name, title] for name, title in engine.pools.items()],
            "prior": [[name, name] for name in engine.priors],
            "now": {
                "question": self._question,
                "basis": self._basis,
                "pool": self._setting.pool or engine.pool,
                "prior": self._setting.prior or AS_FITTED,
            },
        }
        places = [factor.z for factor in engine.factors] + list(self._setting.moved.values())
        self.scale = scale_page(decades_for(*(float(expit(z)) for z in places if abs(z) < 30)))
        self.factors = [factor_page(factor, self._setting) for factor in engine.factors]
        declared = {test.name: test for test in engine.tests}
        self.tests = [page_of_test(test, declared.get(test.name)) for test in self._tests().values()]

    def _told_left(self) -> dict[str, Any]:
        if not self._out:
            return {"says": "", "warn": False, "refit": False}
        found = self._left_out()
        more = "" if found.enough else " A full fit without them tells."
        return {"says": found.says + more, "warn": not found.enough, "refit": not found.enough}
