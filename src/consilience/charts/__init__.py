"""Tidy frames drawn as Altair charts, in one look, and written as files that need no network.

A chart function takes frames that ``summaries`` makes and the words around them, and returns a chart; it
computes nothing but its layout. :data:`CHARTS` lists them.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from consilience.charts.altair_import import alt
from consilience.charts.export import FORMATS, Drawing, chart_svg, embed_html, figure_html, save_chart
from consilience.charts.groups import groups
from consilience.charts.layout import ChartError, ChartText
from consilience.charts.overview import overview
from consilience.charts.page import bundle, figure_css, starter
from consilience.charts.pools import pools
from consilience.charts.prior_posterior import prior_posterior
from consilience.charts.statements import statements
from consilience.charts.theme import Width, theme
from consilience.charts.typography import register_fonts

CHARTS: Mapping[str, Callable[..., alt.LayerChart]] = MappingProxyType(
    {
        "statements": statements,
        "groups": groups,
        "pools": pools,
        "prior_posterior": prior_posterior,
        "overview": overview,
    }
)


__all__ = [
    "CHARTS",
    "FORMATS",
    "ChartError",
    "ChartText",
    "Drawing",
    "Width",
    "bundle",
    "chart_svg",
    "embed_html",
    "figure_css",
    "figure_html",
    "groups",
    "overview",
    "pools",
    "prior_posterior",
    "register_fonts",
    "save_chart",
    "starter",
    "statements",
    "theme",
]
