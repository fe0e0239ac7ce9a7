"""Tables of study.toml held against the schema; what does not fit becomes problems with lines."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from consilience.notation import Lexicon, Value, parse
from consilience.problems import NotationError, Problem
from consilience.study.reading.toml_lines import Keys, TomlLines
from consilience.study.texts import excerpt, presentable, quoted, remedy_for_name

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

TABLES = ("study", "question", "evidence", "dialect")

_MEANT = {
    "string_type": "text in quotation marks",
    "string_too_short": "text, not empty",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "date_type": "a date without quotation marks",
    "list_type": "a list in [ ]",
    "dict_type": "a table in { }",
    "model_type": "a table",
    "too_short": "filled in, not empty",
    "too_long": "10 names or fewer, as every state of them needs an estimate",
}

# What people write in [question.NAME], and where it goes.
_ELSEWHERE = {
    "gate": 'name the gate itself: all_of = ["a", "b"], any_of, at_least, not, noisy_or or noisy_and',
    "leak": 'declare noisy_or = ["a", "b"], and state the leak in a row of "{name} | none"',
    "strength": 'declare noisy_or = ["a", "b"], and state strengths in rows such as "{name} | a alone"',
}
_ELSEWHERE["strengths"] = _ELSEWHERE["strength"]


@dataclass
class TableReader:
    """Reads tables of one study.toml and gathers what is wrong with them.

    Parameters
    ----------
    file : str
        Path of study.toml as shown.
    lines : TomlLines
        Where its tables and keys stand.
    problems : list of Problem
        Grows as tables are read.
    lexicon : Lexicon, optional
        For elicited texts in words.
    """

    file: str
    lines: TomlLines
    problems: list[Problem] = field(default_factory=list)
    lexicon: Lexicon | None = None

    def fault(self, keys: Keys, why: str, remedy: str, check: str = "settings") -> None:
        """Add a problem at the line of a key."""
        line, said = self.lines.at(keys), excerpt(self.lines.said(keys))
        problem = Problem(why, remedy, file=self.file, line=line, said=said or None, check=check)
        # Of a list, each entry may be at fault, and one line is said of all.
        if problem not in self.problems:
            self.problems.append(problem)

    def read[T: BaseModel](
        self, schema: type[T], table: object, keys: Keys, defaults: Mapping[str, object] | None = None
    ) -> T | None:
        """Read one table; keys at fault are reported, left out, and the rest is read.

        Parameters
        ----------
        schema : type of pydantic model
            What the table may say.
        table : object
            As parsed.
        keys : tuple of str
            Where it stands: ``("question", "takeover")``.
        defaults : mapping of str to object, optional
            What to go on with in place of required keys that are missing or at fault.

        Returns
        -------
        pydantic model or None
            ``None`` where a required key is missing or at fault.
        """
        from pydantic import ValidationError

        try:
            return schema.model_validate(table)
        except ValidationError as error:
            details = error.errors(include_url=False)
        for detail in details:
            self._report(schema, detail, keys)
        if not isinstance(table, Mapping):
            return None
        faulty = {detail["loc"][0] for detail in details}
        sound = {key: value for key, value in table.items() if key not in faulty}
        try:
            return schema.model_validate({**(defaults or {}), **sound})
        except ValidationError:
            return None

    def value(self, text: str, keys: Keys, unit: str | None = None) -> Value | None:
        """Read an elicited text, such as a prior, in the notation."""
        try:
            return parse(text, unit=unit, lexicon=self.lexicon)
        except NotationError as error:
            line = self.lines.at(keys)
            problem = replace(error.problem, file=self.file, line=line, check="settings")
            self.problems.append(presentable(problem))
            return None

    def _report(self, schema: "type[BaseModel]", detail: "ErrorDetails", keys: Keys) -> None:
        from consilience.study.reading.schema import StudyTable

        places = tuple(str(part) for part in detail["loc"] if isinstance(part, str) and part != "[key]")
        path, table = (*keys, *places), ".".join(keys)
        known = {info.alias or name: info for name, info in schema.model_fields.items()}
        top = places[0] if places else ""
        examples = known[top].examples if top in known else None
        example = examples[0] if examples else ""
        if detail["type"] == "extra_forbidden" and len(places) == 1:
            remedy = remedy_for_name(top, (*known, *(() if keys else TABLES)), "keys")
            if top in StudyTable.model_fields:
                remedy = f"move the line above the first [table], or under [study]: it is not a key of [{table}]"
            if keys[:1] == ("question",) and top in _ELSEWHERE:
                remedy = _ELSEWHERE[top].format(name=keys[-1])
            self.fault(path, f"unknown key {quoted(top)}", remedy)
        elif detail["type"] == "missing":
            self.fault(path, f"{f'[{table}]' if table else 'the study'} lacks {quoted(places[-1])}", f"add {example}")
        else:
            meant = _MEANT.get(detail["type"]) or _lowered(detail["msg"])
            remedy = f"write, for example, {example}" if example else f"write a table such as [{table}] with its keys"
            if detail["type"] == "too_long":
                remedy = "leave some out, or write noisy_or in place of parents where each makes it likelier by itself"
            self.fault(path, f"{quoted('.'.join(places) or table)} should be {meant}", remedy)


def _lowered(message: str) -> str:
    for start in ("Input should be ", "Value error, should be ", "Value error, "):
        message = message.removeprefix(start)
    return message[:1].lower() + message[1:]
