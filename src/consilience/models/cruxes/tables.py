"""The table of a study of cruxes for a report: how much of the disagreement each explains."""

from consilience.models.cruxes.frames.views import disagreement_frame
from consilience.models.tables import Table, group_title, records, signed, table
from consilience.sampling.fit import Fit


def crux_table(fit: Fit) -> Table:
    """How much less two camps would disagree once each crux is known, without rows where there are not two."""
    if fit.posterior["forecaster_group"].to_series().nunique() != 2:
        return table("", "", (), [], "change")
    rows = [
        (
            row["title"],
            f"{group_title(row['camp'])} and {group_title(row['other_camp'])}",
            signed("{value:z.3f} [{low:z.3f}, {high:z.3f}]", row),
            signed("{share:z.0%} [{share_low:z.0%}, {share_high:z.0%}]", row),
        )
        for row in records(disagreement_frame(fit))
    ]
    note = (
        "How much less two camps, each taken as a whole, would be expected to disagree on the outcome once the crux is "
        "known; below nought, how much more."
    )
    header = ("Crux", "Camps", "Value of discrimination, 90%", "Share of the disagreement")
    return table("Cruxes of the disagreement", note, header, rows, "change")
