"""What is refused and in which words: the messages are frozen, one snapshot per group of faults."""

import pytest

from consilience.notation import Lexicon, parse
from consilience.problems import NotationError

PROBABILITIES = {
    "nothing said": ["", "   ", "NA", "None", "?", "-", "n/a", "don't know", "nan", "-inf"],
    "out of range": ["120%", "-10%", "+10%", "1.2e2%", "7 in 6", "13 of 12", "<0%", ">=100%", "1 in 0"],
    "bare numbers": ["0", "0.0", "1", "1.0", "1.5", "5", "100", "2040", "1.000", "10-20",
                     "1-5", "0.5-1", "0.5-3"],
    "commas": ["1,5%", "1,5", "0,02", "1,000%", "1,234", "1.234,5", "1,00E-03", "12,5-15%", "1_000"],
    "two readings": ["10/20", "60/40", "9/2", "1 to 9", "9:1", "1:9 against", "1:9 on", "10±5%",
                     "6 per 250", "-150", "20% (1 in 50)", "5% or 10%"],
    "spreadsheets": [
        "5-Jan", "3-Apr", "Feb-50", "Jan-05", "5. Mai", "45661", "01.06.2025", "2025-01-05", "1/5/2025",
        "01:09", "5-Jan-25", "2025-01-05 00:00:00", "5-May",
    ],
    "other spellings": [
        "10^6", "53%,0", "between 10 and 20", "0:1", "1.5:3", "10% grid", "10^-4^2", "five", "1 in 10 000 000 x",
    ],
    "intervals": [
        "20–10%", "10-10%", "40% [5%, 30%]", "12% [30%, 5%]", "5% [0.1%]", "5% [0.1%, 3%", "5% [0.1%, 3%)",
        "[5%, 20%", "[20%, 5%]", "~20-10%", "~40% [5%, 30%]", "12% [20, 30]", "12 [5%, 30%]", "10%-0.2",
        "10-20% @120%", "10-20% @80", "10-20% @0%", "10-20% @", "10% @80%", "10%-20%-30%",
    ],
    "lists": [
        "q5=5% q50=1%", "q5=1% q5=2%", "q5=1%", "q025=1% q50=3%", "q0.5=1% q50=5%", "q100=1% q5=0%",
        "q5=1 q50=5%", "q5=1% and more", "n=88", "n=0 median=5%", "n=88 5%", "n=8 n=9 median=5%",
        "median=5% ci95=[6%, 9%]",
        "median=5% ci95=0.1%", "median=5% ci95=[9%, 1%]", "n=88 median=5% grid=1%", "n=many median=5%",
        "mean=5% ci95=[3%, 8%]",
    ],
    "bounds where a number belongs": [
        "mean=<5%", "n=3 median=2% mean=>5%", "n=3 median=<1% mean=5%", "median=<0%", "median=<1% ci95=[2%, 3%]",
        "median=1% ci95=[<0.1%, 5%]", "median=1% quartiles=[0.1%, <5%]", "n=>100 median=1%", "n=<100 median=1%",
        "q5=<0.1% q50=1% q95=5%", "q5=1% q95=>30%", "5% [<1%, 10%]", "5% [1%-<10%]", "<1%-5%", ">1%-5%", "1%-<5%",
        "1%->5%", ">1-<5%", "<1->5%", "<1% to 5%", "between <1% and 5%", "10-20% @>80%", "10% grid=<5%", "10% grid=>5%",
        "<>1%", "1 in >100", "12 of >400", "<12 of 400", "1%>",
    ],
    "grids": ["10% grid=3%", "10% grid=0%", "10-20% grid=5%", "10% grid=", "0 grid=1", "1 in 6 grid=1%"],
    "left over": ["10% or so maybe", "10% 20%", "5%%", "1 e-6", "12 of 400 yaks", "1 in", "5%,"],
    "not numbers": ["%", "$5", "Ⅲ%", "p=5", "¯\\_(ツ)_/¯", "maybe 5"],
    "words": ["likely", '"very likely"', "near zero", "a few percent"],
    "another question": [
        "2% per year", "1 in 1000 per annum", "0.1%/yr", "once in a hundred years", "20% if AGI comes", "5pp",
        "20% higher",
        "30% of respondents", "a hair over 50%", "90% confident", "12% (sd 4%)", "90% survival", "10%, 20%",
        "5-15% @0.9%", "p1=40% p2=80%",
    ],
    "formulas": ["=1/20", "=B2", "=5%", "= 10-20%", "=SUM(A1:A3)", "="],
    "so or not so": ["TRUE", "False", "WAHR", "yes", "No.", '"falso"'],
    "too fine": ["1e-400", "1e999%", "99.99999999999999999999%", "0." + "0" * 60 + "1"],
}  # fmt: skip
DATES = [
    "2040-45", "2040-02-30", "01.06.2040", "June 2040", "~2040", "2040 grid=5", "never", "40", "2040.5",
    "0000", "2060-2040", "2040s", "12 of 400",
]  # fmt: skip
QUANTITIES = ["1,000", "1.000", "1.000.000", "5%", "120 MW", "1 in 6", "12 of 400", "1e301", "10-10",
              "7 grid=5", "12345678901234567890123", "+5", "abc", "200 [80, 120]", "=B2", "yes"]  # fmt: skip
LEXICON = Lexicon("ICD-203", {"likely": (0.55, 0.8, None), "unlikely": (0.2, 0.45, None)})


def told(said: str, **how: object) -> str:
    with pytest.raises(NotationError) as caught:
        parse(said, **how)
    problem = caught.value.problem
    assert problem.said == said
    start, end = problem.span
    assert 0 <= start <= end <= len(said)
    return str(problem)


@pytest.mark.parametrize("group", PROBABILITIES)
def test_messages(group, snapshot):
    assert "\n".join(told(said) for said in PROBABILITIES[group]) == snapshot


def test_messages_for_dates(snapshot):
    assert "\n".join(told(said, unit="date") for said in DATES) == snapshot


def test_messages_for_quantities(snapshot):
    assert "\n".join(told(said, unit="GW") for said in QUANTITIES) == snapshot


def test_messages_for_unknown_terms(snapshot):
    assert "\n".join(told(said, lexicon=LEXICON) for said in ("likly", '"certain"', "likely maybe")) == snapshot


def test_a_wrong_grid_of_the_file_is_told_as_such():
    with pytest.raises(NotationError) as caught:
        parse("10%", grid="5")
    assert caught.value.problem.said == "5"


def test_a_text_too_long_for_an_estimate_is_not_repeated_whole():
    with pytest.raises(NotationError) as caught:
        parse("9" * 100_000)
    problem = caught.value.problem
    assert len(problem.said) < 100
    assert problem.span == (0, len(problem.said))


@pytest.mark.parametrize("said", ["1/20", "50/50", "50-50", "0.5-0.6", "1 in 2"])
def test_the_catalogue_is_not_consulted_for_what_the_grammar_reads(said):
    assert parse(said)


@pytest.mark.parametrize("group", PROBABILITIES)
def test_remedies_say_what_to_do(group):
    for said in PROBABILITIES[group]:
        with pytest.raises(NotationError) as caught:
            parse(said)
        assert not caught.value.problem.why.endswith(".")
        assert not caught.value.problem.remedy.endswith(".")
        assert caught.value.problem.remedy[0].islower()
