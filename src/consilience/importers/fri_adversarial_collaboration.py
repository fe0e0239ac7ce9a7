"""The Forecasting Research Institute's adversarial collaboration on AI risk: its forecasts become a study.

Rosenberg, Karger, Morris, Hickman, Hadshar, Jacobs and Tetlock (2024), *Roots of Disagreement on AI Risk*; forecasts in
``forecastingresearch/adversarial-collab``, ``FORECASTS.csv``.
"""

from collections.abc import Iterator, Sequence

from consilience.importers.crux_answers import OUTCOME, Answer, read_answers
from consilience.importers.kit import Asked, Found, Head, Options, Said, Source
from consilience.importers.kit.keys import slug
from consilience.problems import Problem

_SOURCE = "Rosenberg et al. (2024), Roots of Disagreement on AI Risk; forecastingresearch/adversarial-collab"
# The collaboration ran in April and May 2023 and was published on 11 March 2024; the file itself has no dates.
_DATE = "2023-05"
_TITLE = "AI and human extinction: the adversarial collaboration of the Forecasting Research Institute"
_DESCRIPTION = (
    "Made by 'consilience import fri-adversarial-collaboration'. The collaboration ran in April and May 2023 and was "
    "published on 11 March 2024; the forecasts carry no dates of their own, and are all dated by its last month. A "
    "crux is a question that resolves by 2030 and would move the credence in extinction; its exact wording is in the "
    "report. People changed their P(extinction) as they went: each value is there, once for a person, above the cruxes "
    "that it was said beside, and in the notes of their conditional estimates. The value said beside the most cruxes "
    "comes last, and is the one that stands."
)


def read_fri_adversarial_collaboration(sources: Sequence[Source], options: Options) -> Iterator[Found]:
    """Find P(extinction), P(crux) and P(extinction | crux) of each person and crux.

    Parameters
    ----------
    sources : sequence of Source
        CSV with the columns person, Camp, ID, PU, Pc, PUc, as published, or forecaster, camp, crux, p_extinction,
        p_crux, p_extinction_given_crux; fractions, empty or ``NA`` where nothing was said.
    options : Options

    Yields
    ------
    Found
        Numbers are written as percent without rounding; what is incoherent is written as said, and
        :func:`consilience.study.check_study` names it.

    Notes
    -----
    A study keeps one standing estimate of a person and question, and this file has up to three values of one person's
    P(extinction). They are written so that nothing is lost: in the order of a person's rows, a P(extinction) goes
    before the answers that it was said beside.
    """
    for source in sources:
        problems: list[Problem] = []
        answers = read_answers(source.text(), source.name, problems)
        yield from problems
        cruxes = {slug(answer.crux): answer.crux for answer in answers}
        yield Head(_TITLE, _DESCRIPTION, "2100-12-31", OUTCOME)
        yield Asked(OUTCOME, "AI causes human extinction by 2100", cruxes=tuple(cruxes), key=OUTCOME)
        for name, title in cruxes.items():
            yield Asked(name, title, key=name)
        for person in dict.fromkeys(answer.forecaster for answer in answers):
            yield from _said_by([answer for answer in answers if answer.forecaster == person], source.name)


def _said_by(answers: Sequence[Answer], file: str) -> Iterator[Said]:
    """Statements of one person, whose P(extinction) that was said beside the most cruxes comes last."""
    values = dict.fromkeys(answer.outcome for answer in answers)
    blocks = [[answer for answer in answers if answer.outcome == value] for value in values]
    for block in sorted(blocks, key=len):
        outcome = block[0].outcome
        if outcome is not None:
            cruxes = "1 crux" if len(block) == 1 else f"{len(block)} cruxes"
            yield _said(block[0], file, OUTCOME, outcome, f"said beside {cruxes} of {len(answers)}")
        for answer in block:
            name = slug(answer.crux)
            if answer.crux_true is not None:
                yield _said(answer, file, name, answer.crux_true)
            if answer.outcome_given is not None:
                beside = f"said beside P({OUTCOME}) = {outcome}" if outcome else ""
                yield _said(answer, file, OUTCOME, answer.outcome_given, beside, given=name)


def _said(answer: Answer, file: str, question: str, estimate: str, note: str = "", given: str = "") -> Said:
    return Said(
        question,
        answer.forecaster,
        _DATE,
        estimate,
        given=given,
        group=answer.camp,
        source=_SOURCE,
        note=note,
        file=file,
        line=answer.line,
    )
