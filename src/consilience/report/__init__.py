"""Summaries and charts as something to hand on: figures, methods, tables, a page, a folder of results."""

from consilience.charts.figure import Figure
from consilience.report.figures import FitFigures, main_questions
from consilience.report.methods import assumptions, methods_text
from consilience.report.page import report_html
from consilience.report.results import REPORT_FILE, write_results

__all__ = [
    "REPORT_FILE",
    "Figure",
    "FitFigures",
    "assumptions",
    "main_questions",
    "methods_text",
    "report_html",
    "write_results",
]
