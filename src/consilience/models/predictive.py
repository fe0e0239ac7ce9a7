"""What a report says of populations that do not look like their voices, of whatever model.

Its picture: :mod:`consilience.models.predictive_figures`.
"""

from collections.abc import Iterator

from consilience.frames import title_of
from consilience.frames.misfit import misfit_in_words
from consilience.frames.predictive_checks import PredictiveCheck, questions_checked
from consilience.frames.questions import main_questions
from consilience.models.tables import Table, group_title, table
from consilience.notation import counted
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.texts import listed

# So many questions are named at most in a sentence.
MOST_NAMED = 3
_NOTE = (
    "The rank of each answer among forecasters like its author, inferred without it: drawn from their population, "
    "ranks are spread evenly. Beside how far they depart from that, wherever within its rounding each lies, is how far "
    "those of as many do by chance on 99 of 100 questions, or eight points, which are no matter. Questions with fewer "
    "than eight answers are left out."
)


def misfits(fit: Fit) -> Iterator[str]:
    """Sentences on questions whose population does not look like their voices, whole on the first that matter.

    Parameters
    ----------
    fit : Fit

    Yields
    ------
    str
        A whole sentence on each main question and on what the outcome follows from, three at most; one that names the
        others.
    """
    failed = dict.fromkeys(check.question for check in questions_checked(fit) if not check.passed)
    if not failed:
        return
    main, outcome = main_questions(fit), fit.study.outcome
    bearing = {row.question for row in fit.model.bearing(fit.study, outcome)} if outcome else set()
    told = [name for name in failed if name in bearing.union(main)]
    told = sorted(told, key=lambda name: name not in main)[:MOST_NAMED]
    yield from (misfit_in_words(fit, question) for question in told)
    others = [f"“{title_of(fit.study, question)}”" for question in failed if question not in told]
    if others:
        yield (
            f"On {counted(len(others), 'other question' if told else 'question')} the answers do not look like one "
            f"population: {listed(others, MOST_NAMED)}. See the predictive checks in the report."
        )


def predictive_checks(fit: Fit) -> Table:
    """Whether populations look like their voices."""
    rows = [
        (
            title_of(fit.study, check.question),
            "all" if check.group == ALL_GROUPS else group_title(check.group),
            check.voices,
            _points(check.departure),
            _points(check.bound),
            _verdict(check),
        )
        for check in questions_checked(fit)
    ]
    header = ("Question", "Group", "Answers", "Ranks depart by", "Allowed", "")
    return table("Predictive checks", _NOTE, header, rows, "checked")


def _points(share: float) -> str:
    return f"{100 * share:.0f} points"


def _verdict(check: PredictiveCheck) -> str:
    return "looks like its population" if check.passed else "does not look like one population"
