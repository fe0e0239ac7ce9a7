"""The tidy frames that all models share: what charts and reports show of a fit."""

from consilience.frames.answers import (
    SUMMARY_TITLES,
    UNTOLD,
    after_evidence_frame,
    answers_frame,
    headlined,
    probability_below,
)
from consilience.frames.comparison import comparison_frame
from consilience.frames.contradictions import contradictions_frame
from consilience.frames.densities import density_frame
from consilience.frames.headline import Headline, few_note, headline_frame, headline_of, told_frame
from consilience.frames.log_odds import axis_domain
from consilience.frames.pools import pools_frame
from consilience.frames.statements import statements_frame
from consilience.frames.titles import title_of

__all__ = [
    "SUMMARY_TITLES",
    "UNTOLD",
    "Headline",
    "after_evidence_frame",
    "answers_frame",
    "axis_domain",
    "comparison_frame",
    "contradictions_frame",
    "density_frame",
    "few_note",
    "headline_frame",
    "headline_of",
    "headlined",
    "pools_frame",
    "probability_below",
    "statements_frame",
    "title_of",
    "told_frame",
]
