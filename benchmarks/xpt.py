"""The XPT public survey as a study: 482 respondents, eight questions, everything as they typed it.

The data lie beside the project, not in it (see ``../shared/data/README.md``).
"""

import csv
from pathlib import Path

SURVEY = Path(__file__).parents[2] / "shared/data/xpt_public_survey.csv"
_SOURCE = "XPT public survey, forecastingresearch/xpt-ijf-replication"


def write_public_survey(folder: Path, survey: Path = SURVEY, *, possible_only: bool = False) -> Path:
    """Write the survey as a study.

    Parameters
    ----------
    folder : Path
        Parent of the study folder.
    survey : Path
        The table of percentages, one column a question, one row a respondent.
    possible_only : bool
        Leave out answers above 100%.

    Returns
    -------
    Path
        The study.
    """
    study = folder / "xpt-public-survey"
    (study / "estimates").mkdir(parents=True)
    with survey.open(encoding="utf-8", newline="") as file:
        titles, *respondents = csv.reader(file)
    names = [title.lower().replace(" ", "_").replace("-", "_") for title in titles]
    questions = "\n".join(
        f'[question.{name}]\ntitle = "{title} by 2100"\n' for name, title in zip(names, titles, strict=True)
    )
    settings = f'title = "XPT public survey"\nhorizon = 2100-12-31\noutcome = "{names[-1]}"\n\n{questions}'
    (study / "study.toml").write_text(settings, "utf-8")
    with (study / "estimates/respondents.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["question", "forecaster", "date", "estimate", "group", "source"])
        for number, answers in enumerate(respondents, start=1):
            for name, answer in zip(names, answers, strict=True):
                if answer and not (possible_only and float(answer) > 100):
                    said = f"{answer.removesuffix('.0')}%"
                    writer.writerow([name, f"respondent {number}", "2022-10", said, "public", _SOURCE])
    return study


def impossible_answers(survey: Path = SURVEY) -> int:
    """How many answers exceed 100%."""
    with survey.open(encoding="utf-8", newline="") as file:
        _, *respondents = csv.reader(file)
    return sum(float(answer) > 100 for answers in respondents for answer in answers if answer)
