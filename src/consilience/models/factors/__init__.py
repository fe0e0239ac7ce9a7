"""Conditional factors, forecaster by forecaster."""
