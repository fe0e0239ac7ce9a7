"""What everybody leaves open: of "<1%" alone no number of a population leads, as only a prior tells how low it is."""

from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from consilience.exporters.leading import leading
from consilience.frames import headline_of, told_frame
from consilience.frames.medians import group_medians_frame
from consilience.frames.summary import summary_frame
from consilience.frames.titles import title_of
from consilience.models.factors.implied import premises_leave_open
from consilience.notation import layout, parse
from consilience.report.lead import lead_sentences
from consilience.sampling.fit import Fit
from consilience.study import read_study
from tests.builders.factor_fits import panel_fit, write_panel_study
from tests.builders.fits import TOML, figures_of, synthetic_fit, write_study

LOW, HIGH, ANYWHERE = "how low it lies", "how high it lies", "where it lies"
# What persons, a, b, c and so on, say of a flood; what they leave open; what leads.
SAID = {
    "alike": (["<1%"] * 7, LOW, "7 voices say <1%"),
    "of two kinds": (["<1%", "<0.1%", "<1%", "<0.1%", "<1%"], LOW, "5 voices say <0.1% or <1%"),
    "of three kinds": (["<1%", "<10%", "<0.1%", "<1%", "<1%"], LOW, "5 voices say <0.1%, <1% or <10%"),
    "of many kinds": (["<1%", "<0.1%", "<5%", "<0.5%", "<2%"], LOW, "5 voices say <0.1% to <5%"),
    "named where they are few": (["<1%", "≤1%", "<2%"], LOW, "a says <1%; b says ≤1%; c says <2%"),
    "named together where they say the same": (["<1%"] * 3, LOW, "a, b and c say <1%"),
    "zeros": (["0%"] * 5, LOW, "5 voices say 0%"),
    "zeros and bounds": (["0%", "<1%", "0%", "<1%", "0%"], LOW, "5 voices say 0% or <1%"),
    "certainties": (["100%"] * 5, HIGH, "5 voices say 100%"),
    "from below": (["≥90%", ">50%", ">75%", ">60%", "≥99%"], HIGH, "5 voices say >50% to ≥99%"),
    "ranges from 0%": (["0–1%"] * 5, LOW, "5 voices say 0–1%"),
    "ranges to 100%": (["95–100%"] * 5, HIGH, "5 voices say 95–100%"),
    "chances": (["<1 in 1000"] * 5, LOW, "5 voices say <1 in 1000"),
    "anything": (["0–100%"] * 5, ANYWHERE, "5 voices say 0–100%"),
    "quantiles from 0%": (["q5=0% q95=1%"] * 3, LOW, None),
    "a bound on either side": (["<1%", "<1%", ">0.01%"], "", None),
    "one number": (["<1%"] * 6 + ["0.5%"], "", None),
    "one range": (["<1%"] * 6 + ["0.1–0.5%"], "", None),
    "one best value": (["<1%"] * 6 + ["0.5% [0%, 1%]"], "", None),
    "bounds from both sides": (["<99%", ">1%", "<90%", ">10%"], "", None),
    "numbers": (["1%", "2%", "3%"], "", None),
}
# Rows beside persons; how many of these say "<0.5%"; what is left open; what leads.
BESIDE = {
    "a survey": ("them,2025,n=738 median=<1%,,survey", 0, LOW, "them (a survey of 738) finds median less than 1%"),
    "a survey's 0%": ("them,2025,n=738 median=0%,,survey", 0, LOW, "them (a survey of 738) finds median 0%"),
    "a share": (
        "them,2025,n=50 share(>=10%)=6%,,survey",
        0,
        LOW,
        "them (a survey of 50) finds 6% of the answers at least 10%",
    ),
    "a survey and many": (
        "them,2025,n=738 median=<1%,,survey",
        6,
        LOW,
        "6 voices say <0.5%; them (a survey of 738) finds median less than 1%",
    ),
    "a survey's interval": ('them,2025,"n=738 median=<1% ci95=[0.1%, 0.9%]",,survey', 3, "", None),
    "a survey with a number": ("them,2025,n=738 median=0.2%,,survey", 3, "", None),
    "no event on record": (
        "gauge,2025,0 of 400,,base_rate",
        3,
        LOW,
        "a, b and c say <0.5%; on record is a base rate of 0 events in 400 trials (gauge)",
    ),
    "an event on record": ("gauge,2025,1 of 400,,base_rate", 3, "", None),
    "an aggregate, which is no voice": (
        "site,2025,0.1%,,aggregate",
        3,
        LOW,
        "a, b and c say <0.5%",
    ),
}


def flood(rows: str, folder: Path) -> Fit:
    return synthetic_fit(write_study(folder / "floods", TOML, rows))


def persons(said: list[str]) -> str:
    return "".join(f'flood,{who},2025,"{text}",,,s,\n' for who, text in zip("abcdefghij", said, strict=False))


def leads(fit: Fit, opened: str, says: str | None) -> None:
    headline = headline_of(fit, "flood")
    assert headline.unbounded == opened
    assert headline.leads == ("voices" if opened else "population")
    first, second, *_ = lead_sentences(fit)
    if opened:
        assert says is None or first == f"A flood: {says}."
        assert second.startswith(headline.inferred)
        assert second.endswith(f" Nobody says {opened}: that is the prior's.")
        assert headline.why == f"nobody says {opened}"
    else:
        assert first.startswith("A flood: median forecaster ")


@pytest.mark.parametrize("name", SAID)
def test_what_everybody_leaves_open_is_led_by_what_they_said(name: str, tmp_path: Path) -> None:
    said, opened, says = SAID[name]
    leads(flood(persons(said), tmp_path), opened, says)


@pytest.mark.parametrize("name", BESIDE)
def test_surveys_and_records_may_bound_what_persons_leave_open(name: str, tmp_path: Path) -> None:
    row, many, opened, says = BESIDE[name]
    leads(flood(f"{persons(['<0.5%'] * many)}flood,{row},s,\n", tmp_path), opened, says)


def test_every_place_of_a_number_has_what_was_said(tmp_path: Path) -> None:
    fit = flood(persons(["<1%"] * 7) + "".join(f"drought,{who},2025,30%,,,s,\n" for who in "abc"), tmp_path)
    summary = summary_frame(fit).loc["flood"]
    assert (summary["answer"], summary["summary"], summary["leads"]) == ("7 voices say <1%", "Voices", "voices")
    assert summary[["value", "low", "high"]].isna().all()
    table, _ = told_frame(fit)
    assert (table.loc["flood", "median"], table.loc["flood", "mean"]) == ("", "")
    assert table.loc["flood", "others"] == summary["inferred"]
    assert {answer.whose for answer in leading(fit) if answer.question == "flood"} == {"voice"}
    figures = figures_of(fit)
    for figure in (figures.statements("flood"), figures.prior_posterior("flood"), figures.pools("flood")):
        assert figure.caption.startswith("7 voices say <1%")
    drought = summary_frame(fit).loc["drought", "answer"].partition(" [")[0]
    on_others = "; the voices' own numbers are the answer on the others. "
    assert figures.overview().caption.startswith(f"{drought} on 1 question{on_others}")


def test_a_group_that_leaves_a_side_open_has_no_number_of_its_own(tmp_path: Path) -> None:
    rows = "".join(
        f"flood,{who},2025,{said},{group},,s,\n"
        for group, people, said in (("river", "abcde", "<1%"), ("coast", "fghij", "5%"))
        for who in people
    )
    fit = flood(rows, tmp_path)
    assert headline_of(fit, "flood").leads == "population"
    assert headline_of(fit, "flood", "river").short == "5 voices say <1%"
    frame = group_medians_frame(fit, "flood").set_index("group")
    assert frame["leads"].to_dict() == {"all": "population", "river": "voices", "coast": "population"}
    assert frame.loc["river", "label"] == "<1%"
    title = figures_of(fit).groups("flood").caption.partition(". ")[0]
    assert title.endswith(" (coast); of every other group the voices' own numbers are the answer")


CHAIN = """\
title = "Harm"
outcome = "harm"

[question.capable]
title = "Capable"

[question.attempts]
title = "Attempts"

[question.harm]
title = "Harm"
{gate} = {of}
"""
BOTH = '["capable", "attempts"]'
# How harm follows; what five people say of each question; what they leave open of harm, and what leads.
FOLLOWS = {
    "a factor": ("all_of", {"capable": "50%", "attempts": "<1%"}, LOW, "5 voices imply at most 0.5%"),
    "a factor's range": ("all_of", {"capable": "50%", "attempts": "0–2%"}, LOW, "5 voices imply at most 1%"),
    "an alternative": ("any_of", {"capable": "50%", "attempts": "<1%"}, "", None),
    "both alternatives": ("any_of", {"capable": "<2%", "attempts": "<1%"}, LOW, "5 voices imply at most 3%"),
    "an alternative from below": (
        "any_of",
        {"capable": ">90%", "attempts": "20%"},
        HIGH,
        "5 voices imply at least 92%",
    ),
    "totals": ("all_of", {"capable": "50%", "harm": "<1%"}, LOW, "5 voices say <1%"),
    "totals beside factors": ("all_of", {"capable": "50%", "attempts": "5%", "harm": "<5%"}, "", None),
    "totals with numbers": ("all_of", {"capable": "50%", "attempts": "<1%", "harm": "0.2%"}, "", None),
}


def harm(gate: str, rows: str, folder: Path) -> Fit:
    return panel_fit(write_panel_study(folder / "harm", CHAIN.format(gate=gate, of=BOTH), rows), draws=10)


@pytest.mark.parametrize("name", FOLLOWS)
def test_a_total_is_open_where_its_factors_take_it_to_an_end(name: str, tmp_path: Path) -> None:
    gate, said, opened, says = FOLLOWS[name]
    fit = harm(gate, "".join(f"{q},{who},2025,{text},,,s,\n" for q, text in said.items() for who in "abcde"), tmp_path)
    headline = headline_of(fit, "harm")
    assert headline.unbounded == opened
    if says:
        assert lead_sentences(fit)[0] == f"Harm: {says}."
        assert figures_of(fit).tree().caption.startswith(f"Harm: {says}. What-if of others like them: ")


def test_few_whose_factors_imply_the_same_are_named_together(tmp_path: Path) -> None:
    rows = "".join(f"{q},{who},2025,{text},,,s,\n" for q, text in FOLLOWS["a factor"][1].items() for who in "abc")
    assert lead_sentences(harm("all_of", rows, tmp_path))[0] == "Harm: the factors of a, b and c imply at most 0.5%."


def test_where_nobody_has_the_whole_the_open_part_is_named(tmp_path: Path) -> None:
    said = {"capable": ("abcd", "50%"), "attempts": ("efghi", "<1%")}
    rows = "".join(f"{q},{who},2025,{text},,,s,\n" for q, (people, text) in said.items() for who in people)
    fit = harm("all_of", rows, tmp_path)
    assert lead_sentences(fit)[0] == (
        "Harm: 9 voices answer parts of it, none the whole; on “Attempts” 5 voices say <1%."
    )


NESTED = """\
title = "Ruin"
outcome = "ruin"

[question.capable]
title = "Capable"

[question.attempts]
title = "Attempts"

[question.succeeds]
title = "Succeeds"

[question.harm]
title = "Harm"
all_of = ["capable", "attempts"]

[question.ruin]
title = "Ruin"
all_of = ["harm", "succeeds"]
"""


def test_what_is_open_below_several_steps_is_named_once(tmp_path: Path) -> None:
    said = {"capable": ("abc", "50%"), "attempts": ("efg", "<1%"), "succeeds": ("abc", "50%")}
    rows = "".join(f"{q},{who},2025,{text},,,s,\n" for q, (people, text) in said.items() for who in people)
    headline = headline_of(panel_fit(write_panel_study(tmp_path / "ruin", NESTED, rows), draws=10), "ruin")
    assert headline.says == "6 voices answer parts of it, none the whole; on “Attempts” e, f and g say <1%"


OPTIONS = """\
title = "Harm"
outcome = "harm"

[question.first]
title = "First"
options = ["lab", "state"]

[question.watched]
title = "Watched"
fixed = true

[question.attempts]
title = "Attempts"

[question.harm]
title = "Harm"
all_of = ["first=lab", "watched", "attempts"]
"""


@pytest.mark.parametrize(("lab", "opened"), [("<1%", LOW), ("30%", "")])
def test_options_and_what_is_so_by_design_are_answered_by_who_answers_the_rest(
    lab: str, opened: str, tmp_path: Path
) -> None:
    said = {"first=lab": ("abc", lab), "first=state": ("abc", "99%"), "attempts": ("efg", "5%")}
    rows = "".join(f"{q},{who},2025,{text},,,s,\n" for q, (people, text) in said.items() for who in people)
    headline = headline_of(panel_fit(write_panel_study(tmp_path / "harm", OPTIONS, rows), draws=10), "harm")
    assert (headline.people, headline.unbounded) == (3, opened)
    if opened:
        assert headline.says == "6 voices answer parts of it, none the whole; on “First: lab” a, b and c say <1%"


SIDES = {"<1%": (True, False), ">9%": (False, True), "5%": (False, False), None: (True, True)}


@given(st.lists(st.sampled_from([*SIDES]), min_size=2, max_size=5), st.data())
def test_gates_pass_on_what_their_parts_leave_open(
    tmp_path_factory: pytest.TempPathFactory, said: list[str | None], data: st.DataObject
) -> None:
    """Of k true ones of n nought where fewer than k need be possible, one where k may be certain."""
    least = data.draw(st.integers(1, len(said)))
    names = [f"part{place}" for place in range(len(said))]
    gate = f"at_least = {{ k = {least}, of = {names} }}".replace("'", '"')
    toml = 'title = "T"\n' + "".join(f'[question.{name}]\ntitle = "{name}"\n' for name in names)
    rows = "".join(f"{name},ada,2025,{text},,,s,\n" for name, text in zip(names, said, strict=True) if text)
    folder = write_study(
        tmp_path_factory.mktemp("gate") / "gate", f'{toml}[question.all]\ntitle = "All"\n{gate}\n', rows
    )
    study = read_study(folder)
    low, high = (sum(SIDES[text][side] for text in said) for side in (0, 1))
    expected = len(said) - low < least, high >= least
    assert premises_leave_open(study, "all", study.voices) == expected
    assert title_of(study, "all") == "All"


@pytest.mark.parametrize(
    ("said", "opened"),
    [
        ("<1%", (True, False)),
        ("at least 50%", (False, True)),
        ("0%", (True, False)),
        ("100%", (False, True)),
        ("0.001%", (False, False)),
        ("0–100%", (True, True)),
        ("n=50 median=<1%", (True, False)),
        ("n=50 share(>=10%)=6% share(>=1%)=80%", (False, False)),
        ("0% [0%, 1%]", (True, False)),
    ],
)
def test_what_a_statement_leaves_open(said: str, opened: tuple[bool, bool]) -> None:
    assert layout(parse(said)).leaves_open == opened
