"""The answer in sentences: what a run, a page and a table say first."""

from collections.abc import Iterator

from consilience.frames import (
    SUMMARY_TITLES,
    Headline,
    after_evidence_frame,
    answers_frame,
    headline_of,
    headlined,
    probability_below,
    title_of,
)
from consilience.frames.other_priors import moved_by_priors
from consilience.frames.questions import main_questions
from consilience.frames.shares import by_people
from consilience.models.registry import model_of
from consilience.notation import brief, format_probability
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS

_OTHERS = "priors half or twice as wide would move"
_MOST_NAMED = 3


def lead_sentences(fit: Fit) -> list[str]:
    """Who leads on the main question and with what number, its threshold, and every prior that the study declares.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of str
        Plain text.
    """
    study = fit.study
    headline = headline_of(fit, main_questions(fit)[0])
    sentences = list(_answer(fit, headline))
    if headlined(fit, headline.question) != study.headline:
        sentences.append("The mean forecaster, whom the study headlines, is not told by published medians.")
    if study.threshold is not None:
        leading = headlined(fit, headline.question)
        below = probability_below(fit, headline.question, study.threshold, leading)
        it = f"The {SUMMARY_TITLES[leading].lower()}" if headline.leads == "population" else "What is inferred"
        sentences.append(f"{it} lies below {format_probability(study.threshold)} with probability {_share(below)}.")
    elsewhere = _moved_elsewhere(fit, headline)
    return [*sentences, *_after_evidence(fit, headline), *model_of(fit).remarks(fit), *elsewhere, *_assumed(fit)]


def _answer(fit: Fit, headline: Headline) -> Iterator[str]:
    number = headline.number
    if headline.leads == "population":
        own = f"; {headline.says}" if headline.few else ""
        moves = moved_by_priors(fit).get(headline.question)
        hangs = f"; {_OTHERS} its odds by up to {moves}" if moves else ""
        yield f"{headline.title}: {number}{own}{hangs}."
        if in_shares := by_people(fit, headline.question):
            yield f"Its groups count alike; each by its people, the median forecaster would be {in_shares}."
    else:
        yield f"{headline.title}: {headline.says}."
        yield f"{headline.inferred}: {number}.{headline.caveat}"


def _moved_elsewhere(fit: Fit, headline: Headline) -> Iterator[str]:
    """Other leading answers that hang on the prior."""
    moves = moved_by_priors(fit)
    others = [f"{title_of(fit.study, name)} {moves[name]}" for name in moves if name != headline.question]
    if others:
        left = len(others) - _MOST_NAMED
        more = f"; and of {left} more" if left > 0 else ""
        too = " too" if headline.question in moves else ""
        named = "; ".join(others[:_MOST_NAMED])
        yield f"{_OTHERS.capitalize()} the odds of other answers{too}, by up to: {named}{more}."


def _assumed(fit: Fit) -> Iterator[str]:
    """Every prior that the study declares; one that several questions share is said once."""
    fitted = {fit.study.question(name).name for name in answers_frame(fit)["question"]}
    declared: dict[str, list[str]] = {}
    for asked in fit.study.questions.values():
        if asked.prior is not None and asked.name in fitted:
            declared.setdefault(brief(asked.prior), []).append(asked.title)
    for prior, titles in declared.items():
        if len(titles) == 1:
            yield f"Assumed before anything was said, on “{titles[0]}”: {prior}."
        else:
            yield f"Assumed before anything was said, on each of {len(titles)} questions: {prior}. {'; '.join(titles)}."


def _after_evidence(fit: Fit, headline: Headline) -> Iterator[str]:
    """What the evidence that the study declares makes of the population's answer."""
    after = after_evidence_frame(fit)
    rows = after[(after["question"] == headline.question) & (after["group"] == ALL_GROUPS)]
    leading = headlined(fit, headline.question)
    for row in rows[rows["summary"] == leading].to_dict("records"):
        what = "All of this" if headline.leads == "population" else "What is inferred"
        name, below = SUMMARY_TITLES[leading].lower(), ""
        if (threshold := fit.study.threshold) is not None:
            share = probability_below(fit, headline.question, threshold, leading, after_evidence=True)
            below = f", below {format_probability(threshold)} with probability {_share(share)}"
        yield f"{what} is before the evidence that the study declares; after it, {name} {row['label']}{below}."


def _share(of_draws: float) -> str:
    """A share of the draws as a probability: none or all of some thousand is no certainty."""
    if of_draws <= 0.005:
        return "at most 0.5%"
    return "at least 99.5%" if of_draws >= 0.995 else f"{of_draws:.0%}"
