"""Trees, gates and tests that contradict themselves."""

from tests.study.malformed.kit import Files, rows, study

LEAK = (
    'title = "t"\noutcome = "harm"\n[question.leak]\ntitle = "L"\n'
    '[question.harm]\ntitle = "H"\ngiven = { leak = true }\n'
)
LEAK_SAID = rows(
    "leak,Ada Quill,2025-01-01,10%",
    "harm,Ada Quill,2025-01-01,50%",
    "leak,Bo Rask,2025-01-01,20%",
    "harm,Bo Rask,2025-01-01,40%",
)
PARTS = (
    'title = "t"\noutcome = "total"\n[question.a]\ntitle = "A"\n[question.b]\ntitle = "B"\n'
    '[question.total]\ntitle = "T"\n'
)


def evidence(text: str) -> Files:
    return study(LEAK_SAID, f'{LEAK}[evidence.probe]\non = "leak"\n{text}\n')


def gate(text: str, total: str) -> Files:
    lines = (
        f"{name},Ada Quill,2025-01-15,{estimate}" for name, estimate in (("a", "10%"), ("b", "20%"), ("total", total))
    )
    return study(rows(*lines), f"{PARTS}{text}\n")


CASES: dict[str, Files] = {
    "all of more than its least": gate('all_of = ["a", "b"]', "50%"),
    "any of less than its most": gate('any_of = ["a", "b"]', "1%"),
    "any of more than their sum": gate('any_of = ["a", "b"]', "80%"),
    "at least two more than can be": gate('at_least = { k = 2, of = ["a", "b"] }', "50%"),
    "not the rest": gate('not = "a"', "10%"),
    "a test that cannot have come out so": evidence(
        'positives = 1\ntrials = 1\nsensitivity = "0%"\nfalse_positive_rate = "0%"'
    ),
    "two tests that cannot both be": study(
        LEAK_SAID,
        LEAK
        + '[evidence.a]\non = "leak"\nobserved = "positive"\nsensitivity = "90%"\nfalse_positive_rate = "0%"\n'
        + '[evidence.b]\non = "leak"\nobserved = "negative"\nsensitivity = "100%"\nfalse_positive_rate = "0%"\n',
    ),
    "a clean test that is always positive": evidence(
        'observed = "negative"\ntrials = 2\nsensitivity = "100%"\nfalse_positive_rate = "100%"'
    ),
    "rates the wrong way round": evidence(
        'observed = "negative"\ntrials = 4\nsensitivity = "5%"\nfalse_positive_rate = "60%"'
    ),
    "a test that tells nothing": evidence('observed = "positive"\nsensitivity = "30%"\nfalse_positive_rate = "30%"'),
    "half a trial, of which some were positive": evidence(
        'positives = 4\ntrials = 2.5\nsensitivity = "30%"\nfalse_positive_rate = "3%"'
    ),
    "more positives than trials": evidence(
        'positives = 4\ntrials = 3\nsensitivity = "30%"\nfalse_positive_rate = "3%"'
    ),
    "no trials": evidence('observed = "negative"\ntrials = 0\nsensitivity = "30%"\nfalse_positive_rate = "3%"'),
    "trials without end": evidence(
        'observed = "negative"\ntrials = 1000000000000\nsensitivity = "30%"\nfalse_positive_rate = "3%"'
    ),
    "an observation in words": evidence('observed = "maybe"\nsensitivity = "30%"\nfalse_positive_rate = "3%"'),
    "rates above one": evidence('observed = "negative"\nsensitivity = "130%"\nfalse_positive_rate = "-3%"'),
    "rates as numbers": evidence('observed = "negative"\nsensitivity = 0.3\nfalse_positive_rate = 5'),
    "a rate left out": evidence('observed = "negative"\nsensitivity = "30%"'),
    "evidence on a gate": study(
        rows("a,Ada,2025-01-15,10%", "b,Ada,2025-01-15,20%"),
        PARTS
        + 'all_of = ["a", "b"]\n[evidence.t]\non = "total"\n'
        + 'observed = "positive"\nsensitivity = "30%"\nfalse_positive_rate = "3%"\n',
    ),
    "what the tree says is impossible": study(
        rows("leak,Ada,2025-01-01,0%", "harm,Ada,2025-01-01,50%"),
        LEAK + '[evidence.t]\non = "leak"\nobserved = "positive"\nsensitivity = "90%"\nfalse_positive_rate = "0%"\n',
    ),
    "fourteen parents": study(
        rows("e0,Ada Quill,2025-01-01,30%"),
        'title = "t"\noutcome = "top"\n'
        + "".join(f'[question.e{i}]\ntitle = "E{i}"\n' for i in range(14))
        + f'[question.top]\ntitle = "Top"\nparents = {[f"e{i}" for i in range(14)]}\n'.replace("'", '"'),
    ),
    "a circle of twelve": study(
        rows("q0,Ada Quill,2025-01-01,30%"),
        'title = "t"\n'
        + "".join(f'[question.q{i}]\ntitle = "Q{i}"\ngiven = {{ q{(i + 1) % 12} = true }}\n' for i in range(12)),
    ),
    "cruxes and factors at once": study(
        LEAK_SAID, LEAK.replace("given = { leak = true }", 'cruxes = ["leak"]\nparents = ["leak"]')
    ),
    "common failure of one": study(LEAK_SAID, LEAK + '[common_failure.grid]\nof = ["leak"]\nshare = "10%"\n'),
}
