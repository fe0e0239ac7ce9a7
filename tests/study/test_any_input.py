"""Whatever stands in the files, checking them gives problems and never an exception."""

import json

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from consilience.study import check_study, input_digest
from tests.examples import examples
from tests.study.conftest import HEADER, TODAY, TOML

WORDS = [
    *("title", "description", "horizon", "outcome", "headline", "threshold", "lexicon", "timezone", "study"),
    *("question", "evidence", "dialect", "flood", "a.csv", "given", "all_of", "any_of", "at_least", "not"),
    *(
        "options",
        "prior",
        "unit",
        "on",
        "observed",
        "trials",
        "sensitivity",
        "false_positive_rate",
        "k",
        "of",
    ),
    *("parents", "cruxes", "positives", "common_failure", "a", "b=c", "not a"),
    *("delimiter", "decimal", "date", "scale", "grid", "include_models", "flood=x", "", "é"),
]
SCALARS = st.one_of(
    st.integers(-3, 3),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, width=32),
    st.sampled_from([*WORDS, "10%", "10% [1%, 20%]", "1,5%", "ICD-203", "Europe/Berlin", "../x", ";", "percent"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
    max_leaves=12,
)
CELLS = st.sampled_from(
    [
        *(
            "flood",
            "flod",
            "flood=x",
            "flood | a",
            "flood|not\u202e flood,",
            "",
            "ada",
            "аda",
            "Ada ",
            "10%",
            "0.5",
            "1",
            "12 of 400",
            "n=8 median=1%",
        ),
        *(
            "2024-01-01",
            "2024",
            "2030-01-01",
            "3.4.2024",
            "45661",
            "survey",
            "base_rate",
            "person",
            "x\x1b[0m",
        ),
        *('"', '"a"b', "a\nb", "=1+1", "NA", "\u202e", "1,5%", "10;20"),
    ]
)
quick = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def inline(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key)} = {inline(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("forecasts") / "study"
    (path / "estimates").mkdir(parents=True)
    return path


def told(folder, toml: bytes, rows: bytes) -> None:
    (folder / "study.toml").write_bytes(toml)
    (folder / "estimates" / "a.csv").write_bytes(rows)
    for problem in check_study(folder, today=TODAY):
        assert problem.file
        assert "\x1b" not in str(problem)
    input_digest(folder)


@quick
@given(st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=6))
def test_any_settings(folder, document):
    toml = "".join(f"{json.dumps(key)} = {inline(value)}\n" for key, value in document.items())
    told(folder, toml.encode(), (HEADER + "flood,ada,2024-01-01,10%,,,,s,\n").encode())


@quick
@given(
    st.dictionaries(st.sampled_from(["flood", "a", "b=c"]), st.dictionaries(st.sampled_from(WORDS), VALUES), max_size=3)
)
def test_any_questions(folder, questions):
    toml = 'title = "t"\n' + "".join(
        f"[question.{json.dumps(name)}]\n"
        + "".join(f"{json.dumps(key)} = {inline(value)}\n" for key, value in keys.items())
        for name, keys in questions.items()
    )
    told(folder, toml.encode(), (HEADER + "flood,ada,2024-01-01,10%,,,,s,\n").encode())


@quick
@given(st.lists(st.lists(CELLS, min_size=7, max_size=10), max_size=5), st.sampled_from(",;\t|"))
def test_any_rows(folder, rows, delimiter):
    body = HEADER.replace(",", delimiter) + "".join(delimiter.join(row) + "\n" for row in rows)
    told(folder, TOML.encode(), body.encode())


@quick
@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes(folder, toml, rows):
    told(folder, toml, rows)
    told(folder, TOML.encode(), HEADER.encode() + rows)
