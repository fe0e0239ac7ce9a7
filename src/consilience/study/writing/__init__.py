"""Studies written: a skeleton, one more estimate, whole files or none."""
