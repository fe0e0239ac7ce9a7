"""JupyterLab: what its cells show of studies, estimates, fits and charts, and what they say while a study is fitted."""
