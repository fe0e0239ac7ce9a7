"""Tidy frames drawn as Altair charts, in one look, and written as files that need no network.

A chart function takes frames that ``summaries`` makes and the words around them, and returns a chart; it
computes nothing but its layout. :data:`CHARTS` lists them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

# Before whatever imports Altair itself.
from consilience.charts.drawing.altair_import import alt  # isort: split

from consilience.charts.coherence import coherence
from consilience.charts.comparison import comparison
from consilience.charts.crux_map import crux_map
from consilience.charts.drawing.conversion import register_fonts
from consilience.charts.drawing.drawn import OFFERS
from consilience.charts.drawing.export import FORMATS, Drawing, figure_html, format_of, save_chart
from consilience.charts.drawing.layout import ChartError, ChartText
from consilience.charts.drawing.options import ChartChoices, ChartOptionError, ChartOptions
from consilience.charts.drawing.page import bundle, figure_css, starter
from consilience.charts.drawing.theme import Width, theme
from consilience.charts.evidence_steps import evidence_steps
from consilience.charts.factors import factors
from consilience.charts.frontier import frontier
from consilience.charts.groups import groups
from consilience.charts.history import history
from consilience.charts.moved import moved
from consilience.charts.overview import overview
from consilience.charts.pools import pools
from consilience.charts.predictive import predictive
from consilience.charts.prior_posterior import prior_posterior
from consilience.charts.sensitivity import sensitivity
from consilience.charts.statements import statements
from consilience.charts.tornado import tornado
from consilience.charts.tree import tree
from consilience.charts.waterfall import waterfall

CHARTS: Mapping[str, Callable[..., alt.LayerChart]] = MappingProxyType(
    {
        "statements": statements,
        "groups": groups,
        "pools": pools,
        "prior_posterior": prior_posterior,
        "predictive": predictive,
        "overview": overview,
        "tree": tree,
        "waterfall": waterfall,
        "factors": factors,
        "coherence": coherence,
        "evidence_steps": evidence_steps,
        "frontier": frontier,
        "tornado": tornado,
        "sensitivity": sensitivity,
        "crux_map": crux_map,
        "moved": moved,
        "history": history,
        "comparison": comparison,
    }
)


__all__ = [
    "CHARTS",
    "FORMATS",
    "OFFERS",
    "ChartChoices",
    "ChartError",
    "ChartOptionError",
    "ChartOptions",
    "ChartText",
    "Drawing",
    "Width",
    "bundle",
    "coherence",
    "comparison",
    "crux_map",
    "evidence_steps",
    "factors",
    "figure_css",
    "figure_html",
    "format_of",
    "frontier",
    "groups",
    "history",
    "moved",
    "overview",
    "pools",
    "predictive",
    "prior_posterior",
    "register_fonts",
    "save_chart",
    "sensitivity",
    "starter",
    "statements",
    "theme",
    "tornado",
    "tree",
    "waterfall",
]
