"""What study.toml may say, table by table. Imported only where it is read: pydantic is slow to load."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from consilience.study.encodings import known_encoding
from consilience.study.reading.dates import known_order
from consilience.study.study import Headline
from consilience.study.texts import is_control


def _visible(said: str) -> str:
    if any(is_control(character) and character not in "\n\r\t" for character in said):
        raise ValueError("should be text without invisible characters")
    return said


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(_visible)]
# Of what may be written with or without quotation marks.
NumberOrText = Annotated[Text, BeforeValidator(lambda said: repr(said) if type(said) in (int, float) else said)]
Names = Annotated[list[Text], Field(min_length=1)]
# Each parent more doubles the states that need an estimate.
Parents = Annotated[list[Text], Field(min_length=1, max_length=10)]


class Table(BaseModel):
    """A table of study.toml; the first example of each field is what a message shows as right."""

    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=False)


class StudyTable(Table):
    """The top level of study.toml, or its ``[study]``."""

    title: Text = Field(examples=['title = "Takeover by misaligned AI"'])
    description: Text | None = Field(None, examples=['description = "What counts, and who resolves it"'])
    horizon: dt.date | None = Field(None, examples=["horizon = 2100-12-31"])
    outcome: Text | None = Field(None, examples=['outcome = "takeover"'])
    headline: Headline = Field("median", examples=['headline = "median"'])
    threshold: Text | None = Field(None, examples=['threshold = "1%"'])
    lexicon: Text | None = Field(None, examples=['lexicon = "ICD-203"'])
    include_models: bool = Field(False, examples=["include_models = true"])
    timezone: Text = Field("UTC", examples=['timezone = "Europe/Berlin"'])


class AtLeast(Table):
    """``at_least = { k = 2, of = ["a", "b", "c"] }``."""

    k: int = Field(ge=1)
    of: Names


class QuestionTable(Table):
    """One ``[question.NAME]``."""

    title: Text | None = Field(None, examples=['title = "The attempt succeeds"'])
    description: Text | None = Field(None, examples=['description = "Resolves yes if …"'])
    given: dict[Text, bool] | None = Field(
        None, examples=['given = { capable = true, "first=lab" = false }'], min_length=1
    )
    parents: Parents | None = Field(None, examples=['parents = ["misaligned", "first=lab"]'])
    cruxes: Names | None = Field(None, examples=['cruxes = ["warning_shot", "pause"]'])
    all_of: Names | None = Field(None, examples=['all_of = ["capable", "attempts"]'])
    any_of: Names | None = Field(None, examples=['any_of = ["fire", "flood"]'])
    at_least: AtLeast | None = Field(None, examples=['at_least = { k = 2, of = ["a", "b", "c"] }'])
    noisy_or: Names | None = Field(None, examples=['noisy_or = ["rain", "breach"]'])
    noisy_and: Names | None = Field(None, examples=['noisy_and = ["funded", "staffed"]'])
    not_: Text | None = Field(None, alias="not", examples=['not = "aligned"'])
    fixed: bool | None = Field(None, examples=["fixed = true"])
    options: Names | None = Field(None, examples=['options = ["lab", "state", "nobody"]'])
    prior: Text | None = Field(None, examples=['prior = "10% [0.1%, 90%]"'])
    unit: Text | None = Field(None, examples=['unit = "GWh"'])


class EvidenceTable(Table):
    """One ``[evidence.NAME]``."""

    on: Text = Field(examples=['on = "attempts"'])
    observed: Text | None = Field(None, examples=['observed = "negative"'])
    trials: int = Field(1, ge=1, le=1_000_000_000, examples=["trials = 3"])
    positives: int | None = Field(None, ge=0, examples=["positives = 0"])
    sensitivity: Text | None = Field(None, examples=['sensitivity = "60% [30%, 85%]"'])
    false_positive_rate: Text | None = Field(None, examples=['false_positive_rate = "5%"'])
    likelihood_ratio: NumberOrText | None = Field(None, examples=["likelihood_ratio = 0.2"])
    common_failure: Text | None = Field(None, examples=['common_failure = "10%"'])
    title: Text | None = Field(None, examples=['title = "A probe for reward hacking"'])
    source: Text | None = Field(None, examples=['source = "https://example.org/paper"'])
    note: Text | None = Field(None, examples=['note = "Three model organisms, one lab"'])


class DialectTable(Table):
    """One ``[dialect."file.csv"]``."""

    delimiter: Literal[",", ";", "\t", "|"] = Field(",", examples=['delimiter = ";"'])
    decimal: Literal[".", ","] = Field(".", examples=['decimal = ","'])
    date: Annotated[str, AfterValidator(known_order)] = Field("iso", examples=['date = "day.month.year"'])
    scale: Literal["fraction", "percent"] | None = Field(None, examples=['scale = "percent"'])
    grid: Text | None = Field(None, examples=['grid = "1%"'])
    colon: Literal["odds", "chance"] | None = Field(None, examples=['colon = "chance"'])
    slash: Literal["chance", "price"] | None = Field(None, examples=['slash = "price"'])
    timezone: Text | None = Field(None, examples=['timezone = "Europe/Berlin"'])
    encoding: Annotated[str, AfterValidator(known_encoding)] | None = Field(
        None, examples=['encoding = "windows-1252"']
    )
