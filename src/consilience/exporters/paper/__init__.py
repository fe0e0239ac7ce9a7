"""A folder for a write-up: every chart and table in the forms that journals take, the methods, the references."""

from consilience.exporters.paper.folder import Paper, export_paper

__all__ = ["Paper", "export_paper"]
