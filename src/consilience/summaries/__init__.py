"""From a fit to the tidy frames that charts and reports show."""

from consilience.summaries.axis import axis_domain
from consilience.summaries.compare import comparison_frame
from consilience.summaries.consensus import SUMMARY_TITLES, consensus_frame, headline_frame, probability_below
from consilience.summaries.density import density_frame
from consilience.summaries.pools import pools_frame
from consilience.summaries.statements import statements_frame

__all__ = [
    "SUMMARY_TITLES",
    "axis_domain",
    "comparison_frame",
    "consensus_frame",
    "density_frame",
    "headline_frame",
    "pools_frame",
    "probability_below",
    "statements_frame",
]
