"""What a row is (a person, a survey, a base rate …) against how its estimate is written."""

from collections.abc import Iterator

from consilience.notation import BaseRate, Survey
from consilience.problems import Problem
from consilience.study.reading.estimates import Reading, at_row
from consilience.study.texts import lines, some_of


def kind_against_form(reading: Reading) -> Iterator[Problem]:
    """Find counts that are no base rate, base rates without counts, and summaries that no survey gave."""
    for row in reading.study.rows:
        is_rate, is_survey = isinstance(row.value, BaseRate), isinstance(row.value, Survey)
        if isinstance(row.value, BaseRate) and row.kind != "base_rate":
            why = f"events of trials are data, not the opinion of a {row.kind}"
            own = f"{row.value.events} in {row.value.trials}"
            yield at_row(row, why, f"set kind to base_rate, or write {own} if it is an opinion", said=row.said)
        elif row.kind == "base_rate" and not is_rate:
            why = "a base rate needs its counts: how often out of how many"
            yield at_row(row, why, "write, for example, 12 of 400", said=row.said)
        elif is_survey and row.kind not in ("survey", "aggregate"):
            why = f"a summary of many answers is not the estimate of a {row.kind}"
            yield at_row(row, why, "set kind to survey, or to aggregate for a platform's pool", said=row.said)


def uncounted_surveys(reading: Reading) -> Iterator[Problem]:
    """Find surveys without the number of respondents, which weigh as much as one person each."""
    for _, rows in reading.by_file():
        surveys = [row for row in rows if row.kind == "survey"]
        bare = [row for row in surveys if not isinstance(row.value, Survey) or row.value.n is None]
        if bare:
            where = lines(row.line for row in bare)
            # A survey is asked several questions, a row each.
            unsized, asked = ({row.speaker for row in rows} for rows in (bare, surveys))
            do, each = ("does", "it") if len(unsized) == 1 else ("do", "each")
            why = (
                f"{some_of(len(unsized), len(asked), 'survey')} {do} not say how many answered ({where}), "
                f"so {each} counts as one voice"
            )
            yield at_row(bare[0], why, "write, for example, n=88 median=5%", said=bare[0].said)
