"""Charts in a notebook that has no network."""

from functools import cache


def in_notebook() -> bool:
    """Whether this process serves the cells of a notebook."""
    import sys

    # Asked without importing IPython: where it has not been imported there is no notebook.
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


@cache
def draw_charts_offline() -> None:
    """Have Altair draw in the notebook with the JavaScript that is installed, since its default renderer fetches it."""
    if in_notebook():
        import altair as alt

        alt.renderers.enable("jupyter", offline=True)
