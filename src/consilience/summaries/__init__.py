"""From a fit to the tidy frames that charts and reports show."""

from consilience.summaries.axis import axis_domain
from consilience.summaries.burden import RequiredEvidence, required_evidence
from consilience.summaries.coherence import (
    bias_frame,
    coherence_frame,
    held_totals,
    options_frame,
    violations_frame,
)
from consilience.summaries.compare import comparison_frame
from consilience.summaries.consensus import (
    SUMMARY_TITLES,
    after_evidence_frame,
    consensus_frame,
    probability_below,
    title_of,
)
from consilience.summaries.cruxes import (
    crux_frame,
    crux_people_frame,
    disagreement_frame,
    discrimination_frame,
    stated_cruxes,
)
from consilience.summaries.density import density_frame
from consilience.summaries.evidence import evidence_frame
from consilience.summaries.factors import factors_frame, implied_frame
from consilience.summaries.headline import Headline, few_note, headline_frame, headline_of
from consilience.summaries.pools import pools_frame
from consilience.summaries.products import products_frame
from consilience.summaries.sensitivity import tornado_frame, value_of_information_frame
from consilience.summaries.stated import stated_coherence
from consilience.summaries.statements import statements_frame
from consilience.summaries.structures import distances_frame, pool_structures, structures_frame
from consilience.summaries.tree import tree_frames
from consilience.summaries.waterfall import waterfall_frame

__all__ = [
    "SUMMARY_TITLES",
    "Headline",
    "RequiredEvidence",
    "after_evidence_frame",
    "axis_domain",
    "bias_frame",
    "coherence_frame",
    "comparison_frame",
    "consensus_frame",
    "crux_frame",
    "crux_people_frame",
    "density_frame",
    "disagreement_frame",
    "discrimination_frame",
    "distances_frame",
    "evidence_frame",
    "factors_frame",
    "few_note",
    "headline_frame",
    "headline_of",
    "held_totals",
    "implied_frame",
    "options_frame",
    "pool_structures",
    "pools_frame",
    "probability_below",
    "products_frame",
    "required_evidence",
    "stated_coherence",
    "stated_cruxes",
    "statements_frame",
    "structures_frame",
    "title_of",
    "tornado_frame",
    "tree_frames",
    "value_of_information_frame",
    "violations_frame",
    "waterfall_frame",
]
