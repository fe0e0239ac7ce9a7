"""What a what-if says: its numbers as a page and a sentence have them, and what is typed read."""

from functools import lru_cache
from math import exp
from typing import Any

from scipy.special import expit, logit

from consilience.frames.voices import joined
from consilience.models.what_if import Factor, Outcome, Setting, Test, WhatIfEngine
from consilience.notation import Point, format_probability, parse
from consilience.notebook.widgets.kit import refused
from consilience.notebook.widgets.scale import chance_of
from consilience.notebook.widgets.what_if_scenarios import Scenario
from consilience.study.texts import plain

# What a hundred or two draws cannot tell from nothing.
_RESOLVED = 0.02
_RAREST = 1e-9


def row_page(scenario: Scenario, kind: str) -> dict[str, Any]:
    """An answer as a row of the picture."""
    levels = scenario.outcome.levels
    return {
        "name": scenario.name,
        "kind": kind,
        "label": scenario.outcome.label,
        "chance": _chance(float(expit(levels["value"]))),
        "levels": [levels[name] for name in ("low", "low50", "value", "high50", "high")],
    }


def page_of_test(test: Test, declared: Test | None) -> dict[str, Any]:
    """A test as the page shows it, beside what the study declares of it."""
    return {
        "name": test.name,
        "title": test.title,
        "on": test.on,
        "used": test.used,
        "changed": test != declared,
        "sensitivity": None if test.sensitivity is None else stop_page(test.sensitivity),
        "false_positive_rate": None if test.false_positive_rate is None else stop_page(test.false_positive_rate),
        "trials": test.trials,
        "positives": test.positives,
    }


def factor_page(factor: Factor, setting: Setting) -> dict[str, Any]:
    """A factor as the page shows it: where it starts, and where it stands."""
    return {
        "name": factor.name,
        "title": factor.title,
        "assumed": factor.assumed,
        "moved": factor.name in setting.moved,
        "at": stop_page(setting.moved.get(factor.name, factor.z)),
        "start": stop_page(factor.z),
    }


def in_words(shown: Scenario, fitted: Outcome, engine: WhatIfEngine, threshold: float | None) -> str:
    """An answer in a sentence, beside that from which nothing was moved."""
    outcome = shown.outcome
    first, *last = _of_person(shown, fitted, engine) if shown.basis else _of_population(shown, fitted, engine)
    parts = [first]
    if outcome.below is not None and threshold is not None:
        parts.append(f"Below {format_probability(threshold)} with probability {share_in_words(outcome.below)}.")
    if not outcome.reliable:
        parts.append(f"The draws do not reach this prior: Pareto k̂ {outcome.pareto_k:.2f}; fit anew with it.")
    return " ".join([*parts, *last])


def _of_population(shown: Scenario, fitted: Outcome, engine: WhatIfEngine) -> list[str]:
    times = _times(shown.outcome, fitted)
    moves = f"its odds are {times} those as fitted ({fitted.label})" if times else "as fitted"
    return [f"{engine.pools[shown.setting.pool or shown.pool]} {shown.outcome.label}, {moves}."]


def _of_person(shown: Scenario, fitted: Outcome, engine: WhatIfEngine) -> list[str]:
    """What one person's numbers come to, and what they came to before anything was moved, which is nobody's."""
    moved = [f"“{title}” at {at}" for title, at, _ in _moves(engine, shown.setting)]
    moved += [
        f"“{test.title}” {f'at {power(test)}' if test.used else 'left out'}" for test in shown.setting.tests.values()
    ]
    changed = [f"with {joined(moved)}"] if moved else []
    changed += [f"without {joined(shown.left_out)}"] if shown.left_out else []
    if not changed:
        return [f"{_sentence(engine.own(shown.outcome.label), shown.basis)}."]
    said, times = _sentence(" and ".join(changed)), _times(shown.outcome, fitted)
    if not times:
        return [f"{said}: {shown.outcome.label}, as before."]
    before = f"Before, {engine.own(fitted.label)}."
    return [f"{said}: {shown.outcome.label}, its odds are {times} those before.", before]


def _sentence(said: str, name: str = "") -> str:
    """Begin a sentence; a name keeps the letter that its owner gave it."""
    return said if name and said.startswith(name) else said[:1].upper() + said[1:]


def _times(outcome: Outcome, fitted: Outcome) -> str:
    """How many times as great the odds are, in words; "" where they are the same."""
    times = exp(outcome.levels["value"] - fitted.levels["value"])
    return "" if abs(times - 1) < 5e-3 else times_in_words(times)


def _moves(engine: WhatIfEngine, setting: Setting) -> list[tuple[str, str, str]]:
    """What was moved: its title, where to, and from where."""
    factors = {factor.name: factor for factor in engine.factors}
    return [(factors[name].title, said_at(z), said_at(factors[name].z)) for name, z in setting.moved.items()]


def moved_in_words(engine: WhatIfEngine, setting: Setting) -> str:
    """What was moved, and from where; "" of nothing."""
    said = [f"{title}: {at} (from {start})" for title, at, start in _moves(engine, setting)]
    said += [f"{test.title}: {power(test)}" for test in setting.tests.values()]
    return f"Moved: {'; '.join(said)}." if said else ""


@lru_cache(maxsize=4096)
def _words_of(z: float) -> tuple[str, str]:
    p = float(expit(z))
    return format_probability(p), _chance(p)


def _chance(p: float) -> str:
    """As a chance; beyond one in a billion the percentage alone is told."""
    return chance_of(p) if _RAREST < p < 1 - _RAREST else ""


def stop_page(z: float) -> list[Any]:
    """A place on the scale, with what it is called."""
    return [z, *_words_of(z)]


def said_at(z: float) -> str:
    """Log odds as a percentage."""
    return format_probability(float(expit(z)))


def power(test: Test) -> str:
    """What a test is taken to be, in words."""
    if not test.used:
        return "left out"
    if test.sensitivity is None or test.false_positive_rate is None:
        return "by its likelihood ratio"
    rates = f"sensitivity {said_at(test.sensitivity)}, false positives {said_at(test.false_positive_rate)}"
    return f"{rates}, {test.positives} of {test.trials} positive"


def share_in_words(of_draws: float) -> str:
    """A share of a few draws as a probability: none or all of them is no certainty."""
    if of_draws <= _RESOLVED:
        return f"at most {_RESOLVED:.0%}"
    return f"at least {1 - _RESOLVED:.0%}" if of_draws >= 1 - _RESOLVED else f"{of_draws:.0%}"


def times_in_words(factor: float) -> str:
    """How many times as great, in words."""
    most = 1000
    if not 1 / most <= factor <= most:
        return f"over {most:,} times" if factor > 1 else f"less than 1/{most:,} of"
    return f"{plain(factor, 3)} times" if factor >= 1 else f"1/{plain(1 / factor, 3)} of"


def whole_number(field: str, value: Any) -> int:
    """Read a whole number."""
    try:
        return int(str(value).strip())
    except ValueError:
        raise refused(f"{field} is a whole number, and {str(value)!r} is none", "write one such as 3", value) from None


def log_odds_of(name: str, said: float | str) -> float:
    """Read a probability strictly between 0 and 1."""
    if isinstance(said, str):
        read = parse(said)
        p = read.number.value if isinstance(read, Point) else float("nan")
    else:
        p = float(said)
    if not 0 < p < 1:
        remedy = "write one above 0% and below 100%, such as 0.01%; what is certain by design is fixed in study.toml"
        raise refused(f"{name} is put on one probability that has odds, and {str(said)!r} is none", remedy, said)
    return float(logit(p))
