"""JupyterLab: what its cells show of a study, an estimate and a fit, and what they say while one is fitted."""
