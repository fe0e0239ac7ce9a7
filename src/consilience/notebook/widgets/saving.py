"""What every widget has that writes estimates into a study: who is asked, saving, and undo."""

from collections.abc import Mapping
from typing import Any

from traitlets import Dict

from consilience.charts.drawing.theme import SOFT
from consilience.notebook.widgets.kit import Widget, refused
from consilience.notebook.widgets.picture import Picture
from consilience.notebook.widgets.record import Record, text_of
from consilience.study import Study


class Saving(Widget):
    """A widget whose estimates are appended to a study, and taken back."""

    about = Dict(help="Who is asked what.").tag(sync=True)
    reading = Dict(help="What was said, as it is read.").tag(sync=True)
    saved = Dict(help="What was saved last, and the lines that this printed.").tag(sync=True)

    def __init__(self, record: Record, about: Mapping[str, Any], **given: Any) -> None:
        self._record = record
        by = f"{record.forecaster} ({record.group})" if record.group else record.forecaster
        super().__init__(about={**about, "by": by}, **given)

    @property
    def study(self) -> Study:
        """The study as its folder has it now."""
        return self._record.read()

    def undo(self) -> None:
        """Take back what was saved last, if its file is as it was left.

        Raises
        ------
        StudyError
            If somebody changed the file since; it is then left alone.
        """
        self.saved = self._record.undo()
        self._keep_still()

    def _append(self, said: Mapping[str, str], note: str, shown: str | None = None) -> None:
        """Write estimates by question, all of them or none, unless they are written already."""
        if self.saved.get("text") == text_of(said):
            raise refused("this is written already", "change what is said, or undo it", shown)
        self.saved = self._record.save(said, note)
        self._keep_still()

    def _picture(self) -> Picture:
        """The head of a still, below which stands what was said."""
        picture = Picture()
        picture.text(self.about["title"], 14, bold=True)
        picture.text(self.about["by"], 11, colour=SOFT)
        picture.gap(10)
        return picture
