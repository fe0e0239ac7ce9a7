"""Compile, sample, judge, keep: what knows no model."""
