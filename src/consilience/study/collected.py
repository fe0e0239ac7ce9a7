"""The questions and the statements of a study, which convert to tables."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, SupportsIndex, overload

from consilience.study.estimate import Estimate
from consilience.study.question import Question

if TYPE_CHECKING:
    import pandas as pd


class Questions(dict[str, Question]):
    """Questions by name, in the order of study.toml."""

    def to_frame(self) -> "pd.DataFrame":
        """The questions as a table.

        Returns
        -------
        pandas.DataFrame
            A row a question, indexed by its ``question`` name: ``title``, ``kind`` (``"event"``, ``"options"``,
            ``"quantity"``, or the rule of a gate), ``follows_from`` (the questions that it hangs on), ``options``,
            ``unit``, ``prior`` (as declared, an assumption) and ``description``. Missing texts are NaN.
        """
        import pandas as pd

        from consilience.notation import canonical

        rows = {
            name: (
                question.title,
                _kind(question),
                ", ".join(question.refers_to) or None,
                ", ".join(question.options) or None,
                question.unit,
                None if question.prior is None else canonical(question.prior),
                question.description,
            )
            for name, question in self.items()
        }
        columns = ["title", "kind", "follows_from", "options", "unit", "prior", "description"]
        frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns).astype("str")
        return frame.rename_axis("question")


class Estimates(tuple[Estimate, ...]):
    """Statements in their order."""

    # Which questions are no probabilities: what an open bound reaches to hangs on it.
    quantities: frozenset[str] = frozenset()

    @classmethod
    def of(cls, rows: Iterable[Estimate], quantities: Iterable[str] = ()) -> Self:
        """Statements of a study.

        Parameters
        ----------
        rows : iterable of Estimate
        quantities : iterable of str
            The study's questions that do not ask for a probability.

        Returns
        -------
        Estimates
        """
        made = cls(rows)
        made.quantities = frozenset(quantities)
        return made

    @overload
    def __getitem__(self, place: SupportsIndex) -> Estimate: ...
    @overload
    def __getitem__(self, place: slice) -> "Estimates": ...
    def __getitem__(self, place: SupportsIndex | slice) -> "Estimate | Estimates":
        found = tuple.__getitem__(self, place)
        return self.of(found, self.quantities) if isinstance(found, tuple) else found

    def to_frame(self) -> "pd.DataFrame":
        """The statements as a table.

        Returns
        -------
        pandas.DataFrame
            As :attr:`Study.estimates`, of these rows alone, without the columns on what stands and counts.
        """
        from consilience.study.estimates_table import estimates_table

        return estimates_table(self, (), (), self.quantities).drop(columns=["standing", "voice"])


def _kind(question: Question) -> str:
    if question.gate:
        return question.gate
    if question.options:
        return "options"
    return "event" if question.unit is None else "quantity"
