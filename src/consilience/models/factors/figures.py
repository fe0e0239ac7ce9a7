"""The figures of factor studies: the tree, what is left after each step, coherence, evidence, sensitivity."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Unpack

import numpy as np

from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import ChartChoices, takes_options
from consilience.charts.figure import Figure
from consilience.frames import SUMMARY_TITLES, Headline, axis_domain, headline_of, headlined, title_of
from consilience.frames.answers import answer_draws_of, latest_answers, outcome_of
from consilience.frames.intervals import interval
from consilience.frames.medians import in_grey, read_out
from consilience.frames.memory import kept
from consilience.frames.predictive_checks import enough_to_check
from consilience.frames.ranking import some_of, the_most
from consilience.measures.summaries import bounded
from consilience.models.factors.frames.coherence import held_totals
from consilience.models.factors.frames.credences import factors_frame
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.led import led_by_voices, who_said
from consilience.models.factors.frames.own import OwnNumbers
from consilience.models.factors.frames.required import RequiredEvidence, required_evidence
from consilience.models.factors.frames.sensitivity import bearing_on, tornado_frame
from consilience.models.factors.frames.tree import tree_frames
from consilience.models.factors.frames.waterfall import waterfall_frame
from consilience.models.figures.captions import labelled, number_of, what_if
from consilience.models.predictive_figures import CheckedFigures
from consilience.notation import counted, format_probability
from consilience.problems import Problem, WrongValueError
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

if TYPE_CHECKING:
    import pandas as pd

# With this share of the draws below the threshold the burden of proof counts as met.
CONFIDENCE = 0.9
# Views that a chart draws.
MOST_VIEWS = 50_000
# Once for the pictures of all widths: it takes seconds.
_REQUIRED = kept(required_evidence)


class FactorFigures(CheckedFigures):
    """The charts of a factor study, each drawn when it is asked for."""

    def of_any_question(self) -> Mapping[str, Callable[..., Figure]]:
        """The charts of single questions that this fit has, by name: that of ranks where they tell anything."""
        kinds = super().of_any_question()
        factors = self.fit.posterior["question"].values
        told = any(enough_to_check(self.fit, str(factor)) for factor in factors)
        return {name: draw for name, draw in kinds.items() if told or name != "predictive"}

    def own(self) -> Mapping[str, Callable[..., Figure]]:
        """The charts of the study as a whole, in the order of a report."""
        outcome = self.fit.study.outcome
        # One question by itself is no tree, and of one factor there is nothing to compare.
        kinds: dict[str, Callable[..., Figure]] = {"tree": self.tree} if len(tree_frames(self.fit)[0]) > 1 else {}
        if outcome is not None:
            with suppress(ValueError):
                waterfall_frame(self.fit)
                kinds["waterfall"] = self.waterfall
        if 0 < self.fit.posterior["credence"].isel(chain=0, draw=0).size <= MOST_VIEWS and self._answered().any():
            kinds["factors"] = self.factors
        if not held_totals(self.fit).empty:
            kinds["coherence"] = self.coherence
        if outcome is None:
            return kinds
        if self.fit.after_evidence is not None:
            kinds["evidence_steps"] = self.evidence_steps
            tested = {test.on for test in self.fit.study.evidence.values()}
            if self.fit.study.threshold is not None and len(tested) == 1:
                kinds["frontier"] = self.frontier
        if len(bearing_on(self.fit, outcome)) > 1:
            kinds |= {"tornado": self.tornado, "sensitivity": self.sensitivity}
        return kinds

    def _named(self, outcome: str | None) -> str | None:
        return None if outcome is None else outcome_of(self.fit, outcome)

    @takes_options
    def tree(self, outcome: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """The factors and what follows from them, with their probabilities."""
        from consilience.charts import tree

        nodes, edges = tree_frames(self.fit, self._named(outcome))
        ends = nodes[nodes["kind"] == "outcome"].iloc[0]
        headline = headline_of(self.fit, ends["question"])
        own = OwnNumbers.of(self.fit, headline)
        each = "Each factor as it was asked, given what leads to it"
        if own is not None:
            nodes, edges = own.tree(self.fit)
            number, subtitle = headline.short, f"{own.name}'s own numbers. {each}; what follows, by arithmetic"
        else:
            named = "" if headlined(self.fit, headline.question) == "median" else "median forecaster "
            between = f", {headline.camps.between}" if headline.camps and not named else ""
            number = what_if(headline, f"{named}{ends['label']}{between}")
            subtitle = labelled(
                headline,
                f"Median forecaster with 90% intervals{in_grey(nodes)}. {each}; what follows is worked out forecaster "
                "by forecaster, so that medians need not multiply",
            )
        words = ChartText(
            title=f"{ends['title']}: {number}",
            subtitle=subtitle,
            source=self._source(None),
            description=f"A tree of {counted(len(nodes), 'question')}: {read_out(nodes, 'title')}.",
        )
        return self._figure("tree", outcome, words, partial(tree, nodes, edges), options)

    @takes_options
    def waterfall(self, outcome: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """What is left of the probability after each step towards the outcome."""
        from consilience.charts import waterfall

        frame = waterfall_frame(self.fit, self._named(outcome))
        headline = headline_of(self.fit, frame["question"].iloc[-1])
        own = OwnNumbers.of(self.fit, headline)
        steps = frame.iloc[:-1]
        if own is not None:
            frame = own.waterfall()
            whose, title = f"{own.name}'s own numbers", headline.opening
        else:
            summary = SUMMARY_TITLES[headlined(self.fit, headline.question)]
            whose = f"{summary.lower()}, worked out forecaster by forecaster"
            most = the_most(steps["title"].tolist(), steps["first"].tolist(), does="takes away", what="step")
            title = what_if(headline, _as_inferred(most, steps, headline))
        last = frame.iloc[-1]
        between = f", {headline.camps.between}" if headline.camps else ""
        told = (
            f"{last['title']}: {last['after_label']}{between}. Probability that all steps so far hold, {whose}, "
            f"and what each step leaves of it{in_grey(frame)}"
        )
        words = ChartText(
            title=title,
            subtitle=told if own is not None else labelled(headline, told),
            source=self._source(None),
            description=f"Probability left after each step: {_left(frame)}.",
        )
        return self._figure("waterfall", outcome, words, partial(waterfall, frame), options)

    @takes_options
    def factors(self, **options: Unpack[ChartChoices]) -> Figure:
        """What every forecaster thinks of every factor, predicted where they did not say."""
        from consilience.charts import factors

        # What is predicted of somebody who answered no factor is no view of theirs.
        frame = factors_frame(self.fit)[self._answered()]

        def words(drawn: "pd.DataFrame") -> ChartText:
            on = f"{counted(drawn['question'].nunique(), 'factor')}"
            people, answered = counted(drawn["forecaster"].nunique(), "forecaster"), int(drawn["answered"].sum())
            others = ", the others predicted" if answered < len(drawn) else ""
            return ChartText(
                title=f"{people} on {on}",
                subtitle=f"{answered} of {len(drawn)} answered{others}; 90% intervals",
                source=self._source(None),
                description=f"Credence of {people} in {on}, a panel for each.",
            )

        draw = partial(factors, frame, domain=_domain(frame))
        return self._figure("factors", None, words, draw, options)

    def _answered(self) -> "pd.Series":
        frame = factors_frame(self.fit)
        return frame.groupby("forecaster")["answered"].transform("any")

    @takes_options
    def coherence(self, **options: Unpack[ChartChoices]) -> Figure:
        """What people stated of the whole, against what their own factors imply."""
        from consilience.charts import coherence

        frame = held_totals(self.fit)

        def words(drawn: "pd.DataFrame") -> ChartText:
            flagged, totals = int(drawn["flagged"].sum()), counted(len(drawn), "stated total")
            what, implied = _held_against(drawn["of_complement"])
            parts = f"{flagged} of {totals} {'parts' if flagged == 1 else 'part'} from what the {what} give"
            predicted = drawn["predicted"] != ""
            beyond = (drawn["stated_low"] > drawn["implied_high"]) | (drawn["stated_high"] < drawn["implied_low"])
            within = "leave open" if (predicted & beyond).any() else "give"
            return ChartText(
                title=parts if flagged else f"{totals}, within what the {what} {within}",
                subtitle=f"What was stated of the whole, and what {implied}; 90% intervals"
                + (", factors left out predicted" if predicted.any() else ""),
                source=self._source(None),
                description="Stated against implied: "
                + "; ".join(f"{row['forecaster']}, {row['gap_label']}" for row in drawn.to_dict("records"))
                + ".",
            )

        # A bound that was stated is open on one side: its far end would take the whole axis.
        domain = axis_domain(np.concatenate([frame[f"logit_{name}"] for name in ("stated", *_IMPLIED)]))
        draw = partial(coherence, frame, domain=domain)
        return self._figure("coherence", None, words, draw, options)

    @takes_options
    def evidence_steps(self, outcome: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """How the evidence moves the outcome and what was tested, test by test."""
        from consilience.charts import evidence_steps

        frame = evidence_frame(self.fit, outcome)
        over_all = _before_evidence(self.fit, frame[frame["group"] == ALL_GROUPS])
        asked = outcome or self.fit.study.outcome or over_all["question"].iloc[0]
        of_outcome = over_all[over_all["question"] == asked]
        first, last = of_outcome.iloc[0], of_outcome.iloc[-1]
        headline = headline_of(self.fit, asked)
        before, after = number_of(first), number_of(last)
        words = ChartText(
            title=what_if(headline, f"The evidence moves the outcome from {before} to {after}"),
            subtitle=labelled(headline, f"{first['title']}. Median forecaster with 90% intervals{in_grey(over_all)}"),
            source=self._source(None),
            description=f"Step by step: {'; '.join(of_outcome['stage'] + ' ' + of_outcome['label'])}.",
        )
        draw = partial(evidence_steps, over_all, domain=_domain(over_all))
        return self._figure("evidence_steps", outcome, words, draw, options)

    @takes_options
    def frontier(
        self, outcome: str | None = None, threshold: float | None = None, **options: Unpack[ChartChoices]
    ) -> Figure:
        """The evidence that would bring the outcome below a threshold: the burden of proof."""
        from consilience.charts import frontier

        study = self.fit.study
        asked = self._named(outcome) or study.outcome
        limit = study.threshold if threshold is None else threshold
        if asked is None or limit is None:
            remedy = "declare them in study.toml, or name them here"
            raise WrongValueError(Problem("the burden of proof needs an outcome and a threshold", remedy))
        headline = headline_of(self.fit, asked)
        needed = _REQUIRED(self.fit, asked, limit, CONFIDENCE)
        required = needed.frontier
        assert required is not None, "without a sensitivity or a number of trials the answer is their frontier"
        words = ChartText(
            title=what_if(headline, _burden(needed, format_probability(limit))),
            subtitle=labelled(headline, needed.says),
            source=self._source(None),
            description=needed.says,
        )
        return self._figure("frontier", outcome, words, partial(frontier, required), options)

    @takes_options
    def tornado(self, outcome: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """Which factor the outcome hangs on."""
        from consilience.charts import tornado

        asked = outcome_of(self.fit, outcome)
        headline = headline_of(self.fit, asked)
        frame = tornado_frame(self.fit, outcome)
        known = " after the evidence" if self.fit.after_evidence is not None else ""
        found = interval(bounded(answer_draws_of(latest_answers(self.fit), asked)))
        base, answer = frame["base_label"].iloc[0], number_of({"label": found["label"]})
        ranges = (
            f"{title_of(self.fit.study, asked)}{known}, with each factor at the ends of its 90% interval. "
            f"With all of them at their medians, and forecasters about these as they differ, it is {base}"
        )
        if base != answer:
            ranges += f"; the median forecaster, uncertain of them all, is at {answer}"

        def words(drawn: "pd.DataFrame") -> ChartText:
            titles, first = frame["title"].tolist(), frame["first"].tolist()
            most = the_most(titles, first, does="moves the outcome", what="factor", shown=drawn["title"].tolist())
            most = most if len(frame) > 1 else f"“{titles[0]}” alone moves the outcome"
            ends = (
                f"{row['title']} {format_probability(row['low'])} to {format_probability(row['high'])}"
                for row in drawn.to_dict("records")
            )
            return ChartText(
                title=what_if(headline, _as_inferred(most, frame, headline)),
                subtitle=labelled(headline, ranges),
                source=self._source(None),
                description=f"Outcome at the ends of each factor: {'; '.join(ends)}.",
            )

        reached = np.concatenate([frame[f"logit_{name}"] for name in ("low", "high", "base")])
        draw = partial(tornado, frame, domain=axis_domain(reached))
        return self._figure("tornado", outcome, words, draw, options)

    @takes_options
    def sensitivity(self, outcome: str | None = None, **options: Unpack[ChartChoices]) -> Figure:
        """Which factors the uncertainty of the outcome comes from."""
        from consilience.charts import sensitivity

        frame = tornado_frame(self.fit, outcome)
        asked = outcome_of(self.fit, outcome)
        known = " after the evidence" if self.fit.after_evidence is not None else ""
        headline = headline_of(self.fit, asked)
        shares = (
            f"{title_of(self.fit.study, asked)}{known}: shares of the variance that the factors' medians give its "
            "log odds, each with its 90% Monte Carlo interval. Factors that go together count for what they share"
        )

        def words(drawn: "pd.DataFrame") -> ChartText:
            told = (
                f"{row['title']} {row['first_order_label']} and {row['total_label']}"
                if row["total_label"]
                else f"{row['title']} has none, since the outcome does not vary"
                for row in drawn.to_dict("records")
            )
            return ChartText(
                title=what_if(headline, _shares_most(frame, drawn["title"].tolist())),
                subtitle=labelled(headline, shares),
                source=self._source(None),
                description=f"Shares of the variance, alone and in all: {'; '.join(told)}.",
            )

        return self._figure("sensitivity", outcome, words, partial(sensitivity, frame), options)


def _shares_most(frame: "pd.DataFrame", shown: Sequence[str]) -> str:
    """Which factor has the largest share of the variance, unless the Monte Carlo error leaves that open.

    Of factors that are not shown no more is said than that there are others.
    """
    known = frame[frame["total_label"] != ""].sort_values("total", ascending=False, kind="stable")
    if known.empty:
        return "The outcome does not vary, and no factor has a share of its variance"
    first = known.iloc[0]
    if len(frame) == 1:
        return f"All of the variance is that of “{first['title']}”"
    rivals = known.iloc[1:][known["total_high"].iloc[1:] >= first["total_low"]]
    if len(shown) < len(frame) and (len(rivals) or first["title"] not in shown):
        return some_of(shown, frame["title"].tolist(), "factor")
    if len(rivals):
        return f"{len(rivals) + 1} factors may have the largest share of the variance, within the Monte Carlo error"
    return f"“{first['title']}” has the largest share of the variance, {first['total_label']}"


def _held_against(of_complement: "pd.Series") -> tuple[str, str]:
    """What stated totals are held against, for a title and for a subtitle."""
    if of_complement.all():
        return "complements", "the same forecaster said of its complement implies"
    if of_complement.any():
        return "factors and complements", "the same forecaster's factors, or what they said of its complement, imply"
    return "factors", "the same forecaster's factors imply"


def _burden(needed: RequiredEvidence, limit: str) -> str:
    """What the chart of the burden of proof is about: what is needed, or that nothing is, or nothing suffices."""
    if needed.risk <= needed.threshold:
        return f"The risk is below {limit} as things stand"
    return (
        f"What would bring the risk below {limit}" if needed.possible else f"No test would bring the risk below {limit}"
    )


_IMPLIED = ("implied", "implied_low", "implied_high")


def _as_inferred(most: str, factors: "pd.DataFrame", headline: Headline) -> str:
    """What a title says of factors, as inferred where it names one that voices lead."""
    named = any(f"“{title}”" in most for title in factors[factors["detail"] != ""]["title"])
    return f"{most}, as inferred" if named and headline.leads == "population" else most


def _left(frame: "pd.DataFrame") -> str:
    """What is left after each step in words, inferred from the first on that voices lead."""
    *steps, last = frame.to_dict("records")
    told = []
    for row in steps:
        said = f" ({row['detail']})" if row["detail"] else ""
        told.append(f"{row['title']}{said} {row['after_label']}{' inferred' if row['leads'] == 'voices' else ''}")
    return "; ".join([*told, f"{last['title']}{f': {last["detail"]}' if last['said'] else f' {last["after_label"]}'}"])


def _before_evidence(fit: Fit, steps: "pd.DataFrame") -> "pd.DataFrame":
    """Steps of the evidence, with what was said before any of a question that voices lead."""
    few = led_by_voices(fit, steps["question"].unique().tolist())
    told = [
        f"{who_said(few[question])}. {few[question].what_if}" if order == 0 and question in few else detail
        for question, order, detail in zip(steps["question"], steps["order"], steps["detail"], strict=True)
    ]
    return steps.assign(detail=told)


def _domain(frame: "pd.DataFrame") -> tuple[float, float]:
    """Axis that holds the intervals."""
    return axis_domain(np.concatenate([frame["logit_low"], frame["logit_high"]]))
