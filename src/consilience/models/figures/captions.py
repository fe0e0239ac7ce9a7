"""The words around the charts that every fit has: true of the rows that are drawn, and saying whose each number is."""

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from consilience.charts.drawing.layout import ChartText
from consilience.frames import Headline, headline_of, headlined
from consilience.frames.medians import in_grey, read_out
from consilience.frames.pools import CERTAIN
from consilience.frames.shares import by_people
from consilience.frames.voices import speakers_counted
from consilience.models.tables import NO_GROUP
from consilience.notation import counted
from consilience.sampling.fit import Fit
from consilience.study import ALL_GROUPS
from consilience.study.naming import name_of

if TYPE_CHECKING:
    import pandas as pd

SPREAD_SAYS = "×÷: the factor in odds by which its forecasters typically differ from that median, with its 90% interval"
THEIR_OWN = "The voices' own numbers are the answer"


def statements_words(
    fit: Fit, question: str, title: str, median: "pd.Series", thinned: str, chosen: int | None, whole: int
) -> ChartText:
    """The words around a picture of all that was said of a question.

    Parameters
    ----------
    fit : Fit
    question, title : str
    median : pandas.Series
        The row of the answers that is drawn behind.
    thinned : str
        What has to be said where there are too many to be drawn.
    chosen : int or None
        How many somebody chose to have drawn.
    whole : int
        How many there are.

    Returns
    -------
    ChartText
    """
    said = speakers_counted(row for row in fit.study.weighed if row.question == question)
    said = said[:1].upper() + said[1:] if said else counted(whole, "statement")
    if chosen is not None:
        said = f"{chosen} of {counted(whole, 'statement')}"
    headline = headline_of(fit, question)
    inferred = f", inferred from {headline.heard}" if headline.heard else ""
    return ChartText(
        title=title,
        subtitle=f"{median['question_title']}. {said}, as said{thinned}",
        source=source_of(fit, question),
        description=(
            f"{said} on: {median['question_title']}. On a log-odds axis; behind them the median forecaster "
            f"{median['label']} (90% interval){inferred}{thinned}."
        ),
    )


def groups_words(fit: Fit, question: str, rows: "pd.DataFrame", drawn: "pd.DataFrame") -> ChartText:
    """The words around a picture of the consensus of each group.

    Parameters
    ----------
    fit : Fit
    question : str
    rows, drawn : pandas.DataFrame
        Of :func:`consilience.frames.medians.group_medians_frame`, all and those that are drawn, with each group as it
        is named.

    Returns
    -------
    ChartText
    """
    headline = headline_of(fit, question)
    in_shares = by_people(fit, question) if ALL_GROUPS in set(drawn["group"]) else ""
    alike = f"; in “all” they count alike, and by their people it would be {in_shares}" if in_shares else ""
    spread = f"; {SPREAD_SAYS}" if drawn["detail"].str.contains("spread ×÷").any() else ""
    says = f"{rows['question_title'].iloc[0]}. Median forecaster of each group{in_grey(drawn)}{alike}{spread}"
    across = _across_groups(rows, drawn, headline)
    # A what-if has a number.
    inferred = (drawn[drawn["group"] != ALL_GROUPS]["leads"] == "population").any()
    return ChartText(
        title=what_if(headline, across) if inferred else leading(headline, across),
        subtitle=labelled(headline, says),
        source=source_of(fit, question),
        description=f"Median forecaster by group, 90% interval: {read_out(drawn, 'group')}.",
    )


def _across_groups(rows: "pd.DataFrame", drawn: "pd.DataFrame", headline: Headline) -> str:
    """The median forecasters of the drawn groups of which three people or more answered, in a title."""
    heard = {voice.group or NO_GROUP for voice in headline.voices}
    answered = drawn[drawn["group"].isin(heard)]
    found = answered[answered["leads"] == "population"].sort_values("value")
    if rows["group"].nunique() == 1:
        return "All statements come from one group"
    if len(found) > 1:
        first, last = found.iloc[0], found.iloc[-1]
        if number_of(first) == number_of(last):
            # What is drawn and told alike are those of many people; of a silent or small group it says nothing.
            return f"{number_of(first)} in {', '.join(found['group'].iloc[:-1])} and {last['group']} alike"
        return f"From {number_of(first)} ({first['group']}) to {number_of(last)} ({last['group']})"
    if len(found) == 1:
        only = f"{number_of(found.iloc[0])} ({found['group'].iloc[0]})"
        others = rows[rows["group"].isin(heard - set(found["group"]))]
        if others.empty:
            return f"{only}, the one group that has answered"
        # What is not drawn has spoken as well: nothing that would be untrue of it.
        if (others["leads"] == "population").any():
            return only
        if others["few"].all():
            return f"{only}; of no other group are three people known to have answered"
        return f"{only}; of every other group the voices' own numbers are the answer"
    if len(answered):
        alike = (rows[rows["group"].isin(heard)]["leads"] == "voices").all()
        which = "the group" if len(answered) == 1 else "each group" if alike else "each of these"
        few = "Under three people are known to have answered"
        return f"{few if answered['few'].all() else THEIR_OWN} in {which}"
    over_all = drawn[(drawn["group"] == ALL_GROUPS) & (drawn["leads"] == "population")]
    if not rows["group"].isin(heard).any():
        return "No group has answered"
    return f"{number_of(over_all.iloc[0])} over all groups" if len(over_all) else "None of these has answered"


def pools_words(fit: Fit, question: str, whole: int, drawn: "pd.DataFrame") -> ChartText:
    """The words around a picture of pools.

    Parameters
    ----------
    fit : Fit
    question : str
    whole : int
        How many there are to draw.
    drawn : pandas.DataFrame
        Those that are.

    Returns
    -------
    ChartText
    """
    said = "; ".join(
        f"{row['method_title']} {row['label'] if np.isfinite(row['value']) else row['note']}"
        + (f", {row['bounded']}" if row["bounded"] else "")
        for row in drawn.to_dict("records")
    )
    without = "".join(f". Left out of the pools: {who}" for who in dict.fromkeys(drawn["without"]) if who)
    if drawn["certain"].any():
        without = f". {CERTAIN}{without}"
    without += "".join(f". {said}" for said in dict.fromkeys(drawn["surveys"]) if said)
    return ChartText(
        title=leading(headline_of(fit, question), _between_pools(drawn, whole)),
        subtitle=f"{drawn['question_title'].iloc[0]}. Pools, and the consensus with 90% intervals{without}",
        source=source_of(fit, question),
        description=f"Pools side by side: {said}{without}.",
    )


def _between_pools(drawn: "pd.DataFrame", whole: int) -> str:
    # The consensus differs from a pool by its prior and its population as well: it is no end of a choice of pool.
    pools = drawn[drawn["family"] == "pool"]
    rows = drawn if pools.empty else pools
    values = rows.dropna(subset="value").sort_values("value")
    if values.empty:
        return f"No answer of {counted(len(rows), 'pool')}: each says why"
    first, last = number_of(values.iloc[0]), number_of(values.iloc[-1])
    if len(values) == 1:
        return f"{values['method_title'].iloc[0]}: {first}"
    if first == last:
        return f"Each of {len(values)} says {first}"
    if first.endswith("%") != last.endswith("%"):
        # A bare fraction beside a percentage would be taken for one.
        first, last = (f"{value:.2g}".replace("e-0", "e-") for value in values["value"].iloc[[0, -1]])
    choice = "choice of pool" if len(drawn) == whole else "choice among these"
    return f"The {choice} moves the answer from {first} to {last}"


def overview_words(fit: Fit, drawn: "pd.DataFrame") -> ChartText:
    """The words around a picture of many questions.

    Parameters
    ----------
    fit : Fit
    drawn : pandas.DataFrame
        Those rows of :func:`consilience.frames.medians.medians_frame` that are drawn.

    Returns
    -------
    ChartText
    """
    led = drawn[drawn["leads"] == "population"].sort_values("value")
    on = _on_what(fit, led)
    if led.empty:
        # A survey of unstated size may be many people, and of records alone nobody has answered.
        heard = any(headline_of(fit, str(question)).voices for question in drawn["question"])
        who = "Under three known people on each of" if drawn["few"].all() else f"{THEIR_OWN} on each of"
        title = f"{who if heard else 'No voice on any of'} {_on_what(fit, drawn)}"
    else:
        title = f"From {number_of(led.iloc[0])} to {number_of(led.iloc[-1])} across {on}"
        if len(led) > 1 and number_of(led.iloc[0]) == number_of(led.iloc[-1]):
            title = f"{number_of(led.iloc[0])} on each of {on}"
        if len(led) == 1:
            title = f"{number_of(led.iloc[0])} on {on}"
        if len(led) < len(drawn):
            few = drawn[drawn["leads"] == "voices"]["few"].all()
            title += " with three people or more" if few else f"; {lower(THEIR_OWN)} on the others"
        title += _between_camps(fit, led)
    return ChartText(
        title=title,
        subtitle=f"{fit.study.title}. Median forecaster with 50% and 90% intervals{in_grey(drawn)}",
        source=source_of(fit, None),
        description=f"Median forecaster on each question: {read_out(drawn, 'question_title')}.",
    )


def _between_camps(fit: Fit, led: "pd.DataFrame") -> str:
    """Which of the numbers in a title lie between two camps: each row says where these are."""
    camps = sum(headline_of(fit, str(question)).camps is not None for question in led["question"])
    # The mean or another summary may lead, and a row is of the median.
    if not camps or fit.study.headline != "median":
        return ""
    return ", between two camps" if len(led) == 1 else f"; {camps} of {len(led)} between two camps of voices"


def _on_what(fit: Fit, rows: "pd.DataFrame") -> str:
    """What rows are about, counted: options are several answers to one question."""
    names = [str(name) for name in rows["question"]]
    # Of one question, in one state: what stands before the option and behind it.
    asked = dict.fromkeys((name_of(name), name.partition("|")[2]) for name in names)
    if len(asked) == len(names):
        return counted(len(names), "question")
    if len(asked) == 1:
        return f"{counted(len(names), 'option')} of “{fit.study.question(names[0]).title}”"
    return f"{counted(len(names), 'answer')} to {counted(len(asked), 'question')}"


def source_of(fit: Fit, question: str | None) -> str:
    """Where the statements on a question, or all of them, come from."""
    rows = [row for row in fit.study.standing if question is None or row.question == question]
    # An answer that follows from others comes from what was said of these.
    rows = rows or list(fit.study.standing)
    sources = {row.source for row in rows if row.source}
    said = counted(len(rows), "statement")
    found = f" from {counted(len(sources), 'source')}, listed in the study" if sources else ""
    dated = [row for row in rows if row.date is not None]
    until = f"; the latest of {max(dated, key=lambda row: row.moment).when}" if dated else ""
    return f"Study {fit.study.name}: {said}{found}{until}. consilience"


def told_beside_median(fit: Fit, headline: Headline, median: str) -> str:
    """The population's answer in a title, beside a picture of the median forecaster."""
    # Nobody said it, and of records alone there is no forecaster: it is inferred, and from whom is told with it.
    found = f"{headline.answer[:1].upper()}{headline.answer[1:]}{headline.between}"
    if headlined(fit, headline.question) != "median":
        found += f"; median forecaster {median}"
    return f"{found}, inferred from {headline.heard}" if headline.heard else found


def leading(headline: Headline, of_population: str) -> str:
    """A title: what the voices said where they lead, else what it says of the population."""
    return of_population if headline.leads == "population" else headline.opening


def what_if(headline: Headline, of_population: str) -> str:
    """A title of a picture of the population: where voices lead what they said, and the population's as a what-if."""
    if headline.leads == "population":
        return of_population
    return f"{headline.opening}. {headline.what_if}: {lower(of_population)}"


def labelled(headline: Headline, of_population: str) -> str:
    """What is said of the population, labelled as inferred where it does not lead."""
    return of_population if headline.leads == "population" else f"{headline.inferred}. {of_population}"


def number_of(row: "Mapping[Hashable, Any] | pd.Series") -> str:
    """A number as its label has it, without its interval."""
    return str(row["label"]).partition(" [")[0]


def lower(text: str) -> str:
    """A text to go on a sentence."""
    return text[:1].lower() + text[1:]


def evenly(voices: "pd.DataFrame", by: str, most: int) -> tuple["pd.DataFrame", str]:
    """Every so many of many voices, in the order in which they are drawn, and the words that say so."""
    step = -(-len(voices) // most)
    if step <= 1:
        return voices, ""
    return voices.sort_values(by).iloc[step // 2 :: step], f"; 1 in {step} of them is drawn, evenly spread"
