"""Every chart with frames that try it: what the tests render, and what a person looks at."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd

from consilience import charts
from consilience.charts import ChartOptions, ChartText
from tests.builders.factor_frames import (
    CHAIN,
    OUTCOME,
    coherence_frame,
    crux_frame,
    evidence_frame,
    factors_frame,
    few_voices,
    few_voices_tree,
    frontier_frame,
    gates_tree,
    many_totals,
    premises_tree,
    tornado_frame,
    twelve_tree,
    waterfall_frame,
)
from tests.builders.frames import (
    CONCERNED,
    DOMAIN,
    EXPERT,
    MIXED,
    SUPER,
    TITLE,
    ZEROS,
    answers_frame,
    consensus_row,
    crowd,
    density_frame,
    history_frames,
    moved_frame,
    overview_frame,
    pools_frame,
    ranks_frame,
    shares_frame,
    sixty,
    statement,
    statements_frame,
)
from tests.builders.specs import spec_as_drawn

COLUMN, FULL = ChartOptions(width="column"), ChartOptions()

SOURCE = "Source: an invented panel, round 1 (2024); a published survey; consilience 0.1.0."


def words(title: str, subtitle: str = TITLE) -> ChartText:
    return ChartText(title, f"{title}. Chart made for a test.", subtitle, SOURCE)


def _statements(rows: Callable[[], Any], title: str, *, band: bool = True) -> Callable[[ChartOptions], Any]:
    frame = cache(lambda: statements_frame(rows()))

    def draw(options: ChartOptions) -> Any:
        consensus = answers_frame() if band else None
        return charts.statements(frame(), consensus, domain=DOMAIN, text=words(title), options=options)

    return draw


def _groups(options: ChartOptions) -> Any:
    text = words(
        "Those who signed the letter see 160 times the risk that superforecasters see",
        f"{TITLE} · median forecaster with 50% and 90% interval",
    )
    return charts.groups(answers_frame(), domain=DOMAIN, text=text, options=options)


def _one_group(options: ChartOptions) -> Any:
    frame = answers_frame()
    return charts.groups(
        frame[frame["group"] == "all"], domain=DOMAIN, text=words("One panel, one answer"), options=options
    )


def _pools(options: ChartOptions) -> Any:
    text = words("The choice of pool moves the answer by a factor of 200")
    return charts.pools(pools_frame(), domain=DOMAIN, text=text, options=options)


def _overview(options: ChartOptions) -> Any:
    text = words(
        "Whether training produces a system that tries is the most disputed step",
        "Median forecaster with 50% and 90% interval, one row a question",
    )
    return charts.overview(overview_frame(), domain=(-13, 9), text=text, options=options)


def _thirty_questions(options: ChartOptions) -> Any:
    rows = [
        consensus_row("all", 0.001 * 1.2**i, 0.3 + 0.02 * i, i + 1, question=f"q{i}", question_title=f"Risk {i}")
        for i in range(30)
    ]
    text = words("Thirty risks, in the order of the study", "")
    return charts.overview(pd.DataFrame(rows), domain=(-9, 3), text=text, options=options)


def _comparison(options: ChartOptions) -> Any:
    over_all = answers_frame().query("group == 'all' and summary == 'median'")
    moved = over_all.assign(logit_value=-2.9, logit_low=-3.8, logit_high=-2.1, label="5.2% [2.2%, 11%]")
    frame = pd.concat([over_all.assign(title="before"), moved.assign(title="with the second round")])
    text = words("Before and after the second round", "Median forecaster as each fit infers it")
    lone = consensus_row("all", 0.06, 1.4, 1, title="with one voice alone", label="5%", leads="voices")
    frame = pd.concat(
        [frame, pd.DataFrame([lone | {"detail": "Ada: 5%. What-if of others like them: 6% [0.6%, 39%]"}])]
    )
    return charts.comparison(frame, domain=DOMAIN, text=text, options=options)


def _density(options: ChartOptions) -> Any:
    text = words("Sixteen statements narrow the answer from anywhere to between 1.5% and 6.3%")
    return charts.prior_posterior(density_frame(), domain=DOMAIN, text=text, options=options)


def _same_place(options: ChartOptions) -> Any:
    text = words("The statements leave the prior where it was")
    frame = density_frame((-2.4, 1.1), (-2.3, 0.8))
    return charts.prior_posterior(frame, domain=DOMAIN, text=text, options=options)


def _predictive(ranks: Any, title: str) -> Callable[[ChartOptions], Any]:
    return lambda options: charts.predictive(ranks, shares_frame(ranks), text=words(title), options=options)


def _tree(frames: Callable[[], Any], title: str) -> Callable[[ChartOptions], Any]:
    return lambda options: charts.tree(*frames(), text=words(title, f"{OUTCOME} · 90% intervals"), options=options)


def _waterfall(chain: Any, title: str) -> Callable[[ChartOptions], Any]:
    return lambda options: charts.waterfall(waterfall_frame(chain), text=words(title, OUTCOME), options=options)


def _waterfall_of_few(options: ChartOptions) -> Any:
    text = words("Under three people spoke of three steps", OUTCOME)
    return charts.waterfall(few_voices(waterfall_frame(), "after_label"), text=text, options=options)


def _factors(factors: int, forecasters: int, title: str) -> Callable[[ChartOptions], Any]:
    frame = cache(lambda: factors_frame(factors, forecasters))

    def draw(options: ChartOptions) -> Any:
        return charts.factors(frame(), domain=(-7, 5), text=words(title, OUTCOME), options=options)

    return draw


def _coherence(n: int, title: str) -> Callable[[ChartOptions], Any]:
    def draw(options: ChartOptions) -> Any:
        text = words(title, "Existential catastrophe")
        frame = coherence_frame(n) if n <= 9 else many_totals(n)
        return charts.coherence(frame, domain=(-9, 4.5), text=text, options=options)

    return draw


def _evidence(title: str, *series: tuple[str, str, float]) -> Callable[[ChartOptions], Any]:
    def draw(options: ChartOptions) -> Any:
        text = words(title, "Median over all groups with 90% interval, test by test")
        return charts.evidence_steps(evidence_frame(*series), domain=(-9, 2.2), text=text, options=options)

    return draw


def _evidence_of_few(options: ChartOptions) -> Any:
    text = words("Of the factor two people spoke, of the outcome more", "In grey where it is a what-if")
    frame = evidence_frame(("attempts", "Training makes it try", 0.09), ("takeover", OUTCOME, 0.02))
    few = frame["question"] == "attempts"
    frame = frame.assign(leads=few.map({True: "voices", False: "population"}))
    frame.loc[few & (frame["order"] == 0), "detail"] = "Ada: 50%; Bo: 30%. What-if of others like them"
    return charts.evidence_steps(frame, domain=(-9, 2.2), text=text, options=options)


def _frontier(title: str, *args: Any) -> Callable[[ChartOptions], Any]:
    text = words(title, f"{OUTCOME}: below 1% with 90% confidence")
    return lambda options: charts.frontier(frontier_frame(*args), text=text, options=options)


def _sensitivity(n: int, title: str) -> Callable[[ChartOptions], Any]:
    return lambda options: charts.sensitivity(tornado_frame(n), text=words(title), options=options)


def _tornado(n: int, title: str) -> Callable[[ChartOptions], Any]:
    text = words(title, OUTCOME)
    return lambda options: charts.tornado(tornado_frame(n), domain=(-7, -2), text=text, options=options)


def _tornado_of_few(options: ChartOptions) -> Any:
    text = words("Ada: 50%. What-if of others like her: the attempts move the outcome the most")
    said = ["Ada: 50%; its ends are inferred", "", "nobody answered; its ends are inferred"]
    frame = tornado_frame(3).assign(leads="voices", detail=said)
    return charts.tornado(frame, domain=(-7, -2), text=text, options=options)


def _crux_map(title: str, *args: Any) -> Callable[[ChartOptions], Any]:
    text = words(title, "What each camp would learn about extinction before 2100")
    return lambda options: charts.crux_map(crux_frame(*args), text=text, options=options)


def _moved(changes: int, title: str) -> Callable[[ChartOptions], Any]:
    text = words(title, "Answers with 90% intervals, and what the first would be without each change")
    return lambda options: charts.moved(moved_frame(changes), domain=(-6, 3), text=text, options=options)


def _history(title: str, *args: Any) -> Callable[[ChartOptions], Any]:
    text = words(title, f"{TITLE}. Median forecaster at the end of each day, 50% and 90% intervals")
    return lambda options: charts.history(*history_frames(*args), domain=(-9, 3), text=text, options=options)


def _published(options: ChartOptions) -> Any:
    """As published: median and 95% interval in per cent of each group, and how many it was."""
    rows = [
        statement(
            group, risk, f"{median:g}% [{low:g}%, {high:g}%], n={n}", "survey", low / 100, median / 100, high / 100
        )
        for risk, groups in XPT.items()
        for group, n, median, low, high in groups
    ]
    text = ChartText(
        "Of AI its experts say 12% and superforecasters 2.1%, of nuclear weapons 8% and 4%",
        "Three risks, a row for each group. Chart made for a test.",
        "Chance of a catastrophe by 2100, as published: group medians with 95% intervals",
        "Source: Karger et al. (2023), Forecasting Existential Risks: Evidence from a Long-Run Forecasting Tournament.",
    )
    return charts.statements(statements_frame(rows, (-9.6, 0)), None, domain=(-9.6, 0), text=text, options=options)


# Of the tables of medians in the replication archive of the tournament.
XPT = {
    "Artificial intelligence": (
        ("Domain experts", 30, 12, 4, 17.5), ("Existential-risk experts", 15, 10, 6.1, 16.1),
        ("Other experts", 29, 6.2, 5, 12), ("Public survey", 477, 5, 5, 5), ("Superforecasters", 88, 2.1, 1.8, 3),
    ),
    "Nuclear weapons": (
        ("Domain experts", 13, 8, 5, 11), ("Existential-risk experts", 15, 7.2, 4.9, 10),
        ("Other experts", 45, 8, 7, 10), ("Public survey", 477, 10, 10, 11), ("Superforecasters", 88, 4, 3, 5),
    ),
    "No human cause": (
        ("Experts", 55, 0.09, 0.05, 0.11), ("Existential-risk experts", 14, 0.045, 0.01, 0.97),
        ("Public survey", 476, 2, 1, 3), ("Superforecasters", 88, 0.05, 0.033, 0.081),
    ),
}  # fmt: skip
CAMPS = ("Skeptical", "Concerned", "In neither camp, asked in a second round", "第三陣営")

GALLERY: dict[str, Callable[[ChartOptions], Any]] = {
    "statements": _statements(
        lambda: MIXED, "The median forecaster puts takeover at 3%, and opinions span five orders of magnitude"
    ),
    "statements-zeros": _statements(lambda: ZEROS, "A third of the panel says never", band=False),
    "statements-sixty": _statements(sixty, "Sixty participants in four groups fit one page"),
    "statements-one": _statements(lambda: MIXED[:1], "One forecaster says never"),
    "statements-published": _published,
    "statements-crowd": _statements(
        lambda: [*crowd(300), *MIXED[11:12], *MIXED[-3:]],
        "Three hundred participants, a survey, and what is not counted",
    ),
    "statements-thousands": _statements(lambda: crowd(6000, ("",)), "Six thousand answers of one panel"),
    "statements-groups": _statements(lambda: crowd(400, [f"Group {i + 1}" for i in range(30)]), "Thirty groups"),
    "groups": _groups,
    "groups-one": _one_group,
    "pools": _pools,
    "comparison": _comparison,
    "overview": _overview,
    "overview-thirty": _thirty_questions,
    "prior-posterior": _density,
    "prior-posterior-same": _same_place,
    "predictive": _predictive(
        ranks_frame(("",), (0.2, 0.8), 0.2), "The 10 answers lie in two clusters that one population does not describe"
    ),
    "predictive-groups": _predictive(
        ranks_frame((SUPER, EXPERT, CONCERNED, ""), apart=1.0), "The 40 answers look like draws of their population"
    ),
    "tree": _tree(gates_tree, "All four gates have to open, and the third is the least likely"),
    "tree-twelve": _tree(twelve_tree, "Twelve factors, two gates and two outcomes fit a page"),
    "tree-premises": _tree(premises_tree, "Six premises multiply to 5.1%"),
    "tree-one": _tree(lambda: (gates_tree()[0][-1:], gates_tree()[1][:0]), "An outcome on its own"),
    "tree-few": _tree(few_voices_tree, "Of three of the gates under three people spoke"),
    "waterfall": _waterfall(CHAIN, "Whether training makes it try takes away the most"),
    "waterfall-one": _waterfall(CHAIN[:1], "One step leaves 62%"),
    "waterfall-few": _waterfall_of_few,
    "factors": _factors(8, 22, "The camps differ most on whether training makes it try"),
    "factors-few": _factors(3, 5, "Five forecasters on three factors"),
    "factors-one": _factors(1, 1, "One forecaster on one factor"),
    "factors-crowd": _factors(6, 300, "Three hundred forecasters on six factors"),
    "factors-crowd-many": _factors(25, 60, "Sixty forecasters on twenty-five factors"),
    "coherence-crowd": _coherence(300, "Three hundred stated totals"),
    "coherence": _coherence(9, "Superforecasters state five times what their own premises give"),
    "coherence-one": _coherence(1, "The author’s total is the product of his premises"),
    "evidence-steps": _evidence("Two clean tests lower the probability, a shift to reward hacking raises it"),
    "evidence-steps-few": _evidence_of_few,
    "evidence-steps-two": _evidence(
        "The evidence on one factor moves the outcome", ("attempts", CHAIN[2][1], 0.09), ("takeover", OUTCOME, 0.02)
    ),
    "frontier": _frontier("Twenty clean trials of 15% sensitivity would do, if they share no flaw above 5%"),
    "frontier-decades": _frontier("Hundreds of trials replace sensitivity", (0.0, 0.099), 300),
    "frontier-impossible": _frontier("No number of such trials would do", (0.2, 0.3)),
    "tornado": _tornado(5, "Whether a capable system exists decides the most"),
    "tornado-few": _tornado_of_few,
    "tornado-one": _tornado(1, "One factor moves the outcome sixteenfold"),
    "sensitivity": _sensitivity(5, "Whether a capable system exists has the largest share"),
    "sensitivity-one": _sensitivity(1, "One factor has all of it"),
    "crux-map": _crux_map("The concerned would learn most from a six-month pause"),
    "moved": _moved(4, "Takeover: 3% → 5.1%, and Eve’s 30% moved it most"),
    "moved-many": _moved(14, "Fourteen changes at once"),
    "history": _history("From 5% to 3% in three years"),
    "history-one": _history("One day, one answer", 1),
    "history-days": _history("Two weeks of arrivals", 9, 0.04),
    "history-decades": _history("Forty statements in thirty years", 40, 30.0),
    "crux-map-camps": _crux_map("Four camps, six cruxes", 6, CAMPS),
}


@cache
def spec_of(name: str, options: ChartOptions = FULL) -> dict[str, Any]:
    """The specification of a chart, drawn once for all tests of a process: not to be changed."""
    return spec_as_drawn(GALLERY[name](options))
