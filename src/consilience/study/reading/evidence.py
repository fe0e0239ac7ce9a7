"""What ``[evidence.NAME]`` of study.toml declares: records of tests, sure or not, or how much they say."""

import re
from collections.abc import Collection
from fractions import Fraction
from typing import TYPE_CHECKING

from consilience.notation import BaseRate, Inequality, Point, Survey, Value
from consilience.study.question import Evidence
from consilience.study.reading.declared import named_tables
from consilience.study.reading.toml_lines import Keys
from consilience.study.reading.toml_tables import TableReader
from consilience.study.texts import quoted

if TYPE_CHECKING:
    from consilience.study.reading.schema import EvidenceTable

# With what each may be, for messages.
_RATES = {"sensitivity": "60% [30%, 85%]", "false_positive_rate": "5%"}
# What a likelihood ratio stands in place of.
_OF_RECORDS = ("observed", "positives", *_RATES, "common_failure")
_OUTCOME = re.compile(r"(?:(?P<certainty>.*\S)\s+)?(?P<outcome>negative|positive)", re.IGNORECASE)
_NUMBER = r"((?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?)"
_RATIO = re.compile(rf"{_NUMBER}(?:\s*[:/]\s*{_NUMBER})?", re.IGNORECASE)
# More than any test tells, and what a computer's numbers hold.
_GREATEST = Fraction(10) ** 300


def read_evidence(tables: object, reader: TableReader) -> dict[str, Evidence]:
    """Read ``[evidence.NAME]``, leaving out those at fault.

    Parameters
    ----------
    tables : object
        What stands under ``evidence``, as parsed.
    reader : TableReader
        Gathers the problems.

    Returns
    -------
    dict of str to Evidence
        In the order of the file.
    """
    from consilience.study.reading.schema import EvidenceTable

    found: dict[str, Evidence] = {}
    for name, table in named_tables(tables, "evidence", reader).items():
        keys = ("evidence", name)
        before = len(reader.problems)
        read = reader.read(EvidenceTable, table, keys)
        # A key at fault is left out of what is read, and must not be told again as missing.
        faulty = {*table} - read.model_fields_set if read is not None and isinstance(table, dict) else set()
        evidence = None
        if read is not None and read.likelihood_ratio is not None:
            evidence = _ratio(read, keys, reader)
        elif read is not None and "likelihood_ratio" not in faulty:
            evidence = _record(read, keys, reader, faulty)
        if evidence is not None and len(reader.problems) == before:
            found[name] = evidence
    return found


def _record(table: "EvidenceTable", keys: Keys, reader: TableReader, faulty: Collection[str]) -> Evidence | None:
    rates = {key: _rate(getattr(table, key), (*keys, key), reader) for key in (*_RATES, "common_failure")}
    # Of how many trials is not known where their number was refused, whose place one trial has taken.
    uncounted = "trials" in faulty and table.positives is not None
    outcome = None if uncounted or {"observed", "positives"} & {*faulty} else _outcome(table, keys, reader)
    stated = [key for key in (*_RATES, "common_failure") if getattr(table, key) is not None]
    for key, example in _RATES.items():
        if key not in stated and key not in faulty:
            remedy = f'add {key} = "{example}", or state a likelihood_ratio alone in place of both rates'
            reader.fault(keys, f"[{'.'.join(keys)}] lacks {quoted(key)}", remedy)
    if outcome is None or not {*stated, *_RATES} <= {key for key, rate in rates.items() if rate is not None}:
        return None
    positives, certainty = outcome
    return _evidence(table, keys, positives=positives, certainty=certainty, **rates)


def _evidence(table: "EvidenceTable", keys: Keys, **told: object) -> Evidence:
    about = {"title": table.title or keys[-1], "source": table.source, "note": table.note}
    return Evidence(keys[-1], table.on, table.trials, **told, **about)  # type: ignore[arg-type]


def _rate(text: str | None, keys: Keys, reader: TableReader) -> Value | None:
    if text is None:
        return None
    value = reader.value(text, keys)
    if not isinstance(value, Inequality | Survey):
        return value
    said = "a bound on one side" if isinstance(value, Inequality) else "a summary of many answers"
    remedy = f'write, for example, {keys[-1]} = "60% [30%, 85%]", "30-85%" or "12 of 400"'
    reader.fault(keys, f"{said} leaves open how probable this is", remedy)
    return None


def _outcome(table: "EvidenceTable", keys: Keys, reader: TableReader) -> tuple[int, float] | None:
    """How many trials were positive, and how sure that is of each."""
    if table.observed is None and table.positives is None:
        remedy = f'add observed = "negative", or how many of the {table.trials} were positive, such as positives = 0'
        reader.fault(keys, "the evidence does not say what was observed", remedy)
        return None
    if table.positives is None:
        return _observed(table.observed or "", table.trials, (*keys, "observed"), reader)
    if table.observed is not None:
        why = "'observed' and 'positives' both say what was observed"
        reader.fault((*keys, "positives"), why, "keep one of them")
    if table.positives > table.trials:
        why = f"{table.positives} of {table.trials} trials cannot be positive"
        reader.fault((*keys, "positives"), why, f"write positives = {table.trials} or less, or correct trials")
        return None
    return table.positives, 1.0


def _observed(text: str, trials: int, keys: Keys, reader: TableReader) -> tuple[int, float] | None:
    found = _OUTCOME.fullmatch(text)
    remedy = 'write observed = "negative", "positive" or, where that is not sure, "80% positive"'
    if found is None:
        reader.fault(keys, f"{quoted(text)} is no outcome of a test", remedy)
        return None
    positives = trials if found["outcome"].lower() == "positive" else 0
    if found["certainty"] is None:
        return positives, 1.0
    value = reader.value(found["certainty"], keys)
    if isinstance(value, Point):
        return positives, value.number.value
    if isinstance(value, BaseRate):
        counted = value.events if positives else value.trials - value.events
        remedy = f"write trials = {value.trials} and positives = {counted}"
    if value is not None:
        reader.fault(keys, f"{quoted(found['certainty'])} is not one number for how sure the outcome is", remedy)
    return None


def _ratio(table: "EvidenceTable", keys: Keys, reader: TableReader) -> Evidence | None:
    stated = [key for key in _OF_RECORDS if getattr(table, key) is not None]
    for key in stated:
        why = f"'likelihood_ratio' says all that a test says, and {key!r} a part of it"
        reader.fault((*keys, key), why, f"keep likelihood_ratio, or take it out and keep {' and '.join(_RATES)}")
    if table.trials != 1:
        why = "'likelihood_ratio' is that of all that was observed, however many trials there were"
        reader.fault((*keys, "trials"), why, "take trials out, and state the ratio of them all")
        return None
    text = table.likelihood_ratio or ""
    parts = _RATIO.fullmatch(text)
    ratio = Fraction(parts[1]) / Fraction(parts[2] or 1) if parts and Fraction(parts[2] or 1) else Fraction(0)
    if not 1 / _GREATEST <= ratio <= _GREATEST:
        why = f"{quoted(text)} is no likelihood ratio: how many times likelier the observation is where it is true"
        remedy = 'write one number above 0, such as likelihood_ratio = 4 or "1:5"'
        reader.fault((*keys, "likelihood_ratio"), why, remedy)
        return None
    return None if stated else _evidence(table, keys, positives=0, likelihood_ratio=float(ratio))
