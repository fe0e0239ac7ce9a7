"""Tidy frames of a study of cruxes."""
