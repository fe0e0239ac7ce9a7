"""One number a question, as Metaculus takes forecasts."""

from math import isnan

from consilience.exporters.content import Content
from consilience.exporters.leading import Leading, leading, unanswered
from consilience.notation import format_probability
from consilience.sampling.fit import Fit

# What the platform's slider goes to.
FLOOR, CEILING = 0.001, 0.999
_COLUMNS = ["question", "title", "whose", "probability_yes", "before_clipping", "note"]


def metaculus_csv(fit: Fit) -> Content:
    """CSV of probabilities, within the platform's 0.1% to 99.9%, each with what it was before.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    Content
        With a remark where anything was clipped. What is no single number is left out.
    """
    import pandas as pd

    found = leading(fit)
    numbers = [answer for answer in found if not isnan(answer.number)]
    rows = [
        {
            "question": answer.question,
            "title": answer.title,
            "whose": answer.owner,
            "probability_yes": _clipped(answer),
            "before_clipping": answer.number,
            "note": _note(answer),
        }
        for answer in numbers
    ]
    clipped = sum(row["probability_yes"] != row["before_clipping"] for row in rows)
    remarks = [f"{clipped} of {len(rows)} clipped to what Metaculus takes, 0.1% to 99.9%."] if clipped else []
    if missing := dict.fromkeys(answer.title for answer in found if isnan(answer.number)):
        remarks.append(f"Left out, since it was answered by bounds alone: {', '.join(missing)}.")
    data = pd.DataFrame(rows, columns=_COLUMNS).to_csv(index=False, lineterminator="\n").encode()
    return Content(data, (*remarks, *unanswered(fit, found)))


def _clipped(answer: Leading) -> float:
    return min(max(answer.number, FLOOR), CEILING)


def _note(answer: Leading) -> str:
    notes = [f"the middle in log odds of {answer.said}"] if isnan(answer.value) and answer.said else []
    if _clipped(answer) != answer.number:
        notes.append(f"clipped from {format_probability(answer.number)}: the platform takes 0.1% to 99.9%")
    return "; ".join(notes)
