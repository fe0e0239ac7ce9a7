"""From a fit to the tidy frames that charts and reports show."""

from consilience.frames.answers import SUMMARY_TITLES, after_evidence_frame, answers_frame, probability_below
from consilience.frames.comparison import comparison_frame
from consilience.frames.densities import density_frame
from consilience.frames.headline import Headline, few_note, headline_frame, headline_of
from consilience.frames.log_odds import axis_domain
from consilience.frames.pools import pools_frame
from consilience.frames.statements import statements_frame
from consilience.frames.titles import title_of
from consilience.models.cruxes.frames.views import (
    crux_frame,
    crux_people_frame,
    disagreement_frame,
    discrimination_frame,
    stated_cruxes,
)
from consilience.models.factors.frames.coherence import (
    bias_frame,
    coherence_frame,
    held_totals,
    options_frame,
    violations_frame,
)
from consilience.models.factors.frames.credences import factors_frame, implied_frame
from consilience.models.factors.frames.evidence import evidence_frame
from consilience.models.factors.frames.products import products_frame
from consilience.models.factors.frames.required import RequiredEvidence, required_evidence
from consilience.models.factors.frames.sensitivity import tornado_frame, value_of_information_frame
from consilience.models.factors.frames.stated import stated_coherence
from consilience.models.factors.frames.structures import distances_frame, pool_structures, structures_frame
from consilience.models.factors.frames.tree import tree_frames
from consilience.models.factors.frames.waterfall import waterfall_frame

__all__ = [
    "SUMMARY_TITLES",
    "Headline",
    "RequiredEvidence",
    "after_evidence_frame",
    "answers_frame",
    "axis_domain",
    "bias_frame",
    "coherence_frame",
    "comparison_frame",
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
