"""The figures of a study of cruxes: what each camp would learn from each of them."""

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Unpack

from consilience.charts.drawing.layout import ChartText
from consilience.charts.drawing.options import ChartChoices, takes_options
from consilience.charts.figure import Figure
from consilience.frames.ranking import foremost
from consilience.models.cruxes.frames.views import crux_frame
from consilience.models.figures import StudyFigures
from consilience.models.tables import NO_GROUP

if TYPE_CHECKING:
    import pandas as pd

# Camps that a map can hold.
MOST_CAMPS = 5


class CruxFigures(StudyFigures):
    """The charts of a study of cruxes, each drawn when it is asked for."""

    def own(self) -> Mapping[str, Callable[..., Figure]]:
        """The map of cruxes, where there are not too many camps for it."""
        camps = len(set(self.fit.posterior["forecaster_group"].values))
        return {"crux_map": self.crux_map} if camps <= MOST_CAMPS else {}

    @takes_options
    def crux_map(self, **options: Unpack[ChartChoices]) -> Figure:
        """How much each camp would learn from every crux."""
        from consilience.charts import crux_map

        frame = crux_frame(self.fit)
        camps = list(frame.groupby("camp", sort=False))
        unnamed = "all" if len(camps) == 1 else NO_GROUP

        def words(drawn: "pd.DataFrame") -> ChartText:
            shown = set(drawn["title"])
            said = "; ".join(f"{str(camp) or unnamed}: {_learns_most(rows, shown)}" for camp, rows in camps)
            return ChartText(
                title="What each camp would learn the most from",
                subtitle=said,
                source=self._source(None),
                description=f"Value of information by crux and camp, greatest for {said}.",
            )

        return self._figure("crux_map", None, words, partial(crux_map, frame), options)


def _learns_most(rows: "pd.DataFrame", shown: Collection[str]) -> str:
    """The cruxes from which a camp would learn most, by name where the picture shows them."""
    first = foremost(rows["title"].tolist(), rows["first"].tolist())
    named = [title for title in first if title in shown]
    return " or ".join([*named, *(["another"] if len(named) < len(first) else [])]) or "not certain which"
