"""Where a widget writes: appended as `consilience add` does it, told in the same lines, taken back."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from consilience.notebook.widgets.kit import refused
from consilience.problems import Problem, StudyError, UnknownNameError
from consilience.study import Study
from consilience.study.naming import Fault, canonical_question
from consilience.study.writing.append import DEFAULT_FILE, Appended, append_cells, take_back, try_cells
from consilience.study.writing.remarks import told_of_row

# By the unit of a question: an estimate that can be said of any.
_SOMETHING = {None: "50%", "date": "2040"}


def text_of(said: Mapping[str, str]) -> str:
    """What is said in one text, by which a page tells whether it is what was saved."""
    return "\n".join(f"{question}: {estimate}" for question, estimate in said.items())


@dataclass
class Record:
    """Who speaks, about which study, and what was written of it so far.

    Parameters
    ----------
    study : Study
        As read from its folder.
    read : callable
        Reads the folder again.
    forecaster, group, source, note : str
        Cells of the row.
    file : str
        Name of the file in ``estimates/``.
    """

    study: Study
    read: Callable[[], Study]
    forecaster: str
    group: str = ""
    source: str = ""
    note: str = ""
    file: str = DEFAULT_FILE
    added: list[Appended] = field(default_factory=list, init=False)
    saves: list[dict[str, Any]] = field(default_factory=list, init=False)
    keeps_how: bool = field(default=True, init=False)

    def __post_init__(self) -> None:
        if not self.forecaster.strip():
            raise refused("it is not said who speaks", 'write forecaster="the person\'s name"', self.forecaster)
        if not (Path(self.study.path) / "study.toml").is_file():
            raise refused("the study has no folder to be written to", "read it with consilience.read_study")
        if self.study.day is not None and self.study.day < dt.date.today():
            why = f"the study is as of {self.study.day}, and what is said now was not known then"
            raise refused(why, "elicit on the study as it stands today")

    def about(self, question: str) -> str:
        """The question in its canonical spelling, if something can be said of it."""
        asked = self.study.question(question)
        if asked.fixed is not None:
            why = f"{asked.name} is {str(asked.fixed).lower()} by design, so that nothing is asked of it"
            raise refused(why, "name another question", question)
        about = canonical_question(question, self.study.questions)
        if isinstance(about, Fault):
            raise UnknownNameError(Problem(about.why, about.remedy, said=question, span=(0, len(question))))
        self._try(about, _SOMETHING.get(asked.unit, "1"))
        return about

    def _try(self, question: str, estimate: str) -> None:
        """Refuse now what saving would refuse whatever is said: a name, a group, a file, a study at fault."""
        try:
            try_cells(self.study.path, self._cells(question, estimate, "elicited"), file=self.file)
        except StudyError as error:
            if self.note or {problem.check for problem in error.problems} != {"columns"}:
                raise
            self.keeps_how = False
            try_cells(self.study.path, self._cells(question, estimate, ""), file=self.file)

    def save(self, said: Mapping[str, str], note: str) -> dict[str, Any]:
        """Append a row a question, all of them or none, and say what was written.

        Parameters
        ----------
        said : mapping of str to str
            Estimates by question.
        note : str
            How they were elicited.

        Returns
        -------
        dict
            ``text``, see :func:`text_of`; ``lines`` as `consilience add` prints them; how many ``rows`` there are.
        """
        before, how = list(self.added), note if self.keeps_how else ""
        try:
            for question, estimate in said.items():
                self.added.append(append_cells(self.study.path, self._cells(question, estimate, how), file=self.file))
        except BaseException:
            self._back_to(before)
            raise
        told = [told_of_row(self.study.path, row.file, row.line) for row in self.added[len(before) :]]
        # What concerns several of them is said once, behind all of them.
        lines = [*(lines[0] for lines in told), *(said for lines in told for said in lines[1:])]
        lost = [] if self.keeps_how else [f"{self.file} has no column note, so that how it was elicited is not kept."]
        self.saves.append({"text": text_of(said), "lines": list(dict.fromkeys([*lines, *lost])), "rows": len(said)})
        return self.saves[-1]

    def undo(self) -> dict[str, Any]:
        """Take back what was saved last, if the file is as it was left, and say what was saved before it."""
        if not self.saves:
            raise refused("nothing was written that could be taken back", "save something first")
        self._back_to(self.added[: len(self.added) - self.saves[-1]["rows"]])
        self.saves.pop()
        return self.saves[-1] if self.saves else {}

    def state(self, text: str) -> str:
        """Say whether what is said now is saved, and what was saved last."""
        if not self.saves:
            return "A draft: not saved."
        saved, lines = self.saves[-1]["text"], "\n".join(self.saves[-1]["lines"])
        return lines if saved == text else f"Changed since it was saved, and a draft. Saved was:\n{lines}"

    def _back_to(self, kept: list[Appended]) -> None:
        while len(self.added) > len(kept):
            take_back(self.study.path, self.added[-1])
            self.added.pop()

    def _cells(self, question: str, estimate: str, note: str) -> dict[str, str]:
        return {
            "question": question,
            "forecaster": self.forecaster,
            "date": str(dt.date.today()),
            "estimate": estimate,
            "group": self.group,
            "source": self.source,
            "note": "; ".join(part for part in (self.note, note) if part),
        }
