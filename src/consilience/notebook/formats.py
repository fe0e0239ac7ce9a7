"""How a cell shows our plain data: told to IPython, so that no data needs to know of notebooks."""

from typing import get_args

from consilience.notation import Value
from consilience.notebook import displays
from consilience.notebook.cells import kernel_shell
from consilience.notebook.charts import figure_bundle
from consilience.study import Estimate
from consilience.study.collected import Estimates, Questions


def show_in_cells() -> None:
    """Have the notebook show estimates, questions, values, figures and lists of charts; nothing outside a notebook."""
    shell = kernel_shell()
    if shell is None:
        return
    html = shell.display_formatter.formatters["text/html"]
    html.for_type(Estimate, displays.estimate_html)
    html.for_type(Estimates, displays.estimates_html)
    html.for_type(Questions, displays.questions_html)
    # Where no HTML is shown: a mail, a diff of the notebook, nbconvert to LaTeX.
    plain = shell.display_formatter.formatters["text/plain"]
    plain.for_type(Estimates, displays.estimates_text)
    plain.for_type(Questions, displays.questions_text)
    for form in get_args(Value):
        html.for_type(form, displays.value_html)
    # By name, since they come with Altair, which is imported when a chart is asked for.
    html.for_type_by_name("consilience.models.figures", "StudyFigures", displays.figures_html)
    shell.display_formatter.mimebundle_formatter.for_type_by_name("consilience.charts.figure", "Figure", figure_bundle)
