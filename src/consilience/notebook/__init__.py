"""JupyterLab: what its cells show of studies, estimates, fits and charts, and what they say while a study is fitted."""

from consilience.notebook.compare import side_by_side

__all__ = ["side_by_side"]
