"""Tests and their records: what cannot have come out so, and rates that may stand the wrong way round."""

from collections import defaultdict
from collections.abc import Iterator
from math import isnan

from consilience.notation import Point, Value, layout
from consilience.problems import Problem
from consilience.study.question import Evidence
from consilience.study.reading.estimates import Reading
from consilience.study.texts import listed, percent, quoted

# What says how often a test is positive where that which it tells of is true, and where it is not.
_RATES = {True: "sensitivity", False: "false_positive_rate"}


def impossible_evidence(reading: Reading) -> Iterator[Problem]:
    """Find records that can come out neither where what they tell of is true nor where it is false."""
    for on, ruled in _ruled_out(reading):
        if all(ruled):
            if_true, if_false = (
                listed((_told(test, reading, holds=holds) for test in against), limit=3)
                for against, holds in zip(ruled, (True, False), strict=True)
            )
            last = max((test for against in ruled for test in against), key=lambda test: _line(test, reading))
            why = (
                f"what was observed of {quoted(on)} cannot be: where it is true, not {if_true};"
                f" where it is false, not {if_false}"
            )
            remedy = "correct the record or a rate; a range, such as 90-100%, leaves room for a surprise"
            yield reading.declared(("evidence", last.name), why, remedy)


def rates_known_by_rounding(reading: Reading) -> Iterator[Problem]:
    """Find records that a rate of 0% or 100% makes impossible on one side, but for what its rounding leaves open."""
    for on, ruled in _ruled_out(reading):
        if all(ruled):
            continue
        for holds, tests in zip((True, False), ruled, strict=True):
            state, rate = "true" if holds else "false", _RATES[holds]
            for test in tests:
                said = _limit(test, holds=holds)
                why = (
                    f"where {quoted(on)} is {state}, a {rate} of {said} makes this record all but impossible"
                    f" ({_record(test)}): how improbable it is hangs on the rounding of"
                    f" {said} alone, and with it how much the record proves"
                )
                remedy = "say how far from it the rate may be, " + ("as in 90-100%" if said == "100%" else "as in 0-5%")
                yield reading.declared(("evidence", test.name, rate), why, remedy)


def _ruled_out(reading: Reading) -> Iterator[tuple[str, list[list[Evidence]]]]:
    """For what is tested, the tests whose record rules out that it is true, and those that rule out the contrary."""
    tests: dict[str, list[Evidence]] = defaultdict(list)
    for evidence in reading.study.evidence.values():
        tests[evidence.on].append(evidence)
    for on, several in tests.items():
        yield on, [[test for test in several if _is_impossible(test, holds=holds)] for holds in (True, False)]


def _is_impossible(test: Evidence, *, holds: bool) -> bool:
    if test.certainty not in (0, 1):
        return False
    rate = _certain(getattr(test, _RATES[holds]))
    # A flaw that the trials share may make every one of them negative.
    excused = test.positives == 0 and test.common_failure is not None and _certain(test.common_failure) != 0
    return (rate == 0 and test.positives > 0) or (rate == 1 and test.positives < test.trials and not excused)


def _certain(value: Value | None) -> float | None:
    """Give a rate of exactly 0 or 1."""
    if isinstance(value, Point) and value.number.value in (0, 1):
        return value.number.value
    return None


def _told(test: Evidence, reading: Reading, *, holds: bool) -> str:
    record = f"{_record(test)} with a {_RATES[holds]} of {_limit(test, holds=holds)}"
    return f"{quoted(test.name)} (line {_line(test, reading)}: {record})"


def _record(test: Evidence) -> str:
    return f"{test.positives} of {test.trials} positive"


def _limit(test: Evidence, *, holds: bool) -> str:
    """The rate that rules a record out, as it was said."""
    return "0%" if _certain(getattr(test, _RATES[holds])) == 0 else "100%"


def _line(test: Evidence, reading: Reading) -> int:
    return reading.lines.at(("evidence", test.name))


def swapped_rates(reading: Reading) -> Iterator[Problem]:
    """Find tests that are positive more often where what they test for is false, or as often."""
    for test in reading.study.evidence.values():
        if test.sensitivity is None or test.false_positive_rate is None:
            continue
        true, false = (layout(value).number for value in (test.sensitivity, test.false_positive_rate))
        keys = ("evidence", test.name, "false_positive_rate")
        # Rates that are both 0% or 100% make an impossible record, or one that says so by itself.
        if isnan(true) or isnan(false) or true > false or (true == false and _certain(test.sensitivity) is not None):
            continue
        on = quoted(test.on)
        if true == false:
            why = f"the test {quoted(test.name)} is positive as often where {on} is false as where it is true"
            yield reading.declared(keys, f"{why}, so that it tells nothing", "correct a rate, or take the test out")
        else:
            record = "a clean record RAISES" if test.positives == 0 else "each positive trial LOWERS"
            why = (
                f"the test {quoted(test.name)} is positive more often where {on} is false ({percent(false)})"
                f" than where it is true ({percent(true)}): {record} the probability of {on}"
            )
            remedy = "exchange sensitivity and false_positive_rate if they are swapped; they are used as said"
            yield reading.declared(keys, why, remedy)
