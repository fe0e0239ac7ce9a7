"""Model output as forecasting hubs take it: quantiles, mean and median of each question."""

from collections.abc import Iterator

from scipy.special import expit

from consilience.exporters.content import Content
from consilience.exporters.leading import Leading, leading, unanswered
from consilience.sampling.fit import Fit

# Those that most hubs ask for.
LEVELS = (0.01, 0.025, *(place / 20 for place in range(1, 20)), 0.975, 0.99)
_COLUMNS = ["reference_date", "target_end_date", "target", "whose", "output_type", "output_type_id", "value"]
_NAME = "Hubs look for it as model-output/TEAM-MODEL/DATE-TEAM-MODEL.csv, with the task columns that theirs has."
_ABOUT = "Quantiles are of what is inferred of the probability; a hub that asks for the event takes the mean."


def hubverse_csv(fit: Fit) -> Content:
    """CSV with ``output_type`` quantile, mean and median; of a voice what it stated.

    Parameters
    ----------
    fit : Fit

    Returns
    -------
    Content
        The reference date is the day of the fit's last statement, the end date the study's horizon.
    """
    import pandas as pd

    study, found = fit.study, leading(fit)
    days = [row.date for row in study.weighed if row.date is not None]
    shared = {
        "reference_date": max(days).isoformat() if days else "",
        "target_end_date": study.horizon.isoformat() if study.horizon else "",
    }
    rows = [
        {**shared, "target": answer.question, "whose": answer.owner, **output}
        for answer in found
        for output in _outputs(answer)
    ]
    told = {row["target"] for row in rows}
    bare = tuple(answer for answer in found if answer.question in told)
    table = pd.DataFrame(rows, columns=_COLUMNS)
    data = table.to_csv(index=False, na_rep="NA", lineterminator="\n").encode()
    return Content(data, (_NAME, _ABOUT, *_without_quantile(found, bare), *unanswered(fit, found)))


def _outputs(answer: Leading) -> Iterator[dict[str, object]]:
    if answer.draws is not None:
        for level, value in zip(LEVELS, answer.at(LEVELS), strict=True):
            yield {"output_type": "quantile", "output_type_id": f"{level:g}", "value": value}
        yield {"output_type": "mean", "output_type_id": None, "value": float(expit(answer.draws).mean())}
        yield {"output_type": "median", "output_type_id": None, "value": answer.value}
        return
    for level, value in answer.quantiles:
        kind = "median" if level == 0.5 else "quantile"
        yield {"output_type": kind, "output_type_id": None if level == 0.5 else f"{level:g}", "value": value}


def _without_quantile(found: tuple[Leading, ...], told: tuple[Leading, ...]) -> tuple[str, ...]:
    missing = dict.fromkeys(answer.title for answer in found if answer not in told)
    if not missing:
        return ()
    return (f"Left out, since nothing that was said of it is a quantile: {', '.join(missing)}.",)
