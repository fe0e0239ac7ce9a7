"""The answer in sentences: what a run, a page and a table say first."""

from consilience.inference.fit import Fit
from consilience.notation import canonical, counted, format_one_in, format_probability
from consilience.report.factor_figures import FEW
from consilience.report.figures import main_questions
from consilience.summaries import (
    SUMMARY_TITLES,
    after_evidence_frame,
    coherence_frame,
    consensus_frame,
    probability_below,
    voices_on,
)


def lead_sentences(fit: Fit) -> list[str]:
    """The study's headline summary of its main question, its threshold, and every prior that it declares.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    list of str
        Plain text.
    """
    study = fit.study
    question = main_questions(fit)[0]
    frame = consensus_frame(fit)
    row = frame.query("question == @question and group == 'all' and summary == @study.headline").iloc[0]
    answer = f"{SUMMARY_TITLES[study.headline].lower()} {row['label']}, {format_one_in(row['value'])}"
    voices = voices_on(fit, question).to_dict("records")
    if 0 < len(voices) <= FEW:
        sentences = [
            f"{row['question_title']}: the factors of {voice['forecaster']} ({voice['answered']} of {voice['needed']} "
            f"answered{', ' + voice['stated'] + ' stated' if voice['stated'] else ''}) imply {voice['label']}."
            for voice in voices
        ]
        others = f"With {counted(len(voices), 'voice')} what other forecasters think is mostly the model's prior"
        sentences.append(f"{others}: {answer}.")
    else:
        sentences = [f"{row['question_title']}: {answer}."]
    if study.threshold is not None:
        below = probability_below(fit, question, study.threshold, study.headline)
        sentences.append(f"It lies below {format_probability(study.threshold)} with probability {_share(below)}.")
    sentences += _of_factors(fit, question)
    fitted = {study.question(name).name for name in frame["question"]}
    sentences += [
        f"Assumed before anything was said, on {asked.title}: {canonical(asked.prior)}."
        for asked in study.questions.values()
        if asked.prior is not None and asked.name in fitted
    ]
    return sentences


def _of_factors(fit: Fit, question: str) -> list[str]:
    """What evidence makes of the answer, and which stated totals part from their speakers' factors."""
    if fit.model != "panel":
        return []
    after = after_evidence_frame(fit)
    updated = after[(after["question"] == question) & (after["group"] == "all")]
    headline = updated[updated["summary"] == fit.study.headline]
    name = SUMMARY_TITLES[fit.study.headline].lower()
    sentences = [
        f"All of this is before the evidence that the study declares; after it, {name} {label}."
        for label in headline["label"]
    ]
    coherence = coherence_frame(fit)
    sentences += [
        f"Of {row['title']}, {row['forecaster']} said {row['said']}{_on(row['date'])}: {row['gap_label']}."
        for row in coherence[coherence["flagged"]].to_dict("records")
    ]
    return sentences


def _on(date: str) -> str:
    return f" ({date})" if date else ""


def _share(of_draws: float) -> str:
    """A share of the draws as a probability: none or all of some thousand is no certainty."""
    if of_draws < 0.005:
        return "below 0.5%"
    return "above 99.5%" if of_draws > 0.995 else f"{of_draws:.0%}"
