"""Frames and charts as something to hand on: methods, tables, a page, a folder of results."""

from consilience.report.methods import methods_text
from consilience.report.page import report_html
from consilience.report.results import REPORT_FILE, write_results
from consilience.report.tables import summary_json

__all__ = ["REPORT_FILE", "methods_text", "report_html", "summary_json", "write_results"]
