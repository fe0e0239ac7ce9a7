"""Factor studies that lack one thing or have another, as invented fits: what a report must not stumble over."""

from collections.abc import Callable
from pathlib import Path

from consilience.api import CruxFit, FactorFit
from tests.builders.crux_fits import ROWS as CRUX_ROWS, TOML as CRUX_TOML, crux_fit, write_crux_study
from tests.builders.factor_fits import ROWS, TOML, panel_fit, write_panel_study
from tests.builders.hostile import HOSTILE, csv_text, toml_text

SECOND_TEST = """
[evidence.gauge]
title = "A gauge of the river"
on = "storm"
observed = "positive"
trials = 2
sensitivity = "60% [30%, 85%]"
false_positive_rate = "5%"
common_failure = "10%"
"""
# A question that nothing follows from and that follows from nothing, with a test.
ONE_FACTOR = f'title = "One"\noutcome = "storm"\nthreshold = "1%"\n\n[question.storm]\ntitle = "A storm"\n{SECOND_TEST}'
SURVEYS = "".join(
    f"{name},them,2025-01-15,n=20 median={median},,survey,s,\n"
    for name, median in {"storm": "40%", "breach": "10%", "loss | flood": "5%", "loss | not flood": "1%"}.items()
)

OPTIONS = '[question.first]\ntitle = "Who is first"\noptions = ["lab", "state"]\n'

# Two more who stated the total: with Ada and Cem enough people for a population.
TOTALS = "flood,bo,2025-01-16,4%,river,,a talk,\nflood,dee,2025-01-18,2%,coast,,a talk,\n"

ALL = ("tree", "waterfall", "factors", "coherence", "evidence_steps", "frontier", "tornado", "sensitivity")


def without(*left_out: str) -> tuple[str, ...]:
    return tuple(kind for kind in ALL if kind not in left_out)


def asking(outcome: str) -> str:
    return TOML.replace('outcome = "flood"', f'outcome = "{outcome}"')


# Whoever has no false positives makes certain.
SURE = TOML.replace('"negative"', '"positive"').replace('false_positive_rate = "5%"', 'false_positive_rate = "0%"')


def only(*speakers: str) -> str:
    return "".join(f"{row}\n" for row in ROWS.splitlines() if row.split(",")[1] in speakers)


# What a study says, and the charts that it has beside those of its single questions.
PANELS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "everything": (TOML, ROWS, ALL),
    "enough people": (TOML, ROWS + TOTALS, ALL),
    "no evidence": (TOML.partition("[evidence")[0], ROWS, without("evidence_steps", "frontier")),
    "no threshold": (TOML.replace('threshold = "1%"\n', ""), ROWS, without("frontier")),
    "no stated total": (
        TOML,
        "".join(f"{row}\n" for row in ROWS.splitlines() if not row.startswith("flood,")),
        without("coherence"),
    ),
    "one group": (TOML, ROWS.replace(",coast,", ",river,"), ALL),
    "no group": (TOML, ROWS.replace(",coast,", ",,").replace(",river,", ",,"), ALL),
    "one voice": (TOML, only("ada"), ALL),
    "surveys alone": (TOML, SURVEYS, without("factors", "coherence")),
    "outcome that any of its parts brings": (
        TOML.replace('"flood"\nthreshold', '"harm"\nthreshold'),
        ROWS,
        without("waterfall"),
    ),
    "outcome with parents": (asking("loss"), ROWS, without("waterfall")),
    "outcome that is a factor": (asking("storm"), ROWS, without("tree", "waterfall")),
    "no outcome": (TOML.replace('outcome = "flood"\n', ""), ROWS, ("tree", "factors", "coherence")),
    "outcome among options": (
        asking("first=lab").replace("[evidence.", f"{OPTIONS}\n[evidence."),
        ROWS + "first=lab,ada,2025-01-15,60%,river,,s,\nfirst=state,ada,2025-01-15,40%,river,,s,\n",
        without("tree", "waterfall"),
    ),
    "evidence that makes certain": (SURE, ROWS, ALL),
    "outcome that evidence makes certain": (SURE.replace('outcome = "flood"', 'outcome = "breach"'), ROWS, ALL),
    "tests of two factors": (TOML + SECOND_TEST, ROWS, without("frontier")),
    "a single factor": (ONE_FACTOR, "storm,ada,2025-01-15,50%,,,s,\n", ("factors", "evidence_steps", "frontier")),
}


def panel(name: str, folder: Path) -> FactorFit:
    """The invented fit of one of :data:`PANELS`."""
    toml, rows, _ = PANELS[name]
    return panel_fit(write_panel_study(folder / "town", toml, rows), draws=25)


def hostile_panel(folder: Path) -> FactorFit:
    """A panel whose every title, name, group, source and note would be mark-up if it were let."""
    toml, rows = TOML, ROWS
    titles = ["A flood in the town", "A storm comes", "The wall breaks", "The pumps fail", "The town is flooded"]
    titles += ["Lives are lost", "It stays dry", "Harm is done", "An inspection of the wall"]
    for place, title in enumerate(titles):
        said = list(HOSTILE.values())[place % len(HOSTILE)]
        toml = toml.replace(f'title = "{title}"', f"title = {toml_text(said)}")
    toml += f"note = {toml_text(HOSTILE['script'])}\n"
    names = {"ada": "tag", "bo": "script", "cem": "quote", "dee": "template", "a platform": "comment"}
    texts = names | {"river": "address", "coast": "tag", "a letter": "script", "a talk": "quote"}
    for word, which in texts.items():
        rows = rows.replace(f",{word},", f",{csv_text(HOSTILE[which])},")
    return panel_fit(write_panel_study(folder / "hostile", toml, rows), draws=25)


def hostile_cruxes(folder: Path) -> CruxFit:
    """Cruxes, camps and people of the same kind."""
    toml, rows = CRUX_TOML, CRUX_ROWS
    for title, which in {"Famine": "tag", "A famine": "script", "A new blight": "quote", "A war": "comment"}.items():
        toml = toml.replace(f'title = "{title}"', f"title = {toml_text(HOSTILE[which])}")
    texts = {"ada": "tag", "bo": "script", "cem": "quote", "dee": "template", "north": "address", "south": "comment"}
    for word, which in texts.items():
        rows = rows.replace(f",{word},", f",{csv_text(HOSTILE[which])},")
    return crux_fit(write_crux_study(folder / "hostile_cruxes", toml, rows), jitter=0.1)


CAMPS: dict[str, Callable[[str], str]] = {
    "two camps": lambda rows: rows,
    "one camp": lambda rows: rows.replace(",south,", ",north,"),
    "no camp": lambda rows: rows.replace(",south,", ",,").replace(",north,", ",,"),
    "one camp without a name": lambda rows: rows.replace(",south,", ",,"),
    "three camps": lambda rows: "".join(
        f"{row.replace(',south,', ',east,') if ',dee,' in row else row}\n" for row in rows.splitlines()
    ),
}


def cruxes(name: str, folder: Path) -> CruxFit:
    """The invented fit of one of :data:`CAMPS`."""
    return crux_fit(write_crux_study(folder / "famine", rows=CAMPS[name](CRUX_ROWS)), jitter=0.1)
