"""Fits next to each other."""

import pytest

from consilience import side_by_side
from consilience.study import Study
from tests.builders.fits import bare_fit


def test_a_column_a_fit_and_a_row_a_summary(study: Study) -> None:
    before, after = bare_fit(study), bare_fit(study, centre=0.0)
    table = side_by_side("event", before=before, after=after)

    assert list(table.columns) == ["before", "after"]
    assert list(table.index[:2]) == ["Statements", "Median forecaster"]
    for name, fit in (("before", before), ("after", after)):
        assert list(table[name].iloc[1:]) == list(fit.summary().query("group == 'all'")["label"])
    assert table.loc["Statements", "after"] == 3


def test_a_question_that_was_not_fitted_is_named(study: Study) -> None:
    with pytest.raises(KeyError, match="'before' has no answer to 'evnt'; it answers: event"):
        side_by_side("evnt", before=bare_fit(study))
