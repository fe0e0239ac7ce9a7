"""Every check of a study, in one table: its name, how grave it is, what it means, and what does it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from consilience.problems import Problem, Severity
from consilience.study.checks.absences import (
    idle_dialects,
    missing_sources,
    nothing_to_fit,
    silence,
    undated,
    unstated_questions,
)
from consilience.study.checks.coherence import incoherent_cruxes, totals_against_parts
from consilience.study.checks.completeness import missing_states, silent_factors, unanswered_questions, unreachable
from consilience.study.checks.correlations import stated_correlations
from consilience.study.checks.evidence import impossible_evidence, rates_known_by_rounding, swapped_rates
from consilience.study.checks.fixed import settled, uncounted
from consilience.study.checks.kinds import kind_against_form, uncounted_surveys
from consilience.study.checks.names import (
    lookalikes,
    mistyped_groups,
    reserved_groups,
    summary_groups,
    unusable_names,
    wandering_forecasters,
    words_of_conditions,
)
from consilience.study.checks.namesakes import namesakes
from consilience.study.checks.options import incoherent_options
from consilience.study.checks.people import (
    formulas,
    garbled_names,
    persons_and_surveys,
    placeholders,
)
from consilience.study.checks.rows import (
    conflicts,
    duplicates,
    future_dates,
    implausible_dates,
    instants_without_zone,
    mixed_scales,
    past_horizons,
    withdrawn_before_said,
)
from consilience.study.checks.structure import (
    cycles,
    deep_gates,
    missing_parent_states,
    parent_states,
    undefined_gates,
    unknown_events,
)
from consilience.study.checks.summaries import impossible_shares, impossible_summaries
from consilience.study.checks.targets import unknown_questions
from consilience.study.checks.usage import (
    chance_or_price,
    odds_or_chance,
    opinion_or_count,
    unlike_the_declared_scale,
)
from consilience.study.reading.estimates import Reading


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that is looked at.

    Parameters
    ----------
    name : str
        As in :attr:`consilience.problems.Problem.check`.
    severity : {"error", "warning"}
        An error stops the run.
    meaning : str
        What a study that fails it has wrong.
    function : callable, optional
        Finds the problems of a study; ``None`` for what shows while the files are read.
    """

    name: str
    severity: Severity
    meaning: str
    function: Callable[[Reading], Iterable[Problem]] | None = None


CHECKS: tuple[Check, ...] = (
    Check("file", "error", "A file or folder is missing, or cannot be read"),
    Check("encoding", "error", "A file is not UTF-8"),
    Check("unread_file", "warning", "A spreadsheet lies among the estimates, where only CSV is read"),
    Check("settings", "error", "study.toml is not TOML, or says something that it cannot say"),
    Check("lexicon", "error", "The lexicon that the study opts into cannot be read"),
    Check("dialect", "error", "A file is spelled in another dialect than study.toml declares"),
    Check("columns", "error", "The header of a file lacks a column, or names an unknown one"),
    Check("cells", "error", "A row has too few or too many cells, or leaves out what every row needs"),
    Check("control_characters", "error", "A cell holds invisible characters"),
    Check("date", "error", "A date cannot be read, or has more than one reading"),
    Check("kind", "error", "The kind of a row is unknown"),
    Check("estimate", "error", "An estimate cannot be read, or has more than one reading"),
    Check("name", "error", "A question or option has a name that files or cells cannot hold", unusable_names),
    Check("reserved_group", "error", "A group is called like the answer over all groups", reserved_groups),
    Check("summary_group", "warning", "A group is called like a column or a summary", summary_groups),
    Check("condition_word", "warning", "A question is called like a word of conditions", words_of_conditions),
    Check(
        "unknown_event",
        "error",
        "study.toml refers to a question or option that there is not",
        unknown_events,
    ),
    Check(
        "correlation",
        "error",
        "A correlation of two questions is stated in place of conditional probabilities",
        stated_correlations,
    ),
    Check("cycle", "error", "A question depends on itself", cycles),
    Check("deep_gates", "error", "Gates stand on one another too deeply to be followed", deep_gates),
    Check("parent_state", "error", "A condition contradicts what it is given, and can never hold", parent_states),
    Check(
        "missing_parent_state",
        "warning",
        "A condition leaves its parent's condition open",
        missing_parent_states,
    ),
    Check("settled", "error", "What is asked, or tested, follows from what is fixed by design alone", settled),
    Check("fixed_estimate", "warning", "Estimates are of what is fixed by design, and do not count", uncounted),
    Check("undefined_gate", "warning", "A gate needs a question in a state it is not asked in", undefined_gates),
    Check(
        "unknown_question",
        "error",
        "A row is about a question, option or state that there is not",
        unknown_questions,
    ),
    Check(
        "kind_form",
        "error",
        "What a row is and how its estimate is written do not go together",
        kind_against_form,
    ),
    Check("future_date", "error", "A statement is dated after today", future_dates),
    Check("implausible_date", "error", "A date's year cannot be meant, or stands for none", implausible_dates),
    Check("past_horizon", "warning", "The horizon lies before every statement", past_horizons),
    Check("no_zone", "warning", "A time of day has no zone, and none is declared", instants_without_zone),
    Check("withdrawn_before", "error", "A forecast was withdrawn before it was made", withdrawn_before_said),
    Check("duplicate", "warning", "A row is there twice", duplicates),
    Check("conflict", "warning", "One forecaster says two things about a question on one day", conflicts),
    Check("mixed_scales", "warning", "A file mixes percent with numbers without a sign", mixed_scales),
    Check("declared_scale", "warning", "A file of percent may hold fractions", unlike_the_declared_scale),
    Check("odds_or_chance", "warning", "Whether a:b are odds or a chance is not declared", odds_or_chance),
    Check("chance_or_price", "warning", "Whether a/b is a chance or a price is not declared", chance_or_price),
    Check("opinion_or_count", "warning", "A count is read as what somebody thinks", opinion_or_count),
    Check("options_sum", "warning", "A forecaster's exclusive options do not sum to 1", incoherent_options),
    Check(
        "incoherent_crux", "warning", "What a forecaster says with and without a crux is impossible", incoherent_cruxes
    ),
    Check("total_below_part", "warning", "A stated total is on the wrong side of its parts", totals_against_parts),
    Check("impossible_summary", "error", "No answers have the median and mean of a survey", impossible_summaries),
    Check("impossible_shares", "error", "No answers have the shares or spread of a survey", impossible_shares),
    Check(
        "impossible_evidence", "error", "A record can come out in neither state of what it tests", impossible_evidence
    ),
    Check(
        "certain_rate", "warning", "How much a record proves hangs on the rounding of a rate", rates_known_by_rounding
    ),
    Check("swapped_rates", "warning", "A test is positive as often where it should not be", swapped_rates),
    Check("uncounted_survey", "warning", "A survey does not say how many answered", uncounted_surveys),
    Check("placeholder", "error", "A forecaster is the example of a template, or a spreadsheet's fault", placeholders),
    Check("garbled", "warning", "Letters of a name were lost, or read in another encoding", garbled_names),
    Check("formula", "warning", "A name would be a formula to a spreadsheet", formulas),
    Check("namesake", "warning", "Two names may be one person's", namesakes),
    Check("person_and_survey", "warning", "One name is that of a person and of a survey", persons_and_surveys),
    Check("lookalike", "warning", "Two names look alike", lookalikes),
    Check("mistyped_group", "warning", "A group's only row spells it almost like another group", mistyped_groups),
    Check(
        "two_groups",
        "warning",
        "A person's standing estimates are in more than one group",
        wandering_forecasters,
    ),
    Check("no_source", "warning", "Rows of a file have no source", missing_sources),
    Check("undated", "warning", "Rows of a file have no date", undated),
    Check("missing_state", "error", "A question is not estimated in a state of its parents", missing_states),
    Check("silent_factor", "warning", "A question that others follow from has no voice and no prior", silent_factors),
    Check("no_estimate", "warning", "A question or a crux has no estimate", unanswered_questions),
    Check(
        "nothing_to_fit",
        "warning",
        "No estimate makes an answer: all are withdrawn, aggregates or models",
        nothing_to_fit,
    ),
    Check("unstated", "warning", "A question of a new study has the title it was made with", unstated_questions),
    Check("nothing_said", "warning", "A study has no estimate at all", silence),
    Check("unreachable", "warning", "A question bears on nothing that is asked", unreachable),
    Check("idle_dialect", "warning", "A dialect is declared for a file that is not there", idle_dialects),
)


def run_checks(reading: Reading) -> Iterator[Problem]:
    """Run every check over a study as far as it could be read.

    Parameters
    ----------
    reading : Reading
        The study.

    Yields
    ------
    Problem
        With the name and severity of the check that found it.
    """
    for check in CHECKS:
        if check.function is not None:
            for problem in check.function(reading):
                yield replace(problem, check=check.name, severity=check.severity)
